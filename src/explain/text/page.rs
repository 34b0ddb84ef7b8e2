//! Lines on a page: indents, wrapping, colours.

/// Columns of a line.
const WIDTH: usize = 100;

/// How a line is shown where colours are allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Plain,
    Strong,
    Quiet,
    Good,
    Perhaps,
    Bad,
}

impl Tone {
    /// The ANSI code that begins it.
    fn code(self) -> Option<&'static str> {
        Some(match self {
            Self::Plain => return None,
            Self::Strong => "\u{1b}[1m",
            Self::Quiet => "\u{1b}[2m",
            Self::Good => "\u{1b}[1;32m",
            Self::Perhaps => "\u{1b}[1;33m",
            Self::Bad => "\u{1b}[1;31m",
        })
    }
}

const RESET: &str = "\u{1b}[0m";

/// A line before it is wrapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// Steps to the right.
    depth: usize,
    /// What stands before the text; what is wrapped stands behind it.
    mark: &'static str,
    text: String,
    tone: Tone,
}

impl Line {
    pub(crate) fn new(depth: usize, text: impl Into<String>) -> Self {
        // A dash begins no line. A day ends with the stop of «г.», which ends a sentence too.
        Self {
            depth, mark: "", text: text.into().replace("г..", "г.").replace(" — ", "\u{a0}— "), tone: Tone::Plain
        }
    }

    pub(crate) fn toned(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }

    pub(crate) fn bullet(self) -> Self {
        Self { mark: "• ", ..self }
    }
}

/// The text of an answer as it grows.
#[derive(Debug)]
pub(crate) struct Page {
    out: String,
    colour: bool,
}

impl Page {
    pub(crate) fn new(colour: bool) -> Self {
        Self { out: String::new(), colour }
    }

    pub(crate) fn blank(&mut self) {
        self.out.push('\n');
    }

    pub(crate) fn heading(&mut self, text: &str, tone: Tone) {
        self.blank();
        self.line(&Line::new(0, text.to_uppercase()).toned(tone));
    }

    pub(crate) fn lines(&mut self, lines: &[Line]) {
        for line in lines {
            self.line(line);
        }
    }

    pub(crate) fn line(&mut self, line: &Line) {
        let indent = line.depth.saturating_mul(2);
        let hang = indent.saturating_add(line.mark.chars().count());
        let code = line.tone.code().filter(|_| self.colour);
        for (number, row) in wrapped(&line.text, WIDTH.saturating_sub(hang)).iter().enumerate() {
            let (blanks, mark) = if number == 0 { (indent, line.mark) } else { (hang, "") };
            self.out.push_str(&" ".repeat(blanks));
            self.out.push_str(mark);
            self.out.push_str(code.unwrap_or_default());
            self.out.push_str(row);
            self.out.push_str(code.map_or("", |_| RESET));
            self.out.push('\n');
        }
    }

    pub(crate) fn finished(self) -> String {
        self.out
    }
}

/// The text in rows of so many columns; a longer word stands alone. No-break spaces hold.
fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let length = word.chars().count();
        let after = used + 1 + length;
        match rows.last_mut() {
            Some(row) if after <= columns => {
                row.push(' ');
                row.push_str(word);
                used = after;
            }
            _ => {
                rows.push(word.to_owned());
                used = length;
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(line: &Line, colour: bool) -> String {
        let mut page = Page::new(colour);
        page.line(line);
        page.finished()
    }

    #[test]
    fn a_long_line_goes_on_below_its_text() {
        let text = "слово ".repeat(20);
        let shown = page(&Line::new(1, text).bullet(), false);
        let rows: Vec<&str> = shown.lines().collect();
        assert!(rows[0].starts_with("  • слово") && rows[1].starts_with("    слово"));
        assert!(rows.iter().all(|row| row.chars().count() <= WIDTH));
    }

    #[test]
    fn a_no_break_space_keeps_words_together() {
        assert_eq!(wrapped("до 22\u{a0}844 ₽", 8), ["до", "22\u{a0}844 ₽"]);
        assert_eq!(wrapped("невообразимо", 3), ["невообразимо"]);
    }

    #[test]
    fn colours_are_shown_only_where_they_are_allowed() {
        let line = Line::new(0, "да").toned(Tone::Good);
        assert_eq!(page(&line, false), "да\n");
        assert_eq!(page(&line, true), "\u{1b}[1;32mда\u{1b}[0m\n");
    }
}
