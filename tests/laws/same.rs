//! The same under any order, on any number of threads, and with one measure more: for random rules.

use std::thread;

use one_window::{Date, RuleSet};
use proptest::prelude::*;
use serde_json::{Map, Value};

use super::{
    answers::{json, outcomes, reported, tries},
    grammar::{Tape, VOCABULARY, paying, rules},
    small::{DAY, Partial, load},
};

/// Which of the conditions hold that an answer reports.
fn holding(answer: &Value) -> Vec<(String, &Value)> {
    reported(answer).into_iter().map(|(name, condition)| (name, &condition["holds"])).collect()
}

/// The same object with its keys, and those of all objects in it, in the opposite order.
///
/// Lists keep theirs: of branches, versions and groups the order means something.
fn turned(value: &Value) -> String {
    match value {
        Value::Object(all) => {
            let keys = all.iter().rev().map(|(key, value)| format!("{}: {}", Value::from(key.as_str()), turned(value)));
            format!("{{ {} }}", keys.collect::<Vec<_>>().join(", "))
        }
        Value::Array(all) => format!("[{}]", all.iter().map(turned).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

/// Every declaration in a file of its own, the last first.
fn scattered(text: &str) -> Vec<(String, String)> {
    let all: Value = serde_json::from_str(text).unwrap();
    let mut files = Vec::new();
    for (section, declared) in all.as_object().unwrap() {
        for (name, what) in declared.as_object().unwrap() {
            let one = Map::from_iter([(name.clone(), what.clone())]);
            let file = Value::Object(Map::from_iter([(section.clone(), Value::Object(one))]));
            files.push((format!("{}.json", files.len()), turned(&file)));
        }
    }
    files.push(("vocabulary.json".to_owned(), turned(&serde_json::from_str(VOCABULARY).unwrap())));
    files.reverse();
    files
}

proptest! {
    #![proptest_config(tries(120))]

    #[test]
    fn the_order_of_files_declarations_keys_and_members_is_irrelevant(
        rule_numbers in prop::collection::vec(0u16..840, 0..120),
        families in prop::collection::vec(prop::collection::vec(0u16..840, 0..50), 1..4),
        rotated in 0usize..3,
    ) {
        let text = rules(&mut Tape::new(&rule_numbers));
        let Some(rules) = load(&text) else { return Ok(()) };
        let again = RuleSet::from_files(scattered(&text)).unwrap_or_else(|error| panic!("{error}\n{text}"));
        prop_assert_eq!(rules.digest(), again.digest());
        let on = DAY.parse::<Date>().unwrap();
        let (day, again_day) = (rules.on(on), again.on(on));
        for numbers in &families {
            let file = Partial::read(&mut Tape::new(numbers)).text();
            let mut other: Value = serde_json::from_str(&file).unwrap();
            other["members"].as_array_mut().unwrap().rotate_left(rotated);
            let one = day.assess(&rules.family_from_json(&file).unwrap());
            let other = again_day.assess(&again.family_from_json(&turned(&other)).unwrap());
            prop_assert_eq!(json(&one), json(&other), "{}\n{}", text, file);
        }
    }

    #[test]
    fn one_random_measure_more_changes_no_other_answer(
        rule_numbers in prop::collection::vec(0u16..840, 0..120),
        more_numbers in prop::collection::vec(0u16..840, 0..60),
        families in prop::collection::vec(prop::collection::vec(0u16..840, 0..50), 1..4),
    ) {
        let (text, more) = (rules(&mut Tape::new(&rule_numbers)), paying(&mut Tape::new(&more_numbers)));
        let files = [("vocabulary.json", VOCABULARY), ("rules.json", &text), ("more.json", &more)];
        let (Some(rules), Ok(with)) = (load(&text), RuleSet::from_files(files)) else { return Ok(()) };
        let on = DAY.parse::<Date>().unwrap();
        let (day, day_with) = (rules.on(on), with.on(on));
        for numbers in &families {
            let file = Partial::read(&mut Tape::new(numbers)).text();
            let one = json(&day.assess(&rules.family_from_json(&file).unwrap()));
            let other = json(&day_with.assess(&with.family_from_json(&file).unwrap()));
            prop_assert_eq!(holding(&one), holding(&other));
            let found = outcomes(&other);
            prop_assert!(found.keys().any(|(measure, _)| measure == "federal.paid"));
            for (key, outcome) in outcomes(&one) {
                prop_assert_eq!(Some(&outcome), found.get(&key), "{}\n{}\n{}", text, more, file);
            }
        }
    }
}

proptest! {
    #![proptest_config(tries(30))]

    #[test]
    fn eight_desks_on_one_day_answer_as_one(
        rule_numbers in prop::collection::vec(0u16..840, 0..120),
        families in prop::collection::vec(prop::collection::vec(0u16..840, 0..50), 4..9),
    ) {
        let text = rules(&mut Tape::new(&rule_numbers));
        let Some(rules) = load(&text) else { return Ok(()) };
        let on = DAY.parse::<Date>().unwrap();
        let files: Vec<String> = families.iter().map(|numbers| Partial::read(&mut Tape::new(numbers)).text()).collect();
        let read: Vec<_> = files.iter().map(|file| rules.family_from_json(file).unwrap()).collect();
        let alone = rules.on(on);
        let expected: Vec<String> = read.iter().map(|family| json(&alone.assess(family)).to_string()).collect();
        // A fresh day: the desks fold its program together, each begins with another family.
        let day = rules.on(on);
        let answers: Vec<Vec<String>> = thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|first| {
                    let (day, read) = (&day, &read);
                    scope.spawn(move || {
                        let mut desk = day.desk();
                        let mut found = vec![String::new(); read.len()];
                        for step in 0..read.len() {
                            let place = (first + step) % read.len();
                            found[place] = json(&desk.assess(&read[place])).to_string();
                        }
                        found
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        prop_assert!(answers.iter().all(|found| *found == expected), "{}\n{}", text, files.join("\n"));
    }
}
