//! Definitions: a body of any type, of the family, a member or a record.

use std::sync::Arc;

use super::{
    checked::CheckedDefinition,
    declare::{MOST_NUMBER, parse_range},
    kind::Type,
    parameter::rounding,
    scope::{Checker, Subject},
    symbol::{Entity, ListSymbol, NumberRange},
    term::{Binding, Item, List, Operation, Owner, Term, Typed},
};
use crate::{
    diagnostic::{Code, Diagnostic, did_you_mean},
    document::{Definition, Version},
    json::Spanned,
    source::Span,
    value::{Number, Unit},
};

/// The declarations of one definition over all files: the whole one first.
pub(super) type Written<'a> = [(&'a Spanned<String>, &'a Definition)];

impl Checker<'_> {
    /// To what a definition belongs.
    pub fn entity(&mut self, definition: &Definition) -> Option<Entity> {
        let Some(of) = &definition.of else { return Some(Entity::Family) };
        match of.value.as_str() {
            "family" => Some(Entity::Family),
            "member" => Some(Entity::Member),
            name => {
                if let Some(list) = self.symbols.list_names.get(name) {
                    return Some(Entity::Record(list.id));
                }
                let known = ["family", "member"].into_iter().chain(self.symbols.list_names.keys().map(String::as_str));
                let help = did_you_mean(name, known, "entities");
                let message =
                    format!("a definition is `of` the family, a member or a record list, and not of `{name}`");
                self.fail(Diagnostic::error(Code::UnknownName, of.span, message).help(help))
            }
        }
    }

    /// A definition with its names resolved.
    pub fn definition(&mut self, name: &Spanned<String>, written: &Written<'_>) -> Option<CheckedDefinition> {
        let (_, whole) = written.first()?;
        let entity = self.entity(whole)?;
        let binding = match entity {
            Entity::Family => None,
            Entity::Member => Some((Subject::Member, "member")),
            Entity::Record(list) => Some((Subject::Record(list), "record")),
        };
        let bound = binding.map(|(subject, default)| {
            if let Some(alias) = &whole.r#as {
                self.check_alias(&alias.value, alias.span);
            }
            let alias = whole.r#as.as_ref().map_or(default, |alias| alias.value.as_str());
            self.bind(alias, subject, true)
        });
        let body = self.body(name, written);
        let told = match &whole.told_as {
            Some(text) => self.expression(text, None).map(|told| (told, text.span)),
            None => None,
        };
        let body = body.and_then(|body| self.told_as(body, told, bound));
        if bound.is_some() {
            self.unbind();
        }
        let body = self.finished(body?, whole)?;
        if matches!(body.r#type, Type::Member | Type::Record(_) | Type::Text) {
            let message = format!("`{}` would be {}, which no definition can keep", name.value, body.r#type);
            return self.fail(
                Diagnostic::error(Code::TypeMismatch, body.span, message)
                    .help("give a condition, a number, a date, a named value or a list"),
            );
        }
        // The title is what a reader is told of the condition as a whole.
        let body = if body.r#type == Type::Boolean {
            self.labelled(body, whole.title.as_ref(), whole.legal_basis.as_deref(), name.span)
        } else {
            body
        };
        let range = match &whole.range {
            None => None,
            Some(text) => parse_range(text, self.sink).map(|(low, high)| {
                let low = low.unwrap_or_else(|| Number::from(MOST_NUMBER).negated());
                (NumberRange { low, high: high.unwrap_or_else(|| Number::from(MOST_NUMBER)) }, text.span)
            }),
        };
        if whole.circumstance == Some(true) && (entity != Entity::Family || body.r#type != Type::Boolean) {
            self.sink.push(
                Diagnostic::error(Code::TypeMismatch, name.span, "a circumstance is a condition of the family")
                    .help("count the members for whom it holds, such as `count(members[…]) >= 1`"),
            );
        }
        Some(CheckedDefinition {
            name: name.value.clone(),
            entity,
            binding: bound.unwrap_or(Binding(u32::MAX)),
            title: whole.title.clone(),
            circumstance: whole.circumstance == Some(true),
            need: None,
            territorial: whole.territorial == Some(true),
            r#type: body.r#type.clone(),
            range,
            body,
            span: name.span,
        })
    }

    fn body(&mut self, name: &Spanned<String>, written: &Written<'_>) -> Option<Typed> {
        let (_, whole) = written.first()?;
        let more: Vec<&Version> =
            written.iter().skip(1).flat_map(|(_, other)| other.versions.iter().flatten()).collect();
        let own = if let Some(is) = &whole.is {
            Some(self.clause(is, None)?)
        } else if let Some(branches) = &whole.choose {
            Some(self.branches(branches, name.span, None)?)
        } else if let Some(readings) = &whole.readings {
            let readings: Vec<_> = readings.iter().collect();
            Some(self.readings(&readings, whole.default.as_ref(), name.span, None)?)
        } else {
            None
        };
        let Some(own) = own else {
            let mut versions: Vec<&Version> = whole.versions.iter().flatten().collect();
            versions.extend(more);
            return self.versions(&versions, whole.by.as_ref(), name.span, None);
        };
        if more.is_empty() {
            return Some(own);
        }
        // Other files add versions for their territories to a text written without versions.
        let versions = self.versions(&more, None, name.span, None)?;
        self.unify(&own, &versions, name.span)?;
        let Term::Versions(mut found) = versions.term else {
            return self.fail(
                Diagnostic::error(
                    Code::TypeMismatch,
                    name.span,
                    "only a condition or a value takes versions from other files",
                )
                .help("write the versions of a list where it is declared"),
            );
        };
        found.otherwise = Some(own.clone());
        let Typed { r#type, span, literal, .. } = own;
        Some(Typed { literal, ..Typed::new(Term::Versions(found), r#type, span) })
    }

    /// The unit and the rounding that the file writes.
    fn finished(&mut self, body: Typed, whole: &Definition) -> Option<Typed> {
        let body = match &whole.unit {
            Some(unit) => self.with_unit(body, unit)?,
            None => body,
        };
        let Some(round) = &whole.round else { return Some(Typed { literal: false, ..body }) };
        let rounding = rounding(round, self.sink)?;
        if !matches!(body.r#type, Type::Number(_)) {
            let message = format!("only numbers are rounded, and this is {}", body.r#type);
            return self.fail(Diagnostic::error(Code::TypeMismatch, round.to.span, message));
        }
        let (kind, span) = (body.r#type.clone(), body.span);
        Some(Typed::new(Term::Operation(Operation::Round(rounding), vec![body]), kind, span))
    }

    /// A written unit may rename, drop or add the time part of a unit, and nothing else.
    pub fn with_unit(&mut self, body: Typed, written: &Spanned<String>) -> Option<Typed> {
        let unit = match written.value.parse::<Unit>() {
            Ok(unit) => unit,
            Err(error) => return self.fail(Diagnostic::error(Code::InvalidUnit, written.span, error.to_string())),
        };
        match &body.r#type {
            Type::Number(found) if body.literal || found.same_but_time(&unit) => {
                Some(Typed { r#type: Type::Number(unit), ..body })
            }
            Type::Number(found) => {
                let message = format!("the number comes out in {found}, and {unit} is written");
                self.fail(
                    Diagnostic::error(Code::UnitMismatch, written.span, message)
                        .also(body.span, "computed here")
                        .help("a written unit may rename the time in it (`RUB` and `RUB/month`), not more"),
                )
            }
            kind => {
                let message = format!("a unit is written, and this is {kind}");
                self.fail(Diagnostic::error(Code::UnitMismatch, written.span, message).help("leave `unit` out"))
            }
        }
    }

    /// What is told in place of a record list.
    fn told_as(&mut self, body: Typed, told: Option<(Typed, Span)>, bound: Option<Binding>) -> Option<Typed> {
        let Some((told, span)) = told else { return Some(body) };
        let told_kind = Typed { r#type: told.r#type.clone(), ..told.clone() };
        let same = match (&body.r#type, &told_kind.r#type) {
            (Type::Number(a), Type::Number(b)) => told.literal || a.same_but_time(b),
            (a, b) => a == b,
        };
        if !same {
            self.unify(&body, &told, span)?;
        }
        let Some((list, of)) = own_list(&body, bound) else {
            return self.fail(
                Diagnostic::error(
                    Code::TypeMismatch,
                    span,
                    "`told_as` stands for a record list, and this reads none of its own",
                )
                .help("leave `told_as` out, or read a list of the same member (or of the family) in `is`"),
            );
        };
        let (kind, span) = (body.r#type.clone(), body.span);
        let term = Term::ToldAs { value: Box::new(body), told: Box::new(told), list, of };
        Some(Typed::new(term, kind, span))
    }
}

/// The first record list of its own that a definition reads: of the bound member, or of the family.
fn own_list(found: &Typed, bound: Option<Binding>) -> Option<(Arc<ListSymbol>, Item)> {
    let mut first = None;
    found.each(&mut |part| {
        for list in part.lists() {
            list.each(&mut |list| {
                let List::Records(symbol, owner) = list else { return };
                let own = match (owner, bound) {
                    (Owner::Of(Item::Bound(owner)), Some(bound)) if *owner == bound => Item::Bound(*owner),
                    (Owner::All, None) if !symbol.in_member => Item::Family,
                    _ => return,
                };
                first.get_or_insert_with(|| (symbol.clone(), own));
            });
        }
    });
    first
}

#[cfg(test)]
mod tests {
    use crate::ruleset::sample::refusal;

    fn with_unit(unit: &str, is: &str) -> String {
        let definition = format!(r#", "cost": {{ "of": "family", "unit": "{unit}", "is": "{is}" }}"#);
        refusal("cost > 0", &definition)
    }

    #[test]
    fn a_written_unit_changes_only_the_time_in_it() {
        assert_eq!(with_unit("RUB", "rent"), "nothing");
        assert_eq!(with_unit("RUB/day", "rent / 30"), "nothing");
        assert!(with_unit("1", "rent").contains("unit"));
        assert!(with_unit("week", "rent").contains("unit"));
    }

    #[test]
    fn numbers_of_different_units_do_not_stand_side_by_side() {
        assert!(refusal("rent > rooms", "").contains("a number in RUB/month stands beside a number without unit"));
        assert!(refusal("rent > 100", "").contains("write it as a parameter"));
        assert_eq!(refusal("rent > 0 and applicant.age > 18", ""), "nothing");
        assert!(refusal("applicant.birth_date > 18", "").contains("a day is written"));
    }

    #[test]
    fn branches_have_one_type() {
        assert!(refusal("(if warned then rooms else on) = rooms", "").contains("stands beside"));
        assert_eq!(refusal("(if warned then rent else 0) > 0", ""), "nothing");
        let several = |first: &str, second: &str| {
            let choose = format!(
                r#", "cost": {{ "choose": [{{ "when": "warned", "is": "{first}" }}, {{ "when": "poor", "is": "{second}" }}, {{ "otherwise": "0" }}] }}"#
            );
            refusal("cost > cost", &choose)
        };
        assert_eq!(several("rent", "2 * rent"), "nothing");
        assert!(several("applicant.age", "rent").contains("stands beside"));
    }

    #[test]
    fn a_circumstance_is_a_condition_of_the_family() {
        let circumstance = |what: &str| refusal("poor", &format!(r#", "known": {{ "circumstance": true, {what} }}"#));
        assert_eq!(circumstance(r#""is": "warned""#), "nothing");
        for what in [r#""is": "rooms""#, r#""of": "member", "is": "age > 3""#] {
            assert!(circumstance(what).contains("a circumstance is a condition of the family"), "{what}");
        }
    }

    #[test]
    fn a_choice_gives_no_written_list() {
        let found = refusal("count(if warned then [1, 2] else [3]) = 1", "");
        assert!(found.contains("a choice gives a condition, one value, or a list"), "{found}");
        assert_eq!(refusal("count(if warned then members else members[working]) = 1", ""), "nothing");
    }

    #[test]
    fn a_sum_has_the_unit_of_its_parts() {
        assert_eq!(refusal("applicant.age > 1 + 2", ""), "nothing");
        for sum in ["rooms + 1", "1 + rooms", "1 - rooms"] {
            let found = refusal(&format!("applicant.age > {sum}"), "");
            assert!(found.contains("stands beside"), "{sum}: {found}");
        }
    }

    #[test]
    fn what_stands_for_records_stands_for_those_of_its_own() {
        let told = |is: &str| refusal("cost", &format!(r#", "cost": {{ "is": "{is}", "told_as": "poor" }}"#));
        assert_eq!(told("count(notes) > 1"), "nothing");
        assert!(told("count(members.income) > 1").contains("reads none of its own"));
        assert!(told("count(members) > 1").contains("reads none of its own"));
    }
}
