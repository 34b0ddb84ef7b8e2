//! How to come by a measure: who provides it, where to ask, what to bring, the steps.

use super::{
    form::{sentence, small},
    page::Line,
};
use crate::{
    assessment::{Entitlement, StageState, Verdict},
    document::{Measure, Phrase, Stage},
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
    let mut lines: Vec<Line> = Vec::new();
    for (head, items) in parts {
        match items.as_slice() {
            [] => {}
            [one] => lines.push(Line::new(depth, format!("{head} {}", sentence(one)))),
            several => {
                lines.push(Line::new(depth, head));
                lines.extend(several.iter().map(|item| Line::new(depth.saturating_add(1), *item).bullet()));
            }
        }
    }
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
