//! One expression by itself, without rules around it.

use std::collections::BTreeMap;

use super::{checked::Checked, scope::Checker, size::Counts, symbol::Symbols, term::Typed};
use crate::{
    diagnostic::Sink,
    source::{Passage, SourceId, Sources, Span},
    value::Limits,
};

/// Checks the text of a source as one expression that names nothing but what is built in; gives it with rules that
/// declare nothing.
pub fn check_closed(source: SourceId, sources: &Sources, sink: &mut Sink) -> Option<(Checked, Typed)> {
    let (symbols, trees, mut labels) = (Symbols::default(), BTreeMap::new(), Vec::new());
    let text = sources.text(source);
    let place = Span::of(source, 0..text.len());
    let mut checker =
        Checker::new(&symbols, (sources, &trees), sink, &mut labels, (place, Counts::within(&Limits::DEFAULT)));
    checker.passage = Passage::verbatim(text.to_owned(), place);
    let found = checker.read(text, None)?;
    Some((
        Checked {
            symbols,
            facts: Vec::new(),
            definitions: Vec::new(),
            measures: Vec::new(),
            groups: Vec::new(),
            labels,
        },
        found,
    ))
}
