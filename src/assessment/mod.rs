//! Outcomes: what a family can get on a day, and what stands in the way.

mod asked;
mod assess;
mod bundle;
mod decide;
mod delay;
mod desk;
mod doubt;
mod entitlement;
mod exclusion;
mod group;
mod later;
mod margin;
mod matter;
mod memo;
mod need;
mod offer;
mod outcome;
mod part;
mod payee;
mod search;
mod sharpen;
mod term;
mod trace;
mod trial;
mod turning;
mod why;
mod worth;

pub use asked::{Subject, is_for_specialist};
pub use assess::{Answer, Assessment, CircumstanceAnswer, ParameterUsed, assess, circumstances, verdicts};
pub use bundle::{Bundle, Together};
pub use desk::Frames;
pub use doubt::{Doubt, DoubtKind, Nobody, Shower};
pub use margin::{Called, Margin, MarginKind};
pub use need::{NeedAnswer, meets};
pub use outcome::{
    Basis, Choice, Days, Delay, Eligibility, Entitlement, Exception, Holder, Missing, Money, OtherAnswer, Reason,
    ReasonCode, Seen, StageState, UsedUp, Verdict, Why,
};
pub use payee::{Payees, Receiver};
pub use why::CircumstanceWhy;
pub use worth::{Difference, Worth};
