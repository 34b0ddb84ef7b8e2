//! From tokens to a tree: recursive descent with bounds on length and depth.
//!
//! One idea per file: `operator` what stands between operands, `membership` the right side of `in`, `primary` what an
//! operand is, `bracket` lists and ranges, `call` functions, `control` `if`, `for`, `some`, `every`, and `complaint`
//! what is said where no token fits.

mod bracket;
mod call;
mod complaint;
mod control;
mod membership;
mod operator;
mod primary;

use std::ops::Range;

use super::{
    error::SyntaxError,
    lexer,
    token::{Mark, Token, TokenKind, Word},
    tree::{Expr, Level},
};

/// The longest expression that is read, in bytes.
pub const LONGEST: usize = 4_096;

/// The highest tree that is read: later rooms walk trees by recursion and rely on it.
pub const DEEPEST: usize = 64;

/// How deep the parser itself recurses: a node of the tree costs at most two steps, one for parentheses around it.
const DEEPEST_STEP: usize = 2 * DEEPEST + 2;

/// Reads one expression.
///
/// # Errors
///
/// Every mistake that could be told apart, in the order of the text.
pub fn parse(text: &str) -> Result<Expr, Vec<SyntaxError>> {
    if text.len() > LONGEST {
        let message = format!("this expression is longer than {LONGEST} bytes");
        let error = SyntaxError::new(0..text.len(), message);
        return Err(vec![error.with_help("name parts of it as definitions")]);
    }
    let lexed = lexer::lex(text);
    let mut errors = lexed.errors;
    if lexed.is_torn {
        return Err(errors);
    }
    let mut parser = Parser::new(text, lexed.tokens);
    match parser.whole() {
        Ok(expr) if errors.is_empty() => return Ok(expr),
        Ok(_) => {}
        // A mistake at the place of a slip that was read as meant follows from the slip.
        Err(error) if errors.iter().any(|slip| touches(slip, &error)) => {}
        Err(error) => errors.push(error),
    }
    errors.sort_by_key(|error| error.range.start);
    Err(errors)
}

fn touches(slip: &SyntaxError, error: &SyntaxError) -> bool {
    slip.range.start <= error.range.end && error.range.start <= slip.range.end
}

/// What the parts of the parser give.
type Parsed<T> = Result<T, SyntaxError>;

/// Reads tokens from the left. INVARIANT: the last token is the end, and `at` never passes it.
struct Parser<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    /// Whether the upper end of a range is read, which `[` may close.
    in_range_end: bool,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, tokens: Vec<Token>) -> Self {
        Self {
            text,
            tokens,
            at: 0,
            depth: 0,
            in_range_end: false,
        }
    }

    fn whole(&mut self) -> Parsed<Expr> {
        if self.tokens.len() <= 1 {
            let error = SyntaxError::new(0..self.text.len(), "there is no expression here");
            return Err(error);
        }
        let expr = self.expression()?;
        if *self.peek() != TokenKind::End {
            return Err(self.leftover(None));
        }
        check_height(&expr)?;
        Ok(expr)
    }

    /// An expression between delimiters.
    fn expression(&mut self) -> Parsed<Expr> {
        let in_range_end = std::mem::replace(&mut self.in_range_end, false);
        let expr = self.deeper(|parser| parser.binary(Level::Or))?;
        self.in_range_end = in_range_end;
        Ok(expr)
    }

    /// Runs one step of the recursion, within the bound.
    fn deeper<T>(&mut self, step: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= DEEPEST_STEP {
            return Err(too_deep(self.range()));
        }
        self.depth += 1;
        let result = step(self);
        self.depth -= 1;
        result
    }

    fn peek(&self) -> &TokenKind {
        self.peek_at(0)
    }

    /// The kind of the token so many places ahead.
    fn peek_at(&self, ahead: usize) -> &TokenKind {
        let token = self.tokens.get(self.at + ahead);
        token.map_or(&TokenKind::End, |token| &token.kind)
    }

    /// The place of the next token.
    fn range(&self) -> Range<usize> {
        self.range_at(0)
    }

    fn range_at(&self, ahead: usize) -> Range<usize> {
        let end = self.text.len();
        let token = self.tokens.get(self.at + ahead);
        token.map_or(end..end, |token| token.range.clone())
    }

    /// Passes the next token and gives its place.
    fn advance(&mut self) -> Range<usize> {
        let range = self.range();
        if *self.peek() != TokenKind::End {
            self.at += 1;
        }
        range
    }

    fn is_mark(&self, mark: Mark) -> bool {
        *self.peek() == TokenKind::Mark(mark)
    }

    fn is_word(&self, word: Word) -> bool {
        *self.peek() == TokenKind::Word(word)
    }

    /// Passes the next token if it is this mark.
    fn take_mark(&mut self, mark: Mark) -> bool {
        let is_next = self.is_mark(mark);
        if is_next {
            self.advance();
        }
        is_next
    }

    /// Passes the next token if it is this word.
    fn take_word(&mut self, word: Word) -> bool {
        let is_next = self.is_word(word);
        if is_next {
            self.advance();
        }
        is_next
    }

    /// The end of the token that was passed last.
    fn end(&self) -> usize {
        let last = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        last.map_or(0, |token| token.range.end)
    }

    /// The source of a place.
    fn source(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }
}

fn too_deep(range: Range<usize>) -> SyntaxError {
    let message = format!("this expression is deeper than {DEEPEST} steps");
    let help = "name parts of it as definitions, or list conditions in `all` and `any`";
    SyntaxError::new(range, message).with_help(help)
}

/// Walks with a stack of its own: a chain of operators is as high as it is long.
fn check_height(expr: &Expr) -> Parsed<()> {
    let mut open = vec![(expr, 1)];
    while let Some((expr, height)) = open.pop() {
        if height > DEEPEST {
            return Err(too_deep(expr.range.clone()));
        }
        open.extend(expr.children().into_iter().map(|child| (child, height + 1)));
    }
    Ok(())
}
