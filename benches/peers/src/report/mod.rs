//! The tables of the README, from the times of all rounds.

mod claims;
mod rounds;
mod table;

use rounds::Rounds;
use table::{Table, duration, ratio};

/// The engine all others are measured by.
const UNIT: &str = "native_codegen";

/// The engines in the order of the tables: name, how it is called, which facts it gets.
const ENGINES: [(&str, &str, &str); 11] = [
    (UNIT, "the rules as generated Rust", "as they are"),
    ("native", "Rust by hand, walking the rules", "as they are"),
    ("ours", "**one-window**", "as they are"),
    ("datalogic_derived", "datalogic-rs", "ready made"),
    ("datalogic_raw", "datalogic-rs", "as they are"),
    ("zen_expression_derived", "zen-expression", "ready made"),
    ("zen_derived", "zen-engine, decision table", "ready made"),
    ("zen_raw", "zen-engine, decision table", "as they are"),
    ("cel_derived", "cel", "ready made"),
    ("cel_raw", "cel", "as they are"),
    ("openfisca", "OpenFisca, all 20 000 at once", "as they are"),
];

/// All tables as Markdown.
///
/// # Errors
/// Where the times cannot be read.
pub fn report(folder: &str) -> Result<String, String> {
    let rounds = Rounds::read(folder, &ENGINES.map(|(name, _, _)| name))?;
    let parts = [
        "Eligibility and amounts of 100 measures for one family, of 20 000; every answer was compared before.\n"
            .to_owned(),
        main_table(&rounds),
        "Loading rules, and how the time grows with rules and with children:\n".to_owned(),
        growth_table(&rounds),
        "What only one-window is asked:\n".to_owned(),
        more_table(&rounds),
        "What must hold:\n".to_owned(),
        claims::table(&rounds),
        rounds.words(),
    ];
    Ok(parts.join("\n"))
}

fn present(rounds: &Rounds) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    ENGINES.into_iter().filter(|(name, _, _)| rounds.has(name))
}

fn main_table(rounds: &Rounds) -> String {
    let mut table = Table::new(&["", "facts", "one family", "of generated Rust", "JSON line to result"]);
    for (name, title, facts) in present(rounds) {
        table.row([
            title.to_owned(),
            facts.to_owned(),
            duration(rounds.median(name, "answer")),
            ratio(rounds.ratio((name, "answer"), (UNIT, "answer"))),
            duration(rounds.median(name, "line")),
        ]);
    }
    let typed = [("of the lines of the others", "native"), ("of the lines of one-window", "ours")];
    for (which, name) in typed.into_iter().filter(|(_, name)| rounds.has(name)) {
        let time = duration(rounds.median(name, "typed"));
        table.row([
            format!("typed parsing by serde alone, {which}"),
            String::new(),
            String::new(),
            String::new(),
            time,
        ]);
    }
    table.to_string()
}

fn growth_table(rounds: &Rounds) -> String {
    let mut table = Table::new(&[
        "",
        "facts",
        "load 10",
        "load 100",
        "load 1 000",
        "10 rules",
        "100 rules",
        "1 000 rules",
        "1 child",
        "4 children",
        "16 children",
    ]);
    let questions = [
        "load_10",
        "load_100",
        "load_1000",
        "rules_10",
        "rules_100",
        "rules_1000",
        "children_1",
        "children_4",
        "children_16",
    ];
    for (name, title, facts) in present(rounds) {
        let times = questions.iter().map(|question| duration(rounds.median(name, question)));
        table.row([title.to_owned(), facts.to_owned()].into_iter().chain(times));
    }
    table.to_string()
}

fn more_table(rounds: &Rounds) -> String {
    let questions = [
        ("read", "a family from its line of JSON"),
        ("build", "the same family put together by a program"),
        ("assessed", "the whole assessment, with terms, ready to say why"),
        ("population", "totals of 20 000 families, for one of them"),
        ("columns", "totals of 20 000 families handed over as columns, for one of them"),
        ("columns_checked", "such columns held against the vocabulary, for one family"),
        ("untold", "verdicts and amounts where a third of the facts is untold"),
        ("untold_missing", "the same with every missing fact and whether it is certain"),
        ("traced", "all 100 explanations as data: each condition, and what it compares"),
        ("explained", "all 100 answers with their reasons in words"),
        ("explained_json", "the whole answer as JSON"),
        ("day_100", "100 rules made ready for a day in five territories, and a family of each answered"),
        ("day_1000", "1 000 rules likewise"),
    ];
    let mut table = Table::new(&["", "time"]);
    for (question, title) in questions {
        table.row([title.to_owned(), duration(rounds.median("ours", question))]);
    }
    table.to_string()
}
