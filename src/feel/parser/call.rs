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
            .filter(|phrase| {
                let mut words = phrase.split(' ').enumerate();
                words.all(|(ahead, word)| self.spelling(ahead) == word)
            })
            .map(|phrase| phrase.split(' ').count())
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
        let open = self.advance();
        let mut arguments = Vec::new();
        if !self.is_mark(Mark::ParenClose) {
            arguments.push(self.argument()?);
            while self.take_mark(Mark::Comma) {
                arguments.push(self.argument()?);
            }
        }
        self.close(open, Mark::ParenClose)?;
        let range = start..self.end();
        let named = arguments.iter().filter(|a| a.name.is_some()).count();
        if named != 0 && named != arguments.len() {
            let error = SyntaxError::new(range, "some arguments have a name and some have none");
            return Err(error.with_help("name all of them or none"));
        }
        let kind = ExprKind::Call {
            function,
            arguments,
        };
        Ok(Expr { kind, range })
    }

    fn argument(&mut self) -> Parsed<Argument> {
        let mut name = None;
        if let TokenKind::Name(text) = self.peek().clone()
            && *self.peek_at(1) == TokenKind::Mark(Mark::Colon)
        {
            let range = self.advance();
            self.advance();
            name = Some(Name { text, range });
        }
        let value = self.expression()?;
        Ok(Argument { name, value })
    }
}
