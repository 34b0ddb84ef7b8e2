//! No measure without cases: one who has a right to it, one who has none, an answer that stays open, a day without it,
//! and a family elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::stock::{Case, cases, is_planned, measures, periods, verdicts};

/// What the cases of a measure have to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shown {
    Granted,
    Refused,
    Open,
    NotOnThatDay,
    NotThere,
}

fn shown(verdict: &str, is_at_home: bool) -> Option<Shown> {
    match verdict {
        "eligible" | "eligible_if_confirmed" | "option" => Some(Shown::Granted),
        "not_eligible" => Some(Shown::Refused),
        "undetermined" | "needs_specialist" => Some(Shown::Open),
        "not_in_force" if is_at_home => Some(Shown::NotOnThatDay),
        "not_in_force" => Some(Shown::NotThere),
        _ => None,
    }
}

/// The territories of a measure, of any time.
fn home(measure: &Value) -> Vec<String> {
    periods(measure).into_iter().flat_map(|(places, _)| places).collect()
}

fn is_at_home(place: &str, home: &[String]) -> bool {
    home.iter().any(|home| home == "RU" || place == home || place.starts_with(&format!("{home}/")))
}

/// Whether a measure is for everybody: then nobody can be refused.
fn is_for_everybody(measure: &Value) -> bool {
    measure["eligible_when"]["that"] == "true"
}

fn wanted(measure: &Value) -> Vec<Shown> {
    let mut wanted = vec![Shown::NotOnThatDay];
    if !is_planned(measure) {
        wanted.extend([Shown::Granted, Shown::Open]);
        wanted.extend((!is_for_everybody(measure)).then_some(Shown::Refused));
    }
    let is_everywhere = home(measure).iter().any(|place| place == "RU");
    wanted.extend((!is_everywhere).then_some(Shown::NotThere));
    wanted
}

/// What the cases show, by measure.
fn found<'a>(cases: &'a [Case], measures: &BTreeMap<String, Value>) -> BTreeMap<&'a str, BTreeSet<Shown>> {
    let mut found: BTreeMap<&str, BTreeSet<Shown>> = BTreeMap::new();
    for case in cases {
        for (name, expected) in case.expected() {
            let Some(measure) = measures.get(name) else { continue };
            let is_at_home = is_at_home(case.place(cases).unwrap_or_default(), &home(measure));
            let shown = verdicts(expected).into_iter().filter_map(|verdict| shown(verdict, is_at_home));
            found.entry(name).or_default().extend(shown);
        }
    }
    found
}

#[test]
fn every_measure_has_cases_of_each_kind() {
    let (cases, measures) = (cases(), measures());
    let found = found(&cases, &measures);
    let mut missing = Vec::new();
    for (name, measure) in &measures {
        let has = |shown: &Shown| found.get(name.as_str()).is_some_and(|found| found.contains(shown));
        missing.extend(wanted(measure).iter().filter(|shown| !has(shown)).map(|shown| format!("{name}: {shown:?}")));
    }
    assert!(missing.is_empty(), "no case shows\n{}", missing.join("\n"));
}
