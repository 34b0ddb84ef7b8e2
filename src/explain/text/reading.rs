//! What another reading of the law would change, in words.

use super::{
    due,
    page::{Line, Tone},
};
use crate::{
    assessment::{Answer, CircumstanceWhy, Eligibility, OtherAnswer, Verdict, Why},
    explain::names::Names,
    value::Language,
};

/// A verdict in a few words.
pub(crate) fn verdict_in_words(language: Language, verdict: Eligibility) -> &'static str {
    let (russian, english) = match verdict {
        Eligibility::Eligible => ("можно получить", "can get"),
        Eligibility::EligibleIfConfirmed => ("можно получить, если подтвердить", "can get, if confirmed"),
        Eligibility::NeedsSpecialist => ("решит специалист", "a specialist decides"),
        Eligibility::Undetermined => ("неизвестно", "not known"),
        Eligibility::NotEligible => ("нельзя получить", "cannot get"),
        Eligibility::Excluded => ("уступает другой мере", "gives way to another measure"),
        Eligibility::Option => ("можно выбрать", "can be chosen"),
        Eligibility::NotInForce => ("не действует", "not in force"),
    };
    if language == Language::Russian { russian } else { english }
}

/// The other readings of the law that would change an outcome.
pub(super) fn verdicts(names: Names<'_>, verdict: &Verdict, why: &Why, depth: usize) -> Vec<Line> {
    let answers = grouped(&why.readings, |(eligibility, money)| {
        if *eligibility == verdict.eligibility {
            let amount = money.map(|money| due::sum(names, money));
            let amount = amount.unwrap_or_else(|| names.either("нет суммы", "no amount").to_owned());
            return names.either(format!("сумма {amount}"), format!("the amount is {amount}"));
        }
        verdict_in_words(names.language, *eligibility).to_owned()
    });
    lines(names, answers, depth)
}

/// The other readings of the law in which a circumstance would be answered otherwise.
pub(super) fn circumstance(names: Names<'_>, title: &str, why: &CircumstanceWhy, depth: usize) -> Vec<Line> {
    let answers = grouped(&why.readings, |answer| {
        let said = match answer {
            Answer::True => names.either("да", "yes"),
            Answer::False => names.either("нет", "no"),
            Answer::Unknown => names.either("неизвестно", "not known"),
        };
        format!("{title} — {said}")
    });
    lines(names, answers, depth)
}

/// The words of the readings with one answer, for each answer in the order of their first appearance.
fn grouped<T>(others: &[OtherAnswer<T>], say: impl Fn(&T) -> String) -> Vec<(Vec<Option<usize>>, String)> {
    let mut answers: Vec<(Vec<Option<usize>>, String)> = Vec::new();
    for other in others {
        let said = say(&other.answer);
        match answers.iter_mut().find(|(_, known)| *known == said) {
            Some((labels, _)) => labels.push(other.label),
            None => answers.push((vec![other.label], said)),
        }
    }
    answers
}

fn lines(names: Names<'_>, answers: Vec<(Vec<Option<usize>>, String)>, depth: usize) -> Vec<Line> {
    let line = |(labels, said): (Vec<Option<usize>>, String)| {
        let words = labels.into_iter().filter_map(|label| names.label(label?)?.because.as_ref());
        let words: Vec<String> = words
            .map(|text| names.either(format!("«{}»", names.say(text)), format!("“{}”", names.say(text))))
            .collect();
        let which = if words.is_empty() { String::new() } else { format!(" ({})", words.join(", ")) };
        let text = names.either(
            format!("Если понимать закон иначе{which}: {said}."),
            format!("In another reading of the law{which}: {said}."),
        );
        Line::new(depth, text).toned(Tone::Quiet)
    };
    answers.into_iter().map(line).collect()
}
