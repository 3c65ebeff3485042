//! Judging texts from the command line: a stream of JSON lines for programs, or a file of notes for a person.
//!
//! Nothing is stored and no configuration is read: the packs of rules are inside the program, and a folder of packs
//! given with `--rules` takes the place of those with the same id.

mod file;
mod jsonl;

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use text::check::{Additions, Checker, Context, PACK_BYTES_MAX, PACKS_MAX, PackError, Packs, Surface};

use crate::failure::{Failure, Outcome};

/// What is to be judged, and what is known of it.
#[derive(Debug, Args)]
pub struct Order {
    /// A file of notes: .xlsx, .csv or .txt.
    #[arg(value_name = "FILE", required_unless_present = "jsonl", conflicts_with = "jsonl")]
    pub file: Option<PathBuf>,
    /// Read one JSON object a line from the standard input, and write one verdict a line.
    #[arg(long)]
    pub jsonl: bool,
    /// An industry of the merchant, by the id of its pack; may be repeated.
    #[arg(long = "industry", value_name = "PACK")]
    pub industries: Vec<String>,
    /// A licence that the merchant holds; may be repeated.
    #[arg(long = "licence", value_name = "NAME")]
    pub licences: Vec<String>,
    /// Where the texts stand.
    #[arg(long, value_enum)]
    pub surface: Option<Place>,
    /// A folder of rule packs (.toml) that take the place of the built-in ones with the same id.
    #[arg(long, value_name = "FOLDER")]
    pub rules: Option<PathBuf>,
}

/// Where a text stands, as the command line names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum Place {
    Title,
    Body,
    CoverText,
    Comment,
    Nickname,
    Bio,
    DirectMessage,
    LiveScript,
}

impl Place {
    const fn surface(self) -> Surface {
        match self {
            Self::Title => Surface::Title,
            Self::Body => Surface::Body,
            Self::CoverText => Surface::CoverText,
            Self::Comment => Surface::Comment,
            Self::Nickname => Surface::Nickname,
            Self::Bio => Surface::Bio,
            Self::DirectMessage => Surface::DirectMessage,
            Self::LiveScript => Surface::LiveScript,
        }
    }
}

/// Judges what the order names.
pub fn check(order: &Order) -> Outcome {
    let checker = checker(order.rules.as_deref())?;
    let context = Context {
        surface: order.surface.map(Place::surface).unwrap_or_default(),
        industries: order.industries.clone(),
        licences: order.licences.clone(),
        ..Context::default()
    };
    match &order.file {
        Some(path) => file::check(&checker, path, &context, order.surface.is_some()),
        None => jsonl::check(&checker, &context),
    }
}

fn checker(folder: Option<&Path>) -> Outcome<Checker> {
    let mut packs = Packs::built_in().map_err(|error| unusable(&error))?;
    for path in folder.map(packs_in).transpose()?.unwrap_or_default() {
        let size = fs::metadata(&path).map_err(|error| Failure::file(&path, &error))?.len();
        let name = path.display().to_string();
        if size > PACK_BYTES_MAX as u64 {
            let bytes = usize::try_from(size).unwrap_or(usize::MAX);
            return Err(unusable(&PackError::TooLong { pack: name, bytes }));
        }
        let text = fs::read_to_string(&path).map_err(|error| Failure::file(&path, &error))?;
        packs.replace(&name, &text).map_err(|error| unusable(&error))?;
    }
    Checker::new(&packs, &Additions::default()).map_err(|error| unusable(&error))
}

/// The packs of a folder, by name.
fn packs_in(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let wrong = |error: std::io::Error| Failure::file(folder, &error);
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
        if paths.len() > PACKS_MAX {
            return Err(unusable(&PackError::TooMany { count: paths.len() }));
        }
    }
    paths.sort();
    Ok(paths)
}

fn unusable(error: &PackError) -> Failure {
    Failure::usage(format!("规则包无法使用：{error}。"), format!("The rule packs cannot be used: {error}."))
}
