//! Lists the rule files below `rules/` so that the crate can embed them.
//!
//! A build script rather than a macro: it tells cargo to look again when a rule file changes.

use std::{
    env, fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("rules");
    println!("cargo:rerun-if-changed={}", root.display());
    println!("cargo:rerun-if-changed=src/build.rs");
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("bundle.rs");
    let mut text = fs::File::create(out)?;
    writeln!(text, "&[")?;
    for path in files {
        let name = path.strip_prefix(&root).map_err(io::Error::other)?;
        let name = name.to_string_lossy().replace('\\', "/");
        writeln!(text, "    ({name:?}, include_str!({:?})),", path.display().to_string())?;
    }
    writeln!(text, "]")
}

/// Every rule file below a folder; schemas and cases are not rules.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo:rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && name != "schema" {
            collect(&path, files)?;
        } else if name.ends_with(".json") && !name.ends_with(".cases.json") {
            files.push(path);
        }
    }
    Ok(())
}
