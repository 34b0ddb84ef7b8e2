//! Room `assessment`.
