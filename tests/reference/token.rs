//! The words of an expression.

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    Number(String),
    Text(String),
    Name(String),
    Sign(&'static str),
}

const SIGNS: &[&str] =
    &["..", "**", "!=", "<=", ">=", "+", "-", "*", "/", "=", "<", ">", "(", ")", "[", "]", ",", ".", ":", "@"];

pub fn tokens(text: &str) -> Vec<Token> {
    let all: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < all.len() {
        let rest: String = all[at..].iter().collect();
        let letter = all[at];
        if letter.is_whitespace() {
            at += 1;
        } else if rest.starts_with("//") {
            at += rest.chars().take_while(|letter| *letter != '\n').count();
        } else if rest.starts_with("/*") {
            let (comment, _) = rest.split_once("*/").unwrap();
            at += comment.chars().count() + 2;
        } else if letter == '"' {
            let end = at + 1 + all[at + 1..].iter().position(|letter| *letter == '"').unwrap();
            found.push(Token::Text(all[at + 1..end].iter().collect()));
            at = end + 1;
        } else if letter.is_ascii_digit() {
            let start = at;
            while at < all.len() && all[at].is_ascii_digit() {
                at += 1;
            }
            if at + 1 < all.len() && all[at] == '.' && all[at + 1].is_ascii_digit() {
                at += 1;
                while at < all.len() && all[at].is_ascii_digit() {
                    at += 1;
                }
            }
            found.push(Token::Number(all[start..at].iter().collect()));
        } else if letter.is_alphabetic() || letter == '_' {
            let start = at;
            while at < all.len() && (all[at].is_alphanumeric() || all[at] == '_') {
                at += 1;
            }
            found.push(Token::Name(all[start..at].iter().collect()));
        } else {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
            let sign = sign.unwrap_or_else(|| panic!("`{letter}` in {text}"));
            found.push(Token::Sign(sign));
            at += sign.len();
        }
    }
    found
}
