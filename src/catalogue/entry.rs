//! The words of one declaration.

use indexmap::IndexMap;

use crate::{
    document::{Either, Fact, Phrase, States, Urgency},
    json::Spanned,
    value::{Text, Unit},
    vocabulary::Type,
};

/// The words of a fact.
#[derive(Debug, Clone, Default)]
pub struct FactText {
    /// What the fact is.
    pub title: Option<Text>,
    /// The question that a family is asked.
    pub question: Option<Text>,
    /// What its named values are called, by place; as many as there are values.
    pub values: Vec<Option<Text>>,
    /// What they are called of a woman and of a man, where that differs.
    pub values_by_sex: [Vec<Option<Text>>; 2],
    /// How a yes and a no sound.
    pub states: Option<States>,
    /// The document that shows it.
    pub document: Option<Text>,
    /// The unit of a number.
    pub unit: Option<Unit>,
}

impl FactText {
    /// No words yet, for a fact of this type.
    pub(super) fn of_type(r#type: &Type) -> Self {
        let unit = match r#type {
            Type::Number(unit) => Some(unit.clone()),
            _ => None,
        };
        Self { unit, ..Self::default() }
    }

    /// Takes the words of the declaration over; `values` are the named values of the fact.
    pub(super) fn fill(&mut self, fact: &Fact, values: &[String]) {
        self.title.clone_from(&fact.title);
        self.question.clone_from(&fact.question);
        self.states.clone_from(&fact.states);
        self.document = fact.document.as_ref().map(in_both_languages);
        let titled = |titles: Option<&IndexMap<Spanned<String>, Text>>| {
            let title = |value: &String| Some(titles?.iter().find(|(name, _)| name.value == *value)?.1.clone());
            values.iter().map(title).collect()
        };
        self.values = titled(fact.values.as_ref());
        if let Some(by_sex) = &fact.values_by_sex {
            self.values_by_sex = [titled(by_sex.female.as_ref()), titled(by_sex.male.as_ref())];
        }
    }
}

/// A proper name is the same in both languages.
fn in_both_languages(phrase: &Phrase) -> Text {
    match phrase {
        Either::Text(name) => Text { ru: name.value.clone(), en: name.value.clone() },
        Either::Form(text) => text.value.clone(),
    }
}

/// The words of a record list.
#[derive(Debug, Clone, Default)]
pub struct ListText {
    /// What the records are.
    pub title: Option<Text>,
    /// The question that a family is asked when the list is not there.
    pub question: Option<Text>,
}

/// The words of a need.
#[derive(Debug, Clone)]
pub struct NeedText {
    /// The sphere of life it belongs to.
    pub sphere: String,
    /// What it is called.
    pub title: Text,
    /// How long it can wait; none for a need that never arises.
    pub urgency: Option<Urgency>,
}
