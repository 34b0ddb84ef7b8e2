//! An assessment as cases compare it.

use serde_json::{Map, Value, json};

use crate::{
    assessment::{Assessment, Exception, Holder, Missing, Money, Verdict},
    value::Language,
};

/// The assessment as JSON.
pub fn answers(assessment: &Assessment) -> Value {
    let names = Names(assessment);
    let outcomes: Vec<Value> = assessment.verdicts.iter().map(|verdict| names.outcome(verdict)).collect();
    let circumstances: Map<String, Value> = assessment.circumstances.iter().map(|found| {
        let name = assessment.library.checked.definitions.get(found.definition).map(|d| d.name.clone()).unwrap_or_default();
        let value = json!({
            "holds": found.holds.as_str(), "missing": names.all(&found.missing), "confirm": names.all(&found.confirm),
            "unless": names.exceptions(&found.unless),
        });
        (name, value)
    }).collect();
    json!({ "circumstances": circumstances, "outcomes": outcomes })
}

struct Names<'a>(&'a Assessment);

impl Names<'_> {
    fn outcome(&self, verdict: &Verdict) -> Value {
        let checked = &self.0.library.checked;
        let mut found = Map::new();
        let mut put = |key: &str, value: Value| {
            found.insert(key.to_owned(), value);
        };
        let member =
            verdict.member.and_then(|member| self.0.family.member(member)).map(|member| member.id().to_owned());
        put("measure", checked.measures.get(verdict.measure).map(|m| m.name.clone()).unwrap_or_default().into());
        put("member", member.into());
        put("eligibility", verdict.eligibility.as_str().into());
        if verdict.by_told {
            put("by", "told".into());
        }
        put("stale", verdict.stale.is_some().into());
        put("missing", self.all(&verdict.missing));
        put("confirm", self.all(&verdict.confirm));
        put("unless", self.exceptions(&verdict.unless));
        put("reasons", verdict.reasons.iter().map(|reason| {
            let text = reason.label.and_then(|label| checked.labels.get(label)).and_then(|l| l.because.as_ref());
            let facts: Vec<Value> = reason.facts.iter().map(|fact| {
                let mut named = self.fact(fact.fact, fact.holder);
                if let Some(map) = named.as_object_mut() {
                    map.insert("value".into(), format!("{:?}", fact.value).into());
                }
                named
            }).collect();
            json!({ "code": format!("{:?}", reason.code), "text": text.map(|t| t.in_language(Language::English)), "facts": facts })
        }).collect());
        if let Some(due) = &verdict.entitlement {
            let mut entitlement = Map::new();
            if let Some((money, per)) = &due.amount {
                entitlement.insert("amount".into(), amount(*money));
                entitlement.insert("per".into(), format!("{per:?}").to_lowercase().into());
            }
            if let Some(day) = due.apply_by {
                entitlement.insert("apply_by".into(), day.to_string().into());
            }
            put("entitlement", entitlement.into());
        }
        found.into()
    }

    fn all(&self, missing: &[Missing]) -> Value {
        missing.iter().map(|item| self.missing(item)).collect()
    }

    fn exceptions(&self, unless: &[Exception]) -> Value {
        unless
            .iter()
            .map(|item| item.fact.as_ref().map_or(json!({ "code": "ground" }), |fact| self.missing(fact)))
            .collect()
    }

    fn missing(&self, item: &Missing) -> Value {
        let symbols = &self.0.library.checked.symbols;
        match item {
            Missing::Fact { fact, holder, established_by, .. } => {
                let mut value = self.fact(*fact, *holder);
                let by = format!("{established_by:?}");
                if let (Some(map), Some(role)) = (value.as_object_mut(), by.split('"').nth(1)) {
                    map.insert("role".into(), role.into());
                }
                value
            }
            Missing::List { list, member } => json!({
                "fact": symbols.lists.get(*list).map(|list| list.name.clone()),
                "member": member.and_then(|member| self.0.family.member(member)).map(|member| member.id().to_owned()),
            }),
            Missing::Parameter { parameter, territory, on } => json!({
                "parameter": symbols.parameters.get(*parameter).map(|found| found.name.clone()),
                "territory": territory.as_str(), "on": on.map(|on| on.to_string()),
            }),
            Missing::Territory => json!({ "fact": "territory" }),
        }
    }

    fn fact(&self, fact: usize, holder: Holder) -> Value {
        let symbols = &self.0.library.checked.symbols;
        let member = holder.member.and_then(|member| self.0.family.member(member)).map(|member| member.id().to_owned());
        json!({ "fact": symbols.facts.get(fact).map(|fact| fact.name.clone()), "member": member })
    }
}

fn amount(money: Money) -> Value {
    let text = |number: crate::value::Number| number.to_decimal(2).unwrap_or_default();
    if money.low == money.high {
        text(money.low).into()
    } else {
        json!({ "from": text(money.low), "to": text(money.high) })
    }
}
