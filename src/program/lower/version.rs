//! Versions: the text that is law on the date and in the territory that is read.

use super::{Kind, Lowering, Op, Ref};
use crate::{
    check::{Typed, VersionTerm, Versions},
    program::node::Moment,
    source::Span,
    value::{Date, Territory},
};

impl Lowering<'_> {
    /// The text that is law on the date and in the territory that is read.
    pub fn versions(&mut self, versions: &Versions, span: Span) -> Option<Ref> {
        let Moment::On(day) = self.moment else { return self.every_version(versions, span) };
        let reading = self.reading.clone();
        let own = self.text_in(versions, day, &reading, span)?;
        if !self.resident {
            return Some(own);
        }
        // A family told only by its subject may live where a text of its own is law.
        let mut below: Vec<&Territory> = versions.texts.iter().flat_map(|text| &text.territories).collect();
        below.retain(|place| **place != reading && reading.contains(place));
        below.sort_unstable();
        below.dedup();
        let when = self.leaf(Op::Undecided, Kind::Truth, span);
        let mut branches = Vec::new();
        for place in below {
            branches.push((when.clone(), self.text_in(versions, day, place, span)?));
        }
        if branches.is_empty() { Some(own) } else { self.choose_refs(&branches, &own, span) }
    }

    fn text_in(&mut self, versions: &Versions, day: Date, place: &Territory, span: Span) -> Option<Ref> {
        match &versions.by {
            None => self.version_on(versions, day, place, span),
            Some(by) => self.version_by(versions, by, place, span),
        }
    }

    /// What stands where no text is law.
    fn otherwise(&mut self, versions: &Versions, span: Span) -> Option<Ref> {
        if let Some(otherwise) = &versions.otherwise {
            return self.term(otherwise);
        }
        let first = self.term(&versions.texts.first()?.value)?;
        let kind = self.kind(&first);
        Some(self.leaf(Op::NoLaw(kind), kind, span))
    }

    /// For every day and every place: any of them may be law.
    fn every_version(&mut self, versions: &Versions, span: Span) -> Option<Ref> {
        let date = match &versions.by {
            Some(by) => Some(self.term(by)?),
            None => None,
        };
        let mut branches = Vec::new();
        let mut last = None;
        for text in &versions.texts {
            let value = self.term(&text.value)?;
            let when = match &date {
                Some(date) => self.during(date, text, span)?,
                None => self.leaf(Op::Undecided, Kind::Truth, span),
            };
            last = Some(value.clone());
            branches.push((when, value));
        }
        // Holes are refused elsewhere, so that the last text may stand for the rest.
        let otherwise = match &versions.otherwise {
            Some(otherwise) => self.term(otherwise)?,
            None => last?,
        };
        self.choose_refs(&branches, &otherwise, span)
    }

    /// Picked by the day of application, known now: the most specific text, and what is added to it there.
    fn version_on(&mut self, versions: &Versions, day: Date, place: &Territory, span: Span) -> Option<Ref> {
        let in_force = |text: &&VersionTerm| text.period.contains(day);
        let here = versions.texts.iter().filter(in_force);
        let here: Vec<(usize, &VersionTerm)> = here.filter_map(|text| Some((depth(text, place)?, text))).collect();
        let base = here.iter().filter(|(_, text)| !text.adds).max_by_key(|(depth, _)| *depth);
        let mut parts = vec![match base {
            Some((_, text)) => self.term(&text.value)?,
            None => self.otherwise(versions, span)?,
        }];
        let base_depth = base.map_or(0, |(depth, _)| *depth);
        for (_, text) in here.iter().filter(|(at, text)| text.adds && *at >= base_depth) {
            parts.push(self.term(&text.value)?);
        }
        if let [only] = parts.as_slice() {
            return Some(only.clone());
        }
        let parts: Vec<&Ref> = parts.iter().collect();
        self.combine(&parts, Kind::Truth, span, Op::Or)
    }

    /// Picked by the date of an event: the most specific territory first.
    fn version_by(&mut self, versions: &Versions, by: &Typed, place: &Territory, span: Span) -> Option<Ref> {
        let date = self.term(by)?;
        let texts = versions.texts.iter();
        let mut here: Vec<(usize, &VersionTerm)> = texts.filter_map(|text| Some((depth(text, place)?, text))).collect();
        here.sort_by_key(|(depth, _)| std::cmp::Reverse(*depth));
        let mut branches = Vec::new();
        let mut adds = Vec::new();
        for (_, text) in here {
            let when = self.during(&date, text, span)?;
            let value = self.term(&text.value)?;
            if text.adds {
                adds.push(self.combine(&[&when, &value], Kind::Truth, span, Op::And)?);
            } else {
                branches.push((when, value));
            }
        }
        let otherwise = self.otherwise(versions, span)?;
        let base = match branches.pop() {
            // The versions cover all days, so the last one stands for the rest, unless there is no such day.
            Some((_, last)) if versions.otherwise.is_none() => {
                let none = self.combine(&[&date], Kind::Truth, span, |parts| match parts.as_slice() {
                    [date] => Op::IsNone(*date),
                    _ => Op::Undecided,
                })?;
                branches.push((none, otherwise));
                self.choose_refs(&branches, &last, span)?
            }
            last => {
                branches.extend(last);
                self.choose_refs(&branches, &otherwise, span)?
            }
        };
        if adds.is_empty() {
            return Some(base);
        }
        let parts: Vec<&Ref> = std::iter::once(&base).chain(&adds).collect();
        self.combine(&parts, Kind::Truth, span, Op::Or)
    }

    /// The date lies in the period of the version.
    fn during(&mut self, date: &Ref, version: &VersionTerm, span: Span) -> Option<Ref> {
        use crate::check::Comparison::{AtLeast, Less};
        let mut parts = Vec::new();
        for (edge, order) in [(version.period.from, AtLeast), (version.period.until, Less)] {
            if let Some(edge) = edge {
                let edge = self.date(edge, span);
                parts.push(self.combine(&[date, &edge], Kind::Truth, span, |found| match found.as_slice() {
                    [a, b] => Op::Compare(order, *a, *b),
                    _ => Op::Undecided,
                })?);
            }
        }
        match parts.as_slice() {
            [] => Some(self.truth(true, span)),
            [only] => Some(only.clone()),
            _ => {
                let parts: Vec<&Ref> = parts.iter().collect();
                self.combine(&parts, Kind::Truth, span, Op::And)
            }
        }
    }
}

/// How specific a version is for a territory; `None` where it is no law there.
fn depth(version: &VersionTerm, reading: &Territory) -> Option<usize> {
    version.territories.iter().filter(|territory| territory.contains(reading)).map(Territory::depth).max()
}

#[cfg(test)]
mod tests {
    use crate::{
        assessment::{Answer, Eligibility},
        ruleset::sample::{load, measure, verdicts},
    };

    const VERSIONS: &str = r#""share": { "of": "family", "by": "moved_on", "versions": [
        { "in_force": { "until": "2024-01-01" }, "is": "1" }, { "in_force": { "from": "2024-01-01" }, "is": "2" } ] }"#;
    const RENT: &str = r#""eligible_when": "warned or not(warned)",
        "amount": { "value": "rent * share", "per": "month", "round": { "to": "0.01", "mode": "half_up" } }"#;

    fn amount(facts: &str) -> Option<(String, String)> {
        let found = verdicts(&measure(RENT, VERSIONS), &format!(r#""warned": false, "rent": "100", {facts}"#), "}");
        assert_eq!(found[0].0, Eligibility::Eligible);
        found[0].1.map(|money| (money.low.to_string(), money.high.to_string()))
    }

    fn some(low: &str, high: &str) -> Option<(String, String)> {
        Some((low.to_owned(), high.to_owned()))
    }

    #[test]
    fn an_event_picks_the_version() {
        assert_eq!(amount(r#""moved_on": "2023-12-31","#), some("100", "100"));
        assert_eq!(amount(r#""moved_on": "2024-01-01","#), some("200", "200"));
    }

    #[test]
    fn an_event_that_never_happened_picks_none() {
        assert_eq!(amount(r#""moved_on": "none","#), None);
    }

    #[test]
    fn an_unknown_event_may_pick_each_version_and_nothing_else() {
        assert_eq!(amount(""), some("100", "200"));
    }

    #[test]
    fn an_event_must_find_a_version_in_every_territory() {
        let half = VERSIONS
            .replace(r#"{ "in_force": { "until": "2024"#, r#"{ "territory": "RU-KHA", "in_force": { "until": "2024"#);
        let report = load(&measure(RENT, &half)).unwrap_err();
        assert!(report.contains("no text of this is law before 2024-01-01"), "{report}");
    }

    #[test]
    fn the_text_of_a_place_is_possible_while_the_place_is_unknown() {
        let text = r#"{ "definitions": { "asked": { "of": "family", "circumstance": true, "versions": [
            { "is": "true" }, { "territory": "RU-KHA/khabarovsk", "replaces": "RU", "is": "false" } ] } } }"#;
        let rules = load(text).unwrap_or_else(|error| panic!("{error}"));
        let told = crate::ruleset::sample::assess(&rules, "", "}");
        assert_eq!(told.circumstances[0].holds, Answer::Unknown);
    }
}
