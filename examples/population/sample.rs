//! Families made up by a seeded generator, so that the example runs with nothing at hand. They are no statistics of any
//! country: shares were chosen so that every measure meets somebody.

use std::fmt::Write;

/// A small generator of numbers that only look random: the same seed gives the same families everywhere.
#[derive(Debug)]
pub struct Random(u64);

impl Random {
    /// Begins with a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below a bound (`SplitMix64`).
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound.max(1)
    }

    fn chance(&mut self, of_hundred: u64) -> bool {
        self.below(100) < of_hundred
    }

    fn date(&mut self, from: u64, until: u64) -> String {
        let (year, month, day) =
            (from.saturating_add(self.below(until.saturating_sub(from))), self.below(12), self.below(28));
        format!("{year}-{:02}-{:02}", month.saturating_add(1), day.saturating_add(1))
    }
}

const TERRITORIES: [&str; 4] = ["RU-KHA/khabarovsk", "RU-KHA", "RU-VGG/volgograd", "RU-NVS/novosibirsk"];

/// Writes one family.
pub fn family(random: &mut Random, text: &mut String) {
    let place = usize::try_from(random.below(4)).unwrap_or(0);
    let territory = TERRITORIES.get(place).copied().unwrap_or("RU");
    let is_couple = random.chance(70);
    let is_pregnant = random.chance(6);
    // Writing to a text cannot fail.
    let _ = write!(text, r#"{{"territory":"{territory}","hard_life_situation":{},"members":["#, random.chance(8));
    let _ = write!(
        text,
        r#"{{"id":"anna","relation":"self","sex":"female","birth_date":"{}","married":{is_couple},"citizen_rf":true,"employment":"{}","monthly_income":"{}","pregnancy_weeks":{}}}"#,
        random.date(1980, 2004),
        if random.chance(65) { "employed" } else { "none" },
        random.below(90).saturating_mul(1000),
        if is_pregnant { random.below(36).saturating_add(4).to_string() } else { "\"none\"".to_owned() },
    );
    if is_couple {
        let _ = write!(
            text,
            r#",{{"id":"ivan","relation":"spouse","sex":"male","birth_date":"{}","married":true,"citizen_rf":true,"employment":"employed","in_svo":{},"monthly_income":"{}"}}"#,
            random.date(1975, 2002),
            random.chance(5),
            random.below(120).saturating_mul(1000),
        );
    }
    for child in 0..random.below(5) {
        let disability = if random.chance(5) { "child_disabled" } else { "none" };
        let _ = write!(
            text,
            r#",{{"id":"child{child}","relation":"child","birth_date":"{}","disability":"{disability}","citizen_rf":true}}"#,
            random.date(2006, 2025),
        );
    }
    text.push_str("]}");
}
