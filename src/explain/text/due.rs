//! What is due in words: money, days, how often.

use super::{
    fact::missing_title,
    form::{self, Noun, counted, day},
    page::Line,
    payee::payees,
};
use crate::{
    assessment::{Days, Entitlement, Missing, Money, Verdict},
    document::{Capacity, Measure, Per, QuotaScope, Schedule},
    explain::names::Names,
};

/// Money: «690 266,95 ₽ единовременно», «от 0,00 ₽ до 5 000,00 ₽ в месяц».
pub(crate) fn money(names: Names<'_>, amount: Money, per: Per) -> String {
    let (low, high) = (form::money(amount.low, names.language), form::money(amount.high, names.language));
    let per = form::per(per, names.language);
    if amount.low == amount.high {
        return format!("{low} {per}");
    }
    names.either(format!("от {low} до {high} {per}"), format!("from {low} to {high} {per}"))
}

/// How much, how often, from when until when, by when to apply. Amounts between two are left out where the right itself
/// is open (`ranges` is false): their ends would be those of everything possible.
pub(super) fn terms(
    names: Names<'_>,
    (verdict, due): (&Verdict, &Entitlement),
    measure: &Measure,
    ranges: bool,
    depth: usize,
) -> Vec<Line> {
    let mut said = money_due(names, (verdict, due), ranges);
    if ranges {
        said.extend(payees(names, verdict, due));
    }
    if let Some((fee, per)) = due.fee {
        said.push(format!("{} {}.", names.either("Оплата:", "Fee:"), money(names, fee, per)));
    }
    said.extend(measure.schedule.as_ref().map(|found| schedule(names, found)));
    said.extend(measure.capacity.as_ref().map(|found| capacity(names, found)));
    said.extend(period(names, due));
    said.extend(application(names, due));
    said.into_iter().map(|text| Line::new(depth, text)).collect()
}

/// The money due, and what it still hangs on.
fn money_due(names: Names<'_>, (verdict, due): (&Verdict, &Entitlement), ranges: bool) -> Vec<String> {
    let missing = &names.why(verdict).money_missing;
    let mut said: Vec<String> = Vec::new();
    let is_told = |amount: &Money| ranges || amount.low == amount.high;
    let unrecorded: Vec<String> = missing
        .iter()
        .filter(|found| matches!(found, Missing::Parameter { .. }))
        .map(|found| missing_title(names, found))
        .collect();
    if !unrecorded.is_empty() && due.amount.is_some() {
        let what = unrecorded.join(", ");
        said.push(names.either(
            format!("Сумма: неизвестна, в правилах нет такого числа: {what}."),
            format!("Amount: not known, the rules lack this number: {what}."),
        ));
    } else if let Some((amount, per)) = due.amount.filter(|(amount, _)| is_told(amount)) {
        said.push(format!("{} {}.", names.either("Сумма:", "Amount:"), money(names, amount, per)));
        let mut asked: Vec<&str> = missing.iter().filter_map(|missing| names.asked(missing)).collect();
        asked.dedup();
        if !asked.is_empty() {
            let what = asked.join(" ");
            said.push(
                names.either(format!("Сумма зависит от ответа: {what}"), format!("The amount depends on: {what}")),
            );
        }
    }
    let claims = names.why(verdict).money_confirm.iter().map(|claim| missing_title(names, claim));
    let claims: Vec<String> = claims.collect();
    if due.amount.as_ref().is_some_and(|(amount, _)| is_told(amount)) && !claims.is_empty() {
        let what = claims.join(", ");
        said.push(names.either(
            format!("Сумма посчитана с ваших слов, ее подтвердят документы: {what}."),
            format!("The amount follows from what you told; to be confirmed: {what}."),
        ));
    }
    said
}

/// How often a service is given: «2 раза в неделю по 60 минут на семью».
fn schedule(names: Names<'_>, schedule: &Schedule) -> String {
    let times = counted(schedule.times.into(), Noun::Time, names.language);
    let per = form::per(schedule.per, names.language);
    let minutes = schedule.minutes_each.map_or_else(String::new, |minutes| {
        let minutes = counted(minutes.into(), Noun::Minute, names.language);
        names.either(format!(" по {minutes}"), format!(", {minutes} each"))
    });
    let scope = match schedule.scope {
        Some(QuotaScope::Family) => names.either(" на семью", " for the family"),
        Some(QuotaScope::Member) => names.either(" на каждого", " for each person"),
        None => "",
    };
    let open = assumed(names, schedule.assumed);
    names.either(
        format!("Как часто: {times} {per}{minutes}{scope}{open}."),
        format!("How often: {times} {per}{scope}{minutes}{open}."),
    )
}

/// What the source leaves open is said to be our reading.
fn assumed(names: Names<'_>, assumed: Option<bool>) -> &'static str {
    match assumed {
        Some(true) => names.either(
            " (так мы читаем источник, прямо он этого не говорит)",
            " (our reading: the source leaves it open)",
        ),
        _ => "",
    }
}

/// How many can be served: «24 места».
fn capacity(names: Names<'_>, capacity: &Capacity) -> String {
    let places = counted(capacity.places.into(), Noun::Place, names.language);
    let basis = capacity.basis.as_ref().map(|basis| format!(" ({})", names.say(basis))).unwrap_or_default();
    let head = names.either("Сколько мест:", "Places:");
    // A basis says itself what is left open.
    let open = if basis.is_empty() { assumed(names, capacity.assumed) } else { "" };
    format!("{head} {places}{basis}{open}.")
}

/// From when until when, the last day included.
fn period(names: Names<'_>, due: &Entitlement) -> Option<String> {
    let from = due.from.map(|from| {
        let from = days(names, from, 0);
        names.either(format!("с {from}"), format!("from {from}"))
    });
    let until = due.until.map(|until| {
        let last = days(names, until, -1);
        names.either(format!("по {last}"), format!("until {last}, that day included"))
    });
    let parts: Vec<String> = from.into_iter().chain(until).collect();
    (!parts.is_empty()).then(|| format!("{} {}.", names.either("Когда:", "When:"), parts.join(" ")))
}

/// A day that may be uncertain, moved by so many days.
fn days(names: Names<'_>, days: Days, moved: i64) -> String {
    let said = |found: crate::value::Date| day(found.checked_add_days(moved).unwrap_or(found), names.language);
    let (low, high) = (said(days.low), said(days.high));
    if days.low == days.high {
        return low;
    }
    names.either(format!("какого-то дня между {low} и {high}"), format!("some day between {low} and {high}"))
}

fn application(names: Names<'_>, due: &Entitlement) -> Option<String> {
    let from = due.apply_from.map(|from| {
        let from = day(from, names.language);
        names.either(format!("с {from}"), format!("from {from}"))
    });
    let by = due.apply_by.map(|by| {
        let by = day(by, names.language);
        names.either(format!("не позднее {by}"), format!("no later than {by}"))
    });
    let parts: Vec<String> = from.into_iter().chain(by).collect();
    (!parts.is_empty()).then(|| format!("{} {}.", names.either("Подать заявление:", "Apply:"), parts.join(", ")))
}
