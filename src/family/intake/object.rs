//! Keys of the small objects of a family file.

use super::Reader;
use crate::{
    diagnostic::{Code, did_you_mean, quoted},
    json::Node,
};

impl Reader<'_> {
    /// Reports every key of an object that is none of these; a remark, as text, may always stand.
    pub(super) fn only_keys(&mut self, node: &Node, what: &str, known: &[&str]) {
        for entry in node.entries() {
            let name = entry.key.name.as_str();
            let is_note = name == "note" && entry.value.as_str().is_some();
            if !known.contains(&name) && !is_note {
                let message = format!("{what} has no key {}", quoted(name));
                let help = did_you_mean(name, known.iter().copied(), "keys");
                self.refuse(Code::UnknownKey, entry.key.span, message, help);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::{anna, refused};

    #[test]
    fn a_remark_may_stand_in_every_object() {
        let income = r#", "income": { "note": "n", "records": [], "complete": { "note": "n", "until": "2026-01" } }"#;
        assert!(anna(income).is_ok());
        refused(anna(r#", "sex": { "value": "male", "note": 1 }"#), &["unknown-key"], &["no key `note`"]);
        refused(
            anna(r#", "sex": { "value": "male", "valeu": 1 }"#),
            &["unknown-key"],
            &["the object of `sex` has no key"],
        );
    }
}
