//! Columns made row by row, item by item.

use super::{
    frame::{Coordinates, Extent, Word},
    port::Port,
    possible::Truth,
    values::Values,
};

/// The truths of a row, put together into machine words.
struct Bits {
    word: Word,
    bit: usize,
    items: usize,
}

impl Bits {
    /// For rows of so many items, at least one.
    fn new(items: usize) -> Self {
        Self { word: Word::UNKNOWN, bit: 0, items }
    }

    #[inline]
    fn push(&mut self, values: &mut Values, truth: Truth) {
        self.word.decide(self.bit, truth);
        self.bit = self.bit.wrapping_add(1);
        let is_end = self.bit == self.items;
        if is_end || self.bit.is_multiple_of(64) {
            values.words.push(self.word);
            self.word = Word::UNKNOWN;
        }
        if is_end {
            self.bit = 0;
        }
    }
}

/// Goes through the cells of a column, row by row, with the coordinates of each.
#[inline]
pub(super) fn cells(extent: &Extent, mut cell: impl FnMut(Coordinates)) {
    if extent.alone {
        return cell([0; 3]);
    }
    for row in 0..extent.rows {
        for item in 0..extent.items {
            cell(if extent.pair { [row, item, 0] } else { [item, 0, 0] });
        }
    }
}

/// Goes through the cells of a column, row by row, with the places that each reads.
#[inline]
pub(super) fn places<const N: usize>(extent: &Extent, ports: [&Port<'_>; N], mut cell: impl FnMut([usize; N])) {
    if extent.alone {
        return cell(ports.map(|port| port.at([0; 3])));
    }
    let inner = usize::from(extent.pair);
    let steps = ports.map(|port| port.step(inner));
    if steps.iter().any(Option::is_none) {
        return cells(extent, |at| cell(ports.map(|port| port.at(at))));
    }
    let steps = steps.map(Option::unwrap_or_default);
    for row in 0..extent.rows {
        let first = if extent.pair { [row, 0, 0] } else { [0; 3] };
        let mut at = ports.map(|port| port.at(first));
        for _ in 0..extent.items {
            cell(at);
            for (place, step) in at.iter_mut().zip(&steps) {
                *place = place.wrapping_add(*step);
            }
        }
    }
}

/// The truths of a column, item by item.
#[inline]
pub(super) fn truths(extent: &Extent, values: &mut Values, mut truth: impl FnMut(&Values, Coordinates) -> Truth) {
    if extent.alone {
        let found = truth(values, [0; 3]);
        return values.words.push(Word::all(found));
    }
    if extent.items == 0 {
        return values.add_unknown(extent);
    }
    let mut bits = Bits::new(extent.items);
    cells(extent, |at| {
        let found = truth(values, at);
        bits.push(values, found);
    });
}

/// The truths of a column that follow from the values at places.
#[inline]
pub(super) fn truths_of<const N: usize>(
    extent: &Extent,
    values: &mut Values,
    ports: [&Port<'_>; N],
    truth: impl Fn(&Values, [usize; N]) -> Truth,
) {
    if extent.alone {
        let found = truth(values, ports.map(|port| port.at([0; 3])));
        return values.words.push(Word::all(found));
    }
    if extent.items == 0 {
        return values.add_unknown(extent);
    }
    let mut bits = Bits::new(extent.items);
    places(extent, ports, |at| {
        let found = truth(values, at);
        bits.push(values, found);
    });
}
