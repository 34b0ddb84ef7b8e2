//! What the language reference names as outside, and how a refusal tells that it is this.

use std::collections::BTreeSet;

/// The language reference.
const PAGE: &str = include_str!("../../src/docs/language.md");

/// The part of it that names what is outside: each in bold at the beginning of its line.
const PART: &str = "## What is outside, and why";

/// Each construct with parts of the messages that refuse it. The first that fits is the reason, so the narrow ones stand
/// before the wide.
const CONSTRUCTS: &[(&str, &[&str])] = &[
    ("`null`", &["whether something is unknown"]),
    ("operands of a wrong type", &["a condition is expected here, and this is"]),
    ("items by place", &["so there is no first or last item"]),
    (
        "times of day",
        &[
            "there is no function `time`",
            "there is no function `date and time`",
            "there is no function `days and time duration`",
            "there is no function `now`",
            "there is no function `today`",
            "is neither a date nor a duration in whole days or months",
            "has no `hour`",
            "no whole number of days",
        ],
    ),
    (
        "texts",
        &[
            "there is no function `string",
            "there is no function `substring",
            "there is no function `contains",
            "there is no function `upper case",
            "between a text and a text",
            "and this is a text",
            "a text is no value",
        ],
    ),
    (
        "other functions",
        &["there is no function `", "only a function is called", "` takes ", "does not take these", "function("],
    ),
    ("contexts", &["rules have no contexts", "names data of its own"]),
    (
        "lists and ranges as values",
        &[
            "cannot be compared whole",
            "a range is no value of its own",
            "nothing stands before `<",
            "nothing stands before `>",
            "nothing stands before `=",
            "nothing stands before `!=",
            "stands beside a list",
            "a list of",
            "a list, each",
            "a list is expected here",
            "a whole list cannot stand here",
        ],
    ),
    ("exponents", &["a number has no exponent"]),
    ("powers that are not written out", &["an exponent is a whole number"]),
    ("scales that are not written out", &["a whole number from -18 to 18 is expected here"]),
    ("days outside the calendar", &["there is no such day", "before the year 1 or after the year 9999"]),
    ("parts of dates and durations", &["a date has no `", "cannot be read from a duration"]),
    ("questions of type", &["ask for the type of a value"]),
    ("the question mark", &["`?` means nothing here"]),
    ("numbers that are too long", &["has too many digits", "beyond what can be computed exactly", "more than 4096"]),
    ("loops without a bound", &["only a list can be gone through", "nothing is called `partial`"]),
    (
        "operands of a wrong type",
        &[
            "stands beside",
            "is expected here, and this is",
            "there is no such arithmetic",
            "has no opposite",
            "cannot be read from",
            "is neither more nor less",
        ],
    ),
];

/// A value that differs on purpose.
pub const EMPTY_SUM: &str = "the empty sum";

/// The names that the runner knows.
/// One may stand there twice.
pub fn names() -> impl Iterator<Item = &'static str> {
    CONSTRUCTS.iter().map(|(name, _)| *name).chain([EMPTY_SUM])
}

/// The construct for which an expression with a value was refused.
pub fn reason(feel: &str, messages: &str) -> Option<&'static str> {
    // A function of one's own has no message of its own.
    let messages = format!("{messages} in {feel}");
    let found = CONSTRUCTS.iter().find(|(_, marks)| marks.iter().any(|mark| messages.contains(mark)));
    found.map(|(name, _)| *name)
}

/// The names in the language reference.
pub fn written() -> BTreeSet<String> {
    let part = PAGE.split(PART).nth(1).unwrap_or_default();
    let part = part.split("\n## ").next().unwrap_or_default();
    let named = |line: &str| Some(line.strip_prefix("- **")?.split_once("**")?.0.to_owned());
    part.lines().filter_map(named).map(|name| lower(&name)).collect()
}

/// A name as it is in the middle of a sentence.
fn lower(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
