//! Room `diagnostic`: what is wrong, where, what was meant; rendering and masking.

mod code;
mod nearest;
mod render;
mod report;
mod sink;
mod text;

pub use code::Code;
pub use nearest::{did_you_mean, nearest};
pub use report::Report;
pub use sink::Sink;
pub use text::quoted;

use std::fmt;

use serde::Serialize;

use crate::source::Span;

/// Whether a diagnostic refuses the input or advises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The input is refused.
    Error,
    /// The input is taken; something in it deserves a look.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A place and what is to be said there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What stands beside the marked text; may be empty.
    pub text: String,
}

/// One mistake: what, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    code: Code,
    severity: Severity,
    message: String,
    primary: Label,
    others: Vec<Label>,
    help: Option<String>,
    pointer: String,
    /// Whether the message may hold what a family told of a sensitive fact.
    pub sensitive: bool,
}

impl Diagnostic {
    /// A mistake that refuses the input. The message is one line in lower case, user text in backticks
    /// (see [`quoted`]), no final stop.
    #[must_use]
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, span, message.into())
    }

    /// Advice.
    #[must_use]
    pub fn warning(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, span, message.into())
    }

    fn new(severity: Severity, code: Code, span: Span, message: String) -> Self {
        Self {
            code,
            severity,
            message,
            primary: Label { span, text: String::new() },
            others: Vec::new(),
            help: None,
            pointer: String::new(),
            sensitive: false,
        }
    }

    /// Says something beside the marked text.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Shows another place, such as the first declaration of a name.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.others.push(Label { span, text: text.into() });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Names the value by its JSON Pointer (RFC 6901).
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = pointer.into();
        self
    }

    /// Marks that the message may hold what a family told of a sensitive fact.
    #[must_use]
    pub fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// The same, for a diagnostic that stands in a [`Sink`] already.
    pub fn set_pointer(&mut self, pointer: impl Into<String>) {
        self.pointer = pointer.into();
    }

    /// What kind of mistake it is.
    #[must_use]
    pub fn code(&self) -> Code {
        self.code
    }

    /// Whether it refuses or advises.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// Whether it refuses the input.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// What is wrong, in one line.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where it is wrong, with what stands beside it.
    #[must_use]
    pub fn primary(&self) -> &Label {
        &self.primary
    }

    /// Where it is wrong.
    #[must_use]
    pub fn span(&self) -> Span {
        self.primary.span
    }

    /// Other places that belong to it.
    #[must_use]
    pub fn others(&self) -> &[Label] {
        &self.others
    }

    /// What to do.
    #[must_use]
    pub fn help_text(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// The JSON Pointer of the value; empty for the whole text, or where it is not known.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The same without user text, where it is sensitive.
    fn masked(mut self) -> Self {
        if self.sensitive {
            self.message = text::masked(&self.message);
            self.primary.text = text::masked(&self.primary.text);
            for label in &mut self.others {
                label.text = text::masked(&label.text);
            }
            self.help = self.help.as_deref().map(text::masked);
            if self.code.is_about_a_key() {
                // The last step of the pointer is what the family wrote as a key.
                let parent = self.pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
                self.pointer = format!("{parent}/…");
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diagnostic_is_built_in_words() {
        let span = Span::nowhere();
        let diagnostic = Diagnostic::error(Code::DuplicateName, span, "`age` is declared twice")
            .label("again here")
            .also(span, "first here")
            .help("take one of them away")
            .at("/definitions/age");
        assert!(diagnostic.is_error() && !diagnostic.sensitive);
        assert_eq!(diagnostic.primary().text, "again here");
        assert_eq!(diagnostic.others().len(), 1);
        assert_eq!(diagnostic.help_text(), Some("take one of them away"));
        assert_eq!(diagnostic.pointer(), "/definitions/age");
    }

    #[test]
    fn masking_leaves_what_is_not_sensitive() {
        let open = Diagnostic::warning(Code::Unused, Span::nowhere(), "`x` is used nowhere");
        assert_eq!(open.clone().masked(), open);
        let sensitive = Diagnostic::error(Code::UnknownValue, Span::nowhere(), "`x` is not listed")
            .label("not `x`")
            .help("did you mean `y`?")
            .sensitive()
            .masked();
        assert_eq!(sensitive.message(), "`…` is not listed");
        assert_eq!(sensitive.primary().text, "not `…`");
        assert_eq!(sensitive.help_text(), Some("did you mean `…`?"));
    }
}
