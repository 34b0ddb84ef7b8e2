//! Versions of measures: each is merged over the common part on the tree, so that every key keeps its place.

use std::{borrow::Cow, collections::BTreeMap};

use super::{complaint::missing_key, shape::opening};
use crate::{
    diagnostic::{Code, Diagnostic, Sink, did_you_mean, quoted},
    json::{Entry, Key, Kind, Node, pointer_at},
    source::Span,
};

/// The key under which versions stand.
const VERSIONS: &str = "versions";

/// A measure under its name in one file.
#[derive(Debug, Clone, Copy)]
pub struct WrittenEntry<'n> {
    /// The root of its file, for pointers.
    pub root: &'n Node,
    /// The entry.
    pub entry: &'n Entry,
}

impl<'n> WrittenEntry<'n> {
    fn name(self) -> &'n str {
        &self.entry.key.name
    }

    /// Whether it holds only `versions` (and `note`): the common part stands in another file.
    fn is_only_versions(self) -> bool {
        self.entry.value.get(VERSIONS).is_some()
            && self.entry.value.entries().iter().all(|entry| matches!(entry.key.name.as_str(), "versions" | "note"))
    }
}

/// Where each measure is declared whole.
#[derive(Debug, Default)]
pub struct CommonParts<'n>(BTreeMap<&'n str, WrittenEntry<'n>>);

impl<'n> CommonParts<'n> {
    /// Gathers the whole declarations of all files; the second of the same name is reported.
    #[must_use]
    pub fn gather(written: impl IntoIterator<Item = WrittenEntry<'n>>, sink: &mut Sink) -> CommonParts<'n> {
        let mut parts = CommonParts::default();
        for whole in written.into_iter().filter(|written| !written.is_only_versions()) {
            let Some(first) = parts.0.get(whole.name()).map(|first| first.entry.key.span) else {
                parts.0.insert(whole.name(), whole);
                continue;
            };
            let key = &whole.entry.key;
            // Twice in one file is a duplicate key, which the reader of the text has reported.
            if first.source != key.span.source {
                sink.push(declared_twice(key, first, whole.root));
            }
        }
        parts
    }

    /// Where the common part of a measure stands; it may be the measure itself.
    fn of(&self, written: WrittenEntry<'n>) -> Option<WrittenEntry<'n>> {
        if written.is_only_versions() { self.0.get(written.name()).copied() } else { Some(written) }
    }

    /// The versions of a measure as whole trees, and whether nothing stood against it. Keys that a version
    /// lacks are looked for in the common part, then reported.
    #[must_use]
    pub fn merged(&self, written: WrittenEntry<'n>, required: &[&str], sink: &mut Sink) -> Option<Vec<Cow<'n, Node>>> {
        let Some(common) = self.of(written) else {
            sink.push(self.no_common_part(written));
            return None;
        };
        let measure = &written.entry.value;
        let Some(versions) = measure.get(VERSIONS) else {
            return Some(vec![Cow::Borrowed(measure)]);
        };
        let merged = versions.items().iter().map(|version| Cow::Owned(over(&common.entry.value, version)));
        let merged: Vec<Cow<'n, Node>> = merged.collect();
        let mut lacks = false;
        for key in required.iter().filter(|key| common.entry.value.get(key).is_none()) {
            let anchors: Vec<Span> =
                merged.iter().filter(|node| node.get(key).is_none()).map(|node| opening(node)).collect();
            lacks |= !anchors.is_empty();
            let in_all = anchors.len() == merged.len() && !written.is_only_versions();
            let anchors = if in_all { vec![written.entry.key.span] } else { anchors };
            for anchor in anchors {
                let help = format!("write `{key}` beside `versions`, or in each of them");
                let found = missing_key(key, "measure", anchor).help(help);
                sink.push(found.at(pointer_at(written.root, anchor)));
            }
        }
        (!lacks).then_some(merged)
    }

    fn no_common_part(&self, written: WrittenEntry<'n>) -> Diagnostic {
        let key = &written.entry.key;
        let message = format!("{} has only `versions`, and no file declares the rest of it", quoted(&key.name));
        let found = Diagnostic::error(Code::UnknownName, key.span, message);
        let help = did_you_mean(&key.name, self.0.keys().copied(), "measures");
        found.help(help).at(pointer_at(written.root, key.span))
    }

    /// The common part that a measure takes from another file.
    #[must_use]
    pub fn borrowed(&self, written: WrittenEntry<'n>) -> Option<WrittenEntry<'n>> {
        self.of(written).filter(|_| written.is_only_versions())
    }
}

fn declared_twice(key: &Key, first: Span, root: &Node) -> Diagnostic {
    let message = format!("{} is declared twice", quoted(&key.name));
    let found = Diagnostic::error(Code::DuplicateName, key.span, message)
        .label("again here")
        .also(first, "first declared here");
    found.help("another file may add only `versions` to it").at(pointer_at(root, key.span))
}

/// The keys of the version replace those of the common part; the place is the version's.
fn over(common: &Node, version: &Node) -> Node {
    let kept =
        common.entries().iter().filter(|entry| entry.key.name != VERSIONS && version.get(&entry.key.name).is_none());
    let entries = kept.chain(version.entries()).cloned().collect();
    Node { span: version.span, kind: Kind::Object(entries) }
}

#[cfg(test)]
mod tests {
    use crate::document::{
        Either,
        samples::{MEASURE, documents},
    };

    const COMMON: &str =
        r#""title": { "ru": "Мера", "en": "Measure" }, "kind": "benefit", "addresses": ["a"], "note": "common""#;

    fn file(name: &str, measure: &str) -> String {
        format!(r#"{{ "measures": {{ "{name}": {measure} }} }}"#)
    }

    fn complaints(files: &[String]) -> Vec<String> {
        documents(&files.iter().map(String::as_str).collect::<Vec<_>>()).1
    }

    #[test]
    fn a_version_replaces_keys_of_the_common_part() {
        let text = file(
            "federal.m",
            &format!(
                r#"{{ {COMMON}, "territory": "RU", "eligible_when": "x", "versions": [
                {{ "in_force": {{ "from": "2019-01-01" }}, "note": "first" }},
                {{ "in_force": {{ "from": "2020-01-01" }}, "eligible_when": "y", "territory": ["RU-KHA"] }} ] }}"#
            ),
        );
        let (documents, complaints) = documents(&[&text]);
        assert_eq!(complaints, Vec::<String>::new());
        let versions = &documents[0].measures["federal.m"];
        let condition = |at: usize| match &versions[at].eligible_when {
            Either::Text(text) => text.value.clone(),
            Either::Form(_) => String::new(),
        };
        assert_eq!((condition(0).as_str(), condition(1).as_str()), ("x", "y"));
        assert_eq!(versions[0].note.as_deref(), Some("first"));
        assert_eq!(versions[1].note.as_deref(), Some("common"));
        assert!(versions[1].territory.iter().map(|one| one.value.as_str()).eq(["RU-KHA"]));
        // Each version stands where its own braces stand.
        let place = |at: usize| text.get(versions[at].span.range()).unwrap();
        assert!(place(0).starts_with('{') && place(0).contains("first") && place(0).ends_with('}'));
    }

    #[test]
    fn a_version_may_stand_in_another_file() {
        let whole = file("federal.m", MEASURE);
        let more = file(
            "federal.m",
            r#"{ "versions": [{ "territory": "RU-KHA", "in_force": { "from": "2020-01-01" } }], "note": "n" }"#,
        );
        for (files, place) in [([&whole, &more], 1), ([&more, &whole], 0)] {
            let (documents, complaints) = documents(&files.map(String::as_str));
            assert_eq!(complaints, Vec::<String>::new());
            let versions = &documents[place].measures["federal.m"];
            assert!(versions[0].territory.iter().map(|one| one.value.as_str()).eq(["RU-KHA"]));
            assert_eq!(versions[0].title.en, "Measure");
            assert_eq!(documents[1 - place].measures["federal.m"].len(), 1);
        }
    }

    #[test]
    fn versions_alone_need_a_common_part_somewhere() {
        let files = [file("federal.m", MEASURE), file("federal.n", r#"{ "versions": [{ "in_force": {} }] }"#)];
        assert_eq!(
            complaints(&files),
            [
                "unknown-name /measures/federal.n `federal.n` has only `versions`, and no file declares the rest of it / did you mean `federal.m`?"
            ]
        );
    }

    #[test]
    fn a_measure_is_declared_whole_once() {
        let files = [file("federal.m", MEASURE), file("federal.m", MEASURE)];
        assert_eq!(
            complaints(&files),
            [
                "duplicate-name /measures/federal.m `federal.m` is declared twice / another file may add only `versions` to it"
            ]
        );
    }

    #[test]
    fn a_key_that_no_version_has_is_missing_once() {
        let versions = r#""versions": [{ "in_force": {} }, { "in_force": {}, "territory": "RU" }]"#;
        let files = [file("federal.m", &format!("{{ {COMMON}, {versions} }}"))];
        assert_eq!(
            complaints(&files),
            [
                "missing-key /measures/federal.m/versions/0 a measure needs the key `territory` / write `territory` beside `versions`, or in each of them",
                "missing-key /measures/federal.m a measure needs the key `eligible_when` / write `eligible_when` beside `versions`, or in each of them"
            ]
        );
    }

    #[test]
    fn versions_do_not_nest() {
        let files = [file("federal.m", r#"{ "versions": [{ "versions": [] }, 1] }"#)];
        assert_eq!(
            complaints(&files),
            [
                "unknown-key /measures/federal.m/versions/0/versions a version of a measure has no key `versions` / versions stand in one list, never inside one another",
                "wrong-type /measures/federal.m/versions/1 expected an object, got a number"
            ]
        );
    }

    #[test]
    fn a_mistake_in_the_common_part_is_told_once() {
        let files = [
            file("federal.m", &MEASURE.replace("\"benefit\"", "7")),
            file("federal.m", r#"{ "versions": [{ "in_force": {} }, { "in_force": {} }] }"#),
        ];
        assert_eq!(
            complaints(&files),
            [
                "wrong-type /measures/federal.m/kind expected text for `kind`, got a number / known values: `benefit`, `in_kind`, `information`, `relief`, `service`"
            ]
        );
    }
}
