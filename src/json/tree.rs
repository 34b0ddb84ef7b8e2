//! The tree of a JSON text: every value and key with its place.

use crate::source::Span;

/// A value and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// From the first to the last byte of the value, quotes and brackets included.
    pub span: Span,
    /// The value.
    pub kind: Kind,
}

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// A string, decoded.
    String(String),
    /// A list.
    Array(Vec<Node>),
    /// An object: its entries as they are written; a key may stand twice (then it was reported).
    Object(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: Key,
    /// The value.
    pub value: Node,
}

impl Entry {
    /// From the key to the end of the value.
    #[must_use]
    pub fn span(&self) -> Span {
        self.key.span.join(self.value.span)
    }
}

/// A key and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The key, decoded.
    pub name: String,
    /// Its place, quotes included.
    pub span: Span,
}

impl Node {
    /// The value of a key; the last of equal ones, `None` for what is no object.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The entry of a key; the last of equal ones, `None` for what is no object.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().rfind(|entry| entry.key.name == key)
    }

    /// The entries of an object as they are written; none for what is no object.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.kind {
            Kind::Object(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none for what is no list.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match &self.kind {
            Kind::Array(items) => items,
            _ => &[],
        }
    }

    /// The text of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.kind == Kind::Null
    }

    /// What it is, for messages: `a number`, `an object` …
    #[must_use]
    pub fn describe(&self) -> &'static str {
        match self.kind {
            Kind::Null => "`null`",
            Kind::Bool(true) => "`true`",
            Kind::Bool(false) => "`false`",
            Kind::Number(_) => "a number",
            Kind::String(_) => "a string",
            Kind::Array(_) => "a list",
            Kind::Object(_) => "an object",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(kind: Kind) -> Node {
        Node { span: Span::nowhere(), kind }
    }

    #[test]
    fn of_equal_keys_the_last_counts() {
        let entry =
            |name: &str, value| Entry { key: Key { name: name.to_owned(), span: Span::nowhere() }, value: node(value) };
        let object =
            node(Kind::Object(vec![entry("a", Kind::Bool(true)), entry("b", Kind::Null), entry("a", Kind::Null)]));
        assert!(object.get("a").unwrap().is_null());
        assert!(object.get("c").is_none());
        assert_eq!(object.entries().len(), 3);
        assert_eq!(object.describe(), "an object");
    }

    #[test]
    fn what_is_no_object_has_no_keys() {
        let text = node(Kind::String("a".to_owned()));
        assert!(text.get("a").is_none() && text.items().is_empty());
        assert_eq!(text.as_str(), Some("a"));
        assert_eq!(node(Kind::Array(vec![text])).items().len(), 1);
    }
}
