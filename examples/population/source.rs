//! Lines of families, in chunks: from a file, from standard input, or made by a seeded generator.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::Path,
};

use flate2::bufread::MultiGzDecoder;

use super::{Complaint, arguments::Families, sample};

/// So many bytes are handed to a thread at once.
const CHUNK: usize = 1 << 18;

/// Whole lines, with the number of the first.
#[derive(Debug)]
pub struct Chunk {
    pub text: String,
    pub first: u64,
}

/// Reads chunk after chunk.
pub struct Source {
    lines: Lines,
    next: u64,
    /// How many bytes the file has, where that is known; of a packed file those that are packed.
    pub size: Option<u64>,
}

enum Lines {
    Read(Box<dyn BufRead + Send>),
    Sample { left: u64, random: sample::Random },
}

impl Source {
    /// Opens what was asked for.
    pub fn open(families: &Families, seed: u64) -> Result<Self, Complaint> {
        match families {
            Families::Sample(count) => {
                let lines = Lines::Sample { left: *count, random: sample::Random::new(seed) };
                Ok(Self { lines, next: 1, size: None })
            }
            Families::Lines(path) if path == Path::new("-") => {
                let lines = Lines::Read(unpacked(Box::new(BufReader::with_capacity(CHUNK, io::stdin())))?);
                Ok(Self { lines, next: 1, size: None })
            }
            Families::Lines(path) => {
                let complain = |error: io::Error| Complaint(format!("cannot read `{}`: {error}", path.display()));
                let file = File::open(path).map_err(complain)?;
                let size = file.metadata().map_err(complain)?.len();
                let reader = unpacked(Box::new(BufReader::with_capacity(CHUNK, file)))?;
                let is_plain = path.extension().is_none_or(|end| end != "gz");
                Ok(Self { lines: Lines::Read(reader), next: 1, size: is_plain.then_some(size) })
            }
        }
    }

    /// The next lines; nothing at the end. A line of more than a megabyte is cut: no family is that long.
    pub fn next(&mut self) -> Result<Option<Chunk>, Complaint> {
        let mut text = String::with_capacity(CHUNK.saturating_add(CHUNK / 8));
        let mut count = 0_u64;
        match &mut self.lines {
            Lines::Sample { left, random } => {
                while *left > 0 && text.len() < CHUNK {
                    sample::family(random, &mut text);
                    text.push('\n');
                    *left = left.saturating_sub(1);
                    count = count.saturating_add(1);
                }
            }
            Lines::Read(reader) => {
                let mut line = Vec::new();
                while text.len() < CHUNK {
                    line.clear();
                    let read = reader.by_ref().take(1 << 20).read_until(b'\n', &mut line);
                    if read.map_err(|error| Complaint(format!("cannot read on: {error}")))? == 0 {
                        break;
                    }
                    // What is no UTF-8 is no family either; its line is rejected with the rest.
                    text.push_str(&String::from_utf8_lossy(&line));
                    if !text.ends_with('\n') {
                        text.push('\n');
                    }
                    count = count.saturating_add(1);
                }
            }
        }
        let first = self.next;
        self.next = self.next.saturating_add(count);
        Ok((count > 0).then_some(Chunk { text, first }))
    }
}

/// A packed stream is unpacked on the way.
fn unpacked(mut reader: Box<dyn BufRead + Send>) -> Result<Box<dyn BufRead + Send>, Complaint> {
    let begin = reader.fill_buf().map_err(|error| Complaint(format!("cannot read the families: {error}")))?;
    if begin.starts_with(&[0x1f, 0x8b]) {
        return Ok(Box::new(BufReader::with_capacity(CHUNK, MultiGzDecoder::new(reader))));
    }
    Ok(reader)
}
