//! What the silence of a fact means: when it applies, what is presumed, how it is derived.

use std::sync::Arc;

use super::{
    checked::{CheckedFact, Standing},
    kind::Type,
    scope::{Checker, Subject},
    symbol::{Entity, FactSymbol},
    term::{Binding, Term, Typed},
};
use crate::{
    diagnostic::{Code, Diagnostic, did_you_mean},
    document::Fact,
    json::Spanned,
    value::{Date, Number},
};

impl Checker<'_> {
    /// A fact with its clauses.
    pub fn fact(&mut self, symbol: &Arc<FactSymbol>, written: &Fact) -> CheckedFact {
        let subject = match symbol.entity {
            Entity::Family => None,
            Entity::Member => Some((Subject::Member, "member")),
            Entity::Record(list) => Some((Subject::Record(list), "record")),
        };
        let binding = match subject {
            Some((subject, alias)) => self.bind(alias, subject, true),
            None => Binding(u32::MAX),
        };
        let applies_when = written.applies_when.as_ref().and_then(|clause| self.condition(clause));
        let derive = written.derive.as_ref().and_then(|text| self.derived(symbol, text));
        if binding != Binding(u32::MAX) {
            self.unbind();
        }
        let otherwise = written.otherwise.as_ref().and_then(|text| self.standing(symbol, text));
        let presumed = written.presumed.as_ref().and_then(|text| self.presumed(symbol, text));
        if let (Some(presumed), Some(_)) = (&written.presumed, &written.derive) {
            let message = format!("`{}` is derived wherever it is not told, so nothing is presumed of it", symbol.name);
            let help = "keep `derive` or `presumed`; a value for where the fact does not apply is `otherwise`";
            self.sink.push(Diagnostic::error(Code::ExactlyOneForm, presumed.span, message).help(help));
        }
        if let (Some(_), None) = (&applies_when, &otherwise) {
            let message = format!("`{}` does not say what it is where it does not apply", symbol.name);
            self.sink.push(
                Diagnostic::error(Code::MissingKey, symbol.span, message)
                    .help("write `\"otherwise\": \"false\"`, `\"none\"` or another value"),
            );
        }
        CheckedFact { symbol: symbol.clone(), binding, applies_when, otherwise, presumed, derive }
    }

    /// What derives a value: nobody, for persons are told.
    fn derived(&mut self, symbol: &FactSymbol, text: &Spanned<String>) -> Option<Typed> {
        if let Type::Member | Type::List(_) = symbol.r#type {
            let message = format!("`{}` names persons, and persons are told, never derived", symbol.name);
            let help = "leave out `derive`; a condition reads the persons it means as `members[…]`";
            return self.fail(Diagnostic::error(Code::InvalidValue, text.span, message).help(help));
        }
        let found = self.expression(text, Some(&symbol.r#type))?;
        let declared = Typed::new(Term::On, symbol.r#type.clone(), symbol.span);
        self.unify(&declared, &found, text.span)?;
        Some(found)
    }

    /// A value written as text.
    fn standing(&mut self, symbol: &FactSymbol, text: &Spanned<String>) -> Option<Standing> {
        let value = text.value.as_str();
        let choice = match symbol.r#type {
            Type::Choice(enumeration) => self.symbols.choice(enumeration, value).map(Standing::Choice),
            _ => None,
        };
        let found = choice.or_else(|| match (&symbol.r#type, value) {
            (_, "none") if symbol.optional => Some(Standing::None),
            (Type::List(_), "[]" | "none") => Some(Standing::Nobody),
            (Type::Boolean, "true") => Some(Standing::Truth(true)),
            (Type::Boolean, "false") => Some(Standing::Truth(false)),
            (Type::Number(_), text) => Number::parse(text).map(Standing::Number),
            (Type::Date, text) => text.parse::<Date>().ok().map(Standing::Date),
            _ => None,
        });
        if found.is_none() {
            let help = match &symbol.r#type {
                Type::Choice(enumeration) => {
                    let known = self.symbols.enumerations.get(*enumeration);
                    did_you_mean(
                        value,
                        known.into_iter().flat_map(|known| known.values.iter().map(String::as_str)),
                        "values",
                    )
                }
                Type::Boolean => "write `true` or `false`".to_owned(),
                Type::List(_) => "write `[]`".to_owned(),
                _ if !symbol.optional => "`none` needs `\"optional\": true`".to_owned(),
                _ => "write `none` or a value of the fact".to_owned(),
            };
            let message = format!("`{value}` is no value of `{}`", symbol.name);
            self.sink.push(Diagnostic::error(Code::InvalidValue, text.span, message).help(help));
        }
        found
    }

    /// Only absence is presumed: nobody is given a status that they did not tell.
    fn presumed(&mut self, symbol: &FactSymbol, text: &Spanned<String>) -> Option<Standing> {
        let found = self.standing(symbol, text)?;
        let none = match (found, &symbol.r#type) {
            (Standing::Choice(place), Type::Choice(enumeration)) => {
                self.symbols.choice(*enumeration, "none") == Some(place)
            }
            (found, _) => matches!(found, Standing::None | Standing::Nobody | Standing::Truth(_)),
        };
        if none {
            return Some(found);
        }
        let message = format!("`{}` cannot be presumed", text.value);
        self.fail(
            Diagnostic::error(Code::InvalidValue, text.span, message)
                .help("what ordinary people never mention is presumed: `false`, `none` or `[]`"),
        )
    }
}
