//! Room `vocabulary`.
