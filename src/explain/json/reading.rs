//! Other readings of the law that would change an answer, by name.

use super::{entitlement::sum, object::Object};
use crate::assessment::{CircumstanceWhy, Verdict, Why};

/// The verdicts that other readings would give.
pub(super) fn verdicts(verdict: &Verdict, why: &Why) -> Option<Object> {
    let others = why.readings.iter().filter(|other| other.answer.0 != verdict.eligibility);
    some(others.fold(Object::default(), |all, other| all.text(&other.name, other.answer.0.as_str())))
}

/// The amounts that other readings would give with the same verdict.
pub(super) fn amounts(verdict: &Verdict, why: &Why) -> Option<Object> {
    let others = why.readings.iter().filter(|other| other.answer.0 == verdict.eligibility);
    some(others.fold(Object::default(), |all, other| all.put_if(&other.name, other.answer.1.map(sum))))
}

/// Whether a circumstance would hold in other readings.
pub(super) fn circumstances(why: &CircumstanceWhy) -> Option<Object> {
    some(why.readings.iter().fold(Object::default(), |all, other| all.text(&other.name, other.answer.as_str())))
}

fn some(object: Object) -> Option<Object> {
    (!object.is_empty()).then_some(object)
}
