//! The families of all case files, as a first stock of families to compare.

use std::{fs, path::Path};

use serde_json::Value as Json;

use super::calendar;

/// A family on a day.
pub struct Told {
    pub name: String,
    pub on: i64,
    pub family: Json,
}

pub fn of(folder: &Path) -> Vec<Told> {
    let files = files(folder);
    let mut found = Vec::new();
    for (file, (path, cases)) in files.iter().enumerate() {
        for case in cases {
            let (family, on) = whole(&files, file, case);
            found.push(Told { name: format!("{path}: {}", case["name"]), on: on.unwrap(), family });
        }
    }
    found
}

fn files(folder: &Path) -> Vec<(String, Vec<Json>)> {
    let mut found = Vec::new();
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            found.extend(files(&entry));
        } else if entry.to_string_lossy().ends_with(".cases.json") {
            let file: Json = serde_json::from_str(&fs::read_to_string(&entry).unwrap()).unwrap();
            found.push((entry.display().to_string(), file["cases"].as_array().unwrap().clone()));
        }
    }
    found
}

fn whole(files: &[(String, Vec<Json>)], file: usize, case: &Json) -> (Json, Option<i64>) {
    let on = case.get("on").and_then(Json::as_str).and_then(calendar::read);
    let own = case.get("family").cloned().unwrap_or_else(|| Json::Object(serde_json::Map::new()));
    let Some(base) = case.get("extends") else { return (own, on) };
    // A case of the same file goes before one of the same name elsewhere.
    let near = std::iter::once(file).chain(0..files.len());
    let mut all = near.flat_map(|file| files[file].1.iter().map(move |case| (file, case)));
    let (file, base) = all.find(|(_, case)| case["name"] == *base).unwrap();
    let (base, day) = whole(files, file, base);
    (over(&base, &own), on.or(day))
}

/// One object changed by another: fact by fact, members by their ids.
fn over(base: &Json, change: &Json) -> Json {
    let mut found = base.clone();
    for (key, value) in change.as_object().unwrap() {
        if value == "unknown" {
            found.as_object_mut().unwrap().remove(key);
        } else if key == "members" && base.get("members").is_some() {
            for member in value.as_array().unwrap() {
                let known = found["members"].as_array_mut().unwrap();
                match known.iter_mut().find(|known| known["id"] == member["id"]) {
                    Some(known) => *known = over(known, member),
                    None => known.push(member.clone()),
                }
            }
        } else {
            found[key] = value.clone();
        }
    }
    found
}
