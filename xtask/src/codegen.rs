//! From the server's handlers to the console's types: `kosmos openapi`, then `npm run codegen`.
//!
//! Both results are committed, so that their difference is the review of the API. The check makes them again
//! and compares; it leaves the tree as it was.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use crate::call::Call;
use crate::failure::{Failure, Outcome, While};
use crate::place::Place;
use crate::web;

/// The files that are made, below `web/`.
pub const GENERATED: &[&str] = &["openapi.json", "src/api/schema.d.ts"];
const READMES: &[&str] = &["README.md", "README.zh-CN.md"];

pub fn codegen(place: &Place, words: &[String]) -> Outcome {
    let only_check = match words {
        [] => false,
        [word] if word == "--check" => true,
        _ => return Err(Failure::new("Usage: cargo xtask codegen [--check]")),
    };
    build_server(place).run()?;
    web::install(place, &place.web())?;
    if only_check { check(place) } else { generate(place) }
}

/// The server as the tests use it. What `cargo test` compiled is used again.
pub fn build_server(place: &Place) -> Call {
    Call::cargo().args(["build", "--locked", "--quiet", "-p", "kosmos"]).dir(&place.root)
}

/// Fails when a committed file differs from what the server and the generator make now.
pub fn check(place: &Place) -> Outcome {
    let before: Vec<(PathBuf, Option<Vec<u8>>)> =
        generated(place).map(|path| (path.clone(), fs::read(path).ok())).collect();
    let outcome = generate(place);
    let mut stale = Vec::new();
    for (path, committed) in before {
        if fs::read(&path).ok() == committed {
            continue;
        }
        stale.push(path.strip_prefix(&place.root).unwrap_or(&path).display().to_string());
        match committed {
            Some(bytes) => fs::write(&path, bytes).doing(format!("restore {}", path.display()))?,
            None => fs::remove_file(&path).doing(format!("remove {}", path.display()))?,
        }
    }
    outcome?;
    if stale.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "The API has changed and {} not followed. Run `make codegen` and commit what it writes.",
        if stale.len() == 1 {
            format!("{} has", stale.concat())
        } else {
            format!("{} have", stale.join(", "))
        }
    )))
}

/// Asks the server for the help of every command that the READMEs show.
pub fn commands_are_known(place: &Place) -> Outcome {
    let server = place.server("debug");
    for readme in READMES {
        let path = place.root.join(readme);
        let text = fs::read_to_string(&path).doing(format!("read {}", path.display()))?;
        for command in commands_shown(&text) {
            if !Call::new(&server).args([command, "--help"]).succeeds() {
                return Err(Failure::new(format!(
                    "{readme} shows `kosmos {command}`, which the server does not know."
                )));
            }
        }
    }
    Ok(())
}

fn generate(place: &Place) -> Outcome {
    let document = Call::new(place.server("debug")).args(["openapi"]).text()?;
    let path = place.web().join("openapi.json");
    fs::write(&path, document).doing(format!("write {}", path.display()))?;
    web::npm(&place.web(), &["run", "--silent", "codegen"]).text().map(drop)
}

fn generated(place: &Place) -> impl Iterator<Item = PathBuf> {
    GENERATED.iter().map(|name| place.web().join(name))
}

/// The second words of `kosmos …` lines in fenced blocks.
fn commands_shown(markdown: &str) -> BTreeSet<&str> {
    fenced_lines(markdown)
        .filter_map(|line| {
            let mut words = line.split_whitespace().skip_while(|word| *word == "sudo" || *word == "$");
            let program = words.next()?;
            (program == "kosmos" || program.ends_with("/kosmos")).then(|| words.next()).flatten()
        })
        .filter(|command| command.starts_with(|letter: char| letter.is_ascii_lowercase()))
        .collect()
}

/// Lines inside fenced blocks, trimmed.
pub fn fenced_lines(markdown: &str) -> impl Iterator<Item = &str> {
    let mut fenced = false;
    markdown.lines().map(str::trim).filter(move |line| {
        if line.starts_with("```") {
            fenced = !fenced;
            return false;
        }
        fenced
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_taken_from_fenced_blocks_only() {
        let text = "Use `kosmos nothing`.\n```sh\nkosmos serve --listen x\nsudo kosmos backup f\n\
                    target/release/kosmos import a.csv\nkosmos --version\nmake run\n```\nkosmos prose\n";
        assert_eq!(commands_shown(text).into_iter().collect::<Vec<_>>(), ["backup", "import", "serve"]);
    }
}
