//! What was told of record lists.

use std::fmt;

use super::model::{Completeness, ListTold};

/// The record lists of the family or of a member.
///
/// Nearly nobody tells any, and members are many: where none was told it is a single empty pointer.
#[derive(Clone, Default, PartialEq, Eq)]
#[expect(clippy::box_collection, reason = "a list takes three times as much room as what points to it")]
pub struct Lists(
    // INVARIANT: not there, or as long as all record lists of the rules.
    Option<Box<Vec<ListTold>>>,
);

static ABSENT: ListTold = ListTold::ABSENT;

/// How many were told only.
impl fmt::Debug for Lists {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Lists").field(&self.count()).finish()
    }
}

impl Lists {
    /// The list with this number.
    #[inline]
    pub fn get(&self, list: usize) -> &ListTold {
        self.all().get(list).unwrap_or(&ABSENT)
    }

    /// The same, if some list was told.
    pub fn get_mut(&mut self, list: usize) -> Option<&mut ListTold> {
        self.0.as_mut()?.get_mut(list)
    }

    /// All of them, each at its number; none where nothing was told.
    #[inline]
    pub fn all(&self) -> &[ListTold] {
        self.0.as_ref().map_or(&[], |lists| lists.as_slice())
    }

    /// Puts what was told of one of so many.
    pub fn tell(&mut self, count: usize, list: usize, told: ListTold) {
        let lists = self.0.get_or_insert_with(|| Box::new(vec![ListTold::ABSENT; count]));
        if let Some(place) = lists.get_mut(list) {
            *place = told;
        }
    }

    /// Of how many lists something was told.
    pub fn count(&self) -> usize {
        self.all().iter().filter(|list| list.completeness() != Completeness::Absent).count()
    }
}
