//! Values that may be written in two ways. The only decoding by hand: `untagged` would lose the place of an error.

use std::{borrow::Cow, fmt, marker::PhantomData, slice};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer,
    de::{
        Error, MapAccess, SeqAccess, Visitor,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
};

use crate::json::Spanned;

/// A text, or an object of the type `T`.
#[derive(Debug, Clone)]
pub enum Either<T> {
    /// The text; its place is the literal with its quotes.
    Text(Spanned<String>),
    /// The object.
    Form(Box<Spanned<T>>),
}

/// What stands in the file, before its place is known.
enum Written<T> {
    Text(String),
    Form(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Written<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOrObject(PhantomData))
    }
}

struct TextOrObject<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for TextOrObject<T> {
    type Value = Written<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("text or an object")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Written::Text(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Written::Form)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Either<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Spanned::<Written<T>>::deserialize(deserializer)?;
        let span = written.span;
        Ok(match written.value {
            Written::Text(value) => Either::Text(Spanned { value, span }),
            Written::Form(value) => Either::Form(Box::new(Spanned { value, span })),
        })
    }
}

impl<T: JsonSchema> JsonSchema for Either<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("TextOr{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [{ "type": "string" }, generator.subschema_for::<T>()] })
    }
}

/// One value, or a list of them.
#[derive(Debug, Clone)]
pub enum OneOrMany<T> {
    /// Written without a list.
    One(T),
    /// Written as a list.
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    /// The values in the order written.
    pub fn iter(&self) -> slice::Iter<'_, T> {
        match self {
            OneOrMany::One(one) => slice::from_ref(one).iter(),
            OneOrMany::Many(many) => many.iter(),
        }
    }
}

impl<'a, T> IntoIterator for &'a OneOrMany<T> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

enum Texts {
    One(String),
    Many(Vec<Spanned<String>>),
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOrList)
    }
}

struct TextOrList;

impl<'de> Visitor<'de> for TextOrList {
    type Value = Texts;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("text or a list")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Texts::One(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(list)).map(Texts::Many)
    }
}

impl<'de> Deserialize<'de> for OneOrMany<Spanned<String>> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Spanned::<Texts>::deserialize(deserializer)?;
        let span = written.span;
        Ok(match written.value {
            Texts::One(value) => OneOrMany::One(Spanned { value, span }),
            Texts::Many(many) => OneOrMany::Many(many),
        })
    }
}

impl<T: JsonSchema> JsonSchema for OneOrMany<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("OneOrMany{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [one, { "type": "array", "items": one, "minItems": 1 }] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        document::{Form, samples::tree},
        json::decode,
    };

    #[test]
    fn a_text_keeps_its_place_with_quotes() {
        let either: Either<Form> = decode(&tree(r#" "a < 1""#)).unwrap();
        let Either::Text(text) = &either else { panic!() };
        assert_eq!((text.value.as_str(), text.span.start, text.span.end), ("a < 1", 1, 8));
    }

    #[test]
    fn an_object_keeps_its_place_and_those_inside() {
        let either: Either<Form> = decode(&tree(r#"{ "not": { "that": "a" } }"#)).unwrap();
        let Either::Form(form) = either else { panic!() };
        assert_eq!((form.span.start, form.span.end), (0, 26));
        let Some(Either::Form(inner)) = form.not.as_deref() else { panic!() };
        assert_eq!(inner.that.as_ref().unwrap().span.start, 19);
    }

    #[test]
    fn one_is_read_like_a_list_of_one() {
        let one: OneOrMany<Spanned<String>> = decode(&tree(r#""RU""#)).unwrap();
        let many: OneOrMany<Spanned<String>> = decode(&tree(r#"["RU"]"#)).unwrap();
        assert!(one.iter().eq(many.iter()));
        assert_eq!(one.iter().next().unwrap().span.end, 4);
        assert_eq!(many.iter().next().unwrap().span.start, 1);
    }

    #[test]
    fn another_type_is_refused_with_its_place() {
        let error = decode::<Either<Form>>(&tree("7")).unwrap_err();
        assert_eq!((error.span.start, error.span.end), (0, 1));
        assert!(decode::<OneOrMany<Spanned<String>>>(&tree("{}")).is_err());
    }
}
