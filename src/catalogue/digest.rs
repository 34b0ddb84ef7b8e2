//! The digest of rule files: the same for the same rules, however they are laid out in files.

use std::{collections::BTreeMap, fmt::Write as _};

use sha2::{Digest as _, Sha256};

use crate::json::{Entry, Kind, Node};

/// A declaration by where it belongs, such as `["definitions", "large_family"]`.
type Address = Vec<String>;

/// The SHA-256 of rule files, in lower-case hexadecimal digits.
///
/// It is taken of a canonical form: every declaration on a line of its own, sorted by section and name; keys of objects
/// sorted; no blanks; without `note`, `$schema` and the names of the files. A declaration that several files give is
/// written as one. The order of `versions` and `values` has no meaning, every other list keeps its order.
#[must_use]
pub fn digest(files: &[(impl AsRef<str>, &Node)]) -> String {
    let mut hex = String::new();
    for byte in Sha256::digest(canonical(files)) {
        // Writing to a text cannot fail.
        _ = write!(hex, "{byte:02x}");
    }
    hex
}

fn canonical(files: &[(impl AsRef<str>, &Node)]) -> String {
    let mut declarations: BTreeMap<Address, Vec<&Node>> = BTreeMap::new();
    for (_, root) in files {
        for section in root.entries() {
            collect(section, &mut declarations);
        }
    }
    let mut out = String::new();
    for (address, parts) in &declarations {
        let address: Vec<String> = address.iter().map(|step| text(step)).collect();
        out.push_str(&address.join("."));
        out.push(':');
        out.push_str(&declaration(parts));
        out.push('\n');
    }
    out
}

/// The declarations of one section of one file.
fn collect<'a>(section: &'a Entry, declarations: &mut BTreeMap<Address, Vec<&'a Node>>) {
    if is_remark(section) {
        return;
    }
    let is_vocabulary = section.key.name == "vocabulary";
    for entry in section.value.entries().iter().filter(|entry| !is_remark(entry)) {
        let address = vec![section.key.name.clone(), entry.key.name.clone()];
        if is_vocabulary && matches!(entry.key.name.as_str(), "family" | "member") {
            for fact in entry.value.entries().iter().filter(|fact| !is_remark(fact)) {
                let mut address = address.clone();
                address.push(fact.key.name.clone());
                declarations.entry(address).or_default().push(&fact.value);
            }
        } else {
            declarations.entry(address).or_default().push(&entry.value);
        }
    }
}

/// One declaration, merged from all files that give a part of it.
fn declaration(parts: &[&Node]) -> String {
    if parts.iter().any(|part| !matches!(part.kind, Kind::Object(_))) {
        return listed(parts.iter().map(|part| value(part, false)).collect());
    }
    let mut lists: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut keys: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for entry in parts.iter().flat_map(|part| part.entries()).filter(|entry| !is_remark(entry)) {
        let name = entry.key.name.as_str();
        match (name, &entry.value.kind) {
            ("versions" | "values", Kind::Array(items)) => {
                lists.entry(name).or_default().extend(items.iter().map(|item| value(item, false)));
            }
            _ => keys.entry(name).or_default().push(value(&entry.value, is_naming(name))),
        }
    }
    let lists = lists.into_iter().map(|(name, items)| (name, listed(items)));
    let keys = keys.into_iter().map(|(name, mut values)| match values.pop() {
        Some(value) if values.is_empty() => (name, value),
        last => (name, listed(values.into_iter().chain(last).collect())),
    });
    object(lists.chain(keys).collect())
}

/// Canonical values as a list without order.
fn listed(mut items: Vec<String>) -> String {
    items.sort_unstable();
    format!("[{}]", items.join(","))
}

fn object(mut entries: Vec<(&str, String)>) -> String {
    entries.sort_unstable();
    let entries: Vec<String> = entries.into_iter().map(|(key, value)| format!("{}:{value}", text(key))).collect();
    format!("{{{}}}", entries.join(","))
}

/// A value in canonical form; in an object whose keys are `names`, `note` is one of them.
fn value(node: &Node, names: bool) -> String {
    match &node.kind {
        Kind::Null => "null".to_owned(),
        Kind::Bool(truth) => truth.to_string(),
        Kind::Number(digits) => digits.clone(),
        Kind::String(content) => text(content),
        Kind::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| value(item, false)).collect();
            format!("[{}]", items.join(","))
        }
        Kind::Object(entries) => {
            let kept = entries.iter().filter(|entry| names || !is_remark(entry));
            object(
                kept.map(|entry| (entry.key.name.as_str(), value(&entry.value, is_naming(&entry.key.name)))).collect(),
            )
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
fn text(content: &str) -> String {
    let mut out = String::with_capacity(content.len().saturating_add(2));
    out.push('"');
    for character in content.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            control if u32::from(control) < 0x20 => _ = write!(out, "\\u{:04x}", u32::from(control)),
            other => out.push(other),
        }
    }
    out.push('"');
    out
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
