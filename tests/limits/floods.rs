//! Files that are large and wrong, or large and right, within the limits: they end soon.

use std::time::Instant;

use one_window::RuleSet;

use super::chains::VOCABULARY;

/// A list of numbered parts.
fn listed(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect::<Vec<_>>().join(", ")
}

/// How a load ends; it must end soon.
fn load(kind: &str, rules: &str) -> String {
    let started = Instant::now();
    let found = RuleSet::from_files([("vocabulary.json", VOCABULARY), ("rules.json", rules)]);
    let found = found.map_or_else(|error| error.to_string(), |_| "nothing".to_owned());
    println!("{kind}: {} KiB in {:?}", rules.len() / 1024, started.elapsed());
    assert!(started.elapsed().as_secs() < 120, "{kind}: {:?}", started.elapsed());
    found
}

/// How many of what is flooded with: as many as a test may take.
const MANY: usize = 10_000;

#[test]
fn many_right_declarations_load() {
    let title = r#""title": { "ru": "Да", "en": "Yes" }"#;
    let facts = listed(MANY, |at| format!(r#""f{at}": {{ "type": "boolean", {title} }}"#));
    assert_eq!(load("facts", &format!(r#"{{ "vocabulary": {{ "family": {{ {facts} }} }} }}"#)), "nothing");
    let definitions = listed(MANY, |at| format!(r#""d{at}": {{ "of": "family", "is": "rooms > {}" }}"#, at % 9));
    assert_eq!(load("definitions", &format!(r#"{{ "definitions": {{ {definitions} }} }}"#)), "nothing");
    let conditions = listed(MANY * 3, |at| format!(r#""rooms > {}""#, at % 9));
    let rules = format!(r#"{{ "definitions": {{ "d": {{ "of": "family", "is": {{ "any": [{conditions}] }} }} }} }}"#);
    assert_eq!(load("conditions", &rules), "nothing");
}

#[test]
fn many_mistakes_are_told_soon() {
    let definitions = listed(MANY, |at| format!(r#""d{at}": {{ "of": "family", "is": "roomz_{at} > 3" }}"#));
    let found = load("unknown names", &format!(r#"{{ "definitions": {{ {definitions} }} }}"#));
    assert!(found.contains("1000 mistakes or more"), "{}", found.lines().next_back().unwrap_or_default());
    let keys = listed(MANY, |at| format!(r#""k{at}": 1"#));
    let found = load("unknown keys", &format!(r#"{{ "definitions": {{ "d": {{ "is": "warned", {keys} }} }} }}"#));
    assert!(found.contains("1000 mistakes or more"));
    let shapes = listed(MANY, |at| format!(r#""d{at}": 7"#));
    assert!(load("wrong shapes", &format!(r#"{{ "definitions": {{ {shapes} }} }}"#)).contains("1000 mistakes or more"));
    let circle = listed(MANY, |at| format!(r#""d{at}": {{ "of": "family", "is": "d{}" }}"#, (at + 1) % MANY));
    assert!(load("a circle", &format!(r#"{{ "definitions": {{ {circle} }} }}"#)).contains("defined by itself"));
}

#[test]
fn a_family_of_mistakes_is_told_soon() {
    let rules = RuleSet::bundled().unwrap();
    let keys = listed(MANY * 3, |at| format!(r#""k{at}": 1"#));
    let members = listed(MANY * 3, |_| "{}".to_owned());
    for family in [format!("{{ {keys} }}"), format!(r#"{{ "members": [{members}] }}"#)] {
        let started = Instant::now();
        let found = rules.family_from_json(&family).unwrap_err().to_string();
        println!("family: {} KiB in {:?}", family.len() / 1024, started.elapsed());
        assert!(found.contains("1000 mistakes or more") || found.contains("64 at most"));
        assert!(started.elapsed().as_secs() < 60);
    }
}
