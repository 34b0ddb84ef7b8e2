//! What was asked for.

use std::{
    env,
    num::NonZeroUsize,
    path::PathBuf,
    thread,
    time::{SystemTime, UNIX_EPOCH},
};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use one_window::{Date, Day, Language, RuleSet};

use super::Complaint;

/// From where the families come.
#[derive(Debug, Clone)]
pub enum Families {
    /// A file, gzip too; standard input for `-`.
    Lines(PathBuf),
    /// So many of the seeded generator.
    Sample(u64),
}

/// In which form totals are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Table,
    Csv,
    Json,
}

/// The request.
#[derive(Debug)]
pub struct Request {
    pub families: Families,
    pub seed: u64,
    pub rules: RuleSet,
    pub day: Day,
    /// The day after the change, with its rules.
    pub after: Option<(RuleSet, Day)>,
    pub by_territory: bool,
    /// The circumstances by which families are parted.
    pub by: Vec<String>,
    pub language: Language,
    pub form: Form,
    pub rejected: Option<PathBuf>,
    pub threads: usize,
}

fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

fn command() -> Command {
    Command::new("population")
        .version(env!("CARGO_PKG_VERSION"))
        .about("What each measure comes to for many families, and who wins and who loses by a change")
        .arg(
            Arg::new("families")
                .value_name("FAMILIES")
                .value_parser(value_parser!(PathBuf))
                .help("A file with one family a line, plain or gzip; `-` for standard input"),
        )
        .arg(
            option("sample", "N", "So many families of the seeded generator, for trying it out")
                .value_parser(value_parser!(u64))
                .conflicts_with("families"),
        )
        .arg(option("seed", "N", "The seed of the generator").value_parser(value_parser!(u64)).default_value("1"))
        .arg(
            option("on", "DATE", "The day of application, as 2025-10-10; without it, today (UTC)")
                .value_parser(value_parser!(Date)),
        )
        .arg(
            option("rules", "DIR", "A folder of rule files; without it, the rules that the crate embeds")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            option("compare", "DIR", "Who wins and who loses when these rules replace the others")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            option("compare-on", "DATE", "Who wins and who loses from the day of application to this day")
                .value_parser(value_parser!(Date)),
        )
        .arg(
            Arg::new("by-territory")
                .long("by-territory")
                .action(ArgAction::SetTrue)
                .help("Totals for each territory apart"),
        )
        .arg(
            option(
                "by",
                "CIRCUMSTANCE",
                "Also the totals of those for whom it holds, for whom not, and of whom that is not known",
            )
            .action(ArgAction::Append),
        )
        .arg(option("lang", "LANGUAGE", "The language of titles").value_parser(["ru", "en"]).default_value("ru"))
        .arg(
            option("format", "FORMAT", "A table to read, or lines for a program")
                .value_parser(["table", "csv", "json"])
                .default_value("table"),
        )
        .arg(
            option("rejected", "FILE", "Where lines go that are no family, with what is wrong in them")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(option("threads", "N", "So many threads; without it, all cores").value_parser(value_parser!(NonZeroUsize)))
}

impl Request {
    /// What the arguments ask for.
    pub fn read() -> Result<Self, Complaint> {
        let found = command().get_matches();
        let families = match (found.get_one::<PathBuf>("families"), found.get_one::<u64>("sample")) {
            (_, Some(count)) => Families::Sample(*count),
            (Some(path), None) => Families::Lines(path.clone()),
            (None, None) => {
                return Err(Complaint::of(
                    "say where the families are: a file, `-` for standard input, or `--sample 10000`",
                ));
            }
        };
        let rules = rules(&found, "rules")?;
        let on = match found.get_one::<Date>("on") {
            Some(on) => *on,
            None => today()?,
        };
        let after = after(&found, &rules, on)?;
        let threads = found.get_one::<NonZeroUsize>("threads").copied();
        let threads = threads.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
        let text = |name: &str| found.get_one::<String>(name).map_or("", String::as_str);
        let by: Vec<String> = found.get_many::<String>("by").unwrap_or_default().cloned().collect();
        let day = rules.on(on);
        // A name that the rules do not have is told before anything is read.
        day.population_by(by.iter().map(String::as_str)).map_err(Complaint::of)?;
        Ok(Self {
            families,
            seed: found.get_one::<u64>("seed").copied().unwrap_or(1),
            day,
            rules,
            after,
            by_territory: found.get_flag("by-territory"),
            by,
            language: if text("lang") == "en" { Language::English } else { Language::Russian },
            form: match text("format") {
                "csv" => Form::Csv,
                "json" => Form::Json,
                _ => Form::Table,
            },
            rejected: found.get_one::<PathBuf>("rejected").cloned(),
            threads,
        })
    }
}

fn rules(found: &ArgMatches, name: &str) -> Result<RuleSet, Complaint> {
    match found.get_one::<PathBuf>(name) {
        Some(folder) => RuleSet::load(folder).map_err(Complaint::of),
        None => RuleSet::bundled().map_err(Complaint::of),
    }
}

fn after(found: &ArgMatches, own: &RuleSet, on: Date) -> Result<Option<(RuleSet, Day)>, Complaint> {
    let day = found.get_one::<Date>("compare-on").copied();
    if day.is_none() && !found.contains_id("compare") {
        return Ok(None);
    }
    let after = if found.contains_id("compare") { rules(found, "compare")? } else { own.clone() };
    let day = after.on(day.unwrap_or(on));
    Ok(Some((after, day)))
}

fn today() -> Result<Date, Complaint> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_err(Complaint::of)?;
    let days = i64::try_from(now.as_secs() / 86_400).map_err(Complaint::of)?;
    Date::from_day_number(days).ok_or_else(|| Complaint::of("the clock is beyond the calendar"))
}
