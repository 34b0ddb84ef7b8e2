//! A table put together column by column.

use std::fmt;

use super::{
    FamilyTable,
    check::{Check, Mistake},
    column::FactColumn,
};
use crate::{
    diagnostic::quoted,
    value::Weight,
    vocabulary::{Entity, SharedVocabulary},
};

/// Puts a table together, column by column. Mistakes are told by [`FamilyTableBuilder::build`], all of them.
pub struct FamilyTableBuilder<'a> {
    vocabulary: SharedVocabulary,
    sizes: &'a [u32],
    homes: Option<&'a [u32]>,
    territories: Vec<String>,
    weights: Option<&'a [Weight]>,
    columns: Vec<(Entity, String, FactColumn<'a>)>,
}

/// A table with mistakes: every one of them, with the fact and the place, never with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidTable {
    mistakes: Vec<Mistake>,
}

/// Counts only: it holds what families told.
impl fmt::Debug for FamilyTableBuilder<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("FamilyTableBuilder").field("families", &self.sizes.len()).finish_non_exhaustive()
    }
}

impl InvalidTable {
    /// How many mistakes there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.mistakes.len()
    }
}

impl fmt::Display for InvalidTable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, Mistake { what, help }) in self.mistakes.iter().enumerate() {
            let line = if place == 0 { "" } else { "\n" };
            write!(out, "{line}{what}: {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for InvalidTable {}

impl<'a> FamilyTableBuilder<'a> {
    /// Families with so many members each.
    pub(crate) fn new(vocabulary: &SharedVocabulary, sizes: &'a [u32]) -> Self {
        Self {
            vocabulary: vocabulary.clone(),
            sizes,
            homes: None,
            territories: Vec::new(),
            weights: None,
            columns: Vec::new(),
        }
    }

    /// All families live in one territory.
    #[must_use]
    pub fn living_in(self, territory: &str) -> Self {
        Self { homes: None, territories: vec![territory.to_owned()], ..self }
    }

    /// Each family lives in one of some territories, by its place among them.
    #[must_use]
    pub fn living_in_each(self, homes: &'a [u32], territories: &[&str]) -> Self {
        Self { homes: Some(homes), territories: territories.iter().map(|&name| name.to_owned()).collect(), ..self }
    }

    /// How many families each one stands for; itself alone, unless it is said.
    #[must_use]
    pub fn weights(self, weights: &'a [Weight]) -> Self {
        Self { weights: Some(weights), ..self }
    }

    /// Tells a fact of families: a value for each of them.
    #[must_use]
    pub fn of_families(mut self, fact: &str, column: FactColumn<'a>) -> Self {
        self.columns.push((Entity::Family, fact.to_owned(), column));
        self
    }

    /// Tells a fact of members: a value for each member of the first family, of the second, and so on.
    #[must_use]
    pub fn of_members(mut self, fact: &str, column: FactColumn<'a>) -> Self {
        self.columns.push((Entity::Member, fact.to_owned(), column));
        self
    }

    /// The table.
    ///
    /// # Errors
    /// Everything that is wrong with it: a column of another length, a fact that there is not, a value out of its range, a
    /// family without an applicant in the first place.
    pub fn build(self) -> Result<FamilyTable<'a>, InvalidTable> {
        let mut check = Check::new(&self.vocabulary);
        let begins = check.begins(self.sizes);
        let territories = check.territories(&self.territories);
        check.homes(self.homes, (self.sizes.len(), self.territories.len()));
        check.length("the weight", self.weights.map(<[Weight]>::len), self.sizes.len());
        let (mut families, mut members) = (Vec::new(), Vec::new());
        for (place, (entity, name, column)) in self.columns.iter().enumerate() {
            let is_same = |(own, known, _): &(Entity, String, FactColumn<'_>)| own == entity && known == name;
            if self.columns.iter().take(place).any(is_same) {
                check.note(format!("{} is told twice", quoted(name)), "leave one of its columns out");
                continue;
            }
            let found = check.column((*entity, name), column, &begins);
            if *entity == Entity::Family { families.extend(found) } else { members.extend(found) }
        }
        check.applicants(&members, &begins);
        if !check.mistakes.is_empty() {
            return Err(InvalidTable { mistakes: check.mistakes });
        }
        let facts = [families, members];
        let Self { vocabulary, homes, weights, .. } = self;
        let (homes, weights) = (homes.unwrap_or_default(), weights.unwrap_or_default());
        Ok(FamilyTable { vocabulary, begins, territories, homes, weights, facts })
    }
}

#[cfg(test)]
mod tests {
    use super::super::column::FactColumn;
    use crate::{
        family::{Family, FamilyTable},
        ruleset::{
            RuleSet,
            sample::{load, measure},
        },
        value::{Date, Provenance, Weight},
    };

    const NAMES: [&str; 3] = ["self", "spouse", "child"];

    fn rules() -> RuleSet {
        load(&measure(r#""eligible_when": "poor""#, "")).unwrap()
    }

    fn born() -> Vec<Date> {
        ["1990-05-05", "2020-01-31", "1985-12-01"].map(|day| day.parse().unwrap()).to_vec()
    }

    #[test]
    fn a_row_is_the_family_that_a_file_would_tell() {
        let (rules, born) = (rules(), born());
        let (poor, rent, weights) = ([true, false], [12_345, 0], ["2.5".parse::<Weight>().unwrap(), Weight::ONE]);
        let table = rules
            .table(&[2, 1])
            .living_in_each(&[1, 0], &["RU-KHA", "RU"])
            .weights(&weights)
            .of_members("relation", FactColumn::choices(&[0, 2, 0], &NAMES))
            .of_members("birth_date", FactColumn::dates(&born).told(&[true, true, false]))
            .of_families("poor", FactColumn::truths(&poor).coming_from(Provenance::Registry))
            .of_families("rent", FactColumn::numbers(&rent))
            .of_families("rooms", FactColumn::numbers(&[3, 0]).none(&[false, true]))
            .build()
            .unwrap_or_else(|mistakes| panic!("{mistakes}"));
        assert_eq!((table.len(), table.is_empty(), table.weight(0)), (2, false, weights[0]));
        let told = [
            r#"{ "territory": "RU", "poor": { "value": true, "provenance": "registry" }, "rent": "123.45", "rooms": 3,
                "members": [{ "id": "1", "relation": "self", "birth_date": "1990-05-05" },
                            { "id": "2", "relation": "child", "birth_date": "2020-01-31" }] }"#,
            r#"{ "territory": "RU-KHA", "poor": { "value": false, "provenance": "registry" }, "rent": 0, "rooms": "none",
                "members": [{ "id": "1", "relation": "self" }] }"#,
        ];
        for (place, text) in told.into_iter().enumerate() {
            let (read, row) = (rules.family_from_json(text).unwrap(), table.family(place).unwrap());
            let is_like = |one: &Family, other: &Family| {
                let of = |family: &Family| {
                    let members: Vec<_> =
                        family.members().iter().map(|member| (member.id().to_owned(), member.row().clone())).collect();
                    (family.territory().clone(), family.row().clone(), members, family.applicant())
                };
                of(one) == of(other)
            };
            assert!(is_like(&read, &row), "{text}");
        }
        assert!(table.family(2).is_none());
        assert_eq!(format!("{table:?}"), "FamilyTable { families: 2, .. }");
    }

    #[test]
    fn all_that_is_wrong_is_told_and_no_value_is() {
        let rules = rules();
        let born = born();
        let error = |table: Result<FamilyTable<'_>, super::InvalidTable>| table.err().unwrap();
        let found = error(
            rules
                .table(&[2, 0])
                .living_in("RU-KHB")
                .weights(&[Weight::ONE])
                .of_members("relation", FactColumn::choices(&[0, 2], &["self", "spouse", "chld"]))
                .of_members("birth_date", FactColumn::dates(&born))
                .of_members("birth_date", FactColumn::dates(&born))
                .of_families("poor", FactColumn::numbers(&[1, 0]))
                .of_families("rent", FactColumn::numbers(&[-31_337, -1]))
                .of_families("rooms", FactColumn::numbers(&[1, 2]).told(&[true]))
                .of_families("pour", FactColumn::truths(&[true, true]))
                .build(),
        );
        let wanted = [
            "family 1 has 0 members: a family has from 1 to 64 of them, the one who applies too",
            "there is no territory `RU-KHB` in the rules: did you mean `RU-KHA`?",
            "the weight has 1 values: there are 2 rows",
            "`chld` is not a value of `relation`: did you mean `child`?",
            "`birth_date` has 3 values: there are 2 rows",
            "`birth_date` is told twice: leave one of its columns out",
            "the values of `poor` are of another kind: hand them over as truths",
            "`rent` at 0 and 1 more cannot be so: it can be from 0 to 10000000, 100 of which make one",
            "`told` of `rooms` has 1 values: there are 2 rows",
            "there is no fact `pour` of families: did you mean `poor`?",
        ];
        assert_eq!(found.to_string(), wanted.join("\n"));
        assert_eq!(found.count(), wanted.len());
        assert!(!format!("{found:?}").contains("31337"));
        let found = |relations: &[u8], born: &[Date]| {
            let table =
                rules.table(&[2, 1]).living_in("RU").of_members("relation", FactColumn::choices(relations, &NAMES));
            let table = table.of_members("birth_date", FactColumn::dates(born));
            error(table.of_families("poor", FactColumn::truths(&[true; 2]).none(&[true, false])).build()).to_string()
        };
        let far: Vec<Date> = ["1790-05-05", "2020-01-31", "1785-12-01"].map(|day| day.parse().unwrap()).to_vec();
        let wanted = [
            "`birth_date` at 0 and 1 more cannot be so: check the year: it is from 1800 to 2299",
            "`poor` at 0 is none, though it always exists: say that it is not told where it is not known",
            "two members of family 0 apply: the first member of a family has the relation `self`, and nobody else of it",
        ];
        assert_eq!(found(&[0, 0, 0], &far), wanted.join("\n"));
        let wanted = [
            "`relation` at 2 cannot be so: it is the place of one of the 3 names, counted from 0",
            wanted[1],
            "the first member of family 0 does not apply: the first member of a family has the relation `self`, and nobody else of it",
        ];
        assert_eq!(found(&[1, 0, 3], &born), wanted.join("\n"));
        let nowhere = "nothing says where the families live: name a territory, such as `RU-KHA/khabarovsk`";
        assert_eq!(error(rules.table(&[]).build()).to_string(), nowhere);
        let homeless = error(rules.table(&[1]).living_in_each(&[], &["RU"]).weights(&[]).build()).to_string();
        assert_eq!(homeless, "the territory has 0 values: there are 1 rows\nthe weight has 0 values: there are 1 rows");
        let unrelated = error(rules.table(&[1]).living_in("RU").build()).to_string();
        assert_eq!(
            unrelated,
            "no column tells the `relation` of the members: the first member of a family has the relation `self`, and nobody else of it"
        );
    }
}
