//! Counts what the plan grants of one measure in a block.

use std::collections::BTreeMap;

use super::{
    block::Block,
    plan::{MeasurePlan, Plan, Scope},
    screen::Screen,
    tally::{Tally, Weight},
    word::each_bit,
};
use crate::value::Number;

/// Grants of one measure, whose money is known.
#[derive(Clone, Copy)]
pub(super) struct Grant<'a> {
    pub plan: &'a Plan,
    pub measure: &'a MeasurePlan,
    pub block: &'a Block,
    pub screen: &'a Screen,
    pub weights: &'a [Weight],
    /// Whether all families have one weight.
    pub is_uniform: bool,
}

impl Grant<'_> {
    /// Adds the grants of some lanes, by machine word, all of them sure or all to be confirmed.
    pub fn add(self, tallies: &mut BTreeMap<usize, Tally>, (lanes, is_sure): (&[(usize, u64)], bool)) {
        if lanes.is_empty() {
            return;
        }
        let tally = tallies.entry(self.measure.measure).or_default();
        tally.version = self.measure.version;
        if self.is_uniform {
            let weight = self.weights.first().copied().unwrap_or(Number::ONE);
            self.add_alike(tally, (lanes, is_sure), weight);
            return;
        }
        for (family, own) in self.by_family(lanes) {
            let weight = self.weights.get(family).copied().unwrap_or(Number::ONE);
            self.add_alike(tally, (&own, is_sure), weight);
        }
    }

    /// Lanes parted by their family; the members of one lie side by side.
    fn by_family(self, lanes: &[(usize, u64)]) -> Vec<(usize, Vec<(usize, u64)>)> {
        let mut found: Vec<(usize, Vec<(usize, u64)>)> = Vec::new();
        for (word, granted) in lanes {
            each_bit(*granted, |bit| {
                let family = home(self.block, self.measure.scope, (*word, bit));
                let lane = (*word, 1 << (bit % 64));
                match found.last_mut() {
                    Some((last, own)) if *last == family => own.push(lane),
                    _ => found.push((family, vec![lane])),
                }
            });
        }
        found
    }

    /// Counts grants whose families have one weight.
    fn add_alike(self, tally: &mut Tally, (lanes, is_sure): (&[(usize, u64)], bool), weight: Weight) {
        let outcomes = lanes.iter().map(|(_, granted)| granted.count_ones()).sum();
        let families = match self.measure.scope {
            Scope::Family => outcomes,
            Scope::Member => {
                let (mut families, mut last) = (0_u32, None);
                for (word, granted) in lanes {
                    each_bit(*granted, |bit| {
                        let family = home(self.block, Scope::Member, (*word, bit));
                        families = families.saturating_add(u32::from(last.replace(family) != Some(family)));
                    });
                }
                families
            }
        };
        let heads = if is_sure { &mut tally.eligible } else { &mut tally.confirmed };
        heads.add((families, outcomes), weight);
        if let (Some(amount), Some(money)) = (&self.measure.amount, self.screen.money(self.plan, self.measure, lanes)) {
            tally.pay(amount.per, (money, money), weight);
        }
    }
}

/// The family of a lane, by machine word and bit.
pub(super) fn home(block: &Block, scope: Scope, (word, bit): (usize, usize)) -> usize {
    let lane = word.saturating_mul(64).saturating_add(bit);
    match scope {
        Scope::Family => lane,
        Scope::Member => block.homes.get(lane).copied().unwrap_or(0),
    }
}
