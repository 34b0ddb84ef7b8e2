//! A measure in force must not cite a definition that is no law on some day, and a definition should be cited.

use std::collections::BTreeMap;

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
    let mut coverage = Coverage { checked, known: BTreeMap::new() };
    for version in checked.measures.iter().flat_map(|measure| &measure.versions) {
        coverage.version(version, sink);
    }
    unused(checked, sink);
}

struct Coverage<'a> {
    checked: &'a Checked,
    known: BTreeMap<(usize, Territory), Vec<Hole>>,
}

impl Coverage<'_> {
    fn version(&mut self, version: &CheckedVersion, sink: &mut Sink) {
        for territory in &version.territories {
            let mut holes: Vec<Hole> = Vec::new();
            for term in version.terms() {
                holes.extend(Self::holes(term, territory));
            }
            for definition in version.cited() {
                holes.extend(self.definition(definition, territory));
            }
            let force = version.force.period();
            let hole = holes.into_iter().find(|hole| hole.by_event || hole.days.overlaps(force));
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

    /// The holes of a definition, read in a territory, with those of all that it cites.
    fn definition(&mut self, definition: usize, territory: &Territory) -> Vec<Hole> {
        let key = (definition, territory.clone());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let Some(found) = self.checked.definitions.get(definition) else { return Vec::new() };
        let mut holes = Self::holes(&found.body, territory);
        for cited in found.body.cited() {
            holes.extend(self.definition(cited, territory));
        }
        self.known.insert(key, holes.clone());
        holes
    }

    /// The holes of the versions inside an expression.
    fn holes(term: &Typed, territory: &Territory) -> Vec<Hole> {
        let mut found = Vec::new();
        term.each(&mut |part| {
            if let Term::Versions(versions) = &part.term
                && versions.otherwise.is_none()
            {
                let by_event = versions.by.is_some();
                let gaps = gaps(versions, territory).into_iter();
                found.extend(gaps.map(|days| Hole { days, span: part.span, by_event }));
            }
        });
        found
    }
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
fn unused(checked: &Checked, sink: &mut Sink) {
    let mut cited: Vec<bool> = checked.definitions.iter().map(|definition| definition.circumstance).collect();
    let versions = checked.measures.iter().flat_map(|measure| &measure.versions);
    let by_measures = versions.flat_map(CheckedVersion::cited);
    let by_definitions = checked.definitions.iter().flat_map(|definition| definition.body.cited());
    let clauses =
        checked.facts.iter().flat_map(|fact| fact.applies_when.iter().chain(&fact.derive)).flat_map(Typed::cited);
    for definition in by_measures.chain(by_definitions).chain(clauses) {
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
