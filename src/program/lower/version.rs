//! Versions and readings: which text of law is read, on the day or by the date of an event.

use super::{Kind, Lowering, Op, Reading, Ref, list::Selected};
use crate::{
    check::{Term, Typed, VersionTerm, Versions, gaps},
    program::node::Moment,
    source::Span,
    value::{Date, Territory},
};

impl Lowering<'_> {
    /// The text that is law on the date and in the territory that is read.
    pub fn versions(&mut self, versions: &Versions, span: Span) -> Option<Ref> {
        let Moment::On(day) = self.moment else { return self.every_version(versions, span) };
        let mut texts = Texts::of(versions);
        let otherwise = if let Some(otherwise) = &versions.otherwise {
            self.term(otherwise)?
        } else {
            let first = texts.read(0, |text| self.term(text))?;
            let kind = self.kind(&first);
            self.leaf(Op::NoLaw(kind), kind, span)
        };
        match &versions.by {
            None => self.wherever(versions, span, |lowering, place| {
                lowering.version_on(&mut texts, day, place, &otherwise, span)
            }),
            Some(by) => {
                let by = (by, self.term(by)?);
                self.wherever(versions, span, |lowering, place| {
                    lowering.version_by(&mut texts, by, place, &otherwise, span)
                })
            }
        }
    }

    /// For every day and every place: any of them may be law.
    fn every_version(&mut self, versions: &Versions, span: Span) -> Option<Ref> {
        let date = match &versions.by {
            Some(by) => Some(self.term(by)?),
            None => None,
        };
        let mut branches = Vec::new();
        let mut last = None;
        for version in &versions.texts {
            let value = self.term(&version.value)?;
            let when = match &date {
                Some(date) => self.during(date, version, span)?,
                None => self.leaf(Op::Undecided, Kind::Truth, span),
            };
            last = Some(value);
            branches.push((when, value));
        }
        // Holes are refused elsewhere, so that the last version may stand for the rest.
        let otherwise = match &versions.otherwise {
            Some(otherwise) => self.term(otherwise)?,
            None => last?,
        };
        self.choose_refs(&branches, &otherwise, span)
    }

    /// The list that versions or readings give.
    pub fn list_of_law(&mut self, text: &Typed) -> Option<Selected> {
        match &text.term {
            Term::Readings(readings, default) => {
                let chosen = self.answering(readings, *default)?;
                self.given_list(chosen)
            }
            Term::Versions(versions) => self.list_versions(versions, text.span),
            _ => self.given_list(text),
        }
    }

    fn given_list(&mut self, found: &Typed) -> Option<Selected> {
        match &found.term {
            Term::List(list) => self.list(list),
            _ => self.no_value("a list is expected here", found.span),
        }
    }

    /// The list that is law on the date and in the territory that is read.
    fn list_versions(&mut self, versions: &Versions, span: Span) -> Option<Selected> {
        let reading = self.reading();
        let mut texts = Texts::of(versions);
        let otherwise = if let Some(otherwise) = &versions.otherwise {
            self.given_list(otherwise)?
        } else {
            // Where no text is law nothing is known of the list.
            let like = texts.read(0, |text| self.given_list(text))?;
            let mask = self.leaf(Op::NoLaw(Kind::Truth), Kind::Truth, span);
            Selected { mask: Some(mask), owner: None, ..like }
        };
        let mut lists = Vec::new();
        match (self.moment, &versions.by) {
            (Moment::Any, _) => {
                let date = match &versions.by {
                    Some(by) => Some(self.term(by)?),
                    None => None,
                };
                for (number, text) in versions.texts.iter().enumerate() {
                    let when = match &date {
                        Some(date) => self.during(date, text, span)?,
                        None => self.leaf(Op::Undecided, Kind::Truth, span),
                    };
                    lists.push((when, texts.read(number, |text| self.given_list(text))?, span));
                }
            }
            (Moment::On(day), None) => {
                for place in below(versions, &reading) {
                    let list = match base(versions, day, place) {
                        Some(number) => texts.read(number, |text| self.given_list(text))?,
                        None => otherwise,
                    };
                    lists.push((self.lives_in(place, span), list, span));
                }
                let own = match base(versions, day, &reading.territory) {
                    Some(number) => texts.read(number, |text| self.given_list(text))?,
                    None => otherwise,
                };
                return self.chosen(lists, own);
            }
            (Moment::On(_), Some(by)) => {
                let date = self.term(by)?;
                for (number, text) in by_place(versions, &reading.territory) {
                    let when = self.during(&date, text, span)?;
                    lists.push((when, texts.read(number, |text| self.given_list(text))?, span));
                }
                let last = if covers(versions, by, &reading.territory) { lists.pop() } else { None };
                return self.chosen(lists, last.map_or(otherwise, |(_, list, _)| list));
            }
        }
        self.chosen(lists, otherwise)
    }

    /// Whether the family lives in a place below its territory.
    pub(super) fn lives_in(&mut self, place: &Territory, span: Span) -> Ref {
        self.leaf(Op::LivesIn(place.clone()), Kind::Truth, span)
    }

    /// The text of the place that is read; a family told only by its subject may live where a text of its own is law.
    fn wherever(
        &mut self,
        versions: &Versions,
        span: Span,
        mut text: impl FnMut(&mut Self, &Territory) -> Option<Ref>,
    ) -> Option<Ref> {
        let reading = self.reading();
        let own = text(self, &reading.territory)?;
        let mut branches = Vec::new();
        for place in below(versions, &reading) {
            branches.push((self.lives_in(place, span), text(self, place)?));
        }
        if branches.is_empty() { Some(own) } else { self.choose_refs(&branches, &own, span) }
    }

    /// The text of one place on the day: the most specific one, and what is added to it there.
    fn version_on(
        &mut self,
        texts: &mut Texts<'_, Ref>,
        day: Date,
        place: &Territory,
        otherwise: &Ref,
        span: Span,
    ) -> Option<Ref> {
        let here = texts.versions.texts.iter().enumerate().filter(|(_, text)| text.period.contains(day));
        let here = here.filter_map(|(number, text)| Some((depth(text, place)?, number, text.adds)));
        let here: Vec<(usize, usize, bool)> = here.collect();
        let base = here.iter().filter(|(_, _, adds)| !adds).max_by_key(|(depth, ..)| *depth);
        let mut parts = vec![match base {
            Some((_, number, _)) => texts.read(*number, |text| self.term(text))?,
            None => *otherwise,
        }];
        let base_depth = base.map_or(0, |(depth, ..)| *depth);
        for (_, number, _) in here.iter().filter(|(at, _, adds)| *adds && *at >= base_depth) {
            parts.push(texts.read(*number, |text| self.term(text))?);
        }
        if let [only] = parts.as_slice() {
            return Some(*only);
        }
        let parts: Vec<&Ref> = parts.iter().collect();
        self.combine(&parts, Kind::Truth, span, Op::Or)
    }

    /// The texts of one place by the date of an event: the most specific territory first.
    fn version_by(
        &mut self,
        texts: &mut Texts<'_, Ref>,
        (by, date): (&Typed, Ref),
        place: &Territory,
        otherwise: &Ref,
        span: Span,
    ) -> Option<Ref> {
        let versions = texts.versions;
        let mut branches = Vec::new();
        let mut adds = Vec::new();
        for (number, version) in by_place(versions, place) {
            let when = self.during(&date, version, span)?;
            let value = texts.read(number, |text| self.term(text))?;
            if version.adds {
                adds.push(self.combine(&[&when, &value], Kind::Truth, span, Op::And)?);
            } else {
                branches.push((when, value));
            }
        }
        // Where the texts cover every date, one of them is law: the last stands where no other does.
        let covered = versions.otherwise.is_none() && gaps(versions, place).is_empty();
        let last = if covered { branches.pop().map(|(_, value)| value) } else { None };
        if last.is_some() && by.may_be_none() {
            // An event that never happened picks no text.
            let never = self.combine(&[&date], Kind::Truth, span, |parts| match parts.as_slice() {
                [date] => Op::IsNone(*date),
                _ => Op::Undecided,
            })?;
            branches.push((never, *otherwise));
        }
        let base = self.choose_refs(&branches, last.as_ref().unwrap_or(otherwise), span)?;
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
            [only] => Some(*only),
            _ => {
                let parts: Vec<&Ref> = parts.iter().collect();
                self.combine(&parts, Kind::Truth, span, Op::And)
            }
        }
    }
}

/// What the texts of one place of the rules are compiled to.
///
/// INVARIANT: each is compiled once, however many places and dates ask for it: texts within texts are no work that doubles.
struct Texts<'v, T> {
    versions: &'v Versions,
    known: Vec<Option<T>>,
}

impl<'v, T: Copy> Texts<'v, T> {
    fn of(versions: &'v Versions) -> Self {
        Self { versions, known: vec![None; versions.texts.len()] }
    }

    /// The text with this number, compiled where nobody asked for it before; one that does not compile ends all.
    fn read(&mut self, number: usize, compile: impl FnOnce(&'v Typed) -> Option<T>) -> Option<T> {
        let (text, known) = (self.versions.texts.get(number)?, self.known.get_mut(number)?);
        if known.is_none() {
            *known = compile(&text.value);
        }
        *known
    }
}

/// Whether the texts of a place leave out no date of an event.
fn covers(versions: &Versions, by: &Typed, place: &Territory) -> bool {
    versions.otherwise.is_none() && !by.may_be_none() && gaps(versions, place).is_empty()
}

/// The places below the one that is read where a text of its own may be law, those inside others first: the first place in
/// which a family lives has its text.
fn below<'v>(versions: &'v Versions, reading: &Reading) -> Vec<&'v Territory> {
    let home = &reading.territory;
    if !reading.is_home {
        return Vec::new();
    }
    let mut below: Vec<&Territory> = versions.texts.iter().flat_map(|text| &text.territories).collect();
    below.retain(|place| *place != home && home.contains(place));
    inside_first(&mut below);
    below.dedup();
    below
}

/// Puts places in the order in which it is asked whether a family lives there: those inside others first.
pub(super) fn inside_first(places: &mut [&Territory]) {
    places.sort_unstable_by_key(|place| (std::cmp::Reverse(place.depth()), *place));
}

/// The number of the whole text that is law on a day in a place: the most specific one.
fn base(versions: &Versions, day: Date, place: &Territory) -> Option<usize> {
    let here = versions.texts.iter().enumerate().filter(|(_, text)| !text.adds && text.period.contains(day));
    let here = here.filter_map(|(number, text)| Some((depth(text, place)?, number)));
    here.max_by_key(|(depth, _)| *depth).map(|(_, number)| number)
}

/// The versions of a territory and of all around it with their numbers, the most specific first.
fn by_place<'v>(versions: &'v Versions, reading: &Territory) -> Vec<(usize, &'v VersionTerm)> {
    let here = versions.texts.iter().enumerate();
    let here = here.filter_map(|(number, version)| Some((depth(version, reading)?, (number, version))));
    let mut here: Vec<(usize, (usize, &VersionTerm))> = here.collect();
    here.sort_by_key(|(depth, _)| std::cmp::Reverse(*depth));
    here.into_iter().map(|(_, version)| version).collect()
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

    /// The least and the greatest amount.
    fn amount(facts: &str) -> Option<String> {
        let found = verdicts(&measure(RENT, VERSIONS), &format!(r#""warned": false, "rent": "100", {facts}"#), "}");
        assert_eq!(found[0].0, Eligibility::Eligible);
        found[0].1.map(|money| format!("{}..{}", money.low, money.high))
    }

    #[test]
    fn an_event_picks_the_version() {
        assert_eq!(amount(r#""moved_on": "2023-12-31","#).as_deref(), Some("100..100"));
        assert_eq!(amount(r#""moved_on": "2024-01-01","#).as_deref(), Some("200..200"));
    }

    #[test]
    fn an_event_that_never_happened_picks_none() {
        assert_eq!(amount(r#""moved_on": "none","#).as_deref(), None);
    }

    #[test]
    fn an_unknown_event_may_pick_each_version_and_nothing_else() {
        assert_eq!(amount("").as_deref(), Some("100..200"));
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
