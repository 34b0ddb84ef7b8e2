//! What a value can be while facts are unknown: a truth, a stretch, a set of names, an item, a list.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::number::{Q, zero};

/// What can be true, and what can be false.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Truth {
    pub yes: bool,
    pub no: bool,
}

impl Truth {
    pub const TRUE: Self = Self { yes: true, no: false };
    pub const FALSE: Self = Self { yes: false, no: true };
    pub const OPEN: Self = Self { yes: true, no: true };

    pub fn known(value: bool) -> Self {
        if value { Self::TRUE } else { Self::FALSE }
    }

    pub fn is_true(self) -> bool {
        !self.no
    }

    pub fn is_false(self) -> bool {
        !self.yes
    }

    pub fn is_open(self) -> bool {
        self.yes && self.no
    }

    pub fn and(self, other: Self) -> Self {
        Self { yes: self.yes && other.yes, no: self.no || other.no }
    }

    pub fn or(self, other: Self) -> Self {
        Self { yes: self.yes || other.yes, no: self.no && other.no }
    }

    pub fn not(self) -> Self {
        Self { yes: self.no, no: self.yes }
    }

    pub fn hull(self, other: Self) -> Self {
        Self { yes: self.yes || other.yes, no: self.no || other.no }
    }
}

/// A person or a record; the number is the place in the list of the facts of the family.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    Member(usize),
    Record(Rc<str>, usize),
}

/// Numbers, dates (as days) and durations (days or months) from one end to the other, both included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    pub kind: Kind,
    pub low: Q,
    pub high: Q,
    /// There may be something, and there may be nothing.
    pub some: bool,
    pub none: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Number,
    Date,
    Days,
    Months,
}

impl Span {
    pub fn between(kind: Kind, low: Q, high: Q) -> Self {
        Self { kind, low, high, some: true, none: false }
    }

    pub fn point(kind: Kind, at: Q) -> Self {
        Self::between(kind, at.clone(), at)
    }

    pub fn nothing(kind: Kind) -> Self {
        Self { some: false, none: true, ..Self::point(kind, zero()) }
    }

    pub fn is_exact(&self) -> bool {
        if self.some { !self.none && self.low == self.high } else { true }
    }

    pub fn hull(&self, other: &Self) -> Self {
        let none = self.none || other.none;
        match (self.some, other.some) {
            (true, false) => Self { none, ..self.clone() },
            (false, _) => Self { none, ..other.clone() },
            (true, true) => Self {
                kind: self.kind,
                low: self.low.clone().min(other.low.clone()),
                high: self.high.clone().max(other.high.clone()),
                some: true,
                none,
            },
        }
    }

    /// A growing function of it.
    pub fn map(&self, kind: Kind, change: impl Fn(&Q) -> Q) -> Self {
        if !self.some {
            return Self { kind, ..self.clone() };
        }
        let (low, high) = (change(&self.low), change(&self.high));
        Self { kind, low: low.clone().min(high.clone()), high: low.max(high), ..*self }
    }

    /// A function that grows or falls in each of two.
    pub fn corners(&self, other: &Self, kind: Kind, change: impl Fn(&Q, &Q) -> Q) -> Self {
        if !self.some || !other.some {
            return Self::nothing(kind);
        }
        let ends =
            [(&self.low, &other.low), (&self.low, &other.high), (&self.high, &other.low), (&self.high, &other.high)];
        let all: Vec<Q> = ends.into_iter().map(|(a, b)| change(a, b)).collect();
        let (low, high) = (all.iter().min().unwrap().clone(), all.iter().max().unwrap().clone());
        Self { kind, low, high, some: true, none: self.none || other.none }
    }
}

/// What leaves a value open.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leaf {
    /// A fact of an item; `None` is the family.
    Fact(Option<Item>, Rc<str>),
    /// A list of records, of a member or the family.
    List(Rc<str>, Option<usize>),
    /// A value that nobody recorded.
    Parameter(Rc<str>),
    Place,
}

pub type Open = Rc<BTreeSet<Leaf>>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Possible {
    Truth(Truth),
    Span(Span),
    /// Named values, and whether there may be none.
    Names(BTreeSet<Rc<str>>, bool),
    Item(Item),
    List(Vec<Entry>),
    /// The word `none`.
    Nothing,
}

/// Something in a list that is surely or perhaps there, and how many it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub value: Value,
    pub there: Truth,
    /// Why it is not sure whether it is there.
    pub open: Open,
    pub most: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    pub is: Possible,
    pub open: Open,
    /// What it was read from: the same open thing compared with itself is decided.
    pub origin: Option<(Option<Item>, Rc<str>)>,
}

impl Value {
    pub fn new(is: Possible, open: Open) -> Self {
        let mut found = Self { is, open, origin: None };
        if found.is_exact() {
            found.open = Open::default();
        }
        found
    }

    pub fn truth(is: Truth, open: Open) -> Self {
        Self::new(Possible::Truth(is), open)
    }

    pub fn span(is: Span, open: Open) -> Self {
        Self::new(Possible::Span(is), open)
    }

    pub fn point(kind: Kind, at: Q) -> Self {
        Self::span(Span::point(kind, at), Open::default())
    }

    pub fn list(entries: Vec<Entry>) -> Self {
        let entries: Vec<Entry> = entries.into_iter().filter(|entry| entry.there.yes).collect();
        Self { is: Possible::List(entries), open: Open::default(), origin: None }
    }

    pub fn item(item: Item) -> Self {
        Self::new(Possible::Item(item), Open::default())
    }

    pub fn name(name: &str) -> Self {
        Self::new(Possible::Names(BTreeSet::from([Rc::from(name)]), false), Open::default())
    }

    pub fn is_exact(&self) -> bool {
        match &self.is {
            Possible::Truth(truth) => !truth.is_open(),
            Possible::Span(span) => span.is_exact(),
            Possible::Names(names, none) => names.len() + usize::from(*none) == 1,
            Possible::Item(_) | Possible::Nothing => true,
            Possible::List(_) => false,
        }
    }

    pub fn as_truth(&self) -> Truth {
        match &self.is {
            Possible::Truth(truth) => *truth,
            other => panic!("a condition, not {other:?}"),
        }
    }

    pub fn as_span(&self) -> Span {
        match &self.is {
            Possible::Span(span) => span.clone(),
            Possible::Nothing => Span::nothing(Kind::Number),
            other => panic!("a number or date, not {other:?}"),
        }
    }

    pub fn as_item(&self) -> &Item {
        match &self.is {
            Possible::Item(item) => item,
            other => panic!("somebody, not {other:?}"),
        }
    }

    pub fn as_list(&self) -> &[Entry] {
        match &self.is {
            Possible::List(entries) => entries,
            other => panic!("a list, not {other:?}"),
        }
    }

    /// One of the two, who knows which: because of what stands in `open`.
    pub fn hull(&self, other: &Self, open: &Open) -> Self {
        let both = union([open, &self.open, &other.open]);
        let is = match (&self.is, &other.is) {
            (Possible::Truth(one), Possible::Truth(two)) => Possible::Truth(one.hull(*two)),
            (Possible::Span(one), Possible::Span(two)) => Possible::Span(one.hull(two)),
            (Possible::Span(span), Possible::Nothing) | (Possible::Nothing, Possible::Span(span)) => {
                Possible::Span(Span { none: true, ..span.clone() })
            }
            (Possible::Names(one, a), Possible::Names(two, b)) => {
                Possible::Names(one.union(two).cloned().collect(), *a || *b)
            }
            (Possible::Names(names, _), Possible::Nothing) | (Possible::Nothing, Possible::Names(names, _)) => {
                Possible::Names(names.clone(), true)
            }
            (Possible::List(one), Possible::List(two)) => return Self::list(either(one, two, open)),
            (one, two) if one == two => one.clone(),
            (one, two) => panic!("{one:?} beside {two:?}"),
        };
        Self::new(is, both)
    }
}

/// The entries of one of two lists: what both have surely is surely there.
fn either(one: &[Entry], two: &[Entry], open: &Open) -> Vec<Entry> {
    let mut found: Vec<Entry> = Vec::new();
    for (entries, others) in [(one, two), (two, one)] {
        for entry in entries {
            if found.iter().any(|known| known.value.is == entry.value.is) {
                continue;
            }
            let other = others.iter().find(|other| other.value.is == entry.value.is);
            let there = other.map_or(Truth::FALSE, |other| other.there);
            let mut all = union([open, &entry.open]);
            if let Some(other) = other {
                all = union([&all, &other.open]);
            }
            found.push(Entry { there: entry.there.hull(there), open: all, ..entry.clone() });
        }
    }
    found
}

pub fn union<'a>(all: impl IntoIterator<Item = &'a Open>) -> Open {
    let mut found: Open = Open::default();
    for open in all {
        if found.is_empty() {
            found = open.clone();
        } else if !open.is_empty() && !Rc::ptr_eq(&found, open) && !open.is_subset(&found) {
            found = Rc::new(found.union(open).cloned().collect());
        }
    }
    found
}

pub fn only(leaf: Leaf) -> Open {
    Rc::new(BTreeSet::from([leaf]))
}

/// Members by place, each once: surely there where any of the entries surely is.
pub fn as_set(entries: Vec<Entry>) -> Vec<Entry> {
    let mut found: BTreeMap<Item, Entry> = BTreeMap::new();
    for entry in entries {
        let Possible::Item(item) = &entry.value.is else { panic!("a list of members") };
        match found.get_mut(item) {
            Some(known) => {
                known.there = known.there.or(entry.there);
                known.open = if known.there.is_open() { union([&known.open, &entry.open]) } else { Open::default() };
            }
            None => {
                found.insert(item.clone(), Entry { most: 1, ..entry });
            }
        }
    }
    found.into_values().collect()
}
