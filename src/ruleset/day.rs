//! Rules on one day: a program for each territory, folded once and shared by threads.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, OnceLock},
};

use crate::{
    assessment::{Assessment, Frames, assess},
    catalogue::Library,
    diagnostic::Sink,
    family::Family,
    program::{Moment, Program, compile},
    value::{Date, Territory},
};

/// The rules on a day of application.
///
/// Cheap to clone, `Send` and `Sync`. The program of a territory is folded when the first family of it is assessed, once
/// for all threads.
#[derive(Clone)]
pub struct Day {
    library: Arc<Library>,
    on: Date,
    programs: Arc<BTreeMap<Territory, OnceLock<Arc<Program>>>>,
}

impl fmt::Debug for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Day").field("on", &self.on).finish_non_exhaustive()
    }
}

impl Day {
    pub(super) fn new(library: Arc<Library>, on: Date) -> Self {
        let territories = library.checked.symbols.territories.keys();
        let programs = territories.map(|territory| (territory.clone(), OnceLock::new())).collect();
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
        self.assess_with(family, &mut Frames::default())
    }

    /// Buffers for many families one after another.
    #[must_use]
    pub fn desk(&self) -> Desk<'_> {
        Desk { day: self, frames: Frames::default() }
    }

    fn assess_with(&self, family: &Family, frames: &mut Frames) -> Assessment {
        if !Arc::ptr_eq(family.vocabulary(), &self.library.vocabulary) {
            let (family, unused) = family.under(&self.library.vocabulary);
            let mut assessment = self.assess_own(&family, frames);
            assessment.unused = unused;
            return assessment;
        }
        self.assess_own(family, frames)
    }

    fn assess_own(&self, family: &Family, frames: &mut Frames) -> Assessment {
        let program = self.program(family.territory());
        assess(&self.library, &program, family, self.on, frames)
    }

    /// The program of a territory; one that only other rules know is folded for the caller alone.
    fn program(&self, territory: &Territory) -> Arc<Program> {
        let compiled = || compile(&self.library.checked, Moment::On(self.on), territory, &mut Sink::default());
        let fold = || Arc::new(compiled());
        self.programs.get(territory).map_or_else(fold, |program| program.get_or_init(fold).clone())
    }
}

/// Assesses many families one after another in the same buffers.
pub struct Desk<'a> {
    day: &'a Day,
    frames: Frames,
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
        self.day.assess_with(family, &mut self.frames)
    }
}
