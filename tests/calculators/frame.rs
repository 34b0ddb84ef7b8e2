//! The frame that all calculators share: random families are told to the bundled rules, and what those answer is held
//! against what the calculator says.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
};

use num_rational::Ratio;
use one_window::{Language, RuleSet};
use serde_json::{Value, json};

use super::{
    chance::Chance,
    dates::{self, Date},
    files,
};

/// Exact kopecks.
pub type Money = Ratio<i128>;

/// To the kopeck, a half up.
pub fn rounded(money: Money) -> i128 {
    (money + Money::new(1, 2)).floor().to_integer()
}

/// `123.45`
pub fn roubles(kopecks: i128) -> String {
    format!("{}.{:02}", kopecks / 100, kopecks % 100)
}

/// What is due by the calculator; a part that the text leaves open is `None` and not compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    No,
    Yes {
        amount: Option<i128>,
        from: Option<Date>,
        until: Option<Date>,
    },
    /// The text leaves the right open.
    Open,
}

/// What a measure brings a member by the calculator.
#[derive(Clone, Debug)]
pub struct Expected {
    pub measure: &'static str,
    pub member: String,
    pub due: Due,
}

/// A random family of one calculator.
pub trait Story: Debug {
    /// The day of application.
    fn on(&self) -> Date;
    /// The family as it is told to the rules.
    fn json(&self) -> Value;
    fn expected(&self) -> Vec<Expected>;
}

pub fn is_full() -> bool {
    std::env::var_os("ONE_WINDOW_FULL").is_some()
}

/// So many days of a period, the first and the last among them; ten times as many where the full number is asked for.
pub fn days(seed: u64, count: usize, from: Date, until: Date) -> Vec<Date> {
    let count = if is_full() { count * 10 } else { count };
    let mut chance = Chance::new(seed);
    let mut found = vec![from, until - 1];
    found.extend((2..count).map(|_| chance.between(from, until - 1)));
    found
}

#[derive(Default)]
struct Tally {
    families: usize,
    eligible: usize,
    refused: usize,
    open: usize,
    amounts: BTreeSet<String>,
    failed: Vec<String>,
}

/// The bundled files without the measures that are not wanted and without exclusion groups, and with no circumstances
/// reported: to find out what each of them would have to ask takes nearly all the time of an answer.
fn alone(wanted: &[&str]) -> RuleSet {
    let mut files: Vec<(String, Value)> = files::below("rules", files::is_plain)
        .into_iter()
        .map(|(name, text)| (name, serde_json::from_str(&text).unwrap()))
        .collect();
    let definitions: String = files.iter().map(|(_, file)| file["definitions"].to_string()).collect();
    for (_, file) in &mut files {
        if let Some(measures) = file.get_mut("measures").and_then(Value::as_object_mut) {
            measures.retain(|name, _| wanted.contains(&name.as_str()) || definitions.contains(name.as_str()));
            for (name, measure) in measures {
                if !wanted.contains(&name.as_str()) {
                    measure["in_force"] = serde_json::json!({ "from": "2299-01-01" });
                }
            }
        }
        // What does not combine with others is beside none of them.
        file.as_object_mut().unwrap().remove("groups");
        for definition in file.get_mut("definitions").and_then(Value::as_object_mut).into_iter().flatten() {
            definition.1.as_object_mut().unwrap().remove("circumstance");
        }
    }
    RuleSet::from_files(files.into_iter().map(|(name, file)| (name, file.to_string())))
        .unwrap_or_else(|error| panic!("{error}"))
}

/// The rules of a law alone and all the bundled rules, each day of them folded once.
struct Engine {
    rules: [RuleSet; 2],
    days: BTreeMap<(usize, Date), one_window::Day>,
}

impl Engine {
    fn new(wanted: &[&str]) -> Self {
        Self { rules: [alone(wanted), RuleSet::bundled().unwrap()], days: BTreeMap::new() }
    }

    fn answer(&mut self, all: bool, told: &Value, on: Date) -> Result<Value, String> {
        let place = usize::from(all);
        let rules = &self.rules[place];
        let family = rules.family_from_json(&told.to_string()).map_err(|error| error.to_string())?;
        if self.days.len() > 200 {
            self.days.clear();
        }
        let day = self.days.entry((place, on)).or_insert_with(|| rules.on(dates::text(on).parse().unwrap()));
        Ok(day.assess(&family).to_json(Language::English))
    }
}

/// One of so many families is answered under all the bundled rules too.
const EVERY: u64 = 200;

/// Draws families and compares the answers; a tenth at least of the answers must be a yes and a tenth a no.
pub fn compare<S: Story>(law: &str, measures: &[&str], seed: u64, draw: impl Fn(&mut Chance) -> S) {
    let asked = std::env::var("ONE_WINDOW_FAMILIES").ok().and_then(|count| count.parse().ok());
    let count: u64 = asked.unwrap_or(if is_full() { 20_000 } else { 2_000 });
    let mut engine = Engine::new(measures);
    let mut tally = Tally::default();
    for number in 0..count {
        let story = draw(&mut Chance::new(seed * 1_000_000 + number));
        check(number, &story, &mut engine, &mut tally);
        if tally.failed.len() >= 3 {
            break;
        }
    }
    println!(
        "{law}: {} families, {} eligible, {} refused, {} open, {} distinct amounts",
        tally.families,
        tally.eligible,
        tally.refused,
        tally.open,
        tally.amounts.len()
    );
    assert!(tally.failed.is_empty(), "\n{}\n", tally.failed.join("\n\n"));
    let all = tally.eligible + tally.refused + tally.open;
    assert!(tally.eligible * 10 >= all && tally.refused * 10 >= all && tally.open * 10 <= all, "{law}: too one-sided");
}

fn check<S: Story>(number: u64, story: &S, engine: &mut Engine, tally: &mut Tally) {
    let told = story.json();
    let on = dates::text(story.on());
    let answer = match engine.answer(false, &told, story.on()) {
        Ok(answer) => answer,
        Err(error) => {
            tally.failed.push(format!("family {number} on {on} is not taken\n{error}\n{told}"));
            return;
        }
    };
    let whole = number.is_multiple_of(EVERY).then(|| engine.answer(true, &told, story.on()).unwrap());
    tally.families += 1;
    for expected in story.expected() {
        let outcome = outcome(&answer, &expected);
        match &expected.due {
            Due::Open => tally.open += 1,
            Due::No => tally.refused += 1,
            Due::Yes { amount, .. } => {
                tally.eligible += 1;
                tally.amounts.extend(amount.map(roubles));
            }
        }
        let mut wrong = differences(&expected.due, outcome);
        if let Some(whole) = &whole
            && self::outcome(whole, &expected).map(|one| &one["entitlement"]) != outcome.map(|one| &one["entitlement"])
        {
            wrong.push("all the bundled rules answer something else".to_owned());
        }
        if !wrong.is_empty() {
            let said = outcome.map(|outcome| {
                let texts: Vec<&Value> =
                    outcome["reasons"].as_array().into_iter().flatten().map(|one| &one["text"]).collect();
                json!([outcome["eligibility"], outcome["entitlement"], outcome["missing"], texts])
            });
            tally.failed.push(format!(
                "family {number} on {on}, {} of {}: {}\n{told}\ncalculator: {:?}\nrules: {}",
                expected.measure,
                expected.member,
                wrong.join(", "),
                expected.due,
                said.unwrap_or_default()
            ));
            return;
        }
    }
}

/// The outcome for the member, or for the family where nobody of it comes into question.
fn outcome<'a>(answer: &'a Value, expected: &Expected) -> Option<&'a Value> {
    let all = answer["outcomes"].as_array()?;
    let of = |member: Option<&str>| {
        all.iter().find(|one| one["measure"] == expected.measure && one["member"].as_str() == member)
    };
    of(Some(&expected.member)).or_else(|| of(None))
}

fn differences(due: &Due, outcome: Option<&Value>) -> Vec<String> {
    let verdict = outcome.map_or("nothing", |outcome| outcome["eligibility"].as_str().unwrap());
    let mut found = Vec::new();
    match due {
        Due::Open => {}
        Due::No if verdict == "not_eligible" => {}
        Due::Yes { amount, from, until } if matches!(verdict, "eligible" | "eligible_if_confirmed") => {
            let brings = &outcome.unwrap()["entitlement"];
            let mut same = |name: &str, wanted: Option<String>| {
                if let Some(wanted) = wanted.filter(|wanted| brings[name].as_str() != Some(wanted)) {
                    found.push(format!("{name}: {wanted} by the calculator, {} by the rules", brings[name]));
                }
            };
            same("amount", amount.map(roubles));
            same("from", from.map(dates::text));
            same("until", until.map(dates::text));
        }
        _ => found.push(format!("`{verdict}` by the rules")),
    }
    found
}
