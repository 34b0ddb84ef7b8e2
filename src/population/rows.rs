//! Families of a table that go into a block together.

use std::borrow::Cow;

use super::{
    batch::Batch,
    block::{Block, Column},
    grant::Weights,
    plan::{Input, NO_CHOICE, Plan, Scope},
    screener::Folded,
    seen::Seen,
    tally::Weight,
    word::{first_lanes, packed},
};
use crate::{
    check::Entity,
    family::{Cells, Family, FamilyTable, MOST_MEMBERS, TableColumn},
    value::Number,
};

/// Rows of a table in the order of their block, and the rows of their members; reused for one batch after another.
#[derive(Default)]
pub(super) struct Order {
    /// The families as they are asked for: where their members begin, and how many they are.
    asked: Vec<(usize, usize)>,
    /// Only where somebody is not born yet: the members who are, one family after another.
    born: Vec<usize>,
    families: Vec<usize>,
    // INVARIANT: they fall.
    sizes: Vec<usize>,
    /// Where the members of each family begin.
    begins: Vec<usize>,
    /// The row of each lane of members.
    members: Vec<usize>,
    weights: Vec<Weight>,
}

impl Order {
    /// Takes families of a table.
    pub fn take(&mut self, table: &FamilyTable<'_>, folded: &Folded, rows: &[usize]) {
        let births = folded.birth_slot().and_then(|slot| table.column(Entity::Member, slot));
        let births = births.filter(|births| births.has_after(folded.on()));
        self.born.clear();
        self.asked.clear();
        for row in rows {
            let (begin, end) = table.members(*row).unwrap_or_default();
            let Some(births) = births else {
                self.asked.push((begin, end.saturating_sub(begin)));
                continue;
            };
            let first = self.born.len();
            // Who applies is there in any case.
            let is_there = |member: &usize| *member == begin || !births.is_after(*member, folded.on());
            self.born.extend((begin..end).filter(is_there));
            self.asked.push((first, self.born.len().saturating_sub(first)));
        }
        self.arrange(rows);
        self.give_lanes(births.is_some());
        self.weights.clear();
        if !table.is_unweighted() {
            self.weights.extend(self.families.iter().map(|family| table.weight(*family).number()));
        }
    }

    /// Brings the families with more members first: each has its place after all that are larger.
    fn arrange(&mut self, rows: &[usize]) {
        let mut places = [0_usize; MOST_MEMBERS + 1];
        for (_, size) in &self.asked {
            if let Some(count) = places.get_mut(*size) {
                *count = count.saturating_add(1);
            }
        }
        let mut larger = 0_usize;
        for place in places.iter_mut().rev() {
            larger = larger.saturating_add(std::mem::replace(place, larger));
        }
        for list in [&mut self.families, &mut self.sizes, &mut self.begins] {
            list.clear();
            list.resize(rows.len(), 0);
        }
        for (row, (begin, size)) in rows.iter().zip(&self.asked) {
            let Some(place) = places.get_mut(*size) else { continue };
            for (list, own) in [(&mut self.families, row), (&mut self.sizes, size), (&mut self.begins, begin)] {
                if let Some(found) = list.get_mut(*place) {
                    *found = *own;
                }
            }
            *place = place.saturating_add(1);
        }
    }

    /// Gives the members their lanes.
    fn give_lanes(&mut self, is_by_birth: bool) {
        self.members.clear();
        let mut there = self.sizes.len();
        for rank in 0..self.sizes.first().copied().unwrap_or(0) {
            while there > 0 && self.sizes.get(there.saturating_sub(1)).is_some_and(|size| *size <= rank) {
                there = there.saturating_sub(1);
            }
            let rows = self.begins.iter().take(there).map(|begin| begin.saturating_add(rank));
            if is_by_birth {
                self.members.extend(rows.filter_map(|row| self.born.get(row)));
            } else {
                self.members.extend(rows);
            }
        }
    }
}

/// Some families of a table.
pub(super) struct Rows<'t> {
    pub table: &'t FamilyTable<'t>,
    pub order: &'t Order,
}

impl Batch for Rows<'_> {
    fn len(&self) -> usize {
        self.order.families.len()
    }

    fn fill(&self, plan: &Plan, block: &mut Block) {
        block.begin(plan, self.order.sizes.iter().copied());
        for (input, own) in plan.inputs.iter().zip(&mut block.columns) {
            let (entity, rows) = match input.scope {
                Scope::Family => (Entity::Family, &self.order.families),
                Scope::Member => (Entity::Member, &self.order.members),
            };
            if let Some(column) = self.table.column(entity, input.slot) {
                block.has_claims |= own.gather(input, column, rows);
            }
        }
    }

    fn family(&self, place: usize) -> Option<Cow<'_, Family>> {
        self.table.family(*self.order.families.get(place)?).map(Cow::Owned)
    }

    fn weights(&self) -> Weights<'_> {
        if self.order.weights.is_empty() { Weights::Alike(Number::ONE) } else { Weights::Each(&self.order.weights) }
    }
}

impl Column {
    /// Takes the values of some rows; whether some of it are claims.
    fn gather(&mut self, input: &Input, column: &TableColumn<'_>, rows: &[usize]) -> bool {
        let TableColumn { cells, told, none, provenance, .. } = column;
        let is_claim = !input.accepts.accepts(*provenance);
        let mut has_claims = false;
        for (seen, rows) in self.seen.iter_mut().zip(rows.chunks(64)) {
            let there = first_lanes(rows.len());
            let told = told.map_or(there, |told| marked(told, rows));
            let none = none.map_or(0, |none| marked(none, rows)) & told;
            let truths = match cells {
                Cells::Truths(values) => marked(values, rows) & told,
                Cells::Numbers(..) | Cells::Dates(..) => none,
                Cells::Choices(..) | Cells::Members(_) => 0,
            };
            let claims = if is_claim { told } else { 0 };
            has_claims |= claims != 0;
            *seen = Seen { told, silent: there & !told, claims, bits: truths };
        }
        match cells {
            Cells::Truths(_) | Cells::Members(_) => {}
            Cells::Numbers(values, _) => {
                fill(&mut self.numbers, rows, |row| values.get(row).copied().unwrap_or(0));
            }
            Cells::Dates(values, _) => {
                fill(&mut self.numbers, rows, |row| values.get(row).map_or(0, |date| date.day_number()));
            }
            Cells::Choices(values, places) => {
                let is_none = |row: usize| none.is_some_and(|none| none.get(row) == Some(&true));
                let place = |row: usize| places.get(usize::from(*values.get(row)?)).copied();
                fill(&mut self.choices, rows, |row| place(row).filter(|_| !is_none(row)).unwrap_or(NO_CHOICE));
            }
        }
        has_claims
    }
}

/// A bit for each of up to 64 rows that is marked.
#[inline]
fn marked(marks: &[bool], rows: &[usize]) -> u64 {
    let mut bytes = [0; 64];
    fill(&mut bytes, rows, |row| u8::from(marks.get(row).copied().unwrap_or(false)));
    packed(&bytes)
}

#[inline]
fn fill<T>(lanes: &mut [T], rows: &[usize], value: impl Fn(usize) -> T) {
    lanes.iter_mut().zip(rows).for_each(|(lane, row)| *lane = value(*row));
}
