//! An assessment as a page to read: grouped as a social coordinator would, in Russian or in English.

mod choice;
pub(super) mod due;
mod fact;
mod force;
pub(super) mod form;
mod margin;
mod need;
mod open;
pub(super) mod outcome;
pub(crate) mod page;
mod parameter;
mod payee;
mod practice;
pub(super) mod reading;
mod reason;
mod record;

use super::names::Names;
use crate::{
    assessment::{Answer, Assessment, CircumstanceAnswer, Eligibility, Verdict},
    value::Language,
};
use form::{day, sentence, small};
use page::{Line, Page, Tone};

/// How an answer is written out.
///
/// ```
/// use one_window::TextStyle;
///
/// let mut style = TextStyle::default();
/// style.all = true;
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TextStyle {
    /// Whether to use the colours of a terminal, as ANSI codes.
    pub colour: bool,
    /// Whether to list the measures that are not in force.
    pub all: bool,
    /// The one measure to explain whole, by name; without it every measure is told of in short.
    pub measure: Option<String>,
}

impl Assessment {
    /// The answer as text to read, in lines of at most 100 columns.
    #[must_use]
    pub fn text(&self, language: Language, style: &TextStyle) -> String {
        let names = Names::new(self, language);
        let mut page = Page::new(style.colour);
        head(names, &mut page);
        if let Some(measure) = &style.measure {
            one(names, &mut page, measure);
        } else {
            need::needs(names, &mut page);
            every(names, &mut page, style.all);
        }
        page.finished()
    }
}

/// The day, the place, the members and the circumstances.
fn head(names: Names<'_>, page: &mut Page) {
    let assessment = names.assessment;
    let place = fact::place(names, assessment.family.territory());
    let on = day(assessment.on, names.language);
    let title = names.either(format!("Семья на {on}: {place}"), format!("The family on {on}: {place}"));
    page.line(&Line::new(0, title).toned(Tone::Strong));
    let members: Vec<String> =
        (0..assessment.family.members().len()).map(|member| fact::introduced(names, member)).collect();
    page.line(&Line::new(0, format!("{}.", members.join("; "))));
    let parts: Vec<String> = [Answer::True, Answer::False, Answer::Unknown]
        .into_iter()
        .filter_map(|answer| circumstances(names, answer))
        .collect();
    if !parts.is_empty() {
        page.line(&Line::new(0, format!("{} {}", names.either("Обстоятельства.", "Circumstances."), parts.join(" "))));
    }
    for (place, found) in assessment.circumstances.iter().enumerate().filter(|(place, _)| !assessment.is_need(*place)) {
        let title = circumstance_title(names, found).unwrap_or_default();
        page.lines(&reading::circumstance(names, &title, assessment.circumstance_why(place), 1));
    }
}

/// The circumstances with one answer, in a sentence.
fn circumstances(names: Names<'_>, answer: Answer) -> Option<String> {
    let found = names.assessment.circumstances.iter().enumerate();
    let found = found.filter(|(place, found)| found.holds == answer && !names.assessment.is_need(*place));
    let titles: Vec<String> = found.filter_map(|(place, found)| circumstance(names, place, found)).collect();
    let head = match answer {
        Answer::True => names.either("Да:", "Yes:"),
        Answer::False => names.either("Нет:", "No:"),
        Answer::Unknown => names.either("Неизвестно:", "Not known:"),
    };
    (!titles.is_empty()).then(|| format!("{head} {}.", titles.join(", ")))
}

fn circumstance(names: Names<'_>, place: usize, found: &CircumstanceAnswer) -> Option<String> {
    let title = circumstance_title(names, found)?;
    let why = names.assessment.circumstance_why(place);
    let is_sure = why.confirm.is_empty() && why.unless.is_empty();
    Some(if is_sure {
        title
    } else {
        format!("{title} {}", names.either("(если подтвердится)", "(if confirmed)"))
    })
}

fn circumstance_title(names: Names<'_>, found: &CircumstanceAnswer) -> Option<String> {
    let definition = names.assessment.library.checked.definitions.get(found.definition)?;
    let title = definition.title.as_ref().map(|title| small(names.say(title)));
    Some(title.unwrap_or_else(|| definition.name.replace('_', " ")))
}

/// Every measure, grouped by verdict.
fn every(names: Names<'_>, page: &mut Page, all: bool) {
    for eligibility in Eligibility::ALL {
        // After all that can be had.
        if eligibility == Eligibility::NeedsSpecialist {
            choices(names, page);
        }
        let found = names.assessment.verdicts.iter().filter(|verdict| verdict.answered() == eligibility);
        let found: Vec<&Verdict> = found.filter(|verdict| !outcome::is_past_report(verdict)).collect();
        if eligibility == Eligibility::NotEligible {
            past_reports(names, page);
        }
        if found.is_empty() || eligibility == Eligibility::NotInForce && !all {
            continue;
        }
        let (title, tone) = outcome::group(names, eligibility);
        page.heading(title, tone);
        if eligibility == Eligibility::Undetermined {
            let questions = open::questions(names, &found);
            page.lines(&questions);
            if !questions.is_empty() {
                page.blank();
            }
        }
        page.lines(&outcome::listed(names, &found));
    }
    let dormant = names.assessment.count(Eligibility::NotInForce);
    if dormant == names.assessment.verdicts.len() {
        page.blank();
        let text = names.either(
            "В этот день и в этом месте правила не знают ни одной меры поддержки.",
            "On this day and in this place the rules know no measure at all.",
        );
        page.line(&Line::new(0, text));
    }
    tail(names, page);
}

/// Which of what can be had goes together best.
fn choices(names: Names<'_>, page: &mut Page) {
    let found = choice::bundles(names);
    if !found.is_empty() {
        page.heading(names.either("Что лучше вместе", "What goes together best"), Tone::Good);
        page.lines(&found);
    }
}

/// What was attested until some day and is not a "no": whether it still is must be asked first.
fn past_reports(names: Names<'_>, page: &mut Page) {
    let found = names.assessment.verdicts.iter().filter(|verdict| outcome::is_past_report(verdict));
    let found: Vec<&Verdict> = found.collect();
    if found.is_empty() {
        return;
    }
    page.heading(names.either("Спросите, действует ли еще", "Ask whether it still is in force"), Tone::Perhaps);
    let undecided = found.iter().copied().filter(|verdict| verdict.eligibility == Eligibility::Undetermined);
    let questions = open::questions(names, &undecided.collect::<Vec<_>>());
    page.lines(&questions);
    if !questions.is_empty() {
        page.blank();
    }
    page.lines(&outcome::listed(names, &found));
}

/// One measure with its whole explanation.
fn one(names: Names<'_>, page: &mut Page, measure: &str) {
    let found = names.assessment.verdicts.iter().filter(|verdict| names.measure(verdict.measure) == measure);
    let found: Vec<&Verdict> = found.collect();
    let text = found.first().and_then(|verdict| names.version(verdict)).map(|version| &version.text);
    let Some(text) = text else {
        let text = names.either("Такой меры правила не знают.", "The rules know no such measure.");
        page.blank();
        page.line(&Line::new(0, text));
        return;
    };
    page.heading(names.say(&text.title), Tone::Strong);
    if let Some(summary) = &text.summary {
        page.line(&Line::new(0, sentence(names.say(summary))));
    }
    for lines in outcome::explained(names, &found) {
        page.blank();
        page.lines(&lines);
    }
    page.blank();
    page.lines(&outcome::about(names, text));
    tail(names, page);
}

/// What may be out of date, and what the rules do not know.
fn tail(names: Names<'_>, page: &mut Page) {
    let stale = outcome::to_check(names);
    if !stale.is_empty() {
        page.blank();
        page.lines(&stale);
    }
    if !names.assessment.unused.is_empty() {
        page.blank();
        let head = names.either("Этих сведений правила не знают:", "The rules do not know these facts:");
        page.line(&Line::new(0, format!("{head} {}.", names.assessment.unused.join(", "))));
    }
}
