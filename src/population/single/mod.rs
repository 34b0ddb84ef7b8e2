//! One family through a plan: every column of truths is one machine word or two bits, and steps of a kind are done in one go.
//!
//! The answers are those of a block of one family; only the way to them is shorter.

mod logic;
mod number;
mod run;
mod slots;
mod source;
mod span;
mod tape;
mod truth;

pub(super) use slots::Slots;
pub(super) use source::Source;
pub(super) use span::Span;
pub(super) use tape::Tape;
