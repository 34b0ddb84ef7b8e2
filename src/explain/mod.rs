//! Room `explain`.
