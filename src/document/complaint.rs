//! What the shape check complains of, in words.

use serde_json::Value;

use super::{
    forms::{Groups, Misfit},
    names::NameKind,
    shape::opening,
    wording::{Shape, any_of, noun_of, rewritten, with_article},
};
use crate::{
    diagnostic::{Code, Diagnostic, did_you_mean, quoted},
    json::{Entry, Kind, Node},
    source::Span,
};

/// `null` where a value stands.
#[must_use]
pub fn null(node: &Node, key: Option<&str>) -> Diagnostic {
    let (message, help) = match key {
        Some(key) => (format!("`null` is not a value of {}", quoted(key)), "leave the key out"),
        None => ("`null` is not a value".to_owned(), "leave it out"),
    };
    Diagnostic::error(Code::UnexpectedNull, node.span, message).help(help)
}

/// A value of another type than those that are wanted.
#[must_use]
pub fn wrong_type(node: &Node, wanted: &[Shape], key: Option<&str>) -> Diagnostic {
    let at = key.map(|key| format!(" for {}", quoted(key))).unwrap_or_default();
    let message = format!("expected {}{at}, got {}", any_of(wanted), noun_of(node));
    let span = if matches!(node.kind, Kind::Array(_) | Kind::Object(_)) { opening(node) } else { node.span };
    let found = Diagnostic::error(Code::WrongType, span, message);
    match rewritten(node, wanted) {
        Some(help) => found.help(help),
        None => found,
    }
}

/// A number outside the bounds of its schema; `format` bounds it where `maximum` does not.
#[must_use]
pub fn out_of_bounds(node: &Node, text: &str, schema: &Value) -> Option<Diagnostic> {
    let greatest = match schema.get("format").and_then(Value::as_str) {
        Some("uint8") => u64::from(u8::MAX),
        Some("uint32") => u64::from(u32::MAX),
        _ => u64::MAX,
    };
    let least = schema.get("minimum").and_then(Value::as_u64).unwrap_or(0);
    let greatest = schema.get("maximum").and_then(Value::as_u64).map_or(greatest, |most| most.min(greatest));
    let is_in_bounds = text.parse::<u64>().is_ok_and(|number| (least..=greatest).contains(&number));
    (!is_in_bounds).then(|| {
        let message = format!("the number {} is out of bounds", quoted(text));
        Diagnostic::error(Code::InvalidNumber, node.span, message).help(format!("from {least} to {greatest}"))
    })
}

/// A name that is not written as its kind asks; nothing where it is no name.
#[must_use]
pub fn invalid_name(name: &str, span: Span, kind: Option<NameKind>) -> Option<Diagnostic> {
    let kind = kind?;
    (!kind.is_met_by(name)).then(|| {
        Diagnostic::error(Code::InvalidName, span, format!("{} is not {}", quoted(name), kind.noun())).help(kind.help())
    })
}

/// A key that must stand in an object and does not.
#[must_use]
pub fn missing_key(key: &str, called: &str, anchor: Span) -> Diagnostic {
    let message = format!("{} needs the key `{key}`", with_article(called));
    Diagnostic::error(Code::MissingKey, anchor, message)
}

/// A key that has no meaning in its object; `free` are the keys that could still be written.
#[must_use]
pub fn unknown_key(entry: &Entry, free: &[&str], called: &str) -> Diagnostic {
    let name = entry.key.name.as_str();
    let message = format!("{} has no key {}", with_article(called), quoted(name));
    let is_remark =
        name.starts_with("//") || name.starts_with('#') || matches!(name, "comment" | "_comment" | "$comment");
    let help = if is_remark && free.contains(&"note") {
        "a remark is written as `note`".to_owned()
    } else if name == "share" {
        "`share` stands in a group of `first_of`".to_owned()
    } else if name == "versions" && called.starts_with("version") {
        "versions stand in one list, never inside one another".to_owned()
    } else if name == "versions" {
        "`versions` stands in definitions, in measures, and wherever a condition or value stands".to_owned()
    } else {
        did_you_mean(name, free.iter().copied(), "keys")
    };
    Diagnostic::error(Code::UnknownKey, entry.key.span, message).help(help)
}

/// Keys that cannot stand as they do; `None` where they can.
#[must_use]
pub fn misfit(groups: &Groups<'_>, entries: &[Entry], called: &str, anchor: Span) -> Option<Diagnostic> {
    let written: Vec<&str> = entries.iter().map(|entry| entry.key.name.as_str()).collect();
    let place = |key: &str| entries.iter().find(|entry| entry.key.name == key).map_or(anchor, |entry| entry.key.span);
    let misfit = groups.misfit(&written)?;
    let called = with_article(called);
    let found = match misfit {
        Misfit::None => {
            let message = format!("{called} needs exactly one of {}", groups.describe());
            return Some(Diagnostic::error(Code::ExactlyOneForm, anchor, message));
        }
        Misfit::Alone(key, missing) => {
            let missing: Vec<String> = missing.iter().map(|key| format!("`{key}`")).collect();
            let message = format!("`{key}` needs {} beside it", missing.join(" and "));
            Diagnostic::error(Code::ExactlyOneForm, place(key), message)
        }
        Misfit::Together(first, second) => {
            let message = format!("`{first}` and `{second}` cannot stand together in {called}");
            let found = Diagnostic::error(Code::ExactlyOneForm, place(second), message);
            found.also(place(first), format!("`{first}` stands here"))
        }
    };
    Some(if groups.may_be_absent() { found } else { found.help(format!("write exactly one of {}", groups.describe())) })
}

/// A list that must have items.
#[must_use]
pub fn empty_list(node: &Node, key: Option<&str>) -> Diagnostic {
    let message = format!("{} is empty", key.map_or_else(|| "the list".to_owned(), quoted));
    Diagnostic::error(Code::InvalidValue, node.span, message).help("write at least one item, or leave the key out")
}

/// A text that is not listed; `forms` are the keys by which it could be written as an object.
#[must_use]
pub fn unknown_value(node: &Node, text: &str, listed: Vec<&str>, forms: &[&str]) -> Diagnostic {
    let help = if forms.contains(&text) {
        format!("{} is written as an object: {{ \"{text}\": … }}", quoted(text))
    } else {
        did_you_mean(text, listed.into_iter().chain(forms.iter().copied()), "values")
    };
    Diagnostic::error(Code::UnknownValue, node.span, format!("unknown value {}", quoted(text))).help(help)
}

/// A key that another one needs beside it.
#[must_use]
pub fn missing_beside(entry: &Entry, needed: &str) -> Diagnostic {
    let message = format!("{} needs `{needed}` beside it", quoted(&entry.key.name));
    Diagnostic::error(Code::MissingKey, entry.key.span, message)
}

#[cfg(test)]
mod tests {
    use crate::document::samples::{MEASURE, complaints, with_clause, with_measure_key};

    /// The one complaint about a rule file.
    fn only(text: &str) -> String {
        let complaints = complaints(text);
        assert_eq!(complaints.len(), 1, "{complaints:#?}");
        complaints.concat()
    }

    fn clause(clause: &str) -> String {
        only(&with_clause(clause))
    }

    fn measure(key: &str, value: &str) -> String {
        only(&with_measure_key(key, Some(value)))
    }

    #[test]
    fn an_unknown_key_names_the_nearest() {
        assert_eq!(
            measure("elligible", "1"),
            "unknown-key /measures/federal.m/elligible a measure has no key `elligible` / known keys: `accepts`, `amount`, `apply`, `because_of`, `capacity`, `channels`, `costs`, `decided_by`, `decision_days`, `documents`, `exit`, `fee`, … (17 more)"
        );
        assert_eq!(
            clause(r#"{ "al": ["x"] }"#),
            "unknown-key /definitions/d/is/al a condition or value has no key `al` / did you mean `all`?"
        );
        assert_eq!(
            clause(r#"{ "that": "x", "comment": "y" }"#),
            "unknown-key /definitions/d/is/comment a condition or value has no key `comment` / a remark is written as `note`"
        );
        assert_eq!(
            measure("amount", r#"{ "versions": [], "value": "1", "per": "once" }"#),
            "unknown-key /measures/federal.m/amount/versions an amount has no key `versions` / `versions` stands in definitions, in measures, and wherever a condition or value stands"
        );
        assert_eq!(
            only(r#"{ "rules": {} }"#),
            "unknown-key /rules a rule file has no key `rules` / did you mean `roles`?"
        );
    }

    #[test]
    fn a_missing_key_is_shown_at_the_key_of_its_object() {
        assert_eq!(
            measure("amount", r#"{ "value": "1" }"#),
            "missing-key /measures/federal.m/amount an amount needs the key `per`"
        );
        assert_eq!(
            only(&with_measure_key("kind", None)),
            "missing-key /measures/federal.m a measure needs the key `kind`"
        );
        assert_eq!(
            measure("refused_when", r#"[{ "when": "x" }]"#),
            "missing-key /measures/federal.m/refused_when/0 a refusal needs the key `because`"
        );
        assert_eq!(
            clause(r#"{ "readings": { "wide": "a" } }"#),
            "missing-key /definitions/d/is/readings `readings` needs `default` beside it"
        );
        assert_eq!(
            clause(r#"{ "that": "a", "by": "b" }"#),
            "missing-key /definitions/d/is/by `by` needs `versions` beside it"
        );
    }

    #[test]
    fn a_wrong_type_says_what_was_meant() {
        assert_eq!(
            measure("eligible_when", "true"),
            "wrong-type /measures/federal.m/eligible_when expected text or an object for `eligible_when`, got `true` / write it in quotes: \"true\""
        );
        assert_eq!(
            measure("eligible_when", r#"["a"]"#),
            "wrong-type /measures/federal.m/eligible_when expected text or an object for `eligible_when`, got a list / take the brackets away"
        );
        assert_eq!(
            measure("addresses", r#""a""#),
            "wrong-type /measures/federal.m/addresses expected a list for `addresses`, got text / put it in brackets: a list may have one item"
        );
        assert_eq!(
            measure("territory", "7"),
            "wrong-type /measures/federal.m/territory expected text or a list for `territory`, got a number / write it in quotes: \"7\""
        );
        assert_eq!(
            measure("period", r#"{ "from": "on", "renew": "true" }"#),
            "wrong-type /measures/federal.m/period/renew expected `true` or `false` for `renew`, got text / write it without quotes: true"
        );
        assert_eq!(
            measure("amount", r#"{ "value": "1", "per": "once", "round": { "to": 0.5, "mode": "half_up" } }"#),
            "wrong-type /measures/federal.m/amount/round/to expected text for `to`, got a decimal number / write it in quotes: \"0.5\""
        );
        assert_eq!(
            measure("title", r#""Мера""#),
            "wrong-type /measures/federal.m/title expected an object for `title`, got text"
        );
        assert_eq!(only("[]"), "wrong-type  expected an object, got a list");
    }

    #[test]
    fn a_null_is_always_left_out() {
        assert_eq!(
            measure("note", "null"),
            "unexpected-null /measures/federal.m/note `null` is not a value of `note` / leave the key out"
        );
        assert_eq!(
            measure("addresses", r#"["a", null]"#),
            "unexpected-null /measures/federal.m/addresses/1 `null` is not a value / leave it out"
        );
        assert_eq!(
            clause("null"),
            "unexpected-null /definitions/d/is `null` is not a value of `is` / leave the key out"
        );
    }

    #[test]
    fn an_unknown_value_names_the_nearest() {
        assert_eq!(
            measure("kind", r#""benefits""#),
            "unknown-value /measures/federal.m/kind unknown value `benefits` / did you mean `benefit`?"
        );
        assert_eq!(
            measure("kind", r#""zzzzzzz""#),
            "unknown-value /measures/federal.m/kind unknown value `zzzzzzz` / known values: `benefit`, `in_kind`, `information`, `relief`, `service`"
        );
        let fact = |fact_type: &str| {
            only(&format!(r#"{{ "vocabulary": {{ "family": {{ "f": {{ "type": {fact_type} }} }} }} }}"#))
        };
        assert_eq!(
            fact(r#""bool""#),
            "unknown-value /vocabulary/family/f/type unknown value `bool` / known values: `boolean`, `date`, `measure`, `member`, `members`, `number`, `one_of`"
        );
        assert_eq!(
            fact(r#""one_of""#),
            "unknown-value /vocabulary/family/f/type unknown value `one_of` / `one_of` is written as an object: { \"one_of\": … }"
        );
        assert_eq!(
            fact(r#"{ "one_off": ["a"] }"#),
            "unknown-key /vocabulary/family/f/type/one_off a fact type has no key `one_off` / did you mean `one_of`?"
        );
        assert_eq!(
            fact(r#"{ "one_of": [] }"#),
            "invalid-value /vocabulary/family/f/type/one_of `one_of` is empty / write at least one item, or leave the key out"
        );
        assert_eq!(
            fact(r#"{ "one_of": ["A"] }"#),
            "invalid-name /vocabulary/family/f/type/one_of/0 `A` is not a name / a name begins with a letter `a` to `z`, then letters, digits and `_`, such as `large_family`"
        );
        assert_eq!(
            fact("1"),
            "wrong-type /vocabulary/family/f/type expected text or an object for `type`, got a number / known values: `boolean`, `date`, `measure`, `member`, `members`, `number`"
        );
    }

    #[test]
    fn a_whole_number_has_bounds() {
        let term = |months: &str| measure("apply", &format!(r#"{{ "within": {{ "months": {months}, "of": "on" }} }}"#));
        assert_eq!(
            term("1.5"),
            "wrong-type /measures/federal.m/apply/within/months expected a whole number for `months`, got a decimal number / write it without a point or exponent"
        );
        assert_eq!(
            term("-1"),
            "invalid-number /measures/federal.m/apply/within/months the number `-1` is out of bounds / from 0 to 4294967295"
        );
        assert_eq!(
            term("4294967296"),
            "invalid-number /measures/federal.m/apply/within/months the number `4294967296` is out of bounds / from 0 to 4294967295"
        );
        assert_eq!(
            term("1e2"),
            "wrong-type /measures/federal.m/apply/within/months expected a whole number for `months`, got a decimal number / write it without a point or exponent"
        );
        assert_eq!(
            term(r#""6""#),
            "wrong-type /measures/federal.m/apply/within/months expected a whole number for `months`, got text / write it without quotes: 6"
        );
    }

    #[test]
    fn exactly_one_form_stands() {
        assert_eq!(
            clause("{}"),
            "exactly-one-form /definitions/d/is a condition or value needs exactly one of `all`, `any`, `not`, `that`, `choose`, `readings` or `versions`"
        );
        assert_eq!(
            clause(r#"{ "all": ["a"], "any": ["b"] }"#),
            "exactly-one-form /definitions/d/is/any `all` and `any` cannot stand together in a condition or value / write exactly one of `all`, `any`, `not`, `that`, `choose`, `readings` or `versions`"
        );
        assert_eq!(
            clause(r#"{ "all": [] }"#),
            "invalid-value /definitions/d/is/all `all` is empty / write at least one item, or leave the key out"
        );
        assert_eq!(
            clause(r#"{ "choose": [{ "when": "a" }] }"#),
            "exactly-one-form /definitions/d/is/choose/0/when `when` needs `is` beside it / write exactly one of `when` with `is` or `otherwise`"
        );
        assert_eq!(
            clause(r#"{ "choose": [{ "when": "a", "is": "b", "otherwise": "c" }] }"#),
            "exactly-one-form /definitions/d/is/choose/0/otherwise `when` and `otherwise` cannot stand together in a branch / write exactly one of `when` with `is` or `otherwise`"
        );
        assert_eq!(
            clause(r#"{ "versions": [{ "in_force": {} }] }"#),
            "exactly-one-form /definitions/d/is/versions/0 a version needs exactly one of `is`, `adds` or `otherwise`"
        );
        assert_eq!(
            only(r#"{ "definitions": { "d": { "of": "family" } } }"#),
            "exactly-one-form /definitions/d a definition needs exactly one of `is`, `choose`, `readings` or `versions`"
        );
        assert_eq!(
            only(r#"{ "parameters": { "p": { "values": [{ "from": "2025-01-01" }] } } }"#),
            "exactly-one-form /parameters/p/values/0 a parameter value needs exactly one of `value` or `times`"
        );
        assert_eq!(
            measure("apply", r#"{ "within": { "of": "on", "days": 1, "years": 1 } }"#),
            "exactly-one-form /measures/federal.m/apply/within/years `days` and `years` cannot stand together in a term / write exactly one of `days`, `months` or `years`"
        );
        assert_eq!(
            measure("in_force", r#"{ "from": "2025-01-01", "attested": { "from": "a", "until": "b" } }"#),
            "exactly-one-form /measures/federal.m/in_force/from `attested` and `from` cannot stand together in a time in force"
        );
    }

    #[test]
    fn names_are_held_against_their_pattern() {
        assert_eq!(
            only(r#"{ "definitions": { "Large": { "is": "x" } } }"#),
            "invalid-name /definitions/Large `Large` is not a name / a name begins with a letter `a` to `z`, then letters, digits and `_`, such as `large_family`"
        );
        assert_eq!(
            only(&format!(r#"{{ "measures": {{ "m": {MEASURE} }} }}"#)),
            "invalid-name /measures/m `m` is not the name of a measure / a measure is named `level.name` in letters `a` to `z`, digits and `_`, such as `federal.maternity_capital`"
        );
        assert_eq!(
            only(r#"{ "parameters": { "a.b.c": { "values": [] } } }"#),
            "invalid-name /parameters/a.b.c `a.b.c` is not the name of a parameter / a parameter is named `name` or `group.name` in letters `a` to `z`, digits and `_`, such as `subsistence_minimum.child`"
        );
        assert_eq!(
            measure("let", r#"{ "семья": "x" }"#),
            "invalid-name /measures/federal.m/let/семья `семья` is not a name / a name begins with a letter `a` to `z`, then letters, digits and `_`, such as `large_family`"
        );
        assert_eq!(
            clause(r#"{ "readings": { "A": "x" }, "default": "a" }"#),
            "invalid-name /definitions/d/is/readings/A `A` is not a name / a name begins with a letter `a` to `z`, then letters, digits and `_`, such as `large_family`"
        );
        assert_eq!(
            measure("pathway", r#"{ "stages": [{ "stage": "A b", "title": { "ru": "а", "en": "a" } }] }"#),
            "invalid-name /measures/federal.m/pathway/stages/0/stage `A b` is not a name / a name begins with a letter `a` to `z`, then letters, digits and `_`, such as `large_family`"
        );
    }
}
