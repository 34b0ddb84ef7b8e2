//! One outcome in words: in short among the others, or whole.

use super::{
    choice, due,
    fact::name_and_age,
    force,
    form::{capital, day, month, sentence, small},
    open,
    page::{Line, Tone},
    parameter, practice, reading, reason,
};
use crate::{
    assessment::{Eligibility, Verdict},
    document::{Measure, Status},
    explain::names::Names,
    value::Date,
};

/// Outcomes one below another; what is told of several members in the same words is told once. Where several are refused
/// for the same reason, which facts of each decided is left to the whole explanation.
pub(super) fn listed(names: Names<'_>, verdicts: &[&Verdict]) -> Vec<Line> {
    let mut entries: Vec<Entry> = Vec::new();
    for verdict in verdicts {
        let Some(entry) = short(names, verdict) else { continue };
        match entries.last_mut() {
            Some(last) if last.measure == entry.measure && last.body == entry.body => {
                last.members.extend(entry.members);
            }
            Some(last) if last.measure == entry.measure && last.plain.is_some() && last.plain == entry.plain => {
                last.members.extend(entry.members);
                last.body = entry.plain.unwrap_or_default();
            }
            _ => entries.push(entry),
        }
    }
    entries.into_iter().flat_map(Entry::lines).collect()
}

/// An outcome among the others.
struct Entry {
    measure: usize,
    title: String,
    members: Vec<String>,
    tone: Tone,
    body: Vec<Line>,
    /// The same without the facts that decided, of a refusal that is not by so and so much.
    plain: Option<Vec<Line>>,
}

impl Entry {
    fn lines(self) -> Vec<Line> {
        let whose = if self.members.is_empty() { String::new() } else { format!(" — {}", self.members.join("; ")) };
        let title = Line::new(1, format!("{}{whose}", self.title)).bullet().toned(self.tone);
        [title].into_iter().chain(self.body).collect()
    }
}

fn short(names: Names<'_>, verdict: &Verdict) -> Option<Entry> {
    let measure = &names.version(verdict)?.text;
    let title = names.say(&measure.title);
    let members = verdict.member.map(|member| name_and_age(names, member)).into_iter().collect();
    let entry = Entry {
        measure: verdict.measure,
        title: title.to_owned(),
        members,
        tone: Tone::Strong,
        body: Vec::new(),
        plain: None,
    };
    if let Some(why) = &verdict.not_in_force {
        return Some(Entry {
            title: format!("{title}: {}", force::not_in_force(names, why)),
            tone: Tone::Plain,
            ..entry
        });
    }
    let is_refused = verdict.eligibility == Eligibility::NotEligible && !reason::has_margins(names, verdict);
    let plain = is_refused.then(|| body(names, verdict, measure, false));
    Some(Entry { body: body(names, verdict, measure, true), plain, ..entry })
}

/// What stands below the title of an outcome, with the facts that decided a refusal or without.
fn body(names: Names<'_>, verdict: &Verdict, measure: &Measure, with_facts: bool) -> Vec<Line> {
    let is_open = verdict.eligibility == Eligibility::Undetermined;
    let due = verdict.entitlement.as_ref();
    let mut lines: Vec<Line> = choice::standing(names, verdict, 2);
    if verdict.answered() == Eligibility::Excluded {
        // What replaces it is told there; how to get this one helps nobody.
        lines.extend(due.into_iter().flat_map(|due| due::terms(names, (verdict, due), measure, true, 2)));
        return lines;
    }
    if due.is_some() && !is_open {
        lines.extend(measure.summary.as_ref().map(|summary| Line::new(2, sentence(names.say(summary)))));
    }
    lines.extend(force::stale(names, verdict, measure, 2));
    if let Some(due) = due {
        lines.extend(due::terms(names, (verdict, due), measure, !is_open, 2));
    }
    // What to do next is read first; of what is open or refused, why.
    let is_good = matches!(verdict.eligibility, Eligibility::Eligible | Eligibility::EligibleIfConfirmed);
    if !is_good {
        lines.extend(reason::short(names, verdict, with_facts, 2));
        lines.extend(specialists(names, verdict, 2));
    }
    if let Some(due) = due.filter(|_| !is_open) {
        lines.extend(practice::next_step(names, due, measure, 2));
        lines.extend(practice::practice(names, (verdict, due), measure, 2));
    }
    lines.extend(confirm(names, verdict, 2));
    if is_good {
        lines.extend(reason::short(names, verdict, true, 2));
    }
    lines.extend(provisos(names, verdict, 2));
    lines
}

/// For whom: nothing where it is for the family.
fn whose(names: Names<'_>, verdict: &Verdict) -> String {
    verdict.member.map(|member| format!(" — {}", name_and_age(names, member))).unwrap_or_default()
}

fn by_told(names: Names<'_>) -> &'static str {
    names.either(
        "Так получается с ваших слов; документы могут это изменить.",
        "This follows from what you told; papers may change it.",
    )
}

/// What must be confirmed. While something is still to be told, papers for the rest can wait.
fn confirm(names: Names<'_>, verdict: &Verdict, depth: usize) -> Vec<Line> {
    match verdict.eligibility {
        Eligibility::Undetermined => Vec::new(),
        _ => open::confirm(names, &names.why(verdict).confirm, depth),
    }
}

/// Who decides, where specialists do.
fn specialists(names: Names<'_>, verdict: &Verdict, depth: usize) -> Vec<Line> {
    match verdict.eligibility {
        Eligibility::NeedsSpecialist => open::specialists(names, &names.why(verdict).missing, depth),
        _ => Vec::new(),
    }
}

/// What could make the answer another one: what must not be so, other readings of the law, papers.
fn provisos(names: Names<'_>, verdict: &Verdict, depth: usize) -> Vec<Line> {
    let mut lines = open::unless(names, &names.why(verdict).unless, depth);
    lines.extend(reading::verdicts(names, verdict, names.why(verdict), depth));
    lines.extend(parameter::doubts(names, names.why(verdict), depth));
    if names.why(verdict).by_told {
        lines.push(Line::new(depth, by_told(names)).toned(Tone::Quiet));
    }
    lines
}

/// The title of the measure with the member whom the outcome concerns.
pub(crate) fn heading(names: Names<'_>, verdict: &Verdict) -> String {
    let title = names.version(verdict).map_or("", |version| names.say(&version.text.title));
    format!("{title}{}", whose(names, verdict))
}

/// Whether the measure was only attested until some day before, and the answer was not "no".
pub(super) fn is_past_report(verdict: &Verdict) -> bool {
    verdict.stale.is_some() && verdict.eligibility != Eligibility::NotEligible
}

/// The verdict as the title of a group.
pub(super) fn group(names: Names<'_>, eligibility: Eligibility) -> (&'static str, Tone) {
    match eligibility {
        Eligibility::Eligible => (names.either("Можно получить сейчас", "Can get now"), Tone::Good),
        Eligibility::EligibleIfConfirmed => {
            (names.either("Можно получить, если подтвердить", "Can get, if confirmed"), Tone::Good)
        }
        Eligibility::NeedsSpecialist => {
            (names.either("После заключения специалиста", "After a specialist's look"), Tone::Perhaps)
        }
        Eligibility::Undetermined => (names.either("Если вы расскажете еще", "If you tell us more"), Tone::Perhaps),
        Eligibility::NotEligible => (names.either("Получить нельзя", "Cannot get"), Tone::Bad),
        Eligibility::Excluded => (names.either("Уступает другой мере", "Gives way to another measure"), Tone::Quiet),
        Eligibility::Option => (names.either("Можно выбрать", "For you to choose"), Tone::Good),
        Eligibility::NotInForce => (names.either("Не действует", "Not in force"), Tone::Quiet),
    }
}

/// Outcomes of one measure with their whole explanations; what is told of several members in the same words is told once.
pub(super) fn explained(names: Names<'_>, verdicts: &[&Verdict]) -> Vec<Vec<Line>> {
    let mut found: Vec<(Vec<&Verdict>, Vec<Line>)> = Vec::new();
    for verdict in verdicts {
        let lines = whole(names, verdict);
        match found.last_mut() {
            Some((same, known)) if *known == lines && same.iter().all(|it| it.answered() == verdict.answered()) => {
                same.push(verdict);
            }
            _ => found.push((vec![verdict], lines)),
        }
    }
    let headed = |(same, lines): (Vec<&Verdict>, Vec<Line>)| {
        let title = same.first().map(|first| group(names, first.answered()));
        let whose: Vec<String> =
            same.iter().filter_map(|verdict| verdict.member).map(|member| name_and_age(names, member)).collect();
        let whose = if whose.is_empty() { String::new() } else { format!(" — {}", whose.join("; ")) };
        let head = title.map(|(head, tone)| Line::new(0, format!("{head}{whose}")).toned(tone));
        head.into_iter().chain(lines).collect()
    };
    found.into_iter().map(headed).collect()
}

/// What stands below the verdict of an outcome that is explained whole.
fn whole(names: Names<'_>, verdict: &Verdict) -> Vec<Line> {
    let Some(measure) = names.version(verdict).map(|version| &version.text) else { return Vec::new() };
    let mut lines: Vec<Line> = Vec::new();
    if let Some(why) = &verdict.not_in_force {
        lines.push(Line::new(1, format!("{}.", capital(&force::not_in_force(names, why)))));
    }
    lines.extend(force::stale(names, verdict, measure, 1));
    lines.extend(choice::standing(names, verdict, 1));
    if let Some(entitlement) = &verdict.entitlement {
        lines.extend(due::terms(names, (verdict, entitlement), measure, true, 1));
    }
    if let Some(entitlement) = &verdict.entitlement {
        lines.extend(practice::next_step(names, entitlement, measure, 1));
        lines.extend(practice::pathway(names, entitlement, measure, 1));
        lines.extend(practice::practice(names, (verdict, entitlement), measure, 1));
    }
    if verdict.eligibility == Eligibility::Undetermined {
        lines.push(Line::new(1, names.either("Что нужно узнать:", "What must be found out:")));
        let asked = open::asked(names, names.why(verdict).first());
        lines.extend(asked.into_iter().map(|text| Line::new(2, text).bullet()));
    }
    lines.extend(specialists(names, verdict, 1));
    lines.extend(confirm(names, verdict, 1));
    if !names.why(verdict).reasons.is_empty() {
        lines.push(Line::new(1, names.either("Почему:", "Why:")));
        lines.extend(names.why(verdict).reasons.iter().flat_map(|found| reason::whole(names, verdict, found, 2)));
        lines.extend(reason::in_every_case(names, verdict, 2));
    }
    lines.extend(provisos(names, verdict, 1));
    lines.extend(parameter::behind(names, names.why(verdict), 1));
    lines
}

/// What is said of a measure once, however many outcomes it has: who decides, why it ends, articles, what is left out, what was reported.
pub(super) fn about(names: Names<'_>, measure: &Measure) -> Vec<Line> {
    let mut lines: Vec<Line> = practice::decision(names, measure, 0);
    lines.extend(reason::legal_basis(names, measure.legal_basis.as_deref().unwrap_or_default(), 0));
    if measure.status == Some(Status::Signpost) {
        let text = names.either("Здесь сказано только, где спросить.", "This tells only where to ask.");
        lines.push(Line::new(0, text).toned(Tone::Quiet));
    }
    if let Some(left_out) = &measure.not_modelled {
        let head = names.either("Не учтено:", "Not taken into account:");
        lines.push(Line::new(0, format!("{head} {}.", small(names.say(left_out)))).toned(Tone::Quiet));
    }
    for reported in measure.reported.iter().flatten() {
        let about = if reported.approximate == Some(true) { names.either("около ", "about ") } else { "" };
        let as_of =
            reported.as_of.as_deref().map(|when| format!(" ({})", day_or_month(names, when))).unwrap_or_default();
        let head = names.either("По отчету", "As reported");
        let text = format!("{head}{as_of}: {} — {about}{}.", names.say(&reported.what), reported.value);
        lines.push(Line::new(0, text).toned(Tone::Quiet));
    }
    lines
}

/// A day or a month as a report writes it, in words.
fn day_or_month(names: Names<'_>, when: &str) -> String {
    match (when.parse(), Date::parse_month(when)) {
        (Ok(found), _) => day(found, names.language),
        (_, Some(found)) => month(found, names.language),
        _ => when.to_owned(),
    }
}

/// The numbers of the law to be checked.
pub(super) fn to_check(names: Names<'_>) -> Vec<Line> {
    let lines = parameter::stale(names);
    if lines.is_empty() {
        return lines;
    }
    let head = names.either("Числа, которые могли устареть:", "Numbers that may be out of date:");
    [Line::new(0, head).toned(Tone::Quiet)].into_iter().chain(lines).collect()
}
