//! `cel`: a compiled program for each rule, and one context for each family which all of them read. The language has no
//! values that rules share, so on raw families every comparison counts the children by itself.

use std::{collections::HashMap, sync::Arc};

use cel::{Context, Env, Program, Value};
use one_window_peers_workload::PARAMETERS;
use serde_json::Value as Json;

use super::{Texts, infix::Dialect};
use crate::{
    engine::{Engine, Form, Outcome},
    facts::cutoff,
    rules::{Params, Rules},
};

/// The compiled rules.
pub struct Cel<const DERIVED: bool> {
    env: Arc<Env>,
    rules: Vec<(Program, Option<Program>)>,
    params: Value,
}

struct Language {
    raw: bool,
}

impl Dialect for Language {
    const AND: &'static str = " && ";
    const OR: &'static str = " || ";
    const QUOTE: char = '"';

    fn not(&self, condition: &str) -> String {
        format!("!({condition})")
    }

    fn region_in(&self, regions: &str) -> String {
        format!("region in [{regions}]")
    }

    fn children_under(&self, age: u32) -> String {
        if self.raw {
            format!("children.filter(c, c.birth_date > \"{}\").size()", cutoff(age).text())
        } else {
            format!("children_u{age}")
        }
    }

    fn income_per_head(&self) -> String {
        if self.raw {
            // There is no sum over a list, and no family has a third adult.
            "double(adults.size() == 2 ? adults[0].monthly_income + adults[1].monthly_income : adults[0].monthly_income) \
             / double(adults.size() + children.size())"
                .to_owned()
        } else {
            "per_capita".to_owned()
        }
    }

    fn parameter(&self, name: &str) -> String {
        if self.raw { format!("params.{name}[region]") } else { name.to_owned() }
    }

    fn any_child_disabled(&self) -> String {
        if self.raw { "children.exists(c, c.disabled)".to_owned() } else { "any_child_disabled".to_owned() }
    }

    fn factor(&self, count: String) -> String {
        format!("double({count})")
    }
}

impl<const DERIVED: bool> Engine for Cel<DERIVED> {
    const FORM: Form = if DERIVED { Form::Derived } else { Form::Raw };
    type Source = (Texts, Json);
    type Input = Context<'static, 'static>;
    type Desk<'e> = &'e Self;

    fn translate(rules: &Rules, params: &Params) -> (Texts, Json) {
        (Language { raw: !DERIVED }.rules(rules), params.values_json())
    }

    fn load((texts, params): &(Texts, Json)) -> Self {
        let env = Arc::new(Env::stdlib());
        let compile = |text: &String| env.compile(text).expect("the rule compiles");
        let rules = texts.iter().map(|(when, amount)| (compile(when), amount.as_ref().map(compile))).collect();
        Self { env, rules, params: value(params, true) }
    }

    fn desk(&self) -> &Self {
        self
    }

    fn read(&self, line: &str) -> Context<'static, 'static> {
        let family: Json = serde_json::from_str(line).expect("a family is JSON");
        let mut context = Context::with_env(Arc::clone(&self.env));
        for (name, told) in family.as_object().expect("a family is an object") {
            let is_money = PARAMETERS.contains(&name.as_str()) || name == "per_capita";
            context.add_variable_from_value(name.as_str(), value(told, is_money));
        }
        if !DERIVED {
            context.add_variable_from_value("params", self.params.clone());
        }
        context
    }

    fn answer(desk: &mut &Self, family: &Context<'static, 'static>, outcome: &mut Outcome) {
        for (place, (when, amount)) in (0_u16..).zip(&desk.rules) {
            if matches!(when.execute(family), Ok(Value::Bool(true))) {
                outcome.set(place.into());
                if let Some(amount) = amount {
                    match amount.execute(family).expect("the amount runs") {
                        Value::Float(money) => outcome.pay(place, money),
                        other => panic!("{other:?} is no amount"),
                    }
                }
            }
        }
    }
}

/// JSON as a value of the language; what rules multiply is a `double`, for it does not mix them with whole numbers.
fn value(json: &Json, double: bool) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Bool(*truth),
        Json::Number(number) if double => Value::Float(number.as_f64().expect("it is a number")),
        Json::Number(number) => Value::Int(number.as_i64().expect("it is a whole number")),
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => Value::from(items.iter().map(|item| value(item, double)).collect::<Vec<_>>()),
        Json::Object(parts) => {
            let parts = parts.iter().map(|(name, part)| (name.clone(), value(part, double)));
            Value::from(parts.collect::<HashMap<String, Value>>())
        }
    }
}
