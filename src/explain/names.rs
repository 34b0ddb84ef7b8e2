//! What stands behind the numbers of an assessment: names, words, members.

use crate::{
    assessment::{Assessment, Missing, StageState, Verdict, Why},
    check::{CheckedVersion, Entity, FactSymbol, Label, ListSymbol, ParameterEntry, ParameterSymbol},
    document::{EstablishedBy, Phrase},
    family::{MemberTold, ToldValue},
    value::{Date, Language, Text, age_on, whole_months_between},
};

/// Whether a stage is the one at which a pathway stands.
pub(super) fn is_step(standing: StageState) -> bool {
    matches!(standing, StageState::Next | StageState::ToBeEstablished | StageState::Declined)
}

/// Looks names and words up for one assessment.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) assessment: &'a Assessment,
    pub(super) language: Language,
}

impl<'a> Names<'a> {
    pub(super) fn new(assessment: &'a Assessment, language: Language) -> Self {
        Self { assessment, language }
    }

    /// Whether the answer is read in Russian.
    pub(super) fn is_russian(self) -> bool {
        self.language == Language::Russian
    }

    /// One of two texts of ours.
    pub(super) fn either<T>(self, russian: T, english: T) -> T {
        if self.is_russian() { russian } else { english }
    }

    /// A text of the rules.
    pub(super) fn say(self, text: &'a Text) -> &'a str {
        text.in_language(self.language)
    }

    /// A phrase of the rules.
    pub(super) fn phrase(self, phrase: &'a Phrase) -> &'a str {
        match phrase {
            Phrase::Text(text) => &text.value,
            Phrase::Form(text) => self.say(&text.value),
        }
    }

    pub(super) fn fact(self, fact: usize) -> Option<&'a FactSymbol> {
        self.assessment.library.checked.symbols.facts.get(fact).map(AsRef::as_ref)
    }

    pub(super) fn list(self, list: usize) -> Option<&'a ListSymbol> {
        self.assessment.library.checked.symbols.lists.get(list).map(AsRef::as_ref)
    }

    pub(super) fn parameter(self, parameter: usize) -> Option<&'a ParameterSymbol> {
        self.assessment.library.checked.symbols.parameters.get(parameter).map(AsRef::as_ref)
    }

    pub(super) fn label(self, label: usize) -> Option<&'a Label> {
        self.assessment.library.checked.labels.get(label)
    }

    /// The name of a measure.
    pub(super) fn measure(self, measure: usize) -> &'a str {
        self.assessment.library.checked.measures.get(measure).map_or("", |measure| measure.name.as_str())
    }

    /// The version of a measure that a verdict tells of.
    pub(super) fn version(self, verdict: &Verdict) -> Option<&'a CheckedVersion> {
        self.assessment.library.checked.measures.get(verdict.measure)?.versions.get(verdict.version)
    }

    /// What a verdict rests on.
    pub(super) fn why(self, verdict: &Verdict) -> &'a Why {
        self.assessment.why(verdict.place)
    }

    pub(super) fn member(self, member: usize) -> Option<&'a MemberTold> {
        self.assessment.family.member(member)
    }

    /// The id of a member.
    pub(super) fn id(self, member: Option<usize>) -> Option<&'a str> {
        member.and_then(|member| self.member(member)).map(MemberTold::id)
    }

    /// The name of a fact as a family file would write it; that of a record stands behind the name of its list.
    pub(super) fn fact_name(self, fact: &FactSymbol) -> String {
        match fact.entity {
            Entity::Record(list) => match self.list(list) {
                Some(list) => format!("{}.{}", list.name, fact.name),
                None => fact.name.clone(),
            },
            Entity::Family | Entity::Member => fact.name.clone(),
        }
    }

    /// The name of a named value of a fact.
    pub(super) fn choice(self, fact: &FactSymbol, place: u8) -> Option<&'a str> {
        let crate::check::Type::Choice(enumeration) = fact.r#type else { return None };
        let values = &self.assessment.library.checked.symbols.enumerations.get(enumeration)?.values;
        values.get(usize::from(place)).map(String::as_str)
    }

    /// The members of a set, by id.
    pub(super) fn ids(self, members: u64) -> Vec<&'a str> {
        let all = self.assessment.family.members().iter().enumerate();
        let within = all.filter(|(place, _)| {
            members.checked_shr(u32::try_from(*place).unwrap_or(u32::MAX)).is_some_and(|bits| bits & 1 == 1)
        });
        let mut ids: Vec<&str> = within.map(|(_, member)| member.id()).collect();
        ids.sort_unstable();
        ids
    }

    /// What a fact of a holder is asked with: its own question, else that of its list, else its title.
    pub(super) fn question(self, fact: usize) -> Option<&'a str> {
        let catalogue = &self.assessment.library.catalogue;
        let words = catalogue.fact(fact);
        let of_list = || match self.fact(fact)?.entity {
            Entity::Record(list) => catalogue.list(list).question.as_ref(),
            Entity::Family | Entity::Member => None,
        };
        let said = words.question.as_ref().or_else(of_list).or(words.title.as_ref()).map(|text| self.say(text));
        // Better the name in the rule files than nothing at all.
        said.or_else(|| Some(self.fact(fact)?.name.as_str()))
    }

    /// The question for what is missing; none for a number of the law, which no family can answer.
    pub(super) fn asked(self, missing: &Missing) -> Option<&'a str> {
        match missing {
            Missing::Fact { fact, .. } => self.question(*fact),
            Missing::List { list, .. } => {
                let words = self.assessment.library.catalogue.list(*list);
                let said = words.question.as_ref().or(words.title.as_ref()).map(|text| self.say(text));
                said.or_else(|| Some(self.list(*list)?.name.as_str()))
            }
            Missing::Parameter { .. } => None,
            Missing::Territory => {
                Some(self.either("В каком городе или районе вы живете?", "In which town or district do you live?"))
            }
        }
    }

    /// Who establishes the records of a list, or a fact.
    pub(super) fn role(established_by: &EstablishedBy) -> (&'static str, Option<&str>) {
        match established_by {
            EstablishedBy::Family => ("family", None),
            EstablishedBy::Document => ("document", None),
            EstablishedBy::Registry => ("registry", None),
            EstablishedBy::Specialist(role) => ("specialist", Some(role)),
        }
    }

    /// The value of a parameter as it was recorded.
    pub(super) fn entry(self, used: &crate::assessment::ParameterUsed) -> Option<&'a ParameterEntry> {
        self.parameter(used.parameter)?.values.get(&used.territory)?.get(used.place)
    }

    /// Whether a value was last checked before the day and nothing says how long it holds.
    pub(super) fn is_stale(self, entry: &ParameterEntry) -> bool {
        !entry.closed && entry.checked.is_none_or(|checked| self.assessment.on > checked)
    }

    /// What was told of a fact of a member, by the name of the fact.
    pub(super) fn told(self, member: usize, fact: &str) -> Option<ToldValue> {
        let fact = self.assessment.library.checked.symbols.fact(Entity::Member, fact)?;
        let slot = self.assessment.library.vocabulary.slot(fact.id);
        self.member(member)?.told(slot).value()
    }

    /// The sex of a member as a family file writes it, where it was told.
    pub(super) fn sex(self, member: usize) -> Option<&'a str> {
        let fact = self.assessment.library.checked.symbols.fact(Entity::Member, "sex")?;
        match self.told(member, "sex") {
            Some(ToldValue::Choice(place)) => self.choice(fact, place),
            _ => None,
        }
    }

    /// The day of birth of a member, where it was told.
    pub(super) fn born(self, member: usize) -> Option<Date> {
        match self.told(member, "birth_date") {
            Some(ToldValue::Date(day)) => Some(day),
            _ => None,
        }
    }

    /// Whole years of life on the day, and whole months.
    pub(super) fn age(self, member: usize) -> Option<(i64, i64)> {
        let born = self.born(member)?;
        Some((age_on(born, self.assessment.on), whole_months_between(born, self.assessment.on)))
    }
}
