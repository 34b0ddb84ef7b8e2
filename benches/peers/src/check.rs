//! Whether an engine answers as the reference does: eligibility and amounts of every measure. Nothing is timed before.

use crate::{
    data::{ALL, BY_CHILDREN, Data, FEW, Set, reference},
    engine::{Engine, Form, Outcome},
};

/// Compares on all families with a hundred rules, and on some with other numbers of rules and of children.
///
/// # Panics
/// Where an answer differs.
pub fn check<E: Engine>(data: &Data) -> String {
    let params = data.params();
    let mut answers = 0;
    for count in E::SIZES {
        let rules = data.rules(*count);
        let engine = E::load(&E::translate(&rules, &params));
        let all: Vec<(Set, usize)> = if *count == 100 {
            BY_CHILDREN.iter().map(|(_, set)| (*set, usize::MAX)).chain([(ALL, usize::MAX)]).collect()
        } else {
            vec![(ALL, FEW)]
        };
        for (set, most) in all {
            let raw = data.families(Form::Raw, set);
            let own = data.families(E::FORM, set);
            answers += compare(&engine, &own, &reference(&rules, &raw), most) * count;
        }
    }
    let more = E::check_more(data).map_or_else(String::new, |more| format!("; {more}"));
    format!("{answers} answers equal the reference{more}")
}

fn compare<E: Engine>(engine: &E, own: &str, wanted: &[Outcome], most: usize) -> usize {
    let mut desk = engine.desk();
    let mut found = Outcome::default();
    let mut compared = 0;
    for (line, wanted) in own.lines().zip(wanted).take(most) {
        found.clear();
        E::answer(&mut desk, &engine.read(line), &mut found);
        assert!(found == *wanted, "{line}\nwanted {}\nfound  {}", wanted.line(), found.line());
        compared += 1;
    }
    assert_eq!(compared, wanted.len().min(most), "every family has a line");
    compared
}
