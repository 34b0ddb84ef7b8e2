//! Rust by hand: the reference with which every engine is compared, and the rules as Rust that the compiler sees.

use std::time::Duration;

use one_window_peers_workload::{TABLE, measures, rules_json};

use crate::{
    data::{ALL, Data},
    engine::{Engine, Form, Outcome},
    facts::{Facts, Family, cutoff, derive},
    rules::{Amount, Condition, Flag, Measure, Params, Rules, param_place},
    time::{Times, each},
};

/// Walks the trees of the conditions over the family as it was told: what comes to mind first.
#[derive(Debug)]
pub struct Native(Vec<Measure>);

impl Native {
    /// Rules.
    pub fn new(rules: &Rules) -> Self {
        Self::load(&Self::translate(rules, &Params::default()))
    }
}

impl Engine for Native {
    const FORM: Form = Form::Raw;
    type Source = String;
    type Input = Family;
    type Desk<'e> = &'e Self;

    fn translate(rules: &Rules, _: &Params) -> String {
        // The measures of the workload are its own rules.
        rules_json(&measures(rules.measures.len()))
    }

    fn load(source: &String) -> Self {
        Self(serde_json::from_str::<Rules>(source).expect("the rules are JSON").measures)
    }

    fn desk(&self) -> &Self {
        self
    }

    fn read(&self, line: &str) -> Family {
        serde_json::from_str(line).expect("a family is JSON")
    }

    fn time_more(data: &Data, budget: Duration) -> Times {
        let text = data.families(Form::Raw, ALL);
        let lines: Vec<&str> = text.lines().collect();
        let typed = each(&lines, budget, |line| serde_json::from_str::<Family>(line));
        Times::from([("typed".to_owned(), typed)])
    }

    fn answer(desk: &mut &Self, family: &Family, outcome: &mut Outcome) {
        for (place, measure) in (0_u16..).zip(&desk.0) {
            if holds(&measure.when, family) {
                outcome.set(place.into());
                outcome.amounts.extend(measure.amount.iter().map(|amount| (place, money(amount, family))));
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "incomes of a few people are far below 2^52")]
fn holds(condition: &Condition, family: &Family) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().all(|part| holds(part, family)),
        Condition::Any(parts) => parts.iter().any(|part| holds(part, family)),
        Condition::Not(part) => !holds(part, family),
        Condition::RegionIn(regions) => regions.contains(&family.region),
        Condition::ChildrenUnder(children) => count_under(family, children.age) >= children.min,
        Condition::IncomeBelow(income) => {
            let total: i64 = family.adults.iter().map(|adult| adult.monthly_income).sum();
            let heads = family.adults.len() + family.children.len();
            (total as f64 / heads as f64) < income.times * TABLE[0][family.region as usize] as f64
        }
        Condition::AnyChildDisabled(wanted) => family.children.iter().any(|child| child.disabled) == *wanted,
        Condition::Flag(flag) => match flag {
            Flag::SvoParticipant => family.svo_participant,
            Flag::SingleMother => family.single_mother,
            Flag::Guardianship => family.guardianship,
            Flag::Student => family.student,
        },
        Condition::PregnancyWeeksMin(weeks) => family.pregnancy_weeks >= *weeks,
    }
}

fn count_under(family: &Family, age: u32) -> u32 {
    let cutoff = cutoff(age);
    family.children.iter().map(|child| u32::from(child.birth_date > cutoff)).sum()
}

fn money(amount: &Amount, family: &Family) -> i64 {
    let each = TABLE[param_place(&amount.param)][family.region as usize] * amount.percent / 100;
    each * amount.per_child_under.map_or(1, |age| i64::from(count_under(family, age)))
}

/// The hundred rules compiled by `rustc`, over facts derived once: about as fast as one family can be answered.
#[derive(Debug)]
pub struct Generated;

#[expect(clippy::all, unused_parens, reason = "the code is generated")]
mod hundred {
    include!(concat!(env!("OUT_DIR"), "/hundred.rs"));
}

impl Engine for Generated {
    const FORM: Form = Form::Raw;
    const SIZES: &'static [usize] = &[100];
    type Source = ();
    type Input = Family;
    type Desk<'e> = ();

    fn translate(rules: &Rules, _: &Params) {
        assert_eq!(rules.measures.len(), 100, "only the hundred rules are generated");
    }

    fn load((): &()) -> Self {
        Self
    }

    fn desk(&self) {}

    fn read(&self, line: &str) -> Family {
        serde_json::from_str(line).expect("a family is JSON")
    }

    fn answer((): &mut (), family: &Family, outcome: &mut Outcome) {
        let facts: Facts = derive(family);
        hundred::run(&facts, outcome);
    }
}
