//! Laws over the bundled rules.

use std::{
    collections::BTreeMap,
    sync::{Mutex, OnceLock},
    thread,
};

use one_window::{Date, Day, Family, Provenance, RuleSet};
use proptest::prelude::*;
use serde_json::Value;

use super::{
    answers::{is_decided, json, outcomes, reported, tries, verdict},
    story::{PROVENANCES, Story, Telling, story},
};

pub fn rules() -> &'static RuleSet {
    static RULES: OnceLock<RuleSet> = OnceLock::new();
    RULES.get_or_init(|| RuleSet::bundled().unwrap())
}

/// The bundled rules on a day, folded once for all laws.
pub fn day(on: Date) -> Day {
    static DAYS: Mutex<BTreeMap<Date, Day>> = Mutex::new(BTreeMap::new());
    DAYS.lock().unwrap().entry(on).or_insert_with(|| rules().on(on)).clone()
}

fn family(rules: &RuleSet, story: &Story, telling: Telling) -> Family {
    let text = story.text(telling);
    rules.family_from_json(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The bundled files, as `RuleSet::from_files` takes them.
fn files() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/rules"))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.to_str().unwrap().to_owned();
            if path.is_dir() && !name.ends_with("schema") {
                folders.push(path);
            } else if name.strip_suffix(".json").is_some_and(|stem| stem.strip_suffix(".cases").is_none()) {
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// An outcome without the smaller words inside its reasons: which of several is told can hang on what else the program
/// asks.
fn without_details(outcome: &Value) -> Value {
    let mut outcome = outcome.clone();
    for reason in outcome["reasons"].as_array_mut().into_iter().flatten() {
        if let Some(reason) = reason.as_object_mut() {
            reason.remove("details");
        }
    }
    outcome
}

const PLAIN: Telling = Telling { learned: false, rotated: 0, reversed: false };
const LEARNED: Telling = Telling { learned: true, ..PLAIN };

proptest! {
    #![proptest_config(tries(24))]

    #[test]
    fn what_is_learned_changes_no_decided_outcome(story in story()) {
        let day = day(story.on);
        let (before, after) = (family(rules(), &story, PLAIN), family(rules(), &story, LEARNED));
        let (before, after) = (json(&day.assess(&before)), json(&day.assess(&after)));
        let later = outcomes(&after);
        for (key, outcome) in outcomes(&before) {
            let then = verdict(outcome);
            if !is_decided(then) {
                continue;
            }
            match later.get(&key) {
                // Where the family lives is no fact of it: learning that decides whose law is asked at all.
                Some(now) if story.territory.0 != story.territory.1 && then == "not_eligible" => {
                    prop_assert!(matches!(verdict(now), "not_eligible" | "not_in_force"), "{:?}\n{}\n{}", key, outcome, now);
                }
                Some(now) => prop_assert_eq!(verdict(now), then, "{:?}\n{}\n{}", key, outcome, now),
                // Who turns out not to be in the list has no outcome of their own any more.
                None => prop_assert!(then == "not_eligible" && key.1.is_some(), "{:?} is gone\n{}", key, outcome),
            }
        }
        let (conditions, later) = (reported(&before), reported(&after));
        for (name, condition) in conditions {
            let (then, now) = (&condition["holds"], &later[&name]["holds"]);
            if then == "false" || then == "true" && condition.get("unless").is_none() {
                prop_assert_eq!(now, then, "{}\n{}", name, condition);
            }
        }
    }

    #[test]
    fn the_order_of_members_and_keys_is_irrelevant(story in story(), rotated in 0usize..6, reversed: bool) {
        let day = day(story.on);
        let plain = json(&day.assess(&family(rules(), &story, PLAIN)));
        let other = json(&day.assess(&family(rules(), &story, Telling { rotated, reversed, ..PLAIN })));
        prop_assert_eq!(plain, other);
    }

    #[test]
    fn a_told_family_and_its_file_agree(story in story()) {
        let day = day(story.on);
        let read = family(rules(), &story, PLAIN);
        let mut told = rules().family(story.territory.0);
        for person in &story.people {
            told = told.member(person.id, person.relation);
        }
        for (id, fact) in story.facts.iter().map(|fact| (None, fact)).chain(
            story.people.iter().flat_map(|person| person.facts.iter().map(|fact| (Some(person.id), fact))),
        ) {
            let Some(level) = fact.provenance(PLAIN) else { continue };
            // Of lists the builder is given empty ones only: records have forms of their own.
            if !fact.plain && fact.value != "[]" {
                return Ok(());
            }
            let provenance = [
                Provenance::Declared, Provenance::Declared, Provenance::Document, Provenance::Registry,
                Provenance::Assessed,
            ];
            let value: Value = serde_json::from_str(&fact.value).unwrap();
            let value = match &value {
                Value::String(text) => text.clone(),
                Value::Array(ids) => {
                    ids.iter().map(|id| id.as_str().unwrap()).collect::<Vec<_>>().join(", ")
                }
                other => other.to_string(),
            };
            told = told.coming_from(provenance[level]);
            told = match (id, fact.plain) {
                (None, true) => told.set(fact.key, &value),
                (Some(id), true) => told.set_for(id, fact.key, &value),
                (None, false) => told.list(fact.key),
                (Some(id), false) => told.list_for(id, fact.key),
            };
        }
        let told = told.build().unwrap_or_else(|report| panic!("{report}"));
        prop_assert_eq!(json(&day.assess(&told)), json(&day.assess(&read)));
        prop_assert_eq!(PROVENANCES.len(), 5);
    }

    #[test]
    fn a_measure_more_changes_no_other_answer(story in story()) {
        static MORE: OnceLock<RuleSet> = OnceLock::new();
        let more = MORE.get_or_init(|| {
            let measure = r#"{ "measures": { "federal.a_new_service": {
                "title": { "ru": "Новая услуга", "en": "A new service" },
                "kind": "service", "addresses": ["material_support"], "territory": "RU", "in_force": { "from": "2000-01-01" },
                "for": { "each": "members[minor_child]", "as": "kid" },
                "eligible_when": { "all": ["kid.age < 7", "low_income"] },
                "provider": { "ru": "Центр", "en": "A centre" },
                "legal_basis": [{ "act": "An act" }] } } }"#;
            let mut files = files();
            files.push(("new.json".to_owned(), measure.to_owned()));
            RuleSet::from_files(files).unwrap_or_else(|error| panic!("{error}"))
        });
        let without = json(&day(story.on).assess(&family(rules(), &story, PLAIN)));
        let with = json(&more.on(story.on).assess(&family(more, &story, PLAIN)));
        let with = outcomes(&with);
        for (key, outcome) in outcomes(&without) {
            let other = with.get(&key).map(|outcome| without_details(outcome));
            prop_assert_eq!(Some(without_details(outcome)), other);
        }
    }
}

proptest! {
    #![proptest_config(tries(3))]

    #[test]
    fn the_same_family_gets_the_same_bytes_anywhere(stories in prop::collection::vec(story(), 1..6)) {
        for story in &stories {
            let day = day(story.on);
            let families: Vec<Family> = stories.iter().map(|other| family(rules(), other, PLAIN)).collect();
            let text = |family: &Family| json(&day.assess(family)).to_string();
            let expected: Vec<String> = families.iter().map(text).collect();
            let mut desk = day.desk();
            for _ in 0..2 {
                for (family, expected) in families.iter().zip(&expected) {
                    prop_assert_eq!(&json(&desk.assess(family)).to_string(), expected);
                }
            }
        }
    }

    #[test]
    fn equal_rules_loaded_twice_answer_the_same(story in story()) {
        static AGAIN: OnceLock<RuleSet> = OnceLock::new();
        let again = AGAIN.get_or_init(|| {
            // The same files under other names, in the opposite order.
            let files = files().into_iter().rev().enumerate();
            RuleSet::from_files(files.map(|(place, (_, text))| (format!("{place:03}.json"), text))).unwrap()
        });
        prop_assert_eq!(again.digest(), rules().digest());
        let family = family(rules(), &story, PLAIN);
        let (own, translated) = (day(story.on).assess(&family), again.on(story.on).assess(&family));
        prop_assert_eq!(json(&own), json(&translated));
    }
}

proptest! {
    #![proptest_config(tries(4))]

    #[test]
    fn eight_threads_answer_as_one(stories in prop::collection::vec(story(), 1..4)) {
        for story in &stories {
            let day = rules().on(story.on);
            let family = family(rules(), story, PLAIN);
            // A fresh day: the threads fold its program together.
            let answers: Vec<String> = thread::scope(|scope| {
                let answer = || json(&day.assess(&family)).to_string();
                let threads: Vec<_> = (0..8).map(|_| scope.spawn(answer)).collect();
                threads.into_iter().map(|thread| thread.join().unwrap()).collect()
            });
            let expected = json(&self::day(story.on).assess(&family)).to_string();
            prop_assert!(answers.iter().all(|answer| *answer == expected));
        }
    }
}
