//! Sixty-four lanes in a machine word, or in two: logic and comparisons of all of them at once.

use crate::check::Comparison;

/// Two bits for each of 64 lanes. Of truths: whether each can be true, and whether it surely is. Of numbers: whether each
/// is known (a number, or that there is none), and whether it is none.
pub(super) type Word = [u64; 2];

pub(super) const TRUE: Word = [u64::MAX, u64::MAX];
pub(super) const FALSE: Word = [0, 0];
pub(super) const UNKNOWN: Word = [u64::MAX, 0];

/// A number of which every lane is known.
pub(super) const KNOWN: Word = [u64::MAX, 0];
/// A number of which no lane is known.
pub(super) const OPEN: Word = [0, 0];

/// The same truth in all lanes.
#[inline]
pub(super) fn same(truth: bool) -> Word {
    if truth { TRUE } else { FALSE }
}

/// Both hold.
#[inline]
pub(super) fn and(one: Word, two: Word) -> Word {
    [one[0] & two[0], one[1] & two[1]]
}

/// One of them holds.
#[inline]
pub(super) fn or(one: Word, two: Word) -> Word {
    [one[0] | two[0], one[1] | two[1]]
}

/// It does not hold.
#[inline]
pub(super) fn not([possible, sure]: Word) -> Word {
    [!sure, !possible]
}

/// The one truth where a condition holds, the other where it does not.
#[inline]
pub(super) fn choose([can, is]: Word, [yes, surely]: Word, [no, never]: Word) -> Word {
    [can & yes | !is & no, is & surely | !can & never | surely & never]
}

/// What was told, and what silence means where nothing was told; what cannot be held is unknown.
#[inline]
pub(super) fn told(bits: u64, (told, untold): (u64, u64), [possible, sure]: Word) -> Word {
    let other = !(told | untold);
    [bits & told | possible & untold | other, bits & told | sure & untold]
}

/// There is no such number.
#[inline]
pub(super) fn is_none([known, none]: Word) -> Word {
    [!known | none, none]
}

/// What is known of two numbers together: both, or that one is none.
#[inline]
pub(super) fn both([one, none]: Word, [two, neither]: Word) -> Word {
    let none = none | neither;
    [one & two | none, none]
}

/// A comparison of numbers of which some are known and some are none: with none nothing holds.
#[inline]
pub(super) fn compared(holds: u64, [known, none]: Word) -> Word {
    [(holds | !known) & !none, holds & known & !none]
}

/// So many lanes, from the lowest bit on.
#[inline]
pub(super) fn first_lanes(count: usize) -> u64 {
    if count < 64 { !(u64::MAX << count) } else { u64::MAX }
}

/// Calls with the place of each bit that is set.
#[inline]
pub(super) fn each_bit(mut bits: u64, mut each: impl FnMut(usize)) {
    while bits != 0 {
        each(usize::try_from(bits.trailing_zeros()).unwrap_or(0));
        bits &= bits.wrapping_sub(1);
    }
}

/// In which of up to 64 lanes something holds.
#[inline]
pub(super) fn lanes_where<T>(lanes: impl Iterator<Item = T>, holds: impl Fn(T) -> bool) -> u64 {
    lanes.zip(0_u32..).fold(0, |found, (lane, place)| found | u64::from(holds(lane)) << (place % 64))
}

/// In which lanes a number stands so to a bound.
#[inline]
pub(super) fn against(order: Comparison, lanes: &[i64], bound: i64) -> u64 {
    let lanes = lanes.iter();
    match order {
        Comparison::Equal => lanes_where(lanes, |lane| *lane == bound),
        Comparison::NotEqual => lanes_where(lanes, |lane| *lane != bound),
        Comparison::Less => lanes_where(lanes, |lane| *lane < bound),
        Comparison::AtMost => lanes_where(lanes, |lane| *lane <= bound),
        Comparison::Greater => lanes_where(lanes, |lane| *lane > bound),
        Comparison::AtLeast => lanes_where(lanes, |lane| *lane >= bound),
    }
}

/// In which lanes two numbers stand so to each other.
pub(super) fn between(order: Comparison, left: &[i64], right: &[i64]) -> u64 {
    lanes_where(left.iter().zip(right), |(one, two)| match order {
        Comparison::Equal => one == two,
        Comparison::NotEqual => one != two,
        Comparison::Less => one < two,
        Comparison::AtMost => one <= two,
        Comparison::Greater => one > two,
        Comparison::AtLeast => one >= two,
    })
}
