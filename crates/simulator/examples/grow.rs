//! Writes a matrix to a folder, for looking at it: `grow DIR [LAST_DAY] [SEED] [full]`.

use std::{error::Error, io::Write as _, path::Path, time::Instant};

use simulator::{Shape, grow, write_exports};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let argument = |index: usize| arguments.get(index).map(String::as_str);
    let dir = argument(0).ok_or("name a folder to write to")?;
    let last_day = argument(1).unwrap_or("2026-11-23").parse()?;
    let seed = argument(2).unwrap_or("7").parse()?;
    let shape = if argument(3) == Some("full") { Shape::FULL } else { Shape::DEMO };
    let start = Instant::now();
    let matrix = grow(seed, last_day, &shape);
    let grown = start.elapsed();
    let files = write_exports(&matrix, Path::new(dir))?;
    let mut out = std::io::stdout().lock();
    for file in &files {
        writeln!(out, "{:?} {} rows · {}", file.kind, file.rows, file.path.display())?;
    }
    let notes: usize = matrix.accounts.iter().map(|account| account.notes.len()).sum();
    let written = start.elapsed().saturating_sub(grown);
    writeln!(out, "{} files, {notes} notes; grown in {grown:?}, written in {written:?}", files.len())?;
    Ok(())
}
