//! Families as columns: the values of a fact side by side, as surveys and registers keep them.

mod build;
mod check;
mod column;

use std::{fmt, sync::Arc};

pub use build::{FamilyTableBuilder, InvalidTable};
pub use column::{Cells, FactColumn, TableColumn};

use super::{
    lists::Lists,
    model::{Body, Family, MemberTold},
    row::Row,
};
use crate::{
    value::{Territory, Weight},
    vocabulary::{Entity, SharedVocabulary},
};

/// Many families as columns, checked and ready to be counted: a value of each fact for every family or for every member,
/// side by side. It borrows the values, and nothing is copied.
///
/// It is made by [`RuleSet::table`](crate::RuleSet::table), which has an example. The members of a family lie side by side,
/// the one who applies first; record lists are not told. A table says the same as its families would, read one by one: what
/// is exactly known goes from its columns through the rules, and only a family of which something stays open is put together.
pub struct FamilyTable<'a> {
    vocabulary: SharedVocabulary,
    /// Where the members of each family begin; one more than the families.
    begins: Vec<usize>,
    territories: Vec<Territory>,
    /// Which of them each family lives in; the first, where there are none.
    homes: &'a [u32],
    weights: &'a [Weight],
    /// What is told of families, and of members.
    facts: [Vec<TableColumn<'a>>; 2],
}

/// Counts only: a table holds what families told.
impl fmt::Debug for FamilyTable<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("FamilyTable").field("families", &self.len()).finish_non_exhaustive()
    }
}

impl<'a> FamilyTable<'a> {
    /// How many families there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.begins.len().saturating_sub(1)
    }

    /// Whether there is no family.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A family, from 0 on; nothing where there is none. Its members are called by their places, from `1` on.
    #[must_use]
    pub fn family(&self, family: usize) -> Option<Family> {
        let (begin, end) = self.members(family)?;
        let body = Body {
            facts: self.row(Entity::Family, family),
            members: (begin..end)
                .zip(1_usize..)
                .map(|(member, place)| MemberTold {
                    id: place.to_string().as_str().into(),
                    facts: self.row(Entity::Member, member),
                    lists: Lists::default(),
                })
                .collect(),
            lists: Lists::default(),
        };
        Some(Family {
            vocabulary: self.vocabulary.clone(),
            territory: self.territories.get(self.home(family)).cloned().unwrap_or_else(Territory::country),
            body: Arc::new(body),
            applicant: 0,
        })
    }

    /// All families, each with how many it stands for.
    pub(crate) fn families(&self) -> impl Iterator<Item = (Family, Weight)> {
        (0..self.len()).filter_map(|family| Some((self.family(family)?, self.weight(family))))
    }

    /// How many families one stands for.
    #[must_use]
    pub fn weight(&self, family: usize) -> Weight {
        self.weights.get(family).copied().unwrap_or(Weight::ONE)
    }

    /// Whether every family stands for itself.
    pub(crate) fn is_unweighted(&self) -> bool {
        self.weights.is_empty()
    }

    /// The vocabulary whose facts it has.
    pub(crate) fn vocabulary(&self) -> &SharedVocabulary {
        &self.vocabulary
    }

    /// Where families live.
    pub(crate) fn territories(&self) -> &[Territory] {
        &self.territories
    }

    /// The place of the territory of a family.
    #[inline]
    pub(crate) fn home(&self, family: usize) -> usize {
        self.homes.get(family).and_then(|home| usize::try_from(*home).ok()).unwrap_or(0)
    }

    /// The members of a family, by their places in columns; the applicant first.
    #[inline]
    pub(crate) fn members(&self, family: usize) -> Option<(usize, usize)> {
        self.begins.get(family).copied().zip(self.begins.get(family.saturating_add(1)).copied())
    }

    /// What is told of the fact at a slot.
    pub(crate) fn column(&self, entity: Entity, slot: usize) -> Option<&TableColumn<'a>> {
        self.columns(entity).iter().find(|column| column.slot == slot)
    }

    fn columns(&self, entity: Entity) -> &[TableColumn<'a>] {
        let [families, members] = &self.facts;
        if entity == Entity::Family { families } else { members }
    }

    fn row(&self, entity: Entity, place: usize) -> Row {
        let mut row = Row::of_nothing(self.vocabulary.facts_of(entity).len());
        for column in self.columns(entity) {
            row.tell(column.slot, column.told(place));
        }
        row
    }
}
