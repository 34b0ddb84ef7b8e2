//! Many families at once answer as each of them alone: verdicts, money, totals.

use std::collections::BTreeMap;

use one_window::{Day, Eligibility, Family, MeasureTotal, Population, RuleSet, Totals, Weight};
use proptest::prelude::*;
use serde_json::Value;

use super::{
    answers::{json, tries},
    bundled,
    grammar::{Tape, conditions, rules},
    small::{DAY, Partial, load},
    story::{Telling, story},
};

/// By measure and member: the verdict, and the money with how often it is due.
type Found = BTreeMap<(String, String), (String, Option<Due>)>;

/// Money of one outcome, in kopecks: at least, at most, and how often.
type Due = (i128, i128, String);

/// Money by measure and how often it is paid, in kopecks: at least, and at most.
pub type Paid = BTreeMap<(String, String), (i128, i128)>;

fn kopecks(decimal: &str) -> i128 {
    let (roubles, rest) = decimal.split_once('.').unwrap();
    assert_eq!(rest.len(), 2, "{decimal}");
    format!("{roubles}{rest}").parse().unwrap()
}

fn assessed(day: &Day, family: &Family) -> Found {
    let answer = json(&day.assess(family));
    let told = |outcome: &Value, key: &str| outcome[key].as_str().unwrap_or_default().to_owned();
    let listed = answer["outcomes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|outcome| !["not_eligible", "not_in_force"].contains(&outcome["eligibility"].as_str().unwrap()));
    // A screening has the money of what is granted.
    let is_granted =
        |outcome: &Value| !["undetermined", "needs_specialist"].contains(&outcome["eligibility"].as_str().unwrap());
    let money = |outcome: &Value| {
        let amount = outcome["entitlement"].get("amount").filter(|_| is_granted(outcome))?;
        let end = |key: &str| kopecks(amount.get(key).unwrap_or(amount).as_str().unwrap());
        Some((end("from"), end("to"), told(&outcome["entitlement"], "per")))
    };
    let due = |outcome: &Value| (told(outcome, "eligibility"), money(outcome));
    listed.map(|outcome| ((told(outcome, "measure"), told(outcome, "member")), due(outcome))).collect()
}

fn screened(day: &Day, family: &Family) -> Found {
    let mut desk = day.desk();
    let found = desk.screen(family);
    let of = |outcome: one_window::ScreenedOutcome<'_>| {
        let key = (outcome.measure().to_owned(), outcome.member().unwrap_or_default().to_owned());
        let money = outcome
            .amount()
            .map(|amount| (kopecks(&amount.least()), kopecks(&amount.most()), amount.per().as_str().to_owned()));
        (key, (outcome.eligibility().as_str().to_owned(), money))
    };
    found.outcomes().map(of).collect()
}

/// The totals counted from assessments one by one: families and outcomes by measure and verdict.
fn counted(day: &Day, families: &[(Family, u32)]) -> BTreeMap<(String, String), (u64, u64)> {
    let mut all = BTreeMap::new();
    for (family, weight) in families {
        let mut of_family: BTreeMap<(String, String), u64> = BTreeMap::new();
        for ((measure, _), (verdict, _)) in assessed(day, family) {
            *of_family.entry((measure, verdict)).or_default() += u64::from(*weight);
        }
        for (key, outcomes) in of_family {
            let (families, all_outcomes): &mut (u64, u64) = all.entry(key).or_default();
            *families += u64::from(*weight);
            *all_outcomes += outcomes;
        }
    }
    all
}

fn tallied(measures: &[MeasureTotal]) -> BTreeMap<(String, String), (u64, u64)> {
    let mut all = BTreeMap::new();
    for measure in measures {
        for verdict in Eligibility::ALL {
            let count = measure.count(verdict);
            let found: (u64, u64) = (count.families.parse().unwrap(), count.outcomes.parse().unwrap());
            if found != (0, 0) {
                all.insert((measure.name().to_owned(), verdict.as_str().to_owned()), found);
            }
        }
    }
    all
}

/// The money of all assessments one by one.
fn paid(day: &Day, families: &[(Family, u32)]) -> Paid {
    let mut all = Paid::new();
    for (family, weight) in families {
        for ((measure, _), (verdict, due)) in assessed(day, family) {
            let Some((low, high, per)) = due.filter(|_| verdict.starts_with("eligible")) else { continue };
            let sum = all.entry((measure, per)).or_default();
            *sum = (sum.0 + low * i128::from(*weight), sum.1 + high * i128::from(*weight));
        }
    }
    all
}

/// The money of totals.
fn summed(measures: &[MeasureTotal]) -> Paid {
    let mut all = Paid::new();
    for measure in measures {
        for (per, money) in measure.money() {
            let key = (measure.name().to_owned(), per.as_str().to_owned());
            all.insert(key, (kopecks(&money.low), kopecks(&money.high)));
        }
    }
    all
}

/// By the name of a circumstance and its answer: how many families, and what measures come to for them.
pub type Sides = BTreeMap<(String, String), (u64, BTreeMap<(String, String), (u64, u64)>, Paid)>;

/// The families parted by the circumstances of their assessments, and counted side by side.
fn parted(day: &Day, families: &[(Family, u32)]) -> Sides {
    let mut sides: BTreeMap<(String, String), Vec<(Family, u32)>> = BTreeMap::new();
    for (family, weight) in families {
        for circumstance in day.assess(family).circumstances() {
            let side = (circumstance.name().to_owned(), circumstance.holds().as_str().to_owned());
            sides.entry(side).or_default().push((family.clone(), *weight));
        }
    }
    let of = |families: Vec<(Family, u32)>| {
        let count = families.iter().map(|(_, weight)| u64::from(*weight)).sum();
        (count, counted(day, &families), paid(day, &families))
    };
    sides.into_iter().map(|(side, families)| (side, of(families))).collect()
}

/// The same of totals; a side without families is none.
pub fn sides(totals: &Totals) -> Sides {
    let mut all = Sides::new();
    for total in totals.circumstances() {
        let families: u64 = total.families().parse().unwrap();
        let found = (families, tallied(&total.measures()), summed(&total.measures()));
        if found != Default::default() {
            all.insert((total.circumstance().to_owned(), total.holds().as_str().to_owned()), found);
        }
    }
    all
}

/// The names of the circumstances that an assessment reports.
pub fn circumstances(day: &Day, family: &Family) -> Vec<String> {
    day.assess(family).circumstances().map(|circumstance| circumstance.name().to_owned()).collect()
}

pub fn totals_of<'a>(mut population: Population<'_>, families: impl IntoIterator<Item = &'a (Family, u32)>) -> Totals {
    for (family, weight) in families {
        population.add_weighted(family, weight.to_string().parse::<Weight>().unwrap());
    }
    population.totals()
}

/// A rule file of random rules with random circumstances.
pub fn with_circumstances(rules: &str, tapes: &[Vec<u16>]) -> String {
    let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let (mut whole, asked) = (read(rules), read(&conditions(tapes)));
    for (name, definition) in asked["definitions"].as_object().unwrap() {
        if definition["circumstance"] == true {
            whole["definitions"][name] = definition.clone();
        }
    }
    whole.to_string()
}

/// Everything of some totals that can be read, but who was asked alone.
pub fn all_of(totals: &Totals) -> String {
    format!("{} {:?} {:?}", totals.families(), tallied(&totals.measures()), summed(&totals.measures()))
}

fn hold(day: &Day, families: &[(Family, u32)], what: &str) -> Result<(), TestCaseError> {
    for (family, _) in families {
        prop_assert_eq!(screened(day, family), assessed(day, family), "{}", what);
    }
    let whole = totals_of(day.population(), families);
    prop_assert_eq!(tallied(&whole.measures()), counted(day, families), "{}", what);
    prop_assert_eq!(summed(&whole.measures()), paid(day, families), "{}", what);
    // In any order, and put together from parts.
    let (one, other) = families.split_at(families.len() / 3);
    let mut parts = totals_of(day.population(), other.iter().rev());
    parts.merge(&totals_of(day.population(), one)).unwrap();
    prop_assert_eq!(all_of(&parts), all_of(&whole), "{}", what);
    hold_by_circumstance(day, families, (&whole, what))
}

fn hold_by_circumstance(
    day: &Day,
    families: &[(Family, u32)],
    (whole, what): (&Totals, &str),
) -> Result<(), TestCaseError> {
    let names = families.first().map(|(family, _)| circumstances(day, family)).unwrap_or_default();
    let by = || day.population_by(names.iter().map(String::as_str)).unwrap();
    let found = totals_of(by(), families);
    prop_assert_eq!(sides(&found), parted(day, families), "{}", what);
    prop_assert_eq!(all_of(&found), all_of(whole), "{}", what);
    let (one, other) = families.split_at(families.len() / 2);
    let mut parts = totals_of(by(), other.iter().rev());
    parts.merge(&totals_of(by(), one)).unwrap();
    prop_assert_eq!(sides(&parts), sides(&found), "{}", what);
    prop_assert_eq!(parts.merge(whole).is_err(), !names.is_empty());
    Ok(())
}

proptest! {
    #![proptest_config(tries(60))]

    #[test]
    fn a_population_answers_as_its_families_do(
        rule_numbers in prop::collection::vec(0u16..840, 0..120),
        families in prop::collection::vec((prop::collection::vec(0u16..840, 0..50), 1u32..3), 1..80),
    ) {
        let text = rules(&mut Tape::new(&rule_numbers));
        let Some(rules): Option<RuleSet> = load(&text) else { return Ok(()) };
        let day = rules.on(DAY.parse().unwrap());
        let read = |numbers: &Vec<u16>| rules.family_from_json(&Partial::read(&mut Tape::new(numbers)).text()).unwrap();
        let families: Vec<(Family, u32)> = families.iter().map(|(numbers, weight)| (read(numbers), *weight)).collect();
        hold(&day, &families, &text)?;
    }
}

proptest! {
    #![proptest_config(tries(60))]

    #[test]
    fn a_population_is_parted_as_its_families_are(
        rule_numbers in prop::collection::vec(0u16..840, 0..40),
        conditions in prop::collection::vec(prop::collection::vec(0u16..840, 0..25), 1..5),
        families in prop::collection::vec((prop::collection::vec(0u16..840, 0..50), 1u32..3), 1..80),
    ) {
        let text = with_circumstances(&rules(&mut Tape::new(&rule_numbers)), &conditions);
        let Some(rules): Option<RuleSet> = load(&text) else { return Ok(()) };
        let day = rules.on(DAY.parse().unwrap());
        let read = |numbers: &Vec<u16>| rules.family_from_json(&Partial::read(&mut Tape::new(numbers)).text()).unwrap();
        let families: Vec<(Family, u32)> = families.iter().map(|(numbers, weight)| (read(numbers), *weight)).collect();
        hold_by_circumstance(&day, &families, (&totals_of(day.population(), &families), &text))?;
    }
}

proptest! {
    #![proptest_config(tries(4))]

    #[test]
    fn a_population_answers_as_its_families_do_under_all_law(stories in prop::collection::vec(story(), 1..5)) {
        let day = bundled::day(stories[0].on);
        let read = |story: &super::story::Story| {
            (bundled::rules().family_from_json(&story.text(Telling::default())).unwrap(), 1)
        };
        let families: Vec<(Family, u32)> = stories.iter().map(read).collect();
        hold(&day, &families, "")?;
    }
}
