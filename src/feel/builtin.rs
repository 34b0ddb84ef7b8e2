//! The built-in functions as data: names, parameters, kinds.
//!
//! This is the closed list of the language; the checker and the language reference both read it.

use std::sync::LazyLock;

/// What a parameter takes or a function gives, as far as the first check and the reference need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number of any unit.
    Number,
    /// A date; a month is the date of its first day.
    Date,
    /// Days, or months and years.
    Duration,
    /// True or false.
    Boolean,
    /// A list.
    List,
    /// A member of the family.
    Member,
    /// The name of a parameter, not its value.
    Parameter,
    /// `country` or `subject`.
    Level,
    /// A quoted text.
    Text,
    /// More than one of these; the checker knows which.
    Any,
}

/// One parameter of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The name, for `date(year: 2026, …)`.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
}

/// One way to call a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// The parameters in order.
    pub parameters: &'static [Parameter],
    /// How many of them must be given; the others may be left out from the right.
    pub least: usize,
    /// Whether the last parameter may be given any number of times.
    pub is_variadic: bool,
    /// What comes out.
    pub result: Kind,
}

/// A built-in function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Builtin {
    /// The name; several words are parted by one space.
    pub name: &'static str,
    /// What it gives, in one line.
    pub title: &'static str,
    /// The ways to call it; where several fit the first holds.
    pub forms: &'static [Form],
}

const fn takes(name: &'static str, kind: Kind) -> Parameter {
    Parameter { name, kind }
}

/// A form whose parameters must all be given.
const fn form(parameters: &'static [Parameter], result: Kind) -> Form {
    Form { parameters, least: parameters.len(), is_variadic: false, result }
}

/// A form that needs only the first `least` parameters.
const fn optional(least: usize, parameters: &'static [Parameter], result: Kind) -> Form {
    Form { parameters, least, is_variadic: false, result }
}

/// A form whose only parameter is given once or more often.
const fn variadic(parameters: &'static [Parameter], result: Kind) -> Form {
    Form { parameters, least: 1, is_variadic: true, result }
}

const N: Parameter = takes("n", Kind::Number);
const SCALE: Parameter = takes("scale", Kind::Number);
const LIST: Parameter = takes("list", Kind::List);
const ON: Parameter = takes("date", Kind::Date);

const ROUNDING: &[Form] = &[form(&[N, SCALE], Kind::Number)];
const TO_WHOLE: &[Form] = &[optional(1, &[N, SCALE], Kind::Number)];

const fn builtin_of(name: &'static str, title: &'static str, forms: &'static [Form]) -> Builtin {
    Builtin { name, title, forms }
}

/// All built-in functions, sorted by name.
pub const BUILTINS: &[Builtin] = &[
    builtin_of("abs", "the number or duration without its sign", &[form(&[takes("n", Kind::Any)], Kind::Any)]),
    builtin_of(
        "age_on",
        "full years of a member on a day",
        &[form(&[takes("member", Kind::Member), ON], Kind::Number)],
    ),
    builtin_of(
        "all",
        "whether every condition holds; true of an empty list",
        &[form(&[LIST], Kind::Boolean), variadic(&[takes("condition", Kind::Boolean)], Kind::Boolean)],
    ),
    builtin_of(
        "any",
        "whether a condition holds; false of an empty list",
        &[form(&[LIST], Kind::Boolean), variadic(&[takes("condition", Kind::Boolean)], Kind::Boolean)],
    ),
    builtin_of(
        "birthday",
        "the day a member comes to be so many years old",
        &[form(&[takes("member", Kind::Member), takes("years", Kind::Number)], Kind::Date)],
    ),
    builtin_of("ceiling", "the number rounded towards plus infinity", TO_WHOLE),
    builtin_of("count", "how many items a list has", &[form(&[LIST], Kind::Number)]),
    builtin_of(
        "date",
        "a day of the calendar",
        &[
            form(&[takes("year", Kind::Number), takes("month", Kind::Number), takes("day", Kind::Number)], Kind::Date),
            form(&[takes("from", Kind::Any)], Kind::Date),
        ],
    ),
    builtin_of("days_in_year", "365 or 366", &[form(&[takes("year", Kind::Number)], Kind::Number)]),
    builtin_of("decimal", "the number rounded to a scale, halves to the even digit", ROUNDING),
    builtin_of("duration", "a duration from its ISO 8601 text", &[form(&[takes("from", Kind::Text)], Kind::Duration)]),
    builtin_of("floor", "the number rounded towards minus infinity", TO_WHOLE),
    builtin_of(
        "max",
        "the greatest of the values and of the items of the lists",
        &[variadic(&[takes("list", Kind::Any)], Kind::Any)],
    ),
    builtin_of(
        "min",
        "the least of the values and of the items of the lists",
        &[variadic(&[takes("list", Kind::Any)], Kind::Any)],
    ),
    builtin_of(
        "modulo",
        "the rest of a division, with the sign of the divisor",
        &[form(&[takes("dividend", Kind::Number), takes("divisor", Kind::Number)], Kind::Number)],
    ),
    builtin_of("month_of", "the first day of the month of a date", &[form(&[ON], Kind::Date)]),
    builtin_of(
        "months_before",
        "the months from the first to the last of so many before a date, as a list",
        &[form(&[ON, takes("first", Kind::Number), takes("last", Kind::Number)], Kind::List)],
    ),
    builtin_of("not", "the contrary", &[form(&[takes("negand", Kind::Boolean)], Kind::Boolean)]),
    builtin_of("round down", "the number rounded to a scale, towards zero", ROUNDING),
    builtin_of("round half down", "the number rounded to a scale, halves towards zero", ROUNDING),
    builtin_of("round half up", "the number rounded to a scale, halves away from zero", ROUNDING),
    builtin_of("round up", "the number rounded to a scale, away from zero", ROUNDING),
    builtin_of(
        "sum",
        "the values and the items of the lists together; 0 of an empty list",
        &[variadic(&[takes("list", Kind::Any)], Kind::Number)],
    ),
    builtin_of(
        "value_on",
        "a parameter as it is on a day, of the family's territory or of the level named",
        &[optional(2, &[takes("parameter", Kind::Parameter), ON, takes("level", Kind::Level)], Kind::Any)],
    ),
    builtin_of(
        "years and months duration",
        "full months from one date to another",
        &[form(&[takes("from", Kind::Date), takes("to", Kind::Date)], Kind::Duration)],
    ),
];

/// Functions of FEEL that rules leave out and that an author may look for, with what to do instead.
const OUTSIDE: &[(&str, &str)] = &[
    ("concatenate", "name both lists where they are used"),
    ("contains", "write a condition on an enumerated fact"),
    ("date and time", "rules know days, not times: `date(…)`"),
    ("days and time duration", "subtract one date from the other"),
    ("distinct values", "count with a filter"),
    ("flatten", "a path over a list flattens it"),
    ("is", "compare with `=`"),
    ("list contains", "write `value in list`"),
    ("mean", "write `sum(list) / count(list)`, guarded by `max(1, …)`"),
    ("median", "state the law with `sum`, `count`, `min`, `max`"),
    ("now", "the day of the assessment is `on`"),
    ("number", "write the number without quotes"),
    ("odd", "write `modulo(n, 2) = 1`"),
    ("even", "write `modulo(n, 2) = 0`"),
    ("string", "rules build no texts"),
    ("string length", "rules build no texts"),
    ("substring", "rules build no texts"),
    ("time", "rules know days, not times"),
    ("today", "the day of the assessment is `on`"),
];

/// The built-in function with this name.
pub fn builtin(name: &str) -> Option<&'static Builtin> {
    BUILTINS.iter().find(|builtin| builtin.name == name)
}

/// What to do instead of a function of FEEL that rules leave out.
pub fn instead_of(name: &str) -> Option<&'static str> {
    let found = OUTSIDE.iter().find(|(outside, _)| *outside == name);
    found.map(|(_, instead)| *instead)
}

/// All names of functions with more than one word, word by word, those that rules leave out too.
pub(super) fn phrases() -> &'static [Vec<&'static str>] {
    static PHRASES: LazyLock<Vec<Vec<&str>>> = LazyLock::new(|| {
        let outside = OUTSIDE.iter().map(|(name, _)| *name);
        let names = BUILTINS.iter().map(|builtin| builtin.name).chain(outside).filter(|name| name.contains(' '));
        names.map(|name| name.split(' ').collect()).collect()
    });
    &PHRASES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_sorted_and_named_once() {
        assert!(BUILTINS.is_sorted_by(|a, b| a.name < b.name));
    }

    #[test]
    fn no_function_is_both_built_in_and_outside() {
        for (name, _) in OUTSIDE {
            assert_eq!(builtin(name), None);
        }
        assert_eq!(instead_of("is"), Some("compare with `=`"));
        assert_eq!(instead_of("abs"), None);
    }

    #[test]
    fn every_form_can_be_called() {
        for builtin in BUILTINS {
            assert!(!builtin.forms.is_empty());
            for form in builtin.forms {
                assert!(form.least >= 1 && form.least <= form.parameters.len());
            }
        }
    }
}
