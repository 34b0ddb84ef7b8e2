//! What a member is called: a short name lies where it is used, a long one elsewhere.

use std::fmt;

/// As many bytes lie in the id itself.
const SHORT: usize = 22;

/// The id of a member.
#[derive(Clone, PartialEq, Eq)]
pub enum MemberId {
    /// So many bytes, and behind them zeros.
    // INVARIANT: the bytes are those of a text, so that equal ids are equal bytes.
    Short(u8, [u8; SHORT]),
    // INVARIANT: longer than a short one can be.
    Long(Box<str>),
}

impl MemberId {
    /// The id.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Short(length, bytes) => {
                let text = bytes.get(..usize::from(*length)).and_then(|bytes| std::str::from_utf8(bytes).ok());
                text.unwrap_or_default()
            }
            Self::Long(id) => id,
        }
    }
}

impl From<&str> for MemberId {
    #[inline]
    fn from(id: &str) -> Self {
        let mut bytes = [0; SHORT];
        match (bytes.get_mut(..id.len()), u8::try_from(id.len())) {
            (Some(out), Ok(length)) => {
                out.copy_from_slice(id.as_bytes());
                Self::Short(length, bytes)
            }
            _ => Self::Long(id.into()),
        }
    }
}

/// Ids are what a family told, so they are not shown.
impl fmt::Debug for MemberId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("MemberId(..)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::*;

    proptest! {
        #[test]
        fn an_id_is_the_text_it_was_made_of(one in ".{0,12}", other in ".{0,12}") {
            let (id, second) = (MemberId::from(one.as_str()), MemberId::from(other.as_str()));
            prop_assert_eq!(id.as_str(), one.as_str());
            prop_assert_eq!(id == second, one == other);
        }
    }

    #[test]
    fn only_long_ids_lie_elsewhere() {
        for (length, is_short) in [(0, true), (SHORT, true), (SHORT + 1, false), (300, false)] {
            let text = "a".repeat(length);
            let id = MemberId::from(text.as_str());
            assert_eq!((id.as_str(), matches!(id, MemberId::Short(..))), (text.as_str(), is_short));
        }
        assert_eq!(size_of::<MemberId>(), 24);
        assert_eq!(format!("{:?}", MemberId::from("anna")), "MemberId(..)");
    }
}
