//! Lists: filters, quantifiers, `for`, paths over lists.

use super::{
    kind::Type,
    scope::{Checker, Subject},
    symbol::Entity,
    term::{Item, List, Owner, Term, Typed},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    feel::{Expr, ExprKind, Name},
    source::Span,
};

impl Checker<'_> {
    /// `list[condition]`: the facts of the item are read by their bare names.
    pub fn filter(&mut self, list: &Expr, condition: &Expr, span: Span) -> Option<Typed> {
        let list = self.infer(list, None)?;
        if let ExprKind::Number(_) = condition.kind {
            let place = self.place(&condition.range);
            return self.fail(
                Diagnostic::error(Code::TypeMismatch, place, "lists have no order, so there is no first or last item")
                    .help("choose the item by a condition, such as `members[birth_order = 1]`"),
            );
        }
        let (items, subject) = self.subject_of(&list)?;
        if let List::Literal(_) = items {
            return self.fail(
                Diagnostic::error(Code::TypeMismatch, list.span, "a list that is written out is not filtered")
                    .help("write only the values that are meant"),
            );
        }
        let binding = self.bind("item", subject, true);
        let condition = self.condition_of(condition);
        self.unbind();
        let filtered = List::Filter(Box::new(items), binding, Box::new(condition?));
        Some(Typed::new(Term::List(Box::new(filtered)), list.r#type, span))
    }

    /// `some x in list satisfies …`, `every x in list satisfies …`; several names nest.
    pub fn quantified(
        &mut self,
        every: bool,
        bindings: &[(Name, Expr)],
        satisfies: &Expr,
        span: Span,
    ) -> Option<Typed> {
        let Some(((name, list), rest)) = bindings.split_first() else {
            return self.condition_of(satisfies);
        };
        let list = self.infer(list, None)?;
        let (items, subject) = self.subject_of(&list)?;
        let place = self.place(&name.range);
        self.check_alias(&name.text, place);
        if let List::Literal(values) = items {
            let parts = self.for_values(&name.text, values, |checker| checker.quantified(every, rest, satisfies, span));
            let term = if every { Term::And(parts?) } else { Term::Or(parts?) };
            return Some(Typed::new(term, Type::Boolean, span));
        }
        let binding = self.bind(name.text.clone(), subject, false);
        let satisfies = self.quantified(every, rest, satisfies, span);
        self.unbind();
        let term = Term::Quantified { every, list: Box::new(items), binding, satisfies: Box::new(satisfies?) };
        Some(Typed::new(term, Type::Boolean, span))
    }

    /// `for x in list return value`.
    pub fn for_each(&mut self, bindings: &[(Name, Expr)], result: &Expr, span: Span) -> Option<Typed> {
        let [(name, list)] = bindings else {
            return self.fail(
                Diagnostic::error(Code::TooManyScopes, span, "`for` goes through one list here")
                    .help("sum or count the inner list in a definition of its own first"),
            );
        };
        let list = self.infer(list, None)?;
        let (items, subject) = self.subject_of(&list)?;
        let place = self.place(&name.range);
        self.check_alias(&name.text, place);
        if let List::Literal(values) = items {
            let values = self.for_values(&name.text, values, |checker| checker.infer(result, None))?;
            return self.written_out(values, span);
        }
        let binding = self.bind(name.text.clone(), subject, false);
        let value = self.infer(result, None);
        self.unbind();
        self.mapped(items, binding, value?, span)
    }

    /// The value of each item of a list, as a list; where each item gives members they are put together.
    fn mapped(&mut self, items: List, binding: super::term::Binding, value: Typed, span: Span) -> Option<Typed> {
        match &value.r#type {
            Type::List(item) if **item == Type::Member => {
                let Term::List(inner) = value.term else { return None };
                let kind = Type::List(Box::new(Type::Member));
                let list = List::Gathered(Box::new(items), binding, inner);
                Some(Typed::new(Term::List(Box::new(list)), kind, span))
            }
            Type::List(_) | Type::Member | Type::Record(_) => {
                let message = format!("each item gives {}, and a list holds plain values", value.r#type);
                self.fail(
                    Diagnostic::error(Code::TypeMismatch, span, message)
                        .help("count or sum the inner list in a definition of the member first"),
                )
            }
            kind => {
                let kind = Type::List(Box::new(kind.clone()));
                let literal = value.literal;
                let list = List::Map(Box::new(items), binding, Box::new(value));
                Some(Typed { literal, ..Typed::new(Term::List(Box::new(list)), kind, span) })
            }
        }
    }

    /// `[a, b, c]`.
    pub fn list_of(&mut self, items: &[Expr], span: Span, expected: Option<&Type>) -> Option<Typed> {
        let expected = expected.and_then(Type::item);
        let values: Vec<Option<Typed>> = items.iter().map(|item| self.infer(item, expected)).collect();
        self.written_out(values.into_iter().collect::<Option<_>>()?, span)
    }

    /// What is found for each value of a list that is written out: the name stands for one after the other.
    fn for_values(
        &mut self,
        name: &str,
        values: Vec<Typed>,
        mut find: impl FnMut(&mut Self) -> Option<Typed>,
    ) -> Option<Vec<Typed>> {
        let mut found = Vec::new();
        for value in values {
            self.lets.push((name.to_owned(), value));
            let one = find(self);
            self.lets.pop();
            // The others have the same mistakes.
            found.push(one?);
        }
        Some(found)
    }

    /// A list of these values.
    fn written_out(&mut self, values: Vec<Typed>, span: Span) -> Option<Typed> {
        let mut kind = values.first().map_or_else(Type::bare, |value| value.r#type.clone());
        let mut literal = true;
        let mut witness: Option<Typed> = None;
        for value in &values {
            if let Some(before) = &witness {
                kind = self.unify(before, value, value.span)?;
            }
            if witness.is_none() || !value.literal {
                witness = Some(value.clone());
            }
            literal &= value.literal;
        }
        let list = Term::List(Box::new(List::Literal(values)));
        Some(Typed { literal, ..Typed::new(list, Type::List(Box::new(kind)), span) })
    }

    /// A path over a list reads the name from every item; record lists of members are put together.
    pub fn path_over(&mut self, base: &Typed, name: &str, span: Span, place: Span) -> Option<Typed> {
        let (items, subject) = self.subject_of(base)?;
        match &subject {
            Subject::Member => {
                if let Some(list) = self.symbols.list_names.get(name)
                    && list.owned
                {
                    let kind = Type::List(Box::new(Type::Record(list.id)));
                    let records = List::Records(list.clone(), Owner::In(Box::new(items)));
                    return Some(Typed::new(Term::List(Box::new(records)), kind, span));
                }
                let binding = self.bind("", subject, false);
                let value = self.of_member(Item::Bound(binding), name, span, place);
                self.unbind();
                self.mapped(items, binding, value?, span)
            }
            Subject::Record(list) => {
                let list = *list;
                let binding = self.bind("", subject, false);
                let found = self.of_item(Entity::Record(list), Item::Bound(binding), name, span);
                let value = found.or_else(|| self.unknown_part(Entity::Record(list), name, place));
                self.unbind();
                self.mapped(items, binding, value?, span)
            }
            Subject::Value(kind) => {
                let message = format!("`{name}` cannot be read from {kind}");
                let help = "write `for x in list return …` to compute something of each value";
                self.fail(Diagnostic::error(Code::TypeMismatch, place, message).help(help))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        assessment::Answer,
        ruleset::sample::{holds, refusal},
    };

    const CHILD: &str = r#"}, { "id": "bob", "relation": "child", "birth_date": "2020-01-01", "parents": ["ada"] }"#;

    #[test]
    fn a_bare_name_in_a_filter_is_the_items() {
        assert_eq!(holds("count(members[relation = child]) = 1", "", CHILD), Answer::True);
        assert_eq!(holds("count(members[applicant.relation = child]) = 0", "", CHILD), Answer::True);
    }

    #[test]
    fn lists_have_no_first_item() {
        assert!(refusal("count(members[1]) = 1", "").contains("lists have no order"));
    }

    #[test]
    fn a_path_over_a_list_reads_each_item() {
        assert_eq!(holds("max(date(1900, 1, 1), members.birth_date) >= date(2020, 1, 1)", "", CHILD), Answer::True);
        assert_eq!(holds("applicant in members.parents", "", CHILD), Answer::True);
        assert!(refusal("count(for m in members return m.cars) = 1", "").contains("a list holds plain values"));
    }

    #[test]
    fn quantifiers_nest_without_pairs_where_the_inner_asks_nothing_of_the_outer() {
        let nested =
            "some a in members satisfies some b in members satisfies some c in members satisfies c.relation = child";
        assert_eq!(holds(nested, "", CHILD), Answer::True);
        let three = "some a in members satisfies some b in members satisfies some c in members satisfies
            (a in b.parents) = (b in c.parents)";
        assert!(refusal(&three.replace('\n', " "), "").contains("three items at once"));
    }
}
