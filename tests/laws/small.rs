//! What is unknown, by brute force.
