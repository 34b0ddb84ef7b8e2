//! Mistakes that people make in rules and families: one snapshot of the whole report for each.
//!
//! A snapshot is read as the author who made the mistake: does it say where, what is wrong and what to write instead?

use std::{fs, io, path::Path};

use one_window::{Report, RuleSet, check_cases};

const TESTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests");

/// The mistakes of which the picture is kept too.
const PICTURES: &[&str] =
    &["cycle", "division_by_zero", "overlapping_versions", "several_mistakes", "trailing_comma", "unknown_fact"];

/// Name and text of each `*.json` right in a folder, in order.
fn files(folder: &str) -> io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(Path::new(TESTS).join(folder))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if Path::new(&name).extension().is_some_and(|extension| extension == "json") {
            let text = fs::read_to_string(Path::new(TESTS).join(folder).join(&name))?;
            files.push((name, text));
        }
    }
    files.sort();
    Ok(files)
}

/// The report, and the picture where it is kept.
fn shown(stem: &str, report: &Report) -> String {
    if PICTURES.contains(&stem) { format!("{report}\n\n{}", report.render(false)) } else { report.to_string() }
}

fn keep(folder: &str, stem: &str, report: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("{TESTS}/{folder}/reports"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(stem, report));
}

#[test]
fn the_base_of_the_bad_rules_is_right() {
    let rules = RuleSet::from_files(files("bad_rules/base").unwrap()).map_err(|error| error.to_string());
    assert_eq!(rules.map(|rules| rules.warnings().is_none()), Ok(true));
}

#[test]
fn every_bad_rule_file_is_refused_with_help() {
    for (name, text) in files("bad_rules").unwrap() {
        let mut together = files("bad_rules/base").unwrap();
        together.push((name.clone(), text));
        let stem = name.trim_end_matches(".json");
        match RuleSet::from_files(together) {
            Ok(_) => keep("bad_rules", stem, "NOTHING WAS FOUND"),
            Err(error) => keep("bad_rules", stem, &shown(stem, error.report())),
        }
    }
}

#[test]
fn every_bad_family_is_refused_with_help() {
    let rules = RuleSet::bundled().unwrap();
    for (name, text) in files("bad_families").unwrap() {
        let stem = name.trim_end_matches(".json");
        match rules.family_from_json(&text) {
            Ok(_) => keep("bad_families", stem, "NOTHING WAS FOUND"),
            Err(error) => keep("bad_families", stem, &shown(stem, error.report())),
        }
    }
}

#[test]
fn cases_that_fail_are_shown_with_what_was_expected_and_why() {
    let failures = check_cases(Path::new(TESTS).join("bad_cases")).unwrap_err();
    keep("bad_cases", "failures", &failures.to_string());
}

#[test]
fn a_folder_without_cases_passes_no_test() {
    let failures = check_cases(Path::new(TESTS).join("bad_rules/base")).unwrap_err();
    assert!(failures.to_string().starts_with("there is no case in "), "{failures}");
}
