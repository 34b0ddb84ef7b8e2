//! Needs: which the family has, and the measures that meet them. Read off verdicts and conditions that were found before.

use std::collections::BTreeMap;

use super::{
    assess::{Answer, Assessment},
    outcome::{Eligibility, Verdict},
};
use crate::{catalogue::NeedText, value::Date};

/// What an assessment says of one need.
#[derive(Debug, Clone)]
pub struct NeedAnswer<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its words.
    pub words: &'a NeedText,
    /// The place of its condition among the circumstances, and whether it holds; none for a need that never arises.
    pub found: Option<(usize, Answer)>,
    /// The verdicts on the measures that address it and are neither refused nor out of force, the nearest deadline first.
    pub measures: Vec<&'a Verdict>,
}

impl NeedAnswer<'_> {
    /// Whether it holds; none for a need that never arises.
    pub fn holds(&self) -> Option<Answer> {
        self.found.map(|(_, holds)| holds)
    }

    /// Whether the family has the need, and nothing is there for it but questions.
    pub fn is_unmet(&self) -> bool {
        self.holds() == Some(Answer::True) && !self.measures.iter().any(|verdict| meets(verdict.eligibility))
    }

    /// The nearest of the last days on which one can apply for its measures.
    pub fn apply_by(&self) -> Option<Date> {
        self.measures.iter().filter_map(|verdict| deadline(verdict)).min()
    }
}

/// Whether a measure with this verdict is there for a family: now, if confirmed, or if a specialist says so.
pub fn meets(eligibility: Eligibility) -> bool {
    !matches!(eligibility, Eligibility::Undetermined | Eligibility::NotEligible | Eligibility::NotInForce)
}

fn deadline(verdict: &Verdict) -> Option<Date> {
    verdict.entitlement.as_ref()?.apply_by
}

/// Sorts what has no day behind everything that has one.
fn nearest(day: Option<Date>) -> (bool, Option<Date>) {
    (day.is_none(), day)
}

impl Assessment {
    /// Every need: the most urgent first, then the nearest deadline, then by sphere of life and name. Needs that never arise
    /// come last.
    pub(crate) fn diagnosis(&self) -> Vec<NeedAnswer<'_>> {
        let checked = &self.library.checked;
        let mut found = BTreeMap::new();
        for (place, answer) in self.circumstances.iter().enumerate() {
            let need = checked.definitions.get(answer.definition).and_then(|known| known.need.as_deref());
            found.extend(need.map(|need| (need, (place, answer.holds))));
        }
        let mut measures: BTreeMap<&str, Vec<&Verdict>> = BTreeMap::new();
        for verdict in &self.verdicts {
            if matches!(verdict.eligibility, Eligibility::NotEligible | Eligibility::NotInForce) {
                continue;
            }
            let version = checked.measures.get(verdict.measure).and_then(|known| known.versions.get(verdict.version));
            for need in version.into_iter().flat_map(|version| &version.text.addresses) {
                measures.entry(need.value.as_str()).or_default().push(verdict);
            }
        }
        let answer = |(name, words)| {
            let mut measures = measures.remove(name).unwrap_or_default();
            // INVARIANT: verdicts stand in the order of measures and member ids, and the sort keeps it.
            measures.sort_by_key(|verdict| nearest(deadline(verdict)));
            NeedAnswer { name, words, found: found.get(name).copied(), measures }
        };
        let mut needs: Vec<NeedAnswer<'_>> = self.library.catalogue.needs().map(answer).collect();
        needs.sort_by_cached_key(|need| {
            let urgency = need.words.urgency;
            (urgency.is_none(), urgency, nearest(need.apply_by()), need.words.sphere.clone(), need.name)
        });
        needs
    }
}
