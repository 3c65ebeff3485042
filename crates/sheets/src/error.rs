//! Why a file is refused: one clear sentence each, in English by `Display` and in Chinese by [`SheetError::zh`].

use std::io;

use crate::limits::{CELL_CHARS_MAX, ROW_NUMBER_MAX};

/// Why a file cannot be read or written, for the person who chose it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SheetError {
    /// Nothing in it.
    #[error("The file is empty. Export it again and choose the new file.")]
    Empty,
    /// Larger than the limit on the disk.
    #[error("The file is larger than {max_mib} MiB. Export a shorter period, or split the file.")]
    FileTooLarge {
        /// The limit in MiB.
        max_mib: u64,
    },
    /// A file of another kind.
    #[error("This is {found}, not an XLSX or CSV file. Save it as .xlsx or .csv and choose that file.")]
    OtherFormat {
        /// What it is.
        found: OtherFormat,
    },
    /// A workbook that asks for a password.
    #[error("The workbook is protected by a password. Save a copy without a password and choose the copy.")]
    PasswordProtected,
    /// Bytes that do not hold together.
    #[error("The file is damaged or was not downloaded completely ({part}). Export it again.")]
    Damaged {
        /// Which part of it.
        part: &'static str,
    },
    /// An archive bomb, or an archive that lies about its sizes.
    #[error("The file unpacks to far more than its size allows, as a harmful archive does. It was not read.")]
    ArchiveBomb,
    /// More entries than a workbook has.
    #[error("The file holds more than {max} parts, which no workbook needs. It was not read.")]
    TooManyEntries {
        /// The limit.
        max: usize,
    },
    /// More sheets than the limit.
    #[error("The workbook has more than {max} sheets. Keep the one with the figures and save it on its own.")]
    TooManySheets {
        /// The limit.
        max: usize,
    },
    /// No table of cells at all.
    #[error("The workbook has no sheet with cells.")]
    NoSheet,
    /// A sheet number that the book does not have.
    #[error("The file has no sheet number {index}.")]
    UnknownSheet {
        /// The wanted sheet, counted from 0.
        index: usize,
    },
    /// More rows with values than the limit.
    #[error("The sheet has more than {max} rows. Export a shorter period, or split the file.")]
    TooManyRows {
        /// The limit.
        max: u32,
    },
    /// A row number beyond the last one of a spreadsheet.
    #[error("The sheet counts its rows beyond {ROW_NUMBER_MAX}, which no spreadsheet program does.")]
    RowNumberBeyondSheet,
    /// A value in a column beyond the limit.
    #[error("Row {row} has a value beyond column {max}. Delete the columns that the export did not have.")]
    TooManyColumns {
        /// The row as the spreadsheet program shows it.
        row: u32,
        /// The limit.
        max: usize,
    },
    /// A text longer than the limit.
    #[error("A cell in row {row} holds more than {max} characters, which no export of the platform does.")]
    CellTooLong {
        /// The row as the spreadsheet program shows it.
        row: u32,
        /// The limit.
        max: usize,
    },
    /// A quotation mark that swallows the rest of the file.
    #[error("The quotation mark in row {row} is never closed, so the rows behind it cannot be told apart.")]
    UnclosedQuote {
        /// The row as the spreadsheet program shows it.
        row: u32,
    },
    /// More shared text than the limit.
    #[error("The workbook holds more text than {max_mib} MiB. Export a shorter period, or split the file.")]
    TooMuchText {
        /// The limit in MiB.
        max_mib: u64,
    },
    /// The disk or the file did not answer.
    #[error("The file could not be read or written. Try again.")]
    Io(#[source] io::Error),
    /// The library that writes workbooks refused.
    #[error("The workbook could not be written. Try again, or export as CSV.")]
    Write(#[source] rust_xlsxwriter::XlsxError),
}

/// What a refused file is instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum OtherFormat {
    /// The workbook format before 2007, or a protected one in the same container.
    OldExcel,
    /// The binary workbook format.
    BinaryExcel,
    /// `OpenDocument`.
    OpenDocument,
    /// A word processor's document or a presentation.
    OtherOffice,
    /// A web page, which some back offices hand out as `.xls`.
    WebPage,
    /// Other XML, among them the XML spreadsheet of 2003.
    Xml,
    /// A page description.
    Pdf,
    /// A picture.
    Picture,
    /// Another archive.
    Archive,
    /// JSON.
    Json,
    /// Bytes that are no text.
    Binary,
}

impl OtherFormat {
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::OldExcel => ("an old Excel workbook (.xls)", "旧版 Excel 工作簿（.xls）"),
            Self::BinaryExcel => ("a binary Excel workbook (.xlsb)", "二进制 Excel 工作簿（.xlsb）"),
            Self::OpenDocument => ("an OpenDocument file (.ods)", "OpenDocument 文件（.ods）"),
            Self::OtherOffice => ("a text document or a presentation", "文档或演示文稿"),
            Self::WebPage => ("a web page", "网页"),
            Self::Xml => ("an XML file", "XML 文件"),
            Self::Pdf => ("a PDF", "PDF"),
            Self::Picture => ("a picture", "图片"),
            Self::Archive => ("an archive", "压缩包"),
            Self::Json => ("a JSON file", "JSON 文件"),
            Self::Binary => ("a file without readable text", "无法识别为文字的文件"),
        }
    }
}

impl std::fmt::Display for OtherFormat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.names().0)
    }
}

impl SheetError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "file_empty",
            Self::FileTooLarge { .. } => "file_too_large",
            Self::OtherFormat { .. } => "file_of_other_format",
            Self::PasswordProtected => "file_password_protected",
            Self::Damaged { .. } => "file_damaged",
            Self::ArchiveBomb => "file_archive_bomb",
            Self::TooManyEntries { .. } => "file_too_many_parts",
            Self::TooManySheets { .. } => "file_too_many_sheets",
            Self::NoSheet => "file_without_sheet",
            Self::UnknownSheet { .. } => "file_unknown_sheet",
            Self::TooManyRows { .. } => "file_too_many_rows",
            Self::RowNumberBeyondSheet => "file_row_number_beyond_sheet",
            Self::TooManyColumns { .. } => "file_too_many_columns",
            Self::CellTooLong { .. } => "file_cell_too_long",
            Self::UnclosedQuote { .. } => "file_unclosed_quote",
            Self::TooMuchText { .. } => "file_too_much_text",
            Self::Io(_) => "file_unreadable",
            Self::Write(_) => "file_unwritable",
        }
    }

    /// Whether the file is at fault, and not the machine.
    pub const fn is_refusal(&self) -> bool {
        !matches!(self, Self::Io(_) | Self::Write(_))
    }

    /// The sentence in English.
    pub fn en(&self) -> String {
        self.to_string()
    }

    /// The sentence in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Empty => "文件是空的。请重新导出后再选择。".to_owned(),
            Self::FileTooLarge { max_mib } => format!("文件超过 {max_mib} MiB。请缩短导出周期或拆分文件。"),
            Self::OtherFormat { found } => {
                format!("这是{}，不是 XLSX 或 CSV 文件。请另存为 .xlsx 或 .csv 后再选择。", found.names().1)
            }
            Self::PasswordProtected => "工作簿设有密码。请另存一份不带密码的副本后再选择。".to_owned(),
            Self::Damaged { part } => format!("文件已损坏或没有下载完整（{part}）。请重新导出。"),
            Self::ArchiveBomb => "文件解压后的大小远超正常范围，疑似恶意压缩包，未读取。".to_owned(),
            Self::TooManyEntries { max } => {
                format!("文件包含超过 {max} 个部件，正常工作簿不会如此，未读取。")
            }
            Self::TooManySheets { max } => {
                format!("工作簿超过 {max} 个工作表。请把数据所在的工作表单独另存后再选择。")
            }
            Self::NoSheet => "工作簿里没有带单元格的工作表。".to_owned(),
            Self::UnknownSheet { index } => format!("文件中没有第 {} 个工作表。", index + 1),
            Self::TooManyRows { max } => format!("工作表超过 {max} 行。请缩短导出周期或拆分文件。"),
            Self::RowNumberBeyondSheet => {
                format!("工作表的行号超过 {ROW_NUMBER_MAX}，没有表格软件会这样写。")
            }
            Self::TooManyColumns { row, max } => {
                format!("第 {row} 行在第 {max} 列之后还有内容。请删除导出文件原本没有的列。")
            }
            Self::CellTooLong { row, max } => {
                format!("第 {row} 行有单元格超过 {max} 个字符，平台导出不会如此。")
            }
            Self::UnclosedQuote { row } => format!("第 {row} 行的引号没有闭合，其后的行无法区分。"),
            Self::TooMuchText { max_mib } => {
                format!("工作簿的文字超过 {max_mib} MiB。请缩短导出周期或拆分文件。")
            }
            Self::Io(_) => "文件无法读取或写入，请重试。".to_owned(),
            Self::Write(_) => "工作簿无法写入，请重试或改用 CSV 导出。".to_owned(),
        }
    }

    pub(crate) const fn damaged(part: &'static str) -> Self {
        Self::Damaged { part }
    }

    pub(crate) const fn too_long(row: u32) -> Self {
        Self::CellTooLong { row, max: CELL_CHARS_MAX }
    }
}

impl From<io::Error> for SheetError {
    /// Takes back a refusal that travelled through a reader as an I/O error.
    fn from(error: io::Error) -> Self {
        match error.downcast::<Self>() {
            Ok(refusal) => refusal,
            Err(error) if error.kind() == io::ErrorKind::InvalidData => Self::damaged("packed data"),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Self::damaged("end of file"),
            Err(error) => Self::Io(error),
        }
    }
}

impl From<rust_xlsxwriter::XlsxError> for SheetError {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        Self::Write(error)
    }
}
