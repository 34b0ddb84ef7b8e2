//! The conditions of measures as trees, for those who read how each of them came out.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::{
    compared::Scale,
    measure::{Active, MeasureProgram, Program},
    node::{Kind, NodeId, Op, Operand, Place},
};
use crate::{
    check::{Checked, Type},
    value::Accepts,
};

/// Whose a value is, along one axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// That of the member whom the measure is for; of a measure for the family that of the applicant.
    Own,
    /// That of the applicant.
    Applicant,
}

/// A node as a measure reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The node.
    pub node: NodeId,
    /// Its member.
    pub first: Option<Whose>,
    /// The second of a pair.
    pub second: Option<Whose>,
}

impl Spot {
    /// Whether it is read at the applicant alone.
    pub fn is_applicant(&self) -> bool {
        self.first == Some(Whose::Applicant)
    }
}

/// How the steps right below another make it what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StepForm {
    /// It holds where every one of them does.
    All,
    /// It holds where at least one of them does.
    Any,
    /// It holds where the one below does not.
    Not,
    /// Pairs of a condition and what stands where it holds, and last what stands where none does: the first counts.
    Choice,
    /// Two: what was told in place of records, and what the records come to. The second counts where the records were told,
    /// else the first; of what is accepted it is then open which.
    InPlace,
    /// It has stood above in the same measure, with all that it is made of: nothing stands below it here.
    Above,
    /// There are none: a fact, a comparison, or a condition on several members or records.
    Condition,
}

/// What an outermost step is for its measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StepRole {
    /// Whether the member is one of those that the measure is for.
    ForWhom,
    /// The condition of the right.
    EligibleWhen,
    /// A ground of refusal.
    RefusedWhen,
}

/// A value that a condition compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compares {
    /// The place of the value among the spots.
    pub spot: u32,
    /// What its values are, by place.
    pub kind: u32,
}

/// What values are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueKind {
    /// Numbers or days.
    Scale(Scale),
    /// Values of an enumeration, by number.
    Named(usize),
}

/// One step of a tree; it is short, for many are read at once.
#[derive(Debug, Clone, Copy)]
pub struct Knot {
    /// Its place among the spots.
    pub spot: u32,
    /// What it is for its measure, where it is outermost.
    pub role: Option<StepRole>,
    /// How those below make it what it is.
    pub form: StepForm,
    /// How many steps it is, with all that stand below it.
    pub size: u32,
    /// Its words, by label number.
    pub label: Option<u32>,
}

/// The conditions of one measure.
#[derive(Debug)]
pub struct Tree {
    /// Its place among all measures.
    pub measure: usize,
    /// The provenances that count.
    pub accepts: Accepts,
    /// Where the condition stands that says for which members it is.
    pub each: Option<u32>,
    /// Its steps, each before those below it.
    pub knots: Range<usize>,
    /// All spots that they read, in order.
    pub spots: Vec<u32>,
}

/// The conditions of all measures that are law.
#[derive(Debug, Default)]
pub struct Outline {
    /// The nodes that the steps read, each once.
    pub spots: Vec<Spot>,
    /// What they compare, and which of it each of them does.
    compares: Vec<Compares>,
    own_compares: Vec<Range<u32>>,
    /// What values are, each kind once.
    pub kinds: Vec<ValueKind>,
    /// The steps, measure by measure.
    pub knots: Vec<Knot>,
    /// The measures, in the order of the program.
    pub trees: Vec<Tree>,
}

impl Outline {
    /// The trees of a program.
    pub fn new(program: &Program, checked: &Checked) -> Self {
        let mut unfolding =
            Unfolding { program, checked, outline: Self::default(), known: BTreeMap::new(), unfolded: BTreeSet::new() };
        for measure in &program.measures {
            if let MeasureProgram::Active(active) = measure {
                unfolding.measure(active);
            }
        }
        unfolding.outline
    }

    /// The node at a place among the spots.
    #[inline]
    pub fn spot(&self, place: u32) -> Option<&Spot> {
        self.spots.get(usize::try_from(place).ok()?)
    }

    /// What a spot compares.
    #[inline]
    pub fn compares_of(&self, spot: u32) -> &[Compares] {
        let own = || {
            let Range { start, end } = self.own_compares.get(usize::try_from(spot).ok()?)?;
            self.compares.get(usize::try_from(*start).ok()?..usize::try_from(*end).ok()?)
        };
        own().unwrap_or_default()
    }

    /// What values are.
    #[inline]
    pub fn kind(&self, compares: Compares) -> Option<&ValueKind> {
        self.kinds.get(usize::try_from(compares.kind).ok()?)
    }
}

/// An outline on its way.
struct Unfolding<'a> {
    program: &'a Program,
    checked: &'a Checked,
    outline: Outline,
    /// The places of the spots.
    known: BTreeMap<Spot, u32>,
    /// What the measure has shown with all that stands below it.
    unfolded: BTreeSet<Spot>,
}

impl Unfolding<'_> {
    fn measure(&mut self, active: &Active) {
        self.unfolded.clear();
        let first = self.outline.knots.len();
        let roots = active.each.iter().map(|part| (part, StepRole::ForWhom));
        let roots = roots.chain([(&active.eligible, StepRole::EligibleWhen)]);
        let roots = roots.chain(active.grounds.iter().map(|ground| (ground, StepRole::RefusedWhen)));
        for (part, role) in roots {
            let place = self.outline.knots.len();
            let spot = read(Spot { node: part.node, first: Some(Whose::Own), second: None }, part);
            self.unfold(spot, None);
            if let Some(knot) = self.outline.knots.get_mut(place) {
                knot.role = Some(role);
            }
        }
        let knots = first..self.outline.knots.len();
        let own = self.outline.knots.get(first..).unwrap_or_default();
        let compared = |spot: u32| self.outline.compares_of(spot).iter().map(|compares| compares.spot);
        let spots: BTreeSet<u32> = own.iter().flat_map(|knot| compared(knot.spot).chain([knot.spot])).collect();
        let each = active.each.as_ref().and_then(|_| own.first()).map(|knot| knot.spot);
        let (measure, accepts) = (active.measure, active.accepts);
        self.outline.trees.push(Tree { measure, accepts, each, knots, spots: spots.into_iter().collect() });
    }

    /// Adds a condition and all below it; what the measure has shown before is not unfolded again.
    fn unfold(&mut self, spot: Spot, label: Option<usize>) {
        let Some(node) = self.program.nodes.get(spot.node.0) else { return };
        let mut parts: Vec<Spot> = Vec::new();
        let form = match &node.op {
            Op::Labelled(inner, part) => {
                let has_words = self.checked.labels.get(*inner).is_some_and(|label| label.because.is_some());
                match label {
                    None => return self.unfold(read(spot, part), has_words.then_some(*inner)),
                    Some(_) if !has_words => return self.unfold(read(spot, part), label),
                    // Words within words: both are told.
                    Some(_) => {
                        parts.push(spot);
                        StepForm::All
                    }
                }
            }
            Op::And(of) => {
                parts.extend(of.iter().map(|part| read(spot, part)));
                StepForm::All
            }
            Op::Or(of) => {
                parts.extend(of.iter().map(|part| read(spot, part)));
                StepForm::Any
            }
            Op::Not(part) => {
                parts.push(read(spot, part));
                StepForm::Not
            }
            Op::Choose(branches, otherwise) => {
                let operands = branches.iter().flat_map(|(when, is)| [when, is]).chain([otherwise]);
                parts.extend(operands.map(|part| read(spot, part)));
                StepForm::Choice
            }
            Op::ToldAs { value, told, .. } => {
                parts.extend([told, value].map(|part| read(spot, part)));
                StepForm::InPlace
            }
            _ => StepForm::Condition,
        };
        let place = self.outline.knots.len();
        let known = self.spot(spot);
        let label = label.and_then(|label| u32::try_from(label).ok());
        let is_new = self.unfolded.insert(spot);
        let form = if is_new || parts.is_empty() { form } else { StepForm::Above };
        self.outline.knots.push(Knot { spot: known, role: None, form, size: 1, label });
        if is_new {
            // The words within words are those of the same spot.
            for part in parts {
                self.unfold(part, None);
            }
        }
        let size = self.outline.knots.len().saturating_sub(place);
        if let Some(knot) = self.outline.knots.get_mut(place) {
            knot.size = u32::try_from(size).unwrap_or(u32::MAX);
        }
    }

    /// The place of a spot.
    fn spot(&mut self, spot: Spot) -> u32 {
        if let Some(place) = self.known.get(&spot) {
            return *place;
        }
        let place = self.outline.spots.len();
        // INVARIANT: a program has fewer nodes than a number of 32 bits can count, and each is read in few ways.
        let known = u32::try_from(place).unwrap_or(u32::MAX);
        self.known.insert(spot, known);
        self.outline.spots.push(spot);
        self.outline.own_compares.push(0..0);
        let compares = self.compares(spot);
        let first = self.outline.compares.len();
        self.outline.compares.extend(compares.into_iter().flatten());
        let ends = [first, self.outline.compares.len()].map(|end| u32::try_from(end).unwrap_or(u32::MAX));
        if let Some(own) = self.outline.own_compares.get_mut(place) {
            *own = ends[0]..ends[1];
        }
        known
    }

    /// The values that a condition compares.
    fn compares(&mut self, spot: Spot) -> [Option<Compares>; 2] {
        let program = self.program;
        let Some(node) = program.nodes.get(spot.node.0) else { return [None, None] };
        match &node.op {
            Op::Compare(_, one, two) => {
                let of = program.compared.get(&spot.node).map(|compared| ValueKind::Scale(compared.scale.clone()));
                [one, two].map(|part| self.compared(read(spot, part), of.clone()))
            }
            Op::CompareSets(_, one, two) => {
                let of = self.kind(one.node).or_else(|| self.kind(two.node));
                [one, two].map(|part| self.compared(read(spot, part), of.clone()))
            }
            Op::OneOf(part, _) | Op::IsNone(part) => {
                let of = self.kind(part.node);
                [self.compared(read(spot, part), of), None]
            }
            _ => [None, None],
        }
    }

    fn compared(&mut self, spot: Spot, of: Option<ValueKind>) -> Option<Compares> {
        let of = of?;
        let known = self.outline.kinds.iter().position(|kind| *kind == of);
        let kind = known.unwrap_or_else(|| {
            self.outline.kinds.push(of);
            self.outline.kinds.len().saturating_sub(1)
        });
        Some(Compares { spot: self.spot(spot), kind: u32::try_from(kind).ok()? })
    }

    /// What the values of a node are, where some fact behind it says so.
    fn kind(&self, id: NodeId) -> Option<ValueKind> {
        let node = self.program.nodes.get(id.0).filter(|node| node.kind != Kind::Truth)?;
        match &node.op {
            Op::Fact { fact, .. } => match &self.checked.facts.get(*fact)?.symbol.r#type {
                Type::Choice(enumeration) => Some(ValueKind::Named(*enumeration)),
                Type::Number(unit) => Some(ValueKind::Scale(Scale::Number(unit.clone()))),
                Type::Date => Some(ValueKind::Scale(Scale::Date)),
                _ => None,
            },
            Op::Labelled(_, part) | Op::ToldAs { value: part, .. } | Op::Choose(_, part) => self.kind(part.node),
            _ => None,
        }
    }
}

/// An operand of what stands at a spot.
fn read(from: Spot, part: &Operand) -> Spot {
    let whose = |place: Option<Place>| {
        place.map(|place| match place {
            Place::Item(0) | Place::Owner(0) => from.first.unwrap_or(Whose::Own),
            Place::Item(_) | Place::Owner(_) => from.second.unwrap_or(Whose::Own),
            Place::Applicant => Whose::Applicant,
        })
    };
    Spot { node: part.node, first: whose(part.first), second: whose(part.second) }
}
