//! Room `value`: the exact scalars of the domain.
//!
//! Numbers, days, ages, periods, territories, units, rounding, texts and provenances. Everything here is a plain value:
//! nothing reads a clock, a file or another room, nothing is inexact, and what cannot be answered is `None`, never a
//! default. Law lives here only where it is the same for every rule: the day on which a year of life is completed
//! ([`birthday`]).

mod age;
mod date;
mod decimal;
mod limits;
mod name;
mod number;
mod parts;
mod period;
mod provenance;
mod rounding;
mod short;
mod territory;
mod text;
mod unit;
mod weight;

pub use age::{age_on, birthday, last_day_from_which, whole_months_between};
pub use date::{Date, InvalidDate};
pub use limits::Limits;
pub use name::Name;
pub use number::Number;
pub use parts::Parts;
pub use period::Period;
pub use provenance::{Accepts, Provenance};
pub use rounding::{Rounding, RoundingMode};
pub use short::ShortNumber;
pub use territory::{Territory, TerritoryLevel};
pub use text::{Language, Text};
pub use unit::{InvalidUnit, Unit};
pub use weight::{InvalidWeight, Weight};
