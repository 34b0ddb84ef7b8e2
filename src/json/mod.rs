//! Room `json`: a strict reader of JSON that keeps every place, and the way from its tree to Rust values.
//!
//! Serde stops at the first mistake of shape, and libraries that keep places read more than RFC 8259 allows; this
//! reader keeps the places of keys too, numbers as they are written, and both of two equal keys.

mod access;
mod de;
mod error;
mod mistake;
mod number;
mod pointer;
mod scan;
mod slip;
mod spanned;
mod tree;

pub use de::decode;
pub use error::DecodeError;
pub use pointer::pointer_at;
pub use spanned::Spanned;
pub use tree::{Entry, Key, Kind, Node};

use crate::{
    diagnostic::{Code, Diagnostic, Sink},
    source::{SourceId, Sources, Span},
    value::Limits,
};

use scan::Scanner;

/// Reads a text as RFC 8259 has it.
///
/// Whatever deviates is reported: a mistake of syntax once (then there is no tree), every key that stands twice in an
/// object (both are kept in the tree). Any text ends in a tree or a diagnostic.
pub fn read_within(sources: &Sources, id: SourceId, limits: &Limits, sink: &mut Sink) -> Option<Node> {
    let (text, most) = (sources.text(id), limits.file_bytes);
    if text.len() > most {
        let message = format!("the text has {} bytes, and {most} at most are read", text.len());
        sink.push(
            Diagnostic::error(Code::TooLong, Span::new(id, 0, 0), message)
                .help("leave out what nobody needs, or ask for other `Limits`"),
        );
        return None;
    }
    let mut scanner = Scanner::new(text, id, limits.nesting);
    let read = scanner.document();
    let mut found = scanner.into_duplicates();
    match read {
        Ok(root) => {
            for diagnostic in &mut found {
                let pointer = pointer_at(&root, diagnostic.span());
                diagnostic.set_pointer(pointer);
            }
            sink.extend(found);
            Some(root)
        }
        Err(mistake) => {
            sink.extend(found);
            sink.push(*mistake);
            None
        }
    }
}

/// Reads a text within the limits where nobody asks for others.
#[cfg(test)]
pub fn read(sources: &Sources, id: SourceId, sink: &mut Sink) -> Option<Node> {
    read_within(sources, id, &Limits::DEFAULT, sink)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DEEPEST: usize = Limits::DEFAULT.nesting;
    const LONGEST: usize = Limits::DEFAULT.file_bytes;

    fn read_text(text: &str) -> (Option<Node>, Vec<Diagnostic>) {
        let mut sources = Sources::new();
        let id = sources.add("a.json", text);
        let mut sink = Sink::default();
        let root = read(&sources, id, &mut sink);
        (root, sink.into_vec())
    }

    /// Whether both readers agree that the text is JSON, apart from what is refused on purpose.
    fn agrees(text: &str) -> bool {
        let (root, found) = read_text(text);
        let is_deep = found.iter().any(|diagnostic| diagnostic.code() == Code::TooDeep);
        match serde_json::from_str::<serde_json::Value>(text) {
            Ok(_) => root.is_some() || is_deep,
            // A number too large for a float is JSON nevertheless.
            Err(error) if error.to_string().starts_with("number out of range") => true,
            Err(_) => root.is_none() && !found.is_empty(),
        }
    }

    #[test]
    fn nasty_texts_are_judged_as_by_serde_json() {
        let nasty = [
            "",
            " ",
            "\u{feff}1",
            "1 2",
            "null",
            "nul",
            "nulll",
            "tru",
            "True",
            "[",
            "]",
            "{",
            "}",
            "[1",
            "[1,",
            "[1,]",
            "[,1]",
            "[1 2]",
            "[1,,2]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{a:1}",
            "{'a':1}",
            "{\"a\" 1}",
            "{\"a\":1 \"b\":2}",
            "{1:2}",
            "{\"a\":1}}",
            "[1}",
            "{\"a\":1]",
            "-",
            "-0",
            "-01",
            "01",
            "00",
            "0.0",
            "0.",
            ".5",
            "+1",
            "1e",
            "1e+",
            "1e5",
            "1E-5",
            "1.5e+10",
            "1.e5",
            "0x10",
            "1_000",
            "NaN",
            "Infinity",
            "-Infinity",
            "1e400",
            "--1",
            "1-1",
            "\"",
            "\"a",
            "\"a\nb\"",
            "\"a\tb\"",
            "\"\\n\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\ud83d\\ude00\"",
            "\"\\ude00\\ud83d\"",
            "\"\\u+123\"",
            "\"\u{7f}\"",
            "\"\u{0}\"",
            "\u{a0}1",
            "1\u{a0}",
            "\u{c}1",
            "\t\r\n 1 \t\r\n",
            "// a\n1",
            "1 // a",
            "/* */1",
            "# a\n1",
            "[1;2]",
            "{\"a\":1,\"a\":2}",
            "[\"a\":1]",
            "\"a\" \"b\"",
            "\u{2028}1",
            "\"\u{2028}\"",
            "1\0",
            "{\"\":{}}",
            "[[[]]]",
            "[[],{}]",
            "'a'",
            "“a”",
        ];
        for text in nasty {
            assert!(agrees(text), "{text:?}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(read_text(&nested(DEEPEST)).0.is_some());
        let (root, found) = read_text(&nested(DEEPEST + 1));
        assert!(root.is_none());
        assert_eq!(found[0].code(), Code::TooDeep);
        assert_eq!(read_text(&"{\"a\":[".repeat(1_000_000)).1[0].code(), Code::TooDeep);
    }

    #[test]
    fn length_is_bounded() {
        let (root, found) = read_text(&" ".repeat(LONGEST + 1));
        assert!(root.is_none());
        assert_eq!(found[0].code(), Code::TooLong);
    }

    #[test]
    fn both_of_two_equal_keys_are_kept_and_shown() {
        let (root, found) = read_text(r#"{"x": {"a": 1, "b": 2, "\u0061": 3, "a": 4}}"#);
        let root = root.unwrap();
        let inner = root.get("x").unwrap();
        assert_eq!(inner.entries().len(), 4);
        assert_eq!(inner.get("a").unwrap().kind, Kind::Number("4".to_owned()));
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].message(), "the key `a` stands twice in the object");
        assert_eq!((found[0].span().range(), found[0].others()[0].span.range()), (23..31, 7..10));
        assert_eq!(found[0].pointer(), "/x/a");
    }

    #[test]
    fn a_flood_of_equal_keys_is_cut() {
        let text = format!("{{{}\"a\":1}}", "\"a\":1,".repeat(10_000));
        let (_, found) = read_text(&text);
        assert_eq!(found.len(), 101);
        assert_eq!(found[100].code(), Code::LimitExceeded);
    }

    fn as_value(node: &Node) -> serde_json::Value {
        use serde_json::Value;
        match &node.kind {
            Kind::Null => Value::Null,
            Kind::Bool(value) => Value::Bool(*value),
            Kind::Number(text) => serde_json::from_str(text).unwrap(),
            Kind::String(text) => Value::String(text.clone()),
            Kind::Array(items) => items.iter().map(as_value).collect(),
            Kind::Object(entries) => {
                entries.iter().map(|entry| (entry.key.name.clone(), as_value(&entry.value))).collect()
            }
        }
    }

    fn any_value() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            any::<String>().prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
                proptest::collection::btree_map(any::<String>(), inner, 0..6)
                    .prop_map(|map| map.into_iter().collect::<serde_json::Map<_, _>>().into()),
            ]
        })
    }

    proptest! {
        #[test]
        fn random_texts_are_judged_as_by_serde_json(text in any::<String>()) {
            prop_assert!(agrees(&text));
        }

        #[test]
        fn almost_json_is_judged_as_by_serde_json(
            parts in proptest::collection::vec(
                prop_oneof![
                    Just("{"), Just("}"), Just("["), Just("]"), Just(","), Just(":"), Just("\"a\""), Just("\"ж\""), Just("\""),
                    Just("1"), Just("-"), Just("0"), Just("."), Just("e"), Just("true"), Just("null"), Just(" "), Just("\n"), Just("\\"), Just("\\ud800"),
                    Just("{\"a\":"), Just("[1,"), Just("\"b\":2"), Just("/"), Just("'"),
                ],
                0..14,
            ),
        ) {
            let text = parts.concat();
            prop_assert!(agrees(&text), "{}", text);
        }

        #[test]
        fn what_is_written_is_read_back(value in any_value(), pretty in any::<bool>()) {
            let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
            let (root, found) = read_text(&text);
            prop_assert!(found.is_empty());
            prop_assert_eq!(as_value(&root.unwrap()), value);
        }
    }
}
