//! The canonical text of an expression, with no more parentheses than it needs.
//!
//! It reads back as an equal tree, so it can stand for the expression in a digest and in an explanation.

use std::fmt::{self, Display, Formatter, Write as _};

use super::tree::{Argument, Expr, ExprKind, Level, Name, Operator, RangeExpr, Test};

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ExprKind::Number(text) | ExprKind::Name(text) => f.write_str(text),
            ExprKind::Text(text) => quoted(f, text),
            ExprKind::Boolean(value) => write!(f, "{value}"),
            ExprKind::Null => f.write_str("null"),
            ExprKind::Duration(count, unit) => write!(f, "{count} {}", unit.word_after(count)),
            ExprKind::At(text) => {
                f.write_char('@')?;
                quoted(f, text)
            }
            ExprKind::Path(base, name) => {
                write!(f, "{}.{}", Within(base, Level::Postfix), name.text)
            }
            ExprKind::Negate(operand) => write!(f, "-{}", Within(operand, Level::Negation)),
            ExprKind::Binary(operator, left, right) => binary(f, *operator, left, right),
            ExprKind::Between { value, low, high } => {
                let [value, low, high] = [value, low, high].map(|part| Within(part, Level::Sum));
                write!(f, "{value} between {low} and {high}")
            }
            ExprKind::In(value, tests) => {
                write!(f, "{} in ", Within(value, Level::Sum))?;
                membership(f, tests)
            }
            ExprKind::If { condition, then, otherwise } => write!(f, "if {condition} then {then} else {otherwise}"),
            ExprKind::Quantified { every, bindings, satisfies } => {
                f.write_str(if *every { "every " } else { "some " })?;
                listed(f, bindings, binding)?;
                write!(f, " satisfies {satisfies}")
            }
            ExprKind::For { bindings, result } => {
                f.write_str("for ")?;
                listed(f, bindings, binding)?;
                write!(f, " return {result}")
            }
            ExprKind::Filter(list, condition) => {
                write!(f, "{}[{condition}]", Within(list, Level::Postfix))
            }
            ExprKind::List(items) => {
                f.write_char('[')?;
                listed(f, items, |f, item| write!(f, "{item}"))?;
                f.write_char(']')
            }
            ExprKind::Range(range) => write!(f, "{range}"),
            ExprKind::Call { function, arguments } => {
                write!(f, "{}(", function.text)?;
                listed(f, arguments, argument)?;
                f.write_char(')')
            }
        }
    }
}

impl Display for RangeExpr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_char(if self.low_closed { '[' } else { '(' })?;
        if let Some(low) = &self.low {
            write!(f, "{low}")?;
        }
        f.write_str("..")?;
        if let Some(high) = &self.high {
            write!(f, "{high}")?;
        }
        f.write_char(if self.high_closed { ']' } else { ')' })
    }
}

impl Display for Test {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Compare(operator, expr) => {
                write!(f, "{} {}", operator.symbol(), Within(expr, Level::Sum))
            }
            // A value that begins with `not(` would be read as the test of that name.
            Self::Value(expr) if begins_with_not(expr) => write!(f, "({expr})"),
            Self::Value(expr) => write!(f, "{expr}"),
            Self::Range(range) => write!(f, "{range}"),
            Self::Not(tests) => {
                f.write_str("not")?;
                parenthesised(f, tests)
            }
        }
    }
}

/// An expression where only forms that bind at least so tightly stand without parentheses.
struct Within<'e>(&'e Expr, Level);

impl Display for Within<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(expr, least) = self;
        if level(expr) < *least { write!(f, "({expr})") } else { write!(f, "{expr}") }
    }
}

fn level(expr: &Expr) -> Level {
    match &expr.kind {
        ExprKind::If { .. } | ExprKind::Quantified { .. } | ExprKind::For { .. } => Level::Control,
        ExprKind::Binary(operator, ..) => operator.level(),
        ExprKind::Between { .. } | ExprKind::In(..) => Level::Comparison,
        ExprKind::Negate(_) => Level::Negation,
        _ => Level::Postfix,
    }
}

/// Operators are left associative, and comparisons do not chain at all.
fn binary(f: &mut Formatter<'_>, operator: Operator, left: &Expr, right: &Expr) -> fmt::Result {
    let level = operator.level();
    let left_level = if operator.is_comparison() { level.tighter() } else { level };
    let left = Within(left, left_level);
    let right = Within(right, level.tighter());
    write!(f, "{left} {} {right}", operator.symbol())
}

fn membership(f: &mut Formatter<'_>, tests: &[Test]) -> fmt::Result {
    match tests {
        [Test::Range(range)] if !opens_like_tests(range) => write!(f, "{range}"),
        [Test::Value(value)] if is_dotted_name(value) => write!(f, "{value}"),
        _ => parenthesised(f, tests),
    }
}

fn parenthesised(f: &mut Formatter<'_>, tests: &[Test]) -> fmt::Result {
    f.write_char('(')?;
    listed(f, tests, |f, test| write!(f, "{test}"))?;
    f.write_char(')')
}

/// Whether the text of a range begins with `(not(`, which after `in` would be read as a list of tests.
fn opens_like_tests(range: &RangeExpr) -> bool {
    !range.low_closed && range.low.as_ref().is_some_and(begins_with_not)
}

/// Whether an expression is `a` or `a.b.c`.
fn is_dotted_name(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Name(_) => true,
        ExprKind::Path(base, _) => is_dotted_name(base),
        _ => false,
    }
}

/// Whether the text of an expression begins with `not(`.
fn begins_with_not(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Call { function, .. } => function.text == "not",
        ExprKind::Path(left, _)
        | ExprKind::Filter(left, _)
        | ExprKind::Binary(_, left, _)
        | ExprKind::Between { value: left, .. }
        | ExprKind::In(left, _) => begins_with_not(left),
        _ => false,
    }
}

fn binding(f: &mut Formatter<'_>, (name, list): &(Name, Expr)) -> fmt::Result {
    write!(f, "{} in {list}", name.text)
}

fn argument(f: &mut Formatter<'_>, argument: &Argument) -> fmt::Result {
    if let Some(name) = &argument.name {
        write!(f, "{}: ", name.text)?;
    }
    write!(f, "{}", argument.value)
}

fn listed<T>(f: &mut Formatter<'_>, items: &[T], each: impl Fn(&mut Formatter<'_>, &T) -> fmt::Result) -> fmt::Result {
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            f.write_str(", ")?;
        }
        each(f, item)?;
    }
    Ok(())
}

fn quoted(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' | '\\' => write!(f, "\\{c}")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            c if c.is_control() => write!(f, "\\u{:04X}", u32::from(c))?,
            c => f.write_char(c)?,
        }
    }
    f.write_char('"')
}

#[cfg(test)]
mod tests {
    use super::super::parser::parse;

    /// Holds canonical text against what was written, and reads it back.
    fn shows(written: &str, canonical: &str) {
        let expr = parse(written).unwrap();
        assert_eq!(expr.to_string(), canonical);
        assert_eq!(parse(canonical).unwrap(), expr);
    }

    #[test]
    fn needless_parentheses_are_left_out() {
        shows("((a)and(b))or c", "a and b or c");
        shows("(a or b) and c", "(a or b) and c");
        shows("(a - b) - c", "a - b - c");
        shows("a - (b - c)", "a - (b - c)");
        shows("(2 ** 3) ** 2", "2 ** 3 ** 2");
        shows("2 ** (3 ** 2)", "2 ** (3 ** 2)");
        shows("(a = b) = c", "(a = b) = c");
        shows("(-a).b", "(-a).b");
        shows("-(a.b)", "-a.b");
        shows("-(2 ** 2)", "-(2 ** 2)");
        shows("(-2) ** 2", "-2 ** 2");
    }

    #[test]
    fn tests_keep_their_shape() {
        shows("a in(b)", "a in b");
        shows("a in [1,2]", "a in ([1, 2])");
        shows("a in ]1..2[", "a in (1..2)");
        shows("a in ((1..2))", "a in (1..2)");
        shows("a in (<3,not(4))", "a in (< 3, not(4))");
        shows("a in ((not(b)))", "a in ((not(b)))");
        shows("a in ((not(b)) = c)", "a in ((not(b) = c))");
        shows("a in members[x]", "a in (members[x])");
    }

    #[test]
    fn control_forms_stand_in_parentheses_as_operands() {
        shows("a and every p in b satisfies p.c or d", "a and (every p in b satisfies p.c or d)");
        shows("1 + if a then 1 else 2 + 3", "1 + (if a then 1 else 2 + 3)");
        shows("max(0, for c in b return c.d)", "max(0, for c in b return c.d)");
    }

    #[test]
    fn texts_are_escaped() {
        shows(r#""a\"\\\n\u000b\'""#, r#""a\"\\\n\u000B'""#);
    }
}
