//! Files that the schemas are held against.

use std::{env, fs, path::Path};

use serde_json::Value;

/// Name below `folder` and text of each `*.json` at any depth, in order.
pub fn files(folder: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "json") {
                let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap();
                files.push((name.to_string_lossy().replace('\\', "/"), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// Holds a file below `rules/schema` against the schema of today.
pub fn assert_fresh(name: &str, schema: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/schema").join(name);
    if env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(&path, format!("{schema:#}\n")).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    let written: Value = serde_json::from_str(&written).unwrap_or_default();
    assert!(written == *schema, "rules/schema/{name} is stale; refresh it: UPDATE_SCHEMA=1 cargo test schema");
}
