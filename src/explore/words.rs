//! A difference in words.

use super::difference::{Change, Changes};
use crate::{
    assessment::{Answer, Eligibility},
    explain::{Line, Outcome, Page, TextStyle, Tone, verdict_in_words},
    value::Language,
};

/// What a change does for the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Gained,
    Lost,
    Other,
}

impl Changes<'_> {
    /// What the family gained and lost, as text to read; with [`TextStyle::measure`], of that measure alone.
    #[must_use]
    pub fn text(&self, language: Language, style: &TextStyle) -> String {
        let mut page = Page::new(style.colour);
        let is_wanted =
            |change: &Change<'_>| style.measure.as_deref().is_none_or(|measure| measure == change.measure());
        page.line(&Line::new(0, either(language, "ЧТО ИЗМЕНИТСЯ", "WHAT CHANGES")).toned(Tone::Strong));
        let mut is_empty = true;
        for (from, to) in self.circumstances() {
            let (from, to_answer) = (answer(language, from.holds()), answer(language, to.holds()));
            page.line(&Line::new(1, format!("{}: {from} → {to_answer}", to.title(language))).bullet());
            is_empty = false;
        }
        for turn in [Turn::Gained, Turn::Lost, Turn::Other] {
            let found: Vec<&Change<'_>> =
                self.changes().filter(|change| change.turn() == turn && is_wanted(change)).collect();
            if found.is_empty() {
                continue;
            }
            is_empty = false;
            let (head, tone) = turn.head(language);
            page.line(&Line::new(0, head).toned(tone));
            for change in found {
                page.lines(&change.lines(language));
            }
        }
        if is_empty {
            page.line(&Line::new(1, either(language, "Ничего.", "Nothing.")));
        }
        page.finished()
    }
}

impl Turn {
    fn head(self, language: Language) -> (&'static str, Tone) {
        match self {
            Self::Gained => (either(language, "Семья приобретает:", "The family gains:"), Tone::Good),
            Self::Lost => (either(language, "Семья теряет:", "The family loses:"), Tone::Bad),
            Self::Other => (either(language, "Меняется:", "Changes:"), Tone::Perhaps),
        }
    }
}

impl Change<'_> {
    /// Nearer to a right is a gain; the same right with more or less money is told of as a change.
    fn turn(&self) -> Turn {
        // What gives way to a better measure is neither gained nor lost; what replaces it is told of itself.
        if self.verdict_after() == Some(Eligibility::Excluded) {
            return Turn::Other;
        }
        let (before, after) = (self.from().map_or(0, rank), self.to().map_or(0, rank));
        // Only what can be got is gained or lost; a question that appears or goes is neither.
        match after.cmp(&before) {
            std::cmp::Ordering::Greater if after >= CAN_BE_GOT => Turn::Gained,
            std::cmp::Ordering::Less if before >= CAN_BE_GOT => Turn::Lost,
            _ => Turn::Other,
        }
    }

    fn lines(&self, language: Language) -> Vec<Line> {
        let title = self.either().map(|outcome| outcome.heading(language)).unwrap_or_default();
        let mut lines = vec![Line::new(1, title).bullet().toned(Tone::Strong)];
        if self.verdict_before() != self.verdict_after() {
            let (before, after) = (verdict(language, self.verdict_before()), verdict(language, self.verdict_after()));
            lines.push(Line::new(2, format!("{before} → {after}")));
        }
        if self.has_other_amount() {
            let amount = |outcome: Option<Outcome<'_>>| {
                let said = outcome.and_then(|outcome| outcome.amount_in_words(language));
                said.unwrap_or_else(|| either(language, "ничего", "nothing").to_owned())
            };
            let head = either(language, "Сумма:", "Amount:");
            lines.push(Line::new(2, format!("{head} {} → {}", amount(self.from()), amount(self.to()))));
        }
        lines
    }
}

fn either<'a>(language: Language, russian: &'a str, english: &'a str) -> &'a str {
    match language {
        Language::Russian => russian,
        Language::English => english,
    }
}

/// The rank from which on a measure can be got, at least if confirmed.
const CAN_BE_GOT: u8 = 3;

/// How near to a right an outcome is; an option is as near as it is by itself.
fn rank(outcome: Outcome<'_>) -> u8 {
    match (outcome.eligibility(), outcome.by_itself()) {
        (Eligibility::Eligible, _) | (Eligibility::Option, Some(Eligibility::Eligible)) => 4,
        (Eligibility::EligibleIfConfirmed | Eligibility::Option, _) => CAN_BE_GOT,
        (Eligibility::NeedsSpecialist, _) => 2,
        (Eligibility::Undetermined, _) => 1,
        (Eligibility::NotInForce | Eligibility::NotEligible | Eligibility::Excluded, _) => 0,
    }
}

fn verdict(language: Language, verdict: Option<Eligibility>) -> &'static str {
    let none = either(language, "не касается", "does not concern");
    verdict.map_or(none, |verdict| verdict_in_words(language, verdict))
}

fn answer(language: Language, answer: Answer) -> &'static str {
    let (russian, english) = match answer {
        Answer::True => ("да", "yes"),
        Answer::False => ("нет", "no"),
        Answer::Unknown => ("неизвестно", "not known"),
    };
    either(language, russian, english)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{assessment::Assessment, ruleset::RuleSet};

    const FAMILY: &str = r#"{ "territory": "RU-VGG/volgograd/traktorozavodsky", "members": [
        { "id": "oleg", "relation": "self", "sex": "male", "birth_date": "1983-04-04" },
        { "id": "sonya", "relation": "child", "birth_date": "2016-06-10",
          "ovz": { "value": false, "provenance": "document" }, "disability": "none" } ] }"#;

    fn compared(change: (&str, &str)) -> (String, serde_json::Value) {
        let rules = RuleSet::bundled().unwrap();
        let day = rules.on("2025-10-10".parse().unwrap());
        let family = rules.family_from_json(FAMILY).unwrap();
        let (before, after) = (day.assess(&family), day.assess(&family.with(change.0, change.1).unwrap()));
        let changes = Assessment::compare(&before, &after);
        (changes.text(Language::Russian, &one_measure()).replace('\u{a0}', " "), changes.to_json(Language::Russian))
    }

    /// The bundled rules grow: the one measure of which these tests tell.
    fn one_measure() -> TextStyle {
        let measure = Some("volgograd_oblast.psychological_and_defectology_help".to_owned());
        TextStyle { measure, ..TextStyle::default() }
    }

    #[test]
    fn a_gain_is_told_with_what_was_before() {
        let (text, json) = compared(("members.sonya.disability", "child_disabled"));
        assert_eq!(
            text,
            "ЧТО ИЗМЕНИТСЯ\n  • Человек с инвалидностью в семье: неизвестно → да\nСемья приобретает:\n  \
             • Помощь психолога и дефектолога — Sonya, 9 лет\n    нельзя получить → можно получить\n"
        );
        let changes = json["changes"].as_array().unwrap();
        let helped = |change: &&serde_json::Value| change["measure"] == one_measure().measure.unwrap();
        let change = changes.iter().find(helped).unwrap();
        assert_eq!(
            (&change["member"], &change["from"], &change["to"]),
            (&"sonya".into(), &"not_eligible".into(), &"eligible".into())
        );
        let needs = json["needs"].as_array().unwrap();
        let arisen = |need: &serde_json::Value| need["need"] == "rehabilitation" && need["to"] == "true";
        assert!(needs.iter().any(arisen), "{needs:?}");
        assert!(json["before"]["outcomes"].is_array() && json["after"]["outcomes"].is_array());
    }

    #[test]
    fn no_difference_is_told_too() {
        let (text, json) = compared(("applicant.married", "false"));
        assert_eq!(text, "ЧТО ИЗМЕНИТСЯ\n  Ничего.\n");
        assert_eq!(json["changes"], serde_json::Value::Array(Vec::new()));
    }
}
