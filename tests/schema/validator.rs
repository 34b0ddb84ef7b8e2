//! A small validator of JSON Schema: the words that our schemas use, each as draft 2020-12 has it.
//!
//! It shares no code with the crate, and a word that it does not know is a failure, so that no schema says more than
//! is tested.

use std::{cell::RefCell, collections::BTreeMap};

use regex_lite::Regex;
use serde_json::{Map, Value};

/// Words that say nothing of what is valid.
const REMARKS: &[&str] =
    &["$schema", "$defs", "title", "description", "examples", "default", "format", "patternErrorMessage"];

/// Words that are read together with another.
const READ_ELSEWHERE: &[&str] = &["then", "else", "minContains", "maxContains"];

/// A schema with its parts.
pub struct Validator<'s> {
    root: &'s Value,
    patterns: RefCell<BTreeMap<String, Regex>>,
}

impl<'s> Validator<'s> {
    pub fn new(root: &'s Value) -> Self {
        Self { root, patterns: RefCell::default() }
    }

    /// The places of a document that the schema refuses, with the word that refuses them; empty where it is valid.
    pub fn refusals(&self, document: &Value) -> Vec<String> {
        let mut refusals = Vec::new();
        self.hold(document, self.root, "", &mut refusals);
        refusals
    }

    fn matches(&self, pattern: &str, text: &str) -> bool {
        let mut patterns = self.patterns.borrow_mut();
        patterns.entry(pattern.to_owned()).or_insert_with(|| Regex::new(pattern).unwrap()).is_match(text)
    }

    fn is_valid(&self, value: &Value, schema: &Value) -> bool {
        let mut refusals = Vec::new();
        self.hold(value, schema, "", &mut refusals);
        refusals.is_empty()
    }

    fn hold(&self, value: &Value, schema: &Value, place: &str, refusals: &mut Vec<String>) {
        let words = match schema {
            Value::Bool(true) => return,
            Value::Bool(false) => return refusals.push(format!("{place}: nothing may stand here")),
            Value::Object(words) => words,
            other => panic!("{other} is no schema"),
        };
        for (word, given) in words {
            if let Some(object) = value.as_object()
                && self.object(word, given, words, object, place, refusals)
            {
                continue;
            }
            if !self.fits(word, given, words, value, place, refusals) {
                refusals.push(format!("{place}: {word}"));
            }
        }
    }

    /// Holds the entries of an object against a word that is about entries; whether it is such a word.
    fn object(
        &self,
        word: &str,
        given: &Value,
        words: &Map<String, Value>,
        object: &Map<String, Value>,
        place: &str,
        refusals: &mut Vec<String>,
    ) -> bool {
        let known = words.get("properties").and_then(Value::as_object);
        match word {
            "properties" => {
                for (key, schema) in given.as_object().into_iter().flatten() {
                    if let Some(value) = object.get(key) {
                        self.hold(value, schema, &format!("{place}/{key}"), refusals);
                    }
                }
            }
            "additionalProperties" => {
                for (key, value) in object.iter().filter(|(key, _)| known.is_none_or(|known| !known.contains_key(*key)))
                {
                    self.hold(value, given, &format!("{place}/{key}"), refusals);
                }
            }
            "propertyNames" => {
                for key in object.keys() {
                    self.hold(&Value::from(key.as_str()), given, &format!("{place}/{key}"), refusals);
                }
            }
            "required" => {
                for key in texts(given).filter(|key| !object.contains_key(*key)) {
                    refusals.push(format!("{place}: required {key}"));
                }
            }
            "dependentRequired" => {
                for (key, needed) in given.as_object().into_iter().flatten() {
                    if object.contains_key(key) && texts(needed).any(|needed| !object.contains_key(needed)) {
                        refusals.push(format!("{place}: dependentRequired {key}"));
                    }
                }
            }
            _ => return false,
        }
        true
    }

    /// Whether a value is as a word has it.
    fn fits(
        &self,
        word: &str,
        given: &Value,
        words: &Map<String, Value>,
        value: &Value,
        place: &str,
        refusals: &mut Vec<String>,
    ) -> bool {
        let valid = |schemas: &Value| list(schemas).filter(|schema| self.is_valid(value, schema)).count();
        let count = |number: usize| u64::try_from(number).unwrap();
        let least = |name: &str| words.get(name).and_then(Value::as_u64);
        match (word, value) {
            (word, _) if REMARKS.contains(&word) || READ_ELSEWHERE.contains(&word) => true,
            ("$ref", _) => {
                let pointer = given.as_str().and_then(|text| text.strip_prefix('#')).unwrap();
                self.hold(value, self.root.pointer(pointer).expect(pointer), place, refusals);
                true
            }
            ("type", _) => is_of_type(value, given.as_str().unwrap()),
            ("const", _) => value == given,
            ("enum", _) => list(given).any(|known| known == value),
            ("anyOf", _) => valid(given) > 0,
            ("oneOf", _) => valid(given) == 1,
            ("allOf", _) => valid(given) == list(given).count(),
            ("not", _) => !self.is_valid(value, given),
            ("if", _) if self.is_valid(value, given) => words.get("then").is_none_or(|then| self.is_valid(value, then)),
            ("if", _) => words.get("else").is_none_or(|other| self.is_valid(value, other)),
            ("pattern", Value::String(text)) => self.matches(given.as_str().unwrap(), text),
            ("minLength", Value::String(text)) => count(text.chars().count()) >= given.as_u64().unwrap(),
            ("minimum", Value::Number(number)) => number.as_f64() >= given.as_f64(),
            ("maximum", Value::Number(number)) => number.as_f64() <= given.as_f64(),
            ("items", Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.hold(item, given, &format!("{place}/{index}"), refusals);
                }
                true
            }
            ("minItems", Value::Array(items)) => count(items.len()) >= given.as_u64().unwrap(),
            ("maxItems", Value::Array(items)) => count(items.len()) <= given.as_u64().unwrap(),
            ("uniqueItems", Value::Array(items)) => {
                items.iter().enumerate().all(|(index, item)| !items[..index].contains(item))
            }
            ("contains", Value::Array(items)) => {
                let found = count(items.iter().filter(|item| self.is_valid(item, given)).count());
                found >= least("minContains").unwrap_or(1) && least("maxContains").is_none_or(|most| found <= most)
            }
            ("minProperties", Value::Object(entries)) => count(entries.len()) >= given.as_u64().unwrap(),
            (
                "pattern"
                | "minLength"
                | "minimum"
                | "maximum"
                | "items"
                | "minItems"
                | "maxItems"
                | "uniqueItems"
                | "contains"
                | "minProperties"
                | "properties"
                | "additionalProperties"
                | "propertyNames"
                | "required"
                | "dependentRequired",
                _,
            ) => true,
            (unknown, _) => panic!("the validator does not know {unknown}"),
        }
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn texts(value: &Value) -> impl Iterator<Item = &str> {
    list(value).filter_map(Value::as_str)
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "number" => value.is_number(),
        // A number that is written with a point and is whole all the same is an integer too.
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        other => panic!("{other} is no type of ours"),
    }
}
