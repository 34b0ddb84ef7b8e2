//! The executor: fills a column of a frame from the columns that it reads.

use super::{
    column::Heard,
    fact::FactReader,
    frame::{Cell, Coordinates, Extent, Frame, Values, View, Word, cell},
    possible::{Interval, NONE_BIT, Truth, set_in, sets_equal},
    roster::Roster,
};
use crate::{
    check::Comparison,
    program::{Axis, Kind, Node, NodeId, Op, Operand, Place, Program},
    value::{Number, Period},
};

/// One run of a program over one family in one view.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// The program.
    pub program: &'a Program,
    /// The items.
    pub roster: &'a Roster,
    /// What was told.
    pub facts: FactReader<'a>,
    /// Which of it counts.
    pub view: View,
}

impl Run<'_> {
    /// Evaluates a node for every item into an empty column; a source answers what it heard.
    pub(super) fn column(&self, frame: Frame<'_>, id: NodeId, node: &Node, column: &mut Values) -> Option<Heard> {
        let extent = frame.extent(id)?;
        match &node.op {
            Op::Fact { fact, applies, derive } => {
                return Some(self.told(frame, node, extent, (*fact, applies.as_ref(), derive.as_ref()), column));
            }
            Op::Pointed { fact, applies } => {
                return Some(self.pointed(frame, node, extent, (*fact, applies.as_ref()), column));
            }
            _ => {}
        }
        match node.kind {
            Kind::Truth => {
                if !self.whole_rows(frame, node, extent, &mut column.words) {
                    truths(extent, &mut column.words, |at| self.truth(frame, node, at));
                }
            }
            Kind::Span => column.intervals.extend(extent.coordinates().map(|at| self.interval(frame, node, at))),
            Kind::Set => column.sets.extend(extent.coordinates().map(|at| self.set(frame, node, at))),
        }
        matches!(node.op, Op::ToldAs { .. }).then_some(Heard::Records)
    }

    /// The column of a fact.
    fn told(
        &self,
        frame: Frame<'_>,
        node: &Node,
        extent: Extent,
        (fact, applies, derive): (usize, Option<&Operand>, Option<&Operand>),
        column: &mut Values,
    ) -> Heard {
        let Some(fact) = self.facts.column(self.view, fact) else {
            column.unknown(extent);
            return Heard::nothing();
        };
        let mut heard = fact.unheard();
        let mut told = |at: Coordinates| {
            let told = fact.told(at[0]);
            fact.hear(&mut heard, told);
            told
        };
        let applies = |at| applies.map_or(Truth::TRUE, |part| self.part_truth(frame, node, part, at));
        match node.kind {
            Kind::Truth => truths(extent, &mut column.words, |at| {
                let derived = || derive.map(|part| self.part_truth(frame, node, part, at));
                fact.truth(told(at), || applies(at), derived)
            }),
            Kind::Span => column.intervals.extend(extent.coordinates().map(|at| {
                let derived = || derive.map(|part| self.part_interval(frame, node, part, at));
                fact.interval(told(at), at[0], || applies(at), derived)
            })),
            Kind::Set => column.sets.extend(extent.coordinates().map(|at| {
                let derived = || derive.map(|part| self.part_set(frame, node, part, at));
                fact.set(told(at), || applies(at), derived)
            })),
        }
        heard
    }

    /// The column of a fact that points to members.
    fn pointed(
        &self,
        frame: Frame<'_>,
        node: &Node,
        extent: Extent,
        (fact, applies): (usize, Option<&Operand>),
        column: &mut Values,
    ) -> Heard {
        let Some(fact) = self.facts.column(self.view, fact) else {
            column.unknown(extent);
            return Heard::nothing();
        };
        let mut heard = fact.unheard();
        truths(extent, &mut column.words, |at| {
            let told = fact.told(at[0]);
            fact.hear(&mut heard, told);
            let applies = || applies.map_or(Truth::TRUE, |part| self.part_truth(frame, node, part, at));
            fact.points(told, if extent.pair { at[1] } else { at[0] }, applies)
        });
        heard
    }

    /// And, or, not over whole machine words, where every operand lies along the same inner axis.
    fn whole_rows(&self, frame: Frame<'_>, node: &Node, extent: Extent, words: &mut Vec<Word>) -> bool {
        let (parts, and): (&[Operand], bool) = match &node.op {
            Op::And(parts) => (parts, true),
            Op::Or(parts) => (parts, false),
            Op::Not(part) | Op::Labelled(_, part) => (std::slice::from_ref(part), true),
            _ => return false,
        };
        let coordinate = usize::from(extent.pair);
        if !parts.iter().all(|part| lies_along(self.program, part, coordinate)) {
            return false;
        }
        for (row, word) in (0..extent.rows).flat_map(|row| (0..extent.words).map(move |word| (row, word))) {
            let mut found = Word::all(Truth::known(and));
            for part in parts {
                let other = self.part_row(frame, node, part, coordinate, row, word);
                found = if and {
                    Word { yes: found.yes & other.yes, no: found.no | other.no }
                } else {
                    Word { yes: found.yes | other.yes, no: found.no & other.no }
                };
            }
            if matches!(node.op, Op::Not(_)) {
                found = Word { yes: found.no, no: found.yes };
            }
            words.push(found);
        }
        true
    }

    fn part_row(
        &self,
        frame: Frame<'_>,
        node: &Node,
        part: &Operand,
        coordinate: usize,
        row: usize,
        word: usize,
    ) -> Word {
        if depends_on(part, coordinate) {
            let outer = if part.second.is_some() { row } else { 0 };
            return frame.row(part.node, outer, word);
        }
        Word::all(frame.truth(self.read(node, part, [row, 0, 0])))
    }

    /// The cell that an operand of a node reads.
    pub fn read(&self, node: &Node, operand: &Operand, at: Coordinates) -> Cell {
        cell(self.roster, axes(node), operand, at)
    }

    fn part_truth(&self, frame: Frame<'_>, node: &Node, operand: &Operand, at: Coordinates) -> Truth {
        frame.truth(self.read(node, operand, at))
    }

    fn part_interval(&self, frame: Frame<'_>, node: &Node, operand: &Operand, at: Coordinates) -> Interval {
        frame.interval(self.read(node, operand, at))
    }

    fn part_set(&self, frame: Frame<'_>, node: &Node, operand: &Operand, at: Coordinates) -> u64 {
        frame.set(self.read(node, operand, at))
    }

    fn truth(&self, frame: Frame<'_>, node: &Node, at: Coordinates) -> Truth {
        let truth = |operand: &Operand| self.part_truth(frame, node, operand, at);
        match &node.op {
            Op::Truth(value) => Truth::known(*value),
            Op::NoLaw(_) => Truth::FALSE,
            Op::Same => self.same(at[0], at[1]),
            Op::And(parts) => parts.iter().map(truth).fold(Truth::TRUE, Truth::and),
            Op::Or(parts) => parts.iter().map(truth).fold(Truth::FALSE, Truth::or),
            Op::Not(part) => truth(part).negated(),
            Op::Labelled(_, part) => truth(part),
            Op::Compare(order, a, b) => self.compare(frame, node, *order, a, b, at),
            Op::CompareSets(equal, a, b) => {
                let (x, y) = (self.part_set(frame, node, a, at), self.part_set(frame, node, b, at));
                if self.is_one_cell(node, a, b, at) {
                    let some = Truth { yes: x & !NONE_BIT != 0, no: x & NONE_BIT != 0 };
                    return if *equal { some } else { Truth::FALSE };
                }
                sets_equal(x, y, *equal)
            }
            Op::CompareTruths(equal, a, b) => {
                if self.is_one_cell(node, a, b, at) {
                    return Truth::known(*equal);
                }
                let (x, y) = (truth(a), truth(b));
                let same = x.and(y).or(x.negated().and(y.negated()));
                if *equal { same } else { same.negated() }
            }
            Op::OneOf(part, mask) => set_in(self.part_set(frame, node, part, at), *mask),
            Op::IsNone(part) => self.is_none(frame, node, part, at),
            Op::Choose(branches, otherwise) => {
                let mut found: Option<Truth> = None;
                let open = |found: Option<Truth>, value: Truth| Some(found.map_or(value, |found| found.hull(value)));
                for (when, is) in branches {
                    let when = truth(when);
                    if when.yes {
                        found = open(found, truth(is));
                    }
                    if !when.no {
                        return found.unwrap_or(Truth::UNKNOWN);
                    }
                }
                open(found, truth(otherwise)).unwrap_or(Truth::UNKNOWN)
            }
            Op::Reduce { .. } => self.reduce_truth(frame, node, at),
            Op::ToldAs { list, owner, value, told } => {
                let chosen = if self.stands_for(node, *list, *owner, at) { told } else { value };
                truth(chosen)
            }
            _ => Truth::UNKNOWN,
        }
    }

    fn same(&self, a: usize, b: usize) -> Truth {
        if a != b {
            return Truth::FALSE;
        }
        // One item that stands for several members may be two different ones.
        if self.roster.weight(Axis::Member, a).1 { Truth::TRUE } else { Truth::UNKNOWN }
    }

    /// Whether two operands read the same cell, of an item that stands for itself only.
    fn is_one_cell(&self, node: &Node, a: &Operand, b: &Operand, at: Coordinates) -> bool {
        if a.node != b.node {
            return false;
        }
        let (x, y) = (self.read(node, a, at), self.read(node, b, at));
        let Some(read) = self.program.nodes.get(a.node.0) else { return false };
        let alone = |axis: Option<Axis>, item: usize| axis.is_none_or(|axis| self.roster.weight(axis, item).1);
        x == y && alone(read.axes.first, x.first) && alone(read.axes.second, x.second)
    }

    fn compare(
        &self,
        frame: Frame<'_>,
        node: &Node,
        order: Comparison,
        a: &Operand,
        b: &Operand,
        at: Coordinates,
    ) -> Truth {
        let (x, y) = (self.part_interval(frame, node, a, at), self.part_interval(frame, node, b, at));
        // In a pair a column compared with itself on the diagonal is decided: an only child is the first.
        if self.is_one_cell(node, a, b, at) {
            let holds = matches!(order, Comparison::Equal | Comparison::AtMost | Comparison::AtLeast);
            return if holds { Truth { yes: x.some, no: x.none } } else { Truth::FALSE };
        }
        x.compare(order, &y)
    }

    fn is_none(&self, frame: Frame<'_>, node: &Node, part: &Operand, at: Coordinates) -> Truth {
        match self.program.nodes.get(part.node.0).map(|node| node.kind) {
            Some(Kind::Span) => {
                let found = self.part_interval(frame, node, part, at);
                Truth { yes: found.none, no: found.some }
            }
            Some(Kind::Set) => {
                let found = self.part_set(frame, node, part, at);
                Truth { yes: found & NONE_BIT != 0, no: found & !NONE_BIT != 0 }
            }
            _ => Truth::FALSE,
        }
    }

    fn interval(&self, frame: Frame<'_>, node: &Node, at: Coordinates) -> Interval {
        let interval = |operand: &Operand| self.part_interval(frame, node, operand, at);
        match &node.op {
            Op::Number(number) => Interval::point(*number),
            Op::NoLaw(_) => Interval::NONE,
            Op::Between(low, high) => Interval::between(*low, *high),
            Op::Months { date, first } => {
                let month = if node.axes.second.is_some() { at[1] } else { at[0] };
                window_month(&interval(date), *first, month)
            }
            Op::Parameter { parameter, date, entries, .. } => {
                let range = self.facts.parameter_range(*parameter);
                parameter_on(&interval(date), entries.iter().map(|entry| (entry.period, entry.value)), range)
            }
            Op::Operation(operation, parts) => {
                if let [a, b] = parts.as_slice() {
                    return super::arithmetic::operate(*operation, &[interval(a), interval(b)]);
                }
                let parts: Vec<Interval> = parts.iter().map(interval).collect();
                super::arithmetic::operate(*operation, &parts)
            }
            Op::Extreme(greatest, parts) => extreme(*greatest, parts.iter().map(interval)),
            Op::Labelled(_, part) => interval(part),
            Op::Choose(branches, otherwise) => {
                let mut found: Option<Interval> = None;
                let open =
                    |found: Option<Interval>, value: Interval| Some(found.map_or(value, |found| found.hull(&value)));
                for (when, is) in branches {
                    let when = self.part_truth(frame, node, when, at);
                    if when.yes {
                        found = open(found, interval(is));
                    }
                    if !when.no {
                        return found.unwrap_or_else(Interval::anything);
                    }
                }
                open(found, interval(otherwise)).unwrap_or_else(Interval::anything)
            }
            Op::Reduce { .. } => self.reduce_interval(frame, node, at),
            Op::ToldAs { list, owner, value, told } => {
                interval(if self.stands_for(node, *list, *owner, at) { told } else { value })
            }
            _ => Interval::anything(),
        }
    }

    fn set(&self, frame: Frame<'_>, node: &Node, at: Coordinates) -> u64 {
        let set = |operand: &Operand| self.part_set(frame, node, operand, at);
        match &node.op {
            Op::Set(mask) => *mask,
            Op::NoLaw(_) => NONE_BIT,
            Op::Labelled(_, part) => set(part),
            Op::Choose(branches, otherwise) => {
                let mut found = 0;
                for (when, is) in branches {
                    let when = self.part_truth(frame, node, when, at);
                    if when.yes {
                        found |= set(is);
                    }
                    if !when.no {
                        return found;
                    }
                }
                found | set(otherwise)
            }
            Op::ToldAs { list, owner, value, told } => {
                set(if self.stands_for(node, *list, *owner, at) { told } else { value })
            }
            _ => u64::MAX,
        }
    }

    /// Whether what is told stands for the value from records: the list is not given, and claims count.
    pub fn stands_for(&self, node: &Node, list: usize, owner: Place, at: Coordinates) -> bool {
        !matches!(self.view, View::Accepted(_)) && self.is_absent(node, list, owner, at)
    }

    /// Whether the list of a member was not given.
    pub fn is_absent(&self, node: &Node, list: usize, owner: Place, at: Coordinates) -> bool {
        let operand = Operand { node: NodeId(0), first: Some(owner), second: None };
        let member = cell(self.roster, axes(node), &operand, at).first;
        self.facts.is_absent(list, member)
    }
}

/// The truths of a column, row by row.
fn truths(extent: Extent, words: &mut Vec<Word>, mut truth: impl FnMut(Coordinates) -> Truth) {
    for row in 0..extent.rows {
        for word in 0..extent.words {
            let begin = word.saturating_mul(64);
            let end = extent.items.min(begin.saturating_add(64));
            let mut found = Word::UNKNOWN;
            for item in begin..end {
                found.decide(item, truth(if extent.pair { [row, item, 0] } else { [item, 0, 0] }));
            }
            words.push(found);
        }
    }
}

/// The axes that the coordinates of a node's operands run along.
pub fn axes(node: &Node) -> [Option<Axis>; 3] {
    let mut axes = [node.axes.first, node.axes.second, None];
    if let Op::Reduce { axis, .. } = &node.op
        && let Some(place) = axes.get_mut(node.axes.len())
    {
        *place = Some(*axis);
    }
    axes
}

fn depends_on(part: &Operand, coordinate: usize) -> bool {
    [part.first, part.second]
        .into_iter()
        .flatten()
        .any(|place| matches!(place, Place::Item(at) | Place::Owner(at) if at == coordinate))
}

/// Whether a part can be read word by word along an inner coordinate: it has the same rows, or does not depend on it.
fn lies_along(program: &Program, part: &Operand, coordinate: usize) -> bool {
    if !depends_on(part, coordinate) {
        return true;
    }
    let inner = Some(Place::Item(coordinate));
    let Some(node) = program.nodes.get(part.node.0) else { return false };
    match (node.axes.len(), coordinate) {
        (1, _) => part.first == inner,
        (2, 1) => part.first == Some(Place::Item(0)) && part.second == inner,
        _ => false,
    }
}

fn window_month(date: &Interval, first: u32, month: usize) -> Interval {
    let back = i64::from(first).saturating_sub(i64::try_from(month).unwrap_or(i64::MAX));
    let shifted = |number: Number| {
        let day = super::arithmetic::date(number).first_of_month();
        let day = day.checked_add_months(back.saturating_neg()).unwrap_or(day);
        Number::from(day.day_number())
    };
    Interval { low: shifted(date.low), high: shifted(date.high), ..*date }
}

/// A parameter on a day or on one of several days; where nobody recorded a value anything in its range is possible.
fn parameter_on(date: &Interval, entries: impl Iterator<Item = (Period, Number)>, range: (Number, Number)) -> Interval {
    if !date.some {
        return Interval::NONE;
    }
    let (low, high) = (super::arithmetic::date(date.low), super::arithmetic::date(date.high));
    let mut found: Option<Interval> = None;
    // The first day that no value before covers: where it passes the last day, none is missing.
    let mut open = Some(low);
    for (period, value) in entries {
        let begins = period.from.is_none_or(|from| from <= high);
        let lasts = period.until.is_none_or(|until| until > low);
        if !begins || !lasts {
            continue;
        }
        let value = Interval::point(value);
        found = Some(found.map_or(value, |found| found.hull(&value)));
        if let Some(first) = open
            && period.from.is_none_or(|from| from <= first)
        {
            open = period.until;
        }
    }
    let missing = open.is_some_and(|open| open <= high);
    let anything = Interval::between(range.0, range.1);
    match found {
        Some(found) if !missing => found.with_none(date.none),
        Some(found) => found.hull(&anything).with_none(date.none),
        None => anything.with_none(date.none),
    }
}

/// The least or the greatest; what is none is skipped.
pub(super) fn extreme(greatest: bool, parts: impl Iterator<Item = Interval>) -> Interval {
    let better = |a: Number, b: Number| if greatest { a.max(b) } else { a.min(b) };
    let mut all: Option<Interval> = None;
    let mut sure: Option<(Number, Number)> = None;
    for part in parts.filter(|part| part.some) {
        all = Some(all.map_or(part, |all| all.hull(&part)));
        if !part.none {
            sure = Some(
                sure.map_or((part.low, part.high), |(low, high)| (better(low, part.low), better(high, part.high))),
            );
        }
    }
    let Some(all) = all else { return Interval::NONE };
    match sure {
        // The surely present values bound the answer from one side.
        Some((low, high)) if greatest => Interval::between(low, high.max(all.high)),
        Some((low, high)) => Interval::between(low.min(all.low), high),
        None => Interval { none: true, ..all },
    }
}

#[cfg(test)]
mod tests {
    use crate::{assessment::Answer, ruleset::sample::holds};

    const OLDEST: &str = "some who in members[relation = child] satisfies count(members[relation = child and birth_date < who.birth_date]) = 0";

    #[test]
    fn an_only_child_is_the_first_whenever_it_was_born() {
        assert_eq!(holds(OLDEST, "", r#"}, { "id": "bob", "relation": "child" }"#), Answer::True);
    }

    #[test]
    fn what_may_be_none_equals_itself_only_where_it_is_there() {
        assert_eq!(holds("rooms = rooms", r#""rooms": "none","#, "}"), Answer::False);
        assert_eq!(holds("rooms = rooms", r#""rooms": 1,"#, "}"), Answer::True);
        assert_eq!(holds("rooms = rooms", "", "}"), Answer::Unknown);
        assert_eq!(holds("rooms < rooms or rooms != rooms", "", "}"), Answer::False);
    }

    #[test]
    fn two_members_with_unknown_days_are_not_compared_as_one() {
        let children = r#"}, { "id": "bob", "relation": "child" }, { "id": "cid", "relation": "child" }"#;
        let twins = "every a in members satisfies every b in members satisfies a.birth_date = b.birth_date";
        assert_eq!(holds(twins, "", children), Answer::Unknown);
    }
}
