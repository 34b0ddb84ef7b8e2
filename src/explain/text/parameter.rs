//! Numbers of the law in words, with their day and source.

use super::{
    fact::place,
    form::{day, number, small},
    page::{Line, Tone},
};
use crate::{
    assessment::{ParameterUsed, Reason, Why},
    check::Type,
    explain::names::Names,
    value::{Date, Territory},
};

/// A parameter, the place and the day for which it was read.
type Read = (usize, Territory, Option<Date>);

/// The numbers of the law that a reason rests on, without their sources.
pub(super) fn of_reason(names: Names<'_>, reason: &Reason) -> Vec<String> {
    used(names, reason.parameters.iter()).into_iter().map(|used| valued(names, used)).collect()
}

/// Every number of the law behind an outcome, with its day and source.
pub(super) fn behind(names: Names<'_>, why: &Why, depth: usize) -> Vec<Line> {
    let read = why.reasons.iter().flat_map(|reason| &reason.parameters);
    let used = used(names, why.money_rests_on.iter().chain(read));
    if used.is_empty() {
        return Vec::new();
    }
    let head = Line::new(depth, names.either("Числа из закона:", "Numbers of the law:"));
    let line = |used| Line::new(depth.saturating_add(1), said(names, used)).bullet().toned(Tone::Quiet);
    [head].into_iter().chain(used.into_iter().map(line)).collect()
}

/// The recorded values that were read, each once.
fn used<'a>(names: Names<'a>, read: impl Iterator<Item = &'a Read>) -> Vec<&'a ParameterUsed> {
    let mut found: Vec<&ParameterUsed> = Vec::new();
    for (parameter, territory, on) in read {
        let on = on.unwrap_or(names.assessment.on);
        let used = names.assessment.parameters().iter().filter(|used| {
            used.parameter == *parameter
                && used.territory.contains(territory)
                && names.entry(used).is_some_and(|entry| entry.period.contains(on))
        });
        // The value of the place itself goes before that of the country, which another rule may have asked for.
        let used = used.max_by_key(|used| used.territory.depth());
        found.extend(used.filter(|used| !found.contains(used)));
    }
    found
}

/// The numbers of the law that nobody has checked lately.
pub(super) fn stale(names: Names<'_>) -> Vec<Line> {
    let used = names.assessment.parameters().iter();
    let used = used.filter(|used| names.entry(used).is_some_and(|entry| names.is_stale(entry)));
    used.map(|used| Line::new(1, said(names, used)).bullet()).collect()
}

/// A number of the law: title and value.
fn valued(names: Names<'_>, used: &ParameterUsed) -> String {
    let title = names.assessment.library.catalogue.parameter(used.parameter).map(|title| small(names.say(title)));
    let title = title.unwrap_or_else(|| names.either("число из закона", "a number of the law").to_owned());
    let unit = names.parameter(used.parameter).and_then(|symbol| match &symbol.r#type {
        Type::Number(unit) => Some(unit),
        _ => None,
    });
    format!("{title} — {}", number(used.value, unit, 0, names.language))
}

/// A number of the law: title, value, since when, source.
fn said(names: Names<'_>, used: &ParameterUsed) -> String {
    let entry = names.entry(used);
    let since = entry.and_then(|entry| entry.period.from).map(|from| {
        let from = day(from, names.language);
        names.either(format!(", с {from}"), format!(", since {from}"))
    });
    let source = entry
        .and_then(|entry| entry.source.as_deref())
        .map(|source| names.either(format!("; источник: {source}"), format!("; source: {source}")));
    let checked = entry.and_then(|entry| entry.checked).map(|checked| {
        let checked = day(checked, names.language);
        names.either(format!("; проверено {checked}"), format!("; checked {checked}"))
    });
    let place = place(names, &used.territory);
    format!(
        "{} ({place}{}{}{})",
        valued(names, used),
        since.unwrap_or_default(),
        source.unwrap_or_default(),
        checked.unwrap_or_default()
    )
}
