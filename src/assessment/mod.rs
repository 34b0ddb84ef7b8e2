//! Outcomes: what a family can get on a day, and what stands in the way.

mod assess;
mod decide;
mod desk;
mod entitlement;
mod later;
mod margin;
mod matter;
mod need;
mod outcome;
mod part;
mod payee;
mod search;
mod sharpen;
mod trace;
mod trial;
mod turning;
mod why;

pub use assess::{Answer, Assessment, CircumstanceAnswer, ParameterUsed, assess};
pub use desk::Frames;
pub use margin::{Called, Margin, MarginKind};
pub use need::{NeedAnswer, meets};
pub use outcome::{
    Basis, Days, Eligibility, Entitlement, Exception, Holder, Missing, Money, OtherAnswer, Reason, ReasonCode, Seen,
    StageState, Verdict, Why,
};
pub use payee::{Payees, Receiver};
pub use why::CircumstanceWhy;
