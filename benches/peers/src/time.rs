//! How long an engine takes.

use std::{
    collections::BTreeMap,
    hint::black_box,
    time::{Duration, Instant},
};

use crate::{
    data::{ALL, BY_CHILDREN, Data, FEW},
    engine::{Engine, Outcome},
};

/// Nanoseconds by what was timed.
pub type Times = BTreeMap<String, f64>;

/// Times all that is asked of every engine; each question takes about so long.
pub fn time<E: Engine>(data: &Data, budget: Duration) -> Times {
    let params = data.params();
    let mut times = Times::new();
    for count in E::SIZES {
        let source = E::translate(&data.rules(*count), &params);
        times.insert(format!("load_{count}"), repeated(budget, || E::load(&source)));
        let engine = E::load(&source);
        let text = data.families(E::FORM, ALL);
        let families: Vec<E::Input> = text.lines().take(FEW).map(|line| engine.read(line)).collect();
        times.insert(format!("rules_{count}"), answers(&engine, &families, budget));
    }
    let engine = E::load(&E::translate(&data.rules(100), &params));
    for (children, set) in BY_CHILDREN {
        let text = data.families(E::FORM, set);
        let families: Vec<E::Input> = text.lines().map(|line| engine.read(line)).collect();
        times.insert(format!("children_{children}"), answers(&engine, &families, budget));
    }
    let text = data.families(E::FORM, ALL);
    let lines: Vec<&str> = text.lines().collect();
    times.insert("line".to_owned(), from_lines(&engine, &lines, budget));
    let families: Vec<E::Input> = lines.iter().map(|line| engine.read(line)).collect();
    times.insert("answer".to_owned(), answers(&engine, &families, budget));
    times.extend(E::time_more(data, budget));
    times
}

/// Of one family whose form is the engine's own.
fn answers<E: Engine>(engine: &E, families: &[E::Input], budget: Duration) -> f64 {
    let mut desk = engine.desk();
    let mut outcome = Outcome::default();
    each(families, budget, |family| {
        outcome.clear();
        E::answer(&mut desk, family, &mut outcome);
        black_box(&outcome);
    })
}

/// Of one family from its line of JSON.
fn from_lines<E: Engine>(engine: &E, lines: &[&str], budget: Duration) -> f64 {
    let mut desk = engine.desk();
    let mut outcome = Outcome::default();
    each(lines, budget, |line| {
        let family = engine.read(line);
        outcome.clear();
        E::answer(&mut desk, &family, &mut outcome);
        black_box(&outcome);
    })
}

/// Nanoseconds for one of many: the median of passes over all of them, or what one pass came to that was cut off.
pub fn each<T, R>(all: &[T], budget: Duration, mut work: impl FnMut(&T) -> R) -> f64 {
    const AT_ONCE: usize = 50;
    let begin = Instant::now();
    let mut passes = Vec::new();
    while passes.is_empty() || begin.elapsed() < budget {
        let (pass, mut done) = (Instant::now(), 0_u32);
        for chunk in all.chunks(AT_ONCE) {
            for one in chunk {
                black_box(work(one));
                done += 1;
            }
            // The first pass of a slow engine must not take minutes.
            if pass.elapsed() > budget * 2 {
                break;
            }
        }
        passes.push(nanoseconds(pass.elapsed()) / f64::from(done));
    }
    median(&mut passes)
}

/// Nanoseconds for something that is done again and again: the median.
pub fn repeated<R>(budget: Duration, mut work: impl FnMut() -> R) -> f64 {
    let begin = Instant::now();
    let mut times = Vec::new();
    while times.len() < 3 || begin.elapsed() < budget {
        let once = Instant::now();
        black_box(work());
        times.push(nanoseconds(once.elapsed()));
    }
    median(&mut times)
}

/// The one in the middle.
pub fn median(numbers: &mut [f64]) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

fn nanoseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e9
}
