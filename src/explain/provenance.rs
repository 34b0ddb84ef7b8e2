//! On which numbers of the law an answer rests, and which of them are to be taken with care.

use super::names::Names;
use crate::{
    assessment::{ParameterUsed, Why},
    check::ParameterEntry,
    document::Confidence,
    value::{Date, Territory},
};

/// A parameter, the place and the day for which it was read.
pub(super) type Read = (usize, Territory, Option<Date>);

/// The recorded values that were read, each once.
pub(super) fn used<'a>(names: Names<'a>, read: impl Iterator<Item = &'a Read>) -> Vec<&'a ParameterUsed> {
    let mut found: Vec<&ParameterUsed> = Vec::new();
    for (parameter, territory, on) in read {
        let on = on.unwrap_or(names.assessment.on);
        let used = names.assessment.parameters().iter().filter(|used| {
            used.parameter == *parameter
                // A value of the family's own place stands for that of the subject that was asked for.
                && (used.territory.contains(territory) || territory.contains(&used.territory))
                && names.entry(used).is_some_and(|entry| entry.period.contains(on))
        });
        // The value of the place itself goes before that of the country, which another rule may have asked for.
        let used = used.max_by_key(|used| used.territory.depth());
        found.extend(used.filter(|used| !found.contains(used)));
    }
    found
}

/// Every recorded value behind an outcome, its money first.
pub(super) fn behind<'a>(names: Names<'a>, why: &'a Why) -> Vec<&'a ParameterUsed> {
    let read = why.reasons.iter().flat_map(|reason| &reason.parameters);
    used(names, why.money_rests_on.iter().chain(read))
}

/// Those of them that may be out of date, or are less than surely right. A value of which nobody says how sure it is, is
/// taken for right.
pub(super) fn doubtful<'a>(names: Names<'a>, why: &'a Why) -> Vec<&'a ParameterUsed> {
    let mut found = behind(names, why);
    found.retain(|used| names.entry(used).is_some_and(|entry| names.is_stale(entry) || is_unsure(entry)));
    found
}

/// Whether a value is less than surely right.
fn is_unsure(entry: &ParameterEntry) -> bool {
    matches!(entry.confidence, Some(Confidence::Medium | Confidence::Low))
}
