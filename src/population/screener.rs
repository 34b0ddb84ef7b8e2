//! One family through a plan, and what of it stays open.

use std::sync::Arc;

use super::{
    columns::View,
    fold::{Besides, fold},
    plan::{AmountPlan, MeasurePlan, Plan, Reach, Scope},
    screen::{Answers, answer},
    single::{Slots, Source, Span, Tape},
    witness::{Asked, Index, Question, Views, Witnesses},
    word::each_bit,
};
use crate::{
    assessment::{Doubt, DoubtKind, Eligibility, Money, Verdict},
    check::Checked,
    document::Per,
    family::Family,
    program::Program,
    value::{Date, Parts},
    vocabulary::Vocabulary,
};

/// A program folded for blocks of families; it is made once and shared by threads.
#[derive(Debug)]
pub struct Folded {
    plan: Plan,
    pub(super) tape: Tape,
    index: Index,
    birth_slot: Option<usize>,
    on: Date,
}

impl Folded {
    /// Folds the program of a day and a territory, and some more of it.
    pub fn new(
        program: &Arc<Program>,
        (checked, vocabulary): (&Checked, &Vocabulary),
        on: Date,
        besides: Besides<'_>,
    ) -> Self {
        let mut plan = fold(program, (checked, vocabulary), besides);
        let (tape, index) = (Tape::new(&plan), Index::new(&plan));
        index.mark_plain(&mut plan);
        Self { plan, tape, index, birth_slot: vocabulary.birth_date_slot(), on }
    }

    pub(super) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The slot of the day of birth, by which it is known who is born.
    pub(super) fn birth_slot(&self) -> Option<usize> {
        self.birth_slot
    }

    /// The day.
    pub(super) fn on(&self) -> Date {
        self.on
    }
}

/// What a family can get of one measure, as far as it is not refused: for the family, or for one member.
#[derive(Clone, PartialEq, Eq)]
pub struct Screened {
    /// The place of the measure among all measures.
    pub measure: usize,
    /// The place of the member in the family.
    pub member: Option<usize>,
    /// The verdict as it is told.
    pub eligibility: Eligibility,
    /// The money and how often it is paid; only of what is granted, by itself.
    pub amount: Option<(Due, Per)>,
}

/// Money as it was worked out.
#[derive(Clone, PartialEq, Eq)]
pub enum Due {
    /// By a plan.
    Exactly(Parts),
    /// By an assessment, or between bounds: seldom, so it lies elsewhere.
    Between(Box<Money>),
}

impl Answers {
    /// With what was found out about a lane; nothing where that was not enough, as of money that was not looked at.
    fn with(self, measure: &MeasurePlan, asked: &Asked) -> Option<Self> {
        let lane = 1 << (asked.lane % 64);
        match asked.settled {
            Some(true) if measure.amount.is_some() => None,
            Some(true) => Some(Self { eligible: self.eligible | lane, open: self.open & !lane, ..self }),
            Some(false) => Some(Self { refused: self.refused | lane, open: self.open & !lane, ..self }),
            None => asked.is_shown().then_some(self),
        }
    }
}

impl Due {
    fn between(span: Span, amount: &AmountPlan) -> Self {
        let [low, high] = [span.low, span.high].map(|end| Parts::new(end, amount.parts).number());
        Self::Between(Box::new(Money { low, high }))
    }

    /// At least and at most so much.
    pub fn money(&self) -> Money {
        match self {
            Self::Exactly(parts) => Money { low: parts.number(), high: parts.number() },
            Self::Between(money) => **money,
        }
    }
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
            amount: verdict
                .entitlement
                .as_ref()
                .filter(|_| verdict.is_granted())
                .and_then(|due| due.amount)
                .map(|(money, per)| (Due::Between(Box::new(money)), per)),
        })
    }
}

/// So many open rights are worth making copies before they are searched.
const FEWEST: usize = 4;

/// The reused buffers of plans for one family after another.
#[derive(Default)]
pub struct Screener {
    pub(super) source: Source,
    told: Slots,
    pub(super) accepted: Slots,
    presumed: Slots,
    /// The measures that are not refused at once, a bit each by place in the plan.
    possible: Vec<u64>,
    /// Those that stay open, by place in the plan.
    rest: Vec<usize>,
    /// What is asked of copies.
    asked: Vec<Asked>,
    /// The steps that are needed for it.
    marks: Vec<bool>,
    /// The measures of which copies of the last family showed nothing, by place among all measures.
    in_vain: Vec<usize>,
    witnesses: Witnesses,
}

impl Screener {
    /// Adds what a family can get to `found`, and the measures that the plan leaves open to `open`.
    pub fn run(&mut self, folded: &Folded, family: &Family, found: &mut Vec<Screened>, open: &mut Vec<usize>) {
        let Folded { plan, tape, birth_slot, on, .. } = folded;
        self.forget();
        self.source.take(plan, family, (*birth_slot, *on));
        self.views((plan, tape), false);
        self.told.possible(tape, self.source.there(), &mut self.possible);
        let (possible, mut rest) = (std::mem::take(&mut self.possible), std::mem::take(&mut self.rest));
        rest.clear();
        for (places, word) in (0_usize..).step_by(64).zip(&possible) {
            each_bit(*word, |bit| {
                let place = places.saturating_add(bit);
                if !self.decide((plan, tape), place, found) {
                    rest.push(place);
                }
            });
        }
        self.possible = possible;
        if !rest.is_empty() {
            self.doubt(folded, &mut rest, found);
            found.sort_by_key(|screened| screened.measure);
        }
        open.extend(rest.iter().filter_map(|place| plan.measures.get(*place)).map(|measure| measure.measure));
        self.rest = rest;
    }

    /// Forgets of which measures copies showed nothing: another family comes.
    pub fn forget(&mut self) {
        self.in_vain.clear();
    }

    /// Whether copies are worth making for so many open answers.
    pub fn is_worth(doubts: &[Doubt]) -> bool {
        doubts.iter().filter(|doubt| doubt.kind == DoubtKind::Open).count() >= FEWEST
    }

    /// Marks what copies of a family show of its open answers, where they were not made in vain.
    pub fn show(&mut self, folded: &Folded, family: &Family, doubts: &mut [Doubt]) {
        let Folded { plan, index, birth_slot, on, .. } = folded;
        self.source.take(plan, family, (*birth_slot, *on));
        let mut asked = std::mem::take(&mut self.asked);
        asked.clear();
        asked.extend(doubts.iter().filter_map(|doubt| self.asked_of((plan, index), doubt)));
        let rights = asked.iter().filter(|asked| asked.question == Question::Right).count();
        if rights >= FEWEST {
            self.marked_views((plan, index), &asked);
            let mut witnesses = std::mem::take(&mut self.witnesses);
            // What comes out in every case is for the assessment to say.
            witnesses.look((plan, index), (&self.source, self.wide_views(plan)), (&mut asked, false));
            self.witnesses = witnesses;
            let mut found = asked.iter();
            for doubt in doubts {
                if self.asked_of((plan, index), doubt).is_some() {
                    doubt.is_shown = found.next().is_some_and(|asked| asked.is_shown());
                }
            }
        }
        self.asked = asked;
    }

    /// Runs what is needed for what is asked, in the views that it is asked in.
    fn marked_views(&mut self, (plan, index): (&Plan, &Index), asked: &[Asked]) {
        let is_asked = |question: Question| asked.iter().any(|asked| asked.question == question);
        let (is_right, is_firm) = (is_asked(Question::Right), is_asked(Question::Firm));
        let mut marks = std::mem::take(&mut self.marks);
        index.mark(asked, &mut marks);
        let (run, source) = ((plan, marks.as_slice()), &self.source);
        if is_right || !source.has_claims {
            self.told.run_marked(run, source, View::Told);
        }
        if is_firm && source.has_claims {
            self.accepted.run_marked(run, source, View::Accepted);
        }
        if is_right && plan.presumes {
            self.presumed.run_marked(run, source, View::Presumed);
        }
        self.marks = marks;
    }

    /// What is asked of copies about a doubt; nothing where they cannot say.
    fn asked_of(&self, (plan, index): (&Plan, &Index), doubt: &Doubt) -> Option<Asked> {
        let place = plan.measures.binary_search_by_key(&doubt.measure, |measure| measure.measure).ok()?;
        let measure = plan.measures.get(place)?;
        let lane = match doubt.member {
            Some(member) => self.source.members.iter().position(|place| *place == member)?,
            None => 0,
        };
        let (question, is_said) = match doubt.kind {
            DoubtKind::Open => (Question::Right, measure.reach == Reach::Grant && index.is_whole(place)),
            DoubtKind::Unsure => (Question::Firm, measure.reach != Reach::Nothing),
        };
        let is_new = !self.in_vain.contains(&doubt.measure);
        (is_said && measure.is_doubtful && is_new).then(|| Asked::new(place, lane, question))
    }

    /// The views of a family with spans.
    fn wide_views(&self, plan: &Plan) -> Views<'_> {
        Views {
            told: &self.told,
            accepted: if self.source.has_claims { &self.accepted } else { &self.told },
            presumed: if plan.presumes { &self.presumed } else { &self.told },
            is_one: !self.source.has_claims && !plan.presumes,
        }
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

    /// Adds what the family can get of a measure, where that is known exactly.
    fn decide(&mut self, (plan, tape): (&Plan, &Tape), place: usize, found: &mut Vec<Screened>) -> bool {
        let is_one_view = !self.source.has_claims && !plan.presumes;
        let (Some(measure), Some(door)) = (plan.measures.get(place), tape.doors.get(place)) else { return true };
        let answers = if is_one_view && door.is_all {
            let [_, sure] = self.told.truth(Scope::Family, measure.eligible);
            Answers { eligible: sure & 1, open: !sure & 1, ..Answers::default() }
        } else {
            self.answers(plan, measure).settled(measure)
        };
        answers.open == 0 && self.granted((plan, tape), place, answers, found)
    }

    /// Decides what is not known exactly but well enough: between bounds, and by copies that show how open it is. What is
    /// neither stays.
    fn doubt(&mut self, folded: &Folded, rest: &mut Vec<usize>, found: &mut Vec<Screened>) {
        let Folded { plan, tape, index, .. } = folded;
        self.views((plan, tape), true);
        let mut asked = std::mem::take(&mut self.asked);
        asked.clear();
        let answers: Vec<Option<Answers>> =
            rest.iter().map(|place| self.ask((plan, tape, index), *place, &mut asked)).collect();
        let mut witnesses = std::mem::take(&mut self.witnesses);
        witnesses.look((plan, index), (&self.source, self.wide_views(plan)), (&mut asked, true));
        self.witnesses = witnesses;
        let mut answers = answers.into_iter();
        rest.retain(|place| {
            let Some(measure) = plan.measures.get(*place) else { return false };
            let mut answers = answers.next().flatten();
            for asked in asked.iter().filter(|asked| asked.measure == *place) {
                answers = answers.and_then(|answers| answers.with(measure, asked));
            }
            let is_decided = answers.is_some_and(|answers| self.granted((plan, tape), *place, answers, found));
            if !is_decided && asked.iter().any(|asked| asked.measure == *place) {
                self.in_vain.push(measure.measure);
            }
            !is_decided
        });
        self.asked = asked;
    }

    /// What the bounds say of a measure, and what is asked of its copies; nothing where a plan cannot say.
    fn ask(
        &mut self,
        (plan, tape, index): (&Plan, &Tape, &Index),
        place: usize,
        asked: &mut Vec<Asked>,
    ) -> Option<Answers> {
        let measure = plan.measures.get(place)?;
        let answers = self.answers(plan, measure);
        let can_say = measure.reach == Reach::Grant && !measure.is_for_specialist && index.is_whole(place);
        // A grant to be confirmed is one only where the plan can say that nothing more is known.
        if answers.open != 0 && !can_say || answers.confirmed != 0 && !index.is_whole(place) {
            return None;
        }
        let doubted = if measure.is_doubtful { answers.confirmed } else { 0 };
        for (lanes, question) in [(answers.open, Question::Right), (doubted, Question::Firm)] {
            each_bit(lanes, |lane| asked.push(Asked::new(place, lane, question)));
        }
        self.weigh((plan, tape), place, answers);
        let paid = self.paid(plan);
        each_bit(answers.granted(), |lane| {
            let span = measure.amount.as_ref().and_then(|amount| paid.money_span(amount, lane));
            if let Some(span) = span.filter(|span| span.low != span.high) {
                asked.push(Asked::new(place, lane, Question::Money(span)));
            }
        });
        Some(answers)
    }

    /// Runs what the money of a measure needs, where it is granted.
    #[inline]
    fn weigh(&mut self, (plan, tape): (&Plan, &Tape), place: usize, answers: Answers) {
        let (view, paid) =
            if plan.presumes { (View::Presumed, &mut self.presumed) } else { (View::Told, &mut self.told) };
        if answers.granted() != 0 {
            paid.weigh((plan, tape), place, (&self.source, view));
        }
    }

    /// The view in which money is worked out.
    #[inline]
    fn paid(&self, plan: &Plan) -> &Slots {
        if plan.presumes { &self.presumed } else { &self.told }
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

    /// Adds the grants of a measure and what stays open of it; nothing is added where the money of a grant is not known.
    #[inline]
    fn granted(
        &mut self,
        (plan, tape): (&Plan, &Tape),
        place: usize,
        answers: Answers,
        found: &mut Vec<Screened>,
    ) -> bool {
        let Some(measure) = plan.measures.get(place) else { return true };
        let granted = answers.granted();
        self.weigh((plan, tape), place, answers);
        let paid = self.paid(plan);
        let first = found.len();
        let mut is_known = true;
        each_bit(granted | answers.open, |lane| {
            let is = |lanes: u64| lanes >> lane & 1 == 1;
            let amount = measure.amount.as_ref().filter(|_| is(granted));
            let span = amount.and_then(|amount| paid.money_span(amount, lane));
            is_known &= span.is_some() || amount.is_none_or(|amount| paid.knows_money(amount, lane));
            let due = amount.and_then(|amount| {
                let exact = paid.money(amount, lane).map(Due::Exactly);
                let spanned = span.filter(|span| span.low != span.high).map(|span| Due::between(span, amount));
                Some((spanned.or(exact)?, amount.per))
            });
            found.push(Screened {
                measure: measure.measure,
                member: measure.each.and_then(|_| self.source.members.get(lane).copied()),
                eligibility: match () {
                    () if is(answers.eligible) => Eligibility::Eligible,
                    () if is(answers.confirmed) => Eligibility::EligibleIfConfirmed,
                    () => Eligibility::Undetermined,
                },
                amount: due,
            });
        });
        if !is_known {
            found.truncate(first);
        }
        is_known
    }
}
