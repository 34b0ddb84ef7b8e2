//! Who is paid and because of whom, as JSON.

use serde_json::Value;

use super::{entitlement::sum, object::Object};
use crate::{
    assessment::{Entitlement, Payees, Receiver, Verdict},
    explain::names::Names,
};

/// Adds `receiver` where one payee is sure, else `receivers`; `pick` where the family chooses; `for`.
pub(super) fn payees(names: Names<'_>, verdict: &Verdict, due: &Entitlement, answer: Object) -> Object {
    let found = due.payees.as_ref();
    let receivers = found.map_or(&[][..], |found| &found.receivers);
    let answer = match receivers {
        // Where the rules name nobody, money goes to the applicant.
        [] => {
            let receiver = due.amount.and_then(|_| names.id(Some(names.assessment.family.applicant())));
            answer.text_if("receiver", receiver)
        }
        [one] if one.is_certain && !one.is_shared() => answer.text_if("receiver", names.id(Some(one.member))),
        several => answer.list("receivers", several.iter().map(|one| receiver(names, one)).collect()),
    };
    let pick = found.filter(|found| found.pick_one).map(|_| "one");
    because_of(names, verdict, found, answer.text_if("pick", pick))
}

fn receiver(names: Names<'_>, receiver: &Receiver) -> Value {
    // A share is told as a fraction: no act says how it is rounded.
    let amount = receiver.amount.filter(|_| !receiver.is_shared());
    let answer = Object::default()
        .text_if("member", names.id(Some(receiver.member)))
        .put_if("amount", amount.map(sum))
        .put_if("share", receiver.is_shared().then(|| share(receiver.parts)));
    if receiver.is_certain { answer.into() } else { answer.put("certain", false).into() }
}

/// One of so many equal parts; between two where it is open how many they are.
fn share((fewest, most): (usize, usize)) -> Value {
    let part = |parts: usize| if parts == 1 { "1".to_owned() } else { format!("1/{parts}") };
    if fewest == most {
        return Value::from(part(most));
    }
    Object::default().text("from", part(most)).text("to", part(fewest)).into()
}

/// One member, or several.
fn because_of(names: Names<'_>, verdict: &Verdict, found: Option<&Payees>, answer: Object) -> Object {
    match found.and_then(|found| found.because_of.as_deref()) {
        None => answer.text_if("for", names.id(verdict.member)),
        Some([one]) => answer.text_if("for", names.id(Some(*one))),
        Some(several) => {
            let ids = several.iter().filter_map(|member| names.id(Some(*member))).map(Value::from);
            answer.list("for", ids.collect())
        }
    }
}
