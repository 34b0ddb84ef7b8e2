//! One case, ready to run.

use std::fmt;

use super::{compare::differences, expectation::Expectation};
use crate::{
    diagnostic::{Code, Diagnostic, Report},
    family::Family,
    ruleset::RuleSet,
    source::{Sources, Span},
    value::{Date, Language},
};

/// A family on a day, with the answers that the rules must give.
#[derive(Clone)]
pub struct Case {
    pub(super) name: String,
    pub(super) place: Span,
    pub(super) on: Date,
    pub(super) family: Family,
    pub(super) expectations: Vec<Expectation>,
    pub(super) sources: Sources,
}

impl fmt::Debug for Case {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Case").field("file", &self.file()).field("name", &self.name).finish_non_exhaustive()
    }
}

impl Case {
    /// What the case shows, in a sentence.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file it stands in: the path below the folder, with `/`.
    #[must_use]
    pub fn file(&self) -> &str {
        self.sources.name(self.place.source)
    }

    /// The line of its name.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.sources.position(self.place.source, self.place.start).line
    }

    /// Asks the rules and holds their answers against what the case expects.
    ///
    /// # Errors
    ///
    /// A report of every expectation that was not met, with the reason of the answer.
    pub fn run(&self, rules: &RuleSet) -> Result<(), Report> {
        Report::new(self.failures(rules), self.sources.clone()).map_or(Ok(()), Err)
    }

    /// Every expectation that is not met.
    pub(super) fn failures(&self, rules: &RuleSet) -> Vec<Diagnostic> {
        let assessment = rules.on(self.on).assess(&self.family);
        let is_expected = |name: &str| self.expectations.iter().any(|expected| expected.subject == name);
        let answer = assessment.to_json_of(Language::English, is_expected);
        let mut failures = Vec::new();
        for expectation in &self.expectations {
            for found in differences(expectation, &answer) {
                let message = format!("{} is {}, expected {}", found.what, found.got, found.expected);
                let failure = Diagnostic::error(Code::FailedCase, expectation.span, message)
                    .label(format!("got {}", found.got))
                    .also(self.place, format!("in this case, on {}", self.on));
                failures.push(if found.because.is_empty() { failure } else { failure.help(found.because) });
            }
        }
        failures
    }
}
