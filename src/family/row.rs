//! What was told of the facts of one item, by slot: sixteen bytes for each.
//!
//! Rules have hundreds of facts, and of most of them nothing is told: a family is mostly empty cells.

use super::model::{Told, ToldValue};
use crate::value::{Date, Number, Provenance, ShortNumber};

/// What was told of the family, of a member or of a record.
#[derive(Clone, Default)]
pub struct Row {
    cells: Vec<Cell>,
    // Numbers that do not fit into a cell; one that is told anew leaves the old one here.
    long: Vec<Number>,
}

/// A told value as a plain number: a truth is 0 or 1, a date its day number, a named value its place.
#[derive(Clone, Copy)]
pub struct Plain {
    /// What the number is.
    pub form: PlainForm,
    /// Where the value comes from; declared where nothing was told.
    pub provenance: Provenance,
    pub number: i64,
}

/// What a plain number stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum PlainForm {
    /// Nothing was told.
    Nothing,
    /// There is no such thing.
    None,
    Truth,
    /// So many parts, or a day.
    Whole,
    Choice,
    /// Something was told that no plain number can hold.
    Other,
}

impl Plain {
    const NOTHING: Self = Self { form: PlainForm::Nothing, provenance: Provenance::Declared, number: 0 };
}

#[derive(Clone, Copy)]
enum Cell {
    Nothing,
    None(Provenance),
    Truth(Provenance, bool),
    Number(Provenance, ShortNumber),
    // INVARIANT: the place is one of `long`.
    Long(Provenance, u32),
    Date(Provenance, Date),
    Choice(Provenance, u8),
    Members(Provenance, u64),
    Measure(Provenance, usize),
}

impl Row {
    /// So many facts of which nothing was told.
    #[inline]
    pub fn of_nothing(facts: usize) -> Self {
        Self { cells: vec![Cell::Nothing; facts], long: Vec::new() }
    }

    /// What was told of the fact at this slot; nothing where there is no such slot.
    #[inline]
    pub fn told(&self, slot: usize) -> Told {
        let Some(cell) = self.cells.get(slot) else { return Told::NOTHING };
        match *cell {
            Cell::Nothing => Told::NOTHING,
            Cell::None(provenance) => Told::new(ToldValue::None, provenance),
            Cell::Truth(provenance, truth) => Told::new(ToldValue::Truth(truth), provenance),
            Cell::Number(provenance, number) => Told::new(ToldValue::Number(number.number()), provenance),
            Cell::Long(provenance, place) => self.long_number(place, provenance),
            Cell::Date(provenance, date) => Told::new(ToldValue::Date(date), provenance),
            Cell::Choice(provenance, place) => Told::new(ToldValue::Choice(place), provenance),
            Cell::Members(provenance, bits) => Told::new(ToldValue::Members(bits), provenance),
            Cell::Measure(provenance, number) => Told::new(ToldValue::Measure(number), provenance),
        }
    }

    /// The same as a plain number, of which so many parts make one.
    #[inline]
    pub fn plain(&self, slot: usize, parts: i64) -> Plain {
        let Some(cell) = self.cells.get(slot) else { return Plain::NOTHING };
        let (form, provenance, number) = match *cell {
            Cell::Nothing => return Plain::NOTHING,
            Cell::None(provenance) => (PlainForm::None, provenance, 0),
            Cell::Truth(provenance, truth) => (PlainForm::Truth, provenance, i64::from(truth)),
            Cell::Date(provenance, date) => (PlainForm::Whole, provenance, date.day_number()),
            Cell::Choice(provenance, place) => (PlainForm::Choice, provenance, i64::from(place)),
            Cell::Number(provenance, number) => match number.in_parts(parts) {
                Some(number) => (PlainForm::Whole, provenance, number),
                None => (PlainForm::Other, provenance, 0),
            },
            Cell::Long(provenance, _) | Cell::Members(provenance, _) | Cell::Measure(provenance, _) => {
                (PlainForm::Other, provenance, 0)
            }
        };
        Plain { form, provenance, number }
    }

    #[cold]
    fn long_number(&self, place: u32, provenance: Provenance) -> Told {
        let number = usize::try_from(place).ok().and_then(|place| self.long.get(place));
        number.map_or(Told::NOTHING, |number| Told::new(ToldValue::Number(*number), provenance))
    }

    /// Puts what was told of the fact at this slot; without effect where there is no such slot.
    #[inline]
    pub fn tell(&mut self, slot: usize, told: Told) {
        let Some(value) = told.value() else { return self.put(slot, Cell::Nothing) };
        let provenance = told.provenance();
        let cell = match value {
            ToldValue::None => Cell::None(provenance),
            ToldValue::Truth(truth) => Cell::Truth(provenance, truth),
            ToldValue::Number(number) => match ShortNumber::of(number) {
                Some(number) => Cell::Number(provenance, number),
                None => self.long_cell(number, provenance),
            },
            ToldValue::Date(date) => Cell::Date(provenance, date),
            ToldValue::Choice(place) => Cell::Choice(provenance, place),
            ToldValue::Members(bits) => Cell::Members(provenance, bits),
            ToldValue::Measure(number) => Cell::Measure(provenance, number),
        };
        self.put(slot, cell);
    }

    /// The same where nothing was told before; whether that was so.
    #[inline]
    pub fn tell_first(&mut self, slot: usize, told: Told) -> bool {
        let is_first = matches!(self.cells.get(slot), Some(Cell::Nothing));
        if is_first {
            self.tell(slot, told);
        }
        is_first
    }

    #[inline]
    fn put(&mut self, slot: usize, cell: Cell) {
        if let Some(place) = self.cells.get_mut(slot) {
            *place = cell;
        }
    }

    #[cold]
    fn long_cell(&mut self, number: Number, provenance: Provenance) -> Cell {
        // As many numbers as a file can hold are counted in 32 bits.
        let Ok(place) = u32::try_from(self.long.len()) else { return Cell::Nothing };
        self.long.push(number);
        Cell::Long(provenance, place)
    }

    /// What was told of each fact, in the order of the slots.
    pub fn iter(&self) -> impl Iterator<Item = Told> {
        (0..self.cells.len()).map(|slot| self.told(slot))
    }

    /// Of how many facts something was told.
    pub fn count(&self) -> usize {
        self.cells.iter().filter(|cell| !matches!(cell, Cell::Nothing)).count()
    }
}

impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Row {}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Just, Strategy, any, prop_assert_eq, prop_oneof, proptest};

    use super::*;

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
            any::<usize>().prop_map(ToldValue::Measure),
        ]
    }

    #[test]
    fn a_cell_is_small() {
        assert_eq!(size_of::<Cell>(), 16);
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
        fn what_was_told_last_is_kept(told in proptest::collection::vec((0_usize..4, value(), 0_usize..4), 0..20)) {
            let (mut row, mut plain) = (Row::of_nothing(4), [Told::NOTHING; 4]);
            for (slot, value, provenance) in told {
                plain[slot] = Told::new(value, Provenance::ALL[provenance]);
                row.tell(slot, plain[slot]);
            }
            prop_assert_eq!(row.iter().collect::<Vec<_>>(), plain);
        }
    }
}
