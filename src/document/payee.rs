//! Who is paid, as written: `paid_to` of a measure.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{clause::Clause, names::NAME};
use crate::json::Spanned;

/// Who is paid. Exactly one of `one_of`, `each_of`, `first_of` stands in it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "`paid_to`", extend("oneOf" = ways()))]
pub struct PaidTo {
    /// One of these members is paid, and the family chooses which: a list of members, or one member.
    pub one_of: Option<Spanned<String>>,
    /// Each of these members is paid the amount: a list of members, or one member.
    pub each_of: Option<Spanned<String>>,
    /// The first of these groups in which there is somebody is paid.
    #[schemars(extend("minItems" = 1))]
    pub first_of: Option<Vec<PayeeGroup>>,
    /// What the payee is called in `when`, `amount`, `fee`, `period` and `apply`; `payee` when it is not written.
    #[schemars(extend("pattern" = NAME))]
    pub r#as: Option<Spanned<String>>,
    /// The condition on the payee.
    pub when: Option<Clause>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// One group of `first_of`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "group of `first_of`")]
pub struct PayeeGroup {
    /// A list of members, or one member. Without `share` one of them is paid.
    pub who: Spanned<String>,
    /// What each is called in `when`; `payee` when it is not written.
    #[schemars(extend("pattern" = NAME))]
    pub r#as: Option<Spanned<String>>,
    /// The condition on the payee.
    pub when: Option<Clause>,
    /// How those of the group share the amount.
    pub share: Option<Share>,
    /// A remark for those who read the file.
    #[expect(dead_code, reason = "a note is for those who read the file")]
    pub note: Option<String>,
}

/// How several payees share one amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Share {
    /// In equal parts.
    Equal,
}

/// One way of paying stands; `as` and `when` of `first_of` stand in its groups.
fn ways() -> Value {
    json!([
        { "required": ["one_of"] },
        { "required": ["each_of"] },
        { "required": ["first_of"], "properties": { "as": false, "when": false } },
    ])
}

#[cfg(test)]
mod tests {
    use crate::document::samples::{complaints, with_measure_key};

    fn said(paid_to: &str) -> Vec<String> {
        complaints(&with_measure_key("paid_to", Some(paid_to)))
    }

    #[test]
    fn each_way_of_paying_may_stand_alone() {
        assert_eq!(said(r#"{ "one_of": "members", "as": "carer", "when": "true" }"#), [""; 0]);
        assert_eq!(said(r#"{ "each_of": "applicant" }"#), [""; 0]);
        let groups =
            r#"{ "first_of": [{ "who": "applicant", "when": "true" }, { "who": "members", "share": "equal" }] }"#;
        assert_eq!(said(groups), [""; 0]);
    }

    #[test]
    fn one_way_of_paying_stands_and_no_other() {
        assert!(said(r#"{ "as": "carer" }"#)[0].contains("needs exactly one of"), "{:?}", said(r#"{ "as": "x" }"#));
        let two = said(r#"{ "one_of": "members", "each_of": "members" }"#);
        assert!(two[0].contains("`each_of` and `one_of` cannot stand together"), "{two:?}");
        let outside = said(r#"{ "first_of": [{ "who": "applicant" }], "when": "true" }"#);
        assert!(outside[0].contains("`first_of` and `when` cannot stand together"), "{outside:?}");
    }

    #[test]
    fn only_those_of_a_group_share() {
        let shared = said(r#"{ "each_of": "members", "share": "equal" }"#);
        assert!(shared[0].ends_with("`share` stands in a group of `first_of`"), "{shared:?}");
    }
}
