//! Records in words: what was told of one record stands together.

use super::{
    fact::{of_whom, subject, value},
    form::small,
};
use crate::{
    assessment::{Holder, Seen},
    explain::names::Names,
    family::ToldValue,
};

/// Records of one list that are told one by one; more are counted.
const FEW: usize = 3;

/// Records, each in its own text: «что уже назначено: Материнский (семейный) капитал, Sonya».
pub(super) fn told(names: Names<'_>, seen: &[&Seen]) -> Vec<String> {
    let mut records: Vec<(Holder, Vec<&Seen>)> = Vec::new();
    for seen in seen {
        match records.iter_mut().find(|(holder, _)| *holder == seen.holder) {
            Some((_, fields)) => fields.push(seen),
            None => records.push((seen.holder, vec![seen])),
        }
    }
    let list = |fields: &[&Seen]| fields.first().map(|seen| subject(names, seen.fact)).unwrap_or_default();
    let mut texts: Vec<String> = Vec::new();
    for (holder, fields) in &records {
        let own = list(fields);
        let same = records.iter().filter(|(other, fields)| other.member == holder.member && list(fields) == own);
        let count = same.count();
        let said: Vec<String> = fields.iter().filter_map(|seen| field(names, seen)).collect();
        let text = if count > FEW {
            names.either(format!("{own} (записей: {count})"), format!("{own} ({count} records)"))
        } else if said.is_empty() {
            own
        } else {
            format!("{own}: {}", said.join(", "))
        };
        let text = of_whom(names, holder.member, &text);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

/// A field of a record: the value says enough, a yes-or-no needs its words.
fn field(names: Names<'_>, seen: &Seen) -> Option<String> {
    let symbol = names.fact(seen.fact)?;
    match seen.value? {
        ToldValue::None | ToldValue::Members(0) => None,
        ToldValue::Truth(truth) => {
            let words = names.assessment.library.catalogue.fact(seen.fact);
            let state = words.states.as_ref().map(|states| if truth { &states.yes } else { &states.no });
            let title = words.title.as_ref().filter(|_| truth);
            state.or(title).map(|text| small(names.say(text)))
        }
        found => Some(value(names, symbol, found)).filter(|text| !text.is_empty()),
    }
}
