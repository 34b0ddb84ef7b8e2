//! The measures: trees of three to twelve comparisons, some with an amount.

use super::{AGES, FLAGS, PARAMETERS, REGIONS, chance::Chance};

const SEED: u64 = 0xFA17_0001;
const WEEKS: [u32; 5] = [6, 12, 20, 28, 30];

/// Half a subsistence minimum, one, one and a half …, in hundredths.
const MULTIPLES: [u32; 6] = [50, 100, 150, 200, 250, 300];

/// A condition of a measure.
#[derive(Clone, Debug)]
pub enum Condition {
    /// All of them hold.
    All(Vec<Condition>),
    /// At least one of them holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// The family lives in one of these regions.
    RegionIn(Vec<usize>),
    /// It has at least so many children under an age.
    ChildrenUnder {
        /// Completed years.
        age: u32,
        /// How many.
        min: u32,
    },
    /// The income a head is below so many hundredths of the subsistence minimum.
    IncomeBelow {
        /// Hundredths.
        hundredths: u32,
    },
    /// A child is disabled.
    AnyChildDisabled,
    /// A flag is set.
    Flag(usize),
    /// The pregnancy lasts so many weeks.
    PregnancyWeeks(u32),
}

/// The money of a measure.
#[derive(Clone, Debug)]
pub struct Amount {
    /// How much of the parameter.
    pub percent: u32,
    /// Which parameter.
    pub parameter: usize,
    /// For each child under this age.
    pub per_child_under: Option<u32>,
}

/// A measure.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Its name.
    pub id: String,
    /// When a family gets it.
    pub when: Condition,
    /// What it gets, where that is money.
    pub amount: Option<Amount>,
}

/// So many measures. The first ones are the same however many there are.
pub fn measures(count: usize) -> Vec<Measure> {
    let mut chance = Chance::new(SEED);
    (0..count).map(|place| measure(&mut chance, place)).collect()
}

fn measure(chance: &mut Chance, place: usize) -> Measure {
    let comparisons = 3 + chance.below(10);
    let all = !chance.percent(20);
    let when = group(chance, comparisons, all, 0);
    let amount = chance.percent(36).then(|| Amount {
        percent: chance.of(&[50, 75, 100]),
        parameter: chance.below(3) as usize,
        per_child_under: chance.percent(70).then(|| chance.of(&AGES[1..])),
    });
    debug_assert!(amount.iter().all(|amount| amount.parameter < PARAMETERS.len()));
    Measure { id: format!("m{place:04}"), when, amount }
}

/// A group with so many comparisons below it.
fn group(chance: &mut Chance, comparisons: u32, all: bool, depth: u32) -> Condition {
    let mut parts = Vec::new();
    let mut left = comparisons;
    while left > 0 {
        let is_rest = parts.is_empty() && left == 2;
        if left >= 2 && depth < 3 && chance.percent(40) && !is_rest {
            let taken = (2 + chance.below(3)).min(left);
            let inner = group(chance, taken, !all, depth + 1);
            parts.push(negated(chance, inner, 10));
            left -= taken;
        } else {
            let comparison = comparison(chance);
            parts.push(negated(chance, comparison, 12));
            left -= 1;
        }
    }
    if all { Condition::All(parts) } else { Condition::Any(parts) }
}

fn negated(chance: &mut Chance, condition: Condition, times: u32) -> Condition {
    if chance.percent(times) { Condition::Not(Box::new(condition)) } else { condition }
}

fn comparison(chance: &mut Chance) -> Condition {
    match chance.below(100) {
        0..=14 => {
            let count = 1 + chance.below(4) as usize;
            let mut regions: Vec<usize> = (0..REGIONS.len()).collect();
            while regions.len() > count {
                let place = chance.below(u32::try_from(regions.len()).expect("there are five"));
                regions.remove(place as usize);
            }
            Condition::RegionIn(regions)
        }
        15..=44 => {
            let age = chance.of(&AGES);
            let min = match chance.below(10) {
                0..=5 => 1,
                6..=7 => 2,
                8 => 3,
                _ => 5,
            };
            Condition::ChildrenUnder { age, min }
        }
        45..=69 => Condition::IncomeBelow { hundredths: chance.of(&MULTIPLES) },
        70..=77 => Condition::AnyChildDisabled,
        78..=92 => Condition::Flag(chance.below(u32::try_from(FLAGS.len()).expect("there are four")) as usize),
        _ => Condition::PregnancyWeeks(chance.of(&WEEKS)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comparisons(condition: &Condition) -> usize {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().map(comparisons).sum(),
            Condition::Not(part) => comparisons(part),
            _ => 1,
        }
    }

    #[test]
    fn a_hundred_measures_are_those_that_were_measured_first() {
        let measures = measures(100);
        assert_eq!(measures.iter().map(|measure| comparisons(&measure.when)).sum::<usize>(), 765);
        assert_eq!(measures.iter().filter(|measure| measure.amount.is_some()).count(), 31);
    }

    #[test]
    fn a_measure_has_three_to_twelve_comparisons() {
        assert!(measures(1000).iter().all(|measure| (3..=12).contains(&comparisons(&measure.when))));
    }

    #[test]
    fn fewer_measures_are_the_first_of_more() {
        let (few, more) = (measures(10), measures(100));
        assert!(few.iter().zip(&more).all(|(one, other)| format!("{one:?}") == format!("{other:?}")));
    }
}
