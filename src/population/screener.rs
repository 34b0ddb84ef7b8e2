//! One family through a plan, and what of it stays open.

use std::sync::Arc;

use super::{
    block::Block,
    fold::fold,
    plan::{MeasurePlan, Plan},
    screen::{Answers, Screen, each_bit},
};
use crate::{
    assessment::{Eligibility, Money, Verdict},
    check::Checked,
    document::Per,
    family::Family,
    program::Program,
    value::Date,
    vocabulary::Vocabulary,
};

/// A program folded for blocks of families; it is made once and shared by threads.
#[derive(Debug)]
pub struct Folded {
    plan: Plan,
    birth_slot: Option<usize>,
    on: Date,
}

impl Folded {
    /// Folds the program of a day and a territory.
    pub fn new(program: &Arc<Program>, (checked, vocabulary): (&Checked, &Vocabulary), on: Date) -> Self {
        let plan = fold(program, checked, vocabulary);
        Self { plan, birth_slot: vocabulary.birth_date_slot(), on }
    }

    pub(super) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Adds a family to a block of the plan.
    pub(super) fn push(&self, block: &mut Block, family: &Family) {
        block.push(&self.plan, family, self.birth_slot, self.on);
    }
}

/// What a family can get of one measure, as far as it is not refused: for the family, or for one member.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Screened {
    /// The place of the measure among all measures.
    pub measure: usize,
    /// The place of the member in the family.
    pub member: Option<usize>,
    /// The verdict as it is told.
    pub eligibility: Eligibility,
    /// The money and how often it is paid.
    pub amount: Option<(Money, Per)>,
}

impl Screened {
    /// What an assessment says, where that is no refusal.
    pub fn of(verdict: &Verdict) -> Option<Self> {
        let eligibility = verdict.answered();
        let is_refused = matches!(eligibility, Eligibility::NotEligible | Eligibility::NotInForce);
        (!is_refused).then(|| Self {
            measure: verdict.measure,
            member: verdict.member,
            eligibility,
            amount: verdict.entitlement.as_ref().and_then(|due| due.amount),
        })
    }
}

/// The reused buffers of one plan for one family after another.
pub struct Screener {
    folded: Arc<Folded>,
    block: Block,
    screen: Screen,
}

impl Screener {
    /// Buffers for a plan.
    pub fn new(folded: Arc<Folded>) -> Self {
        Self { block: Block::new(&folded.plan), screen: Screen::default(), folded }
    }

    /// Adds what a family surely can get to `found`, and the measures that the plan leaves open to `open`.
    pub fn run(&mut self, family: &Family, found: &mut Vec<Screened>, open: &mut Vec<usize>) {
        let plan = &self.folded.plan;
        self.block.clear();
        self.folded.push(&mut self.block, family);
        self.screen.run(plan, &self.block);
        for measure in &plan.measures {
            let first = found.len();
            if !granted(plan, (&self.block, &mut self.screen), measure, found) {
                found.truncate(first);
                open.push(measure.measure);
            }
        }
    }
}

/// Adds the grants of a measure; nothing is said where a lane is open.
fn granted(
    plan: &Plan,
    (block, screen): (&Block, &mut Screen),
    measure: &MeasurePlan,
    found: &mut Vec<Screened>,
) -> bool {
    // One family has one machine word of lanes at most.
    let mut answers = Answers::default();
    screen.answers(plan, block, measure, |_, own| answers = own);
    let granted = answers.eligible | answers.confirmed;
    if answers.open != 0 || granted == 0 {
        return answers.open == 0;
    }
    if measure.amount.is_some() {
        screen.weigh(plan, block, measure);
        if granted & !screen.known_money(plan, measure, 0) != 0 {
            return false;
        }
    }
    each_bit(granted, |lane| {
        let is_sure = answers.eligible >> lane & 1 == 1;
        let money = screen.money(plan, measure, &[(0, 1 << (lane % 64))]);
        found.push(Screened {
            measure: measure.measure,
            member: measure.each.and_then(|_| block.sources.get(lane).copied()),
            eligibility: if is_sure { Eligibility::Eligible } else { Eligibility::EligibleIfConfirmed },
            amount: measure.amount.as_ref().zip(money).map(|(amount, low)| (Money { low, high: low }, amount.per)),
        });
    });
    true
}
