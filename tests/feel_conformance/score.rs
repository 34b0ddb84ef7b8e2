//! How each case comes out, counted by suite.

use std::collections::BTreeMap;

use one_window::{Date, Value, evaluate};

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

impl Class {
    /// Its column in the table.
    fn column(self) -> usize {
        match self {
            Self::Agrees => 0,
            Self::RefusedForNull => 1,
            Self::Outside(_) => 2,
            Self::Disagrees => 3,
        }
    }
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
        let mut suites: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
        let mut total = [0; 4];
        let mut reasons: BTreeMap<&str, Vec<&Found>> = BTreeMap::new();
        for found in &self.found {
            let column = found.class.column();
            suites.entry(&found.case.suite).or_default()[column] += 1;
            total[column] += 1;
            if let Class::Outside(reason) = found.class {
                reasons.entry(reason.unwrap_or("no name")).or_default().push(found);
            }
        }
        let row = |name: &str, counts: &[usize; 4]| {
            let [agrees, null, outside, disagrees] = counts;
            format!("{name:<46}{agrees:>7}{null:>15}{outside:>16}{disagrees:>10}\n")
        };
        let mut table =
            format!("{:<46}{:>7}{:>15}{:>16}{:>10}\n", "suite", "agree", "refused, null", "refused, value", "disagree");
        suites.iter().for_each(|(suite, counts)| table.push_str(&row(suite, counts)));
        table.push_str(&row("all", &total));
        if !reasons.is_empty() {
            table.push_str("\nrefused where the standard has a value:\n");
        }
        for (reason, found) in reasons {
            table.push_str(&format!("\n  {reason}: {}\n", found.len()));
            found.iter().for_each(|found| table.push_str(&format!("    {}\n", line(found))));
        }
        table
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
            let messages: Vec<&str> = error.report().errors().map(|error| error.message()).collect();
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
        (Err(messages), Some(_)) => Class::Outside(outside::reason(messages)),
    };
    let got = result.map_or_else(|messages| messages, |value| format!("got {value}"));
    Found { case, class, got }
}

/// The one value that differs from the standard on purpose.
fn is_empty_sum(feel: &str) -> bool {
    let tight: String = feel.split_whitespace().collect();
    matches!(tight.as_str(), "sum([])" | "sum(list:[])")
}
