//! The parts of lists, objects and enums, handed to serde one by one.

use std::slice;

use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::{
    Entry, Key, Node,
    de::{Reader, name},
    error::Fault,
    spanned,
};
use crate::{
    diagnostic::{Code, quoted},
    source::Span,
};

/// The key that may stand in every object of a rule file and means nothing; JSON has no comments.
const NOTE: &str = "note";

/// The items of a list.
pub(super) struct Items<'de>(slice::Iter<'de, Node>);

impl<'de> Items<'de> {
    pub(super) fn new(items: &'de [Node]) -> Self {
        Self(items.iter())
    }

    /// The first item that was not read.
    pub(super) fn first(&self) -> Option<&'de Node> {
        self.0.as_slice().first()
    }
}

impl<'de> SeqAccess<'de> for &mut Items<'de> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        self.0.next().map(|node| seed.deserialize(Reader { node })).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

/// The entries of an object.
pub(super) struct Entries<'de> {
    entries: slice::Iter<'de, Entry>,
    value: Option<&'de Node>,
}

impl<'de> Entries<'de> {
    pub(super) fn new(entries: &'de [Entry]) -> Self {
        Self { entries: entries.iter(), value: None }
    }
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        let Some(entry) = self.entries.next() else {
            return Ok(None);
        };
        self.value = Some(&entry.value);
        let key = &entry.key;
        seed.deserialize(KeyReader { key }).map(Some).map_err(|fault| fault.at(key.span))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        match self.value.take() {
            Some(node) => seed.deserialize(Reader { node }).map_err(|fault| fault.at(node.span)),
            None => Err(de::Error::custom("a value was asked for before its key")),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}

/// A key on its way into a Rust value.
#[derive(Clone, Copy)]
struct KeyReader<'de> {
    key: &'de Key,
}

impl<'de> Deserializer<'de> for KeyReader<'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_borrowed_str(&self.key.name)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Fault> {
        if name == spanned::NAME {
            visitor.visit_seq(Placed::new(self.key.span, self))
        } else {
            visitor.visit_newtype_struct(self)
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_some(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_enum(name(&self.key.name))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

/// A place and the value that stands there, as [`Spanned`](super::Spanned) reads them: text, start, end, value.
pub(super) struct Placed<D> {
    place: std::array::IntoIter<u32, 3>,
    value: Option<D>,
}

impl<D> Placed<D> {
    pub(super) fn new(span: Span, value: D) -> Self {
        Self { place: [span.source.raw(), span.start, span.end].into_iter(), value: Some(value) }
    }
}

impl<'de, D: Deserializer<'de, Error = Fault>> SeqAccess<'de> for Placed<D> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        if let Some(number) = self.place.next() {
            return seed.deserialize(IntoDeserializer::<Fault>::into_deserializer(number)).map(Some);
        }
        self.value.take().map(|value| seed.deserialize(value)).transpose()
    }
}

/// One variant of an enum.
pub(super) struct Choice<'de> {
    name: &'de str,
    place: Span,
    value: Option<&'de Node>,
}

impl<'de> Choice<'de> {
    /// A variant without a value, written as a string.
    pub(super) fn named(name: &'de str, node: &'de Node) -> Self {
        Self { name, place: node.span, value: None }
    }

    /// A variant with a value, written as the one key of an object.
    pub(super) fn keyed(
        entries: &'de [Entry],
        node: &'de Node,
        variants: &'static [&'static str],
    ) -> Result<Self, Fault> {
        let is_note = |entry: &&Entry| entry.key.name == NOTE && !variants.contains(&NOTE);
        let mut forms = entries.iter().filter(|entry| !is_note(entry));
        let exactly_one = |found: &str, span| {
            let known: Vec<String> = variants.iter().copied().map(quoted).collect();
            let message = format!("{found} stands where exactly one is needed of {}", known.join(", "));
            Err(Fault::new(Code::ExactlyOneForm, message).at(span))
        };
        match (forms.next(), forms.next()) {
            (Some(entry), None) => Ok(Self { name: &entry.key.name, place: entry.key.span, value: Some(&entry.value) }),
            (None, _) => exactly_one("no key", node.span),
            (Some(_), Some(second)) => exactly_one("more than one key", second.key.span),
        }
    }

    fn value(&self) -> Result<Reader<'de>, Fault> {
        let missing = || {
            let message = format!("{} stands without its value", quoted(self.name));
            let help = format!("write `{{ \"{}\": … }}`", self.name);
            Fault::new(Code::WrongType, message).help(help).at(self.place)
        };
        self.value.map(|node| Reader { node }).ok_or_else(missing)
    }
}

impl<'de> EnumAccess<'de> for Choice<'de> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Fault> {
        let variant = seed.deserialize(name(self.name)).map_err(|fault| fault.at(self.place))?;
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for Choice<'de> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        if self.value.is_none() {
            return Ok(());
        }
        let message = format!("{} takes no value", quoted(self.name));
        let help = format!("write `\"{}\"`", self.name);
        Err(Fault::new(Code::WrongType, message).help(help).at(self.place))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Fault> {
        let reader = self.value()?;
        seed.deserialize(reader).map_err(|fault| fault.at(reader.node.span))
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Fault> {
        self.value()?.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Fault> {
        self.value()?.deserialize_struct("", fields, visitor)
    }
}
