//! The tokens of an expression.

use std::ops::Range;

use super::tree::Operator;

/// A token with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Half-open byte range of the expression text.
    pub range: Range<usize>,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Digits with at most one point.
    Number(String),
    /// A quoted text, its escapes resolved.
    Text(String),
    /// A name.
    Name(String),
    /// A word of the language.
    Word(Word),
    /// An operator, bracket or separator.
    Mark(Mark),
    /// The end of the text.
    End,
}

/// A word of the language; none of them is a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// `and`
    And,
    /// `between`
    Between,
    /// `else`
    Else,
    /// `every`
    Every,
    /// `false`
    False,
    /// `for`
    For,
    /// `if`
    If,
    /// `in`
    In,
    /// `not`
    Not,
    /// `null`
    Null,
    /// `or`
    Or,
    /// `return`
    Return,
    /// `satisfies`
    Satisfies,
    /// `some`
    Some,
    /// `then`
    Then,
    /// `true`
    True,
}

impl Word {
    /// The word with this spelling.
    pub fn of_text(text: &str) -> Option<Self> {
        Some(match text {
            "and" => Self::And,
            "between" => Self::Between,
            "else" => Self::Else,
            "every" => Self::Every,
            "false" => Self::False,
            "for" => Self::For,
            "if" => Self::If,
            "in" => Self::In,
            "not" => Self::Not,
            "null" => Self::Null,
            "or" => Self::Or,
            "return" => Self::Return,
            "satisfies" => Self::Satisfies,
            "some" => Self::Some,
            "then" => Self::Then,
            "true" => Self::True,
            _ => return None,
        })
    }

    /// How it is written.
    pub fn text(self) -> &'static str {
        match self {
            Self::And => "and",
            Self::Between => "between",
            Self::Else => "else",
            Self::Every => "every",
            Self::False => "false",
            Self::For => "for",
            Self::If => "if",
            Self::In => "in",
            Self::Not => "not",
            Self::Null => "null",
            Self::Or => "or",
            Self::Return => "return",
            Self::Satisfies => "satisfies",
            Self::Some => "some",
            Self::Then => "then",
            Self::True => "true",
        }
    }
}

/// An operator, bracket or separator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `@`
    At,
    /// `]`
    BracketClose,
    /// `[`
    BracketOpen,
    /// `:`
    Colon,
    /// `,`
    Comma,
    /// `.`
    Dot,
    /// `..`
    DotDot,
    /// `=`
    Equal,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `-`
    Minus,
    /// `!=`
    NotEqual,
    /// `)`
    ParenClose,
    /// `(`
    ParenOpen,
    /// `+`
    Plus,
    /// `/`
    Slash,
    /// `*`
    Star,
    /// `**`
    StarStar,
}

impl Mark {
    /// Every mark with its spelling; a spelling stands before its own beginning.
    pub const ALL: [(&'static str, Self); 20] = [
        ("**", Self::StarStar),
        ("!=", Self::NotEqual),
        ("<=", Self::LessOrEqual),
        (">=", Self::GreaterOrEqual),
        ("..", Self::DotDot),
        ("@", Self::At),
        ("]", Self::BracketClose),
        ("[", Self::BracketOpen),
        (":", Self::Colon),
        (",", Self::Comma),
        (".", Self::Dot),
        ("=", Self::Equal),
        (">", Self::Greater),
        ("<", Self::Less),
        ("-", Self::Minus),
        (")", Self::ParenClose),
        ("(", Self::ParenOpen),
        ("+", Self::Plus),
        ("/", Self::Slash),
        ("*", Self::Star),
    ];
}

impl TokenKind {
    /// The operator that the token is between two operands.
    pub fn operator(&self) -> Option<Operator> {
        Some(match self {
            Self::Word(Word::Or) => Operator::Or,
            Self::Word(Word::And) => Operator::And,
            Self::Mark(Mark::Equal) => Operator::Equal,
            Self::Mark(Mark::NotEqual) => Operator::NotEqual,
            Self::Mark(Mark::Less) => Operator::Less,
            Self::Mark(Mark::LessOrEqual) => Operator::LessOrEqual,
            Self::Mark(Mark::Greater) => Operator::Greater,
            Self::Mark(Mark::GreaterOrEqual) => Operator::GreaterOrEqual,
            Self::Mark(Mark::Plus) => Operator::Add,
            Self::Mark(Mark::Minus) => Operator::Subtract,
            Self::Mark(Mark::Star) => Operator::Multiply,
            Self::Mark(Mark::Slash) => Operator::Divide,
            Self::Mark(Mark::StarStar) => Operator::Power,
            _ => return None,
        })
    }

    /// Whether an operand can begin with the token; a range that begins with `]` is left out.
    pub fn is_operand_start(&self) -> bool {
        match self {
            Self::Number(_) | Self::Text(_) | Self::Name(_) => true,
            Self::Word(word) => matches!(
                word,
                Word::Every | Word::False | Word::For | Word::If | Word::Not | Word::Null | Word::Some | Word::True
            ),
            Self::Mark(mark) => matches!(mark, Mark::At | Mark::BracketOpen | Mark::Minus | Mark::ParenOpen),
            Self::End => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_spelling_hides_a_longer_one() {
        for (place, (earlier, _)) in Mark::ALL.iter().enumerate() {
            for (later, _) in &Mark::ALL[place + 1..] {
                assert!(!later.starts_with(earlier), "{earlier} hides {later}");
            }
        }
    }

    #[test]
    fn a_word_is_found_by_its_spelling() {
        for text in ["and", "between", "satisfies", "null", "true"] {
            assert_eq!(Word::of_text(text).map(Word::text), Some(text));
        }
        assert_eq!(Word::of_text("And"), None);
    }
}
