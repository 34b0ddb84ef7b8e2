//! What an auditor asks for: see `trail`.

#[cfg(test)]
#[path = "../common/files.rs"]
mod folder;
#[cfg(test)]
mod trail;
