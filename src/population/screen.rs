//! What a plan answers of a block: who is refused and who is granted what, and who must be asked about one by one.

use super::{
    block::Block,
    columns::{Columns, View},
    plan::{AmountPlan, CircumstancePlan, MeasurePlan, Plan, Reach, Scope},
    word::{UNKNOWN, Word, each_bit, first_lanes},
};
use crate::{assessment::Answer, value::Number};

/// The buffers of the views of a plan.
#[derive(Default)]
pub(super) struct Screen {
    told: Columns,
    accepted: Columns,
    presumed: Columns,
}

/// The answers of one measure for 64 lanes: members, or families.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Answers {
    /// They are eligible.
    pub eligible: u64,
    /// They are, if what was told is confirmed.
    pub confirmed: u64,
    /// They are refused, or not meant.
    pub refused: u64,
    /// Nothing that a plan can say.
    pub open: u64,
}

impl Answers {
    /// They are eligible, or are if what was told is confirmed.
    pub fn granted(self) -> u64 {
        self.eligible | self.confirmed
    }

    /// What is granted without doubt; the rest is open. A grant to be confirmed is one only where what is not exactly known
    /// of a ground, or of what was shown, is open indeed.
    #[inline]
    pub fn settled(self, measure: &MeasurePlan) -> Self {
        if measure.is_doubtful || !measure.is_plain {
            Self { confirmed: 0, open: self.open | self.confirmed, ..self }
        } else {
            self
        }
    }

    /// Those of some lanes.
    #[inline]
    pub fn among(self, lanes: u64) -> Self {
        Self {
            eligible: self.eligible & lanes,
            confirmed: self.confirmed & lanes,
            refused: self.refused & lanes,
            open: self.open & lanes,
        }
    }
}

impl Screen {
    /// Runs a plan over a block in all views that differ.
    pub fn run(&mut self, plan: &Plan, block: &Block) {
        self.told.run(plan, block, View::Told);
        if block.has_claims {
            self.accepted.run(plan, block, View::Accepted);
        }
        if plan.presumes {
            self.presumed.run(plan, block, View::Presumed);
        }
    }

    fn accepted(&self, block: &Block) -> &Columns {
        if block.has_claims { &self.accepted } else { &self.told }
    }

    fn presumed(&self, plan: &Plan) -> &Columns {
        if plan.presumes { &self.presumed } else { &self.told }
    }

    /// The answers of a measure, word by word.
    pub fn answers(&self, plan: &Plan, block: &Block, measure: &MeasurePlan, found: &mut Vec<Answers>) {
        found.clear();
        let lanes = block.lanes(measure.scope);
        let (accepted, presumed) = (self.accepted(block), self.presumed(plan));
        let is_one_view = !block.has_claims && !plan.presumes;
        let is_plain = is_one_view && measure.each.is_none() && measure.grounds.is_empty();
        for word in 0..lanes.div_ceil(64) {
            let there = first_lanes(lanes.saturating_sub(word.saturating_mul(64)));
            let read = |columns: &Columns, place: usize| {
                columns.truths(measure.scope, place).get(word).copied().unwrap_or(UNKNOWN)
            };
            let answers = if is_plain && measure.reach == Reach::Grant {
                let [can, is] = read(&self.told, measure.eligible);
                Answers { eligible: is, confirmed: 0, refused: !can, open: can & !is }
            } else {
                answer(measure, |view, place| match view {
                    View::Told => read(&self.told, place),
                    View::Accepted => read(accepted, place),
                    View::Presumed => read(presumed, place),
                })
            };
            found.push(answers.settled(measure).among(there));
        }
    }

    /// Whether a circumstance holds for a family of the block; nothing where the plan cannot say, also where it is not
    /// known. No is said on what was told, as an assessment does: none is false by presumption.
    pub fn holds(&self, plan: &Plan, circumstance: CircumstancePlan, family: usize) -> Option<Answer> {
        let is = |columns: &Columns, part: usize| {
            let column = columns.truths(Scope::Family, circumstance.holds);
            let word = column.get(family / 64).unwrap_or(&UNKNOWN);
            word.get(part).map_or(0, |lanes| lanes >> (family % 64) & 1) == 1
        };
        if !is(&self.told, 0) {
            return Some(Answer::False);
        }
        is(self.presumed(plan), 1).then_some(Answer::True)
    }

    /// Runs what the money of a measure needs.
    pub fn weigh(&mut self, plan: &Plan, block: &Block, measure: &MeasurePlan) {
        let Some(amount) = &measure.amount else { return };
        if plan.presumes {
            self.presumed.run_money(plan, &amount.steps, block, View::Presumed);
        } else {
            self.told.run_money(plan, &amount.steps, block, View::Told);
        }
    }

    /// Of which lanes the money of a measure is known, word by word; nothing where it has none.
    pub fn known_money(&self, plan: &Plan, measure: &MeasurePlan) -> Option<&[Word]> {
        Some(self.presumed(plan).known(measure.amount.as_ref()?.money))
    }

    /// The money of all these lanes together, 64 in a machine word, each of which is known; nothing where none of them is
    /// due any.
    pub fn money(&self, plan: &Plan, measure: &MeasurePlan, lanes: &[u64]) -> Option<Number> {
        let amount = measure.amount.as_ref()?;
        let columns = self.presumed(plan);
        let (known, numbers) = (columns.known(amount.money), columns.numbers(amount.money));
        let (mut sum, mut is_paid) = (0_i128, false);
        for ((lanes, [_, none]), numbers) in lanes.iter().zip(known).zip(numbers.chunks(64)) {
            let paid = lanes & !none;
            is_paid |= paid != 0;
            each_bit(paid, |bit| {
                let money = numbers.get(bit).copied().unwrap_or(0);
                // INVARIANT: never wraps: a lane has 64 bits, and a block has far less than 2^63 lanes.
                sum = sum.wrapping_add(money.into());
            });
        }
        is_paid.then(|| Number::of_parts(sum, amount.parts))
    }

    /// The money of one lane, which is known; nothing where none is due.
    pub fn money_of(&self, plan: &Plan, amount: &AmountPlan, lane: usize) -> Option<Number> {
        let columns = self.presumed(plan);
        let none = columns.known(amount.money).get(lane / 64).map_or(0, |[_, none]| *none);
        let money = columns.numbers(amount.money).get(lane).filter(|_| none >> (lane % 64) & 1 == 0)?;
        Some(Number::of_parts((*money).into(), amount.parts))
    }
}

/// The answers of a measure from the truths of its conditions, as they are in each view.
pub(super) fn answer(measure: &MeasurePlan, truths: impl Fn(View, usize) -> Word) -> Answers {
    if measure.reach == Reach::Nothing {
        return Answers { open: u64::MAX, ..Answers::default() };
    }
    let [can, _] = truths(View::Told, measure.eligible);
    // Who is not meant has no answer of their own, which is a refusal too.
    let meant = measure.each.map_or([u64::MAX; 2], |each| truths(View::Told, each));
    let mut refused = !can | !meant[0];
    for ground in &measure.grounds {
        refused |= truths(View::Told, *ground)[1];
    }
    let (mut eligible, mut confirmed) = (0, 0);
    if measure.reach == Reach::Grant {
        let within = measure.each.map_or(u64::MAX, |each| truths(View::Accepted, each)[1]);
        eligible = within & truths(View::Accepted, measure.eligible)[1] & !refused;
        for ground in &measure.grounds {
            eligible &= !truths(View::Accepted, *ground)[0];
        }
        let within = measure.each.map_or(u64::MAX, |each| truths(View::Presumed, each)[1]);
        confirmed = within & truths(View::Presumed, measure.eligible)[1] & !refused & !eligible;
    }
    Answers { eligible, confirmed, refused, open: !(refused | eligible | confirmed) }
}
