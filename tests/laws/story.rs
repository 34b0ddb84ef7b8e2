//! Families at random, over the vocabulary of the bundled rules.
//!
//! A story is a whole and consistent family of which only a part is told, twice: before something was learned and after
//! it. It is read from a tape of small numbers, so that a failing family shrinks to the smallest one that shows it; zero
//! always means the plainest choice, and what is not on the tape is zero.

use std::fmt;

use one_window::Date;
use proptest::prelude::*;

/// A told item: a fact with a value as JSON, and how it is told before and after something was learned.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Its name.
    pub key: &'static str,
    /// Its value, as JSON.
    pub value: String,
    /// Whether the provenance can be written beside it; a record list has none.
    pub plain: bool,
    before: usize,
    after: usize,
}

/// A member.
#[derive(Debug, Clone)]
pub struct Person {
    /// The id.
    pub id: &'static str,
    /// The relation to the applicant.
    pub relation: &'static str,
    /// What is told.
    pub facts: Vec<Fact>,
}

/// A family, a day, and what is told.
#[derive(Clone)]
pub struct Story {
    /// The day of application.
    pub on: Date,
    /// Where it lives, before and after.
    pub territory: (&'static str, &'static str),
    /// What is told of the family.
    pub facts: Vec<Fact>,
    /// The members.
    pub people: Vec<Person>,
}

/// How a family file is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Telling {
    /// What was learned is told too.
    pub learned: bool,
    /// The members stand in another order.
    pub rotated: usize,
    /// Keys stand in the opposite order.
    pub reversed: bool,
}

/// Provenances by number; 0 is not told at all.
pub const PROVENANCES: [&str; 5] = ["", "declared", "document", "registry", "assessed"];

/// Edges of what is law in the bundled rules, and days between them.
const DAYS: [&str; 14] = [
    "2025-10-10",
    "2007-01-01",
    "2011-01-01",
    "2012-01-01",
    "2014-01-01",
    "2015-01-01",
    "2019-01-01",
    "2019-11-29",
    "2020-02-29",
    "2022-01-01",
    "2022-02-24",
    "2025-01-01",
    "2026-01-01",
    "2031-05-05",
];

/// Where a family can live: told whole, and told by less.
const TERRITORIES: [(&str, &str); 12] = [
    ("RU-KHA/khabarovsk", "RU-KHA/khabarovsk"),
    ("RU-KHA", "RU-KHA/khabarovsk"),
    ("RU-KHA", "RU-KHA"),
    ("RU-KHA/vaninsky", "RU-KHA/vaninsky"),
    ("RU-KHA", "RU-KHA/vaninsky"),
    ("RU-VGG/volgograd/traktorozavodsky", "RU-VGG/volgograd/traktorozavodsky"),
    ("RU-VGG/volgograd", "RU-VGG/volgograd/traktorozavodsky"),
    ("RU-VGG", "RU-VGG/volzhsky"),
    ("RU-NVS/novosibirsk", "RU-NVS/novosibirsk"),
    ("RU-NVS", "RU-NVS/novosibirsk"),
    ("RU-NVS", "RU-NVS"),
    ("RU-KHA/komsomolsk", "RU-KHA/komsomolsk"),
];

/// Ages in years around which the rules decide something.
const AGES: [i64; 12] = [0, 1, 3, 7, 12, 14, 17, 18, 22, 23, 30, 56];

/// Ids that do not sort as they stand.
const IDS: [&str; 6] = ["mila", "boris", "zoya", "anton", "yana", "kolya"];

/// A tape of choices.
struct Tape<'a> {
    numbers: &'a [u16],
}

impl Tape<'_> {
    /// A number below `most`.
    fn pick(&mut self, most: usize) -> usize {
        let (first, rest) = self.numbers.split_first().unwrap_or((&0, &[]));
        self.numbers = rest;
        usize::from(*first) % most
    }

    fn one_of<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.pick(values.len())]
    }

    fn boolean(&mut self) -> String {
        self.one_of(&["false", "true"]).to_owned()
    }

    fn name(&mut self, values: &[&str]) -> String {
        quoted(self.one_of(values))
    }

    /// A fact, with how it is told: mostly at once, sometimes later, sometimes never.
    fn fact(&mut self, key: &'static str, value: String) -> Fact {
        let (before, after) = (self.pick(9), self.pick(9));
        let level = |pick: usize| if pick < 4 { 0 } else { pick.min(8) - 4 + usize::from(pick == 4) };
        let (before, learned) = (level(before), level(after));
        let after = match before {
            0 => learned,
            1 => learned.max(1),
            other => other,
        };
        Fact { key, value, plain: true, before, after }
    }

    /// A record list: told at once, later or never.
    fn list(&mut self, key: &'static str, value: String) -> Fact {
        let (before, after) = self.one_of(&[(0, 0), (0, 1), (1, 1), (1, 1)]);
        Fact { key, value, plain: false, before, after }
    }
}

/// Stories of small families.
pub fn story() -> impl Strategy<Value = Story> {
    prop::collection::vec(0u16..840, 0..260).prop_map(|numbers| read(&numbers))
}

fn read(numbers: &[u16]) -> Story {
    let tape = &mut Tape { numbers };
    let day: Date = tape.one_of(&DAYS).parse().unwrap();
    let on = day.checked_add_days([0, -1, 1][tape.pick(3)]).unwrap();
    let territory = tape.one_of(&TERRITORIES);
    let count = 1 + tape.pick(IDS.len());
    let relations: Vec<&'static str> = (0..count).map(|place| relation(tape, place)).collect();
    let facts = family_facts(tape, on, &IDS[..count]);
    let people = relations.iter().enumerate().map(|(place, relation)| person(tape, on, place, relation, count));
    let people = people.collect();
    Story { on, territory, facts, people }
}

fn relation(tape: &mut Tape<'_>, place: usize) -> &'static str {
    match place {
        0 => "self",
        1 => tape.one_of(&["child", "spouse", "partner", "other_parent"]),
        _ => tape.one_of(&["child", "child", "adopted", "stepchild", "ward", "grandchild", "parent", "sibling"]),
    }
}

/// A day of birth on or before the day: on a birthday, or one day beside it.
fn birth(tape: &mut Tape<'_>, on: Date, is_adult: bool) -> Date {
    let ages = if is_adult { &AGES[7..] } else { &AGES[..] };
    let (years, days) = (tape.one_of(ages), tape.one_of(&[0, -1, 1, 100]));
    let born = on.checked_add_months(-12 * years).unwrap().checked_add_days(days).unwrap();
    let born = if born > on { on } else { born };
    // Clauses of facts here ask for ages; on 29 February they would have to know the law on it.
    if (born.month(), born.day()) == (2, 29) { born.checked_add_days(-1).unwrap() } else { born }
}

fn is_aged(born: Date, on: Date, years: i64) -> bool {
    born.checked_add_months(12 * years).unwrap() <= on
}

fn person(tape: &mut Tape<'_>, on: Date, place: usize, relation: &'static str, count: usize) -> Person {
    let is_adult = matches!(relation, "self" | "spouse" | "partner" | "other_parent" | "parent");
    let born = birth(tape, on, is_adult);
    let mut facts = vec![tape.fact("birth_date", quoted(&born.to_string()))];
    let sex = tape.one_of(&["female", "male"]);
    facts.push(tape.fact("sex", quoted(sex)));
    let disability = tape.one_of(&["none", "child_disabled", "group1"]);
    facts.push(tape.fact("disability", quoted(disability)));
    let state = tape.boolean();
    facts.push(tape.fact("full_state_support", state));
    let citizen = tape.boolean();
    facts.push(tape.fact("citizen_rf", citizen));
    of_children(tape, relation, on, &mut facts);
    if relation != "self" {
        let value = tape.boolean();
        facts.push(tape.fact("lives_with_applicant", value));
    }
    if !is_aged(born, on, 23) {
        let value = tape.boolean();
        facts.push(tape.fact("ovz", value));
    }
    if sex == "female" && is_aged(born, on, 12) && !is_aged(born, on, 56) {
        let value = tape.one_of(&["\"none\"", "12", "30"]).to_owned();
        facts.push(tape.fact("pregnancy_weeks", value));
    }
    let someone = ids(tape, count);
    facts.push(tape.fact("rights_lost_for", someone));
    if is_aged(born, on, 14) {
        of_the_grown(tape, on, place, count, &mut facts);
    } else {
        facts.push(tape.list("income", "[]".to_owned()));
    }
    if is_aged(born, on, 18) {
        let value = tape.boolean();
        facts.push(tape.fact("in_svo", value));
        let value = tape.name(&["none", "contract"]);
        facts.push(tape.fact("service", value));
    }
    Person { id: IDS[place], relation, facts }
}

fn of_children(tape: &mut Tape<'_>, relation: &str, on: Date, facts: &mut Vec<Fact>) {
    if relation == "child" {
        let value = tape.name(&["absent", "entered_by_mothers_word", "entered_by_joint_or_own_statement"]);
        facts.push(tape.fact("birth_record_father", value));
    }
    if relation == "child" || relation == "adopted" {
        let value = tape.name(&["alive", "dead", "deprived_of_rights", "not_applicable"]);
        facts.push(tape.fact("other_parent_status", value));
        let value = tape.boolean();
        facts.push(tape.fact("common_child", value));
    }
    if relation == "adopted" {
        let day = on.checked_add_days(-400).unwrap().to_string();
        facts.push(tape.fact("adopted_on", quoted(&day)));
        let value = tape.boolean();
        facts.push(tape.fact("was_stepchild_before_adoption", value));
    }
}

fn of_the_grown(tape: &mut Tape<'_>, on: Date, place: usize, count: usize, facts: &mut Vec<Fact>) {
    let is_married = tape.boolean();
    if is_married == "true" {
        let other = tape.pick(count);
        let other = if other == place { "[]".to_owned() } else { quoted(IDS[other]) };
        facts.push(tape.fact("registered_marriage_with", other));
    }
    facts.push(tape.fact("married", is_married));
    let value = tape.boolean();
    facts.push(tape.fact("full_time_student", value));
    let value = tape.name(&["none", "employed", "unemployed_registered"]);
    facts.push(tape.fact("employment", value));
    let someone = ids(tape, count);
    facts.push(tape.fact("rights_limited_for", someone));
    let someone = ids(tape, count);
    facts.push(tape.fact("svo_family_of", someone));
    // What is told in place of the records may differ from them, so a story has the one or the other.
    if tape.pick(2) == 0 {
        let value = tape.name(&["0", "14000.50", "90000"]);
        facts.push(tape.fact("monthly_income", value));
    } else {
        let value = income(tape, on);
        facts.push(tape.list("income", value));
    }
}

fn income(tape: &mut Tape<'_>, on: Date) -> String {
    let month = |back: i64| on.first_of_month().checked_add_months(-back).unwrap();
    let mut records = Vec::new();
    for back in 1..=tape.pick(6) {
        let (amount, kind) = (tape.one_of(&["9000", "20000.33", "61000"]), tape.one_of(&["wage", "benefit"]));
        let day = month(i64::try_from(back).unwrap()).to_string();
        let day = day.get(..7).unwrap();
        records.push(format!(r#"{{ "month": "{day}", "kind": "{kind}", "amount": "{amount}" }}"#));
    }
    let records = format!("[{}]", records.join(", "));
    match tape.pick(3) {
        0 => records,
        1 => {
            format!(r#"{{ "complete": {{ "from": "{}", "until": "{}" }}, "records": {records} }}"#, month(8), month(0))
        }
        _ => {
            // Complete for too short a time: of what lies outside nothing is known.
            format!(r#"{{ "complete": {{ "from": "{}", "until": "{}" }}, "records": [] }}"#, month(3), month(1))
        }
    }
}

fn family_facts(tape: &mut Tape<'_>, on: Date, people: &[&str]) -> Vec<Fact> {
    let mut facts = Vec::new();
    let keys = [
        "hard_life_situation",
        "dysfunctional_family",
        "inexperienced_parents",
        "no_one_to_leave_child_with",
        "needs_short_term_childcare",
        "lost_documents",
        "low_income_certificate",
        "on_patronage_register",
        "training_finished",
    ];
    for key in keys {
        let value = tape.boolean();
        facts.push(tape.fact(key, value));
    }
    let has_problem = tape.boolean();
    if has_problem == "true" {
        let value = tape.boolean();
        facts.push(tape.fact("treatment_consent", value));
    }
    facts.push(tape.fact("alcohol_problem", has_problem));
    let day = on.checked_add_days(-800).unwrap();
    let child = tape.one_of(people);
    let award = format!(
        r#"{{ "measure": "federal.maternity_capital", "child": "{child}", "awarded_on": "{day}", "from": "{day}",
           "until": "none", "amount": "453026.00", "share": "1" }}"#
    );
    let awards = tape.one_of(&["", award.as_str()]).to_owned();
    facts.push(tape.list("awards", format!("[{awards}]")));
    facts
}

fn ids(tape: &mut Tape<'_>, count: usize) -> String {
    let first = tape.pick(count + 3);
    let ids: Vec<String> = (first..(first + 2).min(count)).map(|place| quoted(IDS[place])).collect();
    let ids = if first >= count { Vec::new() } else { ids };
    format!("[{}]", ids.join(", "))
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

impl Fact {
    /// How it is told; `None` where it is not.
    pub fn provenance(&self, telling: Telling) -> Option<usize> {
        let level = if telling.learned { self.after } else { self.before };
        (level > 0).then_some(level)
    }

    fn json(&self, telling: Telling) -> Option<String> {
        let level = self.provenance(telling)?;
        let value = match (self.plain, level) {
            (true, 2..) => format!(r#"{{ "value": {}, "provenance": "{}" }}"#, self.value, PROVENANCES[level]),
            _ => self.value.clone(),
        };
        Some(format!(r#""{}": {value}"#, self.key))
    }
}

/// What a failing law shows: the day and the two files.
impl fmt::Debug for Story {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, after) =
            (self.text(Telling::default()), self.text(Telling { learned: true, ..Telling::default() }));
        let learned = if before == after { String::new() } else { format!("\nthen {after}") };
        write!(out, "on {}\n{before}{learned}", self.on)
    }
}

impl Story {
    /// The family file.
    pub fn text(&self, telling: Telling) -> String {
        let territory = if telling.learned { self.territory.1 } else { self.territory.0 };
        let mut keys = vec![format!(r#""territory": "{territory}""#)];
        keys.extend(self.facts.iter().filter_map(|fact| fact.json(telling)));
        let mut people: Vec<String> = self.people.iter().map(|person| person.json(telling)).collect();
        let count = people.len();
        people.rotate_left(telling.rotated % count);
        keys.push(format!("\"members\": [\n    {}\n  ]", people.join(",\n    ")));
        object(keys, telling)
    }
}

impl Person {
    fn json(&self, telling: Telling) -> String {
        let mut keys = vec![format!(r#""id": "{}""#, self.id), format!(r#""relation": "{}""#, self.relation)];
        keys.extend(self.facts.iter().filter_map(|fact| fact.json(telling)));
        object(keys, telling)
    }
}

fn object(mut keys: Vec<String>, telling: Telling) -> String {
    if telling.reversed {
        keys.reverse();
    }
    format!("{{ {} }}", keys.join(",\n  "))
}
