//! Comparison, membership and arithmetic, with their types and units.

use super::{
    constant::constant,
    kind::Type,
    scope::Checker,
    term::{Comparison, Item, List, Operation, Term, Typed},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    feel::{Expr, ExprKind, Operator, RangeExpr, Test},
    source::Span,
    value::{Number, Rounding, RoundingMode, Unit},
};

impl Checker<'_> {
    /// Two values in an order.
    pub fn compare(&mut self, order: Comparison, left: &Expr, right: &Expr, span: Span) -> Option<Typed> {
        if is_none(right) || is_none(left) {
            let value = if is_none(right) { left } else { right };
            return self.compare_none(order, value, span);
        }
        let (left, right) = self.both(left, right)?;
        self.compared(order, left, right, span)
    }

    /// Infers both sides; the side that has a type of its own goes first, so that bare values find their enumeration.
    fn both(&mut self, left: &Expr, right: &Expr) -> Option<(Typed, Typed)> {
        if self.is_bare_value(left) {
            let right = self.infer(right, None)?;
            let left = self.infer(left, Some(&right.r#type))?;
            return Some((left, right));
        }
        let left = self.infer(left, None);
        let expected = left.as_ref().map(|left| left.r#type.clone());
        // Without a type on the left a bare value on the right would be called unknown: one mistake, one report.
        if left.is_none() && self.is_bare_value(right) {
            return None;
        }
        let right = self.infer(right, expected.as_ref());
        Some((left?, right?))
    }

    /// A name that nobody knows on its own: it may be an enumerated value.
    fn is_bare_value(&mut self, tree: &Expr) -> bool {
        let span = self.place(&tree.range);
        match &tree.kind {
            ExprKind::Name(name) => !self.is_in_scope(name, span),
            ExprKind::Path(base, _) => match &base.kind {
                ExprKind::Name(name) => {
                    let first = name.clone();
                    !self.is_in_scope(&first, span)
                        && self.symbols.measures.iter().any(|measure| measure.split('.').next() == Some(first.as_str()))
                        && !self
                            .symbols
                            .parameter_names
                            .keys()
                            .any(|known| known.split('.').next() == Some(first.as_str()))
                }
                _ => false,
            },
            _ => false,
        }
    }

    fn compare_none(&mut self, order: Comparison, value: &Expr, span: Span) -> Option<Typed> {
        let place = self.place(&value.range);
        let value = self.infer(value, None)?;
        // An enumeration may list `none` as a value like any other.
        if let Type::Choice(enumeration) = value.r#type
            && let Some(none) = self.symbols.choice(enumeration, "none")
        {
            let none = Typed::new(Term::Choice(none), value.r#type.clone(), span);
            return self.compared(order, value, none, span);
        }
        if !value.may_be_none() {
            return self.fail(
                Diagnostic::error(
                    Code::TypeMismatch,
                    place,
                    "this is always there, so comparing it with `none` decides nothing",
                )
                .help("only a fact with `\"optional\": true` and what is computed from it can be `none`"),
            );
        }
        let is_none = Typed::new(Term::IsNone(Box::new(value)), Type::Boolean, span);
        match order {
            Comparison::Equal => Some(is_none),
            Comparison::NotEqual => Some(Typed::new(Term::Not(Box::new(is_none)), Type::Boolean, span)),
            _ => self.fail(
                Diagnostic::error(Code::TypeMismatch, span, "`none` is neither more nor less than anything")
                    .help("write `= none` or `!= none`"),
            ),
        }
    }

    /// Two typed values in an order.
    pub fn compared(&mut self, order: Comparison, left: Typed, right: Typed, span: Span) -> Option<Typed> {
        if let (Term::Member(a), Term::Member(b)) = (&left.term, &right.term)
            && left.r#type == Type::Member
            && right.r#type == Type::Member
        {
            return self.same_member(order, *a, *b, span);
        }
        if let (Term::Text(a), Term::Text(b)) = (&left.term, &right.term) {
            let holds = order.holds(a.cmp(b));
            return Some(Typed::new(Term::Boolean(holds), Type::Boolean, span));
        }
        let unordered = |kind: &Type| matches!(kind, Type::Choice(_) | Type::Measure | Type::Boolean | Type::Text);
        let equality = matches!(order, Comparison::Equal | Comparison::NotEqual);
        if unordered(&left.r#type) && !equality {
            let message = format!("{} is neither more nor less than another", left.r#type);
            return self.fail(Diagnostic::error(Code::TypeMismatch, span, message).help("write `=` or `!=`"));
        }
        self.unify(&left, &right, span)?;
        if matches!(left.r#type, Type::List(_) | Type::Record(_) | Type::Member) {
            let message = format!("{} cannot be compared whole", left.r#type);
            let help = "count its items, or ask `some x in list satisfies …`, or write `x in list`";
            return self.fail(Diagnostic::error(Code::TypeMismatch, span, message).help(help));
        }
        let term = match (&left.r#type, &left.term, &right.term) {
            (Type::Choice(_), _, Term::Choice(place)) if order == Comparison::Equal => {
                Term::OneOf(Box::new(left.clone()), vec![*place])
            }
            _ => Term::Compare(order, Box::new(left), Box::new(right)),
        };
        Some(Typed::new(term, Type::Boolean, span))
    }

    fn same_member(&mut self, order: Comparison, left: Item, right: Item, span: Span) -> Option<Typed> {
        let same = Term::Compare(
            Comparison::Equal,
            Box::new(Typed::new(Term::Member(left), Type::Member, span)),
            Box::new(Typed::new(Term::Member(right), Type::Member, span)),
        );
        let same = Typed::new(same, Type::Boolean, span);
        match order {
            Comparison::Equal => Some(same),
            Comparison::NotEqual => Some(Typed::new(Term::Not(Box::new(same)), Type::Boolean, span)),
            _ => self.fail(
                Diagnostic::error(Code::TypeMismatch, span, "a member is neither more nor less than another")
                    .help("compare their facts, such as `a.birth_date < b.birth_date`"),
            ),
        }
    }

    /// The common type of two values that stand side by side; a bare number takes the unit of the other.
    pub fn unify(&mut self, left: &Typed, right: &Typed, span: Span) -> Option<Type> {
        if left.r#type == right.r#type {
            return Some(left.r#type.clone());
        }
        if let (Type::Number(a), Type::Number(b)) = (&left.r#type, &right.r#type) {
            if right.literal && takes_unit(right, a) {
                return Some(left.r#type.clone());
            }
            if left.literal && takes_unit(left, b) {
                return Some(right.r#type.clone());
            }
            let money = (right.literal && a.is_money()) || (left.literal && b.is_money());
            let message = format!("{} stands beside {}", left.r#type, right.r#type);
            let help = if money {
                "an amount of money is law: write it as a parameter with its dates and source, not as a bare number"
            } else {
                "bring both to one unit; a definition may say which unit its number has"
            };
            return self.fail(Diagnostic::error(Code::UnitMismatch, span, message).help(help));
        }
        let message = format!("{} stands beside {}", left.r#type, right.r#type);
        let help = match (&left.r#type, &right.r#type) {
            (Type::Date, Type::Number(_)) | (Type::Number(_), Type::Date) => "a day is written `date(2026, 1, 1)`",
            (Type::Months | Type::Days, Type::Number(unit)) | (Type::Number(unit), Type::Months | Type::Days)
                if !unit.is_one() =>
            {
                "an age is a plain number of years: write `18`, not `18 years`; for months compare dates, such as `on < birth_date + 18 months`"
            }
            (Type::Months | Type::Days, Type::Number(_)) | (Type::Number(_), Type::Months | Type::Days) => {
                "a duration is written `6 months`, `30 days` or `5 years`"
            }
            (Type::List(_), Type::List(_)) => "lists cannot take one another's place here",
            (Type::List(_), Type::Number(_)) | (Type::Number(_), Type::List(_)) => {
                "make one number of the list by `sum`, `count`, `min` or `max`, or ask `some x in list satisfies …`"
            }
            (Type::List(_), _) | (_, Type::List(_)) => "ask `some x in list satisfies …`, or write `x in list`",
            (Type::Choice(_), Type::Text) | (Type::Text, Type::Choice(_)) => "a named value is written without quotes",
            (Type::Boolean, _) | (_, Type::Boolean) => "a condition stands alone, or as `not(…)`: it is true or false",
            _ => "only values of one type can be compared or take one another's place",
        };
        self.fail(Diagnostic::error(Code::TypeMismatch, span, message).help(help))
    }

    /// `value in (a, b)`, `value in [1..5]`, `member in list`.
    pub fn any_test(&mut self, value: &Expr, tests: &[Test], span: Span) -> Option<Typed> {
        if let [Test::Value(list)] = tests
            && !self.is_bare_value(list)
            && let ExprKind::Name(_) | ExprKind::Path(..) | ExprKind::Filter(..) | ExprKind::Call { .. } = &list.kind
        {
            let found = self.infer(value, None)?;
            let list = self.infer(list, Some(&found.r#type))?;
            if let Term::List(items) = list.term {
                return self.in_list(found, *items, list.r#type.item().cloned(), span);
            }
            return self.compared(Comparison::Equal, found, list, span);
        }
        let found = self.infer(value, None)?;
        if let Choices::Places(places) = self.choices(&found, tests) {
            return Some(Typed::new(Term::OneOf(Box::new(found), places), Type::Boolean, span));
        }
        let mut parts = Vec::new();
        let mut whole = true;
        for test in tests {
            match self.test(&found, test, span) {
                Some(part) => parts.push(part),
                None => whole = false,
            }
        }
        whole.then(|| Typed::new(Term::Or(parts), Type::Boolean, span))
    }

    /// A list of enumerated values, each of which is known.
    fn choices(&mut self, value: &Typed, tests: &[Test]) -> Choices {
        let Type::Choice(enumeration) = value.r#type else { return Choices::Other };
        let mut places = Vec::new();
        for test in tests {
            let Test::Value(tree) = test else { return Choices::Other };
            let items =
                if let ExprKind::List(items) = &tree.kind { items.as_slice() } else { std::slice::from_ref(tree) };
            for item in items {
                let ExprKind::Name(name) = &item.kind else { return Choices::Other };
                let Some(place) = self.symbols.choice(enumeration, name) else { return Choices::Other };
                places.push(place);
            }
        }
        places.sort_unstable();
        places.dedup();
        Choices::Places(places)
    }

    fn test(&mut self, value: &Typed, test: &Test, span: Span) -> Option<Typed> {
        match test {
            Test::Compare(operator, tree) => {
                let other = self.infer(tree, Some(&value.r#type))?;
                let order = match operator {
                    Operator::Less => Comparison::Less,
                    Operator::LessOrEqual => Comparison::AtMost,
                    Operator::Greater => Comparison::Greater,
                    Operator::GreaterOrEqual => Comparison::AtLeast,
                    Operator::NotEqual => Comparison::NotEqual,
                    _ => Comparison::Equal,
                };
                let value = self.copied(value)?;
                self.compared(order, value, other, span)
            }
            Test::Range(range) => self.in_range(value, range, span),
            Test::Not(tests) => {
                let mut parts = Vec::new();
                for test in tests {
                    parts.push(self.test(value, test, span)?);
                }
                let any = Typed::new(Term::Or(parts), Type::Boolean, span);
                Some(Typed::new(Term::Not(Box::new(any)), Type::Boolean, span))
            }
            Test::Value(tree) => match &tree.kind {
                ExprKind::Range(range) => self.in_range(value, range, span),
                ExprKind::List(items) => {
                    let mut parts = Vec::new();
                    for item in items {
                        parts.push(self.test(value, &Test::Value(item.clone()), span)?);
                    }
                    Some(Typed::new(Term::Or(parts), Type::Boolean, span))
                }
                _ => {
                    let other = self.infer(tree, Some(&value.r#type))?;
                    if let Term::List(items) = other.term {
                        let value = self.copied(value)?;
                        return self.in_list(value, *items, other.r#type.item().cloned(), span);
                    }
                    let value = self.copied(value)?;
                    self.compared(Comparison::Equal, value, other, span)
                }
            },
        }
    }

    fn in_range(&mut self, value: &Typed, range: &RangeExpr, span: Span) -> Option<Typed> {
        let mut parts = Vec::new();
        if let Some(low) = &range.low {
            let order = if range.low_closed { Comparison::AtLeast } else { Comparison::Greater };
            let low = self.infer(low, None)?;
            let value = self.copied(value)?;
            parts.push(self.compared(order, value, low, span)?);
        }
        if let Some(high) = &range.high {
            let order = if range.high_closed { Comparison::AtMost } else { Comparison::Less };
            let high = self.infer(high, None)?;
            let value = self.copied(value)?;
            parts.push(self.compared(order, value, high, span)?);
        }
        Some(Typed::new(Term::And(parts), Type::Boolean, span))
    }

    /// `member in list`, or a value among the values of a list.
    fn in_list(&mut self, value: Typed, list: List, item: Option<Type>, span: Span) -> Option<Typed> {
        if let (Term::Member(member), Some(Type::Member)) = (&value.term, &item)
            && value.r#type == Type::Member
        {
            return Some(Typed::new(Term::MemberIn(*member, Box::new(list)), Type::Boolean, span));
        }
        if let List::Literal(values) = list {
            let mut parts = Vec::new();
            for one in values {
                let (one_value, value) = (self.copied(&one.value)?, self.copied(&value)?);
                let same = self.compared(Comparison::Equal, one_value, value, span)?;
                parts.push(one.there(same));
            }
            return Some(Typed::new(Term::Or(parts), Type::Boolean, span));
        }
        let item = item?;
        let binding = self.bind("item", super::scope::Subject::Value(item.clone()), false);
        let each = Typed::new(Term::Value(binding), item, span);
        let same = self.compared(Comparison::Equal, each, value, span);
        self.unbind();
        let term = Term::Quantified { every: false, list: Box::new(list), binding, satisfies: Box::new(same?) };
        Some(Typed::new(term, Type::Boolean, span))
    }

    /// Arithmetic on numbers, dates and durations.
    pub fn arithmetic(&mut self, operator: Operator, left: Typed, right: Typed, span: Span) -> Option<Typed> {
        let numbers = matches!((&left.r#type, &right.r#type), (Type::Number(_), Type::Number(_)));
        match operator {
            Operator::Add | Operator::Subtract if numbers => self.sum(operator, left, right, span),
            Operator::Multiply | Operator::Divide if numbers => Some(product(operator, left, right, span)),
            Operator::Power if numbers => self.power(left, &right, span),
            Operator::Multiply | Operator::Divide => self.scaled(operator, left, right, span),
            Operator::Add | Operator::Subtract => self.moved(operator, left, right, span),
            _ => self.no_arithmetic(&left, &right, span),
        }
    }

    fn no_arithmetic<T>(&mut self, left: &Typed, right: &Typed, span: Span) -> Option<T> {
        let message = format!("there is no such arithmetic between {} and {}", left.r#type, right.r#type);
        let help = "numbers add, subtract, multiply and divide; a date takes a duration such as `6 months`, and a duration is multiplied or divided by a plain number";
        self.fail(Diagnostic::error(Code::TypeMismatch, span, message).help(help))
    }

    fn sum(&mut self, operator: Operator, left: Typed, right: Typed, span: Span) -> Option<Typed> {
        let kind = self.unify(&left, &right, span)?;
        let literal = left.literal && right.literal;
        let operation = if operator == Operator::Add { Operation::Add } else { Operation::Subtract };
        Some(Typed { literal, ..Typed::new(Term::Operation(operation, vec![left, right]), kind, span) })
    }

    fn power(&mut self, base: Typed, exponent: &Typed, span: Span) -> Option<Typed> {
        let whole = constant(exponent).filter(|_| exponent.literal).and_then(Number::to_i64);
        let whole = whole.and_then(|whole| i32::try_from(whole).ok());
        let Some(whole) = whole.filter(|whole| (-64..=64).contains(whole)) else {
            return self.fail(
                Diagnostic::error(
                    Code::TypeMismatch,
                    exponent.span,
                    "an exponent is a whole number from -64 to 64, written out",
                )
                .help("other powers have no exact value"),
            );
        };
        let Type::Number(unit) = &base.r#type else { return None };
        let kind = Type::Number(unit.power(whole));
        let exponent = Typed::new(Term::Number(Number::from(whole)), Type::bare(), span);
        let literal = base.literal;
        Some(Typed { literal, ..Typed::new(Term::Operation(Operation::Power, vec![base, exponent]), kind, span) })
    }

    /// Durations multiplied or divided by a number without unit, and how often one duration goes into another.
    ///
    /// Of months only whole ones count, as in FEEL: what is left of one is cut off towards zero. A
    /// part of a day stays.
    fn scaled(&mut self, operator: Operator, left: Typed, right: Typed, span: Span) -> Option<Typed> {
        let bare = Type::bare();
        let (operation, kind) = match (&left.r#type, &right.r#type, operator) {
            (Type::Months | Type::Days, number, _) if *number == bare => (operator, left.r#type.clone()),
            (number, Type::Months | Type::Days, Operator::Multiply) if *number == bare => {
                (operator, right.r#type.clone())
            }
            (Type::Months, Type::Months, Operator::Divide) | (Type::Days, Type::Days, Operator::Divide) => {
                (operator, bare)
            }
            _ => return self.no_arithmetic(&left, &right, span),
        };
        let operation = if operation == Operator::Multiply { Operation::Multiply } else { Operation::Divide };
        let found = Typed::new(Term::Operation(operation, vec![left, right]), kind.clone(), span);
        if kind != Type::Months {
            return Some(found);
        }
        let whole = Rounding { step: Number::ONE, mode: RoundingMode::Down };
        Some(Typed::new(Term::Operation(Operation::Round(whole), vec![found]), kind, span))
    }

    /// Dates and durations.
    fn moved(&mut self, operator: Operator, left: Typed, right: Typed, span: Span) -> Option<Typed> {
        let add = operator == Operator::Add;
        let (operation, kind, swap) = match (&left.r#type, &right.r#type, add) {
            (Type::Date, Type::Months, true) => (Operation::AddMonths, Type::Date, false),
            (Type::Date, Type::Days, true) => (Operation::AddDays, Type::Date, false),
            (Type::Months, Type::Date, true) => (Operation::AddMonths, Type::Date, true),
            (Type::Days, Type::Date, true) => (Operation::AddDays, Type::Date, true),
            (Type::Date, Type::Months, false) => (Operation::SubtractMonths, Type::Date, false),
            (Type::Date, Type::Days, false) => (Operation::SubtractDays, Type::Date, false),
            (Type::Date, Type::Date, false) => (Operation::DaysBetween, Type::Days, false),
            (Type::Months, Type::Months, true) => (Operation::Add, Type::Months, false),
            (Type::Months, Type::Months, false) => (Operation::Subtract, Type::Months, false),
            (Type::Days, Type::Days, true) => (Operation::Add, Type::Days, false),
            (Type::Days, Type::Days, false) => (Operation::Subtract, Type::Days, false),
            _ => return self.no_arithmetic(&left, &right, span),
        };
        let parts = if swap { vec![right, left] } else { vec![left, right] };
        Some(Typed::new(Term::Operation(operation, parts), kind, span))
    }

    /// Branches of one value; a bare number takes the unit of the others.
    pub fn choose(&mut self, branches: Vec<(Typed, Typed)>, otherwise: Typed, span: Span) -> Option<Typed> {
        let mut kind = otherwise.r#type.clone();
        let mut literal = otherwise.literal;
        let mut witness = otherwise.clone();
        for (_, value) in &branches {
            kind = self.unify(&witness, value, value.span)?;
            if literal && !value.literal {
                witness = value.clone();
                literal = false;
            }
        }
        if let Type::List(item) = &kind
            && matches!(item.as_ref(), Type::Member | Type::Record(_))
        {
            return Some(Typed::new(Term::List(Box::new(choose_list(&branches, &otherwise)?)), kind, span));
        }
        if matches!(kind, Type::List(_) | Type::Member | Type::Record(_)) {
            return self.fail(
                Diagnostic::error(
                    Code::TypeMismatch,
                    span,
                    "a choice gives a condition, one value, or a list of members or records",
                )
                .help("choose the value of each item inside the list instead"),
            );
        }
        Some(Typed { literal, ..Typed::new(Term::Choose(branches, Box::new(otherwise)), kind, span) })
    }
}

/// The lists of the branches.
fn choose_list(branches: &[(Typed, Typed)], otherwise: &Typed) -> Option<List> {
    let list = |value: &Typed| match &value.term {
        Term::List(list) => Some(list.as_ref().clone()),
        _ => None,
    };
    let branches = branches.iter().map(|(when, value)| Some((when.clone(), list(value)?)));
    Some(List::Choose(branches.collect::<Option<_>>()?, Box::new(list(otherwise)?)))
}

/// What stands after `in` beside an enumerated fact.
enum Choices {
    /// Named values, by their places.
    Places(Vec<u8>),
    /// Something else; its parts are tested one by one, and reported where they are wrong.
    Other,
}

/// A product or quotient; a bare number keeps the unit of the other.
fn product(operator: Operator, left: Typed, right: Typed, span: Span) -> Typed {
    let (Type::Number(a), Type::Number(b)) = (&left.r#type, &right.r#type) else { return left };
    let (operation, unit) = match operator {
        Operator::Multiply => (Operation::Multiply, a.times(b)),
        _ => (Operation::Divide, a.over(b)),
    };
    let literal = left.literal && right.literal;
    Typed { literal, ..Typed::new(Term::Operation(operation, vec![left, right]), Type::Number(unit), span) }
}

/// Whether a bare number may take a unit: any but money, of which only nothing may be written bare.
fn takes_unit(literal: &Typed, unit: &Unit) -> bool {
    let mut term = &literal.term;
    while let Term::Labelled(_, inner) = term {
        term = &inner.term;
    }
    !unit.is_money() || matches!(term, Term::Number(number) if number.is_zero())
}

/// The word `none`.
pub(super) fn is_none(tree: &Expr) -> bool {
    matches!(&tree.kind, ExprKind::Name(name) if name == "none")
}
