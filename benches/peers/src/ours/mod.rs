//! `one-window` itself: its rules and families, and the engine.

#[cfg(feature = "ours")]
mod columns;
#[cfg(feature = "ours")]
mod engine;
mod layout;
mod lines;
#[cfg(feature = "ours")]
mod more;
mod translate;
#[cfg(feature = "ours")]
mod typed;

#[cfg(feature = "ours")]
pub use engine::Ours;
pub use lines::{line, lines_third_untold};
pub use translate::files;
