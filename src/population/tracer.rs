//! One family through the plan of an outline: how each condition came out, and what it compared.

use super::{
    columns::View,
    plan::{NO_CHOICE, Ratio, Said, Scope, TruthAt},
    screener::{Folded, Screener},
    word::{FALSE, TRUE, UNKNOWN, Word},
};
use crate::{
    eval::{Interval, NONE_BIT},
    family::Family,
    value::Number,
};

/// What a condition compared.
#[derive(Clone, Copy)]
pub enum Actual {
    /// So many parts, of which so many make one.
    Exactly(i64, i64),
    /// A number between two, or none.
    Between(Interval),
    /// The possible named values, a bit each.
    Named(u64),
}

/// How the conditions of a family came out, as a plan says it.
// INVARIANT: what is known on accepted facts alone is the same where claims and presumptions count: they only say more.
#[derive(Clone, Copy)]
pub struct Traced<'a> {
    screener: &'a Screener,
    folded: &'a Folded,
}

impl Screener {
    /// Runs the plan of an outline for one family.
    pub fn trace<'a>(&'a mut self, folded: &'a Folded, family: &Family) -> Traced<'a> {
        let plan = folded.plan();
        self.source.take(plan, family, (folded.birth_slot(), folded.on()));
        self.accepted.run((plan, &folded.tape), &self.source, (View::Accepted, false));
        Traced { screener: self, folded }
    }
}

impl<'a> Traced<'a> {
    /// The places of the members in the family, lane by lane; the applicant comes first.
    pub fn members(self) -> &'a [usize] {
        &self.screener.source.members
    }

    fn said(self, spot: usize) -> Said {
        self.folded.plan().said.get(spot).copied().unwrap_or(Said::Nothing)
    }

    /// What stands at a spot, where it is known of everybody, or of the applicant alone: the truths of a condition, a bit for
    /// each lane; of a value anything.
    #[inline]
    pub fn known(self, spot: usize, is_applicant: bool) -> Option<Word> {
        let Screener { source, accepted, .. } = self.screener;
        let there = |scope: Scope| if scope == Scope::Member && !is_applicant { source.there() } else { 1 };
        let is_known = match self.said(spot) {
            Said::Nothing => false,
            Said::Constant(_) => true,
            Said::Always(truth) => return Some(if truth { TRUE } else { FALSE }),
            Said::Truth(TruthAt { scope, place }) => {
                let [can, must] = accepted.truth(scope, place);
                let is_one = scope == Scope::Family || is_applicant;
                let word = [can, must].map(|word| if is_one { 0_u64.wrapping_sub(word & 1) } else { word });
                return ((can ^ must) & there(scope) == 0).then_some(word);
            }
            Said::Number(Ratio { above, by, .. }) => [above].into_iter().chain(by).all(|at| {
                let [known, _] = accepted.known_number(at);
                !known & there(at.scope) == 0
            }),
            Said::Choice(input, scope) => {
                let (told, _) = source.seen(input).counts(View::Accepted);
                !told & there(scope) == 0
            }
        };
        is_known.then_some(UNKNOWN)
    }

    /// A value, for the member of a lane.
    #[inline]
    pub fn value(self, spot: usize, lane: usize) -> Actual {
        let lane_in = |scope: Scope| if scope == Scope::Member { lane } else { 0 };
        match self.said(spot) {
            Said::Constant(number) => Actual::Between(Interval::point(number)),
            Said::Number(ratio) => self.number(ratio, lane_in(ratio.above.scope)),
            Said::Choice(input, scope) => {
                let place = self.screener.source.values(input).get(lane_in(scope)).copied();
                let place = place.filter(|place| *place != i64::from(NO_CHOICE));
                Actual::Named(place.map_or(NONE_BIT, |place| 1 << (place & 63)))
            }
            _ => Actual::Between(Interval::ANYTHING),
        }
    }

    #[inline]
    fn number(self, Ratio { above, below, by }: Ratio, lane: usize) -> Actual {
        let columns = &self.screener.accepted;
        let [known, none] = columns.known_number(above).map(|word| word >> (lane % 64) & 1 == 1);
        if !known || none {
            return Actual::Between(if none { Interval::NONE } else { Interval::ANYTHING });
        }
        let by = by.map_or(1, |by| columns.number(by, lane));
        let above = columns.number(above, lane);
        match below.checked_mul(by) {
            Some(below) => Actual::Exactly(above, below),
            None => Actual::Between(fraction(above, (below, by)).map_or(Interval::ANYTHING, Interval::point)),
        }
    }
}

fn fraction(above: i64, (below, by): (i64, i64)) -> Option<Number> {
    Number::new(above.into(), i128::from(below).checked_mul(by.into())?)
}
