//! Room `explore`: what a change would do.

mod difference;
mod words;

pub use difference::{Change, Changes};
