//! `one-window` side by side with other rule engines.
//!
//! What the command `run` asks of one engine at a time.

use std::{env, process::ExitCode, time::Duration};

use one_window_peers::{data::Data, engines::ENGINES, report};

const USAGE: &str = "\
generate FOLDER                       make the files of the workload
engines                               the engines of this binary
check ENGINE FOLDER                   compare an engine with the reference
time ENGINE FOLDER MILLISECONDS       time an engine; each question takes about so long
table FOLDER                          the tables of all times in a folder";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match answer(&arguments) {
        Ok(text) => println!("{text}"),
        Err(text) => {
            eprintln!("{text}");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

fn answer(arguments: &[&str]) -> Result<String, String> {
    let engine = |name: &str| {
        ENGINES.iter().find(|entry| entry.name == name).ok_or_else(|| format!("there is no engine `{name}` here"))
    };
    match arguments {
        ["generate", folder] => {
            Data::new(folder).generate().map(|()| "generated".to_owned()).map_err(|error| error.to_string())
        }
        ["engines"] => Ok(ENGINES.iter().map(|entry| entry.name).collect::<Vec<_>>().join("\n")),
        ["check", name, folder] => Ok(format!("{name}: {}", (engine(name)?.check)(&Data::new(folder)))),
        ["time", name, folder, milliseconds] => {
            let budget = milliseconds.parse().map_err(|_| format!("`{milliseconds}` is no number"))?;
            let times = (engine(name)?.time)(&Data::new(folder), Duration::from_millis(budget));
            serde_json::to_string(&times).map_err(|error| error.to_string())
        }
        ["table", folder] => report::report(folder),
        _ => Err(USAGE.to_owned()),
    }
}
