//! A case file as written: families with the answers that are expected for them.

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

use super::{either::Either, schema::cases_schema, shape::mistakes};
use crate::{
    diagnostic::Sink,
    json::{Node, Spanned},
    source::Span,
};

/// The root of a case file. Stands for the schema only.
#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Case file", description = "Families, and the answers that the rules must give for them.")]
#[expect(dead_code, reason = "the schema is derived from it; cases are read one by one")]
pub struct CaseFile {
    /// The schema of this file, for editors.
    #[serde(rename = "$schema")]
    schema: Option<String>,
    /// A remark for those who read the file.
    note: Option<String>,
    /// The cases, in the order they run.
    cases: Vec<CaseText>,
}

/// One case.
#[derive(Debug, Clone, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Case")]
pub struct CaseText {
    /// What the case shows, in a sentence; other cases name it by this.
    pub name: Spanned<String>,
    /// The case whose family this one changes.
    pub extends: Option<Spanned<String>>,
    /// The day of application, `YYYY-MM-DD`.
    pub on: Option<Spanned<String>>,
    /// The family, or what differs from the family of the other case.
    #[schemars(with = "Option<AnyObject>")]
    pub family: Option<Node>,
    /// The answers by measure or circumstance: a verdict, or any fields of the outcome.
    #[schemars(with = "Option<IndexMap<Spanned<String>, Either<AnyObject>>>")]
    pub expect: Option<Node>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
    /// Where the case stands.
    #[schemars(skip)]
    pub span: Span,
}

/// An object whose keys other rooms know. Stands for the schema only.
enum AnyObject {}

impl JsonSchema for AnyObject {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "AnyObject".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object" })
    }
}

/// Reads a case file: its cases in order, without those whose shape is wrong, which the sink tells of.
pub fn read_cases(root: &Node, sink: &mut Sink) -> Vec<CaseText> {
    for mistake in mistakes(root, &cases_schema()) {
        sink.push(mistake);
    }
    let cases = root.get("cases").map(Node::items).unwrap_or_default();
    let is_sound = |case: &&Node| {
        let mut errors = sink.diagnostics().iter().filter(|found| found.is_error());
        !errors.any(|found| case.span.contains(found.span()))
    };
    cases.iter().filter(is_sound).filter_map(case_of).collect()
}

fn case_of(node: &Node) -> Option<CaseText> {
    let text = |key: &str| {
        let node = node.get(key)?;
        Some(Spanned { value: node.as_str()?.to_owned(), span: node.span })
    };
    Some(CaseText {
        name: text("name")?,
        extends: text("extends"),
        on: text("on"),
        family: node.get("family").cloned(),
        expect: node.get("expect").cloned(),
        note: text("note").map(|note| note.value),
        span: node.span,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::samples::{line, tree};

    fn cases(text: &str) -> (Vec<CaseText>, Vec<String>) {
        let mut sink = Sink::default();
        let cases = read_cases(&tree(text), &mut sink);
        (cases, sink.diagnostics().iter().map(line).collect())
    }

    #[test]
    fn a_case_is_read_with_its_places() {
        let text = r#"{ "$schema": "s", "note": "n", "cases": [
            { "name": "a", "on": "2025-10-10", "family": { "members": [null] }, "expect": { "m.a": "eligible", "l": { "x": 1 } } },
            { "name": "b", "extends": "a", "note": "n" }] }"#;
        let (cases, complaints) = cases(text);
        assert_eq!(complaints, Vec::<String>::new());
        let [first, second] = cases.as_slice() else { panic!() };
        assert_eq!(text.get(first.on.as_ref().unwrap().span.range()), Some("\"2025-10-10\""));
        assert_eq!(first.expect.as_ref().unwrap().entries().len(), 2);
        assert_eq!(second.extends.as_ref().unwrap().value, "a");
        assert!(second.family.is_none() && text.get(second.span.range()).unwrap().starts_with('{'));
    }

    #[test]
    fn a_wrong_case_does_not_hide_the_others() {
        let (cases, complaints) = cases(
            r#"{ "cases": [{ "name": "a" }, { "nam": "b", "expect": { "m": true } }, { "name": null }, 7, { "on": "x" }] }"#,
        );
        assert_eq!(cases.len(), 1);
        assert_eq!(
            complaints,
            [
                "unknown-key /cases/1/nam a case has no key `nam` / did you mean `name`?",
                "wrong-type /cases/1/expect/m expected text or an object for `m`, got `true` / write it in quotes: \"true\"",
                "unexpected-null /cases/2/name `null` is not a value of `name` / leave the key out",
                "wrong-type /cases/3 expected an object, got a number",
                "missing-key /cases/4 a case needs the key `name`"
            ]
        );
    }

    #[test]
    fn a_file_without_cases_is_a_mistake() {
        assert_eq!(cases("{}").1, ["missing-key  a case file needs the key `cases`"]);
    }
}
