//! The families of one territory, block after block.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    block::Block,
    plan::{MeasurePlan, Plan, Scope},
    screen::{Answers, Screen},
    screener::Folded,
    tally::{Heads, Tally, Weight},
    word::each_bit,
};
use crate::{
    assessment::{Assessment, Eligibility, Verdict},
    family::Family,
    value::Number,
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
    /// How many families were asked about one by one.
    alone: u64,
    /// The measures that each family of the block asks about alone, by place in the plan.
    open: Vec<Vec<usize>>,
}

impl Ward {
    /// A ward without families.
    pub fn new(folded: Arc<Folded>) -> Self {
        Self {
            block: Block::new(folded.plan()),
            folded,
            screen: Screen::default(),
            families: Vec::new(),
            weights: Vec::new(),
            is_uniform: true,
            tallies: BTreeMap::new(),
            alone: 0,
            open: Vec::new(),
        }
    }

    /// Adds a family that counts as so many; `assess` is asked for what the plan leaves open.
    pub fn add(&mut self, family: Family, weight: Weight, assess: impl FnMut(&Family) -> Assessment) {
        self.folded.push(&mut self.block, &family);
        self.families.push(family);
        self.is_uniform = self.weights.last().is_none_or(|last| self.is_uniform && *last == weight);
        self.weights.push(weight);
        if self.families.len() >= BLOCK {
            self.close(assess);
        }
    }

    /// Assesses the families that wait.
    pub fn close(&mut self, mut assess: impl FnMut(&Family) -> Assessment) {
        if self.families.is_empty() {
            return;
        }
        let folded = self.folded.clone();
        let plan = folded.plan();
        self.screen.run(plan, &self.block);
        self.open.iter_mut().for_each(Vec::clear);
        self.open.resize_with(self.families.len(), Vec::new);
        for measure in &plan.measures {
            self.count(plan, measure);
        }
        for (place, family) in self.families.iter().enumerate() {
            let (Some(open), Some(weight)) = (self.open.get(place), self.weights.get(place)) else { continue };
            if open.is_empty() {
                continue;
            }
            self.alone = self.alone.saturating_add(1);
            let assessment = assess(family);
            for of_measure in assessment.verdicts.chunk_by(|one, other| one.measure == other.measure) {
                if let Some(first) = of_measure.first()
                    && open.contains(&first.measure)
                {
                    let tally = self.tallies.entry(first.measure).or_default();
                    tally.version = first.version;
                    count_verdicts(tally, of_measure, *weight);
                }
            }
        }
        self.block.clear();
        self.families.clear();
        self.weights.clear();
    }

    /// What came out, by measure, and how many families were asked about one by one.
    pub fn tallies(self) -> (BTreeMap<usize, Tally>, u64) {
        (self.tallies, self.alone)
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

    /// Counts the grants of families that are not asked about one by one.
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
            if self.is_uniform {
                let weight = self.weights.first().copied().unwrap_or(Number::ONE);
                self.grant_alike(plan, measure, (&lanes, is_sure), weight);
                continue;
            }
            for (family, own) in self.by_family(measure.scope, &lanes) {
                let weight = self.weights.get(family).copied().unwrap_or(Number::ONE);
                self.grant_alike(plan, measure, (&own, is_sure), weight);
            }
        }
    }

    /// Lanes parted by their family; the members of one lie side by side.
    fn by_family(&self, scope: Scope, lanes: &[(usize, u64)]) -> Vec<(usize, Vec<(usize, u64)>)> {
        let mut found: Vec<(usize, Vec<(usize, u64)>)> = Vec::new();
        for (word, granted) in lanes {
            each_bit(*granted, |bit| {
                let family = home(&self.block, scope, (*word, bit));
                let lane = (*word, 1 << (bit % 64));
                match found.last_mut() {
                    Some((last, own)) if *last == family => own.push(lane),
                    _ => found.push((family, vec![lane])),
                }
            });
        }
        found
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

    /// Counts grants whose families have one weight.
    fn grant_alike(
        &mut self,
        plan: &Plan,
        measure: &MeasurePlan,
        (lanes, is_sure): (&[(usize, u64)], bool),
        weight: Weight,
    ) {
        let outcomes = lanes.iter().map(|(_, granted)| granted.count_ones()).sum();
        if outcomes == 0 {
            return;
        }
        let families = match measure.scope {
            Scope::Family => outcomes,
            Scope::Member => {
                let (mut families, mut last) = (0_u32, None);
                for (word, granted) in lanes {
                    each_bit(*granted, |bit| {
                        let family = home(&self.block, measure.scope, (*word, bit));
                        families = families.saturating_add(u32::from(last.replace(family) != Some(family)));
                    });
                }
                families
            }
        };
        let tally = self.tallies.entry(measure.measure).or_default();
        tally.version = measure.version;
        let heads = if is_sure { &mut tally.eligible } else { &mut tally.confirmed };
        heads.add((families, outcomes), weight);
        if let (Some(amount), Some(money)) = (&measure.amount, self.screen.money(plan, measure, lanes)) {
            tally.pay(amount.per, (money, money), weight);
        }
    }
}

/// The family of a lane, by machine word and bit.
fn home(block: &Block, scope: Scope, (word, bit): (usize, usize)) -> usize {
    let lane = word.saturating_mul(64).saturating_add(bit);
    match scope {
        Scope::Family => lane,
        Scope::Member => block.homes.get(lane).copied().unwrap_or(0),
    }
}

/// Counts the verdicts of one measure for one family.
fn count_verdicts(tally: &mut Tally, verdicts: &[Verdict], weight: Weight) {
    for eligibility in Eligibility::ALL {
        let Some(heads) = heads_of(tally, eligibility) else { continue };
        let count = verdicts.iter().filter(|verdict| verdict.answered() == eligibility).count();
        if count > 0 {
            heads.add((1, u32::try_from(count).unwrap_or(u32::MAX)), weight);
        }
    }
    for verdict in verdicts {
        let is_paid = matches!(verdict.answered(), Eligibility::Eligible | Eligibility::EligibleIfConfirmed);
        if is_paid && let Some((money, per)) = verdict.entitlement.as_ref().and_then(|due| due.amount) {
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
