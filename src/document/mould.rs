//! What a schema asks of a value, read once for all values that are held against it.

use std::{collections::BTreeMap, ptr};

use serde_json::Value;

use super::{
    forms::Groups,
    names::NameKind,
    resolved::{Definitions, Resolved},
    wording::Shape,
};

/// One mould among [`Moulds`].
#[derive(Debug, Clone, Copy)]
pub struct MouldId(usize);

/// A schema with all the schemas that it holds.
#[derive(Debug)]
pub struct Moulds<'s>(Vec<Mould<'s>>);

/// What one schema asks for, its references followed.
#[derive(Debug)]
pub struct Mould<'s> {
    /// The schema.
    pub schema: &'s Value,
    /// What such a value is called.
    pub called: String,
    /// The ways in which the value may be written, where there are several.
    pub alternatives: Option<Vec<MouldId>>,
    /// The types asked for; empty where any will do.
    pub shapes: Vec<Shape>,
    /// The enumerated texts; empty where any will do.
    pub listed: Vec<&'s str>,
    /// How a text is written that is a name.
    pub name: Option<NameKind>,
    /// Whether a list must have items.
    pub is_filled: bool,
    /// The items of a list.
    pub items: Option<MouldId>,
    /// The values of an object by their keys.
    pub properties: BTreeMap<&'s str, MouldId>,
    /// How every other key is written.
    pub other_names: Option<NameKind>,
    /// The values of all other keys.
    pub others: Others,
    /// Keys that must stand in an object.
    pub required: Vec<&'s str>,
    /// Keys that must stand in it unless all of the first stand.
    pub otherwise_required: (Option<Vec<&'s str>>, Vec<&'s str>),
    /// Keys that another one needs beside it.
    pub dependent: BTreeMap<&'s str, Vec<&'s str>>,
    /// Keys that exclude each other.
    pub groups: Option<Groups<'s>>,
}

/// What an object takes besides the keys that are known.
#[derive(Debug, Clone, Copy)]
pub enum Others {
    /// Anything.
    Anything,
    /// Nothing.
    Nothing,
    /// Values of this mould.
    Each(MouldId),
}

impl<'s> Moulds<'s> {
    /// The mould of the whole.
    pub const WHOLE: MouldId = MouldId(0);

    /// Those of a whole schema.
    #[must_use]
    pub fn of(schema: &'s Value) -> Moulds<'s> {
        let mut maker = Maker { definitions: Definitions::of(schema), moulds: Vec::new(), made: BTreeMap::new() };
        maker.id(schema);
        Moulds(maker.moulds.into_iter().flatten().collect())
    }

    /// One mould; every id of these moulds has one.
    #[must_use]
    pub fn get(&self, id: MouldId) -> Option<&Mould<'s>> {
        self.0.get(id.0)
    }
}

/// Which schema it is, by its address, and the name that it goes by.
type Identity<'s> = (*const Value, Option<&'s str>);

struct Maker<'s> {
    definitions: Definitions<'s>,
    /// INVARIANT: an empty place is being filled further up; schemas lead back to themselves.
    moulds: Vec<Option<Mould<'s>>>,
    made: BTreeMap<Identity<'s>, MouldId>,
}

impl<'s> Maker<'s> {
    fn id(&mut self, schema: &'s Value) -> MouldId {
        let resolved = self.definitions.resolve(schema);
        self.resolved(resolved)
    }

    fn resolved(&mut self, resolved: Resolved<'s>) -> MouldId {
        let identity = (ptr::from_ref(resolved.schema), resolved.type_name);
        if let Some(id) = self.made.get(&identity) {
            return *id;
        }
        let id = MouldId(self.moulds.len());
        self.made.insert(identity, id);
        self.moulds.push(None);
        let mould = self.mould(resolved);
        if let Some(place) = self.moulds.get_mut(id.0) {
            *place = Some(mould);
        }
        id
    }

    fn mould(&mut self, resolved: Resolved<'s>) -> Mould<'s> {
        let schema = resolved.schema;
        let part = |keyword: &str| schema.get(keyword);
        let alternatives = self.definitions.alternatives(resolved);
        let properties = resolved.map("properties").into_iter().flatten();
        let dependent = resolved.map("dependentRequired").into_iter().flatten();
        Mould {
            schema,
            called: resolved.called(),
            alternatives: alternatives.map(|all| all.into_iter().map(|one| self.resolved(one)).collect()),
            shapes: resolved.shapes(),
            listed: resolved.listed(),
            name: name_kind(schema),
            is_filled: part("minItems").is_some(),
            items: part("items").map(|items| self.id(items)),
            properties: properties.map(|(key, schema)| (key.as_str(), self.id(schema))).collect(),
            other_names: part("propertyNames").and_then(name_kind),
            others: match part("additionalProperties") {
                Some(Value::Bool(false)) => Others::Nothing,
                Some(schema @ Value::Object(_)) => Others::Each(self.id(schema)),
                _ => Others::Anything,
            },
            required: texts(part("required")),
            otherwise_required: (
                part("if").and_then(|condition| condition.get("required")).map(|keys| texts(Some(keys))),
                texts(part("else").and_then(|other| other.get("required"))),
            ),
            dependent: dependent.map(|(key, needed)| (key.as_str(), texts(Some(needed)))).collect(),
            groups: part("oneOf").map(Groups::of_schema),
        }
    }
}

fn texts(list: Option<&Value>) -> Vec<&str> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

fn name_kind(schema: &Value) -> Option<NameKind> {
    NameKind::of_pattern(schema.get("pattern")?.as_str()?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_schema_may_hold_itself() {
        let schema = json!({ "$ref": "#/$defs/A", "$defs": {
            "A": { "type": "object", "properties": { "inner": { "$ref": "#/$defs/A" }, "one": { "const": "x" } } } } });
        let moulds = Moulds::of(&schema);
        let whole = moulds.get(Moulds::WHOLE).unwrap();
        assert_eq!((whole.called.as_str(), whole.shapes.as_slice()), ("a", [Shape::Object].as_slice()));
        let inner = moulds.get(whole.properties["inner"]).unwrap();
        assert!(ptr::eq(inner, whole));
        assert_eq!(moulds.get(whole.properties["one"]).unwrap().listed, ["x"]);
    }
}
