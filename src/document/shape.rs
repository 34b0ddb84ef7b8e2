//! The shape check: holds a tree against the schema that is derived from the very types, and reports every
//! mistake. What passes it decodes.
//!
//! It knows the part of JSON Schema that our types yield and no more; a test holds the generated schemas against the
//! list of its keywords.

use serde_json::Value;

use super::{
    complaint::{
        empty_list, invalid_name, misfit, missing_beside, missing_key, null, out_of_bounds, unknown_key, unknown_value,
        wrong_type,
    },
    forms::Groups,
    resolved::{Definitions, Resolved},
    wording::Shape,
};
use crate::{
    diagnostic::{Diagnostic, did_you_mean, nearest},
    json::{Entry, Kind, Node, pointer_at},
    source::Span,
};

/// Everything wrong with the shape of a tree, in the order of the text, each with its JSON Pointer.
#[must_use]
pub fn mistakes(root: &Node, schema: &Value) -> Vec<Diagnostic> {
    let mut check = Check { definitions: Definitions::of(schema), found: Vec::new() };
    check.value(root, schema, Place { anchor: opening(root), key: None });
    let mut found = check.found;
    // What an object lacks is found after what stands in it.
    found.sort_by_key(Diagnostic::span);
    found
        .into_iter()
        .map(|found| {
            let pointer = pointer_at(root, found.span());
            found.at(pointer)
        })
        .collect()
}

/// The first sign of a value: what is missing in it is shown there, not under all of its lines.
#[must_use]
pub fn opening(node: &Node) -> Span {
    Span::new(node.span.source, node.span.start, node.span.end.min(node.span.start.saturating_add(1)))
}

/// How a value is reached.
#[derive(Debug, Clone, Copy)]
struct Place<'n> {
    /// Where to show what is missing in it.
    anchor: Span,
    /// The key it stands under.
    key: Option<&'n str>,
}

/// A value that fits none of the alternatives.
fn wrong_type_of_all(node: &Node, alternatives: &[Resolved<'_>], place: Place<'_>) -> Diagnostic {
    let mut shapes: Vec<Shape> = Vec::new();
    for shape in alternatives.iter().flat_map(|alternative| alternative.shapes()) {
        if !shapes.contains(&shape) {
            shapes.push(shape);
        }
    }
    let found = wrong_type(node, &shapes, place.key);
    let listed: Vec<&str> = alternatives.iter().flat_map(|alternative| alternative.listed()).collect();
    if listed.is_empty() { found } else { found.help(did_you_mean("", listed, "values")) }
}

struct Check<'s> {
    definitions: Definitions<'s>,
    found: Vec<Diagnostic>,
}

impl<'s> Check<'s> {
    fn value(&mut self, node: &Node, schema: &'s Value, place: Place<'_>) {
        if matches!(node.kind, Kind::Null) {
            self.found.push(null(node, place.key));
            return;
        }
        let resolved = self.definitions.resolve(schema);
        match self.definitions.alternatives(resolved) {
            Some(alternatives) => self.one_of(node, &alternatives, place),
            None => self.plain(node, resolved, place),
        }
    }

    fn one_of(&mut self, node: &Node, alternatives: &[Resolved<'s>], place: Place<'_>) {
        let of_this_shape = |alternative: &&Resolved<'s>| alternative.shapes().iter().any(|shape| shape.is_of(node));
        let fitting: Vec<Resolved<'s>> = alternatives.iter().filter(of_this_shape).copied().collect();
        let has_required = |alternative: &&Resolved<'s>| {
            alternative.list("required").filter_map(Value::as_str).all(|key| node.get(key).is_some())
        };
        match (fitting.as_slice(), &node.kind) {
            ([], _) => self.found.push(wrong_type_of_all(node, alternatives, place)),
            ([only], _) if only.listed().is_empty() => self.plain(node, *only, place),
            (texts, Kind::String(text)) => self.listed(node, text, texts, alternatives),
            (objects, _) => {
                if let Some(chosen) = objects.iter().find(has_required).or(objects.first()) {
                    self.plain(node, *chosen, place);
                }
            }
        }
    }

    /// A text out of an enumeration, which the schema may spread over several alternatives.
    fn listed(&mut self, node: &Node, text: &str, texts: &[Resolved<'s>], all: &[Resolved<'s>]) {
        let listed: Vec<&str> = texts.iter().flat_map(|alternative| alternative.listed()).collect();
        if !listed.contains(&text) {
            let forms: Vec<&str> =
                all.iter().flat_map(|other| other.list("required")).filter_map(Value::as_str).collect();
            self.found.push(unknown_value(node, text, listed, &forms));
        }
    }

    fn plain(&mut self, node: &Node, resolved: Resolved<'s>, place: Place<'_>) {
        let shapes = resolved.shapes();
        if !shapes.is_empty() && !shapes.iter().any(|shape| shape.is_of(node)) {
            self.found.push(wrong_type(node, &shapes, place.key));
            return;
        }
        match &node.kind {
            Kind::String(text) => self.text(node, text, resolved),
            Kind::Number(text) => self.found.extend(out_of_bounds(node, text, resolved.schema)),
            Kind::Array(items) => self.list(node, items, resolved, place),
            Kind::Object(entries) => self.object(node, entries, resolved, place),
            Kind::Null | Kind::Bool(_) => {}
        }
    }

    fn text(&mut self, node: &Node, text: &str, resolved: Resolved<'s>) {
        if !resolved.listed().is_empty() {
            self.listed(node, text, &[resolved], &[]);
        }
        self.found.extend(invalid_name(text, node.span, resolved.schema));
    }

    fn list(&mut self, node: &Node, items: &[Node], resolved: Resolved<'s>, place: Place<'_>) {
        if items.is_empty() && resolved.schema.get("minItems").is_some() {
            self.found.push(empty_list(node, place.key));
        }
        if let Some(schema) = resolved.schema.get("items") {
            for item in items {
                self.value(item, schema, Place { anchor: opening(item), key: None });
            }
        }
    }

    fn object(&mut self, node: &Node, entries: &[Entry], resolved: Resolved<'s>, place: Place<'_>) {
        let mut meant = Vec::new();
        for entry in entries {
            meant.extend(self.entry(node, entry, resolved));
        }
        // A key that is only misspelt is not missing besides.
        let has = |key: &str| node.get(key).is_some() || meant.contains(&key);
        let condition = resolved.schema.get("if").and_then(|condition| condition.get("required"));
        let is_met =
            condition.and_then(Value::as_array).is_some_and(|keys| keys.iter().filter_map(Value::as_str).all(has));
        let otherwise = resolved.schema.get("else").filter(|_| !is_met).and_then(|other| other.get("required"));
        let more = otherwise.and_then(Value::as_array).into_iter().flatten();
        for key in resolved.list("required").chain(more).filter_map(Value::as_str).filter(|key| !has(key)) {
            self.found.push(missing_key(key, &resolved.called(), place.anchor));
        }
        self.dependent(entries, resolved, &has);
        if let Some(one_of) = resolved.schema.get("oneOf") {
            let groups = Groups::of_schema(one_of);
            if !meant.iter().any(|key| groups.keys().contains(key)) {
                self.found.extend(misfit(&groups, entries, &resolved.called(), place.anchor));
            }
        }
    }

    /// Checks one entry; gives the key that a misspelt one was meant to be.
    fn entry(&mut self, node: &Node, entry: &Entry, resolved: Resolved<'s>) -> Option<&'s str> {
        let name = entry.key.name.as_str();
        let properties = resolved.map("properties");
        let inner = Place { anchor: entry.key.span, key: Some(name) };
        if let Some(schema) = properties.and_then(|properties| properties.get(name)) {
            self.value(&entry.value, schema, inner);
            return None;
        }
        if let Some(names) = resolved.schema.get("propertyNames") {
            self.found.extend(invalid_name(name, entry.key.span, names));
        }
        match resolved.schema.get("additionalProperties") {
            Some(Value::Bool(false)) => {
                let known = properties.into_iter().flatten().map(|(key, _)| key.as_str());
                let free: Vec<&'s str> = known.filter(|key| node.get(key).is_none()).collect();
                self.found.push(unknown_key(entry, &free, &resolved.called()));
                nearest(name, free.iter().copied())
            }
            Some(schema @ Value::Object(_)) => {
                self.value(&entry.value, schema, inner);
                None
            }
            _ => None,
        }
    }

    fn dependent(&mut self, entries: &[Entry], resolved: Resolved<'s>, has: &dyn Fn(&str) -> bool) {
        let Some(dependent) = resolved.map("dependentRequired") else {
            return;
        };
        for entry in entries {
            let needed = dependent.get(&entry.key.name).and_then(Value::as_array).into_iter().flatten();
            for needed in needed.filter_map(Value::as_str).filter(|needed| !has(needed)) {
                self.found.push(missing_beside(entry, needed));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{
        cases_schema, rules_schema,
        samples::{MEASURE, RULES, VOCABULARY, complaints},
    };

    #[test]
    fn what_the_design_shows_is_accepted() {
        for sample in [RULES, VOCABULARY, "{}", &format!(r#"{{ "measures": {{ "federal.m": {MEASURE} }} }}"#)] {
            assert_eq!(complaints(sample), Vec::<String>::new());
        }
    }

    #[test]
    fn every_mistake_is_told_in_the_order_of_the_text() {
        let text =
            r#"{ "definitons": {}, "parameters": { "Minimum": { "values": [{ "from": 2025 }, null] } }, "needs": [] }"#;
        let codes: Vec<String> =
            complaints(text).iter().map(|line| line.split(" / ").next().unwrap().to_owned()).collect();
        assert_eq!(
            codes,
            [
                "unknown-key /definitons a rule file has no key `definitons`",
                "invalid-name /parameters/Minimum `Minimum` is not the name of a parameter",
                "exactly-one-form /parameters/Minimum/values/0 a parameter value needs exactly one of `value` or `times`",
                "wrong-type /parameters/Minimum/values/0/from expected text for `from`, got a number",
                "unexpected-null /parameters/Minimum/values/1 `null` is not a value",
                "wrong-type /needs expected an object for `needs`, got a list"
            ]
        );
    }

    /// The keywords that the check applies, and those that say nothing about the shape.
    const KEYWORDS: &[&str] = &[
        "$defs",
        "$ref",
        "$schema",
        "additionalProperties",
        "anyOf",
        "const",
        "default",
        "dependentRequired",
        "description",
        "else",
        "enum",
        "examples",
        "format",
        "if",
        "items",
        "maximum",
        "minItems",
        "minimum",
        "oneOf",
        "pattern",
        "patternErrorMessage",
        "properties",
        "propertyNames",
        "required",
        "title",
        "type",
    ];

    /// The keywords of all schemas inside a schema.
    fn keywords_of(schema: &Value, found: &mut Vec<String>) {
        for (keyword, value) in schema.as_object().into_iter().flatten() {
            found.push(keyword.clone());
            let inner: Vec<&Value> = match (keyword.as_str(), value) {
                ("properties" | "$defs", Value::Object(inner)) => inner.values().collect(),
                ("anyOf" | "oneOf", Value::Array(inner)) => inner.iter().collect(),
                ("items" | "additionalProperties" | "propertyNames" | "if" | "else", inner) => {
                    vec![inner]
                }
                _ => Vec::new(),
            };
            for inner in inner {
                keywords_of(inner, found);
            }
        }
    }

    #[test]
    fn the_check_knows_every_keyword_of_the_schemas() {
        for schema in [rules_schema(), cases_schema()] {
            let mut found = Vec::new();
            keywords_of(&schema, &mut found);
            assert!(found.len() > 20);
            for keyword in found {
                assert!(KEYWORDS.contains(&keyword.as_str()), "{keyword}");
            }
        }
    }
}
