//! The rule language, construct by construct: small rules with cases worked out by hand, each case a test of its own.

use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use one_window::{Case, RuleSet, cases_of};

const RULES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/language");

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    libtest_mimic::run(&arguments, trials()).exit_code()
}

/// A test for each case; one test that fails where the rules or the case files have mistakes.
fn trials() -> Vec<Trial> {
    let rules = match RuleSet::load(RULES) {
        Ok(rules) => rules,
        Err(error) => return vec![broken("the rules load", error.to_string())],
    };
    match cases_of(RULES, &rules) {
        Ok(cases) => cases.into_iter().map(|case| trial(case, rules.clone())).collect(),
        Err(failures) => vec![broken("the case files can be read", failures.to_string())],
    }
}

fn trial(case: Case, rules: RuleSet) -> Trial {
    let file = case.file().trim_end_matches(".cases.json");
    let name = format!("{file}::{}", case.name());
    Trial::test(name, move || case.run(&rules).map_err(|report| Failed::from(report.render(false))))
}

fn broken(name: &str, message: String) -> Trial {
    Trial::test(name, move || Err(Failed::from(message)))
}
