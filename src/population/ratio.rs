//! Exact arithmetic of columns: every number is a column of whole parts over a number of parts, and sometimes over a
//! second column; nothing is divided before a rule rounds.

use super::{
    build::{Bounds, Builder},
    plan::{NumberAt, NumberStep, Ratio, Scope, TruthAt, TruthStep},
};
use crate::{
    check::Comparison,
    value::{Number, Rounding},
};

/// Parts of one beyond this are left to the evaluator of one family.
const MOST_PARTS: i128 = 1_000_000_000;

fn common_divisor(one: i64, two: i64) -> i64 {
    let (mut one, mut two) = (one.saturating_abs(), two.saturating_abs());
    while two != 0 {
        (one, two) = (two, one.checked_rem(two).unwrap_or(0));
    }
    one.max(1)
}

fn over(number: i64, divisor: i64) -> i64 {
    number.checked_div(divisor).unwrap_or(0)
}

fn times(one: i64, two: i64) -> Option<i64> {
    one.checked_mul(two)
}

/// A ratio, where its parts are not too many.
fn ratio(above: NumberAt, below: i64, by: Option<NumberAt>) -> Option<Ratio> {
    (below > 0 && i128::from(below) <= MOST_PARTS).then_some(Ratio { above, below, by })
}

/// Ratios on one line: the column and the factor of each, over the same parts and the same column.
struct Line {
    parts: Vec<(NumberAt, i64)>,
    below: i64,
    by: Option<NumberAt>,
}

impl Builder {
    /// A number that is the same for all.
    pub fn ratio_constant(&mut self, scope: Scope, number: Number) -> Option<Ratio> {
        let below = i64::try_from(number.denominator()).ok().filter(|below| i128::from(*below) <= MOST_PARTS)?;
        let above = self.number_constant(scope, i64::try_from(number.numerator()).ok()?)?;
        Some(Ratio { above, below, by: None })
    }

    /// A ratio in another scope.
    pub fn ratio_in(&mut self, ratio: Ratio, scope: Scope) -> Option<Ratio> {
        let by = match ratio.by {
            Some(by) => Some(self.number_in(by, scope)?),
            None => None,
        };
        Some(Ratio { above: self.number_in(ratio.above, scope)?, by, ..ratio })
    }

    /// What a column is so many times, and how many.
    fn scaled_of(&self, at: NumberAt) -> Option<(usize, i64)> {
        match self.number_of(at)? {
            NumberStep::Sum(parts, 0) => <[(usize, i64); 1]>::try_from(parts.as_slice()).ok().map(|[part]| part),
            _ => None,
        }
    }

    fn scaled(&mut self, at: NumberAt, factor: i64) -> Option<NumberAt> {
        self.sum(at.scope, &[(at, factor)])
    }

    /// The sum of columns, each so many times.
    fn sum(&mut self, scope: Scope, parts: &[(NumberAt, i64)]) -> Option<NumberAt> {
        let mut constant = 0_i64;
        let mut rest: Vec<(usize, i64)> = Vec::with_capacity(parts.len());
        let mut bounds = Bounds::of(0);
        for (at, factor) in parts {
            if let Some(number) = self.number_constant_of(*at) {
                constant = constant.checked_add(times(number, *factor)?)?;
                continue;
            }
            let factors = Bounds::of(*factor);
            let part = self.bounds(*at).ends(factors, i128::checked_mul)?;
            bounds = bounds.ends(part, i128::checked_add)?;
            // So many times a number so many times.
            match self.scaled_of(*at) {
                Some((place, inner)) => rest.push((place, times(inner, *factor)?)),
                None => rest.push((at.place, *factor)),
            }
        }
        match *rest.as_slice() {
            [] => self.number_constant(scope, constant),
            [(place, 1)] if constant == 0 => Some(NumberAt { scope, place }),
            _ => {
                let bounds = bounds.ends(Bounds::of(constant), i128::checked_add)?;
                self.number(scope, NumberStep::Sum(rest, constant), bounds)
            }
        }
    }

    fn product(&mut self, one: NumberAt, two: NumberAt) -> Option<NumberAt> {
        if let Some(factor) = self.number_constant_of(one) {
            return self.scaled(two, factor);
        }
        if let Some(factor) = self.number_constant_of(two) {
            return self.scaled(one, factor);
        }
        let bounds = self.bounds(one).ends(self.bounds(two), i128::checked_mul)?;
        let (one, two, scope) = (one.place.min(two.place), one.place.max(two.place), one.scope);
        self.number(scope, NumberStep::Product(one, two), bounds)
    }

    /// The columns of several ratios over the same number of parts, each with what is above the line.
    fn on_one_line(&mut self, parts: &[Ratio]) -> Option<Line> {
        let mut below = 1_i64;
        let mut by: Option<NumberAt> = None;
        for part in parts {
            below = times(below, over(part.below, common_divisor(below, part.below)))?;
            match (by, part.by) {
                (Some(one), Some(two)) if one != two => return None,
                (None, Some(_)) => by = part.by,
                _ => {}
            }
        }
        let mut found = Vec::with_capacity(parts.len());
        for part in parts {
            let factor = over(below, part.below);
            let above = match by {
                Some(by) if part.by.is_none() => self.product(part.above, by)?,
                _ => part.above,
            };
            found.push((above, factor));
        }
        Some(Line { parts: found, below, by })
    }

    /// The sum of ratios of one scope, the later ones with the other sign where asked.
    pub fn add(&mut self, scope: Scope, parts: &[Ratio], subtract: bool) -> Option<Ratio> {
        // Of numbers over one divisor the difference is known better than each: no evaluator of one family knows it so well.
        let is_shared = parts.iter().filter(|part| part.by.is_some()).count() > 1;
        if is_shared && (subtract || parts.iter().any(|part| self.bounds(part.above).low < 0)) {
            return None;
        }
        let Line { parts: mut columns, below, by } = self.on_one_line(parts)?;
        if subtract {
            for (_, factor) in columns.iter_mut().skip(1) {
                *factor = factor.checked_neg()?;
            }
        }
        let above = self.sum(scope, &columns)?;
        ratio(above, below, by)
    }

    /// The number with the other sign.
    pub fn negated(&mut self, part: Ratio) -> Option<Ratio> {
        Some(Ratio { above: self.scaled(part.above, -1)?, ..part })
    }

    /// The product of two ratios.
    pub fn multiply(&mut self, one: Ratio, two: Ratio) -> Option<Ratio> {
        let by = match (one.by, two.by) {
            (Some(_), Some(_)) => return None,
            (one, two) => one.or(two),
        };
        let (mut factor, mut below) = (1, times(one.below, two.below)?);
        let (above, other) = match (self.number_constant_of(one.above), self.number_constant_of(two.above)) {
            (Some(number), _) => (two.above, Some(number)),
            (None, Some(number)) => (one.above, Some(number)),
            (None, None) => (self.product(one.above, two.above)?, None),
        };
        if let Some(number) = other {
            let common = common_divisor(number, below);
            (factor, below) = (over(number, common), over(below, common));
        }
        let above = self.scaled(above, factor)?;
        ratio(above, below, by)
    }

    /// The quotient of two ratios; the divisor must surely be above zero.
    pub fn divide(&mut self, one: Ratio, two: Ratio) -> Option<Ratio> {
        if let Some(divisor) = self.number_constant_of(two.above) {
            if two.by.is_some() || divisor == 0 {
                return None;
            }
            let sign = if divisor < 0 { -1 } else { 1 };
            let (factor, below) = (times(two.below, sign)?, times(one.below, divisor.checked_abs()?)?);
            let common = common_divisor(factor, below);
            let above = self.scaled(one.above, over(factor, common))?;
            return ratio(above, over(below, common), one.by);
        }
        let divisor = self.bounds(two.above);
        if divisor.low < 1 || divisor.none {
            return None;
        }
        let common = common_divisor(two.below, one.below);
        let mut above = self.scaled(one.above, over(two.below, common))?;
        if let Some(by) = two.by {
            above = self.product(above, by)?;
        }
        let by = match one.by {
            Some(by) => self.product(by, two.above)?,
            None => two.above,
        };
        ratio(above, over(one.below, common), Some(by))
    }

    /// Two ratios of one scope in an order.
    pub fn compare(&mut self, order: Comparison, one: Ratio, two: Ratio) -> Option<TruthAt> {
        let common = common_divisor(one.below, two.below);
        let mut left = self.scaled(one.above, over(two.below, common))?;
        let mut right = self.scaled(two.above, over(one.below, common))?;
        // Also where both have the same divisor: where that is open, they are held against each other as they are.
        if let Some(by) = two.by {
            left = self.product(left, by)?;
        }
        if let Some(by) = one.by {
            right = self.product(right, by)?;
        }
        let scope = left.scope;
        let step = match (self.number_constant_of(left), self.number_constant_of(right)) {
            (_, Some(number)) => TruthStep::Against(order, left.place, number),
            (Some(number), None) => TruthStep::Against(mirrored(order), right.place, number),
            (None, None) => TruthStep::Compare(order, left.place, right.place),
        };
        Some(self.truth(scope, step))
    }

    /// The least (or the greatest) of ratios of one scope, none of which is none.
    pub fn extreme(&mut self, scope: Scope, parts: &[Ratio], greatest: bool) -> Option<Ratio> {
        let Line { parts: columns, below, by } = self.on_one_line(parts)?;
        let mut bounds: Option<Bounds> = None;
        let mut of = Vec::with_capacity(columns.len());
        for (at, factor) in columns {
            let at = self.scaled(at, factor)?;
            let next = self.bounds(at);
            if next.none {
                return None;
            }
            bounds = Some(match bounds {
                None => next,
                Some(known) if greatest => {
                    Bounds { low: known.low.max(next.low), high: known.high.max(next.high), none: false }
                }
                Some(known) => Bounds { low: known.low.min(next.low), high: known.high.min(next.high), none: false },
            });
            of.push(at.place);
        }
        of.sort_unstable();
        of.dedup();
        let above = self.number(scope, NumberStep::Extreme { greatest, of }, bounds?)?;
        ratio(above, below, by)
    }

    /// The one ratio where a condition holds, the other where it does not.
    pub fn either(&mut self, condition: TruthAt, then: Ratio, otherwise: Ratio) -> Option<Ratio> {
        let Line { parts: columns, below, by } = self.on_one_line(&[then, otherwise])?;
        let mut found = Vec::with_capacity(2);
        for (at, factor) in columns {
            found.push(self.scaled(at, factor)?);
        }
        let [then, otherwise] = *found.as_slice() else { return None };
        let bounds = self.bounds(then).hull(self.bounds(otherwise));
        let step = NumberStep::Choose(condition.place, then.place, otherwise.place);
        let above = self.number(condition.scope, step, bounds)?;
        ratio(above, below, by)
    }

    /// A ratio rounded to a multiple of a step.
    pub fn rounded(&mut self, part: Ratio, rounding: Rounding) -> Option<Ratio> {
        let (step, parts) = (rounding.step.numerator(), rounding.step.denominator());
        let (step, parts) = (i64::try_from(step).ok()?, i64::try_from(parts).ok()?);
        // Of a step `p / q` there are `above * q / (below * by * p)`.
        let (below, common) = (times(part.below, step)?, common_divisor(parts, times(part.below, step)?));
        let (factor, below) = (over(parts, common), over(below, common));
        if part.by.is_none() && below == 1 {
            let above = self.scaled(part.above, factor)?;
            let above = self.scaled(above, step)?;
            return ratio(above, parts, None);
        }
        let whole = self.bounds(part.above).ends(Bounds::of(factor), i128::checked_mul)?;
        let size = |bounds: Bounds| bounds.low.abs().max(bounds.high.abs());
        let divisor = part.by.map_or(1, |by| size(self.bounds(by)));
        // The dividend and the divisor must fit as well as the answer.
        if size(whole) >= 1 << 62 || divisor.checked_mul(i128::from(below))? >= 1 << 62 {
            return None;
        }
        let least = size(whole).checked_div(i128::from(below))?.checked_add(1)?;
        let bounds = Bounds {
            low: if whole.low < 0 { -least } else { 0 },
            high: if whole.high > 0 { least } else { 0 },
            none: whole.none,
        };
        let number = part.above;
        let step_of = NumberStep::Rounded {
            number: number.place,
            times: factor,
            below,
            by: part.by.map(|by| by.place),
            mode: rounding.mode,
        };
        let steps = self.number(number.scope, step_of, bounds)?;
        let above = self.scaled(steps, step)?;
        ratio(above, parts, None)
    }
}

/// The order that holds of two numbers where this one holds of them the other way round.
fn mirrored(order: Comparison) -> Comparison {
    match order {
        Comparison::Less => Comparison::Greater,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::Greater => Comparison::Less,
        Comparison::AtLeast => Comparison::AtMost,
        Comparison::Equal | Comparison::NotEqual => order,
    }
}
