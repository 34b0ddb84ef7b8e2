//! A measure in force must not cite a definition that is no law on some day, and a definition should be cited.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    checked::{Checked, CheckedVersion},
    term::{Term, Typed, Versions},
};
use crate::{
    diagnostic::{Code, Diagnostic, Sink},
    source::Span,
    value::{Date, Period, Territory},
};

/// A stretch of days on which no text is law.
#[derive(Debug, Clone, Copy)]
struct Hole {
    days: Period,
    /// Where the text should stand.
    span: Span,
    /// Whether the date of an event picks the text: that may lie on any day, whenever the measure is in force.
    by_event: bool,
}

/// Reports measures that cite texts which are no law while the measure is, and definitions that nobody cites.
pub(super) fn check_coverage(checked: &Checked, sink: &mut Sink) {
    let bodies = checked.definitions.iter().map(|definition| &definition.body);
    let mut coverage = Coverage { made_of: bodies.map(|body| Cited::by([body])).collect(), known: BTreeMap::new() };
    let mut by_measures: Vec<usize> = Vec::new();
    for version in checked.measures.iter().flat_map(|measure| &measure.versions) {
        let cited = Cited::by_version(version);
        coverage.version(version, &cited, sink);
        by_measures.extend(cited.definitions);
    }
    unused(checked, &by_measures, &coverage.made_of, sink);
}

/// The versions in an expression that may leave a day without law, each with its place.
type Texts<'a> = Vec<(&'a Versions, Span)>;

/// What a definition or a measure is made of.
#[derive(Default)]
struct Cited<'a> {
    /// The definitions that it cites itself, each once.
    definitions: Vec<usize>,
    texts: Texts<'a>,
}

impl<'a> Cited<'a> {
    fn by(terms: impl IntoIterator<Item = &'a Typed>) -> Self {
        let mut cited = Self::default();
        for term in terms {
            term.each(&mut |part| {
                part.cites(&mut cited.definitions);
                if let Term::Versions(versions) = &part.term
                    && versions.otherwise.is_none()
                {
                    cited.texts.push((versions.as_ref(), part.span));
                }
            });
        }
        cited.definitions.sort_unstable();
        cited.definitions.dedup();
        cited
    }

    /// What a version of a measure is made of, and the list over which it runs.
    fn by_version(version: &'a CheckedVersion) -> Self {
        let mut cited = Self::by(version.terms());
        if let Some((_, list)) = &version.each {
            list.cited(&mut cited.definitions);
            cited.definitions.sort_unstable();
            cited.definitions.dedup();
        }
        cited
    }
}

struct Coverage<'a> {
    /// What each definition is made of.
    made_of: Vec<Cited<'a>>,
    /// For each territory the definitions that have holes there, or cite such, with the holes of their own.
    known: BTreeMap<&'a Territory, BTreeMap<usize, Vec<Hole>>>,
}

impl<'a> Coverage<'a> {
    fn version(&mut self, version: &'a CheckedVersion, cited: &Cited<'a>, sink: &mut Sink) {
        for territory in &version.territories {
            let force = version.force.period();
            let counts = |hole: &Hole| hole.by_event || hole.days.overlaps(force);
            let own = holes(&cited.texts, territory).into_iter().find(counts);
            let hole = own.or_else(|| self.cited(&cited.definitions, territory, counts));
            if let Some(Hole { days, span, by_event }) = hole {
                let days = if by_event { days } else { days.intersection(force) };
                let message = match (days.from, days.until) {
                    (Some(from), Some(until)) => format!("no text of this is law from {from} until {until}"),
                    (Some(from), None) => format!("no text of this is law from {from} on"),
                    (None, Some(until)) => format!("no text of this is law before {until}"),
                    (None, None) => "no text of this is ever law".to_owned(),
                };
                sink.push(
                    Diagnostic::error(Code::GapInVersions, span, message)
                        .also(version.span, "and this measure is in force then")
                        .help("add the version of that time, or end the list with `{ \"otherwise\": … }`"),
                );
            }
        }
    }

    /// The first hole that counts, of cited definitions and of all that they cite, read in a territory.
    fn cited(&mut self, cited: &[usize], territory: &'a Territory, counts: impl Fn(&Hole) -> bool) -> Option<Hole> {
        let made_of = &self.made_of;
        let known = self.known.entry(territory).or_insert_with(|| open(made_of, territory));
        let is_open = |definition: &&usize| known.contains_key(*definition);
        // Chains of definitions may be longer than the stack is deep, and each of them is looked at once.
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        let mut left: Vec<usize> = cited.iter().rev().filter(is_open).copied().collect();
        while let Some(next) = left.pop() {
            if !seen.insert(next) {
                continue;
            }
            if let Some(hole) = known.get(&next).and_then(|own| own.iter().find(|hole| counts(hole))) {
                return Some(*hole);
            }
            let more = made_of.get(next).into_iter().flat_map(|cited| cited.definitions.iter().rev());
            left.extend(more.filter(is_open).filter(|more| !seen.contains(*more)));
        }
        None
    }
}

/// The holes of texts, read in a territory.
fn holes(texts: &Texts<'_>, territory: &Territory) -> Vec<Hole> {
    let holes = texts.iter().flat_map(|(versions, span)| {
        let by_event = versions.by.is_some();
        gaps(versions, territory).into_iter().map(move |days| Hole { days, span: *span, by_event })
    });
    holes.collect()
}

/// The definitions that leave something open in a territory, by themselves or by what they cite.
fn open(made_of: &[Cited<'_>], territory: &Territory) -> BTreeMap<usize, Vec<Hole>> {
    let mut found: BTreeMap<usize, Vec<Hole>> = BTreeMap::new();
    for (definition, cited) in made_of.iter().enumerate() {
        let own = holes(&cited.texts, territory);
        // Each definition stands after all that it cites.
        if !own.is_empty() || cited.definitions.iter().any(|cited| found.contains_key(cited)) {
            found.insert(definition, own);
        }
    }
    found
}

/// The stretches of days that no version of a territory covers.
pub fn gaps(versions: &Versions, territory: &Territory) -> Vec<Period> {
    let here =
        versions.texts.iter().filter(|text| !text.adds && text.territories.iter().any(|own| own.contains(territory)));
    let mut periods: Vec<Period> = here.map(|text| text.period).collect();
    periods.sort_by_key(|period| period.from);
    let mut gaps = Vec::new();
    // The first day that nothing before covers; `None` of the option: from the beginning of time.
    let mut open: Option<Date> = None;
    let mut started = false;
    for period in periods {
        let starts_later = match (started, open, period.from) {
            (false, _, from) => from.is_some(),
            (true, Some(open), Some(from)) => open < from,
            (true, _, _) => false,
        };
        if starts_later {
            gaps.push(Period { from: open, until: period.from });
        }
        let Some(until) = period.until else { return gaps };
        open = Some(open.filter(|_| started).map_or(until, |open| open.max(until)));
        started = true;
    }
    gaps.push(Period { from: open, until: None });
    gaps
}

/// A definition that nothing cites is dead text.
fn unused(checked: &Checked, by_measures: &[usize], made_of: &[Cited<'_>], sink: &mut Sink) {
    let mut cited: Vec<bool> =
        checked.definitions.iter().map(|known| known.circumstance || known.need.is_some()).collect();
    let by_definitions = made_of.iter().flat_map(|known| known.definitions.iter().copied());
    let clauses =
        checked.facts.iter().flat_map(|fact| fact.applies_when.iter().chain(&fact.derive)).flat_map(Typed::cited);
    for definition in by_measures.iter().copied().chain(by_definitions).chain(clauses) {
        if let Some(place) = cited.get_mut(definition) {
            *place = true;
        }
    }
    for (definition, _) in checked.definitions.iter().zip(&cited).filter(|(_, cited)| !**cited) {
        let message = format!("nothing cites `{}`", definition.name);
        sink.push(
            Diagnostic::warning(Code::Unused, definition.span, message)
                .help("cite it, report it with `\"circumstance\": true`, or delete it"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Type;
    use crate::check::VersionTerm;
    use crate::ruleset::sample::{load, measure};

    fn text(from: Option<&str>, until: Option<&str>) -> VersionTerm {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let value = Typed::new(Term::Boolean(true), Type::Boolean, Span::nowhere());
        VersionTerm {
            territories: vec![Territory::country()],
            period: Period { from: from.map(day), until: until.map(day) },
            adds: false,
            value,
            span: Span::nowhere(),
        }
    }

    fn found(texts: Vec<VersionTerm>) -> Vec<(Option<String>, Option<String>)> {
        let versions = Versions { by: None, texts, otherwise: None };
        let shown = |day: Option<Date>| day.map(|day| day.to_string());
        gaps(&versions, &Territory::country()).into_iter().map(|gap| (shown(gap.from), shown(gap.until))).collect()
    }

    #[test]
    fn a_text_without_edges_leaves_no_gap() {
        assert!(found(vec![text(None, None)]).is_empty());
        assert!(found(vec![text(None, Some("2020-01-01")), text(Some("2020-01-01"), None)]).is_empty());
    }

    #[test]
    fn no_part_of_a_measure_cites_what_is_not_law() {
        let definitions = r#""late": { "of": "family", "versions": [{ "in_force": { "from": "2021-01-01" }, "is": "poor" }] },
            "grown": { "versions": [{ "in_force": { "from": "2021-01-01" }, "is": "members[age >= 18]" }] }"#;
        for parts in [
            r#""eligible_when": "late""#,
            r#""eligible_when": "true", "priority": [{ "when": "late", "add": 1 }]"#,
            r#""for": { "each": "grown", "as": "kid" }, "eligible_when": "kid.working""#,
        ] {
            let found = load(&measure(parts, definitions)).map(|_| ());
            assert!(found.is_err_and(|found| found.contains("no text of this is law")), "{parts}");
        }
    }

    #[test]
    fn gaps_lie_before_between_and_after() {
        let gaps =
            found(vec![text(Some("2010-01-01"), Some("2012-01-01")), text(Some("2013-01-01"), Some("2014-01-01"))]);
        let day = |text: &str| Some(text.to_owned());
        assert_eq!(
            gaps,
            [(None, day("2010-01-01")), (day("2012-01-01"), day("2013-01-01")), (day("2014-01-01"), None)]
        );
    }
}
