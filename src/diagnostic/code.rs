//! The closed list of what can be wrong.

use std::fmt;

use serde::{Serialize, Serializer};

/// One row for each code: its variant, its text, and what it means.
macro_rules! codes {
    ($($variant:ident $text:literal $summary:literal;)+) => {
        /// What kind of mistake a diagnostic reports. The texts are part of the contract: scripts and tests rely on them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $summary] $variant,)+
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The text of the code, such as `duplicate-key`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            /// What the code means, in one line.
            #[must_use]
            pub fn summary(self) -> &'static str {
                match self {
                    $(Self::$variant => $summary,)+
                }
            }
        }
    };
}

codes! {
    // The text of a file.
    InvalidJson "invalid-json" "the text is not JSON as RFC 8259 has it";
    DuplicateKey "duplicate-key" "an object holds the same key twice";
    UnexpectedNull "unexpected-null" "`null` stands where a value is needed; what is not known is left out";
    UnknownKey "unknown-key" "an object holds a key that has no meaning there";
    MissingKey "missing-key" "an object lacks a key it must have";
    WrongType "wrong-type" "a value of another JSON type is needed";
    ExactlyOneForm "exactly-one-form" "exactly one of several keys must stand in an object";
    TooDeep "too-deep" "values are nested deeper than the documented limit";
    TooLong "too-long" "a text or list is longer than the documented limit";
    // Single values.
    InvalidDate "invalid-date" "a text is not a day or month that exists";
    InvalidTerritory "invalid-territory" "a text is not written as a territory";
    InvalidUnit "invalid-unit" "a text is not written as a unit";
    InvalidNumber "invalid-number" "a text is not written as a number";
    InvalidRange "invalid-range" "a text is not written as a range, or its ends are in the wrong order";
    InvalidName "invalid-name" "a name does not match `[a-z][a-z0-9_]*`";
    InvalidValue "invalid-value" "a value is not one of those allowed there";
    InvalidExpression "invalid-expression" "an expression does not follow the grammar";
    // Names and types.
    UnknownName "unknown-name" "a name is declared nowhere in reach";
    UnknownValue "unknown-value" "an enumeration does not list the value";
    DuplicateName "duplicate-name" "a name is declared twice";
    NameClash "name-clash" "a name equals another name in scope";
    TypeMismatch "type-mismatch" "an operand has a type that the operation does not take";
    UnitMismatch "unit-mismatch" "quantities of different units are compared or added";
    PossibleDivisionByZero "possible-division-by-zero" "the range of a divisor holds zero";
    PossiblyEmptyList "possibly-empty-list" "the least or greatest of a list is taken that may be empty";
    PossibleOverflow "possible-overflow" "a number may leave the range of exact arithmetic";
    RangeNotProven "range-not-proven" "a written range does not follow from the parts";
    Cycle "cycle" "a name depends on itself";
    OverlappingVersions "overlapping-versions" "two versions are in force on the same day in the same territory";
    GapInVersions "gap-in-versions" "versions leave out dates they must cover";
    TooManyScopes "too-many-scopes" "an expression nests more items than a pair";
    UnroundedMoney "unrounded-money" "an amount of money leaves without a rounding";
    UnknownTerritory "unknown-territory" "a territory is not listed";
    UnknownNeed "unknown-need" "a measure addresses a need that is not declared";
    EmptyPeriod "empty-period" "a period ends on or before the day it begins";
    // Families and cases.
    UnknownFact "unknown-fact" "the vocabulary has no such fact";
    UnknownMember "unknown-member" "the family has no such member";
    DuplicateMember "duplicate-member" "two members have the same id";
    NoApplicant "no-applicant" "no member has the relation `self`";
    SeveralApplicants "several-applicants" "more than one member has the relation `self`";
    OutOfRange "out-of-range" "a number lies outside the range of its fact";
    LimitExceeded "limit-exceeded" "there is more than the documented limit allows";
    UnknownMeasure "unknown-measure" "the rules have no such measure";
    FailedCase "failed-case" "a case does not answer as it expects";
    // Advice.
    LongChain "long-chain" "a chain of `and` or `or` reads better as `all` or `any`";
    Unused "unused" "a declaration is used nowhere";
}

impl Code {
    /// Whether the mistake is a key: then the key is what was written, and not only where.
    pub(super) fn is_about_a_key(self) -> bool {
        matches!(self, Self::UnknownKey | Self::UnknownFact | Self::DuplicateKey)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_its_variant_in_kebab_case() {
        for code in Code::ALL {
            let mut expected = String::new();
            for character in format!("{code:?}").chars() {
                if character.is_uppercase() && !expected.is_empty() {
                    expected.push('-');
                }
                expected.extend(character.to_lowercase());
            }
            assert_eq!(code.as_str(), expected);
        }
    }

    #[test]
    fn a_summary_is_one_line_without_a_final_stop() {
        for code in Code::ALL {
            let summary = code.summary();
            assert!(!summary.is_empty() && !summary.contains('\n') && !summary.ends_with('.'), "{code}");
            assert!(!summary.starts_with(char::is_uppercase), "{code}");
        }
    }
}
