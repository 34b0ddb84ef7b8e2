//! Names and words, and letters that only look Latin.

use super::Lexer;
use crate::feel::token::{TokenKind, Word};

/// Cyrillic letters with a Latin twin: the commonest invisible slip on a Russian keyboard.
const TWINS: [(char, char); 20] = [
    ('а', 'a'),
    ('в', 'b'),
    ('с', 'c'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('х', 'x'),
    ('у', 'y'),
    ('к', 'k'),
    ('А', 'A'),
    ('В', 'B'),
    ('С', 'C'),
    ('Е', 'E'),
    ('Н', 'H'),
    ('К', 'K'),
    ('М', 'M'),
    ('О', 'O'),
    ('Р', 'P'),
    ('Т', 'T'),
    ('Х', 'X'),
];

/// Words of a Russian author and what the language has for them.
const TRANSLATIONS: [(&str, &str); 10] = [
    ("и", "write `and`"),
    ("или", "write `or`"),
    ("не", "write `not(…)`"),
    ("в", "write `in`"),
    ("если", "write `if … then … else …`"),
    ("то", "write `then`"),
    ("иначе", "write `else`"),
    ("между", "write `between … and …`"),
    ("да", "write `true`"),
    ("нет", "write `false`, or `none` where a fact is optional"),
];

/// Whether a character may stand in a name, or is a letter that somebody thought so of.
pub(super) fn is_part(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

impl Lexer<'_> {
    pub(super) fn name(&mut self) {
        let start = self.at;
        let text = self.take_while(is_part);
        if text.is_ascii() {
            self.push(start, word_or_name(text));
            return;
        }
        let latin = latin_twin(text);
        let help = help(text, latin.as_deref());
        let message = if latin.is_some() {
            format!("`{text}` has letters that only look Latin")
        } else {
            format!("`{text}` is not a name: names are written in Latin letters")
        };
        self.report(start..self.at, message, help);
        // A Russian word for an operator leaves no expression to read.
        self.is_torn |= translation(text).is_some();
        self.push(start, word_or_name(latin.as_deref().unwrap_or(text)));
    }
}

fn word_or_name(text: &str) -> TokenKind {
    let name = || TokenKind::Name(text.to_owned());
    Word::of_text(text).map_or_else(name, TokenKind::Word)
}

fn translation(text: &str) -> Option<&'static str> {
    let found = TRANSLATIONS.iter().find(|(word, _)| *word == text);
    found.map(|(_, help)| *help)
}

fn help(text: &str, latin: Option<&str>) -> String {
    match (translation(text), latin) {
        (Some(help), _) => help.to_owned(),
        (None, Some(latin)) => format!("write `{latin}` in Latin letters"),
        (None, None) => "use the name of the fact, definition or value, such as `birth_date`".to_owned(),
    }
}

/// The Latin name that a text looks like, where every letter of it has a Latin twin.
fn latin_twin(text: &str) -> Option<String> {
    text.chars()
        .map(|c| {
            let twin = TWINS.iter().find(|(letter, _)| *letter == c);
            twin.map_or_else(|| c.is_ascii().then_some(c), |(_, latin)| Some(*latin))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{
        lex,
        tests::{kinds, mistake},
    };
    use super::*;

    #[test]
    fn units_are_plain_names() {
        let name = |text: &str| TokenKind::Name(text.to_owned());
        assert_eq!(kinds("months year"), [name("months"), name("year")]);
        assert_eq!(kinds("_a1"), [name("_a1")]);
    }

    #[test]
    fn a_letter_that_looks_latin_is_found() {
        let (place, message, help) = mistake("сount(members)");
        assert_eq!(place, "сount");
        assert_eq!(message, "`сount` has letters that only look Latin");
        assert_eq!(help, "write `count` in Latin letters");
    }

    #[test]
    fn a_word_of_the_language_may_look_latin_too() {
        let lexed = lex("a оr b");
        assert_eq!(lexed.errors.len(), 1);
        assert_eq!(lexed.tokens[1].kind, TokenKind::Word(Word::Or));
    }

    #[test]
    fn a_russian_word_is_translated() {
        let (place, message, help) = mistake("a или b");
        assert_eq!(place, "или");
        assert_eq!(message, "`или` is not a name: names are written in Latin letters");
        assert_eq!(help, "write `or`");
        assert_eq!(mistake("не b").2, "write `not(…)`");
        assert!(mistake("возраст > 3").2.contains("birth_date"));
    }

    #[test]
    fn only_a_russian_operator_leaves_nothing_to_read() {
        assert!(lex("a или b").is_torn);
        assert!(!lex("возраст > 3").is_torn);
    }
}
