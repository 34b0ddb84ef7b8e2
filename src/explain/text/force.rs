//! When and where a measure is law, in words.

use super::{
    fact::places,
    form::day,
    page::{Line, Tone},
};
use crate::{
    assessment::{Eligibility, Verdict},
    document::Measure,
    explain::names::Names,
    program::NotInForce,
    value::{Date, Period},
};

/// What must be asked because nobody knows whether the measure still is law.
pub(super) fn stale(names: Names<'_>, verdict: &Verdict, measure: &Measure, depth: usize) -> Option<Line> {
    // Whether a measure still is law does not matter to whom it would be refused.
    let until = verdict.stale.filter(|_| verdict.eligibility != Eligibility::NotEligible)?;
    let last = day(Period { from: None, until: Some(until) }.last_day().unwrap_or(until), names.language);
    let whom = measure
        .provider
        .as_ref()
        .map(|provider| format!("{}{}", names.either(" здесь: ", ": "), names.phrase(provider)))
        .unwrap_or_default();
    let text = names.either(
        format!("Действовало {last}; действует ли сейчас, спросите{whom}."),
        format!("In force on {last}; ask whether it still is{whom}."),
    );
    Some(Line::new(depth, text).toned(Tone::Perhaps))
}

/// Why a measure is not in force.
pub(super) fn not_in_force(names: Names<'_>, why: &NotInForce) -> String {
    let said = |found: Date| day(found, names.language);
    match why {
        NotInForce::Ended(until) => {
            let last = said(until.checked_add_days(-1).unwrap_or(*until));
            names.either(format!("срок действия истек {last}"), format!("was in force until {last}"))
        }
        NotInForce::NotYet(from) => {
            let from = said(*from);
            names.either(format!("начнет действовать {from}"), format!("comes into force on {from}"))
        }
        NotInForce::Planned(None) => names.either("пока только в планах".to_owned(), "only planned".to_owned()),
        NotInForce::Planned(Some(from)) => {
            let from = said(*from);
            names.either(format!("в планах с {from}"), format!("planned from {from}"))
        }
        NotInForce::BeforeAttested(from) => {
            let from = said(*from);
            names.either(format!("до {from} сведений нет"), format!("nothing is known of it before {from}"))
        }
        NotInForce::Elsewhere(territories) => {
            let places = places(names, territories);
            names.either(format!("только для другой территории: {places}"), format!("only elsewhere: {places}"))
        }
    }
}
