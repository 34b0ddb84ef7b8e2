//! The tree of an expression: what was written, with the place of every part.
//!
//! Ranges are half-open byte ranges of the expression text. Equality looks at what is said, not at where it stands.

use std::{iter, ops::Range};

/// One expression with its place in the text; parentheses around it belong to the place.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What is said.
    pub kind: ExprKind,
    /// Half-open byte range of the expression text.
    pub range: Range<usize>,
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl Eq for Expr {}

/// A name with its place in the text.
#[derive(Clone, Debug)]
pub struct Name {
    /// The name; several words of a function are parted by one space.
    pub text: String,
    /// Half-open byte range of the expression text.
    pub range: Range<usize>,
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Name {}

/// What an expression says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExprKind {
    /// A number as it was written: digits, at most one point, no sign, no exponent.
    Number(String),
    /// A text, its escapes resolved.
    Text(String),
    /// `true` or `false`.
    Boolean(bool),
    /// FEEL's `null`; it is read so that the checker can explain why rules have none.
    Null,
    /// A bare name: a fact, a definition, a parameter, an alias or an enumerated value.
    Name(String),
    /// `a.b`.
    Path(Box<Expr>, Name),
    /// `6 months`: the digits as they were written, and the unit.
    Duration(String, DurationUnit),
    /// `@"2026-01-01"` or `@"P6M"`: the text between the quotes.
    At(String),
    /// `-a`.
    Negate(Box<Expr>),
    /// `a + b`.
    Binary(Operator, Box<Expr>, Box<Expr>),
    /// `value between low and high`, both ends included.
    Between {
        /// What is held against the ends.
        value: Box<Expr>,
        /// The lower end.
        low: Box<Expr>,
        /// The upper end.
        high: Box<Expr>,
    },
    /// `value in (…)`: true where any of the tests holds.
    In(Box<Expr>, Vec<Test>),
    /// `if condition then a else b`.
    If {
        /// What decides.
        condition: Box<Expr>,
        /// The value where it is true.
        then: Box<Expr>,
        /// The value where it is false.
        otherwise: Box<Expr>,
    },
    /// `some x in list satisfies …` or `every x in list satisfies …`.
    Quantified {
        /// `every` rather than `some`.
        every: bool,
        /// The names and the lists they go through, in order.
        bindings: Vec<(Name, Expr)>,
        /// The condition.
        satisfies: Box<Expr>,
    },
    /// `for x in list return …`.
    For {
        /// The names and the lists they go through, in order.
        bindings: Vec<(Name, Expr)>,
        /// The value for each.
        result: Box<Expr>,
    },
    /// `list[condition]`.
    Filter(Box<Expr>, Box<Expr>),
    /// `[a, b]`.
    List(Vec<Expr>),
    /// `[a..b)`.
    Range(Box<RangeExpr>),
    /// `function(a, b)` or `function(name: a)`; `not(a)` is one too.
    Call {
        /// The function; its words are parted by one space.
        function: Name,
        /// INVARIANT: all of them are named or none is.
        arguments: Vec<Argument>,
    },
}

/// The unit of a written duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DurationUnit {
    /// `day`, `days`.
    Days,
    /// `month`, `months`.
    Months,
    /// `year`, `years`.
    Years,
}

impl DurationUnit {
    /// The unit that a word of the language means, singular or plural.
    pub fn of_word(word: &str) -> Option<Self> {
        match word {
            "day" | "days" => Some(Self::Days),
            "month" | "months" => Some(Self::Months),
            "year" | "years" => Some(Self::Years),
            _ => None,
        }
    }

    /// The word after a count: singular after `1`.
    pub fn word_after(self, count: &str) -> &'static str {
        match (self, count) {
            (Self::Days, "1") => "day",
            (Self::Days, _) => "days",
            (Self::Months, "1") => "month",
            (Self::Months, _) => "months",
            (Self::Years, "1") => "year",
            (Self::Years, _) => "years",
        }
    }
}

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `or`
    Or,
    /// `and`
    And,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `**`
    Power,
}

impl Operator {
    /// How it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Power => "**",
        }
    }

    /// How tightly it binds.
    pub fn level(self) -> Level {
        match self {
            Self::Or => Level::Or,
            Self::And => Level::And,
            Self::Equal | Self::NotEqual | Self::Less | Self::LessOrEqual | Self::Greater | Self::GreaterOrEqual => {
                Level::Comparison
            }
            Self::Add | Self::Subtract => Level::Sum,
            Self::Multiply | Self::Divide => Level::Product,
            Self::Power => Level::Power,
        }
    }

    /// Whether it compares: `=`, `!=`, `<`, `<=`, `>`, `>=`.
    pub fn is_comparison(self) -> bool {
        self.level() == Level::Comparison
    }
}

/// How tightly a form binds, the loosest first (DMN 1.5, 10.3.1.2: the order of the alternatives of the grammar).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// `if`, `for`, `some`, `every`: they reach as far right as they can.
    Control,
    /// `or`
    Or,
    /// `and`
    And,
    /// Comparisons, `between` and `in`; they do not chain.
    Comparison,
    /// `+` and `-`
    Sum,
    /// `*` and `/`
    Product,
    /// `**`
    Power,
    /// The minus sign, which FEEL binds tighter than `**`: `-2 ** 2` is 4.
    Negation,
    /// Paths, filters, calls, literals, lists and ranges.
    Postfix,
}

impl Level {
    /// The next tighter level.
    pub fn tighter(self) -> Self {
        match self {
            Self::Control => Self::Or,
            Self::Or => Self::And,
            Self::And => Self::Comparison,
            Self::Comparison => Self::Sum,
            Self::Sum => Self::Product,
            Self::Product => Self::Power,
            Self::Power => Self::Negation,
            Self::Negation | Self::Postfix => Self::Postfix,
        }
    }
}

/// `[a..b)`: an end that is not written is open to infinity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RangeExpr {
    /// The lower end.
    pub low: Option<Expr>,
    /// Whether the lower end belongs to the range.
    pub low_closed: bool,
    /// The upper end.
    pub high: Option<Expr>,
    /// Whether the upper end belongs to the range.
    pub high_closed: bool,
}

impl RangeExpr {
    /// The ends that are written.
    pub fn ends(&self) -> impl Iterator<Item = &Expr> {
        self.low.iter().chain(&self.high)
    }
}

/// One test on the right of `in`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// `< 10`. INVARIANT: the operator is a comparison.
    Compare(Operator, Expr),
    /// A value, or a list of which one item must be equal. INVARIANT: never a range.
    Value(Expr),
    /// `[a..b)`.
    Range(RangeExpr),
    /// `not(a, b)`: none of the tests. INVARIANT: none of them is a `Not`.
    Not(Vec<Test>),
}

impl Test {
    /// The expressions it is made of, from left to right.
    pub fn children(&self) -> Vec<&Expr> {
        match self {
            Self::Compare(_, expr) | Self::Value(expr) => vec![expr],
            Self::Range(range) => range.ends().collect(),
            Self::Not(tests) => tests.iter().flat_map(Self::children).collect(),
        }
    }
}

/// An argument of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// The parameter it is for, in `date(year: 2026, …)`.
    pub name: Option<Name>,
    /// What is given.
    pub value: Expr,
}

impl Expr {
    /// The expressions directly below, from left to right.
    pub fn children(&self) -> Vec<&Self> {
        match &self.kind {
            ExprKind::Number(_)
            | ExprKind::Text(_)
            | ExprKind::Boolean(_)
            | ExprKind::Null
            | ExprKind::Name(_)
            | ExprKind::Duration(..)
            | ExprKind::At(_) => Vec::new(),
            ExprKind::Path(only, _) | ExprKind::Negate(only) => vec![only],
            ExprKind::Binary(_, left, right) | ExprKind::Filter(left, right) => vec![left, right],
            ExprKind::Between { value: first, low: second, high: third }
            | ExprKind::If { condition: first, then: second, otherwise: third } => vec![first, second, third],
            ExprKind::In(value, tests) => {
                let tests = tests.iter().flat_map(Test::children);
                iter::once(value.as_ref()).chain(tests).collect()
            }
            ExprKind::Quantified { bindings, satisfies: last, .. } | ExprKind::For { bindings, result: last } => {
                let lists = bindings.iter().map(|(_, list)| list);
                lists.chain(iter::once(last.as_ref())).collect()
            }
            ExprKind::List(items) => items.iter().collect(),
            ExprKind::Range(range) => range.ends().collect(),
            ExprKind::Call { arguments, .. } => arguments.iter().map(|argument| &argument.value).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str, start: usize) -> Expr {
        Expr { kind: ExprKind::Name(text.to_owned()), range: start..start + text.len() }
    }

    #[test]
    fn equality_does_not_look_at_places() {
        assert_eq!(name("age", 0), name("age", 7));
        assert_ne!(name("age", 0), name("sex", 0));
    }

    #[test]
    fn children_come_from_left_to_right() {
        let range =
            RangeExpr { low: Some(name("b", 0)), low_closed: true, high: Some(name("c", 0)), high_closed: false };
        let tests = vec![Test::Not(vec![Test::Range(range)]), Test::Value(name("d", 0))];
        let kind = ExprKind::In(Box::new(name("a", 0)), tests);
        let expr = Expr { kind, range: 0..0 };
        let below = [name("a", 0), name("b", 0), name("c", 0), name("d", 0)];
        assert_eq!(expr.children(), below.iter().collect::<Vec<_>>());
    }

    #[test]
    fn every_level_but_the_last_has_a_tighter_one() {
        let mut level = Level::Control;
        while level != Level::Postfix {
            assert!(level.tighter() > level);
            level = level.tighter();
        }
    }
}
