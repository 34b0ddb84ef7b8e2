//! Aggregates: one value out of the items of an axis, some of which may be in doubt.

use super::{
    fixed::{Fixed, Numeral, Short},
    frame::{Coordinates, Extent, Table, Word},
    lane::{cells, each_bit, truths},
    port::{Port, Truths, rows},
    possible::{Interval, Truth},
    run::Run,
    value::Best,
    values::Values,
};
use crate::{
    check::Aggregate,
    program::{Axis, Node, Op, Operand},
    value::Number,
};

/// An aggregate: what is the same wherever it stands.
struct Reducing<'a> {
    run: &'a Run<'a>,
    node: &'a Node,
    axis: Axis,
    /// The coordinate of the items.
    inner: usize,
    mask: Option<Truths<'a>>,
    /// How many items there are, where it goes through all of them, and all of them in their only machine word.
    items: usize,
    only_word: Option<u64>,
    /// How many members there are.
    members: usize,
    /// The items of the first machine word that need not be there.
    doubtful: u64,
}

/// One item that can take part.
struct Part {
    /// Whether it surely takes part.
    sure: bool,
    /// How many things it stands for.
    most: u32,
    /// Where it lies.
    at: Coordinates,
}

impl Reducing<'_> {
    /// The words that the items at a place lie in, each with the items that can take part and those that need not.
    #[inline]
    fn words(&self, values: &Values, at: Coordinates) -> impl Iterator<Item = (usize, Word)> {
        let items = self.run.items(self.node, at);
        let (begin, end) = (items.start, items.end);
        (begin / 64..end.div_ceil(64)).map(move |word| {
            let first = word.saturating_mul(64);
            let from = u64::MAX << begin.saturating_sub(first).min(63);
            let past = end.saturating_sub(first);
            let there = if past < 64 { from & !(u64::MAX << past) } else { from };
            let mask = self.mask.as_ref().map(|mask| mask.word(values, at, word, end));
            let mask = mask.unwrap_or(Word { yes: u64::MAX, no: 0 });
            let doubtful = self.doubtful(word);
            (word, Word { yes: mask.yes & there, no: mask.no | doubtful })
        })
    }

    /// The items of a machine word that need not be there.
    #[inline]
    fn doubtful(&self, word: usize) -> u64 {
        if word == 0 { self.doubtful } else { self.run.roster.doubtful(self.axis, word) }
    }

    /// Whether the items lie one below the other in what is read: then a machine word holds one item for many places.
    #[inline]
    fn lies_across(&self, value: Option<&Truths<'_>>) -> bool {
        let Op::Reduce { owner, .. } = &self.node.op else { return false };
        let moves = |port: &Truths<'_>| port.row_depends_on(self.inner);
        self.inner > 0 && owner.is_none() && (value.is_some_and(moves) || self.mask.as_ref().is_some_and(moves))
    }

    /// Whether it counts items that lie so, each of which stands for itself, for the places of one machine word.
    fn counts_across(&self, extent: &Extent) -> bool {
        let is_count = matches!(self.node.op, Op::Reduce { aggregate: Aggregate::Count, .. });
        let is_one_word = !extent.pair && extent.only_word.is_some();
        is_count && is_one_word && self.items <= 64 && self.doubtful == 0 && self.lies_across(None)
    }

    /// How many items take part at each of so many places; the mask is read along the place.
    fn across_counts(&self, values: &Values, mask: &Truths<'_>, places: usize) -> [(u32, u32); 64] {
        let mut counts = [(0_u32, 0_u32); 64];
        let there = if places < 64 { !(u64::MAX << places) } else { u64::MAX };
        for item in 0..self.items {
            let mut at = [0; 3];
            if let Some(place) = at.get_mut(self.inner) {
                *place = item;
            }
            let here = mask.word(values, at, 0, places);
            each_bit(here.yes & there, |place| {
                if let Some((low, high)) = counts.get_mut(place) {
                    *low = low.saturating_add(u32::from(here.no >> place & 1 == 0));
                    *high = high.saturating_add(1);
                }
            });
        }
        counts
    }

    /// Whether some item is true (or every one), for all places of a machine word; both are read along the place.
    fn across(
        &self,
        values: &Values,
        (mask, value, every): (Option<&Truths<'_>>, &Truths<'_>, bool),
        items: usize,
        (mut at, word): (Coordinates, usize),
    ) -> Word {
        let mut some = Word::all(Truth::FALSE);
        let mut add = |item: usize, mask: Word, wanted: Word| {
            let wanted = if every { wanted.negated() } else { wanted };
            let is_sure = self.doubtful(item / 64) >> (item % 64) & 1 == 0;
            let sure = if is_sure { mask.yes & !mask.no } else { 0 };
            some = Word { yes: some.yes | (mask.yes & wanted.yes), no: some.no & !(sure & !wanted.no) };
        };
        let all = Word::all(Truth::TRUE);
        let mut mask_line = mask.map(|mask| mask.line(at, self.inner));
        if let (Some(mut line), true) = (value.line(at, self.inner), items <= 64 && !matches!(mask_line, Some(None))) {
            for item in self.run.items(self.node, at) {
                let mask = mask_line.iter_mut().flatten().next().map_or(all, |line| line.next(values));
                add(item, mask, line.next(values));
            }
        } else {
            for item in self.run.items(self.node, at) {
                if let Some(place) = at.get_mut(self.inner) {
                    *place = item;
                }
                let mask = mask.map_or(all, |mask| mask.word(values, at, word, items));
                add(item, mask, value.word(values, at, word, items));
            }
        }
        if every { some.negated() } else { some }
    }

    /// Whether it goes through the records of the members of the node's inner axis, while nothing that it reads moves
    /// with the member.
    fn owner_moves_alone(&self, value: &Truths<'_>) -> bool {
        let Op::Reduce { owner: Some(owner), .. } = &self.node.op else { return false };
        let is_inner = *owner == self.inner.saturating_sub(1) && self.items <= 64;
        let stays = |way: &Truths<'_>| way.is_same_along(*owner);
        is_inner && self.members <= 64 && stays(value) && self.mask.as_ref().is_none_or(stays)
    }

    /// How many things items of a machine word stand for.
    #[inline]
    fn most(&self, word: usize, items: u64) -> u32 {
        let doubtful = self.doubtful(word);
        let mut most = (items & !doubtful).count_ones();
        each_bit(items & doubtful, |bit| {
            most =
                most.saturating_add(self.run.roster.weight(self.axis, word.saturating_mul(64).saturating_add(bit)).0);
        });
        most
    }

    /// Goes through the items that can take part at a place.
    #[inline]
    fn each_part(&self, values: &Values, at: Coordinates, mut part: impl FnMut(Part)) {
        for (word, here) in self.words(values, at) {
            each_bit(here.yes, |bit| {
                let item = word.saturating_mul(64).saturating_add(bit);
                let mut at = at;
                if let Some(place) = at.get_mut(self.inner) {
                    *place = item;
                }
                let (most, _) = self.run.roster.weight(self.axis, item);
                part(Part { sure: here.no >> bit & 1 == 0, most, at });
            });
        }
    }

    /// How many things take part.
    #[inline]
    fn count(&self, values: &Values, at: Coordinates) -> (u32, u32) {
        if let Some(there) = self.only_word {
            let mask = self.mask.as_ref().map_or(Word::all(Truth::TRUE), |mask| mask.word(values, at, 0, self.items));
            let sure = mask.yes & !mask.no & !self.doubtful & there;
            return (sure.count_ones(), self.most(0, mask.yes & there));
        }
        let (mut low, mut high) = (0_u32, 0_u32);
        for (word, here) in self.words(values, at) {
            low = low.saturating_add((here.yes & !here.no).count_ones());
            high = high.saturating_add(self.most(word, here.yes));
        }
        (low, high)
    }

    /// The sum of the values of what takes part, in one kind of number; nothing where it cannot hold it.
    #[inline]
    fn sum<N: Numeral>(
        &self,
        values: &Values,
        at: Coordinates,
        value: impl Fn(&Part) -> Option<Interval<N>>,
    ) -> Option<Interval<N>> {
        let mut sum = Some(Interval::point(N::ZERO));
        self.each_part(values, at, |part| {
            sum = sum.and_then(|sum| {
                let part = weighted(&part, &value(&part)?)?;
                Some(Interval::between(sum.low.checked_add(part.low)?, sum.high.checked_add(part.high)?))
            });
        });
        sum
    }

    /// The least or the greatest value of what takes part.
    #[inline]
    fn best<N: Numeral>(
        &self,
        values: &Values,
        (at, greatest): (Coordinates, bool),
        value: impl Fn(&Part) -> Option<Interval<N>>,
    ) -> Option<Interval<N>> {
        let mut best = Some(Best::new(greatest));
        self.each_part(values, at, |part| match value(&part) {
            Some(found) => {
                if let Some(best) = &mut best {
                    best.add(&found.with_none(found.none || !part.sure));
                }
            }
            None => best = None,
        });
        best.map(Best::found)
    }
}

impl<'a> Run<'a> {
    /// The items that an aggregate goes through at a place of the node.
    pub fn items(&self, node: &Node, at: Coordinates) -> std::ops::Range<usize> {
        let Op::Reduce { axis, owner, .. } = &node.op else { return 0..0 };
        match (axis, owner) {
            (Axis::Record(list), Some(owner)) => self.roster.records_of(*list, at.get(*owner).copied().unwrap_or(0)),
            _ => 0..self.roster.len(Some(*axis)),
        }
    }

    /// The coordinates of an item of an aggregate.
    pub fn inner(node: &Node, at: Coordinates, item: usize) -> Coordinates {
        let mut inner = at;
        if let Some(place) = inner.get_mut(node.axes.len()) {
            *place = item;
        }
        inner
    }

    /// An operand that is a condition, read along the items that an aggregate goes through.
    #[inline]
    fn condition_of_items(&self, table: Table<'_>, node: &Node, operand: &Operand) -> Truths<'a> {
        Truths::of(table, self.roster, (node, operand), node.axes.len())
    }

    fn reducing(&'a self, table: Table<'_>, node: &'a Node) -> Option<Reducing<'a>> {
        let Op::Reduce { axis, mask, owner, .. } = &node.op else { return None };
        let items = self.roster.len(Some(*axis));
        let all = if items < 64 { !(u64::MAX << items) } else { u64::MAX };
        let only_word = (items <= 64 && (owner.is_none() || !matches!(axis, Axis::Record(_)))).then_some(all);
        let mask = mask.as_ref().map(|mask| self.condition_of_items(table, node, mask));
        let members = self.roster.members.len();
        let doubtful = self.roster.doubtful(*axis, 0);
        Some(Reducing {
            run: self,
            node,
            axis: *axis,
            inner: node.axes.len(),
            mask,
            items,
            only_word,
            members,
            doubtful,
        })
    }

    /// Whether some item is true, or every one.
    pub(super) fn reduce_truths(&self, table: Table<'_>, node: &Node, extent: &Extent, values: &mut Values) {
        let every = matches!(node.op, Op::Reduce { aggregate: Aggregate::All, .. });
        let Op::Reduce { value: Some(value), .. } = &node.op else {
            return truths(extent, values, |_, _| Truth::known(every));
        };
        let found = self.reducing(table, node);
        let Some(reducing) = &found else { return };
        let found = self.condition_of_items(table, node, value);
        if reducing.lies_across(Some(&found)) {
            let Op::Reduce { mask, .. } = &node.op else { return };
            let mask = mask.as_ref().map(|mask| self.condition(table, node, mask));
            let value = self.condition(table, node, value);
            return rows(extent, |at, word| {
                let found = reducing.across(values, (mask.as_ref(), &value, every), extent.items, (at, word));
                values.words.push(found);
            });
        }
        let find = |here: Word, wanted: Word, some: Truth| {
            let wanted = if every { wanted.negated() } else { wanted };
            let yes = some.yes || here.yes & wanted.yes != 0;
            Truth { yes, no: some.no && here.yes & !here.no & !wanted.no == 0 }
        };
        let answer = |some: Truth| if every { some.negated() } else { some };
        if reducing.owner_moves_alone(&found) {
            // The records of all members lie in one word, which is the same for each of them.
            return self.reduce_owned(reducing, (node, &found), extent, values, |here, wanted| {
                answer(find(here, wanted, Truth::FALSE))
            });
        }
        truths(extent, values, |values, at| {
            // Every item is good where none is bad: so both are one question.
            let end = self.items(node, at).end;
            let words = reducing.words(values, at);
            answer(words.fold(Truth::FALSE, |some, (word, here)| find(here, found.word(values, at, word, end), some)))
        });
    }

    /// Whether some record of each owner is true, or every one, where the records of a row lie in one word.
    fn reduce_owned(
        &self,
        reducing: &Reducing<'_>,
        (node, value): (&Node, &Truths<'_>),
        extent: &Extent,
        values: &mut Values,
        answer: impl Fn(Word, Word) -> Truth,
    ) {
        for row in 0..extent.rows {
            let mut at = [if extent.pair { row } else { 0 }, 0, 0];
            let all = self.roster.len(Some(reducing.axis));
            let mask = reducing.mask.as_ref().map(|mask| mask.word(values, at, 0, all));
            let mask = mask.unwrap_or(Word::all(Truth::TRUE));
            let wanted = value.word(values, at, 0, all);
            let mut found = Word { yes: 0, no: 0 };
            for item in 0..extent.items {
                if let Some(owner) = at.get_mut(usize::from(extent.pair)) {
                    *owner = item;
                }
                let records = self.items(node, at);
                let past = if records.end < 64 { u64::MAX << records.end } else { 0 };
                let there = (u64::MAX << records.start.min(63)) & !past;
                let there = if records.is_empty() { 0 } else { there };
                let here = Word { yes: mask.yes & there, no: mask.no | reducing.doubtful };
                found = found.with(1 << (item % 64), answer(here, wanted));
            }
            values.words.push(found);
        }
    }

    /// Counts, sums, the least or the greatest.
    pub(super) fn reduce_spans(&self, table: Table<'_>, node: &Node, extent: &Extent, values: &mut Values) {
        let Op::Reduce { aggregate, value, mask, .. } = &node.op else { return };
        let found = self.reducing(table, node);
        let Some(reducing) = &found else { return };
        if let Some(mask) = mask.as_ref().filter(|_| reducing.counts_across(extent)) {
            let mask = self.condition(table, node, mask);
            let counts = reducing.across_counts(values, &mask, extent.items);
            return counts.into_iter().take(extent.items).for_each(|count| values.push_count(count));
        }
        let way = value.as_ref().map(|value| self.port(table, node, value));
        cells(extent, |at| match aggregate {
            Aggregate::Count => values.push_count(reducing.count(values, at)),
            Aggregate::Sum => {
                let short = reducing.sum(values, at, |part| short_at(values, way.as_ref(), part));
                let Some(short) = short else {
                    let long = reducing.sum(values, at, |part| Some(long_at(values, way.as_ref(), part)));
                    return values.push_long(&long.unwrap_or(Interval::ANYTHING));
                };
                values.push(Short::Held(short));
            }
            Aggregate::Min | Aggregate::Max => {
                let how = (at, *aggregate == Aggregate::Max);
                let short = reducing.best(values, how, |part| short_at(values, way.as_ref(), part));
                let Some(short) = short else {
                    let long = reducing.best(values, how, |part| Some(long_at(values, way.as_ref(), part)));
                    return values.push_long(&long.unwrap_or(Interval::ANYTHING));
                };
                values.push(Short::Held(short));
            }
            Aggregate::All | Aggregate::Any => values.push(Short::Anything),
        });
    }
}

/// The value of an item, where it is short; what has none counts as one.
#[inline]
fn short_at(values: &Values, way: Option<&Port<'_>>, part: &Part) -> Option<Interval<Fixed>> {
    let Some(way) = way else { return Fixed::of(1).map(Interval::point) };
    if let Short::Held(held) = values.span(way.at(part.at)) { Some(held) } else { None }
}

/// The value of an item; what has none counts as one.
fn long_at(values: &Values, way: Option<&Port<'_>>, part: &Part) -> Interval {
    way.map_or(Interval::point(Number::ONE), |way| values.interval(way.at(part.at)))
}

/// What an item adds to a sum: surely one value, or none to many.
#[inline]
fn weighted<N: Numeral>(part: &Part, value: &Interval<N>) -> Option<Interval<N>> {
    if !value.some {
        return Some(Interval::point(N::ZERO));
    }
    if part.sure && !value.none {
        return Some(Interval::between(value.low, value.high));
    }
    let most = N::of(i64::from(part.most))?;
    let (low, high) = (value.low.checked_mul(most)?, value.high.checked_mul(most)?);
    Some(Interval::between(low.min(N::ZERO), high.max(N::ZERO)))
}

#[cfg(test)]
mod tests {
    use crate::{assessment::Answer, ruleset::sample::holds};

    const TOLD: &str =
        r#", "income": [{ "month": "2025-01", "amount": "5" }, { "month": "2025-02", "amount": "7" }] }"#;
    const SHORT: &str = r#", "income": { "complete": { "from": "2025-01-01", "until": "2025-03-01" },
        "records": [{ "month": "2025-01", "amount": "5" }] } }"#;

    #[test]
    fn a_list_that_is_given_is_exact() {
        assert_eq!(holds("sum(applicant.income.amount) > 0 and count(applicant.income) = 2", "", TOLD), Answer::True);
        assert_eq!(holds("count(applicant.income[month < date(2025, 2, 1)]) = 1", "", TOLD), Answer::True);
    }

    #[test]
    fn a_list_that_is_not_given_has_none_to_most_records() {
        assert_eq!(holds("count(applicant.income) <= 3", "", "}"), Answer::True);
        assert_eq!(holds("count(applicant.income) = 0", "", "}"), Answer::Unknown);
        assert_eq!(holds("count(applicant.income) > 3", "", "}"), Answer::False);
        assert_eq!(holds("every i in applicant.income satisfies i.amount > 0", "", "}"), Answer::Unknown);
    }

    #[test]
    fn inside_its_period_a_list_is_complete() {
        assert_eq!(
            holds("count(applicant.income[month in [date(2025, 1, 1)..date(2025, 3, 1))]) = 1", "", SHORT),
            Answer::True
        );
        assert_eq!(holds("count(applicant.income[month >= date(2025, 3, 1)]) = 0", "", SHORT), Answer::Unknown);
        assert_eq!(holds("count(applicant.income) >= 1", "", SHORT), Answer::True);
    }

    #[test]
    fn records_of_the_family_that_nobody_gave_may_be_anybodys() {
        assert_eq!(holds("count(applicant.cars) = 0", "", "}"), Answer::Unknown);
        assert_eq!(holds("count(applicant.cars) = 0", r#""cars": [],"#, "}"), Answer::True);
    }

    #[test]
    fn nothing_sums_to_zero_and_every_one_of_none_is_true() {
        let asked =
            "count(members[relation = spouse]) = 0 and (every m in members[relation = spouse] satisfies m.working)";
        assert_eq!(holds(asked, "", "}"), Answer::True);
    }

    #[test]
    fn what_is_none_is_skipped() {
        assert_eq!(holds("sum(rooms, 1) = 1 and sum([rooms, 2]) = 2", r#""rooms": "none","#, "}"), Answer::True);
        assert_eq!(holds("min(rooms, 1) = 1 and max(3, rooms) = 3", r#""rooms": "none","#, "}"), Answer::True);
        assert_eq!(holds("rooms + 1 = 1", r#""rooms": "none","#, "}"), Answer::False);
        assert_eq!(holds("sum(rooms, 1) > 10", "", "}"), Answer::False);
    }
}
