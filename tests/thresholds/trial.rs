//! Tries mutants against the cases that could see them.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fmt,
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Instant,
};

use jiff::civil::Date;
use one_window::{Case, RuleSet};

use super::{
    dates::between,
    feel::Change,
    files::{below, is_cases, is_plain},
    mutants::{Mutant, mutants},
    slice::{NEEDS, Slice, Stock},
    survivors::survivors,
};

/// So many mutants of each file are tried within `cargo test`.
const OF_EACH_FILE: usize = 2;

/// What became of a mutant.
#[derive(Debug)]
enum Fate {
    /// By the case of this file and name.
    Killed(String),
    /// It does not load, with the mistake; nor does it where the same day is moved in the whole file.
    Refused(String),
    Survived,
}

impl fmt::Display for Fate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Killed(case) => write!(out, "killed by {case}"),
            Self::Refused(mistake) => write!(out, "refused: {mistake}"),
            Self::Survived => write!(out, "SURVIVED"),
        }
    }
}

/// The rules, and the slice of each measure and circumstance once it is needed.
struct Bench {
    stock: Stock,
    slices: BTreeMap<String, OnceLock<Slice>>,
}

impl Bench {
    fn new() -> Self {
        let stock = Stock::new(below("rules", is_plain), below("rules", is_cases));
        let slices = stock.subjects().into_iter().map(|subject| (subject.to_owned(), OnceLock::new())).collect();
        Self { stock, slices }
    }

    /// The slices whose answers a mutant could change.
    fn reached(&self, mutant: &Mutant) -> Vec<&Slice> {
        let names = self.stock.reach.from(&mutant.entry);
        let is_reached = |subject: &str| {
            if subject == NEEDS { self.stock.has_need(&names) } else { names.contains(subject) }
        };
        let reached = self.slices.iter().filter(|(subject, _)| is_reached(subject));
        reached.map(|(subject, slice)| slice.get_or_init(|| Slice::of(subject, &self.stock))).collect()
    }

    fn fate(&self, mutant: &Mutant) -> Fate {
        self.tried(mutant, &mutant.changes).unwrap_or_else(|mistake| {
            let is_wider = mutant.wider.len() > mutant.changes.len();
            let wider = is_wider.then(|| self.tried(mutant, &mutant.wider).ok()).flatten();
            wider.unwrap_or(Fate::Refused(mistake))
        })
    }

    /// What becomes of some changes; the first mistake where the rules do not load with them.
    fn tried(&self, mutant: &Mutant, changes: &[Change]) -> Result<Fate, String> {
        let file = &self.stock.files[mutant.file];
        let text = Mutant::applied(changes, &file.1);
        let slices = self.reached(mutant);
        let mut loaded: Vec<Option<RuleSet>> = slices.iter().map(|_| None).collect();
        for (at, case) in nearest(mutant, &file.0, &slices) {
            let rules = match loaded[at].take() {
                Some(rules) => rules,
                None => slices[at].load(Some((mutant.file, &text)))?,
            };
            if case.run(&rules).is_err() {
                let file = case.file().trim_end_matches(".cases.json");
                return Ok(Fate::Killed(format!("{file}: {}", case.name())));
            }
            loaded[at] = Some(rules);
        }
        self.stock.load(mutant.file, &text).map(|()| Fate::Survived)
    }

    /// Tries mutants on two threads, tells of each as it comes, and gives their fates in the same order.
    fn fates(&self, mutants: &[&Mutant], told: impl Fn(&Mutant, &Fate) + Sync) -> Vec<Fate> {
        let next = AtomicUsize::new(0);
        let fates = Mutex::new(BTreeMap::new());
        let work = || {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(mutant) = mutants.get(at) else { break };
                let fate = self.fate(mutant);
                told(mutant, &fate);
                fates.lock().unwrap().insert(at, fate);
            }
        };
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(work);
            }
        });
        fates.into_inner().unwrap().into_values().collect()
    }

    fn place(&self, mutant: &Mutant) -> String {
        format!("{}:{}", self.stock.files[mutant.file].0, mutant.line)
    }
}

/// The cases that could see a mutant with their slices: those of its day first, then those beside its file.
fn nearest<'a>(mutant: &Mutant, file: &str, slices: &[&'a Slice]) -> Vec<(usize, &'a Case)> {
    let stem = file.trim_start_matches("rules/").trim_end_matches(".json");
    let days = |on: Date| mutant.near.map_or(0, |near| between(near, on));
    let mut cases: Vec<(usize, &Case, Date)> = Vec::new();
    for (at, slice) in slices.iter().enumerate() {
        cases.extend(slice.cases.iter().map(|(case, on)| (at, case, *on)));
    }
    cases.sort_by_key(|(at, case, on)| (days(*on) > 1, !case.file().starts_with(stem), *at, days(*on)));
    cases.into_iter().map(|(at, case, _)| (at, case)).collect()
}

/// A number that belongs to a name, so that the same mutants are taken each time.
fn lot(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |lot, byte| (lot ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// Some of each file.
fn sample<'a>(all: &'a [Mutant], known: &BTreeMap<String, String>) -> Vec<&'a Mutant> {
    let mut of_file: BTreeMap<usize, Vec<&Mutant>> = BTreeMap::new();
    for mutant in all.iter().filter(|mutant| !known.contains_key(&mutant.name)) {
        of_file.entry(mutant.file).or_default().push(mutant);
    }
    of_file
        .into_values()
        .flat_map(|mut mutants| {
            mutants.sort_by_key(|mutant| lot(&mutant.name));
            mutants.truncate(OF_EACH_FILE);
            mutants
        })
        .collect()
}

#[test]
fn some_case_sees_every_threshold_and_every_day_of_effect() {
    let bench = Bench::new();
    let all = mutants(&bench.stock.files);
    let known = survivors();
    let only = env::var("ONE_WINDOW_MUTANTS").ok();
    let is_full = env::var_os("ONE_WINDOW_FULL").is_some();
    let tried: Vec<&Mutant> = match &only {
        Some(part) if part == "known" => all.iter().filter(|mutant| known.contains_key(&mutant.name)).collect(),
        Some(part) => all.iter().filter(|mutant| mutant.name.contains(part)).collect(),
        None if is_full => all.iter().collect(),
        None => sample(&all, &known),
    };
    let started = Instant::now();
    let is_told = is_full || only.is_some();
    let fates = bench.fates(&tried, |mutant, fate| {
        if is_told {
            println!("{}\t{}\t{}\t{fate}", mutant.entry, bench.place(mutant), mutant.name);
        }
    });
    let count = |is: fn(&Fate) -> bool| fates.iter().filter(|fate| is(fate)).count();
    println!(
        "{} mutants, {} tried in {:?}: {} killed by a case, {} refused when they load, {} survived; {} are known to",
        all.len(),
        tried.len(),
        started.elapsed(),
        count(|fate| matches!(fate, Fate::Killed(_))),
        count(|fate| matches!(fate, Fate::Refused(_))),
        count(|fate| matches!(fate, Fate::Survived)),
        known.len()
    );
    let wrong: Vec<String> = tried
        .iter()
        .zip(&fates)
        .filter(|(mutant, fate)| matches!(fate, Fate::Survived) != known.contains_key(&mutant.name))
        .map(|(mutant, fate)| format!("{}: {}: {fate}", bench.place(mutant), mutant.name))
        .collect();
    assert!(wrong.is_empty(), "no case sees these, or they are wrongly among the survivors:\n{}", wrong.join("\n"));
}

#[test]
fn every_known_survivor_is_a_mutant() {
    let all = mutants(&below("rules", is_plain));
    let names: BTreeSet<&str> = all.iter().map(|mutant| mutant.name.as_str()).collect();
    let gone: Vec<String> = survivors().into_keys().filter(|name| !names.contains(name.as_str())).collect();
    assert!(gone.is_empty(), "no mutant is called\n{}", gone.join("\n"));
}
