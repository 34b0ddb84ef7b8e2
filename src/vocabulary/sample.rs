//! A small vocabulary for the tests of the rooms below.

use std::sync::Arc;

use super::{Entity, Enumeration, FactSymbol, ListSymbol, NumberRange, SharedVocabulary, Type, Vocabulary};
use crate::{
    check::{Checked, Symbols},
    document::EstablishedBy,
    source::Span,
    value::{Accepts, Number},
};

/// Builds symbols, one name after another.
#[derive(Default)]
pub struct Sample {
    symbols: Symbols,
}

impl Sample {
    /// A fact of an entity; the returned symbol can still be changed by `change`.
    pub fn fact(mut self, entity: Entity, name: &str, r#type: Type, change: fn(&mut FactSymbol)) -> Self {
        let mut fact = FactSymbol {
            id: self.symbols.facts.len(),
            name: name.to_owned(),
            span: Span::nowhere(),
            entity,
            r#type,
            single: false,
            optional: false,
            range: None,
            digits: 0,
            established_by: EstablishedBy::Family,
            accepts: Accepts::ALL,
            sensitive: false,
        };
        change(&mut fact);
        let fact = Arc::new(fact);
        self.symbols.fact_names.entry(entity).or_default().insert(name.to_owned(), Arc::clone(&fact));
        self.symbols.facts.push(fact);
        self
    }

    /// A fact with named values.
    pub fn choice(mut self, entity: Entity, name: &str, values: &[&str]) -> Self {
        let number = self.symbols.enumerations.len();
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        self.symbols.enumerations.push(Enumeration { fact: name.to_owned(), values });
        self.fact(entity, name, Type::Choice(number), |_| ())
    }

    /// A record list; its facts come after it.
    pub fn list(mut self, name: &str, change: fn(&mut ListSymbol)) -> Self {
        let mut list = ListSymbol {
            id: self.symbols.lists.len(),
            name: name.to_owned(),
            span: Span::nowhere(),
            in_member: false,
            owned: false,
            most: 3,
            dated_by: None,
            established_by: EstablishedBy::Family,
            sensitive: false,
        };
        change(&mut list);
        let list = Arc::new(list);
        self.symbols.list_names.insert(name.to_owned(), Arc::clone(&list));
        self.symbols.lists.push(list);
        self
    }

    /// The names of measures, in order.
    pub fn measures(mut self, names: &[&str]) -> Self {
        self.symbols.measures = names.iter().map(|name| (*name).to_owned()).collect();
        self
    }

    /// Known territories.
    pub fn territories(mut self, names: &[&str]) -> Self {
        for name in names {
            self.symbols.territories.insert(name.parse().unwrap(), Span::nowhere());
        }
        self
    }

    /// The checked rules that have these names and nothing else.
    pub fn checked(self) -> Checked {
        Checked {
            symbols: self.symbols,
            facts: Vec::new(),
            definitions: Vec::new(),
            measures: Vec::new(),
            groups: Vec::new(),
            labels: Vec::new(),
        }
    }

    /// The vocabulary of these names.
    pub fn vocabulary(self) -> SharedVocabulary {
        SharedVocabulary::new(Vocabulary::new(&self.checked()))
    }
}

/// The range from 0 to `high`.
pub fn up_to(high: i64) -> NumberRange {
    NumberRange { low: Number::ZERO, high: Number::from(high) }
}

/// A number with a unit.
pub fn number(unit: &str) -> Type {
    Type::Number(unit.parse().unwrap())
}

/// The names of the small vocabulary.
pub fn sample() -> Sample {
    let members = || Type::List(Box::new(Type::Member));
    Sample::default()
        .fact(Entity::Family, "hard_life_situation", Type::Boolean, |fact| fact.sensitive = true)
        .fact(Entity::Family, "rooms", number("1"), |fact| {
            fact.range = Some(up_to(20));
            fact.optional = true;
        })
        .choice(Entity::Member, "relation", &["self", "spouse", "child", "parent"])
        .choice(Entity::Member, "sex", &["female", "male"])
        .choice(Entity::Member, "disability", &["none", "child_disabled", "group1", "group2"])
        .fact(Entity::Member, "birth_date", Type::Date, |_| ())
        .fact(Entity::Member, "married", Type::Boolean, |_| ())
        .fact(Entity::Member, "pregnancy_weeks", number("week"), |fact| {
            fact.range = Some(up_to(45));
            fact.optional = true;
        })
        .fact(Entity::Member, "monthly_income", number("RUB/month"), |fact| {
            fact.range = Some(up_to(100_000_000));
            fact.digits = 2;
        })
        .fact(Entity::Member, "parents", members(), |_| ())
        .fact(Entity::Member, "married_to", members(), |fact| fact.single = true)
        .list("income", |list| {
            list.in_member = true;
            list.owned = true;
            list.most = 4;
            list.dated_by = Some("month".to_owned());
        })
        .fact(Entity::Record(0), "month", Type::Date, |_| ())
        .choice(Entity::Record(0), "kind", &["wage", "alimony", "pension"])
        .fact(Entity::Record(0), "amount", number("RUB"), |fact| {
            fact.range = Some(up_to(100_000_000));
            fact.digits = 2;
        })
        .list("properties", |list| list.owned = true)
        .choice(Entity::Record(1), "property", &["flat", "car"])
        .fact(Entity::Record(1), "area", number("m2"), |fact| fact.range = Some(up_to(10_000)))
        .list("awards", |_| ())
        .fact(Entity::Record(2), "measure", Type::Measure, |_| ())
        .fact(Entity::Record(2), "child", members(), |fact| fact.single = true)
        .measures(&["federal.a", "federal.b"])
        .territories(&["RU", "RU-KHA", "RU-KHA/khabarovsk", "RU-VGG"])
}

/// The small vocabulary.
pub fn vocabulary() -> SharedVocabulary {
    sample().vocabulary()
}
