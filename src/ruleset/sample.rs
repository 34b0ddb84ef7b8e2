//! Small rules and families for the tests of the rooms that answer.

use super::RuleSet;
use crate::assessment::{Answer, Assessment, Eligibility, Money, Verdict, Why};

/// The day of the answers here.
pub(crate) const DAY: &str = "2025-10-10";

/// Families for the bundled rules: claims and documents, lists told and not told, places told in part, almost nothing told.
pub(crate) const FAMILIES: [&str; 4] = [
    r#"{ "territory": "RU-KHA/khabarovsk", "hard_life_situation": true, "members": [
        { "id": "anna", "relation": "self", "sex": "female", "birth_date": "1990-04-02", "married": true, "monthly_income": "14000" },
        { "id": "ivan", "relation": "spouse", "birth_date": "1988-11-30", "monthly_income": "31000.50" },
        { "id": "olya", "relation": "child", "birth_date": "2014-02-28", "disability": "child_disabled" } ] }"#,
    r#"{ "territory": "RU-NVS", "members": [
        { "id": "alla", "relation": "self", "sex": "female", "monthly_income": { "value": "9000", "provenance": "registry" } },
        { "id": "rita", "relation": "child", "birth_date": { "value": "2019-08-01", "provenance": "document" }, "income": [] } ] }"#,
    r#"{ "territory": "RU-VGG", "members": [{ "id": "mum", "relation": "self", "sex": "female", "birth_date": "2001-01-01" },
        { "id": "tim", "relation": "child", "birth_date": "2025-05-05" }] }"#,
    r#"{ "territory": "RU-KHA", "members": [{ "id": "solo", "relation": "self" }] }"#,
];

const VOCABULARY: &str = r#"{
  "territories": {
    "RU": { "title": { "ru": "Россия", "en": "Russia" } },
    "RU-KHA": { "title": { "ru": "Хабаровский край", "en": "Khabarovsk Krai" } },
    "RU-KHA/khabarovsk": { "title": { "ru": "Хабаровск", "en": "Khabarovsk" } } },
  "needs": { "means": { "sphere": "income", "title": { "ru": "Средства", "en": "Means" } } },
  "vocabulary": {
    "family": {
      "poor": { "type": "boolean", "accepts": ["document"], "title": { "ru": "Бедны", "en": "Poor" } },
      "warned": { "type": "boolean", "presumed": "false", "title": { "ru": "Предупреждены", "en": "Warned" } },
      "rooms": { "type": "number", "unit": "1", "range": "[0..9]", "optional": true, "title": { "ru": "Комнаты", "en": "Rooms" } },
      "moved_on": { "type": "date", "optional": true, "title": { "ru": "День переезда", "en": "Day of moving" } },
      "rent": { "type": "number", "unit": "RUB/month", "range": "[0..100000]", "title": { "ru": "Плата", "en": "Rent" } } },
    "member": {
      "relation": { "type": { "one_of": ["self", "spouse", "child"] }, "title": { "ru": "Кто", "en": "Relation" } },
      "birth_date": { "type": "date", "title": { "ru": "Рождение", "en": "Birth" } },
      "working": { "type": "boolean", "applies_when": "age >= 14", "otherwise": "false", "title": { "ru": "Работает", "en": "Works" } },
      "parents": { "type": "members", "title": { "ru": "Родители", "en": "Parents" } } },
    "income": { "list_of": "member", "most": 3, "dated_by": "month", "title": { "ru": "Доходы", "en": "Income" }, "facts": {
      "month": { "type": "date", "title": { "ru": "Месяц", "en": "Month" } },
      "amount": { "type": "number", "unit": "RUB", "range": "[0..1000]", "title": { "ru": "Сумма", "en": "Amount" } } } },
    "notes": { "list_of": "family", "most": 200, "title": { "ru": "Заметки", "en": "Notes" }, "facts": {
      "good": { "type": "boolean", "title": { "ru": "Хорошая", "en": "Good" } },
      "old": { "type": "boolean", "title": { "ru": "Старая", "en": "Old" } } } },
    "cars": { "list_of": "family", "owned": true, "most": 2, "title": { "ru": "Машины", "en": "Cars" }, "facts": {
      "lent_to": { "type": "members", "applies_when": "owner.working", "otherwise": "[]", "title": { "ru": "Кому", "en": "To whom" } } } } } }"#;

/// Loads a rule file over the small vocabulary.
pub(crate) fn load(rules: &str) -> Result<RuleSet, String> {
    let files = [("vocabulary.json", VOCABULARY), ("rules.json", rules)];
    RuleSet::from_files(files).map_err(|error| error.to_string())
}

/// A file with one circumstance `asked`, a condition, beside other definitions.
pub(crate) fn asking(condition: &str, definitions: &str) -> String {
    let asked = format!(r#""asked": {{ "of": "family", "circumstance": true, "is": "{condition}" }}"#);
    format!(r#"{{ "definitions": {{ {asked}{definitions} }} }}"#)
}

/// A file with one measure `federal.grant`, what is written in it, and definitions.
pub(crate) fn measure(parts: &str, definitions: &str) -> String {
    format!(
        r#"{{ "definitions": {{ {definitions} }}, "measures": {{ "federal.grant": {{
        "title": {{ "ru": "Пособие", "en": "Grant" }}, "kind": "benefit", "addresses": ["means"], "territory": "RU",
        "in_force": {{ "from": "2020-01-01" }}, {parts} }} }} }}"#
    )
}

/// The answer to a family: what is told of it, and its members after the applicant.
pub(crate) fn assess(rules: &RuleSet, facts: &str, members: &str) -> Assessment {
    let text =
        format!(r#"{{ "territory": "RU-KHA", {facts} "members": [{{ "id": "ada", "relation": "self" {members}] }}"#);
    let family = rules.family_from_json(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    rules.on(DAY.parse().unwrap()).assess(&family)
}

/// The first verdict of a measure for an applicant alone, with what it rests on.
pub(crate) fn verdict(parts: &str, facts: &str) -> (Verdict, Why) {
    let rules = load(&measure(parts, "")).unwrap_or_else(|error| panic!("{error}"));
    let found = assess(&rules, facts, "}");
    (found.verdicts[0].clone(), found.why(0).clone())
}

/// Whether a condition holds for a family.
pub(crate) fn holds(condition: &str, facts: &str, members: &str) -> Answer {
    let rules = load(&asking(condition, "")).unwrap_or_else(|error| panic!("{error}"));
    assess(&rules, facts, members).circumstances[0].holds
}

/// What is reported about a condition.
pub(crate) fn refusal(condition: &str, definitions: &str) -> String {
    load(&asking(condition, definitions)).map_or_else(|report| report, |_| "nothing".to_owned())
}

/// The verdicts of the measure, with the amount.
pub(crate) fn verdicts(rules: &str, facts: &str, members: &str) -> Vec<(Eligibility, Option<Money>)> {
    let rules = load(rules).unwrap_or_else(|error| panic!("{error}"));
    let verdicts = assess(&rules, facts, members).verdicts;
    let amount = |due: Box<crate::assessment::Entitlement>| due.amount.map(|(money, _)| money);
    verdicts.into_iter().map(|verdict| (verdict.eligibility, verdict.entitlement.and_then(amount))).collect()
}
