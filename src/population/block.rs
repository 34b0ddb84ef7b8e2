//! Families side by side: what was told of the facts that a plan reads, in columns.

use super::{
    columns::View,
    plan::{Input, InputKind, NO_CHOICE, Plan, Scope},
    seen::Seen,
    word::first_lanes,
};
use crate::{
    family::{Family, Row},
    value::Date,
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
    /// Of which inputs something is tried where nothing was told; of none where there are none.
    pub tried: Vec<Tried>,
}

/// Whether something is tried of an input of which nothing was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tried {
    /// Only where no presumption counts against it: in what is accepted.
    Accepted,
    /// In every view.
    Everywhere,
}

/// What was told of one fact.
#[derive(Default)]
pub(super) struct Column {
    /// What is known, 64 lanes each.
    pub seen: Vec<Seen>,
    /// The places of named values.
    pub choices: Vec<u8>,
    /// The numbers, in parts.
    pub numbers: Vec<i64>,
}

impl Column {
    fn clear(&mut self) {
        self.seen.clear();
        self.choices.clear();
        self.numbers.clear();
    }

    /// Adds lanes of which nothing was told.
    #[inline]
    fn grow(&mut self, input: &Input, (first, end): (usize, usize)) {
        for place in first..end {
            if place.is_multiple_of(64) {
                self.seen.push(Seen::default());
            }
            if let Some(word) = self.seen.last_mut() {
                word.silent |= 1 << (place % 64);
            }
        }
        match input.kind {
            InputKind::Truth => {}
            InputKind::Choice { .. } => self.choices.resize(end, NO_CHOICE),
            InputKind::Number { .. } => self.numbers.resize(end, 0),
        }
    }

    /// Takes copies of one family instead of what was there, with a value for what was not told; all of them lie in one
    /// machine word.
    pub fn repeat(
        &mut self,
        input: &Input,
        (lanes, copies): (usize, usize),
        (seen, values): (Seen, &[i64]),
        (bit, value): (bool, i64),
    ) {
        self.clear();
        let untold = !seen.told;
        let bits = seen.bits & seen.told | if bit { untold } else { 0 };
        let parts = [seen.told, seen.silent & untold, bits].map(|part| part & first_lanes(lanes));
        let [told, silent, bits] = parts.map(|part| repeated(part, (lanes, copies)));
        self.seen.push(Seen { told, silent, claims: 0, bits });
        if input.kind == InputKind::Truth {
            return;
        }
        let of =
            |lane: usize| if untold >> (lane % 64) & 1 == 1 { value } else { values.get(lane).copied().unwrap_or(0) };
        for _ in 0..copies {
            match input.kind {
                InputKind::Choice { .. } => self.choices.extend((0..lanes).map(|lane| choice(of(lane)))),
                _ => self.numbers.extend((0..lanes).map(of)),
            }
        }
    }

    /// Puts another value of a lane; whether it was told stays.
    pub fn attempt(&mut self, place: usize, (bit, value): (bool, i64)) {
        if let Some(word) = self.seen.get_mut(place / 64) {
            word.bits = word.bits & !(1 << (place % 64)) | u64::from(bit) << (place % 64);
        }
        self.hold(place, value);
    }

    /// Puts what was told of a lane.
    #[inline]
    fn put(&mut self, place: usize, (seen, value): (Seen, i64)) {
        if let Some(word) = self.seen.get_mut(place / 64) {
            word.put(seen, place);
        }
        self.hold(place, value);
    }

    /// Puts the value of a lane; a column has numbers, named values, or neither.
    #[inline]
    fn hold(&mut self, place: usize, value: i64) {
        if let Some(number) = self.numbers.get_mut(place) {
            *number = value;
        } else if let Some(own) = self.choices.get_mut(place) {
            *own = choice(value);
        }
    }
}

/// The place of a named value.
#[inline]
fn choice(value: i64) -> u8 {
    u8::try_from(value).unwrap_or(NO_CHOICE)
}

/// So many lanes side by side, so many times.
fn repeated(lanes: u64, (width, times): (usize, usize)) -> u64 {
    (0..times).fold(0, |all, time| all | lanes << (time.saturating_mul(width) % 64))
}

impl Block {
    /// An empty block for a plan.
    pub fn new(plan: &Plan) -> Self {
        let columns = plan.inputs.iter().map(|_| Column::default()).collect();
        Self { begins: vec![0], columns, ..Self::default() }
    }

    /// Takes all families out.
    pub fn clear(&mut self) {
        self.begins.clear();
        self.begins.push(0);
        self.homes.clear();
        self.sources.clear();
        self.columns.iter_mut().for_each(Column::clear);
        self.has_claims = false;
    }

    /// Whether something is tried of an input of which nothing was told.
    #[inline]
    pub fn tries(&self, input: usize, view: View) -> bool {
        match self.tried.get(input) {
            None => false,
            Some(Tried::Everywhere) => true,
            Some(Tried::Accepted) => view == View::Accepted,
        }
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

    /// Adds the members of a family, by their places in it.
    pub fn join(&mut self, family: usize, members: impl Iterator<Item = usize>) {
        for member in members {
            self.homes.push(family);
            self.sources.push(member);
        }
        self.begins.push(self.homes.len());
    }

    /// How many members the first family has.
    pub fn first_members(&self) -> usize {
        self.begins.get(1).copied().unwrap_or(0)
    }

    /// Adds a family with those of its members who are born on the day; the applicant comes first.
    pub fn push(&mut self, plan: &Plan, family: &Family, birth_slot: Option<usize>, on: Date) {
        let place = self.families();
        let first = self.homes.len();
        self.join(place, present(family, birth_slot, on));
        for (input, column) in plan.inputs.iter().zip(&mut self.columns) {
            column.grow(
                input,
                match input.scope {
                    Scope::Family => (place, place.saturating_add(1)),
                    Scope::Member => (first, self.homes.len()),
                },
            );
        }
        let (columns, has_claims) = (&mut self.columns, &mut self.has_claims);
        let mut add = |scope: Scope, lane: usize, row: &Row| {
            plan.slots.each(scope, row, |input, entry| {
                if let (Some(input), Some(column)) = (plan.inputs.get(input), columns.get_mut(input)) {
                    let told = input.told(entry);
                    *has_claims |= told.0.claims != 0;
                    column.put(lane, told);
                }
            });
        };
        add(Scope::Family, place, family.row());
        let present = self.sources.get(first..).unwrap_or_default();
        let members = present.iter().filter_map(|member| family.member(*member));
        (first..).zip(members).for_each(|(lane, member)| add(Scope::Member, lane, member.row()));
    }
}

/// The members who are born on a day, by place; the applicant comes first.
pub(super) fn present(family: &Family, birth_slot: Option<usize>, on: Date) -> impl Iterator<Item = usize> {
    let applicant = family.applicant();
    let on = on.day_number();
    let is_born = move |member: usize| {
        let born = birth_slot.and_then(|slot| family.member(member)?.row().day(slot));
        born.is_none_or(|born| born <= on)
    };
    let others = (0..family.members().len()).filter(move |member| *member != applicant && is_born(*member));
    std::iter::once(applicant).chain(others)
}
