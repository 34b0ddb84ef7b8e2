//! Where a fact comes from, and which origins suffice.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a fact comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Provenance {
    /// Told by the family.
    Declared,
    /// Shown by a document.
    Document,
    /// Found in a state registry.
    Registry,
    /// Established by a specialist.
    Assessed,
}

impl Provenance {
    /// Every provenance there is.
    pub const ALL: [Self; 4] = [Self::Declared, Self::Document, Self::Registry, Self::Assessed];

    /// Its place in the bit set.
    const fn bit(self) -> u8 {
        match self {
            Self::Declared => 1,
            Self::Document => 2,
            Self::Registry => 4,
            Self::Assessed => 8,
        }
    }
}

/// The provenances that suffice for a fact, as a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Accepts(u8);

impl Accepts {
    /// Any provenance suffices.
    pub const ALL: Self = Self(1 | 2 | 4 | 8);

    /// Whether this provenance suffices.
    #[must_use]
    pub const fn accepts(self, provenance: Provenance) -> bool {
        self.0 & provenance.bit() != 0
    }

    /// These, and one more.
    #[must_use]
    pub const fn with(self, provenance: Provenance) -> Self {
        Self(self.0 | provenance.bit())
    }

    /// The provenances that suffice for both.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl FromIterator<Provenance> for Accepts {
    fn from_iter<I: IntoIterator<Item = Provenance>>(provenances: I) -> Self {
        Self(provenances.into_iter().fold(0, |set, it| set | it.bit()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prelude::*, sample::subsequence};

    #[test]
    fn all_accepts_every_provenance() {
        assert!(Provenance::ALL.into_iter().all(|it| Accepts::ALL.accepts(it)));
        assert_eq!(Accepts::from_iter(Provenance::ALL), Accepts::ALL);
    }

    #[test]
    fn a_provenance_is_read_and_written_in_snake_case() {
        let names = ["\"declared\"", "\"document\"", "\"registry\"", "\"assessed\""];
        assert_eq!(Provenance::ALL.map(|it| serde_json::to_string(&it).unwrap()), names);
        assert_eq!(names.map(|it| serde_json::from_str::<Provenance>(it).unwrap()), Provenance::ALL);
        assert!(serde_json::from_str::<Provenance>("\"Declared\"").is_err());
    }

    proptest! {
        #[test]
        fn a_set_accepts_what_it_was_made_of(
            left in subsequence(&Provenance::ALL[..], 0..=4),
            right in subsequence(&Provenance::ALL[..], 0..=4),
        ) {
            let set = |items: &[Provenance]| items.iter().copied().collect::<Accepts>();
            let both = set(&left).intersection(set(&right));
            for it in Provenance::ALL {
                prop_assert_eq!(set(&left).accepts(it), left.contains(&it));
                prop_assert_eq!(both.accepts(it), left.contains(&it) && right.contains(&it));
            }
        }
    }
}
