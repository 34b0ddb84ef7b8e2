//! The needs of a family by sphere of life: what is there for them, what nothing meets, what is to be talked over.

use super::{
    form::small,
    page::{Line, Page, Tone},
};
use crate::{
    assessment::{Answer, Missing, NeedAnswer, Verdict, meets},
    document::Urgency,
    explain::names::Names,
};

/// How many measures are named for one need at most; the groups below name them all.
const MEASURES: usize = 3;

/// How many needs are named in one row at most.
const NEEDS: usize = 6;

/// A sphere of life with its needs.
type Sphere<'n, 'a> = (&'a str, Vec<&'n NeedAnswer<'a>>);

/// The section on needs; nothing where none holds and none is open.
pub(super) fn needs(names: Names<'_>, page: &mut Page) {
    let all = names.assessment.diagnosis();
    let of = |answer| all.iter().filter(move |need| need.holds() == Some(answer));
    let lines: Vec<Line> = met(names, of(Answer::True).filter(|need| !need.is_unmet()))
        .into_iter()
        .chain(unmet(names, of(Answer::True).filter(|need| need.is_unmet())))
        .chain(open(names, of(Answer::Unknown)))
        .collect();
    if lines.is_empty() {
        return;
    }
    page.heading(names.either("Чем помочь", "What would help"), Tone::Strong);
    page.lines(&lines);
    let mut shown = all.iter().filter(|need| need.holds() == Some(Answer::True)).flat_map(|need| &need.measures);
    if shown.any(|verdict| verdict.stale.is_some()) {
        let note = names.either("* Узнайте, действует ли еще.", "* Ask whether it still is in force.");
        page.line(&Line::new(1, note).toned(Tone::Quiet));
    }
}

/// The needs that measures meet, by sphere of life; the sphere of the most urgent need comes first.
fn met<'n, 'a: 'n>(names: Names<'a>, needs: impl Iterator<Item = &'n NeedAnswer<'a>>) -> Vec<Line> {
    let mut spheres: Vec<Sphere<'n, 'a>> = Vec::new();
    for need in needs {
        let sphere = need.words.sphere.as_str();
        match spheres.iter_mut().find(|(known, _)| *known == sphere) {
            Some((_, found)) => found.push(need),
            None => spheres.push((sphere, vec![need])),
        }
    }
    let mut lines = Vec::new();
    for (sphere, needs) in spheres {
        // Rules that declare no spheres have no words for them.
        let title = names.assessment.library.catalogue.sphere(sphere);
        lines.extend(title.map(|title| Line::new(1, names.say(title)).toned(Tone::Strong)));
        for need in needs {
            let measures = measures(names, need.measures.iter().filter(|verdict| meets(verdict.answered())));
            lines.push(Line::new(2, format!("{}: {measures}.", called(names, need))).bullet());
        }
    }
    lines
}

/// The needs that nothing meets, with what may turn out to.
fn unmet<'n, 'a: 'n>(names: Names<'a>, needs: impl Iterator<Item = &'n NeedAnswer<'a>>) -> Option<Line> {
    let said = needs.map(|need| {
        let title = small(names.say(&need.words.title));
        let perhaps = (!need.measures.is_empty()).then(|| measures(names, need.measures.iter()));
        let perhaps = perhaps.map(|said| format!("{}{said}", names.either("возможно, поможет: ", "perhaps: ")));
        let asides: Vec<String> = urgent(names, need).map(str::to_owned).into_iter().chain(perhaps).collect();
        if asides.is_empty() { title } else { format!("{title} ({})", asides.join("; ")) }
    });
    listed(names, names.either("Пока не закрыто:", "Not met so far:"), said.collect())
}

/// The needs to be talked over. What only sensitive facts would tell is not named: nobody is asked about it outright.
fn open<'n, 'a: 'n>(names: Names<'a>, needs: impl Iterator<Item = &'n NeedAnswer<'a>>) -> Option<Line> {
    let is_asked = |need: &&NeedAnswer<'_>| {
        let missing = need.found.map(|(place, _)| &names.assessment.circumstance_why(place).missing);
        missing.is_some_and(|missing| missing.iter().any(|open| !is_sensitive(names, open)))
    };
    let said = needs.filter(is_asked).map(|need| small(names.say(&need.words.title)));
    listed(names, names.either("О чем еще поговорить:", "To be talked over:"), said.collect())
}

fn is_sensitive(names: Names<'_>, missing: &Missing) -> bool {
    match missing {
        Missing::Fact { fact, .. } => names.fact(*fact).is_some_and(|fact| fact.sensitive),
        Missing::List { list, .. } => names.list(*list).is_some_and(|list| list.sensitive),
        Missing::Parameter { .. } | Missing::Territory => false,
    }
}

fn listed(names: Names<'_>, head: &str, items: Vec<String>) -> Option<Line> {
    (!items.is_empty()).then(|| Line::new(1, format!("{head} {}.", first(names, items, NEEDS))))
}

/// What a need is called, and whether it cannot wait.
fn called(names: Names<'_>, need: &NeedAnswer<'_>) -> String {
    let title = names.say(&need.words.title);
    urgent(names, need).map_or_else(|| title.to_owned(), |urgent| format!("{title} ({urgent})"))
}

/// The word for what cannot wait.
fn urgent(names: Names<'_>, need: &NeedAnswer<'_>) -> Option<&'static str> {
    (need.words.urgency == Some(Urgency::Now)).then(|| names.either("срочно", "urgent"))
}

/// The first of several measures, each once; what may be no longer in force is marked.
fn measures<'v, 'a: 'v>(names: Names<'a>, verdicts: impl Iterator<Item = &'v &'a Verdict>) -> String {
    let mut titles: Vec<String> = Vec::new();
    for verdict in verdicts {
        let Some(version) = names.version(verdict) else { continue };
        let title = format!("{}{}", names.say(&version.text.title), if verdict.stale.is_some() { "*" } else { "" });
        if !titles.contains(&title) {
            titles.push(title);
        }
    }
    first(names, titles, MEASURES)
}

/// The first of several items in a row; one more than that is named too.
fn first(names: Names<'_>, mut items: Vec<String>, most: usize) -> String {
    let more = items.len().saturating_sub(most);
    if more <= 1 {
        return items.join("; ");
    }
    items.truncate(most);
    format!("{} {}", items.join("; "), names.either(format!("и еще {more}"), format!("and {more} more")))
}

#[cfg(test)]
mod tests {
    use super::super::TextStyle;
    use crate::{ruleset::sample, value::Language};

    const TITLE: &str = r#""title": { "ru": "Средства", "en": "Means" }"#;

    /// The section on needs, where the family is in need if it is poor and warned is a sensitive matter.
    fn section(facts: &str, measure: &str) -> String {
        let needs = format!(
            r#""spheres": {{ "income": {{ "title": {{ "ru": "Доходы", "en": "Income" }} }} }},
            "needs": {{ "money": {{ "sphere": "income", {TITLE}, "urgency": "now", "arises_when": "poor" }},
                "rest": {{ "sphere": "income", "title": {{ "ru": "Отдых", "en": "Rest" }}, "urgency": "planned", "arises_when": "rooms = 0" }} }},"#
        );
        let parts = format!(r#""addresses": ["money"], {measure}"#);
        let file = sample::measure(&parts, "").replacen(r#""addresses": ["means"],"#, "", 1).replacen(
            '{',
            &format!("{{ {needs}"),
            1,
        );
        let rules = sample::load(&file).unwrap_or_else(|error| panic!("{error}"));
        let text = sample::assess(&rules, facts, "}").text(Language::Russian, &TextStyle::default());
        let text = text.replace('\u{a0}', " ");
        let section = text.split("ЧЕМ ПОМОЧЬ\n").nth(1).unwrap_or_default();
        section.split("\n\n").next().unwrap_or_default().to_owned()
    }

    #[test]
    fn a_need_names_what_meets_it() {
        let found = section(r#""poor": true, "rooms": 2,"#, r#""eligible_when": "warned or rooms = 2""#);
        assert_eq!(found, "  Доходы\n    • Средства (срочно): Пособие.");
    }

    #[test]
    fn a_need_that_nothing_meets_stands_apart_with_what_may() {
        let found = section(r#""poor": true, "rooms": 2,"#, r#""eligible_when": "rent > 0""#);
        assert_eq!(found, "  Пока не закрыто: средства (срочно; возможно, поможет: Пособие).");
        let found = section(r#""poor": true, "rooms": 2,"#, r#""eligible_when": "rooms = 9""#);
        assert_eq!(found, "  Пока не закрыто: средства (срочно).");
    }

    #[test]
    fn what_is_open_is_talked_over_and_what_does_not_hold_is_not_named() {
        assert_eq!(section("", r#""eligible_when": "rent > 0""#), "  О чем еще поговорить: средства; отдых.");
        assert_eq!(section(r#""poor": false, "rooms": 2,"#, r#""eligible_when": "rent > 0""#), "");
    }
}
