//! Random trees and random texts against parser and display.

use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{
    builtin::BUILTINS,
    parser::parse,
    tree::{Argument, DurationUnit, Expr, ExprKind, Name, Operator, RangeExpr, Test},
};

const NAMES: [&str; 9] = ["a", "age", "on", "month", "year", "days", "birth_date", "income", "_x1"];

const OPERATORS: [Operator; 13] = [
    Operator::Or,
    Operator::And,
    Operator::Equal,
    Operator::NotEqual,
    Operator::Less,
    Operator::LessOrEqual,
    Operator::Greater,
    Operator::GreaterOrEqual,
    Operator::Add,
    Operator::Subtract,
    Operator::Multiply,
    Operator::Divide,
    Operator::Power,
];

fn bare(kind: ExprKind) -> Expr {
    Expr { kind, range: 0..0 }
}

fn name() -> impl Strategy<Value = Name> {
    select(&NAMES[..]).prop_map(|text| Name { text: text.to_owned(), range: 0..0 })
}

fn leaf() -> impl Strategy<Value = ExprKind> {
    let units = vec![DurationUnit::Days, DurationUnit::Months, DurationUnit::Years];
    prop_oneof![
        "[0-9]{1,4}(\\.[0-9]{1,3})?|\\.[0-9]".prop_map(ExprKind::Number),
        any::<String>().prop_map(ExprKind::Text),
        any::<String>().prop_map(ExprKind::At),
        any::<bool>().prop_map(ExprKind::Boolean),
        ("[0-9]{1,2}", select(units)).prop_map(|(count, unit)| ExprKind::Duration(count, unit)),
        name().prop_map(|name| ExprKind::Name(name.text)),
        Just(ExprKind::List(Vec::new())),
    ]
}

fn range(expr: impl Strategy<Value = Expr> + Clone) -> impl Strategy<Value = RangeExpr> {
    let ends = (option::of(expr.clone()), option::of(expr));
    let ends = ends.prop_filter("one end at least", |(low, high)| low.is_some() || high.is_some());
    (ends, any::<bool>(), any::<bool>()).prop_map(|((low, high), low_closed, high_closed)| RangeExpr {
        low,
        low_closed,
        high,
        high_closed,
    })
}

fn tests(expr: BoxedStrategy<Expr>) -> impl Strategy<Value = Vec<Test>> {
    let comparisons: Vec<_> = OPERATORS.into_iter().filter(|o| o.is_comparison()).collect();
    let test = prop_oneof![
        (select(comparisons), expr.clone()).prop_map(|(operator, expr)| Test::Compare(operator, expr)),
        expr.clone().prop_map(value_test),
        range(expr).prop_map(Test::Range),
    ];
    let test = test.boxed();
    let none = vec(test.clone(), 1..3).prop_map(Test::Not);
    vec(prop_oneof![3 => test, 1 => none], 1..4)
}

fn value_test(expr: Expr) -> Test {
    match expr.kind {
        ExprKind::Range(range) => Test::Range(*range),
        _ => Test::Value(expr),
    }
}

fn call(expr: BoxedStrategy<Expr>) -> impl Strategy<Value = ExprKind> {
    let arguments = vec((name(), expr), 0..4);
    (select(BUILTINS), any::<bool>(), arguments).prop_map(|(builtin, is_named, arguments)| {
        let arguments = arguments.into_iter().map(|(name, value)| Argument { name: is_named.then_some(name), value });
        ExprKind::Call { function: Name { text: builtin.name.to_owned(), range: 0..0 }, arguments: arguments.collect() }
    })
}

fn control(expr: &BoxedStrategy<Expr>) -> impl Strategy<Value = ExprKind> + use<> {
    let bindings = vec((name(), expr.clone()), 1..3).boxed();
    let boxed = expr.clone().prop_map(Box::new).boxed();
    prop_oneof![
        (boxed.clone(), boxed.clone(), boxed.clone())
            .prop_map(|(condition, then, otherwise)| { ExprKind::If { condition, then, otherwise } }),
        (any::<bool>(), bindings.clone(), boxed.clone())
            .prop_map(|(every, bindings, satisfies)| ExprKind::Quantified { every, bindings, satisfies }),
        (bindings, boxed).prop_map(|(bindings, result)| ExprKind::For { bindings, result }),
    ]
}

fn node(expr: &BoxedStrategy<Expr>) -> impl Strategy<Value = Expr> + use<> {
    let boxed = expr.clone().prop_map(Box::new).boxed();
    prop_oneof![
        6 => (select(&OPERATORS[..]), boxed.clone(), boxed.clone())
            .prop_map(|(operator, left, right)| ExprKind::Binary(operator, left, right)),
        1 => boxed.clone().prop_map(ExprKind::Negate),
        2 => (boxed.clone(), name()).prop_map(|(base, name)| ExprKind::Path(base, name)),
        2 => (boxed.clone(), boxed.clone()).prop_map(|(list, test)| ExprKind::Filter(list, test)),
        1 => (boxed.clone(), boxed.clone(), boxed.clone())
            .prop_map(|(value, low, high)| ExprKind::Between { value, low, high }),
        2 => (boxed, tests(expr.clone())).prop_map(|(value, tests)| ExprKind::In(value, tests)),
        1 => range(expr.clone()).prop_map(|range| ExprKind::Range(Box::new(range))),
        1 => vec(expr.clone(), 0..4).prop_map(ExprKind::List),
        2 => call(expr.clone()),
        2 => control(expr),
    ]
    .prop_map(bare)
}

fn expr() -> impl Strategy<Value = Expr> {
    leaf().prop_map(bare).prop_recursive(6, 40, 4, |expr| node(&expr))
}

/// Texts made of the pieces of the language, most of them wrong.
fn soup() -> impl Strategy<Value = String> {
    let pieces = vec![
        "(",
        ")",
        "[",
        "]",
        "..",
        ".",
        ",",
        ":",
        "@",
        "\"",
        "\\",
        "'",
        "-",
        "+",
        "*",
        "/",
        "**",
        "=",
        "==",
        "!=",
        "!",
        "<",
        ">",
        "<=",
        "&&",
        "%",
        "{",
        "//",
        "/*",
        "*/",
        "\n",
        "if",
        "then",
        "else",
        "for",
        "in",
        "return",
        "some",
        "every",
        "satisfies",
        "and",
        "or",
        "not",
        "between",
        "null",
        "true",
        "round",
        "half",
        "up",
        "years",
        "months",
        "duration",
        "is",
        "AND",
        "6",
        "0.5",
        "2025-01-01",
        "1e5",
        "5%",
        "не",
        "сount",
        "я",
        "a",
        "members",
        "\u{a0}",
    ];
    vec((select(pieces), select(vec!["", " "])), 0..24)
        .prop_map(|parts| parts.into_iter().flat_map(|(a, b)| [a, b]).collect())
}

/// Reads a text that may be anything: an error has a place inside the text, a tree reads back from its own text.
fn holds_for(text: &str) -> Result<(), TestCaseError> {
    match parse(text) {
        Ok(expr) => {
            prop_assert_eq!(parse(&expr.to_string()), Ok(expr));
        }
        Err(errors) => {
            prop_assert!(!errors.is_empty());
            for error in errors {
                prop_assert!(text.get(error.range.clone()).is_some(), "{error:?}");
                prop_assert!(!error.message.ends_with('.') && !error.message.contains('\n'));
            }
        }
    }
    Ok(())
}

proptest! {
    // A failure is kept as a test of its own, not in a file beside the sources.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_tree_reads_back_from_its_text(expr in expr()) {
        let text = expr.to_string();
        match parse(&text) {
            Ok(read) => prop_assert_eq!(read, expr, "{}", text),
            Err(errors) => prop_assert!(text.len() > crate::value::Limits::DEFAULT.expression, "{text}\n{errors:?}"),
        }
    }

    #[test]
    fn any_text_gives_a_tree_or_errors_with_places(text in any::<String>()) {
        holds_for(&text)?;
    }

    #[test]
    fn any_pieces_give_a_tree_or_errors_with_places(text in soup()) {
        holds_for(&text)?;
    }
}
