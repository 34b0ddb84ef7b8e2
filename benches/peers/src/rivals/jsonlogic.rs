//! Trees of conditions as `JsonLogic`.

use serde_json::{Value, json};

use super::Texts;
use crate::{
    facts::cutoff,
    rules::{Amount, Condition, Rules},
};

/// The rules; on raw families they count by themselves.
pub fn rules(rules: &Rules, raw: bool) -> Texts {
    let amount = |amount: &Amount| amount_json(amount, raw).to_string();
    let rule = |of: &crate::rules::Measure| (condition(&of.when, raw).to_string(), of.amount.as_ref().map(amount));
    rules.measures.iter().map(rule).collect()
}

fn condition(of: &Condition, raw: bool) -> Value {
    let group = |parts: &[Condition]| parts.iter().map(|part| condition(part, raw)).collect::<Vec<_>>();
    match of {
        Condition::All(parts) => json!({ "and": group(parts) }),
        Condition::Any(parts) => json!({ "or": group(parts) }),
        Condition::Not(part) => json!({ "!": [condition(part, raw)] }),
        Condition::RegionIn(regions) => {
            let names: Vec<&str> = regions.iter().map(|region| region.name()).collect();
            json!({ "in": [{ "var": "region" }, names] })
        }
        Condition::ChildrenUnder(children) => json!({ ">=": [children_under(children.age, raw), children.min] }),
        Condition::IncomeBelow(income) => {
            json!({ "<": [income_per_head(raw), { "*": [income.times, parameter("sm", raw)] }] })
        }
        Condition::AnyChildDisabled(_) if raw => json!({ "some": [{ "var": "children" }, { "var": "disabled" }] }),
        Condition::AnyChildDisabled(_) => json!({ "var": "any_child_disabled" }),
        Condition::Flag(flag) => json!({ "var": flag.name() }),
        Condition::PregnancyWeeksMin(weeks) => json!({ ">=": [{ "var": "pregnancy_weeks" }, weeks] }),
    }
}

fn amount_json(amount: &Amount, raw: bool) -> Value {
    let mut factors = vec![json!(amount.part()), parameter(&amount.param, raw)];
    factors.extend(amount.per_child_under.map(|age| children_under(age, raw)));
    json!({ "*": factors })
}

fn children_under(age: u32, raw: bool) -> Value {
    if raw {
        let is_under = json!({ ">": [{ "var": "current.birth_date" }, cutoff(age).text()] });
        sum("children", &json!({ "if": [is_under, 1, 0] }))
    } else {
        json!({ "var": format!("children_u{age}") })
    }
}

fn income_per_head(raw: bool) -> Value {
    if raw {
        let heads = json!({ "+": [sum("adults", &json!(1)), sum("children", &json!(1))] });
        json!({ "/": [sum("adults", &json!({ "var": "current.monthly_income" })), heads] })
    } else {
        json!({ "var": "per_capita" })
    }
}

fn sum(list: &str, of: &Value) -> Value {
    json!({ "reduce": [{ "var": list }, { "+": [{ "var": "accumulator" }, of] }, 0] })
}

fn parameter(name: &str, raw: bool) -> Value {
    if raw {
        json!({ "var": [{ "cat": [format!("params.{name}."), { "var": "region" }] }] })
    } else {
        json!({ "var": name })
    }
}
