//! How the shape check speaks: names of kinds, articles, and what to write instead.

use serde_json::Value;

use crate::json::{Kind, Node};

/// A JSON type in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A string.
    Text,
    /// A number without a fraction.
    WholeNumber,
    /// Any number.
    Number,
    /// `true` or `false`.
    Truth,
    /// An array.
    List,
    /// An object.
    Object,
}

impl Shape {
    /// The type as JSON Schema calls it; `None` for `null`, which is never asked for.
    #[must_use]
    pub fn of_schema(name: &str) -> Option<Shape> {
        Some(match name {
            "string" => Shape::Text,
            "integer" => Shape::WholeNumber,
            "number" => Shape::Number,
            "boolean" => Shape::Truth,
            "array" => Shape::List,
            "object" => Shape::Object,
            _ => return None,
        })
    }

    /// Whether the node has this type.
    #[must_use]
    pub fn is_of(self, node: &Node) -> bool {
        match (&node.kind, self) {
            (Kind::Number(text), Shape::WholeNumber) => is_whole(text),
            (Kind::String(_), Shape::Text)
            | (Kind::Number(_), Shape::Number)
            | (Kind::Bool(_), Shape::Truth)
            | (Kind::Array(_), Shape::List)
            | (Kind::Object(_), Shape::Object) => true,
            _ => false,
        }
    }

    /// As a sentence names it.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Shape::Text => "text",
            Shape::WholeNumber => "a whole number",
            Shape::Number => "a number",
            Shape::Truth => "`true` or `false`",
            Shape::List => "a list",
            Shape::Object => "an object",
        }
    }
}

fn is_whole(text: &str) -> bool {
    text.chars().all(|character| character.is_ascii_digit() || character == '-')
}

/// What stands there, as a sentence names it.
#[must_use]
pub fn noun_of(node: &Node) -> String {
    match &node.kind {
        Kind::Null => "`null`".to_owned(),
        Kind::Bool(value) => format!("`{value}`"),
        Kind::Number(text) if is_whole(text) => "a number".to_owned(),
        Kind::Number(_) => "a decimal number".to_owned(),
        Kind::String(_) => "text".to_owned(),
        Kind::Array(_) => "a list".to_owned(),
        Kind::Object(_) => "an object".to_owned(),
    }
}

/// The alternatives of a sentence: "text, a list or an object".
#[must_use]
pub fn any_of(shapes: &[Shape]) -> String {
    let nouns: Vec<&str> = shapes.iter().map(|shape| shape.noun()).collect();
    match nouns.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => "nothing".to_owned(),
    }
}

/// How the value would have to be written, where that is plain.
#[must_use]
pub fn rewritten(node: &Node, wanted: &[Shape]) -> Option<String> {
    let wants = |shape: Shape| wanted.contains(&shape);
    match &node.kind {
        Kind::Number(text) if wants(Shape::Text) => Some(format!("write it in quotes: \"{text}\"")),
        Kind::Bool(value) if wants(Shape::Text) => Some(format!("write it in quotes: \"{value}\"")),
        Kind::Number(_) if wants(Shape::WholeNumber) => Some("write it without a point or exponent".to_owned()),
        Kind::String(text) if wants(Shape::Truth) && matches!(text.as_str(), "true" | "false") => {
            Some(format!("write it without quotes: {text}"))
        }
        Kind::String(text) if wants(Shape::WholeNumber) && is_digits(text) => {
            Some(format!("write it without quotes: {text}"))
        }
        Kind::String(_) | Kind::Object(_) if wanted == [Shape::List] => {
            Some("put it in brackets: a list may have one item".to_owned())
        }
        Kind::Array(items) if items.len() == 1 => Some("take the brackets away".to_owned()),
        _ => None,
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|character| character.is_ascii_digit())
}

/// "a measure", "an application time"; what is already quoted stays as it is.
#[must_use]
pub fn with_article(noun: &str) -> String {
    match noun.chars().next() {
        Some('a' | 'e' | 'i' | 'o') => format!("an {noun}"),
        Some('`') | None => noun.to_owned(),
        Some(_) => format!("a {noun}"),
    }
}

/// What an object of this schema is called: its title, else the name of its type in plain words.
#[must_use]
pub fn called(schema: &Value, type_name: Option<&str>) -> String {
    match (schema.get("title").and_then(Value::as_str), type_name) {
        (Some(title), _) => title.to_lowercase(),
        (None, Some(name)) => plain_words(name),
        (None, None) => "object".to_owned(),
    }
}

/// "`LegalBasis`" as "legal basis".
fn plain_words(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_named_in_plain_words() {
        assert_eq!(with_article(&plain_words("LegalBasis")), "a legal basis");
        assert_eq!(with_article("application time"), "an application time");
        assert_eq!(with_article("`for`"), "`for`");
    }

    #[test]
    fn alternatives_are_joined_with_or() {
        assert_eq!(any_of(&[Shape::Text, Shape::Object]), "text or an object");
        assert_eq!(any_of(&[Shape::Text, Shape::List, Shape::Object]), "text, a list or an object");
    }
}
