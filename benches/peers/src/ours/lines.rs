//! The families as `one-window` reads them.

use one_window_peers_workload::{Chance, FLAGS};

use super::translate::territory;
use crate::facts::{Day, Family};

const SEED: u64 = 0xFA17_1005;

/// A family as a line of JSON: the same facts, nothing else of the vocabulary.
pub fn line(family: &Family) -> String {
    told(family, || true)
}

/// The families with a third of their facts untold, a line each.
pub fn lines_third_untold(families: &[Family]) -> String {
    let mut chance = Chance::new(SEED);
    families.iter().map(|family| told(family, || chance.below(3) > 0)).collect()
}

/// A family that tells those facts of which it is so decided. Where it lives and who its members are is always told.
fn told(family: &Family, mut is_told: impl FnMut() -> bool) -> String {
    let mut fact = |name: &str, value: String| {
        if is_told() { format!(",\"{name}\":{value}") } else { String::new() }
    };
    let mut text = format!("{{\"territory\":\"{}\"", territory(family.region.name()));
    for (name, flag) in FLAGS.iter().zip(family.flags()) {
        text += &fact(name, flag.to_string());
    }
    let mut members = Vec::new();
    for (place, adult) in family.adults.iter().enumerate() {
        let relation = if place == 0 { "self" } else { "spouse" };
        let mut member = format!("\"id\":\"a{place}\",\"relation\":\"{relation}\"");
        member += &fact("birth_date", day(adult.birth_date));
        member += &fact("monthly_income", format!("\"{}\"", adult.monthly_income));
        member += &fact("disabled", adult.disabled.to_string());
        if place == 0 {
            member += &fact("pregnancy_weeks", weeks(family.pregnancy_weeks));
        }
        members.push(format!("{{{member}}}"));
    }
    for (place, child) in family.children.iter().enumerate() {
        let mut member = format!("\"id\":\"c{place}\",\"relation\":\"child\"");
        member += &fact("birth_date", day(child.birth_date));
        member += &fact("disabled", child.disabled.to_string());
        members.push(format!("{{{member}}}"));
    }
    format!("{text},\"members\":[{}]}}\n", members.join(","))
}

/// Where nobody is pregnant there are no weeks.
fn weeks(weeks: u32) -> String {
    if weeks == 0 { "\"none\"".to_owned() } else { weeks.to_string() }
}

fn day(day: Day) -> String {
    format!("\"{}\"", day.text())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAMILY: &str = r#"{"id":0,"region":"R2","adults":[{"birth_date":"1990-02-03","monthly_income":9000,"disabled":false}],
        "children":[{"birth_date":"2020-04-05","disabled":true}],"pregnancy_weeks":0,"svo_participant":false,
        "single_mother":true,"guardianship":false,"student":false}"#;

    #[test]
    fn a_family_tells_the_facts_of_the_workload_and_nothing_else() {
        let family: Family = serde_json::from_str(FAMILY).expect("it is a family");
        let wanted = concat!(
            r#"{"territory":"RU-RB","svo_participant":false,"single_mother":true,"guardianship":false,"student":false,"#,
            r#""members":[{"id":"a0","relation":"self","birth_date":"1990-02-03","monthly_income":"9000","disabled":false,"#,
            r#""pregnancy_weeks":"none"},{"id":"c0","relation":"child","birth_date":"2020-04-05","disabled":true}]}"#,
            "\n"
        );
        assert_eq!(line(&family), wanted);
    }

    #[test]
    fn a_third_of_the_facts_is_untold() {
        let family: Family = serde_json::from_str(FAMILY).expect("it is a family");
        let facts = |text: &str| text.matches("\":").count();
        let without = facts(&told(&family, || false));
        let (all, some) = (facts(&line(&family)) - without, lines_third_untold(&vec![family; 1000]));
        let some = (facts(&some) - 1000 * without) * 100 / (1000 * all);
        assert!((64..=69).contains(&some), "{some} % are told");
    }
}
