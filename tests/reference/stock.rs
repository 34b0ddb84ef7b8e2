//! Every family of the case files is answered alike.

use std::path::Path;

use one_window::RuleSet;

use super::{
    cases,
    compare::{self, Engine},
    is_full, load,
};

fn check(folder: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let rules = load::Rules::new(&load::folder(&path));
    let engine = Engine::new(RuleSet::load(&path).unwrap());
    let step = if is_full() { 1 } else { 20 };
    let (mut count, mut failed) = (0, Vec::new());
    for case in cases::of(&path).iter().step_by(step) {
        let Ok(answers) = compare::engine(&engine, &case.family, case.on) else { continue };
        let differences = compare::differences(&answers, &compare::reference(&rules, &case.family, case.on));
        count += answers.len();
        if !differences.is_empty() {
            failed.push(format!("{}\n  {}", case.name, differences.join("\n  ")));
        }
    }
    println!("{folder}: {count} answers");
    assert!(failed.is_empty(), "{} families\n{}", failed.len(), failed.join("\n"));
}

#[test]
#[ignore = "the evaluator does not read loops over several lists, filtered written lists and sums of durations yet"]
fn the_families_of_the_language_cases_are_answered_alike() {
    check("tests/language");
}

#[test]
fn the_families_of_the_bundled_cases_are_answered_alike() {
    check("rules");
}
