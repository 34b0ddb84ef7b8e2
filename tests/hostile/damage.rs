//! Ways to damage a text: its bytes, its tokens, what stands in it.

use super::chance::Chance;

/// Pieces that hurt, as they stand in a file.
const PIECES: [&str; 56] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "null",
    "true",
    "false",
    "-",
    "0",
    "-0",
    "1e9",
    "1e400",
    "0.1",
    "\\",
    "\\u0000",
    "\\ud800",
    "ё",
    "🙂",
    "\u{0}",
    "\u{feff}",
    "\u{301}",
    "\u{202e}",
    "{}",
    "[]",
    "[[]]",
    "\"\"",
    "\"none\"",
    "\"unknown\"",
    "\"2025-02-30\"",
    "\"0000-01-01\"",
    "\"9999-12-31\"",
    "\"0001-01-01\"",
    "\"99999999999999999999999999999999999999\"",
    "9999999999999999999999999999999999999999",
    "-170141183460469231731687303715884105728",
    "\"[0..]\"",
    "\"[..]\"",
    "\"RU\"",
    "\"RU-KHA/khabarovsk\"",
    "\"members\"",
    "\"count(members)\"",
    "\"1 / 0\"",
    "\"members[\"",
    "\"sum(members.age)\"",
    "\"date(2025, 2, 30)\"",
    "\"9999999999 ** 9999999999\"",
    "\"a ? b\"",
    "\"x in x\"",
    "\"on - 99999999999 years\"",
    "{\"all\": []}",
    "{\"any\": [true]}",
    "{\"value\": null}",
    "{\"versions\": []}",
];

/// Texts that stand inside an expression.
const WORDS: [&str; 34] = [
    " and ",
    " or ",
    "not(",
    ")",
    "(",
    "[",
    "]",
    " in ",
    " > ",
    " <= ",
    " = ",
    " + 1",
    " - 1",
    " * 99999999999",
    " / 3",
    " ** 9",
    " 6 months",
    "members",
    "applicant",
    "on",
    "age",
    "none",
    "count(",
    "max(",
    "sum(",
    "if ",
    " then ",
    " else ",
    "some x in members satisfies ",
    "for x in members return ",
    " between 0 and ",
    "..",
    "\\\"",
    "ж",
];

/// A damaged text: one damage as a rule, sometimes several.
pub fn damaged(text: &str, chance: &mut Chance) -> String {
    let mut text = text.to_owned();
    for _ in 0..=chance.below(3) * chance.below(2) {
        text = match chance.below(12) {
            0 => bytes_flipped(&text, chance),
            1 => cut(&text, chance),
            2 => doubled(&text, chance),
            3 => nested(&text, chance),
            4..7 => in_a_text(&text, chance),
            _ => with_other_tokens(&text, chance),
        };
    }
    text
}

/// A part of a text; nothing where its ends are no places of the text.
fn part(text: &str, from: usize, until: usize) -> &str {
    text.get(from..until).unwrap_or_default()
}

/// A place between two characters.
fn place(text: &str, chance: &mut Chance) -> usize {
    let mut at = chance.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn stretch(text: &str, most: usize, chance: &mut Chance) -> (usize, usize) {
    let from = place(text, chance);
    let mut until = (from + chance.below(most)).min(text.len());
    while !text.is_char_boundary(until) {
        until += 1;
    }
    (from, until)
}

fn bytes_flipped(text: &str, chance: &mut Chance) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len());
        if let Some(byte) = bytes.get_mut(at) {
            *byte ^= 1 << chance.below(8);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn cut(text: &str, chance: &mut Chance) -> String {
    let most = *chance.one_of(&[4, 40, 400, 100_000]);
    let (from, until) = stretch(text, most, chance);
    format!("{}{}", part(text, 0, from), part(text, until, text.len()))
}

fn doubled(text: &str, chance: &mut Chance) -> String {
    let most = *chance.one_of(&[8, 80, 2_000]);
    let (from, until) = stretch(text, most, chance);
    let times = *chance.one_of(&[1, 2, 40]);
    let at = if chance.below(2) == 0 { until } else { place(text, chance) };
    format!("{}{}{}", part(text, 0, at), part(text, from, until).repeat(times), part(text, at, text.len()))
}

/// Brackets or parentheses far too deep.
fn nested(text: &str, chance: &mut Chance) -> String {
    let tokens = tokens(text);
    let deep = *chance.one_of(&[3, 30, 70, 5_000]);
    let (open, close) = *chance.one_of(&[("[", "]"), ("{\"not\": ", "}"), ("{\"all\": [", "]}"), ("{\"a\":", "}")]);
    let at = chance.below(tokens.len());
    let mut damaged = String::new();
    for (number, token) in tokens.iter().enumerate() {
        if number != at {
            damaged.push_str(token);
        } else if token.starts_with('"') && chance.below(2) == 0 {
            let inside = token.trim_matches('"');
            let (open, close) =
                *chance.one_of(&[("(", ")"), ("not(", ")"), ("-", ""), ("[", "]"), ("if a then b else ", "")]);
            damaged.extend(["\"", &open.repeat(deep), inside, &close.repeat(deep), "\""]);
        } else {
            damaged.extend([&open.repeat(deep), *token, &close.repeat(deep)]);
        }
    }
    damaged
}

/// Something put into one of the quoted texts, many of which are expressions.
fn in_a_text(text: &str, chance: &mut Chance) -> String {
    let mut tokens: Vec<String> = tokens(text).into_iter().map(str::to_owned).collect();
    let quoted: Vec<usize> =
        (0..tokens.len()).filter(|at| tokens[*at].starts_with('"') && tokens[*at].len() > 1).collect();
    if quoted.is_empty() {
        return text.to_owned();
    }
    let at = *chance.one_of(&quoted);
    let inside = tokens[at].trim_matches('"').to_owned();
    let place = place(&inside, chance);
    let taken =
        if chance.below(2) == 0 { place } else { stretch(part(&inside, place, inside.len()), 8, chance).1 + place };
    let word = *chance.one_of(&WORDS);
    tokens[at] = format!("\"{}{word}{}\"", part(&inside, 0, place), part(&inside, taken, inside.len()));
    tokens.concat()
}

/// Tokens exchanged, replaced, taken away or doubled: the text often stays JSON.
fn with_other_tokens(text: &str, chance: &mut Chance) -> String {
    let mut tokens = tokens(text);
    let solid: Vec<usize> = (0..tokens.len()).filter(|at| !tokens[*at].trim().is_empty()).collect();
    let quoted: Vec<usize> = solid.iter().copied().filter(|at| tokens[*at].starts_with('"')).collect();
    if quoted.is_empty() {
        return text.to_owned();
    }
    match chance.below(10) {
        // Keys and values change places.
        0..3 => tokens.swap(*chance.one_of(&quoted), *chance.one_of(&quoted)),
        3 | 4 => {
            let (at, other) = (*chance.one_of(&quoted), *chance.one_of(&quoted));
            tokens[at] = tokens[other];
        }
        5..8 => tokens[*chance.one_of(&quoted)] = *chance.one_of(&PIECES),
        8 => tokens.swap(*chance.one_of(&solid), *chance.one_of(&solid)),
        _ if chance.below(2) == 0 => tokens[*chance.one_of(&solid)] = "",
        _ => tokens[*chance.one_of(&solid)] = *chance.one_of(&PIECES),
    }
    tokens.concat()
}

/// A text in pieces: quoted texts, words and numbers, signs, blanks.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut left = text;
    while let Some(first) = left.chars().next() {
        let length = match first {
            '"' => {
                let mut escaped = false;
                let end = left.char_indices().skip(1).find(|(_, letter)| {
                    let ends = *letter == '"' && !escaped;
                    escaped = *letter == '\\' && !escaped;
                    ends
                });
                end.map_or(left.len(), |(at, _)| at + 1)
            }
            _ if first.is_whitespace() => left.find(|letter: char| !letter.is_whitespace()).unwrap_or(left.len()),
            _ if first.is_alphanumeric() => left.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(left.len()),
            _ => first.len_utf8(),
        };
        let (token, rest) = left.split_at(length);
        tokens.push(token);
        left = rest;
    }
    tokens
}

/// A rule file that is right but for one expression at random.
pub fn expression(chance: &mut Chance) -> Vec<u8> {
    let words: String =
        (0..=chance.below(12)).map(|_| chance.one_of(&WORDS).replace('\\', "").replace('"', "'")).collect();
    let of = chance.one_of(&["family", "member"]);
    format!(r#"{{ "definitions": {{ "asked": {{ "of": "{of}", "is": "{words}" }} }} }}"#).into_bytes()
}

/// Bytes at random: plain ones, pieces that hurt, or the beginning of something right.
pub fn bytes(chance: &mut Chance) -> Vec<u8> {
    let mut bytes = Vec::new();
    if chance.below(4) == 0 {
        let starts: [&str; 6] = [
            "{",
            "{\"definitions\":{\"a\":{\"is\":\"",
            "{\"cases\":[{",
            "{\"territory\":\"RU\",\"members\":[{\"id\":\"a\",",
            "[",
            "{\"measures\":{\"federal.a\":{",
        ];
        bytes.extend(chance.one_of(&starts).as_bytes());
    }
    let pieces = chance.below(3);
    for _ in 0..chance.below(60) {
        match pieces {
            0 => bytes.push(u8::try_from(chance.below(256)).unwrap()),
            1 => bytes.extend(chance.one_of(&PIECES).as_bytes()),
            _ => bytes.extend(chance.one_of(&WORDS).as_bytes()),
        }
    }
    bytes
}
