//! The families, one line of JSON each.

use super::{ON, REGIONS, chance::Chance};

/// How many children the families have.
#[derive(Clone, Copy, Debug)]
pub enum Children {
    /// None to six, as families have them.
    Some,
    /// So many each.
    Exactly(u32),
}

/// So many families.
pub fn families(count: usize, children: Children, seed: u64) -> String {
    let mut chance = Chance::new(seed);
    let lines: Vec<String> = (0..count).map(|id| family(&mut chance, id, children)).collect();
    lines.concat()
}

fn family(chance: &mut Chance, id: usize, children: Children) -> String {
    let adults = if chance.percent(65) { 2 } else { 1 };
    let children = match children {
        Children::Exactly(count) => count,
        Children::Some => match chance.below(100) {
            0..=14 => 0,
            15..=44 => 1,
            45..=71 => 2,
            72..=87 => 3,
            88..=94 => 4,
            95..=97 => 5,
            _ => 6,
        },
    };
    let region = chance.of(&REGIONS);
    let adults_told: Vec<String> = (0..adults).map(|_| adult(chance)).collect();
    let children: Vec<String> = (0..children).map(|_| child(chance)).collect();
    let weeks = if chance.percent(9) { 1 + chance.below(40) } else { 0 };
    format!(
        "{{\"id\":{id},\"region\":\"{region}\",\"adults\":[{}],\"children\":[{}],\"pregnancy_weeks\":{weeks},\
         \"svo_participant\":{},\"single_mother\":{},\"guardianship\":{},\"student\":{}}}\n",
        adults_told.join(","),
        children.join(","),
        chance.percent(8),
        adults == 1 && chance.percent(70),
        chance.percent(4),
        chance.percent(7),
    )
}

fn adult(chance: &mut Chance) -> String {
    let born = date(chance, 1966, 2006);
    let income = if chance.percent(20) { 0 } else { 8_000 + 250 * chance.below(360) };
    format!("{{\"birth_date\":\"{born}\",\"monthly_income\":{income},\"disabled\":{}}}", chance.percent(6))
}

fn child(chance: &mut Chance) -> String {
    let born = date(chance, 2001, 2026);
    format!("{{\"birth_date\":\"{born}\",\"disabled\":{}}}", chance.percent(5))
}

/// A day between two years, never after the day of application, and its anniversary more often than chance has it.
fn date(chance: &mut Chance, first: u32, last: u32) -> String {
    let mut year = first + chance.below(last - first + 1);
    let (mut month, mut day) = (1 + chance.below(12), 1 + chance.below(28));
    if chance.percent(3) {
        (month, day) = (ON.1, ON.2);
    }
    if (year, month, day) > ON {
        year -= 1;
    }
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_makes_the_same_families_on_every_machine() {
        let made = families(200, Children::Some, 0xFA17_1001);
        let first = made.lines().next().unwrap_or_default();
        assert_eq!(
            first,
            r#"{"id":0,"region":"R2","adults":[{"birth_date":"1990-05-08","monthly_income":51500,"disabled":false},{"birth_date":"1996-03-17","monthly_income":16250,"disabled":false}],"children":[{"birth_date":"2023-07-12","disabled":false},{"birth_date":"2011-07-05","disabled":false}],"pregnancy_weeks":0,"svo_participant":false,"single_mother":false,"guardianship":false,"student":false}"#
        );
        assert!(made.starts_with(&families(3, Children::Some, 0xFA17_1001)));
    }

    #[test]
    fn there_are_as_many_children_as_are_asked_for() {
        for line in families(20, Children::Exactly(16), 7).lines() {
            let (_, children) = line.split_once("\"children\"").unwrap_or_default();
            assert_eq!(children.matches("birth_date").count(), 16);
        }
    }
}
