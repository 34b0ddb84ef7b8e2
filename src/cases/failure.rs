//! What `cargo test` shows of cases that fail.

use std::{fmt, path::PathBuf};

use thiserror::Error;

use crate::{
    diagnostic::{Code, Report},
    ruleset::LoadError,
};

/// Why the cases of a folder do not hold.
///
/// `Display` and `Debug` show the same pictures, so that a test that returns this shows them.
#[derive(Error)]
#[non_exhaustive]
pub enum CaseFailures {
    /// The rules, or a file with cases, could not be loaded.
    Rules(LoadError),
    /// There is not one case below the folder.
    NoCases {
        /// The folder.
        folder: PathBuf,
    },
    /// Cases do not answer as they expect, or case files have mistakes.
    Failed {
        /// How many cases failed.
        failed: usize,
        /// How many cases ran.
        run: usize,
        /// Each expectation that was not met and each mistake of a case file, with its place.
        report: Report,
    },
}

impl CaseFailures {
    /// Every expectation that was not met and every mistake of rules or cases; none where a file could not be read.
    #[must_use]
    pub fn report(&self) -> Option<&Report> {
        match self {
            Self::Rules(LoadError::Invalid(rules)) => Some(rules.report()),
            Self::Failed { report, .. } => Some(report),
            Self::Rules(LoadError::Unreadable { .. }) | Self::NoCases { .. } => None,
        }
    }
}

impl fmt::Display for CaseFailures {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rules(LoadError::Invalid(rules)) => {
                write!(out, "the rules have mistakes\n\n{}", rules.report().render(false))
            }
            Self::Rules(error) => write!(out, "{error}"),
            Self::NoCases { folder } => {
                write!(out, "there is no case in `{}`: write some in a file `*.cases.json`", folder.display())
            }
            Self::Failed { failed, run, report } => {
                let mistakes = report.errors().any(|found| found.code() != Code::FailedCase);
                match (failed, mistakes) {
                    (0, _) => out.write_str("the case files have mistakes")?,
                    (_, false) => write!(out, "{failed} of {run} cases failed")?,
                    (_, true) => write!(out, "{failed} of {run} cases failed, and the case files have mistakes")?,
                }
                write!(out, "\n\n{}", report.render(false))
            }
        }
    }
}

impl fmt::Debug for CaseFailures {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}
