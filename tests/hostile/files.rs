//! The files that are damaged: the rules of the crate, their cases, the cases of the language, the families of the examples.

use one_window::RuleSet;

use super::folder::{File, below, is_cases, is_plain};

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
        let bundled = below("rules", is_plain);
        let is_base = |name: &str| ["rules/vocabulary.json", "rules/territories.json"].contains(&name);
        let base: Vec<File> = bundled.iter().filter(|(name, _)| is_base(name)).cloned().collect();
        let alone = below("tests/language", is_plain);
        let ground = alone.iter().find(|(name, _)| name.ends_with("base.json")).unwrap().clone();
        let mut language: Vec<Vec<File>> = Vec::new();
        for file in alone.iter().filter(|(name, _)| !name.contains("base") && !name.contains("elsewhere")) {
            let stem = file.0.trim_end_matches(".json");
            let others = alone.iter().filter(|(name, _)| name.contains("elsewhere") && name.starts_with(stem));
            language.push([file.clone(), ground.clone()].into_iter().chain(others.cloned()).collect());
        }
        let mut rules = vec![load(&bundled)];
        let mut cases: Vec<(File, usize)> = below("rules", is_cases).into_iter().map(|file| (file, 0)).collect();
        let beside = below("tests/language", is_cases);
        for files in &language {
            rules.push(load(files));
            let own = format!("{}.cases.json", files[0].0.trim_end_matches(".json"));
            cases.push((beside.iter().find(|(name, _)| *name == own).unwrap().clone(), rules.len() - 1));
        }
        let families = below("examples/families", is_plain);
        Self { bundled, base, language, cases, rules, families }
    }
}

fn load(files: &[File]) -> RuleSet {
    RuleSet::from_files(files.iter().cloned()).unwrap_or_else(|error| panic!("{error}"))
}
