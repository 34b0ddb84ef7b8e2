//! What each operation makes of the columns that it reads.

use super::{
    arithmetic::{answer, operate},
    fixed::{Numeral, Short},
    frame::{Coordinates, Extent, Table, Word},
    lane::{cells, places, truths, truths_of, truths_of_both},
    port::{Port, Truths, rows},
    possible::{Interval, NONE_BIT, Truth, set_in, sets_equal},
    run::Run,
    values::Values,
    window::{parameter_on, window_month},
};
use crate::{
    check::{Comparison, Operation},
    program::{Axis, Kind, Node, Op, Operand},
};

impl<'a> Run<'a> {
    /// An operand that is a condition, read along the inner axis of the node.
    #[inline]
    pub(super) fn condition(&self, table: Table<'_>, node: &Node, operand: &Operand) -> Truths<'a> {
        Truths::of(table, self.roster, (node, operand), usize::from(node.axes.second.is_some()))
    }

    /// An operand that is a number, a date or a named value.
    #[inline]
    pub(super) fn port(&self, table: Table<'_>, node: &Node, operand: &Operand) -> Port<'a> {
        Port::new(table, self.roster, node, operand)
    }

    /// The column of a condition.
    pub(super) fn truths(&self, table: Table<'_>, node: &Node, extent: &Extent, values: &mut Values) {
        match &node.op {
            Op::Truth(value) => push_words(extent, values, |_, _, _| Word::all(Truth::known(*value))),
            Op::NoLaw(_) => push_words(extent, values, |_, _, _| Word::all(Truth::FALSE)),
            Op::And(parts) => self.join(table, node, extent, (parts, Truth::TRUE, Word::and), values),
            Op::Or(parts) => self.join(table, node, extent, (parts, Truth::FALSE, Word::or), values),
            Op::Not(part) | Op::Labelled(_, part) => {
                let way = self.condition(table, node, part);
                let is_opposite = matches!(node.op, Op::Not(_));
                way.each_word(extent, values, |values, found| {
                    values.words.push(if is_opposite { found.negated() } else { found });
                });
            }
            Op::Choose(branches, otherwise) => {
                push_words(extent, values, |values, at, word| {
                    let read =
                        |operand: &Operand| self.condition(table, node, operand).word(values, at, word, extent.items);
                    // The items that no branch has taken for sure.
                    let mut open = u64::MAX;
                    let mut found = Word { yes: 0, no: 0 };
                    for (when, is) in branches {
                        let (when, is) = (read(when), read(is));
                        let here = open & when.yes;
                        found = Word { yes: found.yes | (here & is.yes), no: found.no | (here & is.no) };
                        open &= when.no;
                    }
                    let last = read(otherwise);
                    Word { yes: found.yes | (open & last.yes), no: found.no | (open & last.no) }
                });
            }
            _ => self.truths_by_item(table, node, extent, values),
        }
    }

    /// Joins a chain of conditions, over whole machine words.
    fn join(
        &self,
        table: Table<'_>,
        node: &Node,
        extent: &Extent,
        (parts, first, join): (&[Operand], Truth, impl Fn(Word, Word) -> Word),
        values: &mut Values,
    ) {
        let start = values.words.len();
        push_words(extent, values, |_, _, _| Word::all(first));
        for part in parts {
            let way = self.condition(table, node, part);
            let mut place = start;
            way.each_word(extent, values, |values, read| {
                if let Some(found) = values.words.get_mut(place) {
                    *found = join(*found, read);
                }
                place = place.wrapping_add(1);
            });
        }
    }

    fn truths_by_item(&self, table: Table<'_>, node: &Node, extent: &Extent, values: &mut Values) {
        let way = |operand: &Operand| self.port(table, node, operand);
        let set = |values: &Values, place: usize| values.sets.get(place).copied().unwrap_or(u64::MAX);
        match &node.op {
            Op::Same => truths(extent, values, |_, at| self.same(at[0], at[1])),
            Op::Compare(order, a, b) => self.compare(table, node, extent, (*order, a, b), values),
            Op::CompareSets(equal, a, b) => {
                let (x, y) = (way(a), way(b));
                if a.node != b.node {
                    return truths_of(extent, values, [&x, &y], |values, [x, y]| {
                        sets_equal(set(values, x), set(values, y), *equal)
                    });
                }
                truths(extent, values, |values, at| {
                    let (x_set, y_set) = (set(values, x.at(at)), set(values, y.at(at)));
                    if self.is_one_cell(node, a, b, at) {
                        let some = Truth { yes: x_set & !NONE_BIT != 0, no: x_set & NONE_BIT != 0 };
                        return if *equal { some } else { Truth::FALSE };
                    }
                    sets_equal(x_set, y_set, *equal)
                });
            }
            Op::CompareTruths(equal, a, b) => {
                let (x, y) = (self.condition(table, node, a), self.condition(table, node, b));
                truths(extent, values, |values, at| {
                    if self.is_one_cell(node, a, b, at) {
                        return Truth::known(*equal);
                    }
                    let (x, y) = (x.at(values, at), y.at(values, at));
                    let same = x.and(y).or(x.negated().and(y.negated()));
                    if *equal { same } else { same.negated() }
                });
            }
            Op::OneOf(part, mask) => {
                truths_of(extent, values, [&way(part)], |values, [part]| set_in(set(values, part), *mask));
            }
            Op::IsNone(part) => match self.program.nodes.get(part.node.0).map(|node| node.kind) {
                Some(Kind::Span) => truths_of(extent, values, [&way(part)], |values, [part]| {
                    let (is_there, is_absent) = values.presence(part);
                    Truth { yes: is_absent, no: is_there }
                }),
                Some(Kind::Set) => truths_of(extent, values, [&way(part)], |values, [part]| {
                    let part = set(values, part);
                    Truth { yes: part & NONE_BIT != 0, no: part & !NONE_BIT != 0 }
                }),
                _ => truths(extent, values, |_, _| Truth::FALSE),
            },
            Op::Reduce { .. } => self.reduce_truths(table, node, extent, values),
            Op::ToldAs { list, owner, value, told } => {
                let (value, told) = (self.condition(table, node, value), self.condition(table, node, told));
                truths(extent, values, |values, at| {
                    if self.stands_beside(node, *list, *owner, at) {
                        return value.at(values, at).either(told.at(values, at));
                    }
                    if self.stands_for(node, *list, *owner, at) { told.at(values, at) } else { value.at(values, at) }
                });
            }
            _ => values.add_unknown(extent),
        }
    }

    /// Two numbers in an order.
    fn compare(
        &self,
        table: Table<'_>,
        node: &Node,
        extent: &Extent,
        (order, a, b): (Comparison, &Operand, &Operand),
        values: &mut Values,
    ) {
        let (x, y) = (self.port(table, node, a), self.port(table, node, b));
        if a.node != b.node {
            return compare_all(extent, values, order, (&x, &y));
        }
        // In a pair a column compared with itself on the diagonal is decided: an only child is the first.
        let holds = matches!(order, Comparison::Equal | Comparison::AtMost | Comparison::AtLeast);
        let itself = |values: &Values, place: usize| {
            let (yes, no) = values.presence(place);
            if holds { Truth { yes, no } } else { Truth::FALSE }
        };
        let axes = self.program.nodes.get(a.node.0).map(|read| read.axes).unwrap_or_default();
        if [axes.first, axes.second].into_iter().flatten().all(|axis| self.roster.is_sure(axis)) {
            // One place is one cell, and each item stands for itself only.
            return truths_of(extent, values, [&x, &y], |values, [x, y]| {
                if x == y { itself(values, x) } else { compare(values, order, (x, y)) }
            });
        }
        truths(extent, values, |values, at| {
            let (x, y) = (x.at(at), y.at(at));
            if self.is_one_cell(node, a, b, at) { itself(values, x) } else { compare(values, order, (x, y)) }
        });
    }

    /// The column of a number or a date.
    pub(super) fn spans(&self, table: Table<'_>, node: &Node, extent: &Extent, values: &mut Values) {
        let way = |operand: &Operand| self.port(table, node, operand);
        match &node.op {
            Op::Number(number) => cells(extent, |_| values.push_long(&Interval::point(*number))),
            Op::NoLaw(_) | Op::LeftOut => cells(extent, |_| values.push_long(&Interval::NONE)),
            Op::Between(low, high) => cells(extent, |_| values.push_long(&Interval::between(*low, *high))),
            Op::Months { date, first } => {
                let date = way(date);
                cells(extent, |at| {
                    let month = if extent.pair { at[1] } else { at[0] };
                    let date = values.span(date.at(at));
                    if let Short::Held(date) = date
                        && let Some(found) = window_month(&date, *first, month)
                    {
                        return values.push(Short::Held(found));
                    }
                    let found = window_month(&values.long(date), *first, month);
                    values.push_long(&found.unwrap_or(Interval::ANYTHING));
                });
            }
            Op::Parameter { parameter, date, entries, .. } => {
                let range = self.facts.parameter_range(*parameter);
                places(extent, [&way(date)], |[date]| {
                    let entries = entries.iter().map(|entry| (entry.period, entry.value));
                    let found = parameter_on(&values.interval(date), entries, range);
                    values.push_long(&found);
                });
            }
            Op::Operation(operation, parts) => match parts.as_slice() {
                [a] => places(extent, [&way(a)], |[a]| work_out_one(values, *operation, a)),
                [a, b] => places(extent, [&way(a), &way(b)], |[a, b]| work_out_two(values, *operation, (a, b))),
                parts => gathered(extent, parts.iter().map(way), |read| work_out_long(values, *operation, read)),
            },
            Op::Extreme(greatest, parts) => match parts.as_slice() {
                [a, b] => places(extent, [&way(a), &way(b)], |parts| push_extreme(values, *greatest, &parts)),
                parts => gathered(extent, parts.iter().map(way), |read| push_extreme(values, *greatest, read)),
            },
            Op::Labelled(_, part) => places(extent, [&way(part)], |[part]| values.push(values.span(part))),
            Op::Choose(branches, otherwise) => self.choose(table, node, extent, (branches, otherwise), values),
            Op::Reduce { .. } => self.reduce_spans(table, node, extent, values),
            Op::ToldAs { list, owner, value, told } => {
                let (value, told) = (way(value), way(told));
                cells(extent, |at| {
                    let stands = self.stands_for(node, *list, *owner, at);
                    let mut found = values.span(if stands { told.at(at) } else { value.at(at) });
                    if self.stands_beside(node, *list, *owner, at) {
                        found = values.hull(Some(found), told.at(at));
                    }
                    values.push(found);
                });
            }
            _ => values.add_unknown(extent),
        }
    }

    /// The column of a named value.
    pub(super) fn sets(&self, table: Table<'_>, node: &Node, extent: &Extent, values: &mut Values) {
        let way = |operand: &Operand| self.port(table, node, operand);
        let set = |values: &Values, place: usize| values.sets.get(place).copied().unwrap_or(u64::MAX);
        match &node.op {
            Op::Set(mask) => cells(extent, |_| values.sets.push(*mask)),
            Op::NoLaw(_) => cells(extent, |_| values.sets.push(NONE_BIT)),
            Op::Labelled(_, part) => places(extent, [&way(part)], |[part]| values.sets.push(set(values, part))),
            Op::Choose(branches, otherwise) => cells(extent, |at| {
                let mut found = 0;
                let mut is_decided = false;
                for (when, is) in branches {
                    let when = self.condition(table, node, when).at(values, at);
                    if when.yes {
                        found |= set(values, way(is).at(at));
                    }
                    is_decided = !when.no;
                    if is_decided {
                        break;
                    }
                }
                values.sets.push(if is_decided { found } else { found | set(values, way(otherwise).at(at)) });
            }),
            Op::ToldAs { list, owner, value, told } => {
                let (value, told) = (way(value), way(told));
                cells(extent, |at| {
                    let stands = self.stands_for(node, *list, *owner, at);
                    let found = set(values, if stands { told.at(at) } else { value.at(at) });
                    let beside = if self.stands_beside(node, *list, *owner, at) { set(values, told.at(at)) } else { 0 };
                    values.sets.push(found | beside);
                });
            }
            _ => values.add_unknown(extent),
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
}

/// Adds each machine word of a column.
#[inline]
fn push_words(extent: &Extent, values: &mut Values, word: impl Fn(&Values, Coordinates, usize) -> Word) {
    rows(extent, |at, place| {
        let found = word(values, at, place);
        values.words.push(found);
    });
}

/// Which of the numbers that two ports read each stand in an order; the order is known before them.
#[inline]
fn compare_all(extent: &Extent, values: &mut Values, order: Comparison, (x, y): (&Port<'_>, &Port<'_>)) {
    let long = |values: &Values, order, x: Short, y: Short| values.long(x).compare(order, &values.long(y));
    // Each order is a loop of its own.
    macro_rules! each {
        ($order:expr, $x:expr, $y:expr) => {
            truths_of_both(extent, values, ($x, $y), |values, x, y| match (x, y) {
                (Short::Held(x), Short::Held(y)) => x.compare($order, y),
                _ => long(values, $order, *x, *y),
            })
        };
    }
    match order {
        Comparison::Equal => each!(Comparison::Equal, x, y),
        Comparison::NotEqual => each!(Comparison::NotEqual, x, y),
        Comparison::Less => each!(Comparison::Less, x, y),
        Comparison::AtMost => each!(Comparison::AtMost, x, y),
        Comparison::Greater => each!(Comparison::Less, y, x),
        Comparison::AtLeast => each!(Comparison::AtMost, y, x),
    }
}

/// Which of the numbers at two places stand in an order.
#[inline]
fn compare(values: &Values, order: Comparison, (x, y): (usize, usize)) -> Truth {
    match (values.span(x), values.span(y)) {
        (Short::Held(x), Short::Held(y)) => x.compare(order, &y),
        (x, y) => values.long(x).compare(order, &values.long(y)),
    }
}

/// Goes through the cells of a column with the places of all that each reads.
fn gathered<'a>(extent: &Extent, ways: impl Iterator<Item = Port<'a>>, mut cell: impl FnMut(&[usize])) {
    let ways: Vec<Port<'_>> = ways.collect();
    let mut read = Vec::with_capacity(ways.len());
    cells(extent, |at| {
        read.clear();
        read.extend(ways.iter().map(|way| way.at(at)));
        cell(&read);
    });
}

/// Adds what an operation makes of one number.
#[inline]
fn work_out_one(values: &mut Values, operation: Operation, part: usize) {
    if let Short::Held(part) = values.span(part)
        && let Some(found) = operate(operation, &[part])
    {
        return values.push(Short::Held(found));
    }
    work_out_long(values, operation, &[part]);
}

/// Adds what an operation makes of two numbers.
#[inline]
fn work_out_two(values: &mut Values, operation: Operation, (a, b): (usize, usize)) {
    if let (Short::Held(a), Short::Held(b)) = (values.span(a), values.span(b))
        && let Some(found) = operate(operation, &[a, b])
    {
        return values.push(Short::Held(found));
    }
    work_out_long(values, operation, &[a, b]);
}

fn work_out_long(values: &mut Values, operation: Operation, parts: &[usize]) {
    let parts: Vec<Interval> = parts.iter().map(|part| values.interval(*part)).collect();
    values.push_long(&answer(operation, &parts));
}

/// Adds the least or the greatest of the numbers at places.
#[inline]
fn push_extreme(values: &mut Values, greatest: bool, places: &[usize]) {
    let mut best = Best::new(greatest);
    for place in places {
        let Short::Held(held) = values.span(*place) else {
            let mut best = Best::new(greatest);
            for place in places {
                best.add(&values.interval(*place));
            }
            return values.push_long(&best.found());
        };
        best.add(&held);
    }
    values.push(Short::Held(best.found()));
}

/// The least or the greatest of several; what is none is skipped.
pub(super) struct Best<N> {
    greatest: bool,
    all: Option<Interval<N>>,
    /// Of those that are surely there.
    sure: Option<(N, N)>,
}

impl<N: Numeral> Best<N> {
    #[inline]
    pub fn new(greatest: bool) -> Self {
        Self { greatest, all: None, sure: None }
    }

    #[inline]
    pub fn add(&mut self, part: &Interval<N>) {
        if !part.some {
            return;
        }
        let better = |a: N, b: N| if self.greatest { a.max(b) } else { a.min(b) };
        self.all = Some(self.all.map_or(*part, |all| all.hull(part)));
        if !part.none {
            let (low, high) = self.sure.unwrap_or((part.low, part.high));
            self.sure = Some((better(low, part.low), better(high, part.high)));
        }
    }

    #[inline]
    pub fn found(self) -> Interval<N> {
        let Some(all) = self.all else { return Interval::NONE };
        match self.sure {
            // The surely present values bound the answer from one side.
            Some((low, high)) if self.greatest => Interval::between(low, high.max(all.high)),
            Some((low, high)) => Interval::between(low.min(all.low), high),
            None => Interval { none: true, ..all },
        }
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
