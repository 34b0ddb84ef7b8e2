//! How many families one family stands for.

use std::str::FromStr;

use thiserror::Error;

use super::Number;

/// How many families one family stands for: a decimal above zero, such as `1532.47` in a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weight(Number);

impl Weight {
    /// A family stands for itself.
    pub const ONE: Self = Self(Number::ONE);

    pub(crate) fn number(self) -> Number {
        self.0
    }
}

impl FromStr for Weight {
    type Err = InvalidWeight;

    fn from_str(text: &str) -> Result<Self, InvalidWeight> {
        let number = Number::parse(text).filter(|number| *number > Number::ZERO);
        let number = number.filter(|number| number.decimals().is_some_and(|digits| digits <= 6));
        number.map(Self).ok_or_else(|| InvalidWeight(text.to_owned()))
    }
}

/// A weight that is none.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is no weight: write a number above zero with six digits after the point at most, such as `1532.47`")]
pub struct InvalidWeight(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_is_a_decimal_above_zero() {
        assert!("1532.47".parse::<Weight>().is_ok() && "0.000001".parse::<Weight>().is_ok());
        for wrong in ["0", "-1", "1.0000001", "", "one"] {
            let error = wrong.parse::<Weight>().unwrap_err().to_string();
            assert!(error.starts_with(&format!("`{wrong}` is no weight")), "{error}");
        }
    }
}
