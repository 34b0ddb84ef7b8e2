//! Lines and columns of byte offsets.

use super::span::{index, offset};

/// A place as an editor shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1; a line ends with a line feed.
    pub line: u32,
    /// The column, from 1, counted in characters (Unicode scalar values).
    pub column: u32,
}

impl Position {
    /// The first place of any text.
    pub const FIRST: Self = Self { line: 1, column: 1 };
}

/// Bytes between two marks of a [`Table`].
const STEP: usize = 512;

/// Where the lines of a text begin, and how many characters stand before every [`STEP`]th byte: a place is found
/// without reading the text again even where a whole file is one line.
pub(super) struct Table {
    lines: Vec<u32>,
    marks: Vec<u32>,
}

impl Table {
    /// The table of a text.
    pub(super) fn of(text: &str) -> Self {
        let mut lines = vec![0];
        let mut marks = Vec::new();
        let mut characters = 0_u32;
        for (at, byte) in text.bytes().enumerate() {
            if at.is_multiple_of(STEP) {
                marks.push(characters);
            }
            characters = characters.saturating_add(u32::from(is_character_start(byte)));
            if byte == b'\n' {
                lines.push(offset(at).saturating_add(1));
            }
        }
        if text.len().is_multiple_of(STEP) {
            marks.push(characters);
        }
        Self { lines, marks }
    }

    /// The place of a byte; within a character the place of that character, after the end the end.
    pub(super) fn position(&self, text: &str, at: u32) -> Position {
        let mut byte = index(at).min(text.len());
        while !text.is_char_boundary(byte) {
            byte = byte.saturating_sub(1);
        }
        let line = self.lines.partition_point(|start| index(*start) <= byte);
        let start = line.checked_sub(1).and_then(|number| self.lines.get(number)).map_or(0, |start| index(*start));
        let column = self.characters(text, byte).saturating_sub(self.characters(text, start));
        Position { line: offset(line), column: column.saturating_add(1) }
    }

    /// How many characters begin before a byte.
    fn characters(&self, text: &str, byte: usize) -> u32 {
        let mark = byte / STEP;
        let known = self.marks.get(mark).copied().unwrap_or(0);
        let rest = text.as_bytes().get(mark * STEP..byte).unwrap_or_default();
        known.saturating_add(offset(rest.iter().filter(|byte| is_character_start(**byte)).count()))
    }
}

/// In UTF-8 the bytes `10xxxxxx` continue a character.
fn is_character_start(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn position(text: &str, at: u32) -> (u32, u32) {
        let Position { line, column } = Table::of(text).position(text, at);
        (line, column)
    }

    #[test]
    fn columns_are_counted_in_characters() {
        assert_eq!(position("семья: 5", 12), (1, 8));
        assert_eq!(position("a\nё\nb", 4), (2, 2));
    }

    #[test]
    fn a_line_begins_after_its_line_feed() {
        assert_eq!(position("ab\r\ncd", 3), (1, 4));
        assert_eq!(position("ab\r\ncd", 4), (2, 1));
        assert_eq!(position("ab\n", 3), (2, 1));
    }

    #[test]
    fn the_middle_of_a_character_is_the_character() {
        assert_eq!(position("ёж", 1), (1, 1));
        assert_eq!(position("ёж", 3), (1, 2));
    }

    #[test]
    fn after_the_end_is_the_end() {
        assert_eq!(position("", 7), (1, 1));
        assert_eq!(position("ab", 7), (1, 3));
    }

    proptest! {
        #[test]
        fn the_table_counts_as_reading_does(text in "[aё\n]{0,1500}", at in 0_usize..2000) {
            let at = at.min(text.len());
            prop_assume!(text.is_char_boundary(at));
            let before = text.get(..at).unwrap();
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
            let expected = (u32::try_from(line).unwrap(), u32::try_from(column).unwrap());
            prop_assert_eq!(position(&text, u32::try_from(at).unwrap()), expected);
        }
    }
}
