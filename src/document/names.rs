//! How names and codes are written: the patterns that the schema carries and the shape check applies.
//!
//! The patterns are a closed list, so no engine of regular expressions is needed.

/// A plain name, such as `large_family`.
pub const NAME: &str = "^[a-z][a-z0-9_]*$";
/// The name of a measure, such as `federal.maternity_capital`.
pub const MEASURE_NAME: &str = r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$";
/// The name of a parameter, such as `minimum_wage` or `subsistence_minimum.child`.
pub const PARAMETER_NAME: &str = r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$";

/// The code of a measure in the classifier of the state, such as `0000.00000000.00.0000.00.000000`: four digits, eight, two,
/// four, two, six.
pub const KMSZ: &str = r"^[0-9]{4}\.[0-9]{8}\.[0-9]{2}\.[0-9]{4}\.[0-9]{2}\.[0-9]{6}$";

/// How many digits stand in each part of a code of the classifier.
const KMSZ_PARTS: [usize; 6] = [4, 8, 2, 4, 2, 6];

/// The kinds of names, each with its own pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKind {
    /// A plain name.
    Plain,
    /// Two plain names with a dot between them.
    Measure,
    /// One plain name, or two with a dot between them.
    Parameter,
    /// A code of the classifier of measures.
    Kmsz,
}

impl NameKind {
    /// The kind that a pattern of the schema stands for; `None` for a pattern that is not of the list.
    #[must_use]
    pub fn of_pattern(pattern: &str) -> Option<NameKind> {
        match pattern {
            NAME => Some(NameKind::Plain),
            MEASURE_NAME => Some(NameKind::Measure),
            PARAMETER_NAME => Some(NameKind::Parameter),
            KMSZ => Some(NameKind::Kmsz),
            _ => None,
        }
    }

    /// Whether the text is such a name.
    #[must_use]
    pub fn is_met_by(self, text: &str) -> bool {
        match (self, text.split_once('.')) {
            (NameKind::Kmsz, _) => is_kmsz(text),
            (NameKind::Plain | NameKind::Parameter, None) => is_plain(text),
            (NameKind::Measure | NameKind::Parameter, Some((group, name))) => is_plain(group) && is_plain(name),
            (NameKind::Plain, Some(_)) | (NameKind::Measure, None) => false,
        }
    }

    /// As a sentence names it.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            NameKind::Plain => "a name",
            NameKind::Measure => "the name of a measure",
            NameKind::Parameter => "the name of a parameter",
            NameKind::Kmsz => "a code of the classifier of measures",
        }
    }

    /// What such a name looks like, as a help text.
    #[must_use]
    pub fn help(self) -> &'static str {
        match self {
            NameKind::Plain => {
                "a name begins with a letter `a` to `z`, then letters, digits and `_`, such as `large_family`"
            }
            NameKind::Measure => {
                "a measure is named `level.name` in letters `a` to `z`, digits and `_`, such as `federal.maternity_capital`"
            }
            NameKind::Parameter => {
                "a parameter is named `name` or `group.name` in letters `a` to `z`, digits and `_`, such as `subsistence_minimum.child`"
            }
            NameKind::Kmsz => {
                "a code has 4, 8, 2, 4, 2 and 6 digits with dots between them, such as `0000.00000000.00.0000.00.000000`; leave it out where you do not have it"
            }
        }
    }
}

fn is_kmsz(text: &str) -> bool {
    let parts = text.split('.').map(|part| part.bytes().all(|byte| byte.is_ascii_digit()).then_some(part.len()));
    parts.eq(KMSZ_PARTS.map(Some))
}

fn is_plain(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|first| first.is_ascii_lowercase())
        && letters.all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_name_has_small_letters_digits_and_underscores() {
        for good in ["a", "large_family", "m2", "a_1"] {
            assert!(NameKind::Plain.is_met_by(good), "{good}");
        }
        for bad in ["", "A", "1a", "_a", "a-b", "a.b", "семья", "a b", "a\n"] {
            assert!(!NameKind::Plain.is_met_by(bad), "{bad:?}");
        }
    }

    #[test]
    fn a_measure_is_named_after_its_level() {
        assert!(NameKind::Measure.is_met_by("federal.maternity_capital"));
        for bad in ["capital", ".a", "a.", "a.b.c", "a..b"] {
            assert!(!NameKind::Measure.is_met_by(bad), "{bad}");
        }
    }

    #[test]
    fn a_parameter_may_belong_to_a_group() {
        assert!(NameKind::Parameter.is_met_by("minimum_wage"));
        assert!(NameKind::Parameter.is_met_by("subsistence_minimum.child"));
        assert!(!NameKind::Parameter.is_met_by("a.b.c"));
    }

    #[test]
    fn a_code_of_the_classifier_has_six_parts_of_digits() {
        assert!(NameKind::Kmsz.is_met_by("0000.00000000.00.0000.00.000000"));
        for bad in [
            "",
            "0530",
            "000.00000000.00.0000.00.000000",
            "0000.0000000x.00.0000.00.000000",
            "0000.00000000.00.0000.00.000000.",
        ] {
            assert!(!NameKind::Kmsz.is_met_by(bad), "{bad}");
        }
    }

    #[test]
    fn every_pattern_has_a_kind() {
        for pattern in [NAME, MEASURE_NAME, PARAMETER_NAME, KMSZ] {
            assert!(NameKind::of_pattern(pattern).is_some());
        }
        assert_eq!(NameKind::of_pattern(".*"), None);
    }
}
