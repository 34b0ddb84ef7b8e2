//! Rule files as one: raw JSON, merged by name.

use std::{cell::RefCell, collections::BTreeMap, fs, path::Path, rc::Rc};

use serde_json::{Map, Value as Json};

use super::{
    calendar,
    number::{self, Q},
    parse::{Expr, parse},
};

pub struct Rules {
    /// Sections by name, each a map of what stands in it.
    pub vocabulary: Map<String, Json>,
    pub territories: Vec<String>,
    pub parameters: BTreeMap<String, Json>,
    pub definitions: BTreeMap<String, Json>,
    pub measures: BTreeMap<String, Json>,
    pub groups: BTreeMap<String, Json>,
    parsed: RefCell<BTreeMap<String, Rc<Expr>>>,
    dated: RefCell<BTreeMap<(String, String), Values>>,
}

/// The values of one parameter in one territory.
type Values = Rc<Vec<Recorded>>;

/// A value of a parameter, from a day until another.
pub struct Recorded {
    pub from: Option<i64>,
    pub until: Option<i64>,
    pub value: Q,
}

/// The texts of all rule files below a folder.
pub fn folder(path: &Path) -> Vec<Json> {
    let mut found = Vec::new();
    let mut entries: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for entry in entries {
        let name = entry.file_name().unwrap().to_string_lossy().into_owned();
        if entry.is_dir() {
            if name != "schema" {
                found.extend(folder(&entry));
            }
        } else if entry.extension().is_some_and(|end| end == "json") && !name.ends_with(".cases.json") {
            found.push(serde_json::from_str(&fs::read_to_string(&entry).unwrap()).unwrap());
        }
    }
    found
}

impl Rules {
    pub fn new(files: &[Json]) -> Self {
        let mut rules = Self {
            vocabulary: Map::new(),
            territories: Vec::new(),
            parameters: BTreeMap::new(),
            definitions: BTreeMap::new(),
            measures: BTreeMap::new(),
            groups: BTreeMap::new(),
            parsed: RefCell::default(),
            dated: RefCell::default(),
        };
        for file in files {
            for (entity, facts) in entries(&file["vocabulary"]) {
                let known = rules.vocabulary.entry(entity).or_insert_with(|| Json::Object(Map::new()));
                for (key, value) in entries(facts) {
                    known[key] = value.clone();
                }
            }
            for (name, group) in entries(&file["groups"]) {
                // Another file may add measures to a group.
                let known = rules.groups.entry(name.clone()).or_insert_with(|| Json::Object(Map::new()));
                let more = ["of", "adds"].iter().filter_map(|key| group.get(*key)?.as_array()).flatten().cloned();
                let of: Vec<Json> =
                    known.get("of").and_then(Json::as_array).into_iter().flatten().cloned().chain(more).collect();
                for (key, value) in entries(group).filter(|(key, _)| *key != "adds") {
                    known[key] = value.clone();
                }
                known["of"] = Json::Array(of);
            }
            rules.territories.extend(entries(&file["territories"]).map(|(name, _)| name.clone()));
            for (section, key) in [("parameters", "values"), ("definitions", "versions"), ("measures", "versions")] {
                let into = match section {
                    "parameters" => &mut rules.parameters,
                    "definitions" => &mut rules.definitions,
                    _ => &mut rules.measures,
                };
                for (name, part) in entries(&file[section]) {
                    merge(into.entry(name.clone()).or_insert_with(|| Json::Object(Map::new())), part, key);
                }
            }
        }
        // A need arises as a circumstance holds.
        for (name, need) in files.iter().flat_map(|file| entries(&file["needs"])) {
            if let Some(condition) = need.get("arises_when") {
                let definition = serde_json::json!({ "of": "family", "circumstance": true, "is": condition });
                rules.definitions.insert(format!("needs.{name}"), definition);
            }
        }
        rules
    }

    /// An expression as a tree.
    pub fn expr(&self, text: &str) -> Rc<Expr> {
        if let Some(known) = self.parsed.borrow().get(text) {
            return known.clone();
        }
        let found = Rc::new(parse(text));
        self.parsed.borrow_mut().insert(text.to_owned(), found.clone());
        found
    }

    /// The facts of an entity: `family`, `member` or a list.
    pub fn facts(&self, entity: &str) -> Option<&Map<String, Json>> {
        let found = self.vocabulary.get(entity)?.as_object()?;
        match found.get("facts") {
            Some(facts) if found.contains_key("list_of") => facts.as_object(),
            _ => Some(found),
        }
    }

    pub fn fact(&self, entity: &str, name: &str) -> Option<&Json> {
        self.facts(entity)?.get(name)
    }

    /// The declaration of a record list.
    pub fn list(&self, name: &str) -> Option<&Json> {
        self.vocabulary.get(name).filter(|found| found.get("list_of").is_some())
    }

    /// The values of a parameter that were recorded for one territory, by date.
    pub fn recorded(&self, parameter: &str, territory: &str) -> Values {
        let key = (parameter.to_owned(), territory.to_owned());
        if let Some(known) = self.dated.borrow().get(&key) {
            return known.clone();
        }
        let values = self.parameters[parameter]["values"].as_array().unwrap();
        let here = |value: &&Json| value.get("territory").and_then(Json::as_str).unwrap_or("RU") == territory;
        let mut values: Vec<&Json> = values.iter().filter(here).collect();
        let day = |value: &Json, key: &str| value.get(key).and_then(Json::as_str).and_then(calendar::read);
        values.sort_by_key(|value| day(value, "from"));
        let mut found: Vec<Recorded> = Vec::new();
        for value in values {
            let from = day(value, "from");
            let number = match value.get("times") {
                Some(times) => {
                    let raised = &found.last().unwrap().value * as_number(times);
                    rounded(&raised, value.get("round"))
                }
                None => as_number(&value["value"]),
            };
            if let Some(last) = found.last_mut() {
                last.until = match (last.until, from) {
                    (Some(until), Some(from)) => Some(until.min(from)),
                    (until, from) => until.or(from),
                };
            }
            found.push(Recorded { from, until: day(value, "until"), value: number });
        }
        let found = Rc::new(found);
        self.dated.borrow_mut().insert(key, found.clone());
        found
    }

    /// Every day on which something of the rules changes: parameters and periods.
    pub fn edges(&self) -> Vec<i64> {
        let mut found = Vec::new();
        for part in self.parameters.values().chain(self.definitions.values()).chain(self.measures.values()) {
            edges_of(part, &mut found);
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn edges_of(part: &Json, found: &mut Vec<i64>) {
    match part {
        Json::Object(parts) => {
            for (key, value) in parts {
                match value.as_str().filter(|_| key == "from" || key == "until").filter(|text| text.len() == 10) {
                    Some(text) => found.extend(calendar::read(text)),
                    None => edges_of(value, found),
                }
            }
        }
        Json::Array(parts) => parts.iter().for_each(|part| edges_of(part, found)),
        _ => {}
    }
}

pub fn entries(object: &Json) -> impl Iterator<Item = (&String, &Json)> {
    object.as_object().into_iter().flatten().filter(|(name, _)| *name != "note")
}

/// Puts a part of a declaration beside the rest; lists of versions or values are put one behind the other.
fn merge(known: &mut Json, part: &Json, lists: &str) {
    for (key, value) in entries(part) {
        match known.get_mut(key).and_then(Json::as_array_mut).filter(|_| key == lists) {
            Some(all) => all.extend(value.as_array().unwrap().iter().cloned()),
            None => known[key] = value.clone(),
        }
    }
}

pub fn as_number(value: &Json) -> Q {
    match value {
        Json::String(text) => number::read(text).unwrap(),
        other => number::read(&other.to_string()).unwrap(),
    }
}

/// Rounded as a `round` object says.
pub fn rounded(number: &Q, round: Option<&Json>) -> Q {
    match round {
        Some(round) => number::round(number, &as_number(&round["to"]), round["mode"].as_str().unwrap()),
        None => number.clone(),
    }
}

/// `[0..100]` or `[1..]`; an end that is not there is far away.
pub fn range(text: &str) -> (Q, Q) {
    let (low, high) = text.trim_matches(['[', ']', '(', ')']).split_once("..").unwrap();
    let far = number::power(&number::whole(10), 18);
    (number::read(low).unwrap_or_else(|| -far.clone()), number::read(high).unwrap_or(far))
}
