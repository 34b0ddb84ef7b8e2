//! Holds an answer against what a case expects.

use serde_json::{Map, Value};

use super::expectation::{Expectation, HOLDS, VERDICT};

/// Facts of a reason that a failure shows at most.
const FACTS_SHOWN: usize = 4;

/// What an item of a list is called by.
const NAMES: [&str; 6] = ["fact", "parameter", "code", "stage", "measure", "text"];

/// Where an answer is not what was expected.
#[derive(Debug, PartialEq, Eq)]
pub struct Difference {
    /// What differs: the field, the measure, the member.
    pub what: String,
    /// What was expected.
    pub expected: String,
    /// What was answered.
    pub got: String,
    /// Why it was answered.
    pub because: String,
}

/// How an answer differs from one expectation; the answer is an assessment as JSON.
pub fn differences(expectation: &Expectation, answer: &Value) -> Vec<Difference> {
    if !expectation.is_measure {
        let found = answer.get("circumstances").and_then(|found| found.get(&expectation.subject));
        return found.map_or_else(|| vec![nothing(expectation)], |found| field(expectation, found));
    }
    let all = answer.get("outcomes").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let of_measure = all.iter().filter(|outcome| text(outcome, "measure") == Some(&expectation.subject));
    let outcomes: Vec<&Value> = match &expectation.member {
        Some(member) => of_measure.filter(|outcome| text(outcome, "member") == Some(member)).collect(),
        None => of_measure.collect(),
    };
    match (&expectation.field, outcomes.is_empty()) {
        (None, true) => Vec::new(),
        (Some(_), true) => vec![nothing(expectation)],
        (_, false) => outcomes.into_iter().flat_map(|outcome| field(expectation, outcome)).collect(),
    }
}

fn nothing(expectation: &Expectation) -> Difference {
    Difference {
        what: subject(expectation, None),
        expected: shown(&expectation.value),
        got: "no outcome".to_owned(),
        because: String::new(),
    }
}

fn field(expectation: &Expectation, outcome: &Value) -> Vec<Difference> {
    let what = |name: &str| {
        let subject = subject(expectation, text(outcome, "member"));
        if [VERDICT, HOLDS].contains(&name) { subject } else { format!("`{name}` of {subject}") }
    };
    let Some(name) = &expectation.field else {
        let got = text(outcome, VERDICT).unwrap_or_default();
        return vec![Difference {
            what: what(VERDICT),
            expected: "no outcome".to_owned(),
            got: format!("`{got}`"),
            because: reason(outcome),
        }];
    };
    let found = outcome.get(name).or_else(|| outcome.get("entitlement")?.get(name));
    if matches(&expectation.value, found) {
        return Vec::new();
    }
    let got = found.map_or_else(|| "nothing".to_owned(), |found| shown(&pruned(&expectation.value, found)));
    vec![Difference { what: what(name), expected: shown(&expectation.value), got, because: reason(outcome) }]
}

fn subject(expectation: &Expectation, member: Option<&str>) -> String {
    let member = member.or(expectation.member.as_deref());
    let name = &expectation.subject;
    member.map_or_else(|| format!("`{name}`"), |member| format!("`{name}` for `{member}`"))
}

/// Whether a value is as expected: an object has all that is expected of it, a list the same items in any order.
/// What is not there equals `"none"`, `false` and the empty list.
fn matches(expected: &Value, found: Option<&Value>) -> bool {
    match (expected, found) {
        (Value::String(text), None) => text == "none",
        (Value::Array(items), None) => items.is_empty(),
        (Value::Bool(value), None) => !value,
        (Value::Null, None) => true,
        (Value::Object(fields), Some(Value::Object(found))) => {
            fields.iter().all(|(name, expected)| matches(expected, found.get(name)))
        }
        // Stages by their names.
        (Value::Object(states), Some(Value::Array(items))) => states.iter().all(|(name, state)| {
            let item = items.iter().find(|item| text(item, "stage") == Some(name));
            item.is_some_and(|item| matches(state, item.get("state")))
        }),
        (Value::Array(items), Some(Value::Array(found))) => {
            items.len() == found.len() && each_has_its_own(items, found)
        }
        // An item by its name.
        (Value::String(name), Some(Value::Object(item))) => ["fact", "parameter", "code", "stage", "measure"]
            .iter()
            .any(|key| item.get(*key).and_then(Value::as_str) == Some(name)),
        (expected, Some(found)) => expected == found,
        (_, None) => false,
    }
}

/// Whether every expected item can be given a found one of its own.
fn each_has_its_own(expected: &[Value], found: &[Value]) -> bool {
    let mut owners: Vec<Option<usize>> = vec![None; found.len()];
    (0..expected.len()).all(|item| {
        let mut tried = vec![false; found.len()];
        has_place(item, expected, found, &mut owners, &mut tried)
    })
}

/// Finds a place for an item, moving those that stand elsewhere as well.
fn has_place(
    item: usize,
    expected: &[Value],
    found: &[Value],
    owners: &mut [Option<usize>],
    tried: &mut [bool],
) -> bool {
    for (place, value) in found.iter().enumerate() {
        let is_new = tried.get(place).is_some_and(|tried| !tried);
        if !is_new || !expected.get(item).is_some_and(|expected| matches(expected, Some(value))) {
            continue;
        }
        if let Some(tried) = tried.get_mut(place) {
            *tried = true;
        }
        let owner = owners.get(place).copied().flatten();
        if owner.is_none_or(|owner| has_place(owner, expected, found, owners, tried)) {
            if let Some(slot) = owners.get_mut(place) {
                *slot = Some(item);
            }
            return true;
        }
    }
    false
}

/// What was found, without the fields that nobody asked for.
fn pruned(expected: &Value, found: &Value) -> Value {
    match (expected, found) {
        (Value::Object(fields), Value::Object(found)) => {
            let kept = found.iter().filter(|(name, _)| fields.contains_key(*name));
            kept.map(|(name, value)| (name.clone(), fields.get(name).map_or(Value::Null, |field| pruned(field, value))))
                .collect()
        }
        (Value::Object(states), Value::Array(items)) => {
            let state = |item: &Value| {
                let name = text(item, "stage").filter(|name| states.contains_key(*name))?;
                Some((name.to_owned(), item.get("state").cloned().unwrap_or_default()))
            };
            items.iter().filter_map(state).collect()
        }
        (Value::Array(items), Value::Array(found)) => {
            let fields = items.iter().filter_map(Value::as_object).flatten();
            let mut asked: Map<String, Value> = fields.map(|(name, value)| (name.clone(), value.clone())).collect();
            for name in NAMES.into_iter().chain(["member"]).filter(|name| *name != "text") {
                asked.entry(name).or_insert(Value::Null);
            }
            let asked = Value::Object(asked);
            found.iter().map(|item| pruned(&asked, item)).collect()
        }
        _ => found.clone(),
    }
}

/// A value on one line: texts in backticks, a fact with its member in words.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{text}`"),
        Value::Array(items) if items.is_empty() => "an empty list".to_owned(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => match named(value) {
            Some(name) => {
                let rest = fields.iter().filter(|(key, value)| {
                    key.as_str() != "member" && !NAMES.contains(&key.as_str()) && !value.is_null()
                });
                let rest: Vec<String> = rest.map(|(key, value)| format!("{key} {}", shown(value))).collect();
                if rest.is_empty() { name } else { format!("{name} ({})", rest.join(", ")) }
            }
            None => format!("`{value}`"),
        },
        _ => format!("`{value}`"),
    }
}

/// A missing fact, a parameter or a reason in words.
fn named(item: &Value) -> Option<String> {
    let name = NAMES.iter().find_map(|key| text(item, key))?;
    Some(text(item, "member").map_or_else(|| format!("`{name}`"), |member| format!("`{name}` of `{member}`")))
}

/// Why the answer is as it is, on one line.
fn reason(outcome: &Value) -> String {
    let mut parts: Vec<String> = list(outcome, "reasons").map(reason_words).collect();
    if let Some(why) = outcome.get("not_in_force") {
        let words = why.as_object().into_iter().flatten().map(|(_, value)| plain(value));
        parts.push(words.collect::<Vec<_>>().join(" "));
    }
    for key in ["missing", "confirm", "unless"] {
        let names: Vec<String> = list(outcome, key).filter_map(named).collect();
        if !names.is_empty() {
            parts.push(format!("{key} {}", names.join(", ")));
        }
    }
    parts.join("; ")
}

/// A reason with the first of the facts it rests on.
fn reason_words(reason: &Value) -> String {
    let code = text(reason, "code").unwrap_or_default().replace('_', " ");
    let words = text(reason, "text").filter(|words| !words.is_empty());
    let words = words.map_or(code.clone(), |words| format!("{code}: {words}"));
    let mut facts: Vec<String> = list(reason, "facts")
        .take(FACTS_SHOWN)
        .filter_map(|fact| {
            let value = fact.get("value").map_or_else(|| "not told".to_owned(), plain);
            Some(format!("{} = {value}", named(fact)?))
        })
        .collect();
    if list(reason, "facts").count() > FACTS_SHOWN {
        facts.push("…".to_owned());
    }
    if facts.is_empty() { words } else { format!("{words} ({})", facts.join(", ")) }
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::samples::unmet, *};

    const NONE: [&str; 0] = [];

    #[test]
    fn what_is_expected_and_answered_passes() {
        assert_eq!(unmet(r#"{ "federal.grant": "eligible", "has_child": "true" }"#), NONE);
        assert_eq!(
            unmet(
                r#"{ "federal.grant": { "amount": "333.33", "per": "month", "missing": [], "stale": false, "fee": "none",
                        "members": { "bo": { "entitlement": { "receiver": "ann" } }, "ann": "none" } },
                     "federal.help": { "missing": [{ "fact": "in_danger", "role": "social_worker" }] },
                     "has_child": { "holds": "true" } }"#
            ),
            NONE
        );
    }

    #[test]
    fn a_verdict_that_differs_is_told_with_its_reason() {
        assert_eq!(
            unmet(r#"{ "federal.grant": "not_eligible" }"#),
            ["failed-case `federal.grant` for `bo` is `eligible`, expected `not_eligible` / met: Under three \
              (`birth_date` of `bo` = 2024-06-01, `relation` of `bo` = child)"]
        );
        assert_eq!(
            unmet(r#"{ "federal.help": "eligible", "has_child": "false" }"#),
            [
                "failed-case `federal.help` is `needs_specialist`, expected `eligible` / unclear \
                 (`in_danger` = not told); missing `in_danger`",
                "failed-case `has_child` is `true`, expected `false`"
            ]
        );
    }

    #[test]
    fn a_field_that_differs_is_named() {
        let told = |expect: &str| -> Vec<String> {
            let found = unmet(expect);
            found.iter().map(|line| line.split(" / ").next().unwrap_or_default().to_owned()).collect()
        };
        assert_eq!(
            told(r#"{ "federal.grant": { "members": { "bo": { "amount": "1000.00", "fee": { "per": "month" } } } } }"#),
            [
                "failed-case `amount` of `federal.grant` for `bo` is `333.33`, expected `1000.00`",
                "failed-case `fee` of `federal.grant` for `bo` is nothing, expected `{\"per\":\"month\"}`"
            ]
        );
        assert_eq!(
            told(r#"{ "federal.help": { "missing": [{ "fact": "birth_date", "member": "bo" }] } }"#),
            ["failed-case `missing` of `federal.help` is `in_danger`, expected `birth_date` of `bo`"]
        );
        assert_eq!(told(r#"{ "federal.help": { "missing": [] } }"#).len(), 1);
    }

    #[test]
    fn an_outcome_that_is_not_there_is_told() {
        assert_eq!(
            unmet(r#"{ "federal.grant": { "members": { "ann": "eligible", "bo": "none" } } }"#)
                .iter()
                .map(|line| line.split(" / ").next().unwrap_or_default().to_owned())
                .collect::<Vec<_>>(),
            [
                "failed-case `federal.grant` for `ann` is no outcome, expected `eligible`",
                "failed-case `federal.grant` for `bo` is `eligible`, expected no outcome"
            ]
        );
    }

    #[test]
    fn lists_have_the_same_items_in_any_order() {
        let found = json!([{ "fact": "sex", "member": "a" }, { "fact": "sex", "member": "b" }, { "parameter": "p" }]);
        let same = |expected: &Value| matches(expected, Some(&found));
        assert!(same(&json!(["p", "sex", { "fact": "sex", "member": "a" }])), "each expected item has its own");
        assert!(!same(&json!(["sex", "sex"])), "a list is whole");
        assert!(!same(&json!(["sex", "sex", "sex"])));
        assert!(!same(&json!(["p", "p", "sex"])));
    }

    #[test]
    fn stages_are_found_by_their_names() {
        let found = json!([{ "stage": "registered", "state": "done" }, { "stage": "treated", "state": "next" }]);
        assert!(matches(&json!({ "treated": "next" }), Some(&found)));
        assert!(!matches(&json!({ "treated": "done" }), Some(&found)));
        assert!(!matches(&json!({ "checked": "next" }), Some(&found)));
        assert_eq!(shown(&pruned(&json!({ "treated": "done" }), &found)), "`{\"treated\":\"next\"}`");
        assert_eq!(shown(&pruned(&json!(["checked"]), &found)), "`registered`, `treated`");
    }
}
