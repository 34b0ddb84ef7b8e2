//! A family read against other rules: what was told is carried over by name.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    lists::Lists,
    model::{Body, Completeness, Family, ListTold, MemberTold, RecordTold, Told, ToldValue},
    row::Row,
};
use crate::vocabulary::{Entity, FactSymbol, ListSymbol, SharedVocabulary, Type, Vocabulary};

impl Family {
    /// The family as these rules know it, and the names of what was told and cannot be used: facts and lists that these
    /// rules do not have, or whose value does not fit. A fact of a record is named with its list, `income.amount`.
    #[must_use]
    pub(crate) fn under(&self, vocabulary: &SharedVocabulary) -> (Self, Vec<String>) {
        if self.vocabulary.is(vocabulary) {
            return (self.clone(), Vec::new());
        }
        let mut translation = Translation { from: &self.vocabulary, to: vocabulary, unused: BTreeSet::new() };
        let facts = translation.facts(Entity::Family, Entity::Family, &self.body.facts, "");
        let lists = translation.lists(&self.body.lists, false);
        let members = self.members().iter().map(|member| translation.member(member)).collect();
        let unused = translation.unused.into_iter().collect();
        let family = Self {
            vocabulary: vocabulary.clone(),
            territory: self.territory.clone(),
            body: Arc::new(Body { facts, members, lists }),
            applicant: self.applicant,
        };
        (family, unused)
    }
}

struct Translation<'a> {
    from: &'a Vocabulary,
    to: &'a Vocabulary,
    unused: BTreeSet<String>,
}

impl Translation<'_> {
    fn member(&mut self, member: &MemberTold) -> MemberTold {
        MemberTold {
            id: member.id.clone(),
            facts: self.facts(Entity::Member, Entity::Member, &member.facts, ""),
            lists: self.lists(&member.lists, true),
        }
    }

    /// The facts of an item in the slots of the new rules; `prefix` stands before unused names.
    fn facts(&mut self, old: Entity, new: Entity, facts: &Row, prefix: &str) -> Row {
        let mut translated = Row::of_nothing(self.to.facts_of(new).len());
        let told = self.from.facts_of(old).iter().zip(facts.iter());
        for (fact, told) in told {
            let Some(value) = told.value() else { continue };
            let target = self.to.fact(new, &fact.name);
            let value = target.and_then(|target| self.value(fact, target, value));
            match (target, value) {
                (Some(target), Some(value)) => {
                    translated.tell(self.to.slot(target.id), Told::new(value, told.provenance()));
                }
                _ => _ = self.unused.insert(format!("{prefix}{}", fact.name)),
            }
        }
        translated
    }

    /// A value as the new fact has it; `None` where it does not fit.
    fn value(&self, old: &FactSymbol, new: &FactSymbol, value: ToldValue) -> Option<ToldValue> {
        let fits = match (value, &new.r#type) {
            (ToldValue::Choice(place), Type::Choice(to)) => {
                let Type::Choice(from) = old.r#type else { return None };
                let name = self.from.choice_name(from, place)?;
                return self.to.choice(*to, name).map(ToldValue::Choice);
            }
            (ToldValue::Measure(number), Type::Measure) => {
                let name = self.from.measures().get(number)?;
                return self.to.measure(name).map(ToldValue::Measure);
            }
            (ToldValue::None, _) => new.optional,
            (ToldValue::Truth(_), Type::Boolean) | (ToldValue::Date(_), Type::Date) => true,
            (ToldValue::Number(number), Type::Number(unit)) => {
                let Type::Number(before) = &old.r#type else { return None };
                let is_inside = new.range.is_none_or(|range| (range.low..=range.high).contains(&number));
                before == unit && is_inside && number.decimals().is_some_and(|digits| digits <= new.digits)
            }
            (ToldValue::Members(bits), Type::List(item)) => {
                **item == Type::Member && (!new.single || bits.count_ones() <= 1)
            }
            _ => false,
        };
        fits.then_some(value)
    }

    fn lists(&mut self, lists: &Lists, in_member: bool) -> Lists {
        let mut translated = Lists::default();
        let told = self.from.lists().iter().zip(lists.all());
        for (old, told) in told.filter(|(_, told)| told.completeness != Completeness::Absent) {
            let new = self.to.list(&old.name).filter(|new| new.in_member == in_member && fits(old, new, told));
            match new {
                Some(new) => translated.tell(self.to.lists().len(), new.id, self.list(old, new, told)),
                None => _ = self.unused.insert(old.name.clone()),
            }
        }
        translated
    }

    fn list(&mut self, old: &ListSymbol, new: &ListSymbol, told: &ListTold) -> ListTold {
        let (from, to) = (Entity::Record(old.id), Entity::Record(new.id));
        let prefix = format!("{}.", old.name);
        let records = told
            .records
            .iter()
            .map(|record| RecordTold { owner: record.owner, facts: self.facts(from, to, &record.facts, &prefix) });
        ListTold { completeness: told.completeness, records: records.collect() }
    }
}

/// Whether the records of a list can stand in a list of the new rules.
fn fits(old: &ListSymbol, new: &ListSymbol, told: &ListTold) -> bool {
    let is_dated = match told.completeness {
        Completeness::During(_) => new.dated_by.is_some() && old.dated_by == new.dated_by,
        Completeness::Absent | Completeness::Whole => true,
    };
    let most = usize::try_from(new.most).unwrap_or(usize::MAX);
    is_dated && old.owned == new.owned && told.records.len() <= most
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        family::read_family,
        vocabulary::sample::{self, Sample, number, up_to},
    };

    const FAMILY: &str = r#"{ "territory": "RU-KHA", "hard_life_situation": true, "rooms": "none",
        "awards": [{ "measure": "federal.b", "child": "petya" }],
        "members": [
            { "id": "anna", "relation": "self", "sex": "female", "disability": "group1", "monthly_income": "14000.50",
              "parents": [], "income": { "complete": { "from": "2025-01" }, "records": [{ "kind": "wage", "amount": "5" }] } },
            { "id": "petya", "relation": "child", "birth_date": "2016-09-15", "disability": "child_disabled" } ] }"#;

    /// Rules with the same names in other places and some of them with other types.
    fn others() -> Sample {
        Sample::default()
            .list("income", |list| {
                list.in_member = true;
                list.owned = true;
                list.dated_by = Some("month".to_owned());
            })
            .fact(Entity::Record(0), "amount", number("RUB"), |fact| fact.range = Some(up_to(100)))
            .fact(Entity::Record(0), "month", Type::Date, |_| ())
            .list("awards", |_| ())
            .fact(Entity::Record(1), "measure", Type::Measure, |_| ())
            .fact(Entity::Member, "birth_date", Type::Date, |_| ())
            .choice(Entity::Member, "disability", &["group1", "none"])
            .choice(Entity::Member, "relation", &["child", "self"])
            .fact(Entity::Member, "monthly_income", number("RUB/month"), |fact| fact.range = Some(up_to(20_000)))
            .fact(Entity::Family, "rooms", number("1"), |fact| fact.range = Some(up_to(9)))
            .measures(&["federal.b"])
    }

    #[test]
    fn what_was_told_is_carried_over_by_name() {
        let family = read_family(FAMILY, &sample::vocabulary()).unwrap();
        let rules = others().vocabulary();
        let (family, unused) = family.under(&rules);
        let value = |index: usize, name: &str| {
            let fact = rules.fact(Entity::Member, name).unwrap();
            family.members()[index].told(rules.slot(fact.id)).value()
        };
        assert_eq!(value(0, "relation"), Some(ToldValue::Choice(1)));
        assert_eq!(value(0, "disability"), Some(ToldValue::Choice(0)));
        assert_eq!(value(1, "disability"), None);
        assert_eq!(value(1, "birth_date"), Some(ToldValue::Date("2016-09-15".parse().unwrap())));
        assert_eq!(value(0, "monthly_income"), None, "cents do not fit");
        assert_eq!(family.list(1).records()[0].row().told(0).value(), Some(ToldValue::Measure(0)));
        assert_eq!(family.members()[0].list(0).records()[0].row().told(0).value(), Some(ToldValue::Number(5.into())));
        assert_eq!(family.applicant(), 0);
        let expected = [
            "awards.child",
            "disability",
            "hard_life_situation",
            "income.kind",
            "monthly_income",
            "parents",
            "rooms",
            "sex",
        ];
        assert_eq!(unused, expected);
    }

    #[test]
    fn a_list_that_does_not_fit_is_unused() {
        let rules = Sample::default()
            .list("awards", |list| list.most = 0)
            .list("income", |list| list.in_member = true)
            .choice(Entity::Member, "relation", &["self", "child"])
            .vocabulary();
        let (family, unused) = read_family(FAMILY, &sample::vocabulary()).unwrap().under(&rules);
        assert!(unused.contains(&"awards".to_owned()) && unused.contains(&"income".to_owned()));
        assert_eq!(family.list(0), &ListTold::ABSENT);
    }

    #[test]
    fn under_equal_rules_everything_is_used() {
        let family = read_family(FAMILY, &sample::vocabulary()).unwrap();
        let same = family.vocabulary().clone();
        assert!(family.under(&same).1.is_empty());
        let (translated, unused) = family.under(&sample::vocabulary());
        assert_eq!(unused, Vec::<String>::new());
        assert!(translated.body.facts == family.body.facts);
        assert_eq!(translated.body.lists, family.body.lists);
    }
}
