//! Numbers of the law in words, with their day and source.

use super::{
    fact::place,
    form::{day, number, small},
    page::{Line, Tone},
};
use crate::{
    assessment::{ParameterUsed, Reason},
    check::Type,
    explain::names::Names,
    value::{Date, Territory},
};

/// The numbers of the law that a reason rests on.
pub(super) fn of_reason(names: Names<'_>, reason: &Reason, depth: usize) -> Vec<Line> {
    behind(names, &reason.parameters, depth)
}

/// The numbers of the law with their days.
pub(super) fn behind(names: Names<'_>, parameters: &[(usize, Territory, Option<Date>)], depth: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (parameter, territory, on) in parameters {
        let on = on.unwrap_or(names.assessment.on);
        let used = names.assessment.parameters().iter().filter(|used| {
            used.parameter == *parameter
                && used.territory.contains(territory)
                && names.entry(used).is_some_and(|entry| entry.period.contains(on))
        });
        // The value of the place itself goes before that of the country, which another rule may have asked for.
        let used = used.max_by_key(|used| used.territory.depth());
        let line = used.map(|used| Line::new(depth, said(names, used)).toned(Tone::Quiet));
        lines.extend(line.filter(|line| !lines.contains(line)));
    }
    lines
}

/// The numbers of the law that nobody has checked lately.
pub(super) fn stale(names: Names<'_>) -> Vec<Line> {
    let used = names.assessment.parameters().iter();
    let used = used.filter(|used| names.entry(used).is_some_and(|entry| names.is_stale(entry)));
    used.map(|used| Line::new(1, said(names, used)).bullet()).collect()
}

/// A number of the law: title, value, since when, source.
fn said(names: Names<'_>, used: &ParameterUsed) -> String {
    let title = names.assessment.library.catalogue.parameter(used.parameter).map(|title| small(names.say(title)));
    let title = title.unwrap_or_else(|| names.either("число из закона", "a number of the law").to_owned());
    let unit = names.parameter(used.parameter).and_then(|symbol| match &symbol.r#type {
        Type::Number(unit) => Some(unit),
        _ => None,
    });
    let value = number(used.value, unit, 0, names.language);
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
        "{title} — {value} ({place}{}{}{})",
        since.unwrap_or_default(),
        source.unwrap_or_default(),
        checked.unwrap_or_default()
    )
}
