//! The families of the workload as columns, as a survey or a register would have them.

use one_window::{Date, Eligibility, FactColumn, FamilyTable, Totals};
use one_window_peers_workload::FLAGS;

use super::{engine::Ours, translate::territory};
use crate::facts::Family;

/// How the relations of members are called.
const RELATIONS: [&str; 3] = ["self", "spouse", "child"];

/// What all families tell, fact by fact.
#[derive(Default)]
pub struct Columns {
    sizes: Vec<u32>,
    territories: Vec<&'static str>,
    homes: Vec<u32>,
    flags: [Vec<bool>; FLAGS.len()],
    relations: Vec<u8>,
    born: Vec<Date>,
    income: Vec<i64>,
    disabled: Vec<bool>,
    weeks: Vec<i64>,
    is_adult: Vec<bool>,
    is_applicant: Vec<bool>,
    is_pregnant_never: Vec<bool>,
}

impl Columns {
    /// Those of some families.
    pub fn of(families: &[Family]) -> Self {
        let mut found = Self::default();
        for family in families {
            found.add(family);
        }
        found
    }

    fn add(&mut self, family: &Family) {
        let home = territory(family.region.name());
        let place = self.territories.iter().position(|known| *known == home).unwrap_or_else(|| {
            self.territories.push(home);
            self.territories.len() - 1
        });
        self.homes.push(u32::try_from(place).expect("there are few territories"));
        self.sizes.push(u32::try_from(family.adults.len() + family.children.len()).expect("a family is small"));
        for (flags, flag) in self.flags.iter_mut().zip(family.flags()) {
            flags.push(flag);
        }
        for (place, adult) in family.adults.iter().enumerate() {
            self.relations.push(u8::from(place > 0));
            self.born.push(adult.birth_date.text().parse().expect("it is a day"));
            self.income.push(adult.monthly_income * 100);
            self.disabled.push(adult.disabled);
            self.is_adult.push(true);
            self.is_applicant.push(place == 0);
            self.weeks.push(if place == 0 { i64::from(family.pregnancy_weeks) } else { 0 });
            self.is_pregnant_never.push(place == 0 && family.pregnancy_weeks == 0);
        }
        for child in &family.children {
            self.relations.push(2);
            self.born.push(child.birth_date.text().parse().expect("it is a day"));
            self.income.push(0);
            self.disabled.push(child.disabled);
            self.is_adult.push(false);
            self.is_applicant.push(false);
            self.weeks.push(0);
            self.is_pregnant_never.push(false);
        }
    }

    /// The table that is handed over.
    pub fn table(&self, engine: &Ours) -> FamilyTable<'_> {
        let table = engine.rules.table(&self.sizes).living_in_each(&self.homes, &self.territories);
        let flags = FLAGS.iter().zip(&self.flags);
        let table = flags.fold(table, |table, (name, flags)| table.of_families(name, FactColumn::truths(flags)));
        let weeks = FactColumn::numbers(&self.weeks).told(&self.is_applicant).none(&self.is_pregnant_never);
        let table = table
            .of_members("relation", FactColumn::choices(&self.relations, &RELATIONS))
            .of_members("birth_date", FactColumn::dates(&self.born))
            .of_members("disabled", FactColumn::truths(&self.disabled))
            .of_members("monthly_income", FactColumn::numbers(&self.income).told(&self.is_adult))
            .of_members("pregnancy_weeks", weeks);
        table.build().unwrap_or_else(|mistakes| panic!("{mistakes}"))
    }
}

/// Holds totals against others: every count and all money.
pub fn hold_totals(found: &Totals, wanted: &Totals) {
    let of = |totals: &Totals| -> Vec<_> {
        let of_measure = |measure: &one_window::MeasureTotal| {
            let counts = Eligibility::ALL.map(|eligibility| measure.count(eligibility));
            let counts = counts.map(|count| (count.families, count.outcomes));
            let money: Vec<_> = measure.money().map(|(per, money)| (per, money.low, money.high)).collect();
            (measure.name().to_owned(), counts, money)
        };
        totals.measures().iter().map(of_measure).collect()
    };
    assert!(of(found) == of(wanted), "columns come to something else than their families");
    assert_eq!(found.one_by_one(), 0, "every fact is told");
}

/// The totals of a table.
pub fn totals(engine: &Ours, table: &FamilyTable<'_>) -> Totals {
    let mut population = engine.day.population();
    population.add_table(table);
    population.totals()
}
