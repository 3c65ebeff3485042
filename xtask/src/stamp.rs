//! Work that is done again only when what it reads has changed.
//!
//! A stamp is a digest of names and contents, so that a checkout that only touches times costs nothing.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::failure::{Outcome, While};
use crate::place::Place;

/// Folders that are made from the others and never read as a source.
const MADE_FOLDERS: &[&str] = &["node_modules", "dist", "results", "report"];

/// Calls `make` unless `output` exists and was made from these very inputs.
pub fn when_changed(
    place: &Place,
    name: &str,
    inputs: &[PathBuf],
    output: &Path,
    make: impl FnOnce() -> Outcome,
) -> Outcome {
    let stamp = place.target.join("stamps").join(name);
    let now = format!("{:016x}", digest(inputs)?);
    if output.exists() && fs::read_to_string(&stamp).is_ok_and(|before| before == now) {
        return Ok(());
    }
    make()?;
    fs::create_dir_all(place.target.join("stamps")).doing("create the folder of stamps")?;
    fs::write(&stamp, now).doing(format!("write {}", stamp.display()))
}

/// Every file under a folder, sorted, without what is made from the others.
pub fn sources(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).doing(format!("list {}", folder.display()))? {
            let entry = entry.doing(format!("list {}", folder.display()))?;
            let name = entry.file_name();
            let kind = entry.file_type().doing(format!("look at {}", entry.path().display()))?;
            if kind.is_file() {
                found.push(entry.path());
            } else if kind.is_dir() && !MADE_FOLDERS.iter().any(|made| name == *made) {
                open.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

fn digest(inputs: &[PathBuf]) -> Outcome<u64> {
    let mut hasher = DefaultHasher::new();
    for input in inputs {
        input.hash(&mut hasher);
        fs::read(input).doing(format!("read {}", input.display()))?.hash(&mut hasher);
    }
    Ok(hasher.finish())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn work_is_done_again_only_when_an_input_changes_or_the_output_is_gone() {
        let root = std::env::temp_dir().join(format!("kosmos-stamp-{}", std::process::id()));
        fs::create_dir_all(root.join("src/node_modules")).unwrap();
        let place = Place { root: root.clone(), target: root.join("target") };
        let output = root.join("out");
        let times = Cell::new(0);
        let make = || {
            let inputs = sources(&root.join("src"))?;
            when_changed(&place, "page", &inputs, &output, || {
                times.set(times.get() + 1);
                fs::write(&output, "made").doing("write")
            })
        };
        fs::write(root.join("src/a.ts"), "1").unwrap();
        make().unwrap();
        make().unwrap();
        assert_eq!(times.get(), 1, "nothing changed");
        fs::write(root.join("src/node_modules/b.js"), "1").unwrap();
        make().unwrap();
        assert_eq!(times.get(), 1, "dependencies are not sources");
        fs::write(root.join("src/a.ts"), "2").unwrap();
        make().unwrap();
        assert_eq!(times.get(), 2, "a source changed");
        fs::remove_file(&output).unwrap();
        make().unwrap();
        assert_eq!(times.get(), 3, "the output is gone");
        fs::remove_dir_all(&root).unwrap();
    }
}
