//! Whole answers as people read them, held as snapshots: a changed word shows in a review.

use std::{error::Error, fs};

use one_window::{Assessment, Language, RuleSet, TextStyle};

/// The assessment of an example family on a day.
fn assessed(family: &str, on: &str) -> Result<Assessment, Box<dyn Error>> {
    let rules = RuleSet::bundled()?;
    let path = format!("{}/examples/families/{family}.json", env!("CARGO_MANIFEST_DIR"));
    let family = rules.family_from_json(&fs::read_to_string(path)?)?;
    Ok(rules.on(on.parse()?).assess(&family))
}

/// The names of all example families.
fn families() -> Result<Vec<String>, Box<dyn Error>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/families"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend(name.strip_suffix(".json").map(str::to_owned));
    }
    names.sort_unstable();
    Ok(names)
}

#[test]
fn there_is_a_family_for_every_seed_and_both_laws() {
    assert!(families().unwrap().len() >= 12);
}

fn in_both_languages(assessment: &Assessment, style: &TextStyle) -> String {
    [Language::Russian, Language::English].map(|language| assessment.text(language, style)).join("\n\n\n")
}

#[test]
fn the_family_of_the_design_is_answered() {
    let mut style = TextStyle::default();
    style.all = true;
    insta::assert_snapshot!(in_both_languages(&assessed("anna", "2019-11-28").unwrap(), &style));
}

#[test]
fn a_large_family_is_answered() {
    let assessment = assessed("large_family_novosibirsk", "2025-10-10").unwrap();
    insta::assert_snapshot!(in_both_languages(&assessment, &TextStyle::default()));
}

#[test]
fn one_measure_is_explained_whole() {
    let mut style = TextStyle::default();
    style.measure = Some("khabarovsk_krai.social_patronage".to_owned());
    insta::assert_snapshot!(in_both_languages(&assessed("patronage_vaninsky_2013", "2013-06-01").unwrap(), &style));
}

#[test]
fn no_line_is_longer_than_a_hundred_columns() {
    for family in families().unwrap() {
        for on in ["2013-06-01", "2019-11-29", "2025-10-10", "2030-01-01"] {
            let text = in_both_languages(&assessed(&family, on).unwrap(), &TextStyle::default());
            let long = text.lines().find(|line| line.chars().count() > 100);
            assert_eq!(long, None, "{family} on {on}");
            assert!(!text.contains("..") && !text.contains("  ;"), "{family} on {on}\n{text}");
        }
    }
}

#[test]
fn no_identifier_reaches_the_reader() {
    for family in families().unwrap() {
        let text = in_both_languages(&assessed(&family, "2025-10-10").unwrap(), &TextStyle::default());
        let identifier = text.split_whitespace().find(|word| word.contains('_'));
        assert_eq!(identifier, None, "{family}");
    }
}

#[test]
fn a_working_family_with_the_unified_benefit_is_answered() {
    let assessment = assessed("working_family", "2025-10-10").unwrap();
    insta::assert_snapshot!(in_both_languages(&assessment, &TextStyle::default()));
}

#[test]
fn a_mother_on_care_leave_is_answered() {
    let assessment = assessed("care_leave", "2025-10-10").unwrap();
    insta::assert_snapshot!(in_both_languages(&assessment, &TextStyle::default()));
}
