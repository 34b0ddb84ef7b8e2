//! What is wrong wherever it stands, and what is wrong inside a string.

use crate::{
    diagnostic::{Code, Diagnostic, quoted},
    source::{FaultKind, Span},
};

const NO_COMMENTS: &str = "take it away, or write the remark as the value of a key `note`";

/// A mistake of syntax.
pub(super) fn invalid(span: Span, message: impl Into<String>, help: impl Into<String>) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(Code::InvalidJson, span, message).help(help))
}

/// What is wrong wherever it stands: comments, other quotes, other blanks.
pub(super) fn slip(rest: &str, here: Span) -> Option<Box<Diagnostic>> {
    let first = rest.chars().next()?;
    let two = Span::new(here.source, here.start, here.start.saturating_add(2));
    match first {
        '/' if rest.starts_with("//") || rest.starts_with("/*") => {
            Some(invalid(two, "a comment stands here; JSON has none", NO_COMMENTS))
        }
        '#' => Some(invalid(here, "a comment stands here; JSON has none", NO_COMMENTS)),
        '\'' | '`' | '«' | '»' | '“' | '”' | '„' | '‘' | '’' => {
            let message = format!("the quote {} stands here", quote(first));
            Some(invalid(here, message, "write strings and keys in double quotes: `\"`"))
        }
        '\u{feff}' | '\u{200b}' => Some(blank(first, here)),
        _ if first.is_whitespace() || first.is_control() => Some(blank(first, here)),
        _ => None,
    }
}

fn blank(character: char, here: Span) -> Box<Diagnostic> {
    let message = format!("the invisible character {} stands here", shown(character));
    invalid(here, message, "between values stand only space, tab and line break")
}

/// A quote as a message shows it; a backtick is named, as it would end the quoted text.
fn quote(character: char) -> String {
    if character == '`' { "U+0060".to_owned() } else { format!("`{character}`") }
}

/// A character as a message shows it: invisible ones by their number.
pub(super) fn shown(character: char) -> String {
    if character.is_whitespace() || character.is_control() || matches!(character, '\u{feff}' | '\u{200b}') {
        return format!("U+{:04X}", u32::from(character));
    }
    format!("`{character}`")
}

/// Inside a string. `place` is the fault, `whole` the string up to it.
pub(super) fn in_string(kind: FaultKind, written: &str, place: Span, whole: Span) -> Box<Diagnostic> {
    match kind {
        FaultKind::Unclosed | FaultKind::Control('\n' | '\r') => {
            let help = "put `\"` where the string ends; a line break within it is written `\\n`";
            invalid(whole, "the string is not closed on its line", help)
        }
        FaultKind::Control('\t') => invalid(place, "a tab stands in a string", "write `\\t`"),
        FaultKind::Control(control) => {
            let help = format!("write `\\u{:04x}`, or take it away", u32::from(control));
            invalid(place, format!("the control character {} stands in a string", shown(control)), help)
        }
        FaultKind::UnknownEscape => {
            let help = "a backslash is written `\\\\`; escapes are `\\\"`, `\\\\`, `\\/`, `\\b`, `\\f`, `\\n`, `\\r`, `\\t` and `\\u` with four digits";
            invalid(place, format!("{} is no escape", quoted(written)), help)
        }
        FaultKind::ShortHex => {
            invalid(place, "`\\u` stands without four hexadecimal digits", "write four, as in `\\u0436`")
        }
        FaultKind::LoneSurrogate => {
            let help = "write the character itself, or both halves of the pair";
            invalid(place, format!("{} is half of a pair, not a character", quoted(written)), help)
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::fmt::Write;

    use crate::{diagnostic::Sink, json::read, source::Sources};

    /// For each text a line: the text, the column, what is said about it.
    pub(in crate::json) fn told(texts: &[&str]) -> String {
        let mut lines = String::new();
        for text in texts {
            let mut sources = Sources::new();
            let id = sources.add("a", *text);
            let mut sink = Sink::default();
            assert!(read(&sources, id, &mut sink).is_none(), "{text}");
            let [only] = sink.diagnostics() else { panic!("more than one: {text}") };
            let column = sources.position(id, only.span().start).column;
            let help = only.help_text().unwrap_or_default();
            writeln!(lines, "{text:?} {column}: {}; {help}", only.message()).unwrap();
        }
        lines
    }

    #[test]
    fn every_usual_slip_has_its_sentence() {
        let texts = [
            "\u{feff}{}",
            "{'a': 1}",
            "[«a»]",
            "[`a`]",
            "// x\n{}",
            "{} # x",
            "[1, /* x */ 2]",
            "[1\u{a0}, 2]",
            "[\u{0}]",
            "[\"abc\n]",
            "[\"abc",
            "[\"a\tb\"]",
            "[\"a\u{1}b\"]",
            "[\"C:\\dir\"]",
            "[\"\\u12\"]",
            "[\"\\ud83d\"]",
        ];
        insta::assert_snapshot!(told(&texts), @r#"
        "\u{feff}{}" 1: the text begins with a byte order mark; save the file as UTF-8 without BOM
        "{'a': 1}" 2: the quote `'` stands here; write strings and keys in double quotes: `"`
        "[«a»]" 2: the quote `«` stands here; write strings and keys in double quotes: `"`
        "[`a`]" 2: the quote U+0060 stands here; write strings and keys in double quotes: `"`
        "// x\n{}" 1: a comment stands here; JSON has none; take it away, or write the remark as the value of a key `note`
        "{} # x" 4: a comment stands here; JSON has none; take it away, or write the remark as the value of a key `note`
        "[1, /* x */ 2]" 5: a comment stands here; JSON has none; take it away, or write the remark as the value of a key `note`
        "[1\u{a0}, 2]" 3: the invisible character U+00A0 stands here; between values stand only space, tab and line break
        "[\0]" 2: the invisible character U+0000 stands here; between values stand only space, tab and line break
        "[\"abc\n]" 2: the string is not closed on its line; put `"` where the string ends; a line break within it is written `\n`
        "[\"abc" 2: the string is not closed on its line; put `"` where the string ends; a line break within it is written `\n`
        "[\"a\tb\"]" 4: a tab stands in a string; write `\t`
        "[\"a\u{1}b\"]" 4: the control character U+0001 stands in a string; write `\u0001`, or take it away
        "[\"C:\\dir\"]" 5: `\d` is no escape; a backslash is written `\\`; escapes are `\"`, `\\`, `\/`, `\b`, `\f`, `\n`, `\r`, `\t` and `\u` with four digits
        "[\"\\u12\"]" 3: `\u` stands without four hexadecimal digits; write four, as in `\u0436`
        "[\"\\ud83d\"]" 3: `\ud83d` is half of a pair, not a character; write the character itself, or both halves of the pair
        "#);
    }
}
