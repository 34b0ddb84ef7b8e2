//! The outcome of one measure: six steps, in this order.

use super::{
    desk::{Seen, Views},
    entitlement::{deadline, entitlement, in_time},
    outcome::{Eligibility, Exception, Missing, Reason, ReasonCode, Verdict},
    trace::add,
};
use crate::{
    document::EstablishedBy,
    eval::{Cell, Known, Leaf, Truth, View},
    program::{Active, Dormant, Operand, Residence, Standing},
    value::Date,
};

/// The outcome of a measure that is not law.
pub(super) fn dormant(found: &Dormant) -> Verdict {
    Verdict { not_in_force: Some(found.why.clone()), ..blank(found.measure, found.version, Eligibility::NotInForce) }
}

/// The outcomes of a measure that is law: one for the family, or one for each member it can concern.
pub(super) fn decide(views: &Views<'_>, active: &Active, on: Date) -> Vec<Verdict> {
    let Some(each) = &active.each else {
        return vec![Deciding { views, active, member: 0, on }.verdict(None)];
    };
    let (accepted, told) = (views.accepted(active.accepts), views.told());
    let mut found = Vec::new();
    for (member, item) in views.roster().members.iter().enumerate() {
        if accepted.truth(each, member).is_false() || told.truth(each, member).is_false() {
            continue;
        }
        found.push(Deciding { views, active, member, on }.verdict(item.source));
    }
    if found.is_empty() && active.residence == Residence::Nested {
        // The text of a part may be for others than the text of the whole.
        let verdict = blank(active.measure, active.version, Eligibility::Undetermined);
        found.push(Verdict { missing: vec![Missing::Territory], ..verdict });
    } else if found.is_empty() {
        let reason = Reason {
            code: ReasonCode::Nobody,
            label: None,
            details: Vec::new(),
            facts: Vec::new(),
            parameters: Vec::new(),
        };
        let verdict = blank(active.measure, active.version, Eligibility::NotEligible);
        found.push(Verdict { reasons: vec![reason], ..verdict });
    }
    found
}

fn blank(measure: usize, version: usize, eligibility: Eligibility) -> Verdict {
    Verdict {
        measure,
        version,
        member: None,
        eligibility,
        by_told: false,
        stale: None,
        not_in_force: None,
        reasons: Vec::new(),
        missing: Vec::new(),
        confirm: Vec::new(),
        unless: Vec::new(),
        entitlement: None,
    }
}

struct Deciding<'a> {
    views: &'a Views<'a>,
    active: &'a Active,
    member: usize,
    on: Date,
}

impl Deciding<'_> {
    fn verdict(&self, member: Option<usize>) -> Verdict {
        let mut verdict = self.steps();
        verdict.member = member;
        if let Standing::Stale(until) = self.active.standing {
            verdict.stale = Some(until);
        }
        let open = match self.active.residence {
            Residence::Inside => false,
            Residence::Perhaps => verdict.eligibility != Eligibility::NotEligible,
            // A refusal by the text of the whole is none by the text of a part.
            Residence::Nested => true,
        };
        if open {
            verdict.eligibility = Eligibility::Undetermined;
            verdict.by_told = false;
            verdict.missing.insert(0, Missing::Territory);
        }
        verdict
    }

    fn blank(&self, eligibility: Eligibility) -> Verdict {
        blank(self.active.measure, self.active.version, eligibility)
    }

    /// The member is in the list, the conditions of the right hold, and it is not too late.
    fn right(&self, view: &Seen<'_>) -> Truth {
        let within = self.active.each.as_ref().map_or(Truth::TRUE, |each| view.truth(each, self.member));
        let (in_time, _) = in_time(self.active, view, self.member, self.on);
        within.and(view.truth(&self.active.eligible, self.member)).and(in_time)
    }

    /// What the right rests on; the last days to apply only where those who read `asking` do not see that it is in time.
    fn right_cells(&self, view: &Seen<'_>, asking: &Seen<'_>) -> Vec<Cell> {
        let (in_time, last_days) = in_time(self.active, asking, self.member, self.on);
        let last_days = last_days.iter().filter(|_| !in_time.is_true());
        let operands = self.active.each.iter().chain([&self.active.eligible]).chain(last_days);
        operands.map(|operand| view.cell(operand, self.member)).collect()
    }

    fn steps(&self) -> Verdict {
        let accepted = self.views.accepted(self.active.accepts);
        let told = self.views.told();
        let presumed = self.views.presumed();
        if let Some(refused) = self.refused(&accepted, false).or_else(|| self.refused(&told, true)) {
            return refused;
        }
        let grounds_false = self.active.grounds.iter().all(|ground| accepted.truth(ground, self.member).is_false());
        let (verdict, view) = if self.right(&accepted).is_true() && grounds_false {
            let reasons = self.views.reasons(&accepted, accepted.cell(&self.active.eligible, self.member), false);
            (Verdict { reasons, ..self.blank(Eligibility::Eligible) }, accepted)
        } else if self.right(&presumed).is_true() {
            (self.conditional(&told, &presumed), presumed)
        } else {
            (self.open(&told, &presumed), presumed)
        };
        self.finished(verdict, &view)
    }

    /// Step 2: surely not, with the reasons.
    fn refused(&self, view: &Seen<'_>, by_told: bool) -> Option<Verdict> {
        let eligible = view.cell(&self.active.eligible, self.member);
        let ground = self.active.grounds.iter().find(|ground| view.truth(ground, self.member).is_true());
        let reasons = if view.truth(&self.active.eligible, self.member).is_false() {
            self.views.reasons(view, eligible, false)
        } else {
            self.views.reasons(view, view.cell(ground?, self.member), true)
        };
        Some(Verdict { by_told, reasons, ..self.blank(Eligibility::NotEligible) })
    }

    /// Step 4: yes, if the claims are confirmed and nothing that is named stands against it.
    fn conditional(&self, told: &Seen<'_>, presumed: &Seen<'_>) -> Verdict {
        let accepted = View::Accepted(self.active.accepts);
        let shown = self.views.accepted(self.active.accepts);
        let (mut confirm, silent) = self.views.claims(accepted, presumed, &self.right_cells(presumed, &shown));
        let mut unless: Vec<Exception> =
            silent.into_iter().map(|fact| Exception { ground: None, fact: Some(fact) }).collect();
        for ground in &self.active.grounds {
            self.ground(ground, told, presumed, &mut confirm, &mut unless);
        }
        let reasons = self.views.reasons(presumed, presumed.cell(&self.active.eligible, self.member), false);
        Verdict { reasons, confirm, unless, ..self.blank(Eligibility::EligibleIfConfirmed) }
    }

    /// A ground that is not surely out never blocks: it is named.
    fn ground(
        &self,
        ground: &Operand,
        told: &Seen<'_>,
        presumed: &Seen<'_>,
        confirm: &mut Vec<Missing>,
        unless: &mut Vec<Exception>,
    ) {
        let accepted = View::Accepted(self.active.accepts);
        if self.views.accepted(self.active.accepts).truth(ground, self.member).is_false() {
            return;
        }
        let label = self.label(ground);
        if told.truth(ground, self.member).is_false() {
            let (claims, _) = self.views.claims(accepted, told, &[told.cell(ground, self.member)]);
            for claim in claims {
                add(confirm, claim);
            }
            return;
        }
        let view = if presumed.truth(ground, self.member).is_true() { told } else { presumed };
        let facts: Vec<Missing> = if presumed.truth(ground, self.member).is_false() {
            let (claims, silent) = self.views.claims(accepted, presumed, &[presumed.cell(ground, self.member)]);
            for claim in claims {
                add(confirm, claim);
            }
            silent
        } else {
            let leaves = Views::blockers(view, &[view.cell(ground, self.member)]);
            leaves.iter().map(|leaf| self.views.missing_of(leaf)).collect()
        };
        if facts.is_empty() {
            unless.push(Exception { ground: label, fact: None });
        }
        for fact in facts {
            let exception = Exception { ground: label, fact: Some(fact) };
            if !unless.contains(&exception) {
                unless.push(exception);
            }
        }
    }

    fn label(&self, operand: &Operand) -> Option<usize> {
        self.views.program().nodes.get(operand.node.0).and_then(|node| match node.op {
            crate::program::Op::Labelled(label, _) => Some(label),
            _ => None,
        })
    }

    /// Steps 5 and 6: what is missing, and whether a specialist establishes all of it.
    fn open(&self, told: &Seen<'_>, presumed: &Seen<'_>) -> Verdict {
        // Where a presumption would refuse, what it presumes is asked for: no refusal rests on it.
        let view = if self.right(presumed).is_undecided() { presumed } else { told };
        let leaves = Views::blockers(view, &self.right_cells(view, view));
        let missing: Vec<Missing> = leaves.iter().map(|leaf| self.views.missing_of(leaf)).collect();
        let accepted = self.views.accepted(self.active.accepts);
        let accepts = View::Accepted(self.active.accepts);
        let mut confirm = Vec::new();
        for leaf in Views::blockers(&accepted, &self.right_cells(&accepted, &accepted)) {
            if self.views.standing(accepts, &leaf) == Known::Claim {
                add(&mut confirm, self.views.missing_of(&leaf));
            }
        }
        let within = self.active.each.as_ref().map_or(Truth::TRUE, |each| presumed.truth(each, self.member));
        let specialist =
            !missing.is_empty() && within.is_true() && missing.iter().chain(&confirm).all(is_for_specialist);
        let eligibility = if specialist { Eligibility::NeedsSpecialist } else { Eligibility::Undetermined };
        let reasons = self.views.reasons(view, view.cell(&self.active.eligible, self.member), false);
        Verdict { reasons, missing, confirm, ..self.blank(eligibility) }
    }

    /// The money, the deadlines and the stages; a deadline that is over takes the right away.
    fn finished(&self, verdict: Verdict, view: &Seen<'_>) -> Verdict {
        let accepted = self.views.accepted(self.active.accepts);
        let told = self.views.told();
        for (by_told, seen) in [(false, &accepted), (true, &told)] {
            if let Some(last) = deadline(self.active, seen, self.member, self.on) {
                let reason = Reason {
                    code: ReasonCode::Lapsed(last),
                    label: None,
                    details: Vec::new(),
                    facts: Vec::new(),
                    parameters: Vec::new(),
                };
                return Verdict { by_told, reasons: vec![reason], ..self.blank(Eligibility::NotEligible) };
            }
        }
        let version = self.views.reader().checked.measures.get(self.active.measure);
        let version = version.and_then(|measure| measure.versions.get(self.active.version));
        let entitlement =
            version.map(|version| entitlement(self.views, (self.active, version), view, self.member, self.on));
        Verdict { entitlement, ..verdict }
    }
}

fn is_for_specialist(missing: &Missing) -> bool {
    matches!(missing, Missing::Fact { established_by: EstablishedBy::Specialist(_), .. })
}

/// The facts of a leaf, for circumstances.
pub(super) fn leaves_of(views: &Views<'_>, leaves: &[Leaf]) -> Vec<Missing> {
    leaves.iter().map(|leaf| views.missing_of(leaf)).collect()
}

#[cfg(test)]
mod tests {
    use crate::{
        assessment::{Eligibility, Verdict},
        ruleset::sample::{assess, load, measure},
    };

    fn verdict(parts: &str, facts: &str) -> Verdict {
        let rules = load(&measure(parts, "")).unwrap_or_else(|error| panic!("{error}"));
        assess(&rules, facts, "}").verdicts.remove(0)
    }

    const POOR: &str = r#""eligible_when": "poor""#;

    #[test]
    fn a_claim_is_to_be_confirmed_and_a_document_is_enough() {
        let told = verdict(POOR, r#""poor": true,"#);
        assert_eq!((told.eligibility, told.confirm.len()), (Eligibility::EligibleIfConfirmed, 1));
        let shown = verdict(POOR, r#""poor": { "value": true, "provenance": "document" },"#);
        assert_eq!((shown.eligibility, shown.confirm.len()), (Eligibility::Eligible, 0));
    }

    #[test]
    fn a_refusal_on_what_was_told_says_so() {
        let told = verdict(POOR, r#""poor": false,"#);
        assert_eq!((told.eligibility, told.by_told), (Eligibility::NotEligible, true));
        let shown = verdict(POOR, r#""poor": { "value": false, "provenance": "document" },"#);
        assert_eq!((shown.eligibility, shown.by_told), (Eligibility::NotEligible, false));
    }

    #[test]
    fn a_presumption_is_named_and_refuses_nobody() {
        let kept = verdict(r#""eligible_when": "not(warned)""#, "");
        assert_eq!((kept.eligibility, kept.unless.len()), (Eligibility::EligibleIfConfirmed, 1));
        let asked = verdict(r#""eligible_when": "warned""#, "");
        assert_eq!((asked.eligibility, asked.missing.len()), (Eligibility::Undetermined, 1));
    }

    #[test]
    fn a_ground_that_is_not_out_is_named_and_blocks_nobody() {
        let ground = r#""eligible_when": "rooms >= 1", "refused_when": [{ "when": "rent > 0",
            "because": { "ru": "Плата", "en": "Rent" } }]"#;
        let open = verdict(ground, r#""rooms": 1,"#);
        assert_eq!((open.eligibility, open.unless.len()), (Eligibility::EligibleIfConfirmed, 1));
        assert_eq!(verdict(ground, r#""rooms": 1, "rent": "5","#).eligibility, Eligibility::NotEligible);
        assert_eq!(verdict(ground, r#""rooms": 1, "rent": "0","#).eligibility, Eligibility::Eligible);
    }

    #[test]
    fn where_nobody_is_meant_there_is_one_answer_without_a_member() {
        let each = r#""for": { "each": "members[relation = child]", "as": "kid" }, "eligible_when": "kid.age < 3""#;
        let nobody = verdict(each, "");
        assert_eq!((nobody.eligibility, nobody.member), (Eligibility::NotEligible, None));
    }
}
