//! What an answer comes to in every case, and which of the facts that leave it open can turn it.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};

use super::{
    outcome::{Basis, Eligibility, Entitlement, Money, Verdict},
    part::{CORNERS, Corner, parted},
    trial::{Settled, Trial},
};
use crate::{
    document::Per,
    eval::{Assumption, Interval, Leaf, Part},
};

/// Whether a fact that leaves an answer open can turn it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Matter {
    /// Two families that differ in nothing else get different answers.
    Surely,
    /// No two do.
    Never,
    /// The search ended before it was found out.
    Perhaps,
}

/// How many evaluations the search for one fact takes at most, after which it is kept as one that may matter.
const MOST_FOR_ONE: usize = 64;

impl Trial<'_> {
    /// Goes through cases that together are all there are, in each of which the answer is settled; it breaks off where a
    /// case stays open, or where the visitor does. Far corners come first, and once more in their place: mostly they show
    /// at once that nothing comes out in every case.
    pub(super) fn cases(&mut self, visit: &mut dyn FnMut(&Self, Settled) -> ControlFlow<()>) -> ControlFlow<()> {
        if let Some(settled) = self.settled() {
            return visit(self, settled);
        }
        // Where nothing pulls both ways the answer is as open as it looks.
        let leaves = self.doubtful();
        if leaves.is_empty() {
            return self.end(visit);
        }
        for corner in CORNERS {
            self.case_at(corner, &leaves, visit)?;
        }
        self.every_case(&leaves, visit)
    }

    /// One case: what pulls both ways is assumed to be all at one end.
    fn case_at(
        &mut self,
        corner: Corner,
        doubtful: &[Leaf],
        visit: &mut dyn FnMut(&Self, Settled) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let assumed: Vec<Assumption> = doubtful.iter().filter_map(|leaf| self.at_end(leaf, corner)).collect();
        if assumed.is_empty() {
            return self.end(visit);
        }
        let found = self.with(&assumed, |trial| match trial.settled() {
            Some(settled) => visit(trial, settled),
            None => trial.case_at(corner, &trial.doubtful(), visit),
        });
        found.unwrap_or(ControlFlow::Break(()))
    }

    /// Each part of the first of what pulls both ways.
    fn every_case(
        &mut self,
        doubtful: &[Leaf],
        visit: &mut dyn FnMut(&Self, Settled) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let Some((leaf, parts)) = self.first_parted(doubtful) else { return self.end(visit) };
        for part in parts {
            let found = self.assuming(&leaf, part, |trial| match trial.settled() {
                Some(settled) => visit(trial, settled),
                None => trial.every_case(&trial.doubtful(), visit),
            });
            found.unwrap_or(ControlFlow::Break(()))?;
        }
        ControlFlow::Continue(())
    }

    /// The end of a case that stays open: money has its bounds there, anything else is open.
    fn end(&self, visit: &mut dyn FnMut(&Self, Settled) -> ControlFlow<()>) -> ControlFlow<()> {
        self.bounds().map_or(ControlFlow::Break(()), |bounds| visit(self, bounds))
    }

    /// Settled cases along a way down, on which one more fact at a time is assumed.
    fn cases_on_the_way(&mut self, from_the_end: bool, found: &mut Vec<(Vec<Assumption>, Settled)>) {
        let leaves = self.leaves();
        let Some((leaf, parts)) = self.first_parted(&leaves) else { return };
        let mut open = Vec::new();
        for part in parts.into_iter().flat_map(with_ends) {
            let settled = self.assuming(&leaf, part, |trial| (trial.settled(), trial.assumed.clone()));
            match settled {
                None => return,
                Some((None, _)) => open.push(part),
                Some((Some(settled), assumed)) if !found.iter().any(|(_, known)| *known == settled) => {
                    found.push((assumed, settled));
                }
                Some(_) => {}
            }
        }
        if let Some(part) = if from_the_end { open.last() } else { open.first() } {
            self.assuming(&leaf, *part, |trial| trial.cases_on_the_way(from_the_end, found));
        }
    }

    /// Facts that surely turn the answer: of a settled case the answer is another where one of its facts alone is.
    pub(super) fn turning(&mut self) -> BTreeSet<Leaf> {
        let mut cases = Vec::new();
        self.cases_on_the_way(false, &mut cases);
        self.cases_on_the_way(true, &mut cases);
        let mut found = BTreeSet::new();
        for leaf in self.leaves() {
            if self.is_spent() {
                break;
            }
            let Some((fact, item)) = parted(&leaf) else { continue };
            let parts: Vec<Part> = self.parts(&leaf).into_iter().flat_map(with_ends).collect();
            let is_own = |assumed: &Assumption| assumed.fact == fact && assumed.item == item;
            let turns = cases.iter().filter(|(assumed, _)| assumed.iter().any(is_own)).any(|(assumed, known)| {
                let mut other: Vec<Assumption> = assumed.iter().copied().filter(|assumed| !is_own(assumed)).collect();
                parts.iter().any(|part| {
                    other.push(Assumption { fact, item, part: *part });
                    let settled = self.with(&other, |trial| trial.settled()).flatten();
                    other.pop();
                    settled.is_some_and(|settled| settled != *known)
                })
            });
            if turns {
                found.insert(leaf);
            }
        }
        found
    }

    /// Whether a fact can turn the answer, searched for no longer than so many evaluations.
    pub(super) fn matters(&mut self, leaf: &Leaf) -> Matter {
        let most = self.most;
        self.most = most.min(self.spent.saturating_add(MOST_FOR_ONE));
        let found = if self.is_spent() { Matter::Perhaps } else { self.matters_here(leaf) };
        self.most = most;
        found
    }

    fn matters_here(&mut self, leaf: &Leaf) -> Matter {
        if self.settled().is_some() {
            return Matter::Never;
        }
        let mut others = self.leaves();
        if !others.contains(leaf) {
            return Matter::Never;
        }
        others.retain(|other| other != leaf);
        let Some((other, parts)) = self.first_parted(&others) else { return self.turns(leaf) };
        let mut found = Matter::Never;
        for part in parts {
            match self.assuming(&other, part, |trial| trial.matters_here(leaf)) {
                Some(Matter::Surely) => return Matter::Surely,
                Some(Matter::Never) => {}
                Some(Matter::Perhaps) | None => found = Matter::Perhaps,
            }
        }
        found
    }

    /// Whether the only fact that can be parted turns the answer.
    fn turns(&mut self, leaf: &Leaf) -> Matter {
        let parts = self.parts(leaf);
        let mut known: Option<Settled> = None;
        let mut is_open = parts.is_empty();
        for part in parts.into_iter().flat_map(with_ends) {
            let Some(found) = self.assuming(leaf, part, |trial| trial.settled()).flatten() else {
                is_open = true;
                continue;
            };
            if known.as_ref().is_some_and(|known| *known != found) {
                return Matter::Surely;
            }
            known = Some(found);
        }
        if is_open { Matter::Perhaps } else { Matter::Never }
    }

    fn first_parted(&mut self, leaves: &[Leaf]) -> Option<(Leaf, Vec<Part>)> {
        leaves.iter().find_map(|leaf| {
            let parts = self.parts(leaf);
            (!parts.is_empty()).then(|| (leaf.clone(), parts))
        })
    }

    fn assuming<T>(&mut self, leaf: &Leaf, part: Part, then: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let (fact, item) = parted(leaf)?;
        self.with(&[Assumption { fact, item, part }], then)
    }
}

/// The verdict that comes out in every case of what is open, where there is one.
pub(super) fn by_cases(trial: &mut Trial<'_>, open: &Verdict) -> Option<Verdict> {
    let eligibility = if settled_by_cases(trial)? { certainty_by_cases(trial) } else { Eligibility::NotEligible };
    Some(verdict_by_cases(open, eligibility))
}

/// An open verdict that comes out so in every case.
pub(super) fn verdict_by_cases(open: &Verdict, eligibility: Eligibility) -> Verdict {
    let entitlement = open.entitlement.clone().filter(|_| eligibility != Eligibility::NotEligible);
    Verdict { eligibility, entitlement, basis: Basis::ByCases, ..open.clone() }
}

/// How sure a "yes" is that comes out in every case: of "yes" and "yes, if confirmed" the second.
fn certainty_by_cases(trial: &mut Trial<'_>) -> Eligibility {
    let mut found = Eligibility::Eligible;
    let flow = trial.whole_cases(&mut |trial, _| {
        let here = trial.verdict().map(|verdict| verdict.eligibility);
        found = found.max(here.unwrap_or(Eligibility::EligibleIfConfirmed));
        ControlFlow::Continue(())
    });
    if flow.is_continue() { found } else { Eligibility::EligibleIfConfirmed }
}

/// The answer to a question of yes or no that comes out in every case of what is open, where there is one.
pub(super) fn settled_by_cases(trial: &mut Trial<'_>) -> Option<bool> {
    let mut found: Option<Settled> = None;
    let flow = trial.cases(&mut |_, settled| {
        let is_other = found.as_ref().is_some_and(|known| *known != settled);
        found = Some(settled);
        if is_other { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    found.filter(|_| flow.is_continue()).map(|settled| settled == Settled::Yes)
}

/// What is due over several cases.
#[derive(Debug, Default)]
struct Due {
    amount: Option<Money>,
    fee: Option<Money>,
    /// To each receiver.
    each: BTreeMap<usize, Money>,
}

impl Due {
    fn add(&mut self, entitlement: &Entitlement) {
        widen(&mut self.amount, entitlement.amount.map(|(money, _)| money));
        widen(&mut self.fee, entitlement.fee.map(|(money, _)| money));
        for receiver in entitlement.payees.iter().flat_map(|payees| &payees.receivers) {
            let mut known = self.each.get(&receiver.member).copied();
            widen(&mut known, receiver.amount);
            self.each.extend(known.map(|known| (receiver.member, known)));
        }
    }

    /// Whether the money of an entitlement goes no further than this.
    fn reaches(&self, entitlement: &Entitlement) -> bool {
        let receivers = entitlement.payees.iter().flat_map(|payees| &payees.receivers);
        let mut each = receivers.map(|receiver| self.each.get(&receiver.member).copied() == receiver.amount);
        self.amount == entitlement.amount.map(|(money, _)| money)
            && self.fee == entitlement.fee.map(|(money, _)| money)
            && each.all(|reaches| reaches)
    }
}

fn widen(known: &mut Option<Money>, other: Option<Money>) {
    *known = match (*known, other) {
        (Some(known), Some(other)) => Some(Money { low: known.low.min(other.low), high: known.high.max(other.high) }),
        (known, other) => known.or(other),
    };
}

/// The money of a verdict, no further than its cases go.
pub(super) fn money_by_cases(trial: &mut Trial<'_>, verdict: &Verdict) -> Option<Box<Entitlement>> {
    let mut open = verdict.entitlement.clone()?;
    let mut due = Due::default();
    let flow = trial.cases(&mut |trial, settled| {
        let here = trial.verdict().and_then(|verdict| verdict.entitlement);
        if let Some(here) = here.filter(|_| settled != Settled::No) {
            due.add(&here);
        }
        // Where every end is reached there is nothing to narrow.
        if due.reaches(&open) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    if flow.is_break() {
        return None;
    }
    let narrow = |known: &mut Option<(Money, Per)>, found: Option<Money>| {
        if let (Some((known, _)), Some(found)) = (known, found) {
            *known = found;
        }
    };
    narrow(&mut open.amount, due.amount);
    narrow(&mut open.fee, due.fee);
    for receiver in open.payees.iter_mut().flat_map(|payees| &mut payees.receivers) {
        receiver.amount = receiver.amount.map(|money| due.each.get(&receiver.member).copied().unwrap_or(money));
    }
    Some(open)
}

/// A part, and before it its ends, where it has any: what is open over the whole of it may be settled there.
fn with_ends(part: Part) -> Vec<Part> {
    match part {
        Part::Span(span) if span.some && span.low != span.high => {
            let ends = [span.low, span.high].map(|end| Part::Span(Interval::point(end)));
            ends.into_iter().chain([part]).collect()
        }
        part => vec![part],
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        assessment::{Eligibility, Money, outcome::Basis},
        ruleset::sample::{assess, load, measure, verdict},
        value::Number,
    };

    fn eligible_when(condition: &str) -> String {
        format!(r#""eligible_when": "{condition}""#)
    }

    fn money(low: i64, high: i64) -> Money {
        Money { low: Number::from(low), high: Number::from(high) }
    }

    #[test]
    fn a_right_that_comes_out_in_every_case_is_a_right() {
        let (always, why) = verdict(&eligible_when("poor or not(poor)"), "");
        assert_eq!((always.eligibility, always.basis), (Eligibility::Eligible, Basis::ByCases));
        assert!(why.missing.is_empty());
        let (never, why) = verdict(&eligible_when("rooms >= 2 and rooms < 2"), "");
        assert_eq!((never.eligibility, never.basis), (Eligibility::NotEligible, Basis::ByCases));
        assert!(why.missing.is_empty());
        let (open, why) = verdict(&eligible_when("rooms >= 2 and rooms < 3"), "");
        assert_eq!((open.eligibility, why.missing.len(), why.uncertain.len()), (Eligibility::Undetermined, 1, 0));
    }

    #[test]
    fn a_claim_that_does_not_count_takes_nothing_back() {
        for told in ["", r#""poor": true,"#, r#""poor": false,"#] {
            let (found, why) = verdict(&eligible_when("poor or not(poor)"), told);
            assert_eq!((found.eligibility, why.confirm.len()), (Eligibility::Eligible, 0), "{told}");
        }
    }

    #[test]
    fn each_case_may_rest_on_a_presumption() {
        let condition = "(poor and not(warned)) or (not(poor) and not(warned))";
        let (found, why) = verdict(&eligible_when(condition), "");
        assert_eq!(found.eligibility, Eligibility::EligibleIfConfirmed);
        assert_eq!(why.unless.len(), 1);
    }

    #[test]
    fn money_goes_no_further_than_its_cases() {
        let parts = r#""eligible_when": "rooms >= 1", "amount":
            { "value": "if poor then (if poor then rent else rent * 2) else rent", "unit": "RUB/month", "per": "month",
            "round": { "to": "0.01", "mode": "half_up" } }"#;
        let (open, why) = verdict(parts, r#""rooms": 1,"#);
        assert_eq!(open.entitlement.unwrap().amount.unwrap().0, money(0, 100_000));
        // That it is poor turns nothing, but the rent is not tried kopeck by kopeck.
        assert_eq!((why.money_missing.len(), why.money_uncertain.len()), (2, 1));
        let (told, _) = verdict(parts, r#""rooms": 1, "rent": "7","#);
        assert_eq!(told.entitlement.unwrap().amount.unwrap().0, money(7, 7));
    }

    #[test]
    fn what_leaves_an_answer_open_is_never_dropped_whole() {
        let (open, why) = verdict(&eligible_when("poor or not(poor) or count(notes[good]) >= 1"), "");
        assert!(open.eligibility == Eligibility::Eligible || !why.missing.is_empty(), "{open:?}");
    }

    #[test]
    fn a_family_of_thousands_of_open_records_is_answered() {
        let rules = load(&measure(&eligible_when("count(notes[good]) > count(notes[not(good)])"), "")).unwrap();
        let notes: Vec<&str> = std::iter::repeat_n("{}", 200).collect();
        let found = assess(&rules, &format!(r#""notes": [{}],"#, notes.join(", ")), "}");
        assert_eq!(found.verdicts[0].eligibility, Eligibility::Undetermined);
        assert!(found.most_trials() <= rules.limits().trials);
    }
}
