//! Texts for people, in both languages.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A language an answer is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Russian, the language of the law.
    Russian,
    /// English.
    English,
}

/// A text in Russian and in English.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// In Russian, in the words of the law.
    pub ru: String,
    /// In English.
    pub en: String,
}

impl Text {
    /// The text in one language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Russian => &self.ru,
            Language::English => &self.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn large_family() -> Text {
        Text { ru: "Многодетная семья".into(), en: "Large family".into() }
    }

    #[test]
    fn a_text_is_read_in_the_language_asked() {
        assert_eq!(large_family().in_language(Language::Russian), "Многодетная семья");
        assert_eq!(large_family().in_language(Language::English), "Large family");
    }

    #[test]
    fn a_text_has_both_languages_and_nothing_else() {
        let read = |json: &str| serde_json::from_str::<Text>(json);
        let json = serde_json::to_string(&large_family()).unwrap();
        assert_eq!(read(&json).unwrap(), large_family());
        assert!(read(r#"{"ru": "да"}"#).is_err());
        assert!(read(r#"{"ru": "да", "en": "yes", "de": "ja"}"#).is_err());
    }

    #[test]
    fn the_schema_describes_both_languages() {
        let schema = schemars::schema_for!(Text).to_value();
        assert_eq!(schema["additionalProperties"], false);
        assert_eq!(schema["properties"]["en"]["description"], "In English.");
    }
}
