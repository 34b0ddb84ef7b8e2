//! Truths of one scope of a family: those of the family are two bits, those of its members a machine word for each.

use super::super::word::{self, Word};

/// The truths of a column: of each lane whether it can be true, and whether it surely is.
pub(super) trait Logic: Copy {
    const UNKNOWN: Self;
    /// That for which a machine has fresh memory at hand, however many.
    const FALSE: Self;

    fn of(word: Word) -> Self;
    /// As machine words of up to 64 lanes.
    fn word(self) -> Word;
    /// Which lanes can be true; beyond the lanes there are stands anything.
    fn can(self) -> u64;
    fn and(self, other: Self) -> Self;
    fn or(self, other: Self) -> Self;
    fn not(self) -> Self;
}

impl Logic for Word {
    const UNKNOWN: Self = word::UNKNOWN;
    const FALSE: Self = word::FALSE;

    #[inline]
    fn of(word: Word) -> Self {
        word
    }

    #[inline]
    fn word(self) -> Word {
        self
    }

    #[inline]
    fn can(self) -> u64 {
        self[0]
    }

    #[inline]
    fn and(self, other: Self) -> Self {
        word::and(self, other)
    }

    #[inline]
    fn or(self, other: Self) -> Self {
        word::or(self, other)
    }

    #[inline]
    fn not(self) -> Self {
        word::not(self)
    }
}

/// The truth of one lane: in the lowest bit whether it can be true, in the next whether it surely is.
pub(super) type Twin = u8;

impl Logic for Twin {
    const UNKNOWN: Self = 0b01;
    const FALSE: Self = 0;

    #[inline]
    fn of([possible, sure]: Word) -> Self {
        Self::from(possible & 1 == 1) | Self::from(sure & 1 == 1) << 1
    }

    #[inline]
    fn word(self) -> Word {
        [self & 1, self >> 1].map(|bit| 0_u64.wrapping_sub(bit.into()))
    }

    #[inline]
    fn can(self) -> u64 {
        self.into()
    }

    #[inline]
    fn and(self, other: Self) -> Self {
        self & other
    }

    #[inline]
    fn or(self, other: Self) -> Self {
        self | other
    }

    #[inline]
    fn not(self) -> Self {
        // Surely false is no longer possible.
        (self >> 1 | self << 1) & 0b11 ^ 0b11
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_bits_say_what_machine_words_say() {
        let truths = [word::FALSE, word::UNKNOWN, word::TRUE];
        for one in truths {
            let twin: Twin = Logic::of(one);
            assert_eq!((twin.word(), twin.can() & 1), (one, one[0] & 1));
            assert_eq!(Logic::not(twin).word(), word::not(one));
            for two in truths {
                assert_eq!(Logic::and(twin, Logic::of(two)).word(), word::and(one, two));
                assert_eq!(Logic::or(twin, Logic::of(two)).word(), word::or(one, two));
            }
        }
    }
}
