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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_three_digits() {
        let times = [0.5, 12.0, 999.0, 1_234.0, 56_780.0, 1.5e6, 2e9].map(|time| duration(Some(time)));
        assert_eq!(times, ["0.50 ns", "12.0 ns", "999 ns", "1.23 µs", "56.8 µs", "1.50 ms", "2.00 s"]);
        assert_eq!((ratio(Some(3.0)), ratio(None)), ("3.00 ×".to_owned(), "–".to_owned()));
    }

    #[test]
    fn a_table_is_markdown() {
        let mut table = Table::new(&["", "facts", "time"]);
        table.row(["a", "b", "c"].map(str::to_owned));
        assert_eq!(table.to_string(), "|  | facts | time |\n|---|---|---:|\n| a | b | c |\n");
    }
}
