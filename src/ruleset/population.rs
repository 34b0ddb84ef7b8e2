//! The front of a population: families come in, totals come out.

use std::{collections::BTreeMap, fmt};

use super::{
    circumstance::By,
    day::{Day, Desk},
    totals::Totals,
};
use crate::{
    family::{Family, FamilyTable},
    population::{Ward, Worktop},
    value::{Territory, Weight},
};

/// Many families on one day, in bounded memory: what each measure comes to, in all and by territory.
///
/// Families are assessed in blocks: what is exactly known of them goes through columns of bits, the rest one by one, and
/// both answer as [`Day::assess`] does. Everything is added exactly; so neither the order of families nor how they were
/// shared out between threads changes the totals. With the feature `rayon` a population and a [`Comparison`](super::Comparison) are
/// filled on all cores, by `par_extend`.
///
/// ```
/// # use one_window::RuleSet;
/// let rules = RuleSet::bundled()?;
/// let day = rules.on("2025-10-10".parse()?);
/// let mut population = day.population();
/// for line in [r#"{ "territory": "RU-KHA", "members": [{ "id": "anna", "relation": "self" }] }"#] {
///     population.add(&rules.family_from_json(line)?);
/// }
/// let totals = population.totals();
/// assert_eq!(totals.families(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Population<'a> {
    pub(super) day: &'a Day,
    desk: Desk<'a>,
    top: Worktop,
    wards: BTreeMap<Territory, Ward>,
    families: u64,
    pub(super) by: By,
    /// What was counted elsewhere and belongs to it.
    pub(super) counted: Option<Totals>,
}

/// Counts only: a population holds what families told.
impl fmt::Debug for Population<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Population").field("families", &self.families).finish_non_exhaustive()
    }
}

impl<'a> Population<'a> {
    pub(super) fn new(day: &'a Day, by: By) -> Self {
        Self { day, desk: day.desk(), top: Worktop::default(), wards: BTreeMap::new(), families: 0, by, counted: None }
    }

    /// Adds a family that stands for itself. One that was read against other rules is translated by name.
    pub fn add(&mut self, family: &Family) {
        self.add_weighted(family, Weight::ONE);
    }

    /// Adds a family that stands for so many.
    pub fn add_weighted(&mut self, family: &Family, weight: Weight) {
        let family = self.day.own(family);
        self.families = self.families.saturating_add(1);
        let (ward, buffers) = self.ward(family.territory());
        ward.add(family, weight.number(), buffers);
    }

    /// Adds the families of a table. One that was made for other rules is translated by name, family by family.
    pub fn add_table(&mut self, table: &FamilyTable<'_>) {
        if !table.vocabulary().is(&self.day.library.vocabulary) {
            for (family, weight) in table.families() {
                self.add_weighted(&family, weight);
            }
            return;
        }
        self.families = self.families.saturating_add(u64::try_from(table.len()).unwrap_or(u64::MAX));
        let mut rows = vec![Vec::new(); table.territories().len()];
        for family in 0..table.len() {
            if let Some(rows) = rows.get_mut(table.home(family)) {
                rows.push(family);
            }
        }
        for (territory, rows) in table.territories().iter().zip(rows).filter(|(_, rows)| !rows.is_empty()) {
            let (ward, buffers) = self.ward(territory);
            ward.add_rows((table, &rows), buffers);
        }
    }

    /// Those who live in a territory, and what their blocks need: buffers, and who answers for a family alone.
    fn ward(&mut self, territory: &Territory) -> (&mut Ward, (&mut Worktop, &mut Desk<'a>)) {
        let (day, by) = (self.day, &self.by);
        let new = || {
            let folded = if by.is_empty() { day.folded(territory) } else { day.parted(territory) };
            Ward::new(folded, by)
        };
        (self.wards.entry(territory.clone()).or_insert_with(new), (&mut self.top, &mut self.desk))
    }

    /// What all of it comes to.
    #[must_use]
    pub fn totals(mut self) -> Totals {
        let mut totals = Totals {
            library: self.day.library.clone(),
            basis: self.day.basis(),
            families: self.families,
            by: self.by,
            places: BTreeMap::new(),
        };
        for (territory, mut ward) in self.wards {
            ward.close((&mut self.top, &mut self.desk));
            totals.places.insert(territory, ward.counted());
        }
        if let Some(counted) = &self.counted {
            totals.plus(counted);
        }
        totals
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        assessment::Eligibility,
        document::Per,
        family::FactColumn,
        ruleset::{
            CircumstanceTotal, MoneyTotal, RuleSet, UnlikeParts,
            sample::{DAY, load, measure},
        },
        value::{Date, Language, Provenance},
    };

    const GRANT: &str = r#""for": { "each": "members[relation = child]", "as": "kid" },
        "eligible_when": { "all": ["poor", "kid.age < 3"] },
        "amount": { "value": "rent / 3", "per": "month", "round": { "to": "0.01", "mode": "half_up" } }"#;

    fn family(rent: &str, born: &str) -> String {
        format!(
            r#"{{ "territory": "RU-KHA", "poor": {{ "value": true, "provenance": "document" }}, "rent": "{rent}",
            "members": [{{ "id": "ada", "relation": "self" }}, {{ "id": "bob", "relation": "child", "birth_date": "{born}" }},
            {{ "id": "eve", "relation": "child", "birth_date": "2025-01-01" }}] }}"#
        )
    }

    #[test]
    fn families_outcomes_and_money_are_counted_with_weights() {
        let rules = load(&measure(GRANT, "")).unwrap();
        let day = rules.on(DAY.parse().unwrap());
        let mut population = day.population();
        let read = |text: &str| rules.family_from_json(text).unwrap();
        population.add(&read(&family("10", "2024-05-05")));
        population.add_weighted(&read(&family("100", "2010-05-05")), "2.5".parse().unwrap());
        let totals = population.totals();
        assert_eq!((totals.families(), totals.one_by_one()), (2, 0));
        let found = totals.measures();
        let count = found[0].count(Eligibility::Eligible);
        assert_eq!((count.families.as_str(), count.outcomes.as_str()), ("3.5", "4.5"));
        let money = MoneyTotal { low: "89.985".to_owned(), high: "89.985".to_owned() };
        // Two children with 3.33 each, and two and a half times 33.33.
        assert_eq!(found[0].money().collect::<Vec<_>>(), [(Per::Month, money)]);
        assert_eq!(found[0].title(Language::English), "Grant");
        let place = "RU-KHA".parse().unwrap();
        assert_eq!(totals.measures_in(&place).len(), 1);
    }

    #[test]
    fn money_shared_by_a_column_is_rounded_and_summed_exactly() {
        let amount = r#""amount": { "value": "rent / (count(members) + 4)", "per": "month",
            "round": { "to": "0.01", "mode": "half_up" } }"#;
        let rules = load(&measure(&format!(r#""eligible_when": "poor", {amount}"#), "")).unwrap();
        let day = rules.on(DAY.parse().unwrap());
        let mut population = day.population();
        for rent in ["100", "20", "0"] {
            population.add(&rules.family_from_json(&family(rent, "2024-05-05")).unwrap());
        }
        let totals = population.totals();
        assert_eq!(totals.one_by_one(), 0);
        // A seventh of each: 14.29, 2.86, nothing.
        let money = MoneyTotal { low: "17.15".to_owned(), high: "17.15".to_owned() };
        assert_eq!(totals.measures()[0].money().collect::<Vec<_>>(), [(Per::Month, money)]);
    }

    #[test]
    fn claims_in_columns_are_claims() {
        let rules = load(&measure(r#""eligible_when": "poor and rooms >= 2""#, "")).unwrap();
        let day = rules.on(DAY.parse().unwrap());
        let count = |provenance: Provenance| {
            let poor = FactColumn::truths(&[true, true, false]).coming_from(provenance);
            let table = rules.table(&[1, 1, 1]).living_in("RU-KHA").of_families("poor", poor);
            let rooms = FactColumn::numbers(&[2, 1, 3]);
            let table =
                table.of_families("rooms", rooms).of_members("relation", FactColumn::choices(&[0; 3], &["self"]));
            let mut population = day.population();
            population.add_table(&table.build().unwrap());
            let totals = population.totals();
            let count = |eligibility| totals.measures()[0].count(eligibility).families;
            (count(Eligibility::Eligible), count(Eligibility::EligibleIfConfirmed))
        };
        assert_eq!(count(Provenance::Document), ("1".to_owned(), "0".to_owned()));
        assert_eq!(count(Provenance::Declared), ("0".to_owned(), "1".to_owned()));
    }

    #[test]
    fn of_named_values_there_may_be_none() {
        let choice = |names: &[&str]| json!({ "type": { "one_of": names }, "optional": true, "title": { "ru": "Тон", "en": "Shade" } });
        let title = json!({ "ru": "Россия", "en": "Russia" });
        let measure = json!({ "title": title, "kind": "benefit", "addresses": ["means"], "territory": "RU",
            "in_force": { "from": "2020-01-01" }, "eligible_when": "shade = dark or shade = none" });
        let rules = json!({ "territories": { "RU": { "title": title } },
            "needs": { "means": { "sphere": "income", "title": title } },
            "vocabulary": { "family": { "shade": choice(&["light", "dark"]) },
                "member": { "relation": { "type": { "one_of": ["self"] }, "title": title } } },
            "measures": { "test.shade": measure } });
        let rules = RuleSet::from_files([("rules.json", rules.to_string())]).unwrap_or_else(|error| panic!("{error}"));
        let day = rules.on(DAY.parse().unwrap());
        // Of the third nothing is told, and the last has none.
        let shades = FactColumn::choices(&[1, 0, 0, 1], &["dark", "light"]);
        let shades = shades.told(&[true, true, false, true]).none(&[false, false, false, true]);
        let table = rules.table(&[1; 4]).living_in("RU").of_families("shade", shades);
        let table = table.of_members("relation", FactColumn::choices(&[0; 4], &["self"])).build().unwrap();
        let (mut columns, mut families) = (day.population(), day.population());
        columns.add_table(&table);
        for (family, weight) in table.families() {
            families.add_weighted(&family, weight);
        }
        for totals in [columns.totals(), families.totals()] {
            let count = |eligibility| totals.measures()[0].count(eligibility).families;
            assert_eq!([Eligibility::Eligible, Eligibility::Undetermined].map(count), ["2", "1"]);
            assert_eq!(totals.one_by_one(), 1);
        }
    }

    #[test]
    fn totals_of_other_rules_or_another_day_are_not_added() {
        let (rules, others) =
            (load(&measure(GRANT, "")).unwrap(), load(&measure(r#""eligible_when": "poor""#, "")).unwrap());
        let on = DAY.parse().unwrap();
        let of = |rules: &RuleSet, on: Date| {
            let day = rules.on(on);
            let mut population = day.population();
            population.add(&rules.family_from_json(&family("10", "2024-05-05")).unwrap());
            population.totals()
        };
        let mut totals = of(&rules, on);
        assert_eq!(totals.merge(&of(&rules, on)), Ok(()));
        let later = totals.merge(&of(&rules, "2025-10-11".parse().unwrap())).unwrap_err().to_string();
        assert_eq!(later, "the parts were counted on 2025-10-10 and on 2025-10-11: count both on the same day");
        let unlike = totals.merge(&of(&others, on)).unwrap_err();
        assert_eq!(unlike, UnlikeParts::Rules { own: rules.digest().to_owned(), other: others.digest().to_owned() });
        assert_eq!(totals.families(), 2);
    }

    #[test]
    fn families_are_parted_by_circumstances() {
        let asked = r#""roomy": { "of": "family", "circumstance": true, "is": "rooms >= 2" },
            "quiet": { "of": "family", "circumstance": true, "is": "not(warned)",
                "title": { "ru": "Тихие", "en": "Quiet" } },
            "other": { "of": "family", "is": "warned" }"#;
        let rules = load(&measure(r#""eligible_when": "poor or other""#, asked)).unwrap();
        let day = rules.on(DAY.parse().unwrap());
        let mut population = day.population_by(["roomy", "quiet", "roomy"]).unwrap();
        let read = |told: &str| {
            let poor = r#""poor": { "value": true, "provenance": "document" }, "warned": false"#;
            let text = format!(
                r#"{{ "territory": "RU-KHA", {poor}{told}, "members": [{{ "id": "ada", "relation": "self" }}] }}"#
            );
            rules.family_from_json(&text).unwrap()
        };
        population.add(&read(r#", "rooms": 2"#));
        population.add_weighted(&read(r#", "rooms": 3"#), "2.5".parse().unwrap());
        population.add(&read(r#", "rooms": 1"#));
        let mut totals = population.totals();
        assert_eq!(totals.one_by_one(), 0);
        let sides = |totals: &Totals| -> Vec<(String, &str, String, usize)> {
            let of = |side: &CircumstanceTotal| {
                (side.circumstance().to_owned(), side.holds().as_str(), side.families(), side.measures().len())
            };
            totals.circumstances().iter().map(of).collect()
        };
        let side =
            |name: &str, holds, families: &str, measures| (name.to_owned(), holds, families.to_owned(), measures);
        let quiet = [side("quiet", "true", "4.5", 1), side("quiet", "false", "0", 0), side("quiet", "unknown", "0", 0)];
        let roomy = [side("roomy", "true", "3.5", 1), side("roomy", "false", "1", 1), side("roomy", "unknown", "0", 0)];
        assert_eq!(sides(&totals), [quiet, roomy].concat());
        assert_eq!(totals.circumstances()[0].title(Language::English), "Quiet");
        // What was not told is asked of the family alone, and of the circumstance only.
        let mut more = day.population_by(["quiet", "roomy"]).unwrap();
        more.add(&read(""));
        totals.merge(&more.totals()).unwrap();
        assert_eq!(
            (totals.one_by_one(), totals.circumstances_in(&"RU-KHA".parse().unwrap())[5].families()),
            (1, "1".to_owned())
        );
        let unlike = totals.merge(&day.population_by(["roomy"]).unwrap().totals()).unwrap_err().to_string();
        let wanted = "the parts were counted by `quiet`, `roomy` and by `roomy`: count both by the same circumstances";
        assert_eq!(unlike, wanted);
        let wrong = |name| day.population_by([name]).unwrap_err().to_string();
        assert_eq!(wrong("romy"), "the rules have no circumstance `romy`: did you mean `roomy`?");
        let wanted = r#"the rules have no circumstance `other`: mark its definition with `"circumstance": true`"#;
        assert_eq!(wrong("other"), wanted);
    }

    #[test]
    fn what_is_not_told_is_asked_of_the_family_alone() {
        let rules = load(&measure(r#""eligible_when": "rooms >= 2""#, "")).unwrap();
        let day = rules.on(DAY.parse().unwrap());
        let mut population = day.population();
        let text = r#"{ "territory": "RU-KHA", "members": [{ "id": "ada", "relation": "self" }] }"#;
        population.add(&rules.family_from_json(text).unwrap());
        let totals = population.totals();
        assert_eq!(totals.one_by_one(), 1);
        assert_eq!(totals.measures()[0].count(Eligibility::Undetermined).families, "1");
    }

    #[test]
    fn nothing_that_a_family_told_or_gets_is_debugged() {
        let rules = load(&measure(GRANT, "")).unwrap();
        let day = rules.on(DAY.parse().unwrap());
        let family = rules.family_from_json(&family("31337", "2024-05-05")).unwrap();
        let (mut population, mut desk) = (day.population(), day.desk());
        population.add(&family);
        let found = desk.screen(&family);
        let outcome = found.outcomes().next().unwrap();
        assert_eq!(outcome.amount().unwrap().exact().unwrap(), "10445.67");
        let one = format!("{found:?} {outcome:?} {:?} {population:?}", outcome.amount());
        let totals = population.totals();
        let said = format!("{one} {desk:?} {totals:?} {:?}", totals.measures());
        assert!(!said.contains("31337") && !said.contains("10445"), "{said}");
    }
}
