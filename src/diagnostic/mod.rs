//! Room `diagnostic`.
