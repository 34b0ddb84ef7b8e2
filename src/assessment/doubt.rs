//! What is to be shown of open answers before they are searched case by case.

use super::{
    decide::is_open_by_place,
    outcome::{Basis, Verdict},
};
use crate::{family::Family, program::Active};

/// What may be shown of a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoubtKind {
    /// That it comes out both ways, so that no search can settle it.
    Open,
    /// That it can fail in what is accepted, so that no search can make it sure.
    Unsure,
}

/// A verdict of which something may be shown.
#[derive(Debug, Clone, Copy)]
pub struct Doubt {
    /// The place of the measure among all measures.
    pub measure: usize,
    /// The place of the member in the family; none for the family.
    pub member: Option<usize>,
    /// What may be shown.
    pub kind: DoubtKind,
    /// Whether it was.
    pub is_shown: bool,
}

/// Who can show how open answers are, by whatever means that are quicker than a search; what is not shown is searched.
pub trait Shower {
    /// Marks what is shown of a family.
    fn show(&mut self, family: &Family, doubts: &mut [Doubt]);
}

/// Nobody: everything is searched.
pub struct Nobody;

impl Shower for Nobody {
    fn show(&mut self, _: &Family, _: &mut [Doubt]) {}
}

impl Doubt {
    /// What may be shown of a verdict; nothing where nothing about it is searched.
    pub(super) fn of(active: &Active, verdict: &Verdict) -> Option<Self> {
        let kind = match verdict.basis {
            Basis::Open if !is_open_by_place(active, verdict.basis) => DoubtKind::Open,
            Basis::Presumed => DoubtKind::Unsure,
            _ => return None,
        };
        let member = verdict.member.filter(|_| active.each.is_some());
        Some(Self { measure: verdict.measure, member, kind, is_shown: false })
    }
}
