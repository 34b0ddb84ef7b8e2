//! Writes the hundred rules of the workload as Rust: what a compiler makes of them is the measure of all others.

use std::{env, fs, path::Path};

use one_window_peers_workload::{measures, rust_code};

fn main() {
    println!("cargo::rerun-if-changed=src/build.rs");
    let folder = env::var("OUT_DIR").expect("cargo names the folder");
    fs::write(Path::new(&folder).join("hundred.rs"), rust_code(&measures(100))).expect("the folder can be written");
}
