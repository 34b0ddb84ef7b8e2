//! What an auditor asks for: see `trail`.

#[cfg(test)]
mod trail;
