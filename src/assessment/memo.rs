//! Reasons that were worked out: many measures ask the same of a family.

use std::{
    collections::HashMap,
    fmt,
    hash::BuildHasherDefault,
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::outcome::Reason;
use crate::eval::{Cell, Mixed, View};

/// The reasons of conditions in the views of one family of which nothing is assumed.
#[derive(Default)]
pub(super) struct Memo(Mutex<Reasons>);

type Reasons = HashMap<Asked, Reason, BuildHasherDefault<Mixed>>;

/// A condition in a view, and whether it is a ground of refusal.
type Asked = (View, Cell, bool);

/// Reasons tell facts of a family: a count only.
impl fmt::Debug for Memo {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Memo").field("reasons", &self.known().len()).finish_non_exhaustive()
    }
}

impl Memo {
    /// The reason of a condition, which is worked out where it was not yet.
    pub fn reason(&self, asked: Asked, find: impl FnOnce() -> Reason) -> Reason {
        let known = self.known().get(&asked).cloned();
        known.unwrap_or_else(|| {
            // Nothing is locked while a reason is found.
            let found = find();
            self.known().insert(asked, found.clone());
            found
        })
    }

    /// Forgets the family.
    pub fn clear(&mut self) {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn known(&self) -> MutexGuard<'_, Reasons> {
        // A reason is there whole or not at all, whatever became of who put it there.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
