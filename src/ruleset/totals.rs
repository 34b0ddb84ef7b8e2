//! The totals of a population: what each measure comes to, in all and by territory.

use std::{collections::BTreeMap, fmt, sync::Arc};

use super::{basis::Basis, error::UnlikeParts};
use crate::{
    assessment::Eligibility,
    catalogue::Library,
    document::Per,
    population::{Heads, Tally},
    value::{Date, Language, Number, Territory},
};

/// What the measures of a day come to for a population.
#[derive(Clone)]
pub struct Totals {
    pub(super) library: Arc<Library>,
    pub(super) basis: Basis,
    pub(super) families: u64,
    pub(super) alone: u64,
    /// By territory and measure.
    pub(super) places: BTreeMap<Territory, BTreeMap<usize, Tally>>,
}

/// Counts only.
impl fmt::Debug for Totals {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Totals").field("on", &self.on()).field("families", &self.families).finish_non_exhaustive()
    }
}

impl Totals {
    /// The day of application.
    #[must_use]
    pub fn on(&self) -> Date {
        self.basis.on
    }

    /// How many families were added, whatever they stand for.
    #[must_use]
    pub fn families(&self) -> u64 {
        self.families
    }

    /// How many of them were assessed one by one, because not all that decides was exactly known.
    #[must_use]
    pub fn one_by_one(&self) -> u64 {
        self.alone
    }

    /// Adds the totals of another part of the population under the same rules on the same day.
    ///
    /// # Errors
    ///
    /// [`UnlikeParts`] where rules or days differ; nothing is added then.
    pub fn merge(&mut self, other: &Self) -> Result<(), UnlikeParts> {
        self.basis.adds_up(&other.basis)?;
        self.plus(other);
        Ok(())
    }

    /// Adds totals on the same basis.
    pub(super) fn plus(&mut self, other: &Self) {
        self.families = self.families.saturating_add(other.families);
        self.alone = self.alone.saturating_add(other.alone);
        for (territory, tallies) in &other.places {
            let own = self.places.entry(territory.clone()).or_default();
            for (measure, tally) in tallies {
                own.entry(*measure).or_default().merge(tally);
            }
        }
    }

    /// The territories that families live in, in the order of their codes.
    pub fn territories(&self) -> impl Iterator<Item = &Territory> {
        self.places.keys()
    }

    /// What each measure comes to that anybody can get or may get, everywhere together, in the order of their names.
    #[must_use]
    pub fn measures(&self) -> Vec<MeasureTotal> {
        self.of(|_| true)
    }

    /// The same for the families of one territory.
    #[must_use]
    pub fn measures_in(&self, territory: &Territory) -> Vec<MeasureTotal> {
        self.of(|own| own == territory)
    }

    fn of(&self, is_meant: impl Fn(&Territory) -> bool) -> Vec<MeasureTotal> {
        let mut all: BTreeMap<usize, Tally> = BTreeMap::new();
        for (_, tallies) in self.places.iter().filter(|(territory, _)| is_meant(territory)) {
            for (measure, tally) in tallies {
                all.entry(*measure).or_default().merge(tally);
            }
        }
        let total = |(measure, tally)| MeasureTotal { library: self.library.clone(), measure, tally };
        all.into_iter().filter(|(_, tally)| !tally.is_empty()).map(total).collect()
    }
}

/// What one measure comes to.
#[derive(Clone)]
pub struct MeasureTotal {
    library: Arc<Library>,
    measure: usize,
    tally: Tally,
}

/// The name only.
impl fmt::Debug for MeasureTotal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("MeasureTotal").field("measure", &self.name()).finish_non_exhaustive()
    }
}

/// How many families, and how many outcomes (one for each member whom it concerns, or one for a family), each with its
/// weight; decimals where weights are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// Families with at least one such outcome.
    pub families: String,
    /// Outcomes.
    pub outcomes: String,
}

/// Money of a population, in roubles: at least and at most; one where every amount is exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoneyTotal {
    /// At least so much, as a decimal with two digits, and more where weights have more.
    pub low: String,
    /// At most so much.
    pub high: String,
}

impl MeasureTotal {
    /// Its name in rule files.
    #[must_use]
    pub fn name(&self) -> &str {
        self.library.checked.measures.get(self.measure).map_or("", |measure| measure.name.as_str())
    }

    /// What it is called.
    #[must_use]
    pub fn title(&self, language: Language) -> &str {
        let measure = self.library.checked.measures.get(self.measure);
        let version = measure.and_then(|measure| measure.versions.get(self.tally.version));
        version.map_or("", |version| version.text.title.in_language(language))
    }

    /// Those with this verdict.
    #[must_use]
    pub fn count(&self, eligibility: Eligibility) -> Count {
        let tally = &self.tally;
        let heads = match eligibility {
            Eligibility::Eligible => tally.eligible,
            Eligibility::EligibleIfConfirmed => tally.confirmed,
            Eligibility::Option => tally.option,
            Eligibility::Excluded => tally.excluded,
            Eligibility::NeedsSpecialist => tally.specialist,
            Eligibility::Undetermined => tally.undetermined,
            Eligibility::NotEligible | Eligibility::NotInForce => Heads::default(),
        };
        Count { families: shown(heads.families.value(), 0), outcomes: shown(heads.outcomes.value(), 0) }
    }

    /// The money of those who are eligible, or are if what was told is confirmed, by how often it is paid.
    pub fn money(&self) -> impl Iterator<Item = (Per, MoneyTotal)> {
        let total = |(per, money): (&Per, &crate::population::MoneySum)| {
            (*per, MoneyTotal { low: shown(money.low.value(), 2), high: shown(money.high.value(), 2) })
        };
        self.tally.money.iter().map(total)
    }
}

/// A sum with so many digits at least.
pub(super) fn shown(sum: Option<Number>, digits: u32) -> String {
    sum.map_or_else(|| "too much".to_owned(), |sum| sum.to_decimal(digits).unwrap_or_else(|| sum.to_string()))
}
