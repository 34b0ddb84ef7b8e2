//! Expressions over possible values, by plain recursion.

use std::{collections::BTreeSet, rc::Rc};

use super::{
    clause::{Scope, all_of},
    fact::World,
    number::{self, Q, whole, zero},
    parse::{Expr, Test},
    value::{Item, Kind, Open, Possible, Span, Truth, Value, union},
};

impl Expr {
    /// What it is made of.
    pub fn parts(&self) -> Vec<&Expr> {
        match self {
            Self::Number(_) | Self::Bool(_) | Self::Date(_) | Self::Months(_) | Self::Days(_) | Self::Name(_) => vec![],
            Self::Path(base, _) | Self::Negate(base) => vec![base],
            Self::Filter(a, b)
            | Self::And(a, b)
            | Self::Or(a, b)
            | Self::Arithmetic(_, a, b)
            | Self::Compare(_, a, b) => vec![a, b],
            Self::In(base, tests) => std::iter::once(&**base).chain(tests.iter().flat_map(Test::parts)).collect(),
            Self::If(a, b, c) => vec![a, b, c],
            Self::Each(_, lists, body) | Self::For(lists, body) => {
                lists.iter().map(|(_, list)| list).chain([&**body]).collect()
            }
            Self::Call(_, parts) | Self::List(parts) => parts.iter().collect(),
        }
    }
}

impl Test {
    fn parts(&self) -> Vec<&Expr> {
        match self {
            Self::Compare(_, expr) | Self::Value(expr) => vec![expr],
            Self::Range(low, high) => low.iter().chain(high).map(|(expr, _)| expr).collect(),
            Self::Not(tests) => tests.iter().flat_map(Self::parts).collect(),
        }
    }
}

impl World<'_> {
    pub fn eval(&self, expr: &Expr, scope: &Scope) -> Value {
        match expr {
            Expr::Number(number) => Value::point(Kind::Number, number.clone()),
            Expr::Bool(is) => Value::truth(Truth::known(*is), Open::default()),
            Expr::Date(day) => Value::point(Kind::Date, whole(*day)),
            Expr::Months(count) => Value::point(Kind::Months, whole(*count)),
            Expr::Days(count) => Value::point(Kind::Days, whole(*count)),
            Expr::Name(name) => self.named(name, scope),
            Expr::Path(base, name) => self.path(base, name, scope),
            Expr::Filter(list, condition) => self.filter(list, condition, scope),
            Expr::Negate(number) => {
                let found = self.eval(number, scope);
                let span = found.as_span();
                Value::span(span.map(span.kind, |number| -number), found.open)
            }
            Expr::Arithmetic(sign, one, other) => arithmetic(sign, &self.eval(one, scope), &self.eval(other, scope)),
            Expr::Compare(order, one, other) => compare(&self.eval(one, scope), order, &self.eval(other, scope)),
            Expr::And(one, other) => all_of([one, other].into_iter().map(|part| self.eval(part, scope)), true),
            Expr::Or(one, other) => all_of([one, other].into_iter().map(|part| self.eval(part, scope)), false),
            Expr::In(value, tests) => {
                let value = self.eval(value, scope);
                self.one_of_names(&value, tests, scope)
                    .unwrap_or_else(|| all_of(tests.iter().map(|test| self.test(&value, test, scope)), false))
            }
            Expr::If(condition, then, otherwise) => {
                let condition = self.eval(condition, scope);
                let truth = condition.as_truth();
                if truth.is_true() {
                    self.eval(then, scope)
                } else if truth.is_false() {
                    self.eval(otherwise, scope)
                } else {
                    self.eval(then, scope).hull(&self.eval(otherwise, scope), &condition.open)
                }
            }
            Expr::Each(is_every, lists, body) => self.each(*is_every, lists, body, scope),
            Expr::For(lists, body) => Value::list(self.for_each(lists, body, scope)),
            Expr::Call(name, arguments) => self.call(name, arguments, scope),
            Expr::List(parts) => {
                let entry = |part| super::list::surely(self.eval(part, scope));
                Value::list(parts.iter().map(entry).collect())
            }
        }
    }

    /// A named value that is one of those written is one question: whatever it is, it may be among them all.
    fn one_of_names(&self, value: &Value, tests: &[Test], scope: &Scope) -> Option<Value> {
        let Possible::Names(names, none) = &value.is else { return None };
        let parts: Vec<&Expr> = match tests {
            [Test::Value(Expr::List(parts))] => parts.iter().collect(),
            _ => tests
                .iter()
                .map(|test| if let Test::Value(part) = test { Some(part) } else { None })
                .collect::<Option<_>>()?,
        };
        let mut written = BTreeSet::new();
        let mut is_none_written = false;
        for part in parts {
            match self.eval(part, scope).is {
                // The names of measures are no enumeration: each is a question of its own.
                Possible::Names(names, false) if names.iter().all(|name| !name.contains('.')) => written.extend(names),
                Possible::Nothing => is_none_written = written.insert(Rc::from("none")) || is_none_written,
                _ => return None,
            }
        }
        let is_none = *none;
        let yes = names.iter().any(|name| written.contains(name)) || (is_none && is_none_written);
        let no = names.iter().any(|name| !written.contains(name)) || (is_none && !is_none_written);
        Some(Value::truth(Truth { yes, no }, value.open.clone()))
    }

    fn test(&self, value: &Value, test: &Test, scope: &Scope) -> Value {
        match test {
            Test::Compare(order, other) => compare(value, order, &self.eval(other, scope)),
            Test::Range(low, high) => {
                let ends = [(low, [">", ">="]), (high, ["<", "<="])];
                let ends = ends.into_iter().filter_map(|(end, orders)| {
                    let (end, is_closed) = end.as_ref()?;
                    Some(compare(value, orders[usize::from(*is_closed)], &self.eval(end, scope)))
                });
                // Whatever has no ends to lie outside of still has to be there.
                let is_there = match &value.is {
                    Possible::Span(span) => Truth { yes: span.some, no: span.none },
                    _ => Truth::TRUE,
                };
                all_of(ends.chain([Value::truth(is_there, value.open.clone())]), true)
            }
            Test::Not(tests) => {
                let found = all_of(tests.iter().map(|test| self.test(value, test, scope)), false);
                Value::truth(found.as_truth().not(), found.open)
            }
            Test::Value(other) => {
                let other = self.eval(other, scope);
                match &other.is {
                    Possible::List(entries) => {
                        let each = entries.iter().map(|entry| {
                            let there = Value::truth(entry.there, entry.open.clone());
                            all_of([there, compare(value, "=", &entry.value)].into_iter(), true)
                        });
                        all_of(each, false)
                    }
                    _ => compare(value, "=", &other),
                }
            }
        }
    }

    fn named(&self, name: &str, scope: &Scope) -> Value {
        let mut next = &scope.bound;
        while let Some(binding) = next {
            if &*binding.name == name {
                return binding.value.clone();
            }
            // By its bare name a list of the family is that of all, whoever owns the records.
            let is_of_family = self.rules.list(name).is_some_and(|list| list["list_of"] == "family");
            if let (true, Possible::Item(item)) = (binding.is_bare && !is_of_family, &binding.value.is)
                && let Some(found) = self.of_item(item, name, scope)
            {
                return found;
            }
            next = &binding.outer;
        }
        match name {
            "on" => return Value::point(Kind::Date, whole(self.on)),
            "none" => return Value::new(Possible::Nothing, Open::default()),
            "applicant" => return Value::item(Item::Member(self.applicant)),
            "members" => {
                let all = (0..self.members.len()).map(|place| super::list::surely(Value::item(Item::Member(place))));
                return Value::list(all.collect());
            }
            _ => {}
        }
        if self.rules.parameters.contains_key(name) {
            return self.parameter_today(name);
        }
        if self.rules.fact("family", name).is_some() {
            return self.fact(scope.view, None, name);
        }
        if self.rules.list(name).is_some() {
            return self.records(name, None);
        }
        if self.rules.definitions.contains_key(name) {
            return self.cite(name, None, scope);
        }
        // A named value, which stands only opposite a fact that has it.
        Value::name(name)
    }

    /// What an item has under a name.
    pub fn of_item(&self, item: &Item, name: &str, scope: &Scope) -> Option<Value> {
        let entity = super::fact::entity(Some(item));
        if self.rules.fact(entity, name).is_some() {
            return Some(self.fact(scope.view, Some(item), name));
        }
        if let Some(declared) = self.rules.definitions.get(name) {
            let of = declared.get("of").map_or("family", |of| of.as_str().unwrap());
            return (of == entity).then(|| self.cite(name, Some(item), scope));
        }
        match item {
            Item::Member(place) if name == "age" => {
                let born = self.fact(scope.view, Some(&Item::Member(*place)), "birth_date");
                Some(super::call::age(&born, &Value::point(Kind::Date, whole(self.on))))
            }
            Item::Member(place) => self.rules.list(name).map(|_| self.records(name, Some(*place))),
            Item::Record(list, place) if name == "owner" => {
                Some(Value::item(Item::Member(self.records[list][*place].owner.unwrap())))
            }
            Item::Record(..) => None,
        }
    }

    fn path(&self, base: &Expr, name: &str, scope: &Scope) -> Value {
        if let Expr::Name(group) = base {
            let full = format!("{group}.{name}");
            if self.rules.parameters.contains_key(&full) {
                return self.parameter_today(&full);
            }
            if self.rules.measures.contains_key(&full) {
                return Value::name(&full);
            }
        }
        let base = self.eval(base, scope);
        match &base.is {
            Possible::Item(item) => {
                self.of_item(item, name, scope).unwrap_or_else(|| panic!("no `{name}` of {item:?}"))
            }
            Possible::Span(span) => super::call::part_of_date(span, name, base.open.clone()),
            Possible::List(entries) => self.path_of_list(entries, name, scope),
            other => panic!("`.{name}` of {other:?}"),
        }
    }
}

pub fn compare(one: &Value, order: &str, other: &Value) -> Value {
    let open = union([&one.open, &other.open]);
    let is_same = one.origin.is_some() && one.origin == other.origin;
    let truth = match (&one.is, &other.is) {
        (Possible::Truth(a), Possible::Truth(b)) => {
            let equal = if is_same { Truth::TRUE } else { a.and(*b).or(a.not().and(b.not())) };
            if order == "=" { equal } else { equal.not() }
        }
        (Possible::Span(a), Possible::Span(b)) if is_same => {
            // What is compared with itself differs in nothing, if it is there.
            let holds = Truth { yes: a.some && b.some, no: a.none };
            if matches!(order, "=" | "<=" | ">=") { holds } else { Truth::FALSE }
        }
        (Possible::Span(a), Possible::Span(b)) => compare_spans(a, order, b),
        (Possible::Names(a, none_a), Possible::Names(b, none_b)) => {
            let none = *none_a || *none_b;
            if is_same {
                let holds = Truth { yes: !a.is_empty(), no: none };
                if order == "=" { holds } else { Truth::FALSE }
            } else {
                let may_equal = a.intersection(b).next().is_some();
                let may_differ = a.len() > 1 || b.len() > 1 || (!a.is_empty() && !b.is_empty() && a != b);
                let may_differ = may_differ && !a.is_empty() && !b.is_empty();
                let (yes, no) = if order == "=" { (may_equal, may_differ) } else { (may_differ, may_equal) };
                Truth { yes, no: no || none }
            }
        }
        (Possible::Item(a), Possible::Item(b)) => Truth::known((a == b) == (order == "=")),
        (Possible::Nothing, _) => none_equals(&other.is, order),
        (_, Possible::Nothing) => none_equals(&one.is, order),
        (a, b) => panic!("{a:?} {order} {b:?}"),
    };
    Value::truth(truth, open)
}

fn none_equals(other: &Possible, order: &str) -> Truth {
    let is_none = match other {
        Possible::Span(span) => Truth { yes: span.none, no: span.some },
        Possible::Names(names, none) => {
            Truth { yes: *none || names.contains("none"), no: names.iter().any(|name| &**name != "none") }
        }
        Possible::Nothing => Truth::TRUE,
        other => panic!("none beside {other:?}"),
    };
    if order == "=" { is_none } else { is_none.not() }
}

pub fn compare_spans(a: &Span, order: &str, b: &Span) -> Truth {
    if !a.some || !b.some {
        return Truth::FALSE;
    }
    let (yes, no) = match order {
        "<" => (a.low < b.high, a.high >= b.low),
        "<=" => (a.low <= b.high, a.high > b.low),
        ">" => (a.high > b.low, a.low <= b.high),
        ">=" => (a.high >= b.low, a.low < b.high),
        _ => {
            let may_equal = a.low <= b.high && b.low <= a.high;
            let may_differ = !(a.low == a.high && b.low == b.high && a.low == b.low);
            if order == "=" { (may_equal, may_differ) } else { (may_differ, may_equal) }
        }
    };
    Truth { yes, no: no || a.none || b.none }
}

pub fn arithmetic(sign: &str, one: &Value, other: &Value) -> Value {
    let open = union([&one.open, &other.open]);
    let (a, b) = (one.as_span(), other.as_span());
    let span = match (a.kind, sign, b.kind) {
        (_, "**", _) => power(&a, number::as_int(&b.low)),
        (Kind::Date, "-", Kind::Date) => a.corners(&b, Kind::Days, |a, b| a - b),
        // A part of a day is no day: what has begun of one is that day.
        (Kind::Date, _, Kind::Days) => {
            a.corners(&b, Kind::Date, |a, b| if sign == "+" { (a + b).floor() } else { (a - b).floor() })
        }
        (Kind::Days, "+", Kind::Date) => a.corners(&b, Kind::Date, |a, b| (a + b).floor()),
        (Kind::Date, _, Kind::Months) => {
            a.corners(&b, Kind::Date, |a, b| months_later(a, &if sign == "+" { b.clone() } else { -b }))
        }
        (Kind::Months, "+", Kind::Date) => a.corners(&b, Kind::Date, |a, b| months_later(b, a)),
        (kind, "+", _) => a.corners(&b, kind, |a, b| a + b),
        (kind, "-", _) => a.corners(&b, kind, |a, b| a - b),
        (kind, "*", other) => {
            let kind = if kind == Kind::Number { other } else { kind };
            a.corners(&b, kind, |a, b| whole_months(kind, a * b))
        }
        (kind, "/", other) => {
            assert!(!b.some || b.low > zero() || b.high < zero(), "a divisor that can be 0");
            // How often one duration goes into another is a number.
            let kind = if kind == other { Kind::Number } else { kind };
            a.corners(&b, kind, |a, b| whole_months(kind, a / b))
        }
        (kind, ..) => panic!("{kind:?} {sign}"),
    };
    Value::span(span, open)
}

/// Of months only whole ones count; what is left of one is cut off towards zero.
fn whole_months(kind: Kind, found: Q) -> Q {
    if kind == Kind::Months { found.trunc() } else { found }
}

pub fn months_later(day: &Q, months: &Q) -> Q {
    whole(super::calendar::add_months(number::as_int(day), number::as_int(months)))
}

fn power(base: &Span, exponent: i64) -> Span {
    if !base.some {
        return base.clone();
    }
    let found = base.map(Kind::Number, |number| number::power(number, exponent));
    let spans_zero = base.low < zero() && base.high > zero();
    if exponent % 2 == 0 && spans_zero { Span { low: zero(), ..found } } else { found }
}
