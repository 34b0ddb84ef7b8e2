//! Every threshold and every date of effect of the bundled rules is held by a case: a number a step up or down, a
//! comparison strict instead of not, a day earlier or later, and at least one case must fail.
//!
//! `cargo test` tries some mutants of each file. `ONE_WINDOW_FULL=1 cargo test --release --test thresholds -- --nocapture`
//! tries all of them and prints each with what became of it; `ONE_WINDOW_MUTANTS=part of a name` tries those only, and
//! `ONE_WINDOW_MUTANTS=known` the known survivors. A mutant that the rules refuse when they load can do no harm: where a
//! day was moved, the same day is then moved in the whole file.
//!
//! `survivors.json` names the mutants that no case can tell from the rules, each with the reason. A case that shows one
//! takes it off the list.

#[cfg(test)]
mod dates;
#[cfg(test)]
mod feel;
#[cfg(test)]
#[path = "../common/files.rs"]
mod files;
#[cfg(test)]
mod mutants;
#[cfg(test)]
mod places;
#[cfg(test)]
mod reach;
#[cfg(test)]
mod slice;
#[cfg(test)]
mod survivors;
#[cfg(test)]
mod trial;
