//! The schemas of rule and case files.

use std::collections::BTreeSet;

use one_window::{cases_schema, rules_schema};
use serde_json::Value;

use crate::{
    folder::{assert_fresh, files},
    validator::Validator,
};

#[test]
fn the_schemas_of_rules_and_cases_in_the_folder_are_fresh() {
    assert_fresh("rules.json", &rules_schema());
    assert_fresh("cases.json", &cases_schema());
}

#[test]
fn every_rule_and_case_file_validates() {
    let (rules, cases) = (rules_schema(), cases_schema());
    for (name, text) in files("rules") {
        if name.starts_with("rules/schema/") {
            continue;
        }
        let schema = if name.ends_with(".cases.json") { &cases } else { &rules };
        let file: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(Validator::new(schema).refusals(&file), [""; 0], "{name}");
    }
}

/// Slips in the shape; what names, types and units mean is checked when the rules are loaded. Days are left to the
/// `format` of the schema, which this validator does not read.
const FLAGGED: [&str; 11] = [
    "missing_key",
    "misspelt_key_of_what_is_cited",
    "money_as_a_number",
    "name_in_capitals",
    "stray_null",
    "title_in_one_language",
    "two_forms_at_once",
    "unknown_key",
    "unknown_kind",
    "unknown_rounding",
    "value_with_a_comma",
];

#[test]
fn slips_in_rule_files_are_flagged() {
    let schema = rules_schema();
    let validator = Validator::new(&schema);
    let is_flagged = |text: &str| match serde_json::from_str(text) {
        Ok(file) => !validator.refusals(&file).is_empty(),
        // What is no JSON is underlined by every editor.
        Err(_) => false,
    };
    let bad = files("tests/bad_rules").into_iter().filter(|(_, text)| is_flagged(text));
    let flagged: BTreeSet<String> =
        bad.map(|(name, _)| name.trim_start_matches("tests/bad_rules/").trim_end_matches(".json").to_owned()).collect();
    let lost: Vec<&str> = FLAGGED.into_iter().filter(|name| !flagged.contains(*name)).collect();
    assert_eq!(lost, [""; 0], "flagged: {flagged:?}");
    assert!(!flagged.iter().any(|name| name.starts_with("base/")), "flagged: {flagged:?}");
}
