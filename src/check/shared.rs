//! Conditions that several groups write with the same words: read once, checked once, kept once.

use std::{collections::HashMap, sync::Arc};

use super::{
    scope::Checker,
    term::{Term, Typed},
};
use crate::{json::Spanned, source::Span};

/// A condition that stands in several groups with the same words.
#[derive(Debug)]
pub struct Shared {
    /// Its number among all of them.
    pub number: usize,
    /// The condition, where it was written first.
    pub first: Typed,
}

impl Shared {
    /// The condition with the places that it has where it stands at `span`.
    pub fn at(&self, span: Span) -> Typed {
        let first = self.first.span.start;
        let moved = |place: u32| place.saturating_sub(first).saturating_add(span.start);
        self.first.moved(&|inner| Span::new(span.source, moved(inner.start), moved(inner.end)))
    }
}

/// What is known of the words of a condition.
#[derive(Debug)]
struct Known {
    shared: Arc<Shared>,
    /// Where the literal begins in which it was written first.
    begin: u32,
    /// How many parts were counted for it.
    parts: usize,
}

/// The conditions of groups by their words.
#[derive(Debug, Default)]
pub(super) struct Words(HashMap<String, Known>);

impl Checker<'_> {
    /// A condition of a group that is written as an expression.
    ///
    /// What it means depends on its words alone where no item and no local name is bound; what was reported about the first
    /// of equal ones would have to be reported about each, so that such are not shared.
    pub(super) fn worded_condition(&mut self, text: &Spanned<String>) -> Option<Typed> {
        let is_bound = !self.frames.is_empty() || !self.lets.is_empty();
        let is_open = !self.refused_lets.is_empty() || !self.payees.is_empty() || self.sink.is_full();
        let has_escapes = text.span.range().len() != text.value.len().saturating_add(2);
        let Some(words) = self.words.as_ref().filter(|_| !(is_bound || is_open || has_escapes)) else {
            let found = self.expression(text, None)?;
            return self.as_condition(found);
        };
        if let Some(known) = words.0.get(&text.value)
            && self.counts.has_room(known.parts)
        {
            let (shared, parts) = (known.shared.clone(), known.parts);
            let place = |place: u32| place.saturating_sub(known.begin).saturating_add(text.span.start);
            let first = shared.first.span;
            let span = Span::new(text.span.source, place(first.start), place(first.end));
            self.counts.take(parts, span, self.sink);
            return Some(standing_for(shared, span));
        }
        let before = (self.sink.len(), self.counts.parts(), self.counts.next);
        let found = self.expression(text, None)?;
        let found = self.as_condition(found)?;
        let (reports, parts, next) = before;
        if self.sink.len() != reports
            || self.counts.next != next
            || !text.span.contains(found.span)
            || !found.is_plain()
        {
            return Some(found);
        }
        let Some(Words(words)) = &mut self.words else { return Some(found) };
        let span = found.span;
        let shared = Arc::new(Shared { number: words.len(), first: found });
        let parts = self.counts.parts().saturating_sub(parts);
        words.insert(text.value.clone(), Known { shared: shared.clone(), begin: text.span.start, parts });
        Some(standing_for(shared, span))
    }
}

fn standing_for(shared: Arc<Shared>, span: Span) -> Typed {
    let (r#type, size) = (shared.first.r#type.clone(), shared.first.size);
    Typed { term: Term::Shared(shared), r#type, span, literal: false, size }
}

impl Typed {
    /// Whether it is made of values and conditions alone, without lists and items of its own.
    fn is_plain(&self) -> bool {
        match &self.term {
            Term::Boolean(_)
            | Term::Number(_)
            | Term::Date(_)
            | Term::Choice(_)
            | Term::Measure(_)
            | Term::On
            | Term::Fact(..)
            | Term::Definition(..)
            | Term::Parameter { date: None, .. } => true,
            Term::And(parts) | Term::Or(parts) | Term::Operation(_, parts) => parts.iter().all(Self::is_plain),
            Term::Not(part) | Term::OneOf(part, _) | Term::IsNone(part) => part.is_plain(),
            Term::Compare(_, left, right) => left.is_plain() && right.is_plain(),
            _ => false,
        }
    }

    /// The same with each place changed.
    ///
    /// INVARIANT: it is plain; the places inside of what is not would stay as they are.
    fn moved(&self, place: &impl Fn(Span) -> Span) -> Self {
        let part = |part: &Self| Box::new(part.moved(place));
        let parts = |parts: &[Self]| parts.iter().map(|part| part.moved(place)).collect();
        let term = match &self.term {
            Term::And(all) => Term::And(parts(all)),
            Term::Or(all) => Term::Or(parts(all)),
            Term::Operation(operation, all) => Term::Operation(*operation, parts(all)),
            Term::Not(inner) => Term::Not(part(inner)),
            Term::OneOf(inner, places) => Term::OneOf(part(inner), places.clone()),
            Term::IsNone(inner) => Term::IsNone(part(inner)),
            Term::Compare(order, left, right) => Term::Compare(*order, part(left), part(right)),
            other => other.clone(),
        };
        Self { term, r#type: self.r#type.clone(), span: place(self.span), literal: self.literal, size: self.size }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        check::{Checked, Type},
        ruleset::sample::{load, measure},
        source::SourceId,
    };

    /// The conditions of the groups of the first measures, in their order.
    fn shared(groups: &str) -> Vec<(usize, Span)> {
        let rules = load(&measure(&format!(r#""eligible_when": {groups}"#), "")).unwrap();
        let checked: &Checked = &rules.library.checked;
        let mut found = Vec::new();
        collect(&checked.measures[0].versions[0].eligible_when, &mut found);
        found
    }

    fn collect(term: &Typed, found: &mut Vec<(usize, Span)>) {
        if let Term::Shared(shared) = &term.term {
            return found.push((shared.number, term.span));
        }
        term.term.beside_lists(&mut |part| collect(part, found));
    }

    #[test]
    fn equal_words_are_one_condition_with_places_of_its_own() {
        let found = shared(r#"{ "any": ["rooms > 1", "warned", { "all": ["rooms > 1", "rooms > 2"] }] }"#);
        assert_eq!(found.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [0, 1, 0, 2]);
        let (first, again) = (found[0].1, found[2].1);
        assert!(first.end < again.start && first.end - first.start == again.end - again.start);
    }

    #[test]
    fn what_binds_items_is_not_shared() {
        let found = shared(r#"{ "any": ["count(members[age < 1]) > 0", "count(members[age < 1]) > 0", "warned"] }"#);
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn a_mistake_is_told_of_each_place() {
        let refused =
            load(&measure(r#""eligible_when": { "any": ["roms > 1", { "not": { "all": ["roms > 1"] } }] }"#, ""));
        assert_eq!(refused.unwrap_err().matches("nothing is called `roms` here").count(), 2);
    }

    #[test]
    fn each_part_moves_with_the_whole() {
        let place = |start: u32, end: u32| Span::new(SourceId::from_raw(1), start, end);
        let part = |start: u32| Box::new(Typed::new(Term::Boolean(true), Type::Boolean, place(start, start + 1)));
        let not = Typed::new(Term::Not(part(14)), Type::Boolean, place(10, 15));
        let moved = Shared { number: 0, first: not }.at(Span::new(SourceId::from_raw(2), 110, 115));
        let Term::Not(inner) = &moved.term else { panic!() };
        assert_eq!((inner.span, moved.span.start), (Span::new(SourceId::from_raw(2), 114, 115), 110));
    }
}
