//! The page of measures is written from the rules: what is law where and when, how much of it is modelled, what is not.

use std::{collections::BTreeMap, env, fmt::Write as _, fs, path::Path};

use one_window::{Eligibility, RuleSet};
use serde_json::Value;

use super::{
    folder::{below, is_plain},
    stock::{measures, periods, read, when},
};

const PAGE: &str = "src/docs/measures.md";

/// The day on which the example families are answered.
const ON: &str = "2025-10-10";

/// Whose measures begin with what.
const LEVELS: &[(&str, &str)] = &[
    ("federal", "Federal measures"),
    ("khabarovsk_krai", "Khabarovsk Krai"),
    ("khabarovsk_city", "City of Khabarovsk"),
    ("novosibirsk_oblast", "Novosibirsk Oblast"),
    ("volgograd_oblast", "Volgograd Oblast"),
];

const STATUSES: [&str; 3] = ["complete", "partial", "signpost"];

const HEAD: &str = "\
# The measures, and how much of each is modelled

This page is written from the rules: `UPDATE_DOCS=1 cargo test --test documentation` writes it anew, and the same test without
the variable fails where the page and the rules differ.

`complete`: all that the source says is modelled; what a source itself leaves open stands on the page of programmes. `partial`: the last
column says what is left out, in the words in which a family is told. `signpost`: the answer tells only where to ask. `until` is the
first day without the measure. *Attested* means that a document tells of the measure and not when it began or ended.
";

const OUTCOMES: &str = "
## What the example families are answered

Outcomes of the families of `examples/families` on 2025-10-10, by verdict; what is not in force is not counted. A measure for each
child or each parent has an outcome for each.
";

type Measures = BTreeMap<String, Value>;

fn of_level<'a>(measures: &'a Measures, level: &str) -> Vec<(&'a String, &'a Value)> {
    measures.iter().filter(|(name, _)| name.split('.').next() == Some(level)).collect()
}

/// How much is modelled: all of it when it is not written.
fn status(measure: &Value) -> &str {
    measure["status"].as_str().unwrap_or("complete")
}

fn cells<I: IntoIterator<Item = String>>(cells: I) -> String {
    let cells: Vec<String> = cells.into_iter().map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | "))
}

fn in_code(places: &[String]) -> String {
    places.iter().map(|place| format!("`{place}`")).collect::<Vec<_>>().join(", ")
}

/// One place for all times, or each time with its place.
fn where_and_when(measure: &Value) -> [String; 2] {
    let (mut places, times): (Vec<String>, Vec<String>) =
        periods(measure).into_iter().map(|(places, force)| (in_code(&places), when(force))).unzip();
    if places.windows(2).all(|pair| pair[0] == pair[1]) {
        places.truncate(1);
    }
    [places.join("<br>"), times.join("<br>")]
}

fn row(name: &str, measure: &Value) -> String {
    let title = measure["title"]["ru"].as_str().unwrap().to_owned();
    let [place, time] = where_and_when(measure);
    let left_out = measure["not_modelled"]["ru"].as_str().unwrap_or("—").to_owned();
    cells([format!("`{name}`"), title, place, time, status(measure).to_owned(), left_out])
}

fn counts(measures: &Measures) -> String {
    let mut page = "\n| | Measures | `complete` | `partial` | `signpost` |\n|---|---:|---:|---:|---:|\n".to_owned();
    for (level, title) in LEVELS {
        let found = of_level(measures, level);
        let by = STATUSES.map(|wanted| found.iter().filter(|(_, measure)| status(measure) == wanted).count());
        page +=
            &cells([(*title).to_owned(), found.len().to_string()].into_iter().chain(by.map(|count| count.to_string())));
    }
    page
}

fn tables(measures: &Measures) -> String {
    let mut page = String::new();
    for (level, title) in LEVELS {
        write!(page, "\n## {title}\n\n| Measure | Called | Where | When | Status | Not modelled |\n").unwrap();
        page += "|---|---|---|---|---|---|\n";
        for (name, measure) in of_level(measures, level) {
            page += &row(name, measure);
        }
    }
    page
}

/// How the families of the examples are answered: a row each.
fn outcomes() -> String {
    let verdicts: Vec<Eligibility> =
        Eligibility::ALL.into_iter().filter(|verdict| *verdict != Eligibility::NotInForce).collect();
    let head = verdicts.iter().map(|verdict| format!("`{}`", verdict.as_str()));
    let mut page = cells(["Family".to_owned()].into_iter().chain(head));
    writeln!(page, "|---|{}", "---:|".repeat(verdicts.len())).unwrap();
    let rules = RuleSet::bundled().unwrap();
    for (path, text) in below("examples/families", is_plain) {
        let answer = rules.on(ON.parse().unwrap()).assess(&rules.family_from_json(&text).unwrap());
        let count = |verdict: &Eligibility| answer.outcomes().filter(|found| found.eligibility() == *verdict).count();
        let name = path.trim_start_matches("examples/families/").trim_end_matches(".json").to_owned();
        page += &cells([name].into_iter().chain(verdicts.iter().map(count).map(|count| count.to_string())));
    }
    page
}

/// The lines of one text that another has not.
fn only_in(one: &str, other: &str) -> String {
    let other: Vec<&str> = other.lines().collect();
    one.lines().filter(|line| !other.contains(line)).flat_map(|line| ["  ", line, "\n"]).collect()
}

#[test]
fn the_page_of_measures_is_that_of_the_rules() {
    let measures = measures();
    let outcomes = outcomes();
    println!("{outcomes}");
    let page = [HEAD, &counts(&measures), &tables(&measures), OUTCOMES, "\n", &outcomes].concat();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let written = read(PAGE);
    assert!(
        written == page,
        "{PAGE} is stale; refresh it: UPDATE_DOCS=1 cargo test --test documentation\nit lacks\n{}and has\n{}",
        only_in(&page, &written),
        only_in(&written, &page)
    );
}

#[test]
fn every_measure_stands_on_the_page() {
    let measures = measures();
    let told: usize = LEVELS.iter().map(|(level, _)| of_level(&measures, level).len()).sum();
    assert_eq!(told, measures.len(), "a measure begins with a level that the page does not know");
}

#[test]
fn what_is_left_out_of_a_partial_measure_is_told() {
    for (name, measure) in measures() {
        let is_told = measure["not_modelled"]["ru"].is_string();
        assert!(STATUSES.contains(&status(&measure)), "{name}: {}", status(&measure));
        assert!(is_told || status(&measure) != "partial", "{name} does not say what is not modelled");
        assert!(!is_told || status(&measure) != "complete", "{name} is complete and leaves something out");
    }
}
