//! What stands between operands, by precedence climbing: `or`, `and`, comparisons, `+ -`, `* /`, `**`.
//!
//! All of them are left associative (DMN 1.5, 10.3.1.2); comparisons do not chain.

use std::ops::Range;

use super::{Parsed, Parser, SyntaxError};
use crate::feel::{
    token::{Mark, TokenKind, Word},
    tree::{Expr, ExprKind, Level, Operator},
};

/// What continues an operand.
#[derive(Clone, Copy)]
enum Step {
    Binary(Operator),
    Between,
    In,
}

impl Step {
    fn level(self) -> Level {
        match self {
            Self::Binary(operator) => operator.level(),
            Self::Between | Self::In => Level::Comparison,
        }
    }
}

impl Parser<'_> {
    /// An expression of operators that bind at least as tightly as `least`.
    pub(super) fn binary(&mut self, least: Level) -> Parsed<Expr> {
        let mut left = self.unary()?;
        while let Some(step) = self.step() {
            if step.level() < least {
                break;
            }
            let place = self.advance();
            left = self.continued(left, step, place)?;
            if step.level() == Level::Comparison
                && let Some(next) = self.step()
                && next.level() == Level::Comparison
            {
                return Err(self.chain(&left, next));
            }
        }
        Ok(left)
    }

    fn boxed_binary(&mut self, least: Level) -> Parsed<Box<Expr>> {
        self.deeper(|parser| parser.binary(least)).map(Box::new)
    }

    fn step(&self) -> Option<Step> {
        match self.peek() {
            TokenKind::Word(Word::Between) => Some(Step::Between),
            TokenKind::Word(Word::In) => Some(Step::In),
            other => other.operator().map(Step::Binary),
        }
    }

    /// `left` with what follows the step that was passed at `place`.
    fn continued(&mut self, left: Expr, step: Step, place: Range<usize>) -> Parsed<Expr> {
        let start = left.range.start;
        let left = Box::new(left);
        let kind = match step {
            Step::Binary(operator) => {
                let least = operator.level().tighter();
                let right = self.boxed_binary(least)?;
                ExprKind::Binary(operator, left, right)
            }
            Step::Between => self.between(left, place)?,
            Step::In => {
                let tests = self.tests()?;
                ExprKind::In(left, tests)
            }
        };
        let range = start..self.end();
        let expr = Expr { kind, range };
        refuse_null_question(&expr)?;
        Ok(expr)
    }

    fn between(&mut self, value: Box<Expr>, place: Range<usize>) -> Parsed<ExprKind> {
        let low = self.boxed_binary(Level::Sum)?;
        self.demand(Word::And, place, "`between` has no `and`")?;
        let high = self.boxed_binary(Level::Sum)?;
        Ok(ExprKind::Between { value, low, high })
    }

    /// `a < b < c`
    fn chain(&mut self, left: &Expr, next: Step) -> SyntaxError {
        let place = self.advance();
        let error = SyntaxError::new(place, "comparisons do not chain");
        let (ExprKind::Binary(_, _, middle), Step::Binary(operator)) = (&left.kind, next) else {
            return error.with_help("join them with `and`, or put one in parentheses");
        };
        let first = self.source(left.range.clone());
        let middle = self.source(middle.range.clone());
        let last = match self.binary(Level::Sum) {
            Ok(last) => self.source(last.range),
            Err(_) => "…",
        };
        let symbol = operator.symbol();
        error.with_help(format!("write `{first} and {middle} {symbol} {last}`"))
    }

    fn unary(&mut self) -> Parsed<Expr> {
        if !self.is_mark(Mark::Minus) {
            return self.postfix();
        }
        let start = self.advance().start;
        let operand = self.deeper(Self::unary)?;
        let range = start..operand.range.end;
        let kind = ExprKind::Negate(Box::new(operand));
        Ok(Expr { kind, range })
    }
}

/// `x = null` would turn from true to false when a fact becomes known.
fn refuse_null_question(expr: &Expr) -> Parsed<()> {
    let ExprKind::Binary(Operator::Equal | Operator::NotEqual, left, right) = &expr.kind else {
        return Ok(());
    };
    if left.kind != ExprKind::Null && right.kind != ExprKind::Null {
        return Ok(());
    }
    Err(null_question(expr.range.clone()))
}

/// The refusal of `x = null` and `x is null`.
pub(super) fn null_question(range: Range<usize>) -> SyntaxError {
    let message = "a rule cannot ask whether something is unknown";
    let help = "of an optional fact ask `= none`; what is unknown is handled by itself";
    SyntaxError::new(range, message).with_help(help)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{mistake, same};

    #[test]
    fn operators_bind_as_in_feel() {
        same("a or b and c", "a or (b and c)");
        same("a and b = c", "a and (b = c)");
        same("a = b + c", "a = (b + c)");
        same("a + b * c", "a + (b * c)");
        same("a * b ** c", "a * (b ** c)");
        same("-a.b", "-(a.b)");
        same("10 + 20 / -5 - 3", "(10 + (20 / (-5))) - 3");
    }

    #[test]
    fn the_minus_sign_binds_tighter_than_power() {
        same("-2 ** 2", "(-2) ** 2");
        same("2 ** -2", "2 ** (-2)");
    }

    #[test]
    fn operators_of_one_level_are_left_associative() {
        same("a - b - c", "(a - b) - c");
        same("a / b * c", "(a / b) * c");
        same("2 ** 3 ** 2", "(2 ** 3) ** 2");
        same("a or b or c", "(a or b) or c");
    }

    #[test]
    fn between_takes_its_own_and() {
        same("a between 1 and 2 and b", "(a between 1 and 2) and b");
        same("a between 1 + 1 and 2 * 2", "a between (1 + 1) and (2 * 2)");
        assert_eq!(mistake("a between 1")[1], "`between` has no `and`");
        assert_eq!(mistake("a between 1 or 2")[0], "between");
    }

    #[test]
    fn comparisons_do_not_chain() {
        let [place, message, help] = mistake("0 < a.b + 1 <= 3 and c");
        assert_eq!((place.as_str(), message.as_str()), ("<=", "comparisons do not chain"));
        assert_eq!(help, "write `0 < a.b + 1 and a.b + 1 <= 3`");
        assert!(mistake("a in b in c")[2].starts_with("join them with `and`"));
        same("(a < b) = c", "((a < b) = c)");
    }

    #[test]
    fn a_rule_does_not_ask_for_null() {
        for text in ["a = null", "null != a", "a is null", "a is not null"] {
            assert_eq!(mistake(text)[1], "a rule cannot ask whether something is unknown");
        }
    }
}
