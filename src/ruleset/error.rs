//! What can go wrong before anything is assessed.

use std::path::PathBuf;

use thiserror::Error;

use crate::{diagnostic::Report, value::Date};

/// A folder of rules could not be loaded.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The folder or a file in it could not be read.
    #[error("{reason}")]
    Unreadable {
        /// The folder or file.
        path: PathBuf,
        /// Why, with the path.
        reason: String,
    },
    /// The rules have mistakes.
    #[error(transparent)]
    Invalid(#[from] InvalidRules),
}

/// Rules with mistakes: every one of them, with its place.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct InvalidRules(pub(crate) Report);

/// A family file with mistakes: every one of them, with its place.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct InvalidFamily(pub(crate) Report);

/// An expression with mistakes: every one of them, with its place in the text.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct InvalidExpression(pub(crate) Report);

/// Parts of a population that do not add up, because they were counted under other rules, on another day or by other
/// circumstances.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum UnlikeParts {
    /// The rules differ.
    #[error("the parts were counted under the rules `{own}` and `{other}`: count both under the same rules")]
    Rules {
        /// The digest of the rules of the part to which the other was to be added.
        own: String,
        /// The digest of the rules of the other.
        other: String,
    },
    /// The days differ.
    #[error("the parts were counted on {own} and on {other}: count both on the same day")]
    Days {
        /// The day of the part to which the other was to be added.
        own: Date,
        /// The day of the other.
        other: Date,
    },
    /// The circumstances differ by which families are parted.
    #[error("the parts were counted by {own} and by {other}: count both by the same circumstances")]
    Circumstances {
        /// The circumstances of the part to which the other was to be added, by name.
        own: String,
        /// Those of the other.
        other: String,
    },
}

/// Families were to be parted by a circumstance that the rules do not have.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the rules have no circumstance {name}: {help}")]
pub struct UnknownCircumstance {
    /// In quotes.
    pub(crate) name: String,
    pub(crate) help: String,
}

impl InvalidExpression {
    /// Every mistake.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.0
    }
}

impl InvalidRules {
    /// Every mistake.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.0
    }
}

impl InvalidFamily {
    /// Every mistake. It may quote what the family told; [`Report::masked`] does not.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.0
    }
}
