//! Calls of built-in functions: the argument types and the type of the result.

use super::{
    constant::constant,
    kind::Type,
    scope::{Checker, year},
    term::{Aggregate, Item, Level, List, Operation, Term, Typed},
};
use crate::{
    diagnostic::{Code, Diagnostic, did_you_mean},
    feel::{Argument, BUILTINS, Expr, ExprKind, Name, builtin, instead_of},
    source::Span,
    value::{Date, Number, Rounding, RoundingMode, Unit},
};

/// The longest window of months.
const LONGEST_WINDOW: u32 = 120;

impl Checker<'_> {
    /// A call of a built-in function.
    pub fn call(&mut self, function: &Name, arguments: &[Argument], span: Span) -> Option<Typed> {
        let name = function.text.as_str();
        let place = self.place(&function.range);
        let Some(known) = builtin(name) else {
            let help = match instead_of(name) {
                Some(instead) => instead.to_owned(),
                None => did_you_mean(name, BUILTINS.iter().map(|known| known.name), "functions"),
            };
            let message = format!("there is no function `{name}`");
            return self.fail(Diagnostic::error(Code::UnknownName, place, message).help(help));
        };
        let arguments = self.in_order(known, arguments, span)?;
        match name {
            "not" => {
                let [value] = self.exactly(name, &arguments, span)?;
                let value = self.condition_of(value)?;
                Some(Typed::new(Term::Not(Box::new(value)), Type::Boolean, span))
            }
            "count" => self.count(&arguments, span),
            "sum" => self.aggregate(Aggregate::Sum, &arguments, span),
            "min" => self.aggregate(Aggregate::Min, &arguments, span),
            "max" => self.aggregate(Aggregate::Max, &arguments, span),
            "all" => self.aggregate(Aggregate::All, &arguments, span),
            "any" => self.aggregate(Aggregate::Any, &arguments, span),
            "value_on" => self.value_on(&arguments, span),
            "months_before" => self.months_before(&arguments, span),
            "birthday" | "age_on" => self.of_age(name, &arguments, span),
            "date" | "month_of" | "days_in_year" | "years and months duration" | "duration" => {
                self.calendar(name, &arguments, span)
            }
            _ => self.numeric(name, &arguments, span),
        }
    }

    /// Arguments by place; named ones are put in the place of their name.
    fn in_order<'t>(
        &mut self,
        known: &crate::feel::Builtin,
        arguments: &'t [Argument],
        span: Span,
    ) -> Option<Vec<&'t Expr>> {
        if arguments.iter().all(|argument| argument.name.is_none()) {
            return Some(arguments.iter().map(|argument| &argument.value).collect());
        }
        let mut placed: Vec<(usize, &Expr)> = Vec::new();
        for argument in arguments {
            let place = argument.name.as_ref().and_then(|name| {
                let mut names = known
                    .forms
                    .iter()
                    .filter_map(|form| form.parameters.iter().position(|parameter| parameter.name == name.text));
                names.next_back()
            });
            match place {
                Some(place) if !placed.iter().any(|(taken, _)| *taken == place) => {
                    placed.push((place, &argument.value));
                }
                _ => {
                    let message = format!("`{}` does not take these arguments", known.name);
                    let help = format!("write `{}`, each argument by place or each by name", usage(known.name));
                    return self.fail(Diagnostic::error(Code::TypeMismatch, span, message).help(help));
                }
            }
        }
        placed.sort_by_key(|(place, _)| *place);
        Some(placed.into_iter().map(|(_, value)| value).collect())
    }

    fn exactly<'t, const N: usize>(&mut self, name: &str, arguments: &[&'t Expr], span: Span) -> Option<[&'t Expr; N]> {
        if let Ok(found) = <[&Expr; N]>::try_from(arguments.to_vec()) {
            return Some(found);
        }
        let message = format!("`{name}` takes {N} {}", if N == 1 { "argument" } else { "arguments" });
        let help = format!("write `{}`", usage(name));
        self.fail(Diagnostic::error(Code::TypeMismatch, span, message).help(help))
    }

    fn wanted<T>(&mut self, found: &Typed, wanted: &str) -> Option<T> {
        let message = format!("{wanted} is expected here, and this is {}", found.r#type);
        self.fail(Diagnostic::error(Code::TypeMismatch, found.span, message))
    }

    fn number_argument(&mut self, tree: &Expr) -> Option<(Typed, Unit)> {
        let found = self.infer(tree, None)?;
        match &found.r#type {
            Type::Number(unit) => {
                let unit = unit.clone();
                Some((found, unit))
            }
            _ => self.wanted(&found, "a number"),
        }
    }

    fn date_argument(&mut self, tree: &Expr) -> Option<Typed> {
        let found = self.infer(tree, None)?;
        if found.r#type == Type::Date { Some(found) } else { self.wanted(&found, "a date") }
    }

    fn member_argument(&mut self, tree: &Expr) -> Option<Item> {
        let found = self.infer(tree, None)?;
        match (&found.r#type, &found.term) {
            (Type::Member, Term::Member(item)) => Some(*item),
            _ => self.wanted(&found, "a member"),
        }
    }

    fn whole_argument(&mut self, tree: &Expr, low: i64, high: i64) -> Option<i64> {
        let found = self.infer(tree, None)?;
        let value = constant(&found).and_then(Number::to_i64);
        if let Some(value) = value.filter(|value| (low..=high).contains(value)) {
            Some(value)
        } else {
            let message = format!("a whole number from {low} to {high} is expected here, written out");
            self.fail(Diagnostic::error(Code::TypeMismatch, found.span, message))
        }
    }

    /// `abs`, `floor`, `ceiling`, `modulo`, `decimal` and the roundings.
    fn numeric(&mut self, name: &str, arguments: &[&Expr], span: Span) -> Option<Typed> {
        if name == "abs" {
            let [value] = self.exactly(name, arguments, span)?;
            let value = self.infer(value, None)?;
            if !matches!(value.r#type, Type::Number(_) | Type::Months | Type::Days) {
                return self.wanted(&value, "a number or a duration");
            }
            let (kind, literal) = (value.r#type.clone(), value.literal);
            return Some(Typed {
                literal,
                ..Typed::new(Term::Operation(Operation::Absolute, vec![value]), kind, span)
            });
        }
        if name == "modulo" {
            let [dividend, divisor] = self.exactly(name, arguments, span)?;
            let (dividend, divisor) = (self.number_argument(dividend)?.0, self.number_argument(divisor)?.0);
            let kind = self.unify(&dividend, &divisor, span)?;
            let literal = dividend.literal && divisor.literal;
            let term = Term::Operation(Operation::Modulo, vec![dividend, divisor]);
            return Some(Typed { literal, ..Typed::new(term, kind, span) });
        }
        let mode = match name {
            "floor" => RoundingMode::Floor,
            "ceiling" => RoundingMode::Ceiling,
            "decimal" => RoundingMode::HalfEven,
            "round up" => RoundingMode::Up,
            "round down" => RoundingMode::Down,
            "round half up" => RoundingMode::HalfUp,
            _ => RoundingMode::HalfDown,
        };
        let (value, scale) = match arguments {
            [value] if matches!(name, "floor" | "ceiling") => (*value, 0),
            [value, scale] => (*value, self.whole_argument(scale, -18, 18)?),
            _ => {
                let _: [&Expr; 2] = self.exactly(name, arguments, span)?;
                return None;
            }
        };
        let (value, unit) = self.number_argument(value)?;
        let step = i32::try_from(scale).ok().and_then(|scale| Number::from(10).checked_pow(scale.saturating_neg()))?;
        let literal = value.literal;
        let term = Term::Operation(Operation::Round(Rounding { step, mode }), vec![value]);
        Some(Typed { literal, ..Typed::new(term, Type::Number(unit), span) })
    }

    fn count(&mut self, arguments: &[&Expr], span: Span) -> Option<Typed> {
        let [list] = self.exactly("count", arguments, span)?;
        let list = self.infer(list, None)?;
        let Term::List(items) = &list.term else { return self.wanted(&list, "a list") };
        // Dates that nobody computed are calendar months: only a window makes such a list.
        let months = list.r#type.item() == Some(&Type::Date) && is_window(items);
        let unit = if months { "month".parse().unwrap_or(Unit::ONE) } else { Unit::ONE };
        let items = items.clone();
        let literal = unit.is_one() && matches!(items.as_ref(), List::Literal(_));
        let term = Term::Aggregate(Aggregate::Count, vec![*items], Vec::new());
        Some(Typed { literal, ..Typed::new(term, Type::Number(unit), span) })
    }

    /// `sum`, `min`, `max`, `all`, `any`: lists and values side by side.
    fn aggregate(&mut self, aggregate: Aggregate, arguments: &[&Expr], span: Span) -> Option<Typed> {
        let mut lists = Vec::new();
        let mut values: Vec<Typed> = Vec::new();
        let mut kind: Option<Typed> = None;
        for argument in arguments {
            let found = self.infer(argument, None)?;
            let each = if let (Type::List(item), Term::List(list)) = (&found.r#type, found.term.clone()) {
                // Nothing has no type: an empty list stands beside values of any.
                let is_empty = matches!(list.as_ref(), List::Literal(values) if values.is_empty());
                lists.push(*list);
                if is_empty {
                    continue;
                }
                Typed { r#type: item.as_ref().clone(), ..found.clone() }
            } else {
                values.push(found.clone());
                found
            };
            kind = match kind {
                None => Some(each),
                Some(before) => {
                    let both = self.unify(&before, &each, each.span)?;
                    let witness = if before.literal { each } else { before };
                    Some(Typed { r#type: both, ..witness })
                }
            };
        }
        let nothing = if matches!(aggregate, Aggregate::All | Aggregate::Any) { Type::Boolean } else { Type::bare() };
        let nothing =
            (!lists.is_empty()).then(|| Typed { literal: true, ..Typed::new(Term::Boolean(true), nothing, span) });
        let Some(witness) = kind.or(nothing) else {
            let message = "this function needs something to work on";
            return self.fail(Diagnostic::error(Code::TypeMismatch, span, message));
        };
        let fits = match aggregate {
            Aggregate::All | Aggregate::Any => witness.r#type == Type::Boolean,
            Aggregate::Sum => matches!(witness.r#type, Type::Number(_) | Type::Months | Type::Days),
            _ => witness.r#type.is_ordered(),
        };
        if !fits {
            let wanted = match aggregate {
                Aggregate::All | Aggregate::Any => "a list of conditions",
                Aggregate::Sum => "a list of numbers",
                _ => "a list of numbers or dates",
            };
            return self.wanted(&witness, wanted);
        }
        let term = Term::Aggregate(aggregate, lists, values);
        Some(Typed { literal: witness.literal, ..Typed::new(term, witness.r#type, span) })
    }

    /// `value_on(parameter, date)` and `value_on(parameter, date, country | subject)`.
    fn value_on(&mut self, arguments: &[&Expr], span: Span) -> Option<Typed> {
        let (parameter, date, level) = match arguments {
            [parameter, date] => (parameter, date, None),
            [parameter, date, level] => (parameter, date, Some(self.level(level)?)),
            _ => {
                let message = "`value_on` takes a parameter, a date, and perhaps `country` or `subject`";
                return self.fail(Diagnostic::error(Code::TypeMismatch, span, message));
            }
        };
        let found = self.infer(parameter, None)?;
        let Term::Parameter { parameter, date: None, .. } = found.term else {
            return self.wanted(&found, "the name of a parameter");
        };
        let date = self.date_argument(date)?;
        let kind = parameter.r#type.clone();
        let term = Term::Parameter { parameter, date: Some(Box::new(date)), level };
        Some(Typed::new(term, kind, span))
    }

    fn level(&mut self, tree: &Expr) -> Option<Level> {
        let place = self.place(&tree.range);
        match &tree.kind {
            ExprKind::Name(name) if name == "country" => Some(Level::Country),
            ExprKind::Name(name) if name == "subject" => Some(Level::Subject),
            _ => self.fail(
                Diagnostic::error(Code::UnknownValue, place, "a level is expected here")
                    .help("the levels are `country` and `subject`"),
            ),
        }
    }

    /// `months_before(date, first, last)`.
    fn months_before(&mut self, arguments: &[&Expr], span: Span) -> Option<Typed> {
        let [date, first, last] = self.exactly("months_before", arguments, span)?;
        let date = self.date_argument(date)?;
        let longest = i64::from(LONGEST_WINDOW);
        let (first, last) = (self.whole_argument(first, 0, longest)?, self.whole_argument(last, 0, longest)?);
        if first < last {
            return self.fail(
                Diagnostic::error(Code::TypeMismatch, span, "this window ends before it begins")
                    .help("the first month lies further back: `months_before(on, 13, 2)`"),
            );
        }
        let window =
            List::Window { date: Box::new(date), first: u32::try_from(first).ok()?, last: u32::try_from(last).ok()? };
        Some(Typed::new(Term::List(Box::new(window)), Type::List(Box::new(Type::Date)), span))
    }

    /// `age_on(member, date)` and `birthday(member, years)`.
    fn of_age(&mut self, name: &str, arguments: &[&Expr], span: Span) -> Option<Typed> {
        let [member, other] = self.exactly(name, arguments, span)?;
        let item = self.member_argument(member)?;
        let birth = self.birth_date(item, span)?;
        if name == "age_on" {
            let date = self.date_argument(other)?;
            let term = Term::Operation(Operation::AgeOn, vec![birth, date]);
            return Some(Typed::new(term, Type::Number(year()), span));
        }
        let (years, unit) = self.number_argument(other)?;
        if !unit.is_one() && unit != year() {
            return self.wanted(&years, "a number of years");
        }
        Some(Typed::new(Term::Operation(Operation::Birthday, vec![birth, years]), Type::Date, span))
    }

    fn calendar(&mut self, name: &str, arguments: &[&Expr], span: Span) -> Option<Typed> {
        match (name, arguments) {
            ("date", [text]) => {
                let found = self.infer(text, None)?;
                match (&found.term, &found.r#type) {
                    (Term::Text(text), _) => self.written_date(text.clone().parse().ok(), span),
                    (_, Type::Date) => Some(found),
                    _ => self.wanted(&found, "a text such as \"2026-01-01\""),
                }
            }
            ("date", [year, month, day]) => {
                let mut parts = Vec::new();
                for part in [year, month, day] {
                    parts.push(self.number_argument(part)?.0);
                }
                self.date_of(parts, span)
            }
            ("date", _) => self.exactly::<3>(name, arguments, span).and(None),
            ("month_of", _) => {
                let [date] = self.exactly(name, arguments, span)?;
                let date = self.date_argument(date)?;
                Some(Typed::new(Term::Operation(Operation::MonthOf, vec![date]), Type::Date, span))
            }
            ("days_in_year", _) => {
                let [value] = self.exactly(name, arguments, span)?;
                let (value, _) = self.number_argument(value)?;
                let unit = "day".parse().unwrap_or(Unit::ONE);
                Some(Typed::new(Term::Operation(Operation::DaysInYear, vec![value]), Type::Number(unit), span))
            }
            ("duration", _) => {
                let [text] = self.exactly(name, arguments, span)?;
                let found = self.infer(text, None)?;
                match &found.term {
                    Term::Text(text) => {
                        let text = text.clone();
                        self.iso_duration(&text, span)
                    }
                    _ => self.wanted(&found, "a text such as \"P6M\""),
                }
            }
            _ => {
                let [from, to] = self.exactly(name, arguments, span)?;
                let (from, to) = (self.date_argument(from)?, self.date_argument(to)?);
                Some(Typed::new(Term::Operation(Operation::MonthsBetween, vec![from, to]), Type::Months, span))
            }
        }
    }

    /// A day from year, month and day; written out it is checked now, computed it must exist in every year.
    fn date_of(&mut self, parts: Vec<Typed>, span: Span) -> Option<Typed> {
        let written: Option<Vec<i64>> = parts.iter().map(|part| constant(part).and_then(Number::to_i64)).collect();
        if let Some([year, month, day]) = written.as_deref() {
            let date = i32::try_from(*year).ok().zip(u8::try_from(*month).ok()).zip(u8::try_from(*day).ok());
            return self.written_date(date.and_then(|((year, month), day)| Date::new(year, month, day)), span);
        }
        let safe = |part: Option<&Typed>, high: i64| match part {
            Some(part) => match constant(part).and_then(Number::to_i64) {
                Some(value) => (1..=high).contains(&value),
                None => matches!(part.term, Term::Operation(Operation::Month, _)) && high == 12,
            },
            None => false,
        };
        let last_day = matches!(
            (
                parts.get(1).and_then(constant).and_then(Number::to_i64),
                parts.get(2).and_then(constant).and_then(Number::to_i64)
            ),
            (Some(1 | 3 | 5 | 7 | 8 | 10 | 12), Some(29..=31)) | (Some(4 | 6 | 9 | 11), Some(29 | 30))
        );
        if !safe(parts.get(1), 12) || !(safe(parts.get(2), 28) || last_day) {
            return self.fail(
                Diagnostic::error(Code::InvalidDate, span, "this day does not exist in every year")
                    .help("write the month and the day out, or move the date: `on + 1 year`, `month_of(…)`"),
            );
        }
        Some(Typed::new(Term::Operation(Operation::DateOf, parts), Type::Date, span))
    }

    fn written_date(&mut self, date: Option<Date>, span: Span) -> Option<Typed> {
        match date {
            Some(date) => Some(Typed::new(Term::Date(date), Type::Date, span)),
            None => self.fail(
                Diagnostic::error(Code::InvalidDate, span, "there is no such day")
                    .help("a date is written `date(2026, 1, 31)`: year, month, day"),
            ),
        }
    }
}

/// Whether a list of dates is of calendar months and not of dates that were computed.
fn is_window(list: &List) -> bool {
    match list {
        List::Filter(list, ..) => is_window(list),
        List::Map(..) | List::Literal(_) => false,
        _ => true,
    }
}

/// How a function is called.
fn usage(name: &str) -> String {
    let form = builtin(name).and_then(|known| known.forms.first());
    let names: Vec<&str> = form.iter().flat_map(|form| form.parameters).map(|parameter| parameter.name).collect();
    format!("{name}({})", names.join(", "))
}

#[cfg(test)]
mod tests {
    use crate::{
        assessment::Answer,
        ruleset::sample::{holds, refusal},
    };

    #[test]
    fn a_window_ends_after_it_begins() {
        assert!(refusal("count(months_before(on, 2, 5)) = 1", "").contains("ends before it begins"));
        assert_eq!(holds("count(months_before(on, 5, 2)) = 4", "", "}"), Answer::True);
    }

    #[test]
    fn a_computed_day_exists_in_every_year() {
        assert!(refusal("date(on.year, 2, 29) < on", "").contains("does not exist in every year"));
        assert!(refusal("date(on.year, 1, on.day) < on", "").contains("does not exist in every year"));
        assert_eq!(holds("date(on.year, 10, 31) > on and date(on.year, on.month, 1) < on", "", "}"), Answer::True);
    }

    #[test]
    fn arguments_may_stand_by_name() {
        assert_eq!(holds("modulo(divisor: 3, dividend: 7) = 1", "", "}"), Answer::True);
        assert!(refusal("modulo(divisor: 3, number: 7) = 1", "").contains("does not take these arguments"));
    }

    #[test]
    fn a_scale_is_written_out() {
        assert!(refusal("round half up(rooms, rooms) = 1", "").contains("written out"));
        assert_eq!(holds("round half up(2.5, 0) = 3 and decimal(2.5, 0) = 2", "", "}"), Answer::True);
    }

    #[test]
    fn days_are_not_added_up() {
        assert!(refusal("sum(members.birth_date) > on", "").contains("a list of numbers"));
        assert_eq!(refusal("max(members.birth_date) > on", ""), "nothing");
    }

    #[test]
    fn the_facts_of_each_stand_behind_its_name() {
        assert_eq!(refusal("sum(for m in members return m.age) > 1", ""), "nothing");
        assert!(refusal("sum(for m in members return age) > 1", "").contains("`age`"));
    }

    #[test]
    fn a_day_has_three_parts() {
        for day in ["date(2026, 1)", "date(2026, 1, 1, 1)"] {
            let found = refusal(&format!("{day} < on"), "");
            assert!(found.contains("`date` takes"), "{day}: {found}");
        }
    }
}
