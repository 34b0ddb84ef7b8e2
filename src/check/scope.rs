//! What a name means at one place of one expression.

use std::collections::BTreeMap;

use super::{
    checked::Label,
    kind::Type,
    shared::Words,
    size::{Counts, Size},
    symbol::{Entity, Symbols},
    term::{Binding, Item, Term, Typed},
};
use crate::{
    diagnostic::{Code, Diagnostic, Sink, did_you_mean},
    feel::Expr,
    source::{Passage, Sources, Span},
};

/// What a bound item is.
#[derive(Debug, Clone)]
pub(super) enum Subject {
    /// A member.
    Member,
    /// A record of the list with this number.
    Record(usize),
    /// A plain value, such as a month.
    Value(Type),
    /// One value of a list that is written out.
    Written(Box<Typed>),
}

/// One bound item: inside a filter, a quantifier, a definition or a measure.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    /// What it is called.
    pub alias: String,
    /// Its binding.
    pub binding: Binding,
    /// What it is.
    pub subject: Subject,
    /// Whether its facts are read by their bare names.
    pub open: bool,
}

/// Expressions that were read, by their texts.
pub(super) type Trees<'a> = BTreeMap<&'a str, Expr>;

/// The checker of expressions: the names in scope, and where mistakes go.
pub(super) struct Checker<'a> {
    /// The declared names.
    pub symbols: &'a Symbols,
    /// The texts, to find the place of an expression.
    pub sources: &'a Sources,
    /// The expressions that are read already, by their texts.
    pub trees: &'a Trees<'a>,
    /// Where mistakes go.
    pub sink: &'a mut Sink,
    /// Words of clauses, by number.
    pub labels: &'a mut Vec<Label>,
    /// The bound items, the innermost last.
    pub frames: Vec<Frame>,
    /// The local names of a measure, in order.
    pub lets: Vec<(String, Typed)>,
    /// The local names of a measure that have mistakes of their own.
    pub refused_lets: Vec<String>,
    /// What the payees are called in the parts of a measure that cannot name them.
    pub payees: Vec<String>,
    /// The conditions of groups by their words, once the meaning of each name is settled.
    pub words: Option<Words>,
    /// What counts through all expressions.
    pub counts: Counts,
    /// The expression at hand.
    pub passage: Passage,
    /// How many written values its loops went through.
    pub steps: usize,
}

impl<'a> Checker<'a> {
    /// A checker with nothing bound.
    pub fn new(
        symbols: &'a Symbols,
        (sources, trees): (&'a Sources, &'a Trees<'a>),
        sink: &'a mut Sink,
        labels: &'a mut Vec<Label>,
        (place, counts): (Span, Counts),
    ) -> Self {
        Self {
            symbols,
            sources,
            trees,
            sink,
            labels,
            frames: Vec::new(),
            lets: Vec::new(),
            refused_lets: Vec::new(),
            payees: Vec::new(),
            words: None,
            counts,
            passage: Passage::plain(String::new(), place),
            steps: 0,
        }
    }

    /// Binds an item; the caller unbinds it with [`Checker::unbind`].
    pub fn bind(&mut self, alias: impl Into<String>, subject: Subject, open: bool) -> Binding {
        let binding = Binding(self.counts.next);
        self.counts.next = self.counts.next.saturating_add(1);
        self.frames.push(Frame { alias: alias.into(), binding, subject, open });
        binding
    }

    /// Unbinds the innermost item.
    pub fn unbind(&mut self) {
        self.frames.pop();
    }

    /// The place of a part of the expression at hand.
    pub fn place(&self, range: &std::ops::Range<usize>) -> Span {
        self.passage.span_of(range.clone())
    }

    /// Reports a mistake and gives nothing.
    pub fn fail<T>(&mut self, diagnostic: Diagnostic) -> Option<T> {
        self.sink.push(diagnostic);
        None
    }

    /// The bound item with this alias; the innermost one.
    pub fn alias(&self, name: &str) -> Option<&Frame> {
        self.frames.iter().rev().find(|frame| frame.alias == name)
    }

    /// An alias must not say the same as another name, or the reader could not tell them apart.
    pub fn check_alias(&mut self, alias: &str, span: Span) {
        let clash =
            if BUILT_IN.contains(&alias) { Some(("a name of the language", None)) } else { self.meaning(alias) };
        if let Some((meaning, place)) = clash {
            let mut found = Diagnostic::error(Code::NameClash, span, format!("`{alias}` is already {meaning}"))
                .help("give the item a name of its own");
            if let Some(place) = place {
                found = found.also(place, "declared here");
            }
            self.sink.push(found);
        }
    }

    /// What a name stands for among all declarations, whatever it belongs to.
    fn meaning(&self, name: &str) -> Option<(&'static str, Option<Span>)> {
        if let Some(fact) = self.symbols.facts.iter().find(|fact| fact.name == name) {
            return Some(("a fact", Some(fact.span)));
        }
        if let Some(definition) = self.symbols.definition_names.get(name) {
            return Some(("a definition", Some(definition.span)));
        }
        if let Some(list) = self.symbols.list_names.get(name) {
            return Some(("a record list", Some(list.span)));
        }
        if let Some(parameter) = self.symbols.parameter_names.get(name) {
            return Some(("a parameter", Some(parameter.span)));
        }
        let value = |known: &super::symbol::Enumeration| known.values.iter().any(|value| value == name);
        self.symbols.enumerations.iter().any(value).then_some(("a named value", None))
    }

    /// The member to whom bare lists belong: the innermost open member, or the owner of an open record.
    pub fn owner(&self) -> Option<Item> {
        self.frames.iter().rev().filter(|frame| frame.open).find_map(|frame| match frame.subject {
            Subject::Member => Some(Item::Bound(frame.binding)),
            Subject::Record(list) => self.record_owner(list, frame.binding),
            Subject::Value(_) | Subject::Written(_) => None,
        })
    }

    /// The owner of a record, where its list has owners.
    pub fn record_owner(&self, list: usize, binding: Binding) -> Option<Item> {
        self.symbols.lists.get(list)?.owned.then_some(Item::Owner(binding))
    }

    /// The bare name, looked up from the innermost item outwards; `None` when nobody knows it.
    pub fn resolve(&mut self, name: &str, span: Span) -> Option<Typed> {
        if let Some(frame) = self.alias(name) {
            let parts = if let Subject::Written(value) = &frame.subject { value.size.parts } else { 1 };
            return self
                .counts
                .take(parts, span, self.sink)
                .then(|| self.alias(name))
                .flatten()
                .map(|frame| Self::bound(frame, span));
        }
        if let Some((_, value)) = self.lets.iter().rev().find(|(known, _)| known == name) {
            let is_within = self.counts.take(value.size.parts, span, self.sink);
            return is_within.then(|| Typed { span, ..value.clone() });
        }
        for place in (0..self.frames.len()).rev() {
            let Some(frame) = self.frames.get(place).filter(|frame| frame.open) else { continue };
            let binding = frame.binding;
            let found = match &frame.subject {
                Subject::Member => self.of_item(Entity::Member, Item::Bound(binding), name, span),
                Subject::Record(list) => {
                    let list = *list;
                    if name == "owner"
                        && let Some(item) = self.record_owner(list, binding)
                    {
                        return Some(Typed::new(Term::Member(item), Type::Member, span));
                    }
                    self.of_item(Entity::Record(list), Item::Bound(binding), name, span)
                }
                Subject::Value(_) | Subject::Written(_) => None,
            };
            if found.is_some() {
                return found;
            }
        }
        self.of_item(Entity::Family, Item::Family, name, span).or_else(|| self.global(name, span))
    }

    /// The value of a bound name itself.
    fn bound(frame: &Frame, span: Span) -> Typed {
        match &frame.subject {
            Subject::Member => Typed::new(Term::Member(Item::Bound(frame.binding)), Type::Member, span),
            // A record alone is no value; it is only read through a path.
            Subject::Record(list) => Typed::new(Term::Member(Item::Bound(frame.binding)), Type::Record(*list), span),
            Subject::Value(kind) => Typed::new(Term::Value(frame.binding), kind.clone(), span),
            Subject::Written(value) => Typed { span, ..value.as_ref().clone() },
        }
    }

    /// A fact, a definition or the age of one item.
    pub fn of_item(&mut self, entity: Entity, item: Item, name: &str, span: Span) -> Option<Typed> {
        if entity == Entity::Member && name == "age" {
            return self.age(item, span);
        }
        if let Some(fact) = self.symbols.fact(entity, name) {
            let kind = fact.r#type.clone();
            if kind.item() == Some(&Type::Member) {
                let list = super::term::List::Pointed(fact.clone(), item);
                return Some(Typed::new(Term::List(Box::new(list)), kind, span));
            }
            return Some(Typed::new(Term::Fact(fact.clone(), item), kind, span));
        }
        let definition = self.symbols.definition_names.get(name)?;
        if definition.entity != entity {
            return None;
        }
        // A definition with mistakes of its own has no type; the expression that cites it stays silent about it.
        let kind = definition.r#type.clone()?;
        if matches!(kind, Type::List(_)) {
            let list = super::term::List::Definition(definition.id, item);
            return Some(Typed::new(Term::List(Box::new(list)), kind, span));
        }
        Some(Typed::new(Term::Definition(definition.id, item), kind, span))
    }

    /// Completed years on the day of application.
    fn age(&mut self, item: Item, span: Span) -> Option<Typed> {
        let birth = self.birth_date(item, span)?;
        let on = Typed::new(Term::On, Type::Date, span);
        let term = Term::Operation(super::term::Operation::AgeOn, vec![birth, on]);
        Some(Typed::new(term, Type::Number(year()), span))
    }

    /// The birth date of a member.
    pub fn birth_date(&mut self, item: Item, span: Span) -> Option<Typed> {
        let Some(fact) = self.symbols.fact(Entity::Member, "birth_date") else {
            return self.fail(
                Diagnostic::error(Code::UnknownName, span, "the vocabulary has no member fact `birth_date`")
                    .help("ages are counted from `birth_date`: declare it as a date"),
            );
        };
        Some(Typed::new(Term::Fact(fact.clone(), item), Type::Date, span))
    }

    /// A name that belongs to nobody: a built-in name, a list, a parameter.
    fn global(&mut self, name: &str, span: Span) -> Option<Typed> {
        match name {
            "on" => return Some(Typed::new(Term::On, Type::Date, span)),
            "applicant" => return Some(Typed::new(Term::Member(Item::Applicant), Type::Member, span)),
            "members" => {
                let kind = Type::List(Box::new(Type::Member));
                return Some(Typed::new(Term::List(Box::new(super::term::List::Members)), kind, span));
            }
            _ => {}
        }
        if let Some(list) = self.symbols.list_names.get(name) {
            let owner = match self.owner() {
                Some(item) if list.in_member => super::term::Owner::Of(item),
                _ => super::term::Owner::All,
            };
            let kind = Type::List(Box::new(Type::Record(list.id)));
            let records = super::term::List::Records(list.clone(), owner);
            return Some(Typed::new(Term::List(Box::new(records)), kind, span));
        }
        self.parameter(name, span)
    }

    /// A parameter on the day of application.
    pub fn parameter(&self, name: &str, span: Span) -> Option<Typed> {
        let parameter = self.symbols.parameter_names.get(name)?;
        let term = Term::Parameter { parameter: parameter.clone(), date: None, level: None };
        Some(Typed::new(term, parameter.r#type.clone(), span))
    }

    /// Reports a name that nobody knows, with the nearest one that would do here.
    pub fn unknown_name<T>(&mut self, name: &str, span: Span) -> Option<T> {
        let is_refused = self.symbols.refused.contains(name) || self.refused_lets.iter().any(|known| known == name);
        if is_refused || self.counts.is_spent {
            return None;
        }
        if self.payees.iter().any(|payee| payee == name) {
            let message = format!("`{name}` is the payee, who cannot be named here");
            return self.fail(Diagnostic::error(Code::UnknownName, span, message).help(OF_THE_PAYEE));
        }
        let mut known: Vec<&str> = self.lets.iter().map(|(name, _)| name.as_str()).collect();
        known.extend(self.frames.iter().map(|frame| frame.alias.as_str()));
        for frame in self.frames.iter().filter(|frame| frame.open) {
            known.extend(self.names_of(match frame.subject {
                Subject::Member => Entity::Member,
                Subject::Record(list) => Entity::Record(list),
                Subject::Value(_) | Subject::Written(_) => Entity::Family,
            }));
        }
        known.extend(self.names_of(Entity::Family));
        known.extend(self.symbols.parameter_names.keys().map(String::as_str));
        known.extend(self.symbols.list_names.keys().map(String::as_str));
        known.extend(["on", "applicant", "members"]);
        let of_member =
            name == "age" || self.symbols.fact(Entity::Member, name).is_some() || self.member_definition(name);
        let help = if of_member {
            format!("`{name}` belongs to a member: write whose, such as `applicant.{name}`, or filter `members[…]`")
        } else {
            did_you_mean(name, known.iter().copied(), "names")
        };
        self.fail(Diagnostic::error(Code::UnknownName, span, format!("nothing is called `{name}` here")).help(help))
    }

    fn member_definition(&self, name: &str) -> bool {
        self.symbols.definition_names.get(name).is_some_and(|found| found.entity == Entity::Member)
    }

    /// The names of the facts and definitions of an entity.
    pub fn names_of(&self, entity: Entity) -> Vec<&'a str> {
        let symbols = self.symbols;
        let definitions = symbols.definition_names.iter();
        let definitions = definitions.filter(|(_, found)| found.entity == entity).map(|(name, _)| name.as_str());
        symbols.facts_of(entity).chain(definitions).collect()
    }
}

/// The unit of ages and calendar years.
pub(super) fn year() -> crate::value::Unit {
    "year".parse().unwrap_or(crate::value::Unit::ONE)
}

/// Where the payee of a measure can be named.
const OF_THE_PAYEE: &str = "a condition on the payee stands in `when` of `paid_to`; `amount`, `fee`, `period` and `apply` \
     may name the payee of `one_of` and `each_of`";

/// Names of the language that nothing else may bear.
pub(super) const BUILT_IN: [&str; 7] = ["on", "item", "owner", "applicant", "members", "age", "none"];

impl Typed {
    /// A checked expression that is no bare number.
    pub(super) fn new(term: Term, r#type: Type, span: Span) -> Self {
        Self { size: Size::of(&term), term, r#type, span, literal: false }
    }
}
