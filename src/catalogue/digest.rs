//! The digest of rule files: the same for the same rules, however they are laid out in files.

use std::{collections::BTreeMap, fmt::Write as _};

use sha2::{Digest as _, Sha256};

use crate::json::{Entry, Kind, Node};

/// The SHA-256 of rule files, in lower-case hexadecimal digits.
///
/// It is taken of a canonical form: every declaration on a line of its own, sorted by section and name; keys of objects
/// sorted; no blanks; without `note`, `$schema` and the names of the files. A declaration that several files give is
/// written as one. The order of `versions` and `values` has no meaning, every other list keeps its order.
#[must_use]
pub fn digest(files: &[(impl AsRef<str>, &Node)]) -> String {
    let mut declarations: BTreeMap<Address<'_>, Vec<&Node>> = BTreeMap::new();
    for section in files.iter().flat_map(|(_, root)| root.entries()) {
        collect(section, &mut declarations);
    }
    let mut hash = Sha256::new();
    let mut line = String::new();
    for (address, parts) in &declarations {
        line.clear();
        separated(&mut line, '.', address, |line, step| text(line, step));
        line.push(':');
        declaration(&mut line, parts);
        line.push('\n');
        hash.update(&line);
    }
    let mut hex = String::new();
    for byte in hash.finalize() {
        // Writing to a text cannot fail.
        _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// A declaration by where it belongs, such as `["definitions", "large_family"]`.
type Address<'a> = Vec<&'a str>;

/// The declarations of one section of one file.
fn collect<'a>(section: &'a Entry, declarations: &mut BTreeMap<Address<'a>, Vec<&'a Node>>) {
    if is_remark(section) {
        return;
    }
    let is_vocabulary = section.key.name == "vocabulary";
    for entry in section.value.entries().iter().filter(|entry| !is_remark(entry)) {
        let address = [section.key.name.as_str(), entry.key.name.as_str()];
        if is_vocabulary && matches!(entry.key.name.as_str(), "family" | "member") {
            for fact in entry.value.entries().iter().filter(|fact| !is_remark(fact)) {
                let address = address.into_iter().chain([fact.key.name.as_str()]).collect();
                declarations.entry(address).or_default().push(&fact.value);
            }
        } else {
            declarations.entry(address.to_vec()).or_default().push(&entry.value);
        }
    }
}

/// One declaration, merged from all files that give a part of it.
fn declaration(out: &mut String, parts: &[&Node]) {
    if parts.iter().any(|part| !matches!(part.kind, Kind::Object(_))) {
        return listed(out, parts);
    }
    let mut keys: BTreeMap<&str, Part<'_>> = BTreeMap::new();
    for entry in parts.iter().flat_map(|part| part.entries()).filter(|entry| !is_remark(entry)) {
        let name = entry.key.name.as_str();
        let part = keys.entry(name).or_default();
        match (name, &entry.value.kind) {
            ("versions" | "values", Kind::Array(items)) => {
                part.is_list = true;
                part.values.extend(items);
            }
            _ => part.values.push(&entry.value),
        }
    }
    object(out, keys.into_iter().collect(), |out, name, part| match part.values.as_slice() {
        [only] if !part.is_list => value(out, only, is_naming(name)),
        several => listed(out, several),
    });
}

/// What all parts of a declaration give for one key.
#[derive(Default)]
struct Part<'a> {
    values: Vec<&'a Node>,
    /// The values are items of a list rather than each the whole.
    is_list: bool,
}

/// Canonical values as a list without order.
fn listed(out: &mut String, items: &[&Node]) {
    let mut items: Vec<String> = items.iter().map(|item| written(item)).collect();
    items.sort_unstable();
    out.push('[');
    separated(out, ',', &items, |out, item| out.push_str(item));
    out.push(']');
}

fn written(node: &Node) -> String {
    let mut out = String::new();
    value(&mut out, node, false);
    out
}

/// An object with its keys sorted. INVARIANT: no key stands twice, the reader refuses that.
fn object<T>(out: &mut String, mut entries: Vec<(&str, T)>, write: impl Fn(&mut String, &str, &T)) {
    entries.sort_by_key(|(key, _)| *key);
    out.push('{');
    separated(out, ',', &entries, |out, (key, value)| {
        text(out, key);
        out.push(':');
        write(out, key, value);
    });
    out.push('}');
}

fn separated<T>(out: &mut String, separator: char, items: &[T], write: impl Fn(&mut String, &T)) {
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            out.push(separator);
        }
        write(out, item);
    }
}

/// A value in canonical form; in an object whose keys are `names`, `note` is one of them.
fn value(out: &mut String, node: &Node, names: bool) {
    match &node.kind {
        Kind::Null => out.push_str("null"),
        Kind::Bool(true) => out.push_str("true"),
        Kind::Bool(false) => out.push_str("false"),
        Kind::Number(digits) => out.push_str(digits),
        Kind::String(content) => text(out, content),
        Kind::Array(items) => {
            out.push('[');
            separated(out, ',', items, |out, item| value(out, item, false));
            out.push(']');
        }
        Kind::Object(entries) => {
            let kept = entries.iter().filter(|entry| names || !is_remark(entry));
            let kept = kept.map(|entry| (entry.key.name.as_str(), &entry.value)).collect();
            object(out, kept, |out, key, node| value(out, node, is_naming(key)));
        }
    }
}

/// Whether the keys of the object under this key are names that the author chose.
fn is_naming(key: &str) -> bool {
    matches!(key, "let" | "readings")
}

/// Whether an entry is for readers only. A declaration called `note` is an object, a remark is a text.
fn is_remark(entry: &Entry) -> bool {
    matches!(entry.value.kind, Kind::String(_)) && matches!(entry.key.name.as_str(), "note" | "$schema")
}

/// A text as JSON writes it, with the fewest escapes.
fn text(out: &mut String, content: &str) {
    out.push('"');
    if content.bytes().any(|byte| byte < 0x20 || matches!(byte, b'"' | b'\\')) {
        for character in content.chars() {
            match character {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                control if u32::from(control) < 0x20 => _ = write!(out, "\\u{:04x}", u32::from(control)),
                other => out.push(other),
            }
        }
    } else {
        out.push_str(content);
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{diagnostic::Sink, json, source::Sources};

    fn read(text: &str) -> Node {
        let mut sources = Sources::new();
        let id = sources.add("rules.json", text);
        let mut sink = Sink::default();
        let node = json::read(&sources, id, &mut sink);
        assert!(!sink.has_errors(), "{text}");
        node.unwrap()
    }

    fn of(texts: &[&str]) -> String {
        let nodes: Vec<Node> = texts.iter().map(|text| read(text)).collect();
        let files: Vec<(String, &Node)> =
            nodes.iter().enumerate().map(|(n, node)| (format!("{n}.json"), node)).collect();
        digest(&files)
    }

    #[test]
    fn nothing_has_the_digest_of_nothing() {
        assert_eq!(of(&[]), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(of(&["{}"]), of(&[]));
    }

    #[test]
    fn blanks_and_the_order_of_keys_do_not_matter() {
        let one = r#"{ "definitions": { "a": { "of": "family", "is": "1" }, "b": { "is": "x" } } }"#;
        let two = r#"{"definitions":{"b":{"is":"x"},"a":{"is":"\u0031","of":"family"}}}"#;
        assert_eq!(of(&[one]), of(&[two]));
    }

    #[test]
    fn remarks_do_not_matter() {
        let bare = r#"{ "definitions": { "a": { "is": { "all": ["x"] } } } }"#;
        let noted = r#"{ "$schema": "s", "note": "n", "definitions": { "note": "n", "a": { "note": "n", "is": { "all": ["x"], "note": "n" } } } }"#;
        assert_eq!(of(&[bare]), of(&[noted]));
    }

    #[test]
    fn a_name_that_the_author_chose_is_no_remark() {
        let one = r#"{ "measures": { "x.y": { "let": { "note": "1" } } } }"#;
        let two = r#"{ "measures": { "x.y": { "let": { "note": "2" } } } }"#;
        assert_ne!(of(&[one]), of(&[two]));
    }

    #[test]
    fn the_split_into_files_does_not_matter() {
        let whole = r#"{ "vocabulary": { "family": { "a": {}, "b": {} } },
            "parameters": { "p": { "unit": "RUB", "values": [{ "from": "1" }, { "from": "2" }] } } }"#;
        let split = [
            r#"{ "parameters": { "p": { "values": [{ "from": "2" }] } } }"#,
            r#"{ "vocabulary": { "family": { "b": {} } } }"#,
            r#"{ "vocabulary": { "family": { "a": {} } }, "parameters": { "p": { "unit": "RUB", "values": [{ "from": "1" }] } } }"#,
        ];
        assert_eq!(of(&[whole]), of(&split));
        let turned: Vec<&str> = split.iter().rev().copied().collect();
        assert_eq!(of(&split), of(&turned));
    }

    #[test]
    fn what_is_law_matters() {
        let rules = |body: &str| of(&[&format!(r#"{{ "definitions": {{ "a": {body} }} }}"#)]);
        let different = [
            r#"{ "is": "1" }"#,
            r#"{ "is": 1 }"#,
            r#"{ "is": { "all": ["x", "y"] } }"#,
            r#"{ "is": { "all": ["y", "x"] } }"#,
            r#"{ "is": "\"" }"#,
            r#"{ "is": "\\" }"#,
            r#"{ "is": "\u0001" }"#,
            r#"{ "is": null }"#,
            r#"{ "is": true }"#,
            r#""1""#,
        ];
        let mut digests: Vec<String> = different.iter().map(|body| rules(body)).collect();
        assert!(digests.iter().all(|hex| hex.len() == 64 && hex.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'))));
        digests.sort();
        digests.dedup();
        assert_eq!(digests.len(), different.len());
    }

    #[test]
    fn the_same_declaration_in_another_section_is_another() {
        let definition = r#"{ "definitions": { "a": { "is": "1" } } }"#;
        let parameter = r#"{ "parameters": { "a": { "is": "1" } } }"#;
        assert_ne!(of(&[definition]), of(&[parameter]));
    }
}
