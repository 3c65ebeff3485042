//! The sentence for a file that is none of ours.

use super::kind::FileKind;

/// Headers that a refusal names.
const SHOWN_HEADERS_MAX: usize = 6;

/// Why a file is none that we know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unrecognised {
    /// There is no row that could be a header.
    NoHeader,
    /// The headers are those of no kind.
    OtherFile {
        /// The headers that were seen.
        headers: Vec<String>,
        /// The kind that comes nearest, and the headers of which it lacks one each.
        nearest: Option<(FileKind, Vec<Vec<&'static str>>)>,
    },
}

impl Unrecognised {
    /// The sentence in Chinese.
    pub fn zh(&self) -> String {
        let kinds: Vec<&str> = FileKind::ALL.iter().map(|kind| kind.zh()).collect();
        let kinds = kinds.join("、");
        match self {
            Self::NoHeader => format!("文件里没有表头。可以导入的文件有：{kinds}。"),
            Self::OtherFile { headers, nearest: None } => {
                format!("表头是「{}」，不是可以导入的文件（{kinds}）。", shown(headers, "、"))
            }
            Self::OtherFile { headers, nearest: Some((kind, missing)) } => format!(
                "表头是「{}」，最像{}，但缺少列「{}」。可以导入的文件有：{kinds}。",
                shown(headers, "、"),
                kind.zh(),
                groups(missing, "」或「", "」和「"),
            ),
        }
    }

    /// The sentence in English.
    pub fn en(&self) -> String {
        let kinds: Vec<&str> = FileKind::ALL.iter().map(|kind| kind.en()).collect();
        let kinds = kinds.join(", ");
        match self {
            Self::NoHeader => format!("The file has no header row. Files that can be imported: {kinds}."),
            Self::OtherFile { headers, nearest: None } => {
                format!(
                    "The headers “{}” are of no file that can be imported ({kinds}).",
                    shown(headers, ", ")
                )
            }
            Self::OtherFile { headers, nearest: Some((kind, missing)) } => format!(
                "The headers “{}” come nearest to a {}, but the column “{}” is missing. \
                 Files that can be imported: {kinds}.",
                shown(headers, ", "),
                kind.en(),
                groups(missing, "” or “", "” and “"),
            ),
        }
    }
}

impl std::fmt::Display for Unrecognised {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.en())
    }
}

impl std::error::Error for Unrecognised {}

fn shown(headers: &[String], between: &str) -> String {
    let mut list: Vec<&str> = headers.iter().take(SHOWN_HEADERS_MAX).map(String::as_str).collect();
    if headers.len() > SHOWN_HEADERS_MAX {
        list.push("…");
    }
    list.join(between)
}

fn groups(missing: &[Vec<&str>], or: &str, and: &str) -> String {
    missing.iter().map(|group| group.join(or)).collect::<Vec<_>>().join(and)
}
