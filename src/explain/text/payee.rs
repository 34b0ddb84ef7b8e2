//! Who is paid and because of whom, in words.

use super::{
    due,
    fact::{name, told},
};
use crate::{
    assessment::{Entitlement, Missing, Receiver, Verdict},
    explain::names::Names,
};

/// «Кому: Анна.», «На кого: Вера, Глеб.», and what decides who is paid.
pub(super) fn payees(names: Names<'_>, verdict: &Verdict, due: &Entitlement) -> Vec<String> {
    let Some(found) = &due.payees else { return Vec::new() };
    let mut said: Vec<String> = Vec::new();
    if !found.receivers.is_empty() {
        let items: Vec<String> =
            found.receivers.iter().map(|one| receiver(names, due, &found.receivers, one)).collect();
        said.push(format!("{}: {}.", head(names, &found.receivers, found.pick_one), items.join(", ")));
    }
    said.extend(open(names, verdict));
    // To name the member whom the outcome concerns says nothing.
    if let Some(members) = found.because_of.as_ref().filter(|members| members.as_slice() != verdict.member.as_slice()) {
        let members: Vec<String> = members.iter().map(|member| name(names, *member)).collect();
        if !members.is_empty() {
            said.push(format!("{} {}.", names.either("На кого:", "For:"), members.join(", ")));
        }
    }
    said
}

/// What leaves open who is paid: questions, and what was told and is not shown.
fn open(names: Names<'_>, verdict: &Verdict) -> Vec<String> {
    let why = names.why(verdict);
    let mut asked: Vec<&str> = Vec::new();
    let mut claims: Vec<String> = Vec::new();
    for missing in why.payee_missing.iter().filter(|found| !why.money_missing.contains(found)) {
        if let Missing::Fact { fact, holder, claimed: Some(claimed), .. } = missing {
            claims.push(told(names, *fact, *holder, Some(*claimed)));
        } else {
            asked.extend(names.asked(missing).filter(|question| !asked.contains(question)));
        }
    }
    let asked = (!asked.is_empty()).then(|| {
        let head = names.either("Кому заплатят, зависит от ответа:", "Who is paid depends on:");
        format!("{head} {}", asked.join(" "))
    });
    let claims = (!claims.is_empty()).then(|| {
        let head =
            names.either("Кому заплатят, станет ясно, если подтвердить:", "Who is paid is clear once confirmed:");
        format!("{head} {}.", claims.join("; "))
    });
    asked.into_iter().chain(claims).collect()
}

/// How they are paid: «Кому: один из двоих по вашему выбору», «Кому (поровну)», «Кому (пока не ясно)».
fn head(names: Names<'_>, receivers: &[Receiver], pick_one: bool) -> String {
    let certain = receivers.iter().filter(|one| one.is_certain).count();
    let is_shared = receivers.iter().all(Receiver::is_shared);
    let how = match receivers.len() {
        0 | 1 => "",
        count if pick_one => {
            let among = of_so_many(count);
            return names.either(
                format!("Кому: один из {among} по вашему выбору"),
                format!("Paid to: one of {count}, as you choose"),
            );
        }
        _ if certain == 0 => names.either(" (пока не ясно)", " (not clear yet)"),
        _ if is_shared => names.either(" (поровну)", " (in equal shares)"),
        count if certain == count => names.either(" (каждому)", " (each of them)"),
        _ => "",
    };
    format!("{}{how}", names.either("Кому", "Paid to"))
}

/// «двоих», «троих» …
fn of_so_many(count: usize) -> String {
    let words = ["двоих", "троих", "четверых", "пятерых", "шестерых", "семерых"];
    count.checked_sub(2).and_then(|place| words.get(place)).map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

/// «Иван (возможно) — 10 103,83 ₽ в месяц»; the amount where it is not the same for all.
fn receiver(names: Names<'_>, due: &Entitlement, all: &[Receiver], one: &Receiver) -> String {
    let (fewest, most) = one.parts;
    let mut remarks: Vec<String> = Vec::new();
    // Where nobody is sure the head says so.
    if !one.is_certain && (all.len() == 1 || all.iter().any(|other| other.is_certain)) {
        remarks.push(names.either("возможно", "perhaps").to_owned());
    }
    if one.is_shared() {
        let share =
            |parts: usize| if parts == 1 { names.either("все", "all").to_owned() } else { format!("1/{parts}") };
        let between = names.either(
            format!("от {} до {}", share(most), share(fewest)),
            format!("from {} to {}", share(most), share(fewest)),
        );
        remarks.push(if fewest == most { share(most) } else { between });
    }
    let remarks = if remarks.is_empty() { String::new() } else { format!(" ({})", remarks.join(", ")) };
    let is_own = all.iter().any(|other| other.amount != one.amount);
    let amount = one.amount.zip(due.amount).filter(|_| is_own && !one.is_shared());
    let amount = amount.map(|(amount, (_, per))| format!(" — {}", due::money(names, amount, per))).unwrap_or_default();
    format!("{}{remarks}{amount}", name(names, one.member))
}

#[cfg(test)]
mod tests {
    use crate::explain::TextStyle;
    use crate::{ruleset::sample, value::Language};

    const PAIR: &str = r#", "working": true, "birth_date": "1990-01-01", "parents": [] },
        { "id": "bob", "relation": "spouse", "birth_date": "1985-01-01", WORK "parents": [] },
        { "id": "eve", "relation": "child", "birth_date": "2020-01-01" },
        { "id": "kim", "relation": "child", "birth_date": "2021-01-01" }"#;

    /// The lines of an answer that begin with one of these words.
    fn said(paid_to: &str, works: &str, language: Language) -> Vec<String> {
        let parts = format!(
            r#""paid_to": {{ {paid_to} }}, "because_of": "members[relation = child]", "eligible_when": "rooms >= 1",
            "amount": {{ "value": "rent", "per": "month", "round": {{ "to": "0.01", "mode": "half_up" }} }}"#
        );
        let rules = sample::load(&sample::measure(&parts, "")).unwrap_or_else(|error| panic!("{error}"));
        let found = sample::assess(&rules, r#""rooms": 1, "rent": "5","#, &PAIR.replace("WORK", works));
        let text = found.text(language, &TextStyle::default());
        let heads = ["Кому", "На кого", "Paid to", "Who is paid", "For:"];
        let lines = text.lines().map(str::trim).filter(|line| heads.iter().any(|head| line.starts_with(head)));
        lines.map(str::to_owned).collect()
    }

    const ONE: &str = r#""one_of": "members[relation in (self, spouse)]", "when": "payee.working""#;

    #[test]
    fn who_may_choose_is_told_so() {
        let works = r#""working": true,"#;
        assert_eq!(
            said(ONE, works, Language::Russian),
            ["Кому: один из двоих по вашему выбору: Ada, Bob.", "На кого: Eve, Kim."]
        );
        assert_eq!(
            said(ONE, works, Language::English),
            ["Paid to: one of 2, as you choose: Ada, Bob.", "For: Eve, Kim."]
        );
    }

    #[test]
    fn who_may_be_paid_is_told_with_the_question() {
        assert_eq!(
            said(ONE, "", Language::English),
            [
                "Paid to: one of 2, as you choose: Ada, Bob (perhaps).",
                "Who is paid depends on: Works",
                "For: Eve, Kim."
            ]
        );
        let spouse = r#""one_of": "members[relation = spouse]", "when": "payee.working""#;
        assert_eq!(said(spouse, "", Language::Russian).first().map(String::as_str), Some("Кому: Bob (возможно)."));
    }

    #[test]
    fn shares_are_fractions() {
        let shared = r#""first_of": [{ "who": "members[relation = child]", "share": "equal" }]"#;
        assert_eq!(
            said(shared, "", Language::Russian),
            ["Кому (поровну): Eve (1/2), Kim (1/2).", "На кого: Eve, Kim."]
        );
        let each = r#""each_of": "members[relation = child]""#;
        assert_eq!(said(each, "", Language::English), ["Paid to (each of them): Eve, Kim.", "For: Eve, Kim."]);
    }
}
