//! What can go wrong when files are written.

use std::{io, path::PathBuf};

/// A file that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("could not write {}: {cause}; check that the folder exists, is writable and has room", path.display())]
pub struct WriteError {
    /// The file.
    pub path: PathBuf,
    /// Why.
    #[source]
    pub cause: WriteCause,
}

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteCause {
    /// The file system refused.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The CSV writer refused.
    #[error(transparent)]
    Csv(#[from] csv::Error),
    /// The XLSX writer refused.
    #[error(transparent)]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// The manifest could not be put into JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

impl WriteError {
    /// The error at a path.
    pub(crate) fn at(path: &std::path::Path) -> impl Fn(WriteCause) -> Self {
        let path = path.to_owned();
        move |cause| Self { path: path.clone(), cause }
    }
}
