//! Operands: literals, names, groups, and the paths and filters behind them.

use super::{Parsed, Parser, SyntaxError};
use crate::feel::{
    token::{Mark, TokenKind, Word},
    tree::{DurationUnit, Expr, ExprKind, Name},
};

impl Parser<'_> {
    /// An operand with its paths and filters.
    pub(super) fn postfix(&mut self) -> Parsed<Expr> {
        let mut expr = self.primary()?;
        loop {
            let start = expr.range.start;
            let base = Box::new(expr);
            let kind = if self.take_mark(Mark::Dot) {
                ExprKind::Path(base, self.path_name()?)
            } else if self.is_mark(Mark::BracketOpen) && !self.is_range_close() {
                ExprKind::Filter(base, Box::new(self.filter()?))
            } else {
                return Ok(*base);
            };
            let range = start..self.end();
            expr = Expr { kind, range };
        }
    }

    /// Whether the next `[` closes a range such as `[1..10[`: nothing that could be a condition follows it.
    fn is_range_close(&self) -> bool {
        self.in_range_end && !self.peek_at(1).is_operand_start()
    }

    fn path_name(&mut self) -> Parsed<Name> {
        let TokenKind::Name(text) = self.peek().clone() else {
            let found = self.shown();
            let message = format!("a name is expected after `.`, not {found}");
            return Err(SyntaxError::new(self.range(), message));
        };
        let range = self.advance();
        if self.is_mark(Mark::ParenOpen) {
            let message = format!("`{text}` cannot be called on what stands before it");
            let help = format!("write `{text}(…)` with what it takes in the parentheses");
            return Err(SyntaxError::new(range, message).with_help(help));
        }
        Ok(Name { text, range })
    }

    fn filter(&mut self) -> Parsed<Expr> {
        let open = self.advance();
        if self.is_mark(Mark::BracketClose) {
            let range = open.start..self.range().end;
            let error = SyntaxError::new(range, "this filter has no condition");
            return Err(error.with_help("write what the items must meet: `members[age < 18]`"));
        }
        let condition = self.expression()?;
        self.close(open, Mark::BracketClose)?;
        Ok(condition)
    }

    fn primary(&mut self) -> Parsed<Expr> {
        let kind = match self.peek().clone() {
            TokenKind::Number(text) => return self.number(text),
            TokenKind::Name(_) => return self.name_or_call(),
            TokenKind::Text(text) => ExprKind::Text(text),
            TokenKind::Word(Word::True) => ExprKind::Boolean(true),
            TokenKind::Word(Word::False) => ExprKind::Boolean(false),
            TokenKind::Word(Word::Null) => ExprKind::Null,
            TokenKind::Word(Word::Not) => return self.not(),
            TokenKind::Word(Word::If) => return self.choice(),
            TokenKind::Word(Word::For) => return self.iteration(),
            TokenKind::Word(Word::Some) => return self.quantified(false),
            TokenKind::Word(Word::Every) => return self.quantified(true),
            TokenKind::Mark(Mark::At) => return self.at_literal(),
            TokenKind::Mark(Mark::ParenOpen) => return self.group(),
            TokenKind::Mark(Mark::BracketOpen) => return self.list_or_range(),
            TokenKind::Mark(Mark::BracketClose) => return self.reversed_range(),
            _ => return Err(self.no_operand()),
        };
        let range = self.advance();
        Ok(Expr { kind, range })
    }

    /// A number, or a duration where a word for days, months or years follows.
    fn number(&mut self, text: String) -> Parsed<Expr> {
        let place = self.advance();
        let unit = match self.peek() {
            TokenKind::Name(word) => DurationUnit::of_word(word),
            _ => None,
        };
        let Some(unit) = unit else {
            let (kind, range) = (ExprKind::Number(text), place);
            return Ok(Expr { kind, range });
        };
        let range = place.start..self.advance().end;
        if text.contains('.') {
            let error = SyntaxError::new(range, "a duration is a whole number of its unit");
            return Err(error.with_help("use a smaller unit: `18 months`, `45 days`"));
        }
        let kind = ExprKind::Duration(text, unit);
        Ok(Expr { kind, range })
    }

    fn at_literal(&mut self) -> Parsed<Expr> {
        let start = self.advance().start;
        let TokenKind::Text(text) = self.peek().clone() else {
            let error = SyntaxError::new(self.range(), "`@` is followed by a quoted text");
            return Err(error.with_help("write `date(2026, 1, 1)` or `6 months`"));
        };
        let kind = ExprKind::At(text);
        let range = start..self.advance().end;
        Ok(Expr { kind, range })
    }
}
