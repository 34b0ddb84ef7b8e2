//! Families of a population parted by circumstances.

use std::{fmt, sync::Arc};

use super::{
    error::UnknownCircumstance,
    totals::{MeasureTotal, shown, totals_of},
};
use crate::{
    assessment::Answer,
    catalogue::Library,
    diagnostic::{did_you_mean, quoted},
    population::Part,
    value::Language,
};

/// By which circumstances families are parted: the numbers of their definitions, each once, in the order of their names.
pub(super) type By = Arc<[usize]>;

/// Finds circumstances by name.
pub(super) fn by<'n>(library: &Library, names: impl IntoIterator<Item = &'n str>) -> Result<By, UnknownCircumstance> {
    let mut found = Vec::new();
    for name in names {
        found.push((name, named(library, name)?));
    }
    found.sort_unstable();
    found.dedup();
    Ok(found.into_iter().map(|(_, definition)| definition).collect())
}

fn named(library: &Library, name: &str) -> Result<usize, UnknownCircumstance> {
    let definitions = &library.checked.definitions;
    let is_named = |place: &usize| definitions.get(*place).is_some_and(|known| known.name == name);
    let found = (0..definitions.len()).filter(is_named);
    let mut is_other = false;
    for place in found {
        if definitions.get(place).is_some_and(|known| known.circumstance) {
            return Ok(place);
        }
        is_other = true;
    }
    let help = if is_other {
        "mark its definition with `\"circumstance\": true`".to_owned()
    } else {
        let circumstances = definitions.iter().filter(|known| known.circumstance);
        did_you_mean(name, circumstances.map(|known| known.name.as_str()), "circumstances")
    };
    Err(UnknownCircumstance { name: quoted(name), help })
}

/// What the families of a population come to for whom the answer to one circumstance is the same.
#[derive(Clone)]
pub struct CircumstanceTotal {
    pub(super) library: Arc<Library>,
    pub(super) definition: usize,
    pub(super) holds: Answer,
    pub(super) part: Part,
}

/// The name and the answer only.
impl fmt::Debug for CircumstanceTotal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = out.debug_struct("CircumstanceTotal");
        out.field("circumstance", &self.circumstance()).field("holds", &self.holds).finish_non_exhaustive()
    }
}

impl CircumstanceTotal {
    /// The name of the circumstance in rule files.
    #[must_use]
    pub fn circumstance(&self) -> &str {
        self.library.checked.definitions.get(self.definition).map_or("", |known| known.name.as_str())
    }

    /// What the circumstance is called; its name where the rules give it no title.
    #[must_use]
    pub fn title(&self, language: Language) -> &str {
        let title = self.library.checked.definitions.get(self.definition).and_then(|known| known.title.as_ref());
        title.map_or_else(|| self.circumstance(), |title| title.in_language(language))
    }

    /// Whether it holds for these families, as their assessments say.
    #[must_use]
    pub fn holds(&self) -> Answer {
        self.holds
    }

    /// How many they are, with their weights.
    #[must_use]
    pub fn families(&self) -> String {
        shown(self.part.families.value(), 0)
    }

    /// What each measure comes to for them that any of them can get or may get, in the order of their names.
    #[must_use]
    pub fn measures(&self) -> Vec<MeasureTotal> {
        totals_of(&self.library, self.part.tallies.clone())
    }
}
