//! The engine beside the reference: the same JSON of both, and where they differ.

use std::collections::BTreeMap;

use one_window::{Day, Family, Language, RuleSet};
use serde_json::{Map, Value as Json, json};

use super::{
    calendar,
    fact::World,
    load::Rules,
    measure::{Due, Outcome},
    number::{self, Q},
    value::Truth,
};

/// Answers by measure and member, and circumstances by name.
pub type Answers = BTreeMap<(String, String), Json>;

/// The engine with its days, each folded once.
pub struct Engine {
    pub rules: RuleSet,
    days: std::cell::RefCell<BTreeMap<i64, Day>>,
}

impl Engine {
    pub fn new(rules: RuleSet) -> Self {
        Self { rules, days: std::cell::RefCell::default() }
    }
}

/// Measure, member, verdict and amount.
type Told = [String; 4];

/// Screening a family is one more executor of the same rules: it must say what the assessment says, or this is the
/// difference.
fn screened_otherwise(day: &Day, family: &Family, answer: &Json) -> Option<String> {
    let mut desk = day.desk();
    let mut screened: Vec<Told> = Vec::new();
    for outcome in desk.screen(family).outcomes() {
        let amount = outcome.amount().map(|amount| match amount.exact() {
            Some(exact) => json!(exact),
            None => json!({ "from": amount.least(), "to": amount.most() }),
        });
        screened.push([
            outcome.measure().to_owned(),
            outcome.member().unwrap_or("").to_owned(),
            outcome.eligibility().as_str().to_owned(),
            amount.unwrap_or_default().to_string(),
        ]);
    }
    let mut assessed = Vec::new();
    for outcome in answer["outcomes"].as_array().unwrap() {
        let text = |key: &str| outcome[key].as_str().unwrap_or("").to_owned();
        if !["not_eligible", "not_in_force"].contains(&text("eligibility").as_str()) {
            // A screening has the money of what is granted.
            let is_granted = !["undetermined", "needs_specialist"].contains(&text("eligibility").as_str());
            let amount = Some(&outcome["entitlement"]["amount"]).filter(|_| is_granted).cloned().unwrap_or_default();
            let amount = amount.to_string();
            assessed.push([text("measure"), text("member"), text("eligibility"), amount]);
        }
    }
    screened.sort();
    assessed.sort();
    let is_other = screened != assessed;
    let only = |own: &[Told], other: &[Told]| -> String {
        own.iter().filter(|found| !other.contains(found)).map(|found| found.join(" ")).collect::<Vec<_>>().join("; ")
    };
    let [more, less] = [only(&screened, &assessed), only(&assessed, &screened)];
    is_other.then(|| format!("a screening says [{more}], the assessment [{less}]"))
}

/// What the engine answers, cut to what the reference answers too, and how its screening differs; an error where it does
/// not read the family.
pub fn engine(engine: &Engine, family: &Json, on: i64) -> Result<(Answers, Option<String>), String> {
    let family = engine.rules.family_from_json(&family.to_string()).map_err(|error| error.to_string())?;
    let mut days = engine.days.borrow_mut();
    let day = days.entry(on).or_insert_with(|| engine.rules.on(calendar::write(on).parse().unwrap()));
    let answer = day.assess(&family).to_json(Language::English);
    let differs = screened_otherwise(day, &family, &answer);
    let mut found = Answers::new();
    for (name, circumstance) in answer["circumstances"].as_object().unwrap() {
        found.insert((name.clone(), String::new()), circumstance["holds"].clone());
    }
    for need in answer["needs"].as_array().into_iter().flatten().filter(|need| need.get("holds").is_some()) {
        found.insert((format!("needs.{}", need["need"].as_str().unwrap()), String::new()), need["holds"].clone());
    }
    for outcome in answer["outcomes"].as_array().unwrap() {
        let text = |key: &str| outcome[key].as_str().unwrap_or("").to_owned();
        let mut cut = Map::new();
        for key in ["eligibility", "by", "stale"] {
            cut.extend(outcome.get(key).map(|value| (key.to_owned(), value.clone())));
        }
        cut.extend(outcome.get("by_itself").map(|verdict| ("eligibility".to_owned(), verdict.clone())));
        let due = &outcome["entitlement"];
        for key in ["amount", "from", "until", "apply_from", "apply_by"] {
            cut.extend(due.get(key).map(|value| (key.to_owned(), value.clone())));
        }
        cut.extend(due.get("fee").map(|fee| ("fee".to_owned(), fee["amount"].clone())));
        if let Some(receiver) = due.get("receiver") {
            cut.insert("receivers".to_owned(), json!([{ "member": receiver }]));
        } else if let Some(receivers) = due.get("receivers") {
            let mut receivers = receivers.as_array().unwrap().clone();
            receivers.sort_by_key(|receiver| receiver["member"].to_string());
            cut.insert("receivers".to_owned(), Json::Array(receivers));
        }
        found.insert((text("measure"), text("member")), Json::Object(cut));
    }
    Ok((found, differs))
}

/// What the reference answers.
pub fn reference(rules: &Rules, family: &Json, on: i64) -> Answers {
    let world = World::new(rules, family, on);
    let mut found = Answers::new();
    for (name, declared) in &rules.definitions {
        if declared.get("circumstance").is_some_and(|is| is == true) {
            found.extend(answers(&world, name));
        }
    }
    found.extend(rules.measures.keys().flat_map(|name| answers(&world, name)));
    found
}

/// What the reference answers of one measure or circumstance.
pub fn answers(world: &World<'_>, name: &str) -> Answers {
    if world.rules.definitions.contains_key(name) {
        let holds = match world.circumstance(name) {
            Truth { yes: true, no: false } => "true",
            Truth { yes: false, .. } => "false",
            _ => "unknown",
        };
        return Answers::from([((name.to_owned(), String::new()), json!(holds))]);
    }
    let key = |outcome: &Outcome| (outcome.measure.clone(), outcome.member.clone().unwrap_or_default());
    world.measure(name).iter().map(|outcome| (key(outcome), written(world, outcome))).collect()
}

fn stretch<T: PartialEq>(found: Option<&(T, T)>, write: impl Fn(&T) -> String) -> Option<Json> {
    let (low, high) = found?;
    Some(if low == high { json!(write(low)) } else { json!({ "from": write(low), "to": write(high) }) })
}

fn written(world: &World<'_>, outcome: &Outcome) -> Json {
    let mut cut = Map::new();
    cut.insert("eligibility".to_owned(), json!(outcome.eligibility));
    if outcome.by_told {
        cut.insert("by".to_owned(), json!("told"));
    }
    if outcome.is_stale {
        cut.insert("stale".to_owned(), json!(true));
    }
    if let Some(due) = &outcome.due {
        cut.extend(entitlement(world, due));
    }
    Json::Object(cut)
}

fn entitlement(world: &World<'_>, due: &Due) -> Map<String, Json> {
    let money = |found: Option<&(Q, Q)>| stretch(found, number::money);
    let days = |found: Option<&(i64, i64)>| stretch(found, |day| calendar::write(*day));
    let day = |found: Option<i64>| found.map(|day| json!(calendar::write(day)));
    let part = |parts: usize| if parts == 1 { "1".to_owned() } else { format!("1/{parts}") };
    let mut receivers = Vec::new();
    for one in &due.receivers {
        let mut receiver = Map::new();
        receiver.insert("member".to_owned(), json!(world.id(one.member)));
        let is_only = due.receivers.len() == 1 && one.is_certain && one.parts.1 == 1;
        if !is_only {
            receiver.extend(money(one.amount.as_ref()).map(|amount| ("amount".to_owned(), amount)));
            if one.parts.1 > 1 {
                let (fewest, most) = one.parts;
                let share = stretch(Some(&(most, fewest)), |parts| part(*parts));
                receiver.extend(share.map(|share| ("share".to_owned(), share)));
            }
            if !one.is_certain {
                receiver.insert("certain".to_owned(), json!(false));
            }
        }
        receivers.push(Json::Object(receiver));
    }
    if receivers.is_empty() && due.amount.is_some() {
        receivers.push(json!({ "member": world.id(world.applicant) }));
    }
    receivers.sort_by_key(|receiver| receiver["member"].to_string());
    let all = [
        ("amount", money(due.amount.as_ref())),
        ("fee", money(due.fee.as_ref())),
        ("from", days(due.from.as_ref())),
        ("until", days(due.until.as_ref())),
        ("apply_from", day(due.apply_from)),
        ("apply_by", day(due.apply_by)),
        ("receivers", Some(Json::Array(receivers)).filter(|receivers| receivers != &json!([]))),
    ];
    all.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}
