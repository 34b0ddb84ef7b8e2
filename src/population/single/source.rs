//! What one family told, as the inputs of a plan hold it.

use super::super::{
    block::present,
    columns::View,
    plan::{Plan, Read, Scope},
    seen::Seen,
    word::{self, Word, first_lanes, lanes_where},
};
use crate::{
    family::{Family, Row},
    value::Date,
};

/// What one family told of the facts of a plan.
#[derive(Default)]
pub(in super::super) struct Source {
    /// The places in the family of its members who are born; the applicant comes first.
    pub members: Vec<usize>,
    /// What is known of each input, a bit for each lane.
    seen: Vec<Seen>,
    /// Numbers in parts and places of named values: of each input as many as members.
    values: Vec<i64>,
    /// Whether something was told that does not count everywhere.
    pub has_claims: bool,
}

impl Source {
    /// Takes what a family told instead of the one before.
    pub fn take(&mut self, plan: &Plan, family: &Family, (birth_slot, on): (Option<usize>, Date)) {
        self.members.clear();
        present(family, birth_slot, on).for_each(|member| self.members.push(member));
        self.seen.clear();
        self.values.clear();
        for input in &plan.inputs {
            let there = if input.scope == Scope::Family { 1 } else { self.there() };
            self.seen.push(Seen::nothing(there));
            self.values.resize(self.values.len().saturating_add(self.members.len()), input.nothing());
        }
        self.has_claims = false;
        self.tell(plan, Scope::Family, (0, family.row()));
        for lane in 0..self.members.len() {
            if let Some(member) = self.members.get(lane).and_then(|place| family.member(*place)) {
                self.tell(plan, Scope::Member, (lane, member.row()));
            }
        }
    }

    /// Takes what was told of one lane.
    #[inline]
    fn tell(&mut self, plan: &Plan, scope: Scope, (lane, row): (usize, &Row)) {
        plan.slots.each(scope, row, |place, entry| {
            let Some(input) = plan.inputs.get(place) else { return };
            let (seen, value) = input.told(entry);
            self.has_claims |= seen.claims != 0;
            if let Some(word) = self.seen.get_mut(place) {
                word.put(seen, lane);
            }
            let place = place.wrapping_mul(self.members.len()).wrapping_add(lane);
            if let Some(number) = self.values.get_mut(place) {
                *number = value;
            }
        });
    }

    /// How many lanes a scope has.
    #[inline]
    pub fn lanes(&self, scope: Scope) -> usize {
        match scope {
            Scope::Family => 1,
            Scope::Member => self.members.len(),
        }
    }

    /// A bit for each member.
    #[inline]
    pub fn there(&self) -> u64 {
        first_lanes(self.members.len())
    }

    /// What is known of an input.
    #[inline]
    pub fn seen(&self, input: usize) -> Seen {
        self.seen.get(input).copied().unwrap_or_default()
    }

    /// The truths that are read of an input, as they count in a view; something else stands where nothing was told.
    #[inline]
    pub fn truths(&self, read: Read, view: View, silent: Word) -> Word {
        let seen = self.seen(read.input());
        let bits = match read {
            Read::Truth(_) => seen.bits,
            Read::OneOf(input, mask) => lanes_where(self.values(input).iter(), |choice| mask >> (choice & 63) & 1 == 1),
        };
        word::told(bits, seen.counts(view), silent)
    }

    /// The numbers of an input, or the places of its named values.
    #[inline]
    pub fn values(&self, input: usize) -> &[i64] {
        let (begin, size) = (input.saturating_mul(self.members.len()), self.members.len());
        self.values.get(begin..begin.saturating_add(size)).unwrap_or_default()
    }
}
