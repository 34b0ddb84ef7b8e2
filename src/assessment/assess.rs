//! One assessment: the circumstances and every measure of one family on one day.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, LazyLock, Mutex, OnceLock},
};

use super::{
    asked::{Chosen, Subject, is_for_specialist},
    bundle::{Bundle, bundles},
    decide::{decide, dormant},
    desk::{Frames, Views},
    doubt::{Doubt, Shower},
    exclusion::{Rival, standings},
    group::{Field, laws},
    matter::{narrow_circumstance, narrow_verdict},
    offer::offers,
    outcome::{Basis, Eligibility, Verdict, Why},
    sharpen::{holds_sharply, sharpen},
    why::{CircumstanceWhy, circumstance_readings, circumstance_why, keep_open, readings, why},
};
use crate::{
    catalogue::Library,
    eval::Roster,
    family::{Family, MemberTold},
    program::{Active, Circumstance, MeasureProgram, NodeId, Operand, Program},
    value::{Date, Number, Territory},
};

/// What a family can get on a day.
///
/// It owns its data; the same family under the same rules on the same day gives the same bytes. Verdicts and amounts are
/// there at once; reasons, questions and what must be confirmed are worked out when they are first asked for.
pub struct Assessment {
    pub(crate) library: Arc<Library>,
    program: Arc<Program>,
    pub(crate) on: Date,
    pub(crate) family: Family,
    /// The circumstances, then the conditions of needs.
    pub(crate) circumstances: Vec<CircumstanceAnswer>,
    pub(crate) verdicts: Vec<Verdict>,
    /// On which others a verdict depends, by its place; only of those that do.
    depends: BTreeMap<usize, Vec<Rival>>,
    /// What goes together best, where not all that could be had combines.
    pub(crate) bundles: Vec<Bundle>,
    details: OnceLock<Box<Details>>,
    /// Facts of a family read against other rules that these rules do not know.
    pub(crate) unused: Vec<String>,
}

/// What the answers rest on, each worked out when it is first asked for.
struct Details {
    /// Of each circumstance, in order.
    circumstances: Vec<OnceLock<CircumstanceWhy>>,
    /// Of each verdict, in order.
    verdicts: Vec<OnceLock<Why>>,
    /// The values of parameters used.
    parameters: Vec<ParameterUsed>,
    /// The views of the family, whole.
    frames: Mutex<Frames>,
    /// Its items.
    roster: Roster,
}

impl Clone for Assessment {
    /// The same answers; what they rest on is worked out anew when it is asked for.
    fn clone(&self) -> Self {
        Self {
            library: self.library.clone(),
            program: self.program.clone(),
            on: self.on,
            family: self.family.clone(),
            circumstances: self.circumstances.clone(),
            verdicts: self.verdicts.clone(),
            depends: self.depends.clone(),
            bundles: self.bundles.clone(),
            details: OnceLock::new(),
            unused: self.unused.clone(),
        }
    }
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
    /// All of them.
    pub const ALL: [Self; 3] = [Self::True, Self::False, Self::Unknown];

    /// The place among all of them.
    pub(crate) fn place(self) -> usize {
        match self {
            Self::True => 0,
            Self::False => 1,
            Self::Unknown => 2,
        }
    }

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

/// One circumstance of an assessment, or the condition of a need.
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
    (frames, shower): (&mut Frames, &mut dyn Shower),
) -> Assessment {
    let roster = Roster::new(family, &library.checked, &library.vocabulary, on);
    let subject = Subject { library, program, family, roster: &roster };
    let Answered { verdicts, depends, bundles } = answered(subject, Chosen::ALL, on, (frames, shower));
    let answer = |circumstance: &Circumstance| CircumstanceAnswer {
        definition: circumstance.definition,
        holds: holds_sharply(frames, subject, &circumstance.holds, on),
    };
    let circumstances = program.circumstances.iter().map(answer).collect();
    Assessment {
        library: library.clone(),
        program: program.clone(),
        on,
        family: family.clone(),
        circumstances,
        verdicts,
        depends,
        bundles,
        details: OnceLock::new(),
        unused: Vec::new(),
    }
}

/// The verdicts of a family on some measures that are law, by their places in order, and on what they are held against: as
/// its assessment has them, and nothing else is answered.
pub fn verdicts(
    library: &Arc<Library>,
    program: &Arc<Program>,
    (family, measures): (&Family, &[usize]),
    on: Date,
    (frames, shower): (&mut Frames, &mut dyn Shower),
) -> Vec<Verdict> {
    let roster = Roster::new(family, &library.checked, &library.vocabulary, on);
    let subject = Subject { library, program, family, roster: &roster };
    answered(subject, Chosen::of(measures, program), on, (frames, shower)).verdicts
}

/// What came out of some measures.
struct Answered {
    verdicts: Vec<Verdict>,
    depends: BTreeMap<usize, Vec<Rival>>,
    bundles: Vec<Bundle>,
}

/// The verdicts on some measures, held against one another.
fn answered(
    subject: Subject<'_>,
    chosen: Chosen<'_>,
    on: Date,
    (frames, shower): (&mut Frames, &mut dyn Shower),
) -> Answered {
    let Subject { program, family, .. } = subject;
    frames.run(subject, chosen);
    // A measure for members has a verdict for each it can concern.
    let mut verdicts = Vec::with_capacity(program.measures.len().saturating_mul(2));
    for measure in &program.measures {
        let before = verdicts.len();
        match measure {
            MeasureProgram::Dormant(found) if chosen.is_all() => verdicts.push(dormant(found)),
            MeasureProgram::Active(active) if chosen.has(active) => {
                decided(frames, (subject, on), active, &mut verdicts);
            }
            _ => {}
        }
        // Members stand in the order of their ids.
        if let Some(found) = verdicts.get_mut(before..).filter(|found| found.len() > 1) {
            found.sort_by_key(|verdict| verdict.member.and_then(|member| family.member(member)).map(MemberTold::id));
        }
    }
    let doubt = |verdict: &Verdict| Doubt::of(program.active(verdict.measure)?, verdict);
    let mut doubts: Vec<Doubt> = verdicts.iter().filter_map(doubt).collect();
    if !doubts.is_empty() {
        shower.show(family, &mut doubts);
    }
    let mut doubts = doubts.into_iter();
    for of_measure in verdicts.chunk_by_mut(|one, other| one.measure == other.measure) {
        let answers = of_measure.len();
        for verdict in of_measure {
            if let Some(active) = program.active(verdict.measure) {
                let is_shown = doubt(verdict).and_then(|_| doubts.next()).is_some_and(|doubt| doubt.is_shown);
                sharpen(frames, subject, (active, verdict, answers), (is_shown, on));
            }
        }
    }
    (0..).zip(&mut verdicts).for_each(|(place, verdict)| verdict.place = place);
    let (depends, bundles) = weigh(&frames.views(subject, &[]), &mut verdicts, on);
    Answered { verdicts, depends, bundles }
}

/// Decides a measure; what is accepted is looked at where a specialist may be left alone with an open right.
pub(super) fn decided(
    frames: &mut Frames,
    (subject, on): (Subject<'_>, Date),
    active: &Active,
    verdicts: &mut Vec<Verdict>,
) {
    let is_for_specialist = is_for_specialist(subject.program, active);
    let looks_open = is_for_specialist && is_open_for_somebody(&frames.views(subject, &[]), active);
    let is_accepted = looks_open && frames.accept_open(subject, active);
    let before = verdicts.len();
    decide(&frames.views(subject, &[]), active, on, verdicts);
    // Who is paid and in time may leave it open too.
    let is_open = |verdict: &Verdict| verdict.basis == Basis::Open;
    let asks = || is_for_specialist && !is_accepted && verdicts.iter().skip(before).any(is_open);
    if asks() && frames.accept_open(subject, active) {
        verdicts.truncate(before);
        decide(&frames.views(subject, &[]), active, on, verdicts);
    }
}

/// Whether the conditions of a right are open for somebody, whatever is presumed.
fn is_open_for_somebody(views: &Views<'_>, active: &Active) -> bool {
    let (told, presumed) = (views.told(), views.presumed());
    let items = if active.each.is_some() { views.roster().members.len() } else { 1 };
    let is_open = |item: usize| {
        told.truth(&active.eligible, item).is_undecided() && !presumed.truth(&active.eligible, item).is_true()
    };
    (0..items).any(is_open)
}

/// Whether circumstances hold for a family, by the number of their definitions: as its assessment says, and nothing else is
/// asked.
pub fn circumstances(
    library: &Arc<Library>,
    program: &Arc<Program>,
    (family, definitions): (&Family, &[usize]),
    on: Date,
    frames: &mut Frames,
) -> Vec<Answer> {
    let find = |definition: &usize| program.circumstances.iter().find(|known| known.definition == *definition);
    let asked: Vec<Option<&Circumstance>> = definitions.iter().map(find).collect();
    let roster = Roster::new(family, &library.checked, &library.vocabulary, on);
    let subject = Subject { library, program, family, roster: &roster };
    frames.run_circumstances(subject, asked.iter().flatten().map(|found| found.holds.node));
    let mut answer = |found: Option<&Circumstance>| {
        found.map_or(Answer::Unknown, |found| holds_sharply(frames, subject, &found.holds, on))
    };
    asked.into_iter().map(&mut answer).collect()
}

/// Holds what could be had against the exclusion groups; gives on which others each depends, and what goes together best.
fn weigh(views: &Views<'_>, verdicts: &mut [Verdict], on: Date) -> (BTreeMap<usize, Vec<Rival>>, Vec<Bundle>) {
    let groups = &views.reader().checked.groups;
    let found = offers(views, verdicts, groups, on);
    if found.is_empty() {
        return (BTreeMap::new(), Vec::new());
    }
    let laws = laws(groups, on, views.reader().family.map_or(&Territory::country(), Family::territory));
    let field = Field { laws: &laws, offers: found.iter().collect() };
    let mut depends = BTreeMap::new();
    for standing in standings(&field) {
        if let Some(verdict) = verdicts.get_mut(standing.place) {
            verdict.choice = standing.choice;
        }
        if !standing.depends.is_empty() {
            depends.insert(standing.place, standing.depends);
        }
    }
    (depends, bundles(&field))
}

/// Whether the condition of a circumstance holds: it is read on what was told, and none is false by presumption.
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

    /// Whether the answer at a place among the circumstances is that of a need.
    pub(crate) fn is_need(&self, place: usize) -> bool {
        let definition = self.circumstances.get(place).map(|answer| answer.definition);
        definition
            .and_then(|definition| self.library.checked.definitions.get(definition))
            .is_some_and(|known| known.need.is_some())
    }

    /// What a verdict of this assessment rests on.
    pub(crate) fn why(&self, place: usize) -> &Why {
        static NOTHING: LazyLock<Why> = LazyLock::new(Why::default);
        let details = self.details();
        let (Some(slot), Some(verdict)) = (details.verdicts.get(place), self.verdicts.get(place)) else {
            return &NOTHING;
        };
        slot.get_or_init(|| {
            let Some(active) = self.program.active(verdict.measure) else { return Why::default() };
            self.with_views(details, |frames, subject| {
                let mut found = why(&frames.views(subject, &[]), active, verdict, self.on);
                let answers = self.verdicts.iter().filter(|other| other.measure == verdict.measure).count();
                narrow_verdict(frames, subject, (active, verdict, answers), &mut found, self.on);
                found.readings = readings(frames, subject, (active, verdict, answers), self.on);
                if verdict.basis == Basis::Open {
                    keep_open(&mut found);
                }
                found.later = frames.views(subject, &[]).later(&found.missing);
                found
            })
        })
    }

    /// What a circumstance of this assessment rests on.
    pub(crate) fn circumstance_why(&self, place: usize) -> &CircumstanceWhy {
        static NOTHING: LazyLock<CircumstanceWhy> = LazyLock::new(CircumstanceWhy::default);
        let details = self.details();
        let asked = self.program.circumstances.get(place).zip(self.circumstances.get(place));
        let (Some(slot), Some((asked, found))) = (details.circumstances.get(place), asked) else { return &NOTHING };
        slot.get_or_init(|| {
            self.with_views(details, |frames, subject| {
                let mut why = circumstance_why(&frames.views(subject, &[]), &asked.holds, found.holds);
                narrow_circumstance(frames, subject, (&asked.holds, found.holds), &mut why, self.on);
                why.readings = circumstance_readings(frames, subject, (asked, found.holds), self.on);
                why
            })
        })
    }

    /// The values of parameters that it used.
    pub(crate) fn parameters(&self) -> &[ParameterUsed] {
        &self.details().parameters
    }

    /// The most evaluations that one answer took to find out which missing facts can turn it: no more than
    /// [`Limits::trials`](crate::Limits::trials).
    #[must_use]
    pub fn most_trials(&self) -> usize {
        let verdicts = (0..self.verdicts.len()).map(|place| self.why(place).trials);
        let circumstances = (0..self.circumstances.len()).map(|place| self.circumstance_why(place).trials);
        verdicts.chain(circumstances).max().unwrap_or(0)
    }

    fn with_views<T>(&self, details: &Details, read: impl FnOnce(&mut Frames, Subject<'_>) -> T) -> T {
        let (library, program) = (&self.library, &self.program);
        let subject = Subject { library, program, family: &self.family, roster: &details.roster };
        let mut frames = details.frames.lock().unwrap_or_else(|poisoned| {
            // Whoever panicked while it was reading may have left half of what it tried.
            let mut frames = poisoned.into_inner();
            frames.run_whole(subject);
            details.frames.clear_poison();
            frames
        });
        read(&mut frames, subject)
    }

    fn details(&self) -> &Details {
        self.details.get_or_init(|| Box::new(self.work_out()))
    }

    /// Runs the views of the family again, whole: whatever the answers rest on is read off them when it is asked for.
    fn work_out(&self) -> Details {
        let (library, program) = (&self.library, &self.program);
        let roster = Roster::new(&self.family, &library.checked, &library.vocabulary, self.on);
        let mut frames = Frames::default();
        let subject = Subject { library, program, family: &self.family, roster: &roster };
        frames.run_whole(subject);
        let parameters = parameters(&frames.views(subject, &[]));
        Details {
            circumstances: self.circumstances.iter().map(|_| OnceLock::new()).collect(),
            verdicts: self.verdicts.iter().map(|_| OnceLock::new()).collect(),
            parameters,
            frames: Mutex::new(frames),
            roster,
        }
    }

    /// On which others a verdict of this assessment depends: those that may still make it fall away.
    pub(crate) fn depends(&self, place: usize) -> &[Rival] {
        self.depends.get(&place).map_or(&[], Vec::as_slice)
    }

    /// How many outcomes have a verdict.
    #[must_use]
    pub fn count(&self, eligibility: Eligibility) -> usize {
        self.verdicts.iter().filter(|verdict| verdict.answered() == eligibility).count()
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
