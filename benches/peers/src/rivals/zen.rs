//! `zen-engine`: a decision graph with one decision table, a row for each rule, compiled. On raw families an expression
//! node before the table counts and divides once.

use std::{fmt::Write as _, sync::Arc};

use one_window_peers_workload::{AGES, PARAMETERS};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};
use zen_engine::{Decision, model::GraphContent};
use zen_expression::variable::Variable;

use super::infix::Dialect;
use crate::{
    engine::{Engine, Form, Outcome},
    facts::cutoff,
    rules::{Params, Rules},
};

/// The compiled decision.
pub struct Zen<const DERIVED: bool> {
    decision: Decision,
    runtime: Runtime,
    params: Value,
}

/// The expressions of the rules, over facts that are ready made.
pub struct Language;

impl Dialect for Language {
    const AND: &'static str = " and ";
    const OR: &'static str = " or ";
    const QUOTE: char = '\'';

    fn not(&self, condition: &str) -> String {
        format!("not ({condition})")
    }

    fn region_in(&self, regions: &str) -> String {
        format!("(region in [{regions}])")
    }

    fn children_under(&self, age: u32) -> String {
        format!("children_u{age}")
    }

    fn income_per_head(&self) -> String {
        "per_capita".to_owned()
    }

    fn parameter(&self, name: &str) -> String {
        name.to_owned()
    }

    fn any_child_disabled(&self) -> String {
        "any_child_disabled".to_owned()
    }
}

impl<const DERIVED: bool> Engine for Zen<DERIVED> {
    const FORM: Form = if DERIVED { Form::Derived } else { Form::Raw };
    type Source = (String, Value);
    type Input = Variable;
    type Desk<'e> = &'e Self;

    fn translate(rules: &Rules, params: &Params) -> (String, Value) {
        (graph(rules, !DERIVED).to_string(), params.values_json())
    }

    fn load((graph, params): &(String, Value)) -> Self {
        let content: GraphContent = serde_json::from_str(graph).expect("the graph is read");
        let mut decision = Decision::from(Arc::new(content));
        decision.compile();
        let runtime = Builder::new_current_thread().build().expect("a runtime begins");
        Self { decision, runtime, params: params.clone() }
    }

    fn desk(&self) -> &Self {
        self
    }

    fn read(&self, line: &str) -> Variable {
        let mut family: Value = serde_json::from_str(line).expect("a family is JSON");
        if !DERIVED {
            family["params"] = self.params.clone();
        }
        family.into()
    }

    fn answer(desk: &mut &Self, family: &Variable, outcome: &mut Outcome) {
        let answer = desk.runtime.block_on(desk.decision.evaluate(family.shallow_clone())).expect("the decision runs");
        let Some(rows) = answer.result.as_array() else { return };
        for row in rows.borrow().iter() {
            let place = whole(&row.dot("measure").expect("a row names its measure"));
            outcome.set(usize::try_from(place).expect("it is a place"));
            if let Some(money) = row.dot("amount").filter(|amount| amount.as_number().is_some()) {
                outcome.amounts.push((u16::try_from(place).expect("it is a place"), whole(&money)));
            }
        }
    }
}

/// A number that is whole.
pub fn whole(value: &Variable) -> i64 {
    i64::try_from(value.as_number().expect("it is a number")).expect("it is whole")
}

fn graph(rules: &Rules, raw: bool) -> Value {
    let rows = (0..).zip(Language.rules(rules)).map(|(place, (when, amount)): (usize, _)| {
        let mut row = json!({ "_id": format!("row{place}"), "when": when, "measure": place.to_string() });
        if let Some(amount) = amount {
            row["amount"] = json!(amount);
        }
        row
    });
    let table = json!({ "id": "table", "name": "table", "type": "decisionTableNode", "content": {
        "hitPolicy": "collect",
        "inputs": [{ "id": "when", "name": "condition" }],
        "outputs": [{ "id": "measure", "name": "measure", "field": "measure" }, { "id": "amount", "name": "amount", "field": "amount" }],
        "rules": rows.collect::<Vec<_>>() } });
    let mut nodes = vec![
        json!({ "id": "in", "name": "in", "type": "inputNode", "content": {} }),
        json!({ "id": "out", "name": "out", "type": "outputNode", "content": {} }),
        table,
    ];
    let mut path = vec!["in", "table", "out"];
    if raw {
        nodes.push(json!({ "id": "facts", "name": "facts", "type": "expressionNode",
            "content": { "passThrough": true, "expressions": facts() } }));
        path.insert(1, "facts");
    }
    let edge = |ends: &[&str]| json!({ "id": ends.concat(), "sourceId": ends[0], "targetId": ends[1] });
    json!({ "nodes": nodes, "edges": path.windows(2).map(edge).collect::<Vec<_>>() })
}

/// What is derived of a family, once.
fn facts() -> Vec<Value> {
    let mut facts: Vec<(String, String)> = AGES
        .iter()
        .map(|age| {
            (
                format!("children_u{age}"),
                format!("count(children, date(#.birth_date) > date('{}'))", cutoff(*age).text()),
            )
        })
        .collect();
    facts.push(("any_child_disabled".to_owned(), "some(children, #.disabled)".to_owned()));
    let mut income = "sum(map(adults, #.monthly_income))".to_owned();
    let _ = write!(income, " / (len(adults) + len(children))");
    facts.push(("per_capita".to_owned(), income));
    facts.extend(PARAMETERS.iter().map(|name| ((*name).to_owned(), format!("params.{name}[region]"))));
    let fact = |(place, (key, value)): (usize, (String, String))| json!({ "id": format!("fact{place}"), "key": key, "value": value });
    facts.into_iter().enumerate().map(fact).collect()
}
