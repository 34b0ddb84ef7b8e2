//! A schema with its references followed, and what it asks for.

use serde_json::{Map, Value};

use super::wording::{Shape, called};

/// A `$ref` may lead to a `$ref`, but never round in a circle this long.
const LONGEST_CHAIN: usize = 16;

/// The named types of a schema.
#[derive(Debug, Clone, Copy)]
pub struct Definitions<'s>(Option<&'s Map<String, Value>>);

impl<'s> Definitions<'s> {
    /// Those of a whole schema.
    #[must_use]
    pub fn of(schema: &'s Value) -> Definitions<'s> {
        Definitions(schema.get("$defs").and_then(Value::as_object))
    }

    /// Follows references until something is asked for.
    #[must_use]
    pub fn resolve(self, schema: &'s Value) -> Resolved<'s> {
        let mut resolved = Resolved { schema, type_name: None };
        for _ in 0..LONGEST_CHAIN {
            let path = resolved.schema.get("$ref").and_then(Value::as_str);
            let name = path.and_then(|path| path.strip_prefix("#/$defs/"));
            let Some((name, schema)) = name.and_then(|name| self.0?.get_key_value(name)) else {
                break;
            };
            resolved = Resolved { schema, type_name: Some(name) };
        }
        resolved
    }

    /// The alternatives of a value that may be written in several ways; `oneOf` beside a `type` is about keys.
    #[must_use]
    pub fn alternatives(self, resolved: Resolved<'s>) -> Option<Vec<Resolved<'s>>> {
        let is_about_keys = resolved.schema.get("type").is_some();
        let keyword = if resolved.schema.get("anyOf").is_some() { "anyOf" } else { "oneOf" };
        if is_about_keys || resolved.schema.get(keyword).is_none() {
            return None;
        }
        let mut flat = Vec::new();
        for alternative in resolved.list(keyword) {
            let mut alternative = self.resolve(alternative);
            alternative.type_name = alternative.type_name.or(resolved.type_name);
            match self.alternatives(alternative) {
                Some(inner) => flat.extend(inner),
                None => flat.push(alternative),
            }
        }
        Some(flat)
    }
}

/// A schema with its references followed.
#[derive(Debug, Clone, Copy)]
pub struct Resolved<'s> {
    /// The schema.
    pub schema: &'s Value,
    /// The name of its type, where it has one.
    pub type_name: Option<&'s str>,
}

impl<'s> Resolved<'s> {
    /// The items under a keyword.
    pub fn list(self, keyword: &str) -> impl Iterator<Item = &'s Value> {
        self.schema.get(keyword).and_then(Value::as_array).into_iter().flatten()
    }

    /// The entries under a keyword.
    #[must_use]
    pub fn map(self, keyword: &str) -> Option<&'s Map<String, Value>> {
        self.schema.get(keyword).and_then(Value::as_object)
    }

    /// What such a value is called.
    #[must_use]
    pub fn called(self) -> String {
        called(self.schema, self.type_name)
    }

    /// The types that the schema asks for; empty where it takes anything.
    #[must_use]
    pub fn shapes(self) -> Vec<Shape> {
        match self.schema.get("type") {
            Some(Value::String(name)) => Shape::of_schema(name).into_iter().collect(),
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).filter_map(Shape::of_schema).collect(),
            _ => Vec::new(),
        }
    }

    /// The enumerated texts, where the schema has any.
    /// The items under a keyword.
    pub fn listed(self) -> Vec<&'s str> {
        self.schema.get("const").into_iter().chain(self.list("enum")).filter_map(Value::as_str).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn references_are_followed_to_the_end() {
        let schema = json!({ "$defs": { "A": { "$ref": "#/$defs/LegalBasis" }, "LegalBasis": { "type": "object" } } });
        let start = json!({ "$ref": "#/$defs/A", "description": "d" });
        let resolved = Definitions::of(&schema).resolve(&start);
        assert_eq!(resolved.shapes(), [Shape::Object]);
        assert_eq!(resolved.called(), "legal basis");
    }

    #[test]
    fn a_circle_of_references_ends() {
        let schema = json!({ "$defs": { "A": { "$ref": "#/$defs/A" } } });
        let start = json!({ "$ref": "#/$defs/A" });
        assert_eq!(Definitions::of(&schema).resolve(&start).shapes(), []);
    }

    #[test]
    fn a_choice_of_keys_is_no_alternative() {
        let schema = json!({ "type": "object", "oneOf": [{ "required": ["a"] }, { "required": ["b"] }] });
        let definitions = Definitions::of(&schema);
        assert!(definitions.alternatives(definitions.resolve(&schema)).is_none());
    }
}
