//! Rules on one day: a program for each territory, folded once and shared by threads.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, OnceLock},
};

use super::{
    basis::Basis,
    circumstance::{By, by},
    error::UnknownCircumstance,
    population::Population,
    screening::Screening,
    trace::Trace,
    tracing::{Outlined, Tracing},
};
use crate::{
    assessment::{Answer, Assessment, Doubt, Frames, Nobody, Shower, Verdict, assess, circumstances, verdicts},
    catalogue::Library,
    diagnostic::Sink,
    family::Family,
    population::{Alone, Besides, Folded, Screened, Screener},
    program::{Moment, Outline, Program, compile},
    value::{Date, Territory},
};

/// The rules on a day of application.
///
/// Cheap to clone, `Send` and `Sync`. The program of a territory is folded when the first family of it is assessed, once
/// for all threads.
#[derive(Clone)]
pub struct Day {
    pub(super) library: Arc<Library>,
    on: Date,
    programs: Arc<BTreeMap<Territory, Law>>,
}

/// The law of one territory, folded when it is first asked for, once for all threads.
#[derive(Default)]
struct Law {
    program: OnceLock<Arc<Program>>,
    folded: OnceLock<Arc<Folded>>,
    /// The same with the circumstances.
    parted: OnceLock<Arc<Folded>>,
    /// The conditions as trees.
    outlined: OnceLock<Arc<Outlined>>,
}

impl fmt::Debug for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Day").field("on", &self.on).finish_non_exhaustive()
    }
}

impl Day {
    pub(super) fn new(library: Arc<Library>, on: Date) -> Self {
        let territories = library.checked.symbols.territories.keys();
        let programs = territories.map(|territory| (territory.clone(), Law::default())).collect();
        Self { library, on, programs: Arc::new(programs) }
    }

    /// The day of application.
    #[must_use]
    pub fn date(&self) -> Date {
        self.on
    }

    /// What a family can get on this day. A family read against other rules is translated by name.
    #[must_use]
    pub fn assess(&self, family: &Family) -> Assessment {
        self.assess_with(family, (&mut Frames::default(), &mut Nobody))
    }

    /// Buffers for many families one after another.
    #[must_use]
    pub fn desk(&self) -> Desk<'_> {
        Desk {
            day: self,
            frames: Frames::default(),
            plans: Plans { day: self, folded: BTreeMap::new(), screener: Screener::default() },
            found: Vec::new(),
            open: Vec::new(),
            tracing: Tracing::default(),
        }
    }

    /// Many families, from which totals are made.
    #[must_use]
    pub fn population(&self) -> Population<'_> {
        Population::new(self, By::default())
    }

    /// Many families, whose totals are made once more for each of these circumstances: for the families for whom it holds,
    /// for whom it does not, and of whom that is not known, as their assessments say ([`Totals::circumstances`](super::Totals::circumstances)).
    ///
    /// Circumstances are definitions with `"circumstance": true`; they are conditions of the family.
    ///
    /// ```
    /// # use one_window::{Answer, RuleSet};
    /// let rules = RuleSet::bundled()?;
    /// let day = rules.on("2025-10-10".parse()?);
    /// let mut population = day.population_by(["large_family"])?;
    /// population.add(&rules.family_from_json(
    ///     r#"{ "territory": "RU-KHA", "members": [{ "id": "anna", "relation": "self" }] }"#,
    /// )?);
    /// let totals = population.totals();
    /// let [large, other, unknown] = totals.circumstances().try_into().map_err(|_| "three")?;
    /// assert_eq!((large.holds(), large.families().as_str()), (Answer::True, "0"));
    /// assert_eq!((other.holds(), other.families().as_str()), (Answer::False, "1"));
    /// assert_eq!((unknown.holds(), unknown.measures().len()), (Answer::Unknown, 0));
    /// assert!(day.population_by(["large_famly"]).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`UnknownCircumstance`] where the rules have none of a name.
    pub fn population_by<'n>(
        &self,
        circumstances: impl IntoIterator<Item = &'n str>,
    ) -> Result<Population<'_>, UnknownCircumstance> {
        Ok(Population::new(self, by(&self.library, circumstances)?))
    }

    /// The rules and the day, by name.
    pub(super) fn basis(&self) -> Basis {
        Basis { digest: self.library.digest.clone(), on: self.on }
    }

    /// A family as these rules read it.
    pub(super) fn own(&self, family: &Family) -> Family {
        family.under(&self.library.vocabulary).0
    }

    fn assess_with(&self, family: &Family, buffers: (&mut Frames, &mut dyn Shower)) -> Assessment {
        if !family.vocabulary().is(&self.library.vocabulary) {
            let (family, unused) = family.under(&self.library.vocabulary);
            let mut assessment = self.assess_own(&family, buffers);
            assessment.unused = unused;
            return assessment;
        }
        self.assess_own(family, buffers)
    }

    fn assess_own(&self, family: &Family, buffers: (&mut Frames, &mut dyn Shower)) -> Assessment {
        let program = self.program(family.territory());
        assess(&self.library, &program, family, self.on, buffers)
    }

    /// The program of a territory; one that only other rules know is folded for the caller alone.
    fn program(&self, territory: &Territory) -> Arc<Program> {
        let compiled = || compile(&self.library.checked, Moment::On(self.on), territory, &mut Sink::default());
        let fold = || Arc::new(compiled());
        self.programs.get(territory).map_or_else(fold, |law| law.program.get_or_init(fold).clone())
    }

    /// The same for many families.
    pub(super) fn folded(&self, territory: &Territory) -> Arc<Folded> {
        let fold = || self.fold(territory, Besides::Nothing);
        self.programs.get(territory).map_or_else(fold, |law| law.folded.get_or_init(fold).clone())
    }

    /// The same for many families that are parted by circumstances. It is another one, so that nobody else pays for them.
    pub(super) fn parted(&self, territory: &Territory) -> Arc<Folded> {
        let fold = || self.fold(territory, Besides::Circumstances);
        self.programs.get(territory).map_or_else(fold, |law| law.parted.get_or_init(fold).clone())
    }

    fn fold(&self, territory: &Territory, besides: Besides<'_>) -> Arc<Folded> {
        let Library { checked, vocabulary, .. } = &*self.library;
        Arc::new(Folded::new(&self.program(territory), (checked, vocabulary), self.on, besides))
    }

    /// The conditions of a territory as trees, with a plan of all that stands in them.
    pub(super) fn outlined(&self, territory: &Territory) -> Arc<Outlined> {
        let outlined = || {
            let program = self.program(territory);
            let outline = Outline::new(&program, &self.library.checked);
            let folded = self.fold(territory, Besides::Conditions(&outline));
            Arc::new(Outlined { program, outline, folded })
        };
        self.programs.get(territory).map_or_else(outlined, |law| law.outlined.get_or_init(outlined).clone())
    }
}

impl Alone for Desk<'_> {
    fn screened(&mut self, family: &Family) -> &[Screened] {
        self.look_over(family);
        &self.found
    }

    fn holds(&mut self, family: &Family, definitions: &[usize]) -> Vec<Answer> {
        let (day, program) = (self.day, self.day.program(family.territory()));
        circumstances(&day.library, &program, (family, definitions), day.on, &mut self.frames)
    }
}

/// The plans of the territories that a desk was asked about, and the buffers in which they are run.
struct Plans<'a> {
    day: &'a Day,
    folded: BTreeMap<Territory, Arc<Folded>>,
    screener: Screener,
}

impl Plans<'_> {
    /// The plan of a territory, and the buffers to run it in.
    fn of(&mut self, territory: &Territory) -> (&Folded, &mut Screener) {
        let day = self.day;
        (self.folded.entry(territory.clone()).or_insert_with(|| day.folded(territory)), &mut self.screener)
    }
}

impl Shower for Plans<'_> {
    fn show(&mut self, family: &Family, doubts: &mut [Doubt]) {
        if Screener::is_worth(doubts) {
            let (folded, screener) = self.of(family.territory());
            screener.show(folded, family, doubts);
        }
    }
}

/// Assesses many families one after another in the same buffers.
pub struct Desk<'a> {
    pub(super) day: &'a Day,
    frames: Frames,
    plans: Plans<'a>,
    found: Vec<Screened>,
    open: Vec<usize>,
    tracing: Tracing,
}

/// The day only: the buffers hold what the last family told.
impl fmt::Debug for Desk<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Desk").field("on", &self.day.on).finish_non_exhaustive()
    }
}

impl Desk<'_> {
    /// What a family can get on the day.
    pub fn assess(&mut self, family: &Family) -> Assessment {
        self.plans.screener.forget();
        self.day.assess_with(family, (&mut self.frames, &mut self.plans))
    }

    /// What a family is not refused: the verdicts of [`assess`](Self::assess), and the money of what is granted, without
    /// terms, reasons and questions, and much faster.
    ///
    /// ```
    /// # use one_window::RuleSet;
    /// let rules = RuleSet::bundled()?;
    /// let day = rules.on("2025-10-10".parse()?);
    /// let family = rules.family_from_json(
    ///     r#"{ "territory": "RU-KHA", "members": [{ "id": "anna", "relation": "self" }] }"#,
    /// )?;
    /// let mut desk = day.desk();
    /// assert!(desk.screen(&family).outcomes().all(|outcome| !outcome.measure().is_empty()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn screen<'a>(&'a mut self, family: &'a Family) -> Screening<'a> {
        let day = self.day;
        let is_own = family.vocabulary().is(&day.library.vocabulary);
        let translated = (!is_own).then(|| day.own(family));
        let own = translated.as_ref().unwrap_or(family);
        self.look_over(own);
        Screening::new(&day.library, family, &self.found)
    }

    /// How every condition of the measures in force came out for a family: a tree for each measure, as data.
    ///
    /// It says of each condition whether it holds, whatever the others come to. A verdict can be surer than its
    /// conditions, where every case of what is open comes to the same.
    ///
    /// ```
    /// # use one_window::{Answer, RuleSet, StepRole};
    /// let rules = RuleSet::bundled()?;
    /// let day = rules.on("2025-10-10".parse()?);
    /// let family = rules.family_from_json(
    ///     r#"{ "territory": "RU-KHA", "members": [{ "id": "anna", "relation": "self", "birth_date": "1990-04-02" }] }"#,
    /// )?;
    /// let mut desk = day.desk();
    /// let trace = desk.trace_of(&family, "federal.unified_benefit_pregnancy").ok_or("no such measure")?;
    /// let anna = trace.measures().next().ok_or("it is in force")?;
    /// assert_eq!(anna.member(), Some("anna"));
    /// let right = anna.steps().find(|step| step.role() == Some(StepRole::EligibleWhen)).ok_or("a right")?;
    /// assert_eq!(right.told(), Answer::Unknown);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn trace<'a>(&'a mut self, family: &'a Family) -> Trace<'a> {
        self.traced(family, None)
    }

    /// The same of one measure; nothing stands in it where the measure is not in force. `None` where the rules have no
    /// such measure.
    pub fn trace_of<'a>(&'a mut self, family: &'a Family, measure: &str) -> Option<Trace<'a>> {
        let measures = &self.day.library.checked.measures;
        let place = measures.binary_search_by(|known| known.name.as_str().cmp(measure)).ok()?;
        Some(self.traced(family, Some(place)))
    }

    fn traced<'a>(&'a mut self, family: &'a Family, measure: Option<usize>) -> Trace<'a> {
        let day = self.day;
        let is_own = family.vocabulary().is(&day.library.vocabulary);
        let translated = (!is_own).then(|| day.own(family));
        let own = translated.as_ref().unwrap_or(family);
        let reading = self.tracing.run(day, (own, measure), (&mut self.plans.screener, &mut self.frames));
        Trace::new(&day.library, family, reading)
    }

    /// Finds what a family of these rules is not refused.
    fn look_over(&mut self, own: &Family) {
        let day = self.day;
        self.found.clear();
        self.open.clear();
        let (folded, screener) = self.plans.of(own.territory());
        screener.run(folded, own, &mut self.found, &mut self.open);
        if !self.open.is_empty() {
            let program = day.program(own.territory());
            let buffers: (_, &mut dyn Shower) = (&mut self.frames, &mut self.plans);
            let verdicts = verdicts(&day.library, &program, (own, &self.open), day.on, buffers);
            let open = &self.open;
            let is_open = |verdict: &&Verdict| open.binary_search(&verdict.measure).is_ok();
            self.found.extend(verdicts.iter().filter(is_open).filter_map(Screened::of));
            self.found.sort_by_key(|screened| screened.measure);
        }
    }
}
