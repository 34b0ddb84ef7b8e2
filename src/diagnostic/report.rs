//! All diagnostics of one reading, with the texts they speak of.

use std::{collections::BTreeSet, fmt};

use serde::{Serialize, Serializer, ser::SerializeSeq};

use super::{Code, Diagnostic, Label, Severity, render, text::printable};
use crate::source::{SourceId, Sources, Span};

/// A non-empty list of diagnostics, in the order of the texts and of the places in them.
///
/// `Display` gives the form for logs, `render` pictures for people, `Serialize` a list for programs.
/// Messages may quote what a family told; [`Report::masked`] leaves that out.
#[derive(Clone)]
pub struct Report {
    // INVARIANT: not empty, sorted by text, start, code.
    diagnostics: Vec<Diagnostic>,
    sources: Sources,
    is_masked: bool,
}

impl Report {
    /// A report of these diagnostics; `None` where there are none.
    #[must_use]
    pub fn new(mut diagnostics: Vec<Diagnostic>, sources: Sources) -> Option<Self> {
        if diagnostics.is_empty() {
            return None;
        }
        diagnostics.sort_by_key(|diagnostic| {
            let Span { source, start, .. } = diagnostic.span();
            (source, start, diagnostic.code())
        });
        Some(Self { diagnostics, sources, is_masked: false })
    }

    /// A report of one diagnostic.
    #[must_use]
    pub fn of(diagnostic: Diagnostic, sources: Sources) -> Self {
        Self { diagnostics: vec![diagnostic], sources, is_masked: false }
    }

    /// The diagnostics, in order.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Those that refuse the input.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.is_error())
    }

    /// The texts the diagnostics speak of.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The report without what a family told of sensitive facts: in a sensitive diagnostic each text in backticks is
    /// `…`, and no excerpt is shown of a text in which a sensitive diagnostic lies.
    #[must_use]
    pub fn masked(&self) -> Self {
        Self {
            diagnostics: self.diagnostics.iter().cloned().map(Diagnostic::masked).collect(),
            sources: self.sources.clone(),
            is_masked: true,
        }
    }

    /// A picture of each diagnostic: the lines it speaks of, with the places marked, and the help.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        let hidden = self.hidden();
        let picture = |diagnostic| {
            let is_shown = |source| !hidden.contains(&source);
            render::picture(diagnostic, &self.sources, is_shown, colour)
        };
        let pictures: Vec<String> = self.diagnostics.iter().map(picture).collect();
        pictures.join("\n\n")
    }

    /// The texts of which no excerpt may be shown: other facts may stand on the same line.
    fn hidden(&self) -> BTreeSet<SourceId> {
        let sensitive = |diagnostic: &&Diagnostic| self.is_masked && diagnostic.sensitive;
        let places = |diagnostic: &Diagnostic| {
            let others = diagnostic.others().iter().map(|label| label.span.source);
            others.chain([diagnostic.span().source]).collect::<Vec<_>>()
        };
        self.diagnostics.iter().filter(sensitive).flat_map(places).collect()
    }

    fn place(&self, span: Span) -> Place<'_> {
        let position = self.sources.position(span.source, span.start);
        Place { file: self.sources.name(span.source), line: position.line, column: position.column }
    }
}

/// `file:line:column: error[code]: message (at /pointer)`, below it the other places and the help.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, diagnostic) in self.diagnostics.iter().enumerate() {
            if number > 0 {
                f.write_str("\n")?;
            }
            let message = printable(diagnostic.message());
            write!(
                f,
                "{}: {}[{}]: {message}",
                self.place(diagnostic.span()),
                diagnostic.severity(),
                diagnostic.code()
            )?;
            if !diagnostic.pointer().is_empty() {
                write!(f, " (at {})", printable(diagnostic.pointer()))?;
            }
            for label in diagnostic.others() {
                write!(f, "\n  note: {}: {}", self.place(label.span), printable(&label.text))?;
            }
            if let Some(help) = diagnostic.help_text() {
                write!(f, "\n  help: {}", printable(help))?;
            }
        }
        Ok(())
    }
}

/// As `Display` of the masked report: this is what a test or `main` that returns the report shows, and what logs keep.
impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.masked(), f)
    }
}

impl std::error::Error for Report {}

/// A place as a report shows it.
#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: u32,
    column: u32,
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.file.is_empty() {
            return f.write_str("(no file)");
        }
        write!(f, "{}:{}:{}", printable(self.file), self.line, self.column)
    }
}

/// One diagnostic as programs read it.
#[derive(Serialize)]
struct Row<'a> {
    code: Code,
    severity: Severity,
    message: &'a str,
    file: &'a str,
    line: u32,
    column: u32,
    pointer: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    others: Vec<Other<'a>>,
}

/// Another place of a diagnostic as programs read it.
#[derive(Serialize)]
struct Other<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    text: &'a str,
}

impl Report {
    fn row<'a>(&'a self, diagnostic: &'a Diagnostic) -> Row<'a> {
        let Place { file, line, column } = self.place(diagnostic.span());
        let other = |label: &'a Label| {
            let Place { file, line, column } = self.place(label.span);
            Other { file, line, column, text: &label.text }
        };
        Row {
            code: diagnostic.code(),
            severity: diagnostic.severity(),
            message: diagnostic.message(),
            file,
            line,
            column,
            pointer: diagnostic.pointer(),
            help: diagnostic.help_text(),
            others: diagnostic.others().iter().map(other).collect(),
        }
    }
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.diagnostics.len()))?;
        for diagnostic in &self.diagnostics {
            list.serialize_element(&self.row(diagnostic))?;
        }
        list.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn report() -> Report {
        let mut sources = Sources::new();
        let rules = sources.add("rules/a.json", "{\n  \"возраст\": 1\n}");
        let family = sources.add("family.json", "{ \"income\": -5 }");
        let diagnostics = vec![
            Diagnostic::error(Code::OutOfRange, Span::new(family, 12, 14), "`income` is at least 0, not `-5`")
                .at("/members/0/income")
                .sensitive(),
            Diagnostic::warning(Code::Unused, Span::new(rules, 20, 21), "1 is used nowhere"),
            Diagnostic::error(Code::UnknownName, Span::new(rules, 4, 20), "`возраст` is not known")
                .also(Span::new(family, 2, 10), "asked\nhere")
                .help("did you mean `age`?"),
        ];
        Report::new(diagnostics, sources).unwrap()
    }

    #[test]
    fn nothing_wrong_is_no_report() {
        assert!(Report::new(Vec::new(), Sources::new()).is_none());
    }

    #[test]
    fn the_form_for_logs_is_sorted_by_place() {
        let expected = "\
rules/a.json:2:3: error[unknown-name]: `возраст` is not known
  note: family.json:1:3: asked\\nhere
  help: did you mean `age`?
rules/a.json:2:12: warning[unused]: 1 is used nowhere
family.json:1:13: error[out-of-range]: `income` is at least 0, not `-5` (at /members/0/income)";
        assert_eq!(report().to_string(), expected);
        assert_eq!(format!("{:?}", report()), report().masked().to_string(), "logs keep what is debugged");
        assert_eq!(report().errors().count(), 2);
    }

    #[test]
    fn a_masked_report_shows_no_sensitive_value() {
        let masked = report().masked();
        assert!(masked.to_string().contains("`…` is at least 0, not `…`"));
        assert!(masked.to_string().contains("`возраст`"));
        let picture = masked.render(false);
        assert!(!picture.contains("-5") && picture.contains("family.json:1:13"), "{picture}");
        assert!(picture.contains("\"возраст\": 1"), "other texts are shown: {picture}");
        assert!(report().render(false).contains("-5"));
    }

    #[test]
    fn programs_read_a_list() {
        let json = serde_json::to_value(report()).unwrap();
        assert_eq!(
            json[0],
            serde_json::json!({
                "code": "unknown-name", "severity": "error", "message": "`возраст` is not known",
                "file": "rules/a.json", "line": 2, "column": 3, "pointer": "", "help": "did you mean `age`?",
                "others": [{ "file": "family.json", "line": 1, "column": 3, "text": "asked\nhere" }],
            })
        );
        assert_eq!(json[2]["pointer"], "/members/0/income");
    }

    #[test]
    fn a_place_in_no_file_is_named_so() {
        let diagnostic = Diagnostic::error(Code::NoApplicant, Span::nowhere(), "no applicant");
        let report = Report::new(vec![diagnostic], Sources::new()).unwrap();
        assert_eq!(report.to_string(), "(no file): error[no-applicant]: no applicant");
        assert_eq!(report.render(false), "error[no-applicant]: no applicant");
    }
}
