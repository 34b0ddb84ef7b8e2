//! Truths of one scope of a family: those of the family are two bits, those of its members a machine word for each.

use super::super::word::{self, Word};

/// The truths of a column: of each lane whether it can be true, and whether it surely is.
pub(super) trait Logic: Copy {
    const UNKNOWN: Self;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Twin(u8);

impl Logic for Twin {
    const UNKNOWN: Self = Self(0b01);

    #[inline]
    fn of([possible, sure]: Word) -> Self {
        Self(u8::from(possible & 1 == 1) | u8::from(sure & 1 == 1) << 1)
    }

    #[inline]
    fn word(self) -> Word {
        [self.0 & 1, self.0 >> 1].map(|bit| 0_u64.wrapping_sub(bit.into()))
    }

    #[inline]
    fn can(self) -> u64 {
        self.0.into()
    }

    #[inline]
    fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    #[inline]
    fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[inline]
    fn not(self) -> Self {
        // Surely false is no longer possible.
        Self((self.0 >> 1 | self.0 << 1) & 0b11 ^ 0b11)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_bits_say_what_machine_words_say() {
        let truths = [word::FALSE, word::UNKNOWN, word::TRUE];
        for one in truths {
            let twin = Twin::of(one);
            assert_eq!((twin.word(), twin.can() & 1), (one, one[0] & 1));
            assert_eq!(Logic::not(twin).word(), word::not(one));
            for two in truths {
                assert_eq!(Logic::and(twin, Twin::of(two)).word(), word::and(one, two));
                assert_eq!(Logic::or(twin, Twin::of(two)).word(), word::or(one, two));
            }
        }
    }
}
