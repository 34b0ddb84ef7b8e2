//! The totals of a population: what each measure comes to, in all and by territory.

use std::{collections::BTreeMap, fmt, sync::Arc};

use super::{
    basis::Basis,
    circumstance::{By, CircumstanceTotal},
    error::UnlikeParts,
};
use crate::{
    assessment::{Answer, Eligibility},
    catalogue::Library,
    diagnostic::quoted,
    document::Per,
    population::{Counted, Heads, Part, Tally},
    value::{Date, Language, Number, Territory},
};

/// What the measures of a day come to for a population.
#[derive(Clone)]
pub struct Totals {
    pub(super) library: Arc<Library>,
    pub(super) basis: Basis,
    pub(super) families: u64,
    /// By which circumstances families are parted.
    pub(super) by: By,
    /// By territory.
    pub(super) places: BTreeMap<Territory, Counted>,
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
        self.places.values().fold(0, |all, counted| all.saturating_add(counted.alone))
    }

    /// Adds the totals of another part of the population under the same rules on the same day, parted by the same
    /// circumstances.
    ///
    /// # Errors
    ///
    /// [`UnlikeParts`] where rules, days or circumstances differ; nothing is added then.
    pub fn merge(&mut self, other: &Self) -> Result<(), UnlikeParts> {
        self.basis.adds_up(&other.basis)?;
        if self.by != other.by {
            return Err(UnlikeParts::Circumstances { own: self.names(), other: other.names() });
        }
        self.plus(other);
        Ok(())
    }

    /// Adds totals on the same basis.
    pub(super) fn plus(&mut self, other: &Self) {
        self.families = self.families.saturating_add(other.families);
        for (territory, counted) in &other.places {
            match self.places.get_mut(territory) {
                Some(own) => own.merge(counted),
                None => {
                    self.places.insert(territory.clone(), counted.clone());
                }
            }
        }
    }

    /// The names of the circumstances by which families are parted.
    fn names(&self) -> String {
        let known = self.by.iter().filter_map(|definition| self.library.checked.definitions.get(*definition));
        let names: Vec<String> = known.map(|known| quoted(&known.name)).collect();
        if names.is_empty() { "no circumstance".to_owned() } else { names.join(", ") }
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
        for (_, counted) in self.places.iter().filter(|(territory, _)| is_meant(territory)) {
            for (measure, tally) in &counted.tallies {
                all.entry(*measure).or_default().merge(tally);
            }
        }
        totals_of(&self.library, all)
    }

    /// The families parted by each circumstance of [`Day::population_by`](super::Day::population_by), everywhere together:
    /// by the name of the circumstance those for whom it holds, those for whom it does not, and those of whom that is not known.
    #[must_use]
    pub fn circumstances(&self) -> Vec<CircumstanceTotal> {
        self.circumstances_of(|_| true)
    }

    /// The same for the families of one territory.
    #[must_use]
    pub fn circumstances_in(&self, territory: &Territory) -> Vec<CircumstanceTotal> {
        self.circumstances_of(|own| own == territory)
    }

    fn circumstances_of(&self, is_meant: impl Fn(&Territory) -> bool) -> Vec<CircumstanceTotal> {
        let mut all: Vec<CircumstanceTotal> = Vec::new();
        for definition in self.by.iter().copied() {
            let empty =
                |holds| CircumstanceTotal { library: self.library.clone(), definition, holds, part: Part::default() };
            all.extend(Answer::ALL.map(empty));
        }
        for (_, counted) in self.places.iter().filter(|(territory, _)| is_meant(territory)) {
            for (total, part) in all.iter_mut().zip(counted.circumstances.iter().flatten()) {
                total.part.merge(part);
            }
        }
        all
    }
}

/// What measures come to that anybody can get or may get.
pub(super) fn totals_of(library: &Arc<Library>, tallies: BTreeMap<usize, Tally>) -> Vec<MeasureTotal> {
    let total = |(measure, tally)| MeasureTotal { library: library.clone(), measure, tally };
    tallies.into_iter().filter(|(_, tally)| !tally.is_empty()).map(total).collect()
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
