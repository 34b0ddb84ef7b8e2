//! What was told of one fact: the value alone, or with where it comes from.

use super::{Reader, opening};
use crate::{
    diagnostic::{Code, did_you_mean, quoted},
    family::model::Told,
    json::{Kind, Node},
    value::Provenance,
    vocabulary::FactSymbol,
};

/// Provenances by the names that files use.
const PROVENANCES: [(&str, Provenance); 4] = [
    ("declared", Provenance::Declared),
    ("document", Provenance::Document),
    ("registry", Provenance::Registry),
    ("assessed", Provenance::Assessed),
];

/// The name that files use for a provenance.
pub(in crate::family) fn provenance_name(provenance: Provenance) -> &'static str {
    let known = PROVENANCES.iter().find(|(_, known)| *known == provenance);
    known.map_or("declared", |(name, _)| name)
}

/// The provenance that files call so.
pub(super) fn provenance_of(text: &str) -> Option<Provenance> {
    let known = PROVENANCES.iter().find(|(name, _)| *name == text);
    known.map(|(_, provenance)| *provenance)
}

impl Reader<'_> {
    /// What was told of a fact; nothing where it is wrong, which is reported.
    pub(in crate::family) fn told(&mut self, fact: &FactSymbol, node: &Node) -> Told {
        let (value, provenance) = match &node.kind {
            Kind::Object(_) => self.long_form(fact, node),
            _ => (Some(node), Some(Provenance::Declared)),
        };
        let value = value.and_then(|value| self.value(fact, value));
        match (value, provenance) {
            (Some(value), Some(provenance)) => Told::new(value, provenance),
            _ => Told::NOTHING,
        }
    }

    fn long_form<'n>(&mut self, fact: &FactSymbol, node: &'n Node) -> (Option<&'n Node>, Option<Provenance>) {
        let name = quoted(&fact.name);
        self.only_keys(node, &format!("the object of {name}"), &["value", "provenance"]);
        let value = node.get("value");
        if value.is_none() {
            let help = r#"write `{ "value": …, "provenance": "document" }`, or the value alone"#;
            self.refuse(Code::MissingKey, opening(node.span), format!("the object of {name} has no `value`"), help);
        }
        (value, self.provenance(node))
    }

    fn provenance(&mut self, node: &Node) -> Option<Provenance> {
        let Some(written) = node.get("provenance") else { return Some(Provenance::Declared) };
        let names = || PROVENANCES.iter().map(|(name, _)| *name);
        let Some(text) = written.as_str() else {
            let message = format!("`provenance` must be text, got {}", written.describe());
            self.refuse(Code::WrongType, written.span, message, did_you_mean("", names(), "provenances"));
            return None;
        };
        let known = provenance_of(text);
        if known.is_none() {
            let message = format!("{} is not a provenance", quoted(text));
            self.refuse(Code::UnknownValue, written.span, message, did_you_mean(text, names(), "provenances"));
        }
        known
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::{anna, refused};

    #[test]
    fn the_long_form_is_checked() {
        refused(
            anna(r#", "sex": { "value": "male", "provenence": "document" }"#),
            &["unknown-key"],
            &["did you mean `provenance`?"],
        );
        refused(
            anna(r#", "sex": { "value": "male", "provenance": "documents" }"#),
            &["unknown-value"],
            &["did you mean `document`?"],
        );
        refused(anna(r#", "sex": { "provenance": 1 }"#), &["missing-key", "wrong-type"], &["has no `value`"]);
    }
}
