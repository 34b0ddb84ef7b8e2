//! How every condition of a measure came out for one family: for authors of rules and for programs that show it.
//!
//! ```text
//! cargo run --example trace -- FAMILY.json [--measure NAME] [--on DATE] [--rules DIR] [--lang ru|en]
//! ```
//!
//! A line says of one condition what it comes to on what was told (`yes`, `no`, in brackets where that is only presumed, or `?` where
//! it is open), what the rule says of it and how it writes it, and behind it the values that it compares. What stands below a
//! condition makes it what it is.

use std::{
    error::Error,
    fs,
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Arg, ArgMatches, Command, value_parser};
use one_window::{Answer, Date, Language, RuleSet, StepForm, StepRole, TracedMeasure, TracedStep};

fn main() -> ExitCode {
    match answer(&command().get_matches()) {
        Ok(()) => ExitCode::SUCCESS,
        // A reader that stops early (`| head`) has had its answer too.
        Err(error)
            if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe) =>
        {
            ExitCode::SUCCESS
        }
        Err(error) => {
            // Nowhere is left to complain to when standard error is closed.
            let _closed = writeln!(io::stderr(), "{error}");
            ExitCode::from(2)
        }
    }
}

fn answer(arguments: &ArgMatches) -> Result<(), Box<dyn Error>> {
    let rules = match arguments.get_one::<PathBuf>("rules") {
        Some(folder) => RuleSet::load(folder)?,
        None => RuleSet::bundled()?,
    };
    let path: &PathBuf = arguments.get_one("family").ok_or("a family file is needed")?;
    let text = fs::read_to_string(path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
    let family = rules.family_from_json_named(&path.display().to_string(), &text)?;
    let day = rules.on(arguments.get_one::<Date>("on").copied().ok_or("a day is needed")?);
    let mut desk = day.desk();
    let trace = match arguments.get_one::<String>("measure") {
        Some(name) => desk.trace_of(&family, name).ok_or_else(|| format!("there is no measure `{name}`"))?,
        None => desk.trace(&family),
    };
    let mut out = io::stdout().lock();
    if let Some(name) = arguments.get_one::<String>("measure").filter(|_| trace.measures().len() == 0) {
        writeln!(out, "{name}: not in force on {}", day.date())?;
    }
    for measure in trace.measures() {
        show(&mut out, &measure, language(arguments))?;
    }
    Ok(())
}

fn command() -> Command {
    let option = |name: &'static str, value: &'static str| Arg::new(name).long(name).value_name(value);
    Command::new("trace")
        .about("How every condition of a measure came out for one family")
        .arg(Arg::new("family").value_name("FAMILY.json").required(true).value_parser(value_parser!(PathBuf)))
        .arg(option("measure", "NAME").help("One measure; without it, every measure in force"))
        .arg(option("on", "DATE").required(true).value_parser(value_parser!(Date)).help("The day of application"))
        .arg(option("rules", "DIR").value_parser(value_parser!(PathBuf)).help("A folder of rule files"))
        .arg(option("lang", "LANGUAGE").value_parser(["ru", "en"]).default_value("ru").help("The language of words"))
}

fn language(arguments: &ArgMatches) -> Language {
    match arguments.get_one::<String>("lang").map(String::as_str) {
        Some("en") => Language::English,
        _ => Language::Russian,
    }
}

fn show(out: &mut impl Write, measure: &TracedMeasure<'_>, language: Language) -> io::Result<()> {
    let whom = match measure.member() {
        Some(member) => format!(" {member}"),
        None if measure.steps().len() == 0 => ": for nobody".to_owned(),
        None => String::new(),
    };
    writeln!(out, "{}{whom}", measure.measure())?;
    // So many steps are still to come of each condition that is being shown.
    let mut open: Vec<usize> = Vec::new();
    for step in measure.steps() {
        let role = match step.role() {
            Some(StepRole::ForWhom) => "for: ",
            Some(StepRole::EligibleWhen) => "eligible_when: ",
            Some(StepRole::RefusedWhen) => "refused_when: ",
            _ => "",
        };
        let answer = match (step.told(), step.presumed()) {
            (Answer::True, _) => "yes",
            (Answer::False, _) => "no",
            (_, Answer::True) => "(yes)",
            (_, Answer::False) => "(no)",
            _ => "?",
        };
        writeln!(out, "{}{answer:<5} {role}{}", "    ".repeat(open.len() + 1), line(&step, language))?;
        open.push(step.size());
        for left in &mut open {
            *left -= 1;
        }
        open.retain(|left| *left > 0);
    }
    Ok(())
}

fn line(step: &TracedStep<'_>, language: Language) -> String {
    let form = match step.form() {
        StepForm::All => "all of",
        StepForm::Any => "any of",
        StepForm::Not => "not",
        StepForm::Choice => "the first that applies of",
        StepForm::InPlace => "what was told in place of records, else the records",
        StepForm::Above => "as above",
        _ => step.written(),
    };
    let values: Vec<String> = step.values().map(|value| value.to_string()).collect();
    let values = if values.is_empty() { String::new() } else { format!(" [{}]", values.join(", ")) };
    match step.words(language) {
        Some(words) => format!("{words} ({form}){values}"),
        None => format!("{form}{values}"),
    }
}
