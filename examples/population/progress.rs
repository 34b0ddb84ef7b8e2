//! How far it is: one line that is written over, on a terminal only.

use std::{
    io::{self, IsTerminal, Write},
    time::{Duration, Instant},
};

/// The line is written that often at most.
const EVERY: Duration = Duration::from_millis(200);

/// How far the families are.
#[derive(Debug)]
pub struct Progress {
    is_shown: bool,
    begun: Instant,
    last: Instant,
    /// How much there is in all, where that is known: bytes, or families.
    whole: Option<u64>,
}

impl Progress {
    /// Begins to count.
    pub fn new(whole: Option<u64>) -> Self {
        let now = Instant::now();
        Self { is_shown: io::stderr().is_terminal(), begun: now, last: now, whole }
    }

    /// Shows how many families were read, and how much of the whole.
    pub fn show(&mut self, families: u64, done: u64) {
        if !self.is_shown || self.last.elapsed() < EVERY {
            return;
        }
        self.last = Instant::now();
        let seconds = self.begun.elapsed().as_millis().max(1);
        let rate = u128::from(families).saturating_mul(1000) / seconds;
        let mut line = format!("{families} families, {rate} a second");
        if let Some(whole) = self.whole.filter(|whole| *whole > 0 && done > 0) {
            let percent = u128::from(done).saturating_mul(100) / u128::from(whole);
            let left = seconds.saturating_mul(u128::from(whole.saturating_sub(done))) / u128::from(done) / 1000;
            let bar = usize::try_from(percent.min(100) / 5).unwrap_or(0);
            line = format!("[{:<20}] {percent:>3} %  {line}, {left} s left", "#".repeat(bar));
        }
        // A closed terminal is no reason to stop.
        let _closed = write!(io::stderr(), "\r{line:<78}");
    }

    /// How long it took.
    pub fn end(&self) -> Duration {
        if self.is_shown {
            let _closed = write!(io::stderr(), "\r{:<78}\r", "");
        }
        self.begun.elapsed()
    }
}
