//! What does not combine, as JSON.

use serde_json::Value;

use super::{entitlement::sum, object::Object, reason::legal_basis};
use crate::{
    assessment::{Assessment, Difference, Verdict, Worth},
    check::Term,
    explain::{
        choice::{Bundle, BundleSet, Rival, decimal},
        names::Names,
        view::Outcome,
    },
    value::Number,
};

/// Where an outcome stands among those that do not combine with it.
pub(super) fn standing(names: Names<'_>, verdict: &Verdict, answer: Object) -> Object {
    let outcome = Outcome::new(names.assessment, verdict);
    answer
        .text_if("by_itself", outcome.by_itself().map(crate::assessment::Eligibility::as_str))
        .put_if("excluded_by", outcome.excluded_by().map(|found| rival(names, found)))
        .put_if("costs", costs(names, verdict))
        .list("depends", outcome.depends().map(|found| rival(names, found).into()).collect())
}

fn rival(names: Names<'_>, rival: Rival<'_>) -> Object {
    named(names, rival.verdict())
        .text("group", rival.group())
        .text("title", rival.group_title(names.language))
        .text_if("while", rival.is_only_while_both_run().then_some("periods_overlap"))
        .list("legal_basis", legal_basis(rival.legal_basis()))
}

/// An outcome by its measure and member.
fn named(names: Names<'_>, verdict: &Verdict) -> Object {
    Object::default()
        .text("measure", names.measure(verdict.measure))
        .put("member", names.id(verdict.member).map_or(Value::Null, Value::from))
}

/// What is used up, where the family could have the measure.
fn costs(names: Names<'_>, verdict: &Verdict) -> Option<Object> {
    let costs = verdict.entitlement.as_ref().filter(|_| verdict.is_granted())?.costs?;
    let written = names.version(verdict)?.text.costs.as_ref()?;
    let answer = Object::default()
        .text("of", &written.of.value)
        .text_if("title", used_up(names, verdict))
        .put("amount", sum(costs.amount))
        .text("per", costs.per.as_str())
        .put_if("left", costs.left.map(sum))
        .text_if("text", written.because.as_ref().map(|because| names.say(because)));
    Some(answer)
}

/// What that is called which is used up: the title of the fact or definition.
pub(in crate::explain) fn used_up<'a>(names: Names<'a>, verdict: &Verdict) -> Option<&'a str> {
    let costs = names.version(verdict)?.costs.as_ref()?;
    let title = match &costs.of.term {
        Term::Fact(fact, _) => names.assessment.library.catalogue.fact(fact.id).title.as_ref(),
        Term::Definition(definition, _) => {
            names.assessment.library.checked.definitions.get(*definition)?.title.as_ref()
        }
        _ => None,
    };
    title.map(|title| names.say(title))
}

/// What goes together best, part by part.
pub(super) fn bundles(assessment: &Assessment, is_wanted: impl Fn(&str) -> bool) -> Vec<Value> {
    let concerns = |bundle: &Bundle<'_>| {
        bundle.candidates().flat_map(|set| set.outcomes().collect::<Vec<_>>()).any(|it| is_wanted(it.measure().name()))
    };
    assessment.bundles().filter(concerns).map(bundle).collect()
}

fn bundle(bundle: Bundle<'_>) -> Value {
    let several = || bundle.candidates().map(set).collect();
    let answer = Object::default()
        .list("groups", bundle.groups().map(Value::from).collect())
        .list("while_periods_overlap", bundle.groups_while_both_run().map(Value::from).collect())
        .put("months", bundle.months())
        .put("exact", bundle.is_exact())
        .put_if("best", bundle.best().map(set));
    let answer = if bundle.best().is_none() { answer.list("undecided", several()) } else { answer };
    answer
        .put_if("runner_up", bundle.runner_up().map(set))
        .put_if("difference", bundle.difference_of().map(difference))
        .into()
}

fn set(set: BundleSet<'_>) -> Value {
    let take = set.worths().map(|(outcome, money)| {
        let member = outcome.member().map_or(Value::Null, Value::from);
        let answer = Object::default().text("measure", outcome.measure().name()).put("member", member);
        answer.put("worth", worth(money)).into()
    });
    let take: Vec<Value> = take.collect();
    Object::default().put("take", take).put("worth", worth(set.worth())).into()
}

/// Money over the time of comparison; without `to` nobody can say how much at the most.
fn worth(worth: Worth) -> Value {
    between(Some(worth.low), worth.high)
}

fn difference(difference: Difference) -> Value {
    between(difference.low, difference.high)
}

fn between(low: Option<Number>, high: Option<Number>) -> Value {
    match (low, high) {
        (Some(low), Some(high)) if low == high => Value::from(decimal(low)),
        (low, high) => Object::default().text_if("from", low.map(decimal)).text_if("to", high.map(decimal)).into(),
    }
}
