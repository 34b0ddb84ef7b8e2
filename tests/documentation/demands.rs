//! Each demand on the rule language, and each trap, is shown by rules that are there and by cases that are run.

use super::stock::{cases, declared, read};

const PAGE: &str = "src/docs/demands.md";

/// What a cell says where the cases wait for groups of measures that exclude each other.
const WAITS: &str = "see exclusion groups";

/// A row of the page.
struct Row {
    id: String,
    rules: Vec<String>,
    /// File and name.
    cases: Vec<(String, String)>,
}

fn case_of(cell: &str) -> Option<(String, String)> {
    let (file, name) = cell.trim().strip_prefix('`')?.split_once("`: ")?;
    Some((file.to_owned(), name.to_owned()))
}

/// Every row: what is demanded, in a few words, the rules, the cases.
fn rows() -> Vec<Row> {
    let page = read(PAGE);
    let lines =
        page.lines().filter(|line| line.starts_with("| X-") || line.starts_with("| Y-") || line.starts_with("| M-"));
    lines
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            let [id, demand, rules, cases] = cells.as_slice() else { panic!("this row is not whole: {line}") };
            assert!(demand.len() > 10, "what is demanded is not told: {line}");
            let cases = cases.split("<br>").filter(|cell| cell.trim() != WAITS);
            Row {
                id: (*id).to_owned(),
                rules: rules.split(", ").map(|name| name.trim_matches('`').to_owned()).collect(),
                cases: cases.map(|cell| case_of(cell).unwrap_or_else(|| panic!("{id}: no case: {cell}"))).collect(),
            }
        })
        .collect()
}

#[test]
fn every_demand_and_every_trap_has_its_row() {
    let found: Vec<String> = rows().into_iter().map(|row| row.id).collect();
    let wanted = (1..=25).map(|number| format!("X-{number}"));
    let wanted = wanted.chain((1..=11).map(|number| format!("Y-{number}"))).chain(["M-4".to_owned()]);
    assert_eq!(found, wanted.collect::<Vec<_>>());
}

#[test]
fn every_rule_that_a_demand_names_is_there() {
    let declared = declared();
    for row in rows() {
        assert!(!row.rules.is_empty(), "{} names no rule", row.id);
        for rule in row.rules {
            assert!(declared.contains(&rule), "{} names the rule {rule:?}", row.id);
        }
    }
}

#[test]
fn every_case_that_a_demand_names_is_there_and_asks_for_its_rules() {
    let cases = cases();
    let mut wrong = Vec::new();
    for row in rows() {
        assert!(!row.cases.is_empty(), "{} names no case", row.id);
        for (file, name) in &row.cases {
            let Some(case) = cases.iter().find(|case| case.file == *file && case.name == *name) else {
                wrong.push(format!("{}: no case in rules/{file}.cases.json is called {name:?}", row.id));
                continue;
            };
            let mut asked = case.expected().map(|(subject, _)| subject);
            if !asked.any(|subject| row.rules.iter().any(|rule| rule == subject)) {
                wrong.push(format!("{}: {name:?} asks for none of {:?}", row.id, row.rules));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
