//! JSON Pointers (RFC 6901): how other tools name a value.

use super::{Entry, Kind, Node};
use crate::source::Span;

/// The pointer of the deepest value that contains the place; a place in a key, or across a key and its value, names the
/// value of that key. Empty for the whole text and for a place outside.
#[must_use]
pub fn pointer_at(root: &Node, span: Span) -> String {
    let mut pointer = String::new();
    let mut node = root;
    loop {
        let step = match &node.kind {
            Kind::Object(entries) => entries.iter().find(|entry| has(entry, span)).map(|entry| {
                push_escaped(&mut pointer, &entry.key.name);
                (&entry.value, entry.value.span.contains(span))
            }),
            Kind::Array(items) => {
                items.iter().enumerate().find(|(_, item)| item.span.contains(span)).map(|(number, item)| {
                    pointer.push('/');
                    pointer.push_str(&number.to_string());
                    (item, true)
                })
            }
            _ => None,
        };
        match step {
            Some((inner, true)) => node = inner,
            _ => return pointer,
        }
    }
}

/// A value put together of several texts may lie elsewhere than its key.
fn has(entry: &Entry, span: Span) -> bool {
    entry.span().contains(span) || entry.value.span.contains(span)
}

/// Adds a key as a step of a pointer.
fn push_escaped(pointer: &mut String, key: &str) {
    pointer.push('/');
    for character in key.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            _ => pointer.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{diagnostic::Sink, json::read, source::Sources};

    fn pointer(text: &str, part: &str) -> String {
        let mut sources = Sources::new();
        let id = sources.add("a", text);
        let root = read(&sources, id, &mut Sink::default()).unwrap();
        let start = text.find(part).unwrap();
        pointer_at(&root, Span::of(id, start..start + part.len()))
    }

    #[test]
    fn the_deepest_value_is_named() {
        let text = r#"{"members": [{"id": "anna"}, {"id": "petya", "a/b~c": [1, 22]}]}"#;
        assert_eq!(pointer(text, "petya"), "/members/1/id");
        assert_eq!(pointer(text, "22"), "/members/1/a~1b~0c/1");
        assert_eq!(pointer(text, "a/b"), "/members/1/a~1b~0c");
        assert_eq!(pointer(text, "[1, 22]"), "/members/1/a~1b~0c");
        assert_eq!(pointer(text, r#""id": "petya""#), "/members/1/id");
        assert_eq!(pointer(text, r#"{"id": "anna"}, {"#), "/members");
        assert_eq!(pointer(text, text), "");
    }

    #[test]
    fn a_place_outside_is_the_whole() {
        assert_eq!(pointer(" {} ", " {"), "");
    }
}
