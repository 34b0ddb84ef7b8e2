//! What is asked: a question that surely matters has two families that differ in its answer alone and get different
//! verdicts; a question that is not asked has none.
//!
//! Every value of every unknown fact is tried. Only facts with few values are unknown here, and days near all that the
//! rules compare days with; record lists are told.

use std::collections::{BTreeMap, BTreeSet};

use one_window::{Date, Day, RuleSet};
use proptest::prelude::*;
use serde_json::Value;

use super::{
    answers::{json, outcomes, reported, tries, verdict},
    grammar::{Tape, conditions, rules},
    small::{DAY, Name, Partial, load},
};

/// The questions of an answer: by what is asked, whether each surely matters.
type Asked = BTreeMap<(Option<String>, String), bool>;

fn asked(answer: &Value) -> Asked {
    let missing = answer.get("missing").and_then(Value::as_array).into_iter().flatten();
    let question = |missing: &Value| {
        let name = (missing["member"].as_str().map(str::to_owned), missing["fact"].as_str()?.to_owned());
        Some((name, missing.get("certain").is_none()))
    };
    missing.filter_map(question).collect()
}

/// What is open, with its questions; what each whole family gets of the same.
fn open_answers(answer: &Value) -> BTreeMap<String, Asked> {
    let mut found = BTreeMap::new();
    for ((measure, member), outcome) in outcomes(answer) {
        if verdict(outcome) == "undetermined" {
            found.insert(format!("{measure} {}", member.unwrap_or_default()), asked(outcome));
        }
    }
    for (name, condition) in reported(answer) {
        if condition["holds"] == "unknown" {
            found.insert(name, asked(condition));
        }
    }
    found
}

fn decided(answer: &Value) -> BTreeMap<String, String> {
    let key = |(measure, member): (String, Option<String>)| format!("{measure} {}", member.unwrap_or_default());
    let outcomes = outcomes(answer);
    let mut found: BTreeMap<String, String> =
        outcomes.into_iter().map(|(name, outcome)| (key(name), verdict(outcome).to_owned())).collect();
    for (name, condition) in reported(answer) {
        found.insert(name, condition["holds"].as_str().unwrap().to_owned());
    }
    found
}

/// Of the unknown facts those that turn an answer alone, by answer.
fn turning(day: &Day, rules: &RuleSet, partial: &Partial) -> BTreeMap<String, BTreeSet<Name>> {
    let names: Vec<(Name, usize)> = partial.gaps();
    let mut places = vec![0; names.len()];
    let mut all: BTreeMap<Vec<usize>, BTreeMap<String, String>> = BTreeMap::new();
    loop {
        let family = rules.family_from_json(&partial.filled(&places).text()).unwrap();
        all.insert(places.clone(), decided(&json(&day.assess(&family))));
        // The next way to fill the gaps.
        let Some(at) = (0..names.len()).find(|at| places[*at] + 1 < names[*at].1) else { break };
        places[at] += 1;
        places[..at].fill(0);
    }
    let mut found: BTreeMap<String, BTreeSet<Name>> = BTreeMap::new();
    for (places, answers) in &all {
        for (at, (name, count)) in names.iter().enumerate() {
            for place in places[at] + 1..*count {
                let mut other = places.clone();
                other[at] = place;
                for key in answers.keys().chain(all[&other].keys()) {
                    // Who is not meant has no answer, which is a "no".
                    let of = |answers: &BTreeMap<String, String>| {
                        answers.get(key).cloned().unwrap_or_else(|| "not_eligible".to_owned())
                    };
                    if of(answers) != of(&all[&other]) {
                        found.entry(key.clone()).or_default().insert(*name);
                    }
                }
            }
        }
    }
    found
}

/// The first question that is wrong.
fn fault(day: &Day, rules: &RuleSet, partial: &Partial) -> Option<String> {
    let family = rules.family_from_json(&partial.text()).unwrap();
    let answer = json(&day.assess(&family));
    let open = open_answers(&answer);
    if open.is_empty() {
        return None;
    }
    let turning = turning(day, rules, partial);
    // Of days only some are tried: what turns nothing on them may do so on another.
    let is_every_value = partial.gaps().iter().all(|(name, _)| name.1 != "birth_date");
    let none = BTreeSet::new();
    for (key, asked) in &open {
        let turns = turning.get(key).unwrap_or(&none);
        for (name, _) in partial.gaps() {
            let question = asked.get(&(name.0.map(str::to_owned), name.1.to_owned()));
            match question {
                Some(true) if is_every_value && !turns.contains(&name) => {
                    return Some(format!("{key}: {name:?} is asked and turns nothing"));
                }
                None if turns.contains(&name) => {
                    return Some(format!("{key}: {name:?} turns the answer and is not asked"));
                }
                _ => {}
            }
        }
    }
    None
}

proptest! {
    #![proptest_config(tries(120))]

    #[test]
    fn a_question_about_a_right_is_asked_if_it_can_turn_the_answer(
        rule_numbers in prop::collection::vec(0u16..840, 0..120),
        families in prop::collection::vec(prop::collection::vec(0u16..840, 0..50), 1..4),
    ) {
        let text = rules(&mut Tape::new(&rule_numbers));
        let Some(rules) = load(&text) else { return Ok(()) };
        let day = rules.on(DAY.parse::<Date>().unwrap());
        for numbers in &families {
            let partial = Partial::with_few_gaps(&mut Tape::new(numbers));
            let fault = fault(&day, &rules, &partial);
            prop_assert!(fault.is_none(), "{}\n{text}\n{}", fault.unwrap(), partial.text());
        }
    }

    #[test]
    fn a_question_about_a_condition_is_asked_if_it_can_turn_the_answer(
        tapes in prop::collection::vec(prop::collection::vec(0u16..840, 0..30), 1..8),
        families in prop::collection::vec(prop::collection::vec(0u16..840, 0..60), 1..4),
    ) {
        let text = conditions(&tapes);
        let Some(rules) = load(&text) else { return Ok(()) };
        let day = rules.on(DAY.parse::<Date>().unwrap());
        for numbers in &families {
            let partial = Partial::with_few_gaps(&mut Tape::new(numbers));
            let fault = fault(&day, &rules, &partial);
            prop_assert!(fault.is_none(), "{}\n{text}\n{}", fault.unwrap(), partial.text());
        }
    }
}
