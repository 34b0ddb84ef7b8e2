//! One evaluator over possible values.
//!
//! Truth is two bits, a number or date an interval, a named value a set; a known fact is the case of one value.

mod arithmetic;
mod column;
mod fact;
mod fixed;
mod frame;
mod lane;
mod port;
mod possible;
mod reduce;
mod roster;
mod run;
mod sheet;
mod source;
mod value;
mod values;
mod walk;
mod window;

pub use arithmetic::date;
pub use fact::{FactReader, Known};
pub use frame::{Cell, Frame, View, cell};
pub use possible::{HUGE, Interval, Truth};
pub use roster::{RecordSource, Roster};
pub use run::Run;
pub use sheet::Sheet;
pub use walk::{Leaf, Trail};
