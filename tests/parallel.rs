//! A population on the cores of a pool comes to the same, whatever the number of threads and however families are handed over.

#[cfg(test)]
mod tests {
    use std::{fmt::Write, sync::Mutex};

    use one_window::{
        Comparison, Date, Day, Eligibility, FactColumn, Family, Fare, PopulationChanges, RuleSet, Totals, Weight,
    };
    use rayon::{
        ThreadPoolBuilder,
        iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelBridge, ParallelExtend, ParallelIterator},
    };

    const PLACES: [&str; 3] = ["RU-KHA/khabarovsk", "RU-VGG/volgograd", "RU-NVS"];

    const BY: [&str; 2] = ["low_income", "large_family"];

    /// Families that differ in place, income, children and in what they keep to themselves.
    fn families(rules: &RuleSet) -> Vec<Family> {
        let line = |number: usize| {
            let child = |place: usize| {
                format!(
                    r#", {{ "id": "c{place}", "relation": "child", "birth_date": "20{}-05-05" }}"#,
                    10 + (number + place) % 15
                )
            };
            let children: String = (0..number % 5).map(child).collect();
            let (place, income) = (PLACES[number % 3], number * 700);
            let told = if number.is_multiple_of(4) { "" } else { r#", "citizen_rf": true, "employment": "employed""# };
            format!(
                r#"{{ "territory": "{place}", "members": [{{ "id": "anna", "relation": "self", "sex": "female",
            "birth_date": "1990-04-02", "monthly_income": "{income}"{told} }}{children}] }}"#
            )
        };
        (0..48).map(|number| rules.family_from_json(&line(number)).unwrap()).collect()
    }

    /// Everything that can be read of totals.
    fn all_of(totals: &Totals) -> String {
        let mut text = format!("{} {}\n", totals.families(), totals.one_by_one());
        for side in totals.circumstances() {
            let (name, measures) = (side.circumstance(), side.measures());
            let counts: Vec<_> = measures.iter().map(|measure| measure.count(Eligibility::Undetermined)).collect();
            let _ = writeln!(text, "{name} {:?} {} {counts:?}", side.holds(), side.families());
        }
        for territory in totals.territories() {
            for measure in totals.measures_in(territory) {
                let counts = Eligibility::ALL.map(|verdict| measure.count(verdict));
                let money: Vec<_> = measure.money().collect();
                let _ = writeln!(text, "{territory} {} {counts:?} {money:?}", measure.name());
            }
        }
        text
    }

    fn all_of_changes(changes: &PopulationChanges) -> String {
        let counts = Fare::ALL.map(|fare| changes.count(fare));
        let measures: Vec<_> = changes.measures().collect();
        format!("{} {counts:?} {:?} {:?} {measures:?}", changes.families(), changes.gained(), changes.lost())
    }

    fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
        ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(work)
    }

    fn one_after_another(day: &Day, families: &[Family]) -> String {
        let mut population = day.population_by(BY).unwrap();
        for family in families {
            population.add(family);
        }
        all_of(&population.totals())
    }

    #[test]
    fn the_number_of_threads_changes_nothing() {
        let rules = RuleSet::bundled().unwrap();
        let (before, day) = (rules.on("2024-12-01".parse().unwrap()), rules.on("2025-10-10".parse().unwrap()));
        let families = families(&rules);
        let whole = one_after_another(&day, &families);
        assert!(whole.lines().count() > 50, "{whole}");
        let mut compared = Comparison::new(&before, &day);
        for family in &families {
            compared.add(family);
        }
        let compared = all_of_changes(&compared.changes());
        for threads in [1, 2, 5] {
            let (slice, changes) = on_threads(threads, || {
                let mut population = day.population_by(BY).unwrap();
                population.par_extend(&families);
                let mut comparison = Comparison::new(&before, &day);
                comparison.par_extend(families.par_iter());
                (population.totals(), comparison.changes())
            });
            assert_eq!(all_of(&slice), whole, "{threads} threads");
            assert_eq!(all_of_changes(&changes), compared, "{threads} threads");
        }
        // Some one after another and some side by side, from any iterator.
        let (first, rest) = families.split_at(5);
        let mixed = on_threads(3, || {
            let mut population = day.population_by(BY).unwrap();
            for family in first {
                population.add(family);
            }
            let (second, rest) = rest.split_at(20);
            population.par_extend(second.iter().cloned().par_bridge());
            population.par_extend(rest);
            population.totals()
        });
        assert_eq!(all_of(&mixed), whole);
    }

    #[test]
    fn tables_are_shared_out_too() {
        let rules = RuleSet::bundled().unwrap();
        let day = rules.on("2025-10-10".parse().unwrap());
        let born: Vec<Date> = (0..9).map(|place| format!("20{:02}-05-05", 10 + place).parse().unwrap()).collect();
        let relations = [0, 1, 1, 0, 0, 1, 0, 1, 1];
        let table = |place: &str| {
            let table = rules.table(&[3, 1, 2, 3]).living_in(place);
            let table = table.of_members("relation", FactColumn::choices(&relations, &["self", "child"]));
            table.of_members("birth_date", FactColumn::dates(&born)).build().unwrap()
        };
        let tables = PLACES.map(table);
        let mut whole = day.population_by(BY).unwrap();
        for table in &tables {
            whole.add_table(table);
        }
        let whole = all_of(&whole.totals());
        assert!(whole.starts_with("12 "), "{whole}");
        for threads in [1, 3] {
            let found = on_threads(threads, || {
                let mut population = day.population_by(BY).unwrap();
                population.par_extend(&tables);
                population.totals()
            });
            assert_eq!(all_of(&found), whole, "{threads} threads");
        }
    }

    #[test]
    fn weights_count_and_a_line_that_is_no_family_stops_nothing() {
        let rules = RuleSet::bundled().unwrap();
        let day = rules.on("2025-10-10".parse().unwrap());
        let weight: Weight = "2.5".parse().unwrap();
        let line = r#"{ "territory": "RU-KHA", "members": [{ "id": "anna", "relation": "self" }] }"#;
        let rejected = Mutex::new(0);
        let lines = [line, "no family", line, r#"{ "territory": "RU-KHA" }"#];
        let read = |line: &str| {
            let found = rules.family_from_json(line).inspect_err(|_| *rejected.lock().unwrap() += 1);
            found.ok().map(|family| (family, weight))
        };
        let totals = on_threads(2, || {
            let mut population = day.population();
            population.par_extend(lines.into_par_iter().filter_map(read));
            population.totals()
        });
        assert_eq!((totals.families(), rejected.into_inner().unwrap()), (2, 2));
        let mut alone = day.population();
        let family = rules.family_from_json(line).unwrap();
        (0..2).for_each(|_| alone.add_weighted(&family, weight));
        assert_eq!(all_of(&totals), all_of(&alone.totals()));
    }
}
