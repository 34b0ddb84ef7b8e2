//! What an assessment answers for one measure.

use std::{fmt, sync::Arc};

use super::{margin::Margin, payee::Payees};
use crate::{
    check::Entity,
    document::{EstablishedBy, Per},
    eval::{Interval, Truth},
    family::ToldValue,
    program::NotInForce,
    value::{Date, Number, Provenance, Territory},
};

/// The verdict on a measure, in the order in which it is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Eligibility {
    /// Every condition is met and no ground of refusal applies, on what is shown.
    Eligible,
    /// The same on what was told, if what stands in `confirm` is confirmed and nothing in `unless` applies.
    EligibleIfConfirmed,
    /// All that still decides is established by a specialist.
    NeedsSpecialist,
    /// A fact is missing that could decide either way.
    Undetermined,
    /// A condition is surely not met, or a ground of refusal surely applies.
    NotEligible,
    /// The family could have it, and another measure that does not combine with it is surely better.
    Excluded,
    /// The family could have it, and it is for the family to choose: it does not combine with another, or uses up what the
    /// family has.
    Option,
    /// The measure is not law on the day, or not where the family lives.
    NotInForce,
}

impl Eligibility {
    /// The name in files and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Eligible => "eligible",
            Self::EligibleIfConfirmed => "eligible_if_confirmed",
            Self::NeedsSpecialist => "needs_specialist",
            Self::Undetermined => "undetermined",
            Self::NotEligible => "not_eligible",
            Self::Excluded => "excluded",
            Self::Option => "option",
            Self::NotInForce => "not_in_force",
        }
    }

    /// All verdicts.
    pub const ALL: [Self; 8] = [
        Self::Eligible,
        Self::EligibleIfConfirmed,
        Self::Option,
        Self::NeedsSpecialist,
        Self::Undetermined,
        Self::Excluded,
        Self::NotEligible,
        Self::NotInForce,
    ];
}

/// One measure's answer, for the family or for one member; what it rests on is found when it is asked for ([`Why`]).
#[derive(Debug, Clone)]
pub struct Verdict {
    /// Its own place among the verdicts of the assessment.
    pub place: usize,
    /// The place of the measure among all measures.
    pub measure: usize,
    /// The version that is told of.
    pub version: usize,
    /// The place of the member in the family.
    pub member: Option<usize>,
    /// The item of the member among those of the day; 0 for the family.
    pub item: usize,
    /// The verdict by itself, whatever else the family could have.
    pub eligibility: Eligibility,
    /// Where it stands among the measures that do not combine with it.
    pub choice: Choice,
    /// What decided.
    pub basis: Basis,
    /// The day until which the measure was attested, where that is over.
    pub stale: Option<Date>,
    /// Why it is not law.
    pub not_in_force: Option<Arc<NotInForce>>,
    /// What is due; apart, for of most measures nothing is.
    pub entitlement: Option<Box<Entitlement>>,
}

impl Verdict {
    /// The verdict as it is told, what does not combine with it taken into account.
    pub fn answered(&self) -> Eligibility {
        match self.choice {
            Choice::Alone => self.eligibility,
            Choice::Excluded { .. } => Eligibility::Excluded,
            Choice::Option => Eligibility::Option,
        }
    }

    /// Whether it could be had by itself, if only what was told is confirmed.
    pub fn is_granted(&self) -> bool {
        matches!(self.eligibility, Eligibility::Eligible | Eligibility::EligibleIfConfirmed)
    }
}

/// Where an outcome stands among those that do not combine with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Nothing surely stands in its way.
    Alone,
    /// Another one is surely better.
    Excluded {
        /// The place of the other verdict.
        by: usize,
        /// The group, by number.
        group: usize,
    },
    /// The family chooses.
    Option,
}

/// On what a verdict was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// It is not law.
    NotInForce,
    /// The measure is for members, and none of the family is meant.
    Nobody,
    /// The measure is not for this member; in another reading of the law it is.
    NotMeant,
    /// The conditions of the right surely fail, or a ground of refusal (by its place) surely applies.
    Refused {
        /// The ground.
        ground: Option<usize>,
    },
    /// Surely nobody of the family is whom it is paid to.
    NobodyPaid,
    /// The time to apply is over.
    Lapsed {
        /// Its last day.
        last: Date,
    },
    /// All is sure on what is accepted.
    Accepted,
    /// All is sure where claims and presumptions count.
    Presumed,
    /// The same comes out in every case of what is open.
    ByCases,
    /// Something is still open.
    Open,
}

/// What a verdict rests on.
#[derive(Debug, Clone, Default)]
pub struct Why {
    /// Whether "no" rests on what was told and not on what was shown.
    pub by_told: bool,
    /// What decided.
    pub reasons: Vec<Reason>,
    /// What is missing.
    pub missing: Vec<Missing>,
    /// Of what is missing, what is asked when other answers have shown that there is such a fact.
    pub later: Vec<Missing>,
    /// Of what is missing, what may turn out to change nothing.
    pub uncertain: Vec<Missing>,
    /// The same of what leaves open who is paid.
    pub payee_uncertain: Vec<Missing>,
    /// The same of what leaves the money open.
    pub money_uncertain: Vec<Missing>,
    /// How many evaluations it took to find that out.
    pub trials: usize,
    /// The claims that must be confirmed.
    pub confirm: Vec<Missing>,
    /// What must not be so.
    pub unless: Vec<Exception>,
    /// What leaves open who is paid.
    pub payee_missing: Vec<Missing>,
    /// What leaves the money open.
    pub money_missing: Vec<Missing>,
    /// The claims on which the money rests and the verdict does not.
    pub money_confirm: Vec<Missing>,
    /// The presumptions on which the money rests and the verdict does not.
    pub money_unless: Vec<Exception>,
    /// The values of parameters on which the money rests: parameter, territory, day.
    pub money_rests_on: Vec<(usize, Territory, Option<Date>)>,
    /// The other readings of the law that would change the verdict or the money.
    pub readings: Vec<OtherAnswer<(Eligibility, Option<Money>)>>,
}

impl Why {
    /// What is missing and asked first.
    pub fn first(&self) -> impl Iterator<Item = &Missing> {
        self.missing.iter().filter(|missing| !self.later.contains(missing))
    }
}

/// What another reading of the law would answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherAnswer<T> {
    /// What the reading is called.
    pub name: String,
    /// Its words, by label number.
    pub label: Option<usize>,
    /// What it would answer.
    pub answer: T,
}

/// What kind of reason it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReasonCode {
    /// A condition is met.
    Met,
    /// A condition is not met.
    NotMet,
    /// A condition is unclear.
    Unclear,
    /// A ground of refusal applies.
    Ground,
    /// The time to apply is over: its last day.
    Lapsed(Date),
    /// Nobody in the family is meant.
    Nobody,
    /// Nobody in the family is whom it is paid to.
    NobodyPaid,
}

/// One decisive reason.
#[derive(Debug, Clone)]
pub struct Reason {
    /// What kind.
    pub code: ReasonCode,
    /// Its words, by label number.
    pub label: Option<usize>,
    /// Of several alternatives, any of which would have done, the number they share; none for what stands alone.
    pub alternative: Option<usize>,
    /// Words inside it that were decisive too: label and whether it is met.
    pub details: Vec<(usize, Truth)>,
    /// The facts it rests on.
    pub facts: Vec<Seen>,
    /// The values of parameters it rests on: parameter, territory, day.
    pub parameters: Vec<(usize, Territory, Option<Date>)>,
    /// What leaves it open.
    pub missing: Vec<Missing>,
    /// By how much it failed, where one comparison alone decided it and both its sides are known.
    pub margins: Vec<Margin>,
}

/// Whose fact, by place in the family: a member and, for a record, its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Holder {
    /// To what the fact belongs.
    pub entity: Entity,
    /// The member.
    pub member: Option<usize>,
    /// The place of the record in its list.
    pub record: Option<usize>,
}

/// A fact as it was seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    /// Its number.
    pub fact: usize,
    /// Whose.
    pub holder: Holder,
    /// Its value, where it was told.
    pub value: Option<ToldValue>,
    /// Where the value comes from.
    pub provenance: Provenance,
}

/// Something whose absence blocks an answer, or a claim to be confirmed.
#[derive(Debug, Clone, PartialEq)]
pub enum Missing {
    /// A fact.
    Fact {
        /// Its number.
        fact: usize,
        /// Whose.
        holder: Holder,
        /// What was claimed.
        claimed: Option<ToldValue>,
        /// Who establishes it.
        established_by: EstablishedBy,
    },
    /// A record list.
    List {
        /// Its number.
        list: usize,
        /// The member whose list it is.
        member: Option<usize>,
    },
    /// A value of a parameter that nobody recorded.
    Parameter {
        /// Its number.
        parameter: usize,
        /// Where.
        territory: Territory,
        /// For which day.
        on: Option<Date>,
    },
    /// The municipality in which the family lives.
    Territory,
}

/// What must not be so, with the words for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Exception {
    /// The ground of refusal, by label number; none for a fact that was presumed. With neither a ground nor a fact it is
    /// that nobody of the family is whom it is paid to.
    pub ground: Option<usize>,
    /// The fact to be sure of.
    pub fact: Option<Missing>,
}

/// What is due.
#[derive(Debug, Clone, Default)]
pub struct Entitlement {
    /// Money for the family.
    pub amount: Option<(Money, Per)>,
    /// Who is paid and because of whom, where the rules say it; else the applicant is.
    pub payees: Option<Payees>,
    /// Money from the family.
    pub fee: Option<(Money, Per)>,
    /// What the family uses up: how much of how much it has.
    pub costs: Option<UsedUp>,
    /// The first day.
    pub from: Option<Days>,
    /// The day after the last day.
    pub until: Option<Days>,
    /// The first day on which one can apply, where it is not here yet.
    pub apply_from: Option<Date>,
    /// The last day on which one can apply.
    pub apply_by: Option<Date>,
    /// What a month of delay costs.
    pub delay: Option<Delay>,
    /// Points of priority with their places in the text.
    pub priority: Vec<usize>,
    /// The stages of its pathway, in the order of the text.
    pub stages: Vec<StageState>,
}

/// What it costs to apply late, where the months before are not paid then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delay {
    /// The money of one month, to all who are paid.
    pub month: Money,
    /// The last day on which nothing is lost yet; without it every month of delay from now on costs.
    pub after: Option<Date>,
}

/// What a family uses up when it takes a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsedUp {
    /// How much.
    pub amount: Money,
    /// How often.
    pub per: Per,
    /// How much there is of it, where that is known at all.
    pub left: Option<Money>,
}

impl Entitlement {
    /// Whether some money in it is not exact.
    pub(super) fn is_money_open(&self) -> bool {
        let receivers = self.payees.iter().flat_map(|payees| &payees.receivers);
        let whole = self.amount.iter().chain(&self.fee).map(|(money, _)| *money);
        whole.chain(receivers.filter_map(|receiver| receiver.amount)).any(|money| money.low != money.high)
    }
}

/// An amount of money: exact, or between two.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Money {
    /// The least.
    pub low: Number,
    /// The greatest.
    pub high: Number,
}

/// That there is some, not how much.
impl fmt::Debug for Money {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Money").finish_non_exhaustive()
    }
}

impl Money {
    pub(super) fn of(interval: &Interval) -> Option<Self> {
        interval.some.then_some(Self { low: interval.low, high: interval.high })
    }
}

/// A day: exact, or between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The earliest.
    pub low: Date,
    /// The latest.
    pub high: Date,
}

/// How a stage of a pathway stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StageState {
    /// Done.
    Done,
    /// Not needed for this family.
    NotNeeded,
    /// The next step.
    Next,
    /// Somebody must find out whether it is done: that is the next step.
    ToBeEstablished,
    /// The family has declined it; the path waits, the right stays.
    Declined,
    /// It runs beside the others.
    Running,
    /// Its turn comes later.
    Waiting,
}

impl StageState {
    /// The name in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::NotNeeded => "not_needed",
            Self::Next => "next",
            Self::ToBeEstablished => "to_be_established",
            Self::Declined => "declined",
            Self::Running => "running",
            Self::Waiting => "waiting",
        }
    }
}
