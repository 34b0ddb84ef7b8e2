//! How long the engine takes: to load and check rules, to make a day ready, to answer one family.
//!
//! `cargo bench -p one-window-benches` prints the times; `cargo test -p one-window-benches --benches` runs each bench
//! once, for its assertions. No time is ever asserted: machines differ.

mod seed;

use std::{error::Error, fs, hint::black_box, path::Path};

use criterion::Criterion;
use one_window::{Date, Eligibility, Family, InvalidRules, Language, RuleSet};

/// A day on which the krai services of the bundled rules are in force.
const DAY: &str = "2019-11-28";

/// A day on which the unified benefit is in force too: records by months, in one measure.
const LATER_DAY: &str = "2025-10-10";

/// The same family with what such families are asked first told: work, earnings, service, health, the children's papers.
const TOLD: &str = r#"{
  "territory": "RU-KHA/khabarovsk",
  "locality_kind": "urban", "hard_life_situation": true, "low_income_certificate": false,
  "members": [
    { "id": "anna", "relation": "self", "sex": "female", "birth_date": "1990-04-02", "married": true, "registered_marriage_with": "ivan",
      "citizen_rf": true, "disability": "none", "pregnancy_weeks": "none", "employment": "employed", "in_svo": false,
      "monthly_income": "14000", "earned_in_year": "168000" },
    { "id": "ivan", "relation": "spouse", "sex": "male", "birth_date": "1988-11-30", "married": true, "registered_marriage_with": "anna",
      "citizen_rf": true, "disability": "none", "employment": "employed", "in_svo": false, "monthly_income": "31000.50",
      "earned_in_year": "372006" },
    { "id": "petya", "relation": "child", "sex": "male", "birth_date": "2010-09-15", "citizen_rf": true, "disability": "none",
      "birth_record_father": "entered_by_joint_or_own_statement", "other_parent_status": "alive", "ovz": false },
    { "id": "olya", "relation": "child", "sex": "female", "birth_date": "2014-02-28", "citizen_rf": true, "disability": "none",
      "birth_record_father": "entered_by_joint_or_own_statement", "other_parent_status": "alive", "ovz": false },
    { "id": "vera", "relation": "child", "sex": "female", "birth_date": "2018-05-20", "citizen_rf": true, "disability": "none",
      "birth_record_father": "entered_by_joint_or_own_statement", "other_parent_status": "alive", "ovz": false }
  ]
}"#;

/// A mother of three with her husband, in Khabarovsk: five persons, half of what matters about them told.
const FAMILY: &str = r#"{
  "territory": "RU-KHA/khabarovsk",
  "hard_life_situation": true,
  "members": [
    { "id": "anna", "relation": "self", "sex": "female", "birth_date": "1990-04-02", "married": true, "monthly_income": "14000" },
    { "id": "ivan", "relation": "spouse", "sex": "male", "birth_date": "1988-11-30", "married": true, "monthly_income": "31000.50" },
    { "id": "petya", "relation": "child", "sex": "male", "birth_date": "2010-09-15" },
    { "id": "olya", "relation": "child", "sex": "female", "birth_date": "2014-02-28", "disability": "child_disabled" },
    { "id": "vera", "relation": "child", "sex": "female", "birth_date": "2018-05-20" }
  ]
}"#;

fn main() -> Result<(), Box<dyn Error>> {
    let mut criterion = Criterion::default().configure_from_args();
    let files = rule_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules"))?;
    let rules = RuleSet::bundled()?;
    let family = rules.family_from_json(FAMILY)?;
    let date = DAY.parse()?;
    load_and_check(&mut criterion, "the bundled rules", (&files, &rules));
    read_family(&mut criterion, &rules);
    fresh_day(&mut criterion, "", (&rules, &family), date);
    let told = rules.family_from_json(TOLD)?;
    for day in [date, LATER_DAY.parse()?] {
        assess(&mut criterion, &rules, ("told", &told), day);
        assess(&mut criterion, &rules, ("half told", &family), day);
    }
    seed_rules(&mut criterion, &files)?;
    explain(&mut criterion, &rules, &family, LATER_DAY.parse()?);
    criterion.final_summary();
    Ok(())
}

/// The same by the rules of the seed documents alone.
fn seed_rules(criterion: &mut Criterion, bundled: &[(String, String)]) -> Result<(), Box<dyn Error>> {
    let files = seed::files(bundled)?;
    let rules = loaded(&files)?;
    let (told, family) = (rules.family_from_json(TOLD)?, rules.family_from_json(FAMILY)?);
    load_and_check(criterion, "the seed rules alone", (&files, &rules));
    for day in [DAY.parse()?, LATER_DAY.parse()?] {
        fresh_day(criterion, ", the seed rules alone", (&rules, &family), day);
        assess(criterion, &rules, ("told, the seed rules alone", &told), day);
        assess(criterion, &rules, ("half told, the seed rules alone", &family), day);
    }
    Ok(())
}

/// From the texts of rules to a rule set that cannot fail.
fn load_and_check(criterion: &mut Criterion, what: &str, (files, expected): (&[(String, String)], &RuleSet)) {
    criterion.bench_function(&format!("load and check {what}"), |bencher| {
        bencher.iter(|| {
            let rules = loaded(black_box(files));
            let digest = rules.as_ref().ok().map(RuleSet::digest);
            assert_eq!(digest, Some(expected.digest()), "the files are not those rules");
        });
    });
}

fn loaded(files: &[(String, String)]) -> Result<RuleSet, InvalidRules> {
    RuleSet::from_files(files.iter().map(|(name, text)| (name.as_str(), text.as_str())))
}

/// From the text of a family file to a family.
fn read_family(criterion: &mut Criterion, rules: &RuleSet) {
    criterion.bench_function("read a family of five", |bencher| {
        bencher.iter(|| {
            assert!(rules.family_from_json(black_box(FAMILY)).is_ok());
        });
    });
}

/// A new day, and the first answer on it, which folds the program for the family's territory.
fn fresh_day(criterion: &mut Criterion, by: &str, (rules, family): (&RuleSet, &Family), date: Date) {
    let expected = rules.on(date).assess(family).count(Eligibility::NotEligible);
    criterion.bench_function(&format!("make {date} ready and answer the first family{by}"), |bencher| {
        bencher.iter(|| {
            let day = rules.on(black_box(date));
            assert_eq!(day.assess(black_box(family)).count(Eligibility::NotEligible), expected);
        });
    });
}

/// Every measure for one family of five, in reused buffers, without any text.
fn assess(criterion: &mut Criterion, rules: &RuleSet, (how, family): (&str, &Family), date: Date) {
    let day = rules.on(date);
    let expected = day.assess(family).count(Eligibility::NotEligible);
    let mut desk = day.desk();
    criterion.bench_function(&format!("answer a family of five, {how}, on {date}"), |bencher| {
        bencher.iter(|| {
            assert_eq!(desk.assess(black_box(family)).count(Eligibility::NotEligible), expected);
        });
    });
}

/// The same with all reasons and questions, as JSON.
fn explain(criterion: &mut Criterion, rules: &RuleSet, family: &Family, date: Date) {
    let day = rules.on(date);
    let expected = day.assess(family).to_json(Language::Russian);
    let mut desk = day.desk();
    criterion.bench_function(&format!("answer and explain a family of five on {date}"), |bencher| {
        bencher.iter(|| {
            assert_eq!(desk.assess(black_box(family)).to_json(Language::Russian), expected);
        });
    });
}

/// The texts of the rule files below a folder, as [`RuleSet::from_files`] takes them.
fn rule_files(root: &Path) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() && !path.ends_with("schema") {
                folders.push(path);
            } else if is_rule_file(&path) {
                let name = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
                files.push((name, fs::read_to_string(path)?));
            }
        }
    }
    Ok(files)
}

fn is_rule_file(path: &Path) -> bool {
    let stem = Path::new(path.file_stem().unwrap_or_default());
    path.extension().is_some_and(|end| end == "json") && stem.extension().is_none_or(|end| end != "cases")
}
