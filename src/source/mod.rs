//! Room `source`: the texts that were read, and the way from a byte back to its file, line and column.

mod folder;
mod literal;
mod passage;
mod position;
mod span;

pub use folder::read_folder;
pub use literal::{FaultKind, Literal};
pub use passage::Passage;
pub use position::Position;
pub use span::{SourceId, Span};

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use position::Table;

/// One text with its name and the table of its lines, which nobody needs as long as nothing is reported.
struct File {
    name: String,
    text: String,
    table: OnceLock<Table>,
}

/// Every text that was read, in the order in which it was added.
///
/// A clone shares the texts. A look-up of an id that is not there answers the empty text and the first position;
/// it never fails, so that a report can always be written.
#[derive(Clone, Default)]
pub struct Sources {
    files: Vec<Arc<File>>,
}

impl Sources {
    /// No text yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text under a name (for a file: its path below the folder, with `/`).
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let id = SourceId::nth(self.files.len());
        self.files.push(Arc::new(File { name: name.into(), text: text.into(), table: OnceLock::new() }));
        id
    }

    /// The name a text was added under.
    #[must_use]
    pub fn name(&self, id: SourceId) -> &str {
        self.file(id).map_or("", |file| file.name.as_str())
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self, id: SourceId) -> &str {
        self.file(id).map_or("", |file| file.text.as_str())
    }

    /// Every id, in the order of adding.
    pub fn ids(&self) -> impl Iterator<Item = SourceId> + use<> {
        (0..self.files.len()).map(SourceId::nth)
    }

    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether no text was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Line and column of a byte; a byte after the end is at the end.
    #[must_use]
    pub fn position(&self, id: SourceId, offset: u32) -> Position {
        self.file(id).map_or(Position::FIRST, |file| {
            file.table.get_or_init(|| Table::of(&file.text)).position(&file.text, offset)
        })
    }

    /// The text of a span; empty where the span does not lie in its text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text(span.source).get(span.range()).unwrap_or("")
    }

    fn file(&self, id: SourceId) -> Option<&File> {
        self.files.get(id.index()?).map(AsRef::as_ref)
    }
}

/// Names only: a text may tell about a family, and what is debugged lands in logs.
impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.files.iter().map(|file| &file.name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_keep_their_order_and_their_names() {
        let mut sources = Sources::new();
        assert!(sources.is_empty());
        let a = sources.add("b.json", "{}");
        let b = sources.add("a.json", "[]");
        assert_eq!(sources.ids().collect::<Vec<_>>(), [a, b]);
        assert_eq!((sources.name(a), sources.text(b), sources.len()), ("b.json", "[]", 2));
    }

    #[test]
    fn a_look_up_of_what_is_not_there_never_fails() {
        let mut other = Sources::new();
        other.add("a", "x");
        let id = other.add("b", "y");
        let sources = Sources::new();
        assert_eq!((sources.name(id), sources.text(id), sources.slice(Span::new(id, 0, 1))), ("", "", ""));
        assert_eq!(sources.position(id, 5), Position::FIRST);
        assert_eq!(other.slice(Span::nowhere()), "");
        assert_eq!(other.slice(Span::new(id, 1, 9)), "");
    }

    #[test]
    fn a_span_has_its_text() {
        let mut sources = Sources::new();
        let id = sources.add("a", "семья");
        assert_eq!(sources.slice(Span::new(id, 2, 6)), "ем");
        assert_eq!(sources.slice(Span::new(id, 1, 6)), "", "the middle of a character is no place");
    }

    #[test]
    fn what_is_debugged_shows_no_text() {
        let mut sources = Sources::new();
        sources.add("family.json", "secret");
        assert_eq!(format!("{sources:?}"), r#"["family.json"]"#);
    }
}
