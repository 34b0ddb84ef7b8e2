//! The explanation says what the outcome says: in JSON, and in the text.

use one_window::{Assessment, Date, Language, TextStyle};
use proptest::prelude::*;
use serde_json::Value;

use super::{
    answers::{json, outcomes, reported, tries, verdict},
    bundled,
    grammar::{Tape, rules},
    small::{DAY, Partial, load},
    story::{Telling, story},
};

/// What stands in a list of an answer; what is not there is an empty list.
fn list<'a>(from: &'a Value, key: &str) -> &'a [Value] {
    from.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Why an outcome disagrees with its own explanation.
fn contradiction(outcome: &Value) -> Option<&'static str> {
    let codes: Vec<&str> = list(outcome, "reasons").iter().map(|reason| reason["code"].as_str().unwrap()).collect();
    let only = |allowed: &[&str]| codes.iter().all(|code| allowed.contains(code));
    let has = |key: &str| !list(outcome, key).is_empty();
    let is_by_specialists = || {
        let missing = list(outcome, "missing");
        !missing.is_empty() && missing.iter().all(|fact| fact["established_by"] == "specialist")
    };
    let is_told = |reason: &Value| {
        // Of a condition that failed what failed is told, of one that holds what holds.
        let holds = match reason["code"].as_str().unwrap() {
            "met" | "ground" => "true",
            "not_met" => "false",
            _ => "unknown",
        };
        list(reason, "details").iter().all(|detail| detail["holds"] == holds)
    };
    if !list(outcome, "reasons").iter().all(is_told) {
        return Some("a detail holds otherwise than its reason");
    }
    match verdict(outcome) {
        "not_in_force" if !outcome["not_in_force"].is_object() => Some("no word on why it is not in force"),
        "not_in_force" if has("reasons") || has("missing") => Some("reasons of what is not in force"),
        "not_eligible" if !only(&["not_met", "ground", "lapsed", "nobody", "no_payee"]) => {
            Some("a refusal for what is met or unclear")
        }
        "not_eligible" if has("missing") || has("confirm") || has("unless") => Some("a refusal that asks"),
        "not_eligible" if outcome.get("entitlement").is_some() => Some("a refusal with something due"),
        "eligible" | "eligible_if_confirmed" if !only(&["met"]) => Some("a yes for what is not met"),
        "eligible" if has("missing") || has("confirm") || has("unless") => Some("a sure yes that asks"),
        "eligible_if_confirmed" if !has("confirm") && !has("unless") => Some("nothing to confirm"),
        "eligible_if_confirmed" if has("missing") => Some("a yes that asks"),
        "undetermined" if !has("missing") => Some("open, and nothing is missing"),
        // Where only the place is open, or who is meant, the conditions may be met.
        "undetermined" | "needs_specialist" if !only(&["unclear", "met"]) => Some("open, and yet refused"),
        "needs_specialist" if !is_by_specialists() => Some("for specialists, and another is asked"),
        _ => None,
    }
}

/// A number as a page writes it: `14 000,50`.
fn money(decimal: &str, language: Language) -> String {
    let (sign, size) = decimal.strip_prefix('-').map_or(("", decimal), |size| ("−", size));
    let (whole, kopecks) = size.split_once('.').unwrap();
    let digits: Vec<char> = whole.chars().collect();
    let (group, point) = match language {
        Language::Russian => ('\u{a0}', ','),
        Language::English => (',', '.'),
    };
    let mut found = sign.to_owned();
    for (at, digit) in digits.iter().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            found.push(group);
        }
        found.push(*digit);
    }
    format!("{found}{point}{kopecks}")
}

/// The verdict as a page says it.
fn said(verdict: &str, language: Language) -> &'static str {
    let (russian, english) = match verdict {
        "eligible" => ("Можно получить сейчас", "Can get now"),
        "eligible_if_confirmed" => ("Можно получить, если подтвердить", "Can get, if confirmed"),
        "needs_specialist" => ("После заключения специалиста", "After a specialist's look"),
        "undetermined" => ("Если вы расскажете еще", "If you tell us more"),
        "not_eligible" => ("Получить нельзя", "Cannot get"),
        _ => ("Не действует", "Not in force"),
    };
    if language == Language::Russian { russian } else { english }
}

/// What is wrong with the answer or with the pages on its measures.
fn fault(assessment: &Assessment) -> Option<String> {
    let answer = json(assessment);
    let found = outcomes(&answer);
    for (key, outcome) in &found {
        if let Some(why) = contradiction(outcome) {
            return Some(format!("{why}: {key:?}\n{outcome}"));
        }
    }
    for (name, condition) in reported(&answer) {
        if (condition["holds"] == "unknown") == list(condition, "missing").is_empty() {
            return Some(format!("{name} is open and asks nothing, or asks and is not open\n{condition}"));
        }
    }
    for need in list(&answer, "needs") {
        let verdicts: Vec<&str> = list(need, "measures").iter().map(verdict).collect();
        let is_met = verdicts.iter().any(|verdict| *verdict != "undetermined");
        if (need["holds"] == "true").then_some(!is_met) != need["unmet"].as_bool() {
            return Some(format!("a need that holds is met or unmet, no other is either\n{need}"));
        }
        if verdicts.iter().any(|verdict| matches!(*verdict, "not_eligible" | "not_in_force")) {
            return Some(format!("a need names what nobody can get\n{need}"));
        }
    }
    // Every question of an outcome that can be asked now is among those of the answer, and there is one.
    let questions = list(&answer, "questions");
    for ((measure, _), outcome) in &found {
        let later = |missing: &&Value| missing["later"] == true;
        if !list(outcome, "missing").is_empty() && list(outcome, "missing").iter().all(|missing| later(&missing)) {
            return Some(format!("{measure}: everything waits for another answer\n{outcome}"));
        }
        for missing in list(outcome, "missing").iter().filter(|missing| !later(missing)) {
            let is_asked = |question: &&Value| {
                ["fact", "member", "record", "parameter"].iter().all(|key| question.get(key) == missing.get(key))
                    && list(question, "measures").contains(&Value::from(measure.as_str()))
            };
            if !questions.iter().any(|question| is_asked(&question)) {
                return Some(format!("{measure}: not among the questions: {missing}"));
            }
        }
    }
    let measures: std::collections::BTreeSet<&str> = found.keys().map(|(measure, _)| measure.as_str()).collect();
    for language in [Language::Russian, Language::English] {
        for measure in &measures {
            let mut style = TextStyle::default();
            style.measure = Some((*measure).to_owned());
            // Lines are wrapped; spaces that hold are not.
            let page = assessment.text(language, &style);
            let page = page.split([' ', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
            for ((_, member), outcome) in found.iter().filter(|((name, _), _)| name == measure) {
                if !page.contains(said(verdict(outcome), language)) {
                    return Some(format!("the page does not say so: {measure} {member:?}\n{outcome}\n{page}"));
                }
                let amount = &outcome["entitlement"]["amount"];
                let sums =
                    amount.as_str().into_iter().chain(["from", "to"].iter().filter_map(|end| amount[end].as_str()));
                let is_unrecorded =
                    list(&outcome["entitlement"], "missing").iter().any(|missing| missing.get("parameter").is_some());
                for sum in sums.filter(|_| !is_unrecorded) {
                    if !page.contains(&format!("{}\u{a0}₽", money(sum, language))) {
                        return Some(format!("the page does not name {sum}: {measure} {member:?}\n{outcome}\n{page}"));
                    }
                }
            }
            // No other verdict is said.
            let is_of = |verdict_of: &str| {
                found.iter().any(|((name, _), outcome)| name == measure && verdict(outcome) == verdict_of)
            };
            let all = ["eligible", "eligible_if_confirmed", "needs_specialist", "undetermined", "not_eligible"];
            for other in all.iter().filter(|other| !is_of(other)) {
                if page.contains(&format!(" {} ", said(other, language))) {
                    return Some(format!("the page says `{other}` too: {measure}\n{page}"));
                }
            }
        }
    }
    None
}

proptest! {
    #![proptest_config(tries(15))]

    #[test]
    fn explanation_and_outcome_agree_under_the_bundled_rules(story in story()) {
        let text = story.text(Telling::default());
        let family = bundled::rules().family_from_json(&text).unwrap();
        let fault = fault(&bundled::day(story.on).assess(&family));
        prop_assert!(fault.is_none(), "{}", fault.unwrap());
    }
}

proptest! {
    #![proptest_config(tries(40))]

    #[test]
    fn explanation_and_outcome_agree(
        rule_numbers in prop::collection::vec(0u16..840, 0..120),
        families in prop::collection::vec(prop::collection::vec(0u16..840, 0..50), 1..4),
    ) {
        let text = rules(&mut Tape::new(&rule_numbers));
        let Some(rules) = load(&text) else { return Ok(()) };
        let day = rules.on(DAY.parse::<Date>().unwrap());
        for numbers in &families {
            let file = Partial::read(&mut Tape::new(numbers)).text();
            let fault = fault(&day.assess(&rules.family_from_json(&file).unwrap()));
            prop_assert!(fault.is_none(), "{}\n{text}\n{file}", fault.unwrap());
        }
    }
}
