//! Room `document`.
