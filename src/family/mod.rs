//! Room `family`.
