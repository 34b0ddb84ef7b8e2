//! One assessment: the circumstances and every measure of one family on one day.

use std::{
    fmt,
    sync::{Arc, LazyLock, OnceLock},
};

use super::{
    decide::{decide, dormant},
    desk::{Frames, Views},
    outcome::{Eligibility, Verdict, Why},
    why::{CircumstanceWhy, circumstance_why, why},
};
use crate::{
    catalogue::Library,
    eval::Roster,
    family::{Family, MemberTold},
    program::{Circumstance, MeasureProgram, NodeId, Operand, Program},
    value::{Date, Number, Territory},
};

/// What a family can get on a day.
///
/// It owns its data; the same family under the same rules on the same day gives the same bytes. Verdicts and amounts are
/// there at once; reasons, questions and what must be confirmed are worked out when they are first asked for.
#[derive(Clone)]
pub struct Assessment {
    pub(crate) library: Arc<Library>,
    program: Arc<Program>,
    pub(crate) on: Date,
    pub(crate) family: Family,
    pub(crate) circumstances: Vec<CircumstanceAnswer>,
    pub(crate) verdicts: Vec<Verdict>,
    details: OnceLock<Box<Details>>,
    /// Facts of a family read against other rules that these rules do not know.
    pub(crate) unused: Vec<String>,
}

/// What the answers rest on.
#[derive(Clone)]
struct Details {
    /// Of each circumstance, in order.
    circumstances: Vec<CircumstanceWhy>,
    /// Of each verdict, in order.
    verdicts: Vec<Why>,
    /// The values of parameters used.
    parameters: Vec<ParameterUsed>,
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
#[derive(Debug, Clone, Copy)]
pub struct CircumstanceAnswer {
    /// The number of its definition.
    pub definition: usize,
    /// Whether it holds, on what was told.
    pub holds: Answer,
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
pub fn assess(
    library: &Arc<Library>,
    program: &Arc<Program>,
    family: &Family,
    on: Date,
    frames: &mut Frames,
) -> Assessment {
    let roster = Roster::new(family, &library.checked, &library.vocabulary, on);
    frames.run(library, program, family, &roster);
    let views = frames.views(library, program, family, &roster);
    let circumstances = program.circumstances.iter().map(|circumstance| answer(&views, circumstance)).collect();
    // A measure for members has a verdict for each it can concern.
    let mut verdicts = Vec::with_capacity(program.measures.len().saturating_mul(2));
    for measure in &program.measures {
        let before = verdicts.len();
        match measure {
            MeasureProgram::Dormant(found) => verdicts.push(dormant(found)),
            MeasureProgram::Active(active) => decide(&views, active, on, &mut verdicts),
        }
        // Members stand in the order of their ids.
        if let Some(found) = verdicts.get_mut(before..).filter(|found| found.len() > 1) {
            found.sort_by_key(|verdict| verdict.member.and_then(|member| family.member(member)).map(MemberTold::id));
        }
    }
    for (place, verdict) in verdicts.iter_mut().enumerate() {
        verdict.place = place;
    }
    Assessment {
        library: library.clone(),
        program: program.clone(),
        on,
        family: family.clone(),
        circumstances,
        verdicts,
        details: OnceLock::new(),
        unused: Vec::new(),
    }
}

/// Circumstances are read on what was told; none is false by presumption.
fn answer(views: &Views<'_>, circumstance: &Circumstance) -> CircumstanceAnswer {
    CircumstanceAnswer { definition: circumstance.definition, holds: holds(views, &circumstance.holds) }
}

/// Whether the condition of a circumstance holds.
pub(super) fn holds(views: &Views<'_>, condition: &Operand) -> Answer {
    if views.told().truth(condition, 0).is_false() {
        Answer::False
    } else if views.presumed().truth(condition, 0).is_true() {
        Answer::True
    } else {
        Answer::Unknown
    }
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

    /// What a verdict of this assessment rests on.
    pub(crate) fn why(&self, place: usize) -> &Why {
        static NOTHING: LazyLock<Why> = LazyLock::new(Why::default);
        self.details().verdicts.get(place).unwrap_or(&NOTHING)
    }

    /// What a circumstance of this assessment rests on.
    pub(crate) fn circumstance_why(&self, place: usize) -> &CircumstanceWhy {
        static NOTHING: LazyLock<CircumstanceWhy> = LazyLock::new(CircumstanceWhy::default);
        self.details().circumstances.get(place).unwrap_or(&NOTHING)
    }

    /// The values of parameters that it used.
    pub(crate) fn parameters(&self) -> &[ParameterUsed] {
        &self.details().parameters
    }

    fn details(&self) -> &Details {
        self.details.get_or_init(|| Box::new(self.work_out()))
    }

    /// Runs the views of the family again and reads off them what the answers rest on.
    fn work_out(&self) -> Details {
        let (library, program, on) = (&self.library, &self.program, self.on);
        let roster = Roster::new(&self.family, &library.checked, &library.vocabulary, on);
        let mut frames = Frames::default();
        frames.run_whole(library, program, &self.family, &roster);
        let views = frames.views(library, program, &self.family, &roster);
        let verdicts = self.verdicts.iter().map(|verdict| match program.active(verdict.measure) {
            Some(active) => why(&views, active, verdict, on),
            None => Why::default(),
        });
        let circumstances = program.circumstances.iter().zip(&self.circumstances);
        Details {
            verdicts: verdicts.collect(),
            circumstances: circumstances.map(|(asked, found)| circumstance_why(&views, asked, found.holds)).collect(),
            parameters: parameters(&views),
        }
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

    fn asked(condition: &str, facts: &str) -> (Answer, CircumstanceWhy) {
        let rules = load(&asking(condition, "")).unwrap_or_else(|error| panic!("{error}"));
        let found = assess(&rules, facts, "}");
        (found.circumstances[0].holds, found.circumstance_why(0).clone())
    }

    #[test]
    fn no_circumstance_is_false_by_presumption() {
        let (holds, why) = asked("warned", "");
        assert_eq!((holds, why.unless.len()), (Answer::Unknown, 0));
        let (holds, why) = asked("not(warned)", "");
        assert_eq!((holds, why.unless.len()), (Answer::True, 1));
        assert_eq!(asked("warned", r#""warned": false,"#).0, Answer::False);
    }

    #[test]
    fn a_circumstance_holds_on_a_claim_and_names_it() {
        let (holds, why) = asked("poor", r#""poor": true,"#);
        assert_eq!((holds, why.confirm.len()), (Answer::True, 1));
    }
}
