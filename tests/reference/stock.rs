//! Every family of the case files is answered alike, or more sharply and truly.

use std::path::Path;

use one_window::RuleSet;

use super::{
    bundled::{Tally, faults},
    cases,
    chance::Chance,
    compare::Engine,
    family::{Maker, Thresholds},
    is_full, load,
};

/// Of how many equal answers one is held against a completion.
const EVERY: usize = 50;

fn check(folder: &str, step: usize) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let rules = load::Rules::new(&load::folder(&path));
    let near = Thresholds::of(&rules);
    let engine = Engine::new(RuleSet::load(&path).unwrap());
    let step = if is_full() { 1 } else { step };
    let (mut tally, mut failed) = (Tally::default(), Vec::new());
    for (seed, case) in (0..).zip(cases::of(&path).iter().step_by(step)) {
        let members = case.family["members"].as_array().into_iter().flatten();
        let ids = members.filter_map(|member| member["id"].as_str().map(str::to_owned)).collect();
        let mut maker = Maker { rules: &rules, near: &near, chance: Chance::new(seed), on: case.on, ids };
        let Some(why) = faults(&mut maker, &engine, &case.family, EVERY, &mut tally) else { continue };
        tally.families += 1;
        if !why.is_empty() {
            failed.push(format!("{}\n  {}", case.name, why.join("\n  ")));
        }
    }
    println!(
        "{folder}: {} families, {} answers equal, {} sharper, {} completions",
        tally.families, tally.equal, tally.sharper, tally.completions
    );
    assert!(failed.is_empty(), "{} families\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn the_families_of_the_language_cases_are_answered_alike() {
    check("tests/language", 6);
}

#[test]
fn the_families_of_the_bundled_cases_are_answered_alike() {
    check("rules", 20);
}
