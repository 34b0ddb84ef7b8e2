//! Measures that do not combine, by brute force over random groups: what is excluded, and what is learned about it.

use std::collections::{BTreeMap, BTreeSet};

use one_window::{Date, Day, RuleSet};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{
    answers::{Key, json as answered, outcomes, tries, verdict},
    grammar::Tape,
};

const DAY: &str = "2025-10-10";
const IDS: [&str; 4] = ["ada", "bob", "cid", "sam"];
const DAYS: &[&str] =
    &["2025-08-31", "2025-09-25", "2025-09-26", "2025-10-11", "2025-10-25", "2025-10-26", "2025-12-01"];
/// The time over which the groups of one world compare.
const MONTHS: i64 = 3;

/// Rules with measures that do not combine.
#[derive(Debug, Clone)]
struct World {
    measures: Vec<(String, Value)>,
    groups: Vec<Group>,
}

#[derive(Debug, Clone)]
struct Group {
    per: &'static str,
    pick: &'static str,
    of: Vec<String>,
    bound: Bound,
}

#[derive(Debug, Clone, Copy)]
enum Bound {
    Count(usize),
    Sum(i64),
    /// One of those that run on the same day.
    Overlapping,
}

fn text(word: &str) -> Value {
    json!({ "ru": "Слово", "en": word })
}

fn vocabulary() -> Value {
    let money = json!({ "type": "number", "unit": "RUB", "range": "[0..6]", "title": text("money") });
    let shown = json!({ "type": "boolean", "accepts": ["document"], "title": text("a right") });
    let mut family = Map::new();
    for place in 0..8 {
        family.insert(format!("f{place}"), shown.clone());
        family.insert(format!("v{place}"), money.clone());
        family.insert(format!("d{place}"), json!({ "type": "date", "title": text("a day") }));
    }
    family.insert("p".to_owned(), json!({ "type": "boolean", "presumed": "false", "title": text("presumed") }));
    json!({
        "territories": { "RU": { "title": text("Russia") } },
        "needs": { "means": { "sphere": "income", "title": text("means") } },
        "vocabulary": { "family": family, "member": {
            "relation": { "type": { "one_of": ["self", "spouse", "child"] }, "title": text("relation") },
            "ok": { "type": "boolean", "title": text("fit") } } }
    })
}

impl World {
    fn read(tape: &mut Tape<'_>, is_largest: bool) -> Self {
        let count = 2 + tape.pick(6);
        let measures: Vec<(String, Value)> =
            (0..count).map(|place| (format!("test.m{place}"), measure(tape, place, is_largest))).collect();
        let groups = (0..=tape.pick(3)).filter_map(|_| group(tape, &measures, is_largest)).collect();
        Self { measures, groups }
    }

    fn rules(&self) -> RuleSet {
        self.rules_with(&[])
    }

    fn rules_with(&self, more: &[(String, Value)]) -> RuleSet {
        let measures: Map<String, Value> = self.measures.iter().chain(more).cloned().collect();
        let group = |(place, group): (usize, &Group)| {
            let (key, bound) = match group.bound {
                Bound::Count(count) => ("at_most", json!({ "count": count })),
                Bound::Sum(most) => ("at_most", json!({ "sum": most.to_string(), "unit": "RUB" })),
                Bound::Overlapping => ("while", json!("periods_overlap")),
            };
            let declared = json!({ "title": text("a group"), "per": group.per, "pick": group.pick, "of": group.of,
                "over": { "months": MONTHS }, key: bound });
            (format!("g{place}"), declared)
        };
        let groups: Map<String, Value> = self.groups.iter().enumerate().map(group).collect();
        let rules = json!({ "measures": measures, "groups": groups }).to_string();
        let files = [("vocabulary.json", vocabulary().to_string()), ("rules.json", rules)];
        RuleSet::from_files(files).unwrap_or_else(|error| panic!("{error}"))
    }
}

fn measure(tape: &mut Tape<'_>, place: usize, is_largest: bool) -> Value {
    let value = tape.one_of(&["v", "v", "v", "half", "sum"]);
    let value = match value {
        "half" => format!("if p then 0 * v{place} else v{place}"),
        "sum" => format!("v{place} + v{}", (place + 1) % 8),
        _ => format!("v{place}"),
    };
    let round = json!({ "to": "1", "mode": "half_up" });
    let mut found = json!({
        "title": text("a measure"), "kind": "benefit", "addresses": ["means"], "territory": "RU",
        "in_force": { "from": "2000-01-01" }, "eligible_when": format!("f{place}"),
        "amount": { "value": value, "per": tape.one_of(&["once", "once", "month"]), "unit": "RUB", "round": round } });
    if found["amount"]["per"] == "month" {
        found["amount"]["unit"] = json!("RUB/month");
    } else if tape.pick(3) > 0 {
        // What is paid once is paid whole, however long it runs.
        let until = tape.one_of(&["from + 15 days", "from + 40 days", "d0"]);
        found["period"] = json!({ "from": format!("d{place}"), "until": until });
        if tape.pick(5) == 0 {
            found["period"] = json!({ "from": format!("d{place}") });
        }
    }
    match tape.pick(6) {
        0 | 1 => {
            found["for"] = json!({ "each": "members[relation = child]", "as": "kid" });
            found["eligible_when"] = json!(format!("f{place} and kid.ok"));
        }
        2 => found["because_of"] = json!("members[relation = child and ok]"),
        3 => {
            found["paid_to"] = json!({ "each_of": "members[relation in (self, spouse) and ok]", "as": "one" });
        }
        4 => found["paid_to"] = json!({ "one_of": "members[relation = spouse and ok]", "as": "one" }),
        _ => {}
    }
    if !is_largest && tape.pick(6) == 0 {
        found["costs"] = json!({ "of": "v0", "value": "v1", "per": "once", "round": round });
    }
    found
}

fn group(tape: &mut Tape<'_>, measures: &[(String, Value)], is_largest: bool) -> Option<Group> {
    let per = tape.one_of(&["family", "family", "child", "member"]);
    let fits = |measure: &Value| match per {
        "child" => measure.get("for").is_some() || measure.get("because_of").is_some(),
        "member" => measure.get("for").is_some() || measure.get("paid_to").is_some(),
        _ => true,
    };
    let of: Vec<String> = measures
        .iter()
        .filter(|(_, measure)| fits(measure) && tape.pick(4) > 0)
        .map(|(name, _)| name.clone())
        .collect();
    let bound = match tape.pick(6) {
        0 => Bound::Count(2),
        1 => Bound::Sum(i64::try_from(tape.pick(20)).unwrap()),
        2 | 3 => Bound::Overlapping,
        _ => Bound::Count(1),
    };
    let pick = if !is_largest && tape.pick(4) == 0 { "family" } else { "largest" };
    (of.len() > 1).then_some(Group { per, pick, of, bound })
}

/// What a family tells: of each fact whether it is told before anything is learned, and its value.
#[derive(Debug, Clone)]
struct Told(BTreeMap<(Option<&'static str>, String), (usize, Value)>);

impl Told {
    fn read(tape: &mut Tape<'_>) -> Self {
        let mut found = BTreeMap::new();
        for place in 0..8 {
            found.insert((None, format!("f{place}")), (tape.pick(6), json!(tape.pick(5) > 0)));
            found.insert((None, format!("v{place}")), (tape.pick(6), json!(tape.pick(7).to_string())));
            found.insert((None, format!("d{place}")), (tape.pick(6), json!(tape.one_of(DAYS))));
        }
        found.insert((None, "p".to_owned()), (tape.pick(3), json!(tape.pick(2) > 0)));
        for id in IDS {
            found.insert((Some(id), "ok".to_owned()), (tape.pick(6), json!(tape.pick(4) > 0)));
        }
        Self(found)
    }

    /// The family file; once all is learned every fact is shown by a document.
    fn file(&self, is_learned: bool) -> String {
        let facts = |who: Option<&str>| {
            let mut found = Map::new();
            for ((_, key), (level, value)) in self.0.iter().filter(|((of, _), _)| *of == who) {
                match (is_learned, level) {
                    (false, 0) => continue,
                    (false, 1) => found.insert(key.clone(), value.clone()),
                    _ => found.insert(key.clone(), json!({ "value": value, "provenance": "document" })),
                };
            }
            found
        };
        let mut family = facts(None);
        family.insert("territory".to_owned(), json!("RU"));
        let relations = ["self", "child", "child", "spouse"];
        let members = IDS.into_iter().zip(relations).map(|(id, relation)| {
            let mut member = facts(Some(id));
            member.insert("id".to_owned(), json!(id));
            member.insert("relation".to_owned(), json!(relation));
            Value::Object(member)
        });
        family.insert("members".to_owned(), members.collect());
        Value::Object(family).to_string()
    }
}

fn answer(rules: &RuleSet, day: &Day, file: &str) -> Value {
    let family = rules.family_from_json(file).unwrap_or_else(|error| panic!("{error}\n{file}"));
    answered(&day.assess(&family))
}

/// The verdict by itself.
fn by_itself(outcome: &Value) -> &str {
    outcome.get("by_itself").map_or_else(|| verdict(outcome), |verdict| verdict.as_str().unwrap())
}

/// An outcome that is granted where all is known: whom it counts for, and what it is worth.
#[derive(Debug, Clone)]
struct Granted {
    key: Key,
    children: BTreeSet<String>,
    payees: BTreeSet<String>,
    /// Its first day from the application on, and the day after its last, as written.
    term: (String, String),
    worth: i64,
}

fn ids(value: &Value) -> BTreeSet<String> {
    match value {
        Value::String(id) => BTreeSet::from([id.clone()]),
        Value::Array(all) => all.iter().map(|id| id.as_str().unwrap().to_owned()).collect(),
        _ => BTreeSet::new(),
    }
}

fn day(due: &Value, key: &str, otherwise: &str) -> String {
    due.get(key).map_or(otherwise, |day| day.as_str().unwrap()).to_owned()
}

fn granted(key: &Key, outcome: &Value, measure: &Value) -> Granted {
    let due = &outcome["entitlement"];
    let own: BTreeSet<String> = key.1.iter().cloned().collect();
    let receivers: BTreeSet<String> = match due.get("receivers").and_then(Value::as_array) {
        Some(all) => all.iter().map(|one| one["member"].as_str().unwrap().to_owned()).collect(),
        None => ids(&due["receiver"]),
    };
    let each = measure.pointer("/paid_to/each_of").map_or(1, |_| i64::try_from(receivers.len()).unwrap());
    let one: i64 = due["amount"]
        .as_str()
        .or_else(|| due["receivers"][0]["amount"].as_str())
        .unwrap_or_else(|| panic!("{outcome}"))
        .strip_suffix(".00")
        .unwrap()
        .parse()
        .unwrap();
    let payments = if measure["amount"]["per"] == "month" { MONTHS } else { 1 };
    Granted {
        key: key.clone(),
        children: if measure.get("because_of").is_some() { ids(&due["for"]) } else { own.clone() },
        term: (day(due, "from", DAY).max(DAY.to_owned()), day(due, "until", "9999-12-31")),
        payees: if measure.get("paid_to").is_some() { receivers } else { own },
        worth: one * each * payments,
    }
}

/// Whether outcomes go together.
fn goes(world: &World, set: &[&Granted]) -> bool {
    world.groups.iter().all(|group| {
        let within: Vec<&&Granted> = set.iter().filter(|it| group.of.contains(&it.key.0)).collect();
        let whom = |it: &Granted| match group.per {
            "child" => it.children.clone(),
            "member" => it.payees.clone(),
            _ => BTreeSet::from([String::new()]),
        };
        let everybody: BTreeSet<String> = within.iter().flat_map(|it| whom(it)).collect();
        everybody.into_iter().all(|who| {
            let class: Vec<&&&Granted> = within.iter().filter(|it| whom(it).contains(&who)).collect();
            let measures: BTreeSet<&String> = class.iter().map(|it| &it.key.0).collect();
            match group.bound {
                Bound::Count(count) => measures.len() <= count,
                Bound::Overlapping => class.iter().enumerate().all(|(place, one)| {
                    let mut others = class[place + 1..].iter().filter(|other| other.key.0 != one.key.0);
                    others.all(|other| (&one.term.0).max(&other.term.0) >= (&one.term.1).min(&other.term.1))
                }),
                Bound::Sum(most) => measures.len() < 2 || class.iter().map(|it| it.worth).sum::<i64>() <= most,
            }
        })
    })
}

/// The best set by trying all: the most money, then the first outcome in which two differ.
fn best(world: &World, all: &[Granted]) -> BTreeSet<Key> {
    let mut found: Option<(i64, Vec<bool>, BTreeSet<Key>)> = None;
    for bits in 0..1_u32 << all.len() {
        let taken: Vec<bool> = (0..all.len()).map(|place| bits >> place & 1 == 1).collect();
        let set: Vec<&Granted> = all.iter().zip(&taken).filter(|(_, taken)| **taken).map(|(it, _)| it).collect();
        if !goes(world, &set) {
            continue;
        }
        let worth = set.iter().map(|it| it.worth).sum();
        if found.as_ref().is_none_or(|(most, order, _)| (worth, &taken) > (*most, order)) {
            found = Some((worth, taken, set.iter().map(|it| it.key.clone()).collect()));
        }
    }
    found.unwrap().2
}

proptest! {
    #![proptest_config(tries(500))]

    #[test]
    fn where_all_is_known_the_best_of_all_sets_is_given(
        rules in prop::collection::vec(0u16..840, 0..100), family in prop::collection::vec(0u16..840, 0..80),
    ) {
        let world = World::read(&mut Tape::new(&rules), true);
        let told = Told::read(&mut Tape::new(&family));
        let rules = world.rules();
        let whole = answer(&rules, &rules.on(DAY.parse::<Date>().unwrap()), &told.file(true));
        let found = outcomes(&whole);
        let measures: BTreeMap<&String, &Value> = world.measures.iter().map(|(name, it)| (name, it)).collect();
        let firm = found.iter().filter(|(_, outcome)| by_itself(outcome) == "eligible");
        let all: Vec<Granted> = firm.map(|(key, outcome)| granted(key, outcome, measures[&key.0])).collect();
        prop_assume!(all.len() <= 12);
        let best = best(&world, &all);
        for it in &all {
            let expected = if best.contains(&it.key) { "eligible" } else { "excluded" };
            prop_assert_eq!(verdict(found[&it.key]), expected, "{:?}\n{:#?}\n{}", it, world.groups, told.file(true));
            prop_assert!(found[&it.key].get("depends").is_none());
        }
        // What is told to be best is.
        for bundle in whole.get("bundles").and_then(Value::as_array).into_iter().flatten() {
            prop_assert_eq!(&bundle["exact"], true);
            let take = bundle["best"]["take"].as_array().unwrap_or_else(|| panic!("{bundle}"));
            for one in take {
                let key = (one["measure"].as_str().unwrap().to_owned(), one["member"].as_str().map(str::to_owned));
                prop_assert!(best.contains(&key), "{:?}\n{}\n{:#?}", best, bundle, world.groups);
            }
        }
        // What replaces an outcome is given.
        for outcome in found.values().filter(|outcome| verdict(outcome) == "excluded") {
            let by = &outcome["excluded_by"];
            let key = (by["measure"].as_str().unwrap().to_owned(), by["member"].as_str().map(str::to_owned));
            prop_assert!(best.contains(&key), "{}", outcome);
        }
    }

    #[test]
    fn what_is_learned_brings_nothing_back_and_takes_nothing_that_depends_on_nothing(
        rules in prop::collection::vec(0u16..840, 0..100), family in prop::collection::vec(0u16..840, 0..80),
        is_largest: bool,
    ) {
        let world = World::read(&mut Tape::new(&rules), is_largest);
        let told = Told::read(&mut Tape::new(&family));
        let rules = world.rules();
        let day = rules.on(DAY.parse::<Date>().unwrap());
        let before = answer(&rules, &day, &told.file(false));
        let mut learned = told.clone();
        let mut steps = vec![before.clone()];
        // One fact after another.
        for (level, _) in learned.0.clone().values() {
            if *level > 1 {
                continue;
            }
            let next = learned.0.iter_mut().find(|(_, (level, _))| *level < 2).unwrap();
            next.1.0 = 2;
            steps.push(answer(&rules, &day, &learned.file(false)));
        }
        for pair in steps.windows(2) {
            let (then, now) = (outcomes(&pair[0]), outcomes(&pair[1]));
            for (key, was) in &then {
                let Some(is) = now.get(key) else { continue };
                let depends = was.get("depends").is_some();
                let holds = match verdict(was) {
                    "excluded" if by_itself(was) == "eligible" => verdict(is) == "excluded",
                    "excluded" => matches!(verdict(is), "excluded" | "not_eligible"),
                    "eligible" if !depends => verdict(is) == "eligible",
                    "eligible" => matches!(verdict(is), "eligible" | "excluded" | "option"),
                    "option" if by_itself(was) == "eligible" => by_itself(is) == "eligible",
                    "not_eligible" => verdict(is) == "not_eligible",
                    _ => true,
                };
                prop_assert!(holds, "{:?}\n{}\n{}\n{:#?}\n{}", key, was, is, world.groups, told.file(false));
            }
        }
    }

    #[test]
    fn a_measure_more_changes_nothing_outside_its_groups(
        rules in prop::collection::vec(0u16..840, 0..100), family in prop::collection::vec(0u16..840, 0..80),
        tape in prop::collection::vec(0u16..840, 0..12),
    ) {
        let world = World::read(&mut Tape::new(&rules), false);
        let file = Told::read(&mut Tape::new(&family)).file(false);
        let more = ("test.more".to_owned(), measure(&mut Tape::new(&tape), 7, false));
        let on = DAY.parse::<Date>().unwrap();
        let without = world.rules();
        let plain = answer(&without, &without.on(on), &file);
        // In no group it changes nothing at all.
        let with = world.rules_with(std::slice::from_ref(&more));
        let beside = answer(&with, &with.on(on), &file);
        let found = outcomes(&beside);
        for (key, outcome) in outcomes(&plain) {
            prop_assert_eq!(Some(&outcome), found.get(&key));
        }
        prop_assert_eq!(plain.get("bundles"), beside.get("bundles"));
        // In a group it changes only what is bound to it, directly or through other groups.
        let mut bound = world.clone();
        let Some(first) = bound.groups.iter_mut().find(|group| group.per == "family") else { return Ok(()) };
        first.of.push(more.0.clone());
        let mut reached: BTreeSet<String> = first.of.iter().cloned().collect();
        for _ in 0..bound.groups.len() {
            for group in &bound.groups {
                if group.of.iter().any(|measure| reached.contains(measure)) {
                    reached.extend(group.of.iter().cloned());
                }
            }
        }
        let within = bound.rules_with(std::slice::from_ref(&more));
        let among = answer(&within, &within.on(on), &file);
        let found = outcomes(&among);
        for (key, outcome) in outcomes(&plain) {
            let now = found[&key];
            if !reached.contains(&key.0) {
                prop_assert_eq!(&outcome, &now);
            }
            prop_assert_eq!(by_itself(outcome), by_itself(now));
            prop_assert_eq!(&outcome["entitlement"], &now["entitlement"]);
        }
    }

    #[test]
    fn the_order_in_which_a_group_is_written_is_irrelevant(
        rules in prop::collection::vec(0u16..840, 0..100), family in prop::collection::vec(0u16..840, 0..80),
    ) {
        let world = World::read(&mut Tape::new(&rules), false);
        let file = Told::read(&mut Tape::new(&family)).file(false);
        let mut turned = world.clone();
        turned.groups.iter_mut().for_each(|group| group.of.reverse());
        let of = |world: &World| {
            let rules = world.rules();
            let mut found = answer(&rules, &rules.on(DAY.parse::<Date>().unwrap()), &file);
            // The digest keeps the order of lists.
            found["rules"] = Value::Null;
            found
        };
        prop_assert_eq!(of(&world), of(&turned));
    }
}
