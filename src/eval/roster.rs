//! The items of one assessment: members, records and months, and which stand for any number of others.

use crate::{
    check::Checked,
    family::{Completeness, Family, ListTold, MemberTold},
    program::Axis,
    value::Date,
    vocabulary::Vocabulary,
};

/// A member who takes part.
#[derive(Debug, Clone, Copy)]
pub struct MemberItem {
    /// The place in the family; none for the members whom only the load-time run assumes.
    pub source: Option<usize>,
    /// How many members this item stands for; more than one is any number from none to this.
    pub most: u32,
    /// The slots of which something was told of the member, modulo 64, a bit each.
    pub marks: u64,
}

/// A record that takes part.
#[derive(Debug, Clone, Copy)]
pub struct RecordItem {
    /// The item of its owner, where it has one.
    pub owner: Option<usize>,
    /// What is known of it.
    pub source: RecordSource,
    /// How many records this item stands for; a told record is one, any other is from none to this.
    pub most: u32,
}

/// What is known of a record.
#[derive(Debug, Clone, Copy)]
pub enum RecordSource {
    /// It was told: the place in its list, and the member in whom the list stands.
    Told {
        /// The member in whom the list stands; none where it stands at the family.
        member: Option<usize>,
        /// The place in the list.
        place: usize,
    },
    /// Nobody told it; a list that is complete for a period has such records only outside it.
    Untold {
        /// The date of the record is before this day.
        before: Option<Date>,
        /// The date of the record is on this day or after it.
        after: Option<Date>,
    },
}

/// Records list after list, those of one owner side by side.
#[derive(Debug, Clone, Default)]
struct Records {
    items: Vec<RecordItem>,
    /// Where each list ends.
    ends: Vec<usize>,
}

impl Records {
    /// With room for so many lists and records.
    fn for_some(lists: usize, records: usize) -> Self {
        Self { items: Vec::with_capacity(records), ends: Vec::with_capacity(lists) }
    }

    /// Adds a list.
    fn add(&mut self, items: &[RecordItem]) {
        self.items.extend_from_slice(items);
        self.ends.push(self.items.len());
    }

    fn list(&self, list: usize) -> &[RecordItem] {
        let begin = list.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let range = begin.zip(self.ends.get(list));
        range.and_then(|(begin, end)| self.items.get(begin..*end)).unwrap_or_default()
    }
}

/// The items of one assessment.
#[derive(Debug, Clone)]
pub struct Roster {
    /// The members present on the day.
    pub members: Vec<MemberItem>,
    /// The item of the applicant.
    pub applicant: usize,
    records: Records,
    /// For each list, member after member, where the records of the member begin in it and how many there are.
    owned: Vec<(usize, usize)>,
    /// The members among the first 64 that need not be there, a bit each, and the records of each list.
    doubts: (u64, Vec<u64>),
}

impl Roster {
    /// The items of a family on a day: who is born later is no member yet.
    pub fn new(family: &Family, checked: &Checked, vocabulary: &Vocabulary, on: Date) -> Self {
        let slot = vocabulary.birth_date_slot();
        let present = |index: usize| {
            let born = slot.and_then(|slot| match family.member(index)?.told(slot).value() {
                Some(crate::family::ToldValue::Date(born)) => Some(born),
                _ => None,
            });
            index == family.applicant() || born.is_none_or(|born| born <= on)
        };
        let mut sources: Vec<usize> = (0..family.members().len()).filter(|index| present(*index)).collect();
        // Reasons and questions follow the order of items: the applicant's come first, then those of the others by id,
        // in whatever order the family was told.
        sources.sort_by_key(|index| (*index != family.applicant(), family.member(*index).map(MemberTold::id)));
        let marks = |index: usize| family.member(index).map_or(0, |member| member.row().marks());
        let members: Vec<MemberItem> =
            sources.into_iter().map(|index| MemberItem { source: Some(index), most: 1, marks: marks(index) }).collect();
        let item = |index: usize| members.iter().position(|member| member.source == Some(index));
        // Mostly each member has a record, told or not, in each list.
        let lists = checked.symbols.lists.len();
        let mut records = Records::for_some(lists, lists.saturating_mul(members.len()));
        let mut items = Vec::with_capacity(members.len());
        for list in &checked.symbols.lists {
            items.clear();
            if list.in_member {
                for (owner, member) in members.iter().enumerate() {
                    let Some(source) = member.source else { continue };
                    let Some(told) = family.member(source).map(|member| member.list(list.id)) else { continue };
                    add_records(&mut items, told, Some(owner), Some(source), list.most, &item);
                }
            } else {
                let told = family.list(list.id);
                if list.owned && told.completeness() != Completeness::Whole {
                    // Nobody knows whose the untold records are: each member may own them all.
                    add_told(&mut items, told, None, None, &item);
                    for owner in 0..members.len() {
                        add_untold(&mut items, told, Some(owner), list.most);
                    }
                } else {
                    add_records(&mut items, told, None, None, list.most, &item);
                }
                // A record of somebody who is not born yet is no record yet.
                items.retain(|record: &RecordItem| !list.owned || record.owner.is_some());
            }
            items.sort_by_key(|record| record.owner);
            records.add(&items);
        }
        let applicant = item(family.applicant()).unwrap_or(0);
        Self::indexed(members, applicant, records)
    }

    /// The applicant and any number of others, with any records: the run that checks rules when they are loaded.
    pub fn anyone(checked: &Checked, most_members: u32) -> Self {
        let members = vec![
            MemberItem { source: None, most: 1, marks: 0 },
            MemberItem { source: None, most: most_members.saturating_sub(1), marks: 0 },
        ];
        let untold = RecordSource::Untold { before: None, after: None };
        // The second owner stands for all other members, and so do the records.
        let others = most_members.saturating_sub(1);
        let mut records = Records::default();
        for list in &checked.symbols.lists {
            let of_others = list.most.saturating_mul(others);
            let owners: &[_] =
                if list.owned { &[(Some(0), list.most), (Some(1), of_others)] } else { &[(None, list.most)] };
            let items: Vec<RecordItem> =
                owners.iter().map(|(owner, most)| RecordItem { owner: *owner, source: untold, most: *most }).collect();
            records.add(&items);
        }
        Self::indexed(members, 0, records)
    }

    fn indexed(members: Vec<MemberItem>, applicant: usize, records: Records) -> Self {
        let lists = records.ends.len();
        let mut owned = Vec::with_capacity(lists.saturating_mul(members.len()));
        for list in 0..lists {
            let items = records.list(list);
            owned.extend((0..members.len()).map(|member| {
                let begin = items.partition_point(|record| record.owner < Some(member));
                let end = items.partition_point(|record| record.owner <= Some(member));
                (begin, end.saturating_sub(begin))
            }));
        }
        let mut roster = Self { members, applicant, records, owned, doubts: (0, Vec::new()) };
        let lists = (0..lists).map(|list| roster.doubtful_items(Axis::Record(list), 0)).collect();
        roster.doubts = (roster.doubtful_items(Axis::Member, 0), lists);
        roster
    }

    /// How many items an axis has.
    pub fn len(&self, axis: Option<Axis>) -> usize {
        match axis {
            None => 1,
            Some(Axis::Member) => self.members.len(),
            Some(Axis::Record(list)) => self.list(list).len(),
            Some(Axis::Month(length)) => length,
        }
    }

    /// How many members and records there are.
    pub fn items(&self) -> usize {
        self.members.len().saturating_add(self.records.items.len())
    }

    /// The records of a list.
    pub fn list(&self, list: usize) -> &[RecordItem] {
        self.records.list(list)
    }

    /// A record of a list.
    pub fn record(&self, list: usize, item: usize) -> Option<&RecordItem> {
        self.list(list).get(item)
    }

    /// How many things an item stands for, and whether it is surely there.
    pub fn weight(&self, axis: Axis, item: usize) -> (u32, bool) {
        match axis {
            Axis::Month(_) => (1, true),
            Axis::Member => {
                let most = self.members.get(item).map_or(1, |member| member.most);
                (most, most == 1)
            }
            Axis::Record(list) => match self.record(list, item) {
                Some(record) => (record.most, matches!(record.source, RecordSource::Told { .. })),
                None => (1, true),
            },
        }
    }

    /// Whether every item of an axis surely is there and stands for itself only.
    pub fn is_sure(&self, axis: Axis) -> bool {
        match axis {
            Axis::Month(_) => true,
            Axis::Member => self.members.iter().all(|member| member.most == 1),
            Axis::Record(list) => {
                self.list(list).iter().all(|record| matches!(record.source, RecordSource::Told { .. }))
            }
        }
    }

    /// The items of a machine word that need not be there.
    #[inline]
    pub fn doubtful(&self, axis: Axis, word: usize) -> u64 {
        match (axis, word) {
            (Axis::Month(_), _) => 0,
            (Axis::Member, 0) => self.doubts.0,
            (Axis::Record(list), 0) => self.doubts.1.get(list).copied().unwrap_or(0),
            _ => self.doubtful_items(axis, word),
        }
    }

    fn doubtful_items(&self, axis: Axis, word: usize) -> u64 {
        let begin = word.saturating_mul(64);
        let doubt = |found: u64, item: usize| found | u64::from(!self.weight(axis, item).1) << (item % 64);
        (begin..self.len(Some(axis)).min(begin.saturating_add(64))).fold(0, doubt)
    }

    /// Where the records of a member stand in a list.
    pub fn records_of(&self, list: usize, member: usize) -> std::ops::Range<usize> {
        let place = if member < self.members.len() { list.checked_mul(self.members.len()) } else { None };
        let found = place.and_then(|first| self.owned.get(first.checked_add(member)?));
        let (begin, count) = found.copied().unwrap_or((0, 0));
        begin..begin.saturating_add(count)
    }
}

fn add_records(
    items: &mut Vec<RecordItem>,
    told: &ListTold,
    owner: Option<usize>,
    member: Option<usize>,
    most: u32,
    item: &impl Fn(usize) -> Option<usize>,
) {
    add_told(items, told, owner, member, item);
    if told.completeness() != Completeness::Whole {
        add_untold(items, told, owner, most);
    }
}

fn add_told(
    items: &mut Vec<RecordItem>,
    told: &ListTold,
    owner: Option<usize>,
    member: Option<usize>,
    item: &impl Fn(usize) -> Option<usize>,
) {
    for (place, record) in told.records().iter().enumerate() {
        let owner = owner.or_else(|| record.owner().and_then(item));
        items.push(RecordItem { owner, source: RecordSource::Told { member, place }, most: 1 });
    }
}

fn add_untold(items: &mut Vec<RecordItem>, told: &ListTold, owner: Option<usize>, most: u32) {
    let count = u32::try_from(told.records().len()).unwrap_or(u32::MAX);
    let most = most.saturating_sub(count);
    if most == 0 {
        return;
    }
    let mut add = |before, after| {
        items.push(RecordItem { owner, source: RecordSource::Untold { before, after }, most });
    };
    match told.completeness() {
        Completeness::Whole => {}
        Completeness::Absent => add(None, None),
        Completeness::During(period) => {
            if period.from.is_some() {
                add(period.from, None);
            }
            if period.until.is_some() {
                add(None, period.until);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        assessment::Answer,
        ruleset::sample::{DAY, asking, holds, load},
    };

    #[test]
    fn the_applicant_stands_first_then_the_others_by_id() {
        let rules = load(&asking("warned", "")).unwrap();
        let family = r#"{ "territory": "RU-KHA", "members": [{ "id": "zoe", "relation": "child" },
            { "id": "mia", "relation": "self" }, { "id": "bob", "relation": "child" },
            { "id": "ann", "relation": "child", "birth_date": "2025-10-11" }] }"#;
        let family = rules.family_from_json(family).unwrap();
        let roster = Roster::new(&family, &rules.library.checked, &rules.library.vocabulary, DAY.parse().unwrap());
        let sources: Vec<Option<usize>> = roster.members.iter().map(|member| member.source).collect();
        assert_eq!(sources, [Some(1), Some(2), Some(0)]);
        assert_eq!(roster.applicant, 0);
    }

    #[test]
    fn who_is_born_after_the_day_is_no_member_of_it() {
        let born = |day: &str| format!(r#"}}, {{ "id": "bob", "relation": "child", "birth_date": "{day}" }}"#);
        assert_eq!(holds("count(members) = 1", "", &born("2025-10-11")), Answer::True);
        assert_eq!(holds("count(members) = 2", "", &born("2025-10-10")), Answer::True);
        assert_eq!(
            holds("some m in members satisfies m.age < 0", "", r#"}, { "id": "bob", "relation": "child" }"#),
            Answer::False
        );
    }
}
