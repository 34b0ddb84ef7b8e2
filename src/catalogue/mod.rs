//! Room `catalogue`: what things are called and how they are asked for, by number; the digest of the rules.
//!
//! Nothing that decides stands here: two sets of rules that differ only in words give the same answers.

mod digest;
mod entry;
mod library;

pub use digest::digest;
pub use entry::{FactText, ListText, NeedText};
pub use library::Library;

use std::{collections::BTreeMap, fmt};

use crate::{
    check::Checked,
    document::{Document, Facts},
    value::{Territory, Text},
    vocabulary::{Entity, Type},
};

/// The words of rule files for people.
pub struct Catalogue {
    facts: Vec<FactText>,
    lists: Vec<ListText>,
    roles: BTreeMap<String, Text>,
    territories: BTreeMap<Territory, Text>,
    spheres: BTreeMap<String, Text>,
    needs: BTreeMap<String, NeedText>,
    parameters: Vec<Option<Text>>,
    // What answers for the number of no declaration.
    no_fact: FactText,
    no_list: ListText,
}

impl Catalogue {
    /// The words of these documents, by the numbers of the checked rules.
    #[must_use]
    pub fn new(documents: &[Document], checked: &Checked) -> Self {
        let symbols = &checked.symbols;
        let mut catalogue = Self {
            facts: symbols.facts.iter().map(|fact| FactText::of_type(&fact.r#type)).collect(),
            lists: symbols.lists.iter().map(|_| ListText::default()).collect(),
            roles: BTreeMap::new(),
            territories: BTreeMap::new(),
            spheres: BTreeMap::new(),
            needs: BTreeMap::new(),
            parameters: symbols.parameters.iter().map(|_| None).collect(),
            no_fact: FactText::default(),
            no_list: ListText::default(),
        };
        for document in documents {
            catalogue.add(document, checked);
        }
        catalogue
    }

    fn add(&mut self, document: &Document, checked: &Checked) {
        if let Some(vocabulary) = &document.vocabulary {
            self.add_facts(Entity::Family, &vocabulary.family, checked);
            self.add_facts(Entity::Member, &vocabulary.member, checked);
            for (name, list) in &vocabulary.lists {
                let Some(symbol) = checked.symbols.list_names.get(&name.value) else { continue };
                if let Some(text) = self.lists.get_mut(symbol.id) {
                    *text = ListText { title: Some(list.title.clone()), question: list.question.clone() };
                }
                self.add_facts(Entity::Record(symbol.id), &list.facts, checked);
            }
        }
        for (name, role) in &document.roles {
            self.roles.insert(name.value.clone(), role.title.clone());
        }
        for (name, entry) in &document.territories {
            if let Ok(territory) = name.value.parse() {
                self.territories.insert(territory, entry.title.clone());
            }
        }
        for (name, sphere) in &document.spheres {
            self.spheres.insert(name.value.clone(), sphere.title.clone());
        }
        for (name, need) in &document.needs {
            let sphere = need.sphere.value.clone();
            let text = NeedText { sphere, title: need.title.clone(), urgency: need.urgency };
            self.needs.insert(name.value.clone(), text);
        }
        for (name, parameter) in &document.parameters {
            self.add_parameter(&name.value, parameter.title.as_ref(), checked);
        }
    }

    fn add_facts(&mut self, entity: Entity, facts: &Facts, checked: &Checked) {
        for (name, fact) in facts {
            let Some(symbol) = checked.symbols.fact(entity, &name.value) else { continue };
            let enumeration = match symbol.r#type {
                Type::Choice(number) => checked.symbols.enumerations.get(number),
                _ => None,
            };
            let values = enumeration.map_or(&[][..], |known| &known.values);
            if let Some(text) = self.facts.get_mut(symbol.id) {
                text.fill(fact, values);
            }
        }
    }

    /// A parameter may stand in several files; the one that declares it has the title.
    fn add_parameter(&mut self, name: &str, title: Option<&Text>, checked: &Checked) {
        let Some(symbol) = checked.symbols.parameter_names.get(name) else { return };
        if let (Some(place), Some(title)) = (self.parameters.get_mut(symbol.id), title) {
            *place = Some(title.clone());
        }
    }

    /// The words of a fact, by its number; no words for the number of no fact.
    #[must_use]
    pub fn fact(&self, fact_id: usize) -> &FactText {
        self.facts.get(fact_id).unwrap_or(&self.no_fact)
    }

    /// The words of a record list, by its number; no words for the number of no list.
    #[must_use]
    pub fn list(&self, list_id: usize) -> &ListText {
        self.lists.get(list_id).unwrap_or(&self.no_list)
    }

    /// Who a specialist of a role is.
    #[must_use]
    pub fn role(&self, name: &str) -> Option<&Text> {
        self.roles.get(name)
    }

    /// What a territory is called.
    #[must_use]
    pub fn territory(&self, territory: &Territory) -> Option<&Text> {
        self.territories.get(territory)
    }

    /// The words of a need.
    #[must_use]
    pub fn need(&self, name: &str) -> Option<&NeedText> {
        self.needs.get(name)
    }

    /// The needs in the order of their names.
    pub fn needs(&self) -> impl Iterator<Item = (&str, &NeedText)> {
        self.needs.iter().map(|(name, words)| (name.as_str(), words))
    }

    /// What a sphere of life is called.
    #[must_use]
    pub fn sphere(&self, name: &str) -> Option<&Text> {
        self.spheres.get(name)
    }

    /// What a parameter is called, by its number.
    #[must_use]
    pub fn parameter(&self, parameter_id: usize) -> Option<&Text> {
        self.parameters.get(parameter_id)?.as_ref()
    }
}

/// Counts only.
impl fmt::Debug for Catalogue {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Catalogue")
            .field("facts", &self.facts.len())
            .field("lists", &self.lists.len())
            .field("territories", &self.territories.len())
            .field("needs", &self.needs.len())
            .field("parameters", &self.parameters.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{diagnostic::Sink, document, json, source::Sources, vocabulary::sample};

    const RULES: &str = r#"{
        "vocabulary": {
            "family": { "hard_life_situation": { "type": "boolean",
                "title": { "ru": "ТЖС", "en": "Hard life situation" }, "question": { "ru": "?", "en": "Is it hard?" },
                "states": { "yes": { "ru": "да", "en": "it is hard" }, "no": { "ru": "нет", "en": "it is not" } } } },
            "member": {
                "disability": { "type": { "one_of": ["none", "child_disabled", "group1", "group2"] }, "document": "МСЭ",
                    "values": { "group1": { "ru": "первая группа", "en": "group one" } } },
                "monthly_income": { "type": "number", "unit": "RUB/month", "range": "[0..1]",
                    "document": { "ru": "справка", "en": "certificate" } },
                "of_other_rules": { "type": "boolean" } },
            "income": { "list_of": "member", "most": 4, "title": { "ru": "Доходы", "en": "Income" },
                "facts": { "amount": { "type": "number", "title": { "ru": "Сумма", "en": "Amount" } } } } },
        "territories": { "RU": { "title": { "ru": "Россия", "en": "Russia" } } },
        "needs": { "safety": { "sphere": "protection", "title": { "ru": "Безопасность", "en": "Safety" } } }
    }"#;

    fn catalogue() -> Catalogue {
        let mut sources = Sources::new();
        let id = sources.add("rules.json", RULES);
        let mut sink = Sink::default();
        let root = json::read(&sources, id, &mut sink).unwrap();
        let documents = document::read(&[(id, root)], &crate::value::Limits::DEFAULT, &mut sink);
        assert!(!sink.has_errors(), "{:?}", sink.diagnostics());
        Catalogue::new(&documents, &sample::sample().checked())
    }

    fn fact(catalogue: &Catalogue, entity: Entity, name: &str) -> FactText {
        let id = sample::vocabulary().fact(entity, name).unwrap().id;
        catalogue.fact(id).clone()
    }

    fn english(text: Option<&Text>) -> &str {
        text.map_or("", |text| text.en.as_str())
    }

    #[test]
    fn a_fact_has_its_words() {
        let catalogue = catalogue();
        let hard = fact(&catalogue, Entity::Family, "hard_life_situation");
        assert_eq!(english(hard.title.as_ref()), "Hard life situation");
        assert_eq!(english(hard.question.as_ref()), "Is it hard?");
        assert_eq!(hard.states.map(|states| states.yes.en), Some("it is hard".to_owned()));
        assert!(hard.document.is_none() && hard.values.is_empty() && hard.unit.is_none());
    }

    #[test]
    fn values_have_their_titles_by_place() {
        let catalogue = catalogue();
        let disability = fact(&catalogue, Entity::Member, "disability");
        let titles: Vec<&str> = disability.values.iter().map(|value| english(value.as_ref())).collect();
        assert_eq!(titles, ["", "", "group one", ""]);
    }

    #[test]
    fn a_document_is_named_in_both_languages() {
        let catalogue = catalogue();
        let disability = fact(&catalogue, Entity::Member, "disability").document.unwrap();
        assert_eq!((disability.ru.as_str(), disability.en.as_str()), ("МСЭ", "МСЭ"));
        let income = fact(&catalogue, Entity::Member, "monthly_income");
        assert_eq!(english(income.document.as_ref()), "certificate");
        assert_eq!(income.unit.map(|unit| unit.to_string()), Some("RUB/month".to_owned()));
    }

    #[test]
    fn lists_territories_and_needs_have_their_words() {
        let catalogue = catalogue();
        assert_eq!(english(catalogue.list(0).title.as_ref()), "Income");
        assert!(catalogue.list(0).question.is_none());
        assert_eq!(english(fact(&catalogue, Entity::Record(0), "amount").title.as_ref()), "Amount");
        assert_eq!(english(catalogue.territory(&"RU".parse().unwrap())), "Russia");
        assert!(catalogue.territory(&"RU-KHA".parse().unwrap()).is_none());
        assert_eq!(catalogue.need("safety").map(|need| need.sphere.as_str()), Some("protection"));
        assert!(catalogue.need("danger").is_none() && catalogue.parameter(0).is_none());
    }

    #[test]
    fn the_number_of_no_declaration_has_no_words() {
        let catalogue = catalogue();
        assert!(catalogue.fact(10_000).title.is_none());
        assert!(catalogue.list(10_000).title.is_none());
        assert!(format!("{catalogue:?}").contains("territories: 1"));
    }
}
