//! Families for the tests of the reader, and what must be said of wrong ones.

use crate::{
    diagnostic::{Code, Report},
    family::{
        model::{Family, Told},
        read_family,
    },
    vocabulary::{Entity, sample},
};

pub fn read(text: &str) -> Result<Family, Report> {
    read_family(text, &sample::vocabulary())
}

/// A family of anna and petya with more keys for the family and for anna, each with a comma before it.
pub fn with(family: &str, anna: &str) -> String {
    format!(
        r#"{{ "territory": "RU-KHA"{family}, "members": [
  {{ "id": "anna", "relation": "self"{anna} }},
  {{ "id": "petya", "relation": "child" }} ] }}"#
    )
}

pub fn anna(keys: &str) -> Result<Family, Report> {
    read(&with("", keys))
}

pub fn told(family: &Family, name: &str) -> Told {
    let fact = family.vocabulary().fact(Entity::Member, name).unwrap();
    family.members()[0].told(family.vocabulary().slot(fact.id))
}

/// Each text is in the report, which has as many diagnostics as there are codes.
pub fn refused(result: Result<Family, Report>, codes: &[&str], texts: &[&str]) {
    let report = result.unwrap_err();
    let shown = report.to_string();
    let found: Vec<&str> = report.diagnostics().iter().map(|diagnostic| diagnostic.code().as_str()).collect();
    assert_eq!(found, codes, "{shown}");
    for text in texts {
        assert!(shown.contains(text), "{text}\n{shown}");
    }
    assert!(report.diagnostics().iter().all(|diagnostic| diagnostic.sensitive && diagnostic.help_text().is_some()
        || matches!(diagnostic.code(), Code::LimitExceeded)));
    assert!(!report.render(false).is_empty());
}
