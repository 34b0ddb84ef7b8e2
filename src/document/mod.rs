//! Rule and case files exactly as written: types, shape check, schema.

mod clause;
mod definition;
mod either;
mod force;
mod measure;
mod pathway;
mod text;
mod vocabulary;
