//! The first pass: every declared name gets its place, and none is declared twice.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    kind::Type,
    parameter::parameter_symbol,
    scope::BUILT_IN,
    symbol::{Entity, Enumeration, FactSymbol, ListSymbol, NumberRange, Symbols},
};
use crate::{
    diagnostic::{Code, Diagnostic, Sink, did_you_mean},
    document::{Definition, Document, EstablishedBy, Fact, FactType, ListOf, Parameter, RecordList},
    json::Spanned,
    source::Span,
    value::{Accepts, Number, Territory, Unit},
};

/// Declares every name of the documents.
pub(super) fn declare(documents: &[Document], sink: &mut Sink) -> Symbols {
    let mut declaring = Declaring { symbols: Symbols::default(), sink };
    for document in documents {
        declaring.territories(document);
        declaring.spheres(document);
        declaring.needs(document);
        declaring.roles(document);
    }
    declaring.vocabulary(documents);
    let refused = documents.iter().flat_map(|document| &document.refused);
    declaring.symbols.refused = refused.map(|name| name.value.clone()).collect();
    for (name, written) in whole(documents.iter().flat_map(|document| &document.parameters), is_whole_parameter) {
        declaring.parameter(name, &written);
    }
    declaring.measures(documents);
    declaring.symbols
}

/// The declarations of one name: the whole one first.
type Declarations<'a, T> = Vec<(&'a Spanned<String>, &'a T)>;

/// The declarations of one name over all files: the whole one first, then those that only add to it.
pub(super) fn whole<'a, T: 'a>(
    declared: impl Iterator<Item = (&'a Spanned<String>, &'a T)>,
    is_whole: impl Fn(&T) -> bool,
) -> Vec<(&'a Spanned<String>, Declarations<'a, T>)> {
    let mut found: BTreeMap<&str, Vec<(&Spanned<String>, &T)>> = BTreeMap::new();
    for (name, value) in declared {
        found.entry(name.value.as_str()).or_default().push((name, value));
    }
    let mut groups = Vec::new();
    for (_, mut group) in found {
        group.sort_by_key(|(_, value)| !is_whole(value));
        if let Some((name, _)) = group.first() {
            groups.push((*name, group));
        }
    }
    groups
}

/// Whether a parameter is declared here, and not only given values for other territories.
fn is_whole_parameter(parameter: &Parameter) -> bool {
    parameter.unit.is_some() || parameter.title.is_some() || parameter.level.is_some() || parameter.range.is_some()
}

/// Whether a definition is declared here, and not only given versions for other territories.
pub(super) fn is_whole_definition(definition: &Definition) -> bool {
    definition.of.is_some()
        || definition.title.is_some()
        || definition.is.is_some()
        || definition.choose.is_some()
        || definition.readings.is_some()
}

/// Declarations in the order of their names; those of one name in the order of the files.
fn by_name<'a, T: 'a>(
    declared: impl Iterator<Item = (&'a Spanned<String>, &'a T)>,
) -> Vec<(&'a Spanned<String>, &'a T)> {
    let mut found: Vec<_> = declared.collect();
    found.sort_by(|(a, _), (b, _)| a.value.cmp(&b.value));
    found
}

struct Declaring<'a> {
    symbols: Symbols,
    sink: &'a mut Sink,
}

impl Declaring<'_> {
    /// Takes a name; a second declaration shows both places.
    fn take(&mut self, name: &Spanned<String>, key: String) -> bool {
        if BUILT_IN.contains(&name.value.as_str()) {
            let message = format!("`{}` is a name of the language", name.value);
            self.sink.push(Diagnostic::error(Code::NameClash, name.span, message).help("choose another name"));
            return false;
        }
        if let Some(first) = self.symbols.places.get(&key) {
            let message = format!("`{}` is declared twice", name.value);
            self.sink.push(
                Diagnostic::error(Code::DuplicateName, name.span, message)
                    .also(*first, "first declared here")
                    .help("keep one of the two, or give the second another name"),
            );
            return false;
        }
        self.symbols.places.insert(key, name.span);
        true
    }

    fn territories(&mut self, document: &Document) {
        for name in document.territories.keys() {
            match name.value.parse::<Territory>() {
                Ok(territory) => {
                    if self.take(name, format!("territory {territory}")) {
                        self.symbols.territories.insert(territory, name.span);
                    }
                }
                Err(error) => self.sink.push(
                    Diagnostic::error(Code::InvalidTerritory, name.span, error.to_string())
                        .help("a territory is written `RU`, `RU-KHA` or `RU-KHA/khabarovsk`"),
                ),
            }
        }
    }

    fn spheres(&mut self, document: &Document) {
        for name in document.spheres.keys() {
            if self.take(name, format!("sphere {}", name.value)) {
                self.symbols.spheres.insert(name.value.clone());
            }
        }
    }

    fn needs(&mut self, document: &Document) {
        for name in document.needs.keys() {
            if self.take(name, format!("need {}", name.value)) {
                self.symbols.needs.insert(name.value.clone(), name.span);
            }
        }
    }

    /// Facts and lists get their numbers in the order of their names: questions and reasons follow the numbers, and
    /// neither the order of files nor that of keys may show in an answer.
    fn vocabulary(&mut self, documents: &[Document]) {
        let written = || documents.iter().filter_map(|document| document.vocabulary.as_ref());
        self.facts(Entity::Family, written().flat_map(|vocabulary| &vocabulary.family));
        self.facts(Entity::Member, written().flat_map(|vocabulary| &vocabulary.member));
        for (name, list) in by_name(written().flat_map(|vocabulary| &vocabulary.lists)) {
            self.list(name, list);
        }
    }

    fn list(&mut self, name: &Spanned<String>, list: &RecordList) {
        if !self.take(name, format!("name {}", name.value)) {
            return;
        }
        let id = self.symbols.lists.len();
        if let Some(date) = &list.dated_by
            && !list
                .facts
                .iter()
                .any(|(fact, written)| fact.value == date.value && matches!(written.r#type, FactType::Date))
        {
            let help = did_you_mean(&date.value, list.facts.keys().map(|fact| fact.value.as_str()), "facts");
            let message = format!("`{}` is no date of these records", date.value);
            self.sink.push(Diagnostic::error(Code::UnknownName, date.span, message).help(help));
        }
        let established_by = self.established_by(name, list.established_by.as_ref());
        let in_member = list.list_of == ListOf::Member;
        let symbol = Arc::new(ListSymbol {
            id,
            name: name.value.clone(),
            span: name.span,
            in_member,
            owned: in_member || list.owned == Some(true),
            most: list.most.value,
            dated_by: list.dated_by.as_ref().map(|date| date.value.clone()),
            established_by,
            sensitive: list.sensitive == Some(true),
        });
        self.symbols.lists.push(symbol.clone());
        self.symbols.list_names.insert(name.value.clone(), symbol);
        self.facts(Entity::Record(id), list.facts.iter());
    }

    fn facts<'f>(&mut self, entity: Entity, facts: impl Iterator<Item = (&'f Spanned<String>, &'f Fact)>) {
        for (name, fact) in by_name(facts) {
            let key = match entity {
                // Family and member facts never share a name; records of different lists may.
                Entity::Family | Entity::Member => format!("name {}", name.value),
                Entity::Record(list) => format!("record {list} {}", name.value),
            };
            if self.take(name, key) {
                self.fact(entity, name, fact);
            }
        }
    }

    fn fact(&mut self, entity: Entity, name: &Spanned<String>, fact: &Fact) {
        let (kind, single) = self.fact_type(name, fact);
        let range = match kind {
            Type::Number(_) => self.range(name, fact),
            _ => None,
        };
        let money = matches!(&kind, Type::Number(unit) if unit.is_money());
        let digits = fact.digits.as_ref().map_or(if money { 2 } else { 0 }, |digits| u32::from(digits.value));
        let id = self.symbols.facts.len();
        if fact.optional == Some(true) && kind == Type::Boolean {
            let message = format!("`{}` is yes or no, so it cannot be `none`", name.value);
            self.sink.push(
                Diagnostic::error(Code::TypeMismatch, name.span, message)
                    .help("leave `optional` out, or say `\"otherwise\": \"false\"`"),
            );
        }
        let established_by = self.established_by(name, fact.established_by.as_ref());
        let symbol = Arc::new(FactSymbol {
            id,
            name: name.value.clone(),
            span: name.span,
            entity,
            r#type: kind,
            single,
            optional: fact.optional == Some(true),
            range,
            digits,
            established_by,
            accepts: fact.accepts.as_ref().map_or(Accepts::ALL, |list| list.iter().copied().collect()),
            sensitive: fact.sensitive == Some(true),
        });
        self.symbols.facts.push(symbol.clone());
        self.symbols.fact_names.entry(entity).or_default().insert(name.value.clone(), symbol);
    }

    fn fact_type(&mut self, name: &Spanned<String>, fact: &Fact) -> (Type, bool) {
        let members = || Type::List(Box::new(Type::Member));
        match &fact.r#type {
            FactType::Boolean => (Type::Boolean, false),
            FactType::Date => (Type::Date, false),
            FactType::Member => (members(), true),
            FactType::Members => (members(), false),
            FactType::Measure => (Type::Measure, false),
            FactType::Number => (Type::Number(self.unit(fact.unit.as_ref())), false),
            FactType::OneOf(values) => {
                self.enumerated(values);
                self.titled(fact, values);
                self.symbols.enumerations.push(Enumeration {
                    fact: name.value.clone(),
                    values: values.iter().map(|value| value.value.clone()).collect(),
                });
                (Type::Choice(self.symbols.enumerations.len().saturating_sub(1)), false)
            }
        }
    }

    fn roles(&mut self, document: &Document) {
        for name in document.roles.keys() {
            if self.take(name, format!("role {}", name.value)) {
                self.symbols.roles.insert(name.value.clone(), name.span);
            }
        }
    }

    /// Who establishes something; a specialist has a declared role.
    fn established_by(&mut self, name: &Spanned<String>, written: Option<&EstablishedBy>) -> EstablishedBy {
        if let Some(EstablishedBy::Specialist(role)) = written
            && !self.symbols.roles.contains_key(role)
        {
            let help = did_you_mean(role, self.symbols.roles.keys().map(String::as_str), "roles");
            let message =
                format!("`{}` is established by a specialist of the role `{role}`, which is not declared", name.value);
            self.sink.push(Diagnostic::error(Code::UnknownName, name.span, message).help(help));
        }
        written.cloned().unwrap_or(EstablishedBy::Family)
    }

    fn unit(&mut self, written: Option<&Spanned<String>>) -> Unit {
        let Some(text) = written else { return Unit::ONE };
        text.value.parse().unwrap_or_else(|error: crate::value::InvalidUnit| {
            self.sink.push(Diagnostic::error(Code::InvalidUnit, text.span, error.to_string()));
            Unit::ONE
        })
    }

    fn enumerated(&mut self, values: &[Spanned<String>]) {
        for (place, value) in values.iter().enumerate() {
            if let Some(first) = values.iter().take(place).find(|other| other.value == value.value) {
                let message = format!("the value `{}` stands twice", value.value);
                self.sink
                    .push(Diagnostic::error(Code::DuplicateName, value.span, message).also(first.span, "first here"));
            }
            if ["unknown", "true", "false", "null"].contains(&value.value.as_str()) {
                let message = format!("no value is called `{}`", value.value);
                let help = "what is unknown is simply not told; yes or no is a fact of type `boolean`";
                self.sink.push(Diagnostic::error(Code::NameClash, value.span, message).help(help));
            }
        }
        if let Some(value) = values.get(MOST_VALUES) {
            let message = format!("more than {MOST_VALUES} values");
            self.sink.push(Diagnostic::error(Code::LimitExceeded, value.span, message).help("split the fact in two"));
        }
    }

    /// Words are for values that there are.
    fn titled(&mut self, fact: &Fact, values: &[Spanned<String>]) {
        let by_sex = fact.values_by_sex.iter().flat_map(|by_sex| [&by_sex.female, &by_sex.male]).flatten();
        for titled in fact.values.iter().chain(by_sex).flat_map(indexmap::IndexMap::keys) {
            if !values.iter().any(|value| value.value == titled.value) {
                let message = format!("there is no value `{}`", titled.value);
                let help = did_you_mean(&titled.value, values.iter().map(|value| value.value.as_str()), "values");
                self.sink.push(Diagnostic::error(Code::UnknownValue, titled.span, message).help(help));
            }
        }
    }

    fn range(&mut self, name: &Spanned<String>, fact: &Fact) -> Option<NumberRange> {
        let Some(written) = &fact.range else {
            let message = format!("the number `{}` has no range", name.value);
            self.sink.push(
                Diagnostic::error(Code::MissingKey, name.span, message)
                    .help("write `\"range\": \"[0..100]\"`: it bounds what is possible while the fact is unknown"),
            );
            return None;
        };
        parse_range(written, self.sink).map(|(low, high)| NumberRange {
            low: low.unwrap_or(Number::ZERO),
            high: high.unwrap_or_else(|| Number::from(MOST_NUMBER)),
        })
    }

    fn parameter(&mut self, name: &Spanned<String>, written: &[(&Spanned<String>, &Parameter)]) {
        for (second, _) in written.iter().skip(1).filter(|(_, other)| is_whole_parameter(other)) {
            let message = format!("`{}` is declared twice", second.value);
            self.sink.push(
                Diagnostic::error(Code::DuplicateName, second.span, message)
                    .also(name.span, "first declared here")
                    .help("another file may only add `values` for other territories"),
            );
        }
        if self.take(name, format!("name {}", name.value)) {
            let unit = self.unit(written.iter().find_map(|(_, parameter)| parameter.unit.as_ref()));
            let id = self.symbols.parameters.len();
            let symbol = Arc::new(parameter_symbol(id, name, unit, written, &self.symbols.territories, self.sink));
            self.symbols.parameters.push(symbol.clone());
            self.symbols.parameter_names.insert(name.value.clone(), symbol);
        }
    }

    fn measures(&mut self, documents: &[Document]) {
        let mut names: Vec<&Spanned<String>> = documents.iter().flat_map(|document| document.measures.keys()).collect();
        names.sort_by(|a, b| a.value.cmp(&b.value));
        names.dedup_by(|a, b| a.value == b.value);
        for name in names {
            self.symbols.places.insert(format!("measure {}", name.value), name.span);
            self.symbols.measures.push(name.value.clone());
        }
    }
}

/// The most values of an enumeration: one machine word, one bit of it for "none".
const MOST_VALUES: usize = 63;

/// The greatest number where a range has no upper end.
pub(super) const MOST_NUMBER: i64 = 1_000_000_000_000;

/// A range as written: `[0..45]`, `[1..]`; an open end is `None`.
pub(super) fn parse_range(written: &Spanned<String>, sink: &mut Sink) -> Option<(Option<Number>, Option<Number>)> {
    let text = written.value.trim();
    let ends = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).and_then(|inner| inner.split_once(".."));
    let number = |text: &str| match text.trim() {
        "" => Some(None),
        text => Number::parse(text).map(Some),
    };
    let found = ends.and_then(|(low, high)| number(low).zip(number(high)));
    let ordered = found.filter(|(low, high)| low.zip(*high).is_none_or(|(low, high)| low <= high));
    if ordered.is_none() {
        report_range(written.span, &written.value, sink);
    }
    ordered
}

fn report_range(span: Span, text: &str, sink: &mut Sink) {
    let message = format!("`{text}` is no range");
    sink.push(
        Diagnostic::error(Code::InvalidRange, span, message)
            .help("a range is written `[0..45]`, both ends counted in; `[1..]` has no upper end"),
    );
}

#[cfg(test)]
mod tests {
    use crate::{
        check::Entity,
        ruleset::{RuleSet, sample::load},
    };

    fn fact(name: &str) -> String {
        format!(r#""{name}": {{ "type": "boolean", "title": {{ "ru": "Да", "en": "Yes" }} }}"#)
    }

    fn names(files: [(&str, String); 2]) -> Vec<String> {
        let rules = RuleSet::from_files(files).unwrap_or_else(|error| panic!("{error}"));
        rules.library.checked.symbols.facts.iter().map(|fact| fact.name.clone()).collect()
    }

    #[test]
    fn facts_are_numbered_by_name_whatever_the_order_of_files_and_keys() {
        let file = |facts: &[&str]| {
            let facts: Vec<String> = facts.iter().map(|name| fact(name)).collect();
            format!(r#"{{ "vocabulary": {{ "family": {{ {} }} }} }}"#, facts.join(", "))
        };
        let found = names([("a.json", file(&["zinc", "iron"])), ("b.json", file(&["tin", "lead"]))]);
        assert_eq!(found, ["iron", "lead", "tin", "zinc"]);
        assert_eq!(found, names([("a.json", file(&["lead", "tin"])), ("b.json", file(&["zinc", "iron"]))]));
    }

    #[test]
    fn a_parameter_is_declared_once_and_given_values_anywhere() {
        let quota = |own: &str, territory: &str| {
            let value = format!(r#"{{ "territory": "{territory}", "from": "2020-01-01", "value": "7" }}"#);
            format!(r#"{{ "parameters": {{ "quota": {{ {own} "values": [{value}] }} }} }}"#)
        };
        let territories = r#"{ "territories": { "RU": { "title": { "ru": "Россия", "en": "Russia" } },
            "RU-KHA": { "title": { "ru": "Край", "en": "Krai" } } } }"#;
        let load = |first: String, second: String| {
            let files = [("a.json", territories.to_owned()), ("b.json", first), ("c.json", second)];
            RuleSet::from_files(files).map(|_| ()).map_err(|error| error.to_string())
        };
        let (whole, more) = (quota(r#""unit": "1","#, "RU"), quota("", "RU-KHA"));
        assert_eq!(load(whole.clone(), more.clone()), Ok(()));
        assert_eq!(load(more, whole.clone()), Ok(()));
        assert!(load(whole.clone(), whole).unwrap_err().contains("`quota` is declared twice"));
    }

    #[test]
    fn a_range_may_be_one_number() {
        let ranged = |range: &str| {
            let title = r#""title": { "ru": "Двери", "en": "Doors" }"#;
            let doors = format!(r#""doors": {{ "type": "number", "unit": "1", "range": "{range}", {title} }}"#);
            load(&format!(r#"{{ "vocabulary": {{ "family": {{ {doors} }} }} }}"#)).map(|_| ())
        };
        assert_eq!(ranged("[5..5]"), Ok(()));
        assert!(ranged("[5..4]").unwrap_err().contains("`[5..4]` is no range"));
    }

    #[test]
    fn a_family_and_a_member_share_no_name_of_a_fact_but_records_of_two_lists_may() {
        let twice = format!(r#"{{ "vocabulary": {{ "family": {{ {0} }}, "member": {{ {0} }} }} }}"#, fact("tall"));
        assert!(load(&twice).unwrap_err().contains("`tall` is declared twice"));
        let list = |name: &str| {
            let title = r#""title": { "ru": "Список", "en": "List" }"#;
            format!(r#""{name}": {{ "list_of": "family", "most": 2, {title}, "facts": {{ {} }} }}"#, fact("tall"))
        };
        let lists = format!(r#"{{ "vocabulary": {{ {}, {} }} }}"#, list("trees"), list("houses"));
        let rules = load(&lists).unwrap_or_else(|error| panic!("{error}"));
        let facts = &rules.library.checked.symbols.facts;
        assert_eq!(facts.iter().filter(|fact| fact.name == "tall").count(), 2);
        assert!(facts.iter().all(|fact| fact.name != "tall" || matches!(fact.entity, Entity::Record(_))));
    }
}
