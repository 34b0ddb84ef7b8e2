//! Groups, lists and ranges.

use std::ops::Range;

use super::{Parsed, Parser, SyntaxError};
use crate::feel::{
    token::{Mark, TokenKind},
    tree::{Expr, ExprKind, Level, RangeExpr},
};

impl Parser<'_> {
    /// `(a)` or `(a..b]`.
    pub(super) fn group(&mut self) -> Parsed<Expr> {
        let open = self.advance();
        let start = open.start;
        if self.is_mark(Mark::DotDot) {
            let range = self.range_after(open, None)?;
            return Ok(self.ranged(start, range));
        }
        let inner = self.expression()?;
        if self.is_mark(Mark::DotDot) {
            let range = self.range_after(open, Some(inner))?;
            return Ok(self.ranged(start, range));
        }
        if self.is_mark(Mark::Comma) {
            let error = SyntaxError::new(self.range(), "a list stands in square brackets");
            return Err(error.with_help("write `[a, b]`; only after `in` a list may be `(a, b)`"));
        }
        self.close(open, Mark::ParenClose)?;
        let (kind, range) = (inner.kind, start..self.end());
        Ok(Expr { kind, range })
    }

    /// `[a, b]` or `[a..b)`.
    pub(super) fn list_or_range(&mut self) -> Parsed<Expr> {
        let open = self.advance();
        let start = open.start;
        if self.is_mark(Mark::DotDot) {
            let range = self.range_after(open, None)?;
            return Ok(self.ranged(start, range));
        }
        let mut items = Vec::new();
        if !self.is_mark(Mark::BracketClose) {
            items.push(self.expression()?);
        }
        if self.is_mark(Mark::DotDot) {
            let range = self.range_after(open, items.pop())?;
            return Ok(self.ranged(start, range));
        }
        while !items.is_empty() && self.take_mark(Mark::Comma) {
            items.push(self.expression()?);
        }
        self.close(open, Mark::BracketClose)?;
        let kind = ExprKind::List(items);
        let range = start..self.end();
        Ok(Expr { kind, range })
    }

    /// `]a..b[`; a `]` that begins no range is a missing operand.
    pub(super) fn reversed_range(&mut self) -> Parsed<Expr> {
        let next = self.peek_at(1);
        if !next.is_operand_start() && *next != TokenKind::Mark(Mark::DotDot) {
            return Err(self.no_operand());
        }
        let open = self.advance();
        let start = open.start;
        let low = if self.is_mark(Mark::DotDot) {
            None
        } else {
            Some(self.expression()?)
        };
        if !self.is_mark(Mark::DotDot) {
            return Err(self.leftover(Some(open)));
        }
        let range = self.range_after(open, low)?;
        Ok(self.ranged(start, range))
    }

    fn ranged(&self, start: usize, range: RangeExpr) -> Expr {
        let kind = ExprKind::Range(Box::new(range));
        let range = start..self.end();
        Expr { kind, range }
    }

    /// The range whose opening bracket and lower end were passed; the next token is `..`.
    pub(super) fn range_after(
        &mut self,
        open: Range<usize>,
        low: Option<Expr>,
    ) -> Parsed<RangeExpr> {
        self.advance();
        let low_closed = self.source(open.clone()) == "[";
        let high = if self.is_range_end() {
            None
        } else {
            Some(self.high()?)
        };
        if low.is_none() && high.is_none() {
            let error = SyntaxError::new(open.start..self.range().end, "this range has no end");
            return Err(error.with_help("write `[a..b]`, `[a..)` or `(..b]`"));
        }
        let high_closed = match self.peek() {
            TokenKind::Mark(Mark::BracketClose) => true,
            TokenKind::Mark(Mark::ParenClose | Mark::BracketOpen) => false,
            _ => return Err(self.leftover(Some(open))),
        };
        self.advance();
        Ok(RangeExpr {
            low,
            low_closed,
            high,
            high_closed,
        })
    }

    /// Whether a bracket that closes the range follows `..` at once; `[` may begin a list instead.
    fn is_range_end(&self) -> bool {
        match self.peek() {
            TokenKind::Mark(Mark::BracketClose | Mark::ParenClose) => true,
            TokenKind::Mark(Mark::BracketOpen) => {
                let next = self.peek_at(1);
                let begins_list =
                    matches!(next, TokenKind::Mark(Mark::BracketClose | Mark::DotDot));
                !begins_list && !next.is_operand_start()
            }
            _ => false,
        }
    }

    fn high(&mut self) -> Parsed<Expr> {
        let in_range_end = std::mem::replace(&mut self.in_range_end, true);
        let high = self.deeper(|parser| parser.binary(Level::Or))?;
        self.in_range_end = in_range_end;
        Ok(high)
    }

    /// Passes the bracket that closes `open`.
    pub(super) fn close(&mut self, open: Range<usize>, mark: Mark) -> Parsed<()> {
        if self.take_mark(mark) {
            return Ok(());
        }
        Err(self.leftover(Some(open)))
    }
}
