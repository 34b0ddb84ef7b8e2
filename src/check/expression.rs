//! Expressions: every kind of syntax becomes a typed term.

use super::{
    kind::Type,
    scope::{Checker, Subject},
    symbol::Entity,
    term::{Comparison, Item, List, Operation, Term, Typed},
};
use crate::{
    diagnostic::{Code, Diagnostic, did_you_mean},
    feel::{self, DurationUnit, Expr, ExprKind, Name, Operator},
    json::Spanned,
    source::{Passage, Span},
    value::{Date, Number, Unit},
};

impl Checker<'_> {
    /// An expression string of a rule file.
    ///
    /// `expected` helps bare names of enumerated values; it does not convert anything.
    pub fn expression(&mut self, text: &Spanned<String>, expected: Option<&Type>) -> Option<Typed> {
        self.passage = Passage::of_literal(self.sources.slice(text.span), text.span);
        self.steps = 0;
        let trees = self.trees;
        if let Some(tree) = trees.get(text.value.as_str()) {
            return self.infer(tree, expected);
        }
        self.read(&text.value, expected)
    }

    /// Reads the expression at hand.
    pub(super) fn read(&mut self, text: &str, expected: Option<&Type>) -> Option<Typed> {
        match feel::parse_within(text, self.counts.limits()) {
            Ok(tree) => self.infer(&tree, expected),
            Err(errors) => {
                for error in errors {
                    let span = self.place(&error.range);
                    let mut found = Diagnostic::error(Code::InvalidExpression, span, error.message);
                    if let Some(help) = error.help {
                        found = found.help(help);
                    }
                    self.sink.push(found);
                }
                None
            }
        }
    }

    /// The typed term of a piece of syntax, within the limits of the rules.
    pub fn infer(&mut self, tree: &Expr, expected: Option<&Type>) -> Option<Typed> {
        let span = self.place(&tree.range);
        // Where nothing more is told of mistakes, nothing more is looked for.
        if self.sink.is_full() || !self.counts.take(1, span, self.sink) {
            return None;
        }
        let before = self.counts.parts();
        let found = self.inferred(tree, span, expected)?;
        // Some operators write a part of theirs several times.
        let counted = self.counts.parts().saturating_sub(before);
        let more = found.size.parts.saturating_sub(counted);
        if more > 0 && !self.counts.take(more, span, self.sink) {
            return None;
        }
        self.counts.bounded(found, self.sink)
    }

    /// The same expression once more.
    pub(super) fn copied(&mut self, found: &Typed) -> Option<Typed> {
        self.counts.take(found.size.parts, found.span, self.sink).then(|| found.clone())
    }

    fn inferred(&mut self, tree: &Expr, span: Span, expected: Option<&Type>) -> Option<Typed> {
        match &tree.kind {
            ExprKind::Number(text) => self.number(text, span),
            ExprKind::Boolean(value) => Some(Typed::new(Term::Boolean(*value), Type::Boolean, span)),
            ExprKind::Text(text) => Some(Typed::new(Term::Text(text.clone()), Type::Text, span)),
            ExprKind::Null => self.null(span),
            ExprKind::Name(name) => self.name(name, span, expected),
            ExprKind::Path(base, name) => self.path(base, name, span, expected),
            ExprKind::Duration(amount, unit) => self.duration(amount, *unit, span),
            ExprKind::At(text) => self.at(text, span),
            ExprKind::Negate(value) => self.negate(value, span),
            ExprKind::Binary(operator, left, right) => self.binary(*operator, left, right, span),
            ExprKind::Between { value, low, high } => {
                let low_end = self.compare(Comparison::AtLeast, value, low, span)?;
                let high_end = self.compare(Comparison::AtMost, value, high, span)?;
                Some(Typed::new(Term::And(vec![low_end, high_end]), Type::Boolean, span))
            }
            ExprKind::In(value, tests) => self.any_test(value, tests, span),
            ExprKind::If { condition, then, otherwise } => {
                let condition = self.condition_of(condition);
                let then = self.infer(then, expected);
                let otherwise = self.infer(otherwise, expected);
                self.choose(vec![(condition?, then?)], otherwise?, span)
            }
            ExprKind::Quantified { every, bindings, satisfies } => self.quantified(*every, bindings, satisfies, span),
            ExprKind::For { bindings, result } => self.for_each(bindings, result, span),
            ExprKind::Filter(list, condition) => self.filter(list, condition, span),
            ExprKind::List(items) => self.list_of(items, span, expected),
            ExprKind::Range(_) => self.fail(
                Diagnostic::error(Code::TypeMismatch, span, "a range is no value of its own")
                    .help("a range stands after `in`, such as `age in [3..7)`"),
            ),
            ExprKind::Call { function, arguments } => self.call(function, arguments, span),
        }
    }

    /// An expression that must be a condition.
    pub fn condition_of(&mut self, tree: &Expr) -> Option<Typed> {
        let found = self.infer(tree, None)?;
        self.as_condition(found)
    }

    /// What was found must be a condition.
    pub fn as_condition(&mut self, found: Typed) -> Option<Typed> {
        if found.r#type == Type::Boolean {
            return Some(found);
        }
        let message = format!("a condition is expected here, and this is {}", found.r#type);
        self.fail(
            Diagnostic::error(Code::TypeMismatch, found.span, message)
                .help("compare it with something, such as `age < 18` or `count(…) >= 1`"),
        )
    }

    fn number(&mut self, text: &str, span: Span) -> Option<Typed> {
        match Number::parse(text) {
            Some(value) => Some(Typed { literal: true, ..Typed::new(Term::Number(value), Type::bare(), span) }),
            None => self.fail(
                Diagnostic::error(Code::InvalidNumber, span, format!("`{text}` has too many digits"))
                    .help("a number has at most 38 digits"),
            ),
        }
    }

    fn null<T>(&mut self, span: Span) -> Option<T> {
        self.fail(
            Diagnostic::error(Code::InvalidExpression, span, "a rule cannot ask whether something is unknown").help(
                "compare with `none` to ask whether there is no such thing; what is unknown is asked by the engine",
            ),
        )
    }

    fn duration(&mut self, amount: &str, unit: DurationUnit, span: Span) -> Option<Typed> {
        let number = Number::parse(amount);
        let (number, kind) = match unit {
            DurationUnit::Days => (number, Type::Days),
            DurationUnit::Months => (number, Type::Months),
            DurationUnit::Years => (number.and_then(|years| years.checked_mul(Number::from(12))), Type::Months),
        };
        match number.filter(|number| number.is_integer()) {
            Some(number) => Some(Typed::new(Term::Number(number), kind, span)),
            None => self.fail(
                Diagnostic::error(Code::InvalidNumber, span, format!("`{amount}` is no whole number"))
                    .help("a duration is written in whole days, months or years"),
            ),
        }
    }

    /// `@"2026-01-01"` and `@"P6M"`.
    fn at(&mut self, text: &str, span: Span) -> Option<Typed> {
        if let Ok(date) = text.parse::<Date>() {
            return Some(Typed::new(Term::Date(date), Type::Date, span));
        }
        self.iso_duration(text, span)
    }

    /// A duration of ISO 8601 in whole years and months, or in whole days.
    pub fn iso_duration(&mut self, text: &str, span: Span) -> Option<Typed> {
        match parse_duration(text) {
            Some((number, kind)) => Some(Typed::new(Term::Number(number), kind, span)),
            None => self.fail(
                Diagnostic::error(
                    Code::InvalidValue,
                    span,
                    format!("`{text}` is neither a date nor a duration in whole days or months"),
                )
                .help("write `date(2026, 1, 1)`, `6 months` or `30 days`"),
            ),
        }
    }

    fn name(&mut self, name: &str, span: Span, expected: Option<&Type>) -> Option<Typed> {
        if let Some(Type::Choice(enumeration)) = expected
            && let Some(place) = self.symbols.choice(*enumeration, name)
        {
            return Some(Typed::new(Term::Choice(place), Type::Choice(*enumeration), span));
        }
        if let Some(found) = self.resolve(name, span) {
            return Some(found);
        }
        match expected {
            Some(Type::Choice(enumeration)) => self.unknown_value(*enumeration, name, span),
            _ => self.unknown_name(name, span),
        }
    }

    fn unknown_value<T>(&mut self, enumeration: usize, name: &str, span: Span) -> Option<T> {
        if self.symbols.refused.contains(name) || self.counts.is_spent {
            return None;
        }
        let known = self.symbols.enumerations.get(enumeration)?;
        let message = format!("`{}` is never `{name}`", known.fact);
        let help = did_you_mean(name, known.values.iter().map(String::as_str), "values");
        self.fail(Diagnostic::error(Code::UnknownValue, span, message).help(help))
    }

    /// Whether a name on its own would resolve; enumerated values do not.
    pub fn is_in_scope(&mut self, name: &str, span: Span) -> bool {
        self.resolve(name, span).is_some()
    }

    /// The dotted text of a path of plain names.
    fn dotted(tree: &Expr) -> Option<String> {
        match &tree.kind {
            ExprKind::Name(name) => Some(name.clone()),
            ExprKind::Path(base, name) => Some(format!("{}.{}", Self::dotted(base)?, name.text)),
            _ => None,
        }
    }

    fn path(&mut self, base: &Expr, name: &Name, span: Span, expected: Option<&Type>) -> Option<Typed> {
        if let Some(dotted) = Self::dotted(base).map(|base| format!("{base}.{}", name.text)) {
            if expected == Some(&Type::Measure) {
                return self.measure_name(&dotted, span);
            }
            if let Some(found) = self.parameter(&dotted, span) {
                return Some(found);
            }
            if let ExprKind::Name(first) = &base.kind
                && !self.is_in_scope(first, span)
                && self.symbols.parameter_names.keys().any(|known| known.split('.').next() == Some(first.as_str()))
            {
                let known: Vec<&str> = self.symbols.parameter_names.keys().map(String::as_str).collect();
                let help = did_you_mean(&dotted, known, "parameters");
                let message = format!("there is no parameter `{dotted}`");
                return self.fail(Diagnostic::error(Code::UnknownName, span, message).help(help));
            }
        }
        let base = self.infer(base, None)?;
        self.step(base, name, span)
    }

    fn measure_name(&mut self, dotted: &str, span: Span) -> Option<Typed> {
        if let Some(place) = self.symbols.measure(dotted) {
            Some(Typed::new(Term::Measure(place), Type::Measure, span))
        } else {
            let help = did_you_mean(dotted, self.symbols.measures.iter().map(String::as_str), "measures");
            let message = format!("there is no measure `{dotted}`");
            self.fail(Diagnostic::error(Code::UnknownMeasure, span, message).help(help))
        }
    }

    /// One step of a path.
    fn step(&mut self, base: Typed, name: &Name, span: Span) -> Option<Typed> {
        let place = self.place(&name.range);
        match (&base.r#type, &base.term) {
            (Type::Date, _) => self.date_part(base, &name.text, span, place),
            (Type::Member, Term::Member(item)) => {
                let item = *item;
                self.of_member(item, &name.text, span, place)
            }
            (Type::Record(list), Term::Member(Item::Bound(binding))) => {
                let (list, binding) = (*list, *binding);
                if name.text == "owner"
                    && let Some(item) = self.record_owner(list, binding)
                {
                    return Some(Typed::new(Term::Member(item), Type::Member, span));
                }
                let found = self.of_item(Entity::Record(list), Item::Bound(binding), &name.text, span);
                found.or_else(|| self.unknown_part(Entity::Record(list), &name.text, place))
            }
            (Type::List(_), _) => self.path_over(&base, &name.text, span, place),
            (kind, _) => {
                let message = format!("`{}` cannot be read from {kind}", name.text);
                self.fail(Diagnostic::error(Code::TypeMismatch, place, message))
            }
        }
    }

    /// A fact, definition or record list of one member.
    pub fn of_member(&mut self, item: Item, name: &str, span: Span, place: Span) -> Option<Typed> {
        if let Some(found) = self.of_item(Entity::Member, item, name, span) {
            return Some(found);
        }
        if let Some(list) = self.symbols.list_names.get(name)
            && list.owned
        {
            let kind = Type::List(Box::new(Type::Record(list.id)));
            let records = List::Records(list.clone(), super::term::Owner::Of(item));
            return Some(Typed::new(Term::List(Box::new(records)), kind, span));
        }
        self.unknown_part(Entity::Member, name, place)
    }

    /// Reports a name that an entity does not have.
    pub fn unknown_part<T>(&mut self, entity: Entity, name: &str, place: Span) -> Option<T> {
        if self.symbols.refused.contains(name) {
            return None;
        }
        let whose = match entity {
            Entity::Family => "the family".to_owned(),
            Entity::Member => "a member".to_owned(),
            Entity::Record(list) => {
                let name = self.symbols.lists.get(list).map_or("", |list| list.name.as_str());
                format!("a record of `{name}`")
            }
        };
        let help = did_you_mean(name, self.names_of(entity), "names");
        let message = format!("{whose} has no `{name}`");
        self.fail(Diagnostic::error(Code::UnknownName, place, message).help(help))
    }

    fn date_part(&mut self, base: Typed, name: &str, span: Span, place: Span) -> Option<Typed> {
        let (operation, unit) = match name {
            "year" => (Operation::Year, "year"),
            "month" => (Operation::Month, "month"),
            "day" => (Operation::Day, "day"),
            _ => {
                let message = format!("a date has no `{name}`");
                let help = did_you_mean(name, ["year", "month", "day"], "parts of a date");
                return self.fail(Diagnostic::error(Code::UnknownName, place, message).help(help));
            }
        };
        let unit = unit.parse().unwrap_or(Unit::ONE);
        Some(Typed::new(Term::Operation(operation, vec![base]), Type::Number(unit), span))
    }

    fn negate(&mut self, value: &Expr, span: Span) -> Option<Typed> {
        let value = self.infer(value, None)?;
        match value.r#type {
            Type::Number(_) | Type::Months | Type::Days => {
                let (kind, literal) = (value.r#type.clone(), value.literal);
                Some(Typed { literal, ..Typed::new(Term::Operation(Operation::Negate, vec![value]), kind, span) })
            }
            _ => {
                let message = format!("{} has no opposite", value.r#type);
                self.fail(Diagnostic::error(Code::TypeMismatch, span, message))
            }
        }
    }

    fn binary(&mut self, operator: Operator, left: &Expr, right: &Expr, span: Span) -> Option<Typed> {
        match operator {
            Operator::And | Operator::Or => {
                let mut parts = Vec::new();
                let whole = self.chain(operator, left, &mut parts) & self.chain(operator, right, &mut parts);
                if parts.len() > 2 {
                    self.long_chain(operator, span);
                }
                let term = if operator == Operator::And { Term::And(parts) } else { Term::Or(parts) };
                whole.then(|| Typed::new(term, Type::Boolean, span))
            }
            Operator::Equal => self.compare(Comparison::Equal, left, right, span),
            Operator::NotEqual => self.compare(Comparison::NotEqual, left, right, span),
            Operator::Less => self.compare(Comparison::Less, left, right, span),
            Operator::LessOrEqual => self.compare(Comparison::AtMost, left, right, span),
            Operator::Greater => self.compare(Comparison::Greater, left, right, span),
            Operator::GreaterOrEqual => self.compare(Comparison::AtLeast, left, right, span),
            Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide | Operator::Power => {
                let (left, right) = (self.infer(left, None), self.infer(right, None));
                self.arithmetic(operator, left?, right?, span)
            }
        }
    }

    /// A long chain in one string is asked to become a list that can be explained part by part.
    fn long_chain(&mut self, operator: Operator, span: Span) {
        let (word, form) = if operator == Operator::And { ("and", "all") } else { ("or", "any") };
        let message = format!("more than two conditions are joined by `{word}` in one string");
        let help = format!("write them as `{{ \"{form}\": [ … ] }}`, so that each can be explained and cited");
        self.sink.push(Diagnostic::warning(Code::LongChain, span, message).help(help));
    }

    /// The parts of a chain of one operator, side by side.
    fn chain(&mut self, operator: Operator, tree: &Expr, parts: &mut Vec<Typed>) -> bool {
        if let ExprKind::Binary(inner, left, right) = &tree.kind
            && *inner == operator
        {
            return self.chain(operator, left, parts) & self.chain(operator, right, parts);
        }
        match self.condition_of(tree) {
            Some(part) => {
                parts.push(part);
                true
            }
            None => false,
        }
    }

    /// A quantifier or `for` binds a name to the items of a list; the list may be of values.
    pub fn subject_of(&mut self, list: &Typed) -> Option<(List, Subject)> {
        let Term::List(items) = &list.term else {
            let message = format!("a list is expected here, and this is {}", list.r#type);
            return self.fail(
                Diagnostic::error(Code::TypeMismatch, list.span, message)
                    .help("such as `members` or `members[age < 18]`"),
            );
        };
        let subject = match list.r#type.item() {
            Some(Type::Member) => Subject::Member,
            Some(Type::Record(id)) => Subject::Record(*id),
            Some(kind) => Subject::Value(kind.clone()),
            None => return None,
        };
        Some((items.as_ref().clone(), subject))
    }
}

/// A duration of ISO 8601 (`P1Y6M`, `P30D`), with an optional sign.
fn parse_duration(text: &str) -> Option<(Number, Type)> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1_i64, rest),
        None => (1, text),
    };
    let mut rest = rest.strip_prefix('P').filter(|rest| !rest.is_empty())?;
    let mut take = |letter: char| -> Option<Option<i64>> {
        match rest.split_once(letter) {
            Some((digits, after)) => {
                rest = after;
                let written = digits.chars().all(|digit| digit.is_ascii_digit());
                digits.parse::<i64>().ok().filter(|_| written).map(Some)
            }
            None => Some(None),
        }
    };
    let (years, months, days) = (take('Y')?, take('M')?, take('D')?);
    if !rest.is_empty() {
        return None;
    }
    let (amount, kind) = match (years, months, days) {
        (None, None, Some(days)) => (days, Type::Days),
        (years, months, None) => {
            let months = years.unwrap_or(0).checked_mul(12)?.checked_add(months.unwrap_or(0))?;
            (months, Type::Months)
        }
        _ => return None,
    };
    Some((Number::from(amount.checked_mul(sign)?), kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_whole_months_or_whole_days() {
        assert_eq!(parse_duration("P1Y6M").map(|found| found.0), Some(Number::from(18)));
        assert_eq!(parse_duration("-P30D").map(|found| found.0), Some(Number::from(-30)));
        for text in ["P1M2D", "P", "PT5H", "P1DT2H", "P+1Y", "P-1Y", "P1.5Y", "1Y", "P1Y "] {
            assert!(parse_duration(text).is_none(), "{text}");
        }
    }
}
