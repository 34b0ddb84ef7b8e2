//! An amount of money as it is read.

use std::fmt;

use super::text::form;
use crate::{
    assessment::Money,
    document::Per,
    value::{Number, Parts},
};

/// How many kopecks make a rouble.
const MINOR_UNITS: u32 = 100;

fn written(money: Number) -> String {
    money.to_decimal(form::KOPECKS).unwrap_or_else(|| money.to_string())
}

/// An amount of money in roubles: exact, or between two where facts are unknown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    sum: Sum,
    per: Per,
}

/// Money as it was worked out.
#[derive(Clone, Copy)]
enum Sum {
    Between(Money),
    Exactly(Parts),
}

impl PartialEq for Sum {
    fn eq(&self, other: &Self) -> bool {
        (self.least(), self.most()) == (other.least(), other.most())
    }
}

impl Eq for Sum {}

impl Sum {
    fn least(self) -> Number {
        match self {
            Self::Between(money) => money.low,
            Self::Exactly(parts) => parts.number(),
        }
    }

    fn most(self) -> Number {
        match self {
            Self::Between(money) => money.high,
            Self::Exactly(parts) => parts.number(),
        }
    }

    fn is_exact(self) -> bool {
        match self {
            Self::Between(money) => money.low == money.high,
            Self::Exactly(_) => true,
        }
    }
}

/// What was told follows from an amount, so nothing of it is debugged.
impl fmt::Debug for Amount {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Amount").field("per", &self.per).finish_non_exhaustive()
    }
}

impl Amount {
    pub(crate) fn new(money: Money, per: Per) -> Self {
        Self { sum: Sum::Between(money), per }
    }

    pub(crate) fn of_parts(parts: Parts, per: Per) -> Self {
        Self { sum: Sum::Exactly(parts), per }
    }

    /// The amount as a decimal with two digits, such as `45688.00`; `None` where it depends on what is unknown.
    #[must_use]
    pub fn exact(&self) -> Option<String> {
        self.sum.is_exact().then(|| self.least())
    }

    /// The amount in minor units, such as kopecks; `None` where it is not exact, or is no whole number of them.
    #[must_use]
    pub fn minor_units(&self) -> Option<i64> {
        match self.sum {
            Sum::Exactly(parts) => parts.counted_in(MINOR_UNITS),
            Sum::Between(Money { low, high }) if low == high => low.checked_mul(Number::from(MINOR_UNITS))?.to_i64(),
            Sum::Between(_) => None,
        }
    }

    /// The least possible amount as a decimal with two digits.
    #[must_use]
    pub fn least(&self) -> String {
        written(self.sum.least())
    }

    /// The greatest possible amount as a decimal with two digits.
    #[must_use]
    pub fn most(&self) -> String {
        written(self.sum.most())
    }

    /// How often it is due.
    #[must_use]
    pub fn per(&self) -> Per {
        self.per
    }
}
