//! The workload: families, measures and parameters from a seed, the same for every engine.
//!
//! A package of its own, for the build script of the others writes some of it as Rust.

mod chance;
mod families;
mod params;
mod rules;
mod rust_code;
mod text;

pub use chance::Chance;
pub use families::{Children, families};
pub use params::{PARAMETERS, TABLE, params_json};
pub use rules::{Amount, Condition, Measure, measures};
pub use rust_code::rust_code;
pub use text::rules_json;

/// Where families live.
pub const REGIONS: [&str; 5] = ["R1", "R2", "R3", "R4", "R5"];

/// What is said of a family in one word.
pub const FLAGS: [&str; 4] = ["svo_participant", "single_mother", "guardianship", "student"];

/// The ages under which children are counted.
pub const AGES: [u32; 7] = [1, 3, 7, 14, 16, 18, 23];

/// The day of application: year, month, day. Some birthdays fall on it.
pub const ON: (u32, u32, u32) = (2026, 3, 15);

/// How many measures the rule sets have.
pub const SIZES: [usize; 3] = [10, 100, 1000];
