//! Both readers agree: what the way of right families takes, the strict reader takes as the same family.

use std::{fs, path::Path};

use proptest::{
    collection::vec,
    option::weighted,
    prelude::{Just, Strategy, any, prop_assert, prop_oneof, proptest},
    sample::select,
    strategy::ValueTree,
    test_runner::TestRunner,
};
use serde_json::Value;

use super::{super::read_slowly, read_fast};
use crate::{
    family::{Family, read_family},
    ruleset::RuleSet,
    value::Limits,
    vocabulary::{SharedVocabulary, Vocabulary, sample},
};

fn is_same(one: &Family, other: &Family) -> bool {
    let facts_and_lists = one.body.facts == other.body.facts && one.body.lists == other.body.lists;
    let members = one.members().iter().zip(other.members());
    let mut members =
        members.map(|(one, other)| (&one.id, &one.facts, &one.lists) == (&other.id, &other.facts, &other.lists));
    one.territory == other.territory
        && one.applicant == other.applicant
        && one.members().len() == other.members().len()
        && facts_and_lists
        && members.all(|is_same| is_same)
        && one.vocabulary.is(&other.vocabulary)
}

/// Whether the text is read at once; fails where the readers disagree.
fn is_read_at_once(text: &str, vocabulary: &SharedVocabulary) -> bool {
    let Some(fast) = read_fast(text, vocabulary) else { return false };
    let slow = read_slowly("family.json", text, vocabulary).unwrap_or_else(|report| panic!("{report}\n{text}"));
    assert!(is_same(&fast, &slow), "{text}");
    true
}

const REQUIRED: [&str; 8] = ["id", "relation", "territory", "members", "value", "complete", "records", "owner"];

/// An object of some of these keys, in any order, each with one of its values.
fn object(keys: Vec<(&'static str, Values)>) -> impl Strategy<Value = String> {
    let entry = |(key, values): (&'static str, Values)| {
        let entry = values.prop_map(move |value| format!("\"{key}\":{value}"));
        // What must be there mostly is.
        weighted(if REQUIRED.contains(&key) { 0.99 } else { 0.3 }, entry)
    };
    let entries: Vec<_> = keys.into_iter().map(entry).collect();
    let entries = entries.prop_shuffle();
    (entries, select(vec!["", "", " ", "\n\t"])).prop_map(|(entries, blank)| {
        let entries: Vec<String> = entries.into_iter().flatten().collect();
        format!("{{{blank}{}{blank}}}", entries.join(&format!("{blank},{blank}")))
    })
}

type Values = proptest::strategy::BoxedStrategy<String>;

/// One of these values, seldom a wrong or an odd one.
fn mostly(values: &'static [&'static str], wrong: &'static [&'static str]) -> Values {
    let odd: &[&str] =
        &["null", "\"none\"", "\"unknown\"", "5", "\"5\"", "true", "[]", "{}", "\"\\u0061\"", "[\"anna\"]", "-1"];
    let plain = select(values).prop_map(str::to_owned);
    let wrong = [wrong, odd].concat();
    let told = prop_oneof![30 => select(values), 1 => select(wrong)];
    let provenance = select(&["\"declared\"", "\"document\"", "\"registry\"", "\"assessed\"", "\"told\"", "1"][..]);
    let long = object(vec![
        ("value", told.clone().prop_map(str::to_owned).boxed()),
        ("provenance", provenance.prop_map(str::to_owned).boxed()),
        ("note", Just("\"n\"".to_owned()).boxed()),
    ]);
    prop_oneof![30 => plain, 1 => told.prop_map(str::to_owned), 2 => long].boxed()
}

fn one_of(values: &'static [&'static str]) -> Values {
    mostly(values, &[])
}

fn date() -> Values {
    mostly(&["\"2016-09-15\"", "\"2016-09\"", "\"2020-02-29\""], &["\"2023-02-29\"", "\"1799-01-01\"", "\"2016-9-1\""])
}

fn amount() -> Values {
    mostly(
        &["\"0\"", "\"51500.00\"", "\"0.07\"", "51500", "\"007.5\""],
        &["\"1.005\"", "\"-1\"", "007", "1.5", "\".5\""],
    )
}

fn named() -> Values {
    mostly(
        &["[]", "[\"petya\"]", "[ \"anna\" ]", "\"none\""],
        &["[\"petya\", \"vera\"]", "\"petya\"", "[\"anna\",\"anna\"]"],
    )
}

fn list(of: Vec<(&'static str, Values)>) -> Values {
    let records = vec(object(of), 0..5).prop_map(|records| format!("[{}]", records.join(","))).boxed();
    let period = object(vec![("from", date()), ("until", date())]);
    let partial = object(vec![("complete", period.boxed()), ("records", records.clone())]);
    prop_oneof![3 => records, 1 => partial].boxed()
}

fn member(ids: &'static [&'static str], relations: &'static [&'static str]) -> impl Strategy<Value = String> {
    object(vec![
        ("id", select(ids).prop_map(str::to_owned).boxed()),
        ("relation", select(relations).prop_map(str::to_owned).boxed()),
        ("sex", one_of(&["\"male\"", "\"female\""])),
        ("disability", one_of(&["\"none\"", "\"group1\""])),
        ("birth_date", date()),
        ("married", one_of(&["true", "false"])),
        ("pregnancy_weeks", mostly(&["\"none\"", "20", "\"45\""], &["46"])),
        ("monthly_income", amount()),
        ("parents", named()),
        ("married_to", named()),
        ("note", Just("\"ключ\"".to_owned()).boxed()),
        ("income", list(vec![("month", date()), ("kind", one_of(&["\"wage\""])), ("amount", amount())])),
    ])
}

fn family() -> impl Strategy<Value = String> {
    let first = member(&["\"anna\""], &["\"self\""]);
    let others = (
        weighted(0.9, member(&["\"petya\""], &["\"child\"", "\"child\"", "\"child\"", "{\"value\":\"child\"}"])),
        weighted(0.5, member(&["\"vera\"", "\"vera\"", "\"vera\"", "\"anna\""], &["\"parent\"", "\"spouse\""])),
    );
    let members = (first, others).prop_map(|(first, (petya, vera))| {
        let members: Vec<String> = petya.into_iter().chain([first]).chain(vera).collect();
        format!("[{}]", members.join(","))
    });
    object(vec![
        ("territory", select(&["\"RU\"", "\"RU-KHA\"", "\"RU-KHA/khabarovsk\""][..]).prop_map(str::to_owned).boxed()),
        ("members", members.boxed()),
        ("hard_life_situation", one_of(&["true", "false"])),
        ("rooms", mostly(&["2", "\"2\"", "\"none\""], &["21"])),
        ("note", Just("\"a remark\"".to_owned()).boxed()),
        ("properties", list(vec![("owner", one_of(&["\"anna\"", "\"petya\""])), ("area", one_of(&["\"30\"", "30"]))])),
        ("awards", list(vec![("measure", one_of(&["\"federal.b\""])), ("child", named())])),
    ])
}

/// Text with some characters taken away, put in or put double.
fn damaged(text: &str, damages: &[(usize, u8)]) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for (place, kind) in damages {
        let at = place % characters.len().max(1);
        match "\",:{}[] \\0n1-.xе".chars().nth(usize::from(kind % 32)) {
            Some(sign) => characters.insert(at, sign),
            None if at < characters.len() && kind % 2 == 0 => _ = characters.remove(at),
            None => characters.truncate(if kind % 8 == 1 { at } else { usize::MAX }),
        }
    }
    characters.into_iter().collect()
}

proptest! {
    #[test]
    fn a_family_is_the_same_whichever_way_it_is_read(text in family()) {
        is_read_at_once(&text, &sample::vocabulary());
    }

    #[test]
    fn a_damaged_family_is_never_read_as_another(text in family(), damages in vec((0_usize..10_000, any::<u8>()), 1..3)) {
        is_read_at_once(&damaged(&text, &damages), &sample::vocabulary());
    }

    #[test]
    fn limits_hold_whichever_way(text in family(), members in 1_usize..4, records in 0_usize..4, nesting in 3_usize..10) {
        let limits = Limits { members, records, nesting, file_bytes: 600, ..Limits::DEFAULT };
        let vocabulary = Vocabulary::new(&sample::sample().checked()).within(limits);
        is_read_at_once(&text, &SharedVocabulary::new(vocabulary));
    }

    #[test]
    fn any_text_is_judged_by_the_strict_reader(text in any::<String>()) {
        prop_assert!(!is_read_at_once(&text, &sample::vocabulary()));
    }
}

#[test]
fn many_of_these_families_are_read_at_once() {
    let mut runner = TestRunner::deterministic();
    let texts = (0..300).map(|_| family().new_tree(&mut runner).unwrap().current());
    let at_once = texts.filter(|text| is_read_at_once(text, &sample::vocabulary())).count();
    assert!((30..270).contains(&at_once), "{at_once}");
}

#[test]
fn a_right_family_is_read_at_once() {
    let text = r#" { "$schema": "x.json", "territory": "RU-KHA", "rooms": "none", "note": "n",
        "awards": [{ "measure": "federal.b", "child": "petya" }],
        "properties": [{ "owner": "petya", "property": "flat", "area": 30 }, { "owner": "anna" }],
        "members": [
            { "id": "anna", "relation": "self", "parents": [], "married_to": { "value": ["petya"], "provenance": "document" },
              "monthly_income": { "provenance": "registry", "value": "14000.50" }, "disability": "none",
              "income": { "complete": { "from": "2025-01" }, "records": [{ "kind": "wage", "amount": "5" }] } },
            { "id": "petya", "relation": "child", "birth_date": "2016-09", "parents": ["anna"], "income": [] } ] } "#;
    let vocabulary = sample::vocabulary();
    assert!(is_read_at_once(text, &vocabulary));
    assert!(!is_read_at_once(&format!("{text}x"), &vocabulary));
    let doubts = [
        ("\"rooms\"", "\"note\": \"n\", \"rooms\""),
        ("\"rooms\": \"none\"", "\"rooms\": 1, \"rooms\": 1"),
        ("\"rooms\": \"none\"", "\"rooms\": \"unknown\""),
        ("\"rooms\": \"none\"", "\"rooms\": null"),
        ("[\"anna\"]", "[\"vera\"]"),
        ("[\"anna\"]", "[\"anna\", \"anna\"]"),
        ("\"owner\": \"anna\"", "\"area\": 5"),
        ("\"self\"", "\"child\""),
        ("\"child\", \"birth", "\"self\", \"birth"),
        ("\"id\": \"petya\"", "\"id\": \"anna\""),
        ("\"id\": \"anna\"", "\"id\": \"none\""),
        ("RU-KHA", "RU-KHB"),
        ("\"territory\": \"RU-KHA\",", ""),
        ("2016-09", "2016-13"),
        ("\"registry\"", "\"register\""),
        ("\"from\": \"2025-01\"", ""),
        ("\"income\": []", "\"income\": [{ \"owner\": \"petya\" }]"),
    ];
    for (found, put) in doubts {
        assert!(text.contains(found) && !is_read_at_once(&text.replace(found, put), &vocabulary), "{put}");
    }
}

#[test]
fn rules_in_which_a_key_has_two_meanings_are_read_slowly() {
    let text = r#"{ "territory": "RU", "members": [{ "id": "anna", "relation": "self" }] }"#;
    let rules = || {
        sample::Sample::default().territories(&["RU"]).choice(crate::vocabulary::Entity::Member, "relation", &["self"])
    };
    assert!(is_read_at_once(text, &rules().vocabulary()));
    let two = rules().list("note", |_| ()).vocabulary();
    assert!(read_family(text, &two).is_ok() && !is_read_at_once(text, &two));
}

/// The files below a folder that end so.
fn files(folder: &Path, end: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, end, found);
        } else if path.to_str().unwrap().ends_with(end) {
            found.push(fs::read_to_string(path).unwrap());
        }
    }
}

/// Roughly what a case changes in the family of another.
fn change(base: &mut Value, change: &Value) {
    match (base, change) {
        (Value::Object(base), Value::Object(changed)) => {
            for (key, value) in changed {
                if value == "unknown" {
                    base.remove(key);
                } else {
                    self::change(base.entry(key).or_insert(Value::Null), value);
                }
            }
        }
        (Value::Array(base), Value::Array(changed)) if changed.iter().any(|item| item.get("id").is_some()) => {
            for item in changed {
                match base.iter_mut().find(|other| other.get("id") == item.get("id")) {
                    Some(base) => self::change(base, item),
                    None => base.push(item.clone()),
                }
            }
        }
        (base, change) => *base = change.clone(),
    }
}

#[test]
fn the_families_of_examples_and_cases_are_the_same_whichever_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut examples = Vec::new();
    files(&root.join("examples/families"), ".json", &mut examples);
    let rules = RuleSet::bundled().unwrap();
    let vocabulary = rules.family_from_json(&examples[0]).unwrap().vocabulary().clone();
    assert!(examples.iter().all(|text| is_read_at_once(text, &vocabulary)));
    let mut cases = Vec::new();
    files(&root.join("rules"), ".cases.json", &mut cases);
    let (mut right, mut at_once) = (0, 0);
    for file in cases {
        let file: Value = serde_json::from_str(&file).unwrap();
        let mut known: Vec<(Value, Value)> = Vec::new();
        for case in file["cases"].as_array().unwrap() {
            let base = known.iter().find(|(name, _)| case.get("extends") == Some(name));
            let mut family = base.map_or(Value::Null, |(_, family)| family.clone());
            change(&mut family, case.get("family").unwrap_or(&Value::Object(serde_json::Map::new())));
            let text = family.to_string();
            right += usize::from(read_slowly("family.json", &text, &vocabulary).is_ok());
            at_once += usize::from(is_read_at_once(&text, &vocabulary));
            known.push((case["name"].clone(), family));
        }
    }
    assert!(at_once == right && right > 1_000, "{at_once} of {right}");
}
