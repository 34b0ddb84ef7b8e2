//! Parts of what a fact can be, such that a program can tell each from the others.

use std::collections::BTreeSet;

use super::trial::Trial;
use crate::{
    check::{Comparison, Entity, Type},
    eval::{Assumption, Cell, Interval, Leaf, NONE_BIT, Part, Truth, View, Word},
    program::{Op, Operand},
    value::Number,
};

/// How often the numbers that a fact can be are parted: none from some, at thresholds, and the ends from the rest.
const MOST_PARTINGS: usize = 3;

/// Into how many parts numbers are parted at most.
const MOST_PARTS: usize = 16;

/// How often it is tried in vain where a straight line would turn.
const MOST_LINES: u8 = 2;

/// At which end of all that they can be facts are.
#[derive(Debug, Clone, Copy)]
struct End {
    /// Numbers and days, where there are any, are the greatest, else the least.
    is_greatest: bool,
    /// What there need not be is not there.
    is_absent: bool,
    /// Whatever else is the last of its parts, else the first.
    is_last: bool,
}

/// A far corner of all that facts can be together: where those of the member are who is asked about, and all the rest. A
/// right can hang on being unlike others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Corner {
    own: End,
    rest: End,
}

/// Corners as far from one another as can be.
pub(super) const CORNERS: [Corner; 6] = {
    const fn end(is_greatest: bool, is_absent: bool, is_last: bool) -> End {
        End { is_greatest, is_absent, is_last }
    }
    const fn all(end: End) -> Corner {
        Corner { own: end, rest: end }
    }
    [
        Corner { own: end(false, true, true), rest: end(true, false, true) },
        all(end(false, false, false)),
        all(end(true, true, true)),
        Corner { own: end(true, false, false), rest: end(false, true, true) },
        all(end(true, false, false)),
        all(end(false, false, true)),
    ]
};

/// A fact of an item that can be parted.
pub(super) fn parted(leaf: &Leaf) -> Option<(usize, usize)> {
    match leaf {
        Leaf::Fact { fact, item } | Leaf::Pointed { fact, item } => Some((*fact, *item)),
        Leaf::List { .. } | Leaf::Parameter { .. } | Leaf::Territory => None,
    }
}

/// The numbers that a fact is written in: so many to one.
#[derive(Clone, Copy)]
struct Grid(i128);

impl Grid {
    /// The number at a place.
    fn at(self, place: i128) -> Number {
        Number::new(place, self.0).unwrap_or(Number::ZERO)
    }

    /// The last place that is not above a number.
    fn below(self, number: Number) -> Option<i128> {
        Some(number.checked_mul(Number::from_integer(self.0))?.floor())
    }

    /// The first place that is not below a number.
    fn above(self, number: Number) -> Option<i128> {
        Some(number.checked_mul(Number::from_integer(self.0))?.ceiling())
    }

    fn point(self, place: i128) -> Interval {
        Interval::point(self.at(place))
    }

    fn between(self, low: i128, high: i128) -> Part {
        Part::Span(Interval::between(self.at(low), self.at(high)))
    }
}

/// A comparison where a fact is so much.
#[derive(Clone, Copy)]
struct Probed {
    place: i128,
    truth: Truth,
    /// How far its sides are apart, where that is known.
    apart: Option<Number>,
}

impl Probed {
    /// The place between this and another where a straight line has both sides the same.
    fn crossing(&self, other: &Self) -> Option<i128> {
        let all = Number::from_integer(other.place.checked_sub(self.place)?);
        let (here, there) = (self.apart?, other.apart?);
        let part = here.checked_div(here.checked_sub(there)?)?;
        let way = all.checked_mul(part)?.floor();
        let (first, last) = (self.place.checked_add(1)?, other.place.checked_sub(1)?);
        Some(self.place.checked_add(way)?.clamp(first, last))
    }
}

/// Each bit of some that are set, by itself.
fn each_bit(bits: u64) -> impl Iterator<Item = u64> {
    (0..64).map(|bit| 1 << bit).filter(move |bit| bits & bit != 0)
}

/// A part with whoever is left open in it settled as well: at the first end all are pointed to, at the last nobody.
fn all_at_once(part: Part, is_last: bool) -> Part {
    match part {
        Part::Members(may) if is_last => Part::Members(Word { yes: may.yes & !may.no, ..may }),
        Part::Members(may) => Part::Members(Word { no: may.no & !may.yes, ..may }),
        part => part,
    }
}

impl Trial<'_> {
    /// The parts of what a fact can be, as far as it is open; none where it cannot be parted further.
    pub(super) fn parts(&mut self, leaf: &Leaf) -> Vec<Part> {
        let Some((fact, item)) = parted(leaf) else { return Vec::new() };
        let Some((span, grid)) = self.numbers(fact, item) else { return self.choices(fact, item) };
        self.spans((fact, item), span, grid)
    }

    /// A part of what a fact can be that lies at one end, assumed of it; none where it cannot be parted further.
    pub(super) fn at_end(&self, leaf: &Leaf, corner: Corner) -> Option<Assumption> {
        let (fact, item) = parted(leaf)?;
        let end = if self.is_of_asked(fact, item) { corner.own } else { corner.rest };
        let part = match self.numbers(fact, item) {
            None => {
                let parts = self.choices(fact, item);
                let part = if end.is_last { parts.last() } else { parts.first() };
                all_at_once(*part?, end.is_last)
            }
            Some((span, _)) if !span.some || (span.low == span.high && !span.none) => return None,
            Some((span, _)) if span.none && end.is_absent => Part::Span(Interval::NONE),
            Some((span, grid)) if end.is_greatest => Part::Span(grid.point(grid.below(span.high)?)),
            Some((span, grid)) => Part::Span(grid.point(grid.above(span.low)?)),
        };
        Some(Assumption { fact, item, part })
    }

    /// Whether a fact is one of the member who is asked about.
    fn is_of_asked(&self, fact: usize, item: usize) -> bool {
        let found = self.subject.reader(&[]).fact(fact);
        found.is_some_and(|found| found.symbol.entity == Entity::Member) && self.asked_item() == Some(item)
    }

    /// The numbers or days that a fact can be, and how they are written; nothing where it is neither.
    fn numbers(&self, fact: usize, item: usize) -> Option<(Interval, Grid)> {
        let reader = self.subject.reader(&[]);
        let found = reader.fact(fact)?;
        if matches!(found.symbol.r#type, Type::Boolean | Type::Choice(_) | Type::List(_)) {
            return None;
        }
        let span = match self.part_of(fact, item) {
            Some(Part::Span(span)) => span,
            _ => reader.unknown(found, item),
        };
        Some((span, Grid(10_i128.checked_pow(found.symbol.digits).unwrap_or(1))))
    }

    /// The parts of what is no number.
    fn choices(&self, fact: usize, item: usize) -> Vec<Part> {
        let reader = self.subject.reader(&[]);
        let Some(found) = reader.fact(fact) else { return Vec::new() };
        match (&found.symbol.r#type, self.part_of(fact, item)) {
            (Type::Boolean, None) => vec![Part::Truth(true), Part::Truth(false)],
            (Type::Choice(_), None) => {
                let classes = self.classes(fact, reader.all_values(found));
                classes.into_iter().map(Part::Set).collect()
            }
            (Type::List(_), before) => self.pointing(before, found.symbol.single),
            _ => Vec::new(),
        }
    }

    /// The values of an enumeration, those together that nothing in the program tells apart.
    fn classes(&self, fact: usize, all: u64) -> Vec<u64> {
        let program = self.subject.program;
        let mut classes = vec![all & !NONE_BIT, all & NONE_BIT];
        for source in program.flow.sources_of(fact) {
            for reader in program.flow.readers(*source) {
                match program.nodes.get(reader.0).map(|node| &node.op) {
                    Some(Op::OneOf(_, mask)) => {
                        classes = classes.iter().flat_map(|class| [class & mask, class & !mask]).collect();
                        classes.retain(|class| *class != 0);
                    }
                    Some(Op::IsNone(_)) => {}
                    // Whatever else reads it may tell every value from every other.
                    _ => return classes.into_iter().flat_map(each_bit).collect(),
                }
            }
        }
        classes.retain(|class| *class != 0);
        classes
    }

    /// The ways to point to members: to each alone or to nobody, where only one can be; else to the first of whom it is
    /// open, or not.
    fn pointing(&self, before: Option<Part>, single: bool) -> Vec<Part> {
        let members = self.subject.roster.members.len().min(64);
        let bits = (0..members).map(|member| 1_u64 << member);
        let may = match before {
            Some(Part::Members(may)) => may,
            _ => Word::UNKNOWN,
        };
        let mut open = bits.filter(|bit| may.yes & may.no & bit != 0);
        if single {
            let alone = open.map(|bit| Word { yes: bit, no: !bit });
            return alone
                .chain([Word { yes: 0, no: u64::MAX }])
                .filter(|_| before.is_none())
                .map(Part::Members)
                .collect();
        }
        let Some(first) = open.next() else { return Vec::new() };
        let (points, passes) = (Word { no: may.no & !first, ..may }, Word { yes: may.yes & !first, ..may });
        vec![Part::Members(points), Part::Members(passes)]
    }

    /// The parts of numbers or days.
    fn spans(&mut self, (fact, item): (usize, usize), span: Interval, grid: Grid) -> Vec<Part> {
        let times = self.assumed.iter().filter(|assumed| assumed.fact == fact && assumed.item == item).count();
        if span.none && span.some {
            return vec![Part::Span(Interval::NONE), Part::Span(span.with_none(false))];
        }
        let (Some(low), Some(high)) = (grid.above(span.low), grid.below(span.high)) else { return Vec::new() };
        if !span.some || low >= high || times >= MOST_PARTINGS {
            return Vec::new();
        }
        let cuts = self.cuts((fact, item), (low, high), grid);
        if cuts.is_empty() {
            let rest = grid.between(low.saturating_add(1), high.saturating_sub(1));
            let ends = [low, high].map(|end| Part::Span(grid.point(end)));
            return ends.into_iter().chain((high.saturating_sub(low) > 1).then_some(rest)).collect();
        }
        let begins = std::iter::once(low).chain(cuts.iter().map(|cut| cut.saturating_add(1)));
        let ends = cuts.iter().copied().chain([high]);
        begins.zip(ends).map(|(begin, end)| grid.between(begin, end)).collect()
    }

    /// The last places before each threshold that a comparison on the way to what is open has for the fact.
    fn cuts(&mut self, at: (usize, usize), (low, high): (i128, i128), grid: Grid) -> Vec<i128> {
        let mut cuts = BTreeSet::new();
        for (view, trail) in self.walks() {
            for cell in trail.visited() {
                if cuts.len().saturating_add(1) >= MOST_PARTS {
                    break;
                }
                let Some((turns_once, sides)) = self.compared(cell) else { continue };
                if !self.reads(at.0, cell.node) {
                    continue;
                }
                match self.constant(view, at, sides) {
                    Some(number) => cuts.extend(
                        [grid.below(number), grid.above(number).map(|place| place.wrapping_sub(1))]
                            .into_iter()
                            .flatten(),
                    ),
                    None if turns_once && self.hangs_on(view, cell, at) => {
                        cuts.extend(self.turn(at, (view, cell, sides), (low, high), grid));
                    }
                    None => {}
                }
            }
        }
        cuts.into_iter().filter(|cut| (low..high).contains(cut)).collect()
    }

    /// Whether nothing but a fact leaves a cell open.
    fn hangs_on(&self, view: View, cell: Cell, (fact, item): (usize, usize)) -> bool {
        let views = self.views();
        let seen = views.seen(view);
        let is_other = |leaf: Leaf| parted(&leaf) != Some((fact, item));
        !seen.run.any_missing(seen.frame, None, &[cell], is_other)
    }

    /// The two sides of a comparison of numbers, and whether it can turn once only while one of them grows.
    fn compared(&self, cell: Cell) -> Option<(bool, [Cell; 2])> {
        let views = self.views();
        let run = views.told().run;
        let node = self.subject.program.nodes.get(cell.node.0)?;
        let Op::Compare(order, a, b) = &node.op else { return None };
        let read = |operand: &Operand| run.read(node, operand, [cell.first, cell.second, 0]);
        let turns_once = !matches!(order, Comparison::Equal | Comparison::NotEqual);
        Some((turns_once, [read(a), read(b)]))
    }

    /// The number that a fact itself is compared with, where only one is possible.
    fn constant(&self, view: View, (fact, item): (usize, usize), [a, b]: [Cell; 2]) -> Option<Number> {
        let is_fact = |cell: Cell| {
            let source = self.subject.program.flow.source(cell.node);
            let node = self.subject.program.nodes.get(source.0);
            node.is_some_and(|node| {
                matches!(node.op, Op::Fact { fact: read, .. } if read == fact) && cell.first == item
            })
        };
        let views = self.views();
        let frame = views.seen(view).frame;
        match (is_fact(a), is_fact(b)) {
            (true, false) => frame.number(b),
            (false, true) => frame.number(a),
            _ => None,
        }
    }

    /// The last place before the one where a comparison turns, where it is decided on the way: looked for where a straight
    /// line turns, and by halves where that comes no nearer.
    fn turn(
        &mut self,
        (fact, item): (usize, usize),
        (view, cell, sides): (View, Cell, [Cell; 2]),
        (low, high): (i128, i128),
        grid: Grid,
    ) -> Option<i128> {
        let mut look = |place: i128| {
            let part = Part::Span(grid.point(place));
            let found = self.probe(Assumption { fact, item, part }, (view, cell.node), |frame| {
                let [a, b] = sides.map(|side| frame.number(side));
                let apart = a.zip(b).and_then(|(a, b)| a.checked_sub(b));
                Probed { place, truth: frame.truth(cell), apart }
            })?;
            (!found.truth.is_undecided()).then_some(found)
        };
        let (mut low, mut high) = (look(low)?, look(high)?);
        let first = low.truth;
        if first == high.truth {
            return None;
        }
        // How often the line came no nearer than halves would.
        let mut in_vain = 0_u8;
        while high.place.saturating_sub(low.place) > 1 {
            let apart = high.place.saturating_sub(low.place);
            let middle = low.place.saturating_add(apart / 2);
            let line = if in_vain < MOST_LINES { low.crossing(&high) } else { None };
            let found = look(line.unwrap_or(middle))?;
            *if found.truth == first { &mut low } else { &mut high } = found;
            let is_farther = high.place.saturating_sub(low.place) > apart.saturating_sub(apart / 2);
            in_vain = in_vain.saturating_add(u8::from(line.is_some() && is_farther));
        }
        Some(low.place)
    }
}
