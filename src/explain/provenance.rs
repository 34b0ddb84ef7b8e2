//! On which numbers of the law an answer rests, and which of them are to be taken with care.

use super::names::Names;
use crate::{
    assessment::{ParameterUsed, Why},
    check::ParameterEntry,
    document::Confidence,
    value::{Date, Territory},
};

/// A parameter, the place and the day for which it was read.
pub(super) type Read = (usize, Territory, Option<Date>);

/// The recorded values that were read, each once.
pub(super) fn used<'a>(names: Names<'a>, read: impl Iterator<Item = &'a Read>) -> Vec<&'a ParameterUsed> {
    let mut found: Vec<&ParameterUsed> = Vec::new();
    for (parameter, territory, on) in read {
        let on = on.unwrap_or(names.assessment.on);
        let used = names.assessment.parameters().iter().filter(|used| {
            used.parameter == *parameter
                // A value that a town has of its own stands for that of the subject that was asked for.
                && (used.territory.contains(territory) || used.territory.subject().as_ref() == Some(territory))
                && names.entry(used).is_some_and(|entry| entry.period.contains(on))
        });
        // The value of the place itself goes before that of the country, which another rule may have asked for.
        let used = used.max_by_key(|used| used.territory.depth());
        found.extend(used.filter(|used| !found.contains(used)));
    }
    found
}

/// Every recorded value behind an outcome, its money first.
pub(super) fn behind<'a>(names: Names<'a>, why: &'a Why) -> Vec<&'a ParameterUsed> {
    let read = why.reasons.iter().flat_map(|reason| &reason.parameters);
    used(names, why.money_rests_on.iter().chain(read))
}

/// Those of them that may be out of date, or are less than surely right. A value of which nobody says how sure it is, is
/// taken for right.
pub(super) fn doubtful<'a>(names: Names<'a>, why: &'a Why) -> Vec<&'a ParameterUsed> {
    let mut found = behind(names, why);
    found.retain(|used| names.entry(used).is_some_and(|entry| names.is_stale(entry) || is_unsure(entry)));
    found
}

/// Whether a value is less than surely right.
fn is_unsure(entry: &ParameterEntry) -> bool {
    matches!(entry.confidence, Some(Confidence::Medium | Confidence::Low))
}

#[cfg(test)]
mod tests {
    use crate::{
        ruleset::sample::{DAY, load, measure},
        value::Language,
    };

    /// The values that an answer rests on with care, for a family of a town that has a value of its own: by where the
    /// condition reads.
    fn rests_on(condition: &str) -> Vec<String> {
        let value = |territory: &str, number: u32| {
            format!(
                r#"{{ "territory": "{territory}", "from": "2020-01-01", "value": "{number}", "confidence": "medium" }}"#
            )
        };
        let values = [value("RU", 1), value("RU-KHA", 2), value("RU-KHA/khabarovsk", 3)].join(", ");
        let title = r#""title": { "ru": "Шаг", "en": "Step" }"#;
        let step = format!(
            r#""step": {{ {title}, "unit": "1", "level": "subject", "range": "[0..9]", "values": [{values}] }}"#
        );
        // Another condition reads the value of the town too.
        let other = r#""near": { "circumstance": true, "is": "rooms >= step" }"#;
        let rules = measure(&format!(r#""eligible_when": "{condition}""#), other);
        let rules = load(&rules.replacen('{', &format!(r#"{{ "parameters": {{ {step} }}, "#), 1)).unwrap();
        let text =
            r#"{ "territory": "RU-KHA/khabarovsk", "rooms": 9, "members": [{ "id": "ada", "relation": "self" }] }"#;
        let family = rules.family_from_json(text).unwrap();
        let answer = rules.on(DAY.parse().unwrap()).assess(&family).to_json(Language::English);
        let listed = answer["outcomes"][0]["rests_on"].as_array().unwrap();
        listed.iter().map(|used| used["value"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_value_of_the_town_is_named_where_the_subject_was_asked_for_and_only_there() {
        assert_eq!(rests_on("rooms >= step"), ["3"]);
        assert_eq!(rests_on("rooms >= value_on(step, on, country)"), ["1"]);
    }
}
