//! The schema of a family file and the reader of families.

use std::{collections::BTreeSet, sync::LazyLock};

use one_window::{Language, RuleSet};
use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert_eq, prop_oneof, proptest};
use serde_json::{Map, Value, json};

use crate::{
    folder::{assert_fresh, files},
    validator::Validator,
};

static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::bundled().unwrap());
static SCHEMA: LazyLock<Value> = LazyLock::new(|| RULES.family_schema(Language::Russian));

/// Rules with every sort of fact and list that the rules of the crate do not have.
static ODD_RULES: LazyLock<RuleSet> = LazyLock::new(|| {
    let text = r#"{
        "territories": { "RU": { "title": { "ru": "Россия", "en": "Russia" } } },
        "vocabulary": {
            "family": {
                "balance": { "type": "number", "unit": "RUB", "range": "[-250..100]", "digits": 2 },
                "depth": { "type": "number", "unit": "1", "range": "[-30..-4]", "optional": true },
                "seen_on": { "type": "date", "optional": true },
                "colour": { "type": { "one_of": ["red", "none"] }, "optional": true },
                "mood": { "type": { "one_of": ["good", "bad"] }, "optional": true },
                "given": { "type": "measure" } },
            "member": { "relation": { "type": { "one_of": ["self", "child"] } }, "friends": { "type": "members" } },
            "visits": { "list_of": "family", "owned": true, "most": 2, "dated_by": "day",
                "title": { "ru": "Визиты", "en": "Visits" }, "facts": { "day": { "type": "date" } } },
            "toys": { "list_of": "member", "most": 1, "title": { "ru": "Игрушки", "en": "Toys" },
                "facts": { "lent_to": { "type": "member" }, "count": { "type": "number", "unit": "1", "range": "[0..9]" } } }
        } }"#;
    RuleSet::from_files([("odd.json", text)]).map_err(|error| error.to_string()).unwrap()
});

static ODD_SCHEMA: LazyLock<Value> = LazyLock::new(|| ODD_RULES.family_schema(Language::English));

/// Rules, and the schema of their families.
struct Side {
    rules: &'static RuleSet,
    schema: &'static Value,
    validator: Validator<'static>,
}

impl Side {
    fn new(rules: &'static RuleSet, schema: &'static Value) -> Self {
        Self { rules, schema, validator: Validator::new(schema) }
    }

    fn both() -> [Self; 2] {
        [Self::new(&RULES, &SCHEMA), Self::new(&ODD_RULES, &ODD_SCHEMA)]
    }

    /// Where the reader and the schema do not agree; ids of nobody are left to the reader.
    fn disagreement(&self, family: &Value) -> Option<String> {
        let read = self.rules.family_from_json(&family.to_string());
        let flagged = self.validator.refusals(family);
        let told = read.as_ref().map_or_else(ToString::to_string, |_| String::new());
        let only_unseen = read.as_ref().is_err_and(|error| {
            error.report().diagnostics().iter().all(|found| found.code().as_str() == "unknown-member")
        });
        let agrees = only_unseen || flagged.is_empty() == read.is_ok();
        (!agrees).then(|| format!("{family}\nreader: {told}\nschema: {flagged:?}"))
    }
}

#[test]
fn the_schema_of_families_in_the_folder_is_fresh() {
    assert_fresh("family.json", &SCHEMA);
}

#[test]
fn the_families_of_the_examples_validate_and_name_the_schema() {
    let families = files("examples/families");
    assert!(!families.is_empty());
    for (name, text) in families {
        let family: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(family["$schema"], "../../rules/schema/family.json", "{name}");
        assert_eq!(Validator::new(&SCHEMA).refusals(&family), [""; 0], "{name}");
    }
}

/// What the schema cannot see: a key told twice, ids told twice, ids of nobody.
const SEEN_BY_THE_READER_ALONE: [&str; 3] = ["duplicate_key", "member_ids_twice", "unknown_member"];

#[test]
fn bad_families_are_flagged() {
    let mut let_pass = BTreeSet::new();
    for (name, text) in files("tests/bad_families") {
        // What is no JSON is underlined by every editor.
        let Ok(family) = serde_json::from_str::<Value>(&text) else { continue };
        if Validator::new(&SCHEMA).refusals(&family).is_empty() {
            let_pass.insert(name.trim_start_matches("tests/bad_families/").trim_end_matches(".json").to_owned());
        }
    }
    assert_eq!(let_pass.iter().map(String::as_str).collect::<Vec<_>>(), SEEN_BY_THE_READER_ALONE);
}

/// Puts a value of one fact or list into a family.
type Place = Box<dyn Fn(Value) -> Value>;

/// Every fact and list of a schema.
fn places(schema: &Value) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let keys = |pointer: &str| -> Vec<String> {
        let keys = schema.pointer(pointer).and_then(Value::as_object).into_iter().flatten().map(|(key, _)| key.clone());
        keys.filter(|key| !matches!(key.as_str(), "members" | "relation" | "id")).collect()
    };
    let family = |members: Value, extra: Map<String, Value>| {
        let mut family = json!({ "territory": "RU", "members": members });
        family.as_object_mut().unwrap().extend(extra);
        family
    };
    let entry = |key: &str, value: Value| Map::from_iter([(key.to_owned(), value)]);
    let members = |extra: Map<String, Value>| {
        let mut anna = json!({ "id": "anna", "relation": "self" });
        anna.as_object_mut().unwrap().extend(extra);
        json!([anna, { "id": "petya", "relation": "child" }])
    };
    for key in keys("/properties") {
        places.push(Box::new(move |value| family(members(Map::new()), entry(&key, value))));
    }
    for key in keys("/$defs/member/properties") {
        places.push(Box::new(move |value| family(members(entry(&key, value)), Map::new())));
    }
    for list in schema["$defs"].as_object().unwrap().keys().filter_map(|name| name.strip_prefix("record.")) {
        let in_member = schema.pointer(&format!("/$defs/member/properties/{list}")).is_some();
        let record = format!("/$defs/record.{list}");
        let is_owned = schema.pointer(&record).unwrap()["required"] == json!(["owner"]);
        for key in keys(&format!("{record}/properties")) {
            let list = list.to_owned();
            places.push(Box::new(move |value| {
                let mut record = if is_owned { entry("owner", "anna".into()) } else { Map::new() };
                record.insert(key.clone(), value);
                let records = entry(&list, json!([record]));
                let told = if in_member { (records, Map::new()) } else { (Map::new(), records) };
                family(members(told.0), told.1)
            }));
        }
    }
    places
}

/// Values of every sort, right for some fact and wrong for others.
fn values() -> Vec<Value> {
    let values = r#"[
        null, true, 0, 1, 46, -7, 2000, 5000000000, 0.5, {}, [], [{}], [5], [1], [{}, {}, {}],
        ["anna"], ["anna", "petya"], ["anna", "anna"], ["none"],
        [{ "owner": "anna" }], [{ "owner": 5 }], [{ "note": "n" }], [{ "note": 5 }], [{ "zzz": 1 }],
        "", " ", "none", "unknown", "true", "anna", "nobody", "RU", "RU-KHA",
        "0", "45", "46", "14000.50", "1.005", "0.5", "-4", "-30.0", "-249.99", "-250.01", "100.25", "14 000", "1,5", "+5",
        "007", ".5", "5.", "2016-09-15", "2016-09", "2025-02-29", "2024-02-29", "15.09.2016", "1799-12-31", "2016-13",
        "female", "absent", "red", "good", "federal.maternity_capital", "federal.zzz", "wage", "flat", "group1"
    ]"#;
    serde_json::from_str(values).unwrap()
}

/// A value alone, and in the long form.
fn forms(value: &Value) -> [Value; 2] {
    [value.clone(), json!({ "value": value, "provenance": "document", "note": "n" })]
}

/// Long forms, of a fact and of a list, with slips.
fn long_forms() -> Vec<Value> {
    let values = r#"[
        { "value": true }, { "value": true, "provenance": "documents" }, { "value": true, "provenence": "document" },
        { "value": true, "note": 5 }, { "value": { "value": true } }, { "provenance": "document" },
        { "records": [], "complete": { "from": "2025-01" } }, { "records": [{}], "complete": { "until": "2026-01-01" } },
        { "records": [], "complete": { "from": "2025-01", "until": "2026-01", "note": "n" }, "note": "n" },
        { "records": [] }, { "complete": { "from": "2025-01" } }, { "records": [], "complete": {} },
        { "records": [], "complete": true }, { "records": true, "complete": { "from": "2025-01" } },
        { "records": [], "complete": { "from": "01.2025" } }, { "records": [], "complete": { "from": 2025 } },
        { "records": [], "complete": { "from": "2025-01", "untill": "2026-01" } }
    ]"#;
    serde_json::from_str(values).unwrap()
}

#[test]
fn reader_and_schema_agree_on_every_fact_and_list() {
    assert!(places(&SCHEMA).len() > 60, "{}", places(&SCHEMA).len());
    for side in Side::both() {
        let (values, mut disagreements) = (values(), Vec::new());
        for place in places(side.schema) {
            let families = values.iter().flat_map(forms).chain(long_forms()).map(place);
            disagreements.extend(families.filter_map(|family| side.disagreement(&family)));
        }
        assert!(disagreements.is_empty(), "{}", disagreements.join("\n\n"));
    }
}

#[test]
fn reader_and_schema_agree_on_the_frame() {
    let anna = json!({ "id": "anna", "relation": "self" });
    let families = [
        json!([]),
        json!({}),
        json!({ "territory": "RU", "members": [anna] }),
        json!({ "territory": "RU", "members": [anna], "$schema": "x", "note": "n" }),
        json!({ "territory": "RU", "members": [anna], "$schema": 5 }),
        json!({ "territory": "RU", "members": [anna], "note": 5 }),
        json!({ "territory": "RU", "members": [anna, { "id": "b", "relation": { "value": "self" } }] }),
        json!({ "territory": "RU", "members": [{ "id": "b", "relation": { "value": "self" } }] }),
        json!({ "territory": "RU", "members": [{ "id": "b", "relation": "child" }] }),
        json!({ "territory": "RU", "members": [{ "id": "none", "relation": "self" }] }),
        json!({ "territory": "RU", "members": [{ "id": "", "relation": "self" }] }),
        json!({ "territory": "RU", "members": [{ "id": 5, "relation": "self" }] }),
        json!({ "territory": "RU", "members": [{ "id": "b" }, anna] }),
        json!({ "territory": "RU", "members": [anna, 5] }),
        json!({ "territory": "RU", "members": { "anna": anna } }),
        json!({ "territory": "RU", "members": [] }),
        json!({ "territory": "RU-XXX", "members": [anna] }),
        json!({ "territory": 5, "members": [anna] }),
    ];
    for side in Side::both() {
        for family in &families {
            assert_eq!(side.disagreement(family), None);
        }
    }
}

#[test]
fn every_fact_is_described_in_the_language_asked() {
    let mut plain = Vec::new();
    for (pointer, schema) in [("/properties", &*SCHEMA), ("/$defs/member/properties", &*SCHEMA)] {
        for (key, value) in schema.pointer(pointer).unwrap().as_object().unwrap() {
            let description = value["description"].as_str().unwrap_or_default();
            if key != "note" && !description.chars().any(|letter| ('а'..='я').contains(&letter)) {
                plain.push(key.clone());
            }
        }
    }
    assert_eq!(plain, [""; 0]);
    let english = RULES.family_schema(Language::English);
    let described = &english["$defs"]["member"]["properties"]["sex"]["description"];
    assert_eq!(described, "Sex. Which sex do this person's documents give?");
    assert_eq!(english["$defs"]["value.sex"]["oneOf"][0]["title"], "female");
    let russian = &SCHEMA["$defs"]["member"]["properties"]["pregnancy_weeks"]["description"];
    assert!(russian.as_str().is_some_and(|text| text.contains("Число от 0 до 45, `week`, целое.")), "{russian}");
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        "-?[0-9]{0,10}(\\.[0-9]{0,4})?".prop_map(Value::from),
        "[12][0-9]{3}-[01][0-9](-[0-3][0-9])?".prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-50_i64..2_300).prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reader_and_schema_agree_on_any_value(value in any_value(), place in any::<proptest::sample::Index>()) {
        // A zero below zero is taken by the reader alone.
        let is_odd_zero = value.as_str().is_some_and(|text| text.starts_with('-') && !text.contains(|it| ('1'..='9').contains(&it)));
        for side in Side::both() {
            if !is_odd_zero {
                let places = places(side.schema);
                prop_assert_eq!(side.disagreement(&place.get(&places)(value.clone())), None);
            }
        }
    }
}
