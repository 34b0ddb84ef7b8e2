//! One evaluator over possible values.
//!
//! Truth is two bits, a number or date an interval, a named value a set; a known fact is the case of one value.

mod arithmetic;
mod assumed;
mod cases;
mod choose;
mod column;
mod conditions;
mod fact;
mod fixed;
mod frame;
mod lane;
mod polarity;
mod port;
mod possible;
mod reduce;
mod roster;
mod run;
mod sheet;
mod since;
mod source;
mod trail;
mod value;
mod values;
mod walk;
mod window;

pub use arithmetic::{date, operate};
pub use assumed::{Assumption, Part};
pub use cases::{Conditions, Form, in_every_case};
pub use fact::{FactReader, Known};
pub use fixed::{Fixed, Numeral};
pub use frame::{Cell, Frame, View, Word, cell};
pub use possible::{HUGE, Interval, NONE_BIT, Truth};
pub use roster::{RecordSource, Roster};
pub use run::Run;
pub use sheet::{Mark, Sheet};
pub use since::since;
pub use trail::{Leaf, Mixed, Trail, Visited};
