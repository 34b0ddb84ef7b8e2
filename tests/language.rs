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
    let refused = REFUSED.iter().map(|(name, tried, cites, message)| refusal(name, tried, cites, message));
    match cases_of(RULES, &rules) {
        Ok(cases) => cases.into_iter().map(|case| trial(case, rules.clone())).chain(refused).collect(),
        Err(failures) => vec![broken("the case files can be read", failures.to_string())],
    }
}

/// What cannot be computed is refused when the rules are loaded and never vanishes: what it shows, an expression, another
/// that cites it as `tried`, and a part of the message.
const REFUSED: &[(&str, &str, &str, &str)] = &[
    ("a written list has no first item", "count([1, 2, 3][1]) = 1", "tried", "lists have no order"),
    ("what is left of a written list may be nothing", "min([1, 2, 3][item > x]) = 2", "tried", "the list may be empty"),
    (
        "a definition is no written list",
        "[1, 2, 3]",
        "count(tried) = 3",
        "a list that is written out cannot stand here",
    ),
    ("a definition is no member", "applicant", "tried.student", "would be a member, which no definition can keep"),
];

fn refusal(name: &str, tried: &'static str, cites: &'static str, message: &'static str) -> Trial {
    Trial::test(format!("refused::{name}"), move || {
        let base = include_str!("language/base.json");
        let rules = format!(
            r#"{{ "definitions": {{ "tried": {{ "is": "{tried}" }}, "cites": {{ "circumstance": true, "is": "{cites}" }} }} }}"#
        );
        match RuleSet::from_files([("base.json", base), ("tried.json", &rules)]) {
            Ok(_) => Err(Failed::from("the rules load")),
            Err(error) if error.to_string().contains(message) => Ok(()),
            Err(error) => Err(Failed::from(error.to_string())),
        }
    })
}

fn trial(case: Case, rules: RuleSet) -> Trial {
    let file = case.file().trim_end_matches(".cases.json");
    let name = format!("{file}::{}", case.name());
    Trial::test(name, move || case.run(&rules).map_err(|report| Failed::from(report.render(false))))
}

fn broken(name: &str, message: String) -> Trial {
    Trial::test(name, move || Err(Failed::from(message)))
}
