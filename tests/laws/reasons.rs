//! Reasons are sufficient: whoever keeps only what a decided answer names, and forgets all else, gets the same answer.
//!
//! Kept are the facts that the reasons, the claims and the presumptions of the outcome name. Record lists stay as they
//! were told (an empty list has no fact to be named), and so does who belongs to the family, for a file without it is none.
//! Answers that name no condition are left out: that nobody is meant or paid, that the time is over, what comes out in
//! every case.

use std::collections::BTreeSet;

use one_window::{Date, Day, Eligibility, Family, RuleSet};
use proptest::prelude::*;
use serde_json::Value;

use super::{
    answers::{json, outcomes, tries, verdict},
    bundled,
    grammar::{Tape, rules},
    small::{DAY, Partial, load},
    story::{Telling, story},
};

/// Whose fact, and which.
type Name = (Option<String>, String);

/// The facts that an outcome names.
fn named(outcome: &Value) -> BTreeSet<Name> {
    let list = |from: &Value, key: &str| from.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let mut found: Vec<Value> = list(outcome, "reasons").iter().flat_map(|reason| list(reason, "facts")).collect();
    found.extend(list(outcome, "confirm"));
    found.extend(list(outcome, "unless"));
    let name = |fact: &Value| Some((fact["member"].as_str().map(str::to_owned), fact["fact"].as_str()?.to_owned()));
    found.iter().filter_map(name).collect()
}

/// The family of which only the named facts and the lists are told.
fn kept(family: &Value, lists: &[&str], named: &BTreeSet<Name>) -> Value {
    let mut found = family.clone();
    let always = |key: &str| ["territory", "members", "id", "relation"].contains(&key) || lists.contains(&key);
    for member in found["members"].as_array_mut().unwrap() {
        let id = member["id"].as_str().map(str::to_owned);
        member.as_object_mut().unwrap().retain(|key, _| always(key) || named.contains(&(id.clone(), key.clone())));
    }
    found.as_object_mut().unwrap().retain(|key, _| always(key) || named.contains(&(None, key.clone())));
    found
}

/// What an outcome says where no condition is named: that nobody is meant or paid, or that the time is over.
fn is_bare(outcome: &Value) -> bool {
    let reasons = outcome.get("reasons").and_then(Value::as_array).into_iter().flatten();
    let codes: Vec<&str> = reasons.map(|reason| reason["code"].as_str().unwrap()).collect();
    codes.is_empty() || codes.iter().any(|code| ["nobody", "no_payee", "lapsed"].contains(code))
}

/// The decided outcomes that change where only what they name is told.
fn insufficient(rules: &RuleSet, day: &Day, text: &str, lists: &[&str]) -> Vec<String> {
    let read =
        |text: &str| -> Family { rules.family_from_json(text).unwrap_or_else(|error| panic!("{error}\n{text}")) };
    let answer = json(&day.assess(&read(text)));
    let family: Value = serde_json::from_str(text).unwrap();
    let mut found = Vec::new();
    for ((measure, member), outcome) in outcomes(&answer) {
        let then = verdict(outcome);
        if !matches!(then, "not_eligible" | "eligible" | "eligible_if_confirmed") || is_bare(outcome) {
            continue;
        }
        let less = kept(&family, lists, &named(outcome)).to_string();
        let assessment = day.assess(&read(&less));
        let same = assessment
            .outcomes()
            .find(|other| other.measure().name() == measure && other.member() == member.as_deref());
        let now = same.map(|other| other.eligibility());
        let is_same = match (then, now) {
            ("not_eligible", now) => now == Some(Eligibility::NotEligible),
            // That no ground of refusal applies is no reason of the right: silence about it is named.
            (_, now) => matches!(now, Some(Eligibility::Eligible | Eligibility::EligibleIfConfirmed)),
        };
        if !is_same {
            found.push(format!("{text}\n{then} becomes {now:?}: {outcome}\n  where only this is told: {less}"));
        }
    }
    found
}

/// The rules with a measure for every member, without a time to apply: who is meant, and since when, is no reason.
fn for_all_in_time(rules: &str) -> String {
    let mut rules: Value = serde_json::from_str(rules).unwrap();
    let each = rules["measures"]["federal.each"].as_object_mut().unwrap();
    each["for"]["each"] = Value::from("members");
    each.remove("apply");
    rules.to_string()
}

proptest! {
    #![proptest_config(tries(12))]

    #[test]
    fn the_reasons_of_a_bundled_answer_are_sufficient(story in story()) {
        let people = story.people.iter().flat_map(|person| &person.facts);
        let lists: Vec<&str> =
            story.facts.iter().chain(people).filter(|fact| !fact.plain).map(|fact| fact.key).collect();
        let text = story.text(Telling::default());
        let found = insufficient(bundled::rules(), &bundled::day(story.on), &text, &lists);
        prop_assert!(found.is_empty(), "{}\n{}", story.on, found[0]);
    }
}

proptest! {
    #![proptest_config(tries(40))]

    #[test]
    fn the_reasons_of_an_answer_are_sufficient(
        rule_numbers in prop::collection::vec(0u16..840, 0..120),
        families in prop::collection::vec(prop::collection::vec(0u16..840, 0..50), 1..4),
    ) {
        let text = for_all_in_time(&rules(&mut Tape::new(&rule_numbers)));
        let Some(rules) = load(&text) else { return Ok(()) };
        let day = rules.on(DAY.parse::<Date>().unwrap());
        for numbers in &families {
            let family = Partial::read(&mut Tape::new(numbers)).text();
            let found = insufficient(&rules, &day, &family, &["gains", "things"]);
            prop_assert!(found.is_empty(), "{}\n{text}", found[0]);
        }
    }
}
