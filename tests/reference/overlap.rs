//! Measures that do not combine only while both run: random days, beside trying every set.

use std::path::Path;

use one_window::{Language, RuleSet};
use serde_json::{Value as Json, json};

use super::{calendar, chance::Chance, group, load::Rules};

const DAYS: &[&str] =
    &["2025-09-01", "2025-10-10", "2025-10-11", "2025-11-01", "2025-12-01", "2026-01-01", "2026-03-01"];
const FAMILIES: u64 = 400;

/// A family of which everything is shown by documents.
fn family(chance: &mut Chance) -> Json {
    let shown = |value: Json| json!({ "value": value, "provenance": "document" });
    let mut day = || shown(json!(*chance.pick(DAYS)));
    let mut member = json!({ "id": "ada", "relation": shown(json!("self")) });
    for key in ["leave_from", "leave_until", "care_from", "care_until"] {
        member[key] = day();
    }
    let mut found = json!({ "territory": "RU-KHA", "members": [member] });
    for key in ["first_from", "first_until", "second_from", "second_until"] {
        found[key] = day();
    }
    for key in ["flag_a", "flag_b"] {
        found[key] = shown(json!(chance.often(90)));
    }
    for key in ["money_a", "money_b"] {
        found[key] = shown(json!(*chance.pick(&["100", "150", "200"])));
    }
    found
}

#[test]
fn measures_that_combine_by_days_are_answered_as_trying_every_set_does() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/language");
    let read = |name: &str| (name.to_owned(), std::fs::read_to_string(folder.join(name)).unwrap());
    let files = ["base.json", "overlaps.json"].map(read);
    let texts: Vec<Json> = files.iter().map(|(_, text)| serde_json::from_str(text).unwrap()).collect();
    let (rules, engine) = (Rules::new(&texts), RuleSet::from_files(files).unwrap());
    let on = calendar::read("2025-10-10").unwrap();
    let day = engine.on("2025-10-10".parse().unwrap());
    let mut all = group::Compared::default();
    for seed in 0..FAMILIES {
        let family = family(&mut Chance::new(seed));
        let told = engine.family_from_json(&family.to_string()).unwrap();
        let answer = day.assess(&told).to_json(Language::English);
        let (compared, faults) = group::faults(&rules, &answer, &family, on);
        assert!(faults.is_empty(), "{family}\n{}", faults.join("\n"));
        all.add(compared);
    }
    assert!(all.excluded > 100 && all.options > 100 && all.open == 0, "{all:?}");
}
