//! Families handed over as columns come to what they come to one by one.

use one_window::{Comparison, Date, FactColumn, Family, FamilyTable, Provenance, RuleSet, Weight};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{
    answers::tries,
    grammar::{Tape, rules},
    population::{all_of, circumstances, sides, totals_of, with_circumstances},
    small::{DAY, load},
};

const LEVELS: [&str; 3] = ["high", "low", "mid"];
const KINDS: [&str; 2] = ["blue", "red"];
const RELATIONS: [&str; 3] = ["self", "child", "other"];
const PLACES: [&str; 2] = ["RU-KHA", "RU"];
/// The last of them is not born yet.
const BIRTHS: [&str; 5] = ["2024-02-29", "2022-12-31", "2007-10-10", "2025-10-10", "2025-10-11"];

/// The values of a fact, and of which something was told.
struct Told<T> {
    values: Vec<T>,
    told: Vec<bool>,
}

impl<T> Default for Told<T> {
    fn default() -> Self {
        Self { values: Vec::new(), told: Vec::new() }
    }
}

impl<T> Told<T> {
    /// A column of which so much is told.
    fn of<'a>(&'a self, column: FactColumn<'a>) -> FactColumn<'a> {
        column.told(&self.told).coming_from(Provenance::Registry)
    }

    /// Adds a value that may be told, and puts it into a family file then.
    fn add(&mut self, tape: &mut Tape<'_>, value: T, (file, key): (&mut Map<String, Value>, &str), shown: &Value) {
        let is_told = tape.pick(4) < 3;
        self.values.push(value);
        self.told.push(is_told);
        if is_told {
            file.insert(key.to_owned(), json!({ "value": shown, "provenance": "registry" }));
        }
    }
}

/// Random families: as columns, and as the files that tell the same.
#[derive(Default)]
struct Columns {
    sizes: Vec<u32>,
    homes: Vec<u32>,
    weights: Vec<Weight>,
    p: Told<bool>,
    level: Told<u8>,
    rooms: Told<i64>,
    pay: Told<i64>,
    relations: Vec<u8>,
    births: Told<Date>,
    sane: Told<bool>,
    kind: Told<u8>,
    score: Told<i64>,
    no_score: Vec<bool>,
    parents: Told<u64>,
    files: Vec<(String, u32)>,
}

impl Columns {
    fn read(tape: &mut Tape<'_>) -> Self {
        let mut found = Self::default();
        for _ in 0..=tape.pick(90) {
            found.family(tape);
        }
        found
    }

    fn family(&mut self, tape: &mut Tape<'_>) {
        let (size, weight, home) = (1 + tape.pick(5), 1 + tape.pick(2), tape.pick(2));
        let mut file = Map::from_iter([("territory".to_owned(), json!(PLACES[home]))]);
        self.sizes.push(u32::try_from(size).unwrap());
        self.homes.push(u32::try_from(home).unwrap());
        self.weights.push(weight.to_string().parse().unwrap());
        let (truth, level, rooms, pay) = (tape.pick(2) == 1, tape.pick(3), tape.pick(4), tape.pick(3));
        self.p.add(tape, truth, (&mut file, "p"), &json!(truth));
        self.level.add(tape, u8::try_from(level).unwrap(), (&mut file, "level"), &json!(LEVELS[level]));
        self.rooms.add(tape, i64::try_from(rooms).unwrap(), (&mut file, "rooms"), &json!(rooms));
        let kopecks = [0, 150, 200][pay];
        self.pay.add(tape, kopecks, (&mut file, "pay"), &json!(["0", "1.50", "2"][pay]));
        let members: Vec<Value> = (0..size).map(|place| self.member(tape, (place, size))).collect();
        file.insert("members".to_owned(), json!(members));
        self.files.push((Value::Object(file).to_string(), u32::try_from(weight).unwrap()));
    }

    fn member(&mut self, tape: &mut Tape<'_>, (place, size): (usize, usize)) -> Value {
        let id = |place: usize| (place + 1).to_string();
        let relation = if place == 0 { 0 } else { 1 + tape.pick(2) };
        self.relations.push(u8::try_from(relation).unwrap());
        let mut file = Map::from_iter([
            ("id".to_owned(), json!(id(place))),
            ("relation".to_owned(), json!({ "value": RELATIONS[relation], "provenance": "registry" })),
        ]);
        let (birth, sane, kind, score) = (tape.one_of(&BIRTHS), tape.pick(2) == 1, tape.pick(2), tape.pick(4));
        self.births.add(tape, birth.parse().unwrap(), (&mut file, "birth_date"), &json!(birth));
        self.sane.add(tape, sane, (&mut file, "sane"), &json!(sane));
        self.kind.add(tape, u8::try_from(kind).unwrap(), (&mut file, "kind"), &json!(KINDS[kind]));
        let shown = if score == 3 { json!("none") } else { json!(score) };
        self.score.add(tape, i64::try_from(score).unwrap() % 3, (&mut file, "score"), &shown);
        self.no_score.push(score == 3);
        let parent = tape.pick(size);
        self.parents.add(tape, 1 << parent, (&mut file, "parents"), &json!([id(parent)]));
        Value::Object(file)
    }

    fn table(&self, rules: &RuleSet) -> FamilyTable<'_> {
        let level = FactColumn::choices(&self.level.values, &LEVELS);
        let kind = FactColumn::choices(&self.kind.values, &KINDS);
        let relations = FactColumn::choices(&self.relations, &RELATIONS).coming_from(Provenance::Registry);
        let table = rules.table(&self.sizes).living_in_each(&self.homes, &PLACES).weights(&self.weights);
        table
            .of_families("p", self.p.of(FactColumn::truths(&self.p.values)))
            .of_families("level", self.level.of(level))
            .of_families("rooms", self.rooms.of(FactColumn::numbers(&self.rooms.values)))
            .of_families("pay", self.pay.of(FactColumn::numbers(&self.pay.values)))
            .of_members("relation", relations)
            .of_members("birth_date", self.births.of(FactColumn::dates(&self.births.values)))
            .of_members("sane", self.sane.of(FactColumn::truths(&self.sane.values)))
            .of_members("kind", self.kind.of(kind))
            .of_members("score", self.score.of(FactColumn::numbers(&self.score.values)).none(&self.no_score))
            .of_members("parents", self.parents.of(FactColumn::members(&self.parents.values)))
            .build()
            .unwrap()
    }
}

proptest! {
    #![proptest_config(tries(60))]

    #[test]
    fn a_table_comes_to_what_its_families_come_to(
        rule_numbers in prop::collection::vec(0u16..840, 0..120),
        conditions in prop::collection::vec(prop::collection::vec(0u16..840, 0..25), 1..3),
        families in prop::collection::vec(0u16..840, 0..2_000),
    ) {
        let text = with_circumstances(&rules(&mut Tape::new(&rule_numbers)), &conditions);
        let Some(rules): Option<RuleSet> = load(&text) else { return Ok(()) };
        let day = rules.on(DAY.parse().unwrap());
        let columns = Columns::read(&mut Tape::new(&families));
        let read = |(text, weight): &(String, u32)| (rules.family_from_json(text).unwrap(), *weight);
        let families: Vec<(Family, u32)> = columns.files.iter().map(read).collect();
        let names = circumstances(&day, &families[0].0);
        let by = || day.population_by(names.iter().map(String::as_str)).unwrap();
        let table = columns.table(&rules);
        let mut population = by();
        population.add_table(&table);
        let (found, wanted) = (population.totals(), totals_of(by(), &families));
        prop_assert_eq!(all_of(&found), all_of(&wanted), "{}", &text);
        prop_assert_eq!(sides(&found), sides(&wanted), "{}", &text);
        prop_assert_eq!(found.one_by_one(), wanted.one_by_one(), "{}", &text);
        // Under the same rules read again the table is translated, family by family.
        let again = load(&text).unwrap();
        let other = again.on(DAY.parse().unwrap());
        let mut population = other.population();
        population.add_table(&table);
        prop_assert_eq!(all_of(&population.totals()), all_of(&totals_of(day.population(), &families)), "{}", &text);
        let later = rules.on("2025-12-31".parse().unwrap());
        let (mut changes, mut one_by_one) = (Comparison::new(&day, &later), Comparison::new(&day, &later));
        changes.add_table(&table);
        for (family, weight) in &families {
            one_by_one.add_weighted(family, weight.to_string().parse().unwrap());
        }
        prop_assert!(changes.changes() == one_by_one.changes(), "{}", &text);
    }
}
