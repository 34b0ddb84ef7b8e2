//! Needs as JSON.

use serde_json::Value;

use super::{fact, object::Object, reading};
use crate::{
    assessment::{Answer, NeedAnswer, Verdict},
    document::Urgency,
    explain::names::Names,
};

/// One need: whether the family has it, and what is there for it.
pub(super) fn need(names: Names<'_>, need: &NeedAnswer<'_>) -> Value {
    let answer = Object::default()
        .text("need", need.name)
        .text("sphere", &need.words.sphere)
        .text("title", names.say(&need.words.title))
        .text_if("urgency", need.words.urgency.map(Urgency::as_str))
        .text_if("holds", need.holds().map(Answer::as_str))
        .put_if("unmet", (need.holds() == Some(Answer::True)).then(|| need.is_unmet()))
        .text_if("apply_by", need.apply_by().map(|day| day.to_string()))
        .list("measures", need.measures.iter().map(|verdict| measure(names, verdict)).collect());
    let Some((place, _)) = need.found else { return answer.into() };
    let why = names.assessment.circumstance_why(place);
    answer
        .list("missing", fact::open_list(names, &why.missing, (&why.uncertain, &[])))
        .list("confirm", fact::missing_list(names, &why.confirm))
        .list("unless", fact::unless_list(names, &why.unless))
        .put_if("readings", reading::circumstances(why))
        .into()
}

fn measure(names: Names<'_>, verdict: &Verdict) -> Value {
    let apply_by = verdict.entitlement.as_ref().and_then(|due| due.apply_by);
    Object::default()
        .text("measure", names.measure(verdict.measure))
        .put("member", names.id(verdict.member).map_or(Value::Null, Value::from))
        .text("eligibility", verdict.answered().as_str())
        .put_if("stale", verdict.stale.map(|_| true))
        .text_if("apply_by", apply_by.map(|day| day.to_string()))
        .into()
}
