//! What stands between operands, by precedence climbing: `or`, `and`, comparisons, `+ -`, `* /`, `**`.
//!
//! All of them are left associative (DMN 1.5, 10.3.1.2); comparisons do not chain.

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
            self.advance();
            left = self.continued(left, step)?;
            if step.level() == Level::Comparison
                && let Some(next) = self.step()
                && next.level() == Level::Comparison
            {
                return Err(self.chain(&left, next));
            }
        }
        Ok(left)
    }

    fn step(&self) -> Option<Step> {
        match self.peek() {
            TokenKind::Word(Word::Between) => Some(Step::Between),
            TokenKind::Word(Word::In) => Some(Step::In),
            other => other.operator().map(Step::Binary),
        }
    }

    /// `left` with what follows the step that was passed.
    fn continued(&mut self, left: Expr, step: Step) -> Parsed<Expr> {
        let start = left.range.start;
        let left = Box::new(left);
        let kind = match step {
            Step::Binary(operator) => {
                let right = Box::new(self.binary(operator.level().tighter())?);
                ExprKind::Binary(operator, left, right)
            }
            Step::Between => self.between(left)?,
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

    fn between(&mut self, value: Box<Expr>) -> Parsed<ExprKind> {
        let low = Box::new(self.binary(Level::Sum)?);
        if !self.take_word(Word::And) {
            let error = self.leftover(None);
            return Err(error.with_help("write `… between low and high`"));
        }
        let high = Box::new(self.binary(Level::Sum)?);
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
pub(super) fn null_question(range: std::ops::Range<usize>) -> SyntaxError {
    let message = "a rule cannot ask whether something is unknown";
    let help = "of an optional fact ask `= none`; what is unknown is handled by itself";
    SyntaxError::new(range, message).with_help(help)
}
