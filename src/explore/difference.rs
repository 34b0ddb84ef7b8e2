//! The difference between two assessments: what a family gains and loses.

use std::{collections::BTreeMap, fmt};

use serde_json::Value;

use crate::{
    assessment::{Answer, Assessment, Eligibility},
    explain::{Circumstance, Object, Outcome},
    value::Language,
};

impl Assessment {
    /// What differs between two assessments, such as those of a family before and after a change. Outcomes are matched
    /// by the names of their measures and the ids of their members.
    #[must_use]
    pub fn compare<'a>(before: &'a Self, after: &'a Self) -> Changes<'a> {
        let mut changes: Vec<Change<'a>> = Vec::new();
        for from in before.outcomes() {
            let to = after.outcomes().find(|to| is_of_same(from, *to));
            changes.push(Change { from: Some(from), to });
        }
        for to in after.outcomes() {
            if !before.outcomes().any(|from| is_of_same(from, to)) {
                changes.push(Change { from: None, to: Some(to) });
            }
        }
        changes.retain(Change::is_one);
        changes.sort_by_key(|change| (change.measure(), change.member()));
        Changes { before, after, all: changes }
    }
}

fn is_of_same(one: Outcome<'_>, other: Outcome<'_>) -> bool {
    one.measure().name() == other.measure().name() && one.member() == other.member()
}

/// What differs between two assessments.
#[derive(Clone)]
pub struct Changes<'a> {
    pub(super) before: &'a Assessment,
    pub(super) after: &'a Assessment,
    all: Vec<Change<'a>>,
}

/// Names only, never what was told or follows from it.
impl fmt::Debug for Changes<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Changes").field("changes", &self.all.len()).finish_non_exhaustive()
    }
}

impl<'a> Changes<'a> {
    /// The outcomes whose verdict or amount differs, ordered by measure and then by member id.
    pub fn changes(&self) -> impl Iterator<Item = &Change<'a>> {
        self.all.iter()
    }

    /// Both assessments and what differs: `{ "before", "after", "changes": [{ "measure", "member", "from", "to" }] }`.
    /// A side without an outcome for the member has no key; amounts that differ stand in `"amount": { "from", "to" }`.
    /// `circumstances` and `needs` list those that differ.
    #[must_use]
    pub fn to_json(&self, language: Language) -> Value {
        let circumstances = self.circumstances().map(|(from, to)| {
            let answer = Object::default().text("circumstance", to.name());
            answer.text("from", from.holds().as_str()).text("to", to.holds().as_str()).into()
        });
        let circumstances = circumstances.collect();
        let needs = self.needs().into_iter().map(|(need, from, to)| {
            Object::default().text("need", need).text("from", from.as_str()).text("to", to.as_str()).into()
        });
        Object::default()
            .put("before", self.before.to_json(language))
            .put("after", self.after.to_json(language))
            .put("changes", self.all.iter().copied().map(Change::to_json).collect::<Vec<Value>>())
            .list("circumstances", circumstances)
            .list("needs", needs.collect())
            .into()
    }

    /// The needs that differ, in the order of their names, before and after.
    fn needs(&self) -> Vec<(&'a str, Answer, Answer)> {
        let holding = |assessment: &'a Assessment| {
            let needs = assessment.needs().into_iter().filter_map(|need| Some((need.name(), need.holds()?)));
            needs.collect::<BTreeMap<&str, Answer>>()
        };
        let before = holding(self.before);
        let pairs = holding(self.after).into_iter().filter_map(|(need, to)| Some((need, *before.get(need)?, to)));
        pairs.filter(|(_, from, to)| from != to).collect()
    }

    /// The circumstances that differ, before and after.
    pub(super) fn circumstances(&self) -> impl Iterator<Item = (Circumstance<'a>, Circumstance<'a>)> {
        let before = self.before;
        let pairs = self.after.circumstances().filter_map(move |to| {
            let from = before.circumstances().find(|from| from.name() == to.name())?;
            Some((from, to))
        });
        pairs.filter(|(from, to)| from.holds() != to.holds())
    }
}

/// One outcome that differs.
#[derive(Clone, Copy)]
pub struct Change<'a> {
    from: Option<Outcome<'a>>,
    to: Option<Outcome<'a>>,
}

/// Names only, never what was told or follows from it.
impl fmt::Debug for Change<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Change").field("measure", &self.measure()).finish_non_exhaustive()
    }
}

impl<'a> Change<'a> {
    fn is_one(&self) -> bool {
        self.verdict_before() != self.verdict_after() || self.has_other_amount()
    }

    /// The name of the measure.
    #[must_use]
    pub fn measure(&self) -> &'a str {
        self.either().map_or("", |outcome| outcome.measure().name())
    }

    /// The id of the member whom it concerns; `None` where it concerns the family.
    #[must_use]
    pub fn member(&self) -> Option<&'a str> {
        self.either().and_then(|outcome| outcome.member())
    }

    /// The outcome before; `None` where the measure did not concern the member.
    #[must_use]
    pub fn from(&self) -> Option<Outcome<'a>> {
        self.from
    }

    /// The outcome after; `None` where the measure no longer concerns the member.
    #[must_use]
    pub fn to(&self) -> Option<Outcome<'a>> {
        self.to
    }

    pub(super) fn either(&self) -> Option<Outcome<'a>> {
        self.to.or(self.from)
    }

    pub(super) fn verdict_before(&self) -> Option<Eligibility> {
        self.from.map(|outcome| outcome.eligibility())
    }

    pub(super) fn verdict_after(&self) -> Option<Eligibility> {
        self.to.map(|outcome| outcome.eligibility())
    }

    pub(super) fn has_other_amount(&self) -> bool {
        self.from.and_then(|outcome| outcome.amount()) != self.to.and_then(|outcome| outcome.amount())
    }

    fn to_json(self) -> Value {
        let amount = |outcome: Option<Outcome<'a>>| {
            let amount = outcome?.amount()?;
            Some(amount.exact().map_or_else(
                || Object::default().text("from", amount.least()).text("to", amount.most()).into(),
                Value::from,
            ))
        };
        let amounts = self
            .has_other_amount()
            .then(|| Object::default().put_if("from", amount(self.from)).put_if("to", amount(self.to)));
        Object::default()
            .text("measure", self.measure())
            .put("member", self.member().map_or(Value::Null, Value::from))
            .text_if("from", self.verdict_before().map(Eligibility::as_str))
            .text_if("to", self.verdict_after().map(Eligibility::as_str))
            .put_if("amount", amounts)
            .into()
    }
}
