//! What the schemas of rule and case files carry for editors alone: it says nothing to the shape check.
//!
//! Days, numbers and territories are read in the room `check`, which says more about a wrong one than a pattern can; the
//! formats and patterns here let an editor underline it while it is typed. They take whatever `check` may take.

use schemars::Schema;
use serde_json::Value;

use super::names::NameKind;

/// A number as text, such as `0.01`.
pub const DECIMAL: &str = r"^-?([0-9]+(\.[0-9]+)?|\.[0-9]+)$";
/// A territory, such as `RU-KHA/khabarovsk`.
pub const TERRITORY: &str = "^RU(-[A-Z]{2,3}(/[a-z][a-z0-9_-]*)*)?$";

/// What is wrong with a text that a pattern refuses, in words. The key is one of VS Code; other editors pass over it.
const MESSAGE: &str = "patternErrorMessage";

/// Makes one part of a schema more talkative.
pub fn explain(schema: &mut Schema) {
    join_lines(schema);
    say_what_a_pattern_means(schema);
    describe_alternatives(schema);
    describe_the_only_key(schema);
}

/// A line of a comment in the source is no paragraph.
fn join_lines(schema: &mut Schema) {
    if let Some(Value::String(description)) = schema.get_mut("description") {
        *description = description.split_whitespace().collect::<Vec<_>>().join(" ");
    }
}

fn say_what_a_pattern_means(schema: &mut Schema) {
    let meaning = match schema.get("pattern").and_then(Value::as_str) {
        Some(DECIMAL) => "a number is written with digits and a point, such as \"0.01\"",
        Some(TERRITORY) => "a territory is written as `RU`, `RU-KHA` or `RU-KHA/khabarovsk`",
        Some(pattern) => NameKind::of_pattern(pattern).map_or("", NameKind::help),
        None => "",
    };
    if !meaning.is_empty() {
        schema.insert(MESSAGE.to_owned(), meaning.into());
    }
}

/// Of several forms of a value, an editor shows the description of the one that is written. What a key means matters
/// more than what its type is, so the description of the key goes into each form.
fn describe_alternatives(schema: &mut Schema) {
    let Some(description) = schema.get("description").cloned() else { return };
    let forms = schema.get_mut("anyOf").and_then(Value::as_array_mut).into_iter().flatten();
    for form in forms.filter_map(Value::as_object_mut) {
        form.entry("description").or_insert_with(|| description.clone());
    }
}

/// A variant that is an object of one key: the key means what the variant means.
fn describe_the_only_key(schema: &mut Schema) {
    let Some(description) = schema.get("description").cloned() else { return };
    let keys = schema.get_mut("properties").and_then(Value::as_object_mut);
    if let Some(keys) = keys.filter(|keys| keys.len() == 1) {
        for key in keys.values_mut().filter_map(Value::as_object_mut) {
            key.entry("description").or_insert_with(|| description.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};
    use regex_lite::Regex;
    use serde_json::json;

    use super::*;
    use crate::value::{Number, Territory};

    fn explained(mut schema: Value) -> Value {
        let mut part: Schema = schema.take().try_into().unwrap();
        explain(&mut part);
        part.to_value()
    }

    #[test]
    fn a_pattern_has_words() {
        let name = explained(json!({ "pattern": "^[a-z][a-z0-9_]*$" }));
        assert!(name[MESSAGE].as_str().is_some_and(|text| text.contains("`large_family`")));
        assert!(explained(json!({ "pattern": DECIMAL }))[MESSAGE].is_string());
        assert!(explained(json!({ "type": "string" }))[MESSAGE].is_null());
    }

    #[test]
    fn the_description_of_a_key_goes_into_its_forms() {
        let forms =
            json!([{ "type": "string" }, { "$ref": "#/$defs/Form" }, { "type": "object", "description": "own" }]);
        let schema = explained(json!({ "description": "the ground", "anyOf": forms }));
        let of = |form: usize| schema["anyOf"][form]["description"].clone();
        assert_eq!([of(0), of(1), of(2)], ["the ground", "the ground", "own"]);
    }

    proptest! {
        #[test]
        fn patterns_take_what_is_read_later(number in "-?[0-9]{0,3}\\.?[0-9]{0,3}", place in "RU(-[A-Za]{1,4})?(/[a-zA-Z0-9_-]{0,3}){0,2}") {
            let matches = |pattern: &str, text: &str| Regex::new(pattern).unwrap().is_match(text);
            prop_assert_eq!(matches(DECIMAL, &number), Number::parse(&number).is_some(), "{}", number);
            prop_assert_eq!(matches(TERRITORY, &place), place.parse::<Territory>().is_ok(), "{}", place);
        }
    }
}
