//! Families side by side: what was told of the facts that a plan reads, in columns.

use super::{
    columns::View,
    plan::{Input, InputKind, NO_CHOICE, Plan, Scope},
    seen::Seen,
    word::{bits_of, each_bit, first_lanes, put_bits},
};
use crate::{
    family::{Family, Row},
    value::Date,
};

/// Families that are assessed together. What they told is never debugged.
#[derive(Default)]
pub(super) struct Block {
    families: usize,
    members: usize,
    // INVARIANT: a rank is no longer than the one before it: families with more members come first.
    ranks: Vec<Rank>,
    /// The facts, as the plan has them.
    pub columns: Vec<Column>,
    /// Whether something was told that does not count everywhere.
    pub has_claims: bool,
    /// Of which inputs something is tried where nothing was told; of none where there are none.
    pub tried: Vec<Tried>,
}

/// The lanes of those who have the same place in their families: all applicants, then all second members, and so on. So
/// what is asked of a family's members is asked of 64 families at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rank {
    /// The lane of the first family's member.
    pub begin: usize,
    /// How many families have such a member: the first so many.
    pub len: usize,
}

impl Rank {
    /// The lanes of the members of up to 64 families, by their machine word; nothing where none has such a member.
    #[inline]
    pub fn lanes(self, word: usize) -> Option<(usize, usize)> {
        let first = word.saturating_mul(64);
        (first < self.len).then(|| {
            let count = self.len.saturating_sub(first).min(64);
            let begin = self.begin.saturating_add(first);
            (begin, begin.saturating_add(count))
        })
    }
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

    /// Takes lanes of which nothing was told.
    fn silence(&mut self, input: &Input, lanes: usize) {
        self.clear();
        let words = (0..lanes.div_ceil(64)).map(|word| first_lanes(lanes.saturating_sub(word.saturating_mul(64))));
        self.seen.extend(words.map(Seen::nothing));
        match input.kind {
            InputKind::Truth => {}
            InputKind::Choice { .. } => self.choices.resize(lanes, NO_CHOICE),
            InputKind::Number { .. } => self.numbers.resize(lanes, 0),
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
        let [told, silent, bits] = parts.map(|part| widened(part, copies));
        self.seen.push(Seen { told, silent, claims: 0, bits });
        if input.kind == InputKind::Truth {
            return;
        }
        for lane in 0..lanes {
            let is_untold = untold >> (lane % 64) & 1 == 1;
            let own = if is_untold { value } else { values.get(lane).copied().unwrap_or(0) };
            match input.kind {
                InputKind::Choice { .. } => self.choices.extend(std::iter::repeat_n(choice(own), copies)),
                _ => self.numbers.extend(std::iter::repeat_n(own, copies)),
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

/// Each lane so many times, side by side.
fn widened(lanes: u64, times: usize) -> u64 {
    let mut found = 0;
    each_bit(lanes, |lane| found |= first_lanes(times) << (lane.saturating_mul(times) % 64));
    found
}

impl Block {
    /// Takes families of so many members each, of whom nothing was told, instead of those that were there.
    // INVARIANT: the sizes fall, and none is zero.
    pub fn begin(&mut self, plan: &Plan, sizes: impl Iterator<Item = usize>) {
        self.settle(sizes);
        self.has_claims = false;
        self.columns.resize_with(plan.inputs.len(), Column::default);
        for (input, column) in plan.inputs.iter().zip(&mut self.columns) {
            let lanes = match input.scope {
                Scope::Family => self.families,
                Scope::Member => self.members,
            };
            column.silence(input, lanes);
        }
    }

    /// Gives families of so many members each their lanes.
    pub fn settle(&mut self, sizes: impl Iterator<Item = usize>) {
        self.ranks.clear();
        self.families = 0;
        for size in sizes {
            self.families = self.families.saturating_add(1);
            self.ranks.resize(size.max(self.ranks.len()), Rank { begin: 0, len: 0 });
            for rank in self.ranks.iter_mut().take(size) {
                rank.len = rank.len.saturating_add(1);
            }
        }
        self.members = 0;
        for rank in &mut self.ranks {
            rank.begin = self.members;
            self.members = self.members.saturating_add(rank.len);
        }
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

    /// The members by their places in their families, the applicants first.
    #[inline]
    pub fn ranks(&self) -> &[Rank] {
        &self.ranks
    }

    /// How many lanes a scope has.
    pub fn lanes(&self, scope: Scope) -> usize {
        match scope {
            Scope::Family => self.families,
            Scope::Member => self.members,
        }
    }

    /// How many machine words a column of truths takes.
    pub fn words(&self, scope: Scope) -> usize {
        self.lanes(scope).div_ceil(64)
    }

    /// The lane of a family, or of its member at a place.
    pub fn lane(&self, scope: Scope, family: usize, place: usize) -> usize {
        match scope {
            Scope::Family => family,
            Scope::Member => self.ranks.get(place).map_or(usize::MAX, |rank| rank.begin.saturating_add(family)),
        }
    }

    /// Calls with each of some lanes, after the family to which it belongs.
    pub fn each_lane(&self, scope: Scope, lanes: &[u64], mut each: impl FnMut(usize, usize)) {
        let whole = [Rank { begin: 0, len: self.families }];
        let ranks = if scope == Scope::Family { &whole } else { self.ranks.as_slice() };
        for rank in ranks {
            for (word, (begin, end)) in (0_usize..).map_while(|word| Some((word, rank.lanes(word)?))) {
                each_bit(bits_of(lanes, begin, end), |bit| {
                    each(word.saturating_mul(64).saturating_add(bit), begin.saturating_add(bit));
                });
            }
        }
    }

    /// The families to which some lanes belong, a bit each.
    pub fn families_of(&self, scope: Scope, lanes: &[u64], families: &mut Vec<u64>) {
        families.clear();
        if scope == Scope::Family {
            families.extend(lanes);
            return;
        }
        families.resize(self.words(Scope::Family), 0);
        for rank in &self.ranks {
            for (word, families) in families.iter_mut().enumerate() {
                let Some((begin, end)) = rank.lanes(word) else { break };
                *families |= bits_of(lanes, begin, end);
            }
        }
    }

    /// The lanes that belong to some families, a bit each.
    pub fn lanes_within(&self, scope: Scope, families: &[u64], lanes: &mut Vec<u64>) {
        lanes.clear();
        if scope == Scope::Family {
            lanes.extend(families);
            return;
        }
        lanes.resize(self.words(Scope::Member), 0);
        for rank in &self.ranks {
            for (word, families) in families.iter().enumerate() {
                let Some((begin, end)) = rank.lanes(word) else { break };
                put_bits(lanes, begin, families & first_lanes(end.saturating_sub(begin)));
            }
        }
    }

    /// Puts what was told of a lane.
    #[inline]
    pub fn tell(&mut self, plan: &Plan, (scope, lane): (Scope, usize), row: &Row) {
        let (columns, has_claims) = (&mut self.columns, &mut self.has_claims);
        plan.slots.each(scope, row, |input, entry| {
            if let (Some(input), Some(column)) = (plan.inputs.get(input), columns.get_mut(input)) {
                let told = input.told(entry);
                *has_claims |= told.0.claims != 0;
                column.put(lane, told);
            }
        });
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_one_place_lie_side_by_side() {
        let mut block = Block::default();
        block.settle([3, 2, 2, 1].into_iter());
        let ranks = [(0, 4), (4, 3), (7, 1)].map(|(begin, len)| Rank { begin, len });
        assert_eq!((block.ranks(), block.lanes(Scope::Member)), (ranks.as_slice(), 8));
        assert_eq!((block.lane(Scope::Member, 2, 1), block.lane(Scope::Family, 2, 0)), (6, 2));
        let (mut families, mut lanes) = (Vec::new(), Vec::new());
        block.families_of(Scope::Member, &[0b1010_0010], &mut families);
        assert_eq!(families, [0b0011]);
        block.lanes_within(Scope::Member, &[0b1001], &mut lanes);
        assert_eq!(lanes, [0b1001_1001]);
    }

    #[test]
    fn ranks_lie_across_machine_words() {
        let mut block = Block::default();
        block.settle(std::iter::repeat_n(2, 70));
        assert_eq!(block.ranks()[1].lanes(0), Some((70, 134)));
        assert_eq!(block.ranks()[1].lanes(1), Some((134, 140)));
        assert_eq!(block.ranks()[1].lanes(2), None);
        let (mut families, mut lanes) = (Vec::new(), Vec::new());
        block.lanes_within(Scope::Member, &[1 << 63, 0b10_0001], &mut lanes);
        // The applicants of families 63, 64 and 69, and their second members.
        assert_eq!(lanes, [1 << 63, 0b10_0001, 1 << (133 - 128) | 1 << (134 - 128) | 1 << (139 - 128)]);
        block.families_of(Scope::Member, &lanes, &mut families);
        assert_eq!(families, [1 << 63, 0b10_0001]);
        assert_eq!(widened(0b101, 3), 0b1_1100_0111);
    }
}
