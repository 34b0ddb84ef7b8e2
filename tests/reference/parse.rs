//! Expressions as trees, by climbing over the strengths of the operators.

use super::{
    calendar,
    number::{self, Q},
    token::{Token, tokens},
};

#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    Number(Q),
    Bool(bool),
    Date(i64),
    Months(i64),
    Days(i64),
    Name(String),
    Path(Box<Expr>, String),
    Filter(Box<Expr>, Box<Expr>),
    Negate(Box<Expr>),
    Arithmetic(&'static str, Box<Expr>, Box<Expr>),
    Compare(&'static str, Box<Expr>, Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    In(Box<Expr>, Vec<Test>),
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `every` or `some`, the names with their lists, the condition.
    Each(bool, Vec<(String, Expr)>, Box<Expr>),
    /// The names with their lists, what each gives.
    For(Vec<(String, Expr)>, Box<Expr>),
    Call(String, Vec<Expr>),
    List(Vec<Expr>),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    Compare(&'static str, Expr),
    /// An end and whether it belongs to the range.
    Range(Option<(Expr, bool)>, Option<(Expr, bool)>),
    Not(Vec<Test>),
    Value(Expr),
}

/// Names of arguments, by function.
const NAMED: &[(&str, &[&str])] = &[
    ("round", &["n", "scale"]),
    ("floor", &["n", "scale"]),
    ("ceiling", &["n", "scale"]),
    ("decimal", &["n", "scale"]),
    ("modulo", &["dividend", "divisor"]),
    ("years and months duration", &["from", "to"]),
    ("date", &["year", "month", "day"]),
    ("age_on", &["member", "date"]),
    ("birthday", &["member", "years"]),
    ("value_on", &["parameter", "date", "level"]),
    ("months_before", &["date", "first", "last"]),
];

/// Functions of several words.
const PHRASES: &[&[&str]] = &[
    &["round", "half", "up"],
    &["round", "half", "down"],
    &["round", "up"],
    &["round", "down"],
    &["years", "and", "months", "duration"],
];

pub fn parse(text: &str) -> Expr {
    let mut parser = Parser { all: tokens(text), at: 0, text };
    let found = parser.whole();
    assert_eq!(parser.at, parser.all.len(), "the end of {text}");
    found
}

struct Parser<'a> {
    all: Vec<Token>,
    at: usize,
    text: &'a str,
}

impl Parser<'_> {
    fn is(&self, sign: &str) -> bool {
        self.is_at(self.at, sign)
    }

    fn is_at(&self, at: usize, word: &str) -> bool {
        match self.all.get(at) {
            Some(Token::Sign(sign)) => *sign == word,
            Some(Token::Name(name)) => name == word,
            _ => false,
        }
    }

    fn take(&mut self, word: &str) -> bool {
        let found = self.is(word);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, word: &str) {
        assert!(self.take(word), "`{word}` at {:?} in {}", self.all.get(self.at), self.text);
    }

    fn name(&mut self) -> String {
        match self.all.get(self.at) {
            Some(Token::Name(name)) => {
                self.at += 1;
                name.clone()
            }
            other => panic!("a name, not {other:?}, in {}", self.text),
        }
    }

    fn whole(&mut self) -> Expr {
        let mut found = self.both();
        while self.take("or") {
            found = Expr::Or(Box::new(found), Box::new(self.both()));
        }
        found
    }

    fn both(&mut self) -> Expr {
        let mut found = self.comparison();
        while self.take("and") {
            found = Expr::And(Box::new(found), Box::new(self.comparison()));
        }
        found
    }

    fn order(&mut self) -> Option<&'static str> {
        let found = ["<=", ">=", "!=", "<", ">", "="].into_iter().find(|sign| self.is(sign))?;
        self.at += 1;
        Some(found)
    }

    fn comparison(&mut self) -> Expr {
        let found = self.sum();
        if let Some(order) = self.order() {
            return Expr::Compare(order, Box::new(found), Box::new(self.sum()));
        }
        if self.take("between") {
            let low = self.sum();
            self.expect("and");
            let high = self.sum();
            return Expr::In(Box::new(found), vec![Test::Range(Some((low, true)), Some((high, true)))]);
        }
        if self.take("in") {
            let tests = self.tests();
            return Expr::In(Box::new(found), tests);
        }
        found
    }

    /// What stands after `in`: a range, or tests in parentheses, or one of them.
    fn tests(&mut self) -> Vec<Test> {
        let before = self.at;
        if let Some(range) = self.range() {
            return vec![range];
        }
        self.at = before;
        if self.take("(") {
            return self.list_of_tests();
        }
        vec![self.test()]
    }

    fn list_of_tests(&mut self) -> Vec<Test> {
        let mut found = vec![self.test()];
        while self.take(",") {
            found.push(self.test());
        }
        self.expect(")");
        found
    }

    fn test(&mut self) -> Test {
        if let Some(order) = self.order() {
            return Test::Compare(order, self.sum());
        }
        if self.is("not") && self.is_at(self.at + 1, "(") {
            self.at += 2;
            return Test::Not(self.list_of_tests());
        }
        let before = self.at;
        if let Some(range) = self.range() {
            return range;
        }
        self.at = before;
        Test::Value(self.sum())
    }

    fn range(&mut self) -> Option<Test> {
        let is_closed = if self.take("[") {
            true
        } else if self.take("(") || self.take("]") {
            false
        } else {
            return None;
        };
        // A list or a group in the place of a range is not read as one: look for the two points first.
        if !self.has_points() {
            return None;
        }
        let low = if self.is("..") { None } else { Some((self.sum(), is_closed)) };
        self.expect("..");
        if self.take(")") || self.take("]") {
            return Some(Test::Range(low, None));
        }
        let high = self.sum();
        let is_closed = self.take("]");
        if !is_closed && !self.take(")") {
            self.expect("[");
        }
        Some(Test::Range(low, Some((high, is_closed))))
    }

    /// Whether `..` comes before the bracket that was opened is closed.
    fn has_points(&self) -> bool {
        let mut depth = 0;
        for token in &self.all[self.at..] {
            match token {
                Token::Sign(".." | ",") if depth == 0 => return *token == Token::Sign(".."),
                Token::Sign("(" | "[") => depth += 1,
                Token::Sign(")" | "]") if depth == 0 => return false,
                Token::Sign(")" | "]") => depth -= 1,
                _ => {}
            }
        }
        false
    }

    fn sum(&mut self) -> Expr {
        let mut found = self.product();
        while let Some(sign) = ["+", "-"].into_iter().find(|sign| self.is(sign)) {
            self.at += 1;
            found = Expr::Arithmetic(sign, Box::new(found), Box::new(self.product()));
        }
        found
    }

    fn product(&mut self) -> Expr {
        let mut found = self.power();
        while let Some(sign) = ["*", "/"].into_iter().find(|sign| self.is(sign)) {
            self.at += 1;
            found = Expr::Arithmetic(sign, Box::new(found), Box::new(self.power()));
        }
        found
    }

    fn power(&mut self) -> Expr {
        let mut found = self.signed();
        while self.take("**") {
            found = Expr::Arithmetic("**", Box::new(found), Box::new(self.signed()));
        }
        found
    }

    fn signed(&mut self) -> Expr {
        if self.take("-") {
            return Expr::Negate(Box::new(self.signed()));
        }
        self.path()
    }

    fn path(&mut self) -> Expr {
        let mut found = self.primary();
        loop {
            if self.take(".") {
                found = Expr::Path(Box::new(found), self.name());
            } else if self.is("[") && !matches!(found, Expr::Number(_) | Expr::Date(_)) {
                self.at += 1;
                let condition = self.whole();
                self.expect("]");
                found = Expr::Filter(Box::new(found), Box::new(condition));
            } else {
                return found;
            }
        }
    }

    fn phrase(&mut self) -> Option<String> {
        let words = PHRASES.iter().find(|words| {
            let end = self.at + words.len();
            words.iter().enumerate().all(|(place, word)| self.is_at(self.at + place, word)) && self.is_at(end, "(")
        })?;
        self.at += words.len();
        Some(words.join(" "))
    }

    fn primary(&mut self) -> Expr {
        if let Some(name) = self.phrase() {
            return self.call(name);
        }
        let token = self.all.get(self.at).cloned().unwrap_or_else(|| panic!("the end of {}", self.text));
        self.at += 1;
        match token {
            Token::Number(digits) => self.number(&digits),
            Token::Sign("(") => {
                let found = self.whole();
                self.expect(")");
                found
            }
            Token::Sign("[") => {
                let mut found = vec![self.whole()];
                while self.take(",") {
                    found.push(self.whole());
                }
                self.expect("]");
                Expr::List(found)
            }
            Token::Sign("@") => {
                let Some(Token::Text(text)) = self.all.get(self.at).cloned() else { panic!("a text in {}", self.text) };
                self.at += 1;
                moment(&text)
            }
            Token::Name(name) => self.named(name),
            other => panic!("{other:?} in {}", self.text),
        }
    }

    fn number(&mut self, digits: &str) -> Expr {
        let count = number::read(digits).unwrap();
        let unit = ["day", "days", "month", "months", "year", "years"].into_iter().find(|unit| self.is(unit));
        let Some(unit) = unit else { return Expr::Number(count) };
        self.at += 1;
        let count = number::as_int(&count);
        match unit.trim_end_matches('s') {
            "day" => Expr::Days(count),
            "month" => Expr::Months(count),
            _ => Expr::Months(count * 12),
        }
    }

    fn named(&mut self, name: String) -> Expr {
        match name.as_str() {
            "true" | "false" => Expr::Bool(name == "true"),
            "if" => {
                let condition = self.whole();
                self.expect("then");
                let then = self.whole();
                self.expect("else");
                Expr::If(Box::new(condition), Box::new(then), Box::new(self.whole()))
            }
            "some" | "every" => {
                let lists = self.named_lists();
                self.expect("satisfies");
                Expr::Each(name == "every", lists, Box::new(self.whole()))
            }
            "for" => {
                let lists = self.named_lists();
                self.expect("return");
                Expr::For(lists, Box::new(self.whole()))
            }
            _ if self.is("(") => self.call(name),
            _ => Expr::Name(name),
        }
    }

    /// `a in list, b in list`
    fn named_lists(&mut self) -> Vec<(String, Expr)> {
        let mut lists = Vec::new();
        loop {
            let item = self.name();
            self.expect("in");
            lists.push((item, self.sum()));
            if !self.take(",") {
                return lists;
            }
        }
    }

    fn call(&mut self, name: String) -> Expr {
        self.expect("(");
        let mut arguments: Vec<(Option<String>, Expr)> = Vec::new();
        while !self.take(")") {
            if let Some(Token::Text(text)) = self.all.get(self.at).cloned() {
                self.at += 1;
                self.expect(")");
                return moment(&text);
            }
            let word = self.is_at(self.at + 1, ":").then(|| self.name());
            self.at += usize::from(word.is_some());
            arguments.push((word, self.whole()));
            self.take(",");
        }
        let family = name.split(' ').next().filter(|first| *first == "round").unwrap_or(&name);
        let names = NAMED.iter().find(|(known, _)| *known == family).map_or(&[][..], |(_, names)| names);
        let place = |argument: &(Option<String>, Expr)| {
            let (word, _) = argument;
            word.as_ref().and_then(|word| names.iter().position(|name| name == word)).unwrap_or(0)
        };
        arguments.sort_by_key(place);
        Expr::Call(name, arguments.into_iter().map(|(_, argument)| argument).collect())
    }
}

/// A date or a duration in its ISO text.
fn moment(text: &str) -> Expr {
    if let Some(day) = calendar::read(text) {
        return Expr::Date(day);
    }
    let (sign, rest) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let mut digits = String::new();
    let (mut months, mut days) = (0, None);
    for letter in rest.chars() {
        let count = || digits.parse::<i64>().unwrap() * sign;
        match letter {
            'P' => {}
            'Y' => months += count() * 12,
            'M' => months += count(),
            'D' => days = Some(count()),
            other => {
                digits.push(other);
                continue;
            }
        }
        digits.clear();
    }
    days.map_or(Expr::Months(months), Expr::Days)
}

#[test]
fn operators_climb_in_their_order() {
    assert_eq!(parse("-x ** 2 + 1"), parse("((-x) ** 2) + 1"));
    assert_eq!(parse("a or b and c"), parse("a or (b and c)"));
    assert_eq!(parse("x - y - 1"), parse("(x - y) - 1"));
    assert_eq!(parse("x in [1..5)"), parse("x in [1..5["));
    assert!(matches!(parse("x in [1, 2]"), Expr::In(_, tests) if matches!(tests[..], [Test::Value(Expr::List(_))])));
    assert!(matches!(parse("x in (y)"), Expr::In(_, tests) if matches!(tests[..], [Test::Value(Expr::Name(_))])));
    assert!(matches!(parse("years and months duration(a, b) >= 1 year"), Expr::Compare(">=", ..)));
}
