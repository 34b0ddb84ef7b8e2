//! Groups, lists and ranges.

use std::{mem, ops::Range};

use super::{Parsed, Parser, SyntaxError};
use crate::feel::{
    token::{Mark, TokenKind},
    tree::{Expr, ExprKind, Level, RangeExpr},
};

impl Parser<'_> {
    /// `(a)` or `(a..b]`.
    pub(super) fn group(&mut self) -> Parsed<Expr> {
        let open = self.advance();
        if self.is_mark(Mark::DotDot) {
            return self.ranged(open, None);
        }
        let inner = self.grouped()?;
        match self.peek() {
            TokenKind::Mark(Mark::DotDot) => self.ranged(open, Some(inner)),
            TokenKind::Mark(Mark::Comma) => Err(self.unbracketed_list()),
            _ => self.widened(open, inner),
        }
    }

    /// The expression in parentheses, whose place includes them.
    fn widened(&mut self, open: Range<usize>, inner: Expr) -> Parsed<Expr> {
        let start = open.start;
        self.close(open, Mark::ParenClose)?;
        let (kind, range) = (inner.kind, start..self.end());
        Ok(Expr { kind, range })
    }

    fn unbracketed_list(&self) -> SyntaxError {
        let error = SyntaxError::new(self.range(), "a list stands in square brackets");
        error.with_help("write `[a, b]`; only after `in` a list may be `(a, b)`")
    }

    /// `[a, b]` or `[a..b)`.
    pub(super) fn list_or_range(&mut self) -> Parsed<Expr> {
        let open = self.advance();
        match self.peek() {
            TokenKind::Mark(Mark::DotDot) => return self.ranged(open, None),
            TokenKind::Mark(Mark::BracketClose) => return self.list(open, Vec::new()),
            _ => {}
        }
        let first = self.expression()?;
        if self.is_mark(Mark::DotDot) {
            return self.ranged(open, Some(first));
        }
        self.list(open, vec![first])
    }

    /// The list whose first item, if any, was passed.
    fn list(&mut self, open: Range<usize>, mut items: Vec<Expr>) -> Parsed<Expr> {
        let start = open.start;
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
        if self.is_mark(Mark::DotDot) {
            return self.ranged(open, None);
        }
        let low = self.expression()?;
        if !self.is_mark(Mark::DotDot) {
            return Err(self.leftover(Some(open)));
        }
        self.ranged(open, Some(low))
    }

    /// The range as an operand; the next token is `..`.
    fn ranged(&mut self, open: Range<usize>, low: Option<Expr>) -> Parsed<Expr> {
        let start = open.start;
        let kind = ExprKind::Range(Box::new(self.range_after(open, low)?));
        let range = start..self.end();
        Ok(Expr { kind, range })
    }

    /// The range whose opening bracket and lower end were passed; the next token is `..`.
    pub(super) fn range_after(&mut self, open: Range<usize>, low: Option<Expr>) -> Parsed<RangeExpr> {
        self.advance();
        let low_closed = self.source(open.clone()) == "[";
        let high = if self.is_range_end() { None } else { Some(self.high()?) };
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
        Ok(RangeExpr { low, low_closed, high, high_closed })
    }

    /// Whether a bracket that closes the range follows `..` at once; `[` may begin a list instead.
    fn is_range_end(&self) -> bool {
        match self.peek() {
            TokenKind::Mark(Mark::BracketClose | Mark::ParenClose) => true,
            TokenKind::Mark(Mark::BracketOpen) => {
                let next = self.peek_at(1);
                let begins_list = matches!(next, TokenKind::Mark(Mark::BracketClose | Mark::DotDot));
                !begins_list && !next.is_operand_start()
            }
            _ => false,
        }
    }

    fn high(&mut self) -> Parsed<Expr> {
        let in_range_end = mem::replace(&mut self.in_range_end, true);
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

#[cfg(test)]
mod tests {
    use super::super::{
        parse,
        tests::{mistake, same},
    };

    #[test]
    fn brackets_close_ranges_from_both_sides() {
        same("]1..10[", "(1..10)");
        same("[1..10[", "[1..10)");
        same("]1..10]", "(1..10]");
        same("[1..10[ = [1..10)", "([1..10)) = ([1..10))");
        assert_ne!(parse("[1..10]"), parse("[1..10)"));
    }

    #[test]
    fn an_end_may_be_filtered() {
        same("[a..b[c]]", "[(a)..(b[c])]");
        same("[a..(b)[c][", "[a..(b[c]))");
        same("(..[])", "(..([]))");
    }

    #[test]
    fn an_end_may_be_open_to_infinity() {
        for text in ["[1..]", "[..5]", "(1..)", "(..5)", "[..[1]]"] {
            assert_eq!(parse(text).unwrap().to_string(), text);
        }
        assert_eq!(mistake("[..]")[1], "this range has no end");
    }

    #[test]
    fn lists_hold_any_expressions() {
        same("[]", "([])");
        same("[a or b, [1..2], [c]]", "[(a or b), ([1..2]), ([c])]");
    }

    #[test]
    fn a_missing_bracket_is_shown_where_it_opens() {
        assert_eq!(mistake("sum(a[b > (1)")[0], "[");
        assert_eq!(mistake("(a + b")[2], "add `)`");
        assert_eq!(mistake("[1..2")[2], "add `]`");
        assert_eq!(mistake("(a]")[1], "`(` is closed by `]`");
        assert_eq!(mistake("a)")[1], "nothing opens this `)`");
    }

    #[test]
    fn slips_in_brackets_are_explained() {
        assert_eq!(mistake("(a, b)")[1], "a list stands in square brackets");
        assert_eq!(mistake("[a,]")[1], "nothing stands after `,`");
        assert_eq!(mistake("1..2")[1], "a range stands in brackets");
        assert_eq!(mistake("a + ]")[1], "nothing stands after `+`");
    }
}
