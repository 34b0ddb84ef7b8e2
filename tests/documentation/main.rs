//! What the documents promise holds: examples are checked, and tables are held to the rules and their cases.

#[cfg(test)]
mod coverage;
#[cfg(test)]
mod demands;
#[cfg(test)]
#[path = "../common/files.rs"]
mod folder;
#[cfg(test)]
mod language;
#[cfg(test)]
mod measures;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod stock;
