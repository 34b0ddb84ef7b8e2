//! Values that remember their place.

use std::{
    borrow::{Borrow, Cow},
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    marker::PhantomData,
    ops::Deref,
};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{
    Deserialize, Deserializer,
    de::{self, SeqAccess, Visitor},
};

use crate::source::{SourceId, Span};

/// The name by which [`decode`](super::decode) knows that a place is asked for.
pub(super) const NAME: &str = "$one_window::Spanned";

/// A value and its place.
///
/// It equals, orders and hashes as its value does, so it serves as the key of a map and is found by the bare value. Read
/// from another format than our tree, the place is [`Span::nowhere`].
#[derive(Clone, Copy)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands, quotes and brackets included.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value at a place.
    #[must_use]
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// Another value at the same place.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: change(self.value), span: self.span }
    }

    /// The same place with the value borrowed.
    #[must_use]
    pub fn as_ref(&self) -> Spanned<&T> {
        Spanned { value: &self.value, span: self.span }
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Spanned<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: fmt::Display> fmt::Display for Spanned<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Spanned<T> {}

impl<T: PartialOrd> PartialOrd for Spanned<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<T: Ord> Ord for Spanned<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value)
    }
}

impl<T: Hash> Hash for Spanned<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

/// So that a map with places in its keys is asked by a bare name.
impl Borrow<str> for Spanned<String> {
    fn borrow(&self) -> &str {
        &self.value
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(NAME, SpannedVisitor(PhantomData))
    }
}

struct SpannedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for SpannedVisitor<T> {
    type Value = Spanned<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value with its place")
    }

    /// Another format gives the value alone.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        Ok(Spanned { value: T::deserialize(deserializer)?, span: Span::nowhere() })
    }

    /// Our tree gives text, start, end and value.
    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Self::Value, A::Error> {
        let missing = || de::Error::custom("a value comes without its place");
        let source = parts.next_element::<u32>()?.ok_or_else(missing)?;
        let start = parts.next_element()?.ok_or_else(missing)?;
        let end = parts.next_element()?.ok_or_else(missing)?;
        let value = parts.next_element()?.ok_or_else(missing)?;
        Ok(Spanned { value, span: Span::new(SourceId::from_raw(source), start, end) })
    }
}

/// The schema of the value: the place is not written.
impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;
    use schemars::schema_for;

    use super::*;
    use crate::{
        diagnostic::Sink,
        json::{decode, read},
        source::Sources,
    };

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is looked at")]
    struct Bare {
        names: IndexMap<String, Vec<u32>>,
        kind: Option<Colour>,
    }

    #[derive(Debug, Deserialize, JsonSchema)]
    #[schemars(rename = "Bare")]
    struct Placed {
        names: IndexMap<Spanned<String>, Spanned<Vec<Spanned<u32>>>>,
        kind: Option<Spanned<Colour>>,
    }

    #[derive(Debug, PartialEq, Deserialize, JsonSchema)]
    #[serde(rename_all = "snake_case")]
    enum Colour {
        Red,
    }

    const TEXT: &str = r#"{"names": {"a": [1, 22]}, "kind": "red"}"#;

    #[test]
    fn places_come_with_keys_and_values() {
        let mut sources = Sources::new();
        let id = sources.add("a", TEXT);
        let root = read(&sources, id, &mut Sink::default()).unwrap();
        let placed: Placed = decode(&root).unwrap();
        let (key, value) = placed.names.get_key_value("a").unwrap();
        assert_eq!(sources.slice(key.span), "\"a\"");
        assert_eq!(sources.slice(value.span), "[1, 22]");
        assert_eq!(sources.slice(value[1].span), "22");
        assert_eq!(sources.slice(placed.kind.as_ref().unwrap().span), "\"red\"");
        assert_eq!(placed.kind.unwrap().value, Colour::Red);
    }

    #[test]
    fn another_format_gives_no_place() {
        let placed: Placed = serde_json::from_str(TEXT).unwrap();
        let (key, value) = placed.names.first().unwrap();
        assert_eq!((key.as_str(), value[1].value), ("a", 22));
        assert!(key.span.is_nowhere() && value.span.is_nowhere());
    }

    #[test]
    fn the_schema_is_that_of_the_value() {
        assert_eq!(schema_for!(Placed), schema_for!(Bare));
    }

    #[test]
    fn places_do_not_count_in_comparisons() {
        let here = Spanned::new("a", Span::new(SourceId::from_raw(0), 0, 3));
        let there = Spanned::new("a", Span::nowhere());
        assert_eq!(here, there);
        assert_eq!(here.cmp(&there), Ordering::Equal);
        assert_eq!(format!("{here:?} {here}"), "\"a\" a");
        assert_eq!(here.map(str::len).span, here.span);
    }
}
