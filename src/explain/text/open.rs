//! What is still open: what must be confirmed, what must not be so, what a specialist decides, what is asked.

use super::{
    fact::{confirmed_by, measure_title, missing_title, name, role, said_of, subject},
    form::small,
    page::{Line, Tone},
};
use crate::{
    assessment::{Exception, Missing, Verdict},
    document::EstablishedBy,
    explain::{exception::exception_text, names::Names},
    family::ToldValue,
};

/// What was claimed, with all of whom it was claimed and how it is confirmed.
struct Claim {
    how: String,
    /// What is confirmed: the fact, or the list of which it is a field.
    what: String,
    said: Vec<String>,
    members: Vec<usize>,
}

impl Claim {
    /// «Anna: средний доход в месяц — 14 000,00 ₽».
    fn text(&self, names: Names<'_>) -> String {
        let whose = all_names(names, &self.members);
        match self.said.as_slice() {
            [said] if whose.is_empty() => said.clone(),
            [said] => format!("{whose}: {said}"),
            _ => self.what.clone(),
        }
    }

    /// Whether it is enough to name what is confirmed and of whom: they told different things, or one value each.
    fn is_named_only(&self) -> bool {
        let is_valued = self.said.iter().any(|said| said.contains(" — "));
        self.members.len() > 1 && (is_valued || self.said.len() > 1)
    }
}

/// What must be confirmed, and how; what is shown in the same way stands together.
pub(super) fn confirm(names: Names<'_>, confirm: &[Missing], depth: usize) -> Vec<Line> {
    let mut claims: Vec<Claim> = Vec::new();
    let mut others: Vec<String> = Vec::new();
    for missing in confirm.iter().filter(|missing| !is_plain(names, missing)) {
        let Missing::Fact { fact, holder, claimed, established_by } = missing else {
            others.push(missing_title(names, missing));
            continue;
        };
        let how = confirmed_by(names, *fact, established_by);
        let (what, said) = (subject(names, *fact), said_of(names, *fact, *claimed));
        let place = claims.iter().position(|claim| claim.how == how && claim.what == what);
        let known = place.and_then(|place| claims.get_mut(place));
        if let Some(claim) = known {
            add(&mut claim.said, said);
            claim.members.extend(holder.member.filter(|member| !claim.members.contains(member)));
        } else {
            claims.push(Claim { how, what, said: vec![said], members: holder.member.into_iter().collect() });
        }
    }
    // «дата рождения, занятость: Anna, Petya»
    let mut ways: Vec<(String, Vec<String>)> = Vec::new();
    for claim in &claims {
        let text = if claim.is_named_only() {
            let same =
                |other: &&Claim| other.how == claim.how && other.is_named_only() && other.members == claim.members;
            let what: Vec<&str> = claims.iter().filter(same).map(|other| other.what.as_str()).collect();
            format!("{}: {}", what.join(", "), all_names(names, &claim.members))
        } else {
            claim.text(names)
        };
        put(&mut ways, &claim.how, text);
    }
    let said = ways.into_iter().map(|(how, texts)| format!("{} ({how})", texts.join("; ")));
    listed(names.either("Нужно подтвердить:", "To be confirmed:"), said.chain(others), depth)
}

/// Whether nobody would ask for a proof: that the applicant is the applicant.
fn is_plain(names: Names<'_>, claim: &Missing) -> bool {
    let Missing::Fact { fact, claimed: Some(ToldValue::Choice(place)), .. } = claim else { return false };
    names.fact(*fact).is_some_and(|fact| fact.name == "relation" && names.choice(fact, *place) == Some("self"))
}

/// What is claimed, without the values: «дата рождения (Anna, Petya)».
pub(super) fn subjects<'a>(names: Names<'_>, claims: impl Iterator<Item = &'a Missing>) -> Vec<String> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for claim in claims.filter(|claim| !is_plain(names, claim)) {
        let what = match claim {
            Missing::Fact { fact, .. } => subject(names, *fact),
            other => missing_title(names, other),
        };
        match whose(claim) {
            Some(member) => put(&mut found, &what, name(names, member)),
            None => found.push((what, Vec::new())),
        }
    }
    let text = |(what, whose): (String, Vec<String>)| {
        if whose.is_empty() { what } else { format!("{what} ({})", whose.join(", ")) }
    };
    found.into_iter().map(text).collect()
}

/// What must not be so; what would be so of the same people stands together.
pub(super) fn unless(names: Names<'_>, unless: &[Exception], depth: usize) -> Vec<Line> {
    let mut said: Vec<(String, Vec<usize>)> = Vec::new();
    for exception in unless {
        let text = small(&exception_text(names, exception));
        let member = match (&exception.fact, exception.ground) {
            (Some(Missing::Fact { holder, .. }), None) => holder.member,
            _ => None,
        };
        match said.iter_mut().find(|(known, members)| *known == text && members.is_empty() == member.is_none()) {
            Some((_, members)) => members.extend(member.filter(|member| !members.contains(member))),
            None => said.push((text, member.into_iter().collect())),
        }
    }
    let mut people: Vec<(String, Vec<String>)> = Vec::new();
    let mut alone: Vec<String> = Vec::new();
    for (text, members) in said {
        let whose: Vec<String> = members.iter().map(|member| name(names, *member)).collect();
        match whose.as_slice() {
            [] => add(&mut alone, text),
            whose => put(&mut people, &either_of(names, whose), text),
        }
    }
    let items = people.into_iter().map(|(whose, texts)| format!("{whose}: {}", texts.join("; "))).chain(alone);
    listed(
        names.either("Ответ изменится, если окажется, что:", "The answer changes if it turns out that:"),
        items,
        depth,
    )
}

/// «Maksim, Matvey или Sonya».
fn either_of(names: Names<'_>, people: &[String]) -> String {
    match people {
        [before @ .., last] if !before.is_empty() => {
            format!("{}{}{last}", before.join(", "), names.either(" или ", " or "))
        }
        _ => people.join(", "),
    }
}

/// Adds an item that is not there yet.
fn add(items: &mut Vec<String>, item: String) {
    if !items.contains(&item) {
        items.push(item);
    }
}

/// Adds an item under its heading.
fn put(groups: &mut Vec<(String, Vec<String>)>, head: &str, item: String) {
    match groups.iter_mut().find(|(known, _)| known == head) {
        Some((_, items)) => add(items, item),
        None => groups.push((head.to_owned(), vec![item])),
    }
}

/// A heading with its items; nothing without items.
fn listed(head: &str, items: impl Iterator<Item = String>, depth: usize) -> Vec<Line> {
    let lines: Vec<Line> = items.map(|item| Line::new(depth.saturating_add(1), item).bullet()).collect();
    if lines.is_empty() { lines } else { [Line::new(depth, head)].into_iter().chain(lines).collect() }
}

/// What specialists decide, each specialist once. Of the only thing in question the reason has told already.
pub(super) fn specialists(names: Names<'_>, missing: &[Missing], depth: usize) -> Vec<Line> {
    let mut facts: Vec<(usize, &str, Vec<usize>)> = Vec::new();
    for found in missing {
        let Missing::Fact { fact, holder, established_by: EstablishedBy::Specialist(role), .. } = found else {
            continue;
        };
        match facts.iter_mut().find(|(known, ..)| known == fact) {
            Some((.., members)) => members.extend(holder.member.filter(|member| !members.contains(member))),
            None => facts.push((*fact, role, holder.member.into_iter().collect())),
        }
    }
    let is_told = matches!(facts.as_slice(), [(.., members)] if members.len() < 2);
    let mut roles: Vec<(String, Vec<String>)> = Vec::new();
    for (fact, found, members) in facts {
        let whose = all_names(names, &members);
        let what = said_of(names, fact, None);
        put(&mut roles, &role(names, found), if whose.is_empty() { what } else { format!("{what}: {whose}") });
    }
    let line = |(role, what): (String, Vec<String>)| {
        let what = if is_told { String::new() } else { format!(" ({})", what.join("; ")) };
        Line::new(depth, names.either(format!("Решает {role}{what}."), format!("Decided by {role}{what}.")))
    };
    roles.into_iter().map(line).collect()
}

/// The members by name, in a row.
fn all_names(names: Names<'_>, members: &[usize]) -> String {
    let all: Vec<String> = members.iter().map(|member| name(names, *member)).collect();
    all.join(", ")
}

/// A question with all whom it concerns and all measures that wait for it.
#[derive(Debug)]
struct Question<'a> {
    first: &'a Missing,
    members: Vec<usize>,
    measures: Vec<usize>,
}

/// Whether two missing items are asked with one question.
fn is_same(left: &Missing, right: &Missing) -> bool {
    match (left, right) {
        (Missing::Fact { fact: left, .. }, Missing::Fact { fact: right, .. })
        | (Missing::List { list: left, .. }, Missing::List { list: right, .. }) => left == right,
        _ => left == right,
    }
}

fn whose(missing: &Missing) -> Option<usize> {
    match missing {
        Missing::Fact { holder, .. } => holder.member,
        Missing::List { member, .. } => *member,
        Missing::Parameter { .. } | Missing::Territory => None,
    }
}

/// Every question once; those for which most measures wait come first.
fn gathered<'a>(missing: impl Iterator<Item = (usize, &'a Missing)>) -> Vec<Question<'a>> {
    let mut questions: Vec<Question<'a>> = Vec::new();
    for (measure, missing) in missing {
        let place = questions.iter().position(|question| is_same(question.first, missing));
        let known = place.and_then(|place| questions.get_mut(place));
        let member = whose(missing);
        if let Some(question) = known {
            question.members.extend(member.filter(|member| !question.members.contains(member)));
            if !question.measures.contains(&measure) {
                question.measures.push(measure);
            }
        } else {
            questions.push(Question { first: missing, members: member.into_iter().collect(), measures: vec![measure] });
        }
    }
    // What the family can answer comes before what it cannot.
    questions.sort_by_key(|question| {
        (matches!(question.first, Missing::Parameter { .. }), std::cmp::Reverse(question.measures.len()))
    });
    questions
}

/// The questions whose answers would decide, then the numbers of the law that nobody recorded; each with the measures
/// that wait for it.
pub(super) fn questions(names: Names<'_>, verdicts: &[&Verdict]) -> Vec<Line> {
    let missing =
        verdicts.iter().flat_map(|verdict| names.why(verdict).first().map(|missing| (verdict.measure, missing)));
    let mut lines: Vec<Line> = Vec::new();
    for question in gathered(missing) {
        lines.push(Line::new(1, asks(names, &question)).bullet());
        lines.push(Line::new(3, waiting(names, &question)).toned(Tone::Quiet));
    }
    lines
}

/// The questions for what is missing, each with whom it concerns.
pub(super) fn asked<'a>(names: Names<'_>, missing: impl Iterator<Item = &'a Missing>) -> Vec<String> {
    gathered(missing.map(|missing| (0, missing))).iter().map(|question| asks(names, question)).collect()
}

/// The question with whom it concerns, and who answers it where that is a specialist.
fn asks(names: Names<'_>, question: &Question<'_>) -> String {
    if let Missing::Parameter { .. } = question.first {
        let title = missing_title(names, question.first);
        return names.either(
            format!("В правилах нет числа: {title}. Его нужно узнать в органе социальной защиты."),
            format!("The rules lack a number: {title}. Ask the social protection office for it."),
        );
    }
    let text = names.asked(question.first);
    let (sensitive, who) = match question.first {
        Missing::Fact { fact, established_by, .. } => {
            (names.fact(*fact).is_some_and(|fact| fact.sensitive), Some(established_by))
        }
        Missing::List { list, .. } => (names.list(*list).is_some_and(|list| list.sensitive), None),
        Missing::Parameter { .. } | Missing::Territory => (false, None),
    };
    let whose = all_names(names, &question.members);
    let mut said = if whose.is_empty() { String::new() } else { format!("{whose}: ") };
    said.push_str(text.unwrap_or_default());
    let skipped = names.either("можно не отвечать", "need not answer");
    if sensitive && !text.is_some_and(|text| text.contains(skipped)) {
        said.push_str(names.either(" На этот вопрос можно не отвечать.", " You need not answer this."));
    }
    if let Some(EstablishedBy::Specialist(found)) = who {
        let role = role(names, found);
        said.push_str(&names.either(format!(" (Окончательно скажет {role}.)"), format!(" (It is decided by {role}.)")));
    }
    said
}

fn waiting(names: Names<'_>, question: &Question<'_>) -> String {
    let titles: Vec<String> = question.measures.iter().map(|measure| measure_title(names, *measure)).collect();
    format!("{} {}", names.either("нужно для:", "needed for:"), titles.join("; "))
}
