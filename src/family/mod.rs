//! Room `family`: what was told about one family: model, reader, builder, changes.
//!
//! There is one reader of values: the builder writes a family file and has it read, a change is read as the value of
//! its fact would be.

mod builder;
mod edit;
mod intake;
mod lists;
mod member_id;
mod model;
mod row;
mod schema;
mod table;
mod translate;

pub use builder::FamilyBuilder;
pub use intake::{read_family, read_family_named, read_family_node};
pub use model::{Completeness, Family, ListTold, MOST_MEMBERS, MemberTold, Told, ToldValue};
pub use row::{Entry, Plain, PlainForm, Row};
pub use schema::family_schema;
pub use table::{Cells, FactColumn, FamilyTable, FamilyTableBuilder, InvalidTable, TableColumn};
