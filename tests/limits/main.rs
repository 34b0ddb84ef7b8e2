//! Limits for files of strangers: what is too much is refused with its place, and nothing grows without a bound.

#[cfg(test)]
mod chains;
#[cfg(test)]
mod doubling;
#[cfg(test)]
mod families;
#[cfg(test)]
mod floods;
#[cfg(test)]
mod refusals;
