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

use std::{mem, ops::Range};

use super::{
    error::SyntaxError,
    lexer,
    token::{Mark, Token, TokenKind, Word},
    tree::{Expr, Level},
};
use crate::value::Limits;

/// Reads one expression within the limits on its bytes and on its nesting: the height of its tree and the parentheses that
/// stand within each other are bounded, and later rooms, which walk trees by recursion, rely on it.
///
/// # Errors
///
/// Every mistake that could be told apart, in the order of the text.
pub fn parse_within(text: &str, limits: &Limits) -> Result<Expr, Vec<SyntaxError>> {
    if text.len() > limits.expression {
        let message = format!("this expression is longer than {} bytes", limits.expression);
        let error = SyntaxError::new(0..text.len(), message);
        return Err(vec![error.with_help("name parts of it as definitions")]);
    }
    let lexed = lexer::lex(text);
    let mut errors = lexed.errors;
    if lexed.is_torn {
        return Err(errors);
    }
    let mut parser = Parser::new(text, lexed.tokens, limits.nesting);
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

/// Reads one expression within the limits where nobody asks for others.
#[cfg(test)]
pub fn parse(text: &str) -> Result<Expr, Vec<SyntaxError>> {
    parse_within(text, &Limits::DEFAULT)
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
    /// How many nodes of the tree are open around the next token.
    depth: usize,
    /// How many pairs of parentheses are.
    groups: usize,
    /// How many of either there may be.
    deepest: usize,
    /// Whether the upper end of a range is read, which `[` may close.
    in_range_end: bool,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, tokens: Vec<Token>, deepest: usize) -> Self {
        Self { text, tokens, at: 0, depth: 0, groups: 0, deepest, in_range_end: false }
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
        // Each node of the tree has a token of its own.
        if self.tokens.len() > self.deepest {
            check_height(&expr, self.deepest)?;
        }
        Ok(expr)
    }

    /// An expression between the delimiters of a form.
    fn expression(&mut self) -> Parsed<Expr> {
        self.deeper(Self::delimited)
    }

    fn boxed(&mut self) -> Parsed<Box<Expr>> {
        self.expression().map(Box::new)
    }

    /// An expression between parentheses, which are no node of the tree.
    fn grouped(&mut self) -> Parsed<Expr> {
        if self.groups >= self.deepest {
            return Err(too_deep(self.range(), self.deepest));
        }
        self.groups += 1;
        let result = self.delimited();
        self.groups -= 1;
        result
    }

    fn delimited(&mut self) -> Parsed<Expr> {
        let in_range_end = mem::replace(&mut self.in_range_end, false);
        let result = self.binary(Level::Or);
        self.in_range_end = in_range_end;
        result
    }

    /// Reads a part of a node, within the bound: what is left to `check_height` is chains of operators.
    fn deeper<T>(&mut self, part: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= self.deepest {
            return Err(too_deep(self.range(), self.deepest));
        }
        self.depth += 1;
        let result = part(self);
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
        self.before().map_or(0, |token| token.range.end)
    }

    /// The source of a place.
    fn source(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }
}

fn too_deep(range: Range<usize>, most: usize) -> SyntaxError {
    let message = format!("this expression is deeper than {most} steps");
    let help = "name parts of it as definitions, or list conditions in `all` and `any`";
    SyntaxError::new(range, message).with_help(help)
}

/// Walks with a stack of its own: a chain of operators is as high as it is long.
fn check_height(expr: &Expr, deepest: usize) -> Parsed<()> {
    let mut open = vec![(expr, 1)];
    while let Some((expr, height)) = open.pop() {
        if height > deepest {
            return Err(too_deep(expr.range.clone(), deepest));
        }
        open.extend(expr.children().into_iter().map(|child| (child, height + 1)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    const LONGEST: usize = Limits::DEFAULT.expression;
    const DEEPEST: usize = Limits::DEFAULT.nesting;

    /// Both texts mean the same tree.
    pub(super) fn same(written: &str, meant: &str) {
        let [written, meant] = [written, meant].map(|text| match parse(text) {
            Ok(expr) => expr,
            Err(errors) => panic!("{text}: {errors:?}"),
        });
        assert_eq!(written, meant);
    }

    /// The only mistake of a text as its source, message and help.
    pub(super) fn mistake(text: &str) -> [String; 3] {
        let errors = parse(text).expect_err(text);
        let [error] = errors.as_slice() else {
            panic!("{text}: {errors:?}");
        };
        let place = text.get(error.range.clone()).unwrap().to_owned();
        let help = error.help.clone().unwrap_or_default();
        [place, error.message.clone(), help]
    }

    #[test]
    fn all_slips_are_shown_at_once() {
        let errors = parse("a == 1 && b || !c +").unwrap_err();
        let help: Vec<_> = errors.iter().filter_map(|e| e.help.as_deref()).collect();
        assert_eq!(help, ["use `=`", "use `and`", "use `or`", "write `not(c)`"]);
        assert_eq!(errors.last().unwrap().message, "nothing stands after `+`");
        assert!(errors.is_sorted_by_key(|error| error.range.start));
    }

    #[test]
    fn a_slip_is_not_complained_about_twice() {
        assert_eq!(mistake("a ==")[1], "`==` is not an operator here");
    }

    #[test]
    fn an_empty_text_is_no_expression() {
        for text in ["", "  ", "// note", "/* note */"] {
            assert_eq!(mistake(text)[1], "there is no expression here");
        }
    }

    #[test]
    fn parentheses_belong_to_the_place() {
        let text = " (a + b) * c";
        let expr = parse(text).unwrap();
        let written = |expr: &Expr| text.get(expr.range.clone()).unwrap();
        assert_eq!(written(&expr), "(a + b) * c");
        let sum = expr.children()[0];
        assert_eq!(written(sum), "(a + b)");
        let operands: Vec<_> = sum.children().into_iter().map(written).collect();
        assert_eq!(operands, ["a", "b"]);
    }

    #[test]
    fn a_long_text_is_refused() {
        let text = format!("a{}", " ".repeat(LONGEST - 1));
        assert!(parse(&text).is_ok());
        let [_, message, _] = mistake(&format!("{text} "));
        assert_eq!(message, "this expression is longer than 4096 bytes");
    }

    #[test]
    fn a_tree_is_at_most_so_high() {
        let chain = |count: usize| vec!["a"; count].join(" + ");
        assert!(parse(&chain(DEEPEST)).is_ok());
        let [_, message, _] = mistake(&chain(DEEPEST + 1));
        assert_eq!(message, "this expression is deeper than 64 steps");
        let nested = |count: usize| format!("{}a{}", "[".repeat(count), "]".repeat(count));
        assert!(parse(&nested(DEEPEST - 1)).is_ok());
        assert!(parse(&nested(DEEPEST)).is_err());
    }

    /// Beginnings and ends that nest.
    const NESTS: [(&str, &str); 21] = [
        ("(not(", "))"),
        ("(for x in ", " return x)"),
        ("(a in (not(", ")))"),
        ("(", ")"),
        ("[", "]"),
        ("[[", "]]"),
        ("-", ""),
        ("- (", ")"),
        ("a[", "]"),
        ("abs(", ")"),
        ("not(", ")"),
        ("(1..", ")"),
        ("a in (", ")"),
        ("a in (not(", "))"),
        ("a in (< ", ")"),
        ("a and b = c + d * e ** -(", ")"),
        ("if a then b else ", ""),
        ("if ", " then a else b"),
        ("some x in a satisfies ", ""),
        ("for x in ", " return x"),
        ("a ** (", ")"),
    ];

    #[test]
    fn deep_nesting_ends_in_an_error_on_the_stack_of_a_thread() {
        let all = || {
            for (open, close) in NESTS {
                let count = LONGEST / (open.len() + close.len());
                for text in
                    [format!("{}a{}", open.repeat(count), close.repeat(count)), open.repeat(LONGEST / open.len())]
                {
                    assert!(parse(&text).is_err(), "{open}");
                }
            }
        };
        let thread = thread::Builder::new().stack_size(2 << 20).spawn(all);
        assert!(thread.unwrap().join().is_ok());
    }

    #[test]
    fn what_is_read_reads_back_up_to_the_bound() {
        for (open, close) in NESTS {
            for count in 1..=DEEPEST {
                let text = format!("{}a{}", open.repeat(count), close.repeat(count));
                if let Ok(expr) = parse(&text) {
                    same(&expr.to_string(), &text);
                }
            }
        }
    }
}
