//! Puts a placeholder page where the console is embedded from, when the console was not built.
//!
//! `cargo build` therefore never needs Node; `cargo xtask` builds the console first where a user runs or ships it.

use std::{env, fs, io, io::Write as _, path::PathBuf};

const PLACEHOLDER: &str = include_str!("placeholder.html");

fn main() -> io::Result<()> {
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let dist = manifest.join("../../web/dist");
    let index = dist.join("index.html");
    if !index.exists() {
        fs::create_dir_all(&dist)?;
        fs::write(&index, PLACEHOLDER)?;
    }
    for path in ["../../web/dist", "placeholder.html"] {
        writeln!(io::stdout(), "cargo::rerun-if-changed={path}")?;
    }
    Ok(())
}
