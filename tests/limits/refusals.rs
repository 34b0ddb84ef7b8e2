//! What each limit says: one snapshot of the whole report for each. A snapshot is read as whoever passed the limit: does it
//! say where, how much is allowed, and what to do?

use std::{env, fs, process};

use one_window::{Limits, RuleSet, cases_of};

use super::chains::{VOCABULARY, definitions, measure, names};

/// The report on rules under limits that are the usual ones but for one.
fn rules(set: impl Fn(&mut Limits), files: &[(&str, &str)]) -> String {
    let mut limits = Limits::default();
    set(&mut limits);
    let files = [("vocabulary.json", VOCABULARY)].into_iter().chain(files.iter().copied());
    match RuleSet::from_files_within(files, &limits) {
        Ok(_) => "NOTHING WAS FOUND".to_owned(),
        Err(error) => without_advice(&error.to_string()),
    }
}

/// A report without its warnings.
fn without_advice(report: &str) -> String {
    let mut is_error = true;
    let lines = report.lines().filter(|line| {
        is_error = line.contains(": error[") || line.starts_with("  ") && is_error;
        is_error
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The report on a family under such limits.
fn family(set: impl Fn(&mut Limits), text: &str) -> String {
    let mut limits = Limits::default();
    set(&mut limits);
    let rules = RuleSet::from_files_within([("vocabulary.json", VOCABULARY)], &limits).unwrap();
    match rules.family_from_json_named("family.json", text) {
        Ok(_) => "NOTHING WAS FOUND".to_owned(),
        Err(error) => error.to_string(),
    }
}

/// The report on a folder with these files.
fn folder(test: &str, files: &[(&str, &str)], set: impl Fn(&mut Limits)) -> String {
    let mut limits = Limits::default();
    set(&mut limits);
    let folder = env::temp_dir().join(format!("one-window-limits-{}-{test}", process::id()));
    fs::create_dir_all(&folder).unwrap();
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
    let loaded = RuleSet::load_within(&folder, &limits);
    let report = match loaded.as_ref().map(|rules| cases_of(&folder, rules)) {
        Ok(Ok(_)) => "NOTHING WAS FOUND".to_owned(),
        Ok(Err(error)) => error.to_string(),
        Err(error) => error.to_string(),
    };
    fs::remove_dir_all(&folder).unwrap();
    report.replace(folder.to_str().unwrap(), "rules").replace('\\', "/")
}

fn keep(name: &str, report: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/limits/reports"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, report));
}

const ANNA: &str = r#"{ "territory": "RU", "members": [
    { "id": "anna", "relation": "self" },
    { "id": "petya", "relation": "child" },
    { "id": "vera", "relation": "child" } ],
  "notes": [{ "good": true }, { "good": false }, { "pages": 3 }] }"#;

#[test]
fn files_that_are_too_many_or_too_long() {
    let two = [("a.json", "{}"), ("b.json", "{ }")];
    keep("files", &rules(|limits| limits.files = 2, &two));
    keep("bytes", &rules(|limits| limits.bytes = u64::try_from(VOCABULARY.len()).unwrap() + 4, &two));
    keep("file_bytes", &rules(|limits| limits.file_bytes = VOCABULARY.len(), &[("long.json", &" ".repeat(9_999))]));
    keep("folder_files", &folder("files", &two, |limits| limits.files = 1));
    keep("folder_bytes", &folder("bytes", &two, |limits| limits.bytes = 4));
    keep("family_bytes", &family(|limits| limits.file_bytes = VOCABULARY.len(), &" ".repeat(9_999)));
}

#[test]
fn what_is_nested_too_deep() {
    let deep = format!(
        r#"{{ "definitions": {{ "asked": {{ "is": {}"warned"{} }} }} }}"#,
        r#"{ "not": "#.repeat(70),
        " }".repeat(70)
    );
    keep("nesting", &rules(|_| (), &[("deep.json", &deep)]));
    let deep = definitions(0, r#""is": "warned""#, "", &format!("{}@{}", "not(".repeat(70), ")".repeat(70)));
    keep("nesting_of_an_expression", &rules(|_| (), &[("deep.json", &deep)]));
    let family_text = format!(r#"{{ "territory": {}"RU"{} }}"#, "[".repeat(70), "]".repeat(70));
    keep("family_nesting", &family(|_| (), &family_text));
    let chain = definitions(200, r#""is": "rooms""#, r#""is": "max(0, min(9, @ + 1))""#, "@ > 1");
    keep("depth", &rules(|_| (), &[("chain.json", &chain)]));
    let chain = names(200, "rooms", "max(0, min(9, @ + 1))", "@ > 1");
    keep("depth_of_names", &rules(|_| (), &[("chain.json", &chain)]));
}

#[test]
fn rules_that_are_too_many_or_too_large() {
    let some = definitions(9, r#""is": "rooms""#, r#""is": "@""#, "@ > 1");
    keep("declarations", &rules(|limits| limits.declarations = 15, &[("many.json", &some)]));
    let long = definitions(0, r#""is": "warned""#, "", &vec!["@"; 2_000].join(" or "));
    keep("expression", &rules(|_| (), &[("long.json", &long)]));
    let doubled = names(40, "rooms", "max(0, min(9, @ + @))", "@ > 1");
    keep("parts", &rules(|_| (), &[("doubled.json", &doubled)]));
    let between = (0..24).fold("rooms".to_owned(), |inner, _| format!("(if {inner} between 0 and 1 then 1 else 0)"));
    let between = definitions(0, r#""is": "rooms""#, "", &format!("{between} > 0"));
    keep("parts_of_an_expression", &rules(|_| (), &[("between.json", &between)]));
    let pattern = r#""is": { "readings": { "a": "@", "b": "poor" }, "default": "a" }"#;
    let readings = definitions(60, r#""is": "warned""#, pattern, "@");
    keep("readings", &rules(|limits| limits.parts = 400, &[("readings.json", &readings)]));
    let value = |at: usize| {
        let month = |month: usize| format!(r#"{{ "territory": "RU", "from": "20{at}-{month:02}-01", "value": "1" }}"#);
        (1..7).map(month).collect::<Vec<_>>().join(", ")
    };
    let asked = |at: usize| format!(r#""d{at}": {{ "of": "family", "is": "value_on(rate, date(20{at}, 1, 1)) > 1" }}"#);
    let listed = |one: &dyn Fn(usize) -> String| (10..99).map(one).collect::<Vec<_>>().join(", ");
    let (values, asked) = (listed(&value), listed(&asked));
    let rate = format!(
        r#"{{ "parameters": {{ "rate": {{ "unit": "1", "values": [{values}] }} }}, "definitions": {{ {asked} }} }}"#
    );
    keep("values", &rules(|limits| limits.parts = 1_500, &[("rate.json", &rate)]));
    let versions = r#"{ "in_force": { "from": "2020-01-01", "until": "2021-01-01" } },"#.repeat(200);
    let versions = measure(&format!(
        r#""eligible_when": "warned", "note": "{}", "versions": [{}]"#,
        "why ".repeat(500),
        versions.trim_end_matches(',')
    ));
    keep("versions", &rules(|limits| limits.bytes = 100_000, &[("versions.json", &versions)]));
    let pairs = definitions(
        0,
        r#""is": "warned""#,
        "",
        "some a in members satisfies some b in members satisfies a.relation = child and b.birth_date > a.birth_date",
    );
    keep("steps", &rules(|limits| limits.steps = 10_000, &[("pairs.json", &pairs)]));
    let mistakes = definitions(9, r#""is": "rooms""#, r#""is": "unknown_name""#, "warned");
    keep("mistakes", &rules(|limits| limits.mistakes = 3, &[("mistakes.json", &mistakes)]));
}

#[test]
fn families_that_are_too_large() {
    keep("members", &family(|limits| limits.members = 2, ANNA));
    keep("records", &family(|limits| limits.records = 2, ANNA));
}

#[test]
fn cases_that_stand_behind_too_many() {
    let first = r#"{ "name": "0", "on": "2025-10-10", "family": { "territory": "RU", "members": [{ "id": "a", "relation": "self" }] }, "expect": { "asked": "unknown" } }"#;
    let link = |at: usize| {
        format!(
            r#", {{ "name": "{}", "extends": "{at}", "family": {{ "warned": true }}, "expect": {{ "asked": "true" }} }}"#,
            at + 1
        )
    };
    let text = format!(r#"{{ "cases": [{first}{}] }}"#, (0..5).map(link).collect::<String>());
    let asked = definitions(0, r#""is": "warned""#, "", "@");
    let files = [("vocabulary.json", VOCABULARY), ("rules.json", &asked), ("a.cases.json", &text)];
    keep("extends", &folder("extends", &files, |limits| limits.extends = 3));
}
