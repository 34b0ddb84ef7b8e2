//! An assessment as JSON: what the scripts of other people rely on.
//!
//! Keys stand in order of their names, so the same answer is the same bytes. Lists without items are left out.

mod choice;
mod entitlement;
mod fact;
mod margin;
mod need;
pub(super) mod object;
mod payee;
mod reading;
mod reason;

use serde_json::Value;

use super::{names::Names, provenance::doubtful};
use crate::{
    assessment::{Assessment, ParameterUsed, Verdict},
    document::Confidence,
    program::NotInForce,
    value::Language,
};
pub(super) use choice::used_up;
use object::Object;

/// The version of the rule language that answers name.
const LANGUAGE: &str = "1";

/// The version of this crate, which gave the answer.
const ENGINE: &str = env!("CARGO_PKG_VERSION");

impl Assessment {
    /// The assessment as JSON.
    ///
    /// Outcomes are ordered by measure, then by member id; `member: null` is first. Money is a decimal string with two
    /// digits, or `{ "from", "to" }` where facts are unknown. Every end of a period is half-open (`until` is the first
    /// day after it), except `apply_by`, the last day that is in time; `delay` says what a month of delay costs, and
    /// after which day. Texts are in the language asked for.
    #[must_use]
    pub fn to_json(&self, language: Language) -> Value {
        self.to_json_of(language, |_| true)
    }

    /// The same of some measures, circumstances and needs only, by name: what the others rest on is not worked out.
    pub(crate) fn to_json_of(&self, language: Language, is_wanted: impl Fn(&str) -> bool) -> Value {
        let names = Names::new(self, language);
        let wanted = |verdict: &&Verdict| is_wanted(names.measure(verdict.measure));
        let outcomes: Vec<Value> = self.verdicts.iter().filter(wanted).map(|verdict| outcome(names, verdict)).collect();
        let rules =
            Object::default().text("digest", &self.library.digest).text("language", LANGUAGE).text("engine", ENGINE);
        let needs = self.diagnosis();
        let needs = needs.iter().filter(|found| is_wanted(found.name)).map(|found| need::need(names, found)).collect();
        let circumstances = (0..self.circumstances.len())
            .filter(|place| !self.is_need(*place))
            .fold(Object::default(), |all, place| circumstance(names, all, place, &is_wanted));
        Object::default()
            .text("on", self.on.to_string())
            .text("territory", self.family.territory().as_str())
            .put("rules", rules)
            .put("circumstances", circumstances)
            .put("outcomes", outcomes)
            .list("needs", needs)
            .list("bundles", choice::bundles(self, &is_wanted))
            .list("questions", fact::questions(names, wanted))
            .list("parameters", self.parameters().iter().filter_map(|used| parameter(names, used)).collect())
            .list("unused", self.unused.iter().map(|name| Value::from(name.as_str())).collect())
            .into()
    }
}

fn circumstance(names: Names<'_>, all: Object, place: usize, is_wanted: &impl Fn(&str) -> bool) -> Object {
    let Some(found) = names.assessment.circumstances.get(place) else { return all };
    let definition = names.assessment.library.checked.definitions.get(found.definition);
    let Some(definition) = definition.filter(|definition| is_wanted(&definition.name)) else { return all };
    let why = names.assessment.circumstance_why(place);
    let answer = Object::default()
        .text("holds", found.holds.as_str())
        .text_if("title", definition.title.as_ref().map(|title| names.say(title)))
        .list("missing", fact::open_list(names, &why.missing, (&why.uncertain, &[])))
        .list("confirm", fact::missing_list(names, &why.confirm))
        .list("unless", fact::unless_list(names, &why.unless))
        .put_if("readings", reading::circumstances(why));
    all.put(&definition.name, answer)
}

fn outcome(names: Names<'_>, verdict: &Verdict) -> Value {
    let why = names.why(verdict);
    let mut answer = Object::default()
        .text("measure", names.measure(verdict.measure))
        .put("member", names.id(verdict.member).map_or(Value::Null, Value::from))
        .text("eligibility", verdict.answered().as_str());
    answer = choice::standing(names, verdict, answer);
    if why.by_told {
        answer = answer.text("by", "told");
    }
    if let Some(until) = verdict.stale {
        answer = answer.put("stale", true).text("attested_until", until.to_string());
    }
    if let Some(why) = &verdict.not_in_force {
        answer = answer.put("not_in_force", not_in_force(why));
    }
    let kmsz = names.version(verdict).and_then(|version| version.text.kmsz.as_ref());
    answer
        .text_if("kmsz", kmsz.map(|code| code.value.as_str()))
        .list("addresses", needs(names, verdict))
        .put_if("entitlement", entitlement::entitlement(names, verdict))
        .list("reasons", why.reasons.iter().map(|found| reason::reason(names, verdict, found)).collect())
        .list("missing", fact::open_list(names, &why.missing, (&why.uncertain, &why.later)))
        .list("confirm", fact::missing_list(names, &why.confirm))
        .list("unless", fact::unless_list(names, &why.unless))
        .put_if("readings", reading::verdicts(verdict, why))
        .list("rests_on", doubtful(names, why).into_iter().filter_map(|used| parameter(names, used)).collect())
        .into()
}

/// The needs that the measure addresses, each with its sphere of life.
fn needs(names: Names<'_>, verdict: &Verdict) -> Vec<Value> {
    let addressed = names.version(verdict).into_iter().flat_map(|version| &version.text.addresses);
    let needs = addressed.filter_map(|need| {
        let words = names.assessment.library.catalogue.need(&need.value)?;
        let answer = Object::default().text("need", &need.value).text("sphere", &words.sphere);
        Some(answer.text("title", names.say(&words.title)).into())
    });
    needs.collect()
}

fn not_in_force(why: &NotInForce) -> Object {
    let answer = Object::default();
    match why {
        NotInForce::Ended(until) => answer.text("why", "ended").text("until", until.to_string()),
        NotInForce::NotYet(from) => answer.text("why", "not_yet").text("from", from.to_string()),
        NotInForce::Planned(from) => answer.text("why", "planned").text_if("from", from.map(|from| from.to_string())),
        NotInForce::BeforeAttested(from) => answer.text("why", "before_attested").text("from", from.to_string()),
        NotInForce::Elsewhere(territories) => {
            let territories = territories.iter().map(|territory| Value::from(territory.as_str())).collect();
            answer.text("why", "elsewhere").list("territories", territories)
        }
    }
}

fn parameter(names: Names<'_>, used: &ParameterUsed) -> Option<Value> {
    let symbol = names.parameter(used.parameter)?;
    let entry = names.entry(used)?;
    let answer = Object::default()
        .text("parameter", &symbol.name)
        .text("territory", used.territory.as_str())
        .text_if("from", entry.period.from.map(|from| from.to_string()))
        .text_if("until", entry.period.until.map(|until| until.to_string()))
        .text("value", fact::parameter_value(symbol, used.value))
        .text_if("source", entry.source.as_deref())
        .text_if("checked", entry.checked.map(|checked| checked.to_string()))
        .text_if("confidence", entry.confidence.map(confidence))
        .text_if("conflict", entry.conflict.as_ref().map(|text| names.say(text)))
        .put("stale", names.is_stale(entry));
    Some(answer.into())
}

fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "high",
        Confidence::Medium => "medium",
        Confidence::Low => "low",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ruleset::RuleSet;

    const ANNA: &str = r#"{ "territory": "RU-KHA/khabarovsk", "hard_life_situation": true, "members": [
        { "id": "anna", "relation": "self", "sex": "female", "birth_date": "1996-04-02", "married": false,
          "pregnancy_weeks": 20, "monthly_income": "14000" },
        { "id": "petya", "relation": "child", "birth_date": "2016-09-15", "birth_record_father": "absent" } ] }"#;

    fn assessed(on: &str) -> Value {
        let rules = RuleSet::bundled().unwrap();
        let family = rules.family_from_json(ANNA).unwrap();
        rules.on(on.parse().unwrap()).assess(&family).to_json(Language::Russian)
    }

    fn outcome<'a>(answer: &'a Value, measure: &str) -> &'a Value {
        answer["outcomes"].as_array().unwrap().iter().find(|outcome| outcome["measure"] == measure).unwrap()
    }

    #[test]
    fn the_head_names_the_day_the_territory_and_the_rules() {
        let answer = assessed("2019-11-28");
        assert_eq!((&answer["on"], &answer["territory"]), (&"2019-11-28".into(), &"RU-KHA/khabarovsk".into()));
        assert_eq!(answer["rules"]["language"], "1");
        assert_eq!(answer["rules"]["digest"].as_str().map(str::len), Some(64));
        assert_eq!(answer["circumstances"]["single_mother"]["holds"], "true");
        assert_eq!(answer["circumstances"]["low_income"]["holds"], "unknown");
    }

    #[test]
    fn an_outcome_says_what_is_due_and_why() {
        let answer = assessed("2019-11-28");
        let care = outcome(&answer, "khabarovsk_krai.short_term_childcare");
        assert_eq!((&care["member"], &care["eligibility"]), (&Value::Null, &"eligible".into()));
        let schedule = &care["entitlement"]["schedule"];
        assert_eq!(
            (&schedule["times"], &schedule["per"], &schedule["minutes_each"]),
            (&2.into(), &"week".into(), &60.into())
        );
        assert_eq!(care["reasons"][0]["code"], "met");
        assert_eq!(care["reasons"][0]["text"], "Мать растит ребенка одна");
        assert!(care.get("missing").is_none() && care.get("stale").is_none() && care.get("by").is_none());
    }

    #[test]
    fn an_attested_period_that_is_over_is_told() {
        let answer = assessed("2019-11-29");
        let care = outcome(&answer, "khabarovsk_krai.short_term_childcare");
        assert_eq!((&care["stale"], &care["attested_until"]), (&true.into(), &"2019-11-29".into()));
    }

    #[test]
    fn what_is_not_in_force_says_why() {
        let answer = assessed("2019-11-28");
        let patronage = &outcome(&answer, "khabarovsk_krai.social_patronage")["not_in_force"];
        assert_eq!((&patronage["why"], &patronage["until"]), (&"ended".into(), &"2015-01-01".into()));
        let services = &outcome(&answer, "novosibirsk_oblast.low_income_services")["not_in_force"];
        assert!(services["why"] == "elsewhere" || services["why"] == "not_yet");
    }

    #[test]
    fn the_same_family_gives_the_same_bytes() {
        assert_eq!(assessed("2025-10-10").to_string(), assessed("2025-10-10").to_string());
    }
}
