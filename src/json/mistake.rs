//! What to say where the structure of a text is not that of JSON: one sentence for each usual mistake.

use super::{
    Key, number,
    slip::{invalid, shown, slip},
};
use crate::{
    diagnostic::{Code, Diagnostic, quoted},
    source::Span,
};

/// Characters that an author may have meant as one number, word or name. As JSON tokens end sooner, what is read from a
/// token must be compared as a whole.
pub(super) fn token(rest: &str) -> &str {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '+' | '.');
    let end = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

pub(super) fn byte_order_mark(span: Span) -> Box<Diagnostic> {
    invalid(span, "the text begins with a byte order mark", "save the file as UTF-8 without BOM")
}

pub(super) fn empty(span: Span) -> Box<Diagnostic> {
    invalid(span, "the text is empty", "the shortest file is `{}`")
}

pub(super) fn too_deep(span: Span, most: usize) -> Box<Diagnostic> {
    let message = format!("lists and objects are nested deeper than {most}");
    Box::new(
        Diagnostic::error(Code::TooDeep, span, message)
            .help("take brackets away: nothing that can be told needs as many"),
    )
}

pub(super) fn trailing_comma(comma: Span, closing: u8) -> Box<Diagnostic> {
    let message = format!("a comma stands before the closing `{}`", char::from(closing));
    invalid(comma, message, "take the comma away: it stands between items only")
}

/// The text ends before a closing bracket.
pub(super) fn unclosed(what: &str, open: Span, end: Span) -> Box<Diagnostic> {
    let closing = if what == "list" { ']' } else { '}' };
    let message = format!("the text ends before the {what} is closed");
    Box::new(invalid(end, message, format!("put `{closing}` where the {what} ends")).also(open, "opened here"))
}

/// After the last value.
pub(super) fn trailing(rest: &str, here: Span, root: Span) -> Box<Diagnostic> {
    if let Some(slip) = slip(rest, here) {
        return slip;
    }
    match rest.chars().next() {
        Some(bracket @ ('}' | ']')) => {
            invalid(here, format!("`{bracket}` closes nothing"), "take it away, or look for one that stands too early")
        }
        _ => Box::new(
            invalid(
                here,
                "the text goes on after its value",
                "a file holds one value; several stand in a list or object",
            )
            .also(root.at_end(), "the value ends here"),
        ),
    }
}

/// After an item, where a comma or the closing bracket is needed.
pub(super) fn no_comma(rest: &str, here: Span, end: Span, open: Span, closing: u8) -> Box<Diagnostic> {
    let (what, closing) = if closing == b']' { ("list", ']') } else { ("object", '}') };
    if let Some(slip) = slip(rest, here) {
        return slip;
    }
    match rest.chars().next() {
        None => unclosed(what, open, here),
        Some(bracket @ (']' | '}')) => {
            let message = format!("the {what} is closed by `{bracket}`");
            Box::new(invalid(here, message, format!("write `{closing}`")).also(open, "opened here"))
        }
        Some(':') if what == "list" => {
            invalid(here, "a key stands in a list", "items of a list have no keys; an object stands in `{` and `}`")
        }
        Some(';') => invalid(here, "`;` stands between items", "write a comma"),
        Some('"' | '{' | '[' | '-' | '0'..='9') => missing_comma(end),
        Some(letter) if letter.is_alphabetic() && here.start == end.end => {
            let help = "put a comma between items; a quote within a string is written `\\\"`";
            invalid(here, format!("`{letter}` stands directly after a value"), help)
        }
        Some(letter) if letter.is_alphabetic() => missing_comma(end),
        Some(other) => {
            let message = format!("{} stands after a value", shown(other));
            invalid(here, message, format!("a comma or `{closing}` is needed here"))
        }
    }
}

fn missing_comma(end: Span) -> Box<Diagnostic> {
    invalid(end, "a comma is missing after this value", "put a comma between items")
}

/// In an object, where a key is needed.
pub(super) fn no_key(rest: &str, before: &str, here: Span) -> Box<Diagnostic> {
    if let Some(slip) = slip(rest, here) {
        return slip;
    }
    let name = token(rest);
    match rest.chars().next() {
        Some('0'..='9') if is_decimal_comma(before) => {
            invalid(here, "a number stands where a key is needed", "write a fraction with a point: `0.5`, not `0,5`")
        }
        Some(',') => invalid(here, "no key stands before this comma", "take the comma away"),
        Some(_) if !name.is_empty() => {
            let span = Span::new(here.source, here.start, here.start.saturating_add(u32_of(name.len())));
            let message = format!("the key {} stands without quotes", quoted(name));
            invalid(span, message, "write keys in double quotes")
        }
        Some(other) => {
            let message = format!("{} stands where a key is needed", shown(other));
            invalid(here, message, "a key is a string in double quotes")
        }
        None => invalid(here, "the text ends where a key is needed", "a key is a string in double quotes"),
    }
}

/// Whether a digit and a comma stand directly before.
fn is_decimal_comma(before: &str) -> bool {
    before.strip_suffix(',').is_some_and(|before| before.ends_with(|last: char| last.is_ascii_digit()))
}

/// After a key.
pub(super) fn no_colon(rest: &str, here: Span, key: &Key) -> Box<Diagnostic> {
    if let Some(slip) = slip(rest, here) {
        return slip;
    }
    let name = quoted(&key.name);
    match rest.chars().next() {
        Some('=') => invalid(here, format!("`=` stands after the key {name}"), "write `:`"),
        Some(',' | '}') => {
            invalid(key.span, format!("the key {name} has no value"), "write `:` and the value after it")
        }
        _ => invalid(
            key.span.at_end(),
            format!("a colon is missing after the key {name}"),
            "write `:` between key and value",
        ),
    }
}

/// Where a value is needed.
pub(super) fn value(rest: &str, here: Span) -> Box<Diagnostic> {
    if let Some(slip) = slip(rest, here) {
        return slip;
    }
    let token = token(rest);
    let span = Span::new(here.source, here.start, here.start.saturating_add(u32_of(token.len())));
    match rest.chars().next() {
        None => invalid(here, "the text ends where a value is needed", "write the value"),
        Some(',' | ']' | '}') => {
            invalid(here, "a value is missing here", "write the value, or take the comma or key away")
        }
        Some('-' | '+' | '.' | '0'..='9') if !token.ends_with("Infinity") => {
            invalid(span, format!("{} is not a number of JSON", quoted(token)), number::advice(token))
        }
        Some(_) if !token.is_empty() => word(token, span),
        Some(other) => {
            let message = format!("{} stands where a value is needed", shown(other));
            invalid(
                here,
                message,
                "a value is a string in double quotes, a number, `true`, `false`, a list or an object",
            )
        }
    }
}

fn word(token: &str, span: Span) -> Box<Diagnostic> {
    let help = match token.to_lowercase().as_str() {
        "true" | "yes" | "on" | "да" => "write `true`",
        "false" | "no" | "off" | "нет" => "write `false`",
        "null" | "none" | "nil" | "undefined" | "nan" => "leave out what is not known",
        _ => "write text in double quotes",
    };
    invalid(span, format!("{} is not a value of JSON", quoted(token)), help)
}

/// Lengths lie within the limit on texts, so the value always fits.
fn u32_of(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use crate::json::slip::tests::told;

    #[test]
    fn every_usual_mistake_has_its_sentence() {
        let texts = [
            "",
            "{} {}",
            "{}}",
            "[1,]",
            "{\"a\": 1,}",
            "[1 2]",
            "{\"a\": 1 \"b\": 2}",
            "[1",
            "{\"a\": 1",
            "{",
            "[1,",
            "[1}",
            "{\"a\": 1]",
            "[\"a\": 1]",
            "[1; 2]",
            "[,1]",
            "[1,,2]",
            "{\"a\" 1}",
            "{,\"a\": 1}",
            "{\"a\"}",
            "{\"a\" = 1}",
            "{\"a\":}",
            "{\"a\":",
            "{a: 1}",
            "{\"a\": 1,5}",
            "{\"a\": 1,, \"b\": 2}",
            "{\"a\": \"x, \"b\": 1}",
            "[True]",
            "[None]",
            "[-Infinity]",
            "[многодетная]",
            "[2025-01-01]",
            "[@]",
        ];
        insta::assert_snapshot!(told(&texts), @r#"
        "" 1: the text is empty; the shortest file is `{}`
        "{} {}" 4: the text goes on after its value; a file holds one value; several stand in a list or object
        "{}}" 3: `}` closes nothing; take it away, or look for one that stands too early
        "[1,]" 3: a comma stands before the closing `]`; take the comma away: it stands between items only
        "{\"a\": 1,}" 8: a comma stands before the closing `}`; take the comma away: it stands between items only
        "[1 2]" 3: a comma is missing after this value; put a comma between items
        "{\"a\": 1 \"b\": 2}" 8: a comma is missing after this value; put a comma between items
        "[1" 3: the text ends before the list is closed; put `]` where the list ends
        "{\"a\": 1" 8: the text ends before the object is closed; put `}` where the object ends
        "{" 2: the text ends before the object is closed; put `}` where the object ends
        "[1," 4: the text ends before the list is closed; put `]` where the list ends
        "[1}" 3: the list is closed by `}`; write `]`
        "{\"a\": 1]" 8: the object is closed by `]`; write `}`
        "[\"a\": 1]" 5: a key stands in a list; items of a list have no keys; an object stands in `{` and `}`
        "[1; 2]" 3: `;` stands between items; write a comma
        "[,1]" 2: a value is missing here; write the value, or take the comma or key away
        "[1,,2]" 4: a value is missing here; write the value, or take the comma or key away
        "{\"a\" 1}" 5: a colon is missing after the key `a`; write `:` between key and value
        "{,\"a\": 1}" 2: no key stands before this comma; take the comma away
        "{\"a\"}" 2: the key `a` has no value; write `:` and the value after it
        "{\"a\" = 1}" 6: `=` stands after the key `a`; write `:`
        "{\"a\":}" 6: a value is missing here; write the value, or take the comma or key away
        "{\"a\":" 6: the text ends where a value is needed; write the value
        "{a: 1}" 2: the key `a` stands without quotes; write keys in double quotes
        "{\"a\": 1,5}" 9: a number stands where a key is needed; write a fraction with a point: `0.5`, not `0,5`
        "{\"a\": 1,, \"b\": 2}" 9: no key stands before this comma; take the comma away
        "{\"a\": \"x, \"b\": 1}" 12: `b` stands directly after a value; put a comma between items; a quote within a string is written `\"`
        "[True]" 2: `True` is not a value of JSON; write `true`
        "[None]" 2: `None` is not a value of JSON; leave out what is not known
        "[-Infinity]" 2: `-Infinity` is not a value of JSON; write text in double quotes
        "[многодетная]" 2: `многодетная` is not a value of JSON; write text in double quotes
        "[2025-01-01]" 2: `2025-01-01` is not a number of JSON; write a date in double quotes: `"2025-01-01"`
        "[@]" 2: `@` stands where a value is needed; a value is a string in double quotes, a number, `true`, `false`, a list or an object
        "#);
    }
}
