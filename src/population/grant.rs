//! Counts what the plan grants of one measure in a block.

use std::collections::BTreeMap;

use super::{
    block::Block,
    plan::{MeasurePlan, Plan, Scope},
    screen::Screen,
    tally::{Tally, Weight},
};
use crate::value::Number;

/// Grants of one measure, whose money is known.
#[derive(Clone, Copy)]
pub(super) struct Grant<'a> {
    pub plan: &'a Plan,
    pub measure: &'a MeasurePlan,
    pub block: &'a Block,
    pub screen: &'a Screen,
    /// The weights of the families of the block, or the one of all.
    pub weights: Weights<'a>,
}

/// How many families each family stands for.
#[derive(Clone, Copy)]
pub(super) enum Weights<'a> {
    Alike(Weight),
    Each(&'a [Weight]),
}

impl Weights<'_> {
    /// That of a family, by its place in the block.
    pub fn of(self, family: usize) -> Weight {
        match self {
            Self::Alike(weight) => weight,
            Self::Each(weights) => weights.get(family).copied().unwrap_or(Number::ONE),
        }
    }
}

impl Grant<'_> {
    /// Adds the grants of some lanes, 64 in a machine word, all of them sure or all to be confirmed.
    pub fn add(self, tallies: &mut BTreeMap<usize, Tally>, (lanes, is_sure): (&[u64], bool)) {
        if lanes.iter().all(|lanes| *lanes == 0) {
            return;
        }
        let tally = tallies.entry(self.measure.measure).or_default();
        tally.version = self.measure.version;
        let mut families = Vec::new();
        self.block.families_of(self.measure.scope, lanes, &mut families);
        match self.weights {
            Weights::Alike(weight) => self.add_alike(tally, (lanes, &families, is_sure), weight),
            Weights::Each(_) => self.add_each(tally, (lanes, &families, is_sure)),
        }
    }

    /// Counts grants whose families have one weight.
    fn add_alike(self, tally: &mut Tally, (lanes, families, is_sure): (&[u64], &[u64], bool), weight: Weight) {
        let count = |bits: &[u64]| bits.iter().map(|bits| bits.count_ones()).sum();
        tally.granted(is_sure).add((count(families), count(lanes)), weight);
        if let (Some(amount), Some(money)) = (&self.measure.amount, self.screen.money(self.plan, self.measure, lanes)) {
            tally.pay(amount.per, (money, money), weight);
        }
    }

    /// Counts grants one by one.
    fn add_each(self, tally: &mut Tally, (lanes, families, is_sure): (&[u64], &[u64], bool)) {
        self.block.each_lane(Scope::Family, families, |family, _| {
            tally.granted(is_sure).families.add(Number::ONE, self.weights.of(family));
        });
        self.block.each_lane(self.measure.scope, lanes, |family, lane| {
            let weight = self.weights.of(family);
            tally.granted(is_sure).outcomes.add(Number::ONE, weight);
            if let Some(amount) = &self.measure.amount
                && let Some(money) = self.screen.money_of(self.plan, amount, lane)
            {
                tally.pay(amount.per, (money, money), weight);
            }
        });
    }
}
