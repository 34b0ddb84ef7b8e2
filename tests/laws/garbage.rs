//! Any bytes end in an answer or in a report, never in a panic.
