//! What was told of the facts of one item, by slot.
//!
//! Rules have hundreds of facts, and of most of them nothing is told: only what was told is kept, a few facts of it where
//! the row itself lies.

use super::model::{Told, ToldValue};
use crate::value::{Date, Number, Provenance, ShortNumber};

/// So many facts lie in the row itself.
const FEW: usize = 5;

/// What was told of the family, of a member or of a record.
#[derive(Clone, Default)]
pub struct Row {
    /// How many facts there are.
    slots: u32,
    // INVARIANT: a place behind `count` is not read.
    few: [Entry; FEW],
    count: u8,
    more: Option<Box<More>>,
}

/// What does not lie in the row itself.
#[derive(Clone, Default)]
struct More {
    // INVARIANT: empty unless the few are all taken; slots of all entries differ.
    entries: Vec<Entry>,
    // Numbers that do not fit into an entry; one that is told anew leaves the old one here.
    long: Vec<Number>,
}

/// What was told of one fact, in sixteen bytes.
#[derive(Clone, Copy)]
pub struct Entry {
    value: ShortNumber,
    /// From the lowest bit on: the provenance, what the number stands for, the slot.
    tag: u32,
}

/// So many bits of a tag hold the provenance, and so many what the number stands for.
const PROVENANCE_BITS: u32 = 2;
const FORM_BITS: u32 = 3;

/// The slots that a tag can hold.
const MOST_SLOTS: u32 = 1 << (u32::BITS - FORM_BITS - PROVENANCE_BITS);

/// What the number of an entry stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    None,
    /// 0 or 1.
    Truth,
    Number,
    /// The place among the long numbers.
    Long,
    /// The day number.
    Date,
    /// The place of the named value.
    Choice,
    /// A bit for each member.
    Members,
    Measure,
}

/// A told value as a plain number: a truth is 0 or 1, a date its day number, a named value its place.
#[derive(Clone, Copy)]
pub struct Plain {
    /// What the number is.
    pub form: PlainForm,
    /// Where the value comes from.
    pub provenance: Provenance,
    pub number: i64,
}

/// What a plain number stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum PlainForm {
    /// There is no such thing.
    None,
    Truth,
    /// So many parts, or a day.
    Whole,
    Choice,
    /// Something was told that no plain number can hold.
    Other,
}

impl Default for Entry {
    fn default() -> Self {
        Self::new(0, (Form::None, ShortNumber::whole(0)), Provenance::Declared)
    }
}

impl Form {
    /// The form at a place; so many there are.
    #[inline]
    fn at(place: u32) -> Self {
        // In their order: so it is no work at all.
        match place % 8 {
            0 => Self::None,
            1 => Self::Truth,
            2 => Self::Number,
            3 => Self::Long,
            4 => Self::Date,
            5 => Self::Choice,
            6 => Self::Members,
            _ => Self::Measure,
        }
    }
}

impl Entry {
    // INVARIANT: the slot is below `MOST_SLOTS`.
    #[inline]
    fn new(slot: u32, (form, value): (Form, ShortNumber), provenance: Provenance) -> Self {
        let tag = (slot << FORM_BITS | u32::from(form as u8)) << PROVENANCE_BITS | u32::from(provenance as u8);
        Self { value, tag }
    }

    /// The slot of its fact.
    #[inline]
    pub fn slot(&self) -> usize {
        usize::try_from(self.slot_number()).unwrap_or(usize::MAX)
    }

    #[inline]
    fn slot_number(&self) -> u32 {
        self.tag >> (FORM_BITS + PROVENANCE_BITS)
    }

    #[inline]
    fn form(&self) -> Form {
        Form::at(self.tag >> PROVENANCE_BITS)
    }

    #[inline]
    fn provenance(&self) -> Provenance {
        match self.tag % 4 {
            0 => Provenance::Declared,
            1 => Provenance::Document,
            2 => Provenance::Registry,
            _ => Provenance::Assessed,
        }
    }

    /// The value as a plain number, of which so many parts make one.
    #[inline]
    pub fn plain(&self, parts: i64) -> Plain {
        let (form, number) = match self.form() {
            Form::None => (PlainForm::None, 0),
            Form::Truth => (PlainForm::Truth, self.value.above()),
            Form::Date => (PlainForm::Whole, self.value.above()),
            Form::Choice => (PlainForm::Choice, self.value.above()),
            Form::Number => match self.value.in_parts(parts) {
                Some(number) => (PlainForm::Whole, number),
                None => (PlainForm::Other, 0),
            },
            Form::Long | Form::Members | Form::Measure => (PlainForm::Other, 0),
        };
        Plain { form, provenance: self.provenance(), number }
    }
}

impl Row {
    /// So many facts of which nothing was told.
    #[inline]
    pub fn of_nothing(facts: usize) -> Self {
        Self { slots: u32::try_from(facts).unwrap_or(MOST_SLOTS).min(MOST_SLOTS), ..Self::default() }
    }

    /// What was told, a fact after another, in no particular order.
    #[inline]
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.few().iter().chain(self.rest())
    }

    /// What was told first.
    #[inline]
    fn few(&self) -> &[Entry] {
        self.few.get(..usize::from(self.count)).unwrap_or_default()
    }

    /// Calls with what was told, a fact after another, in no particular order.
    #[inline]
    pub fn each(&self, mut each: impl FnMut(&Entry)) {
        for entry in self.few() {
            each(entry);
        }
        for entry in self.rest() {
            each(entry);
        }
    }

    /// The day that was told of the fact at this slot, by its number.
    #[inline]
    pub fn day(&self, slot: usize) -> Option<i64> {
        let entry = self.entry(slot)?;
        (entry.form() == Form::Date).then(|| entry.value.above())
    }

    /// What was told behind the few.
    #[inline]
    fn rest(&self) -> &[Entry] {
        self.more.as_ref().map_or(&[], |more| &more.entries)
    }

    /// The entry of the fact at this slot, where something was told of it.
    #[inline]
    pub fn entry(&self, slot: usize) -> Option<&Entry> {
        self.entries().find(|entry| entry.slot() == slot)
    }

    /// What was told of the fact at this slot; nothing where there is no such slot.
    #[inline]
    pub fn told(&self, slot: usize) -> Told {
        self.entry(slot).map_or(Told::NOTHING, |entry| self.value(entry))
    }

    fn value(&self, entry: &Entry) -> Told {
        let number = entry.value.above();
        let value = match entry.form() {
            Form::None => Some(ToldValue::None),
            Form::Truth => Some(ToldValue::Truth(number == 1)),
            Form::Number => Some(ToldValue::Number(entry.value.number())),
            Form::Long => self.long_number(number).map(ToldValue::Number),
            Form::Date => Date::from_day_number(number).map(ToldValue::Date),
            Form::Choice => u8::try_from(number).ok().map(ToldValue::Choice),
            Form::Members => Some(ToldValue::Members(number.cast_unsigned())),
            Form::Measure => usize::try_from(number).ok().map(ToldValue::Measure),
        };
        value.map_or(Told::NOTHING, |value| Told::new(value, entry.provenance()))
    }

    #[cold]
    fn long_number(&self, place: i64) -> Option<Number> {
        self.more.as_ref()?.long.get(usize::try_from(place).ok()?).copied()
    }

    /// The slots of which something was told, modulo 64, a bit each: of a slot whose bit is not set nothing was.
    pub fn marks(&self) -> u64 {
        self.entries().fold(0, |marks, entry| marks | Self::mark(entry.slot()))
    }

    /// The bit of a slot among [`Self::marks`].
    #[inline]
    pub fn mark(slot: usize) -> u64 {
        1 << (slot % 64)
    }

    /// Puts what was told of the fact at this slot; without effect where there is no such slot.
    #[inline]
    pub fn tell(&mut self, slot: usize, told: Told) {
        let Ok(place) = u32::try_from(slot) else { return };
        if place >= self.slots {
            return;
        }
        let Some(value) = told.value() else { return self.forget(place) };
        let entry = self.entry_of(place, value, told.provenance());
        let few = self.few.iter_mut().take(usize::from(self.count));
        let rest = self.more.as_mut().map_or(Default::default(), |more| more.entries.as_mut_slice());
        match few.chain(rest).find(|entry| entry.slot_number() == place) {
            Some(old) => *old = entry,
            None => self.add(entry),
        }
    }

    /// The same where nothing was told before; whether that was so.
    #[inline]
    pub fn tell_first(&mut self, slot: usize, told: Told) -> bool {
        let Some(place) = u32::try_from(slot).ok().filter(|place| *place < self.slots) else { return false };
        if self.entries().any(|entry| entry.slot_number() == place) {
            return false;
        }
        if let Some(value) = told.value() {
            let entry = self.entry_of(place, value, told.provenance());
            self.add(entry);
        }
        true
    }

    #[inline]
    fn entry_of(&mut self, slot: u32, value: ToldValue, provenance: Provenance) -> Entry {
        let (form, number) = match value {
            ToldValue::None => (Form::None, 0),
            ToldValue::Truth(truth) => (Form::Truth, i64::from(truth)),
            ToldValue::Number(number) => match ShortNumber::of(number) {
                Some(value) => return Entry::new(slot, (Form::Number, value), provenance),
                None => (Form::Long, self.add_long(number)),
            },
            ToldValue::Date(date) => (Form::Date, date.day_number()),
            ToldValue::Choice(place) => (Form::Choice, i64::from(place)),
            ToldValue::Members(bits) => (Form::Members, bits.cast_signed()),
            // More measures than that do not fit into a machine.
            ToldValue::Measure(number) => (Form::Measure, i64::try_from(number).unwrap_or(i64::MAX)),
        };
        Entry::new(slot, (form, ShortNumber::whole(number)), provenance)
    }

    #[cold]
    fn add_long(&mut self, number: Number) -> i64 {
        let long = &mut self.more.get_or_insert_default().long;
        long.push(number);
        i64::try_from(long.len().saturating_sub(1)).unwrap_or(i64::MAX)
    }

    #[inline]
    fn add(&mut self, entry: Entry) {
        match self.few.get_mut(usize::from(self.count)) {
            Some(place) => {
                *place = entry;
                self.count = self.count.saturating_add(1);
            }
            None => self.more.get_or_insert_default().entries.push(entry),
        }
    }

    /// Takes away what was told of a fact.
    fn forget(&mut self, slot: u32) {
        let kept: Vec<Entry> = self.entries().filter(|entry| entry.slot_number() != slot).copied().collect();
        self.count = 0;
        self.more.iter_mut().for_each(|more| more.entries.clear());
        for entry in kept {
            self.add(entry);
        }
    }

    /// What was told of each fact, in the order of the slots.
    pub fn iter(&self) -> impl Iterator<Item = Told> {
        (0..usize::try_from(self.slots).unwrap_or(usize::MAX)).map(|slot| self.told(slot))
    }

    /// Of how many facts something was told.
    pub fn count(&self) -> usize {
        usize::from(self.count).saturating_add(self.rest().len())
    }
}

impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        let is_told_alike = |entry: &Entry| self.value(entry) == other.told(entry.slot());
        self.slots == other.slots && self.count() == other.count() && self.entries().all(is_told_alike)
    }
}

impl Eq for Row {}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};

    use super::*;
    use crate::value::Limits;

    fn value() -> impl Strategy<Value = ToldValue> {
        prop_oneof![
            Just(ToldValue::None),
            any::<bool>().prop_map(ToldValue::Truth),
            (any::<i128>(), 1..i128::MAX)
                .prop_map(|(above, below)| ToldValue::Number(Number::new(above / 2, below).unwrap())),
            (any::<i64>(), 1..200_i128)
                .prop_map(|(above, below)| ToldValue::Number(Number::new(above.into(), below).unwrap())),
            (0..50_000_i64).prop_map(|day| ToldValue::Date(Date::from_day_number(day).unwrap())),
            any::<u8>().prop_map(ToldValue::Choice),
            any::<u64>().prop_map(ToldValue::Members),
            (0..usize::MAX / 2).prop_map(ToldValue::Measure),
        ]
    }

    #[test]
    fn an_entry_is_small() {
        assert_eq!(size_of::<Entry>(), 16);
        assert_eq!(size_of::<Row>(), 96);
        assert_eq!(usize::try_from(MOST_SLOTS), Ok(Limits::MOST_DECLARATIONS));
    }

    #[test]
    fn beyond_the_slots_nothing_is_told() {
        let mut row = Row::of_nothing(1);
        let told = Told::new(ToldValue::None, Provenance::Registry);
        row.tell(1, told);
        assert!(row.told(0).is_nothing() && row.told(1).is_nothing());
        assert!(!row.tell_first(1, told) && row.tell_first(0, told) && !row.tell_first(0, told));
        assert_eq!((row.told(0), row.count()), (told, 1));
        row.tell(0, Told::NOTHING);
        assert!(row == Row::of_nothing(1) && row != Row::of_nothing(2));
    }

    proptest! {
        #[test]
        fn what_was_told_last_is_kept(told in proptest::collection::vec((0_usize..9, proptest::option::of(value()), 0_usize..4), 0..40)) {
            let (mut row, mut plain) = (Row::of_nothing(9), [Told::NOTHING; 9]);
            for (slot, value, provenance) in told {
                let told = |value| Told::new(value, Provenance::ALL[provenance]);
                plain[slot] = value.map_or(Told::NOTHING, told);
                row.tell(slot, plain[slot]);
            }
            prop_assert_eq!(row.count(), plain.iter().filter(|told| !told.is_nothing()).count());
            let mut other = Row::of_nothing(9);
            for (slot, told) in plain.into_iter().enumerate().rev() {
                prop_assert!(other.tell_first(slot, told));
            }
            prop_assert!(row == other);
            prop_assert_eq!(row.iter().collect::<Vec<_>>(), plain);
        }
    }
}
