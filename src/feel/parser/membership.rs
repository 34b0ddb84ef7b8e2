//! The right side of `in`: one test, or several in parentheses.

use super::{Parsed, Parser, SyntaxError};
use crate::feel::{
    token::{Mark, TokenKind, Word},
    tree::{Expr, ExprKind, Level, Operator, Test},
};

impl Parser<'_> {
    pub(super) fn tests(&mut self) -> Parsed<Vec<Test>> {
        if !self.is_mark(Mark::ParenOpen) {
            return Ok(vec![match self.marked_test()? {
                Some(test) => test,
                None => of_value(self.binary(Level::Sum)?),
            }]);
        }
        let open = self.advance();
        let tests = if self.is_mark(Mark::DotDot) {
            vec![Test::Range(self.range_after(open, None)?)]
        } else if let Some(first) = self.marked_test()? {
            self.more_tests(open, first)?
        } else {
            let first = self.expression()?;
            if self.is_mark(Mark::DotDot) {
                vec![Test::Range(self.range_after(open, Some(first))?)]
            } else {
                self.more_tests(open, of_value(first))?
            }
        };
        self.refuse_continuation()?;
        Ok(tests)
    }

    /// The tests after the first one, and the closing parenthesis.
    fn more_tests(&mut self, open: std::ops::Range<usize>, first: Test) -> Parsed<Vec<Test>> {
        let mut tests = vec![first];
        while self.take_mark(Mark::Comma) {
            let test = self.marked_test()?;
            tests.push(match test {
                Some(test) => test,
                None => of_value(self.expression()?),
            });
        }
        self.close(open, Mark::ParenClose)?;
        Ok(tests)
    }

    /// A test that its beginning tells from a value: `< 10` or `not(…)`.
    fn marked_test(&mut self) -> Parsed<Option<Test>> {
        if let Some(operator) = self.peek().operator().filter(|o| o.is_comparison()) {
            self.advance();
            let operand = self.deeper(|parser| parser.binary(Level::Sum))?;
            return Ok(Some(Test::Compare(operator, operand)));
        }
        let is_call = *self.peek_at(1) == TokenKind::Mark(Mark::ParenOpen);
        if self.is_word(Word::Not) && is_call {
            return self.none_of().map(Some);
        }
        Ok(None)
    }

    /// `not(a, b)` as a test.
    fn none_of(&mut self) -> Parsed<Test> {
        let place = self.advance();
        let tests = self.deeper(Self::tests)?;
        if tests.iter().any(|test| matches!(test, Test::Not(_))) {
            let error = SyntaxError::new(place, "a `not` of a `not` tests nothing new");
            return Err(error.with_help("leave both out"));
        }
        Ok(Test::Not(tests))
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
