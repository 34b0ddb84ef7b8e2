//! The part of the rules that decides one measure or circumstance, and the cases that ask for it: a slice loads and answers
//! many times faster than the whole.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use jiff::civil::Date;
use one_window::{Case, InvalidRules, RuleSet, Severity, cases_of};
use serde_json::{Value, json};

use super::{dates::read, files::File, reach::Reach};

/// Where the needs stand among what a case expects. They are asked of all the rules.
pub const NEEDS: &str = "needs";

/// Facts that every family is read with.
const ALWAYS: &[&str] = &["relation", "birth_date", "sex"];

pub struct Slice {
    /// What is in the slice, where not everything is.
    names: Option<BTreeSet<String>>,
    /// The rule files, cut.
    files: Vec<File>,
    /// Its cases with their days; each asks for the subject alone.
    pub cases: Vec<(Case, Date)>,
}

impl Slice {
    /// The slice of a subject; all the rules, where it is the needs. Its cases pass under it, so it has all that they need.
    pub fn of(subject: &str, stock: &Stock) -> Self {
        let (cases, told) = stock.asking(subject);
        let from: Vec<&str> = [subject].into_iter().chain(ALWAYS.iter().copied()).chain(told).collect();
        let below = stock.reach.below(&from).into_iter().map(str::to_owned).collect();
        let names: Option<BTreeSet<String>> = (subject != NEEDS).then_some(below);
        let files = stock.files.iter().map(|(name, text)| (name.clone(), cut(text, names.as_ref()))).collect();
        let mut slice = Self { names, files, cases };
        let rules = slice.load(None).unwrap_or_else(|mistake| panic!("the slice of {subject}: {mistake}"));
        slice.cases.retain(|(case, _)| {
            let failed = case.run(&rules).err();
            assert!(failed.is_none(), "under the slice of {subject} {}", failed.unwrap().render(false));
            true
        });
        slice
    }

    /// The rules of the slice with one file changed; the first mistake where they do not load.
    pub fn load(&self, changed: Option<(usize, &str)>) -> Result<RuleSet, String> {
        let files = self.files.iter().enumerate().map(|(at, (name, text))| match changed {
            Some((file, text)) if file == at => (name.clone(), cut(text, self.names.as_ref())),
            _ => (name.clone(), text.clone()),
        });
        RuleSet::from_files(files).map_err(|error| first(&error))
    }
}

/// A rule file with nothing but these names, and no need that arises.
fn cut(text: &str, names: Option<&BTreeSet<String>>) -> String {
    let Some(names) = names else { return text.to_owned() };
    let mut file: Value = serde_json::from_str(text).unwrap();
    let keep = |entries: &mut Value| {
        if let Some(entries) = entries.as_object_mut() {
            entries.retain(|name, _| names.contains(name));
        }
    };
    for section in ["parameters", "definitions", "measures", "groups"] {
        file.get_mut(section).map(keep);
    }
    if let Some(vocabulary) = file.get_mut("vocabulary").and_then(Value::as_object_mut) {
        for section in ["family", "member"] {
            vocabulary.get_mut(section).map(keep);
        }
        vocabulary.retain(|name, _| ["family", "member"].contains(&name.as_str()) || names.contains(name));
    }
    for (_, need) in file.get_mut("needs").and_then(Value::as_object_mut).into_iter().flatten() {
        for key in ["arises_when", "urgency"] {
            need.as_object_mut().unwrap().remove(key);
        }
    }
    file.to_string()
}

fn first(error: &InvalidRules) -> String {
    let found = error.report().diagnostics().iter().find(|found| found.severity() == Severity::Error);
    found.map(|found| found.message().to_owned()).unwrap_or_default()
}

/// The rules and the cases beside them.
pub struct Stock {
    pub files: Vec<File>,
    pub reach: Reach,
    rules: RuleSet,
    /// Name of the file and its cases.
    cases: Vec<(String, Vec<Value>)>,
}

impl Stock {
    pub fn new(files: Vec<File>, cases: Vec<File>) -> Self {
        let rules = RuleSet::from_files(files.iter().cloned()).unwrap();
        let read = cases.into_iter().map(|(name, text)| {
            let mut file: Value = serde_json::from_str(&text).unwrap();
            let Value::Array(cases) = file["cases"].take() else { panic!("{name} has no cases") };
            (name.trim_start_matches("rules/").to_owned(), cases)
        });
        Self { reach: Reach::of(&files), files, rules, cases: read.collect() }
    }

    /// Whether all the rules load with one file changed; the first mistake where they do not.
    pub fn load(&self, changed: usize, text: &str) -> Result<(), String> {
        let files = self.files.iter().enumerate();
        let files = files.map(|(at, file)| (file.0.as_str(), if at == changed { text } else { file.1.as_str() }));
        RuleSet::from_files(files).map(drop).map_err(|error| first(&error))
    }

    /// Every measure and circumstance that some case asks for, and the needs as one.
    pub fn subjects(&self) -> BTreeSet<&str> {
        let asked = self.cases.iter().flat_map(|(_, cases)| cases).filter_map(|case| case["expect"].as_object());
        asked.flat_map(|expect| expect.keys().map(String::as_str)).collect()
    }

    /// Where the case stands that a case changes: in the same file, else in any.
    fn base(&self, file: usize, name: &Value) -> (usize, usize) {
        let mut near = [file].into_iter().chain(0..self.cases.len());
        near.find_map(|file| Some((file, self.cases[file].1.iter().position(|case| case["name"] == *name)?))).unwrap()
    }

    /// Whether one of some names is a need.
    pub fn has_need(&self, names: &BTreeSet<&str>) -> bool {
        let trees = self.files.iter().filter(|(_, text)| text.contains("\"arises_when\""));
        trees.into_iter().any(|(_, text)| {
            let file: Value = serde_json::from_str(text).unwrap();
            file[NEEDS].as_object().is_some_and(|needs| needs.keys().any(|need| names.contains(need.as_str())))
        })
    }

    /// The cases that ask for a subject, cut to that question, each with the cases that it changes; and the measures that
    /// their families tell of.
    fn asking(&self, subject: &str) -> (Vec<(Case, Date)>, Vec<&str>) {
        let mut kept: BTreeMap<(usize, usize), Value> = BTreeMap::new();
        let mut days: BTreeMap<(String, String), Date> = BTreeMap::new();
        for (file, (name, cases)) in self.cases.iter().enumerate() {
            for (at, case) in cases.iter().enumerate().filter(|(_, case)| !case["expect"][subject].is_null()) {
                let mut own = case.clone();
                own["expect"] = json!({ subject: case["expect"][subject] });
                kept.insert((file, at), own);
                let (mut place, mut on) = ((file, at), None);
                while on.is_none() {
                    let changed = &self.cases[place.0].1[place.1];
                    on = changed["on"].as_str().and_then(read);
                    if changed["extends"].is_string() {
                        place = self.base(place.0, &changed["extends"]);
                        self.keep_base(place, &mut kept);
                    }
                }
                while self.cases[place.0].1[place.1]["extends"].is_string() {
                    place = self.base(place.0, &self.cases[place.0].1[place.1]["extends"]);
                    self.keep_base(place, &mut kept);
                }
                days.insert((name.clone(), case["name"].as_str().unwrap().to_owned()), on.unwrap());
            }
        }
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("thresholds").join(subject);
        drop(fs::remove_dir_all(&folder));
        let mut texts: BTreeMap<usize, Vec<Value>> = BTreeMap::new();
        let mut told = Vec::new();
        for ((file, _), case) in kept {
            let family = case["family"].to_string();
            told.extend(self.rules.measures().filter(|measure| family.contains(&format!("\"{measure}\""))));
            texts.entry(file).or_default().push(case);
        }
        for (file, cases) in texts {
            let path = folder.join(&self.cases[file].0);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, json!({ "cases": cases }).to_string()).unwrap();
        }
        let cases = cases_of(&folder, &self.rules).unwrap_or_else(|error| panic!("{error}"));
        let day = |case: &Case| days[&(case.file().to_owned(), case.name().to_owned())];
        let cases = cases.into_iter().map(|case| {
            let on = day(&case);
            (case, on)
        });
        (cases.collect(), told)
    }

    fn keep_base(&self, place: (usize, usize), kept: &mut BTreeMap<(usize, usize), Value>) {
        kept.entry(place).or_insert_with(|| {
            let mut base = self.cases[place.0].1[place.1].clone();
            base.as_object_mut().unwrap().remove("expect");
            base
        });
    }
}
