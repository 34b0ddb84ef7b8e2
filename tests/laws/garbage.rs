//! Any bytes end in an answer or in a report, never in a panic.

use std::sync::OnceLock;

use one_window::{Report, RuleSet};
use proptest::prelude::*;

use super::{
    answers::{json, tries},
    grammar::{Tape, VOCABULARY, rules},
    story::{Telling, story},
};

/// Pieces that hurt: brackets of every kind, quotes, numbers out of bounds, characters of more than one byte.
const PIECES: [&str; 32] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "null",
    "true",
    "-",
    "0",
    "1e9",
    "\\",
    "\\u0000",
    "\\ud800",
    "ё",
    "🙂",
    "\u{0}",
    "\u{feff}",
    "9999999999999999999999999999999999999999",
    "\"none\"",
    "\"2025-02-30\"",
    "{}",
    "[]",
    " in ",
    "(",
    ")",
    "members[",
    " / ",
    " 6 months",
    "//",
    "\u{301}",
];

/// A change of a text: at a place, so many characters are taken away and a piece is put in.
type Change = (prop::sample::Index, usize, usize);

fn changes() -> impl Strategy<Value = Vec<Change>> {
    prop::collection::vec((any::<prop::sample::Index>(), 0usize..4, 0usize..PIECES.len() + 8), 1..6)
}

fn changed(text: &str, changes: &[Change]) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for (place, taken, piece) in changes {
        let at = place.index(characters.len() + 1);
        let end = (at + taken).min(characters.len());
        // Beyond the pieces nothing is put in.
        characters.splice(at..end, PIECES.get(*piece).unwrap_or(&"").chars());
    }
    characters.into_iter().collect()
}

/// A report can be written in every form.
fn is_readable(report: &Report) -> bool {
    !report.to_string().is_empty() && !report.render(true).is_empty() && !report.masked().to_string().is_empty()
}

fn is_answered(rules: &RuleSet, text: &str) -> bool {
    match rules.family_from_json(text) {
        Ok(family) => json(&rules.on("2025-10-10".parse().unwrap()).assess(&family)).is_object(),
        Err(error) => is_readable(error.report()),
    }
}

fn is_loaded_or_reported(text: &str) -> bool {
    match RuleSet::from_files([("vocabulary.json", VOCABULARY), ("rules.json", text)]) {
        Ok(rules) => is_answered(&rules, r#"{ "territory": "RU", "members": [{ "id": "ada", "relation": "self" }] }"#),
        Err(error) => is_readable(error.report()),
    }
}

fn bundled() -> &'static RuleSet {
    static RULES: OnceLock<RuleSet> = OnceLock::new();
    RULES.get_or_init(|| RuleSet::bundled().unwrap())
}

proptest! {
    #![proptest_config(tries(250))]

    #[test]
    fn any_text_as_a_family_ends_in_an_answer_or_a_report(
        bytes in prop::collection::vec(any::<u8>(), 0..80),
        pieces in prop::collection::vec(0usize..PIECES.len(), 0..40),
    ) {
        let pieces: String = pieces.into_iter().map(|piece| PIECES[piece]).collect();
        prop_assert!(is_answered(bundled(), &String::from_utf8_lossy(&bytes)));
        prop_assert!(is_answered(bundled(), &pieces));
    }

    #[test]
    fn any_text_as_rules_ends_in_rules_or_a_report(
        bytes in prop::collection::vec(any::<u8>(), 0..80),
        pieces in prop::collection::vec(0usize..PIECES.len(), 0..40),
    ) {
        let pieces: String = pieces.into_iter().map(|piece| PIECES[piece]).collect();
        prop_assert!(is_loaded_or_reported(&String::from_utf8_lossy(&bytes)));
        prop_assert!(is_loaded_or_reported(&pieces));
        let expression = pieces.replace('\\', "").replace('"', "'").replace('\u{0}', "");
        let asked = r#"{ "definitions": { "asked": { "of": "family", "circumstance": true, "is": "p ?" } } }"#;
        prop_assert!(is_loaded_or_reported(&asked.replace('?', &expression)));
    }

    #[test]
    fn a_damaged_family_file_ends_in_an_answer_or_a_report(story in story(), changes in changes()) {
        prop_assert!(is_answered(bundled(), &changed(&story.text(Telling::default()), &changes)));
    }

    #[test]
    fn a_damaged_rule_file_ends_in_rules_or_a_report(
        numbers in prop::collection::vec(0u16..840, 0..80),
        changes in changes(),
        in_vocabulary: bool,
    ) {
        let text = rules(&mut Tape::new(&numbers));
        if in_vocabulary {
            let vocabulary = changed(VOCABULARY, &changes);
            if let Err(error) = RuleSet::from_files([("vocabulary.json", vocabulary), ("rules.json", text)]) {
                prop_assert!(is_readable(error.report()));
            }
        } else {
            prop_assert!(is_loaded_or_reported(&changed(&text, &changes)));
        }
    }
}
