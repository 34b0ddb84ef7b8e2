//! How large an expression is, so that rules of strangers cannot outgrow the memory and the stack.

use super::term::{List, Owner, Term, Typed};
use crate::{
    diagnostic::{Code, Diagnostic, Sink},
    source::Span,
    value::Limits,
};

/// How large a checked expression is; what a local name stands for counts wherever it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// How many expressions it is made of, itself among them.
    pub parts: usize,
    /// How deep they stand within each other.
    pub depth: usize,
}

impl Size {
    /// The size of an expression, by those directly inside.
    pub fn of(term: &Term) -> Self {
        let (mut parts, mut depth) = (1_usize, 0);
        term.inside(&mut |part| {
            parts = parts.saturating_add(part.size.parts);
            depth = depth.max(part.size.depth);
        });
        let lists = term.lists().iter().map(List::levels).max().unwrap_or(0);
        Self { parts, depth: depth.saturating_add(lists).saturating_add(1) }
    }
}

impl List {
    /// How deep lists stand within each other.
    pub(super) fn levels(&self) -> usize {
        let inner = match self {
            Self::Records(_, Owner::In(list)) | Self::Filter(list, ..) | Self::Map(list, ..) => list.levels(),
            Self::Gathered(list, _, inner) => list.levels().max(inner.levels()),
            Self::Choose(branches, otherwise) => {
                let lists = branches.iter().map(|(_, list)| list).chain([otherwise.as_ref()]);
                lists.map(Self::levels).max().unwrap_or(0)
            }
            _ => 0,
        };
        inner.saturating_add(1)
    }
}

/// What counts through all expressions of the rules.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counts {
    /// The next free binding.
    pub next: u32,
    /// How many parts all expressions have so far.
    parts: usize,
    /// Whether there were too many, which is told once.
    pub is_spent: bool,
    limits: Limits,
}

impl Counts {
    /// Nothing so far.
    pub fn within(limits: &Limits) -> Self {
        Self { next: 0, parts: 0, is_spent: false, limits: *limits }
    }

    /// How many parts all expressions have so far.
    pub fn parts(&self) -> usize {
        self.parts
    }

    /// The limits of the rules.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Whether so many parts more are within the limit.
    pub fn has_room(&self, parts: usize) -> bool {
        !self.is_spent && self.parts.saturating_add(parts) <= self.limits.parts
    }

    /// Counts so many parts more; whether they are within the limit.
    pub fn take(&mut self, parts: usize, span: Span, sink: &mut Sink) -> bool {
        let (sum, most) = (self.parts.saturating_add(parts), self.limits.parts);
        if sum <= most && !self.is_spent {
            self.parts = sum;
            return true;
        }
        if !self.is_spent {
            self.is_spent = true;
            let message = format!("the expressions up to this one have more than {most} parts together");
            let help = "what stands in `let`, and what is compared with several values, is copied each time: make it a definition, which is not";
            sink.push(Diagnostic::error(Code::LimitExceeded, span, message).help(help));
        }
        false
    }

    /// An expression that does not stand too deep.
    pub fn bounded(&self, found: Typed, sink: &mut Sink) -> Option<Typed> {
        let most = self.limits.depth;
        if found.size.depth <= most {
            return Some(found);
        }
        sink.push(too_deep(found.span, most));
        None
    }
}

/// What is told of an expression that stands too deep.
pub(super) fn too_deep(span: Span, most: usize) -> Diagnostic {
    let message = format!("this is more than {most} steps deep, with all the names in it written out");
    Diagnostic::error(Code::TooDeep, span, message)
        .help("shorten the chain of names that are made of one another, such as by one list in place of many steps")
}
