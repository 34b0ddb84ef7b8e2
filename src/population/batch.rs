//! Families that go into a block together.

use std::borrow::Cow;

use super::{
    block::{Block, present},
    grant::Weights,
    plan::{Plan, Scope},
    screener::Folded,
    tally::Weight,
};
use crate::{family::Family, value::Number};

/// So many families are assessed together.
pub(super) const BLOCK: usize = 512;

/// Families in the order of their block: those with more members come first.
pub(super) trait Batch {
    /// How many there are.
    fn len(&self) -> usize;

    /// Puts what they told into a block, which holds them alone.
    fn fill(&self, plan: &Plan, block: &mut Block);

    /// One of them by its place in the block; nothing where it has none there.
    fn family(&self, place: usize) -> Option<Cow<'_, Family>>;

    /// How many families they stand for, by their places in the block.
    fn weights(&self) -> Weights<'_>;
}

/// Families that wait for their block to be full.
#[derive(Default)]
pub(super) struct Waiting {
    /// In the order of arrival, and once the batch is arranged in that of their block.
    families: Vec<Waiter>,
    /// The places of their members who are born, the applicant first; of one family after another, as they arrived.
    members: Vec<usize>,
    /// Of the families as they are arranged.
    weights: Vec<Weight>,
}

struct Waiter {
    family: Family,
    weight: Weight,
    /// Where its members begin, and how many they are.
    members: (usize, usize),
}

impl Waiting {
    /// Adds a family that counts as so many.
    pub fn add(&mut self, folded: &Folded, family: Family, weight: Weight) {
        let begin = self.members.len();
        self.members.extend(present(&family, folded.birth_slot(), folded.on()));
        let members = (begin, self.members.len().saturating_sub(begin));
        self.families.push(Waiter { family, weight, members });
    }

    /// Brings the families into the order of their block.
    pub fn arrange(&mut self) {
        self.families.sort_by_key(|waiter| std::cmp::Reverse(waiter.members.1));
        self.weights.clear();
        self.weights.extend(self.families.iter().map(|waiter| waiter.weight));
        if let Some(first) = self.weights.first().copied()
            && self.weights.iter().all(|weight| *weight == first)
        {
            self.weights.truncate(1);
        }
    }

    /// Takes all of them out.
    pub fn clear(&mut self) {
        self.families.clear();
        self.members.clear();
    }
}

impl Batch for Waiting {
    fn len(&self) -> usize {
        self.families.len()
    }

    fn fill(&self, plan: &Plan, block: &mut Block) {
        block.begin(plan, self.families.iter().map(|waiter| waiter.members.1));
        for (place, Waiter { family, members: (begin, count), .. }) in self.families.iter().enumerate() {
            block.tell(plan, (Scope::Family, place), family.row());
            let members = self.members.iter().skip(*begin).take(*count);
            for (rank, member) in members.enumerate().filter_map(|(rank, place)| Some((rank, family.member(*place)?))) {
                let lane = block.lane(Scope::Member, place, rank);
                block.tell(plan, (Scope::Member, lane), member.row());
            }
        }
    }

    fn family(&self, place: usize) -> Option<Cow<'_, Family>> {
        self.families.get(place).map(|waiter| Cow::Borrowed(&waiter.family))
    }

    fn weights(&self) -> Weights<'_> {
        match self.weights.as_slice() {
            [] => Weights::Alike(Number::ONE),
            [weight] => Weights::Alike(*weight),
            weights => Weights::Each(weights),
        }
    }
}
