//! The mutants of the rule files: which texts hold thresholds and days of effect, and what is changed in them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::Value;

use super::{
    dates::{beside, read},
    feel::{Change, changes, stepped},
    files::File,
    places::{Place, part, places},
};

/// One small change of one rule file.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// File, place in it, and what is changed to what; the same as long as nothing around it changes.
    pub name: String,
    /// Which of the files.
    pub file: usize,
    pub line: usize,
    /// The fact, parameter, definition, measure, group or need that is changed.
    pub entry: String,
    pub changes: Vec<Change>,
    /// What is tried where the changed texts do not fit the others: the same day of the whole file.
    pub wider: Vec<Change>,
    /// The day that is moved, or near which the changed number holds.
    pub near: Option<Date>,
}

impl Mutant {
    pub fn applied(changes: &[Change], text: &str) -> String {
        let mut made = text.to_owned();
        let mut changes: Vec<&Change> = changes.iter().collect();
        changes.sort_by_key(|change| change.span.start);
        for change in changes.into_iter().rev() {
            made.replace_range(change.span.clone(), &change.with);
        }
        made
    }
}

/// Texts below these keys hold no thresholds: words, sources, what bounds an input, what describes a service.
const WORDS: &[&str] = &[
    "$schema",
    "act",
    "addresses",
    "article",
    "as",
    "as_of",
    "because",
    "by",
    "capacity",
    "channels",
    "checked",
    "confidence",
    "conflict",
    "decided_by",
    "decision_days",
    "default",
    "digits",
    "document",
    "documents",
    "en",
    "established_by",
    "exit",
    "kind",
    "kmsz",
    "legal_basis",
    "level",
    "most",
    "not_modelled",
    "note",
    "oktmo",
    "pathway",
    "per",
    "pick",
    "priority",
    "provider",
    "question",
    "range",
    "reported",
    "roles",
    "round",
    "ru",
    "schedule",
    "source",
    "spheres",
    "states",
    "status",
    "summary",
    "territories",
    "territory",
    "title",
    "unit",
    "urgency",
];

/// Numbers of JSON that are thresholds.
const NUMBERS: &[&str] = &["days", "months", "years", "count"];

/// Every mutant of every file, in the order of the files.
pub fn mutants(files: &[File]) -> Vec<Mutant> {
    let mut found = Vec::new();
    for (at, (name, text)) in files.iter().enumerate() {
        found.extend(Sites::new(at, name, text).mutants());
    }
    let names: BTreeSet<&str> = found.iter().map(|mutant| mutant.name.as_str()).collect();
    assert_eq!(names.len(), found.len(), "two mutants have one name");
    found
}

/// A file in which places are looked for.
struct Sites<'a> {
    file: usize,
    name: &'a str,
    text: &'a str,
    tree: Value,
    places: Vec<Place>,
}

impl<'a> Sites<'a> {
    fn new(file: usize, name: &'a str, text: &'a str) -> Self {
        let name = name.trim_start_matches("rules/").trim_end_matches(".json");
        Self { file, name, text, tree: serde_json::from_str(text).unwrap(), places: places(text) }
    }

    fn mutants(&self) -> Vec<Mutant> {
        let is_word = |place: &Place| place.path.iter().any(|key| WORDS.contains(&key.as_str()));
        let mut found = Vec::new();
        for place in self.places.iter().filter(|place| place.path.len() > 2 && !is_word(place)) {
            let made = match self.day(place) {
                Some(day) => self.days(place, day),
                None => self.numbers(place).into_iter().map(|change| vec![change]).collect(),
            };
            let mut seen = BTreeMap::new();
            for changes in made {
                found.push(self.mutant(place, changes, &mut seen));
            }
        }
        found
    }

    fn of<'t>(&self, place: &Place) -> &'t str
    where
        'a: 't,
    {
        part(self.text, place.span.clone())
    }

    fn mutant(&self, place: &Place, changes: Vec<Change>, seen: &mut BTreeMap<String, usize>) -> Mutant {
        let day = self.day(place);
        let first = &changes[0];
        let what = match day {
            Some(_) => format!("{} is {}", self.of(place), first.with),
            None => told(self.text, place, first),
        };
        let count = seen.entry(what.clone()).or_default();
        *count += 1;
        let which = if *count > 1 { format!(" ({count})") } else { String::new() };
        let wider = day.map_or_else(Vec::new, |_| {
            let moved =
                self.places.iter().filter(|other| self.day(other).is_some() && self.of(other) == self.of(place));
            moved.map(|other| Change { span: other.span.clone(), with: first.with.clone() }).collect()
        });
        Mutant {
            name: format!("{}: {}: {what}{which}", self.name, self.label(place)),
            file: self.file,
            line: part(self.text, 0..place.span.start).matches('\n').count() + 1,
            entry: Self::entry(place),
            changes,
            wider,
            near: day.or_else(|| self.near(place)),
        }
    }

    /// The name of what is declared where something stands.
    fn entry(place: &Place) -> String {
        let depth =
            if place.path[0] == "vocabulary" && ["family", "member"].contains(&place.path[1].as_str()) { 2 } else { 1 };
        place.path[depth].clone()
    }

    fn parent(&self, path: &[String]) -> &Value {
        path.iter().fold(&self.tree, |tree, key| key.parse::<usize>().map_or_else(|_| &tree[key], |at| &tree[at]))
    }

    /// The day of effect that stands here.
    fn day(&self, place: &Place) -> Option<Date> {
        let is_end = ["from", "until"].contains(&place.path.last()?.as_str());
        (place.is_text && is_end).then(|| read(self.of(place))).flatten()
    }

    /// The first day of the value of a parameter.
    fn near(&self, place: &Place) -> Option<Date> {
        let holder = self.parent(&place.path[..place.path.len() - 1]);
        holder["from"].as_str().and_then(read)
    }

    /// A day moved; where the text before or after it ends or begins on the same day, that moves too.
    fn days(&self, place: &Place, day: Date) -> Vec<Vec<Change>> {
        let partner = self.partner(place);
        if place.path.last().unwrap() == "until" && partner.is_some() {
            return Vec::new();
        }
        if partner.is_some_and(|partner| self.is_same_value(place, partner)) {
            return Vec::new();
        }
        let moved = [true, false].map(|later| {
            let with = beside(day, later);
            let both = [Some(place), partner].into_iter().flatten();
            both.map(|place| Change { span: place.span.clone(), with: with.clone() }).collect()
        });
        moved.into()
    }

    /// Whether a parameter has one value on both sides of a day, on which then nothing begins.
    fn is_same_value(&self, one: &Place, other: &Place) -> bool {
        let value = |place: &Place| &self.parent(&place.path[..place.path.len() - 1])["value"];
        value(one).is_string() && value(one) == value(other)
    }

    /// The other end that stands on the same day in the same list, for the same territory.
    fn partner(&self, place: &Place) -> Option<&Place> {
        let end = place.path.last()?;
        let list = place.path.iter().rposition(|key| key.parse::<usize>().is_ok())?;
        let same = |other: &&Place| {
            other.path.len() == place.path.len()
                && other.path[..list] == place.path[..list]
                && other.path[list] != place.path[list]
                && other.path[list + 1..other.path.len() - 1] == place.path[list + 1..place.path.len() - 1]
                && other.path.last() != Some(end)
                && self.day(other).is_some()
                && self.of(other) == self.of(place)
                && self.parent(&other.path[..=list])["territory"] == self.parent(&place.path[..=list])["territory"]
        };
        self.places.iter().find(same)
    }

    fn numbers(&self, place: &Place) -> Vec<Change> {
        let text = self.of(place);
        let whole = |with: String| Change { span: place.span.clone(), with };
        if place.path[0] == "parameters" {
            let is_value = ["value", "times"].contains(&place.path.last().unwrap().as_str());
            return if is_value { [true, false].map(|up| whole(stepped_value(text, up))).into() } else { Vec::new() };
        }
        if place.is_text {
            let at = place.span.start;
            let moved =
                |change: Change| Change { span: change.span.start + at..change.span.end + at, with: change.with };
            return changes(text).into_iter().map(moved).collect();
        }
        if NUMBERS.contains(&place.key()) {
            [true, false].map(|up| whole(stepped(text, up))).into()
        } else {
            Vec::new()
        }
    }

    /// The way to a place, in which versions and values are called by their days.
    fn label(&self, place: &Place) -> String {
        let mut label = String::new();
        for (at, key) in place.path.iter().enumerate().skip(1) {
            if !label.is_empty() {
                label.push('.');
            }
            label.push_str(&key.parse().map_or_else(|_| key.clone(), |index| self.item(&place.path[..at], index)));
        }
        label
    }

    fn item(&self, list: &[String], index: usize) -> String {
        let called = |item: &Value| {
            let force = if item["in_force"].is_object() { &item["in_force"] } else { item };
            let from = force["from"].as_str().filter(|from| read(from).is_some())?;
            Some(format!("{}@{from}", item["territory"].as_str().unwrap_or_default()))
        };
        let all: Vec<Option<String>> = self.parent(list).as_array().unwrap().iter().map(called).collect();
        let own = all[index].clone();
        own.filter(|own| all.iter().flatten().filter(|other| *other == own).count() == 1)
            .unwrap_or_else(|| index.to_string())
    }
}

/// The value of a parameter one of its last digit more or less; what has no kopecks goes by whole roubles.
fn stepped_value(value: &str, up: bool) -> String {
    let whole = value.strip_suffix(".00");
    whole.map_or_else(|| stepped(value, up), |whole| format!("{}.00", stepped(whole, up)))
}

/// What is changed, with a little of what stands before and after it.
fn told(text: &str, place: &Place, change: &Change) -> String {
    let before: Vec<char> = part(text, place.span.start..change.span.start).chars().rev().take(24).collect();
    let before: String = before.into_iter().rev().collect();
    let after: String = part(text, change.span.end..place.span.end).chars().take(16).collect();
    format!("`{before}{}{after}` is {}", part(text, change.span.clone()), change.with)
}
