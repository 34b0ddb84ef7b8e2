//! Versions: the text that is law on the date and in the territory that is read.

use super::{Kind, Lowering, Op, Ref, list::Selected};
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
        let reading = self.reading.clone();
        let own = self.text_in(versions, day, &reading, span)?;
        if !self.resident {
            return Some(own);
        }
        // A family told only by its subject may live where a text of its own is law.
        let when = self.leaf(Op::Undecided, Kind::Truth, span);
        let mut branches = Vec::new();
        for place in below(versions, &reading) {
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
        let mut branches = Vec::new();
        let mut adds = Vec::new();
        for text in by_place(versions, place) {
            let when = self.during(&date, text, span)?;
            let value = self.term(&text.value)?;
            if text.adds {
                adds.push(self.combine(&[&when, &value], Kind::Truth, span, Op::And)?);
            } else {
                branches.push((when, value));
            }
        }
        // Where the texts leave out no date one of them is law: the last stands where no other does.
        let last = if covers(versions, by, place) { branches.pop() } else { None };
        let otherwise = match last {
            Some((_, last)) => last,
            None => self.otherwise(versions, span)?,
        };
        let base = self.choose_refs(&branches, &otherwise, span)?;
        if adds.is_empty() {
            return Some(base);
        }
        let parts: Vec<&Ref> = std::iter::once(&base).chain(&adds).collect();
        self.combine(&parts, Kind::Truth, span, Op::Or)
    }

    /// The list that versions or readings give.
    pub fn list_of_law(&mut self, text: &Typed) -> Option<Selected> {
        match &text.term {
            // The default reading answers.
            Term::Readings(readings, default) => self.given_list(&readings.get(*default)?.1),
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
        let undecided = self.leaf(Op::Undecided, Kind::Truth, span);
        let mut lists = Vec::new();
        let Moment::On(day) = self.moment else {
            for text in &versions.texts {
                lists.push((undecided.clone(), self.given_list(&text.value)?, span));
            }
            let otherwise = self.no_list(versions, span)?;
            return self.chosen(lists, otherwise);
        };
        let reading = self.reading.clone();
        if self.resident {
            for place in below(versions, &reading) {
                lists.push((undecided.clone(), self.list_in(versions, day, place, span)?, span));
            }
        }
        let own = self.list_in(versions, day, &reading, span)?;
        self.chosen(lists, own)
    }

    fn list_in(&mut self, versions: &Versions, day: Date, place: &Territory, span: Span) -> Option<Selected> {
        let texts = by_place(versions, place);
        let Some(by) = &versions.by else {
            return match texts.into_iter().find(|text| text.period.contains(day)) {
                Some(text) => self.given_list(&text.value),
                None => self.no_list(versions, span),
            };
        };
        let date = self.term(by)?;
        let mut lists = Vec::new();
        for text in texts {
            let when = self.during(&date, text, span)?;
            lists.push((when, self.given_list(&text.value)?, span));
        }
        let last = if covers(versions, by, place) { lists.pop() } else { None };
        let otherwise = match last {
            Some((_, last, _)) => last,
            None => self.no_list(versions, span)?,
        };
        self.chosen(lists, otherwise)
    }

    /// What stands where no text is law: nothing is known of the list then.
    fn no_list(&mut self, versions: &Versions, span: Span) -> Option<Selected> {
        if let Some(otherwise) = &versions.otherwise {
            return self.given_list(otherwise);
        }
        let like = self.given_list(&versions.texts.first()?.value)?;
        let mask = self.leaf(Op::NoLaw(Kind::Truth), Kind::Truth, span);
        Some(Selected { mask: Some(mask), owner: None, ..like })
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

/// The places below the one that is read where a text of its own may be law.
fn below<'v>(versions: &'v Versions, reading: &Territory) -> Vec<&'v Territory> {
    let mut below: Vec<&Territory> = versions.texts.iter().flat_map(|text| &text.territories).collect();
    below.retain(|place| *place != reading && reading.contains(place));
    below.sort_unstable();
    below.dedup();
    below
}

/// Whether the texts of a place leave out no date of an event.
fn covers(versions: &Versions, by: &Typed, place: &Territory) -> bool {
    versions.otherwise.is_none() && !by.may_be_none() && gaps(versions, place).is_empty()
}

/// The versions of a territory and of all around it, the most specific first.
fn by_place<'v>(versions: &'v Versions, place: &Territory) -> Vec<&'v VersionTerm> {
    let here = versions.texts.iter().filter_map(|text| Some((depth(text, place)?, text)));
    let mut here: Vec<(usize, &VersionTerm)> = here.collect();
    here.sort_by_key(|(depth, _)| std::cmp::Reverse(*depth));
    here.into_iter().map(|(_, text)| text).collect()
}

/// How specific a version is for a territory; `None` where it is no law there.
fn depth(version: &VersionTerm, reading: &Territory) -> Option<usize> {
    version.territories.iter().filter(|territory| territory.contains(reading)).map(Territory::depth).max()
}
