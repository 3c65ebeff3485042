//! `manifest.json`: what lies in the folder, and what it all sums up to.

use std::path::Path;

use domain::time::Day;
use serde::Serialize;

use crate::{
    error::{WriteCause, WriteError},
    exports::{AccountName, ExportFile, ExportKind, Oddity, oddities, weeks, write_files},
    grow::grow,
    matrix::{Account, Matrix, Shape, Temper},
    truth::{Days, Sums, sums},
};

/// The name of the manifest in the folder.
pub const MANIFEST: &str = "manifest.json";

/// What the folder holds.
#[derive(Serialize)]
struct Manifest<'a> {
    brand: &'a str,
    seed: u64,
    last_day: Day,
    files: Vec<File<'a>>,
    /// Exports that nobody downloaded.
    missing: Vec<Missing>,
    accounts: Vec<AccountFacts<'a>>,
    truth: Vec<Sums>,
}

/// One file.
#[derive(Serialize)]
struct File<'a> {
    /// Relative to the manifest, with `/`.
    path: String,
    kind: ExportKind,
    period: Option<Days>,
    account: Option<&'a AccountName>,
    downloaded: Day,
    rows: usize,
    oddities: &'a [Oddity],
}

#[derive(Serialize)]
struct Missing {
    kind: ExportKind,
    period: Days,
}

/// What is true of an account, whatever the files say.
#[derive(Serialize)]
struct AccountFacts<'a> {
    nickname: &'a str,
    red_id: &'a str,
    user_id: &'a str,
    kind: &'static str,
    temper: &'static str,
    /// 工号
    holder: Option<&'a str>,
    holder_left: bool,
    /// Whether the roster names the account's ids.
    on_roster_by_id: bool,
    shares_nickname: bool,
    last_note: Option<Day>,
}

/// Writes the export files of the matrix and the manifest below `dir`, and says which files there are, in the order
/// in which a merchant would hand them in.
pub fn write_exports(matrix: &Matrix, dir: &Path) -> Result<Vec<ExportFile>, WriteError> {
    let files = write_files(matrix, dir)?;
    let path = dir.join(MANIFEST);
    let manifest = manifest(matrix, &files);
    let text = serde_json::to_vec_pretty(&manifest).map_err(WriteCause::from);
    text.and_then(|text| Ok(std::fs::write(&path, text)?)).map_err(WriteError::at(&path))?;
    Ok(files)
}

/// Grows a matrix of any shape and writes it.
pub fn write_matrix(
    seed: u64,
    last_day: Day,
    shape: &Shape,
    dir: &Path,
) -> Result<Vec<ExportFile>, WriteError> {
    write_exports(&grow(seed, last_day, shape), dir)
}

fn manifest<'a>(matrix: &'a Matrix, files: &'a [ExportFile]) -> Manifest<'a> {
    let missing = weeks(matrix).filter(|week| oddities::is_service_missing(*week));
    Manifest {
        brand: matrix.brand,
        seed: matrix.seed,
        last_day: matrix.last_day,
        files: files.iter().map(file).collect(),
        missing: missing
            .map(|week| Missing { kind: ExportKind::ServiceQuality, period: week.period.into() })
            .collect(),
        accounts: matrix.accounts.iter().map(|account| facts(matrix, account)).collect(),
        truth: sums(matrix),
    }
}

fn file(file: &ExportFile) -> File<'_> {
    let ExportFile { path, kind, period, account, downloaded, rows, oddities } = file;
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    File {
        path: parts.join("/"),
        kind: *kind,
        period: period.map(Days::from),
        account: account.as_ref(),
        downloaded: *downloaded,
        rows: *rows,
        oddities,
    }
}

fn facts<'a>(matrix: &'a Matrix, account: &'a Account) -> AccountFacts<'a> {
    let holder = account.holder.and_then(|holder| matrix.employees.get(holder));
    AccountFacts {
        nickname: &account.nickname,
        red_id: &account.red_id,
        user_id: &account.user_id,
        kind: account.kind.code(),
        temper: temper(account.temper),
        holder: holder.map(|holder| holder.number.as_str()),
        holder_left: holder.is_some_and(|holder| holder.left.is_some()),
        on_roster_by_id: holder.is_some_and(|holder| holder.account_ids_known),
        shares_nickname: matrix.shares_nickname(account),
        last_note: account.notes.last().map(crate::matrix::Note::day),
    }
}

const fn temper(temper: Temper) -> &'static str {
    match temper {
        Temper::Thriving => "thriving",
        Temper::Steady => "steady",
        Temper::Quiet => "quiet",
        Temper::Slow => "slow",
        Temper::New => "new",
    }
}
