//! Imports: what a file of the platform is, how its columns are mapped, and what each of its rows says.
//!
//! Words: a *kind* is what sort of file it is ([`FileKind`]); a *field* is what a column means ([`Field`]); a
//! *mapping* says which column is which field; a *record* is what one row says, typed; an *observation* is the
//! cells of one record with the import and row they came from; *merged* cells are what all observations of one
//! subject say together.
//!
//! The way of a file: [`recognise()`] looks at its first rows and proposes a [`Mapping`]; the user corrects it;
//! [`needs()`] tells what must be asked; [`RowReader`] turns each row into a [`Record`] or into [`CellProblem`]s;
//! [`Merged`] folds records into what is known.
//!
//! Invariants: an empty cell is never zero and never erases; a rate is never averaged without its weight; a
//! secret in a column or a cell is dropped and said so; nothing here reads a file, a clock or a database.

pub mod cell;
pub mod contact;
pub mod fields;
pub mod header;
pub mod hint;
pub mod kind;
pub mod mapping;
pub mod merge;
pub mod moment;
pub mod needs;
pub mod number;
pub mod personal;
mod problem;
pub mod recognise;
pub mod record;
pub mod row;
pub mod secret;
mod serial;
pub mod totals;
pub mod value;
pub mod word;

mod columns;
mod read;
mod refusal;

pub use self::{
    cell::CellRef,
    columns::{Column, columns, required},
    fields::{Field, Nature, Shape},
    hint::{FileNameHint, hint_of_file_name},
    kind::FileKind,
    mapping::{Layout, MappedColumn, Mapping, MappingError, Target},
    merge::{Cells, Merged, Observation, Source},
    needs::{Needs, needs},
    personal::Personal,
    problem::{CellProblem, Reason},
    recognise::{Candidate, DroppedColumn, HEADER_ROWS_MAX, Recognition, recognise},
    record::{
        EmployeeLeadsRecord, JuguangRecord, LeadRecord, NoteRecord, Record, RosterRecord,
        ServiceQualityRecord,
    },
    refusal::Unrecognised,
    row::{NotReady, Reading, RowReader},
    value::{CellValue, Value},
    word::{Conversion, Genre, Traffic},
};
