//! Lists the rule files below `rules/` so that the crate can embed them.
//!
//! A build script rather than a macro: it tells cargo to look again when a rule file comes, goes or changes. It picks
//! the files as `source/folder.rs` does, and puts them in the same order.

use std::{
    env,
    ffi::OsString,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    let root = PathBuf::from(given("CARGO_MANIFEST_DIR")?).join("rules");
    println!("cargo:rerun-if-changed={}", root.display());
    println!("cargo:rerun-if-changed=src/build.rs");
    let mut files = Vec::new();
    collect(&root, "", &mut files)?;
    files.sort();
    let out = PathBuf::from(given("OUT_DIR")?).join("bundle.rs");
    let mut text = fs::File::create(out)?;
    writeln!(text, "&[")?;
    for (name, path) in files {
        let path = path.to_str().ok_or_else(|| not_utf8(&path))?;
        writeln!(text, "    ({name:?}, include_str!({path:?})),")?;
    }
    writeln!(text, "]")
}

/// A variable that cargo sets for every build script.
fn given(name: &str) -> io::Result<OsString> {
    env::var_os(name).ok_or_else(|| io::Error::other(format!("cargo gave no `{name}`")))
}

/// Every rule file below a folder, by its name below `rules/` with `/`; schemas and cases are not rules.
fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let Some(own) = path.file_name().and_then(|name| name.to_str()) else {
            return Err(not_utf8(&path));
        };
        let name = format!("{prefix}{own}");
        if own.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            if own != "schema" {
                collect(&path, &format!("{name}/"), files)?;
            }
        } else if is_rule_file(own) {
            files.push((name, path));
        }
    }
    Ok(())
}

fn not_utf8(path: &Path) -> io::Error {
    io::Error::other(format!("the name of `{}` is not UTF-8", path.display()))
}

/// Whether a file holds rules: `*.json`, and not the cases beside them (`*.cases.json`).
fn is_rule_file(name: &str) -> bool {
    let name = Path::new(name);
    let stem = Path::new(name.file_stem().unwrap_or_default());
    name.extension().is_some_and(|end| end == "json") && stem.extension().is_none_or(|end| end != "cases")
}
