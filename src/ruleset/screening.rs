//! What a family can get, without the work of saying why.

use std::fmt;

use crate::{
    assessment::{Eligibility, Money},
    catalogue::Library,
    document::Per,
    explain::Amount,
    family::{Family, MemberTold},
    population::{Due, Screened},
};

/// What a family is not refused on a day; it is made by [`Desk::screen`](super::Desk::screen).
#[derive(Clone, Copy)]
pub struct Screening<'a> {
    library: &'a Library,
    family: &'a Family,
    found: &'a [Screened],
}

/// Counts only.
impl fmt::Debug for Screening<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Screening").field("outcomes", &self.found.len()).finish_non_exhaustive()
    }
}

impl<'a> Screening<'a> {
    pub(super) fn new(library: &'a Library, family: &'a Family, found: &'a [Screened]) -> Self {
        Self { library, family, found }
    }

    /// Every outcome that is no refusal, by measure.
    #[must_use]
    pub fn outcomes(self) -> impl ExactSizeIterator<Item = ScreenedOutcome<'a>> {
        self.found.iter().map(move |found| ScreenedOutcome { screening: self, found })
    }
}

/// What a family can get of one measure, for itself or for one member.
#[derive(Clone, Copy)]
pub struct ScreenedOutcome<'a> {
    screening: Screening<'a>,
    found: &'a Screened,
}

/// The measure only.
impl fmt::Debug for ScreenedOutcome<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("ScreenedOutcome").field("measure", &self.measure()).finish_non_exhaustive()
    }
}

impl<'a> ScreenedOutcome<'a> {
    /// The name of the measure in rule files.
    #[must_use]
    pub fn measure(&self) -> &'a str {
        let measure = self.screening.library.checked.measures.get(self.found.measure);
        measure.map_or("", |measure| measure.name.as_str())
    }

    /// Its place among all measures of the rules, in the order of [`RuleSet::measures`](super::RuleSet::measures).
    #[must_use]
    pub fn place(&self) -> usize {
        self.found.measure
    }

    /// The id of the member whom it concerns; `None` where it concerns the family.
    #[must_use]
    pub fn member(&self) -> Option<&'a str> {
        self.found.member.and_then(|member| self.screening.family.member(member)).map(MemberTold::id)
    }

    /// The verdict, as an assessment tells it; never [`Eligibility::NotEligible`] or [`Eligibility::NotInForce`].
    #[must_use]
    pub fn eligibility(&self) -> Eligibility {
        self.found.eligibility
    }

    pub(super) fn money(&self) -> Option<(Money, Per)> {
        self.found.amount.as_ref().map(|(due, per)| (due.money(), *per))
    }

    /// The money due; only where it is granted by itself: what is undetermined, or for a specialist, has none here.
    #[must_use]
    pub fn amount(&self) -> Option<Amount> {
        self.found.amount.as_ref().map(|(due, per)| match due {
            Due::Exactly(parts) => Amount::of_parts(*parts, *per),
            Due::Between(money) => Amount::new(**money, *per),
        })
    }
}
