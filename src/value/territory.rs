//! Territories: where a text is law, as a path from the country downward.

use std::{borrow::Borrow, fmt, str::FromStr};

use serde::{Serialize, Serializer};
use thiserror::Error;

use super::name::Name;

/// A place in which law is made: `RU`, `RU-KHA`, `RU-KHA/khabarovsk`, `RU-VGG/volgograd/traktorozavodsky`.
///
/// The country, then a subject of the federation by its ISO 3166-2 code, then names of ever smaller places.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
// INVARIANT: as accepted by `is_well_written`.
pub struct Territory(Name);

impl fmt::Debug for Territory {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Territory").field(&self.as_str()).finish()
    }
}

/// How far below the country a territory lies, as far as law makes a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TerritoryLevel {
    /// The whole country.
    Country,
    /// A subject of the federation.
    Subject,
    /// A municipality or a part of one.
    Below,
}

/// A text that is not written as a territory.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is not a territory, which is written as `RU`, `RU-KHA` or `RU-KHA/khabarovsk`")]
pub struct InvalidTerritory(Box<str>);

const COUNTRY: &str = "RU";

impl Territory {
    /// The whole country, which contains every territory.
    #[must_use]
    pub fn country() -> Self {
        Self(COUNTRY.into())
    }

    /// As it is written in files.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether a territory is this one or lies in it.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        let rest = other.as_str().strip_prefix(self.as_str());
        self.level() == TerritoryLevel::Country || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The territory in which this one directly lies; `None` for the country.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        match self.level() {
            TerritoryLevel::Country => None,
            TerritoryLevel::Subject => Some(Self::country()),
            TerritoryLevel::Below => self.as_str().rsplit_once('/').map(|(above, _)| Self(above.into())),
        }
    }

    /// Country, subject, or below.
    #[must_use]
    pub fn level(&self) -> TerritoryLevel {
        match self.depth() {
            0 => TerritoryLevel::Country,
            1 => TerritoryLevel::Subject,
            _ => TerritoryLevel::Below,
        }
    }

    /// The subject of the federation this is or lies in; `None` for the country.
    #[must_use]
    pub fn subject(&self) -> Option<Self> {
        match self.level() {
            TerritoryLevel::Country => None,
            TerritoryLevel::Subject => Some(self.clone()),
            TerritoryLevel::Below => self.as_str().split('/').next().map(|subject| Self(subject.into())),
        }
    }

    /// Steps below the country: 0 for `RU`, 1 for `RU-KHA`, 2 for `RU-KHA/khabarovsk`. Of two territories that contain a
    /// place, the deeper one is the more specific.
    #[must_use]
    pub fn depth(&self) -> usize {
        let below = self.as_str().chars().filter(|it| *it == '/').count();
        below.saturating_add(usize::from(self.as_str() != COUNTRY))
    }
}

fn is_well_written(text: &str) -> bool {
    let mut parts = text.split('/');
    let head = parts.next().unwrap_or_default();
    let below = parts.all(is_place_name);
    match head.strip_prefix(COUNTRY) {
        Some("") => text == COUNTRY,
        Some(code) => below && code.strip_prefix('-').is_some_and(is_subject_code),
        None => false,
    }
}

fn is_subject_code(code: &str) -> bool {
    matches!(code.len(), 2 | 3) && code.chars().all(|it| it.is_ascii_uppercase())
}

/// Places below a subject: `[a-z][a-z0-9_-]*`; two words are joined by a hyphen, as in `sovetsko-gavansky`.
fn is_place_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, '_' | '-'))
}

/// So that a set of territories is asked by a bare text: equality, order and hash are those of the text.
impl Borrow<str> for Territory {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl FromStr for Territory {
    type Err = InvalidTerritory;

    fn from_str(text: &str) -> Result<Self, InvalidTerritory> {
        if is_well_written(text) { Ok(Self(text.into())) } else { Err(InvalidTerritory(text.into())) }
    }
}

impl fmt::Display for Territory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Territory {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place(text: &str) -> Territory {
        text.parse().unwrap()
    }

    fn any_territory() -> impl Strategy<Value = Territory> {
        "RU|RU-(KH|KHA|VGG)(/[ab]){0,3}".prop_map(|text| place(&text))
    }

    #[test]
    fn the_country_contains_everything() {
        for text in ["RU", "RU-KHA", "RU-KHA/khabarovsk", "RU-VGG/volgograd/traktorozavodsky"] {
            assert!(Territory::country().contains(&place(text)), "{text}");
        }
    }

    #[test]
    fn a_subject_contains_itself_and_what_lies_below() {
        let krai = place("RU-KHA");
        assert!(krai.contains(&krai) && krai.contains(&place("RU-KHA/khabarovsk")));
        assert!(!krai.contains(&place("RU")) && !krai.contains(&place("RU-VGG/volgograd")));
        assert!(!place("RU-KHA/khaba").contains(&place("RU-KHA/khabarovsk")));
        assert!(!place("RU-KH").contains(&krai));
    }

    #[test]
    fn a_territory_knows_what_lies_above() {
        let district = place("RU-VGG/volgograd/traktorozavodsky");
        let city = district.parent().unwrap();
        assert_eq!(city.as_str(), "RU-VGG/volgograd");
        assert_eq!(city.parent(), Some(place("RU-VGG")));
        assert_eq!(place("RU-VGG").parent(), Some(Territory::country()));
        assert_eq!(Territory::country().parent(), None);
        assert_eq!(district.subject(), Some(place("RU-VGG")));
        assert_eq!(place("RU-VGG").subject(), Some(place("RU-VGG")));
        assert_eq!(Territory::country().subject(), None);
    }

    #[test]
    fn a_level_is_country_subject_or_below() {
        let levels = ["RU", "RU-KHA", "RU-KHA/a", "RU-KHA/a/b"].map(|text| (place(text).level(), place(text).depth()));
        let (country, subject, below) = (TerritoryLevel::Country, TerritoryLevel::Subject, TerritoryLevel::Below);
        assert_eq!(levels, [(country, 0), (subject, 1), (below, 2), (below, 3)]);
    }

    #[test]
    fn anything_else_is_not_a_territory() {
        let texts = [
            "",
            "ru",
            "RU/",
            "RU/moscow",
            "RU-",
            "RU-K",
            "RU-KHAB",
            "RU-kha",
            "RUS",
            "RUKHA",
            "US-CA",
            "RU-KHA/",
            "RU-KHA//a",
            "RU-KHA/Khabarovsk",
            "RU-KHA/1a",
            " RU",
            "RU-KHA/хабаровск",
        ];
        for text in texts {
            assert!(text.parse::<Territory>().is_err(), "{text}");
        }
        let error = "ru".parse::<Territory>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "`ru` is not a territory, which is written as `RU`, `RU-KHA` or `RU-KHA/khabarovsk`"
        );
    }

    #[test]
    fn a_territory_is_a_text_in_json() {
        assert_eq!(serde_json::to_string(&place("RU-KHA/khabarovsk")).unwrap(), "\"RU-KHA/khabarovsk\"");
        assert_eq!(place("RU-KHA").to_string(), "RU-KHA");
    }

    proptest! {
        #[test]
        fn containing_is_being_among_the_parents(outer in any_territory(), inner in any_territory()) {
            let mut above = std::iter::successors(Some(inner.clone()), Territory::parent);
            prop_assert_eq!(outer.contains(&inner), above.any(|it| it == outer));
        }

        #[test]
        fn each_parent_is_one_step_up_and_well_written(territory in any_territory()) {
            if let Some(parent) = territory.parent() {
                prop_assert_eq!(parent.depth() + 1, territory.depth());
                prop_assert_eq!(parent.as_str().parse(), Ok(parent.clone()));
            }
        }
    }
}
