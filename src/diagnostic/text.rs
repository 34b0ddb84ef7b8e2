//! User text inside messages.

/// Characters of user text that a message shows at most.
const LONGEST: usize = 60;

/// User text for a message: in backticks, on one line, not longer than 60 characters, and without backticks of its own,
/// so that masking finds where it ends.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut shown = String::from("`");
    for (count, character) in text.chars().enumerate() {
        if count == LONGEST {
            shown.push('…');
            break;
        }
        shown.push(if character == '`' { '\'' } else { character });
    }
    shown.push('`');
    printable(&shown)
}

/// A text that stays on its line and cannot steer a terminal: control characters and marks of writing direction are
/// written as escapes.
pub(super) fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        let is_direction =
            matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if character.is_control() || is_direction {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Replaces every text in backticks by `…`; from a backtick without a partner on, everything.
pub(super) fn masked(text: &str) -> String {
    text.split('`').enumerate().map(|(number, part)| if number % 2 == 1 { "`…`" } else { part }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_text_is_short_and_on_one_line() {
        assert_eq!(quoted("a`b\nc"), "`a'b\\nc`");
        assert_eq!(quoted(&"ж".repeat(61)), format!("`{}…`", "ж".repeat(60)));
        assert_eq!(quoted(&"ж".repeat(60)), format!("`{}`", "ж".repeat(60)));
    }

    #[test]
    fn a_text_cannot_steer_a_terminal() {
        assert_eq!(printable("a\u{1b}[31m\u{202e}ё"), "a\\u{1b}[31m\\u{202e}ё");
    }

    #[test]
    fn masking_takes_what_stands_in_backticks() {
        assert_eq!(masked("`income` is at least 0, not `-5`"), "`…` is at least 0, not `…`");
        assert_eq!(masked("no value"), "no value");
        assert_eq!(masked("``"), "`…`");
        assert_eq!(masked("one ` open"), "one `…`");
    }
}
