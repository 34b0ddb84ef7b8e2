//! Lists: filters, quantifiers, `for`, paths over lists.

use super::{
    kind::Type,
    scope::{Checker, Subject},
    symbol::Entity,
    term::{Item, List, Owner, Term, Typed, Written},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    feel::{Expr, ExprKind, Name},
    source::Span,
};

/// The most written values that the loops of one expression go through.
const MOST_STEPS: usize = 4_096;

impl Checker<'_> {
    /// `list[condition]`: the facts of the item are read by their bare names.
    pub fn filter(&mut self, list: &Expr, condition: &Expr, span: Span) -> Option<Typed> {
        let list = self.infer(list, None)?;
        if is_place(condition) {
            let place = self.place(&condition.range);
            return self.fail(
                Diagnostic::error(Code::TypeMismatch, place, "lists have no order, so there is no first or last item")
                    .help("choose the item by a condition, such as `members[birth_order = 1]`"),
            );
        }
        let (items, subject) = self.subject_of(&list)?;
        if let List::Literal(values) = items {
            let conditions = self.for_values("item", &values, span, |checker| checker.condition_of(condition))?;
            let kept = values.into_iter().zip(conditions).map(|(value, condition)| value.only(condition)).collect();
            let term = Term::List(Box::new(List::Literal(kept)));
            return Some(Typed { literal: list.literal, ..Typed::new(term, list.r#type, span) });
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
            let parts =
                self.for_values(&name.text, &values, span, |checker| checker.quantified(every, rest, satisfies, span))?;
            let parts = values.iter().zip(parts);
            let term = if every {
                Term::And(parts.map(|(value, holds)| value.unless_there(holds)).collect())
            } else {
                Term::Or(parts.map(|(value, holds)| value.there(holds)).collect())
            };
            return Some(Typed::new(term, Type::Boolean, span));
        }
        let binding = self.bind(name.text.clone(), subject, false);
        let satisfies = self.quantified(every, rest, satisfies, span);
        self.unbind();
        let term = Term::Quantified { every, list: Box::new(items), binding, satisfies: Box::new(satisfies?) };
        Some(Typed::new(term, Type::Boolean, span))
    }

    /// `for x in list return value`; several names nest where the lists are written out.
    pub fn for_each(&mut self, bindings: &[(Name, Expr)], result: &Expr, span: Span) -> Option<Typed> {
        let Some(((name, list), rest)) = bindings.split_first() else {
            return self.infer(result, None);
        };
        let list = self.infer(list, None)?;
        let (items, subject) = self.subject_of(&list)?;
        let place = self.place(&name.range);
        self.check_alias(&name.text, place);
        if let List::Literal(values) = items {
            let found = self.for_values(&name.text, &values, span, |checker| checker.for_each(rest, result, span))?;
            let found = values.iter().zip(found);
            if rest.is_empty() {
                return self.written_out(found.map(|(value, found)| value.with(found)).collect(), span);
            }
            return self.put_together(found, span);
        }
        if !rest.is_empty() {
            return self.one_list_only(span);
        }
        let binding = self.bind(name.text.clone(), subject, false);
        let value = self.infer(result, None);
        self.unbind();
        self.mapped(items, binding, value?, span)
    }

    /// The written lists that an outer loop gives, as one; a value is in it where its item is in the outer list too.
    fn put_together<'v>(&mut self, found: impl Iterator<Item = (&'v Written, Typed)>, span: Span) -> Option<Typed> {
        let mut values = Vec::new();
        for (outer, inner) in found {
            let Term::List(list) = inner.term else { return self.one_list_only(span) };
            let List::Literal(inner) = *list else { return self.one_list_only(span) };
            for value in inner {
                values.push(match &outer.when {
                    Some(when) => value.only(self.copied(when)?),
                    None => value,
                });
            }
        }
        self.written_out(values, span)
    }

    fn one_list_only<T>(&mut self, span: Span) -> Option<T> {
        self.fail(
            Diagnostic::error(Code::TooManyScopes, span, "`for` goes through one list of the family at a time")
                .help("sum or count the inner list in a definition of its own first"),
        )
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
        let values = values.into_iter().map(|value| value.map(|value| Written { value, when: None }));
        self.written_out(values.collect::<Option<_>>()?, span)
    }

    /// What is found for each value of a list that is written out: the name stands for one after the other.
    fn for_values(
        &mut self,
        name: &str,
        values: &[Written],
        span: Span,
        mut find: impl FnMut(&mut Self) -> Option<Typed>,
    ) -> Option<Vec<Typed>> {
        let mut found = Vec::new();
        for Written { value, .. } in values {
            // What stands in a value is written again wherever its name stands, so that each part counts.
            value.each(&mut |_| self.steps = self.steps.saturating_add(1));
            if self.steps > MOST_STEPS {
                let message = format!("these loops go through more than {MOST_STEPS} written values");
                let help = "shorten the lists, or put the inner loop into a definition";
                return self.fail(Diagnostic::error(Code::TooManyScopes, span, message).help(help));
            }
            self.bind(name, Subject::Written(Box::new(value.clone())), false);
            let one = find(self);
            self.unbind();
            // The others have the same mistakes.
            found.push(one?);
        }
        Some(found)
    }

    /// A list of these values.
    fn written_out(&mut self, values: Vec<Written>, span: Span) -> Option<Typed> {
        let mut kind = values.first().map_or_else(Type::bare, |written| written.value.r#type.clone());
        let mut literal = true;
        let mut witness: Option<Typed> = None;
        for Written { value, .. } in &values {
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
            Subject::Value(_) | Subject::Written(_) => {
                let message = format!("`{name}` cannot be read from the values of {}", base.r#type);
                let help = "write `for x in list return …` to compute something of each value";
                self.fail(Diagnostic::error(Code::TypeMismatch, place, message).help(help))
            }
        }
    }
}

/// Whether what stands in brackets is the place of an item: the first is 1, the last -1.
fn is_place(tree: &Expr) -> bool {
    match &tree.kind {
        ExprKind::Number(_) => true,
        ExprKind::Negate(inner) => is_place(inner),
        _ => false,
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
    fn a_written_list_is_filtered_and_gone_through() {
        let all = [
            "count([1, 2, 3][item > 1]) = 2 and sum([1, 2, 3][item > 1]) = 5",
            "max([1, 2, 3][item < 3]) = 2 and min(9, [1, 2][item > 2]) = 9",
            "2 in [1, 2, 3][item > 1] and not(1 in [1, 2, 3][item > 1])",
            "every x in [1, 2, 3][item > 1] satisfies x > 1",
            "sum(for x in [1, 2][item > 1], y in [x, 10] return x * y) = 24",
            "some x in [1, 2] satisfies count([1, 2][item > x]) = 1",
            "count([rooms, 2][item > 3]) = 1",
        ];
        for asked in all {
            assert_eq!(holds(asked, r#""rooms": 4,"#, CHILD), Answer::True, "{asked}");
        }
        let inner = "count(members[count([1, 2][item > 1]) = 1]) = 2";
        assert_eq!(holds(inner, "", CHILD), Answer::True);
        assert_eq!(holds("count([rooms, 2][item > 1]) = 1", "", CHILD), Answer::Unknown);
        assert!(refusal("min([rooms, 2][item > 3]) = 1", "").contains("the list may be empty"));
        assert!(refusal("count([1, 2][-1]) = 1", "").contains("lists have no order"));
    }

    #[test]
    fn loops_over_written_lists_have_a_bound() {
        let ten = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";
        let loops: Vec<String> = ["a", "b", "c", "d"].iter().map(|name| format!("{name} in {ten}")).collect();
        let asked = format!("some {} satisfies a + b + c + d > 36", loops.join(", "));
        assert!(refusal(&asked, "").contains("more than 4096 written values"));
    }

    #[test]
    fn values_that_double_have_a_bound() {
        let name = |at: usize| format!("v{}", "x".repeat(at));
        let level = |at: usize| format!("some {} in [{} + {}] satisfies ", name(at + 1), name(at), name(at));
        let levels: String = (0..16).map(level).collect();
        assert!(
            refusal(&format!("some v in [1] satisfies {levels} true"), "").contains("more than 4096 written values")
        );
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
