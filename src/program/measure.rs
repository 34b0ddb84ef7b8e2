//! Measures and circumstances of a compiled program.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use super::{
    compared::Compared,
    flow::Flow,
    node::{Moment, Node, NodeId, Operand},
    pull::Manners,
};
use crate::{
    check::Way,
    document::{Late, Per},
    source::Span,
    value::{Accepts, Date, Territory},
};

/// A program for one day (or every day) and one territory.
#[derive(Debug)]
pub struct Program {
    /// The day.
    pub moment: Moment,
    /// The nodes, operands before their readers.
    pub nodes: Vec<Node>,
    /// The ways between the nodes.
    pub flow: Flow,
    // INVARIANT: as long as the nodes.
    /// Whether what a specialist establishes can leave a node undecided.
    pub specialist: Vec<bool>,
    /// Where each node was written first.
    pub places: Vec<Span>,
    /// What each comparison compares.
    pub compared: BTreeMap<NodeId, Compared>,
    /// The circumstances in the order of their names, then the needs that may arise in that of theirs.
    pub circumstances: Vec<Circumstance>,
    /// The measures, in the order of their names; when compiled for every day, every version of each.
    pub measures: Vec<MeasureProgram>,
    /// Definitions with a range that must follow from their parts: definition number and node.
    pub promised: Vec<(usize, Operand)>,
    /// Which facts can pull a node which ways, worked out when it is first asked for.
    pub pulls: OnceLock<Manners>,
}

impl Program {
    /// Which facts can pull a node which ways.
    pub fn manners(&self) -> &Manners {
        self.pulls.get_or_init(|| Manners::new(&self.nodes, &self.flow))
    }

    /// The measure at a place among all measures, where it is law.
    pub fn active(&self, measure: usize) -> Option<&Active> {
        let place = |program: &MeasureProgram| match program {
            MeasureProgram::Active(active) => active.measure,
            MeasureProgram::Dormant(dormant) => dormant.measure,
        };
        let found = self.measures.binary_search_by_key(&measure, place).ok()?;
        match self.measures.get(found)? {
            MeasureProgram::Active(active) => Some(active),
            MeasureProgram::Dormant(_) => None,
        }
    }
}

/// A condition of the family that every assessment reports: a circumstance, or that of a need.
#[derive(Debug)]
pub struct Circumstance {
    /// The number of its definition.
    pub definition: usize,
    /// Whether it holds.
    pub holds: Operand,
    /// The same in other readings of the law.
    pub readings: Vec<OtherReading<Operand>>,
}

/// What another reading of the law gives in place of the default one.
#[derive(Debug)]
pub struct OtherReading<T> {
    /// What the reading is called.
    pub name: String,
    /// Its words, by label number.
    pub label: Option<usize>,
    /// What it gives.
    pub answer: T,
}

/// A measure on the day.
#[derive(Debug)]
pub enum MeasureProgram {
    /// It is law.
    Active(Box<Active>),
    /// It is not.
    Dormant(Dormant),
}

/// Why a measure is not in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotInForce {
    /// It ended: the day after its last day.
    Ended(Date),
    /// It begins later.
    NotYet(Date),
    /// Announced, perhaps from a day on.
    Planned(Option<Date>),
    /// Nobody attests it before this day.
    BeforeAttested(Date),
    /// It is law elsewhere.
    Elsewhere(Vec<Territory>),
}

/// A measure that is not in force.
#[derive(Debug)]
pub struct Dormant {
    /// Its place among all measures.
    pub measure: usize,
    /// The version that comes nearest.
    pub version: usize,
    /// Why.
    pub why: Arc<NotInForce>,
}

/// How surely a measure is law on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is.
    InForce,
    /// It was attested until before the day; whether it still is must be asked.
    Stale(Date),
}

/// Whether a measure is law where the family lives, as far as that was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Residence {
    /// It is.
    Inside,
    /// Only in parts of the territory that was told.
    Perhaps,
    /// Several texts may be law: parts of the territory that was told have one of their own.
    Nested,
}

/// A measure that is law.
#[derive(Debug)]
pub struct Active {
    /// Its place among all measures.
    pub measure: usize,
    /// The version that is law.
    pub version: usize,
    /// How surely.
    pub standing: Standing,
    /// Whether it is law where the family lives.
    pub residence: Residence,
    /// The provenances that count.
    pub accepts: Accepts,
    /// The members for whom there is an outcome each: a condition that the member is in the list.
    pub each: Option<Operand>,
    /// The places with readings, by number, on which it depends whom the measure is for.
    pub each_sites: BTreeSet<usize>,
    /// The conditions of the right. All operands of a measure read its member at coordinate 0.
    pub eligible: Operand,
    /// The grounds of refusal.
    pub grounds: Vec<Operand>,
    /// Who is paid and because of whom, where that is written.
    pub payees: Option<ActivePayees>,
    /// The money due.
    pub amount: Option<ActiveAmount>,
    /// The money that the family pays.
    pub fee: Option<ActiveAmount>,
    /// What the family uses up.
    pub costs: Option<ActiveCosts>,
    /// Whether its worth is weighed: it stands in an exclusion group, or uses up what the family has.
    pub is_weighed: bool,
    /// Whether its days are held against those of others: it stands in a group of what does not combine while it overlaps.
    pub is_timed: bool,
    /// The first day of the entitlement, and the day after the last.
    pub period: Option<(Operand, Option<Operand>)>,
    /// When to apply.
    pub apply: Option<ActiveApply>,
    /// The stages of its pathway.
    pub stages: Vec<ActiveStage>,
    /// Conditions that bring a family forward, by place in the text.
    pub priority: Vec<Operand>,
    /// The same measure in other readings of the law; those have none of their own.
    pub readings: Vec<OtherReading<Box<Active>>>,
    /// All that its operands read, worked out when it is first asked for.
    pub upstream: OnceLock<Arc<[NodeId]>>,
}

impl Active {
    /// The conditions on whoever is paid, group by group.
    pub fn paid(&self) -> impl Iterator<Item = &Operand> {
        self.payees.iter().flat_map(|payees| payees.groups.iter().map(|(payee, _)| payee))
    }

    /// Every operand, but those of other readings.
    pub fn operands(&self) -> impl Iterator<Item = &Operand> {
        let right = self.each.iter().chain([&self.eligible]).chain(&self.grounds).chain(self.paid());
        let because_of = self.payees.iter().flat_map(|payees| &payees.because_of);
        let costs = self.costs.iter().flat_map(|costs| [&costs.of, &costs.amount.value]);
        let money = self.amount.iter().chain(&self.fee).map(|amount| &amount.value).chain(costs);
        let period = self.period.iter().flat_map(|(from, until)| std::iter::once(from).chain(until));
        let apply = self.apply.iter().flat_map(|apply| apply.opens.iter().chain(&apply.closes).chain(&apply.last));
        let stages = self.stages.iter().flat_map(|stage| stage.done.iter().chain(&stage.needed).chain(&stage.declined));
        right.chain(because_of).chain(money).chain(period).chain(apply).chain(stages).chain(&self.priority)
    }

    /// The nodes that its operands read, themselves or through others, in order.
    pub fn upstream(&self, flow: &Flow) -> Arc<[NodeId]> {
        let found = || flow.upstream(self.operands().map(|operand| operand.node)).into();
        self.upstream.get_or_init(found).clone()
    }

    /// The day until which it was attested, where that is over.
    pub fn stale(&self) -> Option<Date> {
        match self.standing {
            Standing::InForce => None,
            Standing::Stale(until) => Some(until),
        }
    }
}

/// Who is paid and because of whom. Their operands, and those of the money and the days, read the payee at coordinate 1.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ActivePayees {
    /// The groups, of which the first with somebody in it is paid: a condition on the payee, and how those of the group
    /// are paid. Without a group the applicant is paid.
    pub groups: Vec<(Operand, Way)>,
    /// Because of whom it is due: a condition on the member.
    pub because_of: Option<Operand>,
}

/// Money.
#[derive(Debug, PartialEq, Eq)]
pub struct ActiveAmount {
    /// The number.
    pub value: Operand,
    /// How often.
    pub per: Per,
}

/// What a family uses up when it takes a measure.
#[derive(Debug, PartialEq, Eq)]
pub struct ActiveCosts {
    /// What is used up.
    pub of: Operand,
    /// How much of it.
    pub amount: ActiveAmount,
}

/// When to apply.
#[derive(Debug, PartialEq, Eq)]
pub struct ActiveApply {
    /// The first day.
    pub opens: Option<Operand>,
    /// The day after the last day.
    pub closes: Option<Operand>,
    /// The last day that is in time.
    pub last: Option<Operand>,
    /// What a late application means.
    pub late: Late,
}

/// A stage of a pathway.
#[derive(Debug)]
pub struct ActiveStage {
    /// It is done.
    pub done: Option<Operand>,
    /// It is needed.
    pub needed: Option<Operand>,
    /// The family has declined it.
    pub declined: Option<Operand>,
}
