//! Room `explain`: what an assessment says to a script and to a reader.

mod exception;
mod json;
mod names;
mod requirement;
