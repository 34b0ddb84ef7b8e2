//! What is due in words: money, days, how often.

use super::{
    fact::missing_title,
    form::{self, Noun, counted, day},
    open::{asked, subjects},
    page::Line,
    payee::payees,
};
use crate::{
    assessment::{Days, Delay, Eligibility, Entitlement, Missing, Money, Verdict},
    document::{Capacity, Measure, Per, QuotaScope, Schedule},
    explain::names::Names,
    value::Date,
};

/// Money: «690 266,95 ₽ единовременно», «от 0,00 ₽ до 5 000,00 ₽ в месяц».
pub(crate) fn money(names: Names<'_>, amount: Money, per: Per) -> String {
    format!("{} {}", sum(names, amount), form::per(per, names.language))
}

/// Money without how often it is paid: «690 266,95 ₽», «от 0,00 ₽ до 5 000,00 ₽».
pub(crate) fn sum(names: Names<'_>, amount: Money) -> String {
    let (low, high) = (form::money(amount.low, names.language), form::money(amount.high, names.language));
    if amount.low == amount.high {
        return low;
    }
    names.either(format!("от {low} до {high}"), format!("from {low} to {high}"))
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
    let amount = told_amount(due, ranges);
    let mut said: Vec<String> = Vec::new();
    said.extend(money_due(names, verdict, due, amount));
    if ranges {
        said.extend(payees(names, verdict, due));
    }
    said.extend(due.fee.map(|(amount, per)| fee(names, amount, per)));
    said.extend(measure.schedule.as_ref().map(|found| schedule(names, found)));
    said.extend(measure.capacity.as_ref().map(|found| capacity(names, found)));
    said.extend(period(names, due));
    said.extend(application(names, due));
    said.extend(
        due.delay.filter(|delay| ranges || delay.month.low == delay.month.high).map(|found| delay(names, found)),
    );
    let lines = said.into_iter().map(|text| Line::new(depth, text));
    let open = amount.map(|_| hangs_on(names, verdict, depth)).unwrap_or_default();
    lines.chain(open).collect()
}

/// The amount, where it is to be told.
fn told_amount(due: &Entitlement, ranges: bool) -> Option<(Money, Per)> {
    due.amount.filter(|(amount, _)| ranges || amount.low == amount.high)
}

/// The money due.
fn money_due(names: Names<'_>, verdict: &Verdict, due: &Entitlement, amount: Option<(Money, Per)>) -> Option<String> {
    let unrecorded: Vec<String> = names
        .why(verdict)
        .money_missing
        .iter()
        .filter(|found| matches!(found, Missing::Parameter { .. }))
        .map(|found| missing_title(names, found))
        .collect();
    if !unrecorded.is_empty() && due.amount.is_some() {
        let what = unrecorded.join(", ");
        return Some(names.either(
            format!("Сумма: неизвестна, в правилах нет такого числа: {what}."),
            format!("Amount: not known, the rules lack this number: {what}."),
        ));
    }
    amount.map(|(amount, per)| format!("{} {}.", names.either("Сумма:", "Amount:"), money(names, amount, per)))
}

/// What may still change the amount: answers, and what was told and is not shown.
fn hangs_on(names: Names<'_>, verdict: &Verdict, depth: usize) -> Vec<Line> {
    let why = names.why(verdict);
    let mut lines: Vec<Line> = Vec::new();
    let is_open = verdict.eligibility == Eligibility::Undetermined;
    // A number that nobody recorded has been named in place of the amount; what decides the right is asked for that.
    let asks =
        |found: &&Missing| !(matches!(found, Missing::Parameter { .. }) || is_open && why.missing.contains(found));
    let asked = asked(names, why.money_missing.iter().filter(asks));
    if !asked.is_empty() {
        let head = if asked.len() == 1 {
            names.either("Сумма зависит от ответа:", "The amount depends on the answer:")
        } else {
            names.either("Сумма зависит от ответов:", "The amount depends on the answers:")
        };
        lines.push(Line::new(depth, head));
        lines.extend(asked.into_iter().map(|one| Line::new(depth.saturating_add(1), one).bullet()));
    }
    // What is to be confirmed for the right itself is told there.
    let claims = why.money_confirm.iter().filter(|claim| is_open || !why.confirm.contains(claim));
    let claims = subjects(names, claims).join("; ");
    if !claims.is_empty() {
        let text = names.either(
            format!("Сумма посчитана с ваших слов, ее подтвердят документы: {claims}."),
            format!("The amount follows from what you told; to be confirmed: {claims}."),
        );
        lines.push(Line::new(depth, text));
    }
    lines
}

/// What the family pays for a service.
fn fee(names: Names<'_>, amount: Money, per: Per) -> String {
    if amount.low.is_zero() && amount.high.is_zero() {
        return names.either("Бесплатно.", "Free of charge.").to_owned();
    }
    format!("{} {}.", names.either("Оплата:", "Fee:"), money(names, amount, per))
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

/// From when until when, the last day included. Of what is paid once the day of the right is told.
fn period(names: Names<'_>, due: &Entitlement) -> Option<String> {
    let said = |found: Date, moved: i64| day(found.checked_add_days(moved).unwrap_or(found), names.language);
    let from = due.from.map(|Days { low, high }| {
        let from = said(low, 0);
        if low == high {
            names.either(format!("с {from}"), format!("from {from}"))
        } else {
            names.either(format!("с {from} или позже"), format!("from {from} or later"))
        }
    });
    let until = due.until.map(|Days { low, high }| {
        let last = said(high, -1);
        if low == high {
            names.either(format!("по {last}"), format!("until {last}, that day included"))
        } else {
            names.either(format!("самое позднее по {last}"), format!("until {last} at the latest"))
        }
    });
    let is_once = due.until.is_none() && due.amount.is_some_and(|(_, per)| per == Per::Once);
    let head = if is_once {
        names.either("Право есть", "You have the right")
    } else {
        names.either("Когда:", "When:")
    };
    let comma = if due.from.is_some_and(|from| from.low != from.high) { ", " } else { " " };
    let parts: Vec<String> = from.into_iter().chain(until).collect();
    (!parts.is_empty()).then(|| format!("{head} {}.", parts.join(comma)))
}

/// What it costs to wait: «После 10 октября 2025 г. …».
fn delay(names: Names<'_>, delay: Delay) -> String {
    let lost = sum(names, delay.month);
    match delay.after.map(|after| day(after, names.language)) {
        Some(after) => names.either(
            format!("После {after} за месяцы до обращения не заплатят: каждый месяц задержки — это потеря {lost}."),
            format!("After {after} the months before the application are not paid: each month of delay costs {lost}."),
        ),
        None => names.either(
            format!("За месяцы до обращения не платят: каждый месяц задержки — это потеря {lost}."),
            format!("The months before the application are not paid: each month of delay costs {lost}."),
        ),
    }
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

#[cfg(test)]
mod tests {
    use crate::{explain::TextStyle, ruleset::sample, value::Language};

    /// What is said of delay to who moved on a day; the day of application is 2025-10-10.
    fn delay(moved: &str, language: Language) -> Vec<String> {
        let parts = r#""eligible_when": "rooms >= 1",
            "amount": { "value": "rent", "per": "month", "round": { "to": "0.01", "mode": "half_up" } },
            "period": { "from": "if on <= moved_on + 6 months then moved_on else on", "until": "moved_on + 3 years" },
            "apply": { "within": { "months": 6, "of": "moved_on" }, "late": "starts_later" }"#;
        let rules = sample::load(&sample::measure(parts, "")).unwrap_or_else(|error| panic!("{error}"));
        let found = sample::assess(&rules, &format!(r#""rooms": 1, "rent": "500", "moved_on": "{moved}","#), "}");
        let text = found.text(language, &TextStyle::default()).replace('\u{a0}', " ");
        let words: Vec<&str> = text.split_whitespace().collect();
        let text = words.join(" ");
        let heads = ["После 10", "За месяцы", "After 10", "The months"];
        let said = heads.iter().filter_map(|head| text.get(text.find(head)?..));
        said.map(|from| from.split_inclusive("500").next().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn what_delay_costs_is_said_before_and_after_the_last_day() {
        assert_eq!(
            delay("2025-04-10", Language::Russian),
            ["После 10 октября 2025 г. за месяцы до обращения не заплатят: каждый месяц задержки — это потеря 500"]
        );
        assert_eq!(
            delay("2025-04-09", Language::Russian),
            ["За месяцы до обращения не платят: каждый месяц задержки — это потеря 500"]
        );
        assert_eq!(
            delay("2025-04-10", Language::English),
            ["After 10 October 2025 the months before the application are not paid: each month of delay costs 500"]
        );
        assert_eq!(
            delay("2025-04-09", Language::English),
            ["The months before the application are not paid: each month of delay costs 500"]
        );
    }
}
