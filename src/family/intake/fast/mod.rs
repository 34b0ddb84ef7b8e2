//! The way of right families: from the text straight into the slots.
//!
//! It gives up at the slightest doubt, and then the reader that knows what to say of mistakes begins anew; that is paid
//! only by what is wrong or written in an odd way. So nothing may be read here that the other reader refuses or reads
//! otherwise, and whatever is left to it costs time only.

#[cfg(test)]
mod agreement;
mod cursor;
mod list;
mod order;
mod reference;
mod scalar;
mod value;

use std::sync::Arc;

use super::RESERVED;
use crate::{
    family::{
        lists::Lists,
        member_id::MemberId,
        model::{Body, Family, ListTold, MemberTold, ToldValue},
        row::Row,
    },
    value::Territory,
    vocabulary::{Entity, Meaning, SharedVocabulary, Vocabulary},
};
use cursor::Cursor;
use order::Order;
use reference::Reference;

/// How deep lists and objects of a family stand within each other at most: family, members, member, list with its
/// period, records, record, long form, ids.
const DEEPEST: usize = 8;

/// What cannot be read here.
struct Doubt;

/// Where a member is named: in a fact of the family or of a member, or in a record; without a slot, as the owner of it.
#[derive(Clone, Copy)]
struct Place {
    member: Option<usize>,
    record: Option<(usize, usize)>,
    slot: Option<usize>,
}

struct Fast<'a, 't> {
    vocabulary: &'a Vocabulary,
    cursor: Cursor<'t>,
    references: Vec<Reference<'t>>,
    /// The records read so far.
    records: usize,
}

/// The family that a text tells, where nothing about it is odd.
pub(super) fn read_fast(text: &str, vocabulary: &SharedVocabulary) -> Option<Family> {
    let limits = vocabulary.limits();
    if text.len() > limits.file_bytes || limits.nesting < DEEPEST {
        return None;
    }
    Fast::new(text, vocabulary).family(vocabulary).ok()
}

impl<'a, 't> Fast<'a, 't> {
    fn new(text: &'t str, vocabulary: &'a Vocabulary) -> Self {
        Self { vocabulary, cursor: Cursor::new(text), references: Vec::new(), records: 0 }
    }

    fn family(mut self, shared: &SharedVocabulary) -> Result<Family, Doubt> {
        let mut order = self.order(Entity::Family)?;
        let symbols = self.vocabulary.facts_of(Entity::Family);
        let mut parts = Body { facts: Row::of_nothing(symbols.len()), ..Body::default() };
        let (mut territory, mut applicant, mut note, mut schema) = (None, None, None, None);
        let mut more = self.cursor.opens(b'{', b'}')?;
        while more {
            let is_new = match self.meaning(&mut order)? {
                Meaning::Fact(slot) => {
                    let place = Place { member: None, record: None, slot: Some(slot) };
                    let told = self.told(symbols.get(slot).ok_or(Doubt)?, place)?;
                    parts.facts.tell_first(slot, told)
                }
                Meaning::List(list) => self.add_list(&mut parts.lists, list, None)?,
                Meaning::Territory => territory.replace(self.territory()?).is_none(),
                Meaning::Members => applicant.replace(self.members(&mut parts.members)?).is_none(),
                Meaning::Note => note.replace(self.cursor.string()?).is_none(),
                Meaning::Schema => schema.replace(self.cursor.string()?).is_none(),
                Meaning::Id | Meaning::Owner => false,
            };
            if !is_new {
                return Err(Doubt);
            }
            more = self.cursor.has_more(b'}')?;
        }
        if !self.cursor.is_at_end() {
            return Err(Doubt);
        }
        for reference in &self.references {
            reference.resolve(&mut parts)?;
        }
        Ok(Family {
            vocabulary: shared.clone(),
            territory: territory.ok_or(Doubt)?,
            body: Arc::new(parts),
            applicant: applicant.ok_or(Doubt)?,
        })
    }

    fn territory(&mut self) -> Result<Territory, Doubt> {
        self.vocabulary.territory(self.cursor.string()?).cloned().ok_or(Doubt)
    }

    /// The members, and which of them applies.
    fn members(&mut self, members: &mut Vec<MemberTold>) -> Result<usize, Doubt> {
        let (relation, applies) = self.vocabulary.applicant().ok_or(Doubt)?;
        let mut order = self.order(Entity::Member)?;
        let symbols = self.vocabulary.facts_of(Entity::Member);
        let mut applicant = None;
        let mut more = self.cursor.opens(b'[', b']')?;
        while more {
            let index = members.len();
            if index >= self.vocabulary.limits().members {
                return Err(Doubt);
            }
            // A member is read where it is to lie.
            let facts = Row::of_nothing(symbols.len());
            members.push(MemberTold { id: MemberId::from(""), facts, lists: Lists::default() });
            let (before, member) = members.split_at_mut(index);
            let member = member.first_mut().ok_or(Doubt)?;
            self.member(index, &mut order, member)?;
            if before.iter().any(|other| other.id == member.id) {
                return Err(Doubt);
            }
            let is_second = match member.told(relation).value().ok_or(Doubt)? {
                ToldValue::Choice(place) if place == applies => applicant.replace(index).is_some(),
                _ => false,
            };
            if is_second {
                return Err(Doubt);
            }
            more = self.cursor.has_more(b']')?;
        }
        applicant.ok_or(Doubt)
    }

    fn member(&mut self, index: usize, order: &mut Order<'_>, member: &mut MemberTold) -> Result<(), Doubt> {
        let symbols = self.vocabulary.facts_of(Entity::Member);
        let (mut id, mut note) = (None, None);
        order.begin();
        let mut more = self.cursor.opens(b'{', b'}')?;
        while more {
            let is_new = match self.meaning(order)? {
                Meaning::Fact(slot) => {
                    let place = Place { member: Some(index), record: None, slot: Some(slot) };
                    let told = self.told(symbols.get(slot).ok_or(Doubt)?, place)?;
                    member.facts.tell_first(slot, told)
                }
                Meaning::List(list) => self.add_list(&mut member.lists, list, Some(index))?,
                Meaning::Id => id.replace(self.cursor.string()?).is_none(),
                Meaning::Note => note.replace(self.cursor.string()?).is_none(),
                Meaning::Territory | Meaning::Members | Meaning::Owner | Meaning::Schema => false,
            };
            if !is_new {
                return Err(Doubt);
            }
            more = self.cursor.has_more(b'}')?;
        }
        let id = id.filter(|id| !id.trim().is_empty() && !RESERVED.contains(id)).ok_or(Doubt)?;
        member.id = id.into();
        Ok(())
    }

    /// Reads a list; whether it was not told before.
    fn add_list(&mut self, lists: &mut Lists, list: usize, member: Option<usize>) -> Result<bool, Doubt> {
        let all = self.vocabulary.lists();
        let told = self.list(all.get(list).ok_or(Doubt)?, member)?;
        let is_new = *lists.get(list) == ListTold::ABSENT;
        lists.tell(all.len(), list, told);
        Ok(is_new)
    }

    fn order(&self, entity: Entity) -> Result<Order<'a>, Doubt> {
        self.vocabulary.keys(entity).map(Order::of).ok_or(Doubt)
    }
}
