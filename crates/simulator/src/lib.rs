//! A stand-in for the platform: it grows a believable matrix and writes the files a merchant would download.
//!
//! Two steps, and only the second touches a disk. [`grow`] makes a [`Matrix`] from a seed, a last day and a
//! [`Shape`]: stores, people, accounts, notes, promotion, inquiries and replies of a brand that does not exist.
//! [`write_exports`] writes that matrix as the export files of the platform, with their banners, encodings and
//! oddities, and a `manifest.json` that says what each file is and what everything sums up to.
//!
//! Invariants: the same seed, day and shape give the same bytes; time and chance are arguments; every figure is
//! derived from the facts of the matrix, so files agree wherever they speak of the same thing; people, phone
//! numbers and ids are visibly made up.
//!
//! It does not know how the product reads these files, and the product does not know that they are not the
//! platform's.

mod bench;
mod chance;
mod error;
mod exports;
mod figures;
mod grow;
mod manifest;
mod matrix;
mod sheet;
mod shown;
mod truth;

pub use bench::{FileFormat, NOTE_LIST_COLUMNS_MAX, NOTE_LIST_ROWS_MAX, write_note_list};
pub use error::{WriteCause, WriteError};
pub use exports::{AccountName, ExportFile, ExportKind, Oddity};
pub use figures::{Funnel, LeadsWeek};
pub use grow::grow;
pub use manifest::{MANIFEST, write_exports, write_matrix};
pub use matrix::{
    Account, AccountKind, Contact, Employee, Figures, Genre, Inquiry, Job, Matrix, Note, PaidDay, Promotion,
    ServiceWeek, Shape, Stage, Store, Temper,
};
pub use truth::{Days, Metrics, Sums};
