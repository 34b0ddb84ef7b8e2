//! The schemas of rule and case files.

use one_window::{cases_schema, rules_schema};
use serde_json::Value;

use crate::{folder::files, validator::Validator};

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
