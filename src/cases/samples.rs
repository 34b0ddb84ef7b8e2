//! Small rules and case files for the tests of this room.

use super::read::{Read, cases_in};
use crate::{
    diagnostic::{Diagnostic, Report},
    ruleset::RuleSet,
    source::Sources,
};

const RULES: &str = r#"{
    "vocabulary": {
        "family": { "in_danger": { "type": "boolean", "established_by": { "specialist": "social_worker" } } },
        "member": {
            "birth_date": { "type": "date", "established_by": "document" },
            "relation": { "type": { "one_of": ["self", "child"] }, "established_by": "document" } } },
    "roles": { "social_worker": { "title": { "ru": "специалист по социальной работе", "en": "a social worker" } } },
    "territories": { "RU": { "title": { "ru": "Россия", "en": "Russia" } } },
    "needs": { "money": { "sphere": "income", "title": { "ru": "Деньги", "en": "Money" } } },
    "definitions": {
        "has_child": { "of": "family", "circumstance": true, "title": { "ru": "Есть дети", "en": "There are children" },
            "is": "count(members[relation = child]) >= 1" } },
    "measures": {
        "federal.grant": {
            "title": { "ru": "Пособие", "en": "Grant" }, "kind": "benefit", "addresses": ["money"], "territory": "RU",
            "in_force": { "from": "2020-01-01" }, "for": { "each": "members[relation = child]", "as": "kid" },
            "eligible_when": { "that": "kid.age < 3", "because": { "ru": "Младше трех", "en": "Under three" } },
            "amount": { "value": "1000 / 3", "unit": "RUB", "per": "month", "round": { "to": "0.01", "mode": "half_up" } } },
        "federal.help": {
            "title": { "ru": "Помощь", "en": "Help" }, "kind": "service", "addresses": ["money"], "territory": "RU",
            "in_force": { "from": "2020-01-01" }, "eligible_when": "in_danger",
            "schedule": { "times": 2, "per": "week", "minutes_each": 60 } } }
}"#;

/// A family with a child of one year, on 2026-01-01.
pub const BASE: &str = r#"{ "name": "base", "on": "2026-01-01", "family": { "territory": "RU", "members": [
    { "id": "ann", "relation": "self", "birth_date": "1996-04-02" },
    { "id": "bo", "relation": "child", "birth_date": "2024-06-01" }] } }"#;

pub fn rules() -> RuleSet {
    RuleSet::from_files([("rules.json", RULES)]).unwrap()
}

/// The cases of files, each given by what stands between the brackets of `cases`.
pub fn read(files: &[&str]) -> Read {
    let mut sources = Sources::new();
    for (number, cases) in files.iter().enumerate() {
        sources.add(format!("{number}.cases.json"), format!("{{ \"cases\": [\n{cases}\n] }}"));
    }
    cases_in(sources, &rules())
}

/// The mistakes of one file: code, message and help.
pub fn mistakes(cases: &str) -> Vec<String> {
    read(&[cases]).mistakes.iter().map(line).collect()
}

/// What the last of the cases does not meet: message and help.
pub fn failures(cases: &str) -> Vec<String> {
    let read = read(&[cases]);
    let mistakes = Report::new(read.mistakes, read.sources);
    assert!(mistakes.is_none(), "{mistakes:?}");
    read.cases.last().unwrap().failures(&rules()).iter().map(line).collect()
}

/// What the family of [`BASE`] does not meet.
pub fn unmet(expect: &str) -> Vec<String> {
    failures(&format!(r#"{BASE}, {{ "name": "it", "extends": "base", "expect": {expect} }}"#))
}

fn line(found: &Diagnostic) -> String {
    let help = found.help_text().map(|help| format!(" / {help}")).unwrap_or_default();
    format!("{} {}{help}", found.code(), found.message())
}
