//! One assessment: the circumstances and every measure of one family on one day.

use std::{fmt, sync::Arc};

use super::{
    decide::{decide, dormant, leaves_of},
    desk::{Frames, Views},
    outcome::{Eligibility, Exception, Missing, Verdict},
};
use crate::{
    catalogue::Library,
    eval::{Roster, View},
    family::Family,
    program::{Circumstance, MeasureProgram, NodeId, Program},
    value::{Accepts, Date, Number, Territory},
};

/// What a family can get on a day.
///
/// It owns its data and is never changed; the same family under the same rules on the same day gives the same bytes.
#[derive(Clone)]
pub struct Assessment {
    pub(crate) library: Arc<Library>,
    pub(crate) on: Date,
    pub(crate) family: Family,
    pub(crate) circumstances: Vec<CircumstanceAnswer>,
    pub(crate) verdicts: Vec<Verdict>,
    pub(crate) parameters: Vec<ParameterUsed>,
    /// Facts of a family read against other rules that these rules do not know.
    pub(crate) unused: Vec<String>,
}

impl fmt::Debug for Assessment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Outcomes tell facts of a family: counts only.
        out.debug_struct("Assessment")
            .field("on", &self.on)
            .field("outcomes", &self.verdicts.len())
            .finish_non_exhaustive()
    }
}

/// Whether a circumstance holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Answer {
    /// It holds.
    True,
    /// It does not.
    False,
    /// It depends on what is missing.
    Unknown,
}

impl Answer {
    /// The name in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::True => "true",
            Self::False => "false",
            Self::Unknown => "unknown",
        }
    }
}

/// One circumstance of an assessment.
#[derive(Debug, Clone)]
pub struct CircumstanceAnswer {
    /// The number of its definition.
    pub definition: usize,
    /// Whether it holds, on what was told.
    pub holds: Answer,
    /// What is missing.
    pub missing: Vec<Missing>,
    /// The claims on which it rests.
    pub confirm: Vec<Missing>,
    /// The presumptions on which it rests.
    pub unless: Vec<Exception>,
}

/// A value of a parameter that an assessment used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ParameterUsed {
    /// Its number.
    pub parameter: usize,
    /// The territory that recorded it.
    pub territory: Territory,
    /// Its place among the values of the territory.
    pub place: usize,
    /// The value.
    pub value: Number,
}

/// Assesses a family; the program must be compiled for its territory and the day.
pub fn assess(library: &Arc<Library>, program: &Program, family: &Family, on: Date, frames: &mut Frames) -> Assessment {
    let roster = Roster::new(family, &library.checked, &library.vocabulary, on);
    frames.run(library, program, family, &roster, on);
    let views = frames.views(library, program, family, &roster);
    let circumstances = program.circumstances.iter().map(|circumstance| answer(&views, circumstance)).collect();
    let mut verdicts = Vec::new();
    for measure in &program.measures {
        match measure {
            MeasureProgram::Dormant(found) => verdicts.push(dormant(found)),
            MeasureProgram::Active(active) => verdicts.extend(decide(&views, active, on)),
        }
    }
    let id = |verdict: &Verdict| {
        verdict.member.and_then(|member| family.member(member)).map(|member| member.id().to_owned())
    };
    verdicts.sort_by_cached_key(|verdict| (verdict.measure, id(verdict)));
    let parameters = parameters(&views);
    Assessment {
        library: library.clone(),
        on,
        family: family.clone(),
        circumstances,
        verdicts,
        parameters,
        unused: Vec::new(),
    }
}

/// Circumstances are read on what was told; none is false by presumption.
fn answer(views: &Views<'_>, circumstance: &Circumstance) -> CircumstanceAnswer {
    let (told, presumed) = (views.told(), views.presumed());
    let truth = told.truth(&circumstance.holds, 0);
    let accepted = View::Accepted(Accepts::ALL);
    let blank = CircumstanceAnswer {
        definition: circumstance.definition,
        holds: Answer::Unknown,
        missing: Vec::new(),
        confirm: Vec::new(),
        unless: Vec::new(),
    };
    if truth.is_false() {
        return CircumstanceAnswer { holds: Answer::False, ..blank };
    }
    if presumed.truth(&circumstance.holds, 0).is_true() {
        let cell = presumed.cell(&circumstance.holds, 0);
        let (confirm, silent) = views.claims(accepted, &presumed, &[cell]);
        let unless = if truth.is_true() { Vec::new() } else { silent };
        let unless = unless.into_iter().map(|fact| Exception { ground: None, fact: Some(fact) }).collect();
        return CircumstanceAnswer { holds: Answer::True, confirm, unless, ..blank };
    }
    // Where a presumption would say no, what it presumes is asked for: nothing is false by presumption.
    let view = if presumed.truth(&circumstance.holds, 0).is_undecided() { presumed } else { told };
    let leaves = Views::blockers(&view, &[view.cell(&circumstance.holds, 0)]);
    CircumstanceAnswer { missing: leaves_of(views, &leaves), ..blank }
}

/// The values of parameters on which the program rests for this family.
fn parameters(views: &Views<'_>) -> Vec<ParameterUsed> {
    let seen = views.presumed();
    let mut found = Vec::new();
    for (place, node) in views.program().nodes.iter().enumerate() {
        for (parameter, entry) in seen.run.parameters(seen.frame, NodeId(place), node) {
            found.push(ParameterUsed {
                parameter,
                territory: entry.territory.clone(),
                place: entry.place,
                value: entry.value,
            });
        }
    }
    found.sort();
    found.dedup();
    found
}

impl Assessment {
    /// The day of application.
    #[must_use]
    pub fn on(&self) -> Date {
        self.on
    }

    /// How many outcomes have a verdict.
    #[must_use]
    pub fn count(&self, eligibility: Eligibility) -> usize {
        self.verdicts.iter().filter(|verdict| verdict.eligibility == eligibility).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ruleset::sample::{asking, assess, load};

    fn asked(condition: &str, facts: &str) -> CircumstanceAnswer {
        let rules = load(&asking(condition, "")).unwrap_or_else(|error| panic!("{error}"));
        assess(&rules, facts, "}").circumstances.remove(0)
    }

    #[test]
    fn no_circumstance_is_false_by_presumption() {
        let found = asked("warned", "");
        assert_eq!((found.holds, found.unless.len()), (Answer::Unknown, 0));
        let found = asked("not(warned)", "");
        assert_eq!((found.holds, found.unless.len()), (Answer::True, 1));
        assert_eq!(asked("warned", r#""warned": false,"#).holds, Answer::False);
    }

    #[test]
    fn a_circumstance_holds_on_a_claim_and_names_it() {
        let found = asked("poor", r#""poor": true,"#);
        assert_eq!((found.holds, found.confirm.len()), (Answer::True, 1));
    }
}
