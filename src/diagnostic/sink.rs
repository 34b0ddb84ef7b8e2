//! Where diagnostics gather, so that every mistake is told at once.

use std::collections::BTreeSet;

use super::{Code, Diagnostic};
use crate::{source::Span, value::Limits};

/// Gathers diagnostics in the order found. The same code, place and message are kept once; of errors, and of advice, so
/// many are kept as the limits allow.
#[derive(Clone, Debug)]
pub struct Sink {
    diagnostics: Vec<Diagnostic>,
    seen: BTreeSet<(Code, Span, String)>,
    errors: usize,
    /// How many of either may be kept.
    most: usize,
    left_out: usize,
}

impl Default for Sink {
    fn default() -> Self {
        Self::within(&Limits::DEFAULT)
    }
}

impl Sink {
    /// Gathers nothing yet, and as many mistakes as the limits allow.
    #[must_use]
    pub fn within(limits: &Limits) -> Self {
        let most = limits.mistakes.max(1);
        Self { diagnostics: Vec::new(), seen: BTreeSet::new(), errors: 0, most, left_out: 0 }
    }

    /// Whether no more errors are kept: whoever looks for them may stop.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.errors >= self.most
    }

    /// How many errors it still keeps.
    #[must_use]
    pub fn room(&self) -> usize {
        self.most.saturating_sub(self.errors)
    }

    /// Keeps a diagnostic, unless an equal one is kept already.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let is_error = diagnostic.is_error();
        let kept = if is_error { self.errors } else { self.diagnostics.len().saturating_sub(self.errors) };
        if kept >= self.most {
            self.left_out = self.left_out.saturating_add(1);
            return;
        }
        let key = (diagnostic.code(), diagnostic.span(), diagnostic.message().to_owned());
        if self.seen.insert(key) {
            self.errors = self.errors.saturating_add(usize::from(is_error));
            self.diagnostics.push(diagnostic);
        }
    }

    /// Whether one of them refuses the input.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// How many there are, those not kept among them.
    #[must_use]
    pub fn len(&self) -> usize {
        self.diagnostics.len().saturating_add(self.left_out)
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
    pub fn into_vec(mut self) -> Vec<Diagnostic> {
        if let Some(last) = self.diagnostics.iter().rfind(|found| found.is_error()).filter(|_| self.is_full()) {
            let message = format!("there are {} mistakes or more, and no others are shown", self.most);
            let more = Diagnostic::error(Code::LimitExceeded, last.span(), message).at(last.pointer());
            self.diagnostics.push(more.help("mend these, and look again"));
        }
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
    fn of_many_mistakes_it_says_that_there_are_more() {
        let mut limits = Limits::DEFAULT;
        limits.mistakes = 2;
        let mut sink = Sink::within(&limits);
        for number in 0..5 {
            sink.push(Diagnostic::error(Code::Cycle, Span::nowhere(), format!("number {number}")));
            sink.push(Diagnostic::warning(Code::Unused, Span::nowhere(), format!("number {number}")));
        }
        assert!(sink.is_full() && sink.len() == 10);
        let found = sink.into_vec();
        assert_eq!(found.len(), 5);
        assert_eq!(found[4].message(), "there are 2 mistakes or more, and no others are shown");
    }

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
