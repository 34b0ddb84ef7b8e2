//! Conditions and values as JSON writes them: groups, choices, readings, versions; definitions and parameters by place.

use std::{collections::BTreeSet, rc::Rc};

use serde_json::Value as Json;

use super::{
    calendar,
    fact::{View, World},
    load::{entries, range, rounded},
    number::{Q, whole},
    parse::Expr,
    value::{Item, Kind, Leaf, Open, Possible, Span, Truth, Value, only, union},
};

/// Where something is read: the view, the act whose texts are cited, and what names stand for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Scope {
    pub view: View,
    pub act: Act,
    pub bound: Bound,
}

/// The territory whose texts are read; at home the family may live in a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Act {
    pub place: Rc<str>,
    pub is_home: bool,
}

/// Names that stand for something, the innermost last.
pub type Bound = Option<Rc<Binding>>;

#[derive(Debug, Clone)]
pub struct Binding {
    pub name: Rc<str>,
    pub value: Value,
    /// Facts of the item are read by their bare names.
    pub is_bare: bool,
    pub outer: Bound,
}

// Only scopes without names are ever compared: what is remembered of a definition depends on its item alone.
impl PartialEq for Binding {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

impl Eq for Binding {}

impl std::hash::Hash for Binding {
    fn hash<H: std::hash::Hasher>(&self, _: &mut H) {}
}

impl Scope {
    pub fn home(world: &World<'_>, view: View) -> Self {
        Self { view, act: Act { place: world.home.clone(), is_home: true }, bound: None }
    }

    pub fn of_item(world: &World<'_>, view: View, item: Option<&Item>, name: &str) -> Self {
        let home = Self::home(world, view);
        match item {
            Some(item) => home.with(name, Value::item(item.clone()), true),
            None => home,
        }
    }

    pub fn with(&self, name: &str, value: Value, is_bare: bool) -> Self {
        let binding = Binding { name: Rc::from(name), value, is_bare, outer: self.bound.clone() };
        Self { bound: Some(Rc::new(binding)), ..self.clone() }
    }
}

/// Whether a territory is another or lies in it.
pub fn holds(territory: &str, place: &str) -> bool {
    territory == "RU" || place == territory || place.strip_prefix(territory).is_some_and(|rest| rest.starts_with('/'))
}

/// How specific a territory is.
pub fn depth(territory: &str) -> usize {
    if territory == "RU" { 0 } else { territory.split('/').count() }
}

/// The territories that a version or value names; none is the country.
pub fn territories(version: &Json) -> Vec<&str> {
    match version.get("territory") {
        Some(Json::Array(all)) => all.iter().map(|one| one.as_str().unwrap()).collect(),
        Some(one) => vec![one.as_str().unwrap()],
        None => vec!["RU"],
    }
}

/// How specific a version is for a place, where it is law there.
fn depth_for(version: &Json, place: &str) -> Option<usize> {
    territories(version).into_iter().filter(|one| holds(one, place)).map(depth).max()
}

pub fn edge(period: Option<&Json>, key: &str) -> Option<i64> {
    period?.get(key).and_then(Json::as_str).and_then(calendar::read)
}

impl World<'_> {
    pub fn text(&self, text: &str, scope: &Scope) -> Value {
        let expr = self.rules.expr(text);
        self.eval(&expr, scope)
    }

    /// A condition or value in any of its forms.
    pub fn clause(&self, clause: &Json, scope: &Scope) -> Value {
        if let Some(text) = clause.as_str() {
            return self.text(text, scope);
        }
        let part = |key: &str| clause.get(key);
        let parts = |key: &str| part(key).and_then(Json::as_array);
        if let Some(all) = parts("all") {
            return all_of(all.iter().map(|part| self.clause(part, scope)), true);
        }
        if let Some(any) = parts("any") {
            return all_of(any.iter().map(|part| self.clause(part, scope)), false);
        }
        if let Some(not) = part("not") {
            let found = self.clause(not, scope);
            return Value::truth(found.as_truth().not(), found.open);
        }
        if let Some(that) = part("that").or_else(|| part("is")) {
            return self.clause(that, scope);
        }
        if let Some(branches) = parts("choose") {
            let branches = branches.iter().map(|branch| match branch.get("otherwise") {
                Some(value) => (Value::truth(Truth::TRUE, Open::default()), value),
                None => (self.clause(&branch["when"], scope), &branch["is"]),
            });
            return self.choose(branches, scope);
        }
        if let Some(readings) = part("readings") {
            let default = clause["default"].as_str().unwrap();
            let key = readings.to_string();
            let name = self.reading.as_ref().filter(|(text, _)| *text == key).map_or(default, |(_, name)| name);
            return self.clause(&readings[name], scope);
        }
        if let Some(versions) = parts("versions") {
            return self.versions(versions, part("by"), scope);
        }
        panic!("no form in {clause}")
    }

    /// The first branch whose condition holds; every branch that may be it.
    fn choose<'b>(&self, branches: impl Iterator<Item = (Value, &'b Json)>, scope: &Scope) -> Value {
        let mut found: Option<Value> = None;
        let mut open = Open::default();
        for (when, value) in branches {
            let when_truth = when.as_truth();
            if when_truth.is_false() {
                continue;
            }
            open = union([&open, &when.open]);
            let value = self.clause(value, scope);
            found = Some(match found {
                Some(known) => known.hull(&value, &open),
                None => value,
            });
            if when_truth.is_true() {
                break;
            }
        }
        found.unwrap()
    }

    fn versions(&self, versions: &[Json], by: Option<&Json>, scope: &Scope) -> Value {
        let otherwise = versions.iter().find_map(|version| version.get("otherwise"));
        let texts: Vec<&Json> = versions.iter().filter(|version| version.get("otherwise").is_none()).collect();
        let mut places = BTreeSet::from([&*scope.act.place]);
        if scope.act.is_home {
            let inside = |place: &&str| holds(&scope.act.place, place);
            places.extend(texts.iter().flat_map(|text| territories(text)).filter(inside));
        }
        let mut found: Option<Value> = None;
        for place in places {
            let value = match by {
                None => self.version_on(&texts, place, otherwise, scope),
                Some(by) => self.version_by(&texts, &self.clause(by, scope), place, otherwise, scope),
            };
            found = Some(match found {
                Some(known) => known.hull(&value, &only(Leaf::Place)),
                None => value,
            });
        }
        found.unwrap()
    }

    fn version_on(&self, texts: &[&Json], place: &str, otherwise: Option<&Json>, scope: &Scope) -> Value {
        let is_law = |text: &&&Json| {
            let period = text.get("in_force");
            edge(period, "from").is_none_or(|from| from <= self.on)
                && edge(period, "until").is_none_or(|until| self.on < until)
        };
        let here: Vec<(usize, &Json)> =
            texts.iter().filter(is_law).filter_map(|text| Some((depth_for(text, place)?, *text))).collect();
        let base = here.iter().filter(|(_, text)| text.get("adds").is_none()).max_by_key(|(depth, _)| *depth);
        let least = base.map_or(0, |(depth, _)| *depth);
        let own = match base {
            Some((_, text)) => self.clause(text, scope),
            None => self.no_law(texts, otherwise, scope),
        };
        let adds = here.iter().filter(|(depth, text)| text.get("adds").is_some() && *depth >= least);
        let mut added = adds.map(|(_, text)| self.clause(&text["adds"], scope)).peekable();
        if added.peek().is_none() { own } else { all_of(std::iter::once(own).chain(added), false) }
    }

    fn no_law(&self, texts: &[&Json], otherwise: Option<&Json>, scope: &Scope) -> Value {
        if let Some(otherwise) = otherwise {
            return self.clause(otherwise, scope);
        }
        // No condition of the law holds, and there is no number of it.
        let like = self.clause(texts[0], scope);
        match like.is {
            Possible::Truth(_) => Value::truth(Truth::FALSE, Open::default()),
            Possible::Span(span) => Value::span(Span::nothing(span.kind), Open::default()),
            Possible::Names(..) => Value::new(Possible::Names(BTreeSet::new(), true), Open::default()),
            Possible::List(_) => Value::list(Vec::new()),
            other => panic!("no law on {} for {other:?}", calendar::write(self.on)),
        }
    }

    /// The text of the day of an event, which may be any day of a stretch.
    fn version_by(&self, texts: &[&Json], date: &Value, place: &str, otherwise: Option<&Json>, scope: &Scope) -> Value {
        let span = date.as_span();
        let mut here: Vec<(usize, &Json)> =
            texts.iter().filter_map(|text| Some((depth_for(text, place)?, *text))).collect();
        here.sort_by_key(|(depth, _)| std::cmp::Reverse(*depth));
        let during = |text: &Json| {
            let period = text.get("in_force");
            let after = edge(period, "from").map_or(Truth::TRUE, |from| compare_day(&span, ">=", from));
            let before = edge(period, "until").map_or(Truth::TRUE, |until| compare_day(&span, "<", until));
            let unbounded = edge(period, "from").is_none() && edge(period, "until").is_none();
            let found = if unbounded { Truth::TRUE } else { after.and(before) };
            Value::truth(found, date.open.clone())
        };
        let mut found: Option<Value> = None;
        let mut is_sure = false;
        let mut hull = |value: Value| {
            found = Some(match found.take() {
                Some(known) => known.hull(&value, &date.open),
                None => value,
            });
        };
        for (_, text) in here.iter().filter(|(_, text)| text.get("adds").is_none()) {
            let when = during(text).as_truth();
            if when.yes {
                hull(self.clause(text, scope));
            }
            if when.is_true() {
                is_sure = true;
                break;
            }
        }
        // Without `otherwise` the texts cover every day; only an event that never happened finds none of them.
        if !is_sure && (otherwise.is_some() || span.none) {
            hull(self.no_law(texts, otherwise, scope));
        }
        let own = found.unwrap();
        let adds = here.iter().filter(|(_, text)| text.get("adds").is_some());
        let mut added = adds
            .map(|(_, text)| all_of([during(text), self.clause(&text["adds"], scope)].into_iter(), true))
            .peekable();
        if added.peek().is_none() { own } else { all_of(std::iter::once(own).chain(added), false) }
    }

    /// A definition of an item, or of the family.
    pub fn cite(&self, name: &str, item: Option<&Item>, scope: &Scope) -> Value {
        let declared = &self.rules.definitions[name];
        let is_home = declared.get("territorial").is_some_and(|found| found == true);
        let bare = Scope { bound: None, ..scope.clone() };
        let bare = if is_home { Scope::home(self, scope.view) } else { bare };
        let key = (bare.clone(), item.cloned(), Rc::from(name));
        if let Some(known) = self.cited.borrow().get(&key) {
            return known.clone();
        }
        let mut found = self.cite_anew(declared, item, &bare);
        if !found.is_exact() && found.origin.is_none() && !matches!(found.is, Possible::List(_)) {
            found.origin = Some((key.1.clone(), Rc::from(format!("={name}"))));
        }
        self.cited.borrow_mut().insert(key, found.clone());
        found
    }

    fn cite_anew(&self, declared: &Json, item: Option<&Item>, scope: &Scope) -> Value {
        let default = if matches!(item, Some(Item::Record(..))) { "record" } else { "member" };
        let name = declared.get("as").and_then(Json::as_str).unwrap_or(default);
        let scope = match item {
            Some(item) => scope.with(name, Value::item(item.clone()), true),
            None => scope.clone(),
        };
        let told = declared.get("told_as").filter(|_| {
            let owner = match item {
                Some(Item::Member(place)) => Some(*place),
                _ => None,
            };
            self.reads_absent(declared, owner)
        });
        let found = match told.map(|told| self.clause(told, &scope)) {
            // A claim: where none counts it may be that, or what the records say.
            Some(told) if matches!(scope.view, View::Accepted(_)) => {
                let open = told.open.clone();
                self.clause(declared, &scope).hull(&told, &open)
            }
            Some(told) => told,
            None => self.clause(declared, &scope),
        };
        match declared.get("round") {
            Some(round) => {
                let span = found.as_span();
                Value::span(span.map(span.kind, |number| rounded(number, Some(round))), found.open)
            }
            None => found,
        }
    }

    /// Whether a definition reads a list of the same item, or of the family, that was not given.
    fn reads_absent(&self, declared: &Json, owner: Option<usize>) -> bool {
        let mut names = BTreeSet::new();
        self.names_of(declared, &mut names);
        names.iter().any(|name| self.rules.list(name).is_some() && self.is_absent(name, owner))
    }

    pub fn names_of(&self, part: &Json, found: &mut BTreeSet<String>) {
        match part {
            Json::String(text) => names_in(&self.rules.expr(text), found),
            Json::Array(parts) => parts.iter().for_each(|part| self.names_of(part, found)),
            Json::Object(_) => {
                let words =
                    ["title", "because", "legal_basis", "told_as", "as", "unit", "round", "range", "note", "per"];
                let law = ["in_force", "territory", "replaces", "default", "late", "share"];
                // The `of` of a definition is an entity, that of a deadline a day.
                let is_definition =
                    ["is", "choose", "readings", "versions"].iter().any(|form| part.get(form).is_some());
                for (key, value) in entries(part) {
                    let is_word = words.contains(&key.as_str()) || law.contains(&key.as_str());
                    let is_entity = is_definition && key == "of";
                    if !is_word && !is_entity {
                        self.names_of(value, found);
                    }
                }
            }
            _ => {}
        }
    }

    /// A parameter on the day of application.
    pub fn parameter_today(&self, name: &str) -> Value {
        let today = Expr::Name("on".to_owned());
        self.parameter(name, (&today, &Value::point(Kind::Date, whole(self.on))), None)
    }

    /// A parameter on a day, as it is where the family lives.
    pub fn parameter(&self, name: &str, (written, date): (&Expr, &Value), level: Option<&str>) -> Value {
        let mut places: BTreeSet<&str> = BTreeSet::from([&*self.home]);
        if level != Some("country") {
            let values = self.rules.parameters[name]["values"].as_array().unwrap();
            places.extend(values.iter().flat_map(territories).filter(|place| holds(&self.home, place)));
        }
        let mut found: Option<Value> = None;
        for place in places {
            let value = self.parameter_in(name, date, level, place);
            found = Some(match found {
                Some(known) => known.hull(&value, &only(Leaf::Place)),
                None => value,
            });
        }
        let mut found = found.unwrap();
        if !found.is_exact() && date.is_exact() {
            // Only what is asked for in the same words is the same thing.
            let day = date.as_span().low;
            found.origin = Some((None, Rc::from(format!("={name} {level:?} {written:?} {day}"))));
        }
        found
    }

    fn parameter_in(&self, name: &str, date: &Value, level: Option<&str>, place: &str) -> Value {
        let declared = &self.rules.parameters[name];
        let is_of_subject = declared.get("level").is_some_and(|level| level == "subject");
        let falls_back = declared.get("falls_back").is_some_and(|falls| falls == true);
        let mut chain: Vec<&str> = Vec::new();
        let mut next = Some(place).filter(|place| *place != "RU");
        while let Some(here) = next {
            if level != Some("country") {
                chain.push(here);
            }
            next = here.rsplit_once('/').map(|(wider, _)| wider);
        }
        if level == Some("country") || (level.is_none() && (!is_of_subject || falls_back)) {
            chain.push("RU");
        }
        let span = date.as_span();
        if !span.some {
            return Value::span(Span::nothing(Kind::Number), Open::default());
        }
        let (low, high) = (super::number::as_int(&span.low), super::number::as_int(&span.high));
        let all: Vec<_> = chain.iter().map(|place| self.rules.recorded(name, place)).collect();
        let mut days = vec![low];
        for value in all.iter().flat_map(|values| values.iter()) {
            days.extend(value.from.into_iter().chain(value.until).filter(|day| low < *day && *day <= high));
        }
        let on = |day: i64| -> Option<Q> {
            let is_law = |from: Option<i64>, until: Option<i64>| {
                from.is_none_or(|from| from <= day) && until.is_none_or(|until| day < until)
            };
            all.iter().find_map(|values| {
                values.iter().find(|value| is_law(value.from, value.until)).map(|value| value.value.clone())
            })
        };
        let mut found: Option<Span> = None;
        let mut open = date.open.clone();
        for day in days {
            let span = if let Some(value) = on(day) {
                Span::point(Kind::Number, value)
            } else {
                open = union([&open, &only(Leaf::Parameter(Rc::from(name)))]);
                let (low, high) = range(declared["range"].as_str().unwrap());
                Span::between(Kind::Number, low, high)
            };
            found = Some(match found {
                Some(known) => known.hull(&span),
                None => span,
            });
        }
        Value::span(Span { none: span.none, ..found.unwrap() }, open)
    }
}

fn names_in(expr: &Expr, found: &mut BTreeSet<String>) {
    match expr {
        Expr::Name(name) => {
            found.insert(name.clone());
        }
        Expr::Path(base, name) => {
            // `who.income` reads the list of the item as much as `income`.
            found.insert(name.clone());
            names_in(base, found);
        }
        other => other.parts().into_iter().for_each(|part| names_in(part, found)),
    }
}

fn compare_day(span: &Span, order: &str, day: i64) -> Truth {
    super::eval::compare_spans(span, order, &Span::point(Kind::Date, whole(day)))
}

/// All of them, or at least one.
pub fn all_of(values: impl Iterator<Item = Value>, is_all: bool) -> Value {
    let mut found = Truth::known(is_all);
    let mut open = Open::default();
    for value in values {
        let truth = value.as_truth();
        found = if is_all { found.and(truth) } else { found.or(truth) };
        open = union([&open, &value.open]);
        if !found.is_open() && found.is_true() != is_all {
            break;
        }
    }
    Value::truth(found, open)
}
