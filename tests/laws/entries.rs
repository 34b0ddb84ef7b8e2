//! An assessment, one at a desk, a screening, a trace and a population say the same: at random, and of families that were once answered
//! otherwise.

use one_window::{Eligibility, Family, Language, RuleSet};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{answers::tries, grammar::Tape};

const VOCABULARY: &str = r#"{
  "territories": { "RU": { "title": { "ru": "Россия", "en": "Russia" } } },
  "roles": { "panel": { "title": { "ru": "Комиссия", "en": "A panel" } } },
  "needs": { "means": { "sphere": "income", "title": { "ru": "Средства", "en": "Means" } } },
  "parameters": { "one": { "unit": "RUB/month", "values": [
    { "territory": "RU", "from": "2020-01-01", "value": "1", "source": "A" } ] } },
  "definitions": { "few_notes": { "is": "aa or count(notes) <= 1", "told_as": "not(above)" } },
  "vocabulary": {
    "family": {
      "poor": { "type": "boolean", "accepts": ["document"], "title": { "ru": "Бедны", "en": "Poor" } },
      "warned": { "type": "boolean", "presumed": "false", "title": { "ru": "Предупреждены", "en": "Warned" } },
      "aa": { "type": "boolean", "title": { "ru": "А", "en": "A" } },
      "above": { "type": "boolean", "accepts": ["document"], "title": { "ru": "Много", "en": "Many" } },
      "a0": { "type": "boolean", "presumed": "false", "applies_when": "aa", "otherwise": "true", "title": { "ru": "А0", "en": "A0" } },
      "dt": { "type": "boolean", "derive": "poor", "applies_when": "aa", "otherwise": "true", "title": { "ru": "Д1", "en": "D1" } },
      "dn": { "type": "number", "unit": "1", "range": "[0..20]", "optional": true, "derive": "rooms * 2", "applies_when": "aa",
        "otherwise": "none", "title": { "ru": "Д2", "en": "D2" } },
      "dd": { "type": "date", "derive": "date(2024, 1, 1)", "applies_when": "aa", "otherwise": "2021-01-01",
        "title": { "ru": "Д3", "en": "D3" } },
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

/// Rules with these measures, each with some parts of its own.
fn rules(parts: &[Value]) -> RuleSet {
    let mut measures = Map::new();
    for (place, parts) in parts.iter().enumerate() {
        let mut measure = json!({ "title": { "ru": "Мера", "en": "Measure" }, "kind": "benefit", "addresses": ["means"],
            "territory": "RU", "in_force": { "from": "2020-01-01" } });
        measure.as_object_mut().unwrap().extend(parts.as_object().unwrap().clone());
        measures.insert(format!("test.m{place}"), measure);
    }
    let files =
        [("vocabulary.json", VOCABULARY.to_owned()), ("rules.json", json!({ "measures": measures }).to_string())];
    RuleSet::from_files(files).unwrap_or_else(|error| panic!("{error}"))
}

/// A family of an applicant and others.
fn family(rules: &RuleSet, facts: &Value, others: Vec<Value>) -> Family {
    let members: Vec<Value> = [json!({ "id": "ada", "relation": "self" })].into_iter().chain(others).collect();
    let mut family = json!({ "territory": "RU", "members": members });
    family.as_object_mut().unwrap().extend(facts.as_object().unwrap().clone());
    rules.family_from_json(&family.to_string()).unwrap_or_else(|error| panic!("{error}"))
}

/// What an assessment grants or leaves open: measure, member, verdict, and the money of what is granted.
fn told(answer: &Value) -> Vec<String> {
    let outcomes = answer["outcomes"].as_array().unwrap().iter();
    let told = outcomes.filter(|outcome| !outcome["eligibility"].as_str().unwrap().starts_with("not_"));
    told.map(|outcome| {
        let verdict = outcome["eligibility"].as_str().unwrap();
        let money = &outcome["entitlement"]["amount"];
        let is_shown = verdict.starts_with("eligible") && !money.is_null();
        let money = if is_shown { money.to_string() } else { String::new() };
        format!("{} {} {verdict} {money}", outcome["measure"], outcome["member"])
    })
    .collect()
}

/// What all entries say of a family, each the same.
fn alike(rules: &RuleSet, family: &Family) -> Result<Vec<String>, String> {
    let day = rules.on("2025-10-10".parse().unwrap());
    let mut desk = day.desk();
    let by_day = told(&day.assess(family).to_json(Language::English));
    let by_desk = told(&desk.assess(family).to_json(Language::English));
    let screened = desk.screen(family);
    let screened = screened.outcomes().map(|outcome| {
        let money = outcome.amount().map(|amount| match amount.exact() {
            Some(exact) => json!(exact).to_string(),
            None => json!({ "from": amount.least(), "to": amount.most() }).to_string(),
        });
        let (measure, member) = (json!(outcome.measure()), json!(outcome.member()));
        format!("{measure} {member} {} {}", outcome.eligibility().as_str(), money.unwrap_or_default())
    });
    let screened: Vec<String> = screened.collect();
    if by_desk != by_day || screened != by_day {
        return Err(format!("a day says {by_day:?}, a desk {by_desk:?}, a screening {screened:?}"));
    }
    if let Some(mistake) = super::traced::mistake(&mut desk, family) {
        return Err(format!("a day says {by_day:?}, a trace {mistake}"));
    }
    let mut population = day.population();
    population.add(family);
    let totals = population.totals();
    for verdict in Eligibility::ALL {
        let outcomes =
            totals.measures().into_iter().map(|total| total.count(verdict).outcomes.parse::<usize>().unwrap());
        let is_told = !matches!(verdict, Eligibility::NotEligible | Eligibility::NotInForce);
        let counted = by_day.iter().filter(|told| told.contains(&format!(" {} ", verdict.as_str()))).count();
        let found: usize = outcomes.sum();
        if is_told && found != counted {
            return Err(format!("a day says {by_day:?}, a population counts {found} as {}", verdict.as_str()));
        }
    }
    Ok(by_day)
}

/// What all entries say of a family, of one measure that stands there so often.
fn answers(parts: &Value, times: usize, facts: &Value, others: Vec<Value>) -> Vec<String> {
    let rules = rules(&vec![parts.clone(); times]);
    let found = alike(&rules, &family(&rules, facts, others));
    found.unwrap_or_else(|why| panic!("{parts} {facts}: {why}"))
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
fn nothing_is_derived_where_a_fact_does_not_apply() {
    for (condition, facts, found) in [
        ("dt", json!({ "aa": true, "poor": shown(&json!(true)) }), "eligible"),
        ("dt", json!({ "aa": true, "poor": true }), "eligible_if_confirmed"),
        ("dt", json!({ "aa": true, "poor": shown(&json!(false)) }), "refused"),
        ("dt", json!({ "aa": false }), "eligible"),
        ("not(dt)", json!({ "aa": false, "poor": shown(&json!(false)) }), "refused"),
        ("dt", json!({ "poor": shown(&json!(true)) }), "eligible"),
        ("dt", json!({ "poor": shown(&json!(false)) }), "undetermined"),
        ("dt", json!({ "aa": true, "dt": true, "poor": shown(&json!(false)) }), "eligible"),
        ("dn >= 4", json!({ "aa": true, "rooms": 2 }), "eligible"),
        ("dn >= 4", json!({ "aa": true, "rooms": 1 }), "refused"),
        ("dn >= 4", json!({ "aa": false, "rooms": 2 }), "refused"),
        ("dn = none", json!({ "aa": false, "rooms": 2 }), "eligible"),
        ("dn >= 4", json!({ "rooms": 2 }), "undetermined"),
        ("dn >= 4", json!({ "rooms": 1 }), "refused"),
        ("dd > date(2023, 1, 1)", json!({ "aa": true }), "eligible"),
        ("dd > date(2023, 1, 1)", json!({ "aa": false }), "refused"),
        ("dd > date(2023, 1, 1)", json!({}), "undetermined"),
        ("dd > date(2020, 1, 1)", json!({}), "eligible"),
    ] {
        let parts = json!({ "eligible_when": condition });
        assert_eq!(verdict(&parts, &facts, vec![]), found, "{condition} {facts}");
    }
}

#[test]
fn what_is_told_for_records_leaves_open_what_it_leaves_open() {
    let parts = json!({ "eligible_when": "few_notes" });
    for (facts, found) in [
        // That the records could be no other makes nothing sure: the definition is what is told for them.
        (json!({ "aa": shown(&json!(true)) }), "undetermined"),
        (json!({ "aa": shown(&json!(true)), "above": false }), "eligible_if_confirmed"),
        (json!({ "aa": shown(&json!(true)), "above": shown(&json!(false)) }), "eligible"),
        (json!({ "aa": shown(&json!(true)), "above": true }), "refused"),
        (json!({ "above": shown(&json!(false)) }), "eligible_if_confirmed"),
        (json!({ "aa": shown(&json!(true)), "notes": [] }), "eligible"),
    ] {
        assert_eq!(verdict(&parts, &facts, vec![]), found, "{facts}");
        // What another measure reads of the same view changes nothing.
        let beside =
            [parts.clone(), json!({ "eligible_when": "not(warned)", "refused_when": ground("not(few_notes)") })];
        let rules = rules(&beside);
        let all = alike(&rules, &family(&rules, &facts, vec![])).unwrap_or_else(|why| panic!("{facts}: {why}"));
        let own = all.iter().find(|told| told.starts_with(r#""test.m0""#));
        let own = own.map_or("refused", |told| told.split(' ').nth(2).unwrap());
        assert_eq!(own, found, "{facts}");
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
fn what_stands_in_several_places_is_the_same_in_each() {
    let all = "kid.s1 and kid.s2 and kid.s3 and kid.s4 or not(kid.s1) or not(kid.s2) or not(kid.s3) or not(kid.s4)";
    let each = json!({ "each": "members[relation = child]", "as": "kid" });
    let (one, two) = ("(rent + rent2 > one * 50)", "(rent + rent2 * 2 > one * 50)");
    let late = "max(moved_on, applicant.birth_date)";
    let late = format!("years and months duration({late}, on) >= 24 months and {late} > date(2024, 6, 1)");
    let same = "(if aa or count(notes[old]) > 0 then rooms else rooms) >= 2 or rooms < 2 or rooms = none";
    // What is known counts for nothing, however much there is of it.
    let known = (2..300).map(|times| json!(format!("one < one * {times}")));
    let known: Vec<Value> = known.chain([json!(format!("{one} and rent + rent2 < one * 40"))]).collect();
    for (parts, kids, found) in [
        (json!({ "eligible_when": { "all": known } }), vec![], "refused"),
        (json!({ "eligible_when": format!("{one} = {two} and {one} and not({two})") }), vec![], "refused"),
        (json!({ "eligible_when": format!("{one} != {two} or {one} or not({two})") }), vec![], "eligible"),
        (json!({ "eligible_when": late }), vec![], "refused"),
        (json!({ "eligible_when": "rooms * 2 = 4 and rooms * 2 != 4" }), vec![], "refused"),
        (json!({ "eligible_when": "rooms * 2 >= 4 and rooms < 2" }), vec![], "refused"),
        (json!({ "eligible_when": "9 - rooms > 4 and rooms * -1 < -5" }), vec![], "refused"),
        // There need not be a number of rooms.
        (json!({ "eligible_when": "rooms * (9 - rooms) > 10 or not(rooms * (9 - rooms) > 10)" }), vec![], "eligible"),
        (json!({ "eligible_when": "rooms * 2 > 10 or rooms * 2 <= 10" }), vec![], "undetermined"),
        (json!({ "eligible_when": "moved_on.month > 3 or not(moved_on.month > 3)" }), vec![], "eligible"),
        (
            json!({ "eligible_when": "count(members[age = 3]) = 1 or count(members[age = 3]) != 1" }),
            kids(1, ""),
            "eligible",
        ),
        (json!({ "eligible_when": "rent + rent2 < one * 50 and rent + rent2 > one * 60" }), vec![], "refused"),
        // What is more than a bound and less than the next one need be no whole number.
        (json!({ "eligible_when": "rent + rent2 > one * 50 and rent + rent2 < one * 51" }), vec![], "undetermined"),
        (
            json!({ "eligible_when": "rooms >= 2 or rooms < 2 or rooms = none", "refused_when": ground("aa and not(aa)") }),
            vec![],
            "eligible_if_confirmed",
        ),
        (json!({ "eligible_when": same }), vec![], "undetermined"),
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
fn who_tells_more_takes_no_room_from_what_was_settled() {
    let facts = ["poor", "aa", "above", "k = x", "moved_on = none"];
    let sum = "(rent + rent2 < one * 10 or rent + rent2 >= one * 20)";
    let (so, not_so) = (facts.join(" or "), facts.map(|fact| format!("not({fact})")).join(" or "));
    let either = format!("({so} or {sum}) and ({not_so} or {sum})");
    let notes = ["count(notes[old]) > 0", "count(notes[old]) <= 0"];
    let never = json!({ "eligible_when": format!("{either} and {} and {}", notes[0], notes[1]) });
    let always = json!({ "eligible_when": format!("({either}) or {} or {}", notes[0], notes[1]) });
    for told in [json!({}), json!({ "rent": shown(&json!("15")) })] {
        assert_eq!(verdict(&never, &told, vec![]), "refused", "{told}");
        assert_eq!(verdict(&always, &told, vec![]), "eligible", "{told}");
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

/// A condition, or one on a child, of some that are met again and again.
fn condition(tape: &mut Tape<'_>, on_child: bool) -> String {
    let atoms: Vec<String> = (0..2 + tape.pick(3)).map(|_| atom(tape, on_child)).collect();
    joined(tape, &atoms, 3)
}

fn joined(tape: &mut Tape<'_>, atoms: &[String], depth: usize) -> String {
    let part = |tape: &mut Tape<'_>| joined(tape, atoms, depth - 1);
    match tape.pick(if depth == 0 { 1 } else { 6 }) {
        0 => atoms[tape.pick(atoms.len())].clone(),
        1 => format!("not({})", part(tape)),
        2 | 3 => format!("({}) and ({})", part(tape), part(tape)),
        4 => format!("({}) or ({})", part(tape), part(tape)),
        _ => format!("(if {} then {} else {})", part(tape), part(tape), part(tape)),
    }
}

fn atom(tape: &mut Tape<'_>, on_child: bool) -> String {
    let order = |tape: &mut Tape<'_>| tape.one_of(&[">=", "<", ">", "<=", "=", "!="]);
    let some_child = |tape: &mut Tape<'_>, who: &str| match tape.pick(6) {
        0 => format!("{who}.sick"),
        1 => format!("{who}.good"),
        2 => format!("{who}.s1"),
        3 => format!("{who}.age {} {}", order(tape), tape.pick(4)),
        4 => format!("{who}.birth_date > date({}, 3, 1)", 2019 + tape.pick(7)),
        _ => format!("{who}.relation = child"),
    };
    if on_child && tape.pick(2) == 0 {
        return some_child(tape, "kid");
    }
    let number = |tape: &mut Tape<'_>| {
        let of = [
            "rooms",
            "rooms * 2",
            "9 - rooms",
            "count(members[sick])",
            "count(members[good])",
            "count(members[age < 3])",
            "moved_on.month",
            "rent / (count(members[sick]) + 1)",
            "rent",
            "rent2 - rent",
            "(if aa then rooms else 3)",
            "count(members[relation = child])",
        ];
        tape.one_of(&of)
    };
    match tape.pick(10) {
        0..=2 => tape.one_of(&["aa", "poor", "a0", "warned", "ssp", "few_notes"]).to_owned(),
        3 => tape.one_of(&["k = x", "k != y", "rooms = none", "moved_on > date(2024, 1, 1)"]).to_owned(),
        4 => format!("some m in members[relation = child] satisfies {}", some_child(tape, "m")),
        5 => format!("every m in members satisfies {}", some_child(tape, "m")),
        6 => format!("count(notes[old]) > {}", tape.pick(2)),
        _ => {
            let of = number(tape);
            let bound = if of.contains("rent") { [0, 50, 100][tape.pick(3)] } else { tape.pick(7) };
            // Numbers of money are held against money.
            let unit = if of.contains("rent") { " * one" } else { "" };
            format!("{of} {} {bound}{unit}", order(tape))
        }
    }
}

fn measure(tape: &mut Tape<'_>) -> Value {
    let on_child = tape.pick(3) == 0;
    let mut parts = json!({ "eligible_when": condition(tape, on_child) });
    if on_child {
        parts["for"] = json!({ "each": "members[relation = child]", "as": "kid" });
    }
    if tape.pick(3) == 0 {
        parts["refused_when"] = ground(&condition(tape, on_child));
    }
    if tape.pick(3) == 0 {
        let asked = condition(tape, on_child);
        let value = match tape.pick(4) {
            0 => "rent".to_owned(),
            1 => "rent / (count(members[sick]) + 1)".to_owned(),
            2 => format!("if {asked} then rent else rent2"),
            _ => "max(rent, rent2)".to_owned(),
        };
        parts["amount"] = json!({ "value": value, "unit": "RUB/month", "per": "month",
            "round": { "to": "0.01", "mode": "half_up" } });
    }
    parts
}

/// Some facts with some values, shown or only claimed.
fn some(tape: &mut Tape<'_>, known: &[(&str, &[Value])]) -> Map<String, Value> {
    let mut facts = Map::new();
    for (name, values) in known {
        let value = &values[tape.pick(values.len())];
        match tape.pick(4) {
            0 | 1 => {}
            2 => _ = facts.insert((*name).to_owned(), value.clone()),
            _ => _ = facts.insert((*name).to_owned(), shown(value)),
        }
    }
    facts
}

fn told_family(tape: &mut Tape<'_>) -> (Value, Vec<Value>) {
    let truth = [json!(true), json!(false)];
    let mut facts = some(
        tape,
        &[
            ("aa", &truth),
            ("poor", &truth),
            ("a0", &truth),
            ("warned", &truth),
            ("above", &truth),
            ("ssp", &truth),
            ("k", &[json!("x"), json!("y")]),
            ("rooms", &[json!(0), json!(2), json!(9), json!("none")]),
            ("moved_on", &[json!("2023-02-01"), json!("none")]),
            ("rent", &[json!("100"), json!("0")]),
            ("rent2", &[json!("70")]),
        ],
    );
    if tape.pick(3) == 0 {
        let notes: Vec<Value> = (0..tape.pick(3)).map(|_| Value::Object(some(tape, &[("old", &truth)]))).collect();
        facts.insert("notes".to_owned(), json!(notes));
    }
    let others = (0..tape.pick(4)).map(|place| {
        let births = [json!("2024-01-01"), json!("2010-05-05"), json!("2023-03-01"), json!("2026-01-01")];
        let mut member = some(tape, &[("birth_date", &births), ("sick", &truth), ("good", &truth), ("s1", &truth)]);
        member.insert("id".to_owned(), json!(format!("m{place}")));
        member.insert("relation".to_owned(), json!("child"));
        Value::Object(member)
    });
    let others = others.collect();
    (Value::Object(facts), others)
}

proptest! {
    #![proptest_config(tries(60))]

    #[test]
    fn every_entry_says_the_same(
        measures in prop::collection::vec(prop::collection::vec(0u16..840, 0..60), 1..9),
        families in prop::collection::vec(prop::collection::vec(0u16..840, 0..80), 1..5),
    ) {
        let parts: Vec<Value> = measures.iter().map(|numbers| measure(&mut Tape::new(numbers))).collect();
        let rules = rules(&parts);
        for numbers in &families {
            let (facts, others) = told_family(&mut Tape::new(numbers));
            let found = alike(&rules, &family(&rules, &facts, others.clone()));
            prop_assert!(found.is_ok(), "{}\n{} {}\n{}", found.unwrap_err(), facts, json!(others), json!(parts));
        }
    }
}
