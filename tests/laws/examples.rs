//! The example families: how sharp their answers are, and what becomes of them where some facts are taken away.

use one_window::Date;
use serde_json::Value;

use super::{
    answers::{is_decided, json, outcomes, verdict},
    bundled::{day, rules},
};

/// Days on which different rules are law.
const DAYS: [&str; 4] = ["2012-06-01", "2013-06-01", "2019-11-28", "2025-10-10"];

/// How many facts are taken away at once.
const TAKEN: usize = 5;

fn families() -> Vec<(String, Value)> {
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/families")).unwrap();
    let read = |path: std::path::PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        (path.file_stem().unwrap().to_str().unwrap().to_owned(), serde_json::from_str(&text).unwrap())
    };
    let mut found: Vec<(String, Value)> = folder.map(|entry| read(entry.unwrap().path())).collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found
}

fn days() -> impl Iterator<Item = Date> {
    DAYS.iter().map(|day| day.parse().unwrap())
}

/// How many facts a list of missing ones names, and how many of them may turn nothing.
fn count(missing: &Value) -> [usize; 2] {
    let all = missing.as_array().map_or(&[][..], Vec::as_slice);
    [all.len(), all.iter().filter(|one| one["certain"] == false).count()]
}

#[test]
fn few_questions_are_uncertain_and_few_evaluations_find_it_out() {
    let (mut right, mut due, mut circumstances, mut most) = ([0; 2], [0; 2], [0; 2], 0);
    let add = |sum: &mut [usize; 2], more: [usize; 2]| (0..2).for_each(|at| sum[at] += more[at]);
    for (name, family) in families() {
        let family = rules().family_from_json(&family.to_string()).unwrap_or_else(|error| panic!("{name}\n{error}"));
        for on in days() {
            let found = day(on).assess(&family);
            most = most.max(found.most_trials());
            let answer = json(&found);
            for outcome in answer["outcomes"].as_array().unwrap() {
                add(&mut right, count(&outcome["missing"]));
                add(&mut due, count(&outcome["entitlement"]["missing"]));
            }
            for circumstance in answer["circumstances"].as_object().unwrap().values() {
                add(&mut circumstances, count(&circumstance["missing"]));
            }
        }
    }
    let all = [right, due, circumstances];
    for (what, [asked, uncertain]) in ["rights", "what is due", "circumstances"].iter().zip(all) {
        println!("{what}: {uncertain} of {asked} questions are not certain");
    }
    println!("the most evaluations for one answer: {most} of {}", rules().limits().trials);
    assert!(most <= rules().limits().trials);
    assert!(right[0] > 0 && due[0] > 0 && circumstances[0] > 0);
    assert!(right[1] * 2 < right[0], "most questions about rights are not certain: {right:?}");
}

/// The facts of members that can be taken away: the place of the member, and the name.
fn told(family: &Value) -> Vec<(usize, String)> {
    let members = family["members"].as_array().unwrap().iter().enumerate();
    let facts = members.flat_map(|(at, member)| member.as_object().unwrap().keys().map(move |name| (at, name.clone())));
    facts.filter(|(_, name)| !matches!(name.as_str(), "id" | "relation")).collect()
}

#[test]
fn what_is_not_told_refuses_nobody_and_grants_nothing() {
    let mut tried = 0;
    for (name, whole) in families() {
        let facts = told(&whole);
        for taken in facts.chunks(TAKEN) {
            let mut less = whole.clone();
            for (member, fact) in taken {
                less["members"][*member].as_object_mut().unwrap().remove(fact);
            }
            let [whole, less] = [&whole, &less].map(|family| rules().family_from_json(&family.to_string()).unwrap());
            for on in days() {
                let [whole, less] = [&whole, &less].map(|family| json(&day(on).assess(family)));
                let known = outcomes(&whole);
                for (key, outcome) in outcomes(&less) {
                    // Whoever turns out not to be meant has no outcome.
                    let Some(known) = known.get(&key).filter(|_| is_decided(verdict(outcome))) else { continue };
                    tried += 1;
                    assert_eq!(verdict(outcome), verdict(known), "{name} on {on} without {taken:?}: {key:?}");
                }
            }
        }
    }
    assert!(tried > 1000, "{tried}");
}
