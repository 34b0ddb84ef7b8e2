//! What was told of a fact in up to 64 lanes, a bit each.

use super::{
    columns::View,
    plan::{Input, InputKind, NO_CHOICE, Scope},
};
use crate::family::{Entry, Plain, PlainForm, Row};

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
    /// Nothing was told of these lanes.
    #[inline]
    pub fn nothing(lanes: u64) -> Self {
        Self { silent: lanes, ..Self::default() }
    }

    /// Puts what was told of one lane, which stands in the lowest bit, at a place of which nothing was told.
    #[inline]
    pub fn put(&mut self, lane: Self, place: usize) {
        self.silent &= !(1 << (place % 64));
        self.told |= lane.told << (place % 64);
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
    /// What stands for a number, or for the place of a named value, where there is none.
    #[inline]
    pub fn nothing(&self) -> i64 {
        if matches!(self.kind, InputKind::Choice { .. }) { NO_CHOICE.into() } else { 0 }
    }

    /// What was told of one lane, in the lowest bit, and its number in parts or the place of its named value.
    #[inline]
    pub fn told(&self, entry: &Entry) -> (Seen, i64) {
        let parts = match self.kind {
            InputKind::Number { parts, .. } => parts,
            InputKind::Choice { .. } | InputKind::Truth => 1,
        };
        let Plain { form, provenance, number } = entry.plain(parts);
        // What no column can hold is neither told nor untold.
        let (is_held, bits, number) = match (form, self.kind) {
            (PlainForm::None, InputKind::Choice { .. }) => (true, 0, self.nothing()),
            (PlainForm::None, InputKind::Number { .. }) => (true, 1, self.nothing()),
            (PlainForm::Truth, InputKind::Truth) => (true, u64::from(number == 1), 0),
            (PlainForm::Choice, InputKind::Choice { .. }) if number < i64::from(NO_CHOICE) => (true, 0, number),
            (PlainForm::Whole, InputKind::Number { .. }) => (true, 0, number),
            _ => (false, 0, self.nothing()),
        };
        let claims = u64::from(!self.accepts.accepts(provenance));
        (Seen { told: u64::from(is_held), silent: 0, claims, bits }, number)
    }
}

/// Which input of a plan keeps the fact of a slot, for each scope.
#[derive(Debug, Default)]
pub(super) struct InputSlots([Vec<Option<u32>>; 2]);

impl InputSlots {
    /// Those of a plan.
    pub fn of(inputs: &[Input]) -> Self {
        let mut slots = Self::default();
        for (input, place) in inputs.iter().zip(0_u32..) {
            let Some(own) = slots.0.get_mut(input.scope.place()) else { continue };
            if own.len() <= input.slot {
                own.resize(input.slot.saturating_add(1), None);
            }
            if let Some(slot) = own.get_mut(input.slot) {
                *slot = Some(place);
            }
        }
        slots
    }

    /// Calls with the place of each input of which something was told, and that.
    #[inline]
    pub fn each(&self, scope: Scope, row: &Row, mut each: impl FnMut(usize, &Entry)) {
        let [family, member] = &self.0;
        let own = if scope == Scope::Family { family } else { member };
        row.each(|entry| {
            if let Some(Some(input)) = own.get(entry.slot()) {
                each(usize::try_from(*input).unwrap_or(usize::MAX), entry);
            }
        });
    }
}
