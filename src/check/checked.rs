//! What the checker hands on: every declaration with its names resolved.

use std::sync::Arc;

use super::{
    kind::Type,
    symbol::{Entity, FactSymbol, NumberRange, Symbols},
    term::{Binding, List, Typed},
};
use crate::{
    document::{GroupPer, Late, LegalBasis, Measure, Per, Pick, Priority},
    source::Span,
    value::{Accepts, Number, Period, Territory, Text},
};

/// Checked rule files.
#[derive(Debug)]
pub struct Checked {
    /// The names.
    pub symbols: Symbols,
    /// The facts, by number.
    pub facts: Vec<CheckedFact>,
    /// The definitions, by number; each stands after all that it cites.
    pub definitions: Vec<CheckedDefinition>,
    /// The measures in the order of their names.
    pub measures: Vec<CheckedMeasure>,
    /// The exclusion groups in the order of their names.
    pub groups: Vec<CheckedGroup>,
    /// Words of conditions and values, by number.
    pub labels: Vec<Label>,
}

impl Checked {
    /// The fact with this number, with its clauses.
    pub fn fact(&self, id: usize) -> Option<&CheckedFact> {
        // Facts stand by their numbers, unless some of them have mistakes.
        let numbered = self.facts.get(id).filter(|fact| fact.symbol.id == id);
        numbered.or_else(|| self.facts.iter().find(|fact| fact.symbol.id == id))
    }
}

/// The words of a condition or value, and where the law says it.
#[derive(Debug, Clone, Default)]
pub struct Label {
    /// What is required, or the ground.
    pub because: Option<Text>,
    /// The articles.
    pub legal_basis: Vec<LegalBasis>,
}

/// A fact with what its silence means.
#[derive(Debug)]
pub struct CheckedFact {
    /// Its name and type.
    pub symbol: Arc<FactSymbol>,
    /// The item that `applies_when` and `derive` are about.
    pub binding: Binding,
    /// The condition under which the fact exists at all.
    pub applies_when: Option<Typed>,
    /// The value where it surely does not.
    pub otherwise: Option<Standing>,
    /// The value that ordinary people never mention.
    pub presumed: Option<Standing>,
    /// What gives the value where it is not told.
    pub derive: Option<Typed>,
}

/// A value that stands for silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// There is no such thing.
    None,
    /// Nobody: a fact that points has no member.
    Nobody,
    /// Yes or no.
    Truth(bool),
    /// A number.
    Number(Number),
    /// A day.
    Date(crate::value::Date),
    /// A named value, by its place.
    Choice(u8),
}

/// A definition.
#[derive(Debug)]
pub struct CheckedDefinition {
    /// Its name.
    pub name: String,
    /// To what it belongs.
    pub entity: Entity,
    /// The item it is about.
    pub binding: Binding,
    /// Its title.
    pub title: Option<Text>,
    /// Whether every assessment reports it.
    pub circumstance: bool,
    /// The need of which it is the condition; nothing cites it.
    pub need: Option<String>,
    /// Whether it is read in the family's territory wherever it is cited.
    pub territorial: bool,
    /// The type of its value.
    pub r#type: Type,
    /// The range that must follow from its parts.
    pub range: Option<(NumberRange, Span)>,
    /// Its body, with the rounding in it.
    pub body: Typed,
    /// Where it is declared.
    pub span: Span,
}

/// A measure with all its versions.
#[derive(Debug)]
pub struct CheckedMeasure {
    /// Its name.
    pub name: String,
    /// Its versions in the order of the file.
    pub versions: Vec<CheckedVersion>,
}

/// When a measure is law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Force {
    /// In this period.
    Period(Period),
    /// Attested in this period; the true edges are unknown.
    Attested(Period),
    /// Announced, perhaps with a beginning.
    Planned(Period),
}

impl Force {
    /// The period written in it.
    pub fn period(self) -> Period {
        match self {
            Self::Period(period) | Self::Attested(period) | Self::Planned(period) => period,
        }
    }
}

/// One version of a measure.
#[derive(Debug)]
pub struct CheckedVersion {
    /// The version as written: texts and annotations.
    pub text: Arc<Measure>,
    /// Where it is law.
    pub territories: Vec<Territory>,
    /// When it is law.
    pub force: Force,
    /// The provenances that count for it.
    pub accepts: Accepts,
    /// The members for whom there is an outcome each.
    pub each: Option<(Binding, List)>,
    /// The conditions of the right.
    pub eligible_when: Typed,
    /// The grounds of refusal.
    pub refused_when: Vec<CheckedRefusal>,
    /// Who is paid; the applicant where there is nothing.
    pub paid_to: Option<CheckedPayees>,
    /// Because of whom it is due: a condition on the bound member.
    pub because_of: Option<(Binding, Typed)>,
    /// The money due.
    pub amount: Option<CheckedAmount>,
    /// The money that the family pays.
    pub fee: Option<CheckedAmount>,
    /// What the family uses up.
    pub costs: Option<CheckedCosts>,
    /// From when until when.
    pub period: Option<CheckedPeriod>,
    /// When to apply.
    pub apply: Option<CheckedApply>,
    /// The stages of its pathway.
    pub stages: Vec<CheckedStage>,
    /// Who goes first.
    pub priority: Vec<(Typed, Priority)>,
    /// Where it is written.
    pub span: Span,
}

/// A ground of refusal.
#[derive(Debug)]
pub struct CheckedRefusal {
    /// The ground, labelled with its words.
    pub when: Typed,
}

/// Who is paid: the first group in which there is somebody.
#[derive(Debug)]
pub struct CheckedPayees {
    /// The payee, in every group.
    pub binding: Binding,
    /// The groups: the condition on the payee, and how those of the group are paid.
    pub groups: Vec<(Typed, Way)>,
}

/// How the members of a group of payees are paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// One of them, as the family chooses.
    One,
    /// Each of them the whole amount.
    Each,
    /// Together one amount, in equal parts.
    Share,
}

/// Money.
#[derive(Debug)]
pub struct CheckedAmount {
    /// The number, rounded.
    pub value: Typed,
    /// How often.
    pub per: Per,
}

/// What a family uses up when it takes a measure.
#[derive(Debug)]
pub struct CheckedCosts {
    /// What is used up.
    pub of: Typed,
    /// How much of it.
    pub amount: CheckedAmount,
}

/// Measures that do not combine.
#[derive(Debug)]
pub struct CheckedGroup {
    /// Its name.
    pub name: String,
    /// What it is called.
    pub title: Text,
    /// Within what they do not combine.
    pub per: GroupPer,
    /// Who picks.
    pub pick: Pick,
    /// The places of the measures among all, in order.
    pub measures: Vec<usize>,
    /// Over how many months their money is compared.
    pub months: u32,
    /// How much goes together.
    pub at_most: Bound,
    /// Whether two of them stand in each other's way only where their periods have a day in common.
    pub is_while_overlapping: bool,
    /// Where they do not combine.
    pub territories: Vec<Territory>,
    /// When they do not combine.
    pub force: Force,
    /// The articles that say so.
    pub legal_basis: Vec<LegalBasis>,
}

/// How much of the measures of a group goes together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// So many measures.
    Count(usize),
    /// So much money.
    Sum(Number, Counted),
}

/// What counts towards a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// The money over the time of the group.
    Worth,
    /// Each amount, due at this rate.
    Rate(Per),
}

/// A half-open stretch of days.
#[derive(Debug)]
pub struct CheckedPeriod {
    /// The first day.
    pub from: Typed,
    /// The day after the last, the bound already in it.
    pub until: Option<Typed>,
}

/// When to apply.
#[derive(Debug)]
pub struct CheckedApply {
    /// The first day.
    pub opens: Option<Typed>,
    /// The day after the last day.
    pub closes: Option<Typed>,
    /// The term after an event.
    pub within: Option<CheckedWithin>,
    /// What a late application means.
    pub late: Late,
    /// Whether money is paid by the month and each month of delay after the last day loses that of one.
    pub loses_months: bool,
}

/// A term counted from an event; its last day is in time.
#[derive(Debug)]
pub struct CheckedWithin {
    /// The last day that is in time.
    pub last: Typed,
}

/// A stage of a pathway.
#[derive(Debug)]
pub struct CheckedStage {
    /// The places of the stages before it.
    pub after: Vec<usize>,
    /// The condition under which it is done.
    pub done_when: Option<Typed>,
    /// The condition under which it is needed.
    pub needed_when: Option<Typed>,
    /// The condition under which the family has declined it.
    pub declined_when: Option<Typed>,
    /// The places of the stages with which a parallel stage begins and ends.
    pub runs: Option<(usize, Option<usize>)>,
}
