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

/// Up to 64 bits that lie side by side, from the lowest on.
#[inline]
pub(super) fn bits_of(words: &[u64], begin: usize, end: usize) -> u64 {
    let (word, shift) = (begin / 64, begin % 64);
    let low = words.get(word).copied().unwrap_or(0) >> shift;
    let high = words.get(word.wrapping_add(1)).filter(|_| shift > 0).map_or(0, |high| high << (64 - shift));
    (low | high) & first_lanes(end.wrapping_sub(begin))
}

/// Sets up to 64 bits that lie side by side, where those of some are set.
#[inline]
pub(super) fn put_bits(words: &mut [u64], begin: usize, bits: u64) {
    let (word, shift) = (begin / 64, begin % 64);
    if let Some(low) = words.get_mut(word) {
        *low |= bits << shift;
    }
    if let Some(high) = words.get_mut(word.wrapping_add(1)).filter(|_| shift > 0) {
        *high |= bits >> (64 - shift);
    }
}

/// Up to 64 lanes that lie side by side, from the lowest bit on.
#[inline]
pub(super) fn lanes_of(words: &[Word], begin: usize, end: usize) -> Word {
    let (word, shift) = (begin / 64, begin % 64);
    let mut found = words.get(word).map_or(FALSE, |low| low.map(|low| low >> shift));
    if let Some([one, two]) = words.get(word.wrapping_add(1)).filter(|_| shift > 0) {
        found = [found[0] | one << (64 - shift), found[1] | two << (64 - shift)];
    }
    let there = first_lanes(end.wrapping_sub(begin));
    [found[0] & there, found[1] & there]
}

/// Puts up to 64 lanes side by side where none is set.
#[inline]
pub(super) fn put_lanes(words: &mut [Word], (begin, end): (usize, usize), lanes: Word) {
    let (word, shift) = (begin / 64, begin % 64);
    let there = first_lanes(end.wrapping_sub(begin));
    let lanes = lanes.map(|lanes| lanes & there);
    if let Some(low) = words.get_mut(word) {
        *low = or(*low, lanes.map(|lanes| lanes << shift));
    }
    if let Some(high) = words.get_mut(word.wrapping_add(1)).filter(|_| shift > 0) {
        *high = or(*high, lanes.map(|lanes| lanes >> (64 - shift)));
    }
}

/// A byte of one for each of eight bits that is set.
#[inline]
pub(super) fn bytes_of(bits: u64) -> u64 {
    let own = (bits & 0xff).wrapping_mul(0x0101_0101_0101_0101) & 0x8040_2010_0804_0201;
    (own.wrapping_add(0x7f7f_7f7f_7f7f_7f7f) | own) >> 7 & 0x0101_0101_0101_0101
}

/// In which of up to 64 lanes something holds, given as its highest bit. Eight lanes at a time, so that machines do it side
/// by side.
#[inline]
fn highest_bits(lanes: &[i64], highest: impl Fn(i64) -> u64) -> u64 {
    let mut found = [0_u64; 8];
    let mut take = |place: usize, lanes: &[i64]| {
        for (found, lane) in found.iter_mut().zip(lanes) {
            *found |= highest(*lane) >> 63 << (place.wrapping_mul(8) % 64);
        }
    };
    match <&[i64; 64]>::try_from(lanes) {
        // Nearly always all lanes are there, and how many they are is known beforehand.
        Ok(lanes) => lanes.chunks_exact(8).enumerate().for_each(|(place, lanes)| take(place, lanes)),
        Err(_) => lanes.chunks(8).enumerate().for_each(|(place, lanes)| take(place, lanes)),
    }
    found.into_iter().zip(0_u32..).fold(0, |all, (found, place)| all | found << place)
}

/// In which of up to 64 lanes something holds.
#[inline]
pub(super) fn lanes_where<T>(lanes: impl Iterator<Item = T>, holds: impl Fn(T) -> bool) -> u64 {
    lanes.zip(0_u32..).fold(0, |found, (lane, place)| found | u64::from(holds(lane)) << (place % 64))
}

/// In which of up to 64 lanes something holds; all of them at once, where machines can.
#[inline]
fn bits_where<T: Copy>(lanes: &[T], holds: impl Fn(T) -> bool) -> u64 {
    let mut bytes = [0_u8; 64];
    match <&[T; 64]>::try_from(lanes) {
        // Nearly always all lanes are there, and how many they are is known beforehand.
        Ok(lanes) => bytes.iter_mut().zip(lanes).for_each(|(byte, lane)| *byte = u8::from(holds(*lane))),
        Err(_) => bytes.iter_mut().zip(lanes).for_each(|(byte, lane)| *byte = u8::from(holds(*lane))),
    }
    packed(&bytes)
}

/// In which of up to 64 lanes a byte is one of some that follow each other: the first, and so many more.
#[inline]
pub(super) fn bytes_within(lanes: &[u8], (first, more): (u8, u8)) -> u64 {
    bits_where(lanes, |lane| lane.wrapping_sub(first) <= more)
}

/// In which lanes a number stands so to a bound, where 32 bits hold both.
#[inline]
pub(super) fn against_short(order: Comparison, lanes: &[i64], bound: i32) -> u64 {
    let short = |lane: i64| {
        let [one, two, three, four, ..] = lane.to_le_bytes();
        i32::from_le_bytes([one, two, three, four])
    };
    let there = first_lanes(lanes.len());
    // One loop for each, without a choice in it.
    match order {
        Comparison::Equal => bits_where(lanes, |lane| short(lane) == bound),
        Comparison::NotEqual => !bits_where(lanes, |lane| short(lane) == bound) & there,
        Comparison::Less => bits_where(lanes, |lane| short(lane) < bound),
        Comparison::AtLeast => !bits_where(lanes, |lane| short(lane) < bound) & there,
        Comparison::Greater => bits_where(lanes, |lane| short(lane) > bound),
        Comparison::AtMost => !bits_where(lanes, |lane| short(lane) > bound) & there,
    }
}

/// The lowest bit of each byte.
#[inline]
pub(super) fn packed(bytes: &[u8; 64]) -> u64 {
    let (eights, _) = bytes.as_chunks::<8>();
    eights.iter().zip(0_u32..).fold(0, |all, (eight, place)| {
        all | u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56 << (place.wrapping_mul(8) % 64)
    })
}

/// Of the difference of two numbers: in the highest bit, whether it stands so to nothing.
#[inline]
fn stands(order: Comparison, difference: i64) -> u64 {
    // INVARIANT: numbers of a plan are so small that no difference of two wraps; what does is of a lane that is not known.
    let (less, more) = (difference.cast_unsigned(), difference.wrapping_neg().cast_unsigned());
    match order {
        Comparison::Equal => !(less | more),
        Comparison::NotEqual => less | more,
        Comparison::Less => less,
        Comparison::AtLeast => !less,
        Comparison::Greater => more,
        Comparison::AtMost => !more,
    }
}

/// In which lanes a number stands so to a bound.
#[inline]
pub(super) fn against(order: Comparison, lanes: &[i64], bound: i64) -> u64 {
    let by = |order: Comparison| highest_bits(lanes, |lane| stands(order, lane.wrapping_sub(bound)));
    // One loop for each, without a choice in it.
    match order {
        Comparison::Equal => by(Comparison::Equal),
        Comparison::NotEqual => by(Comparison::NotEqual),
        Comparison::Less => by(Comparison::Less),
        Comparison::AtMost => by(Comparison::AtMost),
        Comparison::Greater => by(Comparison::Greater),
        Comparison::AtLeast => by(Comparison::AtLeast),
    }
}

/// In which lanes two numbers stand so to each other.
#[inline]
pub(super) fn between(order: Comparison, left: &[i64], right: &[i64]) -> u64 {
    if let ([one], [two]) = (left, right) {
        return u64::from(order.holds(one.cmp(two)));
    }
    let mut found = [0_i64; 64];
    for (found, (one, two)) in found.iter_mut().zip(left.iter().zip(right)) {
        *found = one.wrapping_sub(*two);
    }
    against(order, found.get(..left.len().min(right.len())).unwrap_or(&found), 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, prop_assert_eq, proptest};

    #[test]
    fn lanes_are_read_across_machine_words() {
        let words = [[1 << 63, 1 << 62], [0b101, 0b010], [u64::MAX; 2]];
        assert_eq!(lanes_of(&words, 62, 67), [0b10110, 0b01001]);
        assert_eq!(lanes_of(&words, 64, 67), [0b101, 0b010]);
        assert_eq!(lanes_of(&words, 63, 127), [0b1011, 0b0100]);
        assert_eq!(lanes_of(&words, 5, 5), FALSE);
        assert_eq!(lanes_of(&words, 128, 192), TRUE);
        assert_eq!(lanes_of(&[], 3, 9), FALSE);
    }

    proptest! {
        #[test]
        fn what_was_put_is_read(begin in 0_usize..70, count in 1_usize..=64, one in any::<u64>(), two in any::<u64>()) {
            let there = first_lanes(count);
            let (mut words, mut bits) = ([FALSE; 3], [0; 3]);
            put_lanes(&mut words, (begin, begin + count), [one, two]);
            put_bits(&mut bits, begin, one & there);
            prop_assert_eq!(lanes_of(&words, begin, begin + count), [one & there, two & there]);
            prop_assert_eq!(bits_of(&bits, begin, begin + count), one & there);
            prop_assert_eq!(words.iter().map(|word| word[0].count_ones()).sum::<u32>(), (one & there).count_ones());
        }

        #[test]
        fn each_lane_is_compared(lanes in proptest::collection::vec(-9_i64..9, 0..=64), bound in -9_i64..9) {
            for order in [Comparison::Equal, Comparison::NotEqual, Comparison::Less, Comparison::AtMost, Comparison::Greater, Comparison::AtLeast] {
                let wanted = lanes_where(lanes.iter(), |lane| order.holds(lane.cmp(&bound)));
                prop_assert_eq!(against(order, &lanes, bound), wanted);
                prop_assert_eq!(against_short(order, &lanes, bound.try_into().unwrap()), wanted);
                prop_assert_eq!(between(order, &lanes, &vec![bound; lanes.len()]), wanted);
            }
        }

        #[test]
        fn each_byte_is_compared(lanes in proptest::collection::vec(0_u8..5, 0..=64), first in 0_u8..5, more in 0_u8..3) {
            let found = bytes_within(&lanes, (first, more));
            prop_assert_eq!(found, lanes_where(lanes.iter(), |lane| (first..=first + more).contains(lane)));
        }

        #[test]
        fn bits_become_bytes(bits in any::<u8>()) {
            let bytes = bytes_of(bits.into()).to_le_bytes();
            prop_assert_eq!(bytes.map(u64::from), std::array::from_fn(|place| u64::from(bits >> place & 1)));
        }
    }
}
