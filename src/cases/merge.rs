//! The family of a case that changes the family of another.

use crate::json::{Entry, Kind, Node};

/// What a changing case writes to take a fact away: nothing is told of it then. No enumeration has such a value.
const TAKEN_AWAY: &str = "unknown";

/// The family of another case with the changes of this one: fact by fact, `members` by `id`. A value replaces the whole
/// value of its fact, lists of records too; a member with a new `id` is one more member; `"unknown"` takes away a fact
/// that the other case tells.
pub fn merged(base: &Node, change: &Node) -> Node {
    over(base, change, |name, old, new| if name == "members" { members(old, new) } else { None })
}

/// One object over another. A key of both may be joined; otherwise what is new counts.
fn over(base: &Node, change: &Node, join: impl Fn(&str, &Node, &Node) -> Option<Node>) -> Node {
    if !matches!((&base.kind, &change.kind), (Kind::Object(_), Kind::Object(_))) {
        return change.clone();
    }
    let kept = base.entries().iter().filter(|entry| change.get(&entry.key.name).is_none()).cloned();
    let changed = change.entries().iter().filter_map(|entry| {
        let before = base.get(&entry.key.name);
        if before.is_some() && entry.value.as_str() == Some(TAKEN_AWAY) {
            return None;
        }
        let joined = before.and_then(|before| join(&entry.key.name, before, &entry.value));
        Some(Entry { key: entry.key.clone(), value: joined.unwrap_or_else(|| entry.value.clone()) })
    });
    Node { span: change.span, kind: Kind::Object(kept.chain(changed).collect()) }
}

/// The members of both, those of the other case first.
fn members(base: &Node, change: &Node) -> Option<Node> {
    let (Kind::Array(old), Kind::Array(new)) = (&base.kind, &change.kind) else { return None };
    let is_one = |one: &Node, other: &Node| id(one).is_some() && id(one) == id(other);
    let kept = old.iter().map(|member| {
        let change = new.iter().find(|change| is_one(change, member));
        change.map_or_else(|| member.clone(), |change| over(member, change, |_, _, _| None))
    });
    let added = new.iter().enumerate().filter(|(place, member)| {
        let is_change = old.iter().any(|other| is_one(other, member));
        // A second change of one member stays, so that the reader of families tells of the id that stands twice.
        let is_second = new.iter().take(*place).any(|other| is_one(other, member));
        !is_change || is_second
    });
    let members = kept.chain(added.map(|(_, member)| member.clone())).collect();
    Some(Node { span: change.span, kind: Kind::Array(members) })
}

fn id(member: &Node) -> Option<&str> {
    member.get("id").and_then(Node::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{diagnostic::Sink, json::read, source::Sources};

    fn text(node: &Node) -> String {
        let all = |parts: Vec<String>| parts.join(", ");
        match &node.kind {
            Kind::Null => "null".to_owned(),
            Kind::Bool(value) => value.to_string(),
            Kind::Number(value) | Kind::String(value) => value.clone(),
            Kind::Array(items) => format!("[{}]", all(items.iter().map(text).collect())),
            Kind::Object(entries) => {
                let entry = |entry: &Entry| format!("{}: {}", entry.key.name, text(&entry.value));
                format!("{{{}}}", all(entries.iter().map(entry).collect()))
            }
        }
    }

    fn merge(base: &str, change: &str) -> String {
        let mut sources = Sources::new();
        let mut node = |text: &str| {
            let id = sources.add("a.cases.json", text);
            read(&sources, id, &mut Sink::default()).unwrap()
        };
        text(&merged(&node(base), &node(change)))
    }

    const FAMILY: &str =
        r#"{ "territory": "RU", "members": [{ "id": "a", "sex": "female" }, { "id": "b", "age": 3 }] }"#;

    #[test]
    fn facts_are_changed_one_by_one() {
        let changed = merge(r#"{ "territory": "RU", "x": true, "y": 1 }"#, r#"{ "x": { "value": false }, "z": 2 }"#);
        assert_eq!(changed, "{territory: RU, y: 1, x: {value: false}, z: 2}");
        assert_eq!(merge(r#"{ "x": { "value": true, "provenance": "document" } }"#, r#"{ "x": true }"#), "{x: true}");
    }

    #[test]
    fn members_are_found_by_their_id() {
        assert_eq!(
            merge(FAMILY, r#"{ "members": [{ "id": "b", "age": 4 }, { "id": "c" }] }"#),
            "{territory: RU, members: [{id: a, sex: female}, {id: b, age: 4}, {id: c}]}"
        );
    }

    #[test]
    fn a_list_of_records_is_replaced_whole() {
        let base = r#"{ "members": [{ "id": "a", "income": [{ "amount": "1" }, { "amount": "2" }] }] }"#;
        let changed = merge(base, r#"{ "members": [{ "id": "a", "income": [{ "amount": "3" }] }] }"#);
        assert_eq!(changed, "{members: [{id: a, income: [{amount: 3}]}]}");
    }

    #[test]
    fn unknown_takes_a_fact_away() {
        let changed = merge(FAMILY, r#"{ "territory": "unknown", "members": [{ "id": "a", "sex": "unknown" }] }"#);
        assert_eq!(changed, "{members: [{id: a}, {id: b, age: 3}]}");
        assert_eq!(merge("{}", r#"{ "x": "unknown" }"#), "{x: unknown}", "what was never told is left to the reader");
    }

    #[test]
    fn what_is_wrong_stays_for_the_reader_to_tell_of() {
        let twice = merge(FAMILY, r#"{ "members": [{ "id": "b" }, { "id": "b" }, { "sex": "male" }, 7] }"#);
        assert_eq!(twice, "{territory: RU, members: [{id: a, sex: female}, {age: 3, id: b}, {id: b}, {sex: male}, 7]}");
        assert_eq!(merge(FAMILY, r#"{ "members": 7 }"#), "{territory: RU, members: 7}");
        assert_eq!(merge("7", r#"{ "x": 1 }"#), "{x: 1}");
    }
}
