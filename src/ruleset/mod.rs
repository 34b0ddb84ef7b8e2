//! Room `ruleset`.
