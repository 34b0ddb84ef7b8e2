//! Parameters: the values that hold where the family lives, by date.

use super::{Kind, Lowering, Op, Ref, version::inside_first};
use crate::{
    check::{Level, ParameterSymbol},
    document::ParameterLevel,
    program::node::{Entry, Moment},
    source::Span,
    value::{Date, Period, Territory, TerritoryLevel},
};

impl Lowering<'_> {
    /// A parameter on a day, in the territory of the family.
    pub fn parameter(
        &mut self,
        parameter: &ParameterSymbol,
        date: &Ref,
        level: Option<Level>,
        span: Span,
    ) -> Option<Ref> {
        let key = (parameter.id, *date, level);
        if let Some(known) = self.parameters.get(&key) {
            return *known;
        }
        let found = self.parameter_here(parameter, date, level, span);
        self.parameters.insert(key, found);
        found
    }

    fn parameter_here(
        &mut self,
        parameter: &ParameterSymbol,
        date: &Ref,
        level: Option<Level>,
        span: Span,
    ) -> Option<Ref> {
        if self.moment == Moment::Any {
            // Any value may hold on any day; the day stays an operand, so that the scope is that of every day.
            let (id, territory) = (parameter.id, self.territory.clone());
            return self.combine(&[date], Kind::Span, span, |parts| match parts.first() {
                Some(date) => Op::Parameter { parameter: id, date: *date, entries: Vec::new(), territory },
                None => Op::Undecided,
            });
        }
        let own = self.parameter_in(self.territory, parameter, date, level, span)?;
        // A family told only by its subject may live where a value of its own was recorded.
        let mut below: Vec<&Territory> = match level {
            Some(Level::Country) => Vec::new(),
            _ => parameter
                .values
                .keys()
                .filter(|place| *place != self.territory && self.territory.contains(place))
                .collect(),
        };
        inside_first(&mut below);
        let mut branches = Vec::new();
        for place in below {
            branches.push((self.lives_in(place, span), self.parameter_in(place, parameter, date, level, span)?));
        }
        if branches.is_empty() { Some(own) } else { self.choose_refs(&branches, &own, span) }
    }

    fn parameter_in(
        &mut self,
        place: &Territory,
        parameter: &ParameterSymbol,
        date: &Ref,
        level: Option<Level>,
        span: Span,
    ) -> Option<Ref> {
        let chain = chain(place, parameter, level);
        let entries = entries(parameter, &chain);
        let territory = match level {
            Some(Level::Country) => chain.last().cloned(),
            _ if parameter.level == ParameterLevel::Country => chain.last().cloned(),
            _ => place.subject(),
        };
        let territory = territory.unwrap_or_else(|| place.clone());
        let id = parameter.id;
        self.combine(&[date], Kind::Span, span, |parts| match parts.first() {
            Some(date) => Op::Parameter { parameter: id, date: *date, entries, territory },
            None => Op::Undecided,
        })
    }
}

/// The territories in which a parameter is read, the most specific first.
fn chain(family: &Territory, parameter: &ParameterSymbol, level: Option<Level>) -> Vec<Territory> {
    let mut chain = Vec::new();
    let mut next = Some(family.clone());
    while let Some(territory) = next {
        next = territory.parent();
        let country = territory.level() == TerritoryLevel::Country;
        let read = match level {
            Some(Level::Country) => country,
            Some(Level::Subject) => !country,
            None => !country || parameter.level == ParameterLevel::Country || parameter.falls_back,
        };
        if read {
            chain.push(territory);
        }
    }
    chain
}

/// The values by date: on each day that of the most specific territory.
fn entries(parameter: &ParameterSymbol, chain: &[Territory]) -> Vec<Entry> {
    let mut edges: Vec<Option<Date>> = Vec::new();
    for values in chain.iter().filter_map(|territory| parameter.values.get(territory)) {
        for entry in values {
            edges.push(entry.period.from);
            edges.extend(entry.period.until.map(Some));
        }
    }
    edges.sort_unstable();
    edges.dedup();
    let mut found: Vec<Entry> = Vec::new();
    for (place, from) in edges.iter().enumerate() {
        let until = edges.get(place.saturating_add(1)).copied().flatten();
        let Some(day) = from.or(until) else { continue };
        let value = chain.iter().find_map(|territory| {
            let values = parameter.values.get(territory)?;
            let place = values.iter().position(|entry| entry.period.contains(day))?;
            Some((territory, place, values.get(place)?.value))
        });
        let Some((territory, place, value)) = value else { continue };
        let joins = found
            .last_mut()
            .filter(|last| last.territory == *territory && last.place == place && last.period.until == *from);
        match joins {
            Some(last) => last.period.until = until,
            None => {
                found.push(Entry { period: Period { from: *from, until }, value, territory: territory.clone(), place });
            }
        }
    }
    found
}
