//! Winners and losers: the same families under two sets of rules, or on two days.

use std::{collections::BTreeMap, fmt};

use super::{
    basis::Basis,
    day::{Day, Desk},
    error::UnlikeParts,
    screening::Screening,
    totals::{MoneyTotal, shown},
};
use crate::{
    assessment::Eligibility,
    document::Per,
    family::{Family, FamilyTable},
    value::{Number, Weight},
};

/// Compares what families can get before and after a change of rules or of the day.
///
/// A family wins where the money of a year surely grows: what is paid by the month twelve times, and what is paid by the
/// year or once as it is. Money by the hour, day or week is not counted, nor is what a family only may choose.
///
/// ```
/// # use one_window::{Comparison, RuleSet};
/// let rules = RuleSet::bundled()?;
/// let (before, after) = (rules.on("2024-12-01".parse()?), rules.on("2025-10-10".parse()?));
/// let mut comparison = Comparison::new(&before, &after);
/// comparison.add(&rules.family_from_json(
///     r#"{ "territory": "RU-KHA", "members": [{ "id": "anna", "relation": "self" }] }"#,
/// )?);
/// assert_eq!(comparison.changes().families(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Comparison<'a> {
    pub(super) before: Desk<'a>,
    pub(super) after: Desk<'a>,
    pub(super) changes: PopulationChanges,
}

/// Counts only: a comparison holds what families told.
impl fmt::Debug for Comparison<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Comparison").field("families", &self.changes.families).finish_non_exhaustive()
    }
}

/// How a population fares by a change.
#[derive(Clone, PartialEq, Eq)]
pub struct PopulationChanges {
    before: Basis,
    after: Basis,
    families: u64,
    counts: BTreeMap<Fare, Number>,
    gained: Span,
    lost: Span,
    measures: BTreeMap<String, (Number, Number)>,
}

/// Counts only.
impl fmt::Debug for PopulationChanges {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("PopulationChanges").field("families", &self.families).finish_non_exhaustive()
    }
}

/// How a family fares by a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fare {
    /// It surely gets more money in a year.
    Wins,
    /// It surely gets less.
    Loses,
    /// It surely gets the same.
    Same,
    /// It depends on what is not known.
    Open,
}

impl Fare {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Wins, Self::Loses, Self::Same, Self::Open];

    /// The name in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wins => "wins",
            Self::Loses => "loses",
            Self::Same => "same",
            Self::Open => "open",
        }
    }
}

/// Money at least and at most; nothing once it grew beyond what a number can hold.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Span(Option<(Number, Number)>);

impl Default for Span {
    fn default() -> Self {
        Self(Some((Number::ZERO, Number::ZERO)))
    }
}

impl Span {
    fn plus(self, (low, high): (Number, Number), times: Number) -> Self {
        let add = |sum: Number, part: Number| sum.checked_add(part.checked_mul(times)?);
        Self(self.0.and_then(|own| Some((add(own.0, low)?, add(own.1, high)?))))
    }

    fn total(self) -> MoneyTotal {
        MoneyTotal { low: shown(self.0.map(|own| own.0), 2), high: shown(self.0.map(|own| own.1), 2) }
    }
}

/// What a family gets in a year, and the measures that it gets.
struct Year {
    money: Span,
    measures: Vec<String>,
}

impl Year {
    fn of(screening: Screening<'_>) -> Self {
        let mut year = Self { money: Span::default(), measures: Vec::new() };
        for outcome in screening.outcomes() {
            if !matches!(outcome.eligibility(), Eligibility::Eligible | Eligibility::EligibleIfConfirmed) {
                continue;
            }
            if year.measures.last().map(String::as_str) != Some(outcome.measure()) {
                year.measures.push(outcome.measure().to_owned());
            }
            let Some((money, per)) = outcome.money() else { continue };
            let times = match per {
                Per::Month => 12,
                Per::Year | Per::Once => 1,
                Per::Hour | Per::Day | Per::Week => continue,
            };
            year.money = year.money.plus((money.low, money.high), Number::from(times));
        }
        year.measures.sort();
        year
    }
}

impl<'a> Comparison<'a> {
    /// Compares a day before with a day after, of the same rules or of others.
    #[must_use]
    pub fn new(before: &'a Day, after: &'a Day) -> Self {
        Self { before: before.desk(), after: after.desk(), changes: PopulationChanges::new(before, after) }
    }

    /// Adds a family that stands for itself.
    pub fn add(&mut self, family: &Family) {
        self.add_weighted(family, Weight::ONE);
    }

    /// Adds a family that stands for so many.
    pub fn add_weighted(&mut self, family: &Family, weight: Weight) {
        let before = Year::of(self.before.screen(family));
        let after = Year::of(self.after.screen(family));
        self.changes.add(&before, &after, weight.number());
    }

    /// Adds the families of a table.
    pub fn add_table(&mut self, table: &FamilyTable<'_>) {
        for (family, weight) in table.families() {
            self.add_weighted(&family, weight);
        }
    }

    /// What all of it comes to.
    #[must_use]
    pub fn changes(self) -> PopulationChanges {
        self.changes
    }
}

impl PopulationChanges {
    fn new(before: &Day, after: &Day) -> Self {
        Self {
            before: before.basis(),
            after: after.basis(),
            families: 0,
            counts: BTreeMap::new(),
            gained: Span::default(),
            lost: Span::default(),
            measures: BTreeMap::new(),
        }
    }

    fn add(&mut self, before: &Year, after: &Year, weight: Number) {
        self.families = self.families.saturating_add(1);
        let fare = match (before.money.0, after.money.0) {
            (Some((_, most)), Some((least, _))) if least > most => Fare::Wins,
            (Some((least, _)), Some((_, most))) if most < least => Fare::Loses,
            (Some((low, high)), Some(after)) if low == high && after == (low, high) => Fare::Same,
            _ => Fare::Open,
        };
        add(self.counts.entry(fare).or_insert(Number::ZERO), weight);
        let by = |more: &Year, less: &Year| {
            let (more, less) = (more.money.0?, less.money.0?);
            more.0.checked_sub(less.1).zip(more.1.checked_sub(less.0))
        };
        match (fare, by(after, before), by(before, after)) {
            (Fare::Wins, Some(more), _) => self.gained = self.gained.plus(more, weight),
            (Fare::Loses, _, Some(less)) => self.lost = self.lost.plus(less, weight),
            _ => {}
        }
        for measure in after.measures.iter().filter(|measure| before.measures.binary_search(measure).is_err()) {
            add(&mut self.measures.entry(measure.clone()).or_insert((Number::ZERO, Number::ZERO)).0, weight);
        }
        for measure in before.measures.iter().filter(|measure| after.measures.binary_search(measure).is_err()) {
            add(&mut self.measures.entry(measure.clone()).or_insert((Number::ZERO, Number::ZERO)).1, weight);
        }
    }

    /// Adds the changes of another part of the population, between the same rules and days.
    ///
    /// # Errors
    ///
    /// [`UnlikeParts`] where rules or days differ, before or after; nothing is added then.
    pub fn merge(&mut self, other: &Self) -> Result<(), UnlikeParts> {
        self.before.adds_up(&other.before)?;
        self.after.adds_up(&other.after)?;
        self.plus(other);
        Ok(())
    }

    /// Adds changes on the same bases.
    pub(super) fn plus(&mut self, other: &Self) {
        self.families = self.families.saturating_add(other.families);
        for (fare, count) in &other.counts {
            add(self.counts.entry(*fare).or_insert(Number::ZERO), *count);
        }
        for (own, other) in [(&mut self.gained, other.gained), (&mut self.lost, other.lost)] {
            *own = other.0.map_or(Span(None), |money| own.plus(money, Number::ONE));
        }
        for (measure, (gained, lost)) in &other.measures {
            let own = self.measures.entry(measure.clone()).or_insert((Number::ZERO, Number::ZERO));
            add(&mut own.0, *gained);
            add(&mut own.1, *lost);
        }
    }

    /// How many families were added, whatever they stand for.
    #[must_use]
    pub fn families(&self) -> u64 {
        self.families
    }

    /// How many families fare so, with their weights.
    #[must_use]
    pub fn count(&self, fare: Fare) -> String {
        shown(Some(self.counts.get(&fare).copied().unwrap_or(Number::ZERO)), 0)
    }

    /// By how much the winners' money of a year grows, all together.
    #[must_use]
    pub fn gained(&self) -> MoneyTotal {
        self.gained.total()
    }

    /// By how much the losers' money of a year shrinks, all together.
    #[must_use]
    pub fn lost(&self) -> MoneyTotal {
        self.lost.total()
    }

    /// By the name of a measure: how many families come to it, and how many no longer get it, with their weights.
    pub fn measures(&self) -> impl Iterator<Item = (&str, String, String)> {
        let shown = |count: &Number| shown(Some(*count), 0);
        self.measures.iter().map(move |(name, (gained, lost))| (name.as_str(), shown(gained), shown(lost)))
    }
}

/// A count that would be beyond all numbers stays where it is.
fn add(count: &mut Number, more: Number) {
    *count = count.checked_add(more).unwrap_or(*count);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ruleset::sample::{DAY, load, measure};

    fn paying(condition: &str, amount: &str) -> String {
        let rounded = r#""round": { "to": "0.01", "mode": "half_up" }"#;
        measure(
            &format!(
                r#""eligible_when": "{condition}", "amount": {{ "value": "{amount}", "per": "month", {rounded} }}"#
            ),
            "",
        )
    }

    #[test]
    fn winners_losers_and_what_depends_are_told_apart() {
        let (old, new) = (load(&paying("rooms >= 1", "rent / 2")), load(&paying("rooms >= 2", "rent")));
        let (old, new) = (old.unwrap(), new.unwrap());
        let on = DAY.parse().unwrap();
        let (before, after) = (old.on(on), new.on(on));
        let mut comparison = Comparison::new(&before, &after);
        for (rooms, rent) in [(1, 10), (2, 20), (0, 5)] {
            let told = format!(r#""rooms": {rooms}, "rent": "{rent}""#);
            let members = r#""members": [{ "id": "ada", "relation": "self" }]"#;
            let text = format!(r#"{{ "territory": "RU-KHA", {told}, {members} }}"#);
            comparison.add(&old.family_from_json(&text).unwrap());
        }
        let mut changes = comparison.changes();
        let counts = Fare::ALL.map(|fare| changes.count(fare));
        assert_eq!(counts, ["1", "1", "1", "0"]);
        // Ten roubles a month more, and five less.
        assert_eq!((changes.gained().low.as_str(), changes.lost().high.as_str()), ("120.00", "60.00"));
        let measures: Vec<_> = changes.measures().collect();
        assert_eq!(measures, [("federal.grant", "0".to_owned(), "1".to_owned())]);
        let again = changes.clone();
        changes.merge(&again).unwrap();
        assert_eq!((changes.families(), changes.count(Fare::Wins)), (6, "2".to_owned()));
        let back = Comparison::new(&after, &before).changes();
        assert!(matches!(changes.merge(&back), Err(UnlikeParts::Rules { .. })));
        let later = new.on("2025-10-11".parse().unwrap());
        let error = changes.merge(&Comparison::new(&before, &later).changes()).unwrap_err();
        assert_eq!(error, UnlikeParts::Days { own: on, other: later.date() });
    }
}
