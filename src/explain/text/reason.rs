//! Reasons in words: what is met, what is not, what is unknown.

use super::{
    fact::told,
    form::{day, small},
    page::{Line, Tone},
};
use crate::{
    assessment::{Reason, ReasonCode, Seen, Verdict},
    document::LegalBasis,
    explain::{
        names::Names,
        requirement::{details, facts, requirement},
    },
    value::Provenance,
};

/// Facts that a short reason names at most, alone and beside words inside the reason.
const FEW: (usize, usize) = (3, 1);

/// The reasons of a verdict in short: what is met in one line, what is unknown in one, anything else on lines of their
/// own with its facts.
pub(super) fn short(names: Names<'_>, verdict: &Verdict, depth: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for code in [ReasonCode::Met, ReasonCode::Unclear] {
        let same: Vec<&Reason> = names.why(verdict).reasons.iter().filter(|reason| reason.code == code).collect();
        let mut said: Vec<String> = Vec::new();
        for text in same.iter().map(|reason| small(&requirement(names, reason))) {
            if !said.contains(&text) {
                said.push(text);
            }
        }
        lines
            .extend(same.first().map(|first| Line::new(depth, format!("{} {}.", head(names, first), said.join("; ")))));
    }
    for reason in &names.why(verdict).reasons {
        if matches!(reason.code, ReasonCode::Met | ReasonCode::Unclear) {
            continue;
        }
        let known = known(names, verdict, reason);
        let line = Line::new(depth, format!("{} {}{known}.", head(names, reason), body(names, reason)));
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// What kind of reason follows.
fn head(names: Names<'_>, reason: &Reason) -> &'static str {
    match reason.code {
        ReasonCode::Met => names.either("Выполнено:", "Met:"),
        ReasonCode::NotMet => names.either("Не выполнено:", "Not met:"),
        ReasonCode::Unclear => names.either("Неизвестно, так ли это:", "Not known whether:"),
        ReasonCode::Ground => names.either("Основание для отказа:", "Ground of refusal:"),
        ReasonCode::Lapsed(_) | ReasonCode::Nobody | ReasonCode::NobodyPaid => names.either("Причина:", "Reason:"),
    }
}

fn body(names: Names<'_>, reason: &Reason) -> String {
    let text = small(&requirement(names, reason));
    match reason.code {
        ReasonCode::Lapsed(last) => {
            let last = day(last, names.language);
            names.either(format!("{text}: последний день был {last}"), format!("{text}: the last day was {last}"))
        }
        _ => text,
    }
}

/// In brackets: the nearest words inside the reason, or the facts that decided.
fn known(names: Names<'_>, verdict: &Verdict, reason: &Reason) -> String {
    if !matches!(reason.code, ReasonCode::NotMet | ReasonCode::Ground) {
        return String::new();
    }
    let own = requirement(names, reason);
    let inner =
        details(reason).filter_map(|(label, _)| names.label(label)?.because.as_ref()).map(|text| names.say(text));
    // A title that only repeats the requirement says nothing more.
    let inner = inner.map(str::to_owned).find(|text| !own.starts_with(text.as_str()) && !text.starts_with(&own));
    let mut said: Vec<_> = telling(names, reason).collect();
    // The facts of the one in question say most.
    said.sort_by_key(|seen| seen.holder.member != verdict.member);
    let few = if inner.is_some() { FEW.1 } else { FEW.0 };
    let facts = said.into_iter().take(few).map(|seen| told(names, seen.fact, seen.holder, seen.value));
    let parts: Vec<String> = inner.map(|text| small(&text)).into_iter().chain(facts).collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join("; ")) }
}

/// The facts without the relations, which the head of the page has told.
fn telling<'a>(names: Names<'a>, reason: &'a Reason) -> impl Iterator<Item = &'a Seen> {
    facts(reason).filter(move |seen| names.fact(seen.fact).is_some_and(|fact| fact.name != "relation"))
}

/// One reason with everything: words inside it, facts with where they come from, numbers of the law, articles.
pub(super) fn whole(names: Names<'_>, reason: &Reason, depth: usize) -> Vec<Line> {
    let mut lines = vec![Line::new(depth, format!("{} {}.", head(names, reason), body(names, reason))).bullet()];
    let deeper = depth.saturating_add(1);
    let mut said: Vec<String> = vec![requirement(names, reason)];
    for (label, truth) in details(reason) {
        let Some(because) = names.label(label).and_then(|label| label.because.as_ref()) else { continue };
        let text = names.say(because).to_owned();
        if !said.contains(&text) {
            let not = if truth.is_false() { names.either("нет: ", "not: ") } else { "" };
            lines.push(Line::new(deeper, format!("{not}{}", small(&text))).bullet());
            said.push(text);
        }
    }
    for seen in telling(names, reason) {
        let origin = seen.value.map(|_| format!(" ({})", origin(names, seen.provenance))).unwrap_or_default();
        lines.push(
            Line::new(deeper, format!("{}{origin}", told(names, seen.fact, seen.holder, seen.value)))
                .toned(Tone::Quiet),
        );
    }
    lines.extend(super::parameter::of_reason(names, reason, deeper));
    let articles = reason.label.and_then(|label| names.label(label)).map_or(&[][..], |label| &label.legal_basis);
    lines.extend(legal_basis(names, articles, deeper));
    lines
}

fn origin(names: Names<'_>, provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Declared => names.either("с ваших слов", "as you told"),
        Provenance::Document => names.either("по документу", "by a document"),
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
