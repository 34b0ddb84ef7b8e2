//! By how much a condition failed, as JSON.

use serde_json::Value;

use super::{fact::money, object::Object};
use crate::{
    assessment::{Called, Margin, MarginKind},
    eval::date,
    explain::{names::Names, round::rounded},
    value::{Number, RoundingMode},
};

/// Whose value, of what kind, how much it is, how much it had to be, the distance, and the day that belongs to it.
pub(super) fn margin(names: Names<'_>, margin: &Margin) -> Value {
    let in_text = |number: Number, mode: RoundingMode| {
        let number = rounded(number, mode);
        match margin.kind {
            MarginKind::Money => money(number),
            MarginKind::Number | MarginKind::Age | MarginKind::Date => number.to_string(),
        }
    };
    let value = |number: Number| match margin.kind {
        MarginKind::Date => date(number).to_string(),
        _ => in_text(number, RoundingMode::HalfUp),
    };
    let of = match margin.called {
        Called::Definition(definition) => {
            names.assessment.library.checked.definitions.get(definition).map(|definition| definition.name.clone())
        }
        Called::Fact(fact) => names.fact(fact).map(|fact| names.fact_name(fact)),
        Called::Count | Called::On | Called::Nothing => None,
    };
    Object::default()
        .put("member", names.id(margin.member).map_or(Value::Null, Value::from))
        .text("kind", kind(margin.kind))
        .text_if("of", of)
        .text("unit", margin.unit.to_string())
        .text("value", value(margin.value))
        .text("limit", value(margin.limit))
        .text("by", in_text(margin.by, if margin.is_least { RoundingMode::Down } else { RoundingMode::Up }))
        .put_if("at_least", margin.is_least.then_some(true))
        .text_if("on", margin.on.map(|on| on.to_string()))
        .into()
}

fn kind(kind: MarginKind) -> &'static str {
    match kind {
        MarginKind::Money => "money",
        MarginKind::Number => "number",
        MarginKind::Age => "age",
        MarginKind::Date => "date",
    }
}
