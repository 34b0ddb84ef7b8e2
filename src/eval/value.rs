//! What each operation makes of the columns that it reads.

use super::{
    arithmetic::operate,
    frame::{Coordinates, Extent, Frame, Word},
    lane::{fill, fill_from, fill_from_both, truths, truths_of, truths_of_both},
    port::{Sets, Spans, Truths, rows},
    possible::{Interval, NONE_BIT, Truth, set_in, sets_equal},
    run::Run,
    window::{parameter_on, window_month},
};
use crate::{
    check::Comparison,
    program::{Axis, Kind, Node, Op, Operand},
    value::Number,
};

/// How two machine words of conditions become one.
type Join = fn(Word, Word) -> Word;

impl<'a> Run<'a> {
    /// An operand that is a condition.
    pub(super) fn port_of_truths(&self, frame: Frame<'a>, node: &Node, operand: &Operand) -> Truths<'a> {
        Truths::of(frame, self.roster, node, operand)
    }

    /// An operand that is a number or a date.
    pub(super) fn port_of_spans(&self, frame: Frame<'a>, node: &Node, operand: &Operand) -> Spans<'a> {
        Spans::spans(frame, self.roster, node, operand)
    }

    /// An operand that is a named value.
    pub(super) fn port_of_sets(&self, frame: Frame<'a>, node: &Node, operand: &Operand) -> Sets<'a> {
        Sets::sets(frame, self.roster, node, operand)
    }

    /// The column of a condition.
    pub(super) fn truths(&self, frame: Frame<'a>, node: &Node, extent: Extent, words: &mut Vec<Word>) {
        let column = |operand: &Operand| self.port_of_truths(frame, node, operand);
        match &node.op {
            Op::Truth(value) => words.extend(rows(extent).map(|_| Word::all(Truth::known(*value)))),
            Op::NoLaw(_) => words.extend(rows(extent).map(|_| Word::all(Truth::FALSE))),
            Op::And(parts) => {
                words.extend(rows(extent).map(|_| Word::all(Truth::TRUE)));
                self.join(frame, node, extent, (parts, Word::and), words);
            }
            Op::Or(parts) => {
                words.extend(rows(extent).map(|_| Word::all(Truth::FALSE)));
                self.join(frame, node, extent, (parts, Word::or), words);
            }
            Op::Not(part) => {
                words.extend(column(part).words(extent).map(Word::negated));
            }
            Op::Labelled(_, part) => {
                words.extend(column(part).words(extent));
            }
            Op::Choose(branches, otherwise) => {
                let inner = usize::from(extent.pair);
                words.extend(rows(extent).map(|(at, word)| {
                    let read = |operand: &Operand| column(operand).word(at, inner, word, extent.items);
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
                }));
            }
            _ => self.truths_by_item(frame, node, extent, words),
        }
    }

    /// Joins a chain of conditions to what stands there, over whole machine words.
    fn join(
        &self,
        frame: Frame<'a>,
        node: &Node,
        extent: Extent,
        (parts, join): (&[Operand], Join),
        words: &mut [Word],
    ) {
        for part in parts {
            let port = self.port_of_truths(frame, node, part);
            for (found, word) in words.iter_mut().zip(port.words(extent)) {
                *found = join(*found, word);
            }
        }
    }

    fn truths_by_item(&self, frame: Frame<'a>, node: &Node, extent: Extent, words: &mut Vec<Word>) {
        let column = |operand: &Operand| self.port_of_truths(frame, node, operand);
        let spans = |operand: &Operand| self.port_of_spans(frame, node, operand);
        let sets = |operand: &Operand| self.port_of_sets(frame, node, operand);
        match &node.op {
            Op::Same => truths(extent, words, |at| self.same(at[0], at[1])),
            Op::Compare(order, a, b) => {
                let (x, y) = (spans(a), spans(b));
                // In a pair a column compared with itself on the diagonal is decided: an only child is the first.
                let holds = matches!(order, Comparison::Equal | Comparison::AtMost | Comparison::AtLeast);
                if a.node != b.node {
                    return compare(extent, words, *order, (&x, &y));
                }
                truths(extent, words, |at| {
                    if self.is_one_cell(node, a, b, at) {
                        let x = x.at(at);
                        return if holds { Truth { yes: x.some, no: x.none } } else { Truth::FALSE };
                    }
                    x.at(at).compare(*order, y.at(at))
                });
            }
            Op::CompareSets(equal, a, b) => {
                let (x, y) = (sets(a), sets(b));
                if a.node != b.node {
                    return truths_of_both(extent, words, (&x, &y), |x, y| sets_equal(*x, *y, *equal));
                }
                truths(extent, words, |at| {
                    if self.is_one_cell(node, a, b, at) {
                        let some = Truth { yes: x.at(at) & !NONE_BIT != 0, no: x.at(at) & NONE_BIT != 0 };
                        return if *equal { some } else { Truth::FALSE };
                    }
                    sets_equal(*x.at(at), *y.at(at), *equal)
                });
            }
            Op::CompareTruths(equal, a, b) => {
                let (x, y) = (column(a), column(b));
                truths(extent, words, |at| {
                    if self.is_one_cell(node, a, b, at) {
                        return Truth::known(*equal);
                    }
                    let (x, y) = (x.at(at), y.at(at));
                    let same = x.and(y).or(x.negated().and(y.negated()));
                    if *equal { same } else { same.negated() }
                });
            }
            Op::OneOf(part, mask) => {
                let part = sets(part);
                truths_of(extent, words, &part, |part| set_in(*part, *mask));
            }
            Op::IsNone(part) => match self.program.nodes.get(part.node.0).map(|node| node.kind) {
                Some(Kind::Span) => {
                    let part = spans(part);
                    truths_of(extent, words, &part, |part| Truth { yes: part.none, no: part.some });
                }
                Some(Kind::Set) => {
                    let part = sets(part);
                    truths_of(extent, words, &part, |part| Truth {
                        yes: part & NONE_BIT != 0,
                        no: part & !NONE_BIT != 0,
                    });
                }
                _ => truths(extent, words, |_| Truth::FALSE),
            },
            Op::Reduce { .. } => self.reduce_truths(frame, node, extent, words),
            Op::ToldAs { list, owner, value, told } => {
                let (value, told) = (column(value), column(told));
                truths(extent, words, |at| {
                    if self.stands_for(node, *list, *owner, at) { told.at(at) } else { value.at(at) }
                });
            }
            _ => words.extend(rows(extent).map(|_| Word::UNKNOWN)),
        }
    }

    /// The column of a number or a date.
    pub(super) fn spans(&self, frame: Frame<'a>, node: &Node, extent: Extent, out: &mut Vec<Interval>) {
        let column = |operand: &Operand| self.port_of_spans(frame, node, operand);
        match &node.op {
            Op::Number(number) => fill(extent, out, |_| Interval::point(*number)),
            Op::NoLaw(_) | Op::LeftOut => fill(extent, out, |_| Interval::NONE),
            Op::Between(low, high) => fill(extent, out, |_| Interval::between(*low, *high)),
            Op::Months { date, first } => {
                let date = column(date);
                let month = |at: Coordinates| if extent.pair { at[1] } else { at[0] };
                fill(extent, out, |at| window_month(date.at(at), *first, month(at)));
            }
            Op::Parameter { parameter, date, entries, .. } => {
                let (date, range) = (column(date), self.facts.parameter_range(*parameter));
                let entries = || entries.iter().map(|entry| (entry.period, entry.value));
                fill_from(extent, out, &date, |date| parameter_on(date, entries(), range));
            }
            Op::Operation(operation, parts) => match parts.as_slice() {
                [a] => {
                    let a = column(a);
                    fill_from(extent, out, &a, |a| operate(*operation, &[a]));
                }
                [a, b] => {
                    let (a, b) = (column(a), column(b));
                    fill_from_both(extent, out, (&a, &b), |a, b| operate(*operation, &[a, b]));
                }
                parts => {
                    let columns: Vec<Spans<'_>> = parts.iter().map(column).collect();
                    fill(extent, out, |at| {
                        let parts: Vec<&Interval> = columns.iter().map(|column| column.at(at)).collect();
                        operate(*operation, &parts)
                    });
                }
            },
            Op::Extreme(greatest, parts) => {
                let columns: Vec<Spans<'_>> = parts.iter().map(column).collect();
                fill(extent, out, |at| extreme(*greatest, columns.iter().map(|column| *column.at(at))));
            }
            Op::Labelled(_, part) => {
                fill_from(extent, out, &column(part), |part| *part);
            }
            Op::Choose(branches, otherwise) => {
                let branch = |(when, is): &(Operand, Operand)| (self.port_of_truths(frame, node, when), column(is));
                let branches: Vec<(Truths<'_>, Spans<'_>)> = branches.iter().map(branch).collect();
                let otherwise = column(otherwise);
                fill(extent, out, |at| {
                    let mut found: Option<Interval> = None;
                    let mut open = |value: &Interval| found = Some(found.map_or(*value, |found| found.hull(value)));
                    let decided = branches.iter().any(|(when, is)| {
                        let when = when.at(at);
                        if when.yes {
                            open(is.at(at));
                        }
                        !when.no
                    });
                    if !decided {
                        open(otherwise.at(at));
                    }
                    found.unwrap_or(Interval::ANYTHING)
                });
            }
            Op::Reduce { .. } => self.reduce_spans(frame, node, extent, out),
            Op::ToldAs { list, owner, value, told } => {
                let (value, told) = (column(value), column(told));
                fill(extent, out, |at| {
                    *(if self.stands_for(node, *list, *owner, at) { told.at(at) } else { value.at(at) })
                });
            }
            _ => fill(extent, out, |_| Interval::ANYTHING),
        }
    }

    /// The column of a named value.
    pub(super) fn sets(&self, frame: Frame<'a>, node: &Node, extent: Extent, out: &mut Vec<u64>) {
        let column = |operand: &Operand| self.port_of_sets(frame, node, operand);
        match &node.op {
            Op::Set(mask) => fill(extent, out, |_| *mask),
            Op::NoLaw(_) => fill(extent, out, |_| NONE_BIT),
            Op::Labelled(_, part) => {
                fill_from(extent, out, &column(part), |part| *part);
            }
            Op::Choose(branches, otherwise) => {
                fill(extent, out, |at| {
                    let mut found = 0;
                    for (when, is) in branches {
                        let when = self.port_of_truths(frame, node, when).at(at);
                        if when.yes {
                            found |= *column(is).at(at);
                        }
                        if !when.no {
                            return found;
                        }
                    }
                    found | *column(otherwise).at(at)
                });
            }
            Op::ToldAs { list, owner, value, told } => {
                let (value, told) = (column(value), column(told));
                fill(extent, out, |at| {
                    *(if self.stands_for(node, *list, *owner, at) { told.at(at) } else { value.at(at) })
                });
            }
            _ => fill(extent, out, |_| u64::MAX),
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

/// Which of two numbers each stand in an order; the order is settled before the items.
fn compare(extent: Extent, words: &mut Vec<Word>, order: Comparison, both: (&Spans<'_>, &Spans<'_>)) {
    match order {
        Comparison::Equal => truths_of_both(extent, words, both, |x, y| x.compare(Comparison::Equal, y)),
        Comparison::NotEqual => truths_of_both(extent, words, both, |x, y| x.compare(Comparison::NotEqual, y)),
        Comparison::Less => truths_of_both(extent, words, both, |x, y| x.compare(Comparison::Less, y)),
        Comparison::AtMost => truths_of_both(extent, words, both, |x, y| x.compare(Comparison::AtMost, y)),
        Comparison::Greater => truths_of_both(extent, words, both, |x, y| y.compare(Comparison::Less, x)),
        Comparison::AtLeast => truths_of_both(extent, words, both, |x, y| y.compare(Comparison::AtMost, x)),
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
