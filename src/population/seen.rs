//! What was told of a fact in up to 64 lanes, a bit each.

use super::{
    columns::View,
    plan::{Input, InputKind, NO_CHOICE},
};
use crate::family::{Plain, PlainForm, Row};

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
    pub fn entry(&self, row: &Row) -> (Seen, i64) {
        let (parts, nothing) = match self.kind {
            InputKind::Number { parts } => (parts, 0),
            InputKind::Choice => (1, NO_CHOICE.into()),
            InputKind::Truth => (1, 0),
        };
        let Plain { form, provenance, number } = row.plain(self.slot, parts);
        // What no column can hold is neither told nor untold.
        let (is_held, bits, number) = match (form, self.kind) {
            (PlainForm::Nothing, _) => return (Seen { silent: 1, ..Seen::default() }, nothing),
            (PlainForm::None, InputKind::Choice) => (true, 0, nothing),
            (PlainForm::None, InputKind::Number { .. }) => (true, 1, nothing),
            (PlainForm::Truth, InputKind::Truth) => (true, u64::from(number == 1), nothing),
            (PlainForm::Choice, InputKind::Choice) if number < i64::from(NO_CHOICE) => (true, 0, number),
            (PlainForm::Whole, InputKind::Number { .. }) => (true, 0, number),
            _ => (false, 0, nothing),
        };
        let claims = u64::from(!self.accepts.accepts(provenance));
        (Seen { told: u64::from(is_held), silent: 0, claims, bits }, number)
    }
}
