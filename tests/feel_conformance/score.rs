//! How each case comes out, counted by suite.

use std::collections::BTreeMap;

use one_window::{Date, Diagnostic, Value, evaluate};

use super::{case::Case, outside, value};

/// How a case comes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// The value is the one of the standard.
    Agrees,
    /// Refused at load where the standard has null.
    RefusedForNull,
    /// Refused at load where the standard has a value, by this construct, if it has a name.
    Outside(Option<&'static str>),
    /// Another value, or a value where the standard has null.
    Disagrees,
}

/// A case with what came of it.
#[derive(Debug)]
pub struct Found {
    /// The case.
    pub case: Case,
    /// How it comes out.
    pub class: Class,
    /// The value, or why there is none.
    pub got: String,
}

/// All cases of a file.
#[derive(Debug)]
pub struct Score {
    found: Vec<Found>,
}

impl Score {
    /// Tries every case.
    pub fn of(cases: Vec<Case>) -> Self {
        Self { found: cases.into_iter().map(tried).collect() }
    }

    /// How many cases come out so.
    pub fn count(&self, class: Class) -> usize {
        self.found.iter().filter(|found| found.class == class).count()
    }

    /// A line for each such case.
    pub fn list(&self, is_such: impl Fn(&Found) -> bool) -> Vec<String> {
        self.found.iter().filter(|found| is_such(found)).map(line).collect()
    }

    /// The score by suite, and what is outside with its reason.
    pub fn table(&self) -> String {
        let mut suites: BTreeMap<&str, Counts> = BTreeMap::new();
        let mut total = Counts::default();
        let mut reasons: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for found in &self.found {
            for counts in [suites.entry(&found.case.suite).or_default(), &mut total] {
                counts.add(found.class);
            }
            if let Class::Outside(reason) = found.class {
                reasons.entry(reason.unwrap_or("no name")).or_default().push(format!("    {}", line(found)));
            }
        }
        let title =
            format!("{:<46}{:>7}{:>16}{:>16}{:>10}", "suite", "agree", "refused, null", "refused, value", "disagree");
        let mut lines = vec![title];
        lines.extend(suites.iter().map(|(suite, counts)| counts.row(suite)));
        lines.push(total.row("all"));
        if !reasons.is_empty() {
            lines.push("\nrefused where the standard has a value:".to_owned());
        }
        for (reason, found) in reasons {
            lines.push(format!("\n  {reason}: {}", found.len()));
            lines.extend(found);
        }
        lines.join("\n")
    }
}

/// How many cases come out how.
#[derive(Debug, Default)]
struct Counts {
    agree: usize,
    null: usize,
    outside: usize,
    disagree: usize,
}

impl Counts {
    fn add(&mut self, class: Class) {
        *match class {
            Class::Agrees => &mut self.agree,
            Class::RefusedForNull => &mut self.null,
            Class::Outside(_) => &mut self.outside,
            Class::Disagrees => &mut self.disagree,
        } += 1;
    }

    fn row(&self, name: &str) -> String {
        let Self { agree, null, outside, disagree } = self;
        format!("{name:<46}{agree:>7}{null:>16}{outside:>16}{disagree:>10}")
    }
}

/// One case in one line.
fn line(found: &Found) -> String {
    let Found { case, got, .. } = found;
    let feel: Vec<&str> = case.feel.split_whitespace().collect();
    let expected = case.expected.as_ref().map_or("null", |(_, value)| value.as_str());
    format!("{} {}: `{}` is {expected}; {got}", case.suite, case.name, feel.join(" "))
}

fn tried(case: Case) -> Found {
    // No case asks for the day.
    let result = if case.has_context {
        Err("it names data of its own".to_owned())
    } else {
        evaluate(&case.feel, Date::MIN).map_err(|error| {
            let messages: Vec<&str> = error.report().errors().map(Diagnostic::message).collect();
            messages.join("; ")
        })
    };
    let class = match (&result, &case.expected) {
        (Ok(found), Some((kind, text))) if value::agrees(found, kind, text) => Class::Agrees,
        (Ok(Value::Number(found)), None) if is_empty_sum(&case.feel) && found == "0" => {
            Class::Outside(Some(outside::EMPTY_SUM))
        }
        (Ok(_), _) => Class::Disagrees,
        (Err(_), None) => Class::RefusedForNull,
        (Err(messages), Some(_)) => Class::Outside(outside::reason(&case.feel, messages)),
    };
    let got = result.map_or_else(|messages| messages, |value| format!("got {value}"));
    Found { case, class, got }
}

/// The one value that differs from the standard on purpose.
fn is_empty_sum(feel: &str) -> bool {
    let tight: String = feel.split_whitespace().collect();
    matches!(tight.as_str(), "sum([])" | "sum(list:[])")
}
