//! Changes of single facts: what if it were otherwise?

use std::sync::Arc;

use super::{
    intake::{Reader, Roster, meant_fact},
    model::{Family, MemberTold, Told, ToldValue},
};
use crate::{
    diagnostic::{Code, Diagnostic, Report, Sink, did_you_mean, quoted},
    json::{Kind, Node},
    source::{SourceId, Sources, Span},
    vocabulary::{Entity, FactSymbol, Type, Vocabulary},
};

/// The forms of a path, for those who got it wrong.
const FORMS: &str =
    "write `territory`, a fact of the family, `applicant.` and a fact, or `members.`, an id, `.` and a fact";

impl Family {
    /// The family with one fact changed.
    ///
    /// The path is `territory`, a family fact (`hard_life_situation`), a fact of the applicant
    /// (`applicant.monthly_income`) or of a member (`members.petya.disability`). The value is text as the type of the
    /// fact reads it: `true`, `30000`, `2020-01-01`, a named value, `none`, ids separated by commas (`[]` is nobody);
    /// `unknown` takes the fact away. A fact that was told before keeps its provenance: it is the value that changes,
    /// not who says so.
    ///
    /// # Errors
    /// A report of what is wrong in path or value, with the nearest right name.
    pub fn with(&self, path: &str, value: &str) -> Result<Self, Report> {
        self.with_all([(path, value)])
    }

    /// The family with several facts changed, in order, as [`Family::with`] changes one. The applicant may change so.
    ///
    /// # Errors
    /// A report of everything that is wrong in paths and values.
    pub fn with_all<'a>(&self, changes: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Report> {
        let mut sources = Sources::new();
        let mut sink = Sink::default();
        let mut family = self.clone();
        let roster = Roster::of_family(self);
        let mut last = Span::nowhere();
        for (path, value) in changes {
            let source = sources.add("change", format!("{path}={value}"));
            let change = Change { path, value, source };
            last = change.path_span(0..path.len());
            change.apply(&mut family, &roster, &mut sink);
        }
        family.choose_applicant(last, &mut sink);
        for diagnostic in sink.diagnostics_mut() {
            diagnostic.sensitive = true;
        }
        match Report::new(sink.into_vec(), sources) {
            Some(report) => Err(report),
            None => Ok(family),
        }
    }

    fn choose_applicant(&mut self, span: Span, sink: &mut Sink) {
        let Some(slot) = self.vocabulary.relation_slot() else { return };
        let wanted = self.vocabulary.relation_self().map(ToldValue::Choice);
        let members = self.members().iter().enumerate();
        let mut applicants = members.filter(|(_, member)| member.told(slot).value() == wanted).map(|(index, _)| index);
        let help = "change the relations of both members at once: one of them is `self`";
        match (applicants.next(), applicants.next()) {
            (Some(applicant), None) => self.applicant = applicant,
            (None, _) => {
                let diagnostic = Diagnostic::error(Code::NoApplicant, span, "no member would be the applicant");
                sink.push(diagnostic.help(help));
            }
            (Some(_), Some(_)) => {
                let message = "more than one member would be the applicant";
                sink.push(Diagnostic::error(Code::SeveralApplicants, span, message).help(help));
            }
        }
    }
}

/// One change as written, `path=value`.
struct Change<'a> {
    path: &'a str,
    value: &'a str,
    source: SourceId,
}

/// What a path leads to.
enum Target {
    Territory,
    Family(Arc<FactSymbol>),
    Member(usize, Arc<FactSymbol>),
}

impl Change<'_> {
    fn path_span(&self, range: std::ops::Range<usize>) -> Span {
        Span::of(self.source, range)
    }

    fn value_span(&self) -> Span {
        let start = self.path.len().saturating_add(1);
        Span::of(self.source, start..start.saturating_add(self.value.len()))
    }

    fn apply(&self, family: &mut Family, roster: &Roster, sink: &mut Sink) {
        let target = match self.target(family) {
            Ok(target) => target,
            Err(diagnostic) => return sink.push(*diagnostic),
        };
        let vocabulary = family.vocabulary.clone();
        let mut reader = Reader { vocabulary: &vocabulary, roster, sink, records: 0 };
        let (fact, facts) = match target {
            Target::Territory => {
                if let Some(territory) = reader.territory(self.value, self.value_span()) {
                    family.territory = territory;
                }
                return;
            }
            Target::Family(fact) => (fact, &mut Arc::make_mut(&mut family.body).facts),
            Target::Member(index, fact) => match Arc::make_mut(&mut family.body).members.get_mut(index) {
                Some(member) => (fact, &mut member.facts),
                None => return,
            },
        };
        let slot = vocabulary.slot(fact.id);
        let told = self.told(&fact, facts.told(slot), &mut reader);
        facts.tell(slot, told);
    }

    /// What is told of a fact after the change; as before where the value is wrong, which is reported.
    fn told(&self, fact: &FactSymbol, before: Told, reader: &mut Reader<'_>) -> Told {
        if self.value != "unknown" {
            let node = value_node(fact, self.value, self.value_span());
            return reader.value(fact, &node).map_or(before, |value| Told::new(value, before.provenance()));
        }
        if fact.entity == Entity::Member && fact.name == "relation" {
            let message = "a `relation` cannot be unknown";
            let help = "say how the member is related to the applicant";
            reader.refuse(Code::InvalidValue, self.value_span(), message, help);
            return before;
        }
        Told::NOTHING
    }

    fn target(&self, family: &Family) -> Result<Target, Box<Diagnostic>> {
        let vocabulary = &family.vocabulary;
        if self.path == "territory" {
            return Ok(Target::Territory);
        }
        if let Some(name) = self.path.strip_prefix("applicant.") {
            let fact = self.member_fact(vocabulary, name)?;
            return Ok(Target::Member(family.applicant, fact));
        }
        if let Some(rest) = self.path.strip_prefix("members.") {
            let Some((id, name)) = rest.rsplit_once('.') else {
                return Err(self.refusal(Code::InvalidValue, "the path names no fact of a member", FORMS));
            };
            let Some(index) = family.member_named(id) else {
                let ids = family.members().iter().map(MemberTold::id);
                let start = "members.".len();
                let message = format!("the family has no member {}", quoted(id));
                let span = self.path_span(start..start.saturating_add(id.len()));
                let diagnostic = Diagnostic::error(Code::UnknownMember, span, message);
                return Err(Box::new(diagnostic.help(did_you_mean(id, ids, "members"))));
            };
            return Ok(Target::Member(index, self.member_fact(vocabulary, name)?));
        }
        match vocabulary.fact(Entity::Family, self.path) {
            Some(fact) => Ok(Target::Family(Arc::clone(fact))),
            None => Err(self.no_family_fact(family)),
        }
    }

    fn member_fact(&self, vocabulary: &Vocabulary, name: &str) -> Result<Arc<FactSymbol>, Box<Diagnostic>> {
        if let Some(fact) = vocabulary.fact(Entity::Member, name) {
            return Ok(Arc::clone(fact));
        }
        let help = if vocabulary.list(name).is_some() {
            format!("{} is a list: only single facts can be changed", quoted(name))
        } else if name == "id" {
            "an id is a name and no fact".to_owned()
        } else if vocabulary.fact(Entity::Family, name).is_some() {
            format!("it is a fact of the family: write {} alone", quoted(name))
        } else {
            meant_fact(vocabulary, Entity::Member, name)
        };
        let start = self.path.len().saturating_sub(name.len());
        let message = format!("a member has no fact {}", quoted(name));
        let span = self.path_span(start..self.path.len());
        Err(Box::new(Diagnostic::error(Code::UnknownFact, span, message).help(help)))
    }

    fn no_family_fact(&self, family: &Family) -> Box<Diagnostic> {
        let (path, vocabulary) = (self.path, &family.vocabulary);
        if let Some((first, rest)) = path.split_once('.') {
            let help = if family.member_named(first).is_some() {
                format!("write {}", quoted(&format!("members.{path}")))
            } else if vocabulary.fact(Entity::Family, rest).is_some() {
                format!("write {} alone", quoted(rest))
            } else {
                FORMS.to_owned()
            };
            let message = format!("{} is not a path to a fact", quoted(path));
            return self.refusal(Code::InvalidValue, message, help);
        }
        if path.is_empty() || matches!(path, "applicant" | "members") {
            return self.refusal(Code::InvalidValue, format!("{} is not a path to a fact", quoted(path)), FORMS);
        }
        let help = if vocabulary.list(path).is_some() {
            format!("{} is a list: only single facts can be changed", quoted(path))
        } else if vocabulary.fact(Entity::Member, path).is_some() {
            format!("it is a fact of a member: write `applicant.{path}`, or `members.`, an id and `.{path}`")
        } else {
            meant_fact(vocabulary, Entity::Family, path)
        };
        self.refusal(Code::UnknownFact, format!("a family has no fact {}", quoted(path)), help)
    }

    fn refusal(&self, code: Code, message: impl Into<String>, help: impl Into<String>) -> Box<Diagnostic> {
        Box::new(Diagnostic::error(code, self.path_span(0..self.path.len()), message).help(help))
    }
}

/// A value as a family file would have it.
fn value_node(fact: &FactSymbol, text: &str, span: Span) -> Node {
    let kind = match (&fact.r#type, text) {
        (Type::Boolean, "true") => Kind::Bool(true),
        (Type::Boolean, "false") => Kind::Bool(false),
        (Type::List(_), _) => {
            Kind::Array(ids(text).map(|id| Node { span, kind: Kind::String(id.to_owned()) }).collect())
        }
        _ => Kind::String(text.to_owned()),
    };
    Node { span, kind }
}

/// The ids in a text that separates them by commas.
pub(super) fn ids(text: &str) -> impl Iterator<Item = &str> {
    let is_nobody = matches!(text.trim(), "" | "[]" | "none");
    text.split(',').map(str::trim).filter(move |_| !is_nobody)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{family::read_family, value::Provenance, vocabulary::sample};

    fn family() -> Family {
        let text = r#"{ "territory": "RU-KHA", "members": [
            { "id": "anna", "relation": "self", "monthly_income": { "value": "14000", "provenance": "registry" } },
            { "id": "petya", "relation": "child" } ] }"#;
        read_family(text, &sample::vocabulary()).unwrap()
    }

    fn member_value(family: &Family, id: &str, name: &str) -> Option<ToldValue> {
        let fact = family.vocabulary.fact(Entity::Member, name).unwrap();
        let index = family.member_named(id).unwrap();
        family.members()[index].told(family.vocabulary.slot(fact.id)).value()
    }

    fn report(path: &str, value: &str) -> String {
        family().with(path, value).unwrap_err().to_string()
    }

    #[test]
    fn a_fact_of_a_member_changes_by_its_path() {
        let changed = family().with("members.petya.disability", "child_disabled").unwrap();
        assert_eq!(member_value(&changed, "petya", "disability"), Some(ToldValue::Choice(1)));
        let changed = changed.with("members.petya.birth_date", "2020-01").unwrap();
        let first = "2020-01-01".parse().unwrap();
        assert_eq!(member_value(&changed, "petya", "birth_date"), Some(ToldValue::Date(first)));
        let changed = changed.with("applicant.married", "false").unwrap();
        assert_eq!(member_value(&changed, "anna", "married"), Some(ToldValue::Truth(false)));
    }

    #[test]
    fn a_changed_value_keeps_its_provenance() {
        let changed = family().with("applicant.monthly_income", "30000").unwrap();
        let fact = changed.vocabulary.fact(Entity::Member, "monthly_income").unwrap();
        let told = changed.members()[0].told(changed.vocabulary.slot(fact.id));
        assert_eq!(told.provenance(), Provenance::Registry);
        assert_eq!(told.value(), Some(ToldValue::Number(30_000.into())));
    }

    #[test]
    fn unknown_takes_a_fact_away() {
        let changed = family().with("applicant.monthly_income", "unknown").unwrap();
        assert_eq!(member_value(&changed, "anna", "monthly_income"), None);
        assert!(report("applicant.relation", "unknown").contains("a `relation` cannot be unknown"));
    }

    #[test]
    fn facts_of_the_family_and_the_territory_change() {
        let changed = family().with("hard_life_situation", "true").unwrap().with("territory", "RU-VGG").unwrap();
        assert_eq!(changed.row().told(0).value(), Some(ToldValue::Truth(true)));
        assert_eq!(changed.territory().as_str(), "RU-VGG");
        let changed = changed.with("rooms", "none").unwrap();
        assert_eq!(changed.row().told(1).value(), Some(ToldValue::None));
    }

    #[test]
    fn ids_are_separated_by_commas() {
        let changed = family().with("members.petya.parents", "anna, petya").unwrap();
        assert_eq!(member_value(&changed, "petya", "parents"), Some(ToldValue::Members(0b11)));
        for nobody in ["[]", "none", ""] {
            let changed = changed.with("members.petya.parents", nobody).unwrap();
            assert_eq!(member_value(&changed, "petya", "parents"), Some(ToldValue::Members(0)));
        }
        let changed = changed.with("members.petya.married_to", "anna").unwrap();
        assert_eq!(member_value(&changed, "petya", "married_to"), Some(ToldValue::Members(0b01)));
        assert!(report("members.petya.parents", "ana").contains("did you mean `anna`?"));
    }

    #[test]
    fn the_applicant_changes_only_with_both_relations() {
        let both = [("members.petya.relation", "self"), ("members.anna.relation", "parent")];
        let changed = family().with_all(both).unwrap();
        assert_eq!(changed.applicant(), 1);
        assert!(report("members.petya.relation", "self").contains("several-applicants"));
        assert!(report("applicant.relation", "child").contains("no-applicant"));
    }

    #[test]
    fn a_wrong_path_is_answered_with_the_right_one() {
        let expected = [
            ("applicant.monthly_incme", "did you mean `monthly_income`?"),
            ("members.petia.disability", "did you mean `petya`?"),
            ("members.petya", "`members.`, an id, `.` and a fact"),
            ("petya.disability", "write `members.petya.disability`"),
            ("monthly_income", "write `applicant.monthly_income`, or"),
            ("family.hard_life_situation", "write `hard_life_situation` alone"),
            ("applicant.hard_life_situation", "write `hard_life_situation` alone"),
            ("hard_life_situaton", "did you mean `hard_life_situation`?"),
            ("applicant.income", "`income` is a list"),
            ("properties", "`properties` is a list"),
            ("applicant.id", "an id is a name"),
            ("applicant", "is not a path to a fact"),
            ("", "is not a path to a fact"),
            ("a.b.c", "is not a path to a fact"),
        ];
        for (path, help) in expected {
            let report = report(path, "1");
            assert!(report.contains(help), "{path}: {report}");
        }
    }

    #[test]
    fn a_wrong_value_is_shown_where_it_stands() {
        let report = report("applicant.monthly_income", "lots");
        assert!(report.starts_with("change:1:26: error[invalid-number]: `lots` is not a number"), "{report}");
        assert!(self::report("territory", "RU-KHB").contains("did you mean `RU-KHA`?"));
    }

    #[test]
    fn all_wrong_changes_are_told_at_once() {
        let changes = [("applicant.married", "yes"), ("rooms", "21"), ("applicant.sex", "male")];
        let report = family().with_all(changes).unwrap_err();
        assert_eq!(report.diagnostics().len(), 2);
        assert!(report.diagnostics().iter().all(|diagnostic| diagnostic.sensitive));
    }
}
