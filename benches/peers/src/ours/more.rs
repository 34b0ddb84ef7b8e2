//! What only `one-window` is asked: facts that nobody told, explanations, the first answer on a day.

use std::{hint::black_box, time::Duration};

use one_window::{Answer, Assessment, Desk, Eligibility, Family, Language, StepForm, StepRole};

use super::{
    columns::{Columns, hold_totals, totals},
    engine::{Ours, on, roubles},
    typed::Typed,
};
use crate::{
    data::{ALL, Data, reference},
    engine::{Engine, Form, Outcome},
    facts,
    time::{Times, each, repeated},
};

/// Whether what is answered of families that leave a third untold holds of the same families when they tell all.
pub fn check(data: &Data) -> String {
    let engine = load(data, 100);
    let wanted = reference(&data.rules(100), &data.families(Form::Raw, ALL));
    let text = data.third_untold();
    let mut desk = engine.desk();
    let (mut answers, mut open) = (0_u32, 0_u32);
    for (line, wanted) in text.lines().zip(&wanted) {
        let assessment = desk.assess(&engine.read(line));
        answers += 100;
        open += hold(&assessment, wanted, line);
    }
    let share = f64::from(open) * 100.0 / f64::from(answers);
    format!(
        "with a third of the facts untold {share:.0} % of {answers} answers are open, and none of the others is wrong"
    )
}

/// Holds an assessment against what is due; gives how many answers are open.
fn hold(assessment: &Assessment, wanted: &Outcome, line: &str) -> u32 {
    let mut open = 0;
    for (place, found) in assessment.outcomes().enumerate() {
        let name = found.measure().name();
        match found.eligibility() {
            Eligibility::Eligible => {
                assert!(wanted.has(place), "{name} is eligible, and should not be\n{line}");
                let money = wanted.amounts.iter().find(|(measure, _)| usize::from(*measure) == place);
                if let Some((amount, (_, money))) = found.amount().zip(money) {
                    let around = roubles(&amount.least())..=roubles(&amount.most());
                    assert!(around.contains(money), "{name} pays {money}, which is not in {around:?}\n{line}");
                }
            }
            Eligibility::NotEligible => assert!(!wanted.has(place), "{name} is not eligible, and should be\n{line}"),
            _ => open += 1,
        }
    }
    open
}

/// Times what only `one-window` is asked.
pub fn time(data: &Data, budget: Duration) -> Times {
    let mut times = Times::new();
    let mut add = |name: &str, nanoseconds: f64| times.insert(name.to_owned(), nanoseconds);
    let text = data.families(Form::Window, ALL);
    let lines: Vec<&str> = text.lines().collect();
    add("typed", each(&lines, budget, |line| serde_json::from_str::<Typed<'_>>(line)));

    let engine = load(data, 100);
    let raw = data.families(Form::Raw, ALL);
    let raw: Vec<facts::Family> =
        raw.lines().map(|line| serde_json::from_str(line).expect("a family is JSON")).collect();
    add("read", each(&lines, budget, |line| engine.read(line)));
    add("build", each(&raw, budget, |family| build(&engine, family)));

    let families: Vec<Family> = lines.iter().map(|line| engine.read(line)).collect();
    let mut desk = engine.desk();
    add("assessed", each(&families, budget, |family| verdicts(&desk.assess(family))));
    add("population", population(&engine, &families, budget));
    let columns = Columns::of(&raw);
    let table = columns.table(&engine);
    let count = u32::try_from(families.len()).expect("there are few families");
    let mut one_by_one = engine.day.population();
    for family in &families {
        one_by_one.add(family);
    }
    hold_totals(&totals(&engine, &table), &one_by_one.totals());
    add("columns", repeated(budget, || totals(&engine, &table).measures().len()) / f64::from(count));
    add("columns_checked", repeated(budget, || columns.table(&engine).len()) / f64::from(count));
    let mut arena = Vec::new();
    for family in &families {
        hold_trace(&mut desk, family);
    }
    add("traced", each(&families, budget, |family| trace(&mut desk, family, &mut arena)));
    add("explained", each(&families, budget, |family| explain(&desk.assess(family))));
    add("explained_json", each(&families, budget, |family| desk.assess(family).to_json(Language::English)));

    let text = data.third_untold();
    let untold: Vec<Family> = text.lines().map(|line| engine.read(line)).collect();
    add("untold", each(&untold, budget, |family| desk.screen(family).outcomes().len()));
    add("untold_missing", each(&untold, budget, |family| missing(&desk.assess(family))));

    for count in [100, 1000] {
        let engine = load(data, count);
        // Each family lives elsewhere: the rules are made ready for every territory.
        let one_of_each: Vec<&Family> = {
            let mut seen = std::collections::BTreeSet::new();
            raw.iter()
                .zip(&families)
                .filter(|(raw, _)| seen.insert(raw.region.name()))
                .map(|(_, family)| family)
                .collect()
        };
        let on = on();
        let day = repeated(budget, || {
            let day = engine.rules.on(on);
            for family in &one_of_each {
                drop(black_box(day.assess(family)));
            }
        });
        add(&format!("day_{count}"), day);
    }
    times
}

/// All families at once, from families to totals; for one of them.
fn population(engine: &Ours, families: &[Family], budget: Duration) -> f64 {
    let whole = repeated(budget, || {
        let mut population = engine.day.population();
        for family in families {
            population.add(family);
        }
        let totals = population.totals();
        assert_eq!(totals.one_by_one(), 0, "every fact is told");
        totals.measures().len()
    });
    let count = u32::try_from(families.len()).expect("there are few families");
    whole / f64::from(count)
}

fn load(data: &Data, count: usize) -> Ours {
    Ours::load(&Ours::translate(&data.rules(count), &data.params()))
}

/// A family put together by a program, fact by fact.
fn build(engine: &Ours, family: &facts::Family) -> Family {
    let date = |day: facts::Day| day.text();
    let mut builder = engine.rules.family(super::translate::territory(family.region.name()));
    for (name, flag) in one_window_peers_workload::FLAGS.iter().zip(family.flags()) {
        builder = builder.set(name, truth(flag));
    }
    for (place, adult) in family.adults.iter().enumerate() {
        let id = format!("a{place}");
        builder = builder
            .member(&id, if place == 0 { "self" } else { "spouse" })
            .set_for(&id, "birth_date", &date(adult.birth_date))
            .set_for(&id, "monthly_income", &adult.monthly_income.to_string())
            .set_for(&id, "disabled", truth(adult.disabled));
    }
    let weeks = if family.pregnancy_weeks == 0 { "none".to_owned() } else { family.pregnancy_weeks.to_string() };
    builder = builder.set_for("a0", "pregnancy_weeks", &weeks);
    for (place, child) in family.children.iter().enumerate() {
        let id = format!("c{place}");
        builder = builder.member(&id, "child").set_for(&id, "birth_date", &date(child.birth_date)).set_for(
            &id,
            "disabled",
            truth(child.disabled),
        );
    }
    builder.build().unwrap_or_else(|mistakes| panic!("{mistakes:?}"))
}

fn truth(truth: bool) -> &'static str {
    if truth { "true" } else { "false" }
}

/// One step of an explanation: its form, whether it holds, how many steps it is, and the value that it compares.
type Node = (StepForm, Answer, usize, Option<(i64, i64)>);

/// Puts every condition of all measures into a reused arena, with what it came to and what it compares; how many they are.
fn trace(desk: &mut Desk<'_>, family: &Family, arena: &mut Vec<Node>) -> usize {
    arena.clear();
    for measure in desk.trace(family).measures() {
        arena.extend(measure.steps().map(|step| {
            let value = step.values().next().and_then(|value| value.fraction());
            (step.form(), step.told(), step.size(), value)
        }));
    }
    arena.len()
}

/// Holds the conditions of all measures against what is granted.
fn hold_trace(desk: &mut Desk<'_>, family: &Family) {
    let granted: Vec<usize> = desk.screen(family).outcomes().map(|found| found.place()).collect();
    for measure in desk.trace(family).measures() {
        let right = measure.steps().find(|step| step.role() == Some(StepRole::EligibleWhen)).map(|step| step.told());
        let wanted = if granted.contains(&measure.place()) { Answer::True } else { Answer::False };
        assert_eq!(right, Some(wanted), "{}", measure.measure());
    }
}

/// Reads the reasons of all answers.
fn explain(assessment: &Assessment) -> usize {
    assessment.outcomes().map(|found| found.reasons(Language::English).map(|reason| reason.len()).sum::<usize>()).sum()
}

/// Reads every verdict and amount.
fn verdicts(assessment: &Assessment) -> (usize, usize) {
    let granted = assessment.outcomes().filter(|found| found.eligibility() == Eligibility::Eligible);
    granted.fold((0, 0), |(count, paid), found| (count + 1, paid + usize::from(found.amount().is_some())))
}

/// Reads every fact that is missing for a decision, and whether it is sure that it can decide.
fn missing(assessment: &Assessment) -> (usize, usize) {
    let all = assessment.outcomes().flat_map(|found| found.missing().map(|fact| fact.is_certain()).collect::<Vec<_>>());
    all.fold((0, 0), |(count, certain), is_certain| (count + 1, certain + usize::from(is_certain)))
}
