//! Totals of a population: how many families and members can get a measure, and how much money that is.
//!
//! Everything is added exactly, so the order of families and the number of threads change nothing.

use std::collections::BTreeMap;

use crate::{document::Per, value::Number};

/// How much one family counts: so many families of a country.
pub type Weight = Number;

/// How many, each counted with the weight of its family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Heads {
    /// Families with at least one such outcome.
    pub families: Sum,
    /// Outcomes: one for each member, or one for a family where the measure is for it.
    pub outcomes: Sum,
}

/// An exact sum; nothing once it grew beyond what a number can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum(Option<Number>);

impl Default for Sum {
    fn default() -> Self {
        Self(Some(Number::ZERO))
    }
}

impl Sum {
    /// The sum.
    pub fn value(self) -> Option<Number> {
        self.0
    }

    /// Adds so many times a number.
    pub fn add(&mut self, number: Number, times: Number) {
        let product = number.checked_mul(times);
        self.0 = self.0.and_then(|sum| sum.checked_add(product?));
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: Self) {
        self.0 = self.0.and_then(|sum| sum.checked_add(other.0?));
    }
}

/// Money of one measure: at least and at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MoneySum {
    /// At least so much.
    pub low: Sum,
    /// At most so much.
    pub high: Sum,
}

/// What one measure comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// The version of the measure that was law; the last one where territories differ.
    pub version: usize,
    /// On what was shown.
    pub eligible: Heads,
    /// If what was told is confirmed.
    pub confirmed: Heads,
    /// The family chooses between it and others, or uses up what it has.
    pub option: Heads,
    /// Another one is surely better.
    pub excluded: Heads,
    /// A specialist decides.
    pub specialist: Heads,
    /// A fact is missing.
    pub undetermined: Heads,
    /// Money of those who are eligible, or are if what was told is confirmed, by how often it is paid.
    pub money: BTreeMap<Per, MoneySum>,
}

impl Heads {
    /// Counts families and outcomes of one weight.
    pub fn add(&mut self, (families, outcomes): (u32, u32), weight: Weight) {
        self.families.add(Number::from(i64::from(families)), weight);
        self.outcomes.add(Number::from(i64::from(outcomes)), weight);
    }

    fn merge(&mut self, other: Self) {
        self.families.merge(other.families);
        self.outcomes.merge(other.outcomes);
    }
}

impl Tally {
    /// Adds what another part of the population comes to.
    pub fn merge(&mut self, other: &Self) {
        self.version = self.version.max(other.version);
        self.eligible.merge(other.eligible);
        self.confirmed.merge(other.confirmed);
        self.option.merge(other.option);
        self.excluded.merge(other.excluded);
        self.specialist.merge(other.specialist);
        self.undetermined.merge(other.undetermined);
        for (per, money) in &other.money {
            let own = self.money.entry(*per).or_default();
            own.low.merge(money.low);
            own.high.merge(money.high);
        }
    }

    /// Those who get it: on what was shown, or if what was told is confirmed.
    pub fn granted(&mut self, is_sure: bool) -> &mut Heads {
        if is_sure { &mut self.eligible } else { &mut self.confirmed }
    }

    /// Whether nobody can get it or may get it.
    pub fn is_empty(&self) -> bool {
        let heads = [self.eligible, self.confirmed, self.option, self.excluded, self.specialist, self.undetermined];
        heads.iter().all(|heads| *heads == Heads::default())
    }

    /// Adds money of one outcome, or of several together.
    pub fn pay(&mut self, per: Per, (low, high): (Number, Number), weight: Weight) {
        let own = self.money.entry(per).or_default();
        own.low.add(low, weight);
        own.high.add(high, weight);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_to_the_whole() {
        let weight = |text: &str| Number::parse(text).unwrap();
        let (mut one, mut other, mut whole) = (Tally::default(), Tally::default(), Tally::default());
        for (tally, times) in [(&mut one, "1.5"), (&mut other, "0.25")] {
            tally.eligible.add((1, 3), weight(times));
            tally.pay(Per::Month, (Number::from(100), Number::from(200)), weight(times));
            whole.eligible.add((1, 3), weight(times));
            whole.pay(Per::Month, (Number::from(100), Number::from(200)), weight(times));
        }
        assert!(!one.is_empty() && Tally::default().is_empty());
        one.merge(&other);
        assert_eq!(one, whole);
        assert_eq!(one.eligible.outcomes.value(), Number::parse("5.25"));
    }

    #[test]
    fn what_no_number_holds_is_told_and_never_wrong() {
        let mut sum = Sum::default();
        sum.add(Number::from_integer(i128::MAX), Number::from(2));
        sum.add(Number::ONE, Number::ONE);
        assert_eq!(sum.value(), None);
    }
}
