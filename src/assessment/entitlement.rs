//! What is due: money, days, deadlines, stages.

use super::{
    desk::{Seen, Views},
    outcome::{Days, Entitlement, Money, StageState},
};
use crate::{
    check::CheckedVersion,
    document::Late,
    eval::{Cell, Leaf, Trail, Truth, date},
    program::{Active, Operand},
    value::{Date, Territory},
};

/// What is due, read on the view that decided the outcome.
pub(super) fn entitlement(
    views: &Views<'_>,
    (active, version): (&Active, &CheckedVersion),
    view: &Seen<'_>,
    member: usize,
    on: Date,
) -> Entitlement {
    let days = |operand: &Operand| {
        let found = view.interval(operand, member);
        found.some.then(|| Days { low: date(found.low), high: date(found.high) })
    };
    let money =
        |amount: &crate::program::ActiveAmount| Some((Money::of(&view.interval(&amount.value, member))?, amount.per));
    let (apply_from, apply_by) = window(active, view, member, on);
    let amounts = active.amount.iter().chain(&active.fee).map(|amount| view.cell(&amount.value, member));
    let amounts: Vec<Cell> = amounts.collect();
    let priority = active.priority.iter().enumerate();
    Entitlement {
        amount: active.amount.as_ref().and_then(money),
        fee: active.fee.as_ref().and_then(money),
        from: active.period.as_ref().and_then(|(from, _)| days(from)),
        until: active.period.as_ref().and_then(|(_, until)| until.as_ref().and_then(days)),
        apply_from,
        apply_by,
        priority: priority
            .filter(|(_, operand)| view.truth(operand, member).is_true())
            .map(|(place, _)| place)
            .collect(),
        stages: stages(active, version, view, member),
        missing: Views::blockers(view, &amounts).iter().map(|leaf| views.missing_of(leaf)).collect(),
        rests_on: rests_on(view, &amounts),
    }
}

/// The parameters behind the money.
fn rests_on(view: &Seen<'_>, amounts: &[Cell]) -> Vec<(usize, Territory, Option<Date>)> {
    let mut trail = Trail::default();
    for amount in amounts {
        view.run.support(view.frame, *amount, &mut trail);
    }
    let parameters = trail.leaves.into_iter().filter_map(|leaf| match leaf {
        Leaf::Parameter { parameter, territory, on } => Some((parameter, territory, on)),
        _ => None,
    });
    parameters.collect()
}

/// The days between which one can apply, as far as they concern the reader on this day.
fn window(active: &Active, view: &Seen<'_>, member: usize, on: Date) -> (Option<Date>, Option<Date>) {
    let Some(apply) = &active.apply else { return (None, None) };
    let earliest = |operand: &Operand| {
        let found = view.interval(operand, member);
        found.some.then(|| date(found.low))
    };
    let opens = apply.opens.as_ref().and_then(earliest).filter(|opens| *opens > on);
    let closes = apply.closes.as_ref().and_then(earliest).and_then(|closes| closes.checked_add_days(-1));
    let last = match (closes, apply.last.as_ref().and_then(earliest)) {
        (Some(closes), Some(last)) => Some(closes.min(last)),
        (closes, last) => closes.or(last),
    };
    (opens, last.filter(|last| *last >= on))
}

/// The last day on which one could apply, where it is surely over and the right is lost with it.
pub(super) fn deadline(active: &Active, view: &Seen<'_>, member: usize, on: Date) -> Option<Date> {
    let apply = active.apply.as_ref().filter(|apply| apply.late == Late::Lapses)?;
    let latest = |operand: &Operand| {
        let found = view.interval(operand, member);
        (found.some && !found.none).then(|| date(found.high))
    };
    // A window that may open again is not over.
    let opens = apply.opens.as_ref().map(|opens| view.interval(opens, member)).filter(|opens| opens.some);
    if opens.is_some_and(|opens| date(opens.high) > on) {
        return None;
    }
    let closes = apply.closes.as_ref().and_then(latest).and_then(|closes| closes.checked_add_days(-1));
    let last = apply.last.as_ref().and_then(latest);
    [closes, last].into_iter().flatten().filter(|last| *last < on).min()
}

/// How the stages of a pathway stand.
fn stages(active: &Active, version: &CheckedVersion, view: &Seen<'_>, member: usize) -> Vec<StageState> {
    let truth = |operand: &Option<Operand>, default: Truth| {
        operand.as_ref().map_or(default, |operand| view.truth(operand, member))
    };
    let mut states: Vec<StageState> = Vec::new();
    let mut stepped = false;
    let done = |place: usize| active.stages.get(place).is_some_and(|stage| truth(&stage.done, Truth::FALSE).is_true());
    // A stage may come after one that is written below it, or after one that runs beside others.
    let finished = |place: &usize| {
        let needless = active.stages.get(*place).is_some_and(|stage| truth(&stage.needed, Truth::TRUE).is_false());
        let ended = version.stages.get(*place).and_then(|stage| stage.runs?.1).is_some_and(done);
        done(*place) || needless || ended
    };
    for (stage, written) in active.stages.iter().zip(&version.stages) {
        let ready = written.after.iter().all(finished);
        let done = truth(&stage.done, Truth::FALSE);
        let needed = truth(&stage.needed, Truth::TRUE);
        let state = if done.is_true() {
            StageState::Done
        } else if needed.is_false() {
            StageState::NotNeeded
        } else if written.runs.is_some() || !ready || stepped {
            StageState::Waiting
        } else if truth(&stage.declined, Truth::FALSE).is_true() {
            stepped = true;
            StageState::Declined
        } else if needed.is_undecided() || done.is_undecided() {
            stepped = true;
            StageState::ToBeEstablished
        } else {
            stepped = true;
            StageState::Next
        };
        states.push(state);
    }
    parallel(version, &mut states);
    states
}

/// A parallel stage runs from the beginning of one stage until the end of another.
fn parallel(version: &CheckedVersion, states: &mut [StageState]) {
    let begun = |place: usize| match states.get(place) {
        None | Some(StageState::Waiting) => false,
        // What is not needed begins where its turn would come.
        Some(StageState::NotNeeded) => version.stages.get(place).is_some_and(|stage| {
            stage
                .after
                .iter()
                .all(|before| matches!(states.get(*before), Some(StageState::Done | StageState::NotNeeded)))
        }),
        Some(_) => true,
    };
    let found: Vec<(usize, StageState)> = version
        .stages
        .iter()
        .enumerate()
        .filter_map(|(place, stage)| {
            let (from, until) = stage.runs?;
            let ended = until.is_some_and(|until| states.get(until) == Some(&StageState::Done));
            let state = if ended {
                StageState::Done
            } else if begun(from) {
                StageState::Running
            } else {
                StageState::Waiting
            };
            Some((place, state))
        })
        .collect();
    for (place, state) in found {
        if let Some(slot) = states.get_mut(place) {
            *slot = state;
        }
    }
}
