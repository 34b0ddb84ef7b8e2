//! Who is paid while something is unknown, by brute force over a small world.

use std::collections::BTreeMap;

use one_window::Date;
use proptest::prelude::*;
use serde_json::Value;

use super::{
    answers::{outcomes, tries, verdict},
    grammar::{Tape, paying},
    small::{DAY, Partial, answer, is_sound, load},
};

/// A payee: whether it is sure, between which parts of the amount, and between which kopecks.
type Payee = (bool, (i64, i64), Option<(i64, i64)>);

/// The two ends of a value that may be uncertain.
fn ends(value: &Value, read: impl Fn(&str) -> i64) -> (i64, i64) {
    match value.as_str() {
        Some(text) => (read(text), read(text)),
        None => (read(value["from"].as_str().unwrap()), read(value["to"].as_str().unwrap())),
    }
}

/// The payees of an outcome by member.
fn payees(outcome: &Value) -> BTreeMap<String, Payee> {
    let Some(due) = outcome.get("entitlement") else { return BTreeMap::new() };
    let kopecks = |text: &str| text.replace('.', "").parse().unwrap();
    let parts = |text: &str| text.strip_prefix("1/").unwrap_or("1").parse().unwrap();
    let amount = |value: &Value| value.get("amount").map(|amount| ends(amount, kopecks));
    if let Some(member) = due["receiver"].as_str() {
        return BTreeMap::from([(member.to_owned(), (true, (1, 1), amount(due)))]);
    }
    let receivers = due.get("receivers").and_then(Value::as_array).into_iter().flatten();
    let payee = |one: &Value| {
        let (fewer, more) = one.get("share").map_or((1, 1), |share| ends(share, parts));
        let is_certain = one.get("certain").is_none();
        (one["member"].as_str().unwrap().to_owned(), (is_certain, (fewer.min(more), fewer.max(more)), amount(one)))
    };
    receivers.map(payee).collect()
}

/// Everybody who is paid was named before, and who was sure before is paid.
fn is_foretold(before: &Value, now: &Value) -> Result<(), String> {
    let fail = |why: &str, member: &str| Err(format!("{why}: {member}\n{before}\n{now}"));
    let (said, found) = (payees(before), payees(now));
    if verdict(now) != "eligible" {
        return Ok(());
    }
    if found.is_empty() {
        return fail("nobody is paid", "");
    }
    for (member, (is_certain, parts, amount)) in &found {
        let Some((_, known_parts, known_amount)) = said.get(member) else { return fail("not named before", member) };
        if !is_certain || parts.0 < parts.1 || amount.is_some_and(|(least, most)| least < most) {
            return fail("not sure where all is known", member);
        }
        if parts.0 < known_parts.0 || parts.1 > known_parts.1 {
            return fail("another share", member);
        }
        if let (Some(amount), Some(known)) = (amount, known_amount)
            && (amount.0 < known.0 || amount.1 > known.1)
        {
            return fail("another amount", member);
        }
    }
    match said.iter().find(|(member, (is_certain, ..))| *is_certain && !found.contains_key(*member)) {
        Some((member, _)) => fail("was sure before", member),
        None => Ok(()),
    }
}

proptest! {
    #![proptest_config(tries(120))]

    #[test]
    fn whoever_is_paid_in_the_end_was_named_before(
        rule_numbers in prop::collection::vec(0u16..840, 0..60),
        families in prop::collection::vec(prop::collection::vec(0u16..840, 0..50), 1..4),
    ) {
        let text = paying(&mut Tape::new(&rule_numbers));
        let Some(rules) = load(&text) else { return Ok(()) };
        let day = rules.on(DAY.parse::<Date>().unwrap());
        for numbers in &families {
            let partial = Partial::read(&mut Tape::new(numbers));
            let before = answer(&day, &rules, &partial);
            for whole in partial.completions() {
                let after = answer(&day, &rules, &whole);
                let found = outcomes(&after);
                for (key, outcome) in outcomes(&before) {
                    let now = found.get(&key);
                    let checked = is_sound(&key, outcome, now);
                    let checked = checked.and_then(|()| now.map_or(Ok(()), |now| is_foretold(outcome, now)));
                    prop_assert!(checked.is_ok(), "{}\n{}\n{}\n{}", checked.unwrap_err(), text, partial.text(), whole.text());
                }
            }
        }
    }
}
