//! Numbers of the law in words, with their day and source.

use super::{
    fact::place,
    form::{day, number, sentence, small},
    page::{Line, Tone},
};
use crate::{
    assessment::{ParameterUsed, Reason, Why},
    check::Type,
    document::Confidence,
    explain::{names::Names, provenance},
};

/// The numbers of the law that a reason rests on, without their sources.
pub(super) fn of_reason(names: Names<'_>, reason: &Reason) -> Vec<String> {
    provenance::used(names, reason.parameters.iter()).into_iter().map(|used| valued(names, used)).collect()
}

/// Every number of the law behind an outcome, with its day and source.
pub(super) fn behind(names: Names<'_>, why: &Why, depth: usize) -> Vec<Line> {
    let used = provenance::behind(names, why);
    if used.is_empty() {
        return Vec::new();
    }
    let head = Line::new(depth, names.either("Числа из закона:", "Numbers of the law:"));
    let lines = |used| {
        let said = Line::new(depth.saturating_add(1), said(names, used)).bullet().toned(Tone::Quiet);
        let conflict = conflict(names, used).map(|text| Line::new(depth.saturating_add(2), text).toned(Tone::Quiet));
        [said].into_iter().chain(conflict)
    };
    [head].into_iter().chain(used.into_iter().flat_map(lines)).collect()
}

/// What an outcome rests on that may be out of date, or that nobody is sure of.
pub(super) fn doubts(names: Names<'_>, why: &Why, depth: usize) -> Vec<Line> {
    let mut heads: Vec<(String, Vec<String>)> = Vec::new();
    let mut put = |head: String, item: String| match heads.iter_mut().find(|(known, _)| *known == head) {
        Some((_, items)) => items.push(item),
        None => heads.push((head, vec![item])),
    };
    for used in provenance::doubtful(names, why) {
        let Some(entry) = names.entry(used) else { continue };
        if names.is_stale(entry) {
            let since = entry.checked.map(|checked| day(checked, names.language));
            let since = since.map(|day| names.either(format!(" после {day}"), format!(" since {day}")));
            let since = since.unwrap_or_default();
            let head = names.either(format!("Могло измениться{since}:"), format!("May have changed{since}:"));
            put(head, valued(names, used));
        }
        if entry.confidence == Some(Confidence::Low) {
            let source = entry.source.as_deref();
            let source = source
                .map(|source| names.either(format!(" (взято отсюда: {source})"), format!(" (taken from: {source})")));
            let head = names.either("Не проверено по акту:", "Not checked against the act:");
            put(head.to_owned(), format!("{}{}", valued(names, used), source.unwrap_or_default()));
        }
    }
    let lines = heads.into_iter().map(|(head, items)| format!("{head} {}.", items.join("; ")));
    lines.map(|text| Line::new(depth, text).toned(Tone::Perhaps)).collect()
}

/// Where the sources of a number differ.
fn conflict(names: Names<'_>, used: &ParameterUsed) -> Option<String> {
    let text = names.entry(used)?.conflict.as_ref()?;
    Some(format!("{} {}", names.either("Источники расходятся:", "The sources differ:"), sentence(names.say(text))))
}

/// The numbers of the law that nobody has checked lately.
pub(super) fn stale(names: Names<'_>) -> Vec<Line> {
    let used = names.assessment.parameters().iter();
    let used = used.filter(|used| names.entry(used).is_some_and(|entry| names.is_stale(entry)));
    used.map(|used| Line::new(1, said(names, used)).bullet()).collect()
}

/// A number of the law: title and value.
fn valued(names: Names<'_>, used: &ParameterUsed) -> String {
    let title = names.assessment.library.catalogue.parameter(used.parameter).map(|title| small(names.say(title)));
    let title = title.unwrap_or_else(|| names.either("число из закона", "a number of the law").to_owned());
    let unit = names.parameter(used.parameter).and_then(|symbol| match &symbol.r#type {
        Type::Number(unit) => Some(unit),
        _ => None,
    });
    format!("{title} — {}", number(used.value, unit, 0, names.language))
}

/// A number of the law: title, value, since when, source.
fn said(names: Names<'_>, used: &ParameterUsed) -> String {
    let entry = names.entry(used);
    let since = entry.and_then(|entry| entry.period.from).map(|from| {
        let from = day(from, names.language);
        names.either(format!(", с {from}"), format!(", since {from}"))
    });
    let source = entry
        .and_then(|entry| entry.source.as_deref())
        .map(|source| names.either(format!("; источник: {source}"), format!("; source: {source}")));
    let checked = entry.and_then(|entry| entry.checked).map(|checked| {
        let checked = day(checked, names.language);
        names.either(format!("; проверено {checked}"), format!("; checked {checked}"))
    });
    let place = place(names, &used.territory);
    format!(
        "{} ({place}{}{}{})",
        valued(names, used),
        since.unwrap_or_default(),
        source.unwrap_or_default(),
        checked.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::super::TextStyle;
    use crate::{ruleset::sample, value::Language};

    /// The page of a measure for which a number decides that was recorded so.
    fn page(recorded: &str, is_whole: bool) -> (String, serde_json::Value) {
        let file = sample::measure(r#""eligible_when": "rent < bar""#, "").replacen(
            '{',
            &format!(
                r#"{{ "parameters": {{ "bar": {{ "unit": "RUB/month", "title": {{ "ru": "Предел", "en": "Limit" }},
                "values": [{{ "from": "2025-01-01", "value": "7", "source": "газета", {recorded} }}] }} }},"#
            ),
            1,
        );
        let rules = sample::load(&file).unwrap_or_else(|error| panic!("{error}"));
        let measure = is_whole.then(|| "federal.grant".to_owned());
        let style = TextStyle { measure, ..TextStyle::default() };
        let found = sample::assess(&rules, r#""rent": "5","#, "}");
        let text = found.text(Language::Russian, &style).replace('\u{a0}', " ");
        (text, found.to_json(Language::Russian))
    }

    #[test]
    fn an_answer_says_that_it_rests_on_a_number_that_may_have_changed() {
        let (text, json) = page(r#""checked": "2025-03-15", "confidence": "high""#, false);
        assert!(text.contains("Могло измениться после 15 марта 2025 г.: предел — 7,00 ₽ в месяц."), "{text}");
        assert!(!text.contains("Не проверено по акту"));
        let rests_on = &json["outcomes"][0]["rests_on"][0];
        assert_eq!((&rests_on["parameter"], &rests_on["stale"]), (&"bar".into(), &true.into()));
    }

    #[test]
    fn an_answer_says_that_it_rests_on_a_number_that_nobody_is_sure_of() {
        let (text, json) = page(r#""until": "2026-01-01", "confidence": "low""#, false);
        assert!(text.contains("Не проверено по акту: предел — 7,00 ₽ в месяц (взято отсюда: газета)."), "{text}");
        assert!(!text.contains("Могло измениться"));
        assert_eq!(json["outcomes"][0]["rests_on"][0]["confidence"], "low");
        let (text, json) = page(r#""until": "2026-01-01", "confidence": "medium""#, false);
        assert!(!text.contains("Не проверено по акту"), "{text}");
        assert_eq!(json["outcomes"][0]["rests_on"][0]["confidence"], "medium");
        for sure in [r#""until": "2026-01-01""#, r#""until": "2026-01-01", "confidence": "high""#] {
            assert!(page(sure, false).1["outcomes"][0].get("rests_on").is_none());
        }
    }

    #[test]
    fn where_the_sources_of_a_number_differ_the_page_of_the_measure_says_so() {
        let differs =
            r#""until": "2026-01-01", "conflict": { "ru": "в другой газете 8 рублей", "en": "another paper has 8" }"#;
        let (text, json) = page(differs, true);
        assert!(text.contains("Источники расходятся: в другой газете 8 рублей."), "{text}");
        assert_eq!(json["parameters"][0]["conflict"], "в другой газете 8 рублей");
        assert!(!page(differs, false).0.contains("Источники расходятся"));
    }
}
