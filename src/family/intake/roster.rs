//! Who belongs to the family: the ids of its members, before anything about them is read.

use std::collections::BTreeMap;

use crate::{
    diagnostic::{Code, Diagnostic, Sink, quoted},
    family::model::Family,
    json::{Kind, Node},
    source::Span,
};

use super::opening;

/// Texts that stand for something else where a member id is read.
pub(in crate::family) const RESERVED: [&str; 2] = ["none", "unknown"];

/// Members whose ids are read at most: some more than a family can have, so that their ids are known too.
const MOST_NAMED: usize = 1_024;

/// The ids of the members.
#[derive(Default)]
pub(in crate::family) struct Roster {
    // INVARIANT: one for each member; `None` where the id is missing or wrong.
    ids: Vec<Option<Box<str>>>,
    indexes: BTreeMap<Box<str>, usize>,
}

impl Roster {
    /// The ids in a family file; those that are missing, wrong or given twice are reported.
    pub(super) fn of(root: &Node, sink: &mut Sink) -> Self {
        let mut roster = Self::default();
        let mut places: BTreeMap<String, Span> = BTreeMap::new();
        let members = root.get("members").map(Node::items).unwrap_or_default();
        for member in members.iter().take(MOST_NAMED) {
            let id = id_of(member, sink).map(|(id, span)| {
                if let Some(first) = places.get(id) {
                    let message = format!("two members have the id {}", quoted(id));
                    let diagnostic = Diagnostic::error(Code::DuplicateMember, span, message);
                    sink.push(diagnostic.also(*first, "first here").help("give each member an id of their own"));
                } else {
                    places.insert(id.to_owned(), span);
                }
                id
            });
            roster.add(id);
        }
        roster
    }

    /// The members of a family.
    pub(in crate::family) fn of_family(family: &Family) -> Self {
        let mut roster = Self::default();
        for member in family.members() {
            roster.add(Some(member.id()));
        }
        roster
    }

    fn add(&mut self, id: Option<&str>) {
        let index = self.ids.len();
        if let Some(id) = id {
            self.indexes.entry(id.into()).or_insert(index);
        }
        self.ids.push(id.map(Into::into));
    }

    /// The id of a member.
    pub(super) fn id(&self, index: usize) -> Option<&str> {
        self.ids.get(index)?.as_deref()
    }

    /// The index of a member.
    pub(super) fn index(&self, id: &str) -> Option<usize> {
        self.indexes.get(id).copied()
    }

    /// The ids, in order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.indexes.keys().map(AsRef::as_ref)
    }

    /// How a message calls a member: by id, else by place.
    pub(super) fn called(&self, index: usize) -> String {
        match self.id(index) {
            Some(id) => format!("member {}", quoted(id)),
            None => format!("member number {}", index.saturating_add(1)),
        }
    }
}

fn id_of<'a>(member: &'a Node, sink: &mut Sink) -> Option<(&'a str, Span)> {
    if !matches!(member.kind, Kind::Object(_)) {
        // Reported where the member is read.
        return None;
    }
    let Some(node) = member.get("id") else {
        let diagnostic = Diagnostic::error(Code::MissingKey, opening(member.span), "a member has no `id`");
        sink.push(diagnostic.help(r#"write a short name, such as `"id": "anna"`"#));
        return None;
    };
    let refusal = match node.as_str() {
        None => format!("an `id` must be text, got {}", node.describe()),
        Some(id) if id.trim().is_empty() => "an `id` must not be empty".to_owned(),
        Some(id) if RESERVED.contains(&id) => format!("a member cannot be called {}", quoted(id)),
        Some(id) => return Some((id, node.span)),
    };
    let code = if node.as_str().is_none() { Code::WrongType } else { Code::InvalidValue };
    let help = r#"write a short name, such as `"id": "anna"`"#;
    sink.push(Diagnostic::error(code, node.span, refusal).help(help));
    None
}

#[cfg(test)]
mod tests {
    use super::super::trial::{read, refused};

    #[test]
    fn members_are_told_apart() {
        let members = |members| read(&format!(r#"{{ "territory": "RU", "members": [{members}] }}"#));
        let twice = members(r#"{ "id": "a", "relation": "self" }, { "id": "a", "relation": "child" }"#);
        refused(twice, &["duplicate-member"], &["/members/1/id", "first here"]);
        refused(members(r#"{ "relation": "self" }"#), &["missing-key"], &["a member has no `id`"]);
        refused(members(r#"{ "id": " ", "relation": "self" }"#), &["invalid-value"], &["must not be empty"]);
        refused(members(r#"{ "id": "none", "relation": "self" }"#), &["invalid-value"], &["cannot be called `none`"]);
        refused(members(r#"{ "id": 1, "relation": "self" }"#), &["wrong-type"], &["an `id` must be text"]);
        refused(members("5"), &["wrong-type"], &["a member is an object"]);
        refused(members(r#"{ "id": "a" }"#), &["missing-key"], &["member `a` has no `relation`", "`spouse`"]);
        refused(members(""), &["no-applicant"], &[r#""relation": "self""#]);
        refused(read(r#"{ "territory": "RU" }"#), &["missing-key"], &["a family has no `members`"]);
        refused(read(r#"{ "territory": "RU", "members": {} }"#), &["wrong-type"], &["must be a list"]);
    }
}
