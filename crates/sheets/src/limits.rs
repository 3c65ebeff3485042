//! Every limit of this crate, with its name and unit.

/// Bytes of a file as it lies on the disk: 64 MiB.
pub const FILE_BYTES_MAX: u64 = 64 << 20;
/// Entries of an XLSX archive. A workbook of a hundred sheets has about four hundred.
pub const ARCHIVE_ENTRIES_MAX: usize = 2_000;
/// Bytes that the directory of an archive may take: 1 MiB, five times what the entries above need.
pub const ARCHIVE_DIRECTORY_BYTES_MAX: u64 = 1 << 20;
/// Bytes of all entries of an archive together once unpacked: 2 GiB, a million rows of forty columns.
pub const UNPACKED_BYTES_MAX: u64 = 2 << 30;
/// How many times larger than its packed form an entry may be. Real sheets reach 10 to 60.
pub const UNPACKED_RATIO_MAX: u64 = 250;
/// Entries that unpack to less than this are not asked for their ratio: 1 MiB.
pub const UNPACKED_RATIO_FREE_BYTES: u64 = 1 << 20;
/// Bytes of one piece of XML between two angle brackets: 512 KiB.
pub const XML_TOKEN_BYTES_MAX: usize = 512 << 10;
/// Sheets of a workbook.
pub const SHEETS_MAX: usize = 200;
/// Cell formats of a workbook; spreadsheet programs stop at 65,490.
pub const FORMATS_MAX: usize = 70_000;
/// Rows with a value in one sheet.
pub const ROWS_MAX: u32 = 1_000_000;
/// The last row number that a spreadsheet program knows.
pub const ROW_NUMBER_MAX: u32 = 1_048_576;
/// Columns that may hold a value.
pub const COLUMNS_MAX: usize = 256;
/// Characters of one cell: what spreadsheet programs themselves allow.
pub const CELL_CHARS_MAX: usize = 32_767;
/// Bytes of the text of one row: 2 MiB.
pub const ROW_BYTES_MAX: usize = 2 << 20;
/// Shared strings of one workbook.
pub const SHARED_STRINGS_MAX: usize = 8_000_000;
/// Bytes of all shared strings together: 1 GiB.
pub const SHARED_STRING_BYTES_MAX: u64 = 1 << 30;
/// Bytes of shared strings kept in memory; the rest goes to a temporary file: 8 MiB.
pub const SHARED_STRING_MEMORY_BYTES: usize = 8 << 20;

/// How much of a file is taken before it is refused. The fields are the constants of this module unless a
/// caller (a test, a small server) wants less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file on the disk; default [`FILE_BYTES_MAX`].
    pub file_bytes_max: u64,
    /// Entries of the archive; default [`ARCHIVE_ENTRIES_MAX`].
    pub archive_entries_max: usize,
    /// Unpacked bytes of the whole archive; default [`UNPACKED_BYTES_MAX`].
    pub unpacked_bytes_max: u64,
    /// Unpacked bytes for each packed byte of an entry; default [`UNPACKED_RATIO_MAX`].
    pub unpacked_ratio_max: u64,
    /// Sheets of a workbook; default [`SHEETS_MAX`].
    pub sheets_max: usize,
    /// Rows with a value in one sheet; default [`ROWS_MAX`].
    pub rows_max: u32,
    /// Columns with a value; default [`COLUMNS_MAX`].
    pub columns_max: usize,
    /// Characters of one cell; default [`CELL_CHARS_MAX`].
    pub cell_chars_max: usize,
    /// Bytes of shared strings; default [`SHARED_STRING_BYTES_MAX`].
    pub shared_string_bytes_max: u64,
    /// Bytes of shared strings in memory; default [`SHARED_STRING_MEMORY_BYTES`].
    pub shared_string_memory_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes_max: FILE_BYTES_MAX,
            archive_entries_max: ARCHIVE_ENTRIES_MAX,
            unpacked_bytes_max: UNPACKED_BYTES_MAX,
            unpacked_ratio_max: UNPACKED_RATIO_MAX,
            sheets_max: SHEETS_MAX,
            rows_max: ROWS_MAX,
            columns_max: COLUMNS_MAX,
            cell_chars_max: CELL_CHARS_MAX,
            shared_string_bytes_max: SHARED_STRING_BYTES_MAX,
            shared_string_memory_bytes: SHARED_STRING_MEMORY_BYTES,
        }
    }
}
