//! Facts, their values and what is missing, as a family file would write them.

use serde_json::Value;

use super::object::Object;
use crate::{
    assessment::{Exception, Missing, Verdict},
    check::{FactSymbol, ParameterSymbol, Type},
    document::EstablishedBy,
    explain::{exception::exception_text, names::Names, text::form},
    family::ToldValue,
    value::Number,
};

/// A value as a family file has it: amounts and fractions are texts, whole numbers are numbers.
pub(super) fn value(names: Names<'_>, fact: &FactSymbol, told: ToldValue) -> Value {
    match told {
        ToldValue::None => Value::from("none"),
        ToldValue::Truth(truth) => Value::from(truth),
        ToldValue::Number(number) => match (fact.digits, number.to_i64()) {
            (0, Some(whole)) => Value::from(whole),
            (digits, _) => Value::from(number.to_decimal(digits).unwrap_or_else(|| number.to_string())),
        },
        ToldValue::Date(day) => Value::from(day.to_string()),
        ToldValue::Choice(place) => names.choice(fact, place).map_or(Value::Null, Value::from),
        ToldValue::Members(members) => {
            let ids = names.ids(members);
            match (fact.single, ids.as_slice()) {
                (true, [one]) => Value::from(*one),
                _ => ids.into_iter().map(Value::from).collect(),
            }
        }
        ToldValue::Measure(measure) => Value::from(names.measure(measure)),
    }
}

/// A sum of money: two digits always; more only where the rules did not round it.
pub(super) fn money(number: Number) -> String {
    number.to_decimal(form::KOPECKS).unwrap_or_else(|| number.to_string())
}

/// The value of a parameter: money with two digits, another number with those it has.
pub(super) fn parameter_value(symbol: &ParameterSymbol, value: Number) -> String {
    match &symbol.r#type {
        Type::Number(unit) if unit.is_money() => money(value),
        _ => value.to_string(),
    }
}

pub(super) fn missing_list(names: Names<'_>, missing: &[Missing]) -> Vec<Value> {
    missing.iter().map(|missing| self::missing(names, missing).into()).collect()
}

/// What is missing, with a word beside what may turn out to change nothing, and what is asked after the rest.
pub(super) fn open_list(
    names: Names<'_>,
    missing: &[Missing],
    (uncertain, later): (&[Missing], &[Missing]),
) -> Vec<Value> {
    let open = |found: &Missing| {
        let answer = self::missing(names, found);
        let answer = if uncertain.contains(found) { answer.put("certain", false) } else { answer };
        if later.contains(found) { answer.put("later", true) } else { answer }.into()
    };
    missing.iter().map(open).collect()
}

/// Every question to the family or to others that can be asked now, once, with the measures that wait for the answer.
pub(super) fn questions(names: Names<'_>, is_wanted: impl Fn(&&Verdict) -> bool) -> Vec<Value> {
    let mut asked: Vec<(&Missing, Vec<usize>)> = Vec::new();
    for verdict in names.assessment.verdicts.iter().filter(is_wanted) {
        for found in names.why(verdict).first() {
            match asked.iter_mut().find(|(known, _)| *known == found) {
                Some((_, waiting)) if waiting.contains(&verdict.measure) => {}
                Some((_, waiting)) => waiting.push(verdict.measure),
                None => asked.push((found, vec![verdict.measure])),
            }
        }
    }
    let question = |(found, waiting): (&Missing, Vec<usize>)| {
        let waiting = waiting.into_iter().map(|measure| names.measure(measure).into()).collect();
        missing(names, found).list("measures", waiting).into()
    };
    asked.into_iter().map(question).collect()
}

pub(super) fn unless_list(names: Names<'_>, unless: &[Exception]) -> Vec<Value> {
    let exception = |exception: &Exception| {
        let fact = exception.fact.as_ref().map_or_else(Object::default, |fact| missing(names, fact));
        fact.text("text", exception_text(names, exception)).into()
    };
    unless.iter().map(exception).collect()
}

/// What must be told, shown or recorded.
fn missing(names: Names<'_>, missing: &Missing) -> Object {
    match missing {
        Missing::Fact { fact, holder, claimed, established_by } => {
            let Some(symbol) = names.fact(*fact) else { return Object::default() };
            let document = names.assessment.library.catalogue.fact(*fact).document.as_ref();
            let answer = Object::default()
                .text("fact", names.fact_name(symbol))
                .put("member", names.id(holder.member).map_or(Value::Null, Value::from))
                .put_if("record", holder.record)
                .put_if("claimed", claimed.map(|claimed| value(names, symbol, claimed)))
                .text_if("document", document.map(|document| names.say(document)));
            asked(answer, established_by, names.asked(missing), symbol.sensitive)
        }
        Missing::List { list, member } => {
            let Some(symbol) = names.list(*list) else { return Object::default() };
            let question = names.asked(missing);
            let answer = Object::default()
                .text("fact", &symbol.name)
                .put("member", names.id(*member).map_or(Value::Null, Value::from));
            asked(answer, &symbol.established_by, question, symbol.sensitive)
        }
        Missing::Parameter { parameter, territory, on } => {
            let day = on.unwrap_or(names.assessment.on);
            Object::default()
                .text_if("parameter", names.parameter(*parameter).map(|symbol| symbol.name.as_str()))
                .text("territory", territory.as_str())
                .text("on", day.to_string())
        }
        Missing::Territory => {
            let answer = Object::default().text("fact", "territory").put("member", Value::Null);
            asked(answer, &EstablishedBy::Family, names.asked(missing), false)
        }
    }
}

fn asked(answer: Object, established_by: &EstablishedBy, question: Option<&str>, sensitive: bool) -> Object {
    let (who, role) = Names::role(established_by);
    let answer = answer.text("established_by", who).text_if("role", role).text_if("question", question);
    if sensitive { answer.put("sensitive", true) } else { answer }
}
