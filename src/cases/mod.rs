//! Room `cases`: families with the answers that the rules must give for them, beside the rules.

mod case;
mod compare;
mod expectation;
mod failure;
mod merge;
mod read;
#[cfg(test)]
mod samples;

pub use case::Case;
pub use failure::CaseFailures;

use std::path::Path;

use crate::{
    diagnostic::{Diagnostic, Report},
    ruleset::{LoadError, RuleSet},
};

/// Runs every case of a folder of rules: each `*.cases.json` below it, under the rules of the same folder.
///
/// It is the one test that an author of rules writes; what it returns shows every case that failed, with its place, what
/// was expected, what was answered and why.
///
/// # Errors
///
/// [`CaseFailures`] where the rules or case files have mistakes, a case fails, or there is no case at all.
///
/// # Examples
///
/// ```no_run
/// fn rules() -> Result<(), one_window::CaseFailures> {
///     one_window::check_cases("my-rules")
/// }
/// ```
pub fn check_cases(folder: impl AsRef<Path>) -> Result<(), CaseFailures> {
    let folder = folder.as_ref();
    let rules = RuleSet::load(folder)?;
    let read = read::cases(folder, &rules)?;
    if read.cases.is_empty() && read.mistakes.is_empty() {
        return Err(CaseFailures::NoCases { folder: folder.to_owned() });
    }
    let failed: Vec<Vec<Diagnostic>> =
        read.cases.iter().map(|case| case.failures(&rules)).filter(|found| !found.is_empty()).collect();
    let count = failed.len();
    let diagnostics = read.mistakes.into_iter().chain(failed.into_iter().flatten()).collect();
    match Report::new(diagnostics, read.sources) {
        Some(report) => Err(CaseFailures::Failed { failed: count, run: read.cases.len(), report }),
        None => Ok(()),
    }
}

/// The cases of a folder, for a test runner that gives each a test of its own.
///
/// # Errors
///
/// [`CaseFailures::Rules`] where a file cannot be read, [`CaseFailures::Failed`] with every mistake of the case files.
pub fn cases_of(folder: impl AsRef<Path>, rules: &RuleSet) -> Result<Vec<Case>, CaseFailures> {
    let read = read::cases(folder.as_ref(), rules)?;
    match Report::new(read.mistakes, read.sources) {
        Some(report) => Err(CaseFailures::Failed { failed: 0, run: 0, report }),
        None => Ok(read.cases),
    }
}

impl From<LoadError> for CaseFailures {
    fn from(error: LoadError) -> Self {
        Self::Rules(error)
    }
}
