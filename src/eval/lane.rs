//! Columns made row by row, item by item, from one value or two.

use super::{
    frame::{Coordinates, Extent, Word},
    port::{Lane, Port, Possible},
    possible::Truth,
};

/// The truths of a row, put together into machine words.
struct Bits<'w> {
    words: &'w mut Vec<Word>,
    word: Word,
    bit: usize,
}

impl<'w> Bits<'w> {
    fn new(words: &'w mut Vec<Word>) -> Self {
        Self { words, word: Word::UNKNOWN, bit: 0 }
    }

    #[inline]
    fn push(&mut self, truth: Truth) {
        if self.bit == 64 {
            self.words.push(self.word);
            (self.word, self.bit) = (Word::UNKNOWN, 0);
        }
        self.word.decide(self.bit, truth);
        self.bit = self.bit.wrapping_add(1);
    }

    /// The last word of a row; a row of no items has one too.
    fn end(self) {
        self.words.push(self.word);
    }
}

/// The truths of a column, item by item.
#[inline]
pub(super) fn truths(extent: Extent, words: &mut Vec<Word>, mut truth: impl FnMut(Coordinates) -> Truth) {
    if extent.alone {
        return words.push(Word::all(truth([0; 3])));
    }
    for row in 0..extent.rows {
        let mut bits = Bits::new(words);
        extent.row(row).for_each(|at| bits.push(truth(at)));
        bits.end();
    }
}

/// The truths of a column that follow from one value each.
#[inline]
pub(super) fn truths_of<T: Possible>(
    extent: Extent,
    words: &mut Vec<Word>,
    x: &Port<'_, T>,
    truth: impl Fn(&T) -> Truth,
) {
    if extent.alone {
        return words.push(Word::all(truth(x.at([0; 3]))));
    }
    for row in 0..extent.rows {
        let mut bits = Bits::new(words);
        match x.lane(extent, row) {
            Lane::Each(values) => values.iter().for_each(|value| bits.push(truth(value))),
            _ => extent.row(row).for_each(|at| bits.push(truth(x.at(at)))),
        }
        bits.end();
    }
}

/// The truths of a column that follow from two values each.
#[inline]
pub(super) fn truths_of_both<T: Possible>(
    extent: Extent,
    words: &mut Vec<Word>,
    (x, y): (&Port<'_, T>, &Port<'_, T>),
    truth: impl Fn(&T, &T) -> Truth,
) {
    if extent.alone {
        return words.push(Word::all(truth(x.at([0; 3]), y.at([0; 3]))));
    }
    for row in 0..extent.rows {
        let mut bits = Bits::new(words);
        match (x.lane(extent, row), y.lane(extent, row)) {
            (Lane::Each(x), Lane::One(y)) => x.iter().for_each(|x| bits.push(truth(x, y))),
            (Lane::One(x), Lane::Each(y)) => y.iter().for_each(|y| bits.push(truth(x, y))),
            (Lane::Each(x), Lane::Each(y)) => x.iter().zip(y).for_each(|(x, y)| bits.push(truth(x, y))),
            _ => extent.row(row).for_each(|at| bits.push(truth(x.at(at), y.at(at)))),
        }
        bits.end();
    }
}

/// The values of a column, item by item.
#[inline]
pub(super) fn fill<T>(extent: Extent, out: &mut Vec<T>, mut value: impl FnMut(Coordinates) -> T) {
    if extent.alone {
        return out.push(value([0; 3]));
    }
    for row in 0..extent.rows {
        out.extend(extent.row(row).map(&mut value));
    }
}

/// The values of a column that follow from one value each.
#[inline]
pub(super) fn fill_from<T: Possible, V>(extent: Extent, out: &mut Vec<V>, x: &Port<'_, T>, value: impl Fn(&T) -> V) {
    if extent.alone {
        return out.push(value(x.at([0; 3])));
    }
    for row in 0..extent.rows {
        match x.lane(extent, row) {
            Lane::Each(values) => out.extend(values.iter().map(&value)),
            _ => out.extend(extent.row(row).map(|at| value(x.at(at)))),
        }
    }
}

/// The values of a column that follow from two values each.
#[inline]
pub(super) fn fill_from_both<T: Possible, V>(
    extent: Extent,
    out: &mut Vec<V>,
    (x, y): (&Port<'_, T>, &Port<'_, T>),
    value: impl Fn(&T, &T) -> V,
) {
    if extent.alone {
        return out.push(value(x.at([0; 3]), y.at([0; 3])));
    }
    for row in 0..extent.rows {
        match (x.lane(extent, row), y.lane(extent, row)) {
            (Lane::Each(x), Lane::One(y)) => out.extend(x.iter().map(|x| value(x, y))),
            (Lane::One(x), Lane::Each(y)) => out.extend(y.iter().map(|y| value(x, y))),
            (Lane::Each(x), Lane::Each(y)) => out.extend(x.iter().zip(y).map(|(x, y)| value(x, y))),
            _ => out.extend(extent.row(row).map(|at| value(x.at(at), y.at(at)))),
        }
    }
}
