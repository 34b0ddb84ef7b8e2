//! Random families under the bundled rules: the engine answers as the reference does, or more sharply and truly.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    thread,
};

use one_window::RuleSet;
use serde_json::Value as Json;

use super::{
    calendar,
    chance::Chance,
    clause::{edge, holds, territories},
    compare::{self, Answers, Engine},
    family::{Maker, Manner, Thresholds, smaller},
    is_full,
    judge::{Judgement, contradiction, judge},
    load::{self, Rules},
    measure::texts,
};

/// What a run has seen.
#[derive(Debug, Default)]
pub struct Tally {
    pub families: usize,
    pub equal: usize,
    pub sharper: usize,
    pub completions: usize,
    /// How often each verdict was given.
    pub verdicts: BTreeMap<String, usize>,
    pub failed: Vec<String>,
}

impl Tally {
    pub fn add(&mut self, other: Self) {
        self.families += other.families;
        self.equal += other.equal;
        self.sharper += other.sharper;
        self.completions += other.completions;
        for (verdict, count) in other.verdicts {
            *self.verdicts.entry(verdict).or_default() += count;
        }
        self.failed.extend(other.failed);
    }
}

/// How many completions are tried of each sharper answer.
const TRIES: usize = 4;

/// Of how many equal answers one is held against a completion.
const EVERY: usize = 50;

/// Everything that is wrong with the answers for a family.
pub fn faults(
    maker: &mut Maker<'_>,
    engine: &Engine,
    family: &Json,
    every: usize,
    tally: &mut Tally,
) -> Option<Vec<String>> {
    let (answers, differs): (Answers, _) = compare::engine(engine, family, maker.on).ok()?;
    let reference = compare::reference(maker.rules, family, maker.on);
    let mut found: Vec<String> = differs.into_iter().collect();
    let keys: BTreeSet<_> = answers.keys().chain(reference.keys()).collect();
    for key in keys {
        let (one, other) = (answers.get(key), reference.get(key));
        let text = |found: Option<&Json>| found.map_or("nothing".to_owned(), Json::to_string);
        if let Some(verdict) = one.map(|one| one.as_str().unwrap_or_else(|| one["eligibility"].as_str().unwrap())) {
            *tally.verdicts.entry(verdict.to_owned()).or_default() += 1;
        }
        let both = || format!("{} {}\n    engine    {}\n    reference {}", key.0, key.1, text(one), text(other));
        match judge(one, other) {
            Judgement::Equal => {
                tally.equal += 1;
                // What both say is held against whole families too, now and then.
                if tally.equal.is_multiple_of(every) {
                    tally.completions += 1;
                    if let Some(other) = contradiction(maker, family, key, one, 1) {
                        found.push(format!("{}\n    but {other}", both()));
                    }
                }
            }
            Judgement::Wrong => found.push(both()),
            Judgement::Sharper => {
                tally.sharper += 1;
                tally.completions += TRIES;
                if let Some(other) = contradiction(maker, family, key, one, TRIES) {
                    found.push(format!("{}\n    but {other}", both()));
                }
            }
        }
    }
    Some(found)
}

/// The smallest family by deletion that still has a fault.
pub fn shrunk(maker: &mut Maker<'_>, engine: &Engine, family: &Json, every: usize) -> (Json, Vec<String>) {
    let mut found = family.clone();
    let mut why = faults(maker, engine, family, every, &mut Tally::default()).unwrap_or_default();
    'again: loop {
        for less in smaller(&found) {
            if let Some(faults) =
                faults(maker, engine, &less, every, &mut Tally::default()).filter(|faults| !faults.is_empty())
            {
                (found, why) = (less, faults);
                continue 'again;
            }
        }
        return (found, why);
    }
}

pub fn manner(chance: &mut Chance) -> Manner {
    Manner {
        told: *chance.pick(&[25, 60, 90, 97, 100, 100]),
        long: *chance.pick(&[0, 0, 40, 80]),
        records: *chance.pick(&[70, 95, 100, 100]),
    }
}

fn run(seeds: impl Iterator<Item = u64>, days: &[i64]) -> Tally {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let rules = Rules::new(&load::folder(&path));
    let near = Thresholds::of(&rules);
    let engine = Engine::new(RuleSet::bundled().unwrap());
    let mut tally = Tally::default();
    for seed in seeds {
        let mut chance = Chance::new(seed);
        let (on, territory) = somewhere(&mut chance, &rules, days);
        let manner = manner(&mut chance);
        let mut maker = Maker { rules: &rules, near: &near, chance, on, ids: Vec::new() };
        let family = maker.family(&territory, manner);
        tally.families += 1;
        let Some(found) = faults(&mut maker, &engine, &family, EVERY, &mut tally) else {
            let error = compare::engine(&engine, &family, on).unwrap_err();
            tally.failed.push(format!("seed {seed}: the family is refused\n{error}"));
            continue;
        };
        if !found.is_empty() && tally.failed.len() < 3 {
            // To make it smaller can take long.
            println!("seed {seed}, on {}\n{family}\n  {}", calendar::write(on), found.join("\n  "));
            let (family, why) = shrunk(&mut maker, &engine, &family, EVERY);
            tally.failed.push(format!("seed {seed}, on {}\n{family}\n  {}", calendar::write(on), why.join("\n  ")));
        }
    }
    tally
}

/// A day and a place, mostly where some measure is law.
fn somewhere(chance: &mut Chance, rules: &Rules, days: &[i64]) -> (i64, String) {
    let anything = (*chance.pick(days), chance.pick(&rules.territories).clone());
    if chance.often(20) {
        return anything;
    }
    let names: Vec<&String> = rules.measures.keys().collect();
    let name = *chance.pick(&names);
    let text = chance.pick(&texts(&rules.measures[name])).clone();
    let period = text["in_force"].get("attested").unwrap_or(&text["in_force"]);
    let is_law = |day: &&i64| {
        edge(Some(period), "from").is_none_or(|from| from <= **day)
            && edge(Some(period), "until").is_none_or(|until| **day <= until)
    };
    let law: Vec<i64> = days.iter().filter(is_law).copied().collect();
    let place = *chance.pick(&territories(&text));
    let near: Vec<&String> = rules.territories.iter().filter(|one| holds(place, one) || holds(one, place)).collect();
    let inside: Vec<&String> = near.iter().filter(|one| holds(place, one)).copied().collect();
    let places = if chance.often(85) { &inside } else { &near };
    (if law.is_empty() { anything.0 } else { *chance.pick(&law) }, (*chance.pick(places)).clone())
}

/// Days on which the law differs; each is folded once for each place, so that few of them do for a short run.
fn days(rules: &Rules) -> Vec<i64> {
    let edges = rules.edges();
    let recent: Vec<i64> = edges.into_iter().filter(|day| *day >= calendar::read("2012-01-01").unwrap()).collect();
    let mut days: Vec<i64> = ["2013-06-01", "2019-11-28", "2022-06-01", "2024-03-01", "2025-10-10", "2026-03-15"]
        .iter()
        .map(|day| calendar::read(day).unwrap())
        .collect();
    if is_full() {
        days.extend(recent.iter().flat_map(|day| [day - 1, *day]));
    }
    days
}

#[test]
fn random_families_are_answered_alike_under_the_bundled_rules() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let days = &days(&Rules::new(&load::folder(&path)));
    let count = std::env::var("ONE_WINDOW_FAMILIES").ok().and_then(|count| count.parse().ok());
    let count: u64 = count.unwrap_or(if is_full() { 20_000 } else { 300 });
    let mut tally = Tally::default();
    thread::scope(|scope| {
        let half = |odd: u64| {
            let work = move || run((0..count).filter(move |seed| seed % 2 == odd), days);
            thread::Builder::new().stack_size(64 << 20).spawn_scoped(scope, work).unwrap()
        };
        let halves = [half(0), half(1)];
        for half in halves {
            tally.add(half.join().unwrap());
        }
    });
    println!(
        "{} families: {} answers equal, {} sharper, {} completions; {:?}",
        tally.families, tally.equal, tally.sharper, tally.completions, tally.verdicts
    );
    assert!(tally.failed.is_empty(), "\n{}\n", tally.failed.join("\n\n"));
}
