//! Keys of which exactly one may stand: written into the schema as `oneOf`, read back from it by the shape check.

use serde_json::{Map, Value, json};

/// The `oneOf` for groups of keys of which exactly one group stands, whole, in an object.
#[must_use]
pub fn one_of(groups: &[&[&str]]) -> Value {
    let single = groups.iter().all(|group| group.len() == 1);
    let alternative = |group: &&[&str]| {
        let others = groups.iter().flat_map(|other| other.iter()).filter(|key| !group.contains(key));
        let forbidden: Map<String, Value> = others.map(|key| ((*key).to_owned(), Value::Bool(false))).collect();
        // Single keys exclude one another by `oneOf` alone.
        if single { json!({ "required": group }) } else { json!({ "required": group, "properties": forbidden }) }
    };
    groups.iter().map(alternative).collect()
}

/// The `oneOf` for a key that stands without all of the others.
#[must_use]
pub fn apart(key: &str, others: &[&str]) -> Value {
    let forbidden: Map<String, Value> = others.iter().map(|other| ((*other).to_owned(), Value::Bool(false))).collect();
    json!([{ "required": [key], "properties": forbidden }, { "properties": { key: false } }])
}

/// One way in which the keys of an object may stand.
#[derive(Debug)]
struct Group<'s> {
    required: Vec<&'s str>,
    forbidden: Vec<&'s str>,
}

/// The groups of a `oneOf` over keys.
#[derive(Debug)]
pub struct Groups<'s>(Vec<Group<'s>>);

/// What is wrong with the keys of an object.
#[derive(Debug, PartialEq, Eq)]
pub enum Misfit<'s> {
    /// None of the exclusive keys stands in it.
    None,
    /// A key stands without those that belong to it.
    Alone(&'s str, Vec<&'s str>),
    /// Two keys stand together that exclude each other, in the order written.
    Together(&'s str, &'s str),
}

impl<'s> Groups<'s> {
    /// Reads the `oneOf` of a schema.
    #[must_use]
    pub fn of_schema(one_of: &'s Value) -> Groups<'s> {
        let groups = one_of.as_array().into_iter().flatten();
        Groups(groups.map(Group::of_schema).collect())
    }

    /// The keys of all groups, in the order of the schema.
    #[must_use]
    pub fn keys(&self) -> Vec<&'s str> {
        let mut keys = Vec::new();
        for key in self.0.iter().flat_map(|group| group.required.iter().chain(&group.forbidden)) {
            if !keys.contains(key) {
                keys.push(*key);
            }
        }
        keys
    }

    /// What is wrong with an object that holds these keys, in the order written.
    #[must_use]
    pub fn misfit(&self, written: &[&str]) -> Option<Misfit<'s>> {
        let met = self.0.iter().filter(|group| group.is_met_by(written)).count();
        if met == 1 {
            return None;
        }
        let known = self.keys();
        let present: Vec<&'s str> =
            written.iter().filter_map(|key| known.iter().copied().find(|known| known == key)).collect();
        let (Some(first), second) = (present.first(), present.get(1)) else {
            return Some(Misfit::None);
        };
        let begun = self.0.iter().find(|group| present.iter().all(|key| group.required.contains(key)));
        match (begun, second) {
            (Some(group), _) if met == 0 => {
                let missing = group.required.iter().copied().filter(|key| !present.contains(key)).collect();
                Some(Misfit::Alone(first, missing))
            }
            (_, Some(second)) => Some(Misfit::Together(first, self.rival(first, &present).unwrap_or(second))),
            (_, None) => Some(Misfit::None),
        }
    }

    /// The first key present that shares no group with the given one.
    fn rival(&self, key: &str, present: &[&'s str]) -> Option<&'s str> {
        let shares =
            |other: &str| self.0.iter().any(|group| group.required.contains(&key) && group.required.contains(&other));
        present.iter().copied().find(|other| *other != key && !shares(other))
    }

    /// The groups as a sentence would name them: "`when` with `is`, or `otherwise`".
    #[must_use]
    pub fn describe(&self) -> String {
        let named = self.0.iter().filter(|group| !group.required.is_empty());
        let named: Vec<String> = named
            .map(|group| group.required.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" with "))
            .collect();
        match named.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
            None => String::new(),
        }
    }

    /// Whether a group may stand without any key.
    #[must_use]
    pub fn may_be_absent(&self) -> bool {
        self.0.iter().any(|group| group.required.is_empty())
    }
}

impl<'s> Group<'s> {
    fn of_schema(schema: &'s Value) -> Group<'s> {
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
        let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
        let forbidden = properties.filter(|(_, schema)| **schema == Value::Bool(false));
        Group {
            required: required.filter_map(Value::as_str).collect(),
            forbidden: forbidden.map(|(key, _)| key.as_str()).collect(),
        }
    }

    fn is_met_by(&self, written: &[&str]) -> bool {
        self.required.iter().all(|key| written.contains(key)) && !self.forbidden.iter().any(|key| written.contains(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn misfit<'s>(one_of: &'s Value, written: &[&str]) -> Option<Misfit<'s>> {
        Groups::of_schema(one_of).misfit(written)
    }

    #[test]
    fn exactly_one_key_stands() {
        let forms = one_of(&[&["all"], &["any"], &["not"]]);
        assert_eq!(misfit(&forms, &["because", "any"]), None);
        assert_eq!(misfit(&forms, &["because"]), Some(Misfit::None));
        assert_eq!(misfit(&forms, &["any", "because", "all"]), Some(Misfit::Together("any", "all")));
    }

    #[test]
    fn a_group_stands_whole() {
        let branch = one_of(&[&["when", "is"], &["otherwise"]]);
        assert_eq!(misfit(&branch, &["is", "when"]), None);
        assert_eq!(misfit(&branch, &["otherwise"]), None);
        assert_eq!(misfit(&branch, &["when"]), Some(Misfit::Alone("when", vec!["is"])));
        assert_eq!(misfit(&branch, &["otherwise", "is"]), Some(Misfit::Together("otherwise", "is")));
        assert_eq!(misfit(&branch, &["when", "is", "otherwise"]), Some(Misfit::Together("when", "otherwise")));
        assert_eq!(Groups::of_schema(&branch).describe(), "`when` with `is` or `otherwise`");
    }

    #[test]
    fn a_key_may_stand_apart() {
        let force = apart("attested", &["from", "until"]);
        assert_eq!(misfit(&force, &[]), None);
        assert_eq!(misfit(&force, &["from", "until"]), None);
        assert_eq!(misfit(&force, &["attested"]), None);
        assert_eq!(misfit(&force, &["until", "attested"]), Some(Misfit::Together("until", "attested")));
    }
}
