//! Chunks of lines are shared out between threads; totals do not depend on who got which.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, sync_channel},
    },
    thread::{self, ScopedJoinHandle},
    time::Duration,
};

use one_window::{Comparison, Population, PopulationChanges, RuleSet, Totals};

use super::{
    Complaint,
    arguments::{Families, Request},
    progress::Progress,
    source::{Chunk, Source},
};

/// What came out.
#[derive(Debug)]
pub struct Done {
    pub totals: Totals,
    pub changes: Option<PopulationChanges>,
    pub rejected: u64,
    took: Duration,
}

impl Done {
    /// One line about the run.
    pub fn summary(&self) -> String {
        let families = self.totals.families();
        let rate = u128::from(families).saturating_mul(1000) / self.took.as_millis().max(1);
        let alone = self.totals.one_by_one();
        let rejected = self.rejected;
        let took = format!("{}.{:01} s", self.took.as_secs(), self.took.subsec_millis() / 100);
        format!(
            "{families} families in {took}, {rate} a second; {alone} assessed one by one; {rejected} lines rejected"
        )
    }
}

/// Where rejected lines go: each is on disk before the next chunk is read.
struct Rejects {
    file: Option<Mutex<BufWriter<File>>>,
    count: AtomicU64,
}

impl Rejects {
    fn open(path: Option<&Path>) -> Result<Self, Complaint> {
        let open = |path: &Path| {
            let file = File::create(path);
            file.map_err(|error| Complaint(format!("cannot write `{}`: {error}", path.display())))
        };
        let file = path.map(open).transpose()?.map(|file| Mutex::new(BufWriter::new(file)));
        Ok(Self { file, count: AtomicU64::new(0) })
    }

    /// Notes a line with what is wrong in it.
    fn note(&self, number: u64, line: &str, reason: &str) -> Result<(), Complaint> {
        self.count.fetch_add(1, Ordering::Relaxed);
        let Some(file) = &self.file else { return Ok(()) };
        let broken = |_| Complaint::of("a thread broke off while it wrote a rejected line; please report it");
        let mut file = file.lock().map_err(broken)?;
        let written = serde_json::json!({ "line": number, "reason": reason, "family": line });
        writeln!(file, "{written}")
            .and_then(|()| file.flush())
            .map_err(|error| Complaint(format!("cannot write the rejected lines: {error}")))
    }
}

/// One thread's part.
struct Part<'a> {
    population: Population<'a>,
    comparison: Option<Comparison<'a>>,
}

impl Part<'_> {
    fn chunk(&mut self, rules: &RuleSet, chunk: &Chunk, rejects: &Rejects) -> Result<u64, Complaint> {
        let mut families = 0;
        for (number, line) in (chunk.first..).zip(chunk.text.lines()) {
            if line.trim().is_empty() {
                continue;
            }
            match rules.family_from_json(line) {
                Ok(family) => {
                    self.population.add(&family);
                    if let Some(comparison) = &mut self.comparison {
                        comparison.add(&family);
                    }
                    families += 1;
                }
                Err(error) => {
                    // Read again under the name that the report is to show.
                    let named = rules.family_from_json_named(&format!("line {number}"), line);
                    let error = named.err().unwrap_or(error);
                    rejects.note(number, line, &error.to_string())?;
                }
            }
        }
        Ok(families)
    }
}

/// Assesses all families.
pub fn run(request: &Request) -> Result<Done, Complaint> {
    let mut source = Source::open(&request.families, request.seed)?;
    let rejects = Rejects::open(request.rejected.as_deref())?;
    let whole = match request.families {
        Families::Sample(count) => Some(count),
        Families::Lines(_) => source.size,
    };
    let mut progress = Progress::new(whole);
    let families = AtomicU64::new(0);
    // A few chunks wait at most, so memory stays the same whatever the length of the file.
    let (send, receive) = sync_channel::<Chunk>(request.threads.saturating_mul(2));
    let receive = Arc::new(Mutex::new(receive));
    let parts: Vec<Result<(Totals, Option<PopulationChanges>), Complaint>> = thread::scope(|scope| {
        let (rejects, families) = (&rejects, &families);
        let begin = |chunks: Arc<_>| scope.spawn(move || part(request, &chunks, rejects, families));
        let threads: Vec<_> = (0..request.threads).map(|_| begin(receive.clone())).collect();
        // The threads alone hold the other end: where all have stopped, it is closed and nothing is sent in vain.
        drop(receive);
        let read = (|| {
            let mut bytes = 0_u64;
            // Before the last chunk only those threads stop that have a complaint.
            while !threads.iter().any(ScopedJoinHandle::is_finished)
                && let Some(chunk) = source.next()?
            {
                bytes = bytes.saturating_add(u64::try_from(chunk.text.len()).unwrap_or(0));
                if send.send(chunk).is_err() {
                    break;
                }
                let done = families.load(Ordering::Relaxed);
                progress.show(done, if matches!(request.families, Families::Sample(_)) { done } else { bytes });
            }
            Ok(())
        })();
        drop(send);
        let ended = threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err(Complaint::of("a thread broke off; please report it"))));
        let mut parts: Vec<_> = ended.collect();
        if let Err(complaint) = read {
            parts.push(Err(complaint));
        }
        parts
    });
    let mut done: Option<(Totals, Option<PopulationChanges>)> = None;
    for part in parts {
        let (totals, changes) = part?;
        match &mut done {
            None => done = Some((totals, changes)),
            Some((all, all_changes)) => {
                all.merge(&totals).map_err(Complaint::of)?;
                if let (Some(all), Some(changes)) = (all_changes, changes) {
                    all.merge(&changes).map_err(Complaint::of)?;
                }
            }
        }
    }
    let (totals, changes) = done.ok_or_else(|| Complaint::of("no thread answered"))?;
    Ok(Done { totals, changes, rejected: rejects.count.load(Ordering::Relaxed), took: progress.end() })
}

/// Takes chunks until there are no more.
fn part(
    request: &Request,
    chunks: &Mutex<Receiver<Chunk>>,
    rejects: &Rejects,
    families: &AtomicU64,
) -> Result<(Totals, Option<PopulationChanges>), Complaint> {
    let comparison = request.after.as_ref().map(|(_, after)| Comparison::new(&request.day, after));
    let by = request.by.iter().map(String::as_str);
    let population = request.day.population_by(by).map_err(Complaint::of)?;
    let mut part = Part { population, comparison };
    // With rules of its own a thread does not wait for another.
    let rules = request.rules.clone();
    loop {
        let next = match chunks.lock() {
            Ok(chunks) => chunks.recv(),
            Err(_) => return Err(Complaint::of("a thread broke off while it took lines; please report it")),
        };
        let Ok(chunk) = next else { break };
        let count = part.chunk(&rules, &chunk, rejects)?;
        families.fetch_add(count, Ordering::Relaxed);
    }
    Ok((part.population.totals(), part.comparison.map(Comparison::changes)))
}
