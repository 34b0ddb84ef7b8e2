//! A case file as written: families with the answers that are expected for them.

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

use super::{schema::cases_moulds, shape::mistakes};
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
    /// The cases, each a test of its own.
    cases: Vec<CaseText>,
}

/// One case: a family on a day, and what the rules must answer.
#[derive(Debug, Clone, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Case")]
pub struct CaseText {
    /// What the case shows, in a sentence; other cases name it by this.
    pub name: Spanned<String>,
    /// The name of a case whose day and family this one changes, so that it shows only what matters.
    pub extends: Option<Spanned<String>>,
    /// The day of application, `YYYY-MM-DD`; that of the case under `extends` when it is not written.
    #[schemars(extend("format" = "date", "examples" = ["2025-10-10"]))]
    pub on: Option<Spanned<String>>,
    /// The family as in a family file; with `extends` only what differs, members by `id`, and `"unknown"` takes a fact away.
    #[schemars(with = "Option<FamilyPart>")]
    pub family: Option<Node>,
    /// The answers that must come, by measure or circumstance, and under `needs` by need. Those that are not named are not
    /// looked at.
    #[schemars(with = "Option<IndexMap<Spanned<String>, Answer>>")]
    pub expect: Option<Node>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
    /// Where the case stands.
    #[schemars(skip)]
    pub span: Span,
}

/// A family, or a part of one: its facts are known to other rooms. Stands for the schema only.
enum FamilyPart {}

impl JsonSchema for FamilyPart {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "FamilyPart".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "properties": {
                "territory": { "description": "Where the family lives, such as `RU-KHA/khabarovsk`.", "examples": ["RU-KHA"] },
                "members": {
                    "description": "The members, each with `id`, `relation` (the applicant's is `self`) and what is told of them."
                },
            },
        })
    }
}

/// An answer that is expected: its verdict, or any of its fields, which other rooms know. Stands for the schema only.
enum Answer {}

impl JsonSchema for Answer {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Answer".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let of_measures = "The verdict on a measure: `eligible`, `eligible_if_confirmed`, `option`, `needs_specialist`, \
                           `undetermined`, `excluded`, `not_eligible` or `not_in_force`.";
        let of_circumstances = "The verdict on a circumstance, in quotes: `true`, `false` or `unknown`.";
        let verdict = format!("{of_measures} {of_circumstances}");
        let fields =
            "Any fields of the answer, as its JSON has them, such as `eligibility`, `amount`, `apply_by`, `missing`.";
        let members = "The answers by member id, where the measure has one for each; `none` where there must be none.";
        json_schema!({
            "description": "What must be answered: a verdict, or an object with any fields of the answer.",
            "anyOf": [
                {
                    "type": "string",
                    "description": verdict,
                    "examples": [
                        "eligible", "eligible_if_confirmed", "option", "needs_specialist", "undetermined", "excluded",
                        "not_eligible", "not_in_force", "true", "false", "unknown",
                    ],
                },
                {
                    "type": "object",
                    "description": fields,
                    "properties": {
                        "eligibility": { "description": of_measures },
                        "holds": { "description": of_circumstances },
                        "members": { "description": members },
                    },
                },
            ],
        })
    }
}

/// Reads a case file: its cases in order, without those whose shape is wrong, which the sink tells of.
pub fn read_cases(root: &Node, sink: &mut Sink) -> Vec<CaseText> {
    for mistake in mistakes(root, cases_moulds(), sink.room()) {
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
