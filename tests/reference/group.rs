//! Measures that do not combine, where nothing about them is open: the best of all sets, by trying each.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use super::{
    calendar,
    clause::{edge, holds, territories},
    fact::World,
    load::Rules,
    measure::{Due, Outcome, texts},
    number::{self, Q, whole, zero},
};

/// Whom an outcome is of.
pub type Key = (String, String);

/// More outcomes than can be tried.
const MOST: usize = 12;

/// An outcome that may not combine with others.
struct Offer {
    key: Key,
    worth: Q,
    for_whom: BTreeSet<usize>,
    paid: BTreeSet<usize>,
}

/// What becomes of each outcome that could be had and stands in a group; nothing where something about it is open.
pub fn standings(rules: &Rules, family: &Json, on: i64) -> Option<BTreeMap<Key, &'static str>> {
    let world = World::new(rules, family, on);
    let groups: Vec<&Json> = rules.groups.values().filter(|group| is_law(group, &world)).collect();
    let months = rules.groups.values().map(months).max()?;
    let mut offers = Vec::new();
    for name in rules.measures.keys().filter(|name| rules.groups.values().any(|group| names(group).contains(name))) {
        let text = texts(&rules.measures[name]).remove(0);
        for outcome in world.measure(name) {
            match outcome.eligibility {
                "eligible" => offers.push(offer(&world, &text, &outcome, months)?),
                "not_eligible" | "not_in_force" => {}
                _ => return None,
            }
        }
    }
    if offers.len() > MOST || groups.iter().any(|group| group["pick"] == "family") {
        return None;
    }
    let mut best: Option<(Q, Vec<bool>)> = None;
    for bits in 0..1_usize << offers.len() {
        let taken: Vec<bool> = (0..offers.len()).map(|place| bits >> place & 1 == 1).collect();
        let set: Vec<&Offer> = offers.iter().zip(&taken).filter(|(_, is)| **is).map(|(offer, _)| offer).collect();
        let worth = set.iter().fold(zero(), |sum, offer| sum + &offer.worth);
        let is_more = best.as_ref().is_none_or(|(most, order)| (&worth, &taken) > (most, order));
        if is_more && groups.iter().all(|group| goes(group, &set)) {
            best = Some((worth, taken));
        }
    }
    let (_, taken) = best?;
    let said = |is: bool| if is { "eligible" } else { "excluded" };
    Some(offers.into_iter().zip(taken).map(|(offer, is)| (offer.key, said(is))).collect())
}

fn names(group: &Json) -> BTreeSet<&String> {
    let all = group["of"].as_array().unwrap().iter();
    all.filter_map(|name| if let Json::String(name) = name { Some(name) } else { None }).collect()
}

fn months(group: &Json) -> i64 {
    group.pointer("/over/months").and_then(Json::as_i64).unwrap_or(12)
}

fn is_law(group: &Json, world: &World<'_>) -> bool {
    let country = json!({ "territory": "RU" });
    let written = if group.get("territory").is_some() { group } else { &country };
    let force = group.get("in_force");
    territories(written).iter().any(|place| holds(place, &world.home))
        && edge(force, "from").is_none_or(|from| from <= world.on)
        && edge(force, "until").is_none_or(|until| world.on < until)
}

/// Nothing where the money or the payees are open.
fn offer(world: &World<'_>, text: &Json, outcome: &Outcome, months: i64) -> Option<Offer> {
    let due = outcome.due.as_ref()?;
    let own = outcome.member.as_ref().map(|id| (0..world.members.len()).find(|place| world.id(*place) == id).unwrap());
    let is_paid = text.get("paid_to").is_some();
    let is_each = text.pointer("/paid_to/each_of").is_some();
    let is_one = due.receivers.len() == 1 || is_each || text.pointer("/paid_to/first_of/1/share").is_some();
    if is_paid && (!is_one || due.receivers.iter().any(|one| !one.is_certain)) {
        return None;
    }
    let exact = |found: &(Q, Q)| (found.0 == found.1).then(|| found.0.clone());
    let one = if is_each {
        let all: Option<Vec<Q>> =
            due.receivers.iter().map(|one| one.amount.as_ref().map_or(Some(zero()), exact)).collect();
        all?.into_iter().fold(zero(), |sum, one| sum + one)
    } else {
        due.amount.as_ref().map_or(Some(zero()), exact)?
    };
    let id = |member: Option<&String>| member.cloned().unwrap_or_default();
    Some(Offer {
        key: (outcome.measure.clone(), id(outcome.member.as_ref())),
        worth: one * payments(world, text, due, months)?,
        for_whom: own.into_iter().collect(),
        paid: if is_paid { due.receivers.iter().map(|one| one.member).collect() } else { own.into_iter().collect() },
    })
}

/// How often it is paid over so many months.
fn payments(world: &World<'_>, text: &Json, due: &Due, months: i64) -> Option<Q> {
    let end = calendar::add_months(world.on, months);
    let exact = |found: Option<(i64, i64)>, otherwise| match found {
        Some((low, high)) if low != high => None,
        found => Some(found.map_or(otherwise, |(low, _)| low)),
    };
    let from = exact(due.from, world.on)?;
    let until = exact(due.until, end)?.min(end);
    if due.apply_from.is_some_and(|from| from >= end) {
        return Some(zero());
    }
    match text.pointer("/amount/per").and_then(Json::as_str) {
        Some("month") => {
            let first = from.max(world.on);
            let begun = (0..months).filter(|count| calendar::add_months(first, *count) < until);
            Some(whole(i64::try_from(begun.count()).unwrap()))
        }
        _ => Some(whole(i64::from(from < end))),
    }
}

/// Whether outcomes go together in a group.
fn goes(group: &Json, set: &[&Offer]) -> bool {
    let within: Vec<&&Offer> = set.iter().filter(|offer| names(group).contains(&offer.key.0)).collect();
    let whom = |offer: &Offer| match group["per"].as_str() {
        Some("child") => offer.for_whom.clone(),
        Some("member") => offer.paid.clone(),
        _ => BTreeSet::from([usize::MAX]),
    };
    let everybody: BTreeSet<usize> = within.iter().flat_map(|offer| whom(offer)).collect();
    everybody.into_iter().all(|who| {
        let class: Vec<&&&Offer> = within.iter().filter(|offer| whom(offer).contains(&who)).collect();
        let measures: BTreeSet<&String> = class.iter().map(|offer| &offer.key.0).collect();
        match group.pointer("/at_most/sum").and_then(Json::as_str) {
            Some(most) => {
                let sum = class.iter().fold(zero(), |sum, offer| sum + &offer.worth);
                measures.len() < 2 || sum <= number::read(most).unwrap()
            }
            None => {
                i64::try_from(measures.len()).unwrap()
                    <= group.pointer("/at_most/count").and_then(Json::as_i64).unwrap_or(1)
            }
        }
    })
}

/// Where the engine says something else of a family than trying every set does. What it leaves open (`depends`) because money
/// rests on a presumption is no mistake.
pub fn faults(rules: &Rules, answer: &Json, family: &Json, on: i64) -> (usize, Vec<String>) {
    let Some(expected) = standings(rules, family, on) else { return (0, Vec::new()) };
    let mut found = Vec::new();
    let mut excluded = 0;
    for outcome in answer["outcomes"].as_array().unwrap() {
        let text = |key: &str| outcome[key].as_str().unwrap_or("").to_owned();
        let Some(verdict) = expected.get(&(text("measure"), text("member"))) else { continue };
        excluded += usize::from(*verdict == "excluded");
        let is_open = outcome.get("depends").is_some() && text("eligibility") == "eligible";
        if text("eligibility") != *verdict && !is_open {
            found.push(format!("expected {verdict}: {outcome}"));
        }
    }
    (excluded, found)
}
