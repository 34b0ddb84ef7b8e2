//! Room `explain`: what an assessment says to a script and to a reader.

mod amount;
mod choice;
mod exception;
mod json;
mod names;
mod need;
mod payee;
mod provenance;
mod requirement;
mod round;
mod text;
mod view;

pub use amount::Amount;
pub use choice::{Bundle, BundleSet, Rival};
pub(crate) use json::object::Object;
pub use need::Need;
pub use payee::Payee;
pub use text::TextStyle;
pub(crate) use text::page::{Line, Page, Tone};
pub(crate) use text::reading::verdict_in_words;
pub use view::{Circumstance, MeasureView, OpenFact, Outcome};
