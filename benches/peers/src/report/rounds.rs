//! The times of all rounds.

use std::{collections::BTreeMap, fs, io, path::Path, thread};

use crate::time::{Times, median};

/// What each engine took in each round.
#[derive(Debug)]
pub struct Rounds(BTreeMap<String, Vec<Times>>);

impl Rounds {
    /// Reads `ENGINE.ndjson` of a folder, a line for each round; an engine that was not timed has none.
    ///
    /// # Errors
    /// Where a file cannot be read.
    pub fn read(folder: &str, engines: &[&str]) -> Result<Self, String> {
        let mut rounds = BTreeMap::new();
        for engine in engines {
            let path = Path::new(folder).join(format!("{engine}.ndjson"));
            let text = match fs::read_to_string(&path) {
                Ok(text) => text,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(format!("{}: {error}", path.display())),
            };
            let times: Result<Vec<Times>, _> = text.lines().map(serde_json::from_str).collect();
            let times = times.map_err(|error| format!("{}: {error}", path.display()))?;
            rounds.insert((*engine).to_owned(), times);
        }
        Ok(Self(rounds))
    }

    /// Whether an engine was timed.
    pub fn has(&self, engine: &str) -> bool {
        self.0.contains_key(engine)
    }

    /// The median of all rounds.
    pub fn median(&self, engine: &str, question: &str) -> Option<f64> {
        let mut times = self.of(engine, question);
        (!times.is_empty()).then(|| median(&mut times))
    }

    /// How many times as long something took as something else: the median of what each round says, for in a round both
    /// met the same machine.
    pub fn ratio(&self, one: (&str, &str), other: (&str, &str)) -> Option<f64> {
        let (one, other) = (self.of(one.0, one.1), self.of(other.0, other.1));
        let mut ratios: Vec<f64> = one.into_iter().zip(other).map(|(one, other)| one / other).collect();
        (!ratios.is_empty()).then(|| median(&mut ratios))
    }

    fn of(&self, engine: &str, question: &str) -> Vec<f64> {
        let rounds = self.0.get(engine).into_iter().flatten();
        rounds.filter_map(|times| times.get(question)).copied().collect()
    }

    /// On what it was measured.
    pub fn words(&self) -> String {
        let rounds = self.0.values().map(Vec::len).max().unwrap_or(0);
        let cores = thread::available_parallelism().map_or(0, usize::from);
        let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = info
            .lines()
            .find_map(|line| line.strip_prefix("model name"))
            .map(|rest| rest.trim_start_matches([' ', '\t', ':']));
        let model = model.unwrap_or("processor unknown");
        format!(
            "Medians of {rounds} interleaved rounds on one core of {cores} ({model}); ratios are medians of the rounds' own."
        )
    }
}
