//! `one-window` as an engine of the comparison.

use std::time::Duration;

use one_window::{Date, Day, Desk, Eligibility, Family, RuleSet};
use one_window_peers_workload::ON;

use super::{
    more,
    translate::{Files, files},
};
use crate::{
    data::Data,
    engine::{Engine, Form, Outcome},
    rules::{Params, Rules},
    time::Times,
};

/// Rules on the day of application.
#[derive(Debug)]
pub struct Ours {
    /// The rules.
    pub rules: RuleSet,
    /// The rules on the day.
    pub day: Day,
}

/// The day of application.
pub fn on() -> Date {
    let (year, month, day) = ON;
    format!("{year:04}-{month:02}-{day:02}").parse().expect("it is a day")
}

impl Engine for Ours {
    const FORM: Form = Form::Window;
    type Source = Files;
    type Input = Family;
    type Desk<'e> = Desk<'e>;

    fn translate(rules: &Rules, params: &Params) -> Files {
        files(rules, params)
    }

    fn load(source: &Files) -> Self {
        let files = source.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        let rules = RuleSet::from_files(files).unwrap_or_else(|mistakes| panic!("{mistakes}"));
        let day = rules.on(on());
        Self { rules, day }
    }

    fn desk(&self) -> Desk<'_> {
        self.day.desk()
    }

    fn read(&self, line: &str) -> Family {
        self.rules.family_from_json(line).unwrap_or_else(|mistakes| panic!("{mistakes}"))
    }

    fn answer(desk: &mut Desk<'_>, family: &Family, outcome: &mut Outcome) {
        for found in desk.screen(family).outcomes() {
            assert!(found.eligibility() == Eligibility::Eligible, "every fact is told, and yet a verdict is open");
            outcome.set(found.place());
            if let Some(amount) = found.amount() {
                let kopecks = amount.minor_units().expect("every fact of the amount is told");
                assert!(kopecks % 100 == 0, "the amounts of the workload are whole");
                let place = u16::try_from(found.place()).expect("there are few measures");
                outcome.amounts.push((place, kopecks / 100));
            }
        }
    }

    fn check_more(data: &Data) -> Option<String> {
        Some(more::check(data))
    }

    fn time_more(data: &Data, budget: Duration) -> Times {
        more::time(data, budget)
    }
}

/// Whole roubles: the workload has no others.
pub fn roubles(money: &str) -> i64 {
    let whole = money.strip_suffix(".00").expect("the amounts of the workload are whole");
    whole.parse().expect("an amount is a number")
}
