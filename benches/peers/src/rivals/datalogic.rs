//! `datalogic-rs`: each rule compiled, a session whose arena is reset for each family, the family parsed once and
//! borrowed by every rule: its way for many rules over one input.

use datalogic_rs::{Engine as Interpreter, Logic, ParsedData, Session};

use super::{Texts, jsonlogic};
use crate::{
    engine::{Engine, Form, Outcome},
    rules::{Params, Rules},
};

/// The compiled rules.
pub struct Datalogic<const DERIVED: bool> {
    interpreter: Interpreter,
    rules: Vec<(Logic, Option<Logic>)>,
    params: String,
}

/// A session over the rules.
pub struct Desk<'e> {
    interpreter: &'e Interpreter,
    rules: &'e [(Logic, Option<Logic>)],
    session: Session<'e>,
}

impl<const DERIVED: bool> Engine for Datalogic<DERIVED> {
    const FORM: Form = if DERIVED { Form::Derived } else { Form::Raw };
    type Source = (Texts, String);
    type Input = ParsedData;
    type Desk<'e> = Desk<'e>;

    fn translate(rules: &Rules, params: &Params) -> (Texts, String) {
        (jsonlogic::rules(rules, !DERIVED), params.values_json().to_string())
    }

    fn load((texts, params): &(Texts, String)) -> Self {
        let interpreter = Interpreter::new();
        let compile = |text: &String| interpreter.compile(text.as_str()).expect("the rule compiles");
        let rules = texts.iter().map(|(when, amount)| (compile(when), amount.as_ref().map(compile))).collect();
        Self { interpreter, rules, params: params.clone() }
    }

    fn desk(&self) -> Desk<'_> {
        Desk { interpreter: &self.interpreter, rules: &self.rules, session: self.interpreter.session() }
    }

    fn read(&self, line: &str) -> ParsedData {
        let parsed = if DERIVED {
            ParsedData::from_json(line)
        } else {
            // The table of parameters must be a part of the family.
            ParsedData::from_json(&format!("{{\"params\":{},{}", self.params, &line[1..]))
        };
        parsed.expect("a family is JSON")
    }

    fn answer(desk: &mut Desk<'_>, family: &ParsedData, outcome: &mut Outcome) {
        desk.session.reset();
        for (place, (when, amount)) in (0_u16..).zip(desk.rules) {
            let value = desk.session.eval_borrowed(when, family).expect("the rule runs");
            if desk.interpreter.truthy(value) {
                outcome.set(place.into());
                if let Some(amount) = amount {
                    let value = desk.session.eval_borrowed(amount, family).expect("the amount runs");
                    outcome.pay(place, value.as_f64().expect("an amount is a number"));
                }
            }
        }
    }
}
