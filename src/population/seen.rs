//! What was told of a fact in up to 64 lanes, a bit each.

use super::{
    columns::View,
    plan::{Input, InputKind, NO_CHOICE},
};
use crate::family::{Told, ToldValue};

/// What is known of a fact in up to 64 lanes.
#[derive(Clone, Copy, Default)]
pub(super) struct Seen {
    /// It was told, and can be held.
    pub told: u64,
    /// Nothing was told.
    pub silent: u64,
    /// What was told does not count until it is confirmed.
    pub claims: u64,
    /// The truths; of a number, that there is none.
    pub bits: u64,
}

impl Seen {
    /// Puts what is known of one lane, which stands in the lowest bit, at a place.
    #[inline]
    pub fn put(&mut self, lane: Self, place: usize) {
        self.told |= lane.told << (place % 64);
        self.silent |= lane.silent << (place % 64);
        self.claims |= lane.claims << (place % 64);
        self.bits |= lane.bits << (place % 64);
    }

    /// What counts in a view: what is known, and of what nothing was told.
    #[inline]
    pub fn counts(self, view: View) -> (u64, u64) {
        let claims = if view == View::Accepted { self.claims } else { 0 };
        (self.told & !claims, self.silent)
    }
}

impl Input {
    /// What was told of one lane, in the lowest bit, and its number in parts or the place of its named value.
    #[inline]
    pub fn entry(&self, told: Told) -> (Seen, i64) {
        let nothing = if self.kind == InputKind::Choice { NO_CHOICE.into() } else { 0 };
        let Some(value) = told.value() else {
            return (Seen { silent: 1, ..Seen::default() }, nothing);
        };
        // What no column can hold is neither told nor untold.
        let (is_held, bits, number) = match (value, self.kind) {
            (ToldValue::None, InputKind::Choice) => (true, 0, nothing),
            (ToldValue::None, InputKind::Number { .. }) => (true, 1, nothing),
            (ToldValue::Truth(truth), InputKind::Truth) => (true, u64::from(truth), nothing),
            (ToldValue::Choice(place), InputKind::Choice) if place < NO_CHOICE => (true, 0, place.into()),
            (ToldValue::Date(date), InputKind::Number { .. }) => (true, 0, date.day_number()),
            (ToldValue::Number(number), InputKind::Number { parts }) => {
                number.in_parts(parts).map_or((false, 0, nothing), |number| (true, 0, number))
            }
            _ => (false, 0, nothing),
        };
        let claims = u64::from(!self.accepts.accepts(told.provenance()));
        (Seen { told: u64::from(is_held), silent: 0, claims, bits }, number)
    }
}
