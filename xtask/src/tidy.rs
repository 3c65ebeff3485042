//! `tidy`: the rules of the house that no compiler and no linter knows.
//!
//! A rule is a function from the tree to findings. The tree is read once, so that a rule is tested on a tree
//! made of a few lines. A rule that needs an exception names the file and the reason in a table of its own.

mod code;
mod documents;
mod layers;
mod locks;
mod schemas;
mod size;
mod words;

use std::fmt;
use std::fs;

use crate::call::Call;
use crate::failure::{Failure, Outcome};
use crate::place::Place;

/// The rules themselves spell out what they forbid.
const RULEBOOK: &str = "xtask/src/tidy/";

type Rule = fn(&Tree) -> Vec<Finding>;

const RULES: &[Rule] = &[
    size::long_files,
    size::long_functions,
    size::stale_reasons,
    words::empty_names,
    words::leftovers,
    words::foreign_words,
    code::clocks,
    code::components,
    code::silenced_lints,
    code::platform_numbers,
    code::scopes,
    code::databases,
    schemas::names,
    layers::arrows,
    layers::migrations,
    locks::generations,
    locks::banned_crates,
    locks::registries,
    documents::links,
    documents::commands,
];

/// One text file of the tree; its path is relative to the root, with `/`.
pub struct Source {
    pub path: String,
    pub text: String,
}

/// Every text file that is committed or could be.
pub struct Tree {
    pub sources: Vec<Source>,
}

/// A place where a rule is broken. Line 0 stands for the file as a whole.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    pub path: String,
    pub line: usize,
    pub says: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.says),
            line => write!(f, "{}:{line}: {}", self.path, self.says),
        }
    }
}

pub fn tidy(place: &Place, words: &[String]) -> Outcome {
    if !words.is_empty() {
        return Err(Failure::new("Usage: cargo xtask tidy"));
    }
    let found = findings(place)?;
    for finding in &found {
        println!("{finding}");
    }
    verdict(found.len())
}

pub fn findings(place: &Place) -> Outcome<Vec<Finding>> {
    let tree = Tree::read(place)?;
    let mut found: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&tree)).collect();
    found.sort_by(|a, b| (&a.path, a.line, &a.says).cmp(&(&b.path, b.line, &b.says)));
    Ok(found)
}

pub fn verdict(found: usize) -> Outcome {
    match found {
        0 => Ok(()),
        1 => Err(Failure::new("The tree is not tidy: 1 finding.")),
        _ => Err(Failure::new(format!("The tree is not tidy: {found} findings."))),
    }
}

impl Tree {
    fn read(place: &Place) -> Outcome<Self> {
        let listed = Call::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .dir(&place.root)
            .text()?;
        let sources = listed
            .split('\0')
            .filter(|path| !path.is_empty())
            // Not text, or deleted and not yet committed: neither is for these rules.
            .filter_map(|path| {
                let text = fs::read_to_string(place.root.join(path)).ok()?;
                Some(Source { path: path.to_owned(), text })
            })
            .collect();
        Ok(Self { sources })
    }

    pub fn get(&self, path: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.path == path)
    }

    pub fn has_folder(&self, path: &str) -> bool {
        let prefix = format!("{path}/");
        self.sources.iter().any(|source| source.path.starts_with(&prefix))
    }

    /// Rust and TypeScript that a person wrote.
    pub fn code(&self) -> impl Iterator<Item = &Source> {
        self.sources
            .iter()
            .filter(|source| (source.is_rust() || source.is_typescript()) && !source.is_generated())
    }

    #[cfg(test)]
    pub fn of(sources: &[(&str, &str)]) -> Self {
        let sources = sources
            .iter()
            .map(|&(path, text)| Source { path: path.to_owned(), text: text.to_owned() })
            .collect();
        Self { sources }
    }
}

impl Source {
    pub fn is_rust(&self) -> bool {
        self.has_ending(&[".rs"])
    }

    pub fn is_typescript(&self) -> bool {
        self.has_ending(&[".ts", ".tsx"])
    }

    pub fn is_markdown(&self) -> bool {
        self.has_ending(&[".md"])
    }

    pub fn is_lock(&self) -> bool {
        self.has_ending(&["Cargo.lock", "package-lock.json"])
    }

    pub fn is_generated(&self) -> bool {
        crate::codegen::GENERATED.iter().any(|name| self.path.strip_prefix("web/") == Some(name))
    }

    pub fn is_rulebook(&self) -> bool {
        self.path.starts_with(RULEBOOK)
    }

    /// Tests may be long, know the time, and print.
    pub fn is_test(&self) -> bool {
        const FOLDERS: &[&str] = &["tests", "benches", "examples", "e2e", "testkit", "fuzz"];
        const ENDINGS: &[&str] = &["tests.rs", ".test.ts", ".test.tsx", ".spec.ts", ".spec.tsx"];
        self.path.split('/').any(|part| FOLDERS.contains(&part)) || self.has_ending(ENDINGS)
    }

    /// The numbered lines before a Rust file's test module, which stands last.
    pub fn body(&self) -> impl Iterator<Item = (usize, &str)> {
        let is_rust = self.is_rust();
        self.lines().take_while(move |(_, line)| !(is_rust && line.starts_with("#[cfg(test)]")))
    }

    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    pub fn finding(&self, line: usize, says: impl Into<String>) -> Finding {
        Finding { path: self.path.clone(), line, says: says.into() }
    }

    fn has_ending(&self, endings: &[&str]) -> bool {
        endings.iter().any(|ending| self.path.ends_with(ending))
    }
}

/// A pattern of a rule. The patterns are written here, so one that does not compile is a defect that the first
/// run of any test shows.
fn pattern(text: &str) -> regex_lite::Regex {
    match regex_lite::Regex::new(text) {
        Ok(pattern) => pattern,
        Err(cause) => unreachable!("the pattern {text} is wrong: {cause}"),
    }
}

#[cfg(test)]
fn places(found: &[Finding]) -> Vec<String> {
    found.iter().map(|finding| format!("{}:{}", finding.path, finding.line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_test_module_and_test_files_are_told_from_the_rest() {
        let tree = Tree::of(&[
            ("crates/a/src/lib.rs", "fn a() {}\n\n#[cfg(test)]\nmod tests {}\n"),
            ("crates/a/tests/front_door.rs", ""),
            ("web/src/ui/table.test.tsx", ""),
        ]);
        let lib = tree.get("crates/a/src/lib.rs").unwrap();
        assert_eq!(lib.body().count(), 2);
        let tests: Vec<bool> = tree.sources.iter().map(Source::is_test).collect();
        assert_eq!(tests, [false, true, true]);
    }
}
