//! What a month of delay costs, where who applies late is not paid for the months before.

use super::{
    desk::Seen,
    offer::shown_rate,
    outcome::{Days, Delay, Entitlement, Money},
    payee::interval,
};
use crate::{
    check::CheckedVersion,
    eval::date,
    program::{Active, Operand},
    value::Date,
};

/// What each month of delay costs, and from when on: the money of a month. Nothing where the last day in time, the first
/// day that is paid or the money is not known.
pub(super) fn delay(
    (active, version): (&Active, &CheckedVersion),
    view: &Seen<'_>,
    (member, payees): (usize, &[usize]),
    due: &Entitlement,
    on: Date,
) -> Option<Delay> {
    version.apply.as_ref().filter(|apply| apply.loses_months)?;
    let apply = active.apply.as_ref()?;
    let day = |operand: &Operand| {
        let found = interval(view, operand, member, payees);
        (found.some && !found.none && found.low == found.high).then(|| date(found.low))
    };
    // A last day that is not known leaves open from when on it costs; one that there is not is none.
    let mut last: Option<Date> = None;
    for (operand, moved) in apply.closes.iter().map(|it| (it, -1)).chain(apply.last.iter().map(|it| (it, 0))) {
        let found = day(operand)?.checked_add_days(moved)?;
        last = Some(last.map_or(found, |last| last.min(found)));
    }
    let last = last?;
    let from = due.from.filter(|from| from.low == from.high)?.low;
    let first = due.apply_from.unwrap_or(on);
    let is_late = last < first;
    // The last day on which nothing is lost; that the day of application is one says the day on which it is paid from.
    let after = if is_late { first } else { last };
    let follows = !is_late || from >= first.first_of_month();
    let goes_on = due.until.is_none_or(|Days { low, .. }| after.checked_add_days(1).is_some_and(|next| low > next));
    let month = shown_rate(due);
    let month = Money { low: month.low, high: month.high? };
    let is_told = follows && from <= after && goes_on && !month.high.is_zero();
    is_told.then_some(Delay { month, after: (after > on || !is_late).then_some(after) })
}

#[cfg(test)]
mod tests {
    use crate::ruleset::sample;

    const LATER: &str = r#""eligible_when": "rooms >= 1",
        "amount": { "value": "rent", "per": "month", "round": { "to": "0.01", "mode": "half_up" } },
        "period": { "from": "if on <= moved_on + 6 months then moved_on else on", "until": "moved_on + 3 years" },
        "apply": { "within": { "months": 6, "of": "moved_on" }, "late": "starts_later" }"#;

    /// The least and the greatest loss of a month, and the last day without one.
    fn lost(rules: &str, facts: &str) -> Option<(String, String, Option<String>)> {
        let (found, _) = sample::verdict(rules, facts);
        let delay = found.entitlement?.delay?;
        Some((delay.month.low.to_string(), delay.month.high.to_string(), delay.after.map(|day| day.to_string())))
    }

    fn of_one(rules: &str, moved: &str) -> Option<(String, String, Option<String>)> {
        lost(rules, &format!(r#""rooms": 1, "rent": 100, "moved_on": "{moved}","#))
    }

    #[test]
    fn a_month_costs_its_money_after_the_last_day_and_at_once_when_that_is_over() {
        let sum = || "100".to_owned();
        assert_eq!(of_one(LATER, "2025-04-10"), Some((sum(), sum(), Some("2025-10-10".to_owned()))));
        assert_eq!(of_one(LATER, "2025-04-09"), Some((sum(), sum(), None)));
    }

    #[test]
    fn what_is_open_is_told_between_two_or_not_at_all() {
        let (low, high, _) = lost(LATER, r#""rooms": 1, "moved_on": "2025-04-10","#).unwrap();
        assert_eq!((low.as_str(), high.as_str()), ("0", "100000"));
        assert_eq!(lost(LATER, r#""rooms": 1, "rent": 100,"#), None);
    }

    #[test]
    fn where_no_month_is_lost_nothing_is_told() {
        let lapses = LATER.replace("starts_later", "lapses");
        let fixed = LATER.replace("if on <= moved_on + 6 months then moved_on else on", "moved_on");
        let whole = LATER.replace("moved_on + 3 years", "from + 4 months");
        let once = LATER.replace(r#""rent", "per": "month""#, r#""rent", "unit": "RUB", "per": "once""#);
        for rules in [lapses, fixed, whole.clone(), once] {
            assert_eq!(of_one(&rules, "2025-04-10"), None, "{rules}");
        }
        let renewed = whole.replace("from + 4 months\"", "from + 12 months\", \"renew\": true");
        assert!(of_one(&renewed, "2025-04-10").is_some());
        // Its last month has begun.
        assert_eq!(of_one(LATER, "2022-10-11"), None);
    }
}
