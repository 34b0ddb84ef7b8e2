//! Exact numbers: fractions of big integers, and how they are read, rounded and written.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_rational::BigRational;

pub type Q = BigRational;

pub fn whole(number: i64) -> Q {
    Q::from_integer(BigInt::from(number))
}

pub fn zero() -> Q {
    whole(0)
}

fn ten_to(power: i64) -> Q {
    let size = u32::try_from(power.unsigned_abs()).unwrap();
    let found = Q::from_integer(BigInt::from(10).pow(size));
    if power < 0 { found.recip() } else { found }
}

/// `-12.50`
pub fn read(text: &str) -> Option<Q> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (head, tail) = digits.split_once('.').unwrap_or((digits, ""));
    if !(head.to_owned() + tail).bytes().all(|byte| byte.is_ascii_digit()) || head.is_empty() {
        return None;
    }
    let all: BigInt = format!("{head}{tail}").parse().ok()?;
    Some(Q::from_integer(all) / ten_to(i64::try_from(tail.len()).ok()?) * whole(sign))
}

/// With two digits after the point, as money is written.
pub fn money(number: &Q) -> String {
    let kopecks = round(number, &(whole(1) / whole(100)), "half_up") * whole(100);
    let kopecks = kopecks.to_integer();
    let (sign, size) = if kopecks < BigInt::from(0) { ("-", -kopecks) } else { ("", kopecks) };
    let (head, tail): (BigInt, BigInt) = (&size / 100, &size % 100);
    format!("{sign}{head}.{:0>2}", tail.to_string())
}

pub fn as_int(number: &Q) -> i64 {
    i64::try_from(number.to_integer()).unwrap()
}

/// Rounded to a multiple of a step.
pub fn round(number: &Q, step: &Q, mode: &str) -> Q {
    let steps = number / step;
    let (below, above) = (steps.floor(), steps.ceil());
    let is_negative = steps < zero();
    let (toward, away) = if is_negative { (above.clone(), below.clone()) } else { (below.clone(), above.clone()) };
    let rest = &steps - &below;
    let half = whole(1) / whole(2);
    let nearest = |tie: Q| match rest.cmp(&half) {
        Ordering::Less => below.clone(),
        Ordering::Greater => above.clone(),
        Ordering::Equal => tie,
    };
    let found = match mode {
        "up" => away,
        "down" => toward,
        "half_up" => nearest(away),
        "half_down" => nearest(toward),
        "half_even" => {
            let is_even = (below.to_integer() % 2) == BigInt::from(0);
            nearest(if is_even { below.clone() } else { above.clone() })
        }
        "floor" => below,
        "ceiling" => above,
        _ => panic!("no rounding `{mode}`"),
    };
    found * step
}

/// A step of so many digits after the point.
pub fn step(scale: i64) -> Q {
    ten_to(-scale)
}

pub fn power(base: &Q, exponent: i64) -> Q {
    let mut found = whole(1);
    for _ in 0..exponent.unsigned_abs() {
        found *= base;
    }
    if exponent < 0 { found.recip() } else { found }
}

#[test]
fn numbers_are_read_and_rounded() {
    assert_eq!(read("-12.50").map(|number| money(&number)).as_deref(), Some("-12.50"));
    let half = read("2.5").unwrap();
    let rounded = |mode| as_int(&round(&half, &whole(1), mode));
    assert_eq!(
        ["up", "down", "half_up", "half_down", "half_even", "floor", "ceiling"].map(rounded),
        [3, 2, 3, 2, 2, 2, 3]
    );
    let half = read("-2.5").unwrap();
    let rounded = |mode| as_int(&round(&half, &whole(1), mode));
    assert_eq!(
        ["up", "down", "half_up", "half_down", "half_even", "floor", "ceiling"].map(rounded),
        [-3, -2, -3, -2, -2, -3, -2]
    );
}
