//! Random families over any vocabulary, near the thresholds of the rules, so that conditions fire.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

use super::{
    calendar,
    chance::Chance,
    load::{self, Rules, as_number, entries},
    number::{self, Q, as_int, whole},
    parse::Expr,
};

/// Numbers and days near which answers change.
pub struct Thresholds {
    numbers: Vec<Q>,
    edges: Vec<i64>,
    /// Ages in months that rules ask about.
    months: Vec<i64>,
}

impl Thresholds {
    pub fn of(rules: &Rules) -> Self {
        let mut numbers = BTreeSet::from([whole(0), whole(1)]);
        let mut months = BTreeSet::from([0, 6, 12, 18, 36, 18 * 12, 23 * 12]);
        let declared = rules.definitions.values().chain(rules.measures.values());
        declared.for_each(|part| literals(rules, part, &mut numbers, &mut months));
        for parameter in rules.parameters.values() {
            for value in parameter["values"].as_array().into_iter().flatten().filter_map(|value| value.get("value")) {
                let value = as_number(value);
                numbers.extend([&value * whole(2), &value * whole(12), &value / whole(2), value]);
            }
        }
        Self { numbers: numbers.into_iter().collect(), edges: rules.edges(), months: months.into_iter().collect() }
    }
}

fn literals(rules: &Rules, part: &Json, numbers: &mut BTreeSet<Q>, months: &mut BTreeSet<i64>) {
    match part {
        Json::Object(_) => {
            let words =
                ["title", "because", "legal_basis", "of", "as", "unit", "round", "in_force", "summary", "territory"];
            let other = [
                "provider",
                "documents",
                "channels",
                "decided_by",
                "decision_days",
                "exit",
                "kmsz",
                "not_modelled",
                "reported",
                "kind",
                "addresses",
                "status",
            ];
            for (key, value) in
                entries(part).filter(|(key, _)| !words.contains(&key.as_str()) && !other.contains(&key.as_str()))
            {
                if !matches!(
                    key.as_str(),
                    "pathway" | "schedule" | "capacity" | "late" | "per" | "share" | "replaces" | "range"
                ) {
                    literals(rules, value, numbers, months);
                }
            }
        }
        Json::Array(parts) => parts.iter().for_each(|part| literals(rules, part, numbers, months)),
        Json::String(text) => literals_in(&rules.expr(text), numbers, months),
        _ => {}
    }
}

fn literals_in(expr: &Expr, numbers: &mut BTreeSet<Q>, months: &mut BTreeSet<i64>) {
    match expr {
        Expr::Number(number) => {
            numbers.insert(number.clone());
            if number.is_integer() && *number > whole(0) && *number < whole(100) {
                months.insert(as_int(number) * 12);
            }
        }
        Expr::Months(count) => {
            months.insert(*count);
        }
        other => other.parts().into_iter().for_each(|part| literals_in(part, numbers, months)),
    }
}

/// How much is told, and how sure it is.
#[derive(Clone, Copy)]
pub struct Manner {
    /// How often a fact is told, of a hundred.
    pub told: usize,
    /// How often it is told in the long form with some provenance.
    pub long: usize,
    /// How often a fact of a record is told.
    pub records: usize,
}

pub struct Maker<'a> {
    pub rules: &'a Rules,
    pub near: &'a Thresholds,
    pub chance: Chance,
    pub on: i64,
    pub ids: Vec<String>,
}

const IDS: &[&str] = &["anna", "boris", "vera", "gleb", "dina", "egor"];

impl Maker<'_> {
    pub fn family(&mut self, territory: &str, manner: Manner) -> Json {
        let relations = self.rules.fact("member", "relation").unwrap()["type"]["one_of"].as_array().unwrap().clone();
        let size = *self.chance.pick(&[1, 2, 2, 3, 3, 4, 5, 6]);
        self.ids = IDS[..size].iter().map(|id| (*id).to_owned()).collect();
        let mut members = Vec::new();
        for place in 0..size {
            let relation = if place == 0 { json!("self") } else { self.relation(&relations) };
            members.push(self.member(place, &relation, manner));
        }
        let mut family = json!({ "territory": territory, "members": members });
        self.facts("family", &mut family, manner);
        self.lists("family", &mut family, manner);
        family
    }

    fn relation(&mut self, relations: &[Json]) -> Json {
        let usual: Vec<Json> = ["child", "child", "child", "spouse", "adopted", "ward", "stepchild"]
            .iter()
            .map(|name| json!(name))
            .filter(|name| relations.contains(name))
            .collect();
        let others: Vec<Json> = relations.iter().filter(|name| *name != "self").cloned().collect();
        if self.chance.often(80) && !usual.is_empty() {
            self.chance.pick(&usual).clone()
        } else {
            self.chance.pick(&others).clone()
        }
    }

    fn member(&mut self, place: usize, relation: &Json, manner: Manner) -> Json {
        let is_young = ["child", "adopted", "ward", "stepchild", "grandchild"].iter().any(|name| relation == name);
        let mut member = json!({ "id": self.ids[place], "relation": relation });
        if self.rules.fact("member", "birth_date").is_some() && self.chance.often(manner.told.max(70)) {
            let years = if is_young {
                *self.chance.pick(&[0, 0, 1, 2, 3, 7, 14, 17, 18, 22, 23])
            } else {
                self.chance.between(16, 60)
            };
            let near = *self.chance.pick(&self.near.months);
            let months = if is_young && near < 24 * 12 && self.chance.often(50) {
                near
            } else {
                years * 12 + self.chance.between(0, 11)
            };
            let born = calendar::add_months(self.on, -months) + self.chance.between(-1, 1).min(months.signum() * 2);
            member["birth_date"] = json!(calendar::write(born.min(self.on)));
        }
        self.facts("member", &mut member, manner);
        self.lists("member", &mut member, manner);
        member
    }

    /// Tells some facts that are not told yet.
    fn facts(&mut self, entity: &str, item: &mut Json, manner: Manner) {
        let facts: Vec<(String, Json)> =
            self.rules.facts(entity).map(|facts| facts.clone().into_iter().collect()).unwrap_or_default();
        for (name, declared) in facts.into_iter().filter(|(name, _)| name != "note") {
            if item.get(&name).is_some() || name == "birth_date" || !self.chance.often(manner.told) {
                continue;
            }
            // What ordinary people never mention is seldom so.
            let value = match declared.get("presumed") {
                Some(presumed) if self.chance.often(75) => as_told(&declared, presumed),
                _ => self.value(&declared),
            };
            item[&name] = self.long(value, manner);
        }
    }

    fn long(&mut self, value: Json, manner: Manner) -> Json {
        if !self.chance.often(manner.long) {
            return value;
        }
        let provenance = *self.chance.pick(&["declared", "document", "document", "registry", "registry", "assessed"]);
        json!({ "value": value, "provenance": provenance })
    }

    fn lists(&mut self, place: &str, item: &mut Json, manner: Manner) {
        let lists: Vec<(String, Json)> = self
            .rules
            .vocabulary
            .iter()
            .filter(|(_, list)| list.get("list_of").is_some_and(|of| of == place))
            .map(|(name, list)| (name.clone(), list.clone()))
            .collect();
        for (name, list) in lists {
            if self.chance.often(manner.told) {
                item[&name] = self.list(&name, &list, manner);
            }
        }
    }

    pub fn list(&mut self, name: &str, list: &Json, manner: Manner) -> Json {
        let most = i64::try_from(list["most"].as_u64().unwrap()).unwrap();
        let count = *self.chance.pick(&[0, 0, 1, 1, 2, 3, 5]);
        let count = count.min(most);
        let dated = list.get("dated_by").and_then(Json::as_str);
        let from = calendar::add_months(self.on, -*self.chance.pick(&[13, 14, 20]));
        let from = from - calendar::civil(from).2 + 1;
        let until = calendar::add_months(self.on, -*self.chance.pick(&[0, 1, 2, 3]));
        let until = until - calendar::civil(until).2 + 1;
        let is_part = manner.told < 100 && dated.is_some() && from < until && self.chance.often(20);
        let mut records = Vec::new();
        for _ in 0..count {
            let mut record = json!({});
            if list.get("owned").is_some_and(|owned| owned == true) {
                record["owner"] = json!(self.chance.pick(&self.ids.clone()));
            }
            if let Some(dated) = dated {
                let length = calendar::full_months(from, until).max(1);
                let month = calendar::add_months(from, self.chance.between(0, length - 1));
                record[dated] = json!(calendar::month(month));
            }
            self.facts(name, &mut record, Manner { told: manner.records, ..manner });
            records.push(record);
        }
        if is_part {
            json!({ "complete": { "from": calendar::month(from), "until": calendar::month(until) }, "records": records })
        } else {
            Json::Array(records)
        }
    }

    /// Some value of a fact.
    pub fn value(&mut self, declared: &Json) -> Json {
        let is_optional = declared.get("optional").is_some_and(|optional| optional == true);
        if is_optional && self.chance.often(35) {
            return json!("none");
        }
        match declared["type"].as_str() {
            Some("boolean") => json!(self.chance.often(50)),
            Some("number") => self.number(declared),
            Some("date") => json!(calendar::write(self.day())),
            Some("member") => {
                let mut ids = self.ids.clone();
                ids.push("none".to_owned());
                json!(self.chance.pick(&ids))
            }
            Some("members") => {
                let ids = self.ids.clone();
                json!(ids.iter().filter(|_| self.chance.often(30)).collect::<Vec<_>>())
            }
            Some("measure") => {
                let names: Vec<&String> = self.rules.measures.keys().collect();
                json!(self.chance.pick(&names))
            }
            _ => {
                let names = declared["type"]["one_of"].as_array().unwrap();
                self.chance.pick(names).clone()
            }
        }
    }

    pub fn day(&mut self) -> i64 {
        if self.chance.often(30) && !self.near.edges.is_empty() {
            return *self.chance.pick(&self.near.edges) + self.chance.between(-1, 1);
        }
        let back = *self.chance.pick(&self.near.months);
        let sign = if self.chance.often(75) { -1 } else { 1 };
        calendar::add_months(self.on, sign * back.min(120)) + self.chance.between(-1, 1)
    }

    fn number(&mut self, declared: &Json) -> Json {
        let unit = declared.get("unit").map_or("1", |unit| unit.as_str().unwrap());
        let digits = declared.get("digits").and_then(Json::as_i64).unwrap_or(if unit.contains("RUB") { 2 } else { 0 });
        let (low, high) = load::range(declared["range"].as_str().unwrap());
        let step = number::step(digits);
        let mut found = if unit == "year" {
            whole(calendar::civil(self.on).0 - self.chance.between(0, 6))
        } else if self.chance.often(60) {
            let near = self.chance.pick(&self.near.numbers).clone();
            near + &step * whole(self.chance.between(-1, 1))
        } else if unit.contains("RUB") {
            whole(self.chance.between(0, 60_000))
        } else {
            whole(self.chance.between(0, 60))
        };
        if found < low || found > high {
            found = &low + whole(self.chance.between(0, as_int(&(&high - &low)).min(40)));
        }
        let found = number::round(&found, &step, "floor").max(low);
        json!(decimal(&found, digits))
    }
}

/// A value of the vocabulary, which stands in quotes, as a family file has it.
pub fn as_told(declared: &Json, value: &Json) -> Json {
    match (declared["type"].as_str(), value.as_str().unwrap()) {
        (Some("boolean"), text) => json!(text == "true"),
        (_, "[]") => json!([]),
        (_, text) => json!(text),
    }
}

/// With so many digits after the point.
pub fn decimal(number: &Q, digits: i64) -> String {
    let whole_text = (number * number::power(&whole(10), digits)).to_integer().to_string();
    let (sign, rest) = whole_text.strip_prefix('-').map_or(("", whole_text.as_str()), |rest| ("-", rest));
    let places = usize::try_from(digits).unwrap();
    let rest = format!("{rest:0>width$}", width = places + 1);
    let (head, tail) = rest.split_at(rest.len() - places);
    if places == 0 { format!("{sign}{head}") } else { format!("{sign}{head}.{tail}") }
}

/// A family without some member, fact, record or list: everything one step smaller.
pub fn smaller(family: &Json) -> Vec<Json> {
    let mut found = Vec::new();
    let members = family["members"].as_array().unwrap();
    for (place, member) in members.iter().enumerate().skip(1) {
        let id = member["id"].as_str().unwrap();
        let mut less = family.clone();
        less["members"].as_array_mut().unwrap().remove(place);
        if !less.to_string().contains(&format!("\"{id}\"")) {
            found.push(less);
        }
    }
    let keys = |object: &Map<String, Json>| -> Vec<String> { object.keys().cloned().collect() };
    for key in keys(family.as_object().unwrap()).iter().filter(|key| !matches!(key.as_str(), "members" | "territory")) {
        let mut less = family.clone();
        less.as_object_mut().unwrap().remove(key);
        found.push(less);
        shorter(family, &[key], &mut found);
    }
    for (place, member) in members.iter().enumerate() {
        for key in keys(member.as_object().unwrap()).iter().filter(|key| !matches!(key.as_str(), "id" | "relation")) {
            let mut less = family.clone();
            less["members"][place].as_object_mut().unwrap().remove(key);
            found.push(less);
            let at = place.to_string();
            shorter(family, &["members", &at, key], &mut found);
        }
    }
    found
}

fn shorter(family: &Json, path: &[&str], found: &mut Vec<Json>) {
    let pointer = format!("/{}", path.join("/"));
    let Some(list) = family.pointer(&pointer).and_then(Json::as_array) else { return };
    for place in 0..list.len() {
        let mut less = family.clone();
        less.pointer_mut(&pointer).unwrap().as_array_mut().unwrap().remove(place);
        found.push(less);
    }
}
