//! Reasons as JSON.

use serde_json::Value;

use super::{fact::value, margin::margin, object::Object};
use crate::{
    assessment::{Reason, ReasonCode, Seen, Verdict},
    document::LegalBasis,
    eval::Truth,
    explain::{
        names::Names,
        requirement::{details, facts, requirement},
    },
    value::Provenance,
};

/// One decisive reason: its code, its words, the facts and parameters it rests on, the articles.
pub(super) fn reason(names: Names<'_>, verdict: &Verdict, reason: &Reason) -> Value {
    let label = reason.label.and_then(|label| names.label(label));
    let details = details(reason).filter_map(|(label, truth)| detail(names, label, truth)).collect();
    let parameters = reason.parameters.iter().filter_map(|(parameter, territory, on)| {
        let answer = Object::default()
            .text("parameter", &names.parameter(*parameter)?.name)
            .text("territory", territory.as_str())
            .text("on", on.unwrap_or(names.assessment.on).to_string());
        Some(answer.into())
    });
    let answer = Object::default()
        .text("code", code(reason.code))
        .text("text", requirement(names, verdict, reason))
        .list("details", details)
        .list("facts", facts(reason).filter_map(|seen| fact(names, seen)).collect())
        .list("parameters", parameters.collect())
        .list("margins", reason.margins.iter().map(|found| margin(names, found)).collect())
        .list("legal_basis", label.map_or_else(Vec::new, |label| legal_basis(&label.legal_basis)));
    match reason.code {
        ReasonCode::Lapsed(last) => answer.text("apply_by", last.to_string()).into(),
        _ => answer.into(),
    }
}

fn code(code: ReasonCode) -> &'static str {
    match code {
        ReasonCode::Met => "met",
        ReasonCode::NotMet => "not_met",
        ReasonCode::Unclear => "unclear",
        ReasonCode::Ground => "ground",
        ReasonCode::Lapsed(_) => "lapsed",
        ReasonCode::Nobody => "nobody",
        ReasonCode::NobodyPaid => "no_payee",
    }
}

fn detail(names: Names<'_>, label: usize, truth: Truth) -> Option<Value> {
    let because = names.label(label)?.because.as_ref()?;
    let holds = match truth {
        _ if truth.is_true() => "true",
        _ if truth.is_false() => "false",
        _ => "unknown",
    };
    Some(Object::default().text("text", names.say(because)).text("holds", holds).into())
}

/// A fact with its value and where it comes from, where it was told.
fn fact(names: Names<'_>, seen: &Seen) -> Option<Value> {
    let symbol = names.fact(seen.fact)?;
    let provenance = seen.value.map(|_| provenance(seen.provenance));
    let answer = Object::default()
        .text("fact", names.fact_name(symbol))
        .put("member", names.id(seen.holder.member).map_or(Value::Null, Value::from))
        .put_if("record", seen.holder.record)
        .put_if("value", seen.value.map(|told| value(names, symbol, told)))
        .text_if("provenance", provenance);
    Some(answer.into())
}

fn provenance(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Declared => "declared",
        Provenance::Document => "document",
        Provenance::Registry => "registry",
        Provenance::Assessed => "assessed",
    }
}

pub(super) fn legal_basis(articles: &[LegalBasis]) -> Vec<Value> {
    let article = |found: &LegalBasis| {
        Object::default().text("act", &found.act).text_if("article", found.article.as_deref()).into()
    };
    articles.iter().map(article).collect()
}
