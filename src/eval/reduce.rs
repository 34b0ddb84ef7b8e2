//! Aggregates: one value out of the items of an axis, some of which may be in doubt.

use super::{
    frame::{Coordinates, Frame},
    possible::{Interval, Truth},
    run::{Run, axes, extreme},
};
use crate::{
    check::Aggregate,
    program::{Axis, Node, Op},
    value::Number,
};

/// One item that can take part.
struct Part {
    /// Whether it surely takes part.
    sure: bool,
    /// How many things it stands for.
    most: u32,
    /// Where it lies.
    at: Coordinates,
}

impl Run<'_> {
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

    fn parts<'f>(&'f self, frame: Frame<'f>, node: &'f Node, at: Coordinates) -> impl Iterator<Item = Part> + 'f {
        let mask = match &node.op {
            Op::Reduce { mask, .. } => *mask,
            _ => None,
        };
        self.items(node, at).filter_map(move |item| {
            let inner = Self::inner(node, at, item);
            let here =
                mask.map_or(Truth::TRUE, |mask| frame.truth(super::frame::cell(self.roster, axes(node), &mask, inner)));
            let axis = axes(node).get(node.axes.len()).copied().flatten()?;
            let (most, there) = self.roster.weight(axis, item);
            here.yes.then_some(Part { sure: there && !here.no, most, at: inner })
        })
    }

    fn aggregate(node: &Node) -> Option<Aggregate> {
        match &node.op {
            Op::Reduce { aggregate, .. } => Some(*aggregate),
            _ => None,
        }
    }

    /// Whether some item is true, or every one.
    pub(super) fn reduce_truth(&self, frame: Frame<'_>, node: &Node, at: Coordinates) -> Truth {
        let every = Self::aggregate(node) == Some(Aggregate::All);
        let value = match &node.op {
            Op::Reduce { value: Some(value), .. } => *value,
            _ => return Truth::known(every),
        };
        let mut found = Truth::known(every);
        for part in self.parts(frame, node, at) {
            let truth = frame.truth(super::frame::cell(self.roster, axes(node), &value, part.at));
            let here = Truth { yes: true, no: !part.sure };
            found = if every { found.and(here.negated().or(truth)) } else { found.or(here.and(truth)) };
        }
        found
    }

    /// A count, a sum, the least or the greatest.
    pub(super) fn reduce_interval(&self, frame: Frame<'_>, node: &Node, at: Coordinates) -> Interval {
        let Op::Reduce { aggregate, value, .. } = &node.op else { return Interval::anything() };
        let value_at = |part: &Part| match value {
            Some(value) => frame.interval(super::frame::cell(self.roster, axes(node), value, part.at)),
            None => Interval::point(Number::ONE),
        };
        match aggregate {
            Aggregate::Count => {
                let (mut low, mut high) = (0_i64, 0_i64);
                for part in self.parts(frame, node, at) {
                    low = low.saturating_add(i64::from(part.sure));
                    high = high.saturating_add(i64::from(part.most));
                }
                Interval::between(Number::from(low), Number::from(high))
            }
            Aggregate::Sum => {
                let parts = self.parts(frame, node, at);
                let sum = parts.map(|part| weighted(&part, &value_at(&part))).try_fold(
                    Interval::point(Number::ZERO),
                    |sum, part| {
                        let part = part?;
                        Some(Interval::between(sum.low.checked_add(part.low)?, sum.high.checked_add(part.high)?))
                    },
                );
                sum.unwrap_or_else(Interval::anything)
            }
            Aggregate::Min | Aggregate::Max => {
                let parts = self.parts(frame, node, at).map(|part| {
                    let value = value_at(&part);
                    value.with_none(value.none || !part.sure)
                });
                extreme(*aggregate == Aggregate::Max, parts)
            }
            Aggregate::All | Aggregate::Any => Interval::anything(),
        }
    }
}

/// What an item adds to a sum: surely one value, or none to many.
fn weighted(part: &Part, value: &Interval) -> Option<Interval> {
    if !value.some {
        return Some(Interval::point(Number::ZERO));
    }
    if part.sure && !value.none {
        return Some(Interval::between(value.low, value.high));
    }
    let most = Number::from(part.most);
    let (low, high) = (value.low.checked_mul(most)?, value.high.checked_mul(most)?);
    Some(Interval::between(low.min(Number::ZERO), high.max(Number::ZERO)))
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
