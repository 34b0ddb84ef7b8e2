//! One expression by itself: what an author tries out before it goes into a rule.

use std::{fmt, sync::Arc};

use super::{error::InvalidExpression, ranges};
use crate::{
    check::{Operation, Term, Type, Typed, check_closed},
    diagnostic::{Code, Diagnostic, Report, Sink},
    eval::{Cell, Frame, Run, date},
    program::{Kind, Moment, NodeId, Op, Operand, Program, compile_value},
    source::{SourceId, Sources, Span},
    value::{Date, Number},
};

/// The value of one expression.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Value {
    /// True or false.
    Boolean(bool),
    /// An exact number: a decimal where its digits end (`0.04`), else a fraction (`1/3`).
    Number(String),
    /// A day.
    Date(Date),
    /// A duration of whole calendar months; a year is twelve of them.
    Months(i64),
    /// A duration of whole days.
    Days(i64),
    /// A text written in the expression.
    Text(String),
}

/// As an expression writes it.
impl fmt::Display for Value {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(value) => write!(out, "{value}"),
            Self::Number(value) => out.write_str(value),
            Self::Date(value) => write!(out, "date(\"{value}\")"),
            Self::Months(value) => write!(out, "{value} months"),
            Self::Days(value) => write!(out, "{value} days"),
            Self::Text(value) => write!(out, "{value:?}"),
        }
    }
}

/// The value of one expression of the [rule language](crate::language) on a day, for trying it out.
///
/// It names nothing that rules or families tell, only what is built in, `on` among it. It is checked as rules are when
/// they load, so what has a value here has it in a rule, and what is refused here is refused there.
///
/// # Errors
///
/// [`InvalidExpression`] with every mistake, each with its place in the text.
///
/// ```
/// # use one_window::{Value, evaluate};
/// let on = "2026-03-15".parse()?;
/// assert_eq!(evaluate("round half up(1 / 3, 2)", on)?, Value::Number("0.33".to_owned()));
/// assert_eq!(evaluate("date(2026, 1, 31) + 1 month < on", on)?, Value::Boolean(true));
/// assert!(evaluate("1 / (on.year - 2026)", on).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn evaluate(expression: &str, on: Date) -> Result<Value, InvalidExpression> {
    let mut sources = Sources::new();
    let source = sources.add("expression", expression);
    let mut sink = Sink::default();
    let whole = Span::of(source, 0..expression.len());
    match value_of(source, &sources, on, &mut sink) {
        Some(value) if !sink.has_errors() => Ok(value),
        _ => {
            let report = Report::new(sink.into_vec(), sources.clone());
            let unknown = || Report::of(Diagnostic::error(Code::TypeMismatch, whole, NO_VALUE), sources);
            Err(InvalidExpression(report.unwrap_or_else(unknown)))
        }
    }
}

/// What is said where nothing else was.
const NO_VALUE: &str = "this expression has no value";

fn value_of(source: SourceId, sources: &Sources, on: Date, sink: &mut Sink) -> Option<Value> {
    let (checked, found) = check_closed(source, sources, sink)?;
    if let Term::Text(text) = &found.term {
        return Some(Value::Text(text.clone()));
    }
    let (program, operand) = compile_value(&checked, &found, Moment::On(on), sink)?;
    let program = Arc::new(program);
    if sink.has_errors() {
        return None;
    }
    ranges::run(&checked, &program, Some(on), sink, |run, frame, sink| {
        if !stays_in_the_calendar(run, frame, sink) || sink.has_errors() {
            return None;
        }
        let value = read(frame, &operand, &program, &found);
        if value.is_none() {
            sink.push(without_value(frame, &operand, &found));
        }
        value
    })
}

/// Why a node has no value for everybody.
fn without_value(frame: Frame<'_>, operand: &Operand, found: &Typed) -> Diagnostic {
    let number = frame.interval(Cell { node: operand.node, first: 0, second: 0 });
    if matches!(found.r#type, Type::Months | Type::Days) && number.exact().is_some() {
        let message = "this is no whole number of days or months";
        return Diagnostic::error(Code::TypeMismatch, found.span, message).help("rules know days, not times");
    }
    Diagnostic::error(Code::TypeMismatch, found.span, "this depends on a family")
        .help("what is written out has a value by itself, and so has `on`")
}

/// The value of a node for everybody, where it has one only.
fn read(frame: Frame<'_>, operand: &Operand, program: &Program, found: &Typed) -> Option<Value> {
    let cell = Cell { node: operand.node, first: 0, second: 0 };
    if program.nodes.get(operand.node.0)?.kind == Kind::Truth {
        let truth = frame.truth(cell);
        return (!truth.is_undecided()).then(|| Value::Boolean(truth.is_true()));
    }
    let number = frame.number(cell)?;
    match &found.r#type {
        Type::Number(_) => Some(Value::Number(number.to_string())),
        Type::Date => Some(Value::Date(date(number))),
        Type::Months => number.to_i64().map(Value::Months),
        Type::Days => number.to_i64().map(Value::Days),
        _ => None,
    }
}

/// Rules end at the edges of the calendar; by itself an expression that leaves them has no day.
fn stays_in_the_calendar(run: &Run<'_>, frame: Frame<'_>, sink: &mut Sink) -> bool {
    let mut stays = true;
    for (place, node) in run.program.nodes.iter().enumerate() {
        let Op::Operation(operation, parts) = &node.op else { continue };
        let [day, by] = parts.as_slice() else { continue };
        for at in frame.coordinates(NodeId(place)) {
            let part = |operand: &Operand| frame.number(run.read(node, operand, at));
            let (Some(day), Some(by)) = (part(day), part(by)) else { continue };
            if !has_day(*operation, day, by) {
                let span = run.program.places.get(place).copied().unwrap_or_else(Span::nowhere);
                let message = "this day is before the year 1 or after the year 9999";
                sink.push(Diagnostic::error(Code::InvalidDate, span, message));
                stays = false;
            }
        }
    }
    stays
}

/// Whether there is a day so much later or earlier.
fn has_day(operation: Operation, day: Number, by: Number) -> bool {
    let by = match operation {
        Operation::AddMonths | Operation::AddDays => by,
        Operation::SubtractMonths | Operation::SubtractDays => by.negated(),
        _ => return true,
    };
    let Ok(by) = i64::try_from(by.floor()) else { return false };
    match operation {
        Operation::AddMonths | Operation::SubtractMonths => date(day).checked_add_months(by).is_some(),
        _ => date(day).checked_add_days(by).is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(expression: &str) -> Result<String, String> {
        let found = evaluate(expression, "2026-03-15".parse().unwrap());
        found.map(|value| value.to_string()).map_err(|error| error.to_string())
    }

    fn is(expression: &str, value: &str) {
        assert_eq!(tried(expression).as_deref(), Ok(value), "{expression}");
    }

    fn refused(expression: &str, because: &str) {
        let error = tried(expression).unwrap_err();
        assert!(error.contains(because), "{error}");
    }

    #[test]
    fn a_value_is_written_as_the_language_writes_it() {
        is("1 / 3 + 1 / 6", "0.5");
        is("1 / 3", "1/3");
        is("on - 15 days", "date(\"2026-02-28\")");
        is("years and months duration(date(2024, 1, 31), on)", "25 months");
        is("on - date(2026, 1, 1)", "73 days");
        is("count(months_before(on, 13, 2)[item.year = 2025]) = 11", "true");
        is("\"a\"", "\"a\"");
    }

    #[test]
    fn what_rules_refuse_is_refused_with_its_place() {
        refused("1 / (on.year - 2026)", "the divisor can be zero");
        refused("1 +", "nothing stands after `+`");
        refused("rooms + 1", "nothing is called `rooms` here");
        refused("min([3, 5][item > 7])", "the list may be empty");
        let error = evaluate("1 + (2 = 3)", Date::MIN).unwrap_err();
        assert_eq!(error.report().diagnostics()[0].span().range(), 0..11);
    }

    #[test]
    fn a_family_has_no_value_here() {
        refused("count(members)", "this depends on a family");
        refused("count(members) > 3", "this depends on a family");
        refused("members", "a whole list cannot stand here");
        refused("3 days / 2", "this is no whole number of days");
    }

    #[test]
    fn the_calendar_ends() {
        is("date(9999, 12, 30) + 1 day", "date(\"9999-12-31\")");
        refused("date(9999, 12, 31) + 1 day", "after the year 9999");
        refused("date(1, 1, 1) - 1 month < on", "before the year 1");
    }
}
