//! Names of a few bytes, of which families hold many.

use std::{
    cmp::Ordering,
    hash::{Hash, Hasher},
    sync::Arc,
};

/// As many bytes lie in the name itself.
const SHORT: usize = 22;

/// A text that is cheap to copy: a short one lies where it is used, a long one elsewhere, once for all its clones.
///
/// Equality, order and hash are those of the text.
#[derive(Clone, PartialEq, Eq)]
pub struct Name(Form);

#[derive(Clone, PartialEq, Eq)]
enum Form {
    /// So many bytes, and behind them zeros.
    // INVARIANT: the bytes are those of a text, so that equal names are equal bytes.
    Short(u8, [u8; SHORT]),
    // INVARIANT: longer than a short one can be.
    Long(Arc<str>),
}

impl Name {
    /// The text.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Form::Short(..) => std::str::from_utf8(self.as_bytes()).unwrap_or_default(),
            Form::Long(text) => text,
        }
    }

    #[inline]
    fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Form::Short(length, bytes) => bytes.get(..usize::from(*length)).unwrap_or_default(),
            Form::Long(text) => text.as_bytes(),
        }
    }
}

impl From<&str> for Name {
    #[inline]
    fn from(text: &str) -> Self {
        let mut bytes = [0; SHORT];
        Self(match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(out), Ok(length)) => {
                out.copy_from_slice(text.as_bytes());
                Form::Short(length, bytes)
            }
            _ => Form::Long(text.into()),
        })
    }
}

impl Ord for Name {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl PartialOrd for Name {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

    use proptest::prelude::{prop_assert_eq, proptest};

    use super::*;

    proptest! {
        #[test]
        fn a_name_is_the_text_it_was_made_of(one in ".{0,12}", other in "[ab]{0,30}", third in "[ab]{0,30}") {
            let [one_name, name, third_name] = [&one, &other, &third].map(|text| Name::from(text.as_str()));
            prop_assert_eq!(one_name.as_str(), one.as_str());
            prop_assert_eq!(name == third_name, other == third);
            prop_assert_eq!(name.cmp(&third_name), other.cmp(&third));
            let hasher = BuildHasherDefault::<DefaultHasher>::default();
            prop_assert_eq!(hasher.hash_one(&name), hasher.hash_one(other.as_str()));
        }
    }

    #[test]
    fn only_long_names_lie_elsewhere() {
        for (length, is_short) in [(0, true), (SHORT, true), (SHORT + 1, false), (300, false)] {
            let text = "a".repeat(length);
            let name = Name::from(text.as_str());
            assert_eq!((name.as_str(), matches!(name.0, Form::Short(..))), (text.as_str(), is_short));
        }
        assert_eq!(size_of::<Name>(), 24);
    }
}
