//! Families side by side: what was told of the facts that a plan reads, in columns.

use super::plan::{Input, InputKind, NO_CHOICE, Plan, Scope};
use crate::{
    family::{Family, Told, ToldValue},
    value::{Date, Number, Provenance},
};

/// Families that are assessed together. What they told is never debugged.
#[derive(Default)]
pub(super) struct Block {
    /// Where the members of each family begin; one more than the families.
    begins: Vec<usize>,
    /// The family of each member.
    pub homes: Vec<usize>,
    /// The place of each member in its family.
    pub sources: Vec<usize>,
    /// The facts, as the plan has them.
    pub columns: Vec<Column>,
    /// Whether something was told that does not count everywhere.
    pub has_claims: bool,
}

/// What was told of one fact.
#[derive(Default)]
pub(super) struct Column {
    /// It was told, and can be held.
    pub told: Vec<u64>,
    /// Nothing was told.
    pub silent: Vec<u64>,
    /// What was told does not count until it is confirmed.
    pub claims: Vec<u64>,
    /// The truths; of a number, that there is none.
    pub bits: Vec<u64>,
    /// The places of named values.
    pub choices: Vec<u8>,
    /// The numbers, in parts.
    pub numbers: Vec<i64>,
}

/// A value in the form of its column.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lane {
    Truth(bool),
    Choice(u8),
    Number(i64),
    /// There is no such thing.
    None,
    /// Something was told that no column can hold.
    Other,
}

impl Column {
    fn clear(&mut self) {
        for bits in [&mut self.told, &mut self.silent, &mut self.claims, &mut self.bits] {
            bits.clear();
        }
        self.choices.clear();
        self.numbers.clear();
    }

    /// Adds the value of a lane.
    #[inline]
    fn push(&mut self, place: usize, input: &Input, found: Option<(Lane, Provenance)>) {
        if place.is_multiple_of(64) {
            for bits in [&mut self.told, &mut self.silent, &mut self.claims, &mut self.bits] {
                bits.push(0);
            }
        }
        let (mut choice, mut number) = (NO_CHOICE, 0);
        match found {
            None => set(&mut self.silent, place),
            Some((lane, provenance)) => {
                let is_held = match (lane, input.kind) {
                    (Lane::Truth(truth), InputKind::Truth) => {
                        if truth {
                            set(&mut self.bits, place);
                        }
                        true
                    }
                    (Lane::Choice(found), InputKind::Choice) => {
                        choice = found;
                        true
                    }
                    (Lane::Number(found), InputKind::Number { .. }) => {
                        number = found;
                        true
                    }
                    (Lane::None, InputKind::Choice) => true,
                    (Lane::None, InputKind::Number { .. }) => {
                        set(&mut self.bits, place);
                        true
                    }
                    _ => false,
                };
                if is_held {
                    set(&mut self.told, place);
                }
                if !input.accepts.accepts(provenance) {
                    set(&mut self.claims, place);
                }
            }
        }
        match input.kind {
            InputKind::Truth => {}
            InputKind::Choice => self.choices.push(choice),
            InputKind::Number { .. } => self.numbers.push(number),
        }
    }
}

#[inline]
fn set(bits: &mut [u64], place: usize) {
    if let Some(word) = bits.get_mut(place / 64) {
        *word |= 1 << (place % 64);
    }
}

/// A told value in the form of its column.
fn lane(value: ToldValue, kind: InputKind) -> Lane {
    match (value, kind) {
        (ToldValue::None, _) => Lane::None,
        (ToldValue::Truth(truth), _) => Lane::Truth(truth),
        (ToldValue::Choice(place), _) if place < NO_CHOICE => Lane::Choice(place),
        (ToldValue::Date(date), _) => Lane::Number(date.day_number()),
        (ToldValue::Number(number), InputKind::Number { parts }) => {
            let whole = number.checked_mul(Number::from(parts)).and_then(Number::to_i64);
            whole.map_or(Lane::Other, Lane::Number)
        }
        _ => Lane::Other,
    }
}

impl Block {
    /// An empty block for a plan.
    pub fn new(plan: &Plan) -> Self {
        let columns = plan.inputs.iter().map(|_| Column::default()).collect();
        Self { begins: vec![0], columns, ..Self::default() }
    }

    /// Takes all families out.
    pub fn clear(&mut self) {
        self.begins.truncate(1);
        self.homes.clear();
        self.sources.clear();
        self.columns.iter_mut().for_each(Column::clear);
        self.has_claims = false;
    }

    /// How many families there are.
    pub fn families(&self) -> usize {
        self.begins.len().saturating_sub(1)
    }

    /// How many lanes a scope has.
    pub fn lanes(&self, scope: Scope) -> usize {
        match scope {
            Scope::Family => self.families(),
            Scope::Member => self.homes.len(),
        }
    }

    /// How many machine words a column of truths takes.
    pub fn words(&self, scope: Scope) -> usize {
        self.lanes(scope).div_ceil(64)
    }

    /// The lanes of the members of each family, the applicant first.
    pub fn members(&self) -> impl Iterator<Item = (usize, usize)> {
        self.begins.iter().copied().zip(self.begins.iter().skip(1).copied())
    }

    /// Adds a family with those of its members who are born on the day; the applicant comes first.
    pub fn push(&mut self, plan: &Plan, family: &Family, birth_slot: Option<usize>, on: Date) {
        let place = self.families();
        let applicant = family.applicant();
        let is_born = |member: usize| {
            let told = birth_slot.and_then(|slot| family.member(member)?.told(slot).value());
            !matches!(told, Some(ToldValue::Date(born)) if born > on)
        };
        let others = (0..family.members().len()).filter(|member| *member != applicant && is_born(*member));
        let first = self.homes.len();
        for member in std::iter::once(applicant).chain(others) {
            self.homes.push(place);
            self.sources.push(member);
        }
        self.begins.push(self.homes.len());
        let present = self.sources.get(first..).unwrap_or_default();
        for (input, column) in plan.inputs.iter().zip(&mut self.columns) {
            let mut add = |lane_place: usize, told: Told| {
                let found = told.value().map(|value| (lane(value, input.kind), told.provenance()));
                self.has_claims |= found.is_some_and(|(_, provenance)| !input.accepts.accepts(provenance));
                column.push(lane_place, input, found);
            };
            match input.scope {
                Scope::Family => add(place, family.told(input.slot)),
                Scope::Member => {
                    for (lane_place, member) in (first..).zip(present) {
                        let told = family.member(*member).map_or(Told::NOTHING, |member| member.told(input.slot));
                        add(lane_place, told);
                    }
                }
            }
        }
    }
}
