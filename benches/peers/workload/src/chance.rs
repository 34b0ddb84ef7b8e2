//! Chance from a seed.

/// The generator `splitmix64`: the same numbers on every machine.
#[derive(Debug)]
pub struct Chance(u64);

impl Chance {
    /// Begins with a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u32) -> u32 {
        u32::try_from(self.next() % u64::from(end)).expect("it is below `end`")
    }

    /// Something of a list.
    pub fn of<T: Copy>(&mut self, list: &[T]) -> T {
        let place = self.below(u32::try_from(list.len()).expect("lists are short"));
        list[place as usize]
    }

    /// Whether something happens that happens so many times of a hundred.
    pub fn percent(&mut self, times: u32) -> bool {
        self.below(100) < times
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}
