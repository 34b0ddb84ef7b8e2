//! Cases as they are written.

use std::{fs, path::Path};

use serde_json::Value;

/// An expression and the value that the standard gives it.
#[derive(Debug)]
pub struct Case {
    /// The suite of the kit.
    pub suite: String,
    /// Its name in the suite.
    pub name: String,
    /// The expression.
    pub feel: String,
    /// The type and the text of the value; nothing where the standard has null.
    pub expected: Option<(String, String)>,
    /// Whether the expression names data of its own, which a closed expression cannot have.
    pub has_context: bool,
}

/// Cases that are left out: its declared result type, by which the value becomes null, was lost when the cases were taken
/// from the kit.
const LEFT_OUT: &[(&str, &str)] = &[("0082-feel-coercion", "decision_007_a")];

/// The cases of a file.
pub fn read(path: &Path) -> Result<Vec<Case>, String> {
    let broken = |problem: String| format!("{}: {problem}", path.display());
    let text = fs::read_to_string(path).map_err(|error| broken(error.to_string()))?;
    let whole: Value = serde_json::from_str(&text).map_err(|error| broken(error.to_string()))?;
    let cases = whole.as_array().ok_or_else(|| broken("an array of cases is expected".to_owned()))?;
    let read = |(at, case)| of(case).ok_or_else(|| broken(format!("case {at} has not the form of a case: {case}")));
    let mut cases = cases.iter().enumerate().map(read).collect::<Result<Vec<_>, _>>()?;
    cases.retain(|case| !LEFT_OUT.contains(&(case.suite.as_str(), case.name.as_str())));
    Ok(cases)
}

fn of(case: &Value) -> Option<Case> {
    let text = |key: &str| case.get(key).and_then(Value::as_str).map(str::to_owned);
    let expected = case.get("expected")?;
    let value = match expected.get("value")? {
        Value::Null => None,
        value => {
            let kind = expected.get("type").and_then(Value::as_str)?.to_owned();
            Some((kind, value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
        }
    };
    let has_context = match case.get("context") {
        None | Some(Value::Null) => false,
        Some(context) => context.as_object().is_none_or(|context| !context.is_empty()),
    };
    Some(Case { suite: text("suite")?, name: text("case")?, feel: text("feel")?, expected: value, has_context })
}
