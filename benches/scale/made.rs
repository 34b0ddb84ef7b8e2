//! Rules and families that are made by number, and what they come to, by plain Rust.

use std::{error::Error, fmt::Write, num::TryFromIntError};

use one_window::{Assessment, Date, Day, Eligibility, Family, RuleSet};

/// The day of all answers.
pub const DAY: &str = "2025-10-10";

/// Its year; every birth is on the first of January.
const YEAR: usize = 2025;

/// The ages below which rules count children.
const AGES: [usize; 6] = [2, 3, 7, 14, 16, 18];

/// The parameter of the rules, in roubles a month.
const MINIMUM: usize = 1_000;

/// How many truths a family can tell.
const FLAGS: usize = 5;

const VOCABULARY: &str = r#"{
  "territories": { "RU": { "title": { "ru": "Россия", "en": "Russia" } } },
  "parameters": { "minimum": { "unit": "RUB/month", "level": "country", "range": "[1..100000]",
    "title": { "ru": "Прожиточный минимум", "en": "Subsistence minimum" },
    "values": [{ "territory": "RU", "from": "2020-01-01", "until": "2030-01-01", "value": "1000",
      "source": "the act", "checked": "2025-10-10", "confidence": "high" }] } },
  "needs": { "means": { "sphere": "income", "title": { "ru": "Средства", "en": "Means" } } },
  "vocabulary": {
    "family": {
      "flag_0": { "type": "boolean", "title": { "ru": "Признак 0", "en": "Flag 0" } },
      "flag_1": { "type": "boolean", "title": { "ru": "Признак 1", "en": "Flag 1" } },
      "flag_2": { "type": "boolean", "title": { "ru": "Признак 2", "en": "Flag 2" } },
      "flag_3": { "type": "boolean", "title": { "ru": "Признак 3", "en": "Flag 3" } },
      "flag_4": { "type": "boolean", "title": { "ru": "Признак 4", "en": "Flag 4" } },
      "income": { "type": "number", "unit": "RUB/month", "range": "[0..10000000]",
        "title": { "ru": "Доход", "en": "Income" } } },
    "member": {
      "relation": { "type": { "one_of": ["self", "child"] }, "title": { "ru": "Кто", "en": "Relation" } },
      "birth_date": { "type": "date", "title": { "ru": "Рождение", "en": "Birth" } } } } }"#;

/// One rule: so many children below an age, an income a head below so many times the minimum, and a flag; perhaps money for each child.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    number: usize,
    age: usize,
    least: usize,
    limit: usize,
    flag: usize,
}

/// What a family is.
#[derive(Debug, Clone)]
pub struct Household {
    ages: Vec<usize>,
    income: usize,
    /// Nothing where it is not told.
    flags: [Option<bool>; FLAGS],
}

/// How many verdicts of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Verdicts {
    pub eligible: usize,
    pub open: usize,
    pub refused: usize,
}

/// So many rules.
pub fn rules(count: usize) -> Vec<Rule> {
    let rule = |number: usize| Rule {
        number,
        age: AGES.into_iter().cycle().nth(number % AGES.len()).unwrap_or(18),
        least: number / 2 % 4,
        limit: 5 + number * 7 % 40,
        flag: number % FLAGS,
    };
    (0..count).map(rule).collect()
}

/// The files of rules.
pub fn files(rules: &[Rule]) -> [(&'static str, String); 2] {
    let mut text = String::from(r#"{ "definitions": {"#);
    for age in AGES {
        // Writing to a text cannot fail.
        let _ = write!(
            text,
            r#"
  "children_under_{age}": {{ "of": "family", "title": {{ "ru": "Детей младше {age}", "en": "Children under {age}" }},
    "is": "count(members[relation = child and age < {age}])" }},"#
        );
    }
    text.push_str(
        r#"
  "large": { "of": "family", "circumstance": true, "title": { "ru": "Много детей", "en": "Many children" },
    "is": "children_under_18 >= 3" },
  "income_per_head": { "of": "family", "title": { "ru": "Доход на человека", "en": "Income per head" },
    "is": "income / count(members)" } },
"measures": {"#,
    );
    for (place, Rule { number, age, least, limit, flag }) in rules.iter().enumerate() {
        let comma = if place == 0 { "" } else { "," };
        let amount = if number % 3 == 0 {
            format!(
                r#", "amount": {{ "value": "{number} * minimum * children_under_{age}", "per": "month",
      "round": {{ "to": "0.01", "mode": "half_up" }} }}"#
            )
        } else {
            String::new()
        };
        let _ = write!(
            text,
            r#"{comma}
  "federal.m{number:04}": {{ "title": {{ "ru": "Мера {number}", "en": "Measure {number}" }}, "kind": "benefit",
    "addresses": ["means"], "territory": "RU", "in_force": {{ "from": "2020-01-01" }},
    "eligible_when": {{ "all": ["children_under_{age} >= {least}", "income_per_head < {limit} * minimum", "flag_{flag}"] }}{amount} }}"#
        );
    }
    text.push_str(" } }");
    [("vocabulary.json", VOCABULARY.to_owned()), ("rules.json", text)]
}

/// Loads rules.
pub fn load(files: &[(&'static str, String)]) -> Result<RuleSet, Box<dyn Error>> {
    Ok(RuleSet::from_files(files.iter().map(|(name, text)| (*name, text.as_str())))?)
}

/// The day of all answers under so many rules.
pub fn day(count: usize) -> Result<(RuleSet, Day, Vec<Rule>), Box<dyn Error>> {
    let made = rules(count);
    let rules = load(&files(&made))?;
    let on: Date = DAY.parse()?;
    let day = rules.on(on);
    Ok((rules, day, made))
}

/// A family by number, with so many children, of which every third flag is told or all are.
pub fn household(number: usize, children: usize, is_all_told: bool) -> Household {
    let mut flags = [None; FLAGS];
    for (place, flag) in flags.iter_mut().enumerate() {
        if is_all_told || !(place + number).is_multiple_of(3) {
            *flag = Some((number >> place) & 1 == 0);
        }
    }
    let ages = (0..children).map(|child| (number + child * 5) % 20).collect();
    Household { ages, income: number * 9_973 % 200_000, flags }
}

/// Its file, on one line.
pub fn line(household: &Household) -> String {
    let mut text = format!(r#"{{"territory":"RU","income":"{}""#, household.income);
    for (place, flag) in household.flags.iter().enumerate() {
        if let Some(flag) = flag {
            let _ = write!(text, r#","flag_{place}":{flag}"#);
        }
    }
    let _ = write!(text, r#","members":[{{"id":"anna","relation":"self","birth_date":"1990-01-01"}}"#);
    for (place, age) in household.ages.iter().enumerate() {
        let year = YEAR.saturating_sub(*age);
        let _ = write!(text, r#",{{"id":"child{place}","relation":"child","birth_date":"{year}-01-01"}}"#);
    }
    text.push_str("]}");
    text
}

/// A family as the rules read it.
pub fn family(rules: &RuleSet, household: &Household) -> Result<Family, Box<dyn Error>> {
    Ok(rules.family_from_json(&line(household))?)
}

impl Household {
    fn younger_than(&self, age: usize) -> usize {
        self.ages.iter().filter(|own| **own < age).count()
    }

    /// Whether there are many children.
    pub fn is_large(&self) -> bool {
        self.younger_than(18) >= 3
    }

    /// What it gets of one rule; nothing where that is open.
    fn gets(&self, rule: &Rule) -> Option<bool> {
        let heads = self.ages.len() + 1;
        let fits = self.younger_than(rule.age) >= rule.least && self.income < rule.limit * MINIMUM * heads;
        let flag = self.flags.get(rule.flag).copied().flatten();
        if fits { flag } else { Some(false) }
    }

    /// What it gets of all rules.
    pub fn verdicts(&self, rules: &[Rule]) -> Verdicts {
        let mut found = Verdicts::default();
        for rule in rules {
            match self.gets(rule) {
                Some(true) => found.eligible += 1,
                Some(false) => found.refused += 1,
                None => found.open += 1,
            }
        }
        found
    }

    /// What it is due in a month, in kopecks.
    pub fn money(&self, rules: &[Rule]) -> Result<i128, TryFromIntError> {
        let due = rules.iter().filter(|rule| rule.number % 3 == 0 && self.gets(rule) == Some(true));
        i128::try_from(due.map(|rule| rule.number * MINIMUM * 100 * self.younger_than(rule.age)).sum::<usize>())
    }
}

impl Verdicts {
    /// Those of an assessment.
    pub fn of(assessment: &Assessment) -> Self {
        Self {
            eligible: assessment.count(Eligibility::Eligible),
            open: assessment.count(Eligibility::Undetermined),
            refused: assessment.count(Eligibility::NotEligible),
        }
    }
}
