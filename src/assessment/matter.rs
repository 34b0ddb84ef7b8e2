//! What an answer rests on, cut down to what matters: questions that can turn it, and reasons case by case.

use std::ops::ControlFlow;

use super::{
    asked::Subject,
    assess::Answer,
    desk::Frames,
    outcome::{Basis, Eligibility, Exception, Missing, Reason, Verdict, Why},
    search::Matter,
    trace::add,
    trial::{Question, Trial},
    why::{CircumstanceWhy, circumstance_why},
};
use crate::{
    eval::Leaf,
    program::{Active, Operand},
    value::Date,
};

/// Cuts down what a verdict rests on. The views of the whole program were run.
pub(super) fn narrow_verdict(
    frames: &mut Frames,
    subject: Subject<'_>,
    (active, verdict, answers): (&Active, &Verdict, usize),
    why: &mut Why,
    on: Date,
) {
    let member = verdict.item;
    // What is sure by cases is sure in each on what is accepted.
    let is_firm = verdict.eligibility == Eligibility::Eligible;
    let question = if is_firm { Question::Firm(active, member) } else { Question::Right(active, member) };
    let mut trial = Trial::new(frames, subject, (question, answers), on);
    if verdict.basis == Basis::ByCases {
        why_by_cases(&mut trial, why);
    }
    if verdict.basis == Basis::Open {
        narrow(&mut trial, &mut why.missing, &mut why.uncertain);
    }
    trial.ask(Question::Payees(active, member));
    narrow(&mut trial, &mut why.payee_missing, &mut why.payee_uncertain);
    trial.ask(Question::Money(active, member));
    narrow(&mut trial, &mut why.money_missing, &mut why.money_uncertain);
    why.trials = trial.spent;
}

/// Cuts down what leaves a circumstance open.
pub(super) fn narrow_circumstance(
    frames: &mut Frames,
    subject: Subject<'_>,
    (condition, holds): (&Operand, Answer),
    why: &mut CircumstanceWhy,
    on: Date,
) {
    let mut trial = Trial::new(frames, subject, (Question::Circumstance(condition), 1), on);
    match holds {
        Answer::Unknown => narrow(&mut trial, &mut why.missing, &mut why.uncertain),
        Answer::True if trial.settled().is_none() => circumstance_by_cases(&mut trial, condition, why),
        _ => {}
    }
    why.trials = trial.spent;
}

/// Keeps of what is missing what can turn the answer, and notes what only may.
fn narrow(trial: &mut Trial<'_>, missing: &mut Vec<Missing>, uncertain: &mut Vec<Missing>) {
    if missing.is_empty() {
        return;
    }
    let turning = trial.turning();
    let mut turns_nothing = Vec::new();
    for leaf in trial.leaves().into_iter().filter(|leaf| !turning.contains(leaf)) {
        // Numbers of the law and the place of residence are no facts that could be tried.
        if matches!(leaf, Leaf::Parameter { .. } | Leaf::Territory) {
            continue;
        }
        let asked = trial.views().missing_of(&leaf);
        match trial.matters(&leaf) {
            Matter::Surely => {}
            Matter::Never => add(&mut turns_nothing, asked),
            Matter::Perhaps => add(uncertain, asked),
        }
    }
    // What is open is open by something, even where each alone was seen to turn nothing.
    if missing.iter().all(|asked| turns_nothing.contains(asked)) {
        for asked in turns_nothing {
            add(uncertain, asked);
        }
    } else {
        missing.retain(|asked| !turns_nothing.contains(asked));
    }
}

/// What an answer rests on that comes out in every case: what each case rests on, without what is assumed in it.
fn why_by_cases(trial: &mut Trial<'_>, why: &mut Why) {
    let flow = trial.whole_cases(&mut |trial, _| {
        if let Some(here) = trial.why() {
            why.by_told |= here.by_told;
            here.reasons.into_iter().for_each(|reason| add_reason(&mut why.reasons, without_assumed(trial, reason)));
            here.confirm.into_iter().for_each(|claim| add(&mut why.confirm, claim));
            here.unless.into_iter().for_each(|exception| add_exception(&mut why.unless, exception));
        }
        ControlFlow::Continue(())
    });
    // A search that does not go through all the cases that refuse does not see whether they refuse without claims.
    why.by_told |= flow.is_break() && trial.is_refused_by_told();
    why.money_confirm.retain(|claim| !why.confirm.contains(claim));
    why.money_unless.retain(|exception| !why.unless.contains(exception));
}

/// What a circumstance rests on that holds in every case.
fn circumstance_by_cases(trial: &mut Trial<'_>, condition: &Operand, why: &mut CircumstanceWhy) {
    let _ = trial.cases(&mut |trial, _| {
        let here = circumstance_why(&trial.views(), condition, Answer::True);
        here.confirm.into_iter().for_each(|claim| add(&mut why.confirm, claim));
        here.unless.into_iter().for_each(|exception| add_exception(&mut why.unless, exception));
        ControlFlow::Continue(())
    });
}

fn without_assumed(trial: &Trial<'_>, mut reason: Reason) -> Reason {
    let views = trial.views();
    let is_assumed = |fact: usize, holder| {
        trial.assumed.iter().any(|assumed| assumed.fact == fact && views.holder(fact, assumed.item) == holder)
    };
    reason.facts.retain(|seen| !is_assumed(seen.fact, seen.holder));
    reason
}

/// Adds a reason of one case. What is said in the same words of several is said once, with the facts of all; what has
/// neither words nor facts that were told says nothing.
fn add_reason(reasons: &mut Vec<Reason>, reason: Reason) {
    let same = |known: &&mut Reason| known.code == reason.code && known.label == reason.label;
    match reasons.iter_mut().find(same) {
        Some(known) => {
            if known.margins != reason.margins {
                known.margins.clear();
            }
            for fact in reason.facts {
                if !known.facts.contains(&fact) {
                    known.facts.push(fact);
                }
            }
        }
        None if reason.label.is_none() && reason.facts.is_empty() => {}
        None => reasons.push(Reason { alternative: None, ..reason }),
    }
}

fn add_exception(unless: &mut Vec<Exception>, exception: Exception) {
    if !unless.contains(&exception) {
        unless.push(exception);
    }
}

#[cfg(test)]
mod tests {
    use crate::{assessment::Eligibility, ruleset::sample::verdict};

    #[test]
    fn a_refusal_in_every_case_says_that_it_rests_on_what_was_told() {
        // No search goes through the notes that nobody told; what they come to in every case refuses with the claim only.
        let parts = r#""eligible_when": { "all": [
            { "any": ["count(notes[old]) > 0", "poor"] }, { "any": ["count(notes[old]) <= 0", "poor"] },
            "rooms = none or rooms >= 2 or rooms < 2" ] }"#;
        let refused = |facts: &str| {
            let (found, why) = verdict(parts, facts);
            (found.eligibility, why.by_told)
        };
        assert_eq!(refused(r#""poor": false,"#), (Eligibility::NotEligible, true));
        let shown = r#""poor": { "value": false, "provenance": "document" },"#;
        assert_eq!(refused(shown), (Eligibility::NotEligible, false));
    }
}
