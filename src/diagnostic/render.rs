//! Pictures of diagnostics. The only user of `annotate-snippets`.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Label, Severity};
use crate::source::{SourceId, Sources, Span};

/// Bytes of one text that a picture looks at; where the marked places lie further apart, or on longer lines, only they
/// are named.
const LONGEST: usize = 64 * 1024;

/// The picture of a diagnostic. `is_shown` says whether an excerpt of a text may stand in it.
pub(super) fn picture(
    diagnostic: &Diagnostic,
    sources: &Sources,
    is_shown: impl Fn(SourceId) -> bool,
    colour: bool,
) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(diagnostic.message()).id(diagnostic.code().as_str());
    let mut group = Group::with_title(title);
    for labels in by_text(diagnostic) {
        group = labels.show(group, sources, &is_shown);
    }
    if !diagnostic.pointer().is_empty() {
        group = group.element(Level::NOTE.message(format!("at {}", diagnostic.pointer())));
    }
    if let Some(help) = diagnostic.help_text() {
        group = group.element(Level::HELP.message(help));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

/// The marked places of one text; in the first text the first place is the primary one.
struct Labels<'a> {
    source: SourceId,
    labels: Vec<(AnnotationKind, &'a Label)>,
}

/// The places of a diagnostic, text by text in the order in which they are named.
fn by_text(diagnostic: &Diagnostic) -> Vec<Labels<'_>> {
    let mut texts: Vec<Labels<'_>> = Vec::new();
    let primary = (AnnotationKind::Primary, diagnostic.primary());
    let others = diagnostic.others().iter().map(|label| (AnnotationKind::Context, label));
    for (kind, label) in std::iter::once(primary).chain(others) {
        let source = label.span.source;
        match texts.iter_mut().find(|text| text.source == source) {
            Some(text) => text.labels.push((kind, label)),
            None if label.span.is_nowhere() => {}
            None => texts.push(Labels { source, labels: vec![(kind, label)] }),
        }
    }
    texts
}

impl<'a> Labels<'a> {
    fn show(&self, mut group: Group<'a>, sources: &'a Sources, is_shown: impl Fn(SourceId) -> bool) -> Group<'a> {
        let may_show = is_shown(self.source);
        if let Some(excerpt) = self.excerpt(sources).filter(|_| may_show) {
            let snippet = Snippet::source(excerpt.text)
                .path(sources.name(self.source))
                .line_start(excerpt.line)
                .annotations(self.annotations(&excerpt));
            return group.element(snippet);
        }
        for (_, label) in &self.labels {
            let position = sources.position(self.source, label.span.start);
            let origin = Origin::path(sources.name(self.source))
                .line(usize::try_from(position.line).unwrap_or(usize::MAX))
                .char_column(usize::try_from(position.column).unwrap_or(usize::MAX));
            group = group.element(origin);
            if !label.text.is_empty() {
                group = group.element(Level::NOTE.message(label.text.as_str()));
            }
        }
        group
    }

    /// The lines from the first to the last marked place.
    fn excerpt<'s>(&self, sources: &'s Sources) -> Option<Excerpt<'s>> {
        let text = sources.text(self.source);
        let first = self.labels.iter().map(|(_, label)| clamped(text, label.span).start).min()?;
        let last = self.labels.iter().map(|(_, label)| clamped(text, label.span).end).max()?;
        let start = text.get(..first)?.rfind('\n').map_or(0, |at| at.saturating_add(1));
        let end = text.get(last..)?.find('\n').map_or(text.len(), |at| last.saturating_add(at));
        if end.checked_sub(start)? > LONGEST {
            return None;
        }
        let line = sources.position(self.source, u32::try_from(start).ok()?).line;
        let line = usize::try_from(line).ok()?;
        Some(Excerpt { whole: text, text: text.get(start..end)?, start, line })
    }

    fn annotations(&self, excerpt: &Excerpt<'a>) -> Vec<Annotation<'a>> {
        let annotation = |&(kind, label): &(AnnotationKind, &'a Label)| {
            let Range { start, end } = clamped(excerpt.whole, label.span);
            let (start, end) = (start.saturating_sub(excerpt.start), end.saturating_sub(excerpt.start));
            let text = Some(label.text.as_str()).filter(|text| !text.is_empty());
            kind.span(start..end).label(text)
        };
        self.labels.iter().map(annotation).collect()
    }
}

/// Whole lines of a text.
struct Excerpt<'a> {
    whole: &'a str,
    text: &'a str,
    /// The byte of the whole text at which they begin.
    start: usize,
    /// The number of the first line, from 1.
    line: usize,
}

/// The bytes of a span that lie in the text, moved outwards to the ends of characters: the library takes no others.
fn clamped(text: &str, span: Span) -> Range<usize> {
    let Range { start, end } = span.range();
    let (mut start, mut end) = (start.min(text.len()), end.min(text.len()));
    while !text.is_char_boundary(start) {
        start = start.saturating_sub(1);
    }
    while !text.is_char_boundary(end) {
        end = end.saturating_add(1);
    }
    start..end.max(start)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diagnostic::Code;

    const RULES: &str = "{\n  \"definitions\": {\n    \"многодетная\": { \"is\": \"count(дети) >= 3\" },\n    \"age\": { \"is\": \"1\" },\n    \"age\": { \"is\": \"2\" }\n  }\n}\n";

    fn mark(text: &str, part: &str, from: usize) -> Range<usize> {
        let start = from + text.get(from..).unwrap().find(part).unwrap();
        start..start + part.len()
    }

    fn plain(diagnostic: &Diagnostic, sources: &Sources) -> String {
        picture(diagnostic, sources, |_| true, false)
    }

    #[test]
    fn cyrillic_aligns() {
        let mut sources = Sources::new();
        let id = sources.add("rules/семья.json", RULES);
        let span = Span::of(id, mark(RULES, "дети", 0));
        let diagnostic = Diagnostic::error(Code::UnknownName, span, "`дети` is not known")
            .label("not declared")
            .help("names are written in Latin letters")
            .at("/definitions/многодетная/is");
        insta::assert_snapshot!(plain(&diagnostic, &sources), @r#"
        error[unknown-name]: `дети` is not known
         --> rules/семья.json:3:35
          |
        3 |     "многодетная": { "is": "count(дети) >= 3" },
          |                                   ^^^^ not declared
          |
          = note: at /definitions/многодетная/is
          = help: names are written in Latin letters
        "#);
    }

    #[test]
    fn two_places_of_one_text_stand_in_one_picture() {
        let mut sources = Sources::new();
        let id = sources.add("rules/a.json", RULES);
        let first = mark(RULES, "\"age\"", 0);
        let second = Span::of(id, mark(RULES, "\"age\"", first.end));
        let diagnostic = Diagnostic::error(Code::DuplicateName, second, "`age` is declared twice")
            .label("again here")
            .also(Span::of(id, first), "first here");
        insta::assert_snapshot!(plain(&diagnostic, &sources), @r#"
        error[duplicate-name]: `age` is declared twice
         --> rules/a.json:5:5
          |
        4 |     "age": { "is": "1" },
          |     ----- first here
        5 |     "age": { "is": "2" }
          |     ^^^^^ again here
        "#);
    }

    #[test]
    fn places_of_two_texts_stand_below_each_other() {
        let mut sources = Sources::new();
        let a = sources.add("a.json", "{ \"age\": 1 }");
        let b = sources.add("b.json", "{\n  \"age\": 2\n}");
        let diagnostic = Diagnostic::warning(Code::DuplicateName, Span::new(b, 4, 9), "`age` is declared twice")
            .also(Span::new(a, 2, 7), "first here");
        insta::assert_snapshot!(plain(&diagnostic, &sources), @r#"
        warning[duplicate-name]: `age` is declared twice
         --> b.json:2:3
          |
        2 |   "age": 2
          |   ^^^^^
          |
         ::: a.json:1:3
          |
        1 | { "age": 1 }
          |   ----- first here
        "#);
    }

    #[test]
    fn a_text_that_may_not_be_shown_is_named_only() {
        let mut sources = Sources::new();
        let id = sources.add("family.json", "{ \"income\": -5 }");
        let diagnostic = Diagnostic::error(Code::OutOfRange, Span::new(id, 12, 14), "too low")
            .label("at least 0")
            .help("leave it out");
        insta::assert_snapshot!(picture(&diagnostic, &sources, |_| false, false), @r#"
        error[out-of-range]: too low
        --> family.json:1:13
         = note: at least 0
         = help: leave it out
        "#);
    }

    #[test]
    fn a_very_long_line_is_named_only() {
        let mut sources = Sources::new();
        let id = sources.add("a.json", format!("{}x", " ".repeat(LONGEST)));
        let picture = plain(&Diagnostic::error(Code::InvalidJson, Span::new(id, 65_536, 65_537), "no"), &sources);
        assert!(picture.contains("a.json:1:65537") && !picture.contains('x'), "{picture}");
    }

    #[test]
    fn colour_changes_no_letter() {
        let mut sources = Sources::new();
        let id = sources.add("a.json", "{}");
        let diagnostic = Diagnostic::error(Code::MissingKey, Span::new(id, 0, 2), "`members` is missing");
        let colourful = picture(&diagnostic, &sources, |_| true, true);
        assert!(colourful.contains("\u{1b}[") && colourful.contains("`members` is missing"));
    }

    proptest! {
        #[test]
        fn any_place_in_any_text_is_drawn(
            text in "[aж\t\r\n😀 \u{200b}\u{1b}]{0,30}",
            places in proptest::collection::vec((0_u32..70, 0_u32..70, ".{0,3}"), 1..4),
        ) {
            let mut sources = Sources::new();
            let id = sources.add("a", text);
            let mut diagnostic = Diagnostic::error(Code::InvalidJson, Span::new(id, places[0].0, places[0].1), "no")
                .label(places[0].2.clone());
            for (start, end, label) in &places[1..] {
                diagnostic = diagnostic.also(Span::new(id, *start, *end), label.clone());
            }
            plain(&diagnostic, &sources);
        }
    }
}
