//! A line of `one-window` read into typed Rust by `serde`: what no reader of lines can fall below.

use serde::Deserialize;

use crate::facts::Day;

/// A family.
#[derive(Debug, Deserialize)]
#[expect(dead_code, clippy::struct_excessive_bools, reason = "it is only read in, with all its flags")]
pub struct Typed<'t> {
    territory: &'t str,
    svo_participant: bool,
    single_mother: bool,
    guardianship: bool,
    student: bool,
    #[serde(borrow)]
    members: Vec<Member<'t>>,
}

/// A member.
#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "it is only read in")]
struct Member<'t> {
    id: &'t str,
    relation: Relation,
    birth_date: Day,
    monthly_income: Option<&'t str>,
    disabled: bool,
    pregnancy_weeks: Option<Weeks>,
}

/// Who a member is.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Relation {
    #[serde(rename = "self")]
    Applicant,
    Spouse,
    Child,
}

/// A number, or a word where there is none.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "it is only read in")]
enum Weeks {
    Number(u32),
    Word(Nothing),
}

/// The word.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Nothing {
    None,
}
