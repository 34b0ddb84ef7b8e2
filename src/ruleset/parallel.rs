//! Many families on all cores: each thread counts families of its own, and the parts are added exactly.

use std::sync::{Mutex, PoisonError};

use rayon::iter::{IntoParallelIterator, ParallelExtend, ParallelIterator};

use super::{comparison::Comparison, population::Population, totals::Totals};
use crate::{
    family::{Family, FamilyTable},
    value::Weight,
};

/// Shares items out to parts, of which there are no more than threads that work at once: a part that is full keeps its
/// buffers for the next items.
fn shared_out<P: Send, I: IntoParallelIterator>(
    items: I,
    new: impl Fn() -> P + Send + Sync,
    add: impl Fn(&mut P, I::Item) + Send + Sync,
) -> Vec<P> {
    let idle = Mutex::new(Vec::new());
    let lock = || idle.lock().unwrap_or_else(PoisonError::into_inner);
    let take = || {
        let found = lock().pop();
        found.unwrap_or_else(&new)
    };
    let one = |mut part, item| {
        add(&mut part, item);
        part
    };
    items.into_par_iter().fold(take, one).for_each(|part| lock().push(part));
    idle.into_inner().unwrap_or_else(PoisonError::into_inner)
}

impl Population<'_> {
    /// The same population without families.
    fn anew(&self) -> Self {
        Self::new(self.day, self.by.clone())
    }

    fn add_all<I: IntoParallelIterator>(&mut self, families: I, add: impl Fn(&mut Self, I::Item) + Send + Sync) {
        let this: &Self = self;
        let parts = shared_out(families, || this.anew(), add);
        // Those that wait for their block to be full are assessed side by side too.
        let totals: Vec<Totals> = parts.into_par_iter().map(Population::totals).collect();
        for part in totals {
            match &mut self.counted {
                Some(counted) => counted.plus(&part),
                None => self.counted = Some(part),
            }
        }
    }
}

/// Adds families on all cores of the pool that it is called in, for instance from a slice (`par_iter`) or from any iterator
/// (`par_bridge`). The totals are the same to the byte, whatever the number of threads and whoever got which family.
///
/// A line that is no family stops nothing where it is sorted out on the way. Rules are cloned for the threads that read, so
/// that these do not wait for one another:
///
/// ```
/// use one_window::RuleSet;
/// use rayon::iter::{ParallelBridge, ParallelExtend, ParallelIterator};
///
/// let rules = RuleSet::bundled()?;
/// let day = rules.on("2025-10-10".parse()?);
/// let lines = [
///     r#"{ "territory": "RU-KHA", "members": [{ "id": "anna", "relation": "self" }] }"#,
///     "no family",
///     r#"{ "territory": "RU-NVS", "members": [{ "id": "alla", "relation": "self" }] }"#,
/// ];
/// let rejected = std::sync::Mutex::new(Vec::new());
/// let read = |rules: &mut RuleSet, (number, line)| match rules.family_from_json(line) {
///     Ok(family) => Some(family),
///     Err(error) => {
///         rejected.lock().unwrap().push((number, error));
///         None
///     }
/// };
/// let mut population = day.population();
/// population.par_extend((1..).zip(lines).par_bridge().map_init(|| rules.clone(), read).flatten_iter());
/// assert_eq!(population.totals().families(), 2);
/// assert_eq!(rejected.into_inner()?.first().map(|(number, _)| *number), Some(2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl ParallelExtend<Family> for Population<'_> {
    fn par_extend<I: IntoParallelIterator<Item = Family>>(&mut self, families: I) {
        self.add_all(families, |part, family| part.add(&family));
    }
}

/// The same of families that stay where they are.
impl<'f> ParallelExtend<&'f Family> for Population<'_> {
    fn par_extend<I: IntoParallelIterator<Item = &'f Family>>(&mut self, families: I) {
        self.add_all(families, Population::add);
    }
}

/// The same of families that stand for so many.
impl ParallelExtend<(Family, Weight)> for Population<'_> {
    fn par_extend<I: IntoParallelIterator<Item = (Family, Weight)>>(&mut self, families: I) {
        self.add_all(families, |part, (family, weight)| part.add_weighted(&family, weight));
    }
}

/// The same of families handed over as columns, one table on one thread.
impl<'f> ParallelExtend<&'f FamilyTable<'f>> for Population<'_> {
    fn par_extend<I: IntoParallelIterator<Item = &'f FamilyTable<'f>>>(&mut self, tables: I) {
        self.add_all(tables, Population::add_table);
    }
}

impl Comparison<'_> {
    /// The same comparison without families.
    fn anew(&self) -> Self {
        Self::new(self.before.day, self.after.day)
    }

    fn add_all<I: IntoParallelIterator>(&mut self, families: I, add: impl Fn(&mut Self, I::Item) + Send + Sync) {
        let this: &Self = self;
        let parts = shared_out(families, || this.anew(), add);
        for part in parts {
            self.changes.plus(&part.changes);
        }
    }
}

/// Adds families on all cores, as [`Population`] does.
impl ParallelExtend<Family> for Comparison<'_> {
    fn par_extend<I: IntoParallelIterator<Item = Family>>(&mut self, families: I) {
        self.add_all(families, |part, family| part.add(&family));
    }
}

/// The same of families that stay where they are.
impl<'f> ParallelExtend<&'f Family> for Comparison<'_> {
    fn par_extend<I: IntoParallelIterator<Item = &'f Family>>(&mut self, families: I) {
        self.add_all(families, Comparison::add);
    }
}

/// The same of families that stand for so many.
impl ParallelExtend<(Family, Weight)> for Comparison<'_> {
    fn par_extend<I: IntoParallelIterator<Item = (Family, Weight)>>(&mut self, families: I) {
        self.add_all(families, |part, (family, weight)| part.add_weighted(&family, weight));
    }
}
