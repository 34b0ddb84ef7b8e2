//! Units: what a number counts, as a product of named bases.

use std::{fmt, str::FromStr};

use thiserror::Error;

/// The closed list of bases, in the order in which they are written.
const BASES: [&str; 11] = ["RUB", "month", "day", "year", "week", "hour", "minute", "m2", "ha", "hp", "percent"];

/// The bases that a written unit may drop or add without a factor: a sum for a month is a sum.
const TIME: [&str; 3] = ["month", "day", "year"];

/// What a number counts: `1`, `RUB`, `RUB/month`, `month`, `m2`, `RUB/day`, or any product of the closed list of bases.
///
/// A power is written `**`: `day**2`. Exponents are held within `i32`; no unit of a rule comes near its ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unit {
    /// The exponent of each base, in the order of the list.
    exponents: [i32; BASES.len()],
}

/// A text that is not written as a unit.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is not a unit, which is `1` or made of {list} with `*` and `/`", list = listed())]
pub struct InvalidUnit(Box<str>);

/// The bases as a message names them.
fn listed() -> String {
    BASES.map(|name| format!("`{name}`")).join(", ")
}

impl Unit {
    /// The unit of a bare number.
    pub const ONE: Self = Self { exponents: [0; BASES.len()] };

    /// Whether this is the unit of a bare number.
    #[must_use]
    pub fn is_one(&self) -> bool {
        *self == Self::ONE
    }

    /// The unit of a product.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        self.combined(other, i32::saturating_add)
    }

    /// The unit of a quotient.
    #[must_use]
    pub fn over(&self, other: &Self) -> Self {
        self.combined(other, i32::saturating_sub)
    }

    /// The unit of a power.
    #[must_use]
    pub fn power(&self, exponent: i32) -> Self {
        Self { exponents: self.exponents.map(|own| own.saturating_mul(exponent)) }
    }

    /// Whether this is a sum of money, or one for a time: `RUB`, `RUB/month`, `RUB/day`, `RUB/year`.
    #[must_use]
    pub fn is_money(&self) -> bool {
        let bare = self.without_time();
        BASES.iter().zip(bare.exponents).all(|(name, exponent)| exponent == i32::from(*name == "RUB"))
    }

    /// This without month, day and year: the part that a written unit may drop or add. Week, hour and minute stay.
    #[must_use]
    pub fn without_time(&self) -> Self {
        let mut bare = self.clone();
        for (name, exponent) in BASES.iter().zip(&mut bare.exponents) {
            if TIME.contains(name) {
                *exponent = 0;
            }
        }
        bare
    }

    /// Whether the two differ in month, day and year at most.
    #[must_use]
    pub fn same_but_time(&self, other: &Self) -> bool {
        self.without_time() == other.without_time()
    }

    fn combined(&self, other: &Self, combine: fn(i32, i32) -> i32) -> Self {
        let mut answer = self.clone();
        for (own, theirs) in answer.exponents.iter_mut().zip(other.exponents) {
            *own = combine(*own, theirs);
        }
        answer
    }

    /// Multiplies by a base as often as told; `None` where the base is not on the list or the exponent does not fit.
    fn multiply(&mut self, base: &str, times: i32) -> Option<()> {
        let (_, exponent) = BASES.iter().zip(&mut self.exponents).find(|(name, _)| **name == base)?;
        *exponent = exponent.checked_add(times)?;
        Some(())
    }

    fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix('1') {
            Some("") => Some(Self::ONE),
            // `1/month`: nothing but a division makes sense behind a one.
            Some(rest) => Self::parse_factors(rest.strip_prefix('/')?, -1),
            None => Self::parse_factors(text, 1),
        }
    }

    /// Reads bases joined by `*` and `/`, each acting on what stands right behind it; `direction` is 1 where the first
    /// one multiplies and -1 where it divides.
    fn parse_factors(text: &str, mut direction: i32) -> Option<Self> {
        let (mut unit, mut rest) = (Self::ONE, text);
        loop {
            let (base, after) = rest.split_at_checked(rest.find(['*', '/']).unwrap_or(rest.len()))?;
            let (exponent, after) = match after.strip_prefix("**") {
                Some(tail) => leading_exponent(tail)?,
                None => (1, after),
            };
            unit.multiply(base, direction * exponent)?;
            (rest, direction) = match (after.strip_prefix('*'), after.strip_prefix('/')) {
                (Some(tail), _) => (tail, 1),
                (_, Some(tail)) => (tail, -1),
                _ if after.is_empty() => return Some(unit),
                _ => return None,
            };
        }
    }
}

/// The digits at the start as an exponent, and what follows them.
fn leading_exponent(text: &str) -> Option<(i32, &str)> {
    let end = text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len());
    let (digits, after) = text.split_at_checked(end)?;
    Some((digits.parse().ok()?, after))
}

impl FromStr for Unit {
    type Err = InvalidUnit;

    fn from_str(text: &str) -> Result<Self, InvalidUnit> {
        Self::parse(text).ok_or_else(|| InvalidUnit(text.into()))
    }
}

/// Writes the one canonical form: multiplied bases in the order of the list, then divided ones.
impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let factors = || BASES.iter().zip(self.exponents);
        let mut sign = "";
        for (base, exponent) in factors().filter(|(_, exponent)| *exponent > 0) {
            write!(f, "{sign}{base}{}", Exponent(exponent))?;
            sign = "*";
        }
        if sign.is_empty() {
            f.write_str("1")?;
        }
        for (base, exponent) in factors().filter(|(_, exponent)| *exponent < 0) {
            write!(f, "/{base}{}", Exponent(exponent))?;
        }
        Ok(())
    }
}

/// `**2` behind a base, nothing where it stands once.
struct Exponent(i32);

impl fmt::Display for Exponent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.unsigned_abs() {
            1 => Ok(()),
            times => write!(f, "**{times}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unit(text: &str) -> Unit {
        text.parse().unwrap()
    }

    fn any_unit() -> impl Strategy<Value = Unit> {
        prop::array::uniform11(-3i32..4).prop_map(|exponents| Unit { exponents })
    }

    #[test]
    fn units_of_the_rules_read_back_as_written() {
        let texts = [
            "1",
            "RUB",
            "RUB/month",
            "month",
            "week",
            "year",
            "day",
            "m2",
            "ha",
            "hp",
            "RUB/day",
            "RUB/m2",
            "1/month",
            "percent",
            "RUB*month/m2",
            "day**2",
            "RUB/day**2",
            "hour",
            "minute",
        ];
        for text in texts {
            assert_eq!(unit(text).to_string(), text);
        }
    }

    #[test]
    fn each_sign_acts_on_what_follows_it() {
        assert_eq!(unit("m2*RUB/month").to_string(), "RUB*m2/month");
        assert_eq!(unit("RUB/month*m2"), unit("RUB*m2/month"));
        assert_eq!(unit("RUB/month/m2").to_string(), "RUB/month/m2");
        assert_eq!(unit("day*day"), unit("day**2"));
        assert!(unit("RUB/RUB").is_one());
    }

    #[test]
    fn anything_else_is_not_a_unit() {
        let texts = [
            "",
            "rub",
            "RUB/",
            "/month",
            "*",
            "RUB /month",
            "2",
            "1*RUB",
            "1RUB",
            "11",
            "RUB**",
            "RUB**x",
            "RUB**-1",
            "RUB***2",
            "RUB/1",
            "RUB**99999999999",
            "RUB**2147483647*RUB",
            "month2",
            "рубль",
        ];
        for text in texts {
            assert!(text.parse::<Unit>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_error_lists_the_bases() {
        let message = "rub".parse::<Unit>().unwrap_err().to_string();
        assert!(message.starts_with("`rub` is not a unit"), "{message}");
        assert!(BASES.iter().all(|base| message.contains(&format!("`{base}`"))), "{message}");
    }

    #[test]
    fn units_multiply_and_divide() {
        assert_eq!(unit("RUB/month").times(&unit("month")), unit("RUB"));
        assert_eq!(unit("RUB").over(&unit("month")), unit("RUB/month"));
        assert_eq!(unit("RUB/day").power(2), unit("RUB**2/day**2"));
        assert_eq!(unit("RUB").power(0), Unit::ONE);
        assert_eq!(unit("RUB").power(-1).to_string(), "1/RUB");
    }

    #[test]
    fn money_is_roubles_for_a_time_at_most() {
        assert!(["RUB", "RUB/month", "RUB/day", "RUB/year", "RUB*month"].iter().all(|text| unit(text).is_money()));
        assert!(!["1", "month", "RUB/m2", "RUB**2", "RUB/week", "1/RUB"].iter().any(|text| unit(text).is_money()));
    }

    #[test]
    fn time_is_month_day_and_year_only() {
        assert_eq!(unit("RUB/month").without_time(), unit("RUB"));
        assert_eq!(unit("m2*day/year").without_time(), unit("m2"));
        assert_eq!(unit("RUB/week").without_time(), unit("RUB/week"));
        assert!(unit("RUB/day").same_but_time(&unit("RUB/year")));
        assert!(!unit("RUB/hour").same_but_time(&unit("RUB")));
    }

    #[test]
    fn an_exponent_beyond_measure_stays_at_the_end() {
        let huge = unit("RUB").power(i32::MAX).power(i32::MAX);
        assert!(!huge.is_one() && !huge.is_money());
        assert!(huge.power(i32::MIN).to_string().starts_with("1/RUB**"));
    }

    proptest! {
        #[test]
        fn every_unit_reads_back_as_written(unit in any_unit()) {
            prop_assert_eq!(unit.to_string().parse(), Ok(unit));
        }

        #[test]
        fn dividing_undoes_multiplying(left in any_unit(), right in any_unit()) {
            prop_assert_eq!(left.times(&right).over(&right), left.clone());
            prop_assert_eq!(left.times(&right), right.times(&left));
            prop_assert_eq!(left.power(2), left.times(&left));
            prop_assert_eq!(left.same_but_time(&right), left.over(&right).without_time().is_one());
        }

        #[test]
        fn any_text_is_read_without_panic(text in any::<String>(), near in "[RUBmonth1*/0-9]{0,12}") {
            let _ = (text.parse::<Unit>(), near.parse::<Unit>());
        }
    }
}
