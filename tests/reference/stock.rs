//! Every family of the case files is answered alike.

use std::path::Path;

use one_window::RuleSet;

use super::{cases, compare, load};

fn check(folder: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let rules = load::Rules::new(&load::folder(&path));
    let engine = RuleSet::load(&path).unwrap();
    let (mut e, mut f, mut n) = (std::time::Duration::ZERO, std::time::Duration::ZERO, 0);
    let (mut count, mut failed) = (0, Vec::new());
    for case in cases::of(&path) {
        let t0 = std::time::Instant::now();
        let Ok(answers) = compare::engine(&engine, &case.family, case.on) else { continue };
        e += t0.elapsed();
        let t0 = std::time::Instant::now();
        let r = compare::reference(&rules, &case.family, case.on);
        f += t0.elapsed();
        n += 1;
        let differences = compare::differences(&answers, &r);
        count += answers.len();
        if !differences.is_empty() {
            failed.push(format!("{}\n  {}", case.name, differences.join("\n  ")));
        }
    }
    println!("TIMES {n} {e:?} {f:?}");
    assert!(failed.is_empty(), "{} families, {count} answers\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn the_families_of_the_language_cases_are_answered_alike() {
    check("tests/language");
}

#[test]
fn the_families_of_the_bundled_cases_are_answered_alike() {
    check("rules");
}
