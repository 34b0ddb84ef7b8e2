//! What the documents promise holds: outcomes worked by hand are cases under the same names, and every example of the
//! language reference is checked.

use std::{collections::BTreeSet, fs, io, path::Path};

use one_window::{Code, Language, Report, RuleSet, TextStyle, check_cases};
use serde_json::{Map, Value, json};

fn read(path: &str) -> io::Result<String> {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
}

#[test]
fn every_outcome_worked_by_hand_is_a_case() {
    let page = read("src/docs/design.md").unwrap();
    let part = page.split("## Twelve outcomes worked by hand").nth(1).expect("the page has the part");
    let part = part.split("\n## ").next().unwrap_or_default();
    let named: BTreeSet<&str> = part
        .lines()
        .filter_map(|line| line.strip_prefix("### ")?.split_once(". "))
        .map(|(_, name)| name.trim())
        .collect();
    assert_eq!(named.len(), 12, "twelve outcomes are worked by hand: {named:?}");
    let cases: Value = serde_json::from_str(&read("rules/hand.cases.json").unwrap()).expect("the cases are JSON");
    let cases: BTreeSet<&str> =
        cases["cases"].as_array().into_iter().flatten().filter_map(|case| case["name"].as_str()).collect();
    for name in named {
        assert!(cases.contains(name), "no case in rules/hand.cases.json is called {name:?}");
    }
}

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

const PAGE: &str = include_str!("../src/docs/language.md");

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
    let list = include_str!("../src/feel/builtin.rs").split("pub const BUILTINS").nth(1).unwrap_or_default();
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

#[test]
fn the_readme_shows_a_true_answer() {
    let rules = RuleSet::bundled().unwrap();
    let family = rules.family_from_json(&read("examples/families/anna.json").unwrap()).unwrap();
    let answer = rules.on("2019-11-28".parse().unwrap()).assess(&family);
    let page = read("README.md").unwrap();
    assert!(
        page.contains(answer.text(Language::English, &TextStyle::default()).trim_end()),
        "the README is out of date"
    );
}

/// Where and when a measure is law, as the page of the programmes says it.
fn where_and_when(measure: &Value) -> String {
    let places = match &measure["territory"] {
        Value::Array(places) => places.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        place => place.as_str().unwrap_or_default().to_owned(),
    };
    let force = &measure["in_force"];
    if force["planned"] == true {
        return format!("`{places}`, planned");
    }
    let (attested, period) = match force.get("attested") {
        Some(period) => ("attested ", period),
        None => ("", force),
    };
    let until = period["until"].as_str().map(|until| format!(" until {until}")).unwrap_or_default();
    format!("`{places}`, {attested}from {}{until}", period["from"].as_str().unwrap_or_default())
}

#[test]
fn the_page_of_programmes_tells_of_each_rule_where_and_when_it_is_law() {
    let page = read("src/docs/programmes.md").unwrap();
    let mut told = BTreeSet::new();
    for row in page.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [name, title, place, open] = cells.as_slice() else { panic!("this row is not whole: {row}") };
        assert!(open.len() > 10, "what is left open is not told: {row}");
        told.insert((name.trim_matches('`').to_owned(), (*title).to_owned(), (*place).to_owned()));
    }
    let mut written = BTreeSet::new();
    let folders = ["khabarovsk_krai", "khabarovsk_city", "volgograd_oblast", "novosibirsk_oblast"];
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let files = folders.iter().flat_map(|folder| fs::read_dir(root.join(folder)).unwrap());
    for file in files.map(|file| file.unwrap().path()) {
        let rules: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        for (name, measure) in rules["measures"].as_object().into_iter().flatten() {
            let title = measure["title"]["ru"].as_str().unwrap_or_default().to_owned();
            written.insert((name.clone(), title, where_and_when(measure)));
        }
    }
    let wrong: Vec<_> = told.difference(&written).collect();
    assert!(wrong.is_empty(), "the rules say otherwise: {wrong:#?}");
    assert_eq!(told.len(), 32, "the five seed documents name 32 programmes");
}
