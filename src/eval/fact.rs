//! Told facts as possible values: what counts in a view, and what silence means.

use super::{
    frame::View,
    possible::{Interval, NONE_BIT, Truth},
    roster::{RecordSource, Roster},
};
use crate::{
    check::{Checked, CheckedFact, Entity, Standing, Type},
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

impl FactReader<'_> {
    /// The fact with its clauses.
    pub fn fact(&self, fact: usize) -> Option<&CheckedFact> {
        // Facts are checked in the order of their numbers, unless one had mistakes.
        let found = self.checked.facts.get(fact).filter(|found| found.symbol.id == fact);
        found.or_else(|| self.checked.facts.iter().find(|found| found.symbol.id == fact))
    }

    /// The possible values of a parameter.
    pub fn parameter_range(&self, parameter: usize) -> (Number, Number) {
        let found = self.checked.symbols.parameters.get(parameter);
        found.map_or((Number::ZERO, Number::ZERO), |found| (found.range.low, found.range.high))
    }

    /// What was told of a fact at an item, whatever the view.
    pub fn told(&self, fact: usize, item: usize) -> Told {
        let found = self.fact(fact).zip(self.family).and_then(|(checked, family)| {
            let slot = self.vocabulary.slot(fact);
            match checked.symbol.entity {
                Entity::Family => Some(family.told(slot)),
                Entity::Member => {
                    let source = self.roster.members.get(item)?.source?;
                    Some(family.member(source)?.told(slot))
                }
                Entity::Record(list) => match self.roster.record(list, item)?.source {
                    RecordSource::Told { member: Some(member), place } => {
                        Some(family.member(member)?.list(list).records().get(place)?.told(slot))
                    }
                    RecordSource::Told { member: None, place } => {
                        Some(family.list(list).records().get(place)?.told(slot))
                    }
                    RecordSource::Untold { .. } => None,
                },
            }
        });
        found.unwrap_or(Told::NOTHING)
    }

    /// What was told, for one view.
    pub fn known(&self, view: View, fact: usize, item: usize) -> Known {
        let told = self.told(fact, item);
        let Some(value) = told.value() else { return Known::Silence };
        match view {
            View::Told | View::Presumed => Known::Value(value),
            View::Accepted(accepts) => {
                let own = self.fact(fact).map_or(accepts, |found| found.symbol.accepts.intersection(accepts));
                if own.accepts(told.provenance()) { Known::Value(value) } else { Known::Claim }
            }
        }
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

    /// What stands for silence: presumed, or elsewhere than where the fact applies.
    fn silent(view: View, fact: &CheckedFact, known: Known, applies: Truth) -> (Option<Standing>, bool) {
        let presumed = if view == View::Presumed && known == Known::Silence { fact.presumed } else { None };
        match (applies.yes, applies.no) {
            (false, _) => (fact.otherwise, false),
            (true, false) => (presumed, presumed.is_none()),
            // Both are possible: what stands elsewhere, and what is presumed or unknown here.
            (true, true) => match presumed {
                Some(presumed) if Some(presumed) == fact.otherwise => (Some(presumed), false),
                _ => (fact.otherwise, true),
            },
        }
    }

    /// A yes-or-no fact.
    pub fn truth(&self, view: View, fact: usize, item: usize, applies: Truth, derived: Option<Truth>) -> Truth {
        let known = self.known(view, fact, item);
        if let Known::Value(ToldValue::Truth(value)) = known {
            return Truth::known(value);
        }
        let Some(checked) = self.fact(fact) else { return Truth::UNKNOWN };
        if let (Known::Silence, Some(derived)) = (known, derived) {
            return derived;
        }
        match Self::silent(view, checked, known, applies) {
            (Some(Standing::Truth(value)), false) => Truth::known(value),
            _ => Truth::UNKNOWN,
        }
    }

    /// A number, a date or the place of a measure.
    pub fn interval(
        &self,
        view: View,
        fact: usize,
        item: usize,
        applies: Truth,
        derived: Option<Interval>,
    ) -> Interval {
        let known = self.known(view, fact, item);
        match known {
            Known::Value(ToldValue::None) => return Interval::NONE,
            Known::Value(ToldValue::Number(number)) => return Interval::point(number),
            Known::Value(ToldValue::Date(date)) => return Interval::point(Number::from(date.day_number())),
            Known::Value(ToldValue::Measure(place)) => {
                return Interval::point(Number::from(i64::try_from(place).unwrap_or(i64::MAX)));
            }
            _ => {}
        }
        let Some(checked) = self.fact(fact) else { return Interval::anything() };
        if let (Known::Silence, Some(derived)) = (known, derived) {
            return derived;
        }
        let unknown = self.unknown(checked, item);
        match Self::silent(view, checked, known, applies) {
            (Some(standing), false) => standing_interval(standing),
            (Some(standing), true) => unknown.hull(&standing_interval(standing)),
            (None, _) => unknown,
        }
    }

    /// A value of an enumeration.
    pub fn set(&self, view: View, fact: usize, item: usize, applies: Truth, derived: Option<u64>) -> u64 {
        let known = self.known(view, fact, item);
        match known {
            Known::Value(ToldValue::None) => return NONE_BIT,
            Known::Value(ToldValue::Choice(place)) => return 1 << u32::from(place).min(63),
            _ => {}
        }
        let Some(checked) = self.fact(fact) else { return u64::MAX };
        if let (Known::Silence, Some(derived)) = (known, derived) {
            return derived;
        }
        let unknown = self.all_values(checked);
        match Self::silent(view, checked, known, applies) {
            (Some(standing), false) => standing_set(standing),
            (Some(standing), true) => unknown | standing_set(standing),
            (None, _) => unknown,
        }
    }

    /// Whether a fact points to the member at an item.
    pub fn points(&self, view: View, fact: usize, item: usize, target: usize, applies: Truth) -> Truth {
        let known = self.known(view, fact, item);
        match known {
            Known::Value(ToldValue::None) => return Truth::FALSE,
            Known::Value(ToldValue::Members(mask)) => {
                let source = self.roster.members.get(target).and_then(|member| member.source);
                let bit = source.and_then(|source| u32::try_from(source).ok()).filter(|source| *source < 64);
                return Truth::known(bit.is_some_and(|bit| mask >> bit & 1 == 1));
            }
            _ => {}
        }
        let Some(checked) = self.fact(fact) else { return Truth::UNKNOWN };
        match Self::silent(view, checked, known, applies) {
            (Some(Standing::Nobody | Standing::None), false) => Truth::FALSE,
            _ => Truth::UNKNOWN,
        }
    }

    /// Everything that a number or date can be.
    fn unknown(&self, fact: &CheckedFact, item: usize) -> Interval {
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
                None => Interval::anything().with_none(none),
            },
        }
    }

    fn unknown_date(&self, fact: &CheckedFact, item: usize) -> Interval {
        let (mut low, mut high) = (first_day(), last_day());
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

    fn all_values(&self, fact: &CheckedFact) -> u64 {
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

/// The first day that a told or unknown date can be.
fn first_day() -> Date {
    Date::new(1800, 1, 1).unwrap_or(Date::MIN)
}

/// The last day that a told or unknown date can be.
fn last_day() -> Date {
    Date::new(2300, 12, 31).unwrap_or(Date::MAX)
}

fn standing_interval(standing: Standing) -> Interval {
    match standing {
        Standing::Number(number) => Interval::point(number),
        Standing::Date(date) => Interval::point(Number::from(date.day_number())),
        _ => Interval::NONE,
    }
}

fn standing_set(standing: Standing) -> u64 {
    match standing {
        Standing::Choice(place) => 1 << u32::from(place).min(63),
        _ => NONE_BIT,
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
        assert_eq!(holds("rooms = none or rooms >= 0", "", "}"), Answer::Unknown);
        assert_eq!(holds("rooms >= 9", r#""rooms": 9,"#, "}"), Answer::True);
    }

    #[test]
    fn who_is_named_is_born() {
        assert_eq!(holds("applicant.birth_date <= on", "", "}"), Answer::True);
    }
}
