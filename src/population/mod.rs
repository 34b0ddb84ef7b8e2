//! Many families: a program folded to a plan of columns, run over blocks of families at once.
//!
//! What is exactly known goes through the plan, whatever else is unset; the rest is asked of the evaluator of one
//! family. Both give the same answers.

mod batch;
mod birth;
mod block;
mod build;
mod columns;
mod days;
mod division;
mod fact;
mod fold;
mod grant;
mod lower;
mod number;
mod order;
mod plan;
mod ratio;
mod reads;
mod rows;
mod screen;
mod screener;
mod seen;
mod single;
mod tally;
mod tracer;
mod truth;
mod value;
mod ward;
mod witness;
mod word;

pub use division::Part;
pub use fold::Besides;
pub use screener::{Due, Folded, Screened, Screener};
pub use tally::{Heads, MoneySum, Tally};
pub use tracer::{Actual, Traced};
pub use ward::{Alone, Counted, Ward, Worktop};
