//! The words of a reason: what is required, or the ground of refusal.

use super::names::Names;
use crate::{
    assessment::{Reason, ReasonCode, Seen, Verdict},
    eval::Truth,
};

/// The words inside a reason that turned out as the whole did: what turned out otherwise did not decide.
pub(super) fn details(reason: &Reason) -> impl Iterator<Item = (usize, Truth)> {
    let agrees = |truth: Truth| match reason.code {
        ReasonCode::Met | ReasonCode::Ground => truth.is_true(),
        ReasonCode::NotMet => truth.is_false(),
        ReasonCode::Unclear => truth.is_undecided(),
        ReasonCode::Lapsed(_) | ReasonCode::Nobody | ReasonCode::NobodyPaid => false,
    };
    reason.details.iter().copied().filter(move |(_, truth)| agrees(*truth))
}

/// The facts that tell something: those with a value, and where the reason is unclear those that lack one.
pub(super) fn facts(reason: &Reason) -> impl Iterator<Item = &Seen> {
    reason.facts.iter().filter(|seen| seen.value.is_some() || reason.code == ReasonCode::Unclear)
}

/// Who is meant, in words of the rules.
pub(super) fn meant<'a>(names: Names<'a>, verdict: &Verdict) -> Option<&'a str> {
    let each = names.version(verdict)?.text.r#for.as_ref()?;
    each.because.as_ref().map(|because| names.say(because))
}

/// That there is nobody to pay.
pub(super) fn nobody_paid(names: Names<'_>) -> &'static str {
    names.either("Никому в семье эту выплату получать нельзя", "Nobody in the family can be paid this")
}

/// What a reason is about. A condition without words of its own is told by the facts in it.
pub(super) fn requirement(names: Names<'_>, verdict: &Verdict, reason: &Reason) -> String {
    let because = reason.label.and_then(|label| names.label(label)).and_then(|label| label.because.as_ref());
    match (reason.code, because) {
        (ReasonCode::Nobody, _) => match meant(names, verdict) {
            Some(because) => because.to_owned(),
            None => {
                names.either("В семье нет никого, кому это предназначено", "Nobody in the family is meant").to_owned()
            }
        },
        (ReasonCode::NobodyPaid, _) => nobody_paid(names).to_owned(),
        (ReasonCode::Lapsed(_), _) => {
            names.either("Срок подачи заявления прошел", "The time to apply is over").to_owned()
        }
        (_, Some(because)) => names.say(because).to_owned(),
        (_, None) => {
            let mut titles: Vec<&str> = Vec::new();
            for seen in &reason.facts {
                let title = names.assessment.library.catalogue.fact(seen.fact).title.as_ref();
                if let Some(title) = title.map(|title| names.say(title)).filter(|title| !titles.contains(title)) {
                    titles.push(title);
                }
            }
            titles.join(", ")
        }
    }
}
