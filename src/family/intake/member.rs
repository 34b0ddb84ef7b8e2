//! One member, and who of them applies.

use super::{Reader, opening};
use crate::{
    diagnostic::{Code, Diagnostic, quoted},
    family::{
        lists::Lists,
        model::{MemberTold, Told, ToldValue},
    },
    json::{Entry, Kind, Node},
    source::Span,
    vocabulary::{Entity, Type},
};

/// What the members say about who applies.
#[derive(Default)]
pub(super) struct Relations {
    /// The members whose relation is `self`, with the place where they say so.
    applicants: Vec<(usize, Span)>,
    /// Whether a relation is missing or wrong, which was reported.
    is_unclear: bool,
}

impl Reader<'_> {
    pub(super) fn member(&mut self, index: usize, node: &Node, relations: &mut Relations) -> MemberTold {
        let mut facts = self.nothing_told(Entity::Member);
        let mut lists = Lists::default();
        if !matches!(node.kind, Kind::Object(_)) {
            let message = format!("a member is an object, got {}", node.describe());
            self.refuse(Code::WrongType, node.span, message, r#"write `{ "id": "anna", "relation": "self" }`"#);
            relations.is_unclear = true;
        } else if node.get("relation").is_none() {
            self.miss_relation(index, node);
            relations.is_unclear = true;
        }
        for entry in node.entries() {
            if self.sink.is_full() {
                break;
            }
            let name = entry.key.name.as_str();
            if let Some(fact) = self.vocabulary.fact(Entity::Member, name) {
                let told = self.told(fact, &entry.value);
                self.put(&mut facts, fact.id, told);
                if name == "relation" {
                    self.note_relation(index, entry, told, relations);
                }
            } else if let Some(list) = self.vocabulary.list(name).filter(|list| list.in_member) {
                let told = self.list(list, Some(index), &entry.value);
                lists.tell(self.vocabulary.lists().len(), list.id, told);
            } else if name == "relation" {
                self.plain_relation(index, entry, relations);
            } else if name != "id" {
                self.unless_note(entry, Entity::Member);
            }
        }
        MemberTold { id: self.roster.id(index).unwrap_or_default().into(), facts, lists }
    }

    fn note_relation(&mut self, index: usize, entry: &Entry, told: Told, relations: &mut Relations) {
        match told.value() {
            Some(ToldValue::Choice(place)) if Some(place) == self.vocabulary.relation_self() => {
                relations.applicants.push((index, entry.value.span));
            }
            Some(_) => (),
            None => relations.is_unclear = true,
        }
    }

    /// Rules whose vocabulary has no `relation` still need to know who applies.
    fn plain_relation(&mut self, index: usize, entry: &Entry, relations: &mut Relations) {
        match entry.value.as_str() {
            Some("self") => relations.applicants.push((index, entry.value.span)),
            Some(_) => (),
            None => {
                let message = format!("`relation` must be text, got {}", entry.value.describe());
                self.refuse(Code::WrongType, entry.value.span, message, r#"write `"self"` for the applicant"#);
                relations.is_unclear = true;
            }
        }
    }

    fn miss_relation(&mut self, index: usize, node: &Node) {
        let known = self.vocabulary.fact(Entity::Member, "relation").map(|fact| &fact.r#type);
        let values = match known {
            Some(Type::Choice(enumeration)) => self.vocabulary.values(*enumeration),
            _ => &[],
        };
        let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
        let choice = if values.is_empty() { String::new() } else { format!("; it is one of {}", values.join(", ")) };
        let message = format!("{} has no `relation`", self.roster.called(index));
        let help = format!(r#"write how they are related to the applicant, who has `"relation": "self"`{choice}"#);
        self.refuse(Code::MissingKey, opening(node.span), message, help);
    }

    pub(super) fn applicant_of(&mut self, members: &Node, relations: &Relations) -> Option<usize> {
        let mut applicants = relations.applicants.iter();
        let Some((applicant, first)) = applicants.next() else {
            if !relations.is_unclear {
                let help = r#"write `"relation": "self"` for the one who applies"#;
                self.refuse(Code::NoApplicant, opening(members.span), "no member is the applicant", help);
            }
            return None;
        };
        for (other, span) in applicants {
            let message = format!("{} is an applicant too", self.roster.called(*other));
            let label = format!("{} applies already", self.roster.called(*applicant));
            let diagnostic = Diagnostic::error(Code::SeveralApplicants, *span, message).also(*first, label);
            self.sink
                .push(diagnostic.help("one member has the relation `self`: the relations of all others are to them"));
        }
        Some(*applicant)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{
        read_family,
        trial::{read, refused},
    };
    use crate::vocabulary::sample;

    #[test]
    fn one_member_applies() {
        let members = |members| read(&format!(r#"{{ "territory": "RU", "members": [{members}] }}"#));
        refused(members(r#"{ "id": "a", "relation": "child" }"#), &["no-applicant"], &["/members"]);
        let two = members(r#"{ "id": "a", "relation": "self" }, { "id": "b", "relation": "self" }"#);
        refused(two, &["several-applicants"], &["member `b` is an applicant too", "member `a` applies already"]);
        refused(members(r#"{ "id": "a", "relation": "selv" }"#), &["unknown-value"], &["did you mean `self`?"]);
    }

    #[test]
    fn rules_without_relations_still_know_who_applies() {
        let vocabulary = sample::Sample::default().territories(&["RU"]).vocabulary();
        let read = |relation: &str| {
            let text = format!(r#"{{ "territory": "RU", "members": [{{ "id": "a", "relation": {relation} }}] }}"#);
            read_family(&text, &vocabulary)
        };
        assert_eq!(read(r#""self""#).unwrap().applicant(), 0);
        assert!(read(r#""child""#).is_err() && read("5").is_err());
    }
}
