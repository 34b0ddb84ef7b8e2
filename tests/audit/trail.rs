//! What an auditor asks: which rules gave the answer, the same answer again, and nothing personal where logs are kept.

use std::{collections::BTreeMap, fs, path::Path};

use one_window::{Assessment, Language, RuleSet};
use serde_json::Value;

use super::folder::{below, is_cases, is_plain};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

const DAYS: [&str; 4] = ["2013-06-01", "2019-11-28", "2025-10-10", "2026-03-15"];

/// Rules or families of a folder, each with its name.
fn files(folder: &str) -> Vec<(String, String)> {
    let found = below(folder, is_plain);
    assert!(!found.is_empty() && !found.iter().any(|(name, _)| is_cases(name)));
    found
}

fn bundled() -> RuleSet {
    RuleSet::bundled().unwrap()
}

fn assessed(rules: &RuleSet, family: &str, on: &str) -> Assessment {
    rules.on(on.parse().unwrap()).assess(&rules.family_from_json(family).unwrap_or_else(|error| panic!("{error}")))
}

/// An object with its keys in the opposite order, where the order is nobody's choice.
fn turned(value: &Value, key: &str) -> String {
    match value {
        Value::Object(entries) => {
            let mut entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{}: {}", Value::from(key.as_str()), turned(value, key)))
                .collect();
            // Local names stand in an order of their own.
            if !matches!(key, "let" | "readings") {
                entries.reverse();
            }
            format!("{{\n{} }}", entries.join(",\t"))
        }
        Value::Array(items) => {
            format!("[ {} ]", items.iter().map(|item| turned(item, "")).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

#[test]
fn a_stored_family_gets_the_same_bytes_under_the_same_digest() {
    let rules = bundled();
    // Other files, in another order, with other blanks and with the keys turned round.
    let others = files("rules").into_iter().rev().enumerate();
    let others = others.map(|(place, (_, text))| {
        let text = if text.contains("\"let\"") { text } else { turned(&serde_json::from_str(&text).unwrap(), "") };
        (format!("{:03}.json", 500 - place), text)
    });
    let others = RuleSet::from_files(others).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(rules.digest(), others.digest());
    for (name, text) in files("examples/families") {
        let stored = text.clone();
        let turned = turned(&serde_json::from_str(&text).unwrap(), "");
        for on in DAYS {
            let before = assessed(&rules, &text, on).to_json(Language::Russian).to_string();
            for (rules, text) in [(&rules, &stored), (&others, &stored), (&others, &turned)] {
                let again = assessed(rules, text, on).to_json(Language::Russian);
                assert_eq!(again["rules"]["digest"], rules.digest());
                let again = again.to_string();
                assert!(again == before, "{name} on {on}");
            }
        }
    }
}

#[test]
fn an_assessment_names_its_rules_its_engine_its_day_and_every_value_used_with_its_source() {
    let rules = bundled();
    let mut used = 0;
    for (name, text) in files("examples/families") {
        for on in DAYS {
            let found = assessed(&rules, &text, on).to_json(Language::English);
            assert_eq!(found["on"], on);
            assert_eq!(found["rules"]["digest"].as_str().map(str::len), Some(64));
            assert_eq!(found["rules"]["engine"], env!("CARGO_PKG_VERSION"));
            assert_eq!(found["rules"]["language"], "1");
            let parameters = found["parameters"].as_array().cloned().unwrap_or_default();
            used += parameters.len();
            for parameter in &parameters {
                for key in ["parameter", "territory", "value", "source"] {
                    assert!(
                        parameter[key].as_str().is_some_and(|text| !text.is_empty()),
                        "{name}: {parameter} has no {key}"
                    );
                }
            }
            // What a reason or a question names stands in the list too.
            let listed: Vec<&str> = parameters.iter().filter_map(|parameter| parameter["parameter"].as_str()).collect();
            for outcome in found["outcomes"].as_array().unwrap() {
                for reason in outcome["reasons"].as_array().into_iter().flatten() {
                    for parameter in reason["parameters"].as_array().into_iter().flatten() {
                        let name = parameter["parameter"].as_str().unwrap();
                        assert!(parameter.get("value").is_none() || listed.contains(&name), "{reason}");
                    }
                }
            }
        }
    }
    assert!(used > 50, "only {used}");
}

/// What was told: every text and number of a family file but the words of the vocabulary.
fn told(value: &Value, rules: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(entries) => entries.values().for_each(|value| told(value, rules, found)),
        Value::Array(items) => items.iter().for_each(|item| told(item, rules, found)),
        Value::String(text) if text.len() > 2 && !rules.contains(&format!("\"{text}\"")) => found.push(text.clone()),
        Value::Number(number) if number.to_string().len() > 2 => found.push(number.to_string()),
        _ => {}
    }
}

#[test]
fn what_is_debugged_shows_nothing_that_was_told() {
    let rules = bundled();
    let vocabulary = fs::read_to_string(Path::new(ROOT).join("rules/vocabulary.json")).unwrap();
    for (name, text) in files("examples/families") {
        let mut values = Vec::new();
        told(&serde_json::from_str(&text).unwrap(), &vocabulary, &mut values);
        // The name of a measure is no secret, whoever was awarded it.
        values.retain(|value| rules.measures().all(|measure| measure != value));
        assert!(!values.is_empty());
        let family = rules.family_from_json(&text).unwrap();
        // The day is no secret of the family.
        let day = rules.on("2031-07-13".parse().unwrap());
        let mut desk = day.desk();
        let found = desk.assess(&family);
        let other = day.assess(&family.with("applicant.monthly_income", "27182").unwrap());
        let changes = Assessment::compare(&found, &other);
        let mut shown = vec![format!("{family:?}{found:?}{desk:?}{day:?}{rules:?}{changes:?}")];
        for outcome in found.outcomes() {
            let (payees, open) = (outcome.payees(), outcome.missing().collect::<Vec<_>>());
            shown.push(format!("{outcome:?}{:?}{payees:?}{open:?}{:?}", outcome.measure(), outcome.amount()));
        }
        shown.extend(found.circumstances().map(|circumstance| format!("{circumstance:?}")));
        shown.extend(changes.changes().map(|change| format!("{change:?}")));
        let shown = shown.concat();
        values.push("27182".to_owned());
        for value in &values {
            assert!(!shown.contains(value.as_str()), "{name}: {value}\n{shown}");
        }
    }
    let builder =
        rules.family("RU-KHA/khabarovsk").member("zqxanna", "self").set_for("zqxanna", "monthly_income", "31415");
    let shown = format!("{builder:?}");
    assert!(!shown.contains("zqx") && !shown.contains("31415") && !shown.contains("khabarovsk"), "{shown}");
    let error = builder.set_for("zqxanna", "zqxfact", "31415").build().unwrap_err();
    assert!(format!("{error:?}").contains("unknown-fact"));
    assert!(!format!("{error:?}").contains("zqx"), "{error:?}");
}

/// A mark that stands nowhere in rules or messages.
const MARK: &str = "zqx7315";

/// Every tree that has the mark in one place: as a key, as a value, within a text, as a number.
fn marked(value: &Value) -> Vec<Value> {
    let number: u64 = 7_315_731_573_157_315_731;
    let mut all = vec![
        Value::from(MARK),
        Value::from(number),
        serde_json::json!([MARK]),
        serde_json::json!({ "value": MARK, "provenance": MARK }),
        serde_json::json!({ MARK: MARK }),
    ];
    match value {
        Value::Object(entries) => {
            for (key, inner) in entries {
                let with = |name: &str, inner: Value| {
                    let mut changed: BTreeMap<String, Value> = entries.clone().into_iter().collect();
                    changed.remove(key);
                    changed.insert(name.to_owned(), inner);
                    Value::Object(changed.into_iter().collect())
                };
                all.push(with(MARK, inner.clone()));
                all.extend(marked(inner).into_iter().map(|inner| with(key, inner)));
            }
        }
        Value::Array(items) => {
            for (place, inner) in items.iter().enumerate() {
                for changed in marked(inner) {
                    let mut items = items.clone();
                    items[place] = changed;
                    all.push(Value::Array(items));
                }
            }
        }
        Value::String(text) => all.push(Value::from(format!("{text}{MARK}"))),
        _ => {}
    }
    all
}

fn leaks(text: &str) -> bool {
    text.contains(MARK) || text.contains("7315731573157315731")
}

#[test]
fn a_masked_report_shows_nothing_that_was_told() {
    let rules = bundled();
    let mut refused = 0;
    let mut texts: Vec<String> = Vec::new();
    for (_, text) in files("examples/families").into_iter().take(4) {
        texts.extend(marked(&serde_json::from_str(&text).unwrap()).iter().map(Value::to_string));
    }
    // What is not JSON at all.
    let broken = [
        "{ MARK",
        "{ \"MARK\": }",
        "{ 'MARK': 1 }",
        "[MARK]",
        "MARK",
        "{ \"a\": MARK }",
        "{ \"MARK\": 1, \"MARK\": 2 }",
        "{ \"a\": \"MARK }",
        "{ \"a\": 1 \"MARK\": 2 }",
        "{ \"a\": 01MARK }",
        "{} MARK",
        "{ \"a\": \"\\xMARK\" }",
    ];
    texts.extend(broken.iter().map(|text| text.replace("MARK", MARK)));
    for text in &texts {
        let Err(error) = rules.family_from_json(text) else { continue };
        refused += 1;
        let masked = error.report().masked();
        let rows = serde_json::to_string(&masked).unwrap();
        for shown in [masked.to_string(), masked.render(false), rows, format!("{masked:?}"), format!("{error:?}")] {
            assert!(!leaks(&shown), "{text}\n{shown}");
        }
    }
    assert!(refused > 500, "only {refused} of {}", texts.len());
    let family = rules.family_from_json(&files("examples/families")[0].1).unwrap();
    for (path, value) in
        [(MARK, "1"), ("territory", MARK), ("applicant.monthly_income", MARK), ("members.zqx7315.sex", "male")]
    {
        let report = family.with(path, value).unwrap_err().masked();
        assert!(!leaks(&report.to_string()) && !leaks(&report.render(false)), "{report}");
    }
}
