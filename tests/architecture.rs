//! The house keeps its own plan: rooms use each other along the arrows only, files stay short, and nothing in `src/`
//! reads the disk, the clock, the environment, the network or chance.
//!
//! The plan is read from the text of the source: comments and strings are blanked, parts under `#[cfg(test)]` are cut
//! out, and what is left is searched for paths. Every breach is listed, with its file and line.

mod plan;

use plan::{
    arrows::{DEVIATIONS, EVERYWHERE, ROOMS, TO_COME},
    code::{Code, sources},
};

/// Lines a file may have, its unit tests included.
const LONGEST: usize = 499;

/// Parts of `std` by which an answer could depend on anything but the rules, the family and the day.
const IMPURE: &[&str] = &["env", "net", "os", "process", "random", "thread", "time"];

/// Methods of a path that look at the disk without naming `std::fs`.
const DISK_WORDS: &[&str] = &["canonicalize", "read_dir", "read_link", "symlink_metadata", "try_exists"];

/// The only file of the library that touches the disk.
const DISK: &str = "src/source/folder.rs";

/// Dependencies that live in one file, so that they can be replaced in one file.
const HOMES: &[(&str, &str)] =
    &[("annotate_snippets", "src/diagnostic/render.rs"), ("sha2", "src/catalogue/digest.rs")];

/// Fails with one line for each breach.
fn none(breaches: &[String]) {
    assert!(breaches.is_empty(), "\n{}\n", breaches.join("\n"));
}

/// Every file of the library, without the build script, which is not part of it.
fn library() -> Vec<Code> {
    let mut files = sources("src");
    files.retain(|file| file.path != "src/build.rs");
    files
}

/// The rooms one room may use, by the arrows and by the deviations from them.
fn allowed(room: &str) -> Vec<&'static str> {
    let place = ROOMS.iter().position(|(name, _)| *name == room);
    let arrows = ROOMS.iter().filter(|(name, _)| *name == room).flat_map(|(_, uses)| uses.iter().copied());
    let above = ROOMS
        .iter()
        .enumerate()
        .filter(|(at, (name, _))| Some(*at) < place && EVERYWHERE.contains(name))
        .map(|(_, (name, _))| *name);
    let deviations = DEVIATIONS.iter().filter(|deviation| deviation.room == room).map(|deviation| deviation.uses);
    above.chain(arrows).chain(deviations).collect()
}

/// The rooms a piece of code uses, with the lines.
fn used(text: &str) -> Vec<(usize, String)> {
    Code::of("src/feel/token.rs", text.to_owned()).segments_after("crate")
}

#[test]
fn a_path_is_found_wherever_it_is_written() {
    let found = |text: &str| used(text).into_iter().map(|(_, room)| room).collect::<Vec<_>>();
    assert_eq!(found("use crate::value::Date;"), ["value"]);
    assert_eq!(found("let x: crate::json::Node = y;"), ["json"]);
    assert_eq!(found("use crate::{\n  check::{Type, term::Term},\n  source,\n};"), ["check", "source"]);
    assert_eq!(found("use crate::{value::*, *};"), ["value", "*"]);
    assert_eq!(found("fn f<'a>(x: &'a crate::feel::Tree) -> char { '\\'' }"), ["feel"]);
    assert_eq!(used("\n\nuse crate::eval::Desk;"), [(3, "eval".to_owned())]);
}

#[test]
fn comments_texts_and_tests_use_nothing() {
    for text in [
        "//! See [`crate::eval`].",
        "/* crate::eval */",
        "let x = \"crate::eval\";",
        "let x = r#\"a \" crate::eval\"#;",
        "#[cfg(test)]\nmod tests { use crate::eval::Desk; fn f() {} }",
        "#[cfg(test)]\nuse crate::eval::Desk;",
        "use my_crate::eval;",
    ] {
        assert_eq!(used(text), [], "{text}");
    }
    assert_eq!(used("#[cfg(test)]\nmod tests { }\nuse crate::eval::Desk;").len(), 1);
}

#[test]
fn rooms_use_each_other_along_the_arrows_only() {
    let mut breaches = Vec::new();
    for file in library() {
        let Some(room) = file.room() else { continue };
        let allowed = allowed(&room);
        for (line, used) in file.segments_after("crate") {
            if used != room && !allowed.contains(&used.as_str()) {
                breaches.push(format!(
                    "{}:{line}: `{room}` -> `{used}` is no arrow of the plan; it may use {}",
                    file.path,
                    allowed.join(", ")
                ));
            }
        }
        for line in file.climbs_to_the_root() {
            breaches
                .push(format!("{}:{line}: `super` climbs out of `{room}`; write `crate::` and the room", file.path));
        }
    }
    none(&breaches);
}

#[test]
fn every_arrow_points_up_the_plan() {
    let place = |room: &str| ROOMS.iter().position(|(name, _)| *name == room);
    let mut breaches = Vec::new();
    for (room, _) in ROOMS {
        for used in allowed(room) {
            if place(used) >= place(room) || place(used).is_none() {
                breaches.push(format!("`{room}` -> `{used}` does not point up"));
            }
        }
    }
    none(&breaches);
}

#[test]
fn a_deviation_says_why_and_is_none_of_the_arrows() {
    let mut breaches = Vec::new();
    for deviation in DEVIATIONS {
        let (room, uses) = (deviation.room, deviation.uses);
        if deviation.because.is_empty() {
            breaches.push(format!("`{room}` -> `{uses}` has no reason"));
        }
        if allowed(room).iter().filter(|name| **name == uses).count() > 1 {
            breaches.push(format!("`{room}` -> `{uses}` is an arrow, not a deviation"));
        }
    }
    none(&breaches);
}

#[test]
fn every_room_of_the_plan_is_a_private_module_with_a_word_about_itself() {
    let files = sources("src");
    let library = files.iter().find(|file| file.path == "src/lib.rs");
    let declared = library.map_or("", |file| file.bare.as_str());
    let mut breaches = Vec::new();
    for (room, _) in ROOMS {
        let path = format!("src/{room}/mod.rs");
        let found = files.iter().find(|file| file.path == path);
        match (found, TO_COME.contains(room)) {
            (None, false) => breaches.push(format!("{path}: the room is not there")),
            (Some(_), true) => breaches.push(format!("{path}: is there; strike it from `TO_COME`")),
            (None, true) => continue,
            (Some(file), false) if !file.text.starts_with("//!") => {
                breaches.push(format!("{path}:1: begins without `//!`"));
            }
            (Some(_), false) => {}
        }
        if !declared.lines().any(|line| line == format!("mod {room};")) {
            breaches.push(format!("src/lib.rs: `mod {room};` is not there, or not private"));
        }
    }
    for file in &files {
        let Some(room) = file.room() else { continue };
        if ROOMS.iter().all(|(name, _)| *name != room) {
            breaches.push(format!("{}: `{room}` is no room of the plan", file.path));
        }
    }
    none(&breaches);
}

#[test]
fn files_stay_short() {
    let mut breaches = Vec::new();
    for folder in ["src", "tests", "examples", "benches"] {
        for file in sources(folder) {
            let lines = file.text.lines().count();
            if lines > LONGEST {
                breaches.push(format!("{}:{lines}: longer than {LONGEST} lines", file.path));
            }
        }
    }
    none(&breaches);
}

#[test]
fn one_file_touches_the_disk() {
    let mut breaches = Vec::new();
    for file in library().iter().filter(|file| file.path != DISK) {
        for (line, part) in file.segments_after("std") {
            if part == "fs" {
                breaches.push(format!("{}:{line}: only `{DISK}` reads files", file.path));
            }
        }
        for word in DISK_WORDS {
            for line in file.lines_with_word(word) {
                breaches.push(format!("{}:{line}: `{word}` looks at the disk", file.path));
            }
        }
    }
    none(&breaches);
}

#[test]
fn nothing_reads_the_clock_the_environment_the_network_or_chance() {
    let mut breaches = Vec::new();
    for file in library() {
        for (line, part) in file.segments_after("std") {
            if IMPURE.contains(&part.as_str()) {
                breaches.push(format!("{}:{line}: `std::{part}` is not pure", file.path));
            }
        }
    }
    none(&breaches);
}

#[test]
fn a_dependency_that_may_be_replaced_lives_in_one_file() {
    let mut breaches = Vec::new();
    for file in library() {
        for (dependency, home) in HOMES.iter().filter(|(_, home)| *home != file.path) {
            for (line, _) in file.segments_after(dependency) {
                breaches.push(format!("{}:{line}: `{dependency}` lives in {home}", file.path));
            }
        }
    }
    none(&breaches);
}

#[test]
fn no_lint_is_silenced_without_a_reason_and_nothing_is_unsafe() {
    let mut breaches = Vec::new();
    for file in sources("src") {
        for (at, line) in file.whole.lines().enumerate() {
            if line.contains("#[allow(") || line.contains("#![allow(") {
                breaches.push(format!("{}:{}: use `expect` with a reason", file.path, at + 1));
            }
        }
    }
    let manifest = plan::code::read("Cargo.toml");
    if !manifest.lines().any(|line| line == "unsafe_code = \"forbid\"") {
        breaches.push("Cargo.toml: `unsafe_code` is not forbidden".to_owned());
    }
    none(&breaches);
}

#[test]
fn every_dependency_has_its_reason_in_the_design_notes() {
    let notes = plan::code::read("src/docs/design.md");
    let manifests = ["Cargo.toml", "benches/Cargo.toml"];
    let mut breaches = Vec::new();
    for manifest in manifests {
        for name in plan::code::dependencies(&plan::code::read(manifest)) {
            if name != "one-window" && !notes.contains(&format!("`{name}`")) {
                breaches.push(format!("{manifest}: `{name}` has no reason in src/docs/design.md"));
            }
        }
    }
    none(&breaches);
}
