//! The families of one territory, block after block.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    block::Block,
    division::{Division, Part},
    grant::{Grant, home},
    plan::{CircumstancePlan, MeasurePlan, Plan, Scope},
    screen::{Answers, Screen},
    screener::{Folded, Screened},
    tally::{Heads, Tally, Weight},
    word::each_bit,
};
use crate::{
    assessment::{Answer, Eligibility},
    family::Family,
};

/// So many families are assessed together.
const BLOCK: usize = 512;

/// The families of a territory that wait for their block to be full, and what came out for those before.
pub struct Ward {
    folded: Arc<Folded>,
    block: Block,
    screen: Screen,
    /// Those of the block, for whatever its plan leaves open.
    families: Vec<Family>,
    weights: Vec<Weight>,
    /// Whether all of them have one weight.
    is_uniform: bool,
    /// By measure.
    tallies: BTreeMap<usize, Tally>,
    /// By circumstance.
    divisions: Vec<Division>,
    /// How many families were asked about one by one.
    alone: u64,
    /// The measures that each family of the block asks about alone, by place in the plan.
    open: Vec<Vec<usize>>,
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
            block: Block::new(folded.plan()),
            folded,
            screen: Screen::default(),
            families: Vec::new(),
            weights: Vec::new(),
            is_uniform: true,
            tallies: BTreeMap::new(),
            divisions: circumstances.iter().copied().map(Division::new).collect(),
            alone: 0,
            open: Vec::new(),
        }
    }

    /// Adds a family that counts as so many; what the plan leaves open is asked alone.
    pub fn add(&mut self, family: Family, weight: Weight, alone: &mut impl Alone) {
        self.folded.push(&mut self.block, &family);
        self.families.push(family);
        self.is_uniform = self.weights.last().is_none_or(|last| self.is_uniform && *last == weight);
        self.weights.push(weight);
        if self.families.len() >= BLOCK {
            self.close(alone);
        }
    }

    /// Assesses the families that wait.
    pub fn close(&mut self, alone: &mut impl Alone) {
        if self.families.is_empty() {
            return;
        }
        let folded = self.folded.clone();
        let plan = folded.plan();
        self.screen.run(plan, &self.block);
        self.open.iter_mut().for_each(Vec::clear);
        self.open.resize_with(self.families.len(), Vec::new);
        let mut is_asked = self.divide(plan, alone);
        for measure in &plan.measures {
            self.count(plan, measure);
        }
        for (place, family) in self.families.iter().enumerate() {
            let (Some(open), Some(weight)) = (self.open.get(place), self.weights.get(place)) else { continue };
            if open.is_empty() {
                continue;
            }
            is_asked.insert(place);
            let found = alone.screened(family);
            for of_measure in found.chunk_by(|one, other| one.measure == other.measure) {
                let Some(first) = of_measure.first().filter(|first| open.contains(&first.measure)) else { continue };
                let version = plan.measure(first.measure).map_or(0, |measure| measure.version);
                let sides = self.divisions.iter_mut().filter_map(|division| division.side_of(place));
                for tallies in sides.chain([&mut self.tallies]) {
                    let tally = tallies.entry(first.measure).or_default();
                    tally.version = version;
                    count_outcomes(tally, of_measure, *weight);
                }
            }
        }
        self.alone = self.alone.saturating_add(u64::try_from(is_asked.len()).unwrap_or(u64::MAX));
        self.block.clear();
        self.families.clear();
        self.weights.clear();
    }

    /// What came out.
    pub fn counted(self) -> Counted {
        let circumstances = self.divisions.into_iter().map(Division::parts).collect();
        Counted { tallies: self.tallies, circumstances, alone: self.alone }
    }

    /// Puts the families of the block on the sides of each circumstance; gives those that were asked about it alone.
    fn divide(&mut self, plan: &Plan, alone: &mut impl Alone) -> BTreeSet<usize> {
        let mut is_asked = BTreeSet::new();
        if self.divisions.is_empty() {
            return is_asked;
        }
        for division in &mut self.divisions {
            division.begin(&self.block);
        }
        let columns: Vec<Option<CircumstancePlan>> = (self.divisions.iter())
            .map(|division| plan.circumstances.iter().find(|known| known.definition == division.definition).copied())
            .collect();
        let families = self.families.iter().zip(&self.weights).zip(self.block.members());
        for (place, ((family, weight), members)) in families.enumerate() {
            let said = |column: &Option<CircumstancePlan>| self.screen.holds(plan, (*column)?, place);
            let said: Vec<Option<Answer>> = columns.iter().map(said).collect();
            let open = self.divisions.iter().zip(&said).filter(|(_, said)| said.is_none());
            let open: Vec<usize> = open.map(|(division, _)| division.definition).collect();
            let mut told = if open.is_empty() { Vec::new() } else { alone.holds(family, &open) }.into_iter();
            if !open.is_empty() {
                is_asked.insert(place);
            }
            for (division, said) in self.divisions.iter_mut().zip(said) {
                let answer = said.or_else(|| told.next()).unwrap_or(Answer::Unknown);
                division.put(place, members, *weight, answer);
            }
        }
        is_asked
    }

    /// Counts what the plan says of a measure.
    fn count(&mut self, plan: &Plan, measure: &MeasurePlan) {
        let mut found: Vec<(usize, Answers)> = Vec::new();
        self.screen.answers(plan, &self.block, measure, |word, answers| {
            if answers.open | answers.eligible | answers.confirmed != 0 {
                found.push((word, answers));
            }
        });
        let granted = found.iter().any(|(_, answers)| answers.granted() != 0);
        if granted {
            self.screen.weigh(plan, &self.block, measure);
        }
        // The families that the plan does not answer for, a bit each.
        let mut alone = [0_u64; BLOCK / 64];
        for (word, answers) in &found {
            let unknown = answers.granted() & !self.screen.known_money(plan, measure, *word);
            each_bit(answers.open | unknown, |bit| {
                let family = home(&self.block, measure.scope, (*word, bit));
                if let Some(word) = alone.get_mut(family / 64) {
                    *word |= 1 << (family % 64);
                }
            });
        }
        for (word, bits) in alone.iter().enumerate() {
            each_bit(*bits, |bit| {
                if let Some(open) = self.open.get_mut(word.saturating_mul(64).saturating_add(bit)) {
                    open.push(measure.measure);
                }
            });
        }
        if granted {
            self.grant(plan, measure, &found, &alone);
        }
    }

    /// Counts the grants of families that are not asked about one by one: in all, and on their side of each circumstance.
    fn grant(&mut self, plan: &Plan, measure: &MeasurePlan, found: &[(usize, Answers)], alone: &[u64]) {
        for is_sure in [true, false] {
            let mut lanes = Vec::with_capacity(found.len());
            for (word, answers) in found {
                let granted = if is_sure { answers.eligible } else { answers.confirmed };
                let granted = granted & !self.marked_lanes(measure.scope, alone, (*word, granted));
                if granted != 0 {
                    lanes.push((*word, granted));
                }
            }
            let (block, screen, weights) = (&self.block, &self.screen, self.weights.as_slice());
            let grant = Grant { plan, measure, block, screen, weights, is_uniform: self.is_uniform };
            grant.add(&mut self.tallies, (&lanes, is_sure));
            for division in &mut self.divisions {
                for (tallies, side) in division.sides(measure.scope) {
                    let within = |(word, granted): &(usize, u64)| (*word, granted & side.get(*word).unwrap_or(&0));
                    let own: Vec<(usize, u64)> =
                        lanes.iter().map(within).filter(|(_, granted)| *granted != 0).collect();
                    grant.add(tallies, (&own, is_sure));
                }
            }
        }
    }

    /// Of some lanes of a machine word, those of marked families.
    fn marked_lanes(&self, scope: Scope, marked: &[u64], (word, lanes): (usize, u64)) -> u64 {
        if scope == Scope::Family {
            return marked.get(word).copied().unwrap_or(0);
        }
        let mut found = 0;
        each_bit(lanes, |bit| {
            let family = home(&self.block, scope, (word, bit));
            found |= (marked.get(family / 64).copied().unwrap_or(0) >> (family % 64) & 1) << (bit % 64);
        });
        found
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
        if let Some((due, per)) = outcome.amount.filter(|_| is_paid) {
            let money = due.money();
            tally.pay(per, (money.low, money.high), weight);
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
