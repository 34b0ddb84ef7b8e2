//! Every example of the language reference is as the page says it, and the table of functions is whole.

use std::{collections::BTreeSet, fs, path::Path};

use one_window::{Code, Report, RuleSet, check_cases};
use serde_json::{Map, Value, json};

/// A fenced block of the language reference.
struct Block {
    /// Where it begins, for messages.
    line: usize,
    /// `json` or `feel`.
    language: String,
    /// What stands in it: `frame`, `rules`, `measure`, …
    kind: String,
    /// Whether it must be refused.
    is_wrong: bool,
    text: String,
}

const PAGE: &str = include_str!("../../src/docs/language.md");

fn blocks() -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_open = false;
    for (at, line) in PAGE.lines().enumerate() {
        if let Some(info) = line.strip_prefix("```") {
            is_open = !is_open;
            if is_open {
                let mut words = info.split(' ').map(str::to_owned);
                let (language, kind) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
                let is_wrong = kind == "wrong" || words.next().as_deref() == Some("wrong");
                blocks.push(Block { line: at + 1, language, kind, is_wrong, text: String::new() });
            }
        } else if is_open {
            blocks.last_mut().into_iter().for_each(|block| block.text.extend([line, "\n"]));
        }
    }
    assert!(!is_open, "a block of the page is not closed");
    blocks
}

/// The first folder of the page: the rules in which every later example is checked.
fn frame() -> Vec<(String, String)> {
    let frame = blocks().into_iter().filter(|block| block.kind == "frame");
    frame.map(|block| (format!("frame_{}.json", block.line), block.text)).collect()
}

/// The rules of the frame with one more file; a mistake, or a warning about more than an unused name, as text.
fn load(more: &str) -> Result<RuleSet, String> {
    let files = frame().into_iter().chain([("example.json".to_owned(), more.to_owned())]);
    let rules = RuleSet::from_files(files).map_err(|error| error.to_string())?;
    let found = rules.warnings().into_iter().flat_map(Report::diagnostics);
    let warnings: Vec<String> =
        found.filter(|found| found.code() != Code::Unused).map(|found| found.message().to_owned()).collect();
    if warnings.is_empty() { Ok(rules) } else { Err(warnings.join("; ")) }
}

/// A measure that an example changes key by key.
fn measure_with(keys: &Value) -> Value {
    let mut measure = json!({
        "title": { "ru": "Пример", "en": "Example" }, "kind": "benefit", "addresses": ["material_support"],
        "territory": "RU", "in_force": { "from": "2020-01-01" }, "eligible_when": "large_family" });
    let (Some(measure_keys), Some(keys)) = (measure.as_object_mut(), keys.as_object()) else { return measure };
    measure_keys.extend(keys.clone());
    measure
}

/// The rule file of an example: what the example leaves out stands around it.
fn rule_file(kind: &str, example: Value) -> Result<Value, String> {
    Ok(match kind {
        "rules" => example,
        "facts" => json!({ "vocabulary": { "member": example } }),
        "definitions" | "parameters" => Value::Object(Map::from_iter([(kind.to_owned(), example)])),
        "condition" => json!({ "definitions": { "tried": { "circumstance": true, "is": example } } }),
        "value" => json!({ "definitions": { "tried": { "is": example } } }),
        "measure" => json!({ "measures": { "federal.tried": measure_with(&example) } }),
        other => return Err(format!("no block is of the kind `{other}`")),
    })
}

/// Runs the cases of an example in a folder of its own.
fn run_cases(block: &Block) -> Result<(), String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("language_{}", block.line));
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    for old in fs::read_dir(&folder).into_iter().flatten().flatten() {
        fs::remove_file(old.path()).map_err(|error| error.to_string())?;
    }
    for (name, text) in frame().into_iter().chain([("example.cases.json".to_owned(), block.text.clone())]) {
        fs::write(folder.join(name), text).map_err(|error| error.to_string())?;
    }
    check_cases(&folder).map_err(|failures| failures.to_string())
}

fn check_block(block: &Block) -> Result<(), String> {
    match block.kind.as_str() {
        "frame" => Ok(()),
        "family" => {
            let read = load("{}")?.family_from_json(&block.text);
            read.map(|_| ()).map_err(|error| error.to_string())
        }
        "cases" => run_cases(block),
        kind => {
            let example = serde_json::from_str(&block.text).map_err(|error| error.to_string())?;
            load(&rule_file(kind, example)?.to_string()).map(|_| ())
        }
    }
}

/// Whether an expression can stand in a definition of the family or of a member.
fn check_expression(of: &str, expression: &str) -> Result<(), String> {
    let file = json!({ "definitions": { "tried": { "of": of, "is": expression } } });
    load(&file.to_string()).map(|_| ())
}

#[test]
fn the_first_folder_of_the_page_loads_without_a_warning() {
    let rules = RuleSet::from_files(frame()).unwrap_or_else(|error| panic!("{error}"));
    assert!(rules.warnings().is_none(), "{:?}", rules.warnings());
}

#[test]
fn every_example_of_the_language_reference_is_as_it_says() {
    let mut wrong = Vec::new();
    for block in blocks().iter().filter(|block| block.language == "json") {
        match (check_block(block), block.is_wrong) {
            (Err(mistake), false) => wrong.push(format!("line {}: {mistake}", block.line)),
            (Ok(()), true) => wrong.push(format!("line {}: nothing was found", block.line)),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_expression_of_the_language_reference_is_as_it_says() {
    let mut wrong = Vec::new();
    for block in blocks().iter().filter(|block| block.language == "feel") {
        let of = if block.is_wrong { "family" } else { block.kind.as_str() };
        for expression in block.text.lines() {
            match (check_expression(of, expression), block.is_wrong) {
                (Err(mistake), false) => wrong.push(format!("{expression}: {mistake}")),
                (Ok(()), true) => wrong.push(format!("{expression}: nothing was found")),
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_block_of_the_page_is_checked() {
    let json =
        ["frame", "rules", "family", "cases", "facts", "definitions", "parameters", "measure", "condition", "value"];
    for block in blocks() {
        let is_known = match block.language.as_str() {
            "json" => json.contains(&block.kind.as_str()),
            "feel" => ["family", "member", "wrong"].contains(&block.kind.as_str()),
            _ => false,
        };
        assert!(is_known, "line {}: a block `{} {}`", block.line, block.language, block.kind);
    }
}

/// The names in the closed list of built-in functions.
fn builtin_names() -> BTreeSet<&'static str> {
    let list = include_str!("../../src/feel/builtin.rs").split("pub const BUILTINS").nth(1).unwrap_or_default();
    let calls = list.split("\n];").next().unwrap_or_default().split("builtin_of(").skip(1);
    calls.filter_map(|call| call.split('"').nth(1)).collect()
}

#[test]
fn the_table_of_functions_names_each_with_an_example_that_loads() {
    let part = PAGE.split("\n## Built-in functions").nth(1).unwrap().split("\n## ").next().unwrap_or_default();
    let mut named = BTreeSet::new();
    for row in part.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [function, _, example] = cells.as_slice() else { panic!("this row is not whole: {row}") };
        let name = function.trim_start_matches('`').split('(').next().unwrap_or_default();
        let example = example.trim_matches('`');
        assert!(example.contains(&format!("{name}(")), "the example of `{name}` does not call it");
        check_expression("member", example).unwrap_or_else(|mistake| panic!("{example}: {mistake}"));
        named.insert(name);
    }
    assert!(named.len() > 20, "the table was not found: {named:?}");
    assert_eq!(named, builtin_names());
}
