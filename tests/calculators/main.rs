//! Independent calculators of the hardest laws: the unified benefit, the annual family payment, the maternity benefit and
//! the maternity capital, each written from the texts of the law over a small family of its own, and compared with the
//! bundled rules over random families. They share no code with the crate and read no rule file.
//!
//! Where a text leaves something open (whether a month that began is a month), the calculator counts both ways; where the
//! two answers differ the family is open and not compared. `ONE_WINDOW_FULL=1` tries more families on more days.

#[cfg(test)]
mod annual;
#[cfg(test)]
mod capital;
#[cfg(test)]
#[path = "../reference/chance.rs"]
mod chance;
#[cfg(test)]
mod dates;
#[cfg(test)]
mod earners;
#[cfg(test)]
#[path = "../common/files.rs"]
mod files;
#[cfg(test)]
mod frame;
#[cfg(test)]
mod maternity;
#[cfg(test)]
mod people;
#[cfg(test)]
mod property;
#[cfg(test)]
mod tables;
#[cfg(test)]
mod unified;
#[cfg(test)]
mod unified_draw;
