//! What a key of a family file means, found by the hash of the key.
//!
//! A family file is mostly keys, and a tree of names compares each of them several times.

use std::sync::Arc;

use super::Vocabulary;
use crate::check::{Entity, FactSymbol};

/// What a key of an object of a family file means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A fact of the entity, by its slot.
    Fact(usize),
    /// A record list, by its number.
    List(usize),
    /// Where the family lives.
    Territory,
    /// Who belongs to the family.
    Members,
    /// What a member is called.
    Id,
    /// To whom a record belongs.
    Owner,
    /// A remark.
    Note,
    /// What tells an editor the schema of the file.
    Schema,
}

#[derive(Debug)]
struct Entry {
    name: String,
    /// As a file mostly has it: in quotes, with the colon.
    written: String,
    meaning: Meaning,
}

/// The keys that an object of one entity can have, in the order in which a file is likely to have them.
#[derive(Debug, Default)]
pub struct Keys {
    entries: Vec<Entry>,
    // INVARIANT: each is one more than an index of `entries`, or 0 where there is none; a power of two of them, of which
    // at least half are 0.
    places: Vec<u32>,
    shift: u32,
}

impl Keys {
    /// The keys of an entity; `None` where two of them are equal, so that one key would have two meanings.
    pub(super) fn of(vocabulary: &Vocabulary, entity: Entity) -> Option<Self> {
        let mut facts: Vec<(usize, &Arc<FactSymbol>)> = vocabulary.facts_of(entity).iter().enumerate().collect();
        // Whoever writes families goes by the rules.
        facts.sort_by_key(|(_, fact)| (fact.span.source.raw(), fact.span.start));
        let facts = facts.into_iter().map(|(slot, fact)| (fact.name.clone(), Meaning::Fact(slot)));
        let list_here = |in_member: bool| {
            let lists = vocabulary.lists().iter().filter(move |list| list.in_member == in_member);
            lists.map(|list| (list.name.clone(), Meaning::List(list.id)))
        };
        let word = |word: &str, meaning| (word.to_owned(), meaning);
        let mut entries = vec![match entity {
            Entity::Family => word("territory", Meaning::Territory),
            Entity::Member => word("id", Meaning::Id),
            Entity::Record(_) => word("owner", Meaning::Owner),
        }];
        entries.extend(facts);
        match entity {
            Entity::Family => {
                entries.extend(list_here(false));
                entries.push(word("members", Meaning::Members));
                entries.push(word("$schema", Meaning::Schema));
            }
            Entity::Member => entries.extend(list_here(true)),
            Entity::Record(_) => (),
        }
        entries.push(word("note", Meaning::Note));
        Self::new(entries)
    }

    fn new(entries: Vec<(String, Meaning)>) -> Option<Self> {
        let size = entries.len().checked_mul(2)?.checked_next_power_of_two()?.max(2);
        let mut keys = Self { entries: Vec::new(), places: vec![0; size], shift: 64 - size.trailing_zeros() };
        for (name, meaning) in entries {
            if keys.find(&name).is_some() {
                return None;
            }
            let number = u32::try_from(keys.entries.len().checked_add(1)?).ok()?;
            let mut place = keys.first_place(&name);
            while *keys.places.get(place)? != 0 {
                place = keys.place_after(place);
            }
            *keys.places.get_mut(place)? = number;
            keys.entries.push(Entry { written: format!("\"{name}\":"), name, meaning });
        }
        Some(keys)
    }

    /// How many keys there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.entries.len()
    }

    /// The key at a place: as a file mostly has it, in quotes and with the colon, and what it means.
    #[must_use]
    #[inline]
    pub fn written(&self, place: usize) -> Option<(&str, Meaning)> {
        self.entries.get(place).map(|entry| (entry.written.as_str(), entry.meaning))
    }

    /// The place of a key and what it means; `None` where it means nothing here.
    #[must_use]
    #[inline]
    pub fn find(&self, key: &str) -> Option<(usize, Meaning)> {
        let mut place = self.first_place(key);
        loop {
            let number = usize::try_from(*self.places.get(place)?).ok()?.checked_sub(1)?;
            let entry = self.entries.get(number)?;
            if entry.name == key {
                return Some((number, entry.meaning));
            }
            place = self.place_after(place);
        }
    }

    #[inline]
    fn first_place(&self, key: &str) -> usize {
        usize::try_from(hash(key.as_bytes()) >> (self.shift & 63)).unwrap_or(0)
    }

    #[inline]
    fn place_after(&self, place: usize) -> usize {
        place.wrapping_add(1) & self.places.len().wrapping_sub(1)
    }
}

/// A hash of few steps. Names come from the rules, and no family can make them collide.
#[inline]
fn hash(key: &[u8]) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let step = |sum: u64, word: u64| (sum.rotate_left(5) ^ word).wrapping_mul(ODD);
    let start = u64::try_from(key.len()).unwrap_or(u64::MAX);
    // Short keys are two words that overlap.
    let ends = |first: u64, last: u64| step(step(start, first), last);
    if let Some(last) = key.last_chunk::<8>() {
        let (words, _) = key.as_chunks::<8>();
        let sum = words.iter().fold(start, |sum, word| step(sum, u64::from_le_bytes(*word)));
        return step(sum, u64::from_le_bytes(*last));
    }
    match (key.first_chunk::<4>(), key.last_chunk::<4>(), key) {
        (Some(first), Some(last), _) => ends(u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into()),
        (_, _, [first, .., last]) => ends((*first).into(), (*last).into()),
        (_, _, [only]) => ends((*only).into(), 0),
        _ => ends(0, 0),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::*;
    use crate::vocabulary::sample;

    #[test]
    fn every_name_of_an_entity_has_its_meaning() {
        let vocabulary = sample::vocabulary();
        for entity in [Entity::Family, Entity::Member, Entity::Record(0), Entity::Record(2)] {
            let keys = Keys::of(&vocabulary, entity).unwrap();
            for (slot, fact) in vocabulary.facts_of(entity).iter().enumerate() {
                assert_eq!(keys.find(&fact.name), Some((slot + 1, Meaning::Fact(slot))));
                assert_eq!(keys.written(slot + 1), Some((format!("\"{}\":", fact.name).as_str(), Meaning::Fact(slot))));
            }
            assert_eq!(keys.find("note"), Some((keys.count() - 1, Meaning::Note)));
            assert_eq!(keys.find(""), None);
        }
        let meaning = |entity, key| Keys::of(&vocabulary, entity).unwrap().find(key).map(|(_, meaning)| meaning);
        assert_eq!(meaning(Entity::Family, "territory"), Some(Meaning::Territory));
        assert_eq!(meaning(Entity::Family, "awards"), Some(Meaning::List(2)));
        assert_eq!(meaning(Entity::Family, "income"), None);
        assert_eq!(meaning(Entity::Member, "income"), Some(Meaning::List(0)));
        assert_eq!(meaning(Entity::Member, "id"), Some(Meaning::Id));
        assert_eq!(meaning(Entity::Record(1), "owner"), Some(Meaning::Owner));
        assert_eq!(meaning(Entity::Record(1), "id"), None);
    }

    #[test]
    fn a_key_with_two_meanings_has_none() {
        let entry = |name: &str| (name.to_owned(), Meaning::Note);
        assert!(Keys::new(vec![entry("a"), entry("b"), entry("a")]).is_none());
        assert_eq!(Keys::default().find("a"), None);
    }

    proptest! {
        #[test]
        fn names_are_found_and_others_are_not(names in proptest::collection::btree_set("[a-d_]{0,20}", 0..50)) {
            let entries: Vec<_> = names.iter().enumerate().map(|(n, name)| (name.clone(), Meaning::Fact(n))).collect();
            let keys = Keys::new(entries).unwrap();
            for (n, name) in names.iter().enumerate() {
                prop_assert_eq!(keys.find(name), Some((n, Meaning::Fact(n))));
                let other = format!("{name}x");
                prop_assert_eq!(keys.find(&other), None);
            }
        }
    }
}
