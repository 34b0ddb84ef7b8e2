//! Whether an answer of the engine is that of the reference, or sharper and true of whatever the unknown facts are.

use serde_json::Value as Json;

use super::{
    compare::answers,
    complete::complete,
    fact::{ALL, View, World, accepts},
    family::Maker,
    measure::texts,
    number,
    value::Truth,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    Equal,
    Sharper,
    Wrong,
}

const MONEY_AND_DAYS: [&str; 4] = ["amount", "fee", "from", "until"];

/// Compares one answer of both; `None` is no answer for that member.
pub fn judge(engine: Option<&Json>, reference: Option<&Json>) -> Judgement {
    if engine == reference {
        return Judgement::Equal;
    }
    let is_sharper = match (engine, reference) {
        (Some(Json::String(_)), Some(reference)) => reference == "unknown",
        (None, Some(reference)) => reference["eligibility"] == "undetermined",
        // Nobody is left, and so there is one answer without a member.
        (Some(engine), None) => engine["eligibility"] == "not_eligible",
        (Some(engine), Some(reference)) => refines(engine, reference),
        (None, None) => false,
    };
    if is_sharper { Judgement::Sharper } else { Judgement::Wrong }
}

fn refines(engine: &Json, reference: &Json) -> bool {
    let verdict = |answer: &Json| answer["eligibility"].as_str().unwrap().to_owned();
    let (one, other) = (verdict(engine), verdict(reference));
    let is_verdict = one == other
        || match other.as_str() {
            "undetermined" => one != "not_in_force",
            "needs_specialist" => one.starts_with("eligible") || one == "not_eligible",
            "eligible_if_confirmed" => one == "eligible" || one == "not_eligible",
            _ => false,
        };
    if !is_verdict || engine.get("stale") != reference.get("stale") {
        return false;
    }
    let by = |answer: &Json| answer.get("by").cloned();
    if one == "not_eligible" {
        // Sooner or later refused, and on less that is only told.
        return other != "not_eligible" || by(engine).is_none();
    }
    // A refusal that only the place leaves open has nothing that is due.
    let due = |answer: &Json| {
        MONEY_AND_DAYS.iter().chain(&["receivers", "apply_by", "apply_from"]).any(|key| answer.get(*key).is_some())
    };
    if one == "undetermined" && !due(engine) {
        return true;
    }
    let inside = |key: &&str| match (engine.get(*key), reference.get(*key)) {
        (Some(engine), Some(reference)) => lies_in(engine, reference),
        (engine, reference) => engine == reference,
    };
    let is_same = |key: &str| engine.get(key) == reference.get(key);
    MONEY_AND_DAYS.iter().all(inside)
        && ["apply_by", "apply_from"].into_iter().all(is_same)
        && receivers(engine).iter().all(|one| receivers(reference).iter().any(|other| is_paid_as(one, other)))
}

fn receivers(answer: &Json) -> Vec<Json> {
    answer.get("receivers").and_then(Json::as_array).cloned().unwrap_or_default()
}

/// Whether one is paid as another answer has it, or within it.
fn is_paid_as(one: &Json, other: &Json) -> bool {
    let amounts = one.get("amount").zip(other.get("amount"));
    // Whoever alone is surely paid has no amount of their own.
    one["member"] == other["member"] && amounts.is_none_or(|(one, other)| lies_in(one, other))
}

/// Whether a stretch, or a point, lies in another.
fn lies_in(inner: &Json, outer: &Json) -> bool {
    let ends = |found: &Json| -> Option<(String, String)> {
        match found {
            Json::String(text) => Some((text.clone(), text.clone())),
            found => Some((found.get("from")?.as_str()?.to_owned(), found.get("to")?.as_str()?.to_owned())),
        }
    };
    let (Some((low, high)), Some((least, most))) = (ends(inner), ends(outer)) else { return false };
    let at_most = |one: &str, other: &str| match (number::read(one), number::read(other)) {
        (Some(one), Some(other)) => one <= other,
        // Days of four-digit years are ordered as their texts.
        _ => one <= other,
    };
    at_most(&least, &low) && at_most(&high, &most)
}

/// Tries completions of the unknown facts against an answer of the engine: what contradicts it.
pub fn contradiction(
    maker: &mut Maker<'_>,
    family: &Json,
    key: &(String, String),
    engine: Option<&Json>,
    tries: usize,
) -> Option<String> {
    let (name, member) = key;
    let mask = maker.rules.measures.get(name).map_or(ALL, |measure| accepts(texts(measure)[0].get("accepts")));
    let views = views(engine, mask);
    for view in views.iter().flat_map(|view| std::iter::repeat_n(*view, tries)) {
        let whole = complete(maker, family, view);
        let world = World::new(maker.rules, &whole, maker.on);
        let all = answers(&world, name);
        let found = all.get(key);
        let place = if member.is_empty() { None } else { world.member(member) };
        let is_wrong = match engine {
            Some(Json::String(holds)) => found.is_some_and(|found| found != holds.as_str() && found != "unknown"),
            None => found.is_some_and(|found| found["eligibility"].as_str().unwrap().starts_with("eligible")),
            Some(engine) => contradicts(engine, found, view, || world.right_and_refusal(name, place)),
        };
        if is_wrong {
            return Some(format!("{whole}\n    gives {}", found.map_or("nothing".to_owned(), Json::to_string)));
        }
    }
    None
}

/// The views whose unknown facts an answer must stand.
fn views(engine: Option<&Json>, mask: u8) -> Vec<View> {
    let Some(engine) = engine else { return vec![View::Told] };
    if let Some(holds) = engine.as_str() {
        return match holds {
            "true" => vec![View::Presumed],
            "false" => vec![View::Told],
            _ => vec![],
        };
    }
    match engine["eligibility"].as_str().unwrap() {
        "not_eligible" if engine.get("by").is_some() => vec![View::Told],
        "not_eligible" => vec![View::Accepted(mask)],
        "eligible" => vec![View::Accepted(mask), View::Presumed],
        "not_in_force" => vec![],
        _ => vec![View::Presumed],
    }
}

fn contradicts(engine: &Json, found: Option<&Json>, view: View, stands: impl Fn() -> (Truth, Truth)) -> bool {
    let verdict = engine["eligibility"].as_str().unwrap();
    let Some(found) = found else { return verdict.starts_with("eligible") };
    let here = found["eligibility"].as_str().unwrap();
    let is_verdict_wrong = match verdict {
        // A number that nobody recorded may leave a ground open, also where all is told.
        "not_eligible" => here == "eligible" || (here == "eligible_if_confirmed" && !stands().1.is_open()),
        "eligible" => here == "not_eligible" && view != View::Presumed,
        // Grounds of refusal and who is paid may stay open, the right may not.
        "eligible_if_confirmed" => here == "not_eligible" && stands().0.is_false(),
        _ => false,
    };
    let is_due = here.starts_with("eligible") && verdict != "not_eligible" && view == View::Presumed;
    let outside = |key: &str| match (engine.get(key), found.get(key)) {
        (Some(engine), Some(found)) => !overlaps(found, engine),
        _ => false,
    };
    is_verdict_wrong || (is_due && MONEY_AND_DAYS.iter().any(|key| outside(key)))
}

/// What a whole family gets is one value, and lies in the stretch; what stays open there need only reach into it.
fn overlaps(found: &Json, stretch: &Json) -> bool {
    found.is_object() || lies_in(found, stretch)
}

#[test]
fn a_sharper_answer_must_be_true_of_every_completion() {
    use serde_json::json;

    use super::{calendar, chance::Chance, family::Thresholds, load::Rules};

    let small: Json = serde_json::from_str(include_str!("small.json")).unwrap();
    let random = json!({ "definitions": {
        "open": { "circumstance": true, "is": "a or x > 2" }, "sure": { "circumstance": true, "is": "a or not(a)" } } });
    let rules = Rules::new(&[small, random]);
    let near = Thresholds::of(&rules);
    let on = calendar::read("2026-03-15").unwrap();
    let mut maker = Maker { rules: &rules, near: &near, chance: Chance::new(1), on, ids: vec!["anna".to_owned()] };
    let family = json!({ "territory": "RU", "members": [{ "id": "anna", "relation": "self" }] });
    let (yes, no, open) = (json!("true"), json!("false"), json!("unknown"));
    assert_eq!(judge(Some(&yes), Some(&open)), Judgement::Sharper);
    assert_eq!(judge(Some(&open), Some(&yes)), Judgement::Wrong);
    let mut tried = |name: &str, holds: &Json| {
        contradiction(&mut maker, &family, &(name.to_owned(), String::new()), Some(holds), 20).is_none()
    };
    assert!(tried("sure", &yes) && !tried("sure", &no));
    assert!(!tried("open", &yes) && !tried("open", &no));
}

#[test]
fn a_verdict_may_be_sharper_and_never_vaguer() {
    use serde_json::json;

    let verdict = |eligibility: &str| json!({ "eligibility": eligibility });
    let (open, yes, no) = (verdict("undetermined"), verdict("eligible"), verdict("not_eligible"));
    assert_eq!(judge(Some(&no), Some(&open)), Judgement::Sharper);
    assert_eq!(judge(Some(&yes), Some(&open)), Judgement::Sharper);
    assert_eq!(judge(Some(&open), Some(&yes)), Judgement::Wrong);
    assert_eq!(judge(Some(&no), Some(&yes)), Judgement::Wrong);
    let paid = |low: &str, high: &str| json!({ "eligibility": "eligible", "amount": { "from": low, "to": high } });
    assert_eq!(judge(Some(&paid("9.00", "100.00")), Some(&paid("8.00", "100.00"))), Judgement::Sharper);
    assert_eq!(judge(Some(&paid("9.00", "100.00")), Some(&paid("9.00", "99.00"))), Judgement::Wrong);
}
