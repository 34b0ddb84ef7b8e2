//! The compiled form: a flat program for one day and one territory.
//!
//! Nodes are shared wherever two rules ask the same; each stands after what it reads. What is asked of a program is
//! evaluated on demand, and where all of it is wanted, from the first node to the last.

mod compared;
mod flow;
mod lower;
mod measure;
mod node;
mod outline;
mod pull;

pub use compared::{Compared, Scale, Side};
pub use flow::{Link, Shape, is_marked, mark};
pub use lower::{compile, compile_all, compile_value};
pub use measure::{Active, ActiveAmount, Circumstance, Dormant, MeasureProgram, NotInForce, Program, Residence};
pub use node::{Axis, Entry, Kind, Moment, Node, NodeId, Op, Operand, Place};
pub use outline::{Compares, Knot, Outline, Spot, StepForm, StepRole, Tree, ValueKind, Whose};
pub use pull::{Factor, Manners, Pull};
