//! Hostile input: any bytes and any damaged file end in an answer or in a report, soon, and never in a panic.
//!
//! `ONE_WINDOW_FULL=1 cargo test --release --test hostile` tries a million byte strings and 200 000 damaged files. Each
//! trial follows from its number alone; one that fails prints it, and `ONE_WINDOW_TRIAL=<number>` runs it by itself.

#[cfg(test)]
mod chance;
#[cfg(test)]
mod damage;
#[cfg(test)]
mod files;
#[cfg(test)]
#[path = "../common/files.rs"]
mod folder;
#[cfg(test)]
mod trials;
