//! What is asked of every engine, and what it answers.

use std::time::Duration;

use crate::{
    data::Data,
    rules::{Params, Rules},
    time::Times,
};

/// What is compared: which measures a family gets, and the money of those that have an amount.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    bits: [u64; 16],
    /// Measure and roubles, in the order of the measures.
    pub amounts: Vec<(u16, i64)>,
}

impl Outcome {
    /// Forgets the last family.
    pub fn clear(&mut self) {
        self.bits = [0; 16];
        self.amounts.clear();
    }

    /// The family gets a measure.
    pub fn set(&mut self, measure: usize) {
        self.bits[measure / 64] |= 1 << (measure % 64);
    }

    /// Whether the family gets a measure.
    pub fn has(&self, measure: usize) -> bool {
        self.bits[measure / 64] >> (measure % 64) & 1 == 1
    }

    /// A measure pays an amount that was worked out in fractions.
    #[expect(clippy::cast_possible_truncation, reason = "amounts of the workload are whole and small")]
    pub fn pay(&mut self, measure: u16, roubles: f64) {
        self.amounts.push((measure, roubles.round() as i64));
    }

    /// The places of all measures that it gets, then their amounts.
    pub fn line(&self) -> String {
        let measures: Vec<String> = (0..1024).filter(|place| self.has(*place)).map(|place| place.to_string()).collect();
        let amounts: Vec<String> = self.amounts.iter().map(|(place, money)| format!("{place}:{money}")).collect();
        format!("{}\t{}", measures.join(","), amounts.join(","))
    }
}

/// In which form an engine reads families.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As they are: the engine counts the children and divides the income by itself.
    Raw,
    /// With all that is counted and divided ready made, which favours the engine.
    Derived,
    /// As `one-window` has them.
    Window,
}

impl Form {
    /// How the files of this form begin.
    pub fn stem(self) -> &'static str {
        match self {
            Self::Raw => "families",
            Self::Derived => "derived",
            Self::Window => "window",
        }
    }
}

/// An implementation under test.
pub trait Engine: Sized {
    /// Which lines it reads.
    const FORM: Form;
    /// How many rules it can take.
    const SIZES: &'static [usize] = &one_window_peers_workload::SIZES;
    /// Its own text of the rules.
    type Source;
    /// Its own form of one family.
    type Input;
    /// What one thread needs to answer families one after another.
    type Desk<'e>
    where
        Self: 'e;

    /// The rules in its own language. Never timed.
    fn translate(rules: &Rules, params: &Params) -> Self::Source;
    /// From its own text to an engine that can answer.
    fn load(source: &Self::Source) -> Self;
    /// Begins to answer.
    fn desk(&self) -> Self::Desk<'_>;
    /// From a line of JSON to its own form of a family.
    fn read(&self, line: &str) -> Self::Input;
    /// All measures for one family; the outcome is empty before.
    fn answer(desk: &mut Self::Desk<'_>, family: &Self::Input, outcome: &mut Outcome);

    /// Checks what only this engine is asked.
    fn check_more(_: &Data) -> Option<String> {
        None
    }

    /// Times what only this engine is asked.
    fn time_more(_: &Data, _: Duration) -> Times {
        Times::new()
    }
}
