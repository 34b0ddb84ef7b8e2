//! What a family told: raw JSON as facts by item, in each of the three views, and its lists with records nobody told.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, HashMap},
    rc::Rc,
};

use serde_json::Value as Json;

use super::{
    calendar,
    clause::Scope,
    load::{self, Rules, as_number},
    number::whole,
    value::{Entry, Item, Kind, Leaf, Open, Possible, Span, Truth, Value, only},
};

/// What counts: accepted provenances (a bit for each), all that was told, and what is presumed beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum View {
    Accepted(u8),
    Told,
    Presumed,
}

pub const ALL: u8 = 15;

/// The bits of a list of provenances.
pub fn accepts(list: Option<&Json>) -> u8 {
    let bit = |name: &Json| match name.as_str().unwrap() {
        "declared" => 1,
        "document" => 2,
        "registry" => 4,
        _ => 8,
    };
    list.and_then(Json::as_array).map_or(ALL, |names| names.iter().map(bit).fold(0, |all, bit| all | bit))
}

/// A record that was told, or any number of others.
pub struct Record {
    pub owner: Option<usize>,
    pub told: Option<Json>,
    /// The list is complete from the first of these days until the second: the record is dated before or after.
    pub before: Option<i64>,
    pub after: Option<i64>,
    pub most: u32,
    /// The place in its list.
    pub at: usize,
}

/// What was worked out before, by where it was read, of what item, and its name.
pub type Known<T> = RefCell<HashMap<(T, Option<Item>, Rc<str>), Value>>;

pub struct World<'a> {
    pub rules: &'a Rules,
    pub on: i64,
    pub home: Rc<str>,
    pub family: Json,
    /// The members of the day, and who of them applies.
    pub members: Vec<Json>,
    /// The places of the members in the family file.
    pub places: Vec<usize>,
    pub applicant: usize,
    pub records: BTreeMap<Rc<str>, Vec<Record>>,
    /// The text whose reading is another than the default one.
    pub reading: Option<(String, String)>,
    facts: Known<View>,
    pub cited: Known<Scope>,
}

/// Whose facts an item has.
pub fn entity(item: Option<&Item>) -> &str {
    match item {
        None => "family",
        Some(Item::Member(_)) => "member",
        Some(Item::Record(list, _)) => list,
    }
}

/// A told value and where it comes from.
fn told(raw: &Json) -> (&Json, u8) {
    match raw.as_object() {
        Some(long) if long.contains_key("value") => {
            let from = long.get("provenance").map(|name| Json::Array(vec![name.clone()]));
            (&long["value"], from.map_or(1, |from| accepts(Some(&from))))
        }
        _ => (raw, 1),
    }
}

impl<'a> World<'a> {
    pub fn new(rules: &'a Rules, family: &Json, on: i64) -> Self {
        let all = family["members"].as_array().unwrap();
        let born =
            |member: &Json| member.get("birth_date").and_then(|raw| told(raw).0.as_str().and_then(calendar::read));
        let is_self = |member: &Json| told(&member["relation"]).0 == "self";
        let present = |member: &&Json| is_self(member) || born(member).is_none_or(|born| born <= on);
        let places: Vec<usize> = (0..all.len()).filter(|place| present(&&all[*place])).collect();
        let members: Vec<Json> = places.iter().map(|place| all[*place].clone()).collect();
        let applicant = members.iter().position(is_self).unwrap();
        let mut world = Self {
            rules,
            on,
            home: Rc::from(family["territory"].as_str().unwrap()),
            family: family.clone(),
            members,
            places,
            applicant,
            records: BTreeMap::new(),
            reading: None,
            facts: RefCell::default(),
            cited: RefCell::default(),
        };
        for (name, list) in &rules.vocabulary {
            if let Some(place) = list.get("list_of").and_then(Json::as_str) {
                let records = world.list(name, list, place == "member");
                world.records.insert(Rc::from(name.as_str()), records);
            }
        }
        world
    }

    fn list(&self, name: &str, list: &Json, in_member: bool) -> Vec<Record> {
        let most = u32::try_from(list["most"].as_u64().unwrap()).unwrap();
        let mut found = Vec::new();
        if in_member {
            for (owner, member) in self.members.iter().enumerate() {
                self.records_of(member.get(name), most, (true, &[Some(owner)]), &mut found);
            }
            return found;
        }
        let is_owned = list.get("owned").is_some_and(|owned| owned == true);
        let owners: Vec<Option<usize>> =
            if is_owned { (0..self.members.len()).map(Some).collect() } else { vec![None] };
        self.records_of(self.family.get(name), most, (false, &owners), &mut found);
        found.retain(|record| !is_owned || record.owner.is_some());
        found
    }

    fn records_of(
        &self,
        raw: Option<&Json>,
        most: u32,
        (in_member, owners): (bool, &[Option<usize>]),
        found: &mut Vec<Record>,
    ) {
        let period = raw.and_then(|raw| raw.get("complete"));
        let records = match period {
            Some(_) => raw.and_then(|raw| raw.get("records")).and_then(Json::as_array),
            None => raw.and_then(Json::as_array),
        };
        let records = records.map_or(&[][..], Vec::as_slice);
        for (at, record) in records.iter().enumerate() {
            let named = record.get("owner").and_then(Json::as_str).and_then(|id| self.member(id));
            let owner = if in_member { owners[0] } else { named };
            found.push(Record { owner, told: Some(record.clone()), before: None, after: None, most: 1, at });
        }
        let rest = most.saturating_sub(u32::try_from(records.len()).unwrap());
        let mut add = |before, after| {
            for owner in owners {
                found.push(Record { owner: *owner, told: None, before, after, most: rest, at: 0 });
            }
        };
        if rest == 0 {
            return;
        }
        match (raw, period) {
            (None, _) => add(None, None),
            (_, Some(period)) => {
                let edge = |key: &str| period.get(key).and_then(Json::as_str).and_then(calendar::read);
                if let Some(from) = edge("from") {
                    add(Some(from), None);
                }
                if let Some(until) = edge("until") {
                    add(None, Some(until));
                }
            }
            _ => {}
        }
    }

    pub fn member(&self, id: &str) -> Option<usize> {
        self.members.iter().position(|member| member["id"] == id)
    }

    pub fn id(&self, member: usize) -> &str {
        self.members[member]["id"].as_str().unwrap()
    }

    /// Whether a list of a member, or of the family, was not given at all.
    pub fn is_absent(&self, list: &str, owner: Option<usize>) -> bool {
        let in_member = self.rules.vocabulary[list]["list_of"] == "member";
        match owner {
            Some(owner) => in_member && self.members[owner].get(list).is_none(),
            None => !in_member && self.family.get(list).is_none(),
        }
    }

    /// Where an item stands in the family file.
    pub fn pointer(&self, item: Option<&Item>) -> String {
        match item {
            None => String::new(),
            Some(Item::Member(place)) => format!("/members/{}", self.places[*place]),
            Some(Item::Record(list, place)) => {
                let record = &self.records[list][*place];
                let in_member = self.rules.vocabulary[&**list]["list_of"] == "member";
                let owner = record.owner.filter(|_| in_member).map(Item::Member);
                format!("{}/{list}/{}", self.pointer(owner.as_ref()), record.at)
            }
        }
    }

    pub fn raw(&self, item: Option<&Item>, name: &str) -> Option<&Json> {
        match item {
            None => self.family.get(name),
            Some(Item::Member(place)) => self.members[*place].get(name),
            Some(Item::Record(list, place)) => self.records[list][*place].told.as_ref()?.get(name),
        }
    }

    /// The leaf behind an unknown fact: of a record that nobody told it is the list.
    pub fn leaf(&self, item: Option<&Item>, name: &str) -> Leaf {
        if let Some(Item::Record(list, place)) = item {
            let record = &self.records[list][*place];
            if record.told.is_none() {
                let in_member = self.rules.vocabulary[&**list]["list_of"] == "member";
                return Leaf::List(list.clone(), record.owner.filter(|_| in_member));
            }
        }
        Leaf::Fact(item.cloned(), Rc::from(name))
    }

    /// The value of a fact in a view.
    pub fn fact(&self, view: View, item: Option<&Item>, name: &str) -> Value {
        let key = (view, item.cloned(), Rc::from(name));
        if let Some(known) = self.facts.borrow().get(&key) {
            return known.clone();
        }
        let mut found = self.fact_anew(view, item, name);
        if !found.is_exact() {
            found.origin = Some((key.1.clone(), key.2.clone()));
        }
        self.facts.borrow_mut().insert(key, found.clone());
        found
    }

    fn fact_anew(&self, view: View, item: Option<&Item>, name: &str) -> Value {
        let declared = self.rules.fact(entity(item), name).unwrap();
        let raw = self.raw(item, name).map(told);
        let counts = |provenance: u8| match view {
            View::Accepted(mask) => accepts(declared.get("accepts")) & mask & provenance != 0,
            _ => true,
        };
        if let Some((value, _)) = raw.filter(|(_, provenance)| counts(*provenance)) {
            return self.read(declared, value);
        }
        // A claim that does not count is unknown, also where the fact does not apply.
        if raw.is_some() {
            return self.unknown(declared, item, name);
        }
        let scope = Scope::of_item(
            self,
            view,
            item,
            if item.is_some_and(|item| matches!(item, Item::Member(_))) { "member" } else { "record" },
        );
        let applies = match declared.get("applies_when") {
            Some(clause) => self.clause(clause, &scope),
            None => Value::truth(Truth::TRUE, Open::default()),
        };
        let otherwise = declared.get("otherwise").map(|value| self.read(declared, value));
        if applies.as_truth().is_false() {
            return otherwise.unwrap();
        }
        let presumed = declared.get("presumed").filter(|_| view == View::Presumed);
        let here = match (declared.get("derive"), presumed) {
            (Some(derive), _) => self.clause(derive, &scope),
            (None, Some(presumed)) => self.read(declared, presumed),
            (None, None) => self.unknown(declared, item, name),
        };
        match otherwise.filter(|_| applies.as_truth().is_open()) {
            Some(otherwise) => here.hull(&otherwise, &applies.open),
            None => here,
        }
    }

    /// A value as a family file or the vocabulary writes it.
    fn read(&self, declared: &Json, value: &Json) -> Value {
        let text = value.as_str();
        let kind = declared["type"].as_str();
        if matches!(kind, Some("member" | "members")) {
            let ids: Vec<&str> = match value {
                Json::Array(ids) => ids.iter().map(|id| id.as_str().unwrap()).collect(),
                _ => text.into_iter().filter(|id| !matches!(*id, "none" | "[]")).collect(),
            };
            let there = |id: &str| {
                let value = Value::item(Item::Member(self.member(id)?));
                Some(Entry { value, there: Truth::TRUE, open: Open::default(), most: 1 })
            };
            let ids: BTreeSet<&str> = ids.into_iter().collect();
            return Value::list(ids.into_iter().filter_map(there).collect());
        }
        let is_optional = declared.get("optional").is_some_and(|optional| optional == true);
        if text == Some("none") && is_optional {
            let is = match kind {
                Some("number") => Possible::Span(Span::nothing(Kind::Number)),
                Some("date") => Possible::Span(Span::nothing(Kind::Date)),
                _ => Possible::Names(BTreeSet::new(), true),
            };
            return Value::new(is, Open::default());
        }
        match kind {
            Some("boolean") => {
                let is = value.as_bool().unwrap_or(text == Some("true"));
                Value::truth(Truth::known(is), Open::default())
            }
            Some("number") => Value::point(Kind::Number, as_number(value)),
            Some("date") => match calendar::read(text.unwrap()) {
                Some(day) => Value::point(Kind::Date, whole(day)),
                None => self.clause(value, &Scope::of_item(self, View::Told, None, "member")),
            },
            _ => Value::name(text.unwrap()),
        }
    }

    /// Everything a fact can be of which nothing is known.
    fn unknown(&self, declared: &Json, item: Option<&Item>, name: &str) -> Value {
        let open = only(self.leaf(item, name));
        let is_optional = declared.get("optional").is_some_and(|optional| optional == true);
        match declared["type"].as_str() {
            Some("boolean") => Value::truth(Truth::OPEN, open),
            Some("number") => {
                let (low, high) = load::range(declared["range"].as_str().unwrap());
                Value::span(Span { none: is_optional, ..Span::between(Kind::Number, low, high) }, open)
            }
            Some("date") => {
                let (low, high) = self.unknown_days(item, name);
                Value::span(Span { none: is_optional, ..Span::between(Kind::Date, whole(low), whole(high)) }, open)
            }
            Some("member" | "members") => {
                let entry = |place| Entry {
                    value: Value::item(Item::Member(place)),
                    there: Truth::OPEN,
                    open: open.clone(),
                    most: 1,
                };
                Value::list((0..self.members.len()).map(entry).collect())
            }
            Some("measure") => {
                let all = self.rules.measures.keys().map(|name| Rc::from(name.as_str())).collect();
                Value::new(Possible::Names(all, is_optional), open)
            }
            _ => {
                let all = declared["type"]["one_of"].as_array().unwrap();
                let all = all.iter().map(|name| Rc::from(name.as_str().unwrap())).collect();
                Value::new(Possible::Names(all, is_optional), open)
            }
        }
    }

    fn unknown_days(&self, item: Option<&Item>, name: &str) -> (i64, i64) {
        let (low, high) = calendar::UNKNOWN;
        let (mut low, mut high) = (calendar::read(low).unwrap(), calendar::read(high).unwrap());
        if let Some(Item::Record(list, place)) = item {
            let record = &self.records[list][*place];
            if self.rules.vocabulary[&**list].get("dated_by").is_some_and(|dated| dated == name) {
                low = record.after.unwrap_or(low);
                high = record.before.map_or(high, |before| before - 1);
            }
        }
        if matches!(item, Some(Item::Member(_))) && name == "birth_date" {
            high = self.on;
        }
        (low, high.max(low))
    }

    /// The records of a list, of one member or of all.
    pub fn records(&self, list: &str, owner: Option<usize>) -> Value {
        let (name, records) = self.records.get_key_value(list).unwrap();
        let mut found = Vec::new();
        for (place, record) in records.iter().enumerate() {
            if owner.is_none() || record.owner == owner {
                let item = Item::Record(name.clone(), place);
                let (there, open) = match record.told {
                    Some(_) => (Truth::TRUE, Open::default()),
                    None => (Truth::OPEN, only(self.leaf(Some(&item), ""))),
                };
                found.push(Entry { value: Value::item(item), there, open, most: record.most });
            }
        }
        Value::list(found)
    }
}
