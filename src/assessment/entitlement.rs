//! What is due: money, days, deadlines, stages.

use super::{
    delay::delay,
    desk::Seen,
    outcome::{Days, Entitlement, Money, StageState, UsedUp},
    payee::{Found, Payees, cells, interval},
};
use crate::{
    check::{CheckedVersion, Comparison},
    document::Late,
    eval::{Cell, Interval, Leaf, Trail, Truth, date},
    program::{Active, ActiveAmount, Operand},
    value::{Date, Number, Territory},
};

/// What is due, read on the view that decided the outcome; money and its term on all that is told and presumed, because a
/// figure with what must be confirmed serves better than the widest possible stretch.
pub(super) fn entitlement(
    (active, version): (&Active, &CheckedVersion),
    (view, all): (&Seen<'_>, &Seen<'_>),
    (member, found): (usize, &Found),
    on: Date,
) -> Entitlement {
    let payees = found.items();
    let days = |operand: &Operand| {
        let found = interval(all, operand, member, &payees);
        found.some.then(|| Days { low: date(found.low), high: date(found.high) })
    };
    let money = |amount: &ActiveAmount| Some((Money::of(&interval(all, &amount.value, member, &payees))?, amount.per));
    let (apply_from, apply_by) = window(active, view, (member, &payees), on);
    let priority = active.priority.iter().enumerate();
    let mut due = Entitlement {
        amount: active.amount.as_ref().and_then(money),
        payees: Payees::of(found, active, (view, all), member),
        fee: active.fee.as_ref().and_then(money),
        costs: active.costs.as_ref().and_then(|costs| {
            let (amount, per) = money(&costs.amount)?;
            let left = Money::of(&interval(all, &costs.of, member, &payees));
            Some(UsedUp { amount, per, left })
        }),
        from: active.period.as_ref().and_then(|(from, _)| days(from)),
        until: active.period.as_ref().and_then(|(_, until)| until.as_ref().and_then(days)),
        apply_from,
        apply_by,
        delay: None,
        priority: priority
            .filter(|(_, operand)| view.truth(operand, member).is_true())
            .map(|(place, _)| place)
            .collect(),
        stages: stages(active, version, view, member),
    };
    due.delay = delay((active, version), view, (member, &payees), &due, on);
    due
}

/// The cells of the money due and of the fee.
pub(super) fn money_cells(active: &Active, view: &Seen<'_>, member: usize, payees: &[usize]) -> Vec<Cell> {
    active.amount.iter().chain(&active.fee).flat_map(|amount| cells(view, &amount.value, member, payees)).collect()
}

/// The cells of the days between which it is due.
pub(super) fn term_cells(active: &Active, view: &Seen<'_>, member: usize, payees: &[usize]) -> Vec<Cell> {
    let period = active.period.iter().flat_map(|(from, until)| std::iter::once(from).chain(until));
    period.flat_map(|day| cells(view, day, member, payees)).collect()
}

/// The parameters behind the money.
pub(super) fn rests_on(view: &Seen<'_>, amounts: &[Cell]) -> Vec<(usize, Territory, Option<Date>)> {
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

/// The days between which one can apply, as far as they concern the reader on this day. What is over before one can apply
/// again is not told; what comes after it is.
fn window(
    active: &Active,
    view: &Seen<'_>,
    (member, payees): (usize, &[usize]),
    on: Date,
) -> (Option<Date>, Option<Date>) {
    let Some(apply) = &active.apply else { return (None, None) };
    let earliest = |operand: &Operand| {
        let found = interval(view, operand, member, payees);
        found.some.then(|| date(found.low))
    };
    let opens = apply.opens.as_ref().and_then(earliest).filter(|opens| *opens > on);
    let closes = apply.closes.as_ref().and_then(earliest).and_then(|closes| closes.checked_add_days(-1));
    let last = [closes, apply.last.as_ref().and_then(earliest)];
    let first = opens.unwrap_or(on);
    (opens, last.into_iter().flatten().filter(|last| *last >= first).min())
}

/// The last days on which one can apply, where the right is lost after them: each with the days between which it lies.
fn last_days<'a>(
    active: &'a Active,
    view: &'a Seen<'_>,
    member: usize,
) -> impl Iterator<Item = (Operand, Interval)> + 'a {
    let apply = active.apply.as_ref().filter(|apply| apply.late == Late::Lapses);
    apply.into_iter().flat_map(move |apply| {
        let days = |operand: Operand| (operand, view.interval(&operand, member));
        let closes = apply.closes.map(days).map(|(operand, closes)| {
            let before = |day: Number| day.checked_sub(Number::ONE).unwrap_or(day);
            (operand, Interval { low: before(closes.low), high: before(closes.high), ..closes })
        });
        closes.into_iter().chain(apply.last.map(days))
    })
}

/// Whether the window opens later: what closed before is not over then.
fn reopens(active: &Active, view: &Seen<'_>, member: usize, on: Date) -> Truth {
    let today = Interval::point(Number::from(on.day_number()));
    let opens = active.apply.as_ref().and_then(|apply| apply.opens);
    opens.map_or(Truth::FALSE, |opens| view.interval(&opens, member).compare(Comparison::Greater, &today))
}

/// The last day on which one could apply, where it is surely over and the right is lost with it.
pub(super) fn deadline(active: &Active, view: &Seen<'_>, member: usize, on: Date) -> Option<Date> {
    if reopens(active, view, member, on).yes {
        return None;
    }
    let sure = last_days(active, view, member).filter(|(_, last)| last.some && !last.none);
    sure.map(|(_, last)| date(last.high)).filter(|last| *last < on).min()
}

/// Whether the right is not lost by lateness.
pub(super) fn is_in_time(active: &Active, view: &Seen<'_>, member: usize, on: Date) -> Truth {
    let today = Interval::point(Number::from(on.day_number()));
    // Where there is no last day nobody is late.
    let before = last_days(active, view, member).map(|(_, last)| last.compare(Comparison::Less, &today).negated());
    before.fold(Truth::TRUE, Truth::and).or(reopens(active, view, member, on))
}

/// Whether the right is not lost by lateness, and what decides that.
pub(super) fn in_time(active: &Active, view: &Seen<'_>, member: usize, on: Date) -> (Truth, Vec<Operand>) {
    let last = last_days(active, view, member).map(|(operand, _)| operand);
    let again = reopens(active, view, member, on).is_undecided();
    let opens = active.apply.iter().filter_map(|apply| apply.opens).filter(|_| again);
    (is_in_time(active, view, member, on), last.chain(opens).collect())
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

#[cfg(test)]
mod tests {
    use super::StageState;
    use crate::{
        assessment::{Eligibility, Missing, Verdict},
        ruleset::sample,
    };

    const LAPSES: &str = r#""eligible_when": "rooms >= 1",
        "apply": { "within": { "months": 6, "of": "moved_on" }, "late": "lapses" }"#;

    fn verdict(rules: &str, facts: &str) -> Verdict {
        sample::verdict(rules, &format!(r#""rooms": 1, {facts}"#)).0
    }

    #[test]
    fn the_last_day_is_in_time() {
        let found = verdict(LAPSES, r#""moved_on": "2025-04-10","#);
        assert_eq!(found.eligibility, Eligibility::Eligible);
        assert_eq!(found.entitlement.unwrap().apply_by.map(|day| day.to_string()).as_deref(), Some("2025-10-10"));
        assert_eq!(verdict(LAPSES, r#""moved_on": "2025-04-09","#).eligibility, Eligibility::NotEligible);
    }

    #[test]
    fn a_right_that_may_have_lapsed_is_open_and_the_event_is_asked() {
        let (found, why) = sample::verdict(LAPSES, r#""rooms": 1,"#);
        assert_eq!(found.eligibility, Eligibility::Undetermined);
        assert!(matches!(why.missing.as_slice(), [Missing::Fact { .. }]), "{:?}", why.missing);
    }

    #[test]
    fn an_event_that_never_happened_lets_nothing_lapse() {
        assert_eq!(verdict(LAPSES, r#""moved_on": "none","#).eligibility, Eligibility::Eligible);
    }

    #[test]
    fn a_right_that_only_starts_later_is_never_open_for_its_date() {
        let later = LAPSES.replace("lapses", "starts_later");
        assert_eq!(verdict(&later, "").eligibility, Eligibility::Eligible);
        assert_eq!(verdict(&later, r#""moved_on": "2020-01-01","#).eligibility, Eligibility::Eligible);
    }

    #[test]
    fn a_window_that_opens_later_keeps_the_verdict() {
        let window = r#""eligible_when": "rooms >= 1", "apply": { "opens": "date(on.year, 11, 1)", "late": "lapses" }"#;
        let found = verdict(window, "");
        assert_eq!(found.eligibility, Eligibility::Eligible);
        assert_eq!(found.entitlement.unwrap().apply_from.map(|day| day.to_string()).as_deref(), Some("2025-11-01"));
    }

    /// Stages that wait for more and more rooms; the second is voluntary, the third runs beside it until the end.
    fn stages(rooms: u8, facts: &str) -> Vec<&'static str> {
        let stage = |name: &str, parts: &str| {
            format!(r#"{{ "stage": "{name}", "title": {{ "ru": "Этап", "en": "Stage" }}, {parts} }}"#)
        };
        let stages = [
            stage("found", r#""done_when": "rooms >= 2""#),
            stage(
                "asked",
                r#""voluntary": true, "needed_when": "rooms < 5", "done_when": "poor", "declined_when": { "not": "poor" }"#,
            ),
            stage("led", r#""runs": { "from": "asked", "until": "ended" }"#),
            stage("ended", r#""done_when": "rooms >= 4""#),
        ];
        let path = format!(r#""eligible_when": "rooms >= 1", "pathway": {{ "stages": [{}] }}"#, stages.join(", "));
        let (found, _) = sample::verdict(&path, &format!(r#""rooms": {rooms}, {facts}"#));
        found.entitlement.unwrap().stages.into_iter().map(StageState::as_str).collect()
    }

    #[test]
    fn a_path_goes_step_by_step() {
        let shown = |is_poor: bool| format!(r#""poor": {{ "value": {is_poor}, "provenance": "document" }},"#);
        assert_eq!(stages(1, ""), ["next", "waiting", "waiting", "waiting"]);
        assert_eq!(stages(2, &shown(true)), ["done", "done", "running", "next"]);
        assert_eq!(stages(4, &shown(true)), ["done", "done", "done", "done"]);
        // Who declines a voluntary stage stops the path and keeps the right.
        assert_eq!(stages(2, &shown(false)), ["done", "declined", "running", "waiting"]);
        // A claim counts as little here as for the right itself.
        assert_eq!(stages(2, r#""poor": true,"#)[1], "to_be_established");
        // Nobody knows whether it is done: finding that out is the next step.
        assert_eq!(stages(2, ""), ["done", "to_be_established", "running", "waiting"]);
        assert_eq!(stages(6, "")[1], "not_needed");
    }
}
