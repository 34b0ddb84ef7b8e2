//! What is still open: what must be confirmed, what must not be so, what a specialist decides, what is asked.

use super::{
    fact::{confirmed_by, measure_title, missing_title, name, of_whom, role, told},
    form::small,
    page::{Line, Tone},
};
use crate::{
    assessment::{Exception, Missing, Verdict},
    document::EstablishedBy,
    explain::{exception::exception_text, names::Names},
};

/// What must be confirmed, and how.
pub(super) fn confirm(names: Names<'_>, confirm: &[Missing], depth: usize) -> Vec<Line> {
    let said = confirm.iter().map(|missing| match missing {
        Missing::Fact { fact, holder, claimed, established_by } => {
            let how = confirmed_by(names, *fact, established_by);
            format!("{} ({how})", told(names, *fact, *holder, *claimed))
        }
        other => missing_title(names, other),
    });
    listed(names.either("Нужно подтвердить:", "To be confirmed:"), said, depth)
}

/// What must not be so.
pub(super) fn unless(names: Names<'_>, unless: &[Exception], depth: usize) -> Vec<Line> {
    let said = unless.iter().map(|exception| {
        let text = small(&exception_text(names, exception));
        match (&exception.fact, exception.ground) {
            (Some(Missing::Fact { holder, .. }), None) => of_whom(names, holder.member, &text),
            _ => text,
        }
    });
    listed(names.either("Если не окажется, что:", "Unless it turns out that:"), said, depth)
}

/// A heading with its items, each once; nothing without items.
fn listed(head: &str, items: impl Iterator<Item = String>, depth: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for item in items {
        let line = Line::new(depth.saturating_add(1), item).bullet();
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    if lines.is_empty() { lines } else { [Line::new(depth, head)].into_iter().chain(lines).collect() }
}

/// What specialists decide.
pub(super) fn specialists(names: Names<'_>, missing: &[Missing], depth: usize) -> Vec<Line> {
    let said = missing.iter().filter_map(|missing| match missing {
        Missing::Fact { established_by: EstablishedBy::Specialist(found), .. } => {
            Some(format!("{} — {}", missing_title(names, missing), role(names, found)))
        }
        _ => None,
    });
    listed(names.either("Кто решает:", "Who decides:"), said, depth)
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
fn gathered<'a>(names: Names<'a>, verdicts: &[&Verdict]) -> Vec<Question<'a>> {
    let mut questions: Vec<Question<'a>> = Vec::new();
    for verdict in verdicts {
        for missing in &names.why(verdict).missing {
            let place = questions.iter().position(|question| is_same(question.first, missing));
            let known = place.and_then(|place| questions.get_mut(place));
            let (member, measure) = (whose(missing), verdict.measure);
            match known {
                Some(question) => {
                    question.members.extend(member.filter(|member| !question.members.contains(member)));
                    if !question.measures.contains(&measure) {
                        question.measures.push(measure);
                    }
                }
                None => questions.push(Question {
                    first: missing,
                    members: member.into_iter().collect(),
                    measures: vec![measure],
                }),
            }
        }
    }
    questions.sort_by_key(|question| std::cmp::Reverse(question.measures.len()));
    questions
}

/// The questions whose answers would decide, then the numbers of the law that nobody recorded.
pub(super) fn questions(names: Names<'_>, verdicts: &[&Verdict]) -> Vec<Line> {
    let (lacking, asked): (Vec<_>, Vec<_>) =
        gathered(names, verdicts).into_iter().partition(|question| matches!(question.first, Missing::Parameter { .. }));
    let mut lines: Vec<Line> = Vec::new();
    for question in &asked {
        lines.push(Line::new(1, asks(names, question)).bullet());
        lines.push(Line::new(3, waiting(names, question)).toned(Tone::Quiet));
    }
    for question in &lacking {
        let title = missing_title(names, question.first);
        let text = names.either(
            format!("В правилах нет числа: {title}. Его нужно узнать в органе социальной защиты."),
            format!("The rules lack a number: {title}. Ask the social protection office for it."),
        );
        lines.push(Line::new(1, text).bullet());
        lines.push(Line::new(3, waiting(names, question)).toned(Tone::Quiet));
    }
    lines
}

/// The question with whom it concerns, and who answers it where that is a specialist.
fn asks(names: Names<'_>, question: &Question<'_>) -> String {
    let text = names.asked(question.first);
    let (sensitive, who) = match question.first {
        Missing::Fact { fact, established_by, .. } => {
            (names.fact(*fact).is_some_and(|fact| fact.sensitive), Some(established_by))
        }
        Missing::List { list, .. } => (names.list(*list).is_some_and(|list| list.sensitive), None),
        Missing::Parameter { .. } | Missing::Territory => (false, None),
    };
    let members: Vec<String> = question.members.iter().map(|member| name(names, *member)).collect();
    let mut said = if members.is_empty() { String::new() } else { format!("{}: ", members.join(", ")) };
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
