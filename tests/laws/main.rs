//! Laws of the engine that hold for any family under any rules, tried at random.
//!
//! A law that fails shrinks to the smallest family that breaks it, and prints its file.

#[cfg(test)]
mod answers;
#[cfg(test)]
mod bundled;
#[cfg(test)]
mod entries;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod garbage;
#[cfg(test)]
mod grammar;
#[cfg(test)]
mod groups;
#[cfg(test)]
mod payee;
#[cfg(test)]
mod places;
#[cfg(test)]
mod population;
#[cfg(test)]
mod questions;
#[cfg(test)]
mod reasons;
#[cfg(test)]
mod same;
#[cfg(test)]
mod small;
#[cfg(test)]
mod story;
#[cfg(test)]
mod table;
#[cfg(test)]
mod traced;
#[cfg(test)]
mod words;
