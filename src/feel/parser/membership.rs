//! The right side of `in`: one test, or several in parentheses.

use std::ops::Range;

use super::{Parsed, Parser, SyntaxError};
use crate::feel::{
    token::{Mark, TokenKind, Word},
    tree::{Expr, ExprKind, Level, Operator, Test},
};

/// The place of the `not` around tests.
type Outer<'p> = Option<&'p Range<usize>>;

impl Parser<'_> {
    pub(super) fn tests(&mut self) -> Parsed<Vec<Test>> {
        let mut tests = Vec::new();
        self.tests_within(None, &mut tests)?;
        Ok(tests)
    }

    /// The tests, inside the `not` at the place given.
    fn tests_within(&mut self, outer: Outer<'_>, tests: &mut Vec<Test>) -> Parsed<()> {
        if !self.is_mark(Mark::ParenOpen) {
            if !self.marked_test(outer, tests)? {
                tests.push(of_value(self.binary(Level::Sum)?));
            }
            return Ok(());
        }
        let open = self.advance();
        if !self.is_mark(Mark::DotDot) {
            self.listed_tests(outer, tests)?;
        }
        if self.is_mark(Mark::DotDot) {
            self.range_test(open, tests)?;
        } else {
            self.close(open, Mark::ParenClose)?;
        }
        self.refuse_continuation()
    }

    /// Tests parted by commas.
    fn listed_tests(&mut self, outer: Outer<'_>, tests: &mut Vec<Test>) -> Parsed<()> {
        loop {
            if !self.marked_test(outer, tests)? {
                tests.push(of_value(self.expression()?));
            }
            if !self.take_mark(Mark::Comma) {
                return Ok(());
            }
        }
    }

    /// The parentheses turn out to be a range, and the test in them, if any, to be its lower end.
    fn range_test(&mut self, open: Range<usize>, tests: &mut Vec<Test>) -> Parsed<()> {
        let place = open.end..self.range().start;
        let low = match (tests.pop(), tests.is_empty()) {
            (None, _) => None,
            (Some(Test::Value(low)), true) => Some(low),
            (Some(Test::Range(range)), true) => Some(Expr { kind: ExprKind::Range(Box::new(range)), range: place }),
            _ => return Err(self.leftover(Some(open))),
        };
        tests.push(Test::Range(self.range_after(open, low)?));
        Ok(())
    }

    /// A test that its beginning tells from a value, `< 10` or `not(…)`; `false` if none is next.
    fn marked_test(&mut self, outer: Outer<'_>, tests: &mut Vec<Test>) -> Parsed<bool> {
        if let Some(operator) = self.peek().operator().filter(|o| o.is_comparison()) {
            self.advance();
            let operand = self.deeper(|parser| parser.binary(Level::Sum))?;
            tests.push(Test::Compare(operator, operand));
            return Ok(true);
        }
        let is_call = *self.peek_at(1) == TokenKind::Mark(Mark::ParenOpen);
        if !is_call || !self.is_word(Word::Not) {
            return Ok(false);
        }
        if let Some(outer) = outer {
            let error = SyntaxError::new(outer.clone(), "a `not` of a `not` tests nothing new");
            return Err(error.with_help("leave both out"));
        }
        let place = self.advance();
        let mut refused = Vec::new();
        self.tests_within(Some(&place), &mut refused)?;
        tests.push(Test::Not(refused));
        Ok(true)
    }

    /// `in (a + b) * c` reads as if the parentheses held the whole list.
    fn refuse_continuation(&self) -> Parsed<()> {
        let is_arithmetic = |operator: Operator| operator.level() > Level::Comparison;
        let is_path = matches!(self.peek(), TokenKind::Mark(Mark::Dot | Mark::BracketOpen));
        if !is_path && !self.peek().operator().is_some_and(is_arithmetic) {
            return Ok(());
        }
        let message = "the parentheses after `in` hold all that is looked in";
        let error = SyntaxError::new(self.range(), message);
        Err(error.with_help("put one more pair of parentheses around the whole: `in ((…) …)`"))
    }
}

fn of_value(expr: Expr) -> Test {
    match expr.kind {
        ExprKind::Range(range) => Test::Range(*range),
        _ => Test::Value(expr),
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            parse,
            tests::{mistake, same},
        },
        *,
    };

    fn tests_of(text: &str) -> Vec<Test> {
        match parse(text).unwrap().kind {
            ExprKind::In(_, tests) => tests,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn one_test_needs_no_parentheses() {
        same("a in child", "a in (child)");
        same("a in [1..2)", "a in ([1..2))");
        same("a in < 10", "a in (< 10)");
        same("a in not(b, c)", "a in (not(b, c))");
        same("a in members[b] and c", "(a in (members[b])) and c");
    }

    #[test]
    fn tests_are_told_apart() {
        let tests = tests_of("a in (b, [1, 2], >= 3, (4..5), not(6))");
        assert!(matches!(
            tests.as_slice(),
            [Test::Value(_), Test::Value(_), Test::Compare(Operator::GreaterOrEqual, _), Test::Range(_), Test::Not(_),]
        ));
    }

    #[test]
    fn parentheses_with_two_points_are_a_range() {
        for text in ["a in (1..2)", "a in (1..2]", "a in (..2)", "a in (1..)", "a in (1..2["] {
            assert!(matches!(tests_of(text).as_slice(), [Test::Range(_)]), "{text}");
        }
    }

    #[test]
    fn what_follows_the_parentheses_is_explained() {
        assert_eq!(mistake("a in (b, 1..2)")[1], "a range stands in brackets");
        same("a in ((1..2)..3)", "a in (((1..2)..3))");
        for text in ["a in (b) + 1", "a in (b)[c]", "a in (b).c"] {
            assert_eq!(mistake(text)[1], "the parentheses after `in` hold all that is looked in");
        }
        same("a in ((b + c) * 2)", "a in (((b + c) * 2))");
    }

    #[test]
    fn slips_in_tests_are_explained() {
        assert_eq!(mistake("a in (> 5 and < 10)")[1], "tests are not joined by `and`");
        assert_eq!(mistake("a in (not(not(b)))")[2], "leave both out");
        assert!(mistake("a in b, c")[2].ends_with("`in (a, b)`"));
        assert_eq!(mistake("a not in (b, c)")[2], "write `not(value in (…))`");
        assert_eq!(mistake("a in ()")[1], "nothing stands after `(`");
    }
}
