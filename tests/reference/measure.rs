//! The answer of one measure, by the six steps, for the family or for each member; and the circumstances.

use std::{collections::BTreeSet, rc::Rc};

use serde_json::{Map, Value as Json};

use super::{
    calendar,
    clause::{Act, Scope, all_of, depth, edge, holds, territories},
    eval::compare,
    fact::{View, World, accepts},
    load::{entries, rounded},
    number::{Q, as_int, whole},
    payee::{Group, Receiver},
    value::{Item, Kind, Leaf, Open, Possible, Span, Truth, Value},
};

/// One answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    pub measure: String,
    pub member: Option<String>,
    pub eligibility: &'static str,
    pub by_told: bool,
    pub is_stale: bool,
    pub due: Option<Due>,
    /// What leaves the right open, in the view that is asked.
    pub missing: BTreeSet<Leaf>,
}

/// What is due: each from the least to the most it can be.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Due {
    pub amount: Option<(Q, Q)>,
    pub fee: Option<(Q, Q)>,
    pub from: Option<(i64, i64)>,
    pub until: Option<(i64, i64)>,
    pub apply_from: Option<i64>,
    pub apply_by: Option<i64>,
    pub receivers: Vec<Receiver>,
}

/// Reads a part of a measure for a payee by name.
type Read<'a> = dyn Fn(Option<(&str, usize)>) -> Value + 'a;

/// Whether a text is law, whether only in parts of the place that was told, and since when it is stale.
struct Law {
    is_active: bool,
    is_perhaps: bool,
    rank: (u8, usize, i64),
    is_stale: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Residence {
    Inside,
    Perhaps,
    Nested,
}

/// One text of a measure that is law, for one member or the family.
pub struct Case<'w, 'r> {
    pub world: &'w World<'r>,
    pub text: &'w Json,
    pub act: Act,
    pub member: Option<usize>,
    pub accepts: u8,
}

impl World<'_> {
    /// Whether a circumstance holds: as told, or where that leaves it open presumed to be true.
    pub fn circumstance(&self, name: &str) -> Truth {
        let seen = |view| self.cite(name, None, &Scope::home(self, view)).as_truth();
        let told = seen(View::Told);
        if told.is_open() && seen(View::Presumed).is_true() { Truth::TRUE } else { told }
    }

    /// Whether the right stands on what was told and presumed, and whether a ground of refusal does on what was told.
    pub fn right_and_refusal(&self, name: &str, member: Option<usize>) -> (Truth, Truth) {
        let texts = texts(&self.rules.measures[name]);
        let place =
            (0..texts.len()).max_by_key(|place| (self.law(&texts[*place]).rank, std::cmp::Reverse(*place))).unwrap();
        let text = &texts[place];
        let near = territories(text).into_iter().filter(|one| holds(one, &self.home)).max_by_key(|one| depth(one));
        let act = Act { place: Rc::from(near.unwrap_or(territories(text)[0])), is_home: false };
        let case = Case { world: self, text, act, member, accepts: accepts(text.get("accepts")) };
        let refusal = case.grounds(View::Told).into_iter().fold(Truth::FALSE, Truth::or);
        (case.right(View::Presumed).as_truth(), refusal)
    }

    pub fn measure(&self, name: &str) -> Vec<Outcome> {
        let declared = &self.rules.measures[name];
        let texts = texts(declared);
        let laws: Vec<Law> = texts.iter().map(|text| self.law(text)).collect();
        let place = (0..laws.len()).max_by_key(|place| (laws[*place].rank, std::cmp::Reverse(*place))).unwrap();
        let active = laws.iter().filter(|law| law.is_active);
        let residence = match (active.clone().any(|law| law.is_perhaps), active.count() > 1) {
            (false, _) => Residence::Inside,
            (true, false) => Residence::Perhaps,
            (true, true) => Residence::Nested,
        };
        let blank = |eligibility| Outcome {
            measure: name.to_owned(),
            member: None,
            eligibility,
            by_told: false,
            is_stale: laws[place].is_stale,
            due: None,
            missing: BTreeSet::new(),
        };
        if !laws[place].is_active {
            return vec![blank("not_in_force")];
        }
        let text = &texts[place];
        let near = territories(text).into_iter().filter(|one| holds(one, &self.home)).max_by_key(|one| depth(one));
        let act = Act { place: Rc::from(near.unwrap_or(territories(text)[0])), is_home: false };
        let case = |member| Case { world: self, text, act: act.clone(), member, accepts: accepts(text.get("accepts")) };
        if text.get("for").is_none() {
            return vec![placed(case(None).answer(blank("")), residence)];
        }
        let mut found = Vec::new();
        for member in 0..self.members.len() {
            let case = case(Some(member));
            let id = Some(self.id(member).to_owned());
            let is_shown = case.within(View::Accepted(case.accepts)).as_truth().is_false();
            if !is_shown && !case.within(View::Told).as_truth().is_false() {
                let blank = Outcome { member: id, ..blank("") };
                found.push(placed(case.answer(blank), residence));
            } else if self.is_meant_otherwise(name, member) {
                let eligibility = if residence == Residence::Nested { "undetermined" } else { "not_eligible" };
                let by_told = eligibility == "not_eligible" && !is_shown;
                found.push(Outcome { member: id, by_told, ..blank(eligibility) });
            }
        }
        if found.is_empty() {
            found.push(blank(if residence == Residence::Nested { "undetermined" } else { "not_eligible" }));
        }
        found
    }

    /// How a text stands on the day where the family lives, and which of several is told of.
    fn law(&self, text: &Json) -> Law {
        let places = territories(text);
        let is_inside = places.iter().any(|place| holds(place, &self.home));
        let is_perhaps = !is_inside && places.iter().any(|place| holds(&self.home, place));
        let depth = places.iter().filter(|place| holds(place, &self.home)).map(|place| depth(place)).max().unwrap_or(0);
        let force = &text["in_force"];
        let attested = force.get("attested");
        let period = attested.or(Some(force));
        let (from, until) = (edge(period, "from"), edge(period, "until"));
        let near = |edge: i64| -(edge - self.on).abs();
        let law = |is_active, is_stale, kind, near| Law { is_active, is_perhaps, rank: (kind, depth, near), is_stale };
        if !is_inside && !is_perhaps {
            law(false, false, 1, 0)
        } else if force.get("planned").is_some_and(|planned| planned == true) {
            law(false, false, 2, 0)
        } else if let Some(from) = from.filter(|from| self.on < *from) {
            law(false, false, 3, near(from))
        } else if let Some(until) = until.filter(|until| self.on >= *until) {
            match attested {
                Some(_) => law(true, true, if is_perhaps { 6 } else { 8 }, near(until)),
                None => law(false, false, 4, near(until)),
            }
        } else {
            law(true, false, if is_perhaps { 7 } else { 9 }, 0)
        }
    }
}

/// The texts of a measure, each with the common part.
pub fn texts(declared: &Json) -> Vec<Json> {
    let Some(versions) = declared.get("versions").and_then(Json::as_array) else { return vec![declared.clone()] };
    let whole = |version: &Json| {
        let mut text: Map<String, Json> = entries(declared).map(|(key, value)| (key.clone(), value.clone())).collect();
        text.remove("versions");
        text.extend(entries(version).map(|(key, value)| (key.clone(), value.clone())));
        Json::Object(text)
    };
    versions.iter().map(whole).collect()
}

/// An answer where a part of the place that was told may have another one.
fn placed(found: Outcome, residence: Residence) -> Outcome {
    let is_open = match residence {
        Residence::Inside => false,
        Residence::Perhaps => found.eligibility != "not_eligible",
        Residence::Nested => true,
    };
    if is_open { Outcome { eligibility: "undetermined", by_told: false, ..found } } else { found }
}

impl Case<'_, '_> {
    pub fn part(&self, keys: &[&str]) -> Option<&Json> {
        keys.iter().try_fold(self.text, |part, key| part.get(key))
    }

    /// The names a clause of the measure can use: its member, what stands in `let`, and a payee.
    pub fn scope(&self, view: View, payee: Option<(&str, usize)>) -> Scope {
        let mut scope = Scope { view, act: self.act.clone(), bound: None };
        if let Some(member) = self.member {
            let name = self.part(&["for", "as"]).and_then(Json::as_str).unwrap_or("member");
            scope = scope.with(name, Value::item(Item::Member(member)), false);
        }
        // Raw JSON has forgotten the order of the names: each comes after those that it uses.
        let mut names: Vec<(&String, &Json)> = self.text.get("let").into_iter().flat_map(entries).collect();
        while !names.is_empty() {
            let uses = |(_, value): &(&String, &Json)| {
                let mut used = BTreeSet::new();
                self.world.names_of(value, &mut used);
                names.iter().any(|(name, _)| used.contains(*name))
            };
            let next = names.iter().position(|name| !uses(name)).unwrap();
            let (name, value) = names.remove(next);
            scope = scope.with(name, self.world.clause(value, &scope), false);
        }
        match payee {
            Some((name, member)) => scope.with(name, Value::item(Item::Member(member)), false),
            None => scope,
        }
    }

    /// Whether the member is in the list of `for`.
    fn within(&self, view: View) -> Value {
        let (Some(list), Some(member)) = (self.part(&["for", "each"]), self.member) else {
            return Value::truth(Truth::TRUE, Open::default());
        };
        let scope = Scope { view, act: self.act.clone(), bound: None };
        contains(&self.world.clause(list, &scope), member)
    }

    fn grounds(&self, view: View) -> Vec<Truth> {
        let grounds = self.part(&["refused_when"]).and_then(Json::as_array).into_iter().flatten();
        let scope = self.scope(view, None);
        grounds.map(|ground| self.world.clause(&ground["when"], &scope).as_truth()).collect()
    }

    fn eligible(&self, view: View) -> Value {
        self.world.clause(&self.text["eligible_when"], &self.scope(view, None))
    }

    fn right(&self, view: View) -> Value {
        let in_time = if self.names_payee(self.part(&["apply"])) {
            Value::truth(Truth::TRUE, Open::default())
        } else {
            self.in_time(view, None)
        };
        all_of([self.within(view), self.eligible(view), in_time].into_iter(), true)
    }

    /// Steps 2 to 6.
    fn answer(&self, blank: Outcome) -> Outcome {
        let accepted = View::Accepted(self.accepts);
        for view in [accepted, View::Told] {
            let is_refused =
                self.eligible(view).as_truth().is_false() || self.grounds(view).iter().any(|ground| ground.is_true());
            if is_refused || self.somebody(view).is_false() {
                return Outcome { eligibility: "not_eligible", by_told: view == View::Told, ..blank };
            }
        }
        // What stands for records may reach further than they: then what was told is open, and telling more could refuse.
        let is_sure = |view: View| {
            self.right(view).as_truth().is_true()
                && self.somebody(view).is_true()
                && self.grounds(view).iter().all(|ground| ground.is_false())
        };
        let (eligibility, view) = if is_sure(accepted) && is_sure(View::Told) {
            ("eligible", accepted)
        } else if self.right(View::Presumed).as_truth().is_true() && self.somebody(View::Presumed).yes {
            ("eligible_if_confirmed", View::Presumed)
        } else if self.is_for_specialist() {
            ("needs_specialist", View::Presumed)
        } else {
            ("undetermined", View::Presumed)
        };
        for view in [accepted, View::Told] {
            if self.has_lapsed(view) {
                return Outcome { eligibility: "not_eligible", by_told: view == View::Told, ..blank };
            }
        }
        let missing = if eligibility.starts_with("eligible") { BTreeSet::new() } else { (*self.asked()).clone() };
        Outcome { eligibility, due: Some(self.due(view)), missing, ..blank }
    }

    /// What an open right asks for: where a presumption would refuse, what was told alone is looked at.
    fn asked(&self) -> Open {
        let presumed = self.right(View::Presumed);
        if presumed.as_truth().is_open() { presumed.open } else { self.right(View::Told).open }
    }

    /// Whether specialists establish everything that still decides.
    fn is_for_specialist(&self) -> bool {
        let missing = self.asked();
        let claims = self.right(View::Accepted(self.accepts)).open;
        self.within(View::Presumed).as_truth().is_true()
            && !missing.is_empty()
            && missing.iter().all(|leaf| self.world.is_for_specialist(leaf))
            && claims.iter().filter(|leaf| self.world.is_told(leaf)).all(|leaf| self.world.is_for_specialist(leaf))
    }

    /// The first day and the last days on which one can apply.
    fn window(&self, view: View, payee: Option<(&str, usize)>) -> (Option<Value>, Vec<Value>) {
        let scope = self.scope(view, payee);
        let day = |key: &str| self.part(&["apply", key]).map(|clause| self.world.clause(clause, &scope));
        let mut last = Vec::new();
        if let Some(closes) = day("closes") {
            let span = closes.as_span();
            last.push(Value::span(span.map(Kind::Date, |day| day - whole(1)), closes.open));
        }
        if let Some(within) = self.part(&["apply", "within"]) {
            let of = self.world.clause(&within["of"], &scope);
            let count = |key: &str| within.get(key).and_then(Json::as_i64);
            let later = |day: &Q| {
                let months = count("months").unwrap_or(0) + 12 * count("years").unwrap_or(0);
                whole(calendar::add_months(as_int(day), months) + count("days").unwrap_or(0))
            };
            last.push(Value::span(of.as_span().map(Kind::Date, later), of.open));
        }
        (day("opens"), last)
    }

    fn lapses(&self) -> bool {
        self.part(&["apply", "late"]).is_some_and(|late| late == "lapses")
    }

    /// Whether it is not too late; a window that opens again is not over.
    pub fn in_time(&self, view: View, payee: Option<(&str, usize)>) -> Value {
        if !self.lapses() {
            return Value::truth(Truth::TRUE, Open::default());
        }
        let today = Value::point(Kind::Date, whole(self.world.on));
        let (opens, last) = self.window(view, payee);
        let in_time = last.into_iter().map(|last| {
            let late = compare(&last, "<", &today);
            Value::truth(late.as_truth().not(), late.open)
        });
        let in_time = all_of(in_time, true);
        let again = opens.map_or(Value::truth(Truth::FALSE, Open::default()), |opens| compare(&opens, ">", &today));
        all_of([in_time, again].into_iter(), false)
    }

    fn has_lapsed(&self, view: View) -> bool {
        !self.names_payee(self.part(&["apply"])) && self.in_time(view, None).as_truth().is_false()
    }

    fn due(&self, view: View) -> Due {
        let groups = self.groups();
        let payees = self.payees(view);
        let named = groups.iter().find(|group| group.is_named).map(|group| group.name.clone());
        let each = |clause: Option<&Json>, read: &Read<'_>| -> Option<Span> {
            clause?;
            let all: Vec<Option<(&str, usize)>> = match named.as_deref().filter(|_| self.names_payee(clause)) {
                Some(name) => payees.iter().map(|payee| Some((name, payee.member))).collect(),
                None => vec![None],
            };
            let spans = all.into_iter().map(|payee| read(payee).as_span());
            spans.reduce(|one, other| one.hull(&other)).filter(|span| span.some)
        };
        let money = |key: &str| {
            let clause = self.part(&[key]);
            let found = each(clause, &|payee| self.money(key, payee))?;
            Some((found.low, found.high))
        };
        let days = |span: Option<Span>| span.map(|span| (as_int(&span.low), as_int(&span.high)));
        let period = self.part(&["period"]);
        // The term is read where the money is.
        let all = View::Presumed;
        let from = days(each(self.part(&["period", "from"]), &|payee| self.from(all, payee)));
        let has_until = period.is_some_and(|period| period.get("until").or(period.get("until_at_most")).is_some());
        let until = days(each(period.filter(|_| has_until), &|payee| self.until(all, payee)));
        let apply = self.part(&["apply"]);
        let earliest = |read: &dyn Fn((Option<Value>, Vec<Value>)) -> Option<Value>| {
            let nothing = || Value::span(Span::nothing(Kind::Date), Open::default());
            each(apply, &|payee| read(self.window(view, payee)).unwrap_or_else(nothing)).map(|span| as_int(&span.low))
        };
        let opens = earliest(&|(opens, _)| opens).filter(|opens| *opens > self.world.on);
        let last = (0..2).filter_map(|place| earliest(&|(_, last)| last.get(place).cloned()));
        // What is over before one can apply is not told, and what comes after it is.
        let last = last.filter(|last| *last >= opens.unwrap_or(self.world.on)).min();
        let receivers = payees.iter().map(|payee| {
            let amount = self
                .part(&["amount"])
                .map(|_| self.money("amount", named.as_deref().map(|name| (name, payee.member))).as_span());
            let amount = amount.filter(|amount| amount.some).map(|amount| (amount.low, amount.high));
            Receiver { amount: amount.filter(|_| payee.parts.1 == 1), ..payee.clone() }
        });
        Due {
            amount: money("amount"),
            fee: money("fee"),
            from,
            until,
            apply_from: opens,
            apply_by: last,
            receivers: receivers.collect(),
        }
    }

    /// Money is read on all that was told and presumed.
    fn money(&self, key: &str, payee: Option<(&str, usize)>) -> Value {
        let found = self.world.clause(&self.text[key]["value"], &self.scope(View::Presumed, payee));
        let span = found.as_span();
        Value::span(span.map(span.kind, |number| rounded(number, self.part(&[key, "round"]))), found.open)
    }

    fn from(&self, view: View, payee: Option<(&str, usize)>) -> Value {
        self.world.clause(&self.text["period"]["from"], &self.scope(view, payee))
    }

    fn until(&self, view: View, payee: Option<(&str, usize)>) -> Value {
        let scope = self.scope(view, payee).with("from", self.from(view, payee), false);
        let ends = ["until", "until_at_most"].into_iter().filter_map(|key| self.part(&["period", key]));
        let ends: Vec<_> = ends.map(|end| super::list::surely(self.world.clause(end, &scope))).collect();
        super::list::extreme(&ends, false)
    }

    /// Whether a part of the measure names the payee.
    pub fn names_payee(&self, clause: Option<&Json>) -> bool {
        let Some(clause) = clause else { return false };
        let mut names = BTreeSet::new();
        self.world.names_of(clause, &mut names);
        self.groups().iter().any(|group: &Group| group.is_named && names.contains(&group.name))
    }
}

/// Whether a list, or somebody, is or holds a member.
pub fn contains(list: &Value, member: usize) -> Value {
    match &list.is {
        Possible::List(entries) => {
            let found = entries.iter().find(|entry| entry.value.is == Possible::Item(Item::Member(member)));
            found.map_or(Value::truth(Truth::FALSE, Open::default()), |entry| {
                Value::truth(entry.there, entry.open.clone())
            })
        }
        found => Value::truth(Truth::known(*found == Possible::Item(Item::Member(member))), Open::default()),
    }
}

impl World<'_> {
    fn declared(&self, leaf: &Leaf) -> Option<&Json> {
        match leaf {
            Leaf::Fact(item, name) => self.rules.fact(super::fact::entity(item.as_ref()), name),
            Leaf::List(name, _) => self.rules.list(name),
            _ => None,
        }
    }

    fn is_for_specialist(&self, leaf: &Leaf) -> bool {
        self.declared(leaf).and_then(|fact| fact.get("established_by")).is_some_and(|by| by.get("specialist").is_some())
    }

    /// Whether something was told of it: then it is open as a claim.
    fn is_told(&self, leaf: &Leaf) -> bool {
        matches!(leaf, Leaf::Fact(item, name) if self.raw(item.as_ref(), name).is_some())
    }

    /// Whether a measure is for somebody in another reading of who is meant.
    fn is_meant_otherwise(&self, name: &str, member: usize) -> bool {
        let text = &self.rules.measures[name];
        let Some(list) = text.get("for").filter(|_| self.reading.is_none()) else { return false };
        self.readings(&[list]).into_iter().any(|reading| {
            let mut other = World::new(self.rules, &self.family, self.on);
            other.reading = Some(reading);
            let found = other.measure(name);
            found
                .iter()
                .any(|found| found.member.as_deref() == Some(self.id(member)) && found.eligibility != "not_eligible")
        })
    }

    /// Every reading that is not the default one, in some clauses and all definitions that they cite.
    pub fn readings(&self, clauses: &[&Json]) -> BTreeSet<(String, String)> {
        let mut seen = BTreeSet::new();
        let mut found = BTreeSet::new();
        let mut next: Vec<&Json> = clauses.to_vec();
        while let Some(clause) = next.pop() {
            readings_in(clause, &mut found);
            let mut names = BTreeSet::new();
            self.names_of(clause, &mut names);
            for name in names {
                if let Some(declared) = self.rules.definitions.get(&name).filter(|_| seen.insert(name.clone())) {
                    next.push(declared);
                }
            }
        }
        found
    }
}

fn readings_in(clause: &Json, found: &mut BTreeSet<(String, String)>) {
    if let Some(readings) = clause.get("readings").filter(|readings| readings.is_object()) {
        for (name, _) in entries(readings).filter(|(name, _)| clause["default"] != name.as_str()) {
            found.insert((readings.to_string(), name.clone()));
        }
    }
    match clause {
        Json::Object(parts) => parts.values().for_each(|part| readings_in(part, found)),
        Json::Array(parts) => parts.iter().for_each(|part| readings_in(part, found)),
        _ => {}
    }
}
