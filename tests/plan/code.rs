//! Source files as the architecture test sees them: without comments, texts and tests.

use std::{fs, path::Path};

/// One source file.
#[derive(Debug)]
pub struct Code {
    /// Its path below the crate, with `/`.
    pub path: String,
    /// As it is.
    pub text: String,
    /// Comments and texts blanked, lines kept.
    pub whole: String,
    /// As `whole`, and what stands under `#[cfg(test)]` blanked too.
    pub bare: String,
}

/// The text of one file of the crate; empty where it is not there.
pub fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap_or_default()
}

/// The Rust files below one folder of the crate, by path; modules that only tests declare are left out.
pub fn sources(folder: &str) -> Vec<Code> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    collect(&root.join(folder), &mut paths);
    let mut files: Vec<Code> = paths
        .iter()
        .filter_map(|path| path.strip_prefix(root).ok())
        .map(|path| Code::new(&path.to_string_lossy().replace('\\', "/")))
        .collect();
    let of_tests: Vec<String> = files.iter().flat_map(Code::test_modules).collect();
    files.retain(|file| {
        let own = file.path.trim_end_matches(".rs").trim_end_matches("/mod");
        !of_tests.iter().any(|module| own == module || own.starts_with(&format!("{module}/")))
    });
    files.sort_by(|left, right| left.path.cmp(&right.path));
    files
}

fn collect(folder: &Path, paths: &mut Vec<std::path::PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|end| end == "rs") {
            paths.push(path);
        }
    }
}

/// The names under `[dependencies]` and `[dev-dependencies]` of a manifest.
pub fn dependencies(manifest: &str) -> Vec<&str> {
    let mut inside = false;
    let mut names = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line == "[dependencies]" || line == "[dev-dependencies]";
        } else if inside && let Some((name, _)) = line.split_once('=') {
            names.push(name.trim());
        }
    }
    names
}

impl Code {
    fn new(path: &str) -> Self {
        Self::of(path, read(path))
    }

    /// A file with this text.
    pub fn of(path: &str, text: String) -> Self {
        let whole = without_comments_and_texts(&text);
        let bare = without_tests(&whole);
        Self { path: path.to_owned(), text, whole, bare }
    }

    /// The room a file lies in; none for the files beside the rooms.
    pub fn room(&self) -> Option<String> {
        let (room, _) = self.path.strip_prefix("src/")?.split_once('/')?;
        Some(room.to_owned())
    }

    /// Modules declared as `#[cfg(test)] mod name;`, as paths without the end `.rs`.
    fn test_modules(&self) -> Vec<String> {
        let (folder, file) = self.path.rsplit_once('/').unwrap_or(("", &self.path));
        let folder = match file {
            "mod.rs" | "lib.rs" => folder.to_owned(),
            _ => self.path.trim_end_matches(".rs").to_owned(),
        };
        let mut lines = self.whole.lines();
        let mut found = Vec::new();
        while let Some(line) = lines.next() {
            if line.trim() == "#[cfg(test)]"
                && let Some(name) = lines.next().and_then(module_name)
            {
                found.push(format!("{folder}/{name}"));
            }
        }
        found
    }

    /// The first names after `root::`, also within braces (`root::{a, b::c}`), each with its line.
    pub fn segments_after(&self, root: &str) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        for at in word_places(&self.bare, root) {
            let after = self.bare.get(at + root.len()..).unwrap_or_default();
            let Some(path) = after.trim_start().strip_prefix("::") else {
                continue;
            };
            let line = line_of(&self.bare, at);
            found.extend(heads(path.trim_start()).into_iter().map(|name| (line, name)));
        }
        found
    }

    /// The lines on which `super::super::…` climbs as far as the root of the crate.
    pub fn climbs_to_the_root(&self) -> Vec<usize> {
        let inner = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        let depth = inner.trim_end_matches("/mod").split('/').count();
        let tight: String = self.bare.chars().filter(|letter| *letter == '\n' || !letter.is_whitespace()).collect();
        let chain = "super::".repeat(depth);
        tight.match_indices(&chain).map(|(at, _)| line_of(&tight, at)).collect()
    }

    /// The lines on which a word stands.
    pub fn lines_with_word(&self, word: &str) -> Vec<usize> {
        word_places(&self.bare, word).into_iter().map(|at| line_of(&self.bare, at)).collect()
    }
}

fn module_name(line: &str) -> Option<&str> {
    line.trim().rsplit_once("mod ").and_then(|(_, rest)| rest.strip_suffix(';'))
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.get(..at).unwrap_or_default().matches('\n').count()
}

fn is_part_of_a_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Where a whole word begins.
fn word_places(text: &str, word: &str) -> Vec<usize> {
    text.match_indices(word)
        .map(|(at, _)| at)
        .filter(|at| {
            let before = text.get(..*at).and_then(|text| text.chars().next_back());
            let after = text.get(at + word.len()..).and_then(|text| text.chars().next());
            !before.is_some_and(is_part_of_a_word) && !after.is_some_and(is_part_of_a_word)
        })
        .collect()
}

/// The first name of each branch of a use tree: `a::b` gives `a`; `{a, b::{c, d}}` gives `a`, `b`.
fn heads(tree: &str) -> Vec<String> {
    let Some(inside) = tree.strip_prefix('{') else {
        return vec![head(tree)];
    };
    let mut depth = 0_usize;
    let mut heads = Vec::new();
    let mut branch = String::new();
    for letter in inside.chars() {
        match letter {
            '}' if depth == 0 => break,
            ',' if depth == 0 => heads.push(head(&std::mem::take(&mut branch))),
            _ => {
                depth = match letter {
                    '{' => depth + 1,
                    '}' => depth - 1,
                    _ => depth,
                };
                branch.push(letter);
            }
        }
    }
    heads.push(head(&branch));
    heads.retain(|name| !name.is_empty());
    heads
}

fn head(path: &str) -> String {
    let path = path.trim_start();
    let name: String = path.chars().take_while(|letter| is_part_of_a_word(*letter)).collect();
    if name.is_empty() && path.starts_with('*') {
        return "*".to_owned();
    }
    name
}

/// Blanks comments, texts and characters; every line stays where it is.
fn without_comments_and_texts(text: &str) -> String {
    let mut left = text;
    let mut kept = String::with_capacity(text.len());
    while let Some(letter) = left.chars().next() {
        let length = blank_length(left, kept.chars().next_back()).unwrap_or_default();
        if length == 0 {
            kept.push(letter);
            left = left.get(letter.len_utf8()..).unwrap_or_default();
        } else {
            let (gone, rest) = left.split_at(length);
            kept.extend(gone.chars().map(blank));
            left = rest;
        }
    }
    kept
}

fn blank(letter: char) -> char {
    if letter == '\n' { '\n' } else { ' ' }
}

/// How many bytes at the start are a comment, a text or a character; none where it is code.
fn blank_length(text: &str, before: Option<char>) -> Option<usize> {
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    if text.starts_with("/*") {
        return Some(text.find("*/").map_or(text.len(), |end| end + 2));
    }
    if text.starts_with('"') {
        return Some(quoted_length(text));
    }
    if text.starts_with('r') && !before.is_some_and(|letter| is_part_of_a_word(letter) && letter != 'b') {
        return raw_length(text);
    }
    text.starts_with('\'').then(|| character_length(text))?
}

/// The length of `"…"` with escapes.
fn quoted_length(text: &str) -> usize {
    let mut escaped = true;
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of `r"…"` or `r#"…"#`.
fn raw_length(text: &str) -> Option<usize> {
    let after = text.strip_prefix('r')?;
    let hashes = after.chars().take_while(|letter| *letter == '#').count();
    let body = after.get(hashes..)?.strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let start = text.len() - body.len();
    Some(body.find(&end).map_or(text.len(), |at| start + at + end.len()))
}

/// The length of `'x'` or `'\n'`; none for a lifetime.
fn character_length(text: &str) -> Option<usize> {
    let mut letters = text.char_indices().skip(1);
    let (_, first) = letters.next()?;
    if first == '\\' {
        letters.next();
        return letters.find(|(_, letter)| *letter == '\'').map(|(at, _)| at + 1);
    }
    letters.next().filter(|(_, letter)| *letter == '\'').map(|(at, _)| at + 1)
}

/// Blanks every item under `#[cfg(test)]`: up to the `;` or the closing brace that ends it.
fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut left = code;
    let mut kept = String::with_capacity(code.len());
    while let Some(at) = left.find(MARK) {
        let (before, from) = left.split_at(at);
        kept.push_str(before);
        let (item, rest) = from.split_at(item_length(from));
        kept.extend(item.chars().map(blank));
        left = rest;
    }
    kept.push_str(left);
    kept
}

fn item_length(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth <= 1 => return at + 1,
            '}' => depth -= 1,
            ';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    text.len()
}
