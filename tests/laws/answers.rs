//! Answers, cut to what the laws speak of.

use std::collections::BTreeMap;

use one_window::{Assessment, Language};
use proptest::test_runner::{Config, RngSeed};
use serde_json::Value;

/// How often a law is tried: always with the same numbers, so that the tests of a commit always end in the same way.
///
/// `PROPTEST_CASES` and `PROPTEST_RNG_SEED` look further.
pub fn tries(cases: u32) -> Config {
    let config = Config { failure_persistence: None, max_shrink_iters: 2000, ..Config::default() };
    let is_set = |name: &str| std::env::var_os(name).is_some();
    Config {
        cases: if is_set("PROPTEST_CASES") { config.cases } else { cases },
        rng_seed: if is_set("PROPTEST_RNG_SEED") { config.rng_seed } else { RngSeed::Fixed(63) },
        ..config
    }
}

/// The whole answer.
pub fn json(assessment: &Assessment) -> Value {
    assessment.to_json(Language::English)
}

/// A measure, and a member or the family.
pub type Key = (String, Option<String>);

/// Outcomes by measure and member.
pub fn outcomes(answer: &Value) -> BTreeMap<Key, &Value> {
    let outcomes = answer["outcomes"].as_array().unwrap().iter();
    let key = |outcome: &Value| {
        (outcome["measure"].as_str().unwrap().to_owned(), outcome["member"].as_str().map(str::to_owned))
    };
    outcomes.map(|outcome| (key(outcome), outcome)).collect()
}

/// The verdict of an outcome.
pub fn verdict(outcome: &Value) -> &str {
    outcome["eligibility"].as_str().unwrap()
}

/// The conditions of the family that an answer reports, by name: circumstances, and needs that may arise.
pub fn reported(answer: &Value) -> BTreeMap<String, &Value> {
    let circumstances = answer["circumstances"].as_object().unwrap().iter();
    let circumstances = circumstances.map(|(name, circumstance)| (name.clone(), circumstance));
    let needs = answer["needs"].as_array().into_iter().flatten().filter(|need| need.get("holds").is_some());
    circumstances.chain(needs.map(|need| (format!("needs.{}", need["need"].as_str().unwrap()), need))).collect()
}

/// Whether nothing that is learned may change a verdict.
pub fn is_decided(verdict: &str) -> bool {
    matches!(verdict, "not_in_force" | "not_eligible" | "eligible")
}
