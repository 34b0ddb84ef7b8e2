//! Who is paid: those of the first group in which there is somebody.

use super::{
    decide::Deciding,
    desk::{Seen, Views},
    outcome::{Exception, Missing, Money, Reason, ReasonCode},
    trace::add,
};
use crate::{
    check::Way,
    eval::{Cell, Interval, Trail, Truth, View},
    program::{Active, Operand, Place},
};

/// Who is paid, and because of whom.
#[derive(Debug, Clone, Default)]
pub struct Payees {
    /// Who is paid, or may be; empty where the rules do not say, and then it is the applicant.
    pub receivers: Vec<Receiver>,
    /// Whether only one of them is paid, as the family chooses.
    pub pick_one: bool,
    /// Because of whom it is due, by place in the family, where the rules say it: everybody who may be meant.
    pub because_of: Option<Vec<usize>>,
}

/// Somebody who is paid, or may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receiver {
    /// The place of the member in the family.
    pub member: usize,
    /// Whether it is sure that they are among the payees.
    pub is_certain: bool,
    /// What they are paid where they are; of what is shared, the whole.
    pub amount: Option<Money>,
    /// Of how many equal parts they have one, at the fewest and at the most; 1 where nothing is shared.
    pub parts: (usize, usize),
}

impl Receiver {
    /// Whether it is, or may be, a part of the amount only.
    pub fn is_shared(&self) -> bool {
        self.parts.1 > 1
    }
}

/// A payee by item, before the amounts are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    item: usize,
    is_certain: bool,
    parts: (usize, usize),
}

/// The payees in one view.
#[derive(Debug, Default)]
pub(super) struct Found {
    candidates: Vec<Candidate>,
    pick_one: bool,
    /// What leaves open who they are.
    pub(super) open: Vec<Cell>,
}

fn groups(active: &Active) -> &[(Operand, Way)] {
    active.payees.as_ref().map_or(&[], |payees| &payees.groups)
}

/// Whether anybody is paid; the applicant always is where the rules name nobody.
fn somebody(active: &Active, view: &Seen<'_>, member: usize) -> Truth {
    let groups = groups(active);
    if groups.is_empty() {
        return Truth::TRUE;
    }
    let mut found = Truth::FALSE;
    for (is, _) in groups {
        for payee in 0..view.run.roster.members.len() {
            found = found.or(view.frame.truth(view.cell_of(is, (member, payee))));
            if found.is_true() {
                return found;
            }
        }
    }
    found
}

/// The payees of a measure. Without `paid_to` nobody is named, and the applicant is paid.
pub(super) fn find(active: &Active, view: &Seen<'_>, member: usize) -> Found {
    let mut found = Found::default();
    let mut is_reached = true;
    // The groups in which there can be somebody.
    let mut groups_before = 0_usize;
    for (is, way) in groups(active) {
        let cells = (0..view.run.roster.members.len()).map(|payee| {
            let cell = view.cell_of(is, (member, payee));
            (payee, cell, view.frame.truth(cell))
        });
        let possible = cells.filter(|(_, _, truth)| truth.yes);
        let (mut sure, mut all) = (0_usize, 0_usize);
        for (.., truth) in possible.clone() {
            sure = sure.saturating_add(usize::from(truth.is_true()));
            all = all.saturating_add(1);
        }
        for (payee, cell, truth) in possible {
            let fewest = sure.saturating_add(usize::from(!truth.is_true()));
            let parts = if *way == Way::Share { (fewest, all) } else { (1, 1) };
            found.add(Candidate { item: payee, is_certain: is_reached && truth.is_true(), parts });
            if truth.is_undecided() {
                found.open.push(cell);
            }
        }
        is_reached &= all == 0;
        if all > 0 {
            found.pick_one = groups_before == 0 && *way == Way::One && all > 1;
            groups_before = groups_before.saturating_add(1);
        }
        // The search ends where there surely is somebody.
        if sure > 0 {
            break;
        }
    }
    found
}

impl Found {
    /// A member of two groups is named once.
    fn add(&mut self, found: Candidate) {
        match self.candidates.iter_mut().find(|known| known.item == found.item) {
            Some(known) => {
                known.is_certain |= found.is_certain;
                known.parts = (known.parts.0.min(found.parts.0), known.parts.1.max(found.parts.1));
            }
            None => self.candidates.push(found),
        }
    }

    /// The items of the payees.
    pub(super) fn items(&self) -> Vec<usize> {
        self.candidates.iter().map(|found| found.item).collect()
    }
}

/// The cells of a part of a measure: one, or one for each payee where it names the payee.
pub(super) fn cells(view: &Seen<'_>, operand: &Operand, member: usize, payees: &[usize]) -> impl Iterator<Item = Cell> {
    let names_payee = [operand.first, operand.second].contains(&Some(Place::Item(1)));
    let one = (!names_payee).then(|| view.cell(operand, member));
    let each = if names_payee { payees } else { &[] };
    one.into_iter().chain(each.iter().map(move |payee| view.cell_of(operand, (member, *payee))))
}

/// The values of a part of a measure, whoever of the payees is paid.
pub(super) fn interval(view: &Seen<'_>, operand: &Operand, member: usize, payees: &[usize]) -> Interval {
    let found = cells(view, operand, member, payees).map(|cell| view.frame.interval(cell));
    found.reduce(|one, other| one.hull(&other)).unwrap_or(Interval::NONE)
}

impl Payees {
    /// The payees of an answer with what each is paid; nothing where the rules do not say who is.
    pub(super) fn of(
        found: &Found,
        active: &Active,
        (view, all): (&Seen<'_>, &Seen<'_>),
        member: usize,
    ) -> Option<Self> {
        let source = |item: usize| view.run.roster.members.get(item).and_then(|found| found.source);
        let receiver = |candidate: &Candidate| {
            let amount = active.amount.as_ref().map(|amount| interval(all, &amount.value, member, &[candidate.item]));
            Some(Receiver {
                member: source(candidate.item)?,
                is_certain: candidate.is_certain,
                amount: amount.and_then(|amount| Money::of(&amount)),
                parts: candidate.parts,
            })
        };
        let because_of = active.payees.as_ref()?.because_of.as_ref().map(|is| {
            let meant = |item: &usize| view.frame.truth(view.cell_of(is, (member, *item))).yes;
            (0..view.run.roster.members.len()).filter(meant).filter_map(source).collect()
        });
        let receivers = found.candidates.iter().filter_map(receiver).collect();
        Some(Self { receivers, pick_one: found.pick_one, because_of })
    }
}

impl<'a> Deciding<'a> {
    /// Whether anybody is paid.
    pub(super) fn somebody(&self, view: &Seen<'_>) -> Truth {
        somebody(self.active, view, self.member)
    }

    /// Where payees are read for a view that decided: that nobody is paid is never presumed.
    fn paying(&self, view: &Seen<'a>) -> Seen<'a> {
        if self.somebody(view).is_false() { self.views.told() } else { *view }
    }

    /// The payees, as the view that decided has them.
    pub(super) fn payees(&self, view: &Seen<'a>) -> Found {
        self.payees_in(view).0
    }

    /// The payees, with the view in which they were found.
    pub(super) fn payees_in(&self, view: &Seen<'a>) -> (Found, Seen<'a>) {
        let view = self.paying(view);
        (find(self.active, &view, self.member), view)
    }

    /// What leaves open who is paid, where the payees of a view were found.
    pub(super) fn open_payees(&self, found: &Found, view: &Seen<'a>) -> Vec<Missing> {
        Views::blockers(&self.paying(view), &found.open).iter().map(|leaf| self.views.missing_of(leaf)).collect()
    }

    /// What it rests on that somebody is paid: "yes" to the right is sure only with a payee.
    pub(super) fn paid_if(&self, presumed: &Seen<'_>, confirm: &mut Vec<Missing>, unless: &mut Vec<Exception>) {
        if self.somebody(&self.accepted()).is_true() {
            return;
        }
        let told = self.views.told();
        let sure = |view: &Seen<'_>| {
            let payees = 0..view.run.roster.members.len();
            let cells = groups(self.active).iter().flat_map(|(is, _)| payees.clone().map(move |payee| (is, payee)));
            let mut cells = cells.map(|(is, payee)| view.cell_of(is, (self.member, payee)));
            cells.find(|cell| view.frame.truth(*cell).is_true())
        };
        let Some((view, cell)) = [&told, presumed].into_iter().find_map(|view| Some((view, sure(view)?))) else {
            unless.push(Exception::nobody_paid());
            return;
        };
        let (claims, silent) = self.views.claims(View::Accepted(self.active.accepts), view, &[cell]);
        for claim in claims {
            add(confirm, claim);
        }
        for fact in silent {
            if !unless.iter().any(|known| known.fact.as_ref() == Some(&fact)) {
                unless.push(Exception { ground: None, fact: Some(fact) });
            }
        }
    }

    /// Why nobody is paid: the facts that exclude everybody.
    pub(super) fn why_nobody(&self, view: &Seen<'_>) -> Reason {
        let mut trail = Trail::default();
        for (is, _) in groups(self.active) {
            for payee in 0..view.run.roster.members.len() {
                view.run.support(view.frame, view.cell_of(is, (self.member, payee)), &mut trail);
            }
        }
        let facts = self.views.facts_of(&trail);
        Reason {
            code: ReasonCode::NobodyPaid,
            label: None,
            alternative: None,
            details: Vec::new(),
            facts,
            parameters: Vec::new(),
            missing: Vec::new(),
            margins: Vec::new(),
        }
    }
}

impl Exception {
    /// Nobody of the family may be whom it is paid to.
    fn nobody_paid() -> Self {
        Self { ground: None, fact: None }
    }

    /// Whether it is that nobody of the family is whom it is paid to.
    pub(crate) fn is_nobody_paid(&self) -> bool {
        self.ground.is_none() && self.fact.is_none()
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        assessment::{Eligibility, Payees},
        ruleset::sample,
    };

    /// A payee: place, whether it is sure, between how many it is shared.
    type Paid = (usize, bool, (usize, usize));

    /// The verdict, with each payee.
    fn paid(paid_to: &str, members: &str) -> (Eligibility, Vec<Paid>) {
        let parts = format!(r#""paid_to": {{ {paid_to} }}, "eligible_when": "rooms >= 1""#);
        let rules = sample::load(&sample::measure(&parts, "")).unwrap_or_else(|error| panic!("{error}"));
        let found = sample::assess(&rules, r#""rooms": 1,"#, members);
        let Payees { receivers, .. } =
            found.verdicts[0].entitlement.as_ref().and_then(|due| due.payees.clone()).unwrap_or_default();
        let told = receivers.iter().map(|one| (one.member, one.is_certain, one.parts));
        (found.verdicts[0].eligibility, told.collect())
    }

    fn family(ada: &str, bob: &str) -> String {
        format!(
            r#", "birth_date": "1990-01-01" {ada} }}, {{ "id": "bob", "relation": "spouse", "birth_date": "1990-01-01" {bob} }},
            {{ "id": "eve", "relation": "child", "birth_date": "2020-01-01" }},
            {{ "id": "kim", "relation": "child", "birth_date": "2021-01-01" }}"#
        )
    }

    const WORKS: &str = r#", "working": true"#;
    const IDLE: &str = r#", "working": false"#;
    const GROUPS: &str = r#""first_of": [{ "who": "members[relation = spouse]", "as": "other", "when": "other.working" },
        { "who": "applicant", "as": "own", "when": "own.working" }, { "who": "members[relation = child]", "share": "equal" }]"#;

    #[test]
    fn the_first_group_with_somebody_ends_the_search() {
        assert_eq!(paid(GROUPS, &family(WORKS, WORKS)), (Eligibility::Eligible, vec![(1, true, (1, 1))]));
        assert_eq!(paid(GROUPS, &family(WORKS, IDLE)), (Eligibility::Eligible, vec![(0, true, (1, 1))]));
        let shared = vec![(2, true, (2, 2)), (3, true, (2, 2))];
        assert_eq!(paid(GROUPS, &family(IDLE, IDLE)), (Eligibility::Eligible, shared));
    }

    #[test]
    fn a_group_that_perhaps_has_somebody_lets_the_search_go_on() {
        let both = vec![(1, false, (1, 1)), (0, false, (1, 1))];
        assert_eq!(paid(GROUPS, &family(WORKS, "")), (Eligibility::Eligible, both));
    }

    #[test]
    fn only_a_sure_payee_makes_the_right_sure() {
        let one = r#""one_of": "members[relation in (self, spouse)]", "when": "payee.working""#;
        assert_eq!(paid(one, &family(WORKS, "")).0, Eligibility::Eligible);
        assert_eq!(paid(one, &family(IDLE, "")), (Eligibility::EligibleIfConfirmed, vec![(1, false, (1, 1))]));
        assert_eq!(paid(one, &family(IDLE, IDLE)), (Eligibility::NotEligible, Vec::new()));
    }

    #[test]
    fn no_presumption_leaves_nobody_to_pay() {
        let warned = r#""one_of": "applicant", "when": "warned""#;
        assert_eq!(paid(warned, "}"), (Eligibility::Undetermined, vec![(0, false, (1, 1))]));
        let kept = r#""one_of": "applicant", "when": "not(warned)""#;
        assert_eq!(paid(kept, "}"), (Eligibility::EligibleIfConfirmed, vec![(0, true, (1, 1))]));
    }

    #[test]
    fn who_is_in_two_groups_is_named_once() {
        let twice = r#""first_of": [{ "who": "members[relation = spouse]", "when": "payee.working" },
            { "who": "members[relation != child]", "share": "equal" }]"#;
        let found = paid(twice, &family("", ""));
        assert_eq!(found.1, [(1, false, (1, 2)), (0, false, (2, 2))]);
    }
}
