//! Terms: every kind of checked expression becomes a node.

use super::{Compared, Kind, Lowering, NodeId, Op, Operand, Ref, Slot};
use crate::{
    check::{Aggregate, CheckedFact, Comparison, FactSymbol, Item, List, Shared, Standing, Term, Type, Typed},
    program::{
        compared::Side,
        node::{Axis, Place},
    },
    source::Span,
    value::Number,
};

/// The clauses of a fact as its own node reads them: when it applies, and what derives it.
pub(super) type Silence = (Option<Operand>, Option<Operand>);

impl Lowering<'_> {
    /// The node of a term.
    pub fn term(&mut self, found: &Typed) -> Option<Ref> {
        let span = found.span;
        if !self.may_go_on(span) {
            return None;
        }
        match &found.term {
            Term::Boolean(value) => Some(self.truth(*value, span)),
            Term::Number(number) => Some(self.number(*number, span)),
            Term::Date(date) => Some(self.date(*date, span)),
            Term::Measure(place) => Some(self.number(Number::from(i64::try_from(*place).ok()?), span)),
            Term::Choice(place) => Some(self.leaf(Op::Set(1 << u32::from(*place).min(63)), Kind::Set, span)),
            Term::On => Some(self.on(span)),
            Term::Fact(fact, item) => self.fact(fact, *item),
            Term::Definition(definition, item) => self.cite(*definition, *item),
            Term::Value(binding) => self.values.get(binding).copied(),
            Term::Parameter { parameter, date, level } => {
                let date = match date {
                    Some(date) => self.term(date)?,
                    None => self.on(span),
                };
                self.parameter(parameter, &date, *level, span)
            }
            Term::And(parts) => self.logic(parts, span, Op::And),
            Term::Or(parts) => self.logic(parts, span, Op::Or),
            Term::Not(part) => self.unary(part, Kind::Truth, span, Op::Not),
            Term::Shared(shared) => self.shared(shared, span),
            Term::Labelled(label, part) => {
                let label = *label;
                let inner = self.term(part)?;
                let kind = self.kind(&inner);
                self.combine(&[&inner], kind, span, |parts| first(&parts, |part| Op::Labelled(label, part)))
            }
            Term::IsNone(part) => self.unary(part, Kind::Truth, span, Op::IsNone),
            Term::OneOf(part, places) => {
                let mask = places.iter().fold(0_u64, |mask, place| mask | 1 << u32::from(*place).min(63));
                self.unary(part, Kind::Truth, span, |part| Op::OneOf(part, mask))
            }
            Term::Compare(order, left, right) => self.compare(*order, left, right, span),
            Term::MemberIn(member, list) => self.member_in(*member, list, span),
            Term::Operation(operation, parts) => {
                let operation = *operation;
                self.parts(parts, Kind::Span, span, |parts| Op::Operation(operation, parts))
            }
            Term::Choose(branches, otherwise) => self.choose(branches, otherwise, span),
            Term::Versions(versions) => self.versions(versions, span),
            Term::Readings(readings, default) => {
                let chosen = self.answering(readings, *default)?;
                self.term(chosen)
            }
            Term::Aggregate(aggregate, lists, values) => self.aggregate(*aggregate, lists, values, span),
            Term::Quantified { every, list, binding, satisfies } => {
                let selected = self.list(list)?;
                let aggregate = if *every { Aggregate::All } else { Aggregate::Any };
                let satisfies = self.inside(&selected, *binding, satisfies)?;
                self.reduce(aggregate, &selected, Some(&satisfies), Kind::Truth, span)
            }
            Term::ToldAs { value, told, list, of } => self.told_as(value, told, list.id, *of, span),
            // Texts, members and whole lists are no values at run time.
            Term::Text(_) => self.no_value("a text is no value that a rule can keep", span),
            Term::Member(_) => self.no_value("a member is no value that a rule can keep", span),
            Term::List(_) => self.no_value("a whole list cannot stand here", span),
        }
    }

    /// A condition that several groups write: compiled once wherever its names mean the same.
    fn shared(&mut self, shared: &Shared, span: Span) -> Option<Ref> {
        let key = |assumed| (shared.number, self.reading, assumed);
        let usual = self.shared.get(&key(None)).filter(|(_, met)| self.stands(met));
        if let Some((known, met)) = usual.or_else(|| self.shared.get(&key(self.assumed))) {
            if !met.is_empty() {
                self.met.extend(met);
            }
            return Some(*known);
        }
        let key = key(self.assumed);
        let is_first = shared.first.span == span;
        let (found, met) = self
            .meeting(|lowering| if is_first { lowering.term(&shared.first) } else { lowering.term(&shared.at(span)) });
        self.shared.insert(key, (found?, met));
        found
    }

    fn unary(&mut self, part: &Typed, kind: Kind, span: Span, make: impl FnOnce(Operand) -> Op) -> Option<Ref> {
        let part = self.term(part)?;
        self.combine(&[&part], kind, span, |parts| first(&parts, make))
    }

    fn parts(&mut self, parts: &[Typed], kind: Kind, span: Span, make: impl FnOnce(Vec<Operand>) -> Op) -> Option<Ref> {
        // Every part is compiled, also where one before it cannot be: each tells of its own mistakes.
        let begin = self.stack.len();
        for part in parts {
            let found = self.term(part);
            self.stack.extend(found);
        }
        if self.stack.len() < begin.saturating_add(parts.len()) {
            self.stack.truncate(begin);
            return None;
        }
        self.combine_from(begin, kind, span, make)
    }

    /// A chain of conditions; a chain over more than two items is split where it can be.
    fn logic(&mut self, parts: &[Typed], span: Span, make: impl Fn(Vec<Operand>) -> Op) -> Option<Ref> {
        match parts {
            [] => {
                let empty_and = matches!(make(Vec::new()), Op::And(_));
                Some(self.truth(empty_and, span))
            }
            [only] => self.term(only),
            _ => self.parts(parts, Kind::Truth, span, make),
        }
    }

    /// A told fact of an item; one node for all its readers.
    fn fact(&mut self, fact: &FactSymbol, item: Item) -> Option<Ref> {
        let usual = self.facts.get(&(fact.id, None)).filter(|(_, met)| self.stands(met));
        let known = usual.or_else(|| self.facts.get(&(fact.id, self.assumed)));
        let own = if let Some((known, met)) = known {
            self.met.extend(met);
            *known
        } else {
            let (found, met) = self.meeting(|lowering| lowering.fact_node(fact));
            let found = found?;
            self.facts.insert((fact.id, self.assumed), (found, met));
            found
        };
        Some(match self.slot(item) {
            Some(slot) => own.with(|known| if matches!(known, Slot::Item(_)) { slot } else { known }),
            None => own,
        })
    }

    fn fact_node(&mut self, fact: &FactSymbol) -> Option<Ref> {
        let (applies, derive) = self.silence(fact)?;
        let kind = match fact.r#type {
            Type::Boolean => Kind::Truth,
            Type::Choice(_) => Kind::Set,
            _ => Kind::Span,
        };
        let own = self.own_variable(fact.entity);
        let variables: Vec<_> = own.into_iter().collect();
        Some(self.node(Op::Fact { fact: fact.id, applies, derive }, &variables, kind, fact.span))
    }

    /// The clauses of a fact, compiled once: when it applies, and what derives it.
    pub fn silence(&mut self, fact: &FactSymbol) -> Option<Silence> {
        let reading = self.reading;
        let usual = self.silences.get(&(fact.id, reading, None)).filter(|(_, met)| self.stands(met));
        let known = usual.or_else(|| self.silences.get(&(fact.id, reading, self.assumed)));
        if let Some((known, met)) = known {
            self.met.extend(met);
            return Some(*known);
        }
        let (found, met) = self.meeting(|lowering| lowering.clauses(fact));
        let found = found?;
        self.silences.insert((fact.id, reading, self.assumed), (found, met));
        Some(found)
    }

    fn clauses(&mut self, fact: &FactSymbol) -> Option<Silence> {
        let checked = self.checked.fact(fact.id)?;
        if let Some(variable) = self.own_variable(fact.entity) {
            self.slots.insert(checked.binding, Slot::Item(variable));
        }
        let owners = std::mem::take(&mut self.owners);
        let applies = checked.applies_when.as_ref().and_then(|clause| self.term(clause));
        let derive = checked.derive.as_ref().and_then(|clause| self.term(clause));
        let (applies, derive) = self.derived(checked, (applies, derive));
        self.owners = owners;
        // The clauses of a fact are about the same item, whichever variable they were compiled with.
        let place = |part: Ref| {
            let [first, _] = part.slots;
            Operand { node: part.node, first: first.map(same_item), second: None }
        };
        Some((applies.map(place), derive.map(place)))
    }

    /// Where a fact does not apply nothing derives it: what gives it is then a choice, which reads the condition too.
    fn derived(&mut self, fact: &CheckedFact, clauses: (Option<Ref>, Option<Ref>)) -> (Option<Ref>, Option<Ref>) {
        let (Some(applies), Some(derive)) = clauses else { return clauses };
        let otherwise = fact.otherwise.and_then(|standing| self.standing(standing, &derive, fact.symbol.span));
        let chosen = otherwise.and_then(|other| self.choose_refs(&[(applies, derive)], &other, fact.symbol.span));
        chosen.map_or(clauses, |chosen| (None, Some(chosen)))
    }

    /// A value by rule, of the kind of another; nothing where it points to members.
    fn standing(&mut self, standing: Standing, like: &Ref, span: Span) -> Option<Ref> {
        let kind = self.kind(like);
        Some(match standing {
            Standing::Truth(value) => self.truth(value, span),
            Standing::Number(number) => self.number(number, span),
            Standing::Date(date) => self.date(date, span),
            Standing::Choice(place) => self.leaf(Op::Set(1 << u32::from(place).min(63)), kind, span),
            Standing::None => self.leaf(Op::NoLaw(kind), kind, span),
            Standing::Nobody => return None,
        })
    }

    pub fn own_variable(&mut self, entity: crate::check::Entity) -> Option<super::Variable> {
        match entity {
            crate::check::Entity::Family => None,
            crate::check::Entity::Member => Some(self.variable(Axis::Member)),
            crate::check::Entity::Record(list) => Some(self.variable(Axis::Record(list))),
        }
    }

    fn compare(&mut self, order: Comparison, left: &Typed, right: &Typed, span: Span) -> Option<Ref> {
        if let (Term::Member(a), Term::Member(b)) = (&left.term, &right.term) {
            let (a, b) = (self.slot(*a)?, self.slot(*b)?);
            return Some(self.same(a, b, span));
        }
        let equal = order != Comparison::NotEqual;
        let make = match left.r#type {
            Type::Choice(_) => |equal: bool, _: Comparison, a, b| Op::CompareSets(equal, a, b),
            Type::Boolean => |equal: bool, _: Comparison, a, b| Op::CompareTruths(equal, a, b),
            _ => |_: bool, order: Comparison, a, b| Op::Compare(order, a, b),
        };
        let (first, second) = (self.term(left), self.term(right));
        let found = self
            .combine(&[&first?, &second?], Kind::Truth, span, |parts| two(&parts, |a, b| make(equal, order, a, b)))?;
        if let Some(compared) = Compared::of(left, right) {
            self.compares(found.node, compared);
        }
        Some(found)
    }

    /// Notes what a comparison compares; where several rules share it, in words that depend on no order of files.
    fn compares(&mut self, node: NodeId, compared: Compared) {
        let name = |side: Side| match side {
            Side::Definition(definition) => self.checked.definitions.get(definition).map(|found| found.name.as_str()),
            Side::On | Side::Other => None,
        };
        let rank = |found: &Compared| {
            let sides = [found.left, found.right].map(|side| (side == Side::Other, name(side).map(str::to_owned)));
            (sides, found.scale.clone())
        };
        match self.compared.get(&node) {
            Some(known) if *known == compared || rank(known) <= rank(&compared) => {}
            _ => {
                self.compared.insert(node, compared);
            }
        }
    }

    /// Whether two members are one.
    pub fn same(&mut self, left: Slot, right: Slot, span: Span) -> Ref {
        if left == right {
            return self.truth(true, span);
        }
        let (a, b) = (self.variable(Axis::Member), self.variable(Axis::Member));
        let same = self.node(Op::Same, &[a, b], Kind::Truth, span);
        same.with(|slot| if slot == Slot::Item(a) { left } else { right })
    }

    fn member_in(&mut self, member: Item, list: &List, span: Span) -> Option<Ref> {
        let slot = self.slot(member)?;
        let selected = self.list(list)?;
        let Some(mask) = &selected.mask else { return Some(self.truth(true, span)) };
        Some(mask.with(|known| if known == Slot::Item(selected.variable) { slot } else { known }))
    }

    /// A choice; one that stands after `else` is not a choice of its own: its branches follow.
    fn choose(&mut self, branches: &[(Typed, Typed)], otherwise: &Typed, span: Span) -> Option<Ref> {
        let mut found = Vec::new();
        let (mut branches, mut otherwise) = (branches, otherwise);
        loop {
            for (when, is) in branches {
                let (when, is) = (self.term(when), self.term(is));
                found.push((when?, is?));
            }
            let Term::Choose(more, last) = &otherwise.term else { break };
            (branches, otherwise) = (more, last);
        }
        let otherwise = self.term(otherwise)?;
        self.choose_refs(&found, &otherwise, span)
    }

    /// The first branch whose condition holds.
    pub fn choose_refs(&mut self, branches: &[(Ref, Ref)], otherwise: &Ref, span: Span) -> Option<Ref> {
        if branches.is_empty() {
            return Some(*otherwise);
        }
        let kind = self.kind(otherwise);
        let mut parts: Vec<&Ref> = branches.iter().flat_map(|(when, is)| [when, is]).collect();
        parts.push(otherwise);
        self.combine(&parts, kind, span, |mut parts| {
            let otherwise = parts.pop();
            let branches = parts.chunks_exact(2).filter_map(|pair| match pair {
                [when, is] => Some((*when, *is)),
                _ => None,
            });
            let branches = branches.collect();
            otherwise.map_or(Op::NoLaw(kind), |otherwise| Op::Choose(branches, otherwise))
        })
    }

    fn told_as(&mut self, value: &Typed, told: &Typed, list: usize, of: Item, span: Span) -> Option<Ref> {
        let (value, told) = (self.term(value)?, self.term(told)?);
        let kind = self.kind(&value);
        // The owner takes part so that the node exists once per member even where neither value depends on it.
        let owner = Ref::new(value.node, self.slot(of));
        let variables = self.variables(&[&value, &told, &owner], span)?;
        let place = super::operand(&owner, &variables).first.unwrap_or(Place::Applicant);
        let (value, told) = (super::operand(&value, &variables), super::operand(&told, &variables));
        Some(self.node(Op::ToldAs { list, owner: place, value, told }, &variables, kind, span))
    }
}

/// The clauses of a fact read the item of the fact.
fn same_item(slot: Slot) -> Place {
    match slot {
        Slot::Item(_) => Place::Item(0),
        Slot::Owner(_) => Place::Owner(0),
        Slot::Applicant => Place::Applicant,
    }
}

/// The node of one operand.
fn first(parts: &[Operand], make: impl FnOnce(Operand) -> Op) -> Op {
    match parts.first() {
        Some(part) => make(*part),
        None => Op::Undecided,
    }
}

/// The node of two operands.
fn two(parts: &[Operand], make: impl FnOnce(Operand, Operand) -> Op) -> Op {
    match parts {
        [a, b, ..] => make(*a, *b),
        _ => Op::Undecided,
    }
}
