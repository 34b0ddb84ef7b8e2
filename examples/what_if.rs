//! Every measure one family can get, and what a change would do to it.
//!
//! ```text
//! cargo run --example what_if -- FAMILY.json [--on DATE] [--rules DIR] [--lang ru|en] [--format text|json]
//!                                [--set PATH=VALUE]... [--measure NAME] [--all]
//! cargo run --example what_if -- --schema [--rules DIR] [--lang ru|en]
//! ```
//!
//! The answer goes to standard output, everything else to standard error; it exits with 0 when it answered, and with 2
//! when the family, the rules or the arguments are wrong. Nothing here decides anything: it reads arguments, calls the
//! library and prints.

use std::{
    env,
    fmt::Display,
    fs,
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::{SystemTime, UNIX_EPOCH},
};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use one_window::{Assessment, Date, Family, Language, LoadError, Report, RuleSet, TextStyle};
use serde_json::Value;

fn main() -> ExitCode {
    let arguments = command().get_matches();
    match Request::from(&arguments).answer() {
        Ok(answer) => print(&answer),
        Err(Complaint(text)) => {
            // Nowhere is left to complain to when standard error is closed.
            let _closed = writeln!(io::stderr(), "{}", text.trim_end());
            ExitCode::from(2)
        }
    }
}

fn command() -> Command {
    Command::new("what_if")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Every measure one family can get, and what a change would do to it")
        .arg(
            Arg::new("family")
                .value_name("FAMILY.json")
                .required_unless_present("schema")
                .value_parser(value_parser!(PathBuf))
                .help("What the family tells about itself"),
        )
        .arg(
            option("on", "DATE")
                .value_parser(value_parser!(Date))
                .help("The day of application, as 2025-10-10; without it, today (UTC)"),
        )
        .arg(
            option("rules", "DIR")
                .value_parser(value_parser!(PathBuf))
                .help("A folder of rule files; without it, the rules that the crate embeds"),
        )
        .arg(
            option("lang", "LANGUAGE")
                .value_parser(["ru", "en"])
                .default_value("ru")
                .help("The language of the answer"),
        )
        .arg(
            option("format", "FORMAT")
                .value_parser(["text", "json"])
                .default_value("text")
                .help("An answer to read, or one for a script"),
        )
        .arg(
            option("set", "PATH=VALUE")
                .action(ArgAction::Append)
                .value_parser(change)
                .help(
                    "Answer the changed family too, as `members.petya.disability=child_disabled` or \
                     `applicant.monthly_income=30000`; `unknown` takes a fact away, `none` says that there is no such thing, \
                     `anna,vera` names members and `[]` nobody; may be repeated",
                ),
        )
        .arg(option("measure", "NAME").help("One measure, with its whole explanation"))
        .arg(Arg::new("all").long("all").action(ArgAction::SetTrue).help("List the measures not in force too"))
        .arg(
            Arg::new("schema")
                .long("schema")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["family", "on", "format", "set", "measure", "all"])
                .help("Print the JSON Schema of a family file for these rules, for an editor, and answer nobody"),
        )
}

fn option(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value)
}

/// A change as path and value.
fn change(text: &str) -> Result<(String, String), String> {
    text.split_once('=')
        .map(|(path, value)| (path.trim().to_owned(), value.trim().to_owned()))
        .ok_or_else(|| "a change is written as PATH=VALUE".to_owned())
}

/// What was asked for on the command line.
#[derive(Debug)]
struct Request<'a> {
    family: Option<&'a PathBuf>,
    on: Option<Date>,
    rules: Option<&'a PathBuf>,
    language: Language,
    json: bool,
    changes: Vec<&'a (String, String)>,
    measure: Option<&'a str>,
    all: bool,
    schema: bool,
}

impl<'a> From<&'a ArgMatches> for Request<'a> {
    fn from(arguments: &'a ArgMatches) -> Self {
        let is = |name, value: &str| arguments.get_one::<String>(name).is_some_and(|given| given == value);
        Self {
            family: arguments.get_one("family"),
            on: arguments.get_one("on").copied(),
            rules: arguments.get_one("rules"),
            language: if is("lang", "en") { Language::English } else { Language::Russian },
            json: is("format", "json"),
            changes: arguments.get_many("set").unwrap_or_default().collect(),
            measure: arguments.get_one::<String>("measure").map(String::as_str),
            all: arguments.get_flag("all"),
            schema: arguments.get_flag("schema"),
        }
    }
}

fn family_text(path: &Path) -> Result<String, Complaint> {
    fs::read_to_string(path).map_err(|error| Complaint::of(format_args!("cannot read `{}`: {error}", path.display())))
}

impl Request<'_> {
    /// The whole answer, ready to print.
    fn answer(&self) -> Result<String, Complaint> {
        let rules = self.rules.map_or_else(|| Ok(RuleSet::bundled()?), RuleSet::load)?;
        if let Some(warnings) = rules.warnings() {
            let _ = writeln!(io::stderr(), "{}", warnings.render(io::stderr().is_terminal()));
        }
        if self.schema {
            return Ok(format!("{:#}", rules.family_schema(self.language)));
        }
        let path = self.family.map_or(Path::new(""), PathBuf::as_path);
        let family = rules.family_from_json_named(&path.display().to_string(), &family_text(path)?);
        let family = family.map_err(|error| Complaint::from(error.report()))?;
        let changed = self.changed(&family)?;
        self.check_measure(&rules)?;
        let day = rules.on(self.on.map_or_else(today, Ok)?);
        let before = day.assess(&family);
        let after = changed.map(|family| day.assess(&family));
        Ok(if self.json { self.as_json(&before, after.as_ref()) } else { self.as_text(&before, after.as_ref()) })
    }

    /// The family with every `--set` done, if there is one.
    fn changed(&self, family: &Family) -> Result<Option<Family>, Complaint> {
        if self.changes.is_empty() {
            return Ok(None);
        }
        let changes = self.changes.iter().map(|(path, value)| (path.as_str(), value.as_str()));
        family.with_all(changes).map(Some).map_err(|report| Complaint::from(&report))
    }

    fn check_measure(&self, rules: &RuleSet) -> Result<(), Complaint> {
        let Some(wanted) = self.measure else { return Ok(()) };
        let names: Vec<&str> = rules.measures().collect();
        if names.contains(&wanted) {
            return Ok(());
        }
        let names = names.join("\n  ");
        Err(Complaint::of(format_args!("there is no measure `{wanted}`; the measures are\n  {names}")))
    }

    fn as_text(&self, before: &Assessment, after: Option<&Assessment>) -> String {
        let mut style = TextStyle::default();
        style.colour = has_colour(&io::stdout());
        style.all = self.all;
        style.measure = self.measure.map(str::to_owned);
        let first = before.text(self.language, &style);
        let Some(after) = after else { return first };
        let changes = Assessment::compare(before, after).text(self.language, &style);
        // One measure is short enough to be read before and after.
        let last = self.measure.map(|_| after.text(self.language, &style));
        let parts = [Some(first), Some(changes), last].into_iter().flatten();
        parts.map(|part| part.trim_end().to_owned()).collect::<Vec<String>>().join("\n\n")
    }

    fn as_json(&self, before: &Assessment, after: Option<&Assessment>) -> String {
        let Some(after) = after else { return format!("{:#}", self.only_wanted(before.to_json(self.language))) };
        let mut answer = Assessment::compare(before, after).to_json(self.language);
        for side in ["before", "after"] {
            if let Some(assessment) = answer.get_mut(side) {
                *assessment = self.only_wanted(assessment.take());
            }
        }
        if let (Some(measure), Some(changes)) = (self.measure, answer.get_mut("changes").and_then(Value::as_array_mut))
        {
            changes.retain(|change| has(change, "measure", measure));
        }
        format!("{answer:#}")
    }

    /// Leaves out what was not asked for: other measures with `--measure`, those not in force without `--all`.
    fn only_wanted(&self, mut assessment: Value) -> Value {
        if let Some(outcomes) = assessment.get_mut("outcomes").and_then(Value::as_array_mut) {
            outcomes.retain(|outcome| match self.measure {
                Some(measure) => has(outcome, "measure", measure),
                None => self.all || !has(outcome, "eligibility", "not_in_force"),
            });
        }
        assessment
    }
}

/// Whether an object has this text under a key.
fn has(object: &Value, key: &str, text: &str) -> bool {
    object.get(key).and_then(Value::as_str) == Some(text)
}

/// Why there is no answer, ready to print.
#[derive(Debug)]
struct Complaint(String);

impl Complaint {
    fn of(text: impl Display) -> Self {
        Self(format!("error: {text}"))
    }
}

impl From<&Report> for Complaint {
    fn from(report: &Report) -> Self {
        Self(report.render(has_colour(&io::stderr())))
    }
}

impl From<LoadError> for Complaint {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Invalid(error) => error.report().into(),
            other => Self::of(other),
        }
    }
}

/// Today by the clock of this machine, in UTC; the library itself never looks.
fn today() -> Result<Date, Complaint> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Date::new(1970, 1, 1)
        .zip(i64::try_from(seconds / 86_400).ok())
        .and_then(|(first, days)| first.checked_add_days(days))
        .ok_or_else(|| Complaint::of("the clock shows no day; say one with `--on`"))
}

/// Colours stand on a terminal only, and never where `NO_COLOR` is set.
fn has_colour(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Prints the answer; a reader that stops early (`| head`) has had its answer too.
fn print(answer: &str) -> ExitCode {
    match writeln!(io::stdout(), "{}", answer.trim_end()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::from(2),
        _ => ExitCode::SUCCESS,
    }
}
