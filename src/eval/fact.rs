//! Told facts as possible values: what counts in a view, and what silence means.

use super::{
    assumed::Assumption,
    frame::View,
    possible::{Interval, NONE_BIT},
    roster::{RecordSource, Roster},
};
use crate::{
    check::{Checked, CheckedFact, Entity, Type},
    family::{Completeness, Family, Told, ToldValue},
    value::{Date, Number},
    vocabulary::Vocabulary,
};

/// Reads what was told about one family; without a family nothing was told.
#[derive(Clone, Copy)]
pub struct FactReader<'a> {
    /// The checked rules.
    pub checked: &'a Checked,
    /// Where the facts of a family lie.
    pub vocabulary: &'a Vocabulary,
    /// The family.
    pub family: Option<&'a Family>,
    /// The items.
    pub roster: &'a Roster,
    /// The day of application, where there is one.
    pub on: Option<Date>,
    /// What is assumed of facts that are not known.
    pub assumed: &'a [Assumption],
}

/// What was told of a fact, for one view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// A value that counts.
    Value(ToldValue),
    /// A value that does not count in this view.
    Claim,
    /// Nothing.
    Silence,
}

impl<'a> FactReader<'a> {
    /// The fact with its clauses.
    pub fn fact(&self, fact: usize) -> Option<&'a CheckedFact> {
        self.checked.fact(fact)
    }

    /// The possible values of a parameter.
    pub fn parameter_range(&self, parameter: usize) -> (Number, Number) {
        let found = self.checked.symbols.parameters.get(parameter);
        found.map_or((Number::ZERO, Number::ZERO), |found| (found.range.low, found.range.high))
    }

    /// What was told of a fact at an item, whatever the view.
    pub fn told(&self, fact: usize, item: usize) -> Told {
        self.column(View::Told, fact).map_or(Told::NOTHING, |column| column.told(item))
    }

    /// What was told, for one view.
    pub fn known(&self, view: View, fact: usize, item: usize) -> Known {
        self.column(view, fact).map_or(Known::Silence, |column| column.known(column.told(item)))
    }

    /// Whether a record list was not given: of a member, or of the family.
    pub fn is_absent(&self, list: usize, member: usize) -> bool {
        let Some(family) = self.family else { return true };
        let in_member = self.checked.symbols.lists.get(list).is_none_or(|list| list.in_member);
        let told = if in_member {
            let source = self.roster.members.get(member).and_then(|member| member.source);
            source.and_then(|source| family.member(source)).map(|member| member.list(list))
        } else {
            Some(family.list(list))
        };
        told.is_none_or(|told| told.completeness() == Completeness::Absent)
    }

    /// All that a number or date can be.
    pub fn unknown(&self, fact: &CheckedFact, item: usize) -> Interval {
        let symbol = &fact.symbol;
        let none = symbol.optional;
        match symbol.r#type {
            Type::Date => self.unknown_date(fact, item).with_none(none),
            Type::Measure => {
                let last = self.checked.symbols.measures.len().saturating_sub(1);
                let last = Number::from(i64::try_from(last).unwrap_or(0));
                Interval::between(Number::ZERO, last).with_none(none)
            }
            _ => match symbol.range {
                Some(range) => Interval::between(range.low, range.high).with_none(none),
                None => Interval::ANYTHING.with_none(none),
            },
        }
    }

    fn unknown_date(&self, fact: &CheckedFact, item: usize) -> Interval {
        let (mut low, mut high) = (Date::EARLIEST, Date::LATEST);
        if let Entity::Record(list) = fact.symbol.entity
            && let Some(RecordSource::Untold { before, after }) =
                self.roster.record(list, item).map(|record| record.source)
        {
            let dated = self.checked.symbols.lists.get(list).and_then(|list| list.dated_by.as_deref());
            if dated == Some(fact.symbol.name.as_str()) {
                low = after.unwrap_or(low);
                high = before.and_then(|before| before.checked_add_days(-1)).unwrap_or(high);
            }
        }
        // A named member exists: whoever is not born yet is no member.
        if fact.symbol.entity == Entity::Member && fact.symbol.name == "birth_date" {
            high = self.on.unwrap_or(high);
        }
        Interval::between(Number::from(low.day_number()), Number::from(high.max(low).day_number()))
    }

    /// All that a value of an enumeration can be.
    pub fn all_values(&self, fact: &CheckedFact) -> u64 {
        let count = match fact.symbol.r#type {
            Type::Choice(enumeration) => {
                self.checked.symbols.enumerations.get(enumeration).map_or(63, |known| known.values.len())
            }
            _ => 63,
        };
        let count = u32::try_from(count.min(63)).unwrap_or(63);
        let values = (1_u64 << count).wrapping_sub(1);
        if fact.symbol.optional { values | NONE_BIT } else { values }
    }
}

#[cfg(test)]
mod tests {
    use crate::{assessment::Answer, ruleset::sample::holds};

    fn child(born: &str) -> String {
        let born = if born.is_empty() { String::new() } else { format!(r#", "birth_date": "{born}""#) };
        format!(r#"}}, {{ "id": "bob", "relation": "child"{born} }}"#)
    }

    const WORKS: &str = "count(members[relation = child and working]) = 0";

    #[test]
    fn where_a_fact_does_not_apply_it_is_what_the_vocabulary_says() {
        assert_eq!(holds(WORKS, "", &child("2020-01-01")), Answer::True);
        assert_eq!(holds(WORKS, "", &child("2011-10-10")), Answer::Unknown);
        assert_eq!(holds(WORKS, "", &child("2011-10-11")), Answer::True);
        assert_eq!(holds(WORKS, "", &child("")), Answer::Unknown);
    }

    #[test]
    fn an_unknown_number_stays_in_its_range() {
        assert_eq!(holds("rooms > 9", "", "}"), Answer::False);
        assert_eq!(holds("rooms = none or rooms >= 0", "", "}"), Answer::True);
        assert_eq!(holds("rooms >= 0", "", "}"), Answer::Unknown);
        assert_eq!(holds("rooms >= 9", r#""rooms": 9,"#, "}"), Answer::True);
    }

    #[test]
    fn who_is_named_is_born() {
        assert_eq!(holds("applicant.birth_date <= on", "", "}"), Answer::True);
    }
}
