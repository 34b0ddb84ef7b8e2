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
        let text = match &mut self.lines {
            Lines::Sample { left, random } => made(left, random),
            Lines::Read(reader) => read(reader.as_mut())?,
        };
        let first = self.next;
        let count = text.bytes().filter(|byte| *byte == b'\n').count();
        self.next = self.next.saturating_add(u64::try_from(count).unwrap_or(0));
        Ok((!text.is_empty()).then_some(Chunk { text, first }))
    }
}

/// Some families of the generator.
fn made(left: &mut u64, random: &mut sample::Random) -> String {
    let mut text = String::new();
    while *left > 0 && text.len() < CHUNK {
        sample::family(random, &mut text);
        text.push('\n');
        *left = left.saturating_sub(1);
    }
    text
}

/// Some whole lines: as much as fits, and the rest of the last line.
fn read(reader: &mut (dyn BufRead + Send)) -> Result<String, Complaint> {
    let complain = |error: io::Error| Complaint(format!("cannot read on: {error}"));
    let mut bytes = Vec::with_capacity(CHUNK.saturating_add(CHUNK / 8));
    let most = u64::try_from(CHUNK).unwrap_or(u64::MAX);
    reader.take(most).read_to_end(&mut bytes).map_err(complain)?;
    if bytes.last().is_some_and(|last| *last != b'\n') {
        reader.take(1 << 20).read_until(b'\n', &mut bytes).map_err(complain)?;
    }
    if bytes.last().is_some_and(|last| *last != b'\n') {
        bytes.push(b'\n');
    }
    // What is no UTF-8 is no family either; its line is rejected with the rest.
    Ok(String::from_utf8(bytes).unwrap_or_else(|wrong| String::from_utf8_lossy(wrong.as_bytes()).into_owned()))
}

/// A packed stream is unpacked on the way.
fn unpacked(mut reader: Box<dyn BufRead + Send>) -> Result<Box<dyn BufRead + Send>, Complaint> {
    let begin = reader.fill_buf().map_err(|error| Complaint(format!("cannot read the families: {error}")))?;
    if begin.starts_with(&[0x1f, 0x8b]) {
        return Ok(Box::new(BufReader::with_capacity(CHUNK, MultiGzDecoder::new(reader))));
    }
    Ok(reader)
}
