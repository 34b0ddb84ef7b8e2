//! Runs of equal work, for the lanes of one family.

use super::{
    super::{
        columns::View,
        word::{KNOWN, UNKNOWN, between, both, compared, lanes_where},
    },
    logic::Logic,
    slots::Slot,
    source::Source,
    span,
    tape::{At, Gates, Run, Scaled, Work},
};

impl Run {
    /// Fills its columns, which are of its own scope.
    pub fn fill<L: Logic, M: Logic>(&self, own: &mut Slot<L>, other: &Slot<M>, (source, view): (&Source, View)) {
        let first = self.first;
        match &self.work {
            Work::Told(told) => fill(first, own, told, |own, (read, silent)| {
                let silent = silent.map_or(UNKNOWN, |silent| own.near(silent).word());
                L::of(source.truths(*read, view, silent))
            }),
            Work::Not(parts) => fill(first, own, parts, |own, part| own.near(*part).not()),
            Work::And(gates) => gates.fill(first, own, L::and),
            Work::Or(gates) => gates.fill(first, own, L::or),
            Work::Against(bounds) if own.numbers.is_wide => fill(first, own, bounds, |own, bound| {
                let (number, numbers) = (usize::from(bound.number), &own.numbers);
                let states = [numbers.known(number), [u64::MAX, 0]];
                L::of(span::compared(numbers.lanes, states, |lane| bound.stands(numbers.span(number, lane))))
            }),
            Work::Against(bounds) if own.numbers.lanes == 1 => fill(first, own, bounds, |own, bound| {
                let number = usize::from(bound.number);
                L::of(compared(u64::from(bound.holds(own.numbers.at(number, 0))), own.numbers.known(number)))
            }),
            Work::Against(bounds) => fill(first, own, bounds, |own, bound| {
                let number = usize::from(bound.number);
                let holds = lanes_where(own.numbers.column(number).iter(), |number| bound.holds(*number));
                L::of(compared(holds, own.numbers.known(number)))
            }),
            Work::Compare(pairs) if own.numbers.lanes == 1 => fill(first, own, pairs, |own, pair| {
                let [one, two] = [pair.one, pair.two].map(usize::from);
                let holds = pair.order.holds(own.numbers.at(one, 0).cmp(&own.numbers.at(two, 0)));
                L::of(compared(holds.into(), both(own.numbers.known(one), own.numbers.known(two))))
            }),
            Work::Compare(pairs) => fill(first, own, pairs, |own, pair| {
                let [one, two] = [pair.one, pair.two].map(usize::from);
                let holds = between(pair.order, own.numbers.column(one), own.numbers.column(two));
                L::of(compared(holds, both(own.numbers.known(one), own.numbers.known(two))))
            }),
            Work::Count(masks) => {
                let there = source.there();
                for (column, mask) in (usize::from(first)..).zip(masks) {
                    let counted = mask.map_or([there; 2], |mask| other.near(mask).word().map(|all| all & there));
                    let known = own.numbers.count(column, counted);
                    own.numbers.know(column, known);
                }
            }
            Work::Scaled(found) => {
                for (column, Scaled { number, factor, constant }) in (usize::from(first)..).zip(found) {
                    let number = usize::from(*number);
                    for lane in 0..own.numbers.lanes {
                        // INVARIANT: the bounds of the plan fit; what wraps is of a lane that is not known.
                        let times = own.numbers.at(number, lane).wrapping_mul(*factor);
                        own.numbers.set(column, lane, times.wrapping_add(*constant));
                    }
                    own.numbers.know(column, both(KNOWN, own.numbers.known(number)));
                }
            }
            Work::Number(numbers) => {
                for (column, number) in (usize::from(first)..).zip(numbers) {
                    let known = own.numbers.constant(column, *number);
                    own.numbers.know(column, known);
                }
            }
            Work::Steps => {}
        }
    }
}

impl Gates {
    #[inline]
    fn fill<L: Logic>(&self, first: At, own: &mut Slot<L>, join: impl Fn(L, L) -> L) {
        match self {
            Self::Two(gates) => fill(first, own, gates, |own, [one, two]| join(own.near(*one), own.near(*two))),
            Self::Three(gates) => fill(first, own, gates, |own, [one, two, three]| {
                join(join(own.near(*one), own.near(*two)), own.near(*three))
            }),
            Self::Four(gates) => fill(first, own, gates, |own, [one, two, three, four]| {
                join(join(own.near(*one), own.near(*two)), join(own.near(*three), own.near(*four)))
            }),
            Self::Many(gates) => fill(first, own, gates, |own, gate| {
                let words = gate.iter().map(|part| own.near(*part));
                words.reduce(&join).unwrap_or(L::UNKNOWN)
            }),
        }
    }
}

/// Fills columns side by side.
#[inline]
fn fill<L: Logic, T>(first: At, own: &mut Slot<L>, work: &[T], truth: impl Fn(&Slot<L>, &T) -> L) {
    let mut out = first;
    for work in work {
        own.put_near(out, truth(own, work));
        out = out.wrapping_add(1);
    }
}
