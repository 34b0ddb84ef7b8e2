//! How to come by a measure: who provides it, where to ask, what to bring, the steps.

use super::{
    form::{Noun, counted, sentence, small},
    page::Line,
};
use crate::{
    assessment::{Entitlement, StageState, Verdict},
    document::{DayKind, Measure, Phrase, Stage},
    explain::names::{Names, is_step},
};

/// Who provides it, where to ask, what to bring, who goes first.
pub(super) fn practice(
    names: Names<'_>,
    (verdict, due): (&Verdict, &Entitlement),
    measure: &Measure,
    depth: usize,
) -> Vec<Line> {
    let all: Vec<_> = measure.priority.iter().flatten().collect();
    let first = due.priority.iter().filter_map(|place| all.get(*place)?.because.as_ref()).map(|text| names.say(text));
    // Whom to ask whether it still is in force has been told.
    let provider = measure.provider.as_ref().filter(|_| verdict.stale.is_none());
    let parts: [(&str, Vec<&str>); 4] = [
        (names.either("Кто оказывает:", "Provided by:"), provider.iter().map(|it| names.phrase(it)).collect()),
        (names.either("Куда обратиться:", "Where to ask:"), phrases(names, measure.channels.as_ref())),
        (names.either("Документы:", "Documents:"), phrases(names, measure.documents.as_ref())),
        (names.either("Очередь:", "Who goes first:"), first.collect()),
    ];
    parts.into_iter().flat_map(|(head, items)| headed(head, &items, depth)).collect()
}

/// Items under their head; one stands beside it.
fn headed(head: &str, items: &[&str], depth: usize) -> Vec<Line> {
    match items {
        [] => Vec::new(),
        [one] => vec![Line::new(depth, format!("{head} {}", sentence(one)))],
        several => {
            let items = several.iter().map(|item| Line::new(depth.saturating_add(1), *item).bullet());
            [Line::new(depth, head)].into_iter().chain(items).collect()
        }
    }
}

/// Who decides and in how many days, and why it ends.
pub(super) fn decision(names: Names<'_>, measure: &Measure, depth: usize) -> Vec<Line> {
    let within = measure.decision_days.as_ref().map(|term| {
        let noun = match term.kind {
            DayKind::Working => Noun::WorkingDay,
            DayKind::Calendar => Noun::CalendarDay,
        };
        let days = counted(i64::from(term.days), noun, names.language);
        format!("{} {days}.", names.either("Срок решения —", "The decision is due within"))
    });
    let head = names.either("Кто решает:", "Who decides:");
    let by = measure.decided_by.as_ref().map(|office| format!("{head} {}", sentence(names.phrase(office))));
    let said: Vec<String> = by.into_iter().chain(within).collect();
    let mut lines = Vec::new();
    if !said.is_empty() {
        lines.push(Line::new(depth, said.join(" ")));
    }
    let head = names.either("Когда прекращается:", "When it ends:");
    lines.extend(headed(head, &phrases(names, measure.exit.as_ref()), depth));
    lines
}

fn phrases<'a>(names: Names<'a>, list: Option<&'a Vec<Phrase>>) -> Vec<&'a str> {
    list.into_iter().flatten().map(|phrase| names.phrase(phrase)).collect()
}

fn stages<'a>(due: &'a Entitlement, measure: &'a Measure) -> impl Iterator<Item = (&'a Stage, StageState)> {
    measure.pathway.iter().flat_map(|pathway| &pathway.stages).zip(due.stages.iter().copied())
}

/// The next step of a pathway.
pub(super) fn next_step(names: Names<'_>, due: &Entitlement, measure: &Measure, depth: usize) -> Option<Line> {
    let (stage, standing) = stages(due, measure).find(|(_, standing)| is_step(*standing))?;
    let title = names.say(&stage.title);
    let said = match (standing, &stage.needed_when) {
        (StageState::ToBeEstablished, Some(_)) => names.either(
            format!("узнать, нужен ли шаг «{title}» и сделан ли он"),
            format!("find out whether this is needed and done: {}", small(title)),
        ),
        (StageState::ToBeEstablished, None) => names.either(
            format!("узнать, сделан ли уже шаг «{title}»"),
            format!("find out whether this is done already: {}", small(title)),
        ),
        (StageState::Declined, _) => names.either(
            format!("от шага «{title}» семья пока отказалась; право остается, вернуться можно в любой день"),
            format!("declined for now: {}; the right stays, one may come back on any day", small(title)),
        ),
        _ => small(title),
    };
    let provider = stage.provider.as_ref().map(|provider| format!(" ({})", names.phrase(provider))).unwrap_or_default();
    Some(Line::new(depth, format!("{} {said}{provider}.", names.either("Следующий шаг:", "Next step:"))))
}

/// Every stage with how it stands.
pub(super) fn pathway(names: Names<'_>, due: &Entitlement, measure: &Measure, depth: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (stage, standing) in stages(due, measure) {
        if lines.is_empty() {
            lines.push(Line::new(depth, names.either("Шаги:", "Steps:")));
        }
        let said = match standing {
            StageState::Done => names.either("пройдено", "done"),
            StageState::NotNeeded => names.either("не нужно", "not needed"),
            StageState::Next => names.either("сейчас", "now"),
            StageState::ToBeEstablished => names.either("нужно выяснить", "to be found out"),
            StageState::Declined => names.either("семья отказалась", "declined"),
            StageState::Running => names.either("идет все это время", "goes on beside"),
            StageState::Waiting => names.either("позже", "later"),
        };
        lines.push(Line::new(depth.saturating_add(1), format!("{} — {said}", names.say(&stage.title))).bullet());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::TextStyle;
    use crate::{document::DayKind, ruleset::sample, value::Language};

    const PARTS: &str = r#""eligible_when": "poor", "kmsz": "0000.00000000.00.0000.00.000000",
        "decided_by": { "ru": "комиссия района", "en": "the commission of the district" },
        "decision_days": { "days": 3, "kind": "working" },
        "exit": [{ "ru": "семья переехала", "en": "the family moved" }, { "ru": "семья отказалась", "en": "the family declined" }]"#;

    fn said(language: Language, is_whole: bool) -> String {
        let rules = sample::load(&sample::measure(PARTS, "")).unwrap_or_else(|error| panic!("{error}"));
        let measure = is_whole.then(|| "federal.grant".to_owned());
        let style = TextStyle { measure, ..TextStyle::default() };
        sample::assess(&rules, r#""poor": true,"#, "}").text(language, &style).replace('\u{a0}', " ")
    }

    #[test]
    fn who_decides_and_why_it_ends_stand_on_the_page_of_the_measure() {
        let page = said(Language::Russian, true);
        assert!(page.contains("Кто решает: комиссия района. Срок решения — 3 рабочих дня."), "{page}");
        assert!(page.contains("Когда прекращается:\n  • семья переехала"), "{page}");
        let page = said(Language::English, true);
        assert!(page.contains("Who decides: the commission of the district."), "{page}");
        assert!(page.contains("The decision is due within 3 working days."), "{page}");
        assert!(!said(Language::Russian, false).contains("Кто решает"));
    }

    #[test]
    fn a_program_reads_who_decides_of_the_measure() {
        let rules = sample::load(&sample::measure(PARTS, "")).unwrap_or_else(|error| panic!("{error}"));
        let found = sample::assess(&rules, r#""poor": true,"#, "}");
        let outcome = found.outcomes().next().unwrap();
        let measure = outcome.measure();
        assert_eq!(measure.decided_by(Language::Russian), Some("комиссия района"));
        assert_eq!(measure.decision_days(), Some((3, DayKind::Working)));
        assert_eq!(measure.exit(Language::English).collect::<Vec<_>>(), ["the family moved", "the family declined"]);
        assert_eq!(measure.kmsz(), Some("0000.00000000.00.0000.00.000000"));
        let json = found.to_json(Language::English);
        assert_eq!(json["outcomes"][0]["kmsz"], "0000.00000000.00.0000.00.000000");
        assert_eq!(json["outcomes"][0]["entitlement"]["decision_days"]["kind"], "working");
    }
}
