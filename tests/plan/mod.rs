//! What the architecture test knows: the plan of the rooms, and how to read the source.

pub mod arrows;
pub mod code;
