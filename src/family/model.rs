//! What was told about one family.

use std::{fmt, sync::Arc};

use super::{lists::Lists, member_id::MemberId, row::Row};
use crate::{
    value::{Date, Limits, Number, Period, Provenance, Territory},
    vocabulary::SharedVocabulary,
};

/// Members of a family at most, whatever the limits of its rules: a set of members is one machine word.
pub const MOST_MEMBERS: usize = Limits::DEFAULT.members;

/// All that was told about one family.
///
/// It shares the vocabulary it was read against, and with its clones what was told. What is debugged shows counts, never what was told.
#[derive(Clone)]
pub struct Family {
    pub(super) vocabulary: SharedVocabulary,
    pub(super) territory: Territory,
    pub(super) body: Arc<Body>,
    // INVARIANT: an index of the members.
    pub(super) applicant: usize,
}

/// What was told, shared by the clones of a family.
#[derive(Clone, Default)]
pub(super) struct Body {
    // INVARIANT: as long as the facts of the family.
    pub facts: Row,
    // INVARIANT: 1 to `MOST_MEMBERS`; ids differ.
    pub members: Vec<MemberTold>,
    // INVARIANT: those of members are absent here.
    pub lists: Lists,
}

impl Family {
    /// The vocabulary it was read against.
    #[must_use]
    pub(crate) fn vocabulary(&self) -> &SharedVocabulary {
        &self.vocabulary
    }

    /// Where it lives.
    #[must_use]
    pub fn territory(&self) -> &Territory {
        &self.territory
    }

    /// Its members. The order has no meaning; it is that of the file.
    #[must_use]
    pub(crate) fn members(&self) -> &[MemberTold] {
        &self.body.members
    }

    /// The member with this index.
    #[must_use]
    #[inline]
    pub(crate) fn member(&self, index: usize) -> Option<&MemberTold> {
        self.body.members.get(index)
    }

    /// The index of the member with this id.
    #[must_use]
    pub(crate) fn member_named(&self, id: &str) -> Option<usize> {
        self.body.members.iter().position(|member| member.id() == id)
    }

    /// The index of the one who applies: whose relation is `self`.
    #[must_use]
    pub(crate) fn applicant(&self) -> usize {
        self.applicant
    }

    /// What was told of the family, by slot.
    #[inline]
    pub(crate) fn row(&self) -> &Row {
        &self.body.facts
    }

    /// The record list of the family with this number; absent for a list of members.
    #[must_use]
    pub(crate) fn list(&self, list_id: usize) -> &ListTold {
        self.body.lists.get(list_id)
    }
}

impl fmt::Debug for Family {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Family")
            .field("members", &self.body.members.len())
            .field("facts", &self.body.facts.count())
            .field("lists", &self.body.lists.count())
            .finish_non_exhaustive()
    }
}

/// What was told about one member.
#[derive(Clone)]
pub struct MemberTold {
    pub(super) id: MemberId,
    // INVARIANT: as long as the facts of a member.
    pub(super) facts: Row,
    // INVARIANT: those of the family are absent here.
    pub(super) lists: Lists,
}

impl MemberTold {
    /// What the member is called in the file.
    #[must_use]
    pub fn id(&self) -> &str {
        self.id.as_str()
    }

    /// What was told of the member fact at this slot.
    #[must_use]
    #[inline]
    pub fn told(&self, slot: usize) -> Told {
        self.facts.told(slot)
    }

    /// What was told of the member, by slot.
    #[inline]
    pub(crate) fn row(&self) -> &Row {
        &self.facts
    }

    /// The record list of the member with this number; absent for a list of the family.
    #[must_use]
    pub fn list(&self, list_id: usize) -> &ListTold {
        self.lists.get(list_id)
    }
}

impl fmt::Debug for MemberTold {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("MemberTold")
            .field("facts", &self.facts.count())
            .field("lists", &self.lists.count())
            .finish_non_exhaustive()
    }
}

/// What was told of one fact, and where it comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Told {
    value: Option<ToldValue>,
    provenance: Provenance,
}

impl Told {
    /// Nothing was told.
    pub const NOTHING: Self = Self { value: None, provenance: Provenance::Declared };

    /// A value and where it comes from.
    #[must_use]
    #[inline]
    pub fn new(value: ToldValue, provenance: Provenance) -> Self {
        Self { value: Some(value), provenance }
    }

    /// The value; `None` where nothing was told.
    #[must_use]
    #[inline]
    pub fn value(self) -> Option<ToldValue> {
        self.value
    }

    /// Where the value comes from; declared where nothing was told.
    #[must_use]
    #[inline]
    pub fn provenance(self) -> Provenance {
        self.provenance
    }

    /// Whether nothing was told.
    #[must_use]
    #[inline]
    pub fn is_nothing(self) -> bool {
        self.value.is_none()
    }
}

impl fmt::Debug for Told {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value {
            None => out.write_str("Told(nothing)"),
            Some(_) => write!(out, "Told({:?})", self.provenance),
        }
    }
}

/// A told value, of the type of its fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToldValue {
    /// There is no such thing: the file says `"none"` of an optional fact.
    None,
    /// Yes or no.
    Truth(bool),
    /// A number in the unit of its fact.
    Number(Number),
    /// A day; for a month, its first day.
    Date(Date),
    /// A named value, by its place in the enumeration.
    Choice(u8),
    /// Members of the family; the bit is the index of the member.
    Members(u64),
    /// A measure, by its number.
    Measure(usize),
}

/// What was told of a record list.
#[derive(Clone, PartialEq, Eq)]
pub struct ListTold {
    pub(super) completeness: Completeness,
    pub(super) records: Vec<RecordTold>,
}

impl ListTold {
    /// Nothing was told of the list.
    pub const ABSENT: Self = Self { completeness: Completeness::Absent, records: Vec::new() };

    /// For which records the list is complete.
    #[must_use]
    pub fn completeness(&self) -> Completeness {
        self.completeness
    }

    /// The records, without meaning in their order; none where the list is absent.
    #[must_use]
    pub fn records(&self) -> &[RecordTold] {
        &self.records
    }
}

impl fmt::Debug for ListTold {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("ListTold").field("records", &self.records.len()).finish_non_exhaustive()
    }
}

/// For which records a list is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completeness {
    /// The list is not there: its records are unknown.
    Absent,
    /// There are no records besides those in it.
    Whole,
    /// There are no records of this half-open period besides those in it.
    During(Period),
}

/// What was told of one record.
#[derive(Clone, PartialEq, Eq)]
pub struct RecordTold {
    pub(super) owner: Option<usize>,
    // INVARIANT: as long as the facts of a record of its list.
    pub(super) facts: Row,
}

impl RecordTold {
    /// The index of the member to whom it belongs; `None` where the records of the list belong to nobody.
    #[must_use]
    pub fn owner(&self) -> Option<usize> {
        self.owner
    }

    /// What was told of the record, by slot.
    #[inline]
    pub(crate) fn row(&self) -> &Row {
        &self.facts
    }
}

impl fmt::Debug for RecordTold {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("RecordTold").field("facts", &self.facts.count()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        family::read_family,
        vocabulary::{Entity, sample},
    };

    const FAMILY: &str = r#"{ "territory": "RU-KHA", "hard_life_situation": true, "members": [
        { "id": "petya", "relation": "child", "birth_date": "2016-09-15" },
        { "id": "anna", "relation": "self", "monthly_income": "14000.50", "income": [{ "amount": "5" }] } ] }"#;

    #[test]
    fn what_was_told_is_found_by_slot() {
        let vocabulary = sample::vocabulary();
        let family = read_family(FAMILY, &vocabulary).unwrap();
        let slot = |entity, name| vocabulary.slot(vocabulary.fact(entity, name).unwrap().id);
        let hard = family.row().told(slot(Entity::Family, "hard_life_situation"));
        assert_eq!(hard, Told::new(ToldValue::Truth(true), Provenance::Declared));
        let petya = family.member(family.member_named("petya").unwrap()).unwrap();
        let born = petya.told(vocabulary.birth_date_slot().unwrap()).value();
        assert_eq!(born, Some(ToldValue::Date("2016-09-15".parse().unwrap())));
        assert!(petya.told(slot(Entity::Member, "sex")).is_nothing());
        assert!(petya.told(10_000).is_nothing() && family.row().told(10_000).is_nothing());
        assert_eq!(family.applicant(), 1);
        assert_eq!(family.members().len(), 2);
        assert_eq!(family.territory().as_str(), "RU-KHA");
        assert!(family.member_named("vera").is_none());
    }

    #[test]
    fn a_list_that_is_not_there_is_absent() {
        let vocabulary = sample::vocabulary();
        let family = read_family(FAMILY, &vocabulary).unwrap();
        let income = vocabulary.list("income").unwrap().id;
        let anna = &family.members()[1];
        assert_eq!(anna.list(income).completeness(), Completeness::Whole);
        assert_eq!(anna.list(income).records()[0].owner(), Some(1));
        assert_eq!(family.members()[0].list(income), &ListTold::ABSENT);
        assert_eq!(family.list(income), &ListTold::ABSENT);
        assert_eq!(family.list(10_000), &ListTold::ABSENT);
    }

    #[test]
    fn a_family_can_be_shared_by_threads() {
        fn shared<T: Send + Sync + 'static>() {}
        shared::<Family>();
        shared::<SharedVocabulary>();
    }

    #[test]
    fn what_is_debugged_shows_counts_and_no_values() {
        let vocabulary = sample::vocabulary();
        let family = read_family(FAMILY, &vocabulary).unwrap();
        let shown = format!("{family:?} {:?} {:?}", family.members(), family.members()[1].list(0).records());
        assert!(shown.starts_with("Family { members: 2, facts: 1, lists: 0, .. }"), "{shown}");
        let values = ["RU", "2016", "14000", "anna", "petya"];
        assert!(values.iter().all(|value| !shown.contains(value)), "{shown}");
        assert_eq!(format!("{:?}", family.row().told(0)), "Told(Declared)");
    }
}
