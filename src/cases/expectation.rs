//! What a case expects: an answer by measure or by circumstance.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    assessment::{Answer, Eligibility},
    diagnostic::{Code, Diagnostic, Sink, did_you_mean, quoted},
    json::{Entry, Kind, Node},
    ruleset::RuleSet,
    source::Span,
};

/// The verdict itself of a measure.
pub const VERDICT: &str = "eligibility";
/// The answer itself of a circumstance, and of a need.
pub const HOLDS: &str = "holds";

/// Fields of an outcome.
const OUTCOME: &[&str] = &[
    VERDICT,
    "attested_until",
    "by",
    "by_itself",
    "confirm",
    "costs",
    "depends",
    "entitlement",
    "excluded_by",
    "kmsz",
    "missing",
    "not_in_force",
    "readings",
    "reasons",
    "rests_on",
    "stale",
    "unless",
];

/// Fields of what is due; in a case they may stand beside those of the outcome.
const ENTITLEMENT: &[&str] = &[
    "amount",
    "apply_by",
    "apply_from",
    "capacity",
    "channels",
    "decided_by",
    "decision_days",
    "delay",
    "documents",
    "exit",
    "fee",
    "for",
    "from",
    "next_step",
    "per",
    "pick",
    "priority",
    "provider",
    "receiver",
    "receivers",
    "schedule",
    "stages",
    "until",
];

/// Fields of a circumstance.
const CIRCUMSTANCE: &[&str] = &[HOLDS, "confirm", "missing", "readings", "unless"];

/// Fields of a need.
const NEED: &[&str] =
    &[HOLDS, "apply_by", "confirm", "measures", "missing", "readings", "sphere", "unless", "unmet", "urgency"];

/// Under which the needs stand.
const NEEDS: &str = "needs";

/// Of what something is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A measure.
    Measure,
    /// A circumstance.
    Circumstance,
    /// A need.
    Need,
}

impl Expected {
    /// The field that a verdict alone stands for.
    fn verdict(self) -> &'static str {
        match self {
            Self::Measure => VERDICT,
            Self::Circumstance | Self::Need => HOLDS,
        }
    }

    fn fields(self) -> [&'static [&'static str]; 2] {
        match self {
            Self::Measure => [OUTCOME, ENTITLEMENT],
            Self::Circumstance => [CIRCUMSTANCE, &[]],
            Self::Need => [NEED, &[]],
        }
    }

    /// As a sentence names it, and its answer.
    fn nouns(self) -> [&'static str; 2] {
        match self {
            Self::Measure => ["a measure", "an outcome"],
            Self::Circumstance => ["a circumstance"; 2],
            Self::Need => ["a need"; 2],
        }
    }
}

/// One thing that a case expects.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// The measure, circumstance or need.
    pub subject: String,
    /// Which of them it is.
    pub kind: Expected,
    /// Of whose outcome; `None` for every outcome of the measure, and for what has no outcome.
    pub member: Option<String>,
    /// The field of the outcome; `None` where there must be no outcome.
    pub field: Option<String>,
    /// What must stand in it.
    pub value: Value,
    /// Where this is written.
    pub span: Span,
}

/// The names that expectations may use.
pub struct Names<'a> {
    measures: BTreeSet<&'a str>,
    circumstances: BTreeSet<&'a str>,
    needs: BTreeSet<&'a str>,
}

impl<'a> Names<'a> {
    /// The names of a rule set.
    pub fn of(rules: &'a RuleSet) -> Self {
        let definitions = rules.library.checked.definitions.iter();
        Self {
            measures: rules.measures().collect(),
            needs: rules.library.catalogue.needs().map(|(name, _)| name).collect(),
            circumstances: definitions.filter(|found| found.circumstance).map(|found| found.name.as_str()).collect(),
        }
    }
}

/// Reads the expectations of a case; `members` are the ids of its family. What is wrong goes into the sink.
pub fn expectations(node: &Node, members: &[&str], names: &Names<'_>, sink: &mut Sink) -> Vec<Expectation> {
    let mut reader = Reader { members, names, sink, found: Vec::new() };
    for entry in node.entries().iter().filter(|entry| entry.key.name != "note") {
        reader.entry(entry);
    }
    reader.found
}

struct Reader<'a> {
    members: &'a [&'a str],
    names: &'a Names<'a>,
    sink: &'a mut Sink,
    found: Vec<Expectation>,
}

/// Of what is expected: measure, circumstance or need, and perhaps the member.
#[derive(Clone, Copy)]
struct Subject<'a> {
    name: &'a str,
    kind: Expected,
    member: Option<&'a str>,
}

impl Reader<'_> {
    fn entry(&mut self, entry: &Entry) {
        let name = entry.key.name.as_str();
        if name == NEEDS {
            return self.needs(&entry.value);
        }
        let is_measure = self.names.measures.contains(name);
        if !is_measure && !self.names.circumstances.contains(name) {
            let message = format!("the rules have no measure or circumstance {}", quoted(name));
            let known = self.names.measures.iter().chain(&self.names.circumstances).copied();
            let help = did_you_mean(name, known, "measures and circumstances");
            return self.refuse(Code::UnknownMeasure, entry.key.span, message, help);
        }
        let kind = if is_measure { Expected::Measure } else { Expected::Circumstance };
        self.subject(Subject { name, kind, member: None }, &entry.value);
    }

    fn needs(&mut self, node: &Node) {
        if !matches!(node.kind, Kind::Object(_)) {
            let message = format!("`{NEEDS}` must be an object, got {}", node.describe());
            let help = "write the answers by need: `{ \"needs\": { \"housing\": \"true\" } }`";
            return self.refuse(Code::WrongType, node.span, message, help);
        }
        for entry in node.entries().iter().filter(|entry| entry.key.name != "note") {
            let name = entry.key.name.as_str();
            if self.names.needs.contains(name) {
                self.subject(Subject { name, kind: Expected::Need, member: None }, &entry.value);
            } else {
                let message = format!("the rules have no need {}", quoted(name));
                let help = did_you_mean(name, self.names.needs.iter().copied(), NEEDS);
                self.refuse(Code::UnknownNeed, entry.key.span, message, help);
            }
        }
    }

    fn subject(&mut self, subject: Subject<'_>, node: &Node) {
        match &node.kind {
            Kind::String(verdict) => self.verdict(subject, verdict, node.span),
            Kind::Object(entries) => {
                for entry in entries.iter().filter(|entry| entry.key.name != "note") {
                    self.field(subject, entry);
                }
            }
            _ => {
                let message = format!("expected a verdict or an object, got {}", node.describe());
                self.refuse(Code::WrongType, node.span, message, "write a verdict in quotes, such as \"eligible\"");
            }
        }
    }

    fn field(&mut self, subject: Subject<'_>, entry: &Entry) {
        let name = entry.key.name.as_str();
        if name == "members" && subject.kind == Expected::Measure && subject.member.is_none() {
            return self.of_members(subject, &entry.value);
        }
        let known = subject.kind.fields();
        if !known.iter().any(|fields| fields.contains(&name)) {
            let [_, what] = subject.kind.nouns();
            let members = (subject.kind == Expected::Measure && subject.member.is_none()).then_some("members");
            let help = did_you_mean(name, known.into_iter().flatten().copied().chain(members), "fields");
            return self.refuse(
                Code::UnknownKey,
                entry.key.span,
                format!("{what} has no field {}", quoted(name)),
                help,
            );
        }
        match entry.value.as_str() {
            Some(verdict) if name == VERDICT || name == HOLDS => self.verdict(subject, verdict, entry.value.span),
            _ => self.expect(subject, Some(name), value_of(&entry.value), entry.value.span),
        }
    }

    fn of_members(&mut self, subject: Subject<'_>, node: &Node) {
        if !matches!(node.kind, Kind::Object(_)) {
            let message = format!("`members` must be an object, got {}", node.describe());
            let help = "write the verdicts by member: `{ \"members\": { \"vera\": \"eligible\" } }`";
            self.refuse(Code::WrongType, node.span, message, help);
        }
        for entry in node.entries() {
            let id = entry.key.name.as_str();
            if !self.members.contains(&id) {
                let message = format!("the family of the case has no member {}", quoted(id));
                let help = did_you_mean(id, self.members.iter().copied(), "members");
                self.refuse(Code::UnknownMember, entry.key.span, message, help);
            } else if entry.value.as_str() == Some("none") {
                self.expect(Subject { member: Some(id), ..subject }, None, Value::Null, entry.value.span);
            } else {
                self.subject(Subject { member: Some(id), ..subject }, &entry.value);
            }
        }
    }

    fn verdict(&mut self, subject: Subject<'_>, verdict: &str, span: Span) {
        let answers = [Answer::True, Answer::False, Answer::Unknown].into_iter().map(Answer::as_str);
        let verdicts: Vec<&str> = match subject.kind {
            Expected::Measure => Eligibility::ALL.iter().map(|verdict| verdict.as_str()).collect(),
            Expected::Circumstance => answers.collect(),
            // A need without a condition has no answer.
            Expected::Need => answers.chain(["none"]).collect(),
        };
        if !verdicts.contains(&verdict) {
            let [what, _] = subject.kind.nouns();
            let message = format!("{} is no verdict on {what}", quoted(verdict));
            let help = did_you_mean(verdict, verdicts, "verdicts");
            return self.refuse(Code::UnknownValue, span, message, help);
        }
        self.expect(subject, Some(subject.kind.verdict()), Value::from(verdict), span);
    }

    fn expect(&mut self, subject: Subject<'_>, field: Option<&str>, value: Value, span: Span) {
        self.found.push(Expectation {
            subject: subject.name.to_owned(),
            kind: subject.kind,
            member: subject.member.map(str::to_owned),
            field: field.map(str::to_owned),
            value,
            span,
        });
    }

    fn refuse(&mut self, code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.sink.push(Diagnostic::error(code, span, message).help(help));
    }
}

/// The tree without its places.
fn value_of(node: &Node) -> Value {
    match &node.kind {
        Kind::Null => Value::Null,
        Kind::Bool(value) => Value::Bool(*value),
        // A number that serde_json cannot hold equals no number of an answer: it is compared as text.
        Kind::Number(text) => serde_json::from_str(text).unwrap_or_else(|_| Value::from(text.as_str())),
        Kind::String(text) => Value::from(text.as_str()),
        Kind::Array(items) => items.iter().map(value_of).collect(),
        Kind::Object(entries) => entries.iter().map(|entry| (entry.key.name.clone(), value_of(&entry.value))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{BASE, mistakes};

    fn of(expect: &str) -> Vec<String> {
        mistakes(&format!(r#"{BASE}, {{ "name": "it", "extends": "base", "expect": {expect} }}"#))
    }

    #[test]
    fn an_unknown_measure_or_circumstance_is_named_with_the_nearest() {
        assert_eq!(
            of(r#"{ "federal.grnt": "eligible", "has_chld": "true" }"#),
            [
                "unknown-measure the rules have no measure or circumstance `federal.grnt` / did you mean `federal.grant`?",
                "unknown-measure the rules have no measure or circumstance `has_chld` / did you mean `has_child`?"
            ]
        );
    }

    #[test]
    fn a_verdict_must_be_one() {
        assert_eq!(
            of(
                r#"{ "federal.grant": "elligible", "federal.help": { "eligibility": "true" }, "has_child": "eligible" }"#
            ),
            [
                "unknown-value `elligible` is no verdict on a measure / did you mean `eligible`?",
                "unknown-value `true` is no verdict on a measure / known verdicts: `eligible`, `eligible_if_confirmed`, \
                 `excluded`, `needs_specialist`, `not_eligible`, `not_in_force`, `option`, `undetermined`",
                "unknown-value `eligible` is no verdict on a circumstance / known verdicts: `false`, `true`, `unknown`"
            ]
        );
    }

    #[test]
    fn a_field_must_be_one() {
        assert_eq!(
            of(
                r#"{ "federal.grant": { "ammount": "1", "members": { "bo": { "missng": [] } } }, "has_child": { "amount": "1" } }"#
            ),
            [
                "unknown-key an outcome has no field `ammount` / did you mean `amount`?",
                "unknown-key an outcome has no field `missng` / did you mean `missing`?",
                "unknown-key a circumstance has no field `amount` / known fields: `confirm`, `holds`, `missing`, \
                 `readings`, `unless`"
            ]
        );
    }

    #[test]
    fn a_member_must_be_one_of_the_family() {
        assert_eq!(
            of(r#"{ "federal.grant": { "members": { "bob": "eligible" } }, "federal.help": { "members": [] } }"#),
            [
                "unknown-member the family of the case has no member `bob` / did you mean `bo`?",
                "wrong-type `members` must be an object, got a list / write the verdicts by member: \
                 `{ \"members\": { \"vera\": \"eligible\" } }`"
            ]
        );
    }

    #[test]
    fn needs_stand_by_their_names() {
        assert_eq!(
            of(r#"{ "needs": { "mony": "true", "money": { "note": "n", "unmett": true, "holds": "eligible" } } }"#),
            [
                "unknown-need the rules have no need `mony` / did you mean `money`?",
                "unknown-key a need has no field `unmett` / did you mean `unmet`?",
                "unknown-value `eligible` is no verdict on a need / known verdicts: `false`, `none`, `true`, `unknown`"
            ]
        );
        let no_object = of(r#"{ "needs": "true" }"#);
        assert!(
            no_object.iter().any(|found| found.starts_with("wrong-type `needs` must be an object")),
            "{no_object:?}"
        );
    }

    #[test]
    fn remarks_are_passed_by() {
        assert!(of(r#"{ "note": "n", "federal.grant": { "note": "n", "eligibility": "eligible" } }"#).is_empty());
    }
}
