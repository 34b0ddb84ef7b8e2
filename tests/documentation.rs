//! What the documents promise holds: outcomes worked by hand are cases, under the same names.

use std::{collections::BTreeSet, fs, io, path::Path};

use serde_json::Value;

fn read(path: &str) -> io::Result<String> {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
}

#[test]
fn every_outcome_worked_by_hand_is_a_case() {
    let page = read("src/docs/design.md").unwrap();
    let part = page.split("## Twelve outcomes worked by hand").nth(1).expect("the page has the part");
    let part = part.split("\n## ").next().unwrap_or_default();
    let named: BTreeSet<&str> = part
        .lines()
        .filter_map(|line| line.strip_prefix("### ")?.split_once(". "))
        .map(|(_, name)| name.trim())
        .collect();
    assert_eq!(named.len(), 12, "twelve outcomes are worked by hand: {named:?}");
    let cases: Value = serde_json::from_str(&read("rules/hand.cases.json").unwrap()).expect("the cases are JSON");
    let cases: BTreeSet<&str> =
        cases["cases"].as_array().into_iter().flatten().filter_map(|case| case["name"].as_str()).collect();
    for name in named {
        assert!(cases.contains(name), "no case in rules/hand.cases.json is called {name:?}");
    }
}
