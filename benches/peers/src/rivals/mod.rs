//! The rivals: each with the rules in its own language, on the fastest path that its documentation describes.

#[cfg(feature = "cel")]
pub mod cel;
#[cfg(feature = "datalogic")]
pub mod datalogic;
#[cfg(any(feature = "cel", feature = "zen"))]
mod infix;
#[cfg(feature = "datalogic")]
mod jsonlogic;
#[cfg(feature = "zen")]
pub mod zen;
#[cfg(feature = "zen")]
pub mod zen_expression;

/// A rule of a rival in its own language: the condition, and the amount where there is one.
pub type Texts = Vec<(String, Option<String>)>;
