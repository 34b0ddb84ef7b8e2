//! Families that were once answered otherwise by another entry: an assessment, one at a desk, a screening and a population
//! say the same.

use one_window::{Eligibility, Language, RuleSet};
use serde_json::{Value, json};

const VOCABULARY: &str = r#"{
  "territories": { "RU": { "title": { "ru": "Россия", "en": "Russia" } } },
  "roles": { "panel": { "title": { "ru": "Комиссия", "en": "A panel" } } },
  "needs": { "means": { "sphere": "income", "title": { "ru": "Средства", "en": "Means" } } },
  "vocabulary": {
    "family": {
      "poor": { "type": "boolean", "accepts": ["document"], "title": { "ru": "Бедны", "en": "Poor" } },
      "warned": { "type": "boolean", "presumed": "false", "title": { "ru": "Предупреждены", "en": "Warned" } },
      "aa": { "type": "boolean", "title": { "ru": "А", "en": "A" } },
      "a0": { "type": "boolean", "presumed": "false", "applies_when": "aa", "otherwise": "true", "title": { "ru": "А0", "en": "A0" } },
      "ssp": { "type": "boolean", "established_by": { "specialist": "panel" }, "title": { "ru": "С", "en": "S" } },
      "k": { "type": { "one_of": ["x", "y", "z"] }, "title": { "ru": "К", "en": "K" } },
      "rooms": { "type": "number", "unit": "1", "range": "[0..9]", "optional": true, "title": { "ru": "Комнаты", "en": "Rooms" } },
      "moved_on": { "type": "date", "optional": true, "title": { "ru": "Переезд", "en": "Move" } },
      "rent2": { "type": "number", "unit": "RUB/month", "range": "[0..100000]", "title": { "ru": "Плата 2", "en": "Rent 2" } },
      "rent": { "type": "number", "unit": "RUB/month", "range": "[0..100000]", "title": { "ru": "Плата", "en": "Rent" } } },
    "member": {
      "relation": { "type": { "one_of": ["self", "spouse", "child"] }, "title": { "ru": "Кто", "en": "Relation" } },
      "birth_date": { "type": "date", "title": { "ru": "Рождение", "en": "Birth" } },
      "sick": { "type": "boolean", "title": { "ru": "Болеет", "en": "Sick" } },
      "good": { "type": "boolean", "presumed": "false", "title": { "ru": "Хорош", "en": "Good" } },
      "s1": { "type": "boolean", "title": { "ru": "1", "en": "1" } },
      "s2": { "type": "boolean", "title": { "ru": "2", "en": "2" } },
      "s3": { "type": "boolean", "title": { "ru": "3", "en": "3" } },
      "s4": { "type": "boolean", "title": { "ru": "4", "en": "4" } } },
    "notes": { "list_of": "family", "most": 9, "title": { "ru": "Заметки", "en": "Notes" }, "facts": {
      "old": { "type": "boolean", "title": { "ru": "Старая", "en": "Old" } } } } } }"#;

fn shown(value: &Value) -> Value {
    json!({ "value": value, "provenance": "document" })
}

fn ground(condition: &str) -> Value {
    json!([{ "when": condition, "because": { "ru": "Основание", "en": "A ground" } }])
}

fn kids(count: usize, born: &str) -> Vec<Value> {
    let kid = |place: usize| {
        let mut kid = json!({ "id": format!("m{place:02}"), "relation": "child" });
        if !born.is_empty() {
            kid["birth_date"] = json!(born);
        }
        kid
    };
    (0..count).map(kid).collect()
}

/// The verdicts on a measure, which stands there so often, by every entry; of a population how many outcomes there are of each.
fn answers(parts: &Value, times: usize, facts: &Value, kids: Vec<Value>) -> Vec<String> {
    let mut measure = json!({ "title": { "ru": "Мера", "en": "Measure" }, "kind": "benefit", "addresses": ["means"],
        "territory": "RU", "in_force": { "from": "2020-01-01" } });
    measure.as_object_mut().unwrap().extend(parts.as_object().unwrap().clone());
    let measures: serde_json::Map<String, Value> =
        (0..times).map(|place| (format!("test.m{place}"), measure.clone())).collect();
    let files =
        [("vocabulary.json", VOCABULARY.to_owned()), ("rules.json", json!({ "measures": measures }).to_string())];
    let rules = RuleSet::from_files(files).unwrap_or_else(|error| panic!("{error}"));
    let members: Vec<Value> = [json!({ "id": "ada", "relation": "self" })].into_iter().chain(kids).collect();
    let mut family = json!({ "territory": "RU", "members": members });
    family.as_object_mut().unwrap().extend(facts.as_object().unwrap().clone());
    let family = rules.family_from_json(&family.to_string()).unwrap_or_else(|error| panic!("{error}"));
    let day = rules.on("2025-10-10".parse().unwrap());
    let mut desk = day.desk();
    let assessed = |answer: Value| {
        let mut found: Vec<String> = Vec::new();
        for outcome in answer["outcomes"].as_array().unwrap() {
            let verdict = outcome["eligibility"].as_str().unwrap();
            let money = &outcome["entitlement"]["amount"];
            let is_granted = verdict.starts_with("eligible");
            if !verdict.starts_with("not_") {
                let money = if is_granted && !money.is_null() { money.to_string() } else { String::new() };
                found.push(format!("{} {} {verdict} {money}", outcome["measure"], outcome["member"]));
            }
        }
        found
    };
    let by_day = assessed(day.assess(&family).to_json(Language::English));
    let by_desk = assessed(desk.assess(&family).to_json(Language::English));
    let screened: Vec<String> = (desk.screen(&family).outcomes())
        .map(|outcome| {
            let money = outcome.amount().map(|amount| match amount.exact() {
                Some(exact) => json!(exact).to_string(),
                None => json!({ "from": amount.least(), "to": amount.most() }).to_string(),
            });
            let (measure, member) = (json!(outcome.measure()), json!(outcome.member()));
            format!("{measure} {member} {} {}", outcome.eligibility().as_str(), money.unwrap_or_default())
        })
        .collect();
    assert_eq!((&by_desk, &screened), (&by_day, &by_day), "{parts} {facts}");
    let mut population = day.population();
    population.add(&family);
    let totals = population.totals();
    for verdict in Eligibility::ALL {
        let counted: usize =
            totals.measures().iter().map(|total| total.count(verdict).outcomes.parse::<usize>().unwrap()).sum();
        let is_told = !matches!(verdict, Eligibility::NotEligible | Eligibility::NotInForce);
        let told = by_day.iter().filter(|told| told.contains(&format!(" {} ", verdict.as_str()))).count();
        assert!(!is_told || counted == told, "{parts} {facts}: {counted} {}", verdict.as_str());
    }
    by_day
}

/// The only verdict; `refused` where there is none.
fn verdict(parts: &Value, facts: &Value, kids: Vec<Value>) -> String {
    let found = answers(parts, 1, facts, kids);
    found.first().map_or("refused".to_owned(), |told| told.split(' ').nth(2).unwrap().to_owned())
}

#[test]
fn what_a_plan_cannot_say_makes_no_grant_that_is_to_be_confirmed() {
    let notes = |old: bool| json!([{ "old": shown(&json!(old)) }]);
    let ground = json!({ "eligible_when": "poor", "refused_when": ground("count(notes[old]) > 0") });
    for (poor, notes, found) in [
        (json!(true), notes(true), "refused"),
        (shown(&json!(true)), notes(true), "refused"),
        (shown(&json!(true)), json!([]), "eligible"),
        (shown(&json!(true)), notes(false), "eligible"),
        (json!(true), notes(false), "eligible_if_confirmed"),
    ] {
        assert_eq!(verdict(&ground, &json!({ "poor": poor, "notes": notes }), vec![]), found);
    }
    let presumed = json!({ "eligible_when": "not(warned)", "refused_when": [
        { "when": "k != y", "because": { "ru": "Основание", "en": "A ground" } }] });
    assert_eq!(verdict(&presumed, &json!({ "k": shown(&json!("x")) }), vec![]), "refused");
    let either = json!({ "eligible_when": "poor or count(notes[old]) > 0" });
    assert_eq!(verdict(&either, &json!({ "poor": true, "notes": notes(true) }), vec![]), "eligible");
}

#[test]
fn bounds_come_before_a_grant_that_is_to_be_confirmed() {
    let nothing = json!({});
    for (parts, facts, found) in [
        (json!({ "eligible_when": "count(members[good]) <= 3" }), nothing.clone(), "eligible"),
        (json!({ "eligible_when": "poor or count(members[sick]) < 3" }), json!({ "poor": true }), "eligible"),
        (
            json!({ "eligible_when": "poor", "refused_when": ground("count(members[sick]) > 5") }),
            json!({ "poor": shown(&json!(true)) }),
            "eligible",
        ),
        (
            json!({ "eligible_when": "not(warned)", "refused_when": ground("count(members[sick]) < 5") }),
            nothing.clone(),
            "refused",
        ),
    ] {
        assert_eq!(verdict(&parts, &facts, vec![]), found, "{parts}");
    }
}

#[test]
fn a_copy_without_a_right_shows_no_money() {
    let amount = json!({ "value": "if aa then 2 * rent else rent", "unit": "RUB/month", "per": "month",
        "round": { "to": "0.01", "mode": "half_up" } });
    let parts = json!({ "eligible_when": "rent >= 0", "refused_when": ground("aa"), "amount": amount });
    let found = answers(&parts, 1, &json!({ "rent": shown(&json!("100")) }), vec![]);
    assert_eq!(found, [r#""test.m0" null eligible_if_confirmed "100.00""#]);
}

#[test]
fn cases_go_no_further_than_a_search() {
    let all = "kid.s1 and kid.s2 and kid.s3 and kid.s4 or not(kid.s1) or not(kid.s2) or not(kid.s3) or not(kid.s4)";
    let each = json!({ "each": "members[relation = child]", "as": "kid" });
    for (parts, kids, found) in [
        (json!({ "eligible_when": "rooms * 2 = 4 and rooms * 2 != 4" }), vec![], "undetermined"),
        (
            json!({ "eligible_when": "rooms * (9 - rooms) > 10 or not(rooms * (9 - rooms) > 10)" }),
            vec![],
            "undetermined",
        ),
        (json!({ "eligible_when": "moved_on.month > 3 or not(moved_on.month > 3)" }), vec![], "undetermined"),
        (
            json!({ "eligible_when": "count(members[age = 3]) = 1 or count(members[age = 3]) != 1" }),
            kids(1, ""),
            "undetermined",
        ),
        (
            json!({ "eligible_when": "rooms >= 2 or rooms < 2 or rooms = none", "refused_when": ground("aa and not(aa)") }),
            vec![],
            "eligible_if_confirmed",
        ),
        (
            json!({ "eligible_when": "(if aa or count(notes[old]) > 0 then rooms else rooms) >= 2 or rooms < 2 or rooms = none" }),
            vec![],
            "undetermined",
        ),
        (json!({ "for": each, "eligible_when": all }), kids(3, "2005-01-01"), "eligible"),
    ] {
        assert_eq!(verdict(&parts, &json!({}), kids), found, "{parts}");
    }
    // The evaluations of a measure are shared between its answers.
    for count in [30, 45, 63] {
        answers(&json!({ "for": each, "eligible_when": all }), 1, &json!({}), kids(count, "2005-01-01"));
    }
}

#[test]
fn a_divisor_that_is_open_is_open_on_both_sides() {
    let [one, two] = ["rent", "rent2"].map(|rent| format!("{rent} / (count(members[sick]) + 1)"));
    let facts = json!({ "rent": shown(&json!("200")), "rent2": shown(&json!("190")) });
    let open = json!({ "eligible_when": format!("{one} > {two}") });
    assert_eq!(verdict(&open, &facts, kids(14, "2020-01-01")), "undetermined");
    for money in [format!("{one} - {two}"), format!("if {one} >= {two} then rent else rent2"), format!("{one} + {two}")]
    {
        let amount = json!({ "value": money, "unit": "RUB/month", "per": "month",
            "round": { "to": "0.01", "mode": "half_up" } });
        let parts = json!({ "eligible_when": "rent >= rent2", "amount": amount });
        for count in [0, 2, 12] {
            assert_eq!(answers(&parts, 1, &facts, kids(count, "2020-01-01")).len(), 1);
        }
    }
}

#[test]
fn a_desk_answers_as_a_day() {
    let each = json!({ "each": "members[relation = child]", "as": "kid" });
    let condition = "ssp and (kid.s1 and kid.s2 or kid.s1 and not(kid.s2) or not(kid.s1))";
    for count in [15, 24, 25, 30] {
        let parts = json!({ "for": each, "eligible_when": condition });
        assert_eq!(answers(&parts, 1, &json!({}), kids(count, "2005-01-01")).len(), count);
    }
    let condition = "(not(a0) and rooms >= 2 and rooms < 5 and aa) or (a0 and rooms > 7 and rooms < 3 and not(aa))";
    let parts = json!({ "eligible_when": condition, "refused_when": ground("not(a0)") });
    assert_eq!(answers(&parts, 4, &json!({}), vec![]), Vec::<String>::new());
}
