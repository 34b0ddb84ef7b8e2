//! From a family file to a family: every mistake of the file is told in one run.

mod date;
mod fast;
mod member;
mod number;
mod object;
mod record;
mod roster;
mod told;
#[cfg(test)]
mod trial;
mod unknown;
mod value;

use std::sync::Arc;

use super::{
    lists::Lists,
    model::{Body, Family, MemberTold, Told},
    row::Row,
};
use crate::{
    diagnostic::{Code, Diagnostic, Report, Sink, did_you_mean, quoted},
    json::{Entry, Kind, Node, pointer_at, read_within},
    source::{Sources, Span},
    value::Territory,
    vocabulary::{Entity, SharedVocabulary, Vocabulary},
};

pub(super) use date::is_near;
pub(super) use roster::{RESERVED, Roster};
pub(super) use told::provenance_name;
pub(super) use unknown::meant_fact;

/// Reads a family file against a vocabulary.
///
/// # Errors
/// A report of every mistake in the file; its messages may quote what was told (see [`Report::masked`]).
pub fn read_family(text: &str, vocabulary: &SharedVocabulary) -> Result<Family, Report> {
    read_family_named("family.json", text, vocabulary)
}

/// The same, for a text whose name stands in the report.
///
/// # Errors
/// A report of every mistake in the file.
pub fn read_family_named(name: &str, text: &str, vocabulary: &SharedVocabulary) -> Result<Family, Report> {
    match fast::read_fast(text, vocabulary) {
        Some(family) => Ok(family),
        None => read_slowly(name, text, vocabulary),
    }
}

/// The same, with what to say of every mistake.
#[cold]
fn read_slowly(name: &str, text: &str, vocabulary: &SharedVocabulary) -> Result<Family, Report> {
    let mut sources = Sources::new();
    let id = sources.add(name, text);
    let mut sink = Sink::default();
    let root = read_within(&sources, id, vocabulary.limits(), &mut sink);
    let family = read_root(root.as_ref(), vocabulary, &mut sink);
    for diagnostic in sink.diagnostics_mut() {
        diagnostic.sensitive = true;
        if let (true, Some(root)) = (diagnostic.pointer().is_empty(), &root) {
            let pointer = pointer_at(root, diagnostic.span());
            diagnostic.set_pointer(pointer);
        }
    }
    match Report::new(sink.into_vec(), sources) {
        Some(report) => Err(report),
        None => Ok(family),
    }
}

/// Reads a family from a tree that was read already; `None` where anything in it is wrong.
///
/// The diagnostics carry no JSON Pointer: a tree may be put together from several files.
pub fn read_family_node(root: &Node, vocabulary: &SharedVocabulary, sink: &mut Sink) -> Option<Family> {
    let before = sink.len();
    let family = read_root(Some(root), vocabulary, sink);
    for diagnostic in sink.diagnostics_mut().iter_mut().skip(before) {
        diagnostic.sensitive = true;
    }
    (sink.len() == before).then_some(family)
}

/// What can be read of a tree; it is a family only where nothing was reported.
///
/// All that is reported is marked as sensitive by the callers, unknown keys too: it was told by a family, and an excerpt
/// shows what stands beside a mistake.
fn read_root(root: Option<&Node>, vocabulary: &SharedVocabulary, sink: &mut Sink) -> Family {
    let nothing = Node { span: Span::nowhere(), kind: Kind::Object(Vec::new()) };
    let mut unread = Sink::default();
    let (root, sink) = root.map_or((&nothing, &mut unread), |root| (root, sink));
    let roster = Roster::of(root, sink);
    Reader { vocabulary, roster: &roster, sink, records: 0 }.family(root, vocabulary)
}

/// Reads the parts of a family file. What is wrong goes into the sink and reading goes on.
pub(super) struct Reader<'a> {
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) roster: &'a Roster,
    pub(super) sink: &'a mut Sink,
    /// The records read so far.
    pub(super) records: usize,
}

impl Reader<'_> {
    fn family(mut self, root: &Node, shared: &SharedVocabulary) -> Family {
        if !matches!(root.kind, Kind::Object(_)) {
            let message = format!("a family is an object, got {}", root.describe());
            self.refuse(Code::WrongType, root.span, message, r#"write `{ "territory": …, "members": [ … ] }`"#);
        }
        let territory = self.territory_of(root);
        let (members, applicant) = self.members_of(root);
        let mut facts = self.nothing_told(Entity::Family);
        let mut lists = Lists::default();
        for entry in root.entries() {
            if self.sink.is_full() {
                break;
            }
            let name = entry.key.name.as_str();
            if let Some(fact) = self.vocabulary.fact(Entity::Family, name) {
                let told = self.told(fact, &entry.value);
                self.put(&mut facts, fact.id, told);
            } else if let Some(list) = self.vocabulary.list(name).filter(|list| !list.in_member) {
                let told = self.list(list, None, &entry.value);
                lists.tell(self.vocabulary.lists().len(), list.id, told);
            } else if !matches!(name, "territory" | "members") {
                self.unless_note(entry, Entity::Family);
            }
        }
        Family {
            vocabulary: shared.clone(),
            territory: territory.unwrap_or_else(Territory::country),
            body: Arc::new(Body { facts, members, lists }),
            applicant: applicant.unwrap_or_default(),
        }
    }

    fn members_of(&mut self, root: &Node) -> (Vec<MemberTold>, Option<usize>) {
        let Some(node) = root.get("members") else {
            if !matches!(root.kind, Kind::Object(_)) {
                return (Vec::new(), None);
            }
            let help =
                r#"write `"members": [{ "id": "anna", "relation": "self" }]`, with all who belong to the family"#;
            self.refuse(Code::MissingKey, opening(root.span), "a family has no `members`", help);
            return (Vec::new(), None);
        };
        let Kind::Array(items) = &node.kind else {
            let message = format!("`members` must be a list, got {}", node.describe());
            self.refuse(Code::WrongType, node.span, message, "write the members in `[` and `]`, each as an object");
            return (Vec::new(), None);
        };
        let most = self.vocabulary.limits().members;
        if let Some(extra) = items.get(most) {
            let message = format!("there are {} members; a family has {most} at most", items.len());
            let diagnostic = Diagnostic::error(Code::LimitExceeded, opening(extra.span), message);
            let help = "leave out whoever does not belong to the family on the day of application";
            self.sink.push(diagnostic.label("the first one too many").help(help));
        }
        let mut members = Vec::with_capacity(items.len());
        let mut relations = member::Relations::default();
        for (index, item) in items.iter().enumerate().take(most) {
            members.push(self.member(index, item, &mut relations));
        }
        let applicant = self.applicant_of(node, &relations);
        (members, applicant)
    }

    fn territory_of(&mut self, root: &Node) -> Option<Territory> {
        let Some(node) = root.get("territory") else {
            if !matches!(root.kind, Kind::Object(_)) {
                return None;
            }
            let help = r#"write where the family lives, such as `"territory": "RU-KHA/khabarovsk"`"#;
            self.refuse(Code::MissingKey, opening(root.span), "a family has no `territory`", help);
            return None;
        };
        let Some(text) = node.as_str() else {
            let message = format!("`territory` must be text, got {}", node.describe());
            self.refuse(Code::WrongType, node.span, message, r#"write it as `"RU-KHA/khabarovsk"`"#);
            return None;
        };
        self.territory(text, node.span)
    }

    /// A territory that the rules know.
    pub(super) fn territory(&mut self, text: &str, span: Span) -> Option<Territory> {
        let known = self.vocabulary.territories();
        if let Some(territory) = self.vocabulary.territory(text) {
            return Some(territory.clone());
        }
        let (code, message) = match text.parse::<Territory>() {
            Ok(_) => (Code::UnknownTerritory, format!("there is no territory {} in the rules", quoted(text))),
            Err(_) => (Code::InvalidTerritory, format!("{} is not written as a territory", quoted(text))),
        };
        let help = did_you_mean(text, known.iter().map(Territory::as_str), "territories");
        self.refuse(code, span, message, help);
        None
    }

    /// An unknown key, unless it is a remark, or what tells an editor the schema of the file.
    fn unless_note(&mut self, entry: &Entry, entity: Entity) {
        let is_schema = entry.key.name == "$schema" && entity == Entity::Family;
        if !(entry.key.name == "note" || is_schema) || entry.value.as_str().is_none() {
            self.sink.push(unknown::unknown_key(self.vocabulary, entity, &entry.key));
        }
    }

    fn nothing_told(&self, entity: Entity) -> Row {
        Row::of_nothing(self.vocabulary.facts_of(entity).len())
    }

    fn put(&self, facts: &mut Row, fact_id: usize, told: Told) {
        facts.tell(self.vocabulary.slot(fact_id), told);
    }

    /// Reports a mistake with its help.
    pub(super) fn refuse(&mut self, code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.sink.push(Diagnostic::error(code, span, message).help(help));
    }
}

/// The opening bracket of a value: a mark that fits on a line.
fn opening(span: Span) -> Span {
    Span::new(span.source, span.start, span.start.saturating_add(1).min(span.end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, proptest};

    use super::trial::{anna, read, refused, told, with};
    use super::*;
    use crate::{
        family::{MOST_MEMBERS, model::ToldValue},
        vocabulary::sample,
    };

    #[test]
    fn a_territory_is_known() {
        let family =
            |territory| read(&format!(r#"{{ {territory} "members": [{{ "id": "a", "relation": "self" }}] }}"#));
        assert!(family(r#""territory": "RU-KHA/khabarovsk","#).is_ok());
        refused(family(""), &["missing-key"], &["a family has no `territory`"]);
        refused(
            family(r#""territory": "RU-KHA/habarovsk","#),
            &["unknown-territory"],
            &["did you mean `RU-KHA/khabarovsk`?"],
        );
        refused(family(r#""territory": "Khabarovsk","#), &["invalid-territory"], &["known territories: `RU`"]);
        refused(family(r#""territory": 27,"#), &["wrong-type"], &["`territory` must be text"]);
    }

    #[test]
    fn a_schema_for_editors_is_no_fact() {
        assert!(read(&with(r#", "$schema": "../../rules/schema/family.json""#, "")).is_ok());
        refused(read(&with(r#", "$schema": 5"#, "")), &["unknown-fact"], &["`$schema`"]);
        refused(anna(r#", "$schema": "family.json""#), &["unknown-fact"], &["/members/0/$schema"]);
    }

    #[test]
    fn more_members_than_bits_are_refused() {
        let members = |count: usize| {
            let rest: Vec<String> = (1..count).map(|n| format!(r#"{{ "id": "m{n}", "relation": "child" }}"#)).collect();
            let first = r#"{ "id": "m0", "relation": "self", "parents": ["m0"] }"#.to_owned();
            let all: Vec<String> = [first].into_iter().chain(rest).collect();
            read(&format!(r#"{{ "territory": "RU", "members": [{}] }}"#, all.join(",")))
        };
        assert_eq!(members(MOST_MEMBERS).map(|family| family.members().len()).ok(), Some(MOST_MEMBERS));
        refused(members(MOST_MEMBERS + 1), &["limit-exceeded"], &["there are 65 members", "/members/64"]);
    }

    #[test]
    fn every_mistake_is_told_in_one_run() {
        let text = r#"{ "territory": "RU-KHB", "roms": 2, "members": [
            { "id": "anna", "relation": "self", "married": "yes", "birth_date": "1996-02-30" },
            { "id": "anna", "relation": "chid", "income": [{ "amount": "1.001" }] } ] }"#;
        let codes = [
            "unknown-territory",
            "unknown-fact",
            "wrong-type",
            "invalid-date",
            "duplicate-member",
            "unknown-value",
            "invalid-number",
        ];
        refused(read(text), &codes, &[]);
    }

    #[test]
    fn what_is_no_object_or_no_json_is_refused_once() {
        refused(read("[]"), &["wrong-type"], &["a family is an object, got a list"]);
        assert_eq!(read("{").unwrap_err().diagnostics().len(), 1);
        assert_eq!(read("").unwrap_err().diagnostics().len(), 1);
    }

    #[test]
    fn a_masked_report_shows_nothing_that_was_told() {
        let report = anna(r#", "birth_date": "1996-02-30", "monthly_incme": "777""#).unwrap_err().masked();
        let shown = format!("{report}\n{}", report.render(false));
        assert!(["1996", "777", "petya"].iter().all(|secret| !shown.contains(secret)), "{shown}");
    }

    #[test]
    fn a_tree_is_read_into_the_sink_of_a_caller() {
        let mut sources = Sources::new();
        let mut sink = Sink::default();
        let mut node = |text: &str| {
            let id = sources.add("x.cases.json", text);
            crate::json::read(&sources, id, &mut Sink::default()).unwrap()
        };
        let (wrong, right) = (node(r#"{ "territory": "RU" }"#), node(&with("", "")));
        let vocabulary = sample::vocabulary();
        assert!(read_family_node(&wrong, &vocabulary, &mut sink).is_none());
        assert_eq!(sink.len(), 1);
        assert!(read_family_node(&right, &vocabulary, &mut sink).is_some(), "what was wrong before does not matter");
    }

    #[test]
    fn the_order_of_keys_has_no_meaning() {
        let turned = r#"{ "members": [ { "sex": "male", "relation": "self", "id": "anna" } ], "territory": "RU" }"#;
        assert_eq!(told(&read(turned).unwrap(), "sex").value(), Some(ToldValue::Choice(1)));
    }

    proptest! {
        #[test]
        fn any_text_ends_in_a_family_or_a_report(text in any::<String>()) {
            if let Err(report) = read(&text) {
                prop_assert!(report.errors().next().is_some());
            }
        }

        #[test]
        fn any_value_ends_in_a_family_or_a_report(
            key in "(sex|married|birth_date|pregnancy_weeks|monthly_income|parents|married_to|income|relation|id|x)",
            value in r#"(\[|\{|"|none|true|null|[0-9.,:e-]{1,12}|anna|\]|\}|complete|records|value){1,6}"#,
        ) {
            if let Err(report) = anna(&format!(r#", "{key}": {value}"#)) {
                prop_assert!(report.errors().next().is_some());
                prop_assert!(!report.to_string().is_empty() && !report.render(false).is_empty());
            }
        }

        #[test]
        fn any_text_as_a_value_ends_in_a_family_or_a_report(value in any::<String>()) {
            let json = serde_json::Value::from(value).to_string();
            for key in ["sex", "married", "birth_date", "monthly_income", "parents", "married_to", "zzz"] {
                _ = anna(&format!(r#", "{key}": {json}"#));
            }
        }
    }
}
