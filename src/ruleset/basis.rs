//! Under which rules and on which day something was counted.

use super::error::UnlikeParts;
use crate::value::Date;

/// The rules, by digest, and the day of application.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Basis {
    pub digest: String,
    pub on: Date,
}

impl Basis {
    /// Whether what was counted on one basis may be added to what was counted on the other.
    pub fn adds_up(&self, other: &Self) -> Result<(), UnlikeParts> {
        if self.digest != other.digest {
            return Err(UnlikeParts::Rules { own: self.digest.clone(), other: other.digest.clone() });
        }
        if self.on != other.on {
            return Err(UnlikeParts::Days { own: self.on, other: other.on });
        }
        Ok(())
    }
}
