//! Chains of names that are made of one another: as deep as the limits allow they are answered on a small stack, deeper
//! ones are refused, and names that double are no work that doubles.

use std::{thread, time::Instant};

use one_window::{Language, Limits, RuleSet, TextStyle};

/// What the chains are over: a few facts, and a list of records.
pub const VOCABULARY: &str = r#"{
  "territories": { "RU": { "title": { "ru": "Россия", "en": "Russia" } } },
  "needs": { "means": { "sphere": "income", "title": { "ru": "Средства", "en": "Means" } } },
  "vocabulary": {
    "family": {
      "warned": { "type": "boolean", "title": { "ru": "Предупреждены", "en": "Warned" } },
      "poor": { "type": "boolean", "presumed": "false", "title": { "ru": "Бедны", "en": "Poor" } },
      "rooms": { "type": "number", "unit": "1", "range": "[0..9]", "title": { "ru": "Комнаты", "en": "Rooms" } } },
    "member": {
      "relation": { "type": { "one_of": ["self", "child"] }, "title": { "ru": "Кто", "en": "Relation" } },
      "birth_date": { "type": "date", "title": { "ru": "Рождение", "en": "Birth" } } },
    "notes": { "list_of": "family", "most": 20, "title": { "ru": "Заметки", "en": "Notes" }, "facts": {
      "good": { "type": "boolean", "title": { "ru": "Хорошая", "en": "Good" } },
      "pages": { "type": "number", "unit": "1", "range": "[0..9]", "title": { "ru": "Страницы", "en": "Pages" } } } } } }"#;

const TITLE: &str = r#""title": { "ru": "Да", "en": "Yes" }"#;

/// Definitions `d0`, `d1`, …, each made of the one before by a pattern in which `@` is its name; `asked` is the last.
pub fn definitions(links: usize, first: &str, pattern: &str, condition: &str) -> String {
    let link =
        |at: usize| format!(r#", "d{}": {{ "of": "family", {} }}"#, at + 1, pattern.replace('@', &format!("d{at}")));
    let links_text: String = (0..links).map(link).collect();
    let asked = condition.replace('@', &format!("d{links}"));
    format!(
        r#"{{ "definitions": {{ "d0": {{ "of": "family", {first} }}{links_text},
            "asked": {{ "of": "family", "circumstance": true, {TITLE}, "is": "{asked}" }} }} }}"#
    )
}

/// A measure with local names `b0`, `b1`, …, each made of the one before.
pub fn names(links: usize, first: &str, pattern: &str, condition: &str) -> String {
    let link = |at: usize| format!(r#", "b{}": "{}""#, at + 1, pattern.replace('@', &format!("b{at}")));
    let links_text: String = (0..links).map(link).collect();
    let asked = condition.replace('@', &format!("b{links}"));
    measure(&format!(
        r#""in_force": {{ "from": "2020-01-01" }}, "let": {{ "b0": "{first}"{links_text} }}, "eligible_when": "{asked}""#
    ))
}

/// A measure with these parts.
pub fn measure(parts: &str) -> String {
    format!(
        r#"{{ "measures": {{ "federal.grant": {{ {TITLE}, "kind": "benefit", "addresses": ["means"], "territory": "RU",
            "legal_basis": [{{ "act": "An act" }}], {parts} }} }} }}"#
    )
}

/// Facts `f0`, `f1`, …, each derived from the one before.
fn facts(links: usize) -> String {
    let fact = |at: usize, derive: &str| {
        format!(r#""f{at}": {{ "type": "number", "unit": "1", "range": "[0..1000000]", {TITLE}{derive} }}"#)
    };
    let link = |at: usize| format!(", {}", fact(at + 1, &format!(r#", "derive": "max(0, min(9, f{at}))""#)));
    format!(
        r#"{{ "vocabulary": {{ "family": {{ {}{} }} }}, "definitions": {{
            "asked": {{ "of": "family", "circumstance": true, {TITLE}, "is": "f{links} > 1" }} }} }}"#,
        fact(0, ""),
        (0..links).map(link).collect::<String>()
    )
}

/// Everything that is ever done with rules, of a family that tells nothing and of one that tells all: loaded, answered,
/// told as JSON and as text, screened, traced. Else the report.
fn walked(rules: &str) -> Result<(), String> {
    let rules = RuleSet::from_files([("vocabulary.json", VOCABULARY), ("rules.json", rules)])
        .map_err(|error| error.to_string())?;
    let day = rules.on("2025-10-10".parse().unwrap());
    let mut desk = day.desk();
    for facts in [
        "",
        r#""warned": true, "poor": true, "rooms": 3, "notes": [{ "good": true, "pages": 3 }],"#,
        r#""warned": false, "poor": false, "rooms": 0, "notes": [],"#,
    ] {
        let family = format!(r#"{{ "territory": "RU", {facts} "members": [{{ "id": "ada", "relation": "self" }}] }}"#);
        let family = rules.family_from_json(&family).unwrap();
        let found = day.assess(&family);
        assert!(found.to_json(Language::Russian).is_object());
        assert!(!found.text(Language::Russian, &TextStyle::default()).is_empty());
        assert!(desk.screen(&family).outcomes().len() <= found.outcomes().count());
        assert!(desk.trace(&family).measures().all(|measure| measure.steps().count() > 0));
    }
    Ok(())
}

/// The same on a thread with so many KiB of stack, which must not overflow.
pub fn on_a_small_stack(kilobytes: usize, rules: String) -> Result<(), String> {
    let started = Instant::now();
    let thread = thread::Builder::new().stack_size(kilobytes << 10).spawn(move || walked(&rules));
    let found = thread.unwrap().join().unwrap();
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
    found
}

/// The stack that a thread of Rust has where nobody asks for another.
pub const USUAL: usize = 2_048;

/// Chains of every kind: so many links of each.
fn chains(links: usize) -> Vec<(&'static str, String)> {
    vec![
        ("numbers", definitions(links, r#""is": "rooms""#, r#""is": "max(0, min(9, @ + 1))""#, "@ > 1")),
        ("conditions", definitions(links, r#""is": "warned""#, r#""is": "@ and not(poor)""#, "@")),
        (
            "lists in JSON",
            definitions(links, r#""is": "warned""#, r#""is": { "any": ["poor", { "all": ["@", "warned"] }] }"#, "@"),
        ),
        (
            "choices",
            definitions(
                links,
                r#""is": "rooms""#,
                r#""is": { "choose": [{ "when": "@ > 2", "is": "@" }, { "otherwise": "1" }] }"#,
                "@ > 1",
            ),
        ),
        ("lists", definitions(links, r#""is": "notes""#, r#""is": "@[good]""#, "count(@) > 1")),
        (
            "quantifiers",
            definitions(links, r#""is": "warned""#, r#""is": "some n in notes satisfies n.good and @""#, "@"),
        ),
        (
            "sums",
            definitions(
                links,
                r#""is": "rooms""#,
                r#""is": "min(9, sum(for n in notes return n.pages) + @)""#,
                "@ > 1",
            ),
        ),
        (
            "readings",
            definitions(
                links,
                r#""is": "warned""#,
                r#""is": { "readings": { "a": "@", "b": "poor" }, "default": "a" }"#,
                "@",
            ),
        ),
        ("local names", names(links, "rooms", "max(0, min(9, @ + 1))", "@ > 1")),
        ("local lists", names(links, "notes", "@[good]", "count(@) > 1")),
        ("facts", facts(links)),
    ]
}

#[test]
fn chains_far_too_deep_are_refused_in_words() {
    for (kind, rules) in chains(10_000) {
        let report = on_a_small_stack(USUAL, rules).expect_err(kind);
        let first = report.lines().next().unwrap_or_default();
        assert!(
            first.contains("steps deep") || first.contains("more than") || first.contains("too large"),
            "{kind}: {report}"
        );
    }
}

#[test]
fn no_limits_allow_more_depth_than_the_stack_bears() {
    let mut limits = Limits::default();
    (limits.depth, limits.nesting, limits.parts) = (1_000_000, 1_000_000, 10_000_000);
    for (kind, rules) in chains(1_000) {
        let load = move || {
            let found = RuleSet::from_files_within([("vocabulary.json", VOCABULARY), ("rules.json", &rules)], &limits);
            found.map(|_| ()).map_err(|error| error.to_string())
        };
        let report = thread::Builder::new().stack_size(USUAL << 10).spawn(load).unwrap().join().unwrap();
        let report = report.expect_err(kind);
        assert!(report.contains("more than 400 steps deep"), "{kind}: {report}");
    }
}

#[test]
fn chains_as_deep_as_may_be_are_answered_on_the_stack_of_a_thread() {
    let links = |kind: usize, count: usize| chains(count).swap_remove(kind);
    for kind in 0..chains(1).len() {
        // The longest that is taken.
        let (mut low, mut high) = (1_usize, 1_000);
        while low + 1 < high {
            let middle = low.midpoint(high);
            let (_, rules) = links(kind, middle);
            let taken = RuleSet::from_files([("vocabulary.json", VOCABULARY), ("rules.json", &rules)]).is_ok();
            if taken { low = middle } else { high = middle }
        }
        let (name, rules) = links(kind, low);
        println!("{name}: {low} links");
        assert!(low > 20, "{name}: only {low}");
        assert_eq!(on_a_small_stack(USUAL, rules), Ok(()), "{name}");
    }
}

#[test]
fn names_that_double_are_no_work_that_doubles() {
    let doubled = [
        definitions(60, r#""is": "rooms""#, r#""is": "max(0, min(9, @ + @))""#, "@ > 1"),
        definitions(60, r#""is": "warned""#, r#""is": { "all": ["@", "@"] }"#, "@"),
        definitions(60, r#""is": "warned""#, r#""is": { "any": ["@", "@", "poor"] }"#, "@"),
        definitions(
            60,
            r#""is": "warned""#,
            r#""is": { "any": [{ "all": ["@", "poor"] }, { "all": ["@", "warned"] }] }"#,
            "@",
        ),
        definitions(
            40,
            r#""is": "rooms""#,
            r#""is": { "choose": [{ "when": "@ > 2", "is": "@" }, { "otherwise": "@" }] }"#,
            "@ > 1",
        ),
        definitions(
            50,
            r#""is": "not(warned)""#,
            r#""is": { "all": ["@", { "not": { "any": [{ "not": "@" }, { "all": [{ "not": "@" }, "poor"] }] } }] }"#,
            "@",
        ),
        definitions(60, r#""is": "notes""#, r#""is": "@[count(@) > 1]""#, "count(@) > 1"),
        definitions(
            40,
            r#""is": "rooms""#,
            r#""told_as": "@", "is": "min(9, sum(for n in notes return n.pages) + @)""#,
            "@ > 1",
        ),
    ];
    for rules in doubled {
        assert_eq!(on_a_small_stack(USUAL, rules.clone()), Ok(()), "{}", rules.lines().next().unwrap());
    }
    let copied = [
        names(10_000, "rooms", "max(0, min(9, @ + @))", "@ > 1"),
        names(60, "warned", "@ and @", "@"),
        names(60, "notes", "@[count(@) > 1]", "count(@) > 1"),
    ];
    for rules in copied {
        let report = on_a_small_stack(USUAL, rules).unwrap_err();
        assert!(report.contains("more than 500000 parts together"), "{report}");
    }
}

#[test]
fn an_expression_that_says_its_parts_twice_is_no_work_that_doubles() {
    // `between` and `in` ask their value several times.
    let between = (0..28).fold("rooms".to_owned(), |inner, _| format!("(if {inner} between 0 and 1 then 1 else 0)"));
    let list = (0..20).fold("rooms".to_owned(), |inner, _| format!("(if {inner} in (1, 2, 3, 4, 5) then 1 else 0)"));
    for expression in [between, list] {
        let rules = definitions(0, r#""is": "rooms""#, "", &format!("{expression} > 0"));
        let found = on_a_small_stack(USUAL, rules);
        assert!(found.as_ref().err().is_none_or(|report| report.contains("parts together")), "{found:?}");
    }
}

#[test]
fn a_let_may_be_used_as_often_as_laws_do() {
    assert_eq!(walked(&names(8, "rooms", "max(0, min(9, @ + @))", "@ > 1")), Ok(()));
}
