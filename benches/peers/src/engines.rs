//! The engines of this binary: one feature is switched on, and gives one or a few.

use std::time::Duration;

#[cfg(feature = "native")]
use crate::native;
#[cfg(feature = "ours")]
use crate::ours;
#[cfg(any(feature = "cel", feature = "datalogic", feature = "zen"))]
use crate::rivals;
use crate::{
    check::check,
    data::Data,
    engine::Engine,
    time::{Times, time},
};

/// An engine of this binary.
#[derive(Debug)]
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// Compares it with the reference.
    pub check: fn(&Data) -> String,
    /// Times it.
    pub time: fn(&Data, Duration) -> Times,
}

const fn entry<E: Engine>(name: &'static str) -> Entry {
    Entry { name, check: check::<E>, time: time::<E> }
}

/// All of them.
pub const ENGINES: &[Entry] = &[
    #[cfg(feature = "native")]
    entry::<native::Native>("native"),
    #[cfg(feature = "native")]
    entry::<native::Generated>("native_codegen"),
    #[cfg(feature = "ours")]
    entry::<ours::Ours>("ours"),
    #[cfg(feature = "datalogic")]
    entry::<rivals::datalogic::Datalogic<true>>("datalogic_derived"),
    #[cfg(feature = "datalogic")]
    entry::<rivals::datalogic::Datalogic<false>>("datalogic_raw"),
    #[cfg(feature = "zen")]
    entry::<rivals::zen_expression::ZenExpression>("zen_expression_derived"),
    #[cfg(feature = "zen")]
    entry::<rivals::zen::Zen<true>>("zen_derived"),
    #[cfg(feature = "zen")]
    entry::<rivals::zen::Zen<false>>("zen_raw"),
    #[cfg(feature = "cel")]
    entry::<rivals::cel::Cel<true>>("cel_derived"),
    #[cfg(feature = "cel")]
    entry::<rivals::cel::Cel<false>>("cel_raw"),
];
