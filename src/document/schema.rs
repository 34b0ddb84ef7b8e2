//! The schemas of rule and case files, for editors and for the shape check: derived from the very types.

use std::{borrow::Cow, sync::LazyLock};

use schemars::{
    JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, json_schema, transform::RecursiveTransform,
};
use serde_json::{Value, json};

use super::{
    case::CaseFile,
    editor::explain,
    file::Document,
    measure::Measure,
    mould::Moulds,
    names::NAME,
    vocabulary::{Facts, RecordList, Vocabulary},
};

/// The JSON Schema (draft 2020-12) of a rule file.
#[must_use]
pub fn rules_schema() -> Value {
    RULES.clone()
}

/// The JSON Schema (draft 2020-12) of a case file.
#[must_use]
pub fn cases_schema() -> Value {
    CASES.clone()
}

// They take longer to derive than a file takes to read.
static RULES: LazyLock<Value> = LazyLock::new(derived::<Document>);
static CASES: LazyLock<Value> = LazyLock::new(derived::<CaseFile>);

/// What the schema of a rule file asks for.
pub fn rules_moulds() -> &'static Moulds<'static> {
    static MOULDS: LazyLock<Moulds<'static>> = LazyLock::new(|| Moulds::of(&RULES));
    &MOULDS
}

/// What the schema of a case file asks for.
pub fn cases_moulds() -> &'static Moulds<'static> {
    static MOULDS: LazyLock<Moulds<'static>> = LazyLock::new(|| Moulds::of(&CASES));
    &MOULDS
}

fn derived<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12()
        .with_transform(RecursiveTransform(without_null))
        .with_transform(RecursiveTransform(explain));
    settings.into_generator().into_root_schema_for::<T>().to_value()
}

/// What is not written is left out, so `null` is never a value.
fn without_null(schema: &mut Schema) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    if let Some(Value::Array(types)) = object.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            object.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(values)) = object.get_mut("enum") {
        values.retain(|value| !value.is_null());
    }
    if let Some(Value::Array(forms)) = object.get_mut("anyOf") {
        forms.retain(|form| form.get("type").is_none_or(|name| name != "null"));
        if let [Value::Object(only)] = forms.as_slice() {
            let only = only.clone();
            object.remove("anyOf");
            for (key, value) in only {
                object.entry(key).or_insert(value);
            }
        }
    }
}

/// The keys that a measure must have, whether beside its versions or in each of them.
#[must_use]
pub fn required_of_measure() -> &'static [&'static str] {
    static REQUIRED: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let keys = RULES.pointer("/$defs/Measure/else/required").and_then(Value::as_array);
        keys.into_iter().flatten().filter_map(Value::as_str).collect()
    });
    &REQUIRED
}

/// A measure as a file has it: whole, or a common part with `versions` beside it. Stands for the schema only.
#[derive(Debug)]
pub enum WrittenMeasure {}

impl JsonSchema for WrittenMeasure {
    fn schema_name() -> Cow<'static, str> {
        "Measure".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let versions = generator.subschema_for::<MeasureVersion>();
        let mut schema = Measure::json_schema(generator);
        let required = schema.remove("required").unwrap_or_default();
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            let description = "The texts of the measure, one for each time or territory: each holds what differs from the common \
                               part beside them.";
            properties.insert(
                "versions".to_owned(),
                json!({ "type": "array", "items": versions, "minItems": 1, "description": description }),
            );
        }
        schema.insert("description".to_owned(), "Something that families can get, under its name `level.name`. Either whole, or a common part with `versions`.".into());
        schema.insert("if".to_owned(), json!({ "required": ["versions"] }));
        schema.insert("else".to_owned(), json!({ "required": required }));
        schema
    }
}

/// One version of a measure as a file has it: any of its keys. Stands for the schema only.
enum MeasureVersion {}

impl JsonSchema for MeasureVersion {
    fn schema_name() -> Cow<'static, str> {
        "MeasureVersion".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = Measure::json_schema(generator);
        schema.remove("required");
        schema.insert("title".to_owned(), "version of a measure".into());
        schema.insert("description".to_owned(), "What differs from the common part of the measure.".into());
        schema
    }
}

impl JsonSchema for Vocabulary {
    fn schema_name() -> Cow<'static, str> {
        "Vocabulary".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let facts = generator.subschema_for::<Facts>();
        let entity = |description: &str| {
            let mut entity = facts.clone();
            entity.insert("description".to_owned(), description.into());
            entity.insert("propertyNames".to_owned(), json!({ "pattern": NAME }));
            entity
        };
        json_schema!({
            "type": "object",
            "description": "What a family can tell: facts of the `family`, of each `member`, and record lists, each under its own name.",
            "properties": {
                "family": entity("Facts of the family, by name; no fact of a member has the same name."),
                "member": entity("Facts of each member, by name."),
            },
            "additionalProperties": generator.subschema_for::<RecordList>(),
            "propertyNames": { "pattern": NAME },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each(value: &Value, look: &mut dyn FnMut(&Value)) {
        look(value);
        match value {
            Value::Array(items) => items.iter().for_each(|item| each(item, look)),
            Value::Object(entries) => entries.values().for_each(|item| each(item, look)),
            _ => {}
        }
    }

    #[test]
    fn no_schema_takes_null() {
        for schema in [rules_schema(), cases_schema()] {
            each(&schema, &mut |inner| {
                assert!(!inner.is_null() && inner != "null", "{schema:#}");
            });
        }
    }

    #[test]
    fn every_object_takes_a_note_and_no_unknown_keys() {
        for schema in [rules_schema(), cases_schema()] {
            for (name, inner) in schema["$defs"].as_object().unwrap() {
                let keys = inner["properties"].as_object();
                if let Some(keys) = keys.filter(|_| name != "Text" && name != "Vocabulary") {
                    assert!(keys.contains_key("note"), "{name}");
                    assert_eq!(inner["additionalProperties"], false, "{name}");
                }
            }
        }
    }

    #[test]
    fn every_type_key_and_variant_has_a_description() {
        for schema in [rules_schema(), cases_schema()] {
            for (name, inner) in schema["$defs"].as_object().unwrap() {
                assert!(inner["description"].is_string(), "{name}");
            }
            each(&schema, &mut |inner| {
                let described = |part: &Value| part["description"].is_string() || *part == false;
                for (key, value) in inner["properties"].as_object().into_iter().flatten() {
                    assert!(described(value), "{key} in {inner:#}");
                }
                for variant in inner["oneOf"].as_array().into_iter().flatten() {
                    assert!(described(variant) || variant["const"].is_null(), "{variant} in {inner:#}");
                }
            });
        }
    }

    #[test]
    fn a_description_is_one_line() {
        for schema in [rules_schema(), cases_schema()] {
            each(&schema, &mut |inner| {
                let text = inner["description"].as_str().unwrap_or_default();
                assert!(!text.contains('\n') && text.len() < 500, "{text}");
            });
        }
    }

    #[test]
    fn the_keys_of_a_measure_are_asked_for_without_versions_only() {
        let rules = rules_schema();
        let keys = required_of_measure();
        assert_eq!(keys, ["title", "kind", "addresses", "territory", "in_force", "eligible_when"]);
        assert!(rules["$defs"]["MeasureVersion"]["required"].is_null());
        assert!(rules["$defs"]["MeasureVersion"]["properties"]["versions"].is_null());
    }
}
