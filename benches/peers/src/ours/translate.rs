//! The measures as rule files of `one-window`, written as the author of a policy writes them.
//!
//! What a family can tell and what the words of the law mean is written by hand, in `rules/`. Measures and legal numbers
//! follow from the workload: comparisons are FEEL, groups are the JSON around them.

use std::collections::BTreeMap;

use super::layout::Layout;
use crate::rules::{Amount, Condition, Measure, Params, Rules};

/// Names and texts of rule files.
pub type Files = Vec<(String, String)>;

/// What is the same whatever the measures are.
const WRITTEN: [(&str, &str); 3] = [
    ("vocabulary.json", include_str!("../../rules/vocabulary.json")),
    ("territories.json", include_str!("../../rules/territories.json")),
    ("concepts.json", include_str!("../../rules/concepts.json")),
];

/// The first day of the legal numbers and measures.
const FROM: &str = "2026-01-01";

/// The territory of a region of the workload.
pub fn territory(region: &str) -> &'static str {
    match region {
        "R1" => "RU-RA",
        "R2" => "RU-RB",
        "R3" => "RU-RC",
        "R4" => "RU-RD",
        "R5" => "RU-RE",
        _ => panic!("`{region}` is no region of the workload"),
    }
}

/// The rule files.
pub fn files(rules: &Rules, params: &Params) -> Files {
    let mut files: Files = WRITTEN.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    files.push(("parameters.json".to_owned(), parameters(params)));
    files.push(("measures.json".to_owned(), measures(rules)));
    files
}

fn parameters(params: &Params) -> String {
    let parameters = params.values.iter().map(|(name, values)| parameter_layout(name, values)).collect();
    Layout::object([("parameters", Layout::Object(parameters))]).file()
}

/// The name of a legal number.
fn parameter(name: &str) -> &'static str {
    match name {
        "sm" => "subsistence_minimum.per_capita",
        "sm_child" => "subsistence_minimum.child",
        "allowance" => "regional_allowance",
        _ => panic!("`{name}` is no parameter of the workload"),
    }
}

fn parameter_layout(name: &str, values: &BTreeMap<String, i64>) -> (String, Layout) {
    let title = match name {
        "sm" => Layout::title("Прожиточный минимум на человека", "Subsistence minimum per head"),
        "sm_child" => Layout::title("Прожиточный минимум ребенка", "Subsistence minimum of a child"),
        _ => Layout::title("Региональное пособие", "Regional allowance"),
    };
    let value = |(region, value): (&String, &i64)| {
        Layout::object([
            ("territory", Layout::text(territory(region))),
            ("from", Layout::text(FROM)),
            ("until", Layout::text("2027-01-01")),
            ("value", Layout::text(value.to_string())),
            ("source", Layout::text("the act of the region")),
            ("checked", Layout::text("2026-03-15")),
            ("confidence", Layout::text("high")),
        ])
    };
    let parameter_of = Layout::object([
        ("unit", Layout::text("RUB/month")),
        ("level", Layout::text("subject")),
        ("range", Layout::text("[1000..200000]")),
        ("title", title),
        ("values", Layout::List(values.iter().map(value).collect())),
    ]);
    (parameter(name).to_owned(), parameter_of)
}

fn measures(rules: &Rules) -> String {
    let measures = rules.measures.iter().map(|measure| (name(measure), measure_layout(measure))).collect();
    Layout::object([("measures", Layout::Object(measures))]).file()
}

/// The name of a measure: names sort as the measures of the workload do.
fn name(measure: &Measure) -> String {
    format!("federal.{}", measure.id)
}

fn measure_layout(measure: &Measure) -> Layout {
    let kind = if measure.amount.is_some() { "benefit" } else { "service" };
    let act = Layout::text(format!("the act on {}", measure.id));
    let mut parts = vec![
        ("title", Layout::title(&format!("Мера {}", measure.id), &format!("Measure {}", measure.id))),
        ("kind", Layout::text(kind)),
        ("addresses", Layout::List(vec![Layout::text("material_support")])),
        ("territory", Layout::text("RU")),
        ("in_force", Layout::object([("from", Layout::text(FROM))])),
        ("eligible_when", condition(&measure.when)),
    ];
    if let Some(amount) = &measure.amount {
        let round = Layout::object([("to", Layout::text("0.01")), ("mode", Layout::text("half_up"))]);
        let amount = [("value", Layout::text(money(amount))), ("per", Layout::text("month")), ("round", round)];
        parts.push(("amount", Layout::object(amount)));
    }
    parts.push(("legal_basis", Layout::List(vec![Layout::object([("act", act)])])));
    Layout::Object(parts.into_iter().map(|(key, part)| (key.to_owned(), part)).collect())
}

/// A group is JSON, a comparison is an expression.
fn condition(of: &Condition) -> Layout {
    let group = |parts: &[Condition]| Layout::List(parts.iter().map(condition).collect());
    match of {
        Condition::All(parts) => Layout::object([("all", group(parts))]),
        Condition::Any(parts) => Layout::object([("any", group(parts))]),
        Condition::Not(part) => match condition(part) {
            Layout::Text(text) => Layout::text(format!("not({text})")),
            group => Layout::object([("not", group)]),
        },
        Condition::RegionIn(regions) => {
            let places: Vec<String> = regions.iter().map(|region| lives_in(region.name())).collect();
            match places.as_slice() {
                [one] => Layout::text(one),
                [one, other] => Layout::text(format!("{one} or {other}")),
                _ => Layout::object([("any", Layout::List(places.into_iter().map(Layout::Text).collect()))]),
            }
        }
        Condition::ChildrenUnder(children) => {
            Layout::text(format!("children_under_{} >= {}", children.age, children.min))
        }
        Condition::IncomeBelow(income) => {
            Layout::text(format!("income_per_head < {}", times(income.times, parameter("sm"))))
        }
        Condition::AnyChildDisabled(_) => Layout::text("has_disabled_child"),
        Condition::Flag(flag) => Layout::text(flag.name()),
        Condition::PregnancyWeeksMin(weeks) => Layout::text(format!("applicant.pregnancy_weeks >= {weeks}")),
    }
}

fn lives_in(region: &str) -> String {
    format!("lives_in_{}", region.to_lowercase())
}

fn money(amount: &Amount) -> String {
    let each = times(amount.part(), parameter(&amount.param));
    match amount.per_child_under {
        Some(age) => format!("{each} * children_under_{age}"),
        None => each,
    }
}

/// A multiple as a person writes it: one of something is the thing itself.
fn times(multiple: f64, of: &str) -> String {
    if (multiple - 1.0).abs() < f64::EPSILON { of.to_owned() } else { format!("{multiple} * {of}") }
}
