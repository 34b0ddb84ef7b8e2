//! Lists: a condition over the items of an axis, never a copy.

use super::{Kind, Lowering, Op, Ref, Slot, Variable};
use crate::{
    check::{Aggregate, Binding, FactSymbol, Item, List, Owner, Typed},
    program::node::Axis,
    source::Span,
};

/// The items of a list: those of an axis for which the mask holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Selected {
    /// Stands for the item.
    pub variable: Variable,
    /// Which items are in the list; all of them where there is none.
    pub mask: Option<Ref>,
    /// The value of an item, in a list of values.
    pub value: Option<Ref>,
    /// The member whose records they are, where they are grouped.
    pub owner: Option<Slot>,
}

impl Lowering<'_> {
    /// The items of a list.
    pub fn list(&mut self, list: &List) -> Option<Selected> {
        match list {
            List::Members => Some(self.items(Axis::Member)),
            List::Records(symbol, owner) => {
                let mut selected = self.items(Axis::Record(symbol.id));
                match owner {
                    Owner::All => {}
                    Owner::Of(item) => selected.owner = Some(self.slot(*item)?),
                    Owner::In(members) => {
                        let members = self.list(members)?;
                        let record = selected.variable;
                        selected.mask = members.mask.map(|mask| {
                            mask.with(
                                |slot| if slot == Slot::Item(members.variable) { Slot::Owner(record) } else { slot },
                            )
                        });
                    }
                }
                Some(selected)
            }
            List::Pointed(fact, item) => self.pointed(fact, *item),
            List::Definition(definition, item) => self.cite_list(*definition, *item),
            List::Window { date, first, last } => {
                let date = self.term(date)?;
                let length = usize::try_from(first.checked_sub(*last)?.checked_add(1)?).ok()?;
                let mut selected = self.items(Axis::Month(length));
                selected.value = Some(self.months(&date, *first, selected.variable)?);
                Some(selected)
            }
            List::Filter(inner, binding, condition) => {
                let mut selected = self.list(inner)?;
                let condition = self.inside(&selected, *binding, condition)?;
                selected.mask = match selected.mask.take() {
                    None => Some(condition),
                    Some(mask) => {
                        let span = self.places.get(condition.node.0).copied().unwrap_or_else(Span::nowhere);
                        Some(self.combine(&[&mask, &condition], Kind::Truth, span, Op::And)?)
                    }
                };
                Some(selected)
            }
            List::Map(inner, binding, value) => {
                let mut selected = self.list(inner)?;
                selected.value = Some(self.inside(&selected, *binding, value)?);
                Some(selected)
            }
            List::Gathered(inner, binding, members) => self.gathered(inner, *binding, members),
            List::Choose(branches, otherwise) => self.choose_list(branches, otherwise),
            List::Law(text) => self.list_of_law(text),
            // Only aggregates take a written list, and they take its values one by one.
            List::Literal(values) => {
                let span = values.first().map_or_else(Span::nowhere, |written| written.value.span);
                self.no_value("a list that is written out cannot stand here", span)
            }
        }
    }

    fn items(&mut self, axis: Axis) -> Selected {
        Selected { variable: self.variable(axis), mask: None, value: None, owner: None }
    }

    /// One list out of several over the same items: a condition that chooses among theirs.
    fn choose_list(&mut self, branches: &[(Typed, List)], otherwise: &List) -> Option<Selected> {
        let mut lists = Vec::new();
        for (when, list) in branches {
            let condition = self.term(when)?;
            lists.push((condition, self.list(list)?, when.span));
        }
        let otherwise = self.list(otherwise)?;
        self.chosen(lists, otherwise)
    }

    /// The first list whose condition holds, else the last.
    pub fn chosen(&mut self, lists: Vec<(Ref, Selected, Span)>, otherwise: Selected) -> Option<Selected> {
        if lists.is_empty() {
            return Some(otherwise);
        }
        let span = lists.last().map_or_else(Span::nowhere, |(_, _, span)| *span);
        // Lists of records may be grouped by different members: then whose they are belongs to the condition.
        let is_one = lists.iter().all(|(_, list, _)| list.owner == otherwise.owner);
        let mut found = Vec::new();
        for (when, list, span) in lists {
            found.push((when, self.branch_mask(&list, otherwise.variable, is_one, span)?));
        }
        let last = self.branch_mask(&otherwise, otherwise.variable, is_one, span)?;
        let mask = self.choose_refs(&found, &last, span)?;
        Some(Selected { mask: Some(mask), owner: otherwise.owner.filter(|_| is_one), ..otherwise })
    }

    /// Which items a branch holds; with their owner, unless all branches share it.
    fn branch_mask(&mut self, list: &Selected, variable: Variable, is_one: bool, span: Span) -> Option<Ref> {
        let mask = self.mask_over(list, variable, span);
        let Some(owner) = list.owner.filter(|_| !is_one) else { return Some(mask) };
        let same = self.same(Slot::Owner(variable), owner, span);
        self.combine(&[&same, &mask], Kind::Truth, span, Op::And)
    }

    /// The condition of a list over the items of another variable.
    fn mask_over(&mut self, list: &Selected, variable: Variable, span: Span) -> Ref {
        match &list.mask {
            None => self.truth(true, span),
            Some(mask) => mask.with(|slot| match slot {
                Slot::Item(known) if known == list.variable => Slot::Item(variable),
                Slot::Owner(known) if known == list.variable => Slot::Owner(variable),
                other => other,
            }),
        }
    }

    /// The members in the list that each item gives: those who are in one of them.
    fn gathered(&mut self, list: &List, binding: Binding, members: &List) -> Option<Selected> {
        let outer = self.list(list)?;
        let inner = self.within(&outer, binding, |lowering| lowering.list(members))?;
        let span = Span::nowhere();
        let there = self.mask_over(&inner, inner.variable, span);
        let mask = self.reduce(Aggregate::Any, &outer, Some(&there), Kind::Truth, span)?;
        Some(Selected { mask: Some(mask), ..inner })
    }

    /// A term about one item of a list.
    pub fn inside(&mut self, selected: &Selected, binding: Binding, term: &Typed) -> Option<Ref> {
        self.within(selected, binding, |lowering| lowering.term(term))
    }

    /// Something about one item of a list.
    fn within<T>(
        &mut self,
        selected: &Selected,
        binding: Binding,
        find: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        let before = self.slots.insert(binding, Slot::Item(selected.variable));
        let value = selected.value.and_then(|value| self.values.insert(binding, value));
        let grouped = match selected.owner {
            Some(Slot::Item(member)) => {
                self.owners.push((member, selected.variable));
                true
            }
            _ => false,
        };
        let found = find(self);
        if grouped {
            self.owners.pop();
        }
        if let Some(before) = before {
            self.slots.insert(binding, before);
        }
        if let Some(value) = value {
            self.values.insert(binding, value);
        }
        found
    }

    /// The months of a window: one date per item.
    fn months(&mut self, date: &Ref, first: u32, month: Variable) -> Option<Ref> {
        let outer = self.variables(&[date], Span::nowhere())?;
        if outer.len() > 1 {
            let span = self.places.get(date.node.0).copied().unwrap_or_else(Span::nowhere);
            self.too_deep(span);
            return None;
        }
        let mut variables = outer;
        variables.push(month);
        let date = super::operand(date, &variables);
        let span = self.places.get(date.node.0).copied().unwrap_or_else(Span::nowhere);
        Some(self.node(Op::Months { date, first }, &variables, Kind::Span, span))
    }

    /// The members that a fact points to.
    fn pointed(&mut self, fact: &FactSymbol, item: Item) -> Option<Selected> {
        // A clause of a record may be about its owner.
        let (applies, _) = self.silence(fact)?;
        let mut selected = self.items(Axis::Member);
        let own = self.own_variable(fact.entity);
        let variables: Vec<Variable> = own.into_iter().chain([selected.variable]).collect();
        let found = self.node(Op::Pointed { fact: fact.id, applies }, &variables, Kind::Truth, fact.span);
        selected.mask = Some(match (own, self.slot(item)) {
            (Some(own), Some(slot)) => found.with(|known| if known == Slot::Item(own) { slot } else { known }),
            _ => found,
        });
        Some(selected)
    }
}

#[cfg(test)]
mod tests {
    use crate::{assessment::Answer, ruleset::sample::holds};

    const MEMBERS: &str = r#", "birth_date": "1990-01-01", "working": true },
        { "id": "bob", "relation": "spouse", "birth_date": "1990-01-01", "working": false }"#;

    #[test]
    fn a_record_that_points_asks_its_owner_whether_it_applies() {
        let asked = "some c in cars satisfies applicant in c.lent_to";
        assert_eq!(holds(asked, r#""cars": [{ "owner": "bob" }],"#, MEMBERS), Answer::False);
        assert_eq!(holds(asked, r#""cars": [{ "owner": "ada" }],"#, MEMBERS), Answer::Unknown);
        assert_eq!(holds(asked, r#""cars": [{ "owner": "ada", "lent_to": ["ada"] }],"#, MEMBERS), Answer::True);
    }

    #[test]
    fn months_are_those_before_the_date() {
        let asked = "every m in months_before(on, 3, 1) satisfies m >= date(2025, 7, 1) and m <= date(2025, 9, 1)";
        assert_eq!(holds(asked, "", MEMBERS), Answer::True);
        assert_eq!(holds("date(2025, 9, 1) in months_before(on, 3, 1)", "", MEMBERS), Answer::True);
        assert_eq!(holds("date(2025, 10, 1) in months_before(on, 3, 1)", "", MEMBERS), Answer::False);
    }

    #[test]
    fn months_before_an_unknown_day_are_between_the_sure_and_the_possible() {
        let asked = "count(months_before(moved_on, 3, 1)[item >= date(1790, 1, 1)]) = 3";
        assert_eq!(holds(asked, r#""moved_on": "2020-05-05","#, MEMBERS), Answer::True);
        assert_eq!(holds("count(months_before(moved_on, 3, 1)[item >= on]) >= 1", "", MEMBERS), Answer::Unknown);
    }
}
