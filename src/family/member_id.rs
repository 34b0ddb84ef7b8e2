//! What a member is called.

use std::fmt;

use crate::value::Name;

/// The id of a member.
#[derive(Clone, PartialEq, Eq)]
pub struct MemberId(Name);

impl MemberId {
    /// The id.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl From<&str> for MemberId {
    #[inline]
    fn from(id: &str) -> Self {
        Self(id.into())
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
    use super::*;

    #[test]
    fn an_id_is_not_shown() {
        let id = MemberId::from("anna");
        assert_eq!((id.as_str(), format!("{id:?}").as_str()), ("anna", "MemberId(..)"));
    }
}
