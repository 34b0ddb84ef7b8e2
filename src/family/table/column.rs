//! One fact of many families or members.

use std::fmt;

use crate::{
    family::model::{Told, ToldValue},
    value::{Date, Number, Provenance},
};

/// The values of one fact: one for each family, or one for each member of all families, in their order.
///
/// Where nothing is known of a fact, [`told`](Self::told) says so; where there is no such thing (of an optional fact),
/// [`none`](Self::none) does. The value that stands there is not read then.
#[derive(Clone, Copy)]
pub struct FactColumn<'a> {
    pub(super) values: Values<'a>,
    pub(super) told: Option<&'a [bool]>,
    pub(super) none: Option<&'a [bool]>,
    pub(super) provenance: Provenance,
}

/// Counts only: it holds what families told.
impl fmt::Debug for FactColumn<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("FactColumn").field("rows", &self.values.len()).finish_non_exhaustive()
    }
}

/// Values as they are handed over.
#[derive(Clone, Copy)]
pub(super) enum Values<'a> {
    Truths(&'a [bool]),
    Numbers(&'a [i64]),
    Dates(&'a [Date]),
    Choices(&'a [u8], &'a [&'a str]),
    Members(&'a [u64]),
}

impl Values<'_> {
    /// How many there are.
    pub fn len(self) -> usize {
        match self {
            Self::Truths(values) => values.len(),
            Self::Numbers(values) => values.len(),
            Self::Dates(values) => values.len(),
            Self::Choices(values, _) => values.len(),
            Self::Members(values) => values.len(),
        }
    }
}

impl<'a> FactColumn<'a> {
    /// Yes or no.
    #[must_use]
    pub fn truths(values: &'a [bool]) -> Self {
        Self::of(Values::Truths(values))
    }

    /// Numbers in the smallest parts of the fact: money that has two digits after the point is given in kopecks.
    #[must_use]
    pub fn numbers(values: &'a [i64]) -> Self {
        Self::of(Values::Numbers(values))
    }

    /// Days; of a month its first.
    #[must_use]
    pub fn dates(values: &'a [Date]) -> Self {
        Self::of(Values::Dates(values))
    }

    /// Named values, by their places among some names.
    #[must_use]
    pub fn choices(values: &'a [u8], names: &'a [&'a str]) -> Self {
        Self::of(Values::Choices(values, names))
    }

    /// Members of the same family, a bit each: the lowest is the first member.
    #[must_use]
    pub fn members(values: &'a [u64]) -> Self {
        Self::of(Values::Members(values))
    }

    /// Where something was told: everywhere, unless it is said.
    #[must_use]
    pub fn told(self, told: &'a [bool]) -> Self {
        Self { told: Some(told), ..self }
    }

    /// Where there is no such thing, as of the income of who has none; nowhere, unless it is said.
    #[must_use]
    pub fn none(self, none: &'a [bool]) -> Self {
        Self { none: Some(none), ..self }
    }

    /// Where the values come from; declared, unless it is said.
    #[must_use]
    pub fn coming_from(self, provenance: Provenance) -> Self {
        Self { provenance, ..self }
    }

    fn of(values: Values<'a>) -> Self {
        Self { values, told: None, none: None, provenance: Provenance::Declared }
    }
}

/// A column that was checked.
pub struct TableColumn<'a> {
    /// The slot of its fact.
    pub slot: usize,
    /// The values.
    pub cells: Cells<'a>,
    /// Where something was told; nothing where it was everywhere.
    pub told: Option<&'a [bool]>,
    /// Where there is no such thing; nothing where there is no such place.
    pub none: Option<&'a [bool]>,
    /// Where the values come from.
    pub provenance: Provenance,
}

/// Values of a column that was checked.
pub enum Cells<'a> {
    /// Yes or no.
    Truths(&'a [bool]),
    /// So many parts, of which so many make one.
    Numbers(&'a [i64], i128),
    /// Days, and the latest of them.
    Dates(&'a [Date], Date),
    /// Which named value each one is, by its own place among all of the fact.
    Choices(&'a [u8], Vec<u8>),
    /// Members of the family, a bit each.
    Members(&'a [u64]),
}

impl TableColumn<'_> {
    /// Whether a day at some place is after another.
    pub fn has_after(&self, day: Date) -> bool {
        matches!(self.cells, Cells::Dates(_, latest) if latest > day)
    }

    /// Whether the day that is told at a place is after another.
    pub fn is_after(&self, place: usize, day: Date) -> bool {
        matches!(self.told(place).value(), Some(ToldValue::Date(told)) if told > day)
    }

    /// What is told at a place.
    pub fn told(&self, place: usize) -> Told {
        let is = |marks: Option<&[bool]>| marks.and_then(|marks| marks.get(place).copied());
        if is(self.told) == Some(false) {
            return Told::NOTHING;
        }
        let value = if is(self.none) == Some(true) { Some(ToldValue::None) } else { self.cells.value(place) };
        value.map_or(Told::NOTHING, |value| Told::new(value, self.provenance))
    }
}

impl Cells<'_> {
    fn value(&self, place: usize) -> Option<ToldValue> {
        Some(match self {
            Self::Truths(values) => ToldValue::Truth(*values.get(place)?),
            Self::Numbers(values, parts) => ToldValue::Number(Number::new((*values.get(place)?).into(), *parts)?),
            Self::Dates(values, _) => ToldValue::Date(*values.get(place)?),
            Self::Choices(values, places) => ToldValue::Choice(*places.get(usize::from(*values.get(place)?))?),
            Self::Members(values) => ToldValue::Members(*values.get(place)?),
        })
    }
}
