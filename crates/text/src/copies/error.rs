//! Why the index refuses: one sentence each, in English by `Display` and in Chinese by [`CopiesError::zh`].

use std::{io, path::PathBuf};

use super::limits::{ACCOUNT_BYTES_MAX, ID_BYTES_MAX, NOTE_BYTES_MAX, NOTES_MAX, PASSAGES_MAX};

/// Why a note is not taken or an index not opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CopiesError {
    /// A note without a name cannot be found again.
    #[error("The note has no id.")]
    NoId,
    /// The id is longer than [`ID_BYTES_MAX`].
    #[error("The id of the note is longer than {ID_BYTES_MAX} bytes.")]
    LongId,
    /// The account is longer than [`ACCOUNT_BYTES_MAX`].
    #[error("The account of the note is longer than {ACCOUNT_BYTES_MAX} bytes.")]
    LongAccount,
    /// The text is longer than [`NOTE_BYTES_MAX`].
    #[error("The text is longer than {NOTE_BYTES_MAX} bytes, which no note is.")]
    LongText,
    /// The index is full.
    #[error("The index holds {NOTES_MAX} notes already; compact it, or divide the matrix.")]
    Full,
    /// More passages than [`PASSAGES_MAX`].
    #[error("There are more than {PASSAGES_MAX} approved passages.")]
    ManyPassages,
    /// Another program has the folder open.
    #[error("The index in {} is open in another program.", .0.display())]
    InUse(PathBuf),
    /// The file is something else.
    #[error("{} is not a log of notes of this program; choose another folder.", .0.display())]
    OtherFile(PathBuf),
    /// The file was written by a later version.
    #[error("{} was written by another version of this program; delete the folder and build the index again.", .0.display())]
    OtherVersion(PathBuf),
    /// The machine refused.
    #[error("{} cannot be used: {cause}.", .path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the machine said.
        cause: io::Error,
    },
}

impl CopiesError {
    pub(super) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        move |cause| Self::File { path: path.into(), cause }
    }

    /// The sentence in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::NoId => "笔记没有编号。".to_owned(),
            Self::LongId => format!("笔记编号超过 {ID_BYTES_MAX} 字节。"),
            Self::LongAccount => format!("账号超过 {ACCOUNT_BYTES_MAX} 字节。"),
            Self::LongText => format!("正文超过 {NOTE_BYTES_MAX} 字节，不会是一篇笔记。"),
            Self::Full => format!("索引已有 {NOTES_MAX} 篇笔记；请压缩索引，或拆分矩阵。"),
            Self::ManyPassages => format!("已批准的共用段落超过 {PASSAGES_MAX} 段。"),
            Self::InUse(path) => format!("{} 中的索引正被另一个程序使用。", path.display()),
            Self::OtherFile(path) => format!("{} 不是本程序的笔记日志；请换一个文件夹。", path.display()),
            Self::OtherVersion(path) => {
                format!("{} 由本程序的其他版本写成；请删除该文件夹并重建索引。", path.display())
            }
            Self::File { path, cause } => format!("无法使用 {}：{cause}。", path.display()),
        }
    }
}
