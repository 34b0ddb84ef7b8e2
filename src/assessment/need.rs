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
    /// The verdicts on the measures that address it and may still be had, the nearest deadline first.
    pub measures: Vec<&'a Verdict>,
}

impl NeedAnswer<'_> {
    /// Whether it holds; none for a need that never arises.
    pub fn holds(&self) -> Option<Answer> {
        self.found.map(|(_, holds)| holds)
    }

    /// Whether the family has the need, and nothing is there for it but questions.
    pub fn is_unmet(&self) -> bool {
        self.holds() == Some(Answer::True) && !self.measures.iter().any(|verdict| meets(verdict.answered()))
    }

    /// The nearest of the last days on which one can apply for its measures.
    pub fn apply_by(&self) -> Option<Date> {
        self.measures.iter().filter_map(|verdict| deadline(verdict)).min()
    }
}

/// Whether a measure with this verdict is there for a family: now, if confirmed, or if a specialist says so.
pub fn meets(eligibility: Eligibility) -> bool {
    !matches!(eligibility, Eligibility::Undetermined) && is_there(eligibility)
}

/// Whether a measure with this verdict may still be had: neither refused, nor in place of another, nor out of force.
fn is_there(eligibility: Eligibility) -> bool {
    !matches!(eligibility, Eligibility::NotEligible | Eligibility::Excluded | Eligibility::NotInForce)
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
            if !is_there(verdict.answered()) {
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

#[cfg(test)]
mod tests {
    use crate::{assessment::Assessment, ruleset::sample};

    /// A family of one under these needs (name, sphere, urgency, condition) and measures (name, need, what is written in it).
    fn assessed(needs: &[(&str, &str, &str, &str)], measures: &[(&str, &str, &str)], facts: &str) -> Assessment {
        let title = r#""title": { "ru": "Н", "en": "N" }"#;
        let needs = needs.iter().map(|(name, sphere, urgency, condition)| {
            format!(
                r#""{name}": {{ {title}, "sphere": "{sphere}", "urgency": "{urgency}", "arises_when": "{condition}" }}"#
            )
        });
        let measures = measures.iter().map(|(name, need, parts)| {
            format!(
                r#""federal.{name}": {{ {title}, "kind": "benefit", "addresses": ["{need}"], "territory": "RU",
                "in_force": {{ "from": "2020-01-01" }}, {parts} }}"#
            )
        });
        let (needs, measures) = (needs.collect::<Vec<_>>().join(","), measures.collect::<Vec<_>>().join(","));
        let rules = sample::load(&format!(r#"{{ "needs": {{ {needs} }}, "measures": {{ {measures} }} }}"#));
        sample::assess(&rules.unwrap_or_else(|error| panic!("{error}")), facts, "}")
    }

    fn names(assessment: &Assessment) -> Vec<&str> {
        assessment.diagnosis().iter().map(|need| need.name).collect()
    }

    #[test]
    fn the_most_urgent_comes_first_then_the_nearest_deadline() {
        let needs = [
            ("a", "work", "planned", "poor"),
            ("b", "work", "soon", "poor"),
            ("c", "home", "soon", "poor"),
            ("d", "home", "soon", "not(poor)"),
            ("e", "work", "now", "rooms > 3"),
        ];
        let closes =
            |day: &str| format!(r#""eligible_when": "poor", "apply": {{ "closes": "{day}", "late": "lapses" }}"#);
        let (near, far) = (closes("date(2025, 11, 1)"), closes("date(2026, 11, 1)"));
        let found = assessed(&needs, &[], r#""poor": true,"#);
        // A need that never arises comes last: `means` stands beside the vocabulary.
        assert_eq!(names(&found), ["e", "c", "d", "b", "a", "means"]);
        let found = assessed(&needs, &[("m", "b", &far), ("n", "d", &near)], r#""poor": true,"#);
        assert_eq!(names(&found), ["e", "d", "b", "c", "a", "means"]);
    }

    #[test]
    fn the_measure_with_the_nearest_deadline_comes_first() {
        let far = r#""eligible_when": "poor", "apply": { "closes": "date(2026, 11, 1)", "late": "lapses" }"#;
        let measures =
            [("a", "n", r#""eligible_when": "poor""#), ("b", "n", far), ("c", "n", r#""eligible_when": "not(poor)""#)];
        let found = assessed(&[("n", "s", "soon", "poor")], &measures, r#""poor": true,"#);
        let needs = found.diagnosis();
        let places: Vec<usize> = needs[0].measures.iter().map(|verdict| verdict.measure).collect();
        assert_eq!(places, [1, 0], "what is refused is not there");
        assert_eq!(needs[0].apply_by().map(|day| day.to_string()).as_deref(), Some("2026-10-31"));
    }

    #[test]
    fn a_need_is_unmet_where_nothing_but_questions_is_there() {
        let unmet = |right: &str, facts: &str| {
            let right = format!(r#""eligible_when": "{right}""#);
            let found = assessed(&[("n", "s", "soon", "rooms > 3")], &[("m", "n", &right)], facts);
            found.diagnosis()[0].is_unmet()
        };
        assert!(unmet("rent > 0", r#""rooms": 4,"#) && unmet("rooms = 5", r#""rooms": 4,"#));
        assert!(!unmet("rooms = 4", r#""rooms": 4,"#) && !unmet("poor", r#""rooms": 4, "poor": true,"#));
        assert!(!unmet("rent > 0", "") && !unmet("rent > 0", r#""rooms": 1,"#), "only what holds is met or unmet");
    }
}
