//! What each measure comes to for many families, and who wins and who loses by a change.
//!
//! ```text
//! cargo run --release --example population -- [FAMILIES.ndjson | FAMILIES.ndjson.gz | -] [--sample N] [--seed N]
//!     [--on DATE] [--rules DIR] [--compare DIR | --compare-on DATE] [--by-territory] [--by CIRCUMSTANCE]...
//!     [--lang ru|en] [--format table|csv|json] [--rejected FILE] [--threads N]
//! ```
//!
//! Each line is one family file. Lines come from a file, from standard input (`-`), or from a seeded generator
//! (`--sample`). A line that is no family stops nothing: it goes to the file of rejected lines with what is wrong in it.
//! Totals go to standard output, everything else to standard error. It exits with 0 when all lines were read, and with 2
//! when the arguments, the rules or a file are wrong.

#[path = "population/arguments.rs"]
mod arguments;
#[path = "population/progress.rs"]
mod progress;
#[path = "population/report.rs"]
mod report;
#[path = "population/sample.rs"]
mod sample;
#[path = "population/source.rs"]
mod source;
#[path = "population/work.rs"]
mod work;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use arguments::Request;

/// What went wrong, for people.
#[derive(Debug)]
struct Complaint(String);

impl Complaint {
    fn of(what: impl std::fmt::Display) -> Self {
        Self(what.to_string())
    }
}

fn main() -> ExitCode {
    match answer() {
        Ok(text) => match io::stdout().write_all(text.as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            // Whoever read it has read enough.
            Err(_) => ExitCode::from(2),
        },
        Err(Complaint(text)) => {
            // Nowhere is left to complain to when standard error is closed.
            let _closed = writeln!(io::stderr(), "{}", text.trim_end());
            ExitCode::from(2)
        }
    }
}

fn answer() -> Result<String, Complaint> {
    let request = Request::read()?;
    let done = work::run(&request)?;
    let mut told = io::stderr();
    let _closed = writeln!(told, "{}", done.summary());
    Ok(report::report(&request, &done))
}
