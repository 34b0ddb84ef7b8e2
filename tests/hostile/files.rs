//! The files that are damaged: the rules of the crate, their cases, the cases of the language, the families of the examples.

use std::{fs, path::Path};

use one_window::RuleSet;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A file: its path below the crate, and its text.
pub type File = (String, String);

/// Rules, a family and a case file at random are taken of these.
#[derive(Debug)]
pub struct Files {
    /// The rules of the crate.
    pub bundled: Vec<File>,
    /// Those of them that every other file needs: vocabulary, territories.
    pub base: Vec<File>,
    /// The rules of the language tests, each with the base they stand on.
    pub language: Vec<Vec<File>>,
    /// Case files with the rules they check, by place.
    pub cases: Vec<(File, usize)>,
    /// The rules that the cases check.
    pub rules: Vec<RuleSet>,
    /// Families for the rules of the crate.
    pub families: Vec<File>,
}

impl Files {
    pub fn read() -> Self {
        let bundled = below("rules", |name| is_json(name) && !is_cases(name) && !name.contains("/schema/"));
        let is_base = |name: &str| ["rules/vocabulary.json", "rules/territories.json"].contains(&name);
        let base: Vec<File> = bundled.iter().filter(|(name, _)| is_base(name)).cloned().collect();
        let alone = below("tests/language", |name| is_json(name) && !is_cases(name));
        let ground = alone.iter().find(|(name, _)| name.ends_with("base.json")).unwrap().clone();
        let mut language: Vec<Vec<File>> = Vec::new();
        for file in alone.iter().filter(|(name, _)| !name.contains("base") && !name.contains("elsewhere")) {
            let stem = file.0.trim_end_matches(".json");
            let others = alone.iter().filter(|(name, _)| name.contains("elsewhere") && name.starts_with(stem));
            language.push([file.clone(), ground.clone()].into_iter().chain(others.cloned()).collect());
        }
        let mut rules = vec![load(&bundled)];
        let mut cases: Vec<(File, usize)> = below("rules", is_cases).into_iter().map(|file| (file, 0)).collect();
        for files in &language {
            rules.push(load(files));
            let own = format!("{}.cases.json", files[0].0.trim_end_matches(".json"));
            cases.push(((own.clone(), fs::read_to_string(Path::new(ROOT).join(own)).unwrap()), rules.len() - 1));
        }
        let families = below("examples/families", is_json);
        Self { bundled, base, language, cases, rules, families }
    }
}

fn load(files: &[File]) -> RuleSet {
    RuleSet::from_files(files.iter().cloned()).unwrap_or_else(|error| panic!("{error}"))
}

fn is_json(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|end| end == "json")
}

fn is_cases(name: &str) -> bool {
    name.ends_with(".cases.json")
}

fn below(folder: &str, wanted: fn(&str) -> bool) -> Vec<File> {
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
