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
            let kind = if self.take_mark(Mark::Dot) {
                ExprKind::Path(Box::new(expr), self.path_name()?)
            } else if self.is_mark(Mark::BracketOpen) && !self.is_range_close() {
                ExprKind::Filter(Box::new(expr), self.filter()?)
            } else {
                return Ok(expr);
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
            if *self.peek() == TokenKind::End {
                return Err(self.no_operand());
            }
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

    fn filter(&mut self) -> Parsed<Box<Expr>> {
        let open = self.advance();
        if self.is_mark(Mark::BracketClose) {
            let range = open.start..self.range().end;
            let error = SyntaxError::new(range, "this filter has no condition");
            return Err(error.with_help("write what the items must meet: `members[age < 18]`"));
        }
        let condition = self.boxed()?;
        self.close(open, Mark::BracketClose)?;
        Ok(condition)
    }

    fn primary(&mut self) -> Parsed<Expr> {
        let kind = match self.peek() {
            TokenKind::Number(text) => {
                let text = text.clone();
                return self.number(text);
            }
            TokenKind::Name(_) => return self.name_or_call(),
            TokenKind::Text(text) => ExprKind::Text(text.clone()),
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

#[cfg(test)]
mod tests {
    use super::{
        super::{
            parse,
            tests::{mistake, same},
        },
        *,
    };

    fn kind(text: &str) -> ExprKind {
        parse(text).unwrap().kind
    }

    #[test]
    fn a_unit_after_a_number_makes_a_duration() {
        let duration = |count: &str, unit| ExprKind::Duration(count.to_owned(), unit);
        assert_eq!(kind("6 months"), duration("6", DurationUnit::Months));
        assert_eq!(kind("1 year"), duration("1", DurationUnit::Years));
        assert_eq!(kind("30 days"), duration("30", DurationUnit::Days));
        same("on - 1 year >= a", "(on - (1 year)) >= a");
        assert_eq!(mistake("1.5 years")[1], "a duration is a whole number of its unit");
    }

    #[test]
    fn a_unit_elsewhere_is_a_name() {
        assert_eq!(kind("month"), ExprKind::Name("month".to_owned()));
        same("year = on.year - 1", "(year) = ((on.year) - 1)");
        same("on.year - year < 5", "((on.year) - year) < 5");
    }

    #[test]
    fn paths_and_filters_follow_any_operand() {
        same("date(2026, 1, 1).year", "(date(2026, 1, 1)).year");
        same("members[a = b][c].d.e", "((((members[(a = b)])[c]).d).e)");
        same("100[1]", "(100)[1]");
        same("(a + b).c", "((a + b)).c");
    }

    #[test]
    fn literals_are_kept() {
        assert_eq!(kind("0.40"), ExprKind::Number("0.40".to_owned()));
        assert_eq!(kind(r#""a\"b""#), ExprKind::Text("a\"b".to_owned()));
        assert_eq!(kind(r#"@ "P6M""#), ExprKind::At("P6M".to_owned()));
        assert_eq!(kind("null"), ExprKind::Null);
        assert_eq!(kind("true"), ExprKind::Boolean(true));
    }

    #[test]
    fn slips_in_operands_are_explained() {
        assert_eq!(mistake("members[]")[0], "[]");
        assert_eq!(mistake("a.in")[1], "a name is expected after `.`, not `in`");
        assert_eq!(mistake("a.")[1], "nothing stands after `.`");
        assert!(mistake("m.age(on)")[2].starts_with("write `age(…)`"));
        assert!(mistake("@2026")[2].starts_with("write `date(2026, 1, 1)`"));
    }
}
