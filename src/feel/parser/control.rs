//! `if`, `for`, `some`, `every`: they reach as far right as they can.

use std::ops::Range;

use super::{Parsed, Parser, SyntaxError};
use crate::feel::{
    token::{Mark, TokenKind, Word},
    tree::{Expr, ExprKind, Name},
};

impl Parser<'_> {
    /// `if condition then a else b`
    pub(super) fn choice(&mut self) -> Parsed<Expr> {
        let place = self.advance();
        let condition = self.boxed()?;
        self.demand(Word::Then, place.clone(), "`if` has no `then`")?;
        let then = self.boxed()?;
        self.demand(Word::Else, place.clone(), "`if` has no `else`")?;
        let otherwise = self.boxed()?;
        let range = place.start..otherwise.range.end;
        let kind = ExprKind::If { condition, then, otherwise };
        Ok(Expr { kind, range })
    }

    /// `for x in list return result`
    pub(super) fn iteration(&mut self) -> Parsed<Expr> {
        let place = self.advance();
        let bindings = self.bindings()?;
        self.demand(Word::Return, place.clone(), "`for` has no `return`")?;
        let result = self.boxed()?;
        let range = place.start..result.range.end;
        let kind = ExprKind::For { bindings, result };
        Ok(Expr { kind, range })
    }

    /// `some x in list satisfies condition`, or the same with `every`
    pub(super) fn quantified(&mut self, every: bool) -> Parsed<Expr> {
        let place = self.advance();
        let bindings = self.bindings()?;
        let message = if every { "`every` has no `satisfies`" } else { "`some` has no `satisfies`" };
        self.demand(Word::Satisfies, place.clone(), message)?;
        let satisfies = self.boxed()?;
        let range = place.start..satisfies.range.end;
        let kind = ExprKind::Quantified { every, bindings, satisfies };
        Ok(Expr { kind, range })
    }

    fn bindings(&mut self) -> Parsed<Vec<(Name, Expr)>> {
        let mut bindings = vec![self.binding()?];
        while self.take_mark(Mark::Comma) {
            bindings.push(self.binding()?);
        }
        Ok(bindings)
    }

    fn binding(&mut self) -> Parsed<(Name, Expr)> {
        let TokenKind::Name(text) = self.peek().clone() else {
            let message = format!("a name is expected, not {}", self.shown());
            let error = SyntaxError::new(self.range(), message);
            return Err(error.with_help("write `some child in members satisfies …`"));
        };
        let range = self.advance();
        let message = format!("`{text}` is not followed by `in`");
        self.demand(Word::In, range.clone(), &message)?;
        let list = self.expression()?;
        if self.is_mark(Mark::DotDot) {
            let error = SyntaxError::new(self.range(), "only a list can be gone through");
            return Err(error.with_help("for months use `months_before(date, first, last)`"));
        }
        Ok((Name { text, range }, list))
    }

    /// Passes a word that a form needs. Where an expression ends without it the form is to blame, else the token.
    pub(super) fn demand(&mut self, word: Word, place: Range<usize>, message: &str) -> Parsed<()> {
        if self.take_word(word) {
            return Ok(());
        }
        let form_is_over = match self.peek() {
            TokenKind::End | TokenKind::Word(_) => true,
            TokenKind::Mark(mark) => matches!(mark, Mark::ParenClose | Mark::BracketClose | Mark::Comma | Mark::DotDot),
            _ => word == Word::In,
        };
        if !form_is_over {
            return Err(self.leftover(None));
        }
        let help = match word {
            Word::Then | Word::Else => "write `if condition then value else value`",
            Word::And => "write `value between low and high`",
            Word::Return => "write `for item in list return value`",
            _ => "write `some item in list satisfies condition`",
        };
        Err(SyntaxError::new(place, message).with_help(help))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{mistake, same};

    #[test]
    fn control_forms_reach_to_the_right() {
        same("if a then b else c + d", "if a then b else (c + d)");
        same("some x in a satisfies b or c", "some x in a satisfies (b or c)");
        same("a and every p in b satisfies p.c", "a and (every p in b satisfies p.c)");
        same("if a then if b then c else d else e", "if a then (if b then c else d) else e");
    }

    #[test]
    fn bindings_are_parted_by_commas() {
        same("for x in a, y in x.b return x + y.c", "for x in (a), y in (x.b) return (x + y.c)");
        same("max(a, for c in b return c.d + 18 months)", "max(a, (for c in b return c.d + 18 months))");
    }

    #[test]
    fn a_missing_word_is_named() {
        for (text, place, message) in [
            ("if a then b", "if", "`if` has no `else`"),
            ("(if a then b) + 1", "if", "`if` has no `else`"),
            ("if a", "if", "`if` has no `then`"),
            ("for m in members", "for", "`for` has no `return`"),
            ("some m in a", "some", "`some` has no `satisfies`"),
            ("every m in a", "every", "`every` has no `satisfies`"),
            ("some m members satisfies a", "m", "`m` is not followed by `in`"),
            ("some in a satisfies b", "in", "a name is expected, not `in`"),
            ("a then b", "then", "no `if` stands before `then`"),
        ] {
            let [found, what, _] = mistake(text);
            assert_eq!((found.as_str(), what.as_str()), (place, message), "{text}");
        }
    }

    #[test]
    fn only_lists_are_gone_through() {
        assert_eq!(mistake("for x in 1..3 return x")[1], "only a list can be gone through");
    }
}
