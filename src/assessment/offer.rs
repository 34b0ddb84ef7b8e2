//! What of an assessment may not combine: each outcome that stands in an exclusion group, with what it is worth and whom it
//! counts for.

use std::ops::BitOr;

use super::{
    decide::Deciding,
    desk::Views,
    outcome::{Basis, Eligibility, Entitlement, Money, Verdict},
    payee::{Receiver, interval},
    term::Term,
    worth::{Window, Worth},
};
use crate::{
    check::{CheckedGroup, CheckedVersion, MONTHS, Way},
    document::{GroupPer, Per},
    program::{Active, Operand, Residence},
    value::{Date, Number},
};

/// Members as bits, by place in the family.
pub(super) type Members = u64;

/// Everybody.
const ALL: Members = Members::MAX;

/// For whom an outcome counts in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Keys {
    /// Whatever is learned.
    pub sure: Members,
    /// As it is told.
    pub shown: Members,
    /// At the most, whatever is learned.
    pub possible: Members,
}

impl Keys {
    /// The same members in every case.
    fn fixed(members: Members) -> Self {
        Self { sure: members, shown: members, possible: members }
    }
}

/// An outcome that may not combine with others.
#[derive(Debug, Clone)]
pub(super) struct Offer {
    /// The place of its verdict; none for what a more exact place of residence may still bring.
    pub place: Option<usize>,
    /// The place of the measure among all.
    pub measure: usize,
    /// Whether it could be had by itself, if what was told is confirmed.
    pub is_granted: bool,
    /// Whether it could be had by itself whatever is learned.
    pub is_firm: bool,
    /// Whether it uses up what the family has.
    pub has_costs: bool,
    /// What it is worth whatever is learned.
    pub sure: Worth,
    /// What one payment is whatever is learned, and how often there is one.
    pub rate: (Worth, Option<Per>),
    /// What it is worth as it is told, without what it uses up.
    pub gain: Worth,
    /// What one payment is as it is told.
    pub shown_rate: Worth,
    /// From when until when it runs, whatever is learned and as it is told.
    pub terms: (Term, Term),
    /// For whom it counts in groups per child, per member and per family.
    keys: [Keys; 3],
}

impl Offer {
    /// For whom it counts in a group.
    pub fn keys(&self, per: GroupPer) -> Keys {
        let [child, member, family] = self.keys;
        match per {
            GroupPer::Child => child,
            GroupPer::Member => member,
            GroupPer::Family => family,
        }
    }
}

/// What stands in the groups, in the order of the verdicts.
pub(super) fn offers(views: &Views<'_>, verdicts: &[Verdict], groups: &[CheckedGroup], on: Date) -> Vec<Offer> {
    let mut found = Vec::new();
    for verdict in verdicts {
        let Some(active) = views.program().active(verdict.measure).filter(|active| active.is_weighed) else { continue };
        let is_first = found.last().is_none_or(|before: &Offer| before.measure != verdict.measure);
        if is_first && active.residence == Residence::Nested {
            found.push(elsewhere(verdict.measure));
        }
        if matches!(verdict.eligibility, Eligibility::NotEligible | Eligibility::NotInForce) {
            continue;
        }
        let version = views.reader().checked.measures.get(verdict.measure);
        let version = version.and_then(|measure| measure.versions.get(verdict.version));
        let months = groups.iter().find(|group| group.measures.contains(&verdict.measure)).map(|group| group.months);
        let months = months.unwrap_or(MONTHS);
        if let Some(version) = version {
            let reading = Reading { views, active, version, verdict, window: Window::new(on, months) };
            found.push(reading.offer(on));
        }
    }
    found
}

/// What the text of a part of the territory may bring, of which nothing is known.
fn elsewhere(measure: usize) -> Offer {
    let keys = Keys { sure: 0, shown: 0, possible: ALL };
    Offer {
        place: None,
        measure,
        is_granted: false,
        is_firm: false,
        has_costs: false,
        sure: Worth::UNKNOWN,
        rate: (Worth::UNKNOWN, None),
        gain: Worth::UNKNOWN,
        shown_rate: Worth::UNKNOWN,
        terms: (Term::UNKNOWN, Term::UNKNOWN),
        keys: [keys; 3],
    }
}

/// One outcome with what it was read from.
struct Reading<'a> {
    views: &'a Views<'a>,
    active: &'a Active,
    version: &'a CheckedVersion,
    verdict: &'a Verdict,
    window: Window,
}

impl Reading<'_> {
    fn offer(&self, on: Date) -> Offer {
        let due = self.verdict.entitlement.clone().unwrap_or_default();
        let (sure, rate) = self.sure(&due, on);
        let shown_rate = match (&due.amount, &self.verdict.entitlement, &self.active.amount) {
            // There is surely none of it.
            (None, Some(_), Some(_)) => Worth::NOTHING,
            _ => shown_rate(&due),
        };
        let per = self.active.amount.as_ref().map(|amount| amount.per);
        let shown = per.map_or(Worth::UNKNOWN, |per| times(shown_rate, self.window.payments(per, &due)));
        Offer {
            place: Some(self.verdict.place),
            measure: self.verdict.measure,
            is_granted: self.verdict.is_granted(),
            is_firm: self.verdict.eligibility == Eligibility::Eligible,
            has_costs: self.active.costs.is_some(),
            sure,
            rate: (rate, per),
            gain: self.without_costs(shown, &due),
            shown_rate,
            terms: (self.term(on), Term::of(&due, on)),
            keys: [self.children(&due), self.payees(&due), Keys::fixed(1)],
        }
    }

    /// Whether all is read on what is accepted, which nothing that is learned contradicts.
    fn is_accepted(&self) -> bool {
        self.verdict.basis == Basis::Accepted
    }

    /// What it is worth, and one payment of it, whatever is learned: the money on what was told alone, because what is
    /// presumed may turn out otherwise.
    fn sure(&self, due: &Entitlement, on: Date) -> (Worth, Worth) {
        let Some(amount) = self.active.amount.as_ref().filter(|_| self.active.residence == Residence::Inside) else {
            return (Worth::UNKNOWN, Worth::UNKNOWN);
        };
        let told = self.views.told();
        let each = self.version.paid_to.iter().flat_map(|paid_to| &paid_to.groups).any(|(_, way)| *way == Way::Each);
        let everybody = told.run.roster.members.len();
        let payees = self.possible_payees(on);
        let count = if self.is_accepted() {
            let receivers = due.payees.iter().flat_map(|payees| &payees.receivers);
            let sure = receivers.clone().filter(|one| one.is_certain).count().max(1);
            if each { (sure, receivers.count().max(sure)) } else { (1, 1) }
        } else if each {
            (0, everybody)
        } else {
            (1, 1)
        };
        let found = interval(&told, &amount.value, self.verdict.item, &payees);
        let Some(one) = Money::of(&found) else { return (Worth::NOTHING, Worth::NOTHING) };
        // An amount that may not be there at all may be nothing.
        let one = if found.none { Money { low: one.low.min(Number::ZERO), ..one } } else { one };
        let whole = |count: usize| Number::from(i64::try_from(count).unwrap_or(i64::MAX));
        let rate = Worth::times(one, (whole(count.0), Some(whole(count.1))));
        let payments = if self.is_accepted() || self.active.period.is_none() && self.active.apply.is_none() {
            self.window.payments(amount.per, due)
        } else {
            self.window.most(amount.per)
        };
        (times(rate, payments), rate)
    }

    /// From when until when it runs, whatever is learned: by the days on what was told alone.
    fn term(&self, on: Date) -> Term {
        // Without it the days are not read where nothing is presumed.
        if !self.active.is_timed || self.active.residence != Residence::Inside {
            return Term::UNKNOWN;
        }
        let (told, payees) = (self.views.told(), self.possible_payees(on));
        let days = |operand: &Operand| interval(&told, operand, self.verdict.item, &payees);
        let period = self.active.period.as_ref();
        let until = period.and_then(|(_, until)| until.as_ref()).map(days);
        Term::between(on, period.map(|(from, _)| days(from)), until)
    }

    /// Those who are paid, or may be, whatever is learned.
    fn possible_payees(&self, on: Date) -> Vec<usize> {
        if !self.is_accepted() {
            return (0..self.views.told().run.roster.members.len()).collect();
        }
        let deciding = Deciding { views: self.views, active: self.active, member: self.verdict.item, on };
        deciding.payees(&deciding.accepted()).items()
    }

    /// What is left of money when what it uses up is taken off.
    fn without_costs(&self, shown: Worth, due: &Entitlement) -> Worth {
        if self.active.costs.is_none() {
            return shown;
        }
        let Some(costs) = due.costs else { return Worth::UNKNOWN };
        let used = Worth::times(costs.amount, self.window.payments(costs.per, due));
        let left = shown.minus(used);
        left.low.map_or(Worth::UNKNOWN, |low| Worth { low, high: left.high })
    }

    /// Because of whom it is due.
    fn children(&self, due: &Entitlement) -> Keys {
        let Some(because_of) = self.active.payees.as_ref().and_then(|payees| payees.because_of.as_ref()) else {
            return self.own();
        };
        let shown = due.payees.as_ref().and_then(|payees| payees.because_of.as_ref());
        let shown = shown.map_or(ALL, |members| members.iter().copied().map(bit).fold(0, BitOr::bitor));
        if !self.is_accepted() {
            return Keys { sure: 0, shown, possible: ALL };
        }
        let accepted = self.views.accepted(self.active.accepts);
        let members = accepted.run.roster.members.iter().enumerate();
        let surely = members.filter(|(item, _)| {
            accepted.frame.truth(accepted.cell_of(because_of, (self.verdict.item, *item))).is_true()
        });
        let sure = surely.filter_map(|(_, member)| member.source).map(bit).fold(0, BitOr::bitor);
        Keys { sure, shown, possible: shown }
    }

    /// Who is paid.
    fn payees(&self, due: &Entitlement) -> Keys {
        if self.version.paid_to.is_none() {
            return self.own();
        }
        let Some(payees) = &due.payees else { return Keys { sure: 0, shown: ALL, possible: ALL } };
        let shown = payees.receivers.iter().map(|one| bit(one.member)).fold(0, BitOr::bitor);
        if !self.is_accepted() {
            return Keys { sure: 0, shown, possible: ALL };
        }
        let certain = payees.receivers.iter().filter(|one| one.is_certain && !payees.pick_one);
        let sure = certain.map(|one| bit(one.member)).fold(0, BitOr::bitor);
        Keys { sure, shown, possible: shown }
    }

    /// The member it is for.
    fn own(&self) -> Keys {
        self.verdict.member.map_or(Keys { sure: 0, shown: 0, possible: ALL }, |member| Keys::fixed(bit(member)))
    }
}

/// One payment to all who are paid, as it is told.
pub(super) fn shown_rate(due: &Entitlement) -> Worth {
    let Some((amount, _)) = due.amount else { return Worth::UNKNOWN };
    let Some(payees) = due.payees.as_ref().filter(|payees| !payees.pick_one && payees.receivers.len() > 1) else {
        return Worth::of(amount);
    };
    if payees.receivers.iter().any(Receiver::is_shared) {
        return Worth::of(amount);
    }
    let each = payees.receivers.iter().map(|one| match one.amount {
        Some(money) if one.is_certain => Worth::of(money),
        Some(money) => Worth { low: money.low.min(Number::ZERO), high: Some(money.high) },
        None => Worth::UNKNOWN,
    });
    each.fold(Worth::NOTHING, Worth::plus)
}

/// So many times one payment.
fn times(rate: Worth, payments: (Number, Option<Number>)) -> Worth {
    match rate.high {
        Some(high) => Worth::times(Money { low: rate.low, high }, payments),
        None => Worth { low: Worth::times(Money { low: rate.low, high: rate.low }, payments).low, high: None },
    }
}

fn bit(member: usize) -> Members {
    u32::try_from(member).ok().and_then(|place| Members::from(1_u8).checked_shl(place)).unwrap_or(0)
}
