//! The families of one territory, block after block.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    batch::{BLOCK, Batch, Waiting},
    block::Block,
    division::{Division, Part},
    grant::{Grant, Weights},
    plan::{CircumstancePlan, MeasurePlan, Plan, Scope},
    rows::{Order, Rows},
    screen::{Answers, Screen},
    screener::{Folded, Screened},
    tally::{Heads, Tally, Weight},
};
use crate::{
    assessment::{Answer, Eligibility},
    family::{Family, FamilyTable},
};

/// The families of a territory that wait for their block to be full, and what came out for those before.
pub struct Ward {
    folded: Arc<Folded>,
    waiting: Waiting,
    /// By measure.
    tallies: BTreeMap<usize, Tally>,
    /// By circumstance.
    divisions: Vec<Division>,
    /// How many families were asked about one by one.
    alone: u64,
}

/// The reused buffers of blocks, whatever ward they are of.
#[derive(Default)]
pub struct Worktop {
    block: Block,
    screen: Screen,
    /// Of the rows of a table.
    order: Order,
    /// The measures that each family of the block asks about alone, by place in the plan.
    open: Vec<Vec<usize>>,
    /// The answers of a measure, and the lanes and families of which it is asked.
    answers: Vec<Answers>,
    lanes: Vec<u64>,
    marked: Vec<u64>,
}

/// Who answers for a family alone.
pub trait Alone {
    /// What it is not refused, in the order of the measures.
    fn screened(&mut self, family: &Family) -> &[Screened];

    /// Whether circumstances hold, by the number of their definitions.
    fn holds(&mut self, family: &Family, definitions: &[usize]) -> Vec<Answer>;
}

/// What came out for the families of a ward.
#[derive(Clone)]
pub struct Counted {
    /// By measure.
    pub tallies: BTreeMap<usize, Tally>,
    /// Of each circumstance, in the order of all answers.
    pub circumstances: Vec<[Part; 3]>,
    /// How many families were asked about one by one.
    pub alone: u64,
}

impl Counted {
    /// Adds what came out for other families, parted by the same circumstances.
    pub fn merge(&mut self, other: &Self) {
        for (measure, tally) in &other.tallies {
            self.tallies.entry(*measure).or_default().merge(tally);
        }
        for (own, other) in self.circumstances.iter_mut().flatten().zip(other.circumstances.iter().flatten()) {
            own.merge(other);
        }
        self.alone = self.alone.saturating_add(other.alone);
    }
}

impl Ward {
    /// A ward without families, which are parted by circumstances, by the number of their definitions.
    pub fn new(folded: Arc<Folded>, circumstances: &[usize]) -> Self {
        Self {
            folded,
            waiting: Waiting::default(),
            tallies: BTreeMap::new(),
            divisions: circumstances.iter().copied().map(Division::new).collect(),
            alone: 0,
        }
    }

    /// Adds a family that counts as so many; what the plan leaves open is asked alone.
    pub fn add(&mut self, family: Family, weight: Weight, (top, alone): (&mut Worktop, &mut impl Alone)) {
        self.waiting.add(&self.folded, family, weight);
        if self.waiting.len() >= BLOCK {
            self.close((top, alone));
        }
    }

    /// Assesses the families that wait.
    pub fn close(&mut self, (top, alone): (&mut Worktop, &mut impl Alone)) {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.arrange();
        self.assess(&waiting, (top, alone));
        waiting.clear();
        self.waiting = waiting;
    }

    /// Assesses families of a table.
    pub fn add_rows(
        &mut self,
        (table, rows): (&FamilyTable<'_>, &[usize]),
        (top, alone): (&mut Worktop, &mut impl Alone),
    ) {
        let mut order = std::mem::take(&mut top.order);
        for rows in rows.chunks(BLOCK) {
            order.take(table, &self.folded, rows);
            self.assess(&Rows { table, order: &order }, (top, alone));
        }
        top.order = order;
    }

    /// Assesses the families of a batch.
    fn assess(&mut self, batch: &impl Batch, (top, alone): (&mut Worktop, &mut impl Alone)) {
        if batch.len() == 0 {
            return;
        }
        let folded = self.folded.clone();
        let plan = folded.plan();
        batch.fill(plan, &mut top.block);
        top.screen.run(plan, &top.block);
        top.open.iter_mut().for_each(Vec::clear);
        top.open.resize_with(batch.len().max(top.open.len()), Vec::new);
        let mut is_asked = self.divide(plan, batch, (top, alone));
        for measure in &plan.measures {
            self.count((plan, measure), batch.weights(), top);
        }
        for (place, open) in top.open.iter().enumerate().filter(|(_, open)| !open.is_empty()) {
            let Some(family) = batch.family(place) else { continue };
            let weight = batch.weights().of(place);
            is_asked.insert(place);
            let found = alone.screened(&family);
            for of_measure in found.chunk_by(|one, other| one.measure == other.measure) {
                let Some(first) = of_measure.first().filter(|first| open.contains(&first.measure)) else { continue };
                let version = plan.measure(first.measure).map_or(0, |measure| measure.version);
                let sides = self.divisions.iter_mut().filter_map(|division| division.side_of(place));
                for tallies in sides.chain([&mut self.tallies]) {
                    let tally = tallies.entry(first.measure).or_default();
                    tally.version = version;
                    count_outcomes(tally, of_measure, weight);
                }
            }
        }
        self.alone = self.alone.saturating_add(u64::try_from(is_asked.len()).unwrap_or(u64::MAX));
    }

    /// What came out.
    pub fn counted(self) -> Counted {
        let circumstances = self.divisions.into_iter().map(Division::parts).collect();
        Counted { tallies: self.tallies, circumstances, alone: self.alone }
    }

    /// Puts the families of the block on the sides of each circumstance; gives those that were asked about it alone.
    fn divide(
        &mut self,
        plan: &Plan,
        batch: &impl Batch,
        (top, alone): (&Worktop, &mut impl Alone),
    ) -> BTreeSet<usize> {
        let mut is_asked = BTreeSet::new();
        if self.divisions.is_empty() {
            return is_asked;
        }
        for division in &mut self.divisions {
            division.begin(&top.block);
        }
        let columns: Vec<Option<CircumstancePlan>> = (self.divisions.iter())
            .map(|division| plan.circumstances.iter().find(|known| known.definition == division.definition).copied())
            .collect();
        for place in 0..batch.len() {
            let said = |column: &Option<CircumstancePlan>| top.screen.holds(plan, (*column)?, place);
            let said: Vec<Option<Answer>> = columns.iter().map(said).collect();
            let open = self.divisions.iter().zip(&said).filter(|(_, said)| said.is_none());
            let open: Vec<usize> = open.map(|(division, _)| division.definition).collect();
            let mut told = Vec::new();
            if let Some(family) = batch.family(place).filter(|_| !open.is_empty()) {
                told = alone.holds(&family, &open);
                is_asked.insert(place);
            }
            let mut told = told.into_iter();
            for (division, said) in self.divisions.iter_mut().zip(said) {
                let answer = said.or_else(|| told.next()).unwrap_or(Answer::Unknown);
                division.put(place, batch.weights().of(place), answer);
            }
        }
        for division in &mut self.divisions {
            division.end(&top.block);
        }
        is_asked
    }

    /// Counts what the plan says of a measure.
    fn count(&mut self, (plan, measure): (&Plan, &MeasurePlan), weights: Weights<'_>, top: &mut Worktop) {
        let Worktop { block, screen, answers, marked, .. } = top;
        screen.answers(plan, block, measure, answers);
        let [granted, open] =
            answers.iter().fold([0, 0], |[granted, open], answers| [granted | answers.granted(), open | answers.open]);
        marked.clear();
        if granted | open == 0 {
            return;
        }
        if granted != 0 {
            screen.weigh(plan, block, measure);
        }
        top.leave(plan, measure);
        let Worktop { block, screen, answers, lanes, marked, .. } = top;
        let grant = Grant { plan, measure, block, screen, weights };
        for is_sure in [true, false] {
            lanes.clear();
            let granted = |answers: &Answers| if is_sure { answers.eligible } else { answers.confirmed };
            let left = marked.iter().copied().chain(std::iter::repeat(0));
            lanes.extend(answers.iter().zip(left).map(|(answers, left)| granted(answers) & !left));
            grant.add(&mut self.tallies, (lanes, is_sure));
            for division in &mut self.divisions {
                for (tallies, side) in division.sides(measure.scope) {
                    let own: Vec<u64> = lanes.iter().zip(side).map(|(lanes, side)| lanes & side).collect();
                    grant.add(tallies, (&own, is_sure));
                }
            }
        }
    }
}

impl Worktop {
    /// Leaves a measure to be asked about alone where the plan does not answer for a family, and marks their lanes.
    fn leave(&mut self, plan: &Plan, measure: &MeasurePlan) {
        let known = self.screen.known_money(plan, measure);
        let unknown = |place: usize| known.map_or(0, |known| known.get(place).map_or(u64::MAX, |[known, _]| !known));
        self.lanes.clear();
        let answers = self.answers.iter().enumerate();
        self.lanes.extend(answers.map(|(place, answers)| answers.open | answers.granted() & unknown(place)));
        if self.lanes.iter().all(|lanes| *lanes == 0) {
            return;
        }
        self.block.families_of(measure.scope, &self.lanes, &mut self.marked);
        self.block.each_lane(Scope::Family, &self.marked, |family, _| {
            if let Some(open) = self.open.get_mut(family) {
                open.push(measure.measure);
            }
        });
        self.block.lanes_within(measure.scope, &self.marked, &mut self.lanes);
        std::mem::swap(&mut self.lanes, &mut self.marked);
    }
}

/// Counts the outcomes of one measure for one family.
fn count_outcomes(tally: &mut Tally, outcomes: &[Screened], weight: Weight) {
    for eligibility in Eligibility::ALL {
        let Some(heads) = heads_of(tally, eligibility) else { continue };
        let count = outcomes.iter().filter(|outcome| outcome.eligibility == eligibility).count();
        if count > 0 {
            heads.add((1, u32::try_from(count).unwrap_or(u32::MAX)), weight);
        }
    }
    for outcome in outcomes {
        let is_paid = matches!(outcome.eligibility, Eligibility::Eligible | Eligibility::EligibleIfConfirmed);
        if let Some((due, per)) = outcome.amount.as_ref().filter(|_| is_paid) {
            let money = due.money();
            tally.pay(*per, (money.low, money.high), weight);
        }
    }
}

fn heads_of(tally: &mut Tally, eligibility: Eligibility) -> Option<&mut Heads> {
    match eligibility {
        Eligibility::Eligible => Some(&mut tally.eligible),
        Eligibility::EligibleIfConfirmed => Some(&mut tally.confirmed),
        Eligibility::Option => Some(&mut tally.option),
        Eligibility::Excluded => Some(&mut tally.excluded),
        Eligibility::NeedsSpecialist => Some(&mut tally.specialist),
        Eligibility::Undetermined => Some(&mut tally.undetermined),
        Eligibility::NotEligible | Eligibility::NotInForce => None,
    }
}
