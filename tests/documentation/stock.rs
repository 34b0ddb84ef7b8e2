//! What stands in the rules and in the case files beside them, as pages tell of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use serde_json::Value;

use super::folder::{below, is_cases, is_plain};

/// A file of the crate.
pub fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn rule_files() -> Vec<Value> {
    below("rules", is_plain).into_iter().map(|(_, text)| serde_json::from_str(&text).unwrap()).collect()
}

/// Every measure of the embedded rules.
pub fn measures() -> BTreeMap<String, Value> {
    let files = rule_files();
    let entries = files.iter().filter_map(|file| file["measures"].as_object()).flatten();
    entries.map(|(name, measure)| (name.clone(), measure.clone())).collect()
}

/// The names of everything that the embedded rules declare and a page may name.
pub fn declared() -> BTreeSet<String> {
    let files = rule_files();
    let parts = ["measures", "definitions", "parameters", "needs"];
    let entries = files.iter().flat_map(|file| parts.map(|part| file[part].as_object())).flatten().flatten();
    entries.map(|(name, _)| name.clone()).collect()
}

/// The territories of a measure or of a version of it.
pub fn places(holder: &Value) -> Vec<String> {
    match &holder["territory"] {
        Value::Array(places) => places.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        place => place.as_str().map(str::to_owned).into_iter().collect(),
    }
}

/// The times of a measure, each with its territories.
pub fn periods(measure: &Value) -> Vec<(Vec<String>, &Value)> {
    let own = measure.get("versions").and_then(Value::as_array);
    let holders: Vec<&Value> = own.map_or_else(|| vec![measure], |versions| versions.iter().collect());
    let with_places = |holder: &'_ Value| if places(holder).is_empty() { places(measure) } else { places(holder) };
    holders.into_iter().map(|holder| (with_places(holder), &holder["in_force"])).collect()
}

/// Whether a measure is only planned.
pub fn is_planned(measure: &Value) -> bool {
    periods(measure).iter().all(|(_, force)| force["planned"] == true)
}

/// The time in which something is law.
pub fn when(force: &Value) -> String {
    if force["planned"] == true {
        return "planned".to_owned();
    }
    let (attested, period) = match force.get("attested") {
        Some(period) => ("attested ", period),
        None => ("", force),
    };
    let until = period["until"].as_str().map(|until| format!(" until {until}")).unwrap_or_default();
    format!("{attested}from {}{until}", period["from"].as_str().unwrap())
}

/// A case beside the rules.
pub struct Case {
    /// Below `rules`, without the endings.
    pub file: String,
    pub name: String,
    value: Value,
}

/// Every case beside the rules.
pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (path, text) in below("rules", is_cases) {
        let file = path.trim_start_matches("rules/").trim_end_matches(".cases.json");
        let mut read: Value = serde_json::from_str(&text).unwrap();
        for value in read["cases"].as_array_mut().into_iter().flatten().map(Value::take) {
            cases.push(Case { file: file.to_owned(), name: value["name"].as_str().unwrap().to_owned(), value });
        }
    }
    cases
}

impl Case {
    /// What is expected, by measure or circumstance; the needs stand among them.
    pub fn expected(&self) -> impl Iterator<Item = (&str, &Value)> {
        let entries = self.value["expect"].as_object().into_iter().flatten().filter(|(name, _)| *name != "needs");
        let needs = self.value["expect"]["needs"].as_object().into_iter().flatten();
        entries.chain(needs).map(|(name, value)| (name.as_str(), value))
    }

    /// Where the family lives, told here or in the case that this one changes.
    pub fn place<'a>(&'a self, cases: &'a [Self]) -> Option<&'a str> {
        let own = self.value["family"]["territory"].as_str();
        own.or_else(|| {
            let base = self.value["extends"].as_str()?;
            let named = || cases.iter().filter(|case| case.name == base);
            named().find(|case| case.file == self.file).or_else(|| named().next())?.place(cases)
        })
    }
}

/// The verdicts that are expected of a measure, of the family or of any member.
pub fn verdicts(expected: &Value) -> Vec<&str> {
    if let Some(verdict) = expected.as_str() {
        return vec![verdict];
    }
    let members = expected["members"].as_object().into_iter().flatten();
    expected["eligibility"].as_str().into_iter().chain(members.flat_map(|(_, found)| verdicts(found))).collect()
}
