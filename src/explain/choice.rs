//! Choices, as a program reads them: what does not combine, what replaces what, and what goes together best.

use std::fmt;

use super::{amount::Amount, text::form, view::Outcome};
use crate::{
    assessment::{self, Assessment, Choice, Difference, Together, Verdict, Worth},
    check::CheckedGroup,
    document::{LegalBasis, Pick},
    value::{Language, Number},
};

/// Another outcome that does not combine with this one.
#[derive(Clone, Copy)]
pub struct Rival<'a> {
    assessment: &'a Assessment,
    verdict: &'a Verdict,
    group: &'a CheckedGroup,
}

/// Names only, never what was told or follows from it.
impl fmt::Debug for Rival<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Rival").field("group", &self.group()).finish_non_exhaustive()
    }
}

impl<'a> Rival<'a> {
    fn new(assessment: &'a Assessment, (place, group): (usize, usize)) -> Option<Self> {
        let verdict = assessment.verdicts.get(place)?;
        Some(Self { assessment, verdict, group: assessment.library.checked.groups.get(group)? })
    }

    /// What surely replaces a verdict.
    pub(super) fn replacing(assessment: &'a Assessment, verdict: &Verdict) -> Option<Self> {
        match verdict.choice {
            Choice::Excluded { by, group } => Self::new(assessment, (by, group)),
            Choice::Alone | Choice::Option => None,
        }
    }

    /// What may still replace a verdict, or be chosen in its place.
    pub(super) fn perhaps(assessment: &'a Assessment, verdict: &Verdict) -> impl Iterator<Item = Self> {
        let depends = assessment.depends(verdict.place).iter();
        depends.filter_map(|rival| Self::new(assessment, (rival.place, rival.group)))
    }

    /// The other outcome.
    #[must_use]
    pub fn outcome(&self) -> Outcome<'a> {
        Outcome::new(self.assessment, self.verdict)
    }

    /// The name of the exclusion group in rule files.
    #[must_use]
    pub fn group(&self) -> &'a str {
        &self.group.name
    }

    /// What the exclusion group is called.
    #[must_use]
    pub fn group_title(&self, language: Language) -> &'a str {
        self.group.title.in_language(language)
    }

    /// Whether the two do not combine only while both run: where their periods have a day in common.
    #[must_use]
    pub fn is_only_while_both_run(&self) -> bool {
        self.group.is_while_overlapping
    }

    pub(super) fn verdict(&self) -> &'a Verdict {
        self.verdict
    }

    /// The articles that say so.
    pub(super) fn legal_basis(&self) -> &'a [LegalBasis] {
        &self.group.legal_basis
    }

    /// Who picks.
    pub(super) fn pick(&self) -> Pick {
        self.group.pick
    }
}

impl<'a> Outcome<'a> {
    /// The verdict before anything that does not combine with it was looked at, where that says something else: of an
    /// outcome that is excluded, and of an option.
    #[must_use]
    pub fn by_itself(&self) -> Option<assessment::Eligibility> {
        let verdict = self.verdict();
        (verdict.choice != Choice::Alone).then_some(verdict.eligibility)
    }

    /// What surely replaces it, where it is excluded.
    #[must_use]
    pub fn excluded_by(&self) -> Option<Rival<'a>> {
        Rival::replacing(self.assessment(), self.verdict())
    }

    /// What may still replace it: others that do not combine with it, of which it is open whether they are due or worth more.
    pub fn depends(&self) -> impl Iterator<Item = Rival<'a>> {
        Rival::perhaps(self.assessment(), self.verdict())
    }

    /// What the family uses up when it takes it.
    #[must_use]
    pub fn costs(&self) -> Option<Amount> {
        let costs = self.verdict().entitlement.as_ref()?.costs?;
        Some(Amount::new(costs.amount, costs.per))
    }
}

impl Assessment {
    /// Where outcomes that could be had do not all combine: which go together and bring the most money.
    pub fn bundles(&self) -> impl Iterator<Item = Bundle<'_>> {
        self.bundles.iter().map(|bundle| Bundle { assessment: self, bundle })
    }
}

/// Outcomes that do not all combine, with what goes together best.
#[derive(Clone, Copy)]
pub struct Bundle<'a> {
    assessment: &'a Assessment,
    bundle: &'a assessment::Bundle,
}

/// Counts only.
impl fmt::Debug for Bundle<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Bundle").field("is_exact", &self.is_exact()).finish_non_exhaustive()
    }
}

impl<'a> Bundle<'a> {
    /// Over how many months from the day of application on money is compared.
    #[must_use]
    pub fn months(&self) -> u32 {
        self.bundle.months
    }

    /// Whether every set was compared. Of more than twelve outcomes the largest are taken one by one.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.bundle.is_exact
    }

    /// The exclusion groups by their names in rule files.
    pub fn groups(&self) -> impl Iterator<Item = &'a str> {
        let groups = &self.assessment.library.checked.groups;
        self.bundle.groups.iter().filter_map(|group| groups.get(*group)).map(|group| group.name.as_str())
    }

    /// What the exclusion groups are called, and whether their measures do not combine only while both run.
    pub(super) fn group_titles(&self, language: Language) -> impl Iterator<Item = (&'a str, bool)> {
        let groups = &self.assessment.library.checked.groups;
        let found = self.bundle.groups.iter().filter_map(|group| groups.get(*group));
        found.map(move |group| (group.title.in_language(language), group.is_while_overlapping))
    }

    /// Those of the groups whose measures do not combine only while both run.
    pub fn groups_while_both_run(&self) -> impl Iterator<Item = &'a str> {
        let groups = &self.assessment.library.checked.groups;
        let found = self.bundle.groups.iter().filter_map(|group| groups.get(*group));
        found.filter(|group| group.is_while_overlapping).map(|group| group.name.as_str())
    }

    /// What goes together best; `None` where that depends on what is unknown.
    #[must_use]
    pub fn best(&self) -> Option<BundleSet<'a>> {
        match self.bundle.best.as_slice() {
            [best] => Some(self.set(best)),
            _ => None,
        }
    }

    /// The sets of which no other surely brings more: the best one, or several where it is not known which is.
    pub fn candidates(&self) -> impl Iterator<Item = BundleSet<'a>> {
        let bundle = *self;
        self.bundle.best.iter().map(move |set| bundle.set(set))
    }

    /// The best of the others.
    #[must_use]
    pub fn runner_up(&self) -> Option<BundleSet<'a>> {
        self.bundle.runner_up.as_ref().map(|set| self.set(set))
    }

    /// By how many roubles the best brings more than the runner-up, at the least and at the most, as decimals with two
    /// digits; an end that is not there cannot be said.
    #[must_use]
    pub fn difference(&self) -> Option<(Option<String>, Option<String>)> {
        self.bundle.difference.map(|found| (found.low.map(decimal), found.high.map(decimal)))
    }

    /// What an outcome is worth over the months, where it is one of these.
    pub(super) fn worth_of(&self, outcome: Outcome<'_>) -> Option<Worth> {
        self.bundle.worths.iter().find(|(place, _)| *place == outcome.place()).map(|(_, worth)| *worth)
    }

    fn set(&self, set: &'a Together) -> BundleSet<'a> {
        BundleSet { assessment: self.assessment, set }
    }

    pub(super) fn difference_of(&self) -> Option<Difference> {
        self.bundle.difference
    }
}

/// Outcomes that go together.
#[derive(Clone, Copy)]
pub struct BundleSet<'a> {
    assessment: &'a Assessment,
    set: &'a Together,
}

/// Counts only.
impl fmt::Debug for BundleSet<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("BundleSet").field("outcomes", &self.set.take.len()).finish_non_exhaustive()
    }
}

impl<'a> BundleSet<'a> {
    /// The outcomes, ordered by measure and then by member id.
    pub fn outcomes(&self) -> impl Iterator<Item = Outcome<'a>> {
        self.worths().map(|(outcome, _)| outcome)
    }

    /// What they bring at the least, as a decimal with two digits; what they use up is taken off.
    #[must_use]
    pub fn least(&self) -> String {
        decimal(self.set.worth.low)
    }

    /// What they bring at the most; `None` where that cannot be said, as of a service.
    #[must_use]
    pub fn most(&self) -> Option<String> {
        self.set.worth.high.map(decimal)
    }

    pub(super) fn worth(&self) -> Worth {
        self.set.worth
    }

    pub(super) fn worths(&self) -> impl Iterator<Item = (Outcome<'a>, Worth)> {
        let assessment = self.assessment;
        let found = self.set.take.iter().filter_map(|(place, worth)| Some((assessment.verdicts.get(*place)?, *worth)));
        found.map(move |(verdict, worth)| (Outcome::new(assessment, verdict), worth))
    }
}

/// Money as a decimal with two digits.
pub(super) fn decimal(money: Number) -> String {
    money.to_decimal(form::KOPECKS).unwrap_or_else(|| money.to_string())
}
