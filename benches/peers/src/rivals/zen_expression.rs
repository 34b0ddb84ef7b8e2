//! `zen-expression` by itself: a compiled expression for each rule, without graph and table; the fastest that the project
//! offers.

use zen_expression::{Expression, Isolate, expression::Standard, variable::Variable};

use super::{
    Texts,
    infix::Dialect,
    zen::{Language, whole},
};
use crate::{
    engine::{Engine, Form, Outcome},
    rules::{Params, Rules},
};

/// A compiled condition and amount.
type Rule = (Expression<Standard>, Option<Expression<Standard>>);

/// The compiled rules.
pub struct ZenExpression(Vec<Rule>);

impl Engine for ZenExpression {
    const FORM: Form = Form::Derived;
    type Source = Texts;
    type Input = Variable;
    type Desk<'e> = (&'e [Rule], Isolate);

    fn translate(rules: &Rules, _: &Params) -> Texts {
        Language.rules(rules)
    }

    fn load(source: &Texts) -> Self {
        let mut isolate = Isolate::new();
        let mut compile = |text: &String| isolate.compile_standard(text.as_str()).expect("the rule compiles");
        Self(source.iter().map(|(when, amount)| (compile(when), amount.as_ref().map(&mut compile))).collect())
    }

    fn desk(&self) -> Self::Desk<'_> {
        (&self.0, Isolate::new())
    }

    fn read(&self, line: &str) -> Variable {
        serde_json::from_str::<serde_json::Value>(line).expect("a family is JSON").into()
    }

    fn answer((rules, isolate): &mut Self::Desk<'_>, family: &Variable, outcome: &mut Outcome) {
        isolate.set_environment(family.shallow_clone());
        for (place, (when, amount)) in (0_u16..).zip(rules.iter()) {
            if isolate.run_compiled(when.bytecode()).expect("the rule runs").as_bool() == Some(true) {
                outcome.set(place.into());
                if let Some(amount) = amount {
                    let money = isolate.run_compiled(amount.bytecode()).expect("the amount runs");
                    outcome.amounts.push((place, whole(&money)));
                }
            }
        }
    }
}
