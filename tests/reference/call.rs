//! The built-in functions, and the parts of dates.

use super::{
    calendar,
    clause::Scope,
    fact::World,
    number::{self, Q, as_int, whole, zero},
    parse::Expr,
    value::{Kind, Open, Span, Value, union},
};

/// The member, or record, that an argument names.
fn born(world: &World<'_>, member: &Value, scope: &Scope) -> Value {
    world.fact(scope.view, Some(member.as_item()), "birth_date")
}

fn days(span: &Span) -> (i64, i64) {
    (as_int(&span.low), as_int(&span.high))
}

/// From the value at one pair of ends to that at another; nothing where either is none.
fn stretch(kind: Kind, one: &Value, other: &Value, ends: impl Fn(i64, i64) -> i64) -> Value {
    let (a, b) = (one.as_span(), other.as_span());
    let open = union([&one.open, &other.open]);
    if !a.some || !b.some {
        return Value::span(Span::nothing(kind), open);
    }
    let ((a_low, a_high), (b_low, b_high)) = (days(&a), days(&b));
    let all = [(a_low, b_low), (a_low, b_high), (a_high, b_low), (a_high, b_high)];
    let found: Vec<i64> = all.into_iter().map(|(a, b)| ends(a, b)).collect();
    let (low, high) = (*found.iter().min().unwrap(), *found.iter().max().unwrap());
    Value::span(Span { none: a.none || b.none, ..Span::between(kind, whole(low), whole(high)) }, open)
}

/// Completed years of somebody born on one day, on another.
pub fn age(born: &Value, on: &Value) -> Value {
    stretch(Kind::Number, born, on, calendar::age)
}

pub fn part_of_date(span: &Span, name: &str, open: Open) -> Value {
    if !span.some {
        return Value::span(Span::nothing(Kind::Number), open);
    }
    let (low, high) = days(span);
    let ((y1, m1, d1), (y2, m2, d2)) = (calendar::civil(low), calendar::civil(high));
    let (low, high) = match name {
        "year" => (y1, y2),
        "month" if y1 == y2 => (m1, m2),
        "month" => (1, 12),
        "day" if (y1, m1) == (y2, m2) => (d1, d2),
        "day" => (1, 31),
        other => panic!("no `{other}` of a date"),
    };
    Value::span(Span { none: span.none, ..Span::between(Kind::Number, whole(low), whole(high)) }, open)
}

impl World<'_> {
    pub fn call(&self, name: &str, arguments: &[Expr], scope: &Scope) -> Value {
        if matches!(name, "count" | "sum" | "min" | "max" | "all" | "any") {
            return self.aggregate(name, arguments, scope);
        }
        if name == "value_on" {
            return self.value_on(arguments, scope);
        }
        let values: Vec<Value> = arguments.iter().map(|argument| self.eval(argument, scope)).collect();
        let at = |place: usize| &values[place];
        match name {
            "not" => Value::truth(at(0).as_truth().not(), at(0).open.clone()),
            "abs" => absolute(at(0)),
            "age_on" => age(&born(self, at(0), scope), at(1)),
            "birthday" => {
                let later = |born, years| calendar::birthday(born, years);
                stretch(Kind::Date, &born(self, at(0), scope), at(1), later)
            }
            "years and months duration" => stretch(Kind::Months, at(0), at(1), calendar::full_months),
            "month_of" => {
                let first = |day: &Q| {
                    let (year, month, _) = calendar::civil(as_int(day));
                    whole(calendar::day(year, month, 1))
                };
                Value::span(at(0).as_span().map(Kind::Date, first), at(0).open.clone())
            }
            "months_before" => months_before(at(0), at(1), at(2)),
            "days_in_year" => days_in_year(at(0)),
            "date" => date(&values),
            "modulo" => modulo(at(0), at(1)),
            "floor" | "ceiling" | "decimal" | "round up" | "round down" | "round half up" | "round half down" => {
                let scale = values.get(1).map_or(0, |scale| as_int(&scale.as_span().low));
                let mode = match name {
                    "decimal" => "half_even".to_owned(),
                    other => other.trim_start_matches("round ").replace(' ', "_"),
                };
                let span = at(0).as_span();
                Value::span(
                    span.map(span.kind, |number| number::round(number, &number::step(scale), &mode)),
                    at(0).open.clone(),
                )
            }
            other => panic!("no function `{other}`"),
        }
    }

    fn value_on(&self, arguments: &[Expr], scope: &Scope) -> Value {
        let name = match &arguments[0] {
            Expr::Name(name) => name.clone(),
            Expr::Path(group, name) => match &**group {
                Expr::Name(group) => format!("{group}.{name}"),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        };
        let level = arguments.get(2).map(|level| match level {
            Expr::Name(name) => name.as_str(),
            other => panic!("{other:?}"),
        });
        self.parameter(&name, (&arguments[1], &self.eval(&arguments[1], scope)), level)
    }
}

fn absolute(value: &Value) -> Value {
    let span = value.as_span();
    if !span.some {
        return value.clone();
    }
    let size = |number: &Q| if *number < zero() { -number } else { number.clone() };
    let mut found = span.map(span.kind, size);
    if span.low < zero() && span.high > zero() {
        found.low = zero();
    }
    Value::span(found, value.open.clone())
}

/// So many months before a day: each is a date of its own, known where the day is.
fn months_before(date: &Value, first: &Value, last: &Value) -> Value {
    let (first, last) = (as_int(&first.as_span().low), as_int(&last.as_span().low));
    let span = date.as_span();
    let month = |back: i64| {
        let begin = |day: &Q| {
            let (year, month, _) = calendar::civil(as_int(day));
            whole(calendar::add_months(calendar::day(year, month, 1), -back))
        };
        super::list::surely(Value::span(span.map(Kind::Date, begin), date.open.clone()))
    };
    Value::list((last..=first).rev().map(month).collect())
}

fn days_in_year(year: &Value) -> Value {
    let span = year.as_span();
    if !span.some {
        return year.clone();
    }
    let (low, high) = days(&span);
    let length = |year: i64| 365 + i64::from(calendar::is_leap(year));
    // Of several years one may be a leap year; which of them are is not looked at.
    let (low, high) = if low == high { (length(low), length(low)) } else { (365, 366) };
    Value::span(Span { none: span.none, ..Span::between(Kind::Number, whole(low), whole(high)) }, year.open.clone())
}

fn date(parts: &[Value]) -> Value {
    if let [only] = parts {
        return only.clone();
    }
    let spans: Vec<Span> = parts.iter().map(Value::as_span).collect();
    let open = union(parts.iter().map(|part| &part.open));
    if spans.iter().any(|span| !span.some) {
        return Value::span(Span::nothing(Kind::Date), open);
    }
    let ends: Vec<(i64, i64)> = spans.iter().map(days).collect();
    let low = calendar::day(ends[0].0, ends[1].0, ends[2].0);
    let high = calendar::day(ends[0].1, ends[1].1, ends[2].1);
    let none = spans.iter().any(|span| span.none);
    Value::span(Span { none, ..Span::between(Kind::Date, whole(low), whole(high)) }, open)
}

fn modulo(dividend: &Value, divisor: &Value) -> Value {
    let (a, b) = (dividend.as_span(), divisor.as_span());
    let open = union([&dividend.open, &divisor.open]);
    if !a.some || !b.some {
        return Value::span(Span::nothing(Kind::Number), open);
    }
    let none = a.none || b.none;
    if a.low == a.high && b.low == b.high {
        let rest = &a.low - (&a.low / &b.low).floor() * &b.low;
        return Value::span(Span { none, ..Span::point(Kind::Number, rest) }, open);
    }
    let span = Span::between(Kind::Number, b.low.clone().min(zero()), b.high.clone().max(zero()));
    Value::span(Span { none, ..span }, open)
}
