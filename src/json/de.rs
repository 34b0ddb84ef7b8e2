//! From the tree to Rust values: one serde `Deserializer` over the nodes.

use serde::de::{self, DeserializeOwned, IntoDeserializer, Visitor, value::StrDeserializer};

use super::{
    DecodeError, Kind, Node,
    access::{Choice, Entries, Items, Placed},
    error::Fault,
    spanned,
};
use crate::diagnostic::{Code, quoted};

/// Decodes a value of the tree.
///
/// It reads whole numbers only: a fraction or power stays a text in the tree, because a float would not be exact. An enum
/// is a string, or an object with the one key that names the variant (a `note` may stand beside it). `null` is no value.
///
/// # Errors
/// The first value or key that does not fit, with its place.
pub fn decode<T: DeserializeOwned>(node: &Node) -> Result<T, DecodeError> {
    T::deserialize(Reader { node }).map_err(|fault| fault.within(node.span))
}

/// A node on its way into a Rust value.
#[derive(Clone, Copy)]
pub(super) struct Reader<'de> {
    pub(super) node: &'de Node,
}

impl<'de> Reader<'de> {
    /// What stands here, where something else is needed.
    fn wrong(self, needed: &str) -> Fault {
        let found = self.node.describe();
        Fault::new(Code::WrongType, format!("{found} stands where {needed} is needed")).at(self.node.span)
    }

    /// A result whose fault has at least the place of this node.
    fn placed<T>(self, result: Result<T, Fault>) -> Result<T, Fault> {
        result.map_err(|fault| fault.at(self.node.span))
    }

    fn number(self) -> Result<&'de str, Fault> {
        match &self.node.kind {
            Kind::Number(text) => Ok(text),
            _ => Err(self.wrong("a whole number")),
        }
    }

    fn not_whole(self, text: &str, needed: &str) -> Fault {
        let message = format!("{} stands where {needed} is needed", quoted(text));
        Fault::new(Code::InvalidNumber, message).at(self.node.span)
    }

    fn text(self) -> Result<&'de str, Fault> {
        self.node.as_str().ok_or_else(|| self.wrong("a string"))
    }

    fn list<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Kind::Array(items) = &self.node.kind else {
            return Err(self.wrong("a list"));
        };
        let mut left = Items::new(items);
        let value = self.placed(visitor.visit_seq(&mut left))?;
        match left.first() {
            None => Ok(value),
            Some(item) => {
                let message = format!("the list has {} items, more than are read here", items.len());
                Err(Fault::new(Code::TooLong, message).at(item.span))
            }
        }
    }

    fn object<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Kind::Object(entries) = &self.node.kind else {
            return Err(self.wrong("an object"));
        };
        self.placed(visitor.visit_map(Entries::new(entries)))
    }
}

/// Whole numbers of one size each; what does not fit is told with the limits.
macro_rules! whole_numbers {
    ($($method:ident $visit:ident $type:ty;)+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            let text = self.number()?;
            match text.parse::<$type>() {
                Ok(value) => self.placed(visitor.$visit(value)),
                Err(_) => {
                    let needed = format!("a whole number from {} to {}", <$type>::MIN, <$type>::MAX);
                    Err(self.not_whole(text, &needed))
                }
            }
        })+
    };
}

impl<'de> de::Deserializer<'de> for Reader<'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.placed(match &self.node.kind {
            Kind::Null => visitor.visit_unit(),
            Kind::Bool(value) => visitor.visit_bool(*value),
            Kind::String(text) => visitor.visit_borrowed_str(text),
            Kind::Number(text) => match (text.parse::<u64>(), text.parse::<i64>()) {
                (Ok(value), _) => visitor.visit_u64(value),
                (_, Ok(value)) => visitor.visit_i64(value),
                _ => Err(self.not_whole(text, "a whole number or a string")),
            },
            Kind::Array(_) => self.list(visitor),
            Kind::Object(_) => self.object(visitor),
        })
    }

    whole_numbers! {
        deserialize_i8 visit_i8 i8;
        deserialize_i16 visit_i16 i16;
        deserialize_i32 visit_i32 i32;
        deserialize_i64 visit_i64 i64;
        deserialize_i128 visit_i128 i128;
        deserialize_u8 visit_u8 u8;
        deserialize_u16 visit_u16 u16;
        deserialize_u32 visit_u32 u32;
        deserialize_u64 visit_u64 u64;
        deserialize_u128 visit_u128 u128;
    }

    fn deserialize_f32<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Fault> {
        Err(self.wrong("a number written as a string"))
    }

    fn deserialize_f64<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Fault> {
        Err(self.wrong("a number written as a string"))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.node.kind {
            Kind::Bool(value) => self.placed(visitor.visit_bool(value)),
            _ => Err(self.wrong("`true` or `false`")),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.placed(visitor.visit_borrowed_str(self.text()?))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.placed(if self.node.is_null() { visitor.visit_none() } else { visitor.visit_some(self) })
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.node.is_null() { visitor.visit_unit() } else { Err(self.wrong("`null`")) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Fault> {
        self.placed(if name == spanned::NAME {
            visitor.visit_seq(Placed::new(self.node.span, self))
        } else {
            visitor.visit_newtype_struct(self)
        })
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.list(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.list(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.list(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.object(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.object(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let choice = match &self.node.kind {
            Kind::String(name) => Choice::named(name, self.node),
            Kind::Object(entries) => Choice::keyed(entries, self.node, variants)?,
            _ => return Err(self.wrong("a string or an object")),
        };
        self.placed(visitor.visit_enum(choice))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! { bytes byte_buf }
}

/// A text as serde hands over the names of fields and variants.
pub(super) fn name(text: &str) -> StrDeserializer<'_, Fault> {
    text.into_deserializer()
}

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;
    use serde::{Deserialize, de::IgnoredAny};

    use super::*;
    use crate::{
        diagnostic::Sink,
        json::{Spanned, read},
        source::Sources,
    };

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Measure {
        title: String,
        kind: Kind,
        #[serde(default)]
        most: Option<u8>,
        #[serde(default)]
        of: Vec<Form>,
    }

    #[derive(Debug, PartialEq, Eq, Hash, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Benefit,
        InKind,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Form {
        None,
        That(String),
        Between(i64, i64),
        Amount { value: u32 },
    }

    fn parse<T: DeserializeOwned>(text: &str) -> Result<T, (String, Code, String)> {
        let mut sources = Sources::new();
        let id = sources.add("a", text);
        let root = read(&sources, id, &mut Sink::default()).unwrap();
        decode(&root).map_err(|error| (sources.slice(error.span).to_owned(), error.code, error.message))
    }

    fn failure<T: DeserializeOwned + std::fmt::Debug>(text: &str) -> (String, Code, String) {
        parse::<T>(text).unwrap_err()
    }

    #[test]
    fn a_structure_is_decoded() {
        let text = r#"{"title": "a\n", "kind": "in_kind", "most": 7,
            "of": ["none", {"that": "x", "note": "why"}, {"between": [-1, 2]}, {"amount": {"value": 4000000000}}]}"#;
        let measure: Measure = parse(text).unwrap();
        let of =
            vec![Form::None, Form::That("x".to_owned()), Form::Between(-1, 2), Form::Amount { value: 4_000_000_000 }];
        assert_eq!(measure, Measure { title: "a\n".to_owned(), kind: Kind::InKind, most: Some(7), of });
    }

    #[test]
    fn maps_may_be_keyed_by_enums() {
        let map: IndexMap<Spanned<Kind>, IgnoredAny> = parse(r#"{"in_kind": {"x": [1.5]}, "benefit": null}"#).unwrap();
        let kinds: Vec<_> = map.into_keys().map(|kind| kind.value).collect();
        assert_eq!(kinds, [Kind::InKind, Kind::Benefit]);
    }

    #[test]
    fn a_mistake_has_the_place_of_its_value() {
        let wrong = |place: &str, code, message: &str| (place.to_owned(), code, message.to_owned());
        let measure = |text: &str| failure::<Measure>(text);
        assert_eq!(measure(r#"{"title": 5}"#), wrong("5", Code::WrongType, "a number stands where a string is needed"));
        assert_eq!(
            measure(r#"{"titel": 5}"#),
            wrong("\"titel\"", Code::UnknownKey, "the key `titel` has no meaning here")
        );
        assert_eq!(
            measure(r#"{"title": "a", "kind": "x"}"#),
            wrong("\"x\"", Code::UnknownValue, "`x` is not a value known here")
        );
        assert_eq!(
            measure(r#"{"title": "a"}"#),
            wrong(r#"{"title": "a"}"#, Code::MissingKey, "the key `kind` is missing")
        );
        assert_eq!(measure("[]"), wrong("[]", Code::WrongType, "a list stands where an object is needed"));
    }

    #[test]
    fn numbers_are_whole_and_within_their_limits() {
        let needed = |text: &str| format!("`{text}` stands where a whole number from 0 to 255 is needed");
        for text in ["256", "-1", "1.0", "1e2"] {
            assert_eq!(failure::<u8>(text), (text.to_owned(), Code::InvalidNumber, needed(text)));
        }
        assert_eq!(parse::<i64>("-9223372036854775808"), Ok(i64::MIN));
        assert_eq!(parse::<u64>("18446744073709551615"), Ok(u64::MAX));
        assert_eq!(failure::<u8>("\"1\"").2, "a string stands where a whole number is needed");
        assert_eq!(failure::<f64>("1.5").1, Code::WrongType);
    }

    #[test]
    fn an_enum_is_exactly_one_form() {
        assert_eq!(failure::<Form>(r#"{"that": "a", "amount": 1}"#).0, "\"amount\"");
        assert_eq!(failure::<Form>("{}").1, Code::ExactlyOneForm);
        assert_eq!(failure::<Form>("\"that\"").2, "`that` stands without its value");
        assert_eq!(failure::<Form>(r#"{"none": 1}"#).2, "`none` takes no value");
        assert_eq!(failure::<Form>(r#"{"between": [1]}"#).0, "[1]");
        assert_eq!(failure::<Form>(r#"{"between": [1, 2, 3]}"#).0, "3");
        assert_eq!(failure::<Form>("7").1, Code::WrongType);
    }

    #[test]
    fn null_is_no_value() {
        assert_eq!(parse::<Option<u8>>("null"), Ok(None));
        assert_eq!(parse::<Option<u8>>("1"), Ok(Some(1)));
        assert_eq!(failure::<u8>("null").2, "`null` stands where a whole number is needed");
    }

    #[test]
    fn any_value_is_read_where_it_is_exact() {
        let value: serde_json::Value = parse(r#"{"a": [1, -2, "x", true, null]}"#).unwrap();
        assert_eq!(value, serde_json::json!({"a": [1, -2, "x", true, null]}));
        assert_eq!(failure::<serde_json::Value>(r#"{"a": [1.5]}"#).0, "1.5");
    }
}
