//! From trees to documents: the shape check first, then each declaration on its own, so that one that is wrong does
//! not hide the others.

use super::{
    count::is_within,
    file::Document,
    measure::Measure,
    merge::{CommonParts, WrittenEntry},
    schema::{required_of_measure, rules_moulds},
    shape::mistakes,
    vocabulary::{Facts, Vocabulary},
};
use crate::{
    diagnostic::{Code, Diagnostic, Sink},
    json::{Entry, Node, Spanned, decode, pointer_at},
    source::{SourceId, Span},
    value::Limits,
};
use indexmap::IndexMap;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// Reads rule files: one document for each, in the same order. What is wrong goes into the sink; a declaration that is
/// wrong is left out and its name is kept in [`Document::refused`].
pub fn read(files: &[(SourceId, Node)], limits: &Limits, sink: &mut Sink) -> Vec<Document> {
    if !is_within(files, limits, sink) {
        return Vec::new();
    }
    for (_, root) in files {
        for mistake in mistakes(root, rules_moulds(), sink.room()) {
            sink.push(mistake);
        }
    }
    let written = files.iter().flat_map(|(_, root)| measures_of(root));
    let commons = CommonParts::gather(written, sink);
    let required = required_of_measure();
    let document =
        |(_, root): &(SourceId, Node)| Reader { root, required, commons: &commons, sink: &mut *sink }.document();
    files.iter().map(document).collect()
}

fn section<'n>(root: &'n Node, name: &str) -> &'n [Entry] {
    root.get(name).map(Node::entries).unwrap_or_default()
}

fn measures_of(root: &Node) -> impl Iterator<Item = WrittenEntry<'_>> {
    section(root, "measures").iter().map(move |entry| WrittenEntry { root, entry })
}

struct Reader<'r, 'n> {
    root: &'n Node,
    /// The keys that a measure must have.
    required: &'r [&'r str],
    commons: &'r CommonParts<'n>,
    sink: &'r mut Sink,
}

impl<'n> Reader<'_, 'n> {
    fn document(mut self) -> Document {
        let mut document = Document::empty();
        let refused = &mut document.refused;
        document.schema = self.text("$schema");
        document.note = self.text("note");
        document.vocabulary = self.vocabulary(refused);
        document.roles = self.declarations(section(self.root, "roles"), refused);
        document.territories = self.declarations(section(self.root, "territories"), refused);
        document.spheres = self.declarations(section(self.root, "spheres"), refused);
        document.needs = self.declarations(section(self.root, "needs"), refused);
        document.definitions = self.declarations(section(self.root, "definitions"), refused);
        document.parameters = self.declarations(section(self.root, "parameters"), refused);
        document.measures = self.measures(refused);
        document.groups = self.declarations(section(self.root, "groups"), refused);
        document
    }

    fn text(&self, key: &str) -> Option<String> {
        self.root.get(key).and_then(Node::as_str).map(str::to_owned)
    }

    fn vocabulary(&mut self, refused: &mut Vec<Spanned<String>>) -> Option<Vocabulary> {
        let entries = self.root.get("vocabulary")?.entries();
        let (entities, lists): (Vec<&Entry>, Vec<&Entry>) =
            entries.iter().partition(|entry| matches!(entry.key.name.as_str(), "family" | "member"));
        let mut vocabulary = Vocabulary { lists: self.declarations(lists, refused), ..Vocabulary::default() };
        for entity in entities {
            let facts: Facts = self.declarations(entity.value.entries(), refused);
            match entity.key.name.as_str() {
                "family" => vocabulary.family = facts,
                _ => vocabulary.member = facts,
            }
        }
        Some(vocabulary)
    }

    fn declarations<'e, T: DeserializeOwned>(
        &mut self,
        entries: impl IntoIterator<Item = &'e Entry>,
        refused: &mut Vec<Spanned<String>>,
    ) -> IndexMap<Spanned<String>, T> {
        let mut declared = IndexMap::new();
        for entry in entries {
            let decoded = self.is_sound(entry).then(|| self.decoded(&entry.value)).flatten();
            match decoded {
                Some(value) => {
                    declared.insert(name_of(entry), value);
                }
                None => refused.push(name_of(entry)),
            }
        }
        declared
    }

    fn measures(
        &mut self,
        refused: &mut Vec<Spanned<String>>,
    ) -> IndexMap<Spanned<String>, Vec<Spanned<Arc<Measure>>>> {
        let mut declared = IndexMap::new();
        for written in measures_of(self.root) {
            match self.measure(written) {
                Some(versions) => {
                    declared.insert(name_of(written.entry), versions);
                }
                None => refused.push(name_of(written.entry)),
            }
        }
        declared
    }

    fn measure(&mut self, written: WrittenEntry<'n>) -> Option<Vec<Spanned<Arc<Measure>>>> {
        let borrowed = self.commons.borrowed(written);
        if !self.is_sound(written.entry) || borrowed.is_some_and(|common| !self.is_sound(common.entry)) {
            return None;
        }
        let merged = self.commons.merged(written, self.required, self.sink)?;
        // Every version is decoded, so that each failure is told.
        let versions: Vec<Option<Spanned<Measure>>> = merged.iter().map(|node| self.decoded(node)).collect();
        let shared = |Spanned { value, span }| Spanned { value: Arc::new(value), span };
        versions.into_iter().map(|version| version.map(shared)).collect()
    }

    /// Whether no mistake is known in a declaration, nor in its name.
    fn is_sound(&self, entry: &Entry) -> bool {
        let within = |span: Span| entry.key.span.contains(span) || entry.value.span.contains(span);
        !self.sink.diagnostics().iter().any(|found| found.is_error() && within(found.span()))
    }

    /// What passed the shape check decodes; should it ever fail, that is told like any other mistake.
    fn decoded<T: DeserializeOwned>(&mut self, node: &Node) -> Option<T> {
        match decode(node) {
            Ok(value) => Some(value),
            Err(error) => {
                let pointer = pointer_at(self.root, error.span);
                self.sink.push(Diagnostic::error(Code::InvalidValue, error.span, error.message).at(pointer));
                None
            }
        }
    }
}

fn name_of(entry: &Entry) -> Spanned<String> {
    Spanned { value: entry.key.name.clone(), span: entry.key.span }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::document::{
        Either,
        samples::{RULES, VOCABULARY, documents, line, tree},
    };

    #[test]
    fn a_file_is_read_whole() {
        let (documents, complaints) = documents(&[RULES, VOCABULARY]);
        assert_eq!(complaints, Vec::<String>::new());
        let [rules, words] = documents.as_slice() else { panic!() };
        assert_eq!(rules.note.as_deref(), Some("a sample"));
        assert_eq!((rules.definitions.len(), rules.parameters.len(), rules.needs.len()), (5, 1, 1));
        assert!(rules.territories.contains_key("RU-KHA/khabarovsk"));
        let measure = &rules.measures["khabarovsk_krai.first_child_grant"];
        assert_eq!(measure.len(), 1);
        assert!(matches!(&measure[0].eligible_when, Either::Form(form) if form.all.as_ref().unwrap().len() == 3));
        let words = words.vocabulary.as_ref().unwrap();
        assert_eq!((words.family.len(), words.member.len(), words.lists.len()), (1, 4, 1));
        assert_eq!(words.lists["income"].most.value, 400);
    }

    #[test]
    fn an_expression_keeps_the_place_of_its_literal() {
        let (documents, _) = documents(&[r#"{ "definitions": { "d": { "is": { "any": ["a", "b < 1"] } } } }"#]);
        let (name, definition) = documents[0].definitions.first().unwrap();
        let Some(Either::Form(form)) = &definition.is else { panic!() };
        let Either::Text(text) = &form.any.as_ref().unwrap()[1] else { panic!() };
        assert_eq!((text.value.as_str(), text.span.start, text.span.end), ("b < 1", 47, 54));
        assert_eq!((name.span.start, name.span.end), (19, 22));
        assert_eq!((form.span.start, form.span.end), (32, 57));
    }

    #[test]
    fn a_wrong_declaration_does_not_hide_the_others() {
        let text = r#"{ "definitions": { "a": { "is": 1 }, "b": { "is": "x" }, "C": { "is": "x" } },
            "vocabulary": { "member": { "f": { "type": "dat" }, "g": { "type": "date" } } },
            "measures": { "federal.m": {} } }"#;
        let (documents, complaints) = documents(&[text]);
        assert!(documents[0].definitions.keys().map(|name| name.value.as_str()).eq(["b"]));
        assert!(documents[0].vocabulary.as_ref().unwrap().member.contains_key("g"));
        let refused: Vec<&str> = documents[0].refused.iter().map(|name| name.value.as_str()).collect();
        assert_eq!(refused, ["f", "a", "C", "federal.m"]);
        assert_eq!(complaints.len(), 9, "{complaints:#?}");
    }

    #[test]
    fn a_file_that_is_no_object_is_an_empty_document() {
        let (documents, complaints) = documents(&["[]", r#"{ "definitions": [] }"#]);
        assert!(documents.iter().all(|document| document.definitions.is_empty()));
        assert_eq!(complaints.len(), 2);
    }

    /// Every tree that differs from this one in one place.
    fn mutants(value: &Value) -> Vec<Value> {
        let mut mutants = vec![
            json!(null),
            json!(true),
            json!(7),
            json!(-1),
            json!(1.5),
            json!(300),
            json!("a"),
            json!("date"),
            json!([]),
            json!({}),
            json!(["a"]),
            json!({ "all": ["a"] }),
            json!({ "ru": "a", "en": "b" }),
        ];
        match value {
            Value::Array(items) => {
                for (place, item) in items.iter().enumerate() {
                    let with = |item| {
                        Value::Array(
                            items
                                .iter()
                                .enumerate()
                                .map(|(at, old)| if at == place { &item } else { old })
                                .cloned()
                                .collect(),
                        )
                    };
                    mutants.extend(mutants_of(item, with));
                }
            }
            Value::Object(entries) => {
                for (key, item) in entries {
                    let mut without = entries.clone();
                    without.remove(key);
                    let mut renamed = without.clone();
                    renamed.insert(format!("{key}x"), item.clone());
                    mutants.extend([Value::Object(without.clone()), Value::Object(renamed)]);
                    mutants.extend(mutants_of(item, |item| {
                        let mut with = without.clone();
                        with.insert(key.clone(), item);
                        Value::Object(with)
                    }));
                }
                for extra in ["note", "otherwise", "versions", "is", "one_of", "round", "attested"] {
                    let mut with = entries.clone();
                    with.insert(extra.to_owned(), json!("a"));
                    mutants.push(Value::Object(with));
                }
            }
            _ => {}
        }
        mutants
    }

    fn mutants_of(item: &Value, with: impl Fn(Value) -> Value) -> Vec<Value> {
        mutants(item).into_iter().map(with).collect()
    }

    #[test]
    fn what_passes_the_shape_check_decodes() {
        let (mut passed, mut refused) = (0, 0);
        for sample in [RULES, VOCABULARY, VERSIONS] {
            let sample: Value = serde_json::from_str(sample).unwrap();
            for mutant in mutants(&sample) {
                let root = tree(&mutant.to_string());
                if !mistakes(&root, rules_moulds(), usize::MAX).is_empty() {
                    refused += 1;
                    continue;
                }
                passed += 1;
                let mut sink = Sink::default();
                read(&[(root.span.source, root)], &Limits::DEFAULT, &mut sink);
                // What the merging of versions reports is right; what the decoder reports would be a disagreement.
                let decoder = sink.diagnostics().iter().filter(|found| found.code() == Code::InvalidValue);
                let decoder: Vec<String> = decoder.map(line).collect();
                assert_eq!(decoder, Vec::<String>::new(), "{mutant}");
            }
        }
        assert!(passed > 500 && refused > 3000, "{passed} passed, {refused} refused");
    }

    const VERSIONS: &str = r#"{ "measures": { "federal.m": {
        "title": { "ru": "Мера", "en": "Measure" }, "kind": "benefit", "addresses": ["a"], "territory": "RU",
        "versions": [
            { "in_force": { "from": "2019-01-01", "until": "2020-01-01" }, "eligible_when": "a" },
            { "in_force": { "from": "2020-01-01" }, "eligible_when": { "any": ["a", "b"] }, "territory": ["RU-KHA"] } ] } } }"#;
}
