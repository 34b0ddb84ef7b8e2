//! When and where texts are law: dates, territories, overlaps and holes.

use super::{checked::Force, scope::Checker, term::VersionTerm};
use crate::{
    diagnostic::{Code, Diagnostic, did_you_mean},
    document::{InForce, Territories},
    json::Spanned,
    source::Span,
    value::{Date, Period, Territory},
};

impl Checker<'_> {
    /// A day as written.
    pub fn day(&mut self, text: &Spanned<String>) -> Option<Date> {
        match text.value.parse::<Date>() {
            Ok(date) => Some(date),
            Err(error) => self.fail(
                Diagnostic::error(Code::InvalidDate, text.span, error.to_string())
                    .help("a day is written \"2025-02-28\": year, month, day"),
            ),
        }
    }

    fn edges(&mut self, from: Option<&Spanned<String>>, until: Option<&Spanned<String>>) -> Option<Period> {
        let first = from.map(|text| self.day(text));
        let end = until.map(|text| self.day(text));
        let period = Period {
            from: match first {
                Some(day) => Some(day?),
                None => None,
            },
            until: match end {
                Some(day) => Some(day?),
                None => None,
            },
        };
        if let (Some(from), Some(until), Some(written)) = (period.from, period.until, until)
            && period.is_empty()
        {
            let message = format!("this ends on {until}, not after it begins on {from}");
            return self.fail(
                Diagnostic::error(Code::EmptyPeriod, written.span, message)
                    .help("`until` is the first day on which the text is no longer law: it was law up to and including the day before"),
            );
        }
        Some(period)
    }

    /// When a text is law.
    pub fn force(&mut self, written: &InForce) -> Option<Force> {
        if let Some(attested) = &written.attested {
            let period = self.edges(Some(&attested.from), Some(&attested.until))?;
            if let Some(edge) = written.from.as_ref().or(written.until.as_ref()) {
                return self.fail(
                    Diagnostic::error(
                        Code::ExactlyOneForm,
                        edge.span,
                        "true edges and attested edges stand side by side",
                    )
                    .help("write `from` and `until` where the true edges are known, `attested` where only reports are"),
                );
            }
            return Some(Force::Attested(period));
        }
        let period = self.edges(written.from.as_ref(), written.until.as_ref())?;
        Some(if written.planned == Some(true) { Force::Planned(period) } else { Force::Period(period) })
    }

    /// One territory as written; it must be declared.
    pub fn territory(&mut self, text: &Spanned<String>) -> Option<Territory> {
        let Ok(territory) = text.value.parse::<Territory>() else {
            let message = format!("`{}` is no territory", text.value);
            return self.fail(
                Diagnostic::error(Code::InvalidTerritory, text.span, message)
                    .help("a territory is written `RU`, `RU-KHA` or `RU-KHA/khabarovsk`"),
            );
        };
        if self.symbols.territories.contains_key(&territory) {
            return Some(territory);
        }
        let known = self.symbols.territories.keys().map(Territory::as_str);
        let help = did_you_mean(territory.as_str(), known, "territories");
        let message = format!("the territory `{territory}` is not declared");
        self.fail(Diagnostic::error(Code::UnknownTerritory, text.span, message).help(help))
    }

    /// One territory or a list of them.
    pub fn territories(&mut self, written: &Territories) -> Option<Vec<Territory>> {
        let found: Vec<Option<Territory>> = written.iter().map(|text| self.territory(text)).collect();
        found.into_iter().collect()
    }

    /// Of the texts of one territory only one is law on a day: territories, when, where it is written.
    pub(super) fn check_overlaps(&mut self, texts: &[(&[Territory], Period, Span)]) {
        for (place, (territories, period, span)) in texts.iter().enumerate() {
            for (others, other_period, other) in texts.iter().skip(place.saturating_add(1)) {
                let shared = territories.iter().any(|here| others.contains(here));
                if shared && period.overlaps(*other_period) {
                    let message = "two versions are law on the same day";
                    let help = "`until` is the first day on which a version is no longer law; let the next begin on it";
                    self.sink.push(
                        Diagnostic::error(Code::OverlappingVersions, *other, message)
                            .also(*span, "the other one")
                            .help(help),
                    );
                }
            }
        }
    }

    /// Versions of one territory must not overlap; by an event date they leave no hole.
    pub(super) fn check_periods(&mut self, versions: &[VersionTerm], by_event: bool, otherwise: bool, span: Span) {
        for adds in [false, true] {
            let texts = versions.iter().filter(|version| version.adds == adds);
            let texts: Vec<_> = texts.map(|text| (text.territories.as_slice(), text.period, text.span)).collect();
            self.check_overlaps(&texts);
        }
        let mut periods: Vec<Period> =
            versions.iter().filter(|version| !version.adds).map(|version| version.period).collect();
        periods.sort_by_key(|period| period.from);
        let mut holes = Vec::new();
        let mut end = None;
        for (place, period) in periods.iter().enumerate() {
            if place == 0 {
                if by_event && period.from.is_some() {
                    holes.push((None, period.from));
                }
            } else if let (Some(Some(end)), Some(from)) = (end, period.from)
                && end < from
            {
                holes.push((Some(end), Some(from)));
            }
            end = match (end, period.until) {
                (Some(None), _) | (_, None) => Some(None),
                (Some(Some(before)), Some(until)) => Some(Some(std::cmp::max::<Date>(before, until))),
                (None, Some(until)) => Some(Some(until)),
            };
        }
        if by_event && let Some(Some(end)) = end {
            holes.push((Some(end), None));
        }
        if otherwise {
            return;
        }
        for hole in holes {
            let message = match hole {
                (Some(from), Some(until)) => format!("no version is law from {from} until {until}"),
                (None, Some(until)) => format!("no version is law before {until}"),
                (Some(from), None) => format!("no version is law from {from} on"),
                (None, None) => "no version is ever law".to_owned(),
            };
            self.sink.push(
                Diagnostic::error(Code::GapInVersions, span, message)
                    .help("close the hole, or end the list with `{ \"otherwise\": … }`"),
            );
        }
    }
}
