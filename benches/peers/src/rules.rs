//! The measures and parameters as an engine reads them, to translate them into its own rules.

use std::collections::BTreeMap;

use one_window_peers_workload::{FLAGS, PARAMETERS};
use serde::Deserialize;

use crate::facts::Region;

/// All measures.
#[derive(Debug, Deserialize)]
pub struct Rules {
    /// In their order.
    pub measures: Vec<Measure>,
}

/// A measure.
#[derive(Debug, Deserialize)]
pub struct Measure {
    /// Its name.
    pub id: String,
    /// When a family gets it.
    pub when: Condition,
    /// What it gets, where that is money.
    pub amount: Option<Amount>,
}

/// A condition.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// All of them hold.
    All(Vec<Condition>),
    /// At least one of them holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// The family lives in one of these regions.
    RegionIn(Vec<Region>),
    /// It has so many children under an age.
    ChildrenUnder(ChildrenUnder),
    /// The income a head is low.
    IncomeBelow(IncomeBelow),
    /// A child is disabled; always `true`.
    AnyChildDisabled(bool),
    /// A flag is set.
    Flag(Flag),
    /// The pregnancy lasts at least so many weeks.
    PregnancyWeeksMin(u32),
}

/// At least `min` children under `age`.
#[derive(Debug, Deserialize)]
pub struct ChildrenUnder {
    /// Completed years.
    pub age: u32,
    /// How many.
    pub min: u32,
}

/// Income a head below a multiple of the subsistence minimum.
#[derive(Debug, Deserialize)]
pub struct IncomeBelow {
    /// How many minimums: `0.5`, `1`, `1.5` ….
    pub times: f64,
}

/// What is said of a family in one word.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Somebody takes part in the special military operation.
    SvoParticipant,
    /// There is one parent, a mother.
    SingleMother,
    /// A child is under guardianship.
    Guardianship,
    /// A parent studies.
    Student,
}

impl Flag {
    /// As it is written.
    pub fn name(self) -> &'static str {
        FLAGS[self as usize]
    }
}

/// The money of a measure.
#[derive(Debug, Deserialize)]
pub struct Amount {
    /// How much of the parameter: 50, 75 or 100.
    pub percent: i64,
    /// Which parameter.
    pub param: String,
    /// For each child under this age; once where it is not written.
    pub per_child_under: Option<u32>,
}

impl Amount {
    /// The part of the parameter.
    #[expect(clippy::cast_precision_loss, reason = "it is at most 100")]
    pub fn part(&self) -> f64 {
        self.percent as f64 / 100.0
    }
}

/// The parameters with the day of application.
#[derive(Debug, Default, Deserialize)]
pub struct Params {
    /// The day of application.
    pub assessed_on: String,
    /// The values of each parameter by region.
    #[serde(flatten)]
    pub values: BTreeMap<String, BTreeMap<String, i64>>,
}

impl Params {
    /// The values without the day.
    pub fn values_json(&self) -> serde_json::Value {
        serde_json::json!(self.values)
    }
}

/// The place of a parameter.
pub fn param_place(name: &str) -> usize {
    PARAMETERS.iter().position(|known| *known == name).expect("every parameter is known")
}
