//! Files of the crate that several tests read.

use std::{fs, path::Path};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A file: its path below the crate, and its text.
pub type File = (String, String);

/// The wanted files of a folder and of those below it, in the order of their names.
pub fn below(folder: &str, wanted: fn(&str) -> bool) -> Vec<File> {
    let mut found = Vec::new();
    for entry in fs::read_dir(Path::new(ROOT).join(folder)).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{folder}/{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            found.extend(below(&name, wanted));
        } else if wanted(&name) {
            found.push((name, fs::read_to_string(entry.path()).unwrap()));
        }
    }
    found.sort();
    found
}

/// Whether a file holds rules or a family: cases, schemas and expected reports stand beside them.
pub fn is_plain(name: &str) -> bool {
    is_json(name) && !is_cases(name) && !name.contains("/schema/") && !name.contains("/reports/")
}

/// Whether a file holds cases.
pub fn is_cases(name: &str) -> bool {
    name.ends_with(".cases.json")
}

fn is_json(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|end| end == "json")
}
