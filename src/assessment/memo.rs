//! Reasons that were worked out: many measures ask the same of a family.

use std::{cell::RefCell, collections::HashMap, fmt, hash::BuildHasherDefault};

use super::outcome::Reason;
use crate::eval::{Cell, Mixed, View};

/// The reasons of conditions in the views of one family of which nothing is assumed.
#[derive(Default)]
pub(super) struct Memo(RefCell<HashMap<Asked, Reason, BuildHasherDefault<Mixed>>>);

/// A condition in a view, and whether it is a ground of refusal.
type Asked = (View, Cell, bool);

/// Reasons tell facts of a family: a count only.
impl fmt::Debug for Memo {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Memo").field("reasons", &self.0.borrow().len()).finish_non_exhaustive()
    }
}

impl Memo {
    /// The reason of a condition, which is worked out where it was not yet.
    pub fn reason(&self, asked: Asked, find: impl FnOnce() -> Reason) -> Reason {
        if let Some(known) = self.0.borrow().get(&asked) {
            return known.clone();
        }
        // Nothing is borrowed while a reason is found.
        let found = find();
        self.0.borrow_mut().insert(asked, found.clone());
        found
    }

    /// Forgets the family.
    pub fn clear(&mut self) {
        self.0.get_mut().clear();
    }
}
