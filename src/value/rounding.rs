//! Rounding: the only place where digits are lost.

use std::cmp::Ordering;

use schemars::JsonSchema;
use serde::Deserialize;

use super::number::Number;

/// To which multiple, and which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rounding {
    /// The answer is a whole multiple of this: 0.01 for kopecks, 1 for roubles. Above zero.
    pub step: Number,
    /// Which of the two neighbouring multiples is taken.
    pub mode: RoundingMode,
}

/// Which of the two neighbouring multiples a number goes to; names and meaning are those of FEEL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoundingMode {
    /// Away from zero.
    Up,
    /// Toward zero.
    Down,
    /// To the nearest; from the middle away from zero.
    HalfUp,
    /// To the nearest; from the middle toward zero.
    HalfDown,
    /// To the nearest; from the middle to the even multiple.
    HalfEven,
    /// To the greater.
    Ceiling,
    /// To the smaller.
    Floor,
}

impl Number {
    /// The multiple of the step that the rounding chooses; `None` where the step is not above zero or the answer does
    /// not fit.
    #[must_use]
    pub fn rounded(self, rounding: Rounding) -> Option<Self> {
        if rounding.step <= Self::ZERO {
            return None;
        }
        let steps = rounding.mode.whole(self.checked_div(rounding.step)?);
        Self::from_integer(steps).checked_mul(rounding.step)
    }
}

impl RoundingMode {
    /// The whole number that this mode takes a number to.
    fn whole(self, value: Number) -> i128 {
        if value.is_integer() {
            return value.numerator();
        }
        let (below, above) = (value.floor(), value.ceiling());
        let (toward_zero, away_from_zero) = if value.is_negative() { (above, below) } else { (below, above) };
        match self {
            Self::Up => away_from_zero,
            Self::Down => toward_zero,
            Self::Ceiling => above,
            Self::Floor => below,
            Self::HalfUp => nearest(value, away_from_zero),
            Self::HalfDown => nearest(value, toward_zero),
            Self::HalfEven => nearest(value, if below % 2 == 0 { below } else { above }),
        }
    }
}

/// The nearest whole number, or the given one from the very middle.
fn nearest(value: Number, from_the_middle: i128) -> i128 {
    let rest = value.numerator().rem_euclid(value.denominator());
    // The rest is held against what lacks to the next whole, since twice the rest might not fit.
    match rest.cmp(&(value.denominator() - rest)) {
        Ordering::Less => value.floor(),
        Ordering::Equal => from_the_middle,
        Ordering::Greater => value.ceiling(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use RoundingMode::{Ceiling, Down, Floor, HalfDown, HalfEven, HalfUp, Up};
    use proptest::prelude::*;

    const ALL: [RoundingMode; 7] = [Up, Down, HalfUp, HalfDown, HalfEven, Ceiling, Floor];

    fn rounded(text: &str, step: &str, mode: RoundingMode) -> String {
        let step = Number::parse(step).unwrap();
        let value = Number::parse(text).unwrap();
        value.rounded(Rounding { step, mode }).unwrap().to_string()
    }

    #[test]
    fn each_mode_goes_its_way_on_both_sides_of_zero() {
        let table = [
            ("5.5", ["6", "5", "6", "5", "6", "6", "5"]),
            ("2.5", ["3", "2", "3", "2", "2", "3", "2"]),
            ("1.1", ["2", "1", "1", "1", "1", "2", "1"]),
            ("1.6", ["2", "1", "2", "2", "2", "2", "1"]),
            ("-1.1", ["-2", "-1", "-1", "-1", "-1", "-1", "-2"]),
            ("-1.6", ["-2", "-1", "-2", "-2", "-2", "-1", "-2"]),
            ("-2.5", ["-3", "-2", "-3", "-2", "-2", "-2", "-3"]),
            ("-5.5", ["-6", "-5", "-6", "-5", "-6", "-5", "-6"]),
            ("4", ["4", "4", "4", "4", "4", "4", "4"]),
        ];
        for (text, answers) in table {
            assert_eq!(ALL.map(|mode| rounded(text, "1", mode)), answers, "{text}");
        }
    }

    #[test]
    fn a_step_may_be_kopecks_or_hundreds() {
        assert_eq!(rounded("2.345", "0.01", HalfUp), "2.35");
        assert_eq!(rounded("0.005", "0.01", HalfEven), "0");
        assert_eq!(rounded("1250", "100", HalfUp), "1300");
        assert_eq!(rounded("3.3", "0.5", Up), "3.5");
    }

    #[test]
    fn a_step_that_is_not_above_zero_has_no_multiples() {
        for step in [Number::ZERO, Number::from(-1)] {
            assert_eq!(Number::ONE.rounded(Rounding { step, mode: Up }), None);
        }
    }

    #[test]
    fn a_number_of_the_greatest_length_is_rounded() {
        let value = Number::new(i128::MAX, i128::MAX - 1).unwrap();
        let rounding = |mode| Rounding { step: Number::ONE, mode };
        assert_eq!(value.rounded(rounding(HalfUp)), Some(Number::ONE));
        assert_eq!(value.rounded(rounding(Up)), Some(Number::from(2)));
    }

    #[test]
    fn modes_are_read_in_snake_case() {
        let mode: RoundingMode = serde_json::from_str("\"half_even\"").unwrap();
        assert_eq!(mode, HalfEven);
        assert!(serde_json::from_str::<RoundingMode>("\"halfUp\"").is_err());
    }

    proptest! {
        #[test]
        fn a_rounded_number_is_a_multiple_less_than_a_step_away(a in -99_999i128..99_999, b in 1i128..999, cents in 1i128..500) {
            let value = Number::new(a, b).unwrap();
            let step = Number::new(cents, 100).unwrap();
            let half = Number::new(cents, 200).unwrap();
            for mode in ALL {
                let answer = value.rounded(Rounding { step, mode }).unwrap();
                let away = answer.checked_sub(value).unwrap().absolute();
                prop_assert!(answer.checked_div(step).unwrap().is_integer());
                prop_assert!(away < step);
                prop_assert!(away <= half || !matches!(mode, HalfUp | HalfDown | HalfEven));
                prop_assert_eq!(answer.rounded(Rounding { step, mode }), Some(answer));
            }
        }

        #[test]
        fn rounding_keeps_the_order(a in -9999i128..9999, b in -9999i128..9999) {
            let (low, high) = (Number::new(a.min(b), 7).unwrap(), Number::new(a.max(b), 7).unwrap());
            for mode in ALL {
                let rounding = Rounding { step: Number::ONE, mode };
                prop_assert!(low.rounded(rounding) <= high.rounded(rounding));
            }
        }
    }
}
