//! Rules in which each link stands twice in the next: whoever walks them goes through each link once.

use super::chains::{USUAL, definitions, measure, names, on_a_small_stack};

/// The rules with two more territories.
fn with_places(rules: &str) -> String {
    let places = r#"{ "territories": {
        "RU-KHA": { "title": { "ru": "Хабаровский край", "en": "Khabarovsk Krai" } },
        "RU-NVS": { "title": { "ru": "Новосибирская область", "en": "Novosibirsk Oblast" } } }, "#;
    rules.replacen('{', places, 1)
}

/// A measure whose local names are each made of the one before, in the object form.
fn local_texts(links: usize, first: &str, pattern: &str, condition: &str) -> String {
    let link = |at: usize| format!(r#", "b{}": {}"#, at + 1, pattern.replace('@', &format!("b{at}")));
    let links_text: String = (0..links).map(link).collect();
    let asked = condition.replace('@', &format!("b{links}"));
    with_places(&measure(&format!(
        r#""in_force": {{ "from": "2020-01-01" }}, "let": {{ "b0": "{first}"{links_text} }}, "eligible_when": "{asked}""#
    )))
}

/// Definitions of which each two cite the same two before them; the first is law from 2000 on, and a measure asks for the
/// last.
fn diamonds(links: usize) -> String {
    let link = |at: usize| {
        let cited = format!(r#"{{ "all": ["l{at}", "r{at}"] }}"#);
        format!(
            r#", "l{next}": {{ "of": "family", "is": {cited} }}, "r{next}": {{ "of": "family", "is": {cited} }}"#,
            next = at + 1
        )
    };
    let text = r#"{ "of": "family", "versions": [{ "in_force": { "from": "2000-01-01" }, "is": "warned" }] }"#;
    let links_text: String = (0..links).map(link).collect();
    let asked = measure(&format!(r#""in_force": {{ "from": "2020-01-01" }}, "eligible_when": "l{links} or r{links}""#));
    asked.replacen('{', &format!(r#"{{ "definitions": {{ "l0": {text}, "r0": {text}{links_text} }}, "#), 1)
}

/// Facts that point to members, each asked only where the applicant is twice in the one before.
fn pointers(links: usize) -> String {
    let title = r#""title": { "ru": "Кто", "en": "Who" }"#;
    let link = |at: usize| {
        format!(
            r#", "p{}": {{ "type": "members", {title}, "otherwise": "[]",
                "applies_when": "applicant in p{at} or not(applicant in p{at})" }}"#,
            at + 1
        )
    };
    let links_text: String = (0..links).map(link).collect();
    let asked = definitions(0, r#""is": "warned""#, "", &format!("@ and applicant in p{links}"));
    let facts =
        format!(r#"{{ "vocabulary": {{ "family": {{ "p0": {{ "type": "members", {title} }}{links_text} }} }}, "#);
    asked.replacen('{', &facts, 1)
}

/// Definitions in which each link stands three times in the next, so and not so; a measure asks for the last, which a presumption
/// alone makes true.
fn turned(links: usize) -> String {
    let link = |at: usize| {
        format!(
            r#", "t{}": {{ "of": "family", "is": {{ "all": ["t{at}", {{ "not": {{ "any": [{{ "not": "t{at}" }}, {{ "all": [{{ "not": "t{at}" }},
                "warned"] }}] }} }}] }} }}"#,
            at + 1
        )
    };
    let links_text: String = (0..links).map(link).collect();
    let asked = measure(&format!(r#""in_force": {{ "from": "2020-01-01" }}, "eligible_when": "t{links}""#));
    let first = r#"{ "of": "family", "is": "(if poor then 1 else 0) = 0" }"#;
    asked.replacen('{', &format!(r#"{{ "definitions": {{ "t0": {first}{links_text} }}, "#), 1)
}

#[test]
fn a_right_that_one_fact_turns_is_walked_once() {
    assert_eq!(on_a_small_stack(USUAL, turned(40)), Ok(()));
}

#[test]
fn counts_within_counts_are_walked_once() {
    assert_eq!(on_a_small_stack(USUAL, names(40, "1", "count(notes[pages > @])", "@ > 1")), Ok(()));
    assert_eq!(on_a_small_stack(USUAL, names(40, "warned", "some n in notes satisfies n.good and @", "@")), Ok(()));
    let inner = (0..20).fold("1".to_owned(), |inner, _| format!("count(notes[pages > {inner}])"));
    assert_eq!(on_a_small_stack(USUAL, definitions(0, r#""is": "rooms""#, "", &format!("{inner} > @"))), Ok(()));
}

#[test]
fn texts_within_texts_are_walked_once() {
    let later = r#"{ "versions": [{ "in_force": { "from": "2000-01-01" }, "is": "@" }] }"#;
    let added = r#"{ "versions": [{ "is": "@" }, { "adds": "poor" }] }"#;
    let by_day = r#"{ "by": "on", "versions": [{ "in_force": { "from": "2000-01-01" }, "is": "@" },
        { "in_force": { "until": "2000-01-01" }, "is": "poor" }] }"#;
    let of_places = r#"{ "versions": [{ "is": "@" }, { "territory": "RU-KHA", "replaces": "RU", "is": "@ and poor" },
        { "territory": "RU-NVS", "replaces": "RU", "is": "poor" }] }"#;
    for (links, pattern) in [(40, later), (40, added), (40, by_day), (14, of_places)] {
        assert_eq!(on_a_small_stack(USUAL, local_texts(links, "warned", pattern, "@")), Ok(()), "{pattern}");
    }
    let listed = local_texts(40, "notes", later, "count(@) > 1");
    assert_eq!(on_a_small_stack(USUAL, listed), Ok(()));
    let days = r#"{ "by": "@", "versions": [{ "in_force": { "until": "2000-01-01" }, "is": "@" },
        { "in_force": { "from": "2000-01-01" }, "is": "on" }] }"#;
    assert_eq!(on_a_small_stack(USUAL, local_texts(14, "applicant.birth_date", days, "@ < on")), Ok(()));
}

#[test]
fn a_family_that_may_live_anywhere_reads_each_text_once() {
    let of_places = |inner: &str| {
        format!(
            r#"{{ "versions": [{{ "is": {inner} }}, {{ "territory": "RU-KHA", "adds": "poor" }},
                {{ "territory": "RU-NVS", "adds": "not(poor)" }}] }}"#
        )
    };
    let nested = (0..18).fold(r#""warned""#.to_owned(), |inner, _| of_places(&inner));
    let nested = format!(r#""is": {nested}"#);
    assert_eq!(on_a_small_stack(USUAL, with_places(&definitions(0, &nested, "", "@"))), Ok(()));
}

#[test]
fn holes_in_texts_are_counted_once() {
    assert_eq!(on_a_small_stack(USUAL, diamonds(60)), Ok(()));
    let report = on_a_small_stack(USUAL, diamonds(12_000)).unwrap_err();
    assert!(report.contains("steps deep"), "{report}");
}

#[test]
fn facts_that_point_are_compiled_once() {
    assert_eq!(on_a_small_stack(USUAL, pointers(40)), Ok(()));
}
