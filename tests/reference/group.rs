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

/// More outcomes than can be tried, and more of them among which the family chooses.
const MOST: usize = 11;
const MOST_CHOSEN: usize = 6;

/// An outcome that may not combine with others.
struct Offer {
    key: Key,
    /// Nothing of what is no money.
    worth: Option<Q>,
    /// Whether it uses up what the family has.
    has_costs: bool,
    /// Its days from the application on: the first, and the day after the last; nothing where they are open.
    term: Option<(i64, i64)>,
    for_whom: BTreeSet<usize>,
    /// Who is paid; nothing where one of several is.
    paid: Option<BTreeSet<usize>>,
}

/// What was compared.
#[derive(Debug, Default, Clone, Copy)]
pub struct Compared {
    /// Outcomes that could be had and stand in a group, where nothing is open.
    pub outcomes: usize,
    pub excluded: usize,
    pub options: usize,
    /// Outcomes that the engine leaves open where every set is tried.
    pub open: usize,
}

impl Compared {
    pub fn add(&mut self, other: Self) {
        self.outcomes += other.outcomes;
        self.excluded += other.excluded;
        self.options += other.options;
        self.open += other.open;
    }
}

/// What becomes of each outcome that could be had and stands in a group or has costs; nothing where something about it is
/// open. What the family chooses among it may take or leave: excluded is what is in no best set, however it chooses.
pub fn standings(rules: &Rules, family: &Json, on: i64) -> Option<BTreeMap<Key, &'static str>> {
    let world = World::new(rules, family, on);
    // Whether what is law in a part of the family's place is law where it lives nobody knows.
    if rules.groups.values().any(|group| places_of(group).iter().any(|place| is_above(&world.home, place))) {
        return None;
    }
    let groups: Vec<&Json> = rules.groups.values().filter(|group| is_law(group, &world)).collect();
    let months = rules.groups.values().map(months).max().unwrap_or(12);
    let mut offers = Vec::new();
    for (name, declared) in &rules.measures {
        let text = texts(declared).remove(0);
        if text.get("costs").is_none() && !rules.groups.values().any(|group| names(group).contains(name)) {
            continue;
        }
        for outcome in world.measure(name) {
            match outcome.eligibility {
                "eligible" => offers.push(offer(&world, &text, &outcome, months)?),
                "not_eligible" | "not_in_force" => {}
                _ => return None,
            }
        }
    }
    if !groups.iter().all(|group| is_clear(group, &offers)) || offers.len() > MOST {
        return None;
    }
    // The first of several is so by the name of the measure and the id of the member, whatever their order in the file.
    offers.sort_by(|one, other| one.key.cmp(&other.key));
    let all: Vec<usize> = (0..offers.len()).collect();
    let is_chosen = |place: usize| offers[place].has_costs || chooses(place, &all, &groups, &offers);
    let (chosen, granted): (Vec<usize>, Vec<usize>) = all.iter().partition(|place| is_chosen(**place));
    if chosen.len() > MOST_CHOSEN {
        return None;
    }
    let mut standing: BTreeSet<usize> = BTreeSet::new();
    for bits in 0..1_usize << chosen.len() {
        let taken = chosen.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 == 1).map(|(_, place)| *place);
        let mut tried: Vec<usize> = granted.iter().copied().chain(taken).collect();
        tried.sort_unstable();
        standing.extend(best(&tried, &groups, &offers));
    }
    let open: Vec<usize> = standing.iter().copied().collect();
    let said = |place: usize| match () {
        () if !standing.contains(&place) => "excluded",
        () if offers[place].has_costs || chooses(place, &open, &groups, &offers) => "option",
        () => "eligible",
    };
    Some(all.into_iter().map(|place| (offers[place].key.clone(), said(place))).collect())
}

/// The best of all sets of some outcomes that go together; of two worth the same the one that holds the first in which they
/// differ.
fn best(tried: &[usize], groups: &[&Json], offers: &[Offer]) -> Vec<usize> {
    let mut best: Option<(Q, Vec<bool>)> = None;
    for bits in 0..1_usize << tried.len() {
        let taken: Vec<bool> = (0..tried.len()).map(|place| bits >> place & 1 == 1).collect();
        let set: Vec<&Offer> =
            tried.iter().zip(&taken).filter(|(_, is)| **is).map(|(place, _)| &offers[*place]).collect();
        let worth = set.iter().filter_map(|offer| offer.worth.as_ref()).fold(zero(), |sum, worth| sum + worth);
        let is_more = best.as_ref().is_none_or(|(most, order)| (&worth, &taken) > (most, order));
        if is_more && groups.iter().all(|group| goes(group, &set)) {
            best = Some((worth, taken));
        }
    }
    let taken = best.map(|(_, taken)| taken).unwrap_or_default();
    tried.iter().zip(taken).filter(|(_, is)| *is).map(|(place, _)| *place).collect()
}

/// Whether the family chooses between an outcome and others: all that count with it in a group of its choice do not go
/// together.
fn chooses(place: usize, among: &[usize], groups: &[&Json], offers: &[Offer]) -> bool {
    let own = &offers[place];
    groups.iter().filter(|group| group["pick"] == "family" && names(group).contains(&own.key.0)).any(|group| {
        whom(group, own).into_iter().any(|who| {
            let counts = |offer: &Offer| names(group).contains(&offer.key.0) && whom(group, offer).contains(&who);
            let class: Vec<&Offer> = among.iter().map(|other| &offers[*other]).filter(|other| counts(other)).collect();
            if group.get("while").is_some() {
                return class.iter().any(|other| !goes_for(group, &[own, other]));
            }
            let others = class.iter().any(|other| other.key.0 != own.key.0);
            others && !goes_for(group, &class)
        })
    })
}

/// Whether all that a group reads of the outcomes is known.
fn is_clear(group: &Json, offers: &[Offer]) -> bool {
    let mut own = offers.iter().filter(|offer| names(group).contains(&offer.key.0));
    let is_sum = group.pointer("/at_most/sum").is_some();
    own.all(|offer| {
        (group["pick"] == "family" && !is_sum || offer.worth.is_some())
            && (group["per"] != "member" || offer.paid.is_some())
            && (group.get("while").is_none() || offer.term.is_some())
            && !(is_sum && offer.has_costs)
    })
}

fn names(group: &Json) -> BTreeSet<&String> {
    let all = group["of"].as_array().unwrap().iter();
    all.filter_map(|name| if let Json::String(name) = name { Some(name) } else { None }).collect()
}

fn months(group: &Json) -> i64 {
    group.pointer("/over/months").and_then(Json::as_i64).unwrap_or(12)
}

fn places_of(group: &Json) -> Vec<String> {
    let country = json!({ "territory": "RU" });
    territories(if group.get("territory").is_some() { group } else { &country }).into_iter().map(Into::into).collect()
}

fn is_above(place: &str, other: &str) -> bool {
    place != other && holds(place, other)
}

fn is_law(group: &Json, world: &World<'_>) -> bool {
    let force = group.get("in_force");
    places_of(group).iter().any(|place| holds(place, &world.home))
        && edge(force, "from").is_none_or(|from| from <= world.on)
        && edge(force, "until").is_none_or(|until| world.on < until)
}

/// Nothing where the money or the payees are open.
fn offer(world: &World<'_>, text: &Json, outcome: &Outcome, months: i64) -> Option<Offer> {
    let due = outcome.due.as_ref()?;
    let own = outcome.member.as_ref().map(|id| (0..world.members.len()).find(|place| world.id(*place) == id).unwrap());
    if text.get("because_of").is_some() || due.receivers.iter().any(|one| !one.is_certain) {
        return None;
    }
    let is_paid = text.get("paid_to").is_some();
    let is_each = text.pointer("/paid_to/each_of").is_some();
    let is_one = due.receivers.len() == 1 || is_each || text.pointer("/paid_to/first_of/1/share").is_some();
    let exact = |found: &(Q, Q)| (found.0 == found.1).then(|| found.0.clone());
    let one = if is_each {
        let all: Option<Vec<Q>> =
            due.receivers.iter().map(|one| one.amount.as_ref().map_or(Some(zero()), exact)).collect();
        all?.into_iter().fold(zero(), |sum, one| sum + one)
    } else {
        due.amount.as_ref().map_or(Some(zero()), exact)?
    };
    let id = |member: Option<&String>| member.cloned().unwrap_or_default();
    let paid = due.receivers.iter().map(|one| one.member).collect();
    Some(Offer {
        key: (outcome.measure.clone(), id(outcome.member.as_ref())),
        worth: if text.get("amount").is_some() { Some(one * payments(world, text, due, months)?) } else { None },
        has_costs: text.get("costs").is_some(),
        term: term(world, due),
        for_whom: own.into_iter().collect(),
        paid: match (is_paid, is_one) {
            (true, true) => Some(paid),
            (true, false) => None,
            (false, _) => Some(own.into_iter().collect()),
        },
    })
}

/// The days on which it runs from the application on, half-open; nothing where they are open.
fn term(world: &World<'_>, due: &Due) -> Option<(i64, i64)> {
    let exact = |found: Option<(i64, i64)>, otherwise| match found {
        Some((low, high)) if low != high => None,
        found => Some(found.map_or(otherwise, |(low, _)| low)),
    };
    Some((exact(due.from, world.on)?.max(world.on), exact(due.until, i64::MAX)?))
}

/// Whether some day is one of both.
fn has_common_day(one: (i64, i64), other: (i64, i64)) -> bool {
    one.0.max(other.0) < one.1.min(other.1)
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

/// For whom an outcome counts in a group.
fn whom(group: &Json, offer: &Offer) -> BTreeSet<usize> {
    match group["per"].as_str() {
        Some("child") => offer.for_whom.clone(),
        Some("member") => offer.paid.clone().unwrap_or_default(),
        _ => BTreeSet::from([usize::MAX]),
    }
}

/// Whether outcomes go together in a group.
fn goes(group: &Json, set: &[&Offer]) -> bool {
    let within: Vec<&Offer> = set.iter().filter(|offer| names(group).contains(&offer.key.0)).copied().collect();
    let everybody: BTreeSet<usize> = within.iter().flat_map(|offer| whom(group, offer)).collect();
    everybody.into_iter().all(|who| {
        let class: Vec<&Offer> = within.iter().filter(|offer| whom(group, offer).contains(&who)).copied().collect();
        goes_for(group, &class)
    })
}

/// Whether outcomes that all count for somebody in a group go together.
fn goes_for(group: &Json, class: &[&Offer]) -> bool {
    if group["while"] == "periods_overlap" {
        return class.iter().enumerate().all(|(place, one)| {
            let mut others = class[place + 1..].iter().filter(|other| other.key.0 != one.key.0);
            others.all(|other| !has_common_day(one.term.unwrap(), other.term.unwrap()))
        });
    }
    let measures: BTreeSet<&String> = class.iter().map(|offer| &offer.key.0).collect();
    match group.pointer("/at_most/sum").and_then(Json::as_str) {
        Some(most) => {
            let sum = class.iter().filter_map(|offer| offer.worth.as_ref()).fold(zero(), |sum, worth| sum + worth);
            measures.len() < 2 || sum <= number::read(most).unwrap()
        }
        None => {
            i64::try_from(measures.len()).unwrap()
                <= group.pointer("/at_most/count").and_then(Json::as_i64).unwrap_or(1)
        }
    }
}

/// Where the engine says something else of a family than trying every set does. What it leaves open (`depends`) because money
/// rests on a presumption is no mistake.
pub fn faults(rules: &Rules, answer: &Json, family: &Json, on: i64) -> (Compared, Vec<String>) {
    let mut compared = Compared::default();
    let mut found = Vec::new();
    let Some(expected) = standings(rules, family, on) else { return (compared, found) };
    let outcomes = answer["outcomes"].as_array().unwrap();
    // What the family surely cannot have leaves it no choice; the engine may not see that of many outcomes.
    let has_open = outcomes.iter().any(|outcome| outcome.get("depends").is_some());
    for outcome in outcomes {
        let text = |key: &str| outcome[key].as_str().unwrap_or("").to_owned();
        let Some(verdict) = expected.get(&(text("measure"), text("member"))) else { continue };
        compared.outcomes += 1;
        compared.excluded += usize::from(*verdict == "excluded");
        compared.options += usize::from(*verdict == "option");
        let is_choice = has_open && *verdict == "eligible" && text("eligibility") == "option";
        let is_open = outcome.get("depends").is_some() && text("eligibility") != "excluded" || is_choice;
        compared.open += usize::from(is_open);
        if text("eligibility") != *verdict && !is_open {
            found.push(format!("expected {verdict}: {outcome}"));
        }
    }
    (compared, found)
}
