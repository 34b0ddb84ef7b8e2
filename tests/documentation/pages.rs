//! Pages about single things: outcomes worked by hand, the answer of the README, the seed programmes.

use std::collections::BTreeSet;

use one_window::{Language, RuleSet, TextStyle};

use super::stock::{cases, measures, periods, read, when};

#[test]
fn every_outcome_worked_by_hand_is_a_case() {
    let page = read("src/docs/design.md");
    let part = page.split("## Twelve outcomes worked by hand").nth(1).expect("the page has the part");
    let part = part.split("\n## ").next().unwrap_or_default();
    let named: BTreeSet<&str> = part
        .lines()
        .filter_map(|line| line.strip_prefix("### ")?.split_once(". "))
        .map(|(_, name)| name.trim())
        .collect();
    assert_eq!(named.len(), 12, "twelve outcomes are worked by hand: {named:?}");
    let cases = cases();
    for name in named {
        let is_there = cases.iter().any(|case| case.file == "hand" && case.name == name);
        assert!(is_there, "no case in rules/hand.cases.json is called {name:?}");
    }
}

#[test]
fn the_readme_shows_a_true_answer() {
    let rules = RuleSet::bundled().unwrap();
    let family = rules.family_from_json(&read("examples/families/anna.json")).unwrap();
    let answer = rules.on("2019-11-28".parse().unwrap()).assess(&family);
    let readme = read("README.md");
    let (_, answers) = readme.split_once("```text\nThe family on").expect("the README shows an answer");
    let shown = format!("The family on{}", answers.split("…\n").next().unwrap());
    let text = answer.text(Language::English, &TextStyle::default());
    assert!(shown.lines().count() > 20 && text.starts_with(shown.trim_end()), "the README is out of date");
}

#[test]
fn the_page_of_programmes_tells_of_each_rule_where_and_when_it_is_law() {
    let page = read("src/docs/programmes.md");
    let mut told = BTreeSet::new();
    for row in page.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [name, title, place, open] = cells.as_slice() else { panic!("this row is not whole: {row}") };
        assert!(open.len() > 10, "what is left open is not told: {row}");
        told.insert((name.trim_matches('`').to_owned(), (*title).to_owned(), (*place).to_owned()));
    }
    let mut written = BTreeSet::new();
    for (name, measure) in measures() {
        let title = measure["title"]["ru"].as_str().unwrap_or_default();
        for (places, force) in periods(&measure) {
            let place = format!("`{}`, {}", places.join(", "), when(force));
            written.insert((name.clone(), title.to_owned(), place));
        }
    }
    let wrong: Vec<_> = told.difference(&written).collect();
    assert!(wrong.is_empty(), "the rules say otherwise: {wrong:#?}");
    assert_eq!(told.len(), 32, "the five seed documents name 32 programmes");
}
