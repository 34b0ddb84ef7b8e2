//! An age on a day, or the months until it, against a bound: the day of birth against a day.

use crate::{
    check::{Comparison, Operation},
    value::{Date, Number, age_on, last_day_from_which, whole_months_between},
};

/// How the first day stands, where what has passed from it to another stands so to a bound; nothing where no one day says so.
pub fn since(operation: Operation, day: Date, (order, bound): (Comparison, Number)) -> Option<(Comparison, Date)> {
    // The younger one is, the later the birth: `at least` holds until the last day that reaches the number.
    let (least, order) = match order {
        Comparison::AtLeast => (bound.ceiling(), Comparison::AtMost),
        Comparison::Greater => (bound.floor().checked_add(1)?, Comparison::AtMost),
        Comparison::Less => (bound.ceiling(), Comparison::Greater),
        Comparison::AtMost => (bound.floor().checked_add(1)?, Comparison::Greater),
        Comparison::Equal | Comparison::NotEqual => return None,
    };
    let passed = |from: Date| match operation {
        Operation::AgeOn => age_on(from, day),
        _ => whole_months_between(from, day),
    };
    Some((order, last_day_from_which(i64::try_from(least).ok()?, passed)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_birth_stands_as_the_age_does() {
        let (on, halves): (Date, _) = ("2025-03-01".parse().unwrap(), [5, 6, 7]);
        for operation in [Operation::AgeOn, Operation::MonthsBetween] {
            for order in [Comparison::Less, Comparison::AtMost, Comparison::AtLeast, Comparison::Greater] {
                for bound in halves.map(|half| Number::new(half, 2).unwrap()) {
                    let (as_day, edge) = since(operation, on, (order, bound)).unwrap();
                    for back in (0..1500).step_by(7).chain([1096, 1097, 1461, 1462]) {
                        let born = on.checked_add_days(-back).unwrap();
                        let passed = match operation {
                            Operation::AgeOn => age_on(born, on),
                            _ => whole_months_between(born, on),
                        };
                        let holds = order.holds(Number::from(passed).cmp(&bound));
                        assert_eq!(as_day.holds(born.cmp(&edge)), holds, "{operation:?} {order:?} {bound} {born}");
                    }
                }
            }
        }
    }
}
