//! Reasons in words: what is met, what is not, what is unknown.

use super::{
    fact::{name, said_of},
    form::{capital, day, small},
    margin,
    page::{Line, Tone},
    record,
};
use crate::{
    assessment::{Basis, Called, MarginKind, Reason, ReasonCode, Seen, Verdict},
    check::{Entity, FactSymbol},
    document::LegalBasis,
    explain::{
        names::Names,
        requirement::{details, facts, meant, requirement},
    },
    family::ToldValue,
    value::Provenance,
};

/// Facts that a short reason names at most, alone and beside words inside the reason.
const FEW: (usize, usize) = (3, 2);

/// Facts of a member that no reason needs to repeat.
const SEEN_BY_ALL: [&str; 2] = ["relation", "sex"];

/// The reasons of a verdict in short: what is met in one line, what is unknown in one, what is not met with its facts on
/// lines of its own, or without them; alternatives stand together.
pub(super) fn short(names: Names<'_>, verdict: &Verdict, with_facts: bool, depth: usize) -> Vec<Line> {
    // What has neither words nor facts says nothing.
    let reasons = names.why(verdict).reasons.iter();
    let reasons: Vec<&Reason> = reasons.filter(|reason| !requirement(names, verdict, reason).is_empty()).collect();
    let mut lines: Vec<Line> = Vec::new();
    for code in [ReasonCode::Met, ReasonCode::Unclear] {
        let same: Vec<&Reason> = reasons.iter().filter(|reason| reason.code == code).copied().collect();
        let Some(first) = same.first() else { continue };
        let head = match code {
            ReasonCode::Met => names.either("Почему:", "Why:"),
            _ => head(names, verdict, first),
        };
        lines.push(Line::new(depth, format!("{head} {}.", in_a_row(names, verdict, &same))));
    }
    for reason in reasons.iter().filter(|reason| !matches!(reason.code, ReasonCode::Met | ReasonCode::Unclear)) {
        let same: Vec<&Reason> = reasons.iter().filter(|other| is_choice(reason, other)).copied().collect();
        // Of alternatives the list is long enough without its facts.
        let text = if same.len() > 1 {
            let head = names.either("Не выполнено ни одно из условий:", "None of these is met:");
            let body = |reason: &&Reason| match margins(names, verdict, reason).first() {
                Some(margin) => format!("{} ({margin})", body(names, verdict, reason)),
                None => body(names, verdict, reason),
            };
            let all: Vec<String> = same.iter().map(body).collect();
            format!("{head} {}.", all.join("; "))
        } else {
            let (head, body) = (head(names, verdict, reason), body(names, verdict, reason));
            let known = if with_facts { known(names, verdict, reason) } else { String::new() };
            format!("{head} {body}{known}.")
        };
        let line = Line::new(depth, text);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.extend(in_every_case(names, verdict, depth));
    lines
}

/// That what was not told changes nothing, where the answer was found case by case.
pub(super) fn in_every_case(names: Names<'_>, verdict: &Verdict, depth: usize) -> Option<Line> {
    let text = names.either(
        "Ответ один и тот же, как бы ни обстояло дело с тем, о чем не сказано.",
        "The answer is the same whatever the case is with what was not told.",
    );
    (verdict.basis == Basis::ByCases).then(|| Line::new(depth, text).toned(Tone::Quiet))
}

/// Whether either of two reasons would have done.
fn is_choice(left: &Reason, right: &Reason) -> bool {
    left.alternative.is_some() && left.alternative == right.alternative
}

/// Requirements, each once; alternatives with "or" between them.
fn in_a_row(names: Names<'_>, verdict: &Verdict, reasons: &[&Reason]) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut row = String::new();
    let mut before: Option<&Reason> = None;
    for reason in reasons {
        let text = small(&requirement(names, verdict, reason));
        if said.contains(&text) {
            continue;
        }
        row.push_str(match before {
            None => "",
            Some(before) if is_choice(before, reason) => names.either(", или ", ", or "),
            Some(_) => "; ",
        });
        row.push_str(&text);
        said.push(text);
        before = Some(reason);
    }
    row
}

/// What kind of reason follows.
fn head(names: Names<'_>, verdict: &Verdict, reason: &Reason) -> &'static str {
    match reason.code {
        ReasonCode::Met => names.either("Выполнено:", "Met:"),
        ReasonCode::NotMet => names.either("Не выполнено:", "Not met:"),
        ReasonCode::Nobody if meant(names, verdict).is_some() => names.either("Не выполнено:", "Not met:"),
        ReasonCode::Unclear => names.either("Неизвестно, так ли это:", "Not known whether:"),
        ReasonCode::Ground => names.either("Основание для отказа:", "Ground of refusal:"),
        ReasonCode::Lapsed(_) | ReasonCode::Nobody | ReasonCode::NobodyPaid => names.either("Причина:", "Reason:"),
    }
}

fn body(names: Names<'_>, verdict: &Verdict, reason: &Reason) -> String {
    let text = small(&requirement(names, verdict, reason));
    match reason.code {
        ReasonCode::Lapsed(last) => {
            let last = day(last, names.language);
            names.either(format!("{text}, последний день был {last}"), format!("{text}, the last day was {last}"))
        }
        _ => text,
    }
}

/// By how much a reason failed.
fn margins(names: Names<'_>, verdict: &Verdict, reason: &Reason) -> Vec<String> {
    reason.margins.iter().filter_map(|found| margin::said(names, verdict, found)).collect()
}

/// Whether some reason says by how much it failed.
pub(super) fn has_margins(names: Names<'_>, verdict: &Verdict) -> bool {
    names.why(verdict).reasons.iter().any(|reason| !margins(names, verdict, reason).is_empty())
}

/// In brackets: by how much it failed, else the nearest words inside the reason, and the facts that decided.
fn known(names: Names<'_>, verdict: &Verdict, reason: &Reason) -> String {
    if !matches!(reason.code, ReasonCode::NotMet | ReasonCode::Ground) {
        return String::new();
    }
    let own = requirement(names, verdict, reason);
    let inner =
        details(reason).filter_map(|(label, _)| names.label(label)?.because.as_ref()).map(|text| names.say(text));
    // A title that only repeats the requirement, or a circumstance of the head, says nothing more.
    let circumstances = names.assessment.circumstances.iter();
    let titles: Vec<String> = circumstances.filter_map(|found| super::circumstance_title(names, found)).collect();
    let is_new =
        |text: &String| !own.starts_with(text.as_str()) && !text.starts_with(&own) && !titles.contains(&small(text));
    let margins = margins(names, verdict, reason);
    let inner = inner.map(str::to_owned).find(is_new).filter(|_| margins.is_empty());
    // The age of the one in question stands in the title.
    let is_birth = |seen: &Seen| names.fact(seen.fact).is_some_and(|fact| fact.name == "birth_date");
    let is_titled = |seen: &Seen| seen.holder.member == verdict.member && verdict.member.is_some() && is_birth(seen);
    let seen = telling(names, reason).filter(|seen| !is_titled(seen) && !is_another(names, verdict, seen));
    let mut seen: Vec<_> = seen.collect();
    if seen.iter().any(|seen| !is_birth(seen)) {
        // Ages stand in the head of the page.
        seen.retain(|seen| !is_birth(seen));
    }
    // Numbers and the facts of the one in question say most.
    let is_number = |seen: &Seen| matches!(seen.value, Some(ToldValue::Number(_)));
    if !margins.is_empty() {
        // What the margin has told itself need not follow.
        let is_told = |seen: &Seen| reason.margins.iter().any(|margin| margin.called == Called::Fact(seen.fact));
        let is_money = reason.margins.iter().any(|margin| margin.kind == MarginKind::Money);
        seen.retain(|seen| match seen.value {
            Some(ToldValue::Number(_)) => !is_told(seen) && seen.holder.record.is_none(),
            Some(ToldValue::Date(_)) => false,
            _ => !is_money,
        });
    }
    seen.sort_by_key(|seen| (!is_number(seen), seen.holder.member != verdict.member));
    let few = if inner.is_some() { FEW.1 } else { FEW.0 };
    let facts = together(names, seen.into_iter().take(few));
    let parts: Vec<String> = margins.into_iter().chain(inner.map(|text| small(&text))).chain(facts).collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join("; ")) }
}

/// Whether a fact belongs to another member who is answered separately: it tells nothing of this one.
fn is_another(names: Names<'_>, verdict: &Verdict, seen: &Seen) -> bool {
    let other = seen.holder.member.filter(|member| verdict.member.is_some_and(|own| own != *member));
    let same = |found: &&Verdict| found.measure == verdict.measure && found.member == other;
    other.is_some() && names.assessment.verdicts.iter().any(|found| same(&found))
}

/// Facts in words; what is told of several in the same words is told once, what is asked of several is named once.
fn together<'a>(names: Names<'_>, seen: impl Iterator<Item = &'a Seen>) -> Vec<String> {
    let (records, seen): (Vec<&Seen>, Vec<&Seen>) = seen.partition(|seen| seen.holder.record.is_some());
    let mut found: Vec<(String, String, Vec<String>)> = Vec::new();
    for seen in seen {
        let (title, said) = (said_of(names, seen.fact, None), said_of(names, seen.fact, seen.value));
        let whose = seen.holder.member.map(|member| name(names, member));
        match found.iter_mut().find(|(_, known, _)| *known == said) {
            Some((.., members)) => members.extend(whose.filter(|whose| !members.contains(whose))),
            None => found.push((title, said, whose.into_iter().collect())),
        }
    }
    // «дата рождения: Rita — 3 марта 2015 г., Timur — 14 февраля 2018 г.»
    let value = |title: &str, said: &str| said.strip_prefix(title)?.strip_prefix(" — ").map(str::to_owned);
    let shared = |title: &str| -> Vec<String> {
        let same = found.iter().filter(|(other, _, whose)| other == title && !whose.is_empty());
        let each = same.filter_map(|(_, said, whose)| Some(format!("{} — {}", whose.join(", "), value(title, said)?)));
        each.collect()
    };
    let mut texts: Vec<String> = record::told(names, &records);
    for (title, said, whose) in &found {
        let whose = whose.join(", ");
        let text = match shared(title).as_slice() {
            _ if whose.is_empty() => said.clone(),
            all @ [_, _, ..] if value(title, said).is_some() => format!("{title}: {}", all.join(", ")),
            _ => format!("{whose}: {said}"),
        };
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

/// The facts without what the head of the page has told, or everybody sees.
fn telling<'a>(names: Names<'a>, reason: &'a Reason) -> impl Iterator<Item = &'a Seen> {
    facts(reason).filter(move |seen| {
        let is_plain = |fact: &FactSymbol| fact.entity == Entity::Member && SEEN_BY_ALL.contains(&fact.name.as_str());
        names.fact(seen.fact).is_some_and(|fact| !is_plain(fact))
    })
}

/// One reason with everything: words inside it, facts with where they come from, numbers of the law, articles.
pub(super) fn whole(names: Names<'_>, verdict: &Verdict, reason: &Reason, depth: usize) -> Vec<Line> {
    if requirement(names, verdict, reason).is_empty() {
        return Vec::new();
    }
    let mut lines =
        vec![Line::new(depth, format!("{} {}.", head(names, verdict, reason), body(names, verdict, reason))).bullet()];
    let deeper = depth.saturating_add(1);
    let margins = margins(names, verdict, reason).into_iter();
    lines.extend(
        margins.map(|margin| Line::new(deeper, format!("{}.", capital(margin.trim_end_matches('.')))).bullet()),
    );
    let mut said: Vec<String> = vec![requirement(names, verdict, reason)];
    for (label, truth) in details(reason) {
        let Some(because) = names.label(label).and_then(|label| label.because.as_ref()) else { continue };
        let text = names.say(because).to_owned();
        if !said.contains(&text) {
            let not = if truth.is_false() { names.either("нет: ", "not: ") } else { "" };
            lines.push(Line::new(deeper, format!("{not}{}", small(&text))).bullet());
            said.push(text);
        }
    }
    let origins = [Provenance::Declared, Provenance::Document, Provenance::Registry, Provenance::Assessed];
    for from in origins.map(Some).into_iter().chain([None]) {
        let same = telling(names, reason).filter(|seen| seen.value.map(|_| seen.provenance) == from);
        let facts = together(names, same).join("; ");
        if !facts.is_empty() {
            let origin = from.map_or_else(|| names.either("не сказано", "not told"), |from| origin(names, from));
            lines.push(Line::new(deeper, format!("{} ({origin}).", capital(&facts))).toned(Tone::Quiet));
        }
    }
    let numbers = super::parameter::of_reason(names, reason).join("; ");
    if !numbers.is_empty() {
        lines.push(
            Line::new(deeper, format!("{} {numbers}.", names.either("По закону:", "By the law:"))).toned(Tone::Quiet),
        );
    }
    let articles = reason.label.and_then(|label| names.label(label)).map_or(&[][..], |label| &label.legal_basis);
    lines.extend(legal_basis(names, articles, deeper));
    lines
}

fn origin(names: Names<'_>, provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Declared => names.either("с ваших слов", "as you told"),
        Provenance::Document => names.either("по документам", "by documents"),
        Provenance::Registry => names.either("по реестру", "by a registry"),
        Provenance::Assessed => names.either("по заключению специалиста", "by a specialist"),
    }
}

/// The articles, in one line.
pub(super) fn legal_basis(names: Names<'_>, articles: &[LegalBasis], depth: usize) -> Option<Line> {
    let article = |found: &LegalBasis| match &found.article {
        // «пункт 28» says itself what it is.
        Some(article) if !article.starts_with(|first: char| first.is_ascii_digit()) => {
            format!("{}, {article}", found.act)
        }
        Some(article) => {
            names.either(format!("{}, ст. {article}", found.act), format!("{}, art. {article}", found.act))
        }
        None => found.act.clone(),
    };
    let articles: Vec<String> = articles.iter().map(article).collect();
    let head = names.either("Закон:", "Law:");
    (!articles.is_empty()).then(|| Line::new(depth, format!("{head} {}.", articles.join("; "))).toned(Tone::Quiet))
}

#[cfg(test)]
mod tests {
    use crate::explain::TextStyle;
    use crate::{ruleset::sample, value::Language};

    const ADA: &str = r#", "birth_date": "1990-01-01", "working": false, "parents": [] }"#;

    /// The lines of an answer in Russian.
    fn lines(parts: &str, facts: &str) -> Vec<String> {
        let rules = sample::load(&sample::measure(parts, "")).unwrap_or_else(|error| panic!("{error}"));
        let text = sample::assess(&rules, facts, ADA).text(Language::Russian, &TextStyle::default());
        text.lines().map(str::trim).map(str::to_owned).collect()
    }

    #[test]
    fn of_alternatives_none_is_met() {
        let parts = r#""eligible_when": { "any": [
            { "that": "rooms >= 5", "because": { "ru": "Дом большой", "en": "The house is large" } },
            { "that": "rooms = 3", "because": { "ru": "В доме три комнаты", "en": "There are three rooms" } } ] }"#;
        let said = lines(parts, r#""rooms": 1,"#);
        assert!(
            said.join(" ").replace('\u{a0}', " ").contains(
                "Не выполнено ни одно из условий: дом большой (комнаты — 1, а нужно не меньше 5); в доме три комнаты."
            ),
            "{said:?}"
        );
        let open = lines(parts, "");
        assert!(open.contains(&"Неизвестно, так ли это: дом большой, или в доме три комнаты.".to_owned()), "{open:?}");
    }

    #[test]
    fn who_is_meant_is_told_where_nobody_is() {
        let parts = r#""for": { "each": "members[relation = child]", "as": "kid",
            "because": { "ru": "В семье есть ребенок", "en": "There is a child" } }, "eligible_when": "rooms >= 1""#;
        let said = lines(parts, "");
        assert!(said.contains(&"Не выполнено: в семье есть ребенок.".to_owned()), "{said:?}");
    }

    #[test]
    fn what_costs_nothing_is_free() {
        let parts = r#""eligible_when": "rooms >= 1", "fee": { "value": "0 * rent", "per": "month",
            "round": { "to": "0.01", "mode": "half_up" } }"#;
        let said = lines(parts, r#""rooms": 1, "rent": "5","#);
        assert!(said.contains(&"Бесплатно.".to_owned()), "{said:?}");
    }

    #[test]
    fn what_comes_out_in_every_case_is_said_so() {
        let parts = r#""eligible_when": { "all": ["poor or not(poor)", { "that": "rent > 0 or not(rent > 0)",
            "because": { "ru": "Семья платит за дом или нет", "en": "The family pays or not" } }] }"#;
        let said = lines(parts, "");
        let why = said
            .iter()
            .position(|line| line == "Почему: семья платит за дом или нет.")
            .unwrap_or_else(|| panic!("{said:?}"));
        assert_eq!(said[why + 1], "Ответ один и тот же, как бы ни обстояло дело с тем, о чем не сказано.");
    }
}
