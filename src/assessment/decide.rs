//! The verdict on one measure: six steps, in this order. What it rests on is found when it is asked for (`why`).

use std::sync::Arc;

use super::{
    asked::is_for_specialist,
    desk::{Seen, Views},
    entitlement::{deadline, entitlement, in_time, is_in_time},
    outcome::{Basis, Choice, Eligibility, Verdict},
};
use crate::{
    eval::{Cell, Known, Leaf, Truth, View},
    program::{Active, Dormant, Operand, Residence},
    value::Date,
};

/// The verdict on a measure that is not law.
pub(super) fn dormant(found: &Dormant) -> Verdict {
    Verdict {
        not_in_force: Some(Arc::clone(&found.why)),
        ..blank(found.measure, found.version, Eligibility::NotInForce, Basis::NotInForce)
    }
}

/// The verdicts on a measure that is law: one for the family, or one for each member it can concern.
pub(super) fn decide(views: &Views<'_>, active: &Active, on: Date, found: &mut Vec<Verdict>) {
    if active.each.is_none() {
        found.push(Deciding { views, active, member: 0, on }.verdict(None));
        return;
    }
    let before = found.len();
    for (member, item) in views.roster().members.iter().enumerate() {
        let deciding = Deciding { views, active, member, on };
        if deciding.is_meant() {
            found.push(deciding.verdict(item.source));
        } else if deciding.is_meant_otherwise() {
            let refused = blank(active.measure, active.version, Eligibility::NotEligible, Basis::NotMeant);
            found.push(deciding.placed(refused, item.source));
        }
    }
    if found.len() > before {
        return;
    }
    // The text of a part may be for others than the text of the whole.
    let eligibility =
        if active.residence == Residence::Nested { Eligibility::Undetermined } else { Eligibility::NotEligible };
    let nobody = blank(active.measure, active.version, eligibility, Basis::Nobody);
    found.push(Verdict { stale: active.stale(), ..nobody });
}

fn blank(measure: usize, version: usize, eligibility: Eligibility, basis: Basis) -> Verdict {
    Verdict {
        place: 0,
        measure,
        version,
        member: None,
        item: 0,
        eligibility,
        choice: Choice::Alone,
        basis,
        stale: None,
        not_in_force: None,
        entitlement: None,
    }
}

/// One measure for one member (or the family), on a day.
pub(super) struct Deciding<'a> {
    pub views: &'a Views<'a>,
    pub active: &'a Active,
    /// The item of the member in the roster; 0 for the family.
    pub member: usize,
    pub on: Date,
}

impl<'a> Deciding<'a> {
    /// The verdict as the conditions have it, wherever the family lives; none is meant where the list is not theirs.
    pub(super) fn tried(&self) -> Verdict {
        if self.is_meant() { self.steps() } else { self.blank(Eligibility::NotEligible, Basis::NotMeant) }
    }

    /// Whether there is a right, or a firm one, where nothing leaves that open; wherever the family lives.
    pub(super) fn settles(&self, firmly: bool) -> Option<bool> {
        let told = self.views.told();
        if !self.is_meant() || self.refused(&told).is_some() || self.lapsed(&told).is_some() {
            return Some(false);
        }
        let is_due = if firmly { self.is_firm() } else { self.is_presumed() };
        is_due.then_some(true)
    }

    /// Whether the measure may be for this member.
    fn is_meant(&self) -> bool {
        let seen = [self.accepted(), self.views.told()];
        let out = |each: &Operand| seen.iter().any(|view| view.truth(each, self.member).is_false());
        !self.active.each.as_ref().is_some_and(out)
    }

    fn verdict(&self, member: Option<usize>) -> Verdict {
        self.placed(self.steps(), member)
    }

    /// A verdict with whom it concerns, and with what the place and the standing of the text leave open.
    fn placed(&self, mut verdict: Verdict, member: Option<usize>) -> Verdict {
        verdict.member = member;
        verdict.item = self.member;
        verdict.stale = self.active.stale();
        if is_open_by_place(self.active, verdict.basis) {
            verdict.eligibility = Eligibility::Undetermined;
        }
        verdict
    }

    /// Whether the measure, which is not for this member, is for them in another reading of the law.
    fn is_meant_otherwise(&self) -> bool {
        let others = self.active.readings.iter().filter(|other| other.answer.each != self.active.each);
        others.map(|other| self.under(&other.answer)).any(|other| other.eligibility != Eligibility::NotEligible)
    }

    /// The verdict under another reading of the law.
    pub(super) fn under(&self, other: &Active) -> Verdict {
        let deciding = Deciding { active: other, ..*self };
        // Whoever is not meant is not meant, wherever they live.
        if deciding.is_meant() {
            deciding.verdict(None)
        } else {
            deciding.blank(Eligibility::NotEligible, Basis::NotMeant)
        }
    }

    pub(super) fn blank(&self, eligibility: Eligibility, basis: Basis) -> Verdict {
        blank(self.active.measure, self.active.version, eligibility, basis)
    }

    /// Whether the conditions hold in every case of what a view leaves open, or in none; nothing where neither is found.
    pub(super) fn always(&self, view: &Seen<'_>) -> Option<bool> {
        let right = self.active.each.iter().chain([&self.active.eligible]);
        let cells: Vec<Cell> = right.map(|part| view.cell(part, self.member)).collect();
        view.run.in_every_case(view.frame, &cells)
    }

    /// What is accepted, as this measure accepts it.
    pub(super) fn accepted(&self) -> Seen<'a> {
        self.views.accepted(self.active.accepts)
    }

    /// The member is in the list, the conditions of the right hold, and it is not too late.
    fn right(&self, view: &Seen<'_>) -> Truth {
        let within = self.active.each.as_ref().map_or(Truth::TRUE, |each| view.truth(each, self.member));
        let in_time = is_in_time(self.active, view, self.member, self.on);
        within.and(view.truth(&self.active.eligible, self.member)).and(in_time)
    }

    /// What the right rests on; the last days to apply only where those who read `asking` do not see that it is in time.
    pub(super) fn right_cells(&self, view: &Seen<'_>, asking: &Seen<'_>) -> Vec<Cell> {
        let (in_time, last_days) = in_time(self.active, asking, self.member, self.on);
        let last_days = last_days.iter().filter(|_| !in_time.is_true());
        let operands = self.active.each.iter().chain([&self.active.eligible]).chain(last_days);
        operands.map(|operand| view.cell(operand, self.member)).collect()
    }

    fn steps(&self) -> Verdict {
        let told = self.views.told();
        if let Some(basis) = self.refused(&told) {
            return self.blank(Eligibility::NotEligible, basis);
        }
        if self.is_firm() {
            return self.finished(Eligibility::Eligible, &self.accepted());
        }
        let presumed = self.views.presumed();
        let eligibility = if self.is_presumed() {
            Eligibility::EligibleIfConfirmed
        } else if self.is_for_specialist(&told, &presumed) {
            Eligibility::NeedsSpecialist
        } else {
            Eligibility::Undetermined
        };
        self.finished(eligibility, &presumed)
    }

    /// Step 3: surely yes, on what is accepted.
    fn is_firm(&self) -> bool {
        let accepted = self.accepted();
        let is_out = |ground: &Operand| accepted.truth(ground, self.member).is_false();
        self.right(&accepted).is_true() && self.active.grounds.iter().all(is_out) && self.somebody(&accepted).is_true()
    }

    /// Step 4: yes, where claims and presumptions count.
    fn is_presumed(&self) -> bool {
        let presumed = self.views.presumed();
        self.right(&presumed).is_true() && self.somebody(&presumed).yes
    }

    /// Step 2: surely not. Whatever is refused on what is accepted is refused on what was told.
    pub(super) fn refused(&self, view: &Seen<'_>) -> Option<Basis> {
        if view.truth(&self.active.eligible, self.member).is_false() {
            return Some(Basis::Refused { ground: None });
        }
        let ground = self.active.grounds.iter().position(|ground| view.truth(ground, self.member).is_true());
        let nobody = || self.somebody(view).is_false().then_some(Basis::NobodyPaid);
        ground.map(|ground| Basis::Refused { ground: Some(ground) }).or_else(nobody)
    }

    /// The time to apply is over.
    pub(super) fn lapsed(&self, view: &Seen<'_>) -> Option<Basis> {
        deadline(self.active, view, self.member, self.on).map(|last| Basis::Lapsed { last })
    }

    /// The view in which an open right is asked about: where a presumption would refuse, what it presumes is asked for,
    /// because no refusal rests on it.
    pub(super) fn asking(&self, told: &Seen<'a>, presumed: &Seen<'a>) -> Seen<'a> {
        if self.right(presumed).is_undecided() { *presumed } else { told.against(presumed) }
    }

    /// The claims behind an open right, as leaves.
    pub(super) fn open_claims(&self) -> impl Iterator<Item = Leaf> {
        let (accepted, accepts) = (self.accepted(), View::Accepted(self.active.accepts));
        let leaves = Views::blockers(&accepted, &self.right_cells(&accepted, &accepted)).into_iter();
        leaves.filter(move |leaf| self.views.standing(accepts, leaf) == Known::Claim)
    }

    /// Step 5: whether a specialist establishes all that still decides.
    fn is_for_specialist(&self, told: &Seen<'a>, presumed: &Seen<'a>) -> bool {
        if !self.can_be_for_specialist(presumed) {
            return false;
        }
        let view = self.asking(told, presumed);
        let cells = view.doubted(&self.right_cells(&view, &view));
        let mut missing = false;
        let mut is_for_others = |leaf: Leaf| {
            missing = true;
            !self.views.is_for_specialist(&leaf)
        };
        let asks_others = view.run.any_missing(view.frame, view.against, &cells, &mut is_for_others);
        !asks_others && missing && !self.claims_ask_others()
    }

    /// Whether it can be that all that still decides is established by a specialist.
    pub(super) fn can_be_for_specialist_alone(&self) -> bool {
        self.can_be_for_specialist(&self.views.presumed()) && !self.claims_ask_others()
    }

    /// Whether the measure is surely for the member, and its conditions read what a specialist establishes: what none
    /// establishes leaves nothing to a specialist alone.
    fn can_be_for_specialist(&self, presumed: &Seen<'a>) -> bool {
        let within = self.active.each.as_ref().map_or(Truth::TRUE, |each| presumed.truth(each, self.member));
        within.is_true() && is_for_specialist(self.views.program(), self.active)
    }

    /// Whether a claim leaves the right open that no specialist confirms.
    fn claims_ask_others(&self) -> bool {
        let (accepted, accepts) = (self.accepted(), View::Accepted(self.active.accepts));
        let is_for_others =
            |leaf: Leaf| self.views.standing(accepts, &leaf) == Known::Claim && !self.views.is_for_specialist(&leaf);
        accepted.run.any_missing(accepted.frame, None, &self.right_cells(&accepted, &accepted), is_for_others)
    }

    /// The money, the deadlines and the stages; a deadline that is over takes the right away.
    fn finished(&self, eligibility: Eligibility, view: &Seen<'a>) -> Verdict {
        if let Some(basis) = self.lapsed(&self.views.told()) {
            return self.blank(Eligibility::NotEligible, basis);
        }
        let version = self.views.reader().checked.measures.get(self.active.measure);
        let version = version.and_then(|measure| measure.versions.get(self.active.version));
        let payees = self.payees(view);
        let all = self.views.presumed();
        let due = |version| entitlement((self.active, version), (view, &all), (self.member, &payees), self.on);
        let entitlement = version.map(due).map(Box::new);
        let basis = match eligibility {
            Eligibility::Eligible => Basis::Accepted,
            Eligibility::EligibleIfConfirmed => Basis::Presumed,
            _ => Basis::Open,
        };
        Verdict { entitlement, ..self.blank(eligibility, basis) }
    }
}

/// Whether all depends on where in its territory the family lives.
pub(super) fn is_open_by_place(active: &Active, basis: Basis) -> bool {
    match active.residence {
        Residence::Inside => false,
        Residence::Perhaps => {
            !matches!(basis, Basis::Refused { .. } | Basis::NobodyPaid | Basis::Lapsed { .. } | Basis::NotMeant)
        }
        // A refusal by the text of the whole is none by the text of a part.
        Residence::Nested => true,
    }
}

#[cfg(test)]
mod tests {
    use crate::{assessment::Eligibility, ruleset::sample::verdict};

    const POOR: &str = r#""eligible_when": "poor""#;

    #[test]
    fn a_claim_is_to_be_confirmed_and_a_document_is_enough() {
        let (told, why) = verdict(POOR, r#""poor": true,"#);
        assert_eq!((told.eligibility, why.confirm.len()), (Eligibility::EligibleIfConfirmed, 1));
        let (shown, why) = verdict(POOR, r#""poor": { "value": true, "provenance": "document" },"#);
        assert_eq!((shown.eligibility, why.confirm.len()), (Eligibility::Eligible, 0));
    }

    #[test]
    fn a_refusal_on_what_was_told_says_so() {
        let (told, why) = verdict(POOR, r#""poor": false,"#);
        assert_eq!((told.eligibility, why.by_told), (Eligibility::NotEligible, true));
        let (shown, why) = verdict(POOR, r#""poor": { "value": false, "provenance": "document" },"#);
        assert_eq!((shown.eligibility, why.by_told), (Eligibility::NotEligible, false));
    }

    #[test]
    fn a_presumption_is_named_and_refuses_nobody() {
        let (kept, why) = verdict(r#""eligible_when": "not(warned)""#, "");
        assert_eq!((kept.eligibility, why.unless.len()), (Eligibility::EligibleIfConfirmed, 1));
        let (asked, why) = verdict(r#""eligible_when": "warned""#, "");
        assert_eq!((asked.eligibility, why.missing.len()), (Eligibility::Undetermined, 1));
    }

    #[test]
    fn a_ground_that_is_not_out_is_named_and_blocks_nobody() {
        let ground = r#""eligible_when": "rooms >= 1", "refused_when": [{ "when": "rent > 0",
            "because": { "ru": "Плата", "en": "Rent" } }]"#;
        let (open, why) = verdict(ground, r#""rooms": 1,"#);
        assert_eq!((open.eligibility, why.unless.len()), (Eligibility::EligibleIfConfirmed, 1));
        assert_eq!(verdict(ground, r#""rooms": 1, "rent": "5","#).0.eligibility, Eligibility::NotEligible);
        assert_eq!(verdict(ground, r#""rooms": 1, "rent": "0","#).0.eligibility, Eligibility::Eligible);
    }

    #[test]
    fn where_nobody_is_meant_there_is_one_answer_without_a_member() {
        let each = r#""for": { "each": "members[relation = child]", "as": "kid" }, "eligible_when": "kid.age < 3""#;
        let (nobody, _) = verdict(each, "");
        assert_eq!((nobody.eligibility, nobody.member), (Eligibility::NotEligible, None));
    }
}
