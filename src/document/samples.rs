//! Rule files for the tests of this room, and how they are read.

use crate::{
    diagnostic::{Diagnostic, Sink},
    json::{Node, read},
    source::{SourceId, Sources},
};

use super::{Document, schema::rules_moulds, shape::mistakes};

/// A text as a tree; the text must be JSON.
pub fn tree(text: &str) -> Node {
    trees(&[text]).remove(0).1
}

/// Texts of several files as trees.
pub fn trees(texts: &[&str]) -> Vec<(SourceId, Node)> {
    let mut sources = Sources::new();
    let mut sink = Sink::default();
    let ids: Vec<SourceId> =
        texts.iter().enumerate().map(|(number, text)| sources.add(format!("{number}.json"), *text)).collect();
    let trees = ids.into_iter().map(|id| (id, read(&sources, id, &mut sink)));
    let trees = trees.map(|(id, tree)| (id, tree.unwrap())).collect();
    assert_eq!(sink.diagnostics(), [], "the sample is not clean JSON");
    trees
}

/// The documents of several files, with what is wrong in them.
pub fn documents(texts: &[&str]) -> (Vec<Document>, Vec<String>) {
    let mut sink = Sink::default();
    let documents = super::read(&trees(texts), &crate::value::Limits::DEFAULT, &mut sink);
    (documents, sink.diagnostics().iter().map(line).collect())
}

/// What the shape check says of a rule file, one line each.
pub fn complaints(text: &str) -> Vec<String> {
    mistakes(&tree(text), rules_moulds(), usize::MAX).iter().map(line).collect()
}

/// One diagnostic on one line: code, pointer, message, help.
pub fn line(found: &Diagnostic) -> String {
    let help = found.help_text().map(|help| format!(" / {help}")).unwrap_or_default();
    format!("{} {} {}{help}", found.code(), found.pointer(), found.message())
}

/// Declarations around a clause, so that a test shows the clause alone.
pub fn with_clause(clause: &str) -> String {
    format!(r#"{{ "definitions": {{ "d": {{ "is": {clause} }} }} }}"#)
}

/// A measure in which one key is set anew, or taken away (`None`).
pub fn with_measure_key(key: &str, value: Option<&str>) -> String {
    let mut measure: serde_json::Map<String, serde_json::Value> = serde_json::from_str(MEASURE).unwrap();
    match value {
        Some(value) => measure.insert(key.to_owned(), serde_json::from_str(value).unwrap()),
        None => measure.remove(key),
    };
    serde_json::json!({ "measures": { "federal.m": measure } }).to_string()
}

/// The smallest measure.
pub const MEASURE: &str = r#"{
    "title": { "ru": "Мера", "en": "Measure" }, "kind": "benefit", "addresses": ["material_support"],
    "territory": "RU", "in_force": { "from": "2019-01-01" }, "eligible_when": "large_family"
}"#;

/// Definitions, parameters, needs, territories and a measure as the design shows them.
pub const RULES: &str = r#"{
  "$schema": "../schema/rules.json", "note": "a sample",
  "territories": { "RU-KHA/khabarovsk": { "title": { "ru": "Хабаровск", "en": "Khabarovsk" }, "oktmo": "08701000" } },
  "needs": { "material_support": { "sphere": "income", "title": { "ru": "Деньги", "en": "Money" } } },
  "definitions": {
    "counts_for_large_family": {
      "of": "member",
      "is": { "any": ["is_child and age < 18", "is_child and age < 23 and full_time_student"] }
    },
    "large_family": {
      "of": "family", "circumstance": true,
      "title": { "ru": "Многодетная семья", "en": "Large family" },
      "is": "count(members[counts_for_large_family]) >= 3",
      "legal_basis": [{ "act": "Указ Президента РФ от 23.01.2024 № 63", "article": "1" }]
    },
    "single_mother": { "default": "wide", "readings": { "wide": { "any": ["a", "b"] }, "civil": "a" } },
    "woman_ok": { "of": "member", "as": "who", "by": "birth_date", "versions": [
      { "in_force": { "from": "2007-01-01", "until": "2024-01-01" }, "is": "applicant.citizen_rf" },
      { "territory": ["RU-KHA", "RU-VGG"], "in_force": { "attested": { "from": "2024-01-01", "until": "2025-01-01" } }, "adds": "x" },
      { "in_force": { "planned": true }, "is": "y", "replaces": "RU" }, { "otherwise": "false" } ] },
    "income": { "of": "member", "unit": "RUB", "round": { "to": "0.01", "mode": "half_up" }, "range": "[0..]",
      "told_as": "monthly_income * 12",
      "choose": [{ "when": "service = mobilised", "is": "0" }, { "otherwise": { "that": "sum(income.amount)" } }] }
  },
  "parameters": {
    "subsistence_minimum.child": {
      "unit": "RUB/month", "level": "subject", "falls_back": false,
      "values": [
        { "territory": "RU-KHA", "from": "2025-01-01", "until": "2026-01-01", "value": "22844",
          "source": "s", "checked": "2026-03-15", "confidence": "high" },
        { "from": "2026-01-01", "times": "1.056", "round": { "to": "0.01", "mode": "half_up" } }
      ]
    }
  },
  "measures": {
    "khabarovsk_krai.first_child_grant": {
      "title": { "ru": "Выплата", "en": "Grant" },
      "kind": "benefit", "addresses": ["material_support"],
      "territory": "RU-KHA", "in_force": { "from": "2019-01-01" },
      "for": { "each": "members[is_child]", "as": "baby" },
      "let": { "minimum": "value_on(subsistence_minimum.child, baby.birth_date)" },
      "eligible_when": {
        "all": [
          { "that": "baby.birth_date >= date(2019, 1, 1)", "because": { "ru": "Да", "en": "Yes" } },
          "baby.birth_order = 1", { "not": "x" }
        ]
      },
      "refused_when": [{ "when": "baby.full_state_support", "because": { "ru": "Да", "en": "Yes" } }],
      "amount": { "value": "2 * minimum", "unit": "RUB", "per": "once", "round": { "to": "0.01", "mode": "half_up" } },
      "apply": { "within": { "months": 6, "of": "baby.birth_date" }, "late": "lapses" },
      "period": { "from": "on", "until": "from + 12 months", "renew": true }, "accepts": ["document", "registry"],
      "schedule": { "times": 2, "per": "week", "minutes_each": 60, "scope": "family", "assumed": true },
      "pathway": { "stages": [
        { "stage": "identified", "title": { "ru": "а", "en": "a" }, "done_when": "x", "provider": "МФЦ" },
        { "stage": "accompanied", "title": { "ru": "а", "en": "a" }, "runs": { "from": "identified" } } ] },
      "priority": [{ "when": "x", "add": 1 }], "reported": [{ "what": { "ru": "а", "en": "a" }, "value": 12 }],
      "provider": { "ru": "Центр", "en": "Centre" }, "documents": ["Паспорт"],
      "legal_basis": [{ "act": "a" }]
    }
  }
}"#;

/// A vocabulary as the design shows it.
pub const VOCABULARY: &str = r#"{ "vocabulary": {
  "family": {
    "hard_life_situation": { "type": "boolean", "established_by": { "specialist": "social_worker" }, "sensitive": true,
      "title": { "ru": "Трудная ситуация", "en": "Hard situation" }, "question": { "ru": "а", "en": "a" } } },
  "member": {
    "birth_date": { "type": "date", "established_by": "document", "title": { "ru": "а", "en": "a" } },
    "disability": { "type": { "one_of": ["none", "group1"] }, "established_by": "registry",
      "values": { "group1": { "ru": "а", "en": "a" } }, "states": { "yes": { "ru": "а", "en": "a" }, "no": { "ru": "а", "en": "a" } } },
    "pregnancy_weeks": { "type": "number", "unit": "week", "range": "[0..45]", "digits": 0, "optional": true,
      "applies_when": "sex = female and age >= 12", "otherwise": "none", "accepts": ["document"] },
    "svo_family_of": { "type": "members", "presumed": "[]" } },
  "income": { "list_of": "member", "most": 400, "dated_by": "month", "title": { "ru": "а", "en": "a" },
    "facts": { "month": { "type": "date" }, "amount": { "type": "number", "unit": "RUB", "range": "[0..100000000]" } } } } }"#;
