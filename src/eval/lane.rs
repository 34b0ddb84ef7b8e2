//! Columns made row by row, item by item.

use super::{
    fixed::Short,
    frame::{Coordinates, Extent, Word},
    port::Port,
    possible::Truth,
    values::Values,
};

/// The truths of a row, put together into machine words.
struct Bits {
    /// What of the items until now can be true, and what can be false.
    word: Word,
    /// The item that comes next.
    item: usize,
    items: usize,
}

impl Bits {
    /// For rows of so many items, at least one.
    fn new(items: usize) -> Self {
        Self { word: Word { yes: 0, no: 0 }, item: 0, items }
    }

    #[inline]
    fn push(&mut self, values: &mut Values, truth: Truth) {
        let bit = self.item % 64;
        self.word.yes |= u64::from(truth.yes) << bit;
        self.word.no |= u64::from(truth.no) << bit;
        self.item = self.item.wrapping_add(1);
        if self.item == self.items {
            // Beyond the items every bit is undecided.
            let beyond = if bit == 63 { 0 } else { u64::MAX << bit << 1 };
            self.end(values, beyond);
            self.item = 0;
        } else if bit == 63 {
            self.end(values, 0);
        }
    }

    fn end(&mut self, values: &mut Values, beyond: u64) {
        values.words.push(Word { yes: self.word.yes | beyond, no: self.word.no | beyond });
        self.word = Word { yes: 0, no: 0 };
    }
}

/// Goes through the bits that are set.
#[inline]
pub(super) fn each_bit(mut bits: u64, mut bit: impl FnMut(usize)) {
    while bits != 0 {
        bit(usize::try_from(bits.trailing_zeros()).unwrap_or(0));
        bits &= bits.wrapping_sub(1);
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

/// The truths of a column that follow from two numbers each.
#[inline]
pub(super) fn truths_of_both(
    extent: &Extent,
    values: &mut Values,
    (x, y): (&Port<'_>, &Port<'_>),
    truth: impl Fn(&Values, &Short, &Short) -> Truth,
) {
    let inner = usize::from(extent.pair);
    let steps = (x.step(inner), y.step(inner));
    let is_in_step = matches!(steps, (Some(0 | 1), Some(0 | 1)));
    if extent.alone || extent.words > 1 || extent.items == 0 || !is_in_step {
        return truths_of(extent, values, [x, y], |values, [x, y]| truth(values, &values.span(x), &values.span(y)));
    }
    for row in 0..extent.rows {
        let at = if extent.pair { [row, 0, 0] } else { [0; 3] };
        let (x, y) = ((x.at(at), steps.0), (y.at(at), steps.1));
        let found = row_of_both(values, extent.items, (x, y), &truth);
        values.words.push(found);
    }
}

/// A number or a row of numbers: the place and how far apart they lie.
type Row = (usize, Option<usize>);

/// The truths of a row of so many items, at least one and no more than a machine word has.
#[inline]
fn row_of_both(
    values: &Values,
    items: usize,
    (x, y): (Row, Row),
    truth: &impl Fn(&Values, &Short, &Short) -> Truth,
) -> Word {
    let (one_x, one_y) = (values.span(x.0), values.span(y.0));
    let (all_x, all_y) = (values.row(x, items), values.row(y, items));
    // What is beyond the items stays undecided; so is what has no value.
    let mut word = Word { yes: 0, no: 0 };
    let mut bit = 1_u64;
    let mut add = |truth: Truth| {
        word = word.with(bit, truth);
        bit = bit.wrapping_shl(1);
    };
    match (all_x, all_y) {
        (Some(x), Some(y)) => x.iter().zip(y).for_each(|(x, y)| add(truth(values, x, y))),
        (Some(x), None) => x.iter().for_each(|x| add(truth(values, x, &one_y))),
        (None, Some(y)) => y.iter().for_each(|y| add(truth(values, &one_x, y))),
        (None, None) => return Word::all(truth(values, &one_x, &one_y)),
    }
    let beyond = if items < 64 { u64::MAX << items } else { 0 };
    Word { yes: word.yes | beyond, no: word.no | beyond }
}
