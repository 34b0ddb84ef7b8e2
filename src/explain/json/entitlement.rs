//! What is due, as JSON.

use serde_json::Value;

use super::{
    fact::{missing_list, money, open_list, unless_list},
    object::Object,
    payee::payees,
    reading,
};
use crate::{
    assessment::{Days, Delay, Entitlement, Missing, Money, StageState, Verdict},
    document::{Capacity, DecisionDays, Measure, Per, QuotaScope, Schedule, Stage},
    explain::names::{Names, is_step},
};

/// What is due: money, days, deadlines, and how the service is given.
pub(super) fn entitlement(names: Names<'_>, verdict: &Verdict) -> Option<Value> {
    let due = verdict.entitlement.as_ref()?;
    let measure = &names.version(verdict)?.text;
    let why = names.why(verdict);
    let mut missing = why.money_missing.clone();
    missing.extend(why.payee_missing.iter().filter(|found| !why.money_missing.contains(found)).cloned());
    let is_sure = |found: &Missing, missing: &[Missing], uncertain: &[Missing]| {
        missing.contains(found) && !uncertain.contains(found)
    };
    let mut uncertain = missing.clone();
    uncertain.retain(|found| {
        !is_sure(found, &why.money_missing, &why.money_uncertain)
            && !is_sure(found, &why.payee_missing, &why.payee_uncertain)
    });
    let answer = Object::default()
        .put_if("amount", due.amount.map(|(amount, _)| sum(amount)))
        .text_if("per", due.amount.map(|(_, per)| per.as_str()))
        .put_if("fee", due.fee.map(|(fee, per)| Object::default().put("amount", sum(fee)).text("per", per.as_str())))
        .put_if("from", due.from.map(days))
        .put_if("until", due.until.map(days))
        .put_if("renew", measure.period.as_ref().and_then(|period| period.renew).map(Value::from))
        .text_if("apply_from", due.apply_from.map(|day| day.to_string()))
        .text_if("apply_by", due.apply_by.map(|day| day.to_string()))
        .put_if("delay", due.delay.map(delay))
        .put_if("schedule", measure.schedule.as_ref().map(schedule))
        .put_if("capacity", measure.capacity.as_ref().map(|found| capacity(names, found)))
        .text_if("provider", measure.provider.as_ref().map(|provider| names.phrase(provider)))
        .list("documents", measure.documents.iter().flatten().map(|it| Value::from(names.phrase(it))).collect())
        .list("channels", measure.channels.iter().flatten().map(|it| Value::from(names.phrase(it))).collect())
        .text_if("decided_by", measure.decided_by.as_ref().map(|office| names.phrase(office)))
        .put_if("decision_days", measure.decision_days.as_ref().map(decision_days))
        .list("exit", measure.exit.iter().flatten().map(|it| Value::from(names.phrase(it))).collect())
        .list("priority", priority(names, measure, due))
        .list("missing", open_list(names, &missing, (&uncertain, &[])))
        .list("confirm", missing_list(names, &why.money_confirm))
        .list("unless", unless_list(names, &why.money_unless))
        .put_if("readings", reading::amounts(verdict, why));
    let answer = payees(names, verdict, due, answer);
    let answer = pathway(names, measure, due, answer);
    (!answer.is_empty()).then(|| answer.into())
}

pub(super) fn sum(money: Money) -> Value {
    if money.low == money.high {
        return Value::from(self::money(money.low));
    }
    Object::default().text("from", self::money(money.low)).text("to", self::money(money.high)).into()
}

fn days(days: Days) -> Value {
    if days.low == days.high {
        return Value::from(days.low.to_string());
    }
    Object::default().text("from", days.low.to_string()).text("to", days.high.to_string()).into()
}

/// What a month of delay costs, and after which day.
fn delay(delay: Delay) -> Object {
    Object::default()
        .put("costs", sum(delay.month))
        .text("per", Per::Month.as_str())
        .text_if("after", delay.after.map(|day| day.to_string()))
}

fn schedule(schedule: &Schedule) -> Object {
    let scope = schedule.scope.map(|scope| match scope {
        QuotaScope::Family => "family",
        QuotaScope::Member => "member",
    });
    Object::default()
        .put("times", schedule.times)
        .text("per", schedule.per.as_str())
        .put_if("minutes_each", schedule.minutes_each)
        .text_if("scope", scope)
        .put_if("assumed", schedule.assumed.filter(|assumed| *assumed))
}

fn decision_days(term: &DecisionDays) -> Object {
    Object::default().put("days", term.days).text("kind", term.kind.as_str())
}

fn capacity(names: Names<'_>, capacity: &Capacity) -> Object {
    Object::default()
        .put("places", capacity.places)
        .text_if("basis", capacity.basis.as_ref().map(|basis| names.say(basis)))
        .put_if("assumed", capacity.assumed.filter(|assumed| *assumed))
}

fn priority(names: Names<'_>, measure: &Measure, due: &Entitlement) -> Vec<Value> {
    let all: Vec<_> = measure.priority.iter().flatten().collect();
    let found = due.priority.iter().filter_map(|place| all.get(*place));
    found
        .map(|priority| {
            let because = priority.because.as_ref().map(|because| names.say(because));
            Object::default().put("add", priority.add).text_if("text", because).into()
        })
        .collect()
}

fn pathway(names: Names<'_>, measure: &Measure, due: &Entitlement, answer: Object) -> Object {
    let written = measure.pathway.iter().flat_map(|pathway| &pathway.stages);
    let stages: Vec<(&Stage, StageState)> = written.zip(due.stages.iter().copied()).collect();
    let next = stages.iter().find(|(_, standing)| is_step(*standing));
    answer
        .put_if("next_step", next.map(|(written, standing)| stage(names, written, *standing)))
        .list("stages", stages.iter().map(|(written, standing)| stage(names, written, *standing).into()).collect())
}

fn stage(names: Names<'_>, stage: &Stage, standing: StageState) -> Object {
    Object::default()
        .text("stage", &stage.stage.value)
        .text("title", names.say(&stage.title))
        .text("state", standing.as_str())
        .put_if("voluntary", stage.voluntary.filter(|voluntary| *voluntary).map(Value::from))
        .text_if("provider", stage.provider.as_ref().map(|provider| names.phrase(provider)))
}
