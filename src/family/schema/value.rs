//! The schema of the value of one fact, as the reader of families takes it.

use serde_json::{Value, json};

use super::{pattern, words::Words};
use crate::{
    catalogue::Library,
    value::{Number, Rounding, RoundingMode, Text},
    vocabulary::{Entity, FactSymbol, NumberRange, Type},
};

/// A fact: its value alone, or with where it comes from.
pub fn told(fact: &FactSymbol, library: &Library, words: Words) -> Value {
    let mut forms = match shared_name(fact, library) {
        Some(name) => vec![json!({ "$ref": format!("#/$defs/{name}") })],
        None => forms(fact, library, words),
    };
    forms.push(json!({
        "type": "object",
        "properties": {
            "value": any_of(forms.clone()),
            "provenance": { "$ref": "#/$defs/provenance" },
            "note": { "$ref": "#/$defs/note" },
        },
        "required": ["value"],
        "additionalProperties": false,
    }));
    let description = words.fact(fact, library.catalogue.fact(fact.id));
    json!({ "description": description, "anyOf": forms })
}

/// The value of a fact that is too long to be written twice, with the name under which it is shared.
pub fn shared(fact: &FactSymbol, library: &Library, words: Words) -> Option<(String, Value)> {
    Some((shared_name(fact, library)?, any_of(forms(fact, library, words))))
}

fn shared_name(fact: &FactSymbol, library: &Library) -> Option<String> {
    if !matches!(fact.r#type, Type::Choice(_) | Type::Number(_)) {
        return None;
    }
    let list = match fact.entity {
        Entity::Record(list) => library.vocabulary.lists().get(list).map(|list| list.name.as_str()),
        Entity::Family | Entity::Member => None,
    };
    // A point keeps it apart from all names of files.
    Some(list.map_or_else(|| format!("value.{}", fact.name), |list| format!("value.{list}.{}", fact.name)))
}

fn any_of(mut forms: Vec<Value>) -> Value {
    if forms.len() == 1 { forms.pop().unwrap_or_default() } else { json!({ "anyOf": forms }) }
}

/// Each way to write the value.
fn forms(fact: &FactSymbol, library: &Library, words: Words) -> Vec<Value> {
    let mut forms = match &fact.r#type {
        Type::Boolean => vec![json!({ "type": "boolean" })],
        Type::Number(_) => numbers(fact, words),
        Type::Date => vec![json!({ "$ref": "#/$defs/date" })],
        Type::Choice(enumeration) => {
            let text = library.catalogue.fact(fact.id);
            let title = words.title(text.title.as_ref(), &fact.name);
            let values = library.vocabulary.values(*enumeration).iter().enumerate();
            let value = |(place, value): (usize, &String)| {
                named(value, text.values.get(place).and_then(Option::as_ref), title, words)
            };
            vec![one_of(&values.map(value).collect::<Vec<_>>())]
        }
        Type::Measure => vec![json!({ "$ref": "#/$defs/measure" })],
        Type::List(item) if **item == Type::Member => members(fact),
        // Nothing else can be told.
        _ => vec![Value::Bool(false)],
    };
    let has_named_none = match &fact.r#type {
        Type::Choice(enumeration) => library.vocabulary.choice(*enumeration, "none").is_some(),
        // A list of ids has its own.
        Type::List(_) => true,
        _ => false,
    };
    if fact.optional && !has_named_none {
        forms.push(json!({ "const": "none" }));
    }
    forms
}

/// A named value with its title.
pub fn named(name: &str, title: Option<&Text>, of: &str, words: Words) -> Value {
    match title {
        Some(title) => {
            let title = title.in_language(words.0);
            json!({ "const": name, "title": title, "description": format!("{of}: {title}") })
        }
        None => json!({ "const": name }),
    }
}

/// One of these named values, and nothing where there are none.
pub fn one_of(values: &[Value]) -> Value {
    if values.is_empty() { json!({ "not": {} }) } else { json!({ "type": "string", "oneOf": values }) }
}

/// A whole number, or decimal digits in quotes.
fn numbers(fact: &FactSymbol, words: Words) -> Vec<Value> {
    let mut whole = json!({ "type": "integer" });
    let mut pattern = pattern::any_decimal(fact.digits);
    if let Some((low, high)) = fact.range.and_then(|range| bounds(range, RoundingMode::Ceiling, RoundingMode::Floor)) {
        whole = json!({ "type": "integer", "minimum": low, "maximum": high });
    }
    if let Some((low, high)) = fact.range.and_then(|range| bounds(range, RoundingMode::Floor, RoundingMode::Ceiling)) {
        pattern = pattern::decimals(low, high, fact.digits);
    }
    let text = json!({ "type": "string", "pattern": pattern, "patternErrorMessage": words.no_number(fact) });
    vec![whole, text]
}

/// The ends of a range as whole numbers; where an end is none, text is held against the next whole number beyond.
fn bounds(range: NumberRange, low: RoundingMode, high: RoundingMode) -> Option<(i64, i64)> {
    let whole = |end: Number, mode| end.rounded(Rounding { step: Number::ONE, mode })?.to_i64();
    Some((whole(range.low, low)?, whole(range.high, high)?))
}

/// Ids of members: which there are is known to the reader of the family alone.
fn members(fact: &FactSymbol) -> Vec<Value> {
    let list = json!({ "type": "array", "items": { "$ref": "#/$defs/id" }, "uniqueItems": true });
    let mut forms = vec![list, json!({ "const": "none" })];
    if fact.single {
        if let Some(list) = forms.first_mut().and_then(Value::as_object_mut) {
            list.insert("maxItems".to_owned(), 1.into());
        }
        forms.insert(0, json!({ "$ref": "#/$defs/id" }));
    }
    forms
}
