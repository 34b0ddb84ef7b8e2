//! Families as large as may be, with holes: what nobody told opens thousands of facts, and the answer still comes.

use std::thread;

use one_window::{Language, RuleSet, TextStyle};

/// Members, and records of each.
const MEMBERS: usize = 25;
const RECORDS: usize = 40;

/// A household in which every record of income lacks some parts.
fn large(record: impl Fn(usize) -> String) -> String {
    let member = |at: usize| {
        let relation = if at == 0 { "self" } else { "child" };
        let records: Vec<String> = (0..RECORDS).map(|number| record(at * RECORDS + number)).collect();
        format!(
            r#"{{ "id": "m{at}", "relation": "{relation}", "birth_date": "{}-05-05", "income": [{}] }}"#,
            if at == 0 { 1980 } else { 2001 + at % 24 },
            records.join(", ")
        )
    };
    let members: Vec<String> = (0..MEMBERS).map(member).collect();
    format!(r#"{{ "territory": "RU-NVS", "members": [{}] }}"#, members.join(", "))
}

/// Everything that is asked of an answer, on a thread with the usual stack, within the evaluations that are allowed.
fn answered(kind: &'static str, family: String) {
    let work = move || {
        let rules = RuleSet::bundled().unwrap();
        let family = rules.family_from_json(&family).unwrap_or_else(|error| panic!("{error}"));
        let found = rules.on("2025-10-10".parse().unwrap()).assess(&family);
        assert!(found.to_json(Language::Russian).is_object());
        assert!(!found.text(Language::Russian, &TextStyle::default()).is_empty());
        println!("{kind}: {} evaluations at most", found.most_trials());
        assert!(found.most_trials() <= rules.limits().trials);
    };
    let thread = thread::Builder::new().stack_size(super::chains::USUAL << 10).spawn(work);
    assert!(thread.unwrap().join().is_ok(), "{kind}");
}

#[test]
fn a_large_family_without_a_month_of_any_income_is_answered() {
    answered("no months", large(|at| format!(r#"{{ "kind": "wage", "amount": "{}" }}"#, at % 100)));
}

#[test]
fn a_large_family_without_an_amount_of_any_income_is_answered() {
    answered("no amounts", large(|at| format!(r#"{{ "kind": "wage", "month": "2025-{:02}-01" }}"#, at % 9 + 1)));
}

#[test]
fn a_large_family_of_whose_records_nothing_is_told_is_answered() {
    answered("nothing", large(|_| "{}".to_owned()));
}
