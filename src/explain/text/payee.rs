//! Who is paid and because of whom, in words.

use super::{due, fact::name};
use crate::{
    assessment::{Entitlement, Receiver, Verdict},
    explain::names::Names,
};

/// «Кому: Анна.», «За кого: Вера, Глеб.», and what decides who is paid.
pub(super) fn payees(names: Names<'_>, verdict: &Verdict, due: &Entitlement) -> Vec<String> {
    let Some(found) = &due.payees else { return Vec::new() };
    let mut said: Vec<String> = Vec::new();
    if !found.receivers.is_empty() {
        let head = way(names, &found.receivers, found.pick_one);
        let items: Vec<String> =
            found.receivers.iter().map(|one| receiver(names, due, &found.receivers, one)).collect();
        said.push(format!("{} {head}{}.", names.either("Кому:", "Paid to:"), items.join(", ")));
    }
    let why = names.why(verdict);
    let open = why.payee_missing.iter().filter(|found| !why.money_missing.contains(found));
    let mut asked: Vec<&str> = open.filter_map(|missing| names.asked(missing)).collect();
    asked.dedup();
    if !asked.is_empty() {
        let head = names.either("Кому заплатят, зависит от ответа:", "Who is paid depends on:");
        said.push(format!("{head} {}", asked.join(" ")));
    }
    if let Some(members) = found.because_of.as_ref().filter(|members| members.as_slice() != own(verdict)) {
        let members: Vec<String> = members.iter().map(|member| name(names, *member)).collect();
        if !members.is_empty() {
            said.push(format!("{} {}.", names.either("За кого:", "Because of:"), members.join(", ")));
        }
    }
    said
}

/// The member whom the outcome concerns: to name them again says nothing.
fn own(verdict: &Verdict) -> &[usize] {
    verdict.member.as_ref().map_or(&[], std::slice::from_ref)
}

/// How several are paid: «один из двоих по вашему выбору: », «поровну: », «каждому: ».
fn way(names: Names<'_>, receivers: &[Receiver], pick_one: bool) -> String {
    let is_certain = receivers.iter().all(|one| one.is_certain);
    let is_shared = receivers.iter().all(Receiver::is_shared);
    match receivers.len() {
        0 | 1 => String::new(),
        count if pick_one => names.either(
            format!("один из {} по вашему выбору: ", of_so_many(count)),
            format!("one of {count}, as you choose: "),
        ),
        _ if is_shared => names.either("поровну: ", "in equal shares: ").to_owned(),
        _ if is_certain => names.either("каждому: ", "each of them: ").to_owned(),
        _ => names.either("пока не ясно: ", "not clear yet: ").to_owned(),
    }
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
    if !one.is_certain {
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
