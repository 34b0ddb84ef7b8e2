//! Lists: filters, paths, quantifiers, loops, and what they add up to.

use super::{
    clause::{Scope, all_of},
    eval::arithmetic,
    fact::World,
    number::{whole, zero},
    parse::Expr,
    value::{Entry, Item, Kind, Open, Possible, Span, Truth, Value, as_set, union},
};

/// An entry that is there.
pub fn surely(value: Value) -> Entry {
    Entry { value, there: Truth::TRUE, open: Open::default(), most: 1 }
}

/// An entry under a condition.
fn under(entry: &Entry, condition: &Value) -> Entry {
    let there = entry.there.and(condition.as_truth());
    let open = if there.is_open() { union([&entry.open, &condition.open]) } else { Open::default() };
    Entry { there, open, ..entry.clone() }
}

impl World<'_> {
    pub fn filter(&self, list: &Expr, condition: &Expr, scope: &Scope) -> Value {
        let list = self.eval(list, scope);
        let mut found = Vec::new();
        for entry in list.as_list() {
            let inner = scope.with("item", entry.value.clone(), true);
            found.push(under(entry, &self.eval(condition, &inner)));
        }
        Value::list(found)
    }

    pub fn path_of_list(&self, entries: &[Entry], name: &str, scope: &Scope) -> Value {
        let mut found = Vec::new();
        for entry in entries {
            let value = match &entry.value.is {
                Possible::Item(item) => {
                    self.of_item(item, name, scope).unwrap_or_else(|| panic!("no `{name}` of {item:?}"))
                }
                Possible::Span(span) => super::call::part_of_date(span, name, entry.value.open.clone()),
                other => panic!("`.{name}` of {other:?}"),
            };
            match &value.is {
                Possible::List(inner) => {
                    let there = Value::truth(entry.there, entry.open.clone());
                    found.extend(
                        inner.iter().map(|inner| Entry { most: inner.most * entry.most, ..under(inner, &there) }),
                    );
                }
                _ => found.push(Entry { value, ..entry.clone() }),
            }
        }
        // A list of members holds each of them once.
        if found.iter().any(|entry| matches!(entry.value.is, Possible::Item(Item::Member(_)))) {
            found = as_set(found);
        }
        Value::list(found)
    }

    pub fn each(&self, is_every: bool, lists: &[(String, Expr)], body: &Expr, scope: &Scope) -> Value {
        let [(name, list), rest @ ..] = lists else { return self.eval(body, scope) };
        let list = self.eval(list, scope);
        let one = |entry: &Entry| {
            let inner = scope.with(name, entry.value.clone(), false);
            let there = Value::truth(entry.there, entry.open.clone());
            let holds = self.each(is_every, rest, body, &inner);
            if is_every {
                let gone = Value::truth(there.as_truth().not(), there.open);
                all_of([gone, holds].into_iter(), false)
            } else {
                all_of([there, holds].into_iter(), true)
            }
        };
        all_of(list.as_list().iter().map(one), is_every)
    }

    /// What the body gives for each way to take one of every list.
    pub fn for_each(&self, lists: &[(String, Expr)], body: &Expr, scope: &Scope) -> Vec<Entry> {
        let [(name, list), rest @ ..] = lists else { return vec![surely(self.eval(body, scope))] };
        let list = self.eval(list, scope);
        let mut found = Vec::new();
        for entry in list.as_list() {
            let there = Value::truth(entry.there, entry.open.clone());
            let inner = self.for_each(rest, body, &scope.with(name, entry.value.clone(), false));
            found.extend(inner.iter().map(|one| Entry { most: one.most * entry.most, ..under(one, &there) }));
        }
        found
    }

    /// All values of the arguments, lists opened.
    fn gathered(&self, arguments: &[Expr], scope: &Scope) -> Vec<Entry> {
        let mut found = Vec::new();
        for argument in arguments {
            let value = self.eval(argument, scope);
            match value.is {
                Possible::List(entries) => found.extend(entries),
                _ => found.push(surely(value)),
            }
        }
        found
    }

    pub fn aggregate(&self, name: &str, arguments: &[Expr], scope: &Scope) -> Value {
        let entries = self.gathered(arguments, scope);
        match name {
            "count" => count(&entries),
            "sum" => sum(&entries),
            "min" | "max" => extreme(&entries, name == "max"),
            _ => {
                let is_all = name == "all";
                let one = |entry: &Entry| {
                    let there = Value::truth(if is_all { entry.there.not() } else { entry.there }, entry.open.clone());
                    all_of([there, entry.value.clone()].into_iter(), !is_all)
                };
                all_of(entries.iter().map(one), is_all)
            }
        }
    }
}

/// Whether there is something: an entry that is none is skipped.
fn presence(entry: &Entry) -> (Truth, Open) {
    let is = match &entry.value.is {
        Possible::Span(span) => Truth { yes: span.some, no: span.none },
        Possible::Names(names, none) => Truth { yes: !names.is_empty(), no: *none },
        Possible::Nothing => Truth::FALSE,
        _ => Truth::TRUE,
    };
    let found = entry.there.and(is);
    let open = if is.is_open() { union([&entry.open, &entry.value.open]) } else { entry.open.clone() };
    (found, if found.is_open() { open } else { Open::default() })
}

fn count(entries: &[Entry]) -> Value {
    let (mut low, mut high) = (0, 0);
    let mut open = Open::default();
    for entry in entries {
        let (there, because) = presence(entry);
        low += i64::from(there.is_true());
        high += if there.yes { i64::from(entry.most) } else { 0 };
        open = union([&open, &because]);
    }
    Value::span(Span::between(Kind::Number, whole(low), whole(high)), open)
}

fn sum(entries: &[Entry]) -> Value {
    let mut found: Option<Value> = None;
    for entry in entries {
        let (there, because) = presence(entry);
        if !there.yes {
            continue;
        }
        let span = Span { none: false, ..entry.value.as_span() };
        let many = Value::point(Kind::Number, whole(i64::from(entry.most)));
        let mut part = arithmetic("*", &Value::span(span, entry.value.open.clone()), &many);
        if there.is_open() {
            let nothing = Span::point(part.as_span().kind, zero());
            part = Value::span(part.as_span().hull(&nothing), union([&part.open, &because]));
        }
        found = Some(match found {
            Some(known) => arithmetic("+", &known, &part),
            None => part,
        });
    }
    found.unwrap_or_else(|| Value::point(Kind::Number, zero()))
}

/// The least or the greatest: what is surely there bounds it, what may be there can move it.
pub fn extreme(entries: &[Entry], is_max: bool) -> Value {
    let mut found: Option<Span> = None;
    let mut open = Open::default();
    let all: Vec<(Truth, Open, &Entry)> = entries
        .iter()
        .map(|entry| {
            let (there, because) = presence(entry);
            (there, because, entry)
        })
        .filter(|(there, ..)| there.yes)
        .collect();
    let better = |a: &super::number::Q, b: &super::number::Q| if (a > b) == is_max { a.clone() } else { b.clone() };
    let is_sure = all.iter().any(|(there, ..)| there.is_true());
    for (_, _, entry) in all.iter().filter(|(there, ..)| there.is_true()) {
        let span = entry.value.as_span();
        open = union([&open, &entry.value.open]);
        found = Some(match found {
            Some(known) => Span { low: better(&known.low, &span.low), high: better(&known.high, &span.high), ..known },
            None => Span { none: false, ..span },
        });
    }
    for (_, because, entry) in all.iter().filter(|(there, ..)| there.is_open()) {
        let span = Span { none: false, ..entry.value.as_span() };
        open = union([&open, &entry.value.open, because]);
        found = Some(match found {
            // It moves one end at most: without it the other stays.
            Some(known) if is_sure => {
                if is_max {
                    Span { high: better(&known.high, &span.high), ..known }
                } else {
                    Span { low: better(&known.low, &span.low), ..known }
                }
            }
            Some(known) => known.hull(&span),
            None => span,
        });
    }
    match found {
        Some(found) => Value::span(Span { none: !is_sure, ..found }, open),
        None => Value::span(Span::nothing(Kind::Number), Open::default()),
    }
}
