//! One family through a plan, and what of it stays open.

use std::sync::Arc;

use super::{
    block::Block,
    columns::View,
    fold::fold,
    plan::{MeasurePlan, Plan, Scope},
    screen::{Answers, answer},
    single::{Slots, Source, Tape},
    word::each_bit,
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
    tape: Tape,
    birth_slot: Option<usize>,
    on: Date,
}

impl Folded {
    /// Folds the program of a day and a territory; with its circumstances where families are parted by them.
    pub fn new(
        program: &Arc<Program>,
        (checked, vocabulary): (&Checked, &Vocabulary),
        on: Date,
        with_circumstances: bool,
    ) -> Self {
        let plan = fold(program, (checked, vocabulary), with_circumstances);
        let tape = Tape::new(&plan);
        Self { plan, tape, birth_slot: vocabulary.birth_date_slot(), on }
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

/// The reused buffers of plans for one family after another.
#[derive(Default)]
pub struct Screener {
    source: Source,
    told: Slots,
    accepted: Slots,
    presumed: Slots,
    /// The measures that are not refused at once, by place in the plan.
    rest: Vec<usize>,
}

impl Screener {
    /// Adds what a family surely can get to `found`, and the measures that the plan leaves open to `open`.
    pub fn run(&mut self, folded: &Folded, family: &Family, found: &mut Vec<Screened>, open: &mut Vec<usize>) {
        let Folded { plan, tape, birth_slot, on } = folded;
        self.source.take(plan, family, (*birth_slot, *on));
        self.views((plan, tape), false);
        self.told.possible(tape, self.source.there(), &mut self.rest);
        let mut rest = std::mem::take(&mut self.rest);
        self.decide((plan, tape), &mut rest, found);
        if !rest.is_empty() {
            // What is not known exactly may be known well enough.
            self.views((plan, tape), true);
            self.decide((plan, tape), &mut rest, found);
            found.sort_by_key(|screened| screened.measure);
        }
        open.extend(rest.iter().filter_map(|place| plan.measures.get(*place)).map(|measure| measure.measure));
        self.rest = rest;
    }

    /// Runs a plan in all views that differ.
    fn views(&mut self, plan: (&Plan, &Tape), is_wide: bool) {
        self.told.run(plan, &self.source, (View::Told, is_wide));
        if self.source.has_claims {
            self.accepted.run(plan, &self.source, (View::Accepted, is_wide));
        }
        if plan.0.presumes {
            self.presumed.run(plan, &self.source, (View::Presumed, is_wide));
        }
    }

    /// Adds what the family can get of some measures; those that are not decided stay.
    fn decide(&mut self, (plan, tape): (&Plan, &Tape), measures: &mut Vec<usize>, found: &mut Vec<Screened>) {
        let is_one_view = !self.source.has_claims && !plan.presumes;
        measures.retain(|place| {
            let (Some(measure), Some(door)) = (plan.measures.get(*place), tape.doors.get(*place)) else { return false };
            let first = found.len();
            let answers = if is_one_view && door.is_all {
                let [can, sure] = self.told.truth(Scope::Family, measure.eligible);
                Answers { eligible: sure & 1, open: can & !sure & 1, ..Answers::default() }
            } else {
                self.answers(plan, measure)
            };
            let is_decided = self.granted(plan, measure, answers, found);
            if !is_decided {
                found.truncate(first);
            }
            !is_decided
        });
    }

    fn answers(&self, plan: &Plan, measure: &MeasurePlan) -> Answers {
        let accepted = if self.source.has_claims { &self.accepted } else { &self.told };
        let presumed = if plan.presumes { &self.presumed } else { &self.told };
        let found = answer(measure, |view, place| match view {
            View::Told => self.told.truth(measure.scope, place),
            View::Accepted => accepted.truth(measure.scope, place),
            View::Presumed => presumed.truth(measure.scope, place),
        });
        found.among(match measure.scope {
            Scope::Family => 1,
            Scope::Member => self.source.there(),
        })
    }

    /// Adds the grants of a measure; nothing is said where a lane is open.
    #[inline]
    fn granted(&mut self, plan: &Plan, measure: &MeasurePlan, answers: Answers, found: &mut Vec<Screened>) -> bool {
        let granted = answers.granted();
        if answers.open != 0 || granted == 0 {
            return answers.open == 0;
        }
        let (view, paid) =
            if plan.presumes { (View::Presumed, &mut self.presumed) } else { (View::Told, &mut self.told) };
        if let Some(amount) = &measure.amount {
            paid.run_steps(plan, &amount.steps, &self.source, view);
        }
        let mut is_known = true;
        each_bit(granted, |lane| {
            is_known &= measure.amount.as_ref().is_none_or(|amount| paid.knows_money(amount, lane));
            let money = measure.amount.as_ref().and_then(|amount| Some((paid.money(amount, lane)?, amount.per)));
            let is_sure = answers.eligible >> lane & 1 == 1;
            found.push(Screened {
                measure: measure.measure,
                member: measure.each.and_then(|_| self.source.members.get(lane).copied()),
                eligibility: if is_sure { Eligibility::Eligible } else { Eligibility::EligibleIfConfirmed },
                amount: money.map(|(low, per)| (Money { low, high: low }, per)),
            });
        });
        is_known
    }
}
