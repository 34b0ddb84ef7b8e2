//! Names and calls of functions, whose names may have several words.

use super::{Parsed, Parser, SyntaxError, complaint};
use crate::feel::{
    builtin,
    token::{Mark, TokenKind, Word},
    tree::{Argument, Expr, ExprKind, Name},
};

impl Parser<'_> {
    pub(super) fn name_or_call(&mut self) -> Parsed<Expr> {
        let words = self.phrase().or_else(|| self.names_before_parenthesis());
        if let Some(words) = words {
            let function = self.words(words);
            return self.applied(function);
        }
        let Name { text, range } = self.words(1);
        let kind = ExprKind::Name(text);
        Ok(Expr { kind, range })
    }

    /// The number of words of a known function that stands here, such as `years and months duration(`.
    fn phrase(&self) -> Option<usize> {
        builtin::phrases()
            .iter()
            .filter(|phrase| phrase.iter().enumerate().all(|(ahead, word)| self.spelling(ahead) == *word))
            .map(Vec::len)
            .find(|count| *self.peek_at(*count) == TokenKind::Mark(Mark::ParenOpen))
    }

    /// How the name or word so many places ahead is spelled; empty for every other token.
    fn spelling(&self, ahead: usize) -> &str {
        match self.peek_at(ahead) {
            TokenKind::Name(name) => name,
            TokenKind::Word(word) => word.text(),
            _ => "",
        }
    }

    /// Passes so many names or words and gives them as one name.
    fn words(&mut self, count: usize) -> Name {
        let words: Vec<_> = (0..count).map(|ahead| self.spelling(ahead)).collect();
        let text = words.join(" ");
        let start = self.range().start;
        for _ in 0..count {
            self.advance();
        }
        let range = start..self.end();
        Name { text, range }
    }

    /// The number of names in a row before a parenthesis: some function, known or not.
    fn names_before_parenthesis(&self) -> Option<usize> {
        let mut count = 0;
        while let TokenKind::Name(name) = self.peek_at(count) {
            // `a is (b)` and `a AND (b)` are slips, not functions.
            if count > 0 && complaint::is_stray_operator(name) {
                return None;
            }
            count += 1;
        }
        let is_call = *self.peek_at(count) == TokenKind::Mark(Mark::ParenOpen);
        (is_call && count > 0).then_some(count)
    }

    /// `not(a)`
    pub(super) fn not(&mut self) -> Parsed<Expr> {
        let range = self.advance();
        if !self.is_mark(Mark::ParenOpen) {
            let operand = match self.deeper(Self::postfix) {
                Ok(operand) => self.source(operand.range),
                Err(_) => "…",
            };
            let error = SyntaxError::new(range, "`not` stands before parentheses");
            return Err(error.with_help(format!("write `not({operand})`")));
        }
        let text = Word::Not.text().to_owned();
        self.applied(Name { text, range })
    }

    /// The call of a function; the next token is the opening parenthesis.
    fn applied(&mut self, function: Name) -> Parsed<Expr> {
        let start = function.range.start;
        let arguments = self.arguments()?;
        let range = start..self.end();
        let named = arguments.iter().filter(|a| a.name.is_some()).count();
        if named != 0 && named != arguments.len() {
            let error = SyntaxError::new(range, "some arguments have a name and some have none");
            return Err(error.with_help("name all of them or none"));
        }
        let kind = ExprKind::Call { function, arguments };
        Ok(Expr { kind, range })
    }

    fn arguments(&mut self) -> Parsed<Vec<Argument>> {
        let open = self.advance();
        let mut arguments = Vec::new();
        if self.take_mark(Mark::ParenClose) {
            return Ok(arguments);
        }
        loop {
            arguments.push(self.argument()?);
            if !self.take_mark(Mark::Comma) {
                self.close(open, Mark::ParenClose)?;
                return Ok(arguments);
            }
        }
    }

    fn argument(&mut self) -> Parsed<Argument> {
        let mut name = None;
        if let TokenKind::Name(text) = self.peek()
            && *self.peek_at(1) == TokenKind::Mark(Mark::Colon)
        {
            let text = text.clone();
            let range = self.advance();
            self.advance();
            name = Some(Name { text, range });
        }
        let value = self.expression()?;
        Ok(Argument { name, value })
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

    fn called(text: &str) -> String {
        match parse(text).unwrap().kind {
            ExprKind::Call { function, .. } => {
                let written = text.get(function.range.clone()).unwrap();
                assert_eq!(written.replace("  ", " "), function.text);
                function.text
            }
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn a_function_may_have_several_words() {
        for name in
            ["round half up", "years and months duration", "days and time duration", "string length", "round halfup"]
        {
            assert_eq!(called(&format!("{name}(a, b)")), name);
        }
        assert_eq!(called("round  up (a, 2)"), "round up");
    }

    #[test]
    fn the_words_of_a_function_are_names_elsewhere() {
        same("years and months", "(years) and (months)");
        same("date and up", "(date) and (up)");
        same("years and count(a)", "(years) and (count(a))");
    }

    #[test]
    fn all_arguments_have_a_name_or_none() {
        let Ok(expr) = parse("date(year: 2026, month: 1, day: a = b)") else {
            panic!("not read");
        };
        assert_eq!(expr.children().len(), 3);
        assert_eq!(mistake("date(year: 2026, 1, 1)")[2], "name all of them or none");
    }

    #[test]
    fn not_stands_before_parentheses() {
        assert_eq!(called("not(a)"), "not");
        assert_eq!(mistake("a and not b.c or d")[2], "write `not(b.c)`");
        assert_eq!(mistake("not")[2], "write `not(…)`");
    }

    #[test]
    fn only_a_name_is_called() {
        for text in ["5(a)", "a(b)(c)", "\"a\"(b)"] {
            assert_eq!(mistake(text)[2], "only a function is called");
        }
    }
}
