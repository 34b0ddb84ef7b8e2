//! What verdicts and circumstances rest on: found in the views of the same family when it is asked for.

use super::{
    asked::Subject,
    assess::Answer,
    decide::{Deciding, is_open_by_place},
    desk::{Frames, Seen as SeenView, Views},
    entitlement::{money_cells, rests_on, term_cells},
    outcome::{Basis, Eligibility, Exception, Missing, Money, OtherAnswer, Reason, ReasonCode, Seen, Verdict, Why},
    sharpen::{holds_sharply, sharpen},
    trace::add,
};
use crate::{
    eval::{Cell, Leaf, Trail, View},
    program::{Active, Circumstance, Op, Operand, Residence},
    value::{Accepts, Date},
};

/// What a circumstance rests on.
#[derive(Debug, Clone, Default)]
pub struct CircumstanceWhy {
    /// What is missing.
    pub missing: Vec<Missing>,
    /// Of that, what may turn out to change nothing.
    pub uncertain: Vec<Missing>,
    /// How many evaluations it took to find that out.
    pub trials: usize,
    /// The claims on which it rests.
    pub confirm: Vec<Missing>,
    /// The presumptions on which it rests.
    pub unless: Vec<Exception>,
    /// The other readings of the law that would answer otherwise.
    pub readings: Vec<OtherAnswer<Answer>>,
}

/// What a verdict on a measure in force rests on.
pub(super) fn why(views: &Views<'_>, active: &Active, verdict: &Verdict, on: Date) -> Why {
    let deciding = Deciding { views, active, member: verdict.item, on };
    if verdict.basis == Basis::Nobody {
        return match active.residence {
            Residence::Nested => Why { missing: vec![Missing::Territory], ..Why::default() },
            _ => Why { reasons: vec![bare(ReasonCode::Nobody)], ..Why::default() },
        };
    }
    let mut why = deciding.why(verdict);
    // What the place of residence leaves open is no refusal.
    why.by_told &= verdict.eligibility == Eligibility::NotEligible;
    if is_open_by_place(active, verdict.basis) {
        why.missing.insert(0, Missing::Territory);
    }
    why
}

/// Keeps of the reasons of an open answer those that the answer depends on: what turned out to change nothing is none.
pub(super) fn keep_open(why: &mut Why) {
    let Why { reasons, missing, .. } = why;
    let is_open = |reason: &Reason| reason.missing.iter().any(|open| missing.contains(open));
    if missing.is_empty() || !reasons.iter().any(|reason| reason.code == ReasonCode::Unclear && is_open(reason)) {
        return;
    }
    reasons.retain(|reason| reason.code != ReasonCode::Unclear || is_open(reason));
    for reason in reasons.iter_mut().filter(|reason| reason.code == ReasonCode::Unclear) {
        let matters = |seen: &Seen| {
            missing.iter().any(|open| {
                matches!(open, Missing::Fact { fact, holder, .. } if (*fact, *holder) == (seen.fact, seen.holder))
            })
        };
        reason.missing.retain(|open| missing.contains(open));
        reason.facts.retain(matters);
    }
}

/// A reason without words of the rules.
fn bare(code: ReasonCode) -> Reason {
    Reason {
        code,
        label: None,
        alternative: None,
        details: Vec::new(),
        facts: Vec::new(),
        parameters: Vec::new(),
        missing: Vec::new(),
        margins: Vec::new(),
    }
}

impl<'a> Deciding<'a> {
    /// What a verdict rests on, as far as its conditions have it.
    pub(super) fn why(&self, verdict: &Verdict) -> Why {
        let (told, presumed) = (self.views.told(), self.views.presumed());
        match verdict.basis {
            // What comes out in every case is told case by case (`matter`).
            Basis::ByCases if verdict.entitlement.is_some() => self.with_money(Why::default(), &presumed),
            Basis::NotInForce | Basis::Nobody | Basis::ByCases => Why::default(),
            Basis::NotMeant => self.not_meant(),
            Basis::Refused { .. } | Basis::NobodyPaid | Basis::Lapsed { .. } => {
                let accepted = self.accepted();
                let is_late = matches!(verdict.basis, Basis::Lapsed { .. });
                // What refuses already on what is accepted comes before what was only told.
                let shown = if is_late { self.lapsed(&accepted) } else { self.refused(&accepted) };
                let view = if shown.is_some() { accepted } else { told };
                let reasons = self.refusal(&view, shown.unwrap_or(verdict.basis));
                Why { by_told: shown.is_none(), reasons, ..Why::default() }
            }
            Basis::Accepted => {
                let accepted = self.accepted();
                self.with_money(Why { reasons: self.granted(&accepted), ..Why::default() }, &accepted)
            }
            Basis::Presumed => self.with_money(self.conditional(&told, &presumed), &presumed),
            Basis::Open => self.with_money(self.open(&told, &presumed), &presumed),
        }
    }

    fn with_money(&self, why: Why, view: &SeenView<'a>) -> Why {
        let payees = self.payees(view);
        let all = self.views.presumed();
        let cells = money_cells(self.active, &all, self.member, &payees.items());
        let missing = Views::blockers(&all, &cells);
        let term = term_cells(self.active, &all, self.member, &payees.items());
        let due: Vec<Cell> = cells.iter().copied().chain(term).collect();
        let (claims, silent) = self.views.claims(View::Accepted(self.active.accepts), &all, &due);
        let silent = silent.into_iter().map(|fact| Exception { ground: None, fact: Some(fact) });
        Why {
            payee_missing: self.open_payees(&payees, view),
            money_confirm: claims.into_iter().filter(|claim| !why.confirm.contains(claim)).collect(),
            money_unless: silent.filter(|exception| !why.unless.contains(exception)).collect(),
            money_missing: missing.iter().map(|leaf| self.views.missing_of(leaf)).collect(),
            money_rests_on: rests_on(&all, &cells),
            ..why
        }
    }

    /// Why a measure is not for the member: what shows that on what is accepted comes before what was only told.
    fn not_meant(&self) -> Why {
        let Some(each) = &self.active.each else { return Why::default() };
        let (accepted, told) = (self.accepted(), self.views.told());
        let is_shown = accepted.truth(each, self.member).is_false();
        let view = if is_shown { accepted } else { told };
        let reasons = self.views.reasons(&view, view.cell(each, self.member), false);
        Why { by_told: !is_shown, reasons, ..Why::default() }
    }

    fn reasons(&self, view: &SeenView<'_>) -> Vec<Reason> {
        self.views.reasons(view, view.cell(&self.active.eligible, self.member), false)
    }

    /// Why yes. That the member is meant, and that it is in time, has no words of its own: its facts stand with the first
    /// reason.
    fn granted(&self, view: &SeenView<'_>) -> Vec<Reason> {
        let mut reasons = self.reasons(view);
        let mut trail = Trail::default();
        let eligible = view.cell(&self.active.eligible, self.member);
        for cell in self.right_cells(view, view).into_iter().filter(|cell| *cell != eligible) {
            view.run.support(view.frame, cell, &mut trail);
        }
        let facts = self.views.facts_of(&trail);
        if let Some(first) = reasons.iter_mut().find(|reason| reason.code == ReasonCode::Met) {
            let new: Vec<Seen> = facts.into_iter().filter(|fact| !first.facts.contains(fact)).collect();
            first.facts.extend(new);
        }
        reasons
    }

    /// Why surely not, in the view that refuses.
    fn refusal(&self, view: &SeenView<'a>, basis: Basis) -> Vec<Reason> {
        match basis {
            Basis::NobodyPaid => vec![self.why_nobody(view)],
            Basis::Lapsed { last } => vec![bare(ReasonCode::Lapsed(last))],
            Basis::Refused { ground: Some(ground) } => {
                let ground = self.active.grounds.get(ground);
                ground.map_or_else(Vec::new, |ground| self.views.reasons(view, view.cell(ground, self.member), true))
            }
            _ => self.reasons(view),
        }
    }

    /// Step 4: yes, if the claims are confirmed and nothing that is named stands against it.
    fn conditional(&self, told: &SeenView<'_>, presumed: &SeenView<'_>) -> Why {
        let accepted = View::Accepted(self.active.accepts);
        let (mut confirm, silent) =
            self.views.claims(accepted, presumed, &self.right_cells(presumed, &self.accepted()));
        let mut unless: Vec<Exception> =
            silent.into_iter().map(|fact| Exception { ground: None, fact: Some(fact) }).collect();
        for ground in &self.active.grounds {
            self.ground(ground, told, presumed, &mut confirm, &mut unless);
        }
        self.paid_if(presumed, &mut confirm, &mut unless);
        Why { reasons: self.granted(presumed), confirm, unless, ..Why::default() }
    }

    /// A ground that is not surely out never blocks: it is named.
    fn ground(
        &self,
        ground: &Operand,
        told: &SeenView<'_>,
        presumed: &SeenView<'_>,
        confirm: &mut Vec<Missing>,
        unless: &mut Vec<Exception>,
    ) {
        let accepted = View::Accepted(self.active.accepts);
        if self.accepted().truth(ground, self.member).is_false() {
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
            Op::Labelled(label, _) => Some(label),
            _ => None,
        })
    }

    /// Steps 5 and 6: what is missing, and the claims behind it.
    fn open(&self, told: &SeenView<'a>, presumed: &SeenView<'a>) -> Why {
        let view = self.asking(told, presumed);
        let mut missing = leaves_of(self.views, &Views::blockers(&view, &self.right_cells(&view, &view)));
        if self.somebody(presumed).is_false() {
            // A presumption would leave nobody to pay: what it presumes is asked.
            for found in self.open_payees(&self.payees(presumed), presumed) {
                add(&mut missing, found);
            }
        }
        let mut confirm = Vec::new();
        for leaf in self.open_claims() {
            add(&mut confirm, self.views.missing_of(&leaf));
        }
        Why { reasons: self.reasons(&view), missing, confirm, ..Why::default() }
    }
}

/// The other readings that would change a verdict, or the money of the same verdict.
pub(super) fn readings(
    frames: &mut Frames,
    subject: Subject<'_>,
    (active, verdict, answers): (&Active, &Verdict, usize),
    on: Date,
) -> Vec<OtherAnswer<(Eligibility, Option<Money>)>> {
    let money = |verdict: &Verdict| verdict.entitlement.as_ref().and_then(|due| due.amount).map(|(money, _)| money);
    let own = (verdict.eligibility, money(verdict));
    // Of nobody in particular no other reading says anything.
    let others = if verdict.basis == Basis::Nobody { &[][..] } else { &active.readings };
    let others = others.iter().map(|other| {
        let views = frames.views(subject, &[]);
        let mut found = Deciding { views: &views, active, member: verdict.item, on }.under(&other.answer);
        sharpen(frames, subject, (&other.answer, &mut found, answers), (false, on));
        OtherAnswer { name: other.name.clone(), label: other.label, answer: (found.eligibility, money(&found)) }
    });
    others.filter(|other| other.answer != own).collect()
}

/// The other readings in which a circumstance would be answered otherwise.
pub(super) fn circumstance_readings(
    frames: &mut Frames,
    subject: Subject<'_>,
    (circumstance, found): (&Circumstance, Answer),
    on: Date,
) -> Vec<OtherAnswer<Answer>> {
    let others = circumstance.readings.iter().map(|other| OtherAnswer {
        name: other.name.clone(),
        label: other.label,
        answer: holds_sharply(frames, subject, &other.answer, on),
    });
    others.filter(|other| other.answer != found).collect()
}

/// What the answer to a circumstance rests on.
pub(super) fn circumstance_why(views: &Views<'_>, condition: &Operand, holds: Answer) -> CircumstanceWhy {
    let (told, presumed) = (views.told(), views.presumed());
    match holds {
        Answer::False => CircumstanceWhy::default(),
        // It comes out in every case of what is open, and is told case by case (`matter`).
        Answer::True if presumed.truth(condition, 0).is_undecided() => CircumstanceWhy::default(),
        Answer::True => {
            let cell = presumed.cell(condition, 0);
            let (confirm, silent) = views.claims(View::Accepted(Accepts::ALL), &presumed, &[cell]);
            let is_told = told.truth(condition, 0).is_true();
            let silent = silent.into_iter().filter(|_| !is_told);
            let unless = silent.map(|fact| Exception { ground: None, fact: Some(fact) }).collect();
            CircumstanceWhy { confirm, unless, ..CircumstanceWhy::default() }
        }
        Answer::Unknown => {
            let (view, cell) = open_condition(views, condition);
            let leaves = Views::blockers(&view, &[cell]);
            CircumstanceWhy { missing: leaves_of(views, &leaves), ..CircumstanceWhy::default() }
        }
    }
}

/// Where the condition of a circumstance is open, and in which view. Where a presumption would say no, what it presumes is
/// asked for: nothing is false by presumption.
pub(super) fn open_condition<'a>(views: &Views<'a>, condition: &Operand) -> (SeenView<'a>, Cell) {
    let (told, presumed) = (views.told(), views.presumed());
    let is_open = presumed.truth(condition, 0).is_undecided();
    let view = if is_open { presumed } else { told.against(&presumed) };
    (view, view.cell(condition, 0))
}

fn leaves_of(views: &Views<'_>, leaves: &[Leaf]) -> Vec<Missing> {
    leaves.iter().map(|leaf| views.missing_of(leaf)).collect()
}

#[cfg(test)]
mod tests {
    use crate::{
        assessment::{Eligibility, ReasonCode, outcome::Basis},
        ruleset::sample::{assess, load, measure, verdict},
    };

    #[test]
    fn what_depends_names_only_what_is_open() {
        let parts = r#""eligible_when": { "all": ["rooms >= 2", { "any": ["poor", "rooms >= 9"] }] }"#;
        let (found, why) = verdict(parts, r#""rooms": 3,"#);
        assert_eq!(found.eligibility, Eligibility::Undetermined);
        assert_eq!(why.reasons.len(), 1);
        let facts: Vec<usize> =
            why.reasons.iter().flat_map(|reason| reason.facts.iter().map(|seen| seen.fact)).collect();
        assert_eq!(facts.len(), 1);
        assert!(why.reasons.iter().all(|reason| reason.code == ReasonCode::Unclear && reason.margins.is_empty()));
    }

    #[test]
    fn what_can_turn_nothing_is_no_reason() {
        let parts = r#""eligible_when": { "all": [
            { "that": "rent > 0 or not(rent > 0)", "because": { "ru": "Дом", "en": "A house" } },
            { "that": "poor", "because": { "ru": "Бедны", "en": "Poor" } } ] }"#;
        let (found, why) = verdict(parts, "");
        assert_eq!(found.eligibility, Eligibility::Undetermined);
        assert_eq!((why.missing.len(), why.reasons.len()), (1, 1), "{:?}", why.reasons);
    }

    #[test]
    fn what_comes_out_in_every_case_has_reasons_without_what_is_open() {
        let parts = r#""eligible_when": { "all": [
            { "that": "poor or not(poor)", "because": { "ru": "Бедны или нет", "en": "Poor or not" } }, "rent >= 0"] }"#;
        let rules = load(&measure(parts, "")).unwrap_or_else(|error| panic!("{error}"));
        let found = assess(&rules, r#""rent": "5", "#, "}");
        let why = found.why(0);
        assert_eq!(found.verdicts[0].basis, Basis::ByCases);
        assert!(why.reasons.iter().all(|reason| reason.code == ReasonCode::Met && reason.margins.is_empty()));
    }
}
