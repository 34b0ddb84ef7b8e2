//! What is unknown, by brute force: random rules over a small world, where every way to fill the gaps can be tried.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use one_window::{Answer, Date, Day, RuleSet};
use proptest::prelude::*;
use serde_json::Value;

use super::{
    answers::{Key, json, outcomes, tries, verdict},
    grammar::{Tape, VOCABULARY, conditions, rules},
};

/// A fact, of the family or of a member.
pub type Name = (Option<&'static str>, &'static str);

const IDS: [&str; 3] = ["ada", "bob", "cid"];
pub const DAY: &str = "2025-10-10";

/// The values that a fact can have, as JSON. Of dates and lists only some: what holds whatever the value must hold for
/// these.
fn domain(key: &str) -> &'static [&'static str] {
    match key {
        "p" | "q" | "sane" => &["false", "true"],
        "level" => &[r#""low""#, r#""mid""#, r#""high""#],
        "kind" => &[r#""red""#, r#""blue""#],
        "rooms" => &["0", "1", "3"],
        "pay" => &[r#""0""#, r#""1.50""#, r#""2""#],
        "score" => &[r#""none""#, "0", "1", "2"],
        "birth_date" => &[r#""2024-02-29""#, r#""2022-12-31""#, r#""2007-10-10""#, r#""2025-10-10""#],
        "parents" => &["[]", r#"["ada"]"#, r#"["ada", "bob"]"#],
        "gains" => &[
            "[]",
            r#"[{ "day": "2024-05-05", "amount": 2, "taxed": true }]"#,
            r#"[{ "day": "2023-05-05", "amount": 1, "taxed": false }, { "day": "2024-01-01", "amount": 3, "taxed": true }]"#,
        ],
        _ => &[
            "[]",
            r#"[{ "owner": "ada", "worth": 2 }]"#,
            r#"[{ "owner": "bob", "worth": 1 }, { "owner": "ada", "worth": 3 }]"#,
        ],
    }
}

/// All the values of a fact that has few.
fn every_value(key: &str) -> &'static [&'static str] {
    match key {
        "rooms" => &["0", "1", "2", "3"],
        "p" | "q" | "sane" | "level" | "kind" | "score" => domain(key),
        "parents" => &[
            "[]",
            r#"["ada"]"#,
            r#"["bob"]"#,
            r#"["cid"]"#,
            r#"["ada", "bob"]"#,
            r#"["ada", "cid"]"#,
            r#"["bob", "cid"]"#,
            r#"["ada", "bob", "cid"]"#,
        ],
        "birth_date" => &NEAR_DAYS,
        _ => &[],
    }
}

/// Days on both sides of those that random rules compare a birth with, and one in each month that they count.
#[rustfmt::skip]
const NEAR_DAYS: [&str; 45] = [
    r#""1800-01-01""#, r#""1990-05-05""#, r#""2007-10-10""#, r#""2007-10-11""#, r#""2021-01-29""#, r#""2021-08-15""#,
    r#""2021-09-15""#, r#""2021-10-15""#, r#""2021-11-15""#, r#""2021-12-15""#, r#""2022-01-15""#, r#""2022-02-27""#,
    r#""2022-02-28""#, r#""2022-03-01""#, r#""2022-07-15""#, r#""2022-08-15""#, r#""2022-09-15""#, r#""2022-10-15""#,
    r#""2022-11-15""#, r#""2022-12-15""#, r#""2022-12-31""#, r#""2023-01-01""#, r#""2023-01-02""#, r#""2023-08-15""#,
    r#""2023-09-15""#, r#""2023-10-10""#, r#""2023-10-11""#, r#""2023-10-15""#, r#""2023-11-15""#, r#""2023-12-15""#,
    r#""2024-01-15""#, r#""2024-02-28""#, r#""2024-02-29""#, r#""2024-03-01""#, r#""2024-10-10""#, r#""2024-10-11""#,
    r#""2025-04-15""#, r#""2025-05-15""#, r#""2025-06-15""#, r#""2025-07-15""#, r#""2025-08-15""#, r#""2025-09-10""#,
    r#""2025-09-15""#, r#""2025-10-09""#, r#""2025-10-10""#,
];

/// A family with some facts unknown.
#[derive(Debug, Clone)]
pub struct Partial {
    known: BTreeMap<Name, &'static str>,
    unknown: Vec<Name>,
}

impl Partial {
    pub fn read(tape: &mut Tape<'_>) -> Self {
        let (mut known, mut open) = (BTreeMap::new(), Vec::new());
        let family = ["p", "q", "level", "rooms", "pay", "things"].map(|key| (None, key));
        let member = ["birth_date", "sane", "kind", "score", "parents", "gains"];
        let members = IDS.into_iter().flat_map(|id| member.map(move |key| (Some(id), key)));
        for name in family.into_iter().chain(members) {
            known.insert(name, tape.one_of(domain(name.1)));
            if tape.pick(4) == 3 {
                open.push(name);
            }
        }
        open.truncate(4);
        // What may not apply is told only where it surely does, so that nothing told is contradicted later.
        for (who, first, second) in [
            (None, "p", "q"),
            (Some("ada"), "sane", "kind"),
            (Some("bob"), "sane", "kind"),
            (Some("cid"), "sane", "kind"),
        ] {
            if open.contains(&(who, first)) && !open.contains(&(who, second)) {
                open.push((who, second));
            }
        }
        open.retain(|name| *name != (Some("ada"), "score"));
        known.retain(|name, _| !open.contains(name));
        let mut partial = Self { known, unknown: open };
        partial.settle();
        partial
    }

    /// A family with three gaps or little more, each of a fact all of whose values can be tried.
    pub fn with_few_gaps(tape: &mut Tape<'_>) -> Self {
        const FAMILY: [&str; 4] = ["p", "q", "level", "rooms"];
        const MEMBER: [&str; 5] = ["sane", "kind", "score", "parents", "birth_date"];
        let mut gap = || match tape.pick(5) {
            0 | 1 => (None, tape.one_of(&FAMILY)),
            _ => (Some(tape.one_of(&IDS)), tape.one_of(&MEMBER)),
        };
        let mut gaps = BTreeSet::from([gap(), gap(), gap()]);
        // What may not apply is open where that is open: a told value would count whether it applies or not.
        let dependent = |(who, key): &Name| match *key {
            "p" => Some((*who, "q")),
            "sane" => Some((*who, "kind")),
            _ => None,
        };
        gaps.extend(gaps.clone().iter().filter_map(dependent));
        let mut partial = Self::read(tape);
        partial.known.extend(partial.unknown.iter().map(|name| (*name, domain(name.1)[0])));
        partial.unknown = gaps.into_iter().filter(|name| *name != (Some("ada"), "score")).collect();
        partial.known.retain(|name, _| !partial.unknown.contains(name));
        partial.settle();
        partial
    }

    /// The gaps, each with the number of its values.
    pub fn gaps(&self) -> Vec<(Name, usize)> {
        self.unknown.iter().map(|name| (*name, every_value(name.1).len())).collect()
    }

    /// The family whose gaps have the values at these places.
    pub fn filled(&self, places: &[usize]) -> Self {
        let mut whole = self.clone();
        whole.known.extend(self.unknown.iter().zip(places).map(|(name, place)| (*name, every_value(name.1)[*place])));
        whole.settle();
        whole
    }

    /// Takes away what is told where it does not apply: there it is what the vocabulary says.
    fn settle(&mut self) {
        let known = self.known.clone();
        self.unknown.retain(|(who, key)| match *key {
            "q" => known.get(&(None, "p")) != Some(&"false"),
            "kind" => known.get(&(*who, "sane")) != Some(&"false"),
            _ => true,
        });
        self.known.retain(|(who, key), _| match *key {
            "q" => known.get(&(None, "p")) != Some(&"false"),
            "kind" => known.get(&(*who, "sane")) != Some(&"false"),
            "score" => *who != Some("ada"),
            _ => true,
        });
    }

    pub fn text(&self) -> String {
        let facts = |who: Option<&str>| {
            let of = self.known.iter().filter(move |((of, _), _)| *of == who);
            of.fold(String::new(), |mut text, ((_, key), value)| {
                write!(text, r#", "{key}": {value}"#).unwrap();
                text
            })
        };
        let member = |id: &str| {
            let relation = if id == "ada" { "self" } else { "child" };
            format!(r#"{{ "id": "{id}", "relation": "{relation}"{} }}"#, facts(Some(id)))
        };
        let members: Vec<String> = IDS.into_iter().map(member).collect();
        format!(r#"{{ "territory": "RU-KHA"{}, "members": [{}] }}"#, facts(None), members.join(",\n  "))
    }

    /// Every way to fill the gaps, or so many of them spread over all.
    pub fn completions(&self) -> impl Iterator<Item = Self> {
        let count: usize = self.unknown.iter().map(|name| domain(name.1).len()).product();
        let step = (count / 40).max(1);
        (0..count).step_by(step).map(|mut number| {
            let mut whole = self.clone();
            for name in &self.unknown {
                let values = domain(name.1);
                whole.known.insert(*name, values[number % values.len()]);
                number /= values.len();
            }
            whole.settle();
            whole
        })
    }
}

pub fn answer(day: &Day, rules: &RuleSet, partial: &Partial) -> Value {
    let text = partial.text();
    let family = rules.family_from_json(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    json(&day.assess(&family))
}

/// The least and the greatest amount, in kopecks.
fn amount(outcome: &Value) -> Option<(i64, i64)> {
    let kopecks = |value: &Value| value.as_str().unwrap().replace('.', "").parse::<i64>().unwrap();
    let amount = outcome.get("entitlement")?.get("amount")?;
    Some(if amount.is_string() {
        (kopecks(amount), kopecks(amount))
    } else {
        (kopecks(&amount["from"]), kopecks(&amount["to"]))
    })
}

/// What is said while something is unknown holds however the gaps are filled.
pub fn is_sound(key: &Key, before: &Value, after: Option<&&Value>) -> Result<(), String> {
    let fail =
        |why: &str| Err(format!("{why}: {key:?}\n{before}\n{}", after.map_or(String::new(), ToString::to_string)));
    let Some(now) = after else {
        let gone = key.1.is_some() && verdict(before) != "eligible";
        return if gone { Ok(()) } else { fail("an outcome is gone") };
    };
    match (verdict(before), verdict(now)) {
        ("eligible", "eligible")
        | ("not_eligible", "not_eligible")
        | ("undetermined" | "eligible_if_confirmed", "eligible" | "not_eligible") => {}
        _ => return fail("a verdict changes, or is open where all is known"),
    }
    match (amount(before), amount(now)) {
        (Some((low, high)), Some((least, most))) if least < low || high < most => fail("an amount lies outside"),
        (None, Some(_)) if matches!(verdict(before), "eligible" | "eligible_if_confirmed") => fail("an amount appears"),
        // Of several payees each has an amount of their own.
        (_, Some((least, most))) if least < most && now["entitlement"].get("receivers").is_none() => {
            fail("an amount is open where all is known")
        }
        _ => Ok(()),
    }
}

/// The questions of an answer, as facts of the small world.
fn questions(answer: &Value) -> BTreeSet<(Option<String>, String)> {
    let outcomes = answer["outcomes"].as_array().unwrap().iter();
    let missing = outcomes.flat_map(|outcome| outcome.get("missing").and_then(Value::as_array).into_iter().flatten());
    let fact = |missing: &Value| {
        (missing["member"].as_str().map(str::to_owned), missing["fact"].as_str().unwrap_or_default().to_owned())
    };
    missing.map(fact).collect()
}

/// Rules that load; of what is refused the report is no concern of these laws.
pub fn load(text: &str) -> Option<RuleSet> {
    RuleSet::from_files([("vocabulary.json", VOCABULARY), ("rules.json", text)]).ok()
}

/// Whether each condition holds.
fn conditions_of(day: &Day, rules: &RuleSet, partial: &Partial) -> Vec<(String, Answer)> {
    let family = rules.family_from_json(&partial.text()).unwrap_or_else(|error| panic!("{error}"));
    let assessment = day.assess(&family);
    let circumstances = assessment.circumstances().map(|found| (found.name().to_owned(), found.holds()));
    let needs = assessment.needs();
    let mut needs: Vec<(String, Answer)> =
        needs.iter().filter_map(|need| Some((need.name().to_owned(), need.holds()?))).collect();
    // What is most urgent first changes with the answers.
    needs.sort();
    circumstances.chain(needs).collect()
}

proptest! {
    #![proptest_config(tries(250))]

    #[test]
    fn a_condition_that_is_decided_is_decided_however_the_gaps_are_filled(
        tapes in prop::collection::vec(prop::collection::vec(0u16..840, 0..30), 1..8),
        families in prop::collection::vec(prop::collection::vec(0u16..840, 0..60), 1..6),
    ) {
        let text = conditions(&tapes);
        let Some(rules) = load(&text) else { return Ok(()) };
        let day = rules.on(DAY.parse::<Date>().unwrap());
        for numbers in &families {
            let partial = Partial::read(&mut Tape::new(numbers));
            let said = conditions_of(&day, &rules, &partial);
            for whole in partial.completions() {
                for ((name, then), (_, now)) in said.iter().zip(conditions_of(&day, &rules, &whole)) {
                    prop_assert!(
                        now != Answer::Unknown && (*then == Answer::Unknown || *then == now),
                        "{name} is {then:?}, then {now:?}\n{text}\n{}\n{}", partial.text(), whole.text()
                    );
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(tries(200))]

    #[test]
    fn what_is_said_holds_however_the_gaps_are_filled(
        rule_numbers in prop::collection::vec(0u16..840, 0..120),
        families in prop::collection::vec(prop::collection::vec(0u16..840, 0..50), 1..4),
    ) {
        let text = rules(&mut Tape::new(&rule_numbers));
        let Some(rules) = load(&text) else { return Ok(()) };
        let day = rules.on(DAY.parse::<Date>().unwrap());
        for numbers in &families {
            let partial = Partial::read(&mut Tape::new(numbers));
            let before = answer(&day, &rules, &partial);
            let said = outcomes(&before);
            for whole in partial.completions() {
                let after = answer(&day, &rules, &whole);
                let found = outcomes(&after);
                for (key, outcome) in &said {
                    let sound = is_sound(key, outcome, found.get(key));
                    prop_assert!(sound.is_ok(), "{}\n{}\n{}\n{}", sound.unwrap_err(), text, partial.text(), whole.text());
                }
            }
        }
    }

    #[test]
    fn whoever_answers_what_is_asked_gets_an_answer(
        rule_numbers in prop::collection::vec(0u16..840, 0..120),
        numbers in prop::collection::vec(0u16..840, 0..50),
    ) {
        let text = rules(&mut Tape::new(&rule_numbers));
        let Some(rules) = load(&text) else { return Ok(()) };
        let day = rules.on(DAY.parse::<Date>().unwrap());
        let mut partial = Partial::read(&mut Tape::new(&numbers));
        loop {
            let answer = answer(&day, &rules, &partial);
            let asked = questions(&answer);
            let open = outcomes(&answer).values().any(|outcome| verdict(outcome) == "undetermined");
            if !open {
                break;
            }
            let answered: Vec<Name> = partial.unknown.iter().copied()
                .filter(|(who, key)| asked.contains(&(who.map(str::to_owned), (*key).to_owned()))).collect();
            prop_assert!(!answered.is_empty(), "nothing to ask, and no answer: {answer}\n{text}\n{}", partial.text());
            for name in answered {
                partial.unknown.retain(|known| *known != name);
                partial.known.insert(name, domain(name.1)[numbers.len() % domain(name.1).len()]);
            }
            partial.settle();
        }
    }
}
