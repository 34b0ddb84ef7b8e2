//! A Markdown table, and numbers as they stand in it.

use std::fmt;

/// A table whose first column is text.
#[derive(Debug)]
pub struct Table(Vec<Vec<String>>);

impl Table {
    /// Begins with the heads of the columns.
    pub fn new(heads: &[&str]) -> Self {
        Self(vec![heads.iter().map(|head| (*head).to_owned()).collect()])
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.0.push(cells.into_iter().collect());
    }
}

impl fmt::Display for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, row) in self.0.iter().enumerate() {
            writeln!(out, "| {} |", row.join(" | "))?;
            if place == 0 {
                let is_text = |column: usize, head: &String| column == 0 || head == "facts";
                let line =
                    row.iter().enumerate().map(|(column, head)| if is_text(column, head) { "---" } else { "---:" });
                writeln!(out, "|{}|", line.collect::<Vec<_>>().join("|"))?;
            }
        }
        Ok(())
    }
}

/// Nanoseconds with three digits.
pub fn duration(nanoseconds: Option<f64>) -> String {
    let Some(time) = nanoseconds else { return "–".to_owned() };
    let units = [(1e9, "s"), (1e6, "ms"), (1e3, "µs"), (1.0, "ns")];
    let (size, unit) = units.into_iter().find(|(size, _)| time >= *size).unwrap_or((1.0, "ns"));
    format!("{} {unit}", digits(time / size))
}

/// So many times as long.
pub fn ratio(ratio: Option<f64>) -> String {
    ratio.map_or_else(|| "–".to_owned(), |ratio| format!("{} ×", digits(ratio)))
}

fn digits(number: f64) -> String {
    match number {
        100.0.. => format!("{number:.0}"),
        10.0..100.0 => format!("{number:.1}"),
        _ => format!("{number:.2}"),
    }
}
