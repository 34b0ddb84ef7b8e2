//! Which answers a changed text can change: everything that names it, through all the names between.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::files::File;

/// Whose answers depend on whom, by name; wider than it need be, never narrower.
#[derive(Debug, Default)]
pub struct Reach {
    users: BTreeMap<String, BTreeSet<String>>,
    used: BTreeMap<String, BTreeSet<String>>,
}

const WORDS: &[&str] = &["ru", "en", "note", "source", "addresses", "title", "legal_basis"];

impl Reach {
    pub fn of(files: &[File]) -> Self {
        let trees: Vec<Value> = files.iter().map(|(_, text)| serde_json::from_str(text).unwrap()).collect();
        let mut reach = Self::default();
        for tree in &trees {
            for (section, entries) in tree.as_object().into_iter().flatten() {
                if section == "vocabulary" {
                    for (kind, facts) in entries.as_object().into_iter().flatten() {
                        reach.add(kind, facts);
                        reach.entries("facts", facts);
                    }
                } else {
                    reach.entries(section, entries);
                }
            }
        }
        reach
    }

    fn entries(&mut self, section: &str, entries: &Value) {
        for (name, entry) in entries.as_object().into_iter().flatten() {
            self.add(name, entry);
            if section == "groups" {
                for measure in entry["of"].as_array().into_iter().chain(entry["adds"].as_array()).flatten() {
                    self.link(name, measure.as_str().unwrap());
                }
            }
        }
    }

    fn link(&mut self, name: &str, user: &str) {
        self.users.entry(name.to_owned()).or_default().insert(user.to_owned());
        self.used.entry(user.to_owned()).or_default().insert(name.to_owned());
    }

    fn add(&mut self, user: &str, entry: &Value) {
        match entry {
            Value::String(text) => self.names(user, text),
            Value::Array(items) => items.iter().for_each(|item| self.add(user, item)),
            Value::Object(items) => {
                items
                    .iter()
                    .filter(|(key, _)| !WORDS.contains(&key.as_str()))
                    .for_each(|(_, item)| self.add(user, item));
            }
            _ => {}
        }
    }

    /// Each name of a text, and each two joined by a point: `group.name`, `federal.measure`.
    fn names(&mut self, user: &str, text: &str) {
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '.';
        for path in text.split(|letter| !is_name(letter)) {
            let parts: Vec<&str> = path.split('.').collect();
            for part in &parts {
                self.link(part, user);
            }
            for pair in parts.windows(2) {
                self.link(&pair.join("."), user);
            }
        }
    }

    /// Everything that may change with an entry, itself too.
    pub fn from(&self, entry: &str) -> BTreeSet<&str> {
        let mut found = Self::all(&self.users, &[entry]);
        found.extend(self.used.get_key_value(entry).map(|(name, _)| name.as_str()));
        found
    }

    /// Everything that some entries need, themselves too.
    pub fn below(&self, entries: &[&str]) -> BTreeSet<&str> {
        Self::all(&self.used, entries)
    }

    fn all<'a>(links: &'a BTreeMap<String, BTreeSet<String>>, from: &[&str]) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::new();
        let start = from.iter().filter_map(|entry| links.get_key_value(*entry));
        let mut open: Vec<&str> = start.map(|(name, _)| name.as_str()).collect();
        while let Some(name) = open.pop() {
            if found.insert(name) {
                open.extend(links.get(name).into_iter().flatten().map(String::as_str));
            }
        }
        found
    }
}
