//! Where diagnostics gather, so that every mistake is told at once.

use std::collections::BTreeSet;

use super::{Code, Diagnostic};
use crate::source::Span;

/// Gathers diagnostics in the order found. The same code, place and message are kept once.
#[derive(Clone, Debug, Default)]
pub struct Sink {
    diagnostics: Vec<Diagnostic>,
    seen: BTreeSet<(Code, Span, String)>,
    has_errors: bool,
}

impl Sink {
    /// Keeps a diagnostic, unless an equal one is kept already.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let key = (diagnostic.code(), diagnostic.span(), diagnostic.message().to_owned());
        if self.seen.insert(key) {
            self.has_errors |= diagnostic.is_error();
            self.diagnostics.push(diagnostic);
        }
    }

    /// Whether one of them refuses the input.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.has_errors
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.diagnostics.len()
    }

    /// Them, in the order found.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Them, to be completed (by a JSON Pointer, say).
    pub fn diagnostics_mut(&mut self) -> &mut [Diagnostic] {
        &mut self.diagnostics
    }

    /// Them, handed over.
    #[must_use]
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.diagnostics
    }
}

impl Extend<Diagnostic> for Sink {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: I) {
        for diagnostic in diagnostics {
            self.push(diagnostic);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_diagnostics_are_kept_once() {
        let mut sink = Sink::default();
        let unused = Diagnostic::warning(Code::Unused, Span::nowhere(), "`x` is used nowhere");
        sink.extend([unused.clone(), unused.clone().help("take it away")]);
        assert_eq!(sink.len(), 1);
        assert!(!sink.has_errors());
        sink.push(Diagnostic::error(Code::Cycle, Span::nowhere(), "`x` depends on itself"));
        assert!(sink.has_errors());
        assert_eq!(sink.into_vec().first(), Some(&unused));
    }
}
