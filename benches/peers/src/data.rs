//! The files of the workload: made from seeds, read by every engine.

use one_window_peers_workload::{Children, SIZES, families, measures, params_json, rules_json};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{
    engine::{Engine, Form, Outcome},
    facts::{Family, derive, derived_json},
    native::Native,
    ours,
    rules::{Params, Rules},
};

/// Families of one kind.
#[derive(Clone, Copy, Debug)]
pub struct Set {
    /// How the names of its files end.
    pub suffix: &'static str,
    families: usize,
    children: Children,
    seed: u64,
}

/// Families as they are.
pub const ALL: Set = Set { suffix: "", families: 20_000, children: Children::Some, seed: 0xFA17_1001 };

/// Families with one child, four and sixteen.
pub const BY_CHILDREN: [(u32, Set); 3] = [
    (1, Set { suffix: "_c1", families: 2_000, children: Children::Exactly(1), seed: 0xFA17_1002 }),
    (4, Set { suffix: "_c4", families: 2_000, children: Children::Exactly(4), seed: 0xFA17_1003 }),
    (16, Set { suffix: "_c16", families: 2_000, children: Children::Exactly(16), seed: 0xFA17_1004 }),
];

/// With more or fewer rules than a hundred so many families are answered.
pub const FEW: usize = 2_000;

/// The folder of the files.
#[derive(Debug)]
pub struct Data(PathBuf);

impl Data {
    /// A folder.
    pub fn new(folder: impl AsRef<Path>) -> Self {
        Self(folder.as_ref().to_owned())
    }

    /// So many rules.
    pub fn rules(&self, count: usize) -> Rules {
        serde_json::from_str(&self.read(&format!("rules_{count}.json"))).expect("the rules are JSON")
    }

    /// The parameters.
    pub fn params(&self) -> Params {
        serde_json::from_str(&self.read("params.json")).expect("the parameters are JSON")
    }

    /// The lines of a set.
    pub fn families(&self, form: Form, set: Set) -> String {
        self.read(&format!("{}{}.ndjson", form.stem(), set.suffix))
    }

    /// The families with a third of their facts untold, as `one-window` reads them.
    pub fn third_untold(&self) -> String {
        self.read("window_third_untold.ndjson")
    }

    fn read(&self, name: &str) -> String {
        let path = self.0.join(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Makes all files.
    ///
    /// # Errors
    /// Where one cannot be written.
    pub fn generate(&self) -> io::Result<()> {
        fs::create_dir_all(&self.0)?;
        self.write("params.json", &params_json())?;
        for count in SIZES {
            self.write(&format!("rules_{count}.json"), &rules_json(&measures(count)))?;
        }
        for count in SIZES {
            for (name, text) in ours::files(&self.rules(count), &self.params()) {
                let folder = format!("window_rules_{count}");
                fs::create_dir_all(self.0.join(&folder))?;
                self.write(&format!("{folder}/{name}"), &text)?;
            }
        }
        for set in BY_CHILDREN.into_iter().map(|(_, set)| set).chain([ALL]) {
            self.generate_set(set)?;
        }
        Ok(())
    }

    fn generate_set(&self, set: Set) -> io::Result<()> {
        let raw = families(set.families, set.children, set.seed);
        let typed: Vec<Family> =
            raw.lines().map(|line| serde_json::from_str(line).expect("a family is JSON")).collect();
        let derived: String = typed.iter().map(|family| derived_json(family.id, &derive(family))).collect();
        let window: String = typed.iter().map(ours::line).collect();
        for (form, text) in [(Form::Raw, &raw), (Form::Derived, &derived), (Form::Window, &window)] {
            self.write(&format!("{}{}.ndjson", form.stem(), set.suffix), text)?;
        }
        if set.suffix == ALL.suffix {
            self.write("window_third_untold.ndjson", &ours::lines_third_untold(&typed))?;
        }
        for count in SIZES.into_iter().filter(|count| *count == 100 || set.suffix == ALL.suffix) {
            let outcomes = reference(&self.rules(count), &raw);
            let lines = outcomes.iter().map(|outcome| outcome.line() + "\n");
            self.write(&format!("reference_{count}{}.tsv", set.suffix), &lines.collect::<String>())?;
        }
        Ok(())
    }

    fn write(&self, name: &str, text: &str) -> io::Result<()> {
        fs::write(self.0.join(name), text)
    }
}

/// What is due to each family.
pub fn reference(rules: &Rules, raw: &str) -> Vec<Outcome> {
    let native = Native::new(rules);
    let answer = |line| {
        let mut outcome = Outcome::default();
        Native::answer(&mut native.desk(), &native.read(line), &mut outcome);
        outcome
    };
    raw.lines().map(answer).collect()
}
