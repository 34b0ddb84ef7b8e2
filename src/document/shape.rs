//! The shape check: holds a tree against the schema that is derived from the very types, and reports every
//! mistake. What passes it decodes.
//!
//! It knows the part of JSON Schema that our types yield and no more; a test holds the generated schemas against the
//! list of its keywords.

use std::{cell::LazyCell, collections::BTreeSet, ops::Deref};

use super::{
    complaint::{
        empty_list, invalid_name, misfit, missing_beside, missing_key, null, out_of_bounds, unknown_key, unknown_value,
        wrong_type,
    },
    mould::{Mould, MouldId, Moulds, Others},
    wording::Shape,
};
use crate::{
    diagnostic::{Diagnostic, did_you_mean, nearest},
    json::{Entry, Kind, Node, pointer_at},
    source::Span,
};

/// What is wrong with the shape of a tree, in the order of the text, each with its JSON Pointer; where there is more than
/// `most`, some of it.
#[must_use]
pub fn mistakes(root: &Node, moulds: &Moulds<'_>, most: usize) -> Vec<Diagnostic> {
    let mut check = Check { moulds, found: Vec::new(), most };
    check.value(root, Moulds::WHOLE, Place { anchor: opening(root), key: None });
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
fn wrong_type_of_all(node: &Node, alternatives: &[&Mould<'_>], place: Place<'_>) -> Diagnostic {
    let mut shapes: Vec<Shape> = Vec::new();
    for shape in alternatives.iter().flat_map(|alternative| &alternative.shapes) {
        if !shapes.contains(shape) {
            shapes.push(*shape);
        }
    }
    let found = wrong_type(node, &shapes, place.key);
    let listed: Vec<&str> = alternatives.iter().flat_map(|alternative| &alternative.listed).copied().collect();
    if listed.is_empty() { found } else { found.help(did_you_mean("", listed, "values")) }
}

struct Check<'m, 's> {
    moulds: &'m Moulds<'s>,
    found: Vec<Diagnostic>,
    /// With so many nothing more is looked for.
    most: usize,
}

impl<'m, 's> Check<'m, 's> {
    fn value(&mut self, node: &Node, mould: MouldId, place: Place<'_>) {
        if matches!(node.kind, Kind::Null) {
            self.found.push(null(node, place.key));
            return;
        }
        let Some(mould) = self.moulds.get(mould) else { return };
        match &mould.alternatives {
            Some(alternatives) => self.one_of(node, alternatives, place),
            None => self.plain(node, mould, place),
        }
    }

    fn one_of(&mut self, node: &Node, alternatives: &[MouldId], place: Place<'_>) {
        let moulds = self.moulds;
        let alternatives = || alternatives.iter().filter_map(|id| moulds.get(*id));
        let of_this_shape = |alternative: &&'m Mould<'s>| alternative.shapes.iter().any(|shape| shape.is_of(node));
        let mut fitting = alternatives().filter(of_this_shape);
        // Nearly every value is of the shape of one alternative only.
        if let (Some(only), None) = (fitting.next(), fitting.next())
            && only.listed.is_empty()
        {
            return self.plain(node, only, place);
        }
        let alternatives: Vec<&'m Mould<'s>> = alternatives().collect();
        let fitting: Vec<&'m Mould<'s>> = alternatives.iter().copied().filter(of_this_shape).collect();
        let has_required =
            |alternative: &&&'m Mould<'s>| alternative.required.iter().all(|key| node.get(key).is_some());
        match (fitting.as_slice(), &node.kind) {
            ([], _) => self.found.push(wrong_type_of_all(node, &alternatives, place)),
            (texts, Kind::String(text)) => self.listed(node, text, texts, &alternatives),
            (objects, _) => {
                if let Some(chosen) = objects.iter().find(has_required).or(objects.first()) {
                    self.plain(node, chosen, place);
                }
            }
        }
    }

    /// A text out of an enumeration, which the schema may spread over several alternatives.
    fn listed(&mut self, node: &Node, text: &str, texts: &[&Mould<'s>], all: &[&Mould<'s>]) {
        let listed = texts.iter().flat_map(|alternative| &alternative.listed).copied();
        if !listed.clone().any(|known| known == text) {
            let forms: Vec<&str> = all.iter().flat_map(|other| &other.required).copied().collect();
            self.found.push(unknown_value(node, text, listed.collect(), &forms));
        }
    }

    fn plain(&mut self, node: &Node, mould: &'m Mould<'s>, place: Place<'_>) {
        let shapes = &mould.shapes;
        if !shapes.is_empty() && !shapes.iter().any(|shape| shape.is_of(node)) {
            self.found.push(wrong_type(node, shapes, place.key));
            return;
        }
        match &node.kind {
            Kind::String(text) => self.text(node, text, mould),
            Kind::Number(text) => self.found.extend(out_of_bounds(node, text, mould.schema)),
            Kind::Array(items) => self.list(node, items, mould, place),
            Kind::Object(entries) => self.object(node, entries, mould, place),
            Kind::Null | Kind::Bool(_) => {}
        }
    }

    fn text(&mut self, node: &Node, text: &str, mould: &Mould<'s>) {
        if !mould.listed.is_empty() {
            self.listed(node, text, &[mould], &[]);
        }
        self.found.extend(invalid_name(text, node.span, mould.name));
    }

    fn list(&mut self, node: &Node, items: &[Node], mould: &Mould<'s>, place: Place<'_>) {
        if items.is_empty() && mould.is_filled {
            self.found.push(empty_list(node, place.key));
        }
        if let Some(mould) = mould.items {
            for item in items {
                if self.found.len() >= self.most {
                    return;
                }
                self.value(item, mould, Place { anchor: opening(item), key: None });
            }
        }
    }

    fn object(&mut self, node: &Node, entries: &[Entry], mould: &'m Mould<'s>, place: Place<'_>) {
        let mut meant = Vec::new();
        // The keys that could be meant by one that nobody knows.
        let free = LazyCell::new(|| {
            let written: BTreeSet<&str> = entries.iter().map(|entry| entry.key.name.as_str()).collect();
            mould.properties.keys().copied().filter(|key| !written.contains(key)).collect::<Vec<&'s str>>()
        });
        for entry in entries {
            if self.found.len() >= self.most {
                return;
            }
            meant.extend(self.entry(&free, entry, mould));
        }
        // A key that is only misspelt is not missing besides.
        let has = |key: &&'s str| node.get(key).is_some() || meant.contains(key);
        let (condition, otherwise) = &mould.otherwise_required;
        let is_met = condition.as_ref().is_some_and(|keys| keys.iter().all(has));
        let more = otherwise.iter().filter(|_| !is_met);
        for key in mould.required.iter().chain(more).filter(|key| !has(key)) {
            self.found.push(missing_key(key, &mould.called, place.anchor));
        }
        self.dependent(entries, mould, &has);
        if let Some(groups) = &mould.groups
            && !meant.iter().any(|key| groups.keys().contains(key))
        {
            self.found.extend(misfit(groups, entries, &mould.called, place.anchor));
        }
    }

    /// Checks one entry; gives the key that a misspelt one was meant to be.
    fn entry(&mut self, free: &impl Deref<Target = Vec<&'s str>>, entry: &Entry, mould: &Mould<'s>) -> Option<&'s str> {
        let name = entry.key.name.as_str();
        let inner = Place { anchor: entry.key.span, key: Some(name) };
        if let Some(mould) = mould.properties.get(name) {
            self.value(&entry.value, *mould, inner);
            return None;
        }
        self.found.extend(invalid_name(name, entry.key.span, mould.other_names));
        match mould.others {
            Others::Nothing => {
                self.found.push(unknown_key(entry, free, &mould.called));
                nearest(name, free.iter().copied())
            }
            Others::Each(mould) => {
                self.value(&entry.value, mould, inner);
                None
            }
            Others::Anything => None,
        }
    }

    fn dependent(&mut self, entries: &[Entry], mould: &Mould<'s>, has: &dyn Fn(&&'s str) -> bool) {
        if mould.dependent.is_empty() {
            return;
        }
        for entry in entries {
            let needed = mould.dependent.get(entry.key.name.as_str()).into_iter().flatten();
            for needed in needed.filter(|needed| !has(needed)) {
                self.found.push(missing_beside(entry, needed));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

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
