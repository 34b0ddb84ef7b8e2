//! A quick hash for the maps of one compilation. Their keys are made here from checked rules, not sent by anyone.

use std::hash::{BuildHasherDefault, Hasher};

/// Builds [`Quick`] hashers.
pub(super) type QuickState = BuildHasherDefault<Quick>;

/// Folds each word into the hash by a multiplication.
#[derive(Debug, Default)]
pub(super) struct Quick(u64);

/// An odd number without a pattern in its bits.
const FACTOR: u64 = 0xf135_7aea_2e62_a9c5;

impl Quick {
    fn fold(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(FACTOR);
    }
}

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in chunks.by_ref() {
            self.fold(chunk.try_into().map_or(0, u64::from_le_bytes));
        }
        for byte in chunks.remainder() {
            self.fold(u64::from(*byte));
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.fold(u64::from(value));
    }

    fn write_u32(&mut self, value: u32) {
        self.fold(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.fold(value);
    }

    fn write_usize(&mut self, value: usize) {
        self.fold(value as u64);
    }

    fn finish(&self) -> u64 {
        // The best bits are the upper ones; maps look at the lower ones first.
        self.0.rotate_left(26)
    }
}

#[cfg(test)]
mod tests {
    use std::hash::BuildHasher;

    use super::*;

    #[test]
    fn what_differs_in_one_place_has_another_hash() {
        let of = |value: (usize, Option<u8>, &str)| QuickState::default().hash_one(value);
        let alike =
            [of((1, None, "member")), of((2, None, "member")), of((1, Some(0), "member")), of((1, None, "members"))];
        assert!(alike.iter().skip(1).all(|hash| *hash != alike[0]));
        assert_eq!(alike[0], of((1, None, "member")));
    }
}
