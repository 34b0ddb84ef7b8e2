//! Room `feel`.
