//! `one-window` side by side with other rule engines: one workload, equal answers first, then times.
//!
//! The command `run` builds one binary for each engine, lets it check itself against the reference, times all of them in
//! rounds, and prints the tables. See the README.

pub mod check;
pub mod data;
pub mod engine;
pub mod engines;
pub mod facts;
pub mod native;
pub mod ours;
pub mod report;
pub mod rivals;
pub mod rules;
pub mod time;
