//! What a program reads of the needs of a family.

use std::fmt;

use super::view::{OpenFact, Outcome};
use crate::{
    assessment::{Answer, Assessment, NeedAnswer},
    document::Urgency,
    value::{Date, Language},
};

impl Assessment {
    /// The needs of the family: the most urgent first, then by the nearest deadline of their measures, then by sphere of
    /// life and name. Those that do not hold are among them; those that never arise come last.
    #[must_use]
    pub fn needs(&self) -> Vec<Need<'_>> {
        self.diagnosis().into_iter().map(|answer| Need { assessment: self, answer }).collect()
    }
}

/// A need of the family, with what is there for it.
#[derive(Clone)]
pub struct Need<'a> {
    assessment: &'a Assessment,
    answer: NeedAnswer<'a>,
}

/// Names only, never what was told or follows from it.
impl fmt::Debug for Need<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Need").field("name", &self.name()).finish_non_exhaustive()
    }
}

impl<'a> Need<'a> {
    /// Its name in rule files.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.answer.name
    }

    /// What it is called.
    #[must_use]
    pub fn title(&self, language: Language) -> &'a str {
        self.answer.words.title.in_language(language)
    }

    /// The sphere of life it belongs to, by its name in rule files.
    #[must_use]
    pub fn sphere(&self) -> &'a str {
        &self.answer.words.sphere
    }

    /// How long it can wait; `None` for a need that never arises.
    #[must_use]
    pub fn urgency(&self) -> Option<Urgency> {
        self.answer.words.urgency
    }

    /// Whether the family has it, on what was told; unknown is to be talked over. `None` for a need that never arises, and
    /// is only met.
    #[must_use]
    pub fn holds(&self) -> Option<Answer> {
        self.answer.holds()
    }

    /// Whether the family has it and no measure meets it: none is eligible, conditional or for a specialist.
    #[must_use]
    pub fn is_unmet(&self) -> bool {
        self.answer.is_unmet()
    }

    /// The outcomes of the measures that address it, without those that are refused or not in force: the nearest deadline
    /// first, then by measure and member id.
    pub fn outcomes(&self) -> impl Iterator<Item = Outcome<'a>> {
        let assessment = self.assessment;
        self.answer.measures.clone().into_iter().map(move |verdict| Outcome { assessment, verdict })
    }

    /// The nearest of the last days on which one can apply for its measures, that day included.
    #[must_use]
    pub fn apply_by(&self) -> Option<Date> {
        self.answer.apply_by()
    }

    /// What is missing to know whether the family has it.
    pub fn missing(&self) -> impl Iterator<Item = OpenFact<'a>> {
        let assessment = self.assessment;
        let why = self.answer.found.map(|(place, _)| assessment.circumstance_why(place));
        why.into_iter().flat_map(move |why| {
            why.missing.iter().map(move |missing| OpenFact {
                assessment,
                missing,
                certain: !why.uncertain.contains(missing),
            })
        })
    }
}
