//! An answer tried under assumptions: what it would be if facts that nobody told were so or so.

use std::{collections::BTreeSet, ops::ControlFlow, sync::Arc};

use super::{
    asked::{Asked, Subject},
    assess::{Answer, holds},
    decide::Deciding,
    desk::{Frames, Seen, Views},
    entitlement::money_cells,
    outcome::{Eligibility, Entitlement, Money, Verdict, Why},
    why::open_condition,
};
use crate::{
    eval::{Assumption, Cell, Frame, Leaf, Part, Trail, View},
    program::{Active, NodeId, Operand},
    value::Date,
};

/// How many members and records one evaluation may have; of a larger family each counts for several.
const ITEMS_FOR_ONE: usize = 64;

/// How many questions are asked about one answer at most: whether it is so, whether it is firm, how much is due, and what
/// matters for each and for who is paid.
const QUESTIONS: usize = 6;

/// How many evaluations of a family with so many members and records are for one question about one of so many answers, of
/// all that one measure may take.
pub fn share(trials: usize, answers: usize, items: usize) -> usize {
    let share = trials.checked_div(answers.saturating_mul(QUESTIONS)).unwrap_or(trials);
    share.checked_div(price(items)).unwrap_or(share)
}

/// What an evaluation of a family with so many members and records counts for: the more items, the more.
fn price(items: usize) -> usize {
    items.div_ceil(ITEMS_FOR_ONE).max(1)
}

/// How deep one trial may stand inside another.
// INVARIANT: so many recursions fit any stack, and the sheet holds no more views at once than three times as many.
const DEEPEST: usize = 48;

/// What is asked of a family.
#[derive(Clone, Copy)]
pub(super) enum Question<'a> {
    /// Whether a member (or the family) has a right.
    Right(&'a Active, usize),
    /// Whether the right is sure on what is accepted.
    Firm(&'a Active, usize),
    /// What they are due.
    Money(&'a Active, usize),
    /// Who is paid.
    Payees(&'a Active, usize),
    /// Whether a circumstance holds.
    Circumstance(&'a Operand),
}

/// An answer that nothing leaves open.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Settled {
    /// No.
    No,
    /// Yes; on claims and presumptions perhaps.
    Yes,
    /// So much is due, or between so much: to the family, to each receiver, and from the family.
    Money(Option<Money>, Vec<Option<Money>>, Option<Money>),
    /// These are paid, each sure or not and between how many.
    Payees(Vec<(usize, bool, (usize, usize))>),
}

/// One question, tried under more and more assumptions.
pub(super) struct Trial<'a> {
    frames: &'a mut Frames,
    pub(super) subject: Subject<'a>,
    question: Question<'a>,
    on: Date,
    pub(super) assumed: Vec<Assumption>,
    /// How many evaluations were made, and how many may be.
    pub(super) spent: usize,
    pub(super) most: usize,
    /// How many are for each question.
    share: usize,
    /// What an evaluation of this family counts for: the more items, the more.
    price: usize,
    /// How many trials stand inside one another.
    depth: usize,
    /// Whether all that is due is worked out, whatever is asked.
    is_whole: bool,
    /// What the answer reads; found when it is first tried.
    nodes: Option<Arc<[NodeId]>>,
}

impl<'a> Trial<'a> {
    /// A question about a subject whose views were run.
    ///
    /// The evaluations that one measure may take are shared between so many answers.
    pub(super) fn new(
        frames: &'a mut Frames,
        subject: Subject<'a>,
        (question, answers): (Question<'a>, usize),
        on: Date,
    ) -> Self {
        let trials = subject.library.vocabulary.limits().trials;
        let share = share(trials, answers, 0);
        Self {
            frames,
            subject,
            question,
            on,
            assumed: Vec::new(),
            spent: 0,
            most: share,
            share,
            price: price(subject.roster.items()),
            depth: 0,
            is_whole: false,
            nodes: None,
        }
    }

    /// Asks another question about the same answer.
    pub(super) fn ask(&mut self, question: Question<'a>) {
        self.question = question;
        self.most = self.spent.saturating_add(self.share);
    }

    /// Whether no more evaluations may be made.
    pub(super) fn is_spent(&self) -> bool {
        self.spent >= self.most
    }

    /// The views under what is assumed.
    pub(super) fn views(&self) -> Views<'_> {
        self.frames.views(self.subject, &self.assumed)
    }

    /// Does something under more assumptions; nothing where no more evaluations may be made, or none so deep.
    pub(super) fn with<T>(&mut self, assumed: &[Assumption], then: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.is_spent() || self.depth >= DEEPEST {
            return None;
        }
        self.spent = self.spent.saturating_add(self.price);
        self.depth = self.depth.saturating_add(1);
        let mark = self.frames.mark();
        let before = self.assumed.len();
        self.assumed.extend_from_slice(assumed);
        let nodes = self.nodes();
        self.frames.rerun(self.subject, (&self.assumed, before), (self.asked(), &nodes));
        let found = then(self);
        self.depth = self.depth.saturating_sub(1);
        self.assumed.truncate(before);
        self.frames.reset(&mark);
        Some(found)
    }

    /// What is run again for the question.
    fn asked(&self) -> Asked<'a> {
        match self.question {
            Question::Circumstance(condition) => Asked::Circumstance(condition),
            Question::Right(active, _) if !self.is_whole => Asked::Right(active),
            Question::Firm(active, _) if !self.is_whole => Asked::Firm(active),
            Question::Right(active, _)
            | Question::Firm(active, _)
            | Question::Money(active, _)
            | Question::Payees(active, _) => Asked::Whole(active),
        }
    }

    /// Goes through the cases once more with all that is due in each.
    pub(super) fn whole_cases(&mut self, visit: &mut dyn FnMut(&Self, Settled) -> ControlFlow<()>) -> ControlFlow<()> {
        self.is_whole = true;
        self.most = self.spent.saturating_add(self.share);
        let flow = self.cases(visit);
        self.is_whole = false;
        flow
    }

    /// What is read of one node in one view under one more assumption.
    pub(super) fn probe<T>(
        &mut self,
        assumption: Assumption,
        (view, node): (View, NodeId),
        read: impl FnOnce(Frame<'_>) -> T,
    ) -> Option<T> {
        if self.is_spent() {
            return None;
        }
        self.spent = self.spent.saturating_add(self.price);
        let mark = self.frames.mark();
        self.assumed.push(assumption);
        let nodes = self.nodes();
        self.frames.probe(self.subject, (&self.assumed, &nodes), (view, node));
        let found = read(self.views().seen(view).frame);
        self.assumed.pop();
        self.frames.reset(&mark);
        Some(found)
    }

    /// The measure that is asked about, for a member, where one is.
    pub(super) fn deciding<'v>(&self, views: &'v Views<'v>) -> Option<Deciding<'v>>
    where
        'a: 'v,
    {
        match self.question {
            Question::Circumstance(_) => None,
            Question::Right(active, member)
            | Question::Firm(active, member)
            | Question::Money(active, member)
            | Question::Payees(active, member) => Some(Deciding { views, active, member, on: self.on }),
        }
    }

    /// The item of the member who is asked about, where it is a measure for members.
    pub(super) fn asked_item(&self) -> Option<usize> {
        match self.question {
            Question::Circumstance(_) => None,
            Question::Right(active, member)
            | Question::Firm(active, member)
            | Question::Money(active, member)
            | Question::Payees(active, member) => active.each.is_some().then_some(member),
        }
    }

    /// The verdict under what is assumed.
    pub(super) fn verdict(&self) -> Option<Verdict> {
        let views = self.views();
        self.deciding(&views).map(|deciding| deciding.tried())
    }

    /// What the verdict under what is assumed rests on.
    pub(super) fn why(&self) -> Option<Why> {
        let views = self.views();
        self.deciding(&views).map(|deciding| deciding.why(&deciding.tried()))
    }

    /// The answer, where nothing that matters is open.
    pub(super) fn settled(&self) -> Option<Settled> {
        if let Question::Circumstance(condition) = self.question {
            return match holds(&self.views(), condition) {
                Answer::True => Some(Settled::Yes),
                Answer::False => Some(Settled::No),
                Answer::Unknown => None,
            };
        }
        if let Question::Right(..) | Question::Firm(..) = self.question {
            let views = self.views();
            let found = self.deciding(&views)?.settles(matches!(self.question, Question::Firm(..)));
            return found.map(|is_due| if is_due { Settled::Yes } else { Settled::No });
        }
        let verdict = self.verdict()?;
        match self.question {
            _ if verdict.eligibility == Eligibility::NotEligible => Some(Settled::No),
            Question::Money(..) => settled_money(&verdict),
            _ => self.settled_payees(&verdict),
        }
    }

    /// Whether every case of the conditions refuses on what was told, but not on what is accepted.
    pub(super) fn is_refused_by_told(&self) -> bool {
        let views = self.views();
        let Some(deciding) = self.deciding(&views) else { return false };
        let refuses = |seen: &Seen<'_>| deciding.always(seen) == Some(false);
        refuses(&views.told()) && !refuses(&deciding.accepted())
    }

    /// Between what the money lies, where that is asked and the right is sure.
    pub(super) fn bounds(&self) -> Option<Settled> {
        let Question::Money(..) = self.question else { return None };
        self.verdict()?.entitlement.as_deref().map(money_due)
    }

    fn settled_payees(&self, verdict: &Verdict) -> Option<Settled> {
        if !self.leaves().is_empty() {
            return None;
        }
        let payees = verdict.entitlement.as_ref().and_then(|due| due.payees.as_ref());
        let receivers = payees.iter().flat_map(|payees| &payees.receivers);
        Some(Settled::Payees(receivers.map(|one| (one.member, one.is_certain, one.parts)).collect()))
    }

    /// Where the answer is open: in which view, which cells, and against which other view.
    fn roots<'v>(&self, views: &'v Views<'v>) -> Vec<(Seen<'v>, Vec<Cell>)>
    where
        'a: 'v,
    {
        let (told, presumed) = (views.told(), views.presumed());
        if let Question::Circumstance(condition) = self.question {
            let (view, cell) = open_condition(views, condition);
            return vec![(view, vec![cell])];
        }
        let Some(deciding) = self.deciding(views) else { return Vec::new() };
        match self.question {
            Question::Right(..) => {
                let view = deciding.asking(&told, &presumed);
                let mut roots = vec![(view, view.doubted(&deciding.right_cells(&view, &view)))];
                if deciding.somebody(&presumed).is_false() {
                    let (found, view) = deciding.payees_in(&presumed);
                    roots.push((view, view.doubted(&found.open)));
                }
                roots
            }
            Question::Firm(active, member) => {
                let accepted = deciding.accepted();
                let grounds = active.grounds.iter().map(|ground| accepted.cell(ground, member));
                let cells = deciding.right_cells(&accepted, &accepted).into_iter().chain(grounds).collect();
                vec![(accepted, cells)]
            }
            Question::Money(active, member) => {
                let payees = deciding.payees(&presumed);
                vec![(presumed, money_cells(active, &presumed, member, &payees.items()))]
            }
            _ => {
                let (found, view) = deciding.payees_in(&presumed);
                vec![(view, view.doubted(&found.open))]
            }
        }
    }

    /// The ways to what is open, each in its view.
    pub(super) fn walks(&self) -> Vec<(View, Trail)> {
        let views = self.views();
        let walk = |(view, cells): (Seen<'_>, Vec<Cell>)| {
            let mut trail = Trail::default();
            for cell in cells {
                view.run.missing(view.frame, view.against, cell, &mut trail);
            }
            (view.run.view, trail)
        };
        self.roots(&views).into_iter().map(walk).collect()
    }

    /// What leaves the answer open and pulls it both ways, so that it may be less open than it looks.
    pub(super) fn doubtful(&self) -> Vec<Leaf> {
        let views = self.views();
        let roots = self.roots(&views).into_iter();
        roots.flat_map(|(view, cells)| view.run.pulling_both_ways(view.frame, &cells)).collect()
    }

    /// What leaves the answer open.
    pub(super) fn leaves(&self) -> Vec<Leaf> {
        let walks = self.walks().into_iter();
        walks.flat_map(|(_, trail)| trail.leaves).collect::<BTreeSet<Leaf>>().into_iter().collect()
    }

    /// The last part of a fact that is assumed.
    pub(super) fn part_of(&self, fact: usize, item: usize) -> Option<Part> {
        let mut own = self.assumed.iter().filter(|assumed| assumed.fact == fact && assumed.item == item);
        own.next_back().map(|assumed| assumed.part)
    }

    /// Whether a node reads a fact, itself or through others.
    pub(super) fn reads(&self, fact: usize, node: NodeId) -> bool {
        self.subject.program.flow.hangs_on(node, fact)
    }

    /// All that the answer reads.
    fn nodes(&mut self) -> Arc<[NodeId]> {
        let (flow, question) = (&self.subject.program.flow, self.question);
        let nodes = self.nodes.get_or_insert_with(|| match question {
            Question::Circumstance(condition) => flow.upstream(std::iter::once(condition.node)).into(),
            Question::Right(active, _)
            | Question::Firm(active, _)
            | Question::Money(active, _)
            | Question::Payees(active, _) => active.upstream(flow),
        });
        Arc::clone(nodes)
    }
}

fn settled_money(verdict: &Verdict) -> Option<Settled> {
    let found = money_due(verdict.entitlement.as_ref()?);
    let Settled::Money(amount, each, fee) = &found else { return None };
    let is_exact = |found: &Option<Money>| found.is_none_or(|money| money.low == money.high);
    let whole = if each.is_empty() { is_exact(amount) } else { each.iter().all(is_exact) };
    (whole && is_exact(fee)).then_some(found)
}

fn money_due(due: &Entitlement) -> Settled {
    let money = |found: &Option<(Money, _)>| found.as_ref().map(|(money, _)| *money);
    let receivers = due.payees.iter().flat_map(|payees| &payees.receivers);
    Settled::Money(money(&due.amount), receivers.map(|receiver| receiver.amount).collect(), money(&due.fee))
}
