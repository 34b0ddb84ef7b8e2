//! Who told only a territory may live anywhere in it: what is decided of them is so in every place, whatever else they tell.

use one_window::{Eligibility, RuleSet};
use proptest::prelude::*;
use serde_json::{Value, json};

/// The places of the territory, one inside another; in the last no text of its own is law.
const PLACES: [&str; 4] = ["RU-KHA/khabarovsk", "RU-KHA/khabarovsk/centre", "RU-KHA/vaninsky", "RU-KHA/amursk"];

/// What a definition says in some places, and what elsewhere.
fn by_place(unit: Option<&str>, elsewhere: &str, texts: &[(&str, &str)]) -> Value {
    let from = json!({ "from": "2015-01-01" });
    let mut versions = vec![json!({ "in_force": from, "is": elsewhere })];
    versions.extend(
        texts.iter().map(|(place, text)| json!({ "territory": place, "in_force": from, "is": text, "replaces": "RU" })),
    );
    let mut definition = json!({ "territorial": true, "versions": versions });
    if let Some(unit) = unit {
        definition["unit"] = json!(unit);
    }
    definition
}

fn rules(condition: &str) -> RuleSet {
    let name = |ru: &str| json!({ "ru": ru, "en": ru });
    let fact = json!({ "type": "boolean", "title": name("Факт") });
    let [city, centre, district, _] = PLACES;
    let mut territories = json!({ "RU": { "title": name("Россия") }, "RU-KHA": { "title": name("Край") } });
    for place in PLACES {
        territories[place] = json!({ "title": name(place) });
    }
    let recorded =
        |place: &str, value: &str| json!({ "territory": place, "from": "2015-01-01", "value": value, "source": "A" });
    let file = json!({
        "territories": territories,
        "needs": { "means": { "sphere": "income", "title": name("Средства") } },
        "parameters": { "sum": { "unit": "1", "values": [
            recorded("RU", "0"), recorded(city, "9"), recorded(centre, "5") ] } },
        "vocabulary": {
            "family": { "poor": fact, "aa": fact },
            "member": {
                "relation": { "type": { "one_of": ["self", "child"] }, "title": name("Кто") },
                "birth_date": { "type": "date", "title": name("Рождение") } } },
        "definitions": {
            "near": by_place(None, "members[relation = child]", &[(city, "members"), (centre, "members[relation = child]")]),
            "local": by_place(None, "poor", &[(city, "poor"), (district, "not(poor)")]),
            "in_city": by_place(None, "false", &[(city, "true")]),
            "in_district": by_place(None, "false", &[(district, "true")]),
            "in_centre": by_place(None, "false", &[(centre, "true")]),
            "out_of_centre": by_place(None, "aa", &[(city, "true"), (centre, "false")]),
            "rate": by_place(Some("1"), "0", &[(city, "9")]),
            "other_rate": by_place(Some("1"), "0", &[(district, "9"), (centre, "9")]) },
        "measures": { "test.measure": {
            "title": name("Мера"), "kind": "benefit", "addresses": ["means"], "territory": "RU",
            "in_force": { "from": "2020-01-01" }, "eligible_when": condition } } });
    RuleSet::from_files([("rules.json", file.to_string())]).unwrap_or_else(|error| panic!("{condition}: {error}"))
}

/// The verdict on who lives there and tells this; nothing where it is open.
fn answer(rules: &RuleSet, place: &str, told: [Option<bool>; 2]) -> Option<bool> {
    let mut family = json!({ "territory": place, "members": [{ "id": "ada", "relation": "self" }] });
    for (fact, told) in ["poor", "aa"].into_iter().zip(told) {
        if let Some(told) = told {
            family[fact] = json!(told);
        }
    }
    let family = rules.family_from_json(&family.to_string()).unwrap();
    let day = rules.on("2025-10-10".parse().unwrap());
    let assessed = day.assess(&family);
    let found = assessed.outcomes().next().unwrap().eligibility();
    let mut desk = day.desk();
    let screened = desk.screen(&family).outcomes().next().map_or(Eligibility::NotEligible, |found| found.eligibility());
    assert_eq!(found, screened);
    match found {
        Eligibility::Eligible | Eligibility::EligibleIfConfirmed => Some(true),
        Eligibility::NotEligible => Some(false),
        _ => None,
    }
}

/// Holds whatever is decided of a part against all that it can be.
fn holds_everywhere(condition: &str) -> Result<(), TestCaseError> {
    let rules = rules(condition);
    let values = [Some(false), Some(true)];
    for told in [[None, None], [Some(true), None], [None, Some(false)]] {
        let Some(decided) = answer(&rules, "RU-KHA", told) else { continue };
        for place in PLACES {
            for all in values.into_iter().flat_map(|poor| values.map(|aa| [poor, aa])) {
                let all = [told[0].or(all[0]), told[1].or(all[1])];
                let found = answer(&rules, place, all);
                // Who lives in the city may live in its centre, which the city alone may leave open.
                let is_open = found.is_none() && place == PLACES[0];
                prop_assert!(is_open || found == Some(decided), "{condition} {place} {all:?}: {decided} but {found:?}");
            }
        }
    }
    Ok(())
}

#[test]
fn what_is_decided_of_a_territory_is_so_in_every_place() {
    for condition in [
        "local and not(poor)",
        "not(local) and poor",
        "(rate > 5 and other_rate < 5 and aa) or (rate > 5 and other_rate < 5 and not(aa))",
        "(poor and not(poor)) or (in_city and not(in_district))",
        "(poor or not(poor)) and (not(in_city) or in_district)",
        "rate = other_rate",
        "rate != other_rate",
        "in_city = in_district",
        "in_centre and not(out_of_centre) and (aa or not(aa))",
        "in_city and not(out_of_centre) and (aa or not(aa))",
        "sum = 5 and in_city and (aa or not(aa))",
        "sum = rate",
        "count(near) > 0 and rate > 5 and (aa or not(aa))",
        "count(near) > 0 and (in_centre or in_district) and (aa or not(aa))",
    ] {
        holds_everywhere(condition).unwrap_or_else(|error| panic!("{error}"));
    }
}

/// A condition at random.
fn condition() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "local",
        "in_city",
        "in_district",
        "in_centre",
        "out_of_centre",
        "poor",
        "aa",
        "rate > 5",
        "other_rate > 5",
        "rate = other_rate",
        "in_city = in_district",
        "sum > 4",
        "sum = rate",
        "count(near) > 0",
    ]);
    leaf.prop_map(|leaf| format!("({leaf})")).prop_recursive(3, 12, 3, |part| {
        let parts = prop::collection::vec(part.clone(), 2..=3);
        prop_oneof![
            parts.clone().prop_map(|parts| format!("({})", parts.join(" and "))),
            parts.prop_map(|parts| format!("({})", parts.join(" or "))),
            part.prop_map(|part| format!("not({part})")),
        ]
    })
}

proptest! {
    #![proptest_config(super::answers::tries(40))]

    #[test]
    fn what_is_decided_at_random_is_so_in_every_place(condition in condition()) {
        holds_everywhere(&condition)?;
    }
}
