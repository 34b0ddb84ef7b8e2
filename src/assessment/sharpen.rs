//! Answers made sharper: what comes out in every case of what is open is no longer open.

use super::{
    asked::{Subject, is_for_specialist},
    assess::{Answer, holds},
    decide::{Deciding, is_open_by_place},
    desk::Frames,
    outcome::{Basis, Eligibility, Entitlement, Verdict},
    search::{Matter, by_cases, money_by_cases, settled_by_cases, verdict_by_cases},
    trial::{Question, Trial},
};
use crate::{
    eval::Leaf,
    program::{Active, Operand},
    value::Date,
};

/// Settles by cases what is open in a verdict only because a fact stands in several places; nothing is searched of what was
/// shown to be open. The measure has so many verdicts in all.
pub(super) fn sharpen(
    frames: &mut Frames,
    subject: Subject<'_>,
    (active, verdict, answers): (&Active, &mut Verdict, usize),
    (is_shown, on): (bool, Date),
) {
    match verdict.basis {
        Basis::Presumed if is_shown => {}
        Basis::Open if is_shown && !is_for_specialist(subject.program, active) => {}
        Basis::Open if !is_open_by_place(active, verdict.basis) => {
            let is_due = if is_shown { None } else { is_always_due(frames, subject, (active, verdict.item), on) };
            let mut trial = Trial::new(frames, subject, (Question::Right(active, verdict.item), answers), on);
            let found = match is_due {
                Some(true) => Some(verdict_by_cases(verdict, Eligibility::Eligible)),
                Some(false) => Some(verdict_by_cases(verdict, Eligibility::NotEligible)),
                None if is_shown => None,
                None => by_cases(&mut trial, verdict),
            };
            if let Some(found) = found {
                *verdict = found;
            } else if verdict.eligibility == Eligibility::Undetermined && is_for_specialist(subject.program, active) {
                // It has evaluations of its own, whatever the search before it took.
                trial.ask(Question::Right(active, verdict.item));
                leave_to_specialist(&mut trial, verdict);
            }
        }
        Basis::Presumed if !can_be_firm(frames, subject, (active, verdict.item)) => {}
        Basis::Presumed => {
            frames.accept_open(subject, active);
            let mut trial = Trial::new(frames, subject, (Question::Firm(active, verdict.item), answers), on);
            // Claims that do not count leave it open; what they claim may not matter.
            if !trial.doubtful().is_empty() && settled_by_cases(&mut trial) == Some(true) {
                verdict.eligibility = Eligibility::Eligible;
                verdict.basis = Basis::ByCases;
            }
        }
        _ => {}
    }
    let is_yes = matches!(verdict.eligibility, Eligibility::Eligible | Eligibility::EligibleIfConfirmed);
    if is_yes && verdict.entitlement.as_deref().is_some_and(Entitlement::is_money_open) {
        let mut trial = Trial::new(frames, subject, (Question::Money(active, verdict.item), answers), on);
        if let Some(found) = money_by_cases(&mut trial, verdict) {
            verdict.entitlement = Some(found);
        }
    }
}

/// Whether a right that looks open is firm in every case of its conditions, or none in any, whatever they rest on.
fn is_always_due(
    frames: &mut Frames,
    subject: Subject<'_>,
    (active, member): (&Active, usize),
    on: Date,
) -> Option<bool> {
    let right = active.each.iter().chain([&active.eligible]);
    subject.program.manners().doubtful(right.map(|part| part.node))?;
    let views = frames.views(subject, &[]);
    if !(Deciding { views: &views, active, member, on }).always(&views.told())? {
        return Some(false);
    }
    if active.apply.is_some() {
        return None;
    }
    frames.accept_open(subject, active);
    let views = frames.views(subject, &[]);
    let deciding = Deciding { views: &views, active, member, on };
    let accepted = deciding.accepted();
    let is_out = active.grounds.iter().all(|ground| accepted.truth(ground, member).is_false());
    (is_out && deciding.somebody(&accepted).is_true() && deciding.always(&accepted)?).then_some(true)
}

/// Whether a right that is only presumed may be firm: it is not where a fact that nobody told can take it away by itself, for less
/// than what was told makes no right surer.
fn can_be_firm(frames: &Frames, subject: Subject<'_>, (active, member): (&Active, usize)) -> bool {
    let told = frames.views(subject, &[]).told();
    let is_turned = |part: &Operand, to: bool| told.run.is_turned_by_one(told.frame, told.cell(part, member), to);
    !is_turned(&active.eligible, false) && !active.grounds.iter().any(|ground| is_turned(ground, true))
}

/// Where what others know only seems to matter, a specialist decides alone.
fn leave_to_specialist(trial: &mut Trial<'_>, verdict: &mut Verdict) {
    if trial.doubtful().is_empty() {
        return;
    }
    let views = trial.views();
    if !trial.deciding(&views).is_some_and(|deciding| deciding.can_be_for_specialist_alone()) {
        return;
    }
    let (theirs, others): (Vec<Leaf>, Vec<Leaf>) =
        trial.leaves().into_iter().partition(|leaf| trial.views().is_for_specialist(leaf));
    let mut matters = |leaf: &Leaf| trial.matters(leaf) != Matter::Never;
    // One fact that others know and that can turn the answer is enough to ask it.
    if !others.iter().any(&mut matters) && theirs.iter().any(&mut matters) {
        verdict.eligibility = Eligibility::NeedsSpecialist;
    }
}

/// Whether a condition of the family holds, by cases where it is open.
pub(super) fn holds_sharply(frames: &mut Frames, subject: Subject<'_>, condition: &Operand, on: Date) -> Answer {
    let found = holds(&frames.views(subject, &[]), condition);
    if found != Answer::Unknown {
        return found;
    }
    let mut trial = Trial::new(frames, subject, (Question::Circumstance(condition), 1), on);
    match settled_by_cases(&mut trial) {
        Some(true) => Answer::True,
        Some(false) => Answer::False,
        None => Answer::Unknown,
    }
}
