//! Who is paid, as a program reads it.

use std::fmt;

use super::{amount::Amount, names::Names};
use crate::{
    assessment::{Assessment, Receiver, Verdict},
    value::Language,
};

/// A member who is paid, or may be.
#[derive(Clone, Copy)]
pub struct Payee<'a> {
    assessment: &'a Assessment,
    receiver: Receiver,
    amount: Option<Amount>,
}

/// Names only, never what was told or follows from it.
impl fmt::Debug for Payee<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Payee").finish_non_exhaustive()
    }
}

impl<'a> Payee<'a> {
    /// The payees of a verdict; the applicant where there is money and the rules name nobody.
    pub(super) fn all(assessment: &'a Assessment, verdict: &'a Verdict) -> Vec<Self> {
        let Some(due) = &verdict.entitlement else { return Vec::new() };
        let found = due.payees.as_ref().map_or(&[][..], |found| &found.receivers);
        let per = due.amount.map(|(_, per)| per);
        let payee = |receiver: &Receiver| {
            let money = receiver.amount.zip(per).filter(|_| !receiver.is_shared());
            let amount = money.map(|(money, per)| Amount::new(money, per));
            Self { assessment, receiver: *receiver, amount }
        };
        match (found, due.amount) {
            ([], Some((money, per))) => {
                let member = assessment.family.applicant();
                let receiver = Receiver { member, is_certain: true, amount: Some(money), parts: (1, 1) };
                vec![Self { assessment, receiver, amount: Some(Amount::new(money, per)) }]
            }
            (found, _) => found.iter().map(payee).collect(),
        }
    }

    /// The id of the member.
    #[must_use]
    pub fn member(&self) -> &'a str {
        Names::new(self.assessment, Language::Russian).id(Some(self.receiver.member)).unwrap_or_default()
    }

    /// Whether it is sure that the member is among those who are paid, or among whom the family chooses.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.receiver.is_certain
    }

    /// What the member is paid; `None` for a service, and for a share, which no act says how to round.
    #[must_use]
    pub fn amount(&self) -> Option<Amount> {
        self.amount
    }

    /// In how many equal parts the amount is shared, at the fewest and at the most; `None` where it is not shared.
    #[must_use]
    pub fn shared_by(&self) -> Option<(usize, usize)> {
        self.receiver.is_shared().then_some(self.receiver.parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ruleset::sample;

    type Told = (String, bool, Option<String>, Option<(usize, usize)>);

    fn payees(paid_to: &str) -> Vec<Told> {
        let parts = format!(
            r#"{paid_to} "eligible_when": "rooms >= 1",
            "amount": {{ "value": "rent", "per": "month", "round": {{ "to": "0.01", "mode": "half_up" }} }}"#
        );
        let rules = sample::load(&sample::measure(&parts, "")).unwrap_or_else(|error| panic!("{error}"));
        let members = r#"}, { "id": "eve", "relation": "child" }, { "id": "kim", "relation": "child" }"#;
        let found = sample::assess(&rules, r#""rooms": 1, "rent": "5","#, members);
        let outcome = found.outcomes().next().unwrap();
        assert_eq!(outcome.is_choice_of_payee(), paid_to.contains("one_of"));
        let told = |payee: &Payee<'_>| {
            let amount = payee.amount().and_then(|amount| amount.exact());
            (payee.member().to_owned(), payee.is_certain(), amount, payee.shared_by())
        };
        outcome.payees().iter().map(told).collect()
    }

    #[test]
    fn the_applicant_is_paid_where_nobody_is_named() {
        assert_eq!(payees(""), [("ada".to_owned(), true, Some("5.00".to_owned()), None)]);
    }

    #[test]
    fn a_family_chooses_or_children_share() {
        let five = || Some("5.00".to_owned());
        let one = payees(r#""paid_to": { "one_of": "members[relation = child]" },"#);
        assert_eq!(one, [("eve".to_owned(), true, five(), None), ("kim".to_owned(), true, five(), None)]);
        let shared =
            payees(r#""paid_to": { "first_of": [{ "who": "members[relation = child]", "share": "equal" }] },"#);
        assert_eq!(
            shared,
            [("eve".to_owned(), true, None, Some((2, 2))), ("kim".to_owned(), true, None, Some((2, 2)))]
        );
    }
}
