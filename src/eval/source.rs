//! The columns of facts: what was told of every item, and what silence means.

use std::cell::OnceCell;

use super::{
    column::{FactColumn, Heard},
    fixed::Short,
    frame::{Coordinates, Extent, Table, Word},
    lane::{cells, truths},
    port::{Port, Truths},
    possible::Truth,
    run::Run,
    values::Values,
};
use crate::{
    family::{Plain, Told},
    program::{Kind, Node, Operand},
};

/// A fact of which a column is made; the ways to what it reads are found where something was not told.
pub(super) struct Source<'a> {
    run: &'a Run<'a>,
    table: Table<'a>,
    node: &'a Node,
    fact: FactColumn<'a>,
    heard: Heard,
    applies: Option<(&'a Operand, OnceCell<Truths<'a>>)>,
    derive: Option<(&'a Operand, OnceCell<Port<'a>>)>,
}

impl<'a> Run<'a> {
    /// A fact with the condition under which it exists, and what gives it where it is not told.
    pub(super) fn source(
        &'a self,
        table: Table<'a>,
        node: &'a Node,
        (fact, applies, derive): (usize, Option<&'a Operand>, Option<&'a Operand>),
    ) -> Option<Source<'a>> {
        let fact = self.facts.column(self.view, fact)?;
        let applies = applies.map(|part| (part, OnceCell::new()));
        let derive = derive.map(|part| (part, OnceCell::new()));
        Some(Source { run: self, table, node, fact, heard: fact.unheard(), applies, derive })
    }
}

impl Source<'_> {
    fn told(&mut self, item: usize) -> Told {
        let told = self.fact.told(item);
        self.fact.hear(&mut self.heard, (!told.is_nothing()).then(|| told.provenance()));
        told
    }

    /// What was told as a plain number; nothing where nothing was.
    #[inline]
    fn plain(&mut self, item: usize) -> Option<Plain> {
        let plain = self.fact.plain(item);
        self.fact.hear(&mut self.heard, plain.map(|plain| plain.provenance));
        plain
    }

    #[inline]
    fn applies(&self, values: &Values, at: Coordinates) -> Truth {
        let Some((part, way)) = &self.applies else { return Truth::TRUE };
        way.get_or_init(|| self.run.condition(self.table, self.node, part)).at(values, at)
    }

    /// The place of what gives the fact.
    #[inline]
    fn derived(&self, at: Coordinates) -> Option<usize> {
        let (part, way) = self.derive.as_ref()?;
        Some(way.get_or_init(|| self.run.port(self.table, self.node, part)).at(at))
    }

    /// The column of what was told.
    pub fn column(&mut self, extent: &Extent, values: &mut Values) -> Heard {
        match self.node.kind {
            Kind::Truth => match extent.only_word {
                Some(there) if self.derive.is_none() && !self.fact.is_assumed() => {
                    self.truths_at_once(extent, there, values);
                }
                _ => truths(extent, values, |values, at| {
                    let told = self.told(at[0]);
                    let part = self.derive.as_ref().map(|(part, _)| *part);
                    let derived = || part.map(|part| self.run.condition(self.table, self.node, part).at(values, at));
                    self.fact.truth(told, at[0], || self.applies(values, at), derived)
                }),
            },
            Kind::Span => self.spans(extent, values),
            Kind::Set => cells(extent, |at| {
                if let Some(found) = self.plain(at[0]).and_then(|plain| self.fact.plain_set(plain)) {
                    return values.sets.push(found);
                }
                let told = self.fact.told(at[0]);
                let derived = || Some(values.sets.get(self.derived(at)?).copied().unwrap_or(u64::MAX));
                let found = self.fact.set(told, at[0], || self.applies(values, at), derived);
                values.sets.push(found);
            }),
        }
        self.heard
    }

    /// The truths of the only machine word. Silence means the same wherever the fact applies, and wherever it does not.
    fn truths_at_once(&mut self, extent: &Extent, there: u64, values: &mut Values) {
        let mut word = Word { yes: !there, no: !there };
        let mut silent = 0_u64;
        for item in 0..extent.items {
            let Some(plain) = self.plain(item) else {
                silent |= 1 << (item % 64);
                continue;
            };
            let found = self.fact.plain_truth(plain).unwrap_or_else(|| {
                self.fact.truth(self.fact.told(item), item, || self.applies(values, [item, 0, 0]), || None)
            });
            word = word.with(1 << (item % 64), found);
        }
        if silent != 0 {
            let way = self.applies.as_ref().map(|(part, _)| self.run.condition(self.table, self.node, part));
            let when = way.map_or(Word::all(Truth::TRUE), |way| way.word(values, [0; 3], 0, extent.items));
            let parts =
                [(when.yes & !when.no, Truth::TRUE), (when.yes & when.no, Truth::UNKNOWN), (!when.yes, Truth::FALSE)];
            for (items, applies) in parts {
                if silent & items != 0 {
                    word = word.with(silent & items, self.fact.truth(Told::NOTHING, 0, || applies, || None));
                }
            }
        }
        values.words.push(if extent.alone { word.spread(0) } else { word });
    }

    /// The numbers. Silence means the same at every item where the fact applies alike, but records have dates of their
    /// own.
    fn spans(&mut self, extent: &Extent, values: &mut Values) {
        let is_alike = !self.fact.is_of_records() && !self.fact.is_assumed();
        let mut last: Option<(Truth, Short)> = None;
        cells(extent, |at| {
            let plain = self.plain(at[0]);
            if let Some(found) = plain.and_then(|plain| self.fact.plain_interval(plain)) {
                return values.push(Short::Held(found));
            }
            if plain.is_none()
                && let Some(place) = self.derived(at)
            {
                return values.push(values.span(place));
            }
            if plain.is_some() || !is_alike {
                let found = self.fact.interval(self.fact.told(at[0]), at[0], || self.applies(values, at));
                return values.push_long(&found);
            }
            let applies = self.applies(values, at);
            let found = match last {
                Some((known, found)) if known == applies => found,
                _ => match self.fact.short_silence(at[0], applies) {
                    Some(found) => Short::Held(found),
                    None => values.shortened(&self.fact.interval(Told::NOTHING, at[0], || applies)),
                },
            };
            last = Some((applies, found));
            values.push(found);
        });
    }

    /// The column of a fact that points to members.
    pub fn pointed(&mut self, extent: &Extent, values: &mut Values) -> Heard {
        if !extent.pair || extent.words > 1 || self.fact.is_assumed() {
            truths(extent, values, |values, at| {
                let told = self.told(at[0]);
                let target = if extent.pair { at[1] } else { at[0] };
                self.fact.points(told, (if extent.pair { at[0] } else { 0 }, target), || self.applies(values, at))
            });
            return self.heard;
        }
        let way = self.applies.as_ref().map(|(part, _)| self.run.condition(self.table, self.node, part));
        let is_same = way.as_ref().is_none_or(|way| way.is_same_along(1));
        for row in 0..extent.rows {
            let told = self.told(row);
            let points =
                |target: usize| self.fact.points(told, (row, target), || self.applies(values, [row, target, 0]));
            // Silence means the same for every target.
            let found = if told.is_nothing() && is_same {
                Word::all(points(0))
            } else {
                let beyond = if extent.items < 64 { u64::MAX << extent.items } else { 0 };
                (0..extent.items).fold(Word { yes: beyond, no: beyond }, |word, target| {
                    word.with(1 << (target % 64), points(target))
                })
            };
            values.words.push(found);
        }
        self.heard
    }
}

#[cfg(test)]
mod tests {
    use crate::{assessment::Answer, ruleset::sample::holds};

    #[test]
    fn facts_point_to_the_last_member_of_a_machine_word() {
        for count in [63_usize, 64] {
            let others: Vec<String> = (2..=count)
                .map(|place| {
                    let parents = if place == count { "[]".to_owned() } else { format!(r#"["m{count}"]"#) };
                    format!(r#"{{ "id": "m{place}", "relation": "child", "parents": {parents} }}"#)
                })
                .collect();
            let members = format!(r#", "parents": [] }}, {}"#, others.join(", "));
            let parents = |number: usize| {
                holds(
                    &format!("count(members[some m in members satisfies item in m.parents]) = {number}"),
                    "",
                    &members,
                )
            };
            assert_eq!((parents(1), parents(2)), (Answer::True, Answer::False), "{count}");
        }
    }
}
