//! The mutants that no case can tell from the rules, each with the reason.

use std::{collections::BTreeMap, fs};

use serde_json::Value;

const LIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/thresholds/survivors.json");

/// The reason, by the name of the mutant.
pub fn survivors() -> BTreeMap<String, String> {
    let list: Value = serde_json::from_str(&fs::read_to_string(LIST).unwrap()).unwrap();
    let mut found = BTreeMap::new();
    for group in list["survivors"].as_array().unwrap() {
        let why = group["why"].as_str().unwrap();
        assert!(why.len() > 20 && !why.starts_with("Not shown"), "no reason: {why}");
        for name in group["mutants"].as_array().unwrap() {
            let twice = found.insert(name.as_str().unwrap().to_owned(), why.to_owned());
            assert!(twice.is_none(), "{name} stands in the list twice");
        }
    }
    found
}
