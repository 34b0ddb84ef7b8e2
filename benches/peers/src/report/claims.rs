//! What is promised of the library's speed, as ratios where both sides met the same machine.

use super::{
    UNIT,
    rounds::Rounds,
    table::{Table, duration, ratio},
};

/// One thing held against another.
struct Claim {
    what: &'static str,
    one: (&'static str, &'static str),
    other: (&'static str, &'static str),
    bound: Bound,
}

/// How the ratio must be.
#[derive(Clone, Copy)]
enum Bound {
    AtMost(f64),
    AtLeast(f64),
}

const OURS: (&str, &str) = ("ours", "answer");

const CLAIMS: [Claim; 10] = [
    Claim { what: "one family, of generated Rust", one: OURS, other: (UNIT, "answer"), bound: Bound::AtMost(6.0) },
    Claim {
        what: "datalogic-rs on ready facts, of one-window",
        one: ("datalogic_derived", "answer"),
        other: OURS,
        bound: Bound::AtLeast(8.0),
    },
    Claim {
        what: "Zen's best, of one-window",
        one: ("zen_expression_derived", "answer"),
        other: OURS,
        bound: Bound::AtLeast(20.0),
    },
    Claim {
        what: "JSON line to result, of typed parsing of the line",
        one: ("ours", "line"),
        other: ("ours", "typed"),
        bound: Bound::AtMost(3.0),
    },
    Claim {
        what: "OpenFisca, all at once, of one-window's columns",
        one: ("openfisca", "answer"),
        other: ("ours", "columns"),
        bound: Bound::AtLeast(10.0),
    },
    Claim {
        what: "a third of the facts untold, of all told",
        one: ("ours", "untold"),
        other: OURS,
        bound: Bound::AtMost(2.0),
    },
    Claim {
        what: "the same with missing facts",
        one: ("ours", "untold_missing"),
        other: OURS,
        bound: Bound::AtMost(40.0),
    },
    Claim {
        what: "1 000 rules, of 100",
        one: ("ours", "rules_1000"),
        other: ("ours", "rules_100"),
        bound: Bound::AtMost(10.0),
    },
    Claim {
        what: "load of 1 000 rules, of 100",
        one: ("ours", "load_1000"),
        other: ("ours", "load_100"),
        bound: Bound::AtMost(10.0),
    },
    Claim {
        what: "16 children, of one",
        one: ("ours", "children_16"),
        other: ("ours", "children_1"),
        bound: Bound::AtMost(1.5),
    },
];

/// What may take so long, in nanoseconds.
const TIMES: [(&str, &str, f64); 4] = [
    ("one family of a population, from columns to totals", "columns", 150.0),
    ("all 100 explanations as data: each condition, and what it compares", "traced", 12e3),
    ("load and check of 1 000 rules", "load_1000", 30e6),
    ("1 000 rules made ready for a day in five territories", "day_1000", 10e6),
];

/// All of them with what was measured.
pub fn table(rounds: &Rounds) -> String {
    let mut table = Table::new(&["", "measured", "wanted", ""]);
    for claim in &CLAIMS {
        let found = rounds.ratio(claim.one, claim.other);
        let (wanted, holds) = match claim.bound {
            Bound::AtMost(most) => (format!("≤ {most} ×"), found.map(|found| found <= most)),
            Bound::AtLeast(least) => (format!("≥ {least} ×"), found.map(|found| found >= least)),
        };
        table.row([claim.what.to_owned(), ratio(found), wanted, mark(holds)]);
    }
    for (what, question, most) in TIMES {
        let found = rounds.median("ours", question);
        let wanted = format!("≤ {}", duration(Some(most)));
        table.row([what.to_owned(), duration(found), wanted, mark(found.map(|found| found <= most))]);
    }
    table.to_string()
}

fn mark(holds: Option<bool>) -> String {
    match holds {
        Some(true) => "holds",
        Some(false) => "**no**",
        None => "–",
    }
    .to_owned()
}
