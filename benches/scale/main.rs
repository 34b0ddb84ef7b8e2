//! How times grow: with the number of rules and of children, with what is unknown, and for many families at once.
//!
//! The rules and families are made here, and so are the answers that every bench asserts: by plain Rust that knows how they
//! were made. `engine` asks the same of the bundled law. No time is ever asserted: machines differ.

mod growth;
mod load;
mod made;
mod many;
mod one;

use std::error::Error;

use criterion::Criterion;

fn main() -> Result<(), Box<dyn Error>> {
    let mut criterion = Criterion::default().configure_from_args();
    load::benches(&mut criterion)?;
    one::benches(&mut criterion)?;
    growth::benches(&mut criterion)?;
    many::benches(&mut criterion)?;
    criterion.final_summary();
    Ok(())
}
