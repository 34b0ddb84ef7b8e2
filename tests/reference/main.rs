//! An independent reference: the answers worked out plainly and slowly from the raw JSON of rules and family, with a
//! parser, fractions, calendar and logic that share no code with the crate, and compared with the engine at random.
//!
//! `ONE_WINDOW_FULL=1` runs the full numbers; a failing comparison prints its seed, the shrunk family and the paths that
//! differ.

#[cfg(test)]
mod bundled;
#[cfg(test)]
mod calendar;
#[cfg(test)]
mod call;
#[cfg(test)]
mod cases;
#[cfg(test)]
mod chance;
#[cfg(test)]
mod clause;
#[cfg(test)]
mod compare;
#[cfg(test)]
mod complete;
#[cfg(test)]
mod eval;
#[cfg(test)]
mod fact;
#[cfg(test)]
mod family;
#[cfg(test)]
mod group;
#[cfg(test)]
mod judge;
#[cfg(test)]
mod list;
#[cfg(test)]
mod load;
#[cfg(test)]
mod measure;
#[cfg(test)]
mod number;
#[cfg(test)]
mod overlap;
#[cfg(test)]
mod parse;
#[cfg(test)]
mod payee;
#[cfg(test)]
mod randomized;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod stock;
#[cfg(test)]
mod terms;
#[cfg(test)]
mod token;
#[cfg(test)]
mod value;

/// Whether the full numbers are asked for.
#[cfg(test)]
fn is_full() -> bool {
    std::env::var_os("ONE_WINDOW_FULL").is_some()
}
