//! Names that say nothing, notes to oneself, and words that do not belong in this repository.

use super::{Finding, Tree, pattern};

const EMPTY_NAMES: &[&str] = &["helper", "helpers", "util", "utils", "common", "manager", "managers", "misc"];
const DECLARATION: &str = concat!(
    r"^\s*(?:pub(?:\([a-z: ]+\))? |export |default |const |async |unsafe |declare |abstract )*",
    r"(?:fn|mod|struct|enum|trait|type|function|class|interface|static|const|let) (?:mut )?(?<name>\w+)"
);

/// Spelled backwards, so that the list does not find itself: names of programs that write text and code, and
/// the folder of one workplace. The product and its history speak of neither.
const FOREIGN_WORDS: &[&str] = &[
    "edualc",
    "ciporhtna",
    "tpgtahc",
    "ianepo",
    "tolipoc",
    "inimeg",
    "xedoc",
    "keespeed",
    "newq",
    "imik",
    "amallo",
    "ledom egaugnal",
    "/krow/",
];

pub fn empty_names(tree: &Tree) -> Vec<Finding> {
    let declaration = pattern(DECLARATION);
    let mut found = Vec::new();
    for source in tree.code() {
        if let Some(word) = empty_word(&source.path) {
            found.push(source.finding(0, format!("`{word}` in a path says nothing: name what is inside.")));
        }
        for (number, line) in source.lines() {
            let name = declaration.captures(line).and_then(|declared| declared.name("name"));
            if let Some(word) = name.and_then(|name| empty_word(name.as_str())) {
                found
                    .push(source.finding(number, format!("`{word}` says nothing: name what it is or does.")));
            }
        }
    }
    found
}

/// The first word of a path or an identifier that says nothing.
fn empty_word(name: &str) -> Option<&'static str> {
    let mut spaced = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() || !letter.is_alphanumeric() {
            spaced.push(' ');
        }
        spaced.extend(letter.to_lowercase());
    }
    let is_separator = |letter: char| !letter.is_alphanumeric();
    spaced.split(is_separator).find_map(|word| EMPTY_NAMES.iter().copied().find(|empty| *empty == word))
}

pub fn leftovers(tree: &Tree) -> Vec<Finding> {
    let note = pattern(r"\b(?:TODO|FIXME)\b");
    let debris = pattern(r"\bconsole\.log\(|@ts-ignore|@ts-nocheck");
    let mut found = Vec::new();
    for source in tree.sources.iter().filter(|source| !source.is_rulebook() && !source.is_lock()) {
        for (number, line) in source.lines() {
            if note.is_match(line) {
                found.push(source.finding(number, "a note to oneself: do it, or open an issue."));
            } else if source.is_typescript() && debris.is_match(line) {
                found.push(source.finding(number, "debris of a search for an error: take it out."));
            }
        }
    }
    found
}

pub fn foreign_words(tree: &Tree) -> Vec<Finding> {
    let words: Vec<String> = FOREIGN_WORDS.iter().map(|word| word.chars().rev().collect()).collect();
    let mut found = Vec::new();
    for source in tree.sources.iter().filter(|source| !source.is_lock()) {
        for (number, line) in source.lines() {
            let line = line.to_lowercase();
            if let Some(word) = words.iter().find(|word| stands_in(&line, word)) {
                found.push(source.finding(number, format!("`{word}` does not belong in this repository.")));
            }
        }
    }
    found
}

/// Whether the word begins in the line where no other word goes on.
fn stands_in(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|head| head.chars().next_back());
        !before.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn a_name_that_says_nothing_is_found_in_paths_and_declarations() {
        let tree = Tree::of(&[
            ("crates/a/src/util.rs", ""),
            ("web/src/dateHelpers.ts", ""),
            ("crates/a/src/lib.rs", "pub struct SeatManager;\nfn seat() {}\nlet common_rate = 1;\n"),
            (
                "crates/a/src/fine.rs",
                "struct Utility;\nlet manager_of = 1; // asked of the roster\nfield: manager,\n",
            ),
        ]);
        let found = places(&empty_names(&tree));
        let expected = [
            "crates/a/src/util.rs:0",
            "web/src/dateHelpers.ts:0",
            "crates/a/src/lib.rs:1",
            "crates/a/src/lib.rs:3",
            "crates/a/src/fine.rs:2",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn notes_to_oneself_are_found_in_any_text() {
        let tree = Tree::of(&[
            ("STYLE.md", "Fine.\nTODO: more\n"),
            ("web/src/a.ts", "console.log(1)\n// @ts-ignore\nconst TODOS = 1;\n"),
            ("xtask/src/tidy/words.rs", "TODO"),
        ]);
        assert_eq!(places(&leftovers(&tree)), ["STYLE.md:2", "web/src/a.ts:1", "web/src/a.ts:2"]);
    }

    #[test]
    fn foreign_words_are_found_whatever_their_case() {
        let path: String = "/krow/".chars().rev().collect();
        let name: String = "tolipoC".chars().rev().collect();
        let text = format!("fine\nsee {path}here\nasked {name} for it\nhome{path}x\n");
        let tree = Tree::of(&[("README.md", &text)]);
        assert_eq!(places(&foreign_words(&tree)), ["README.md:2", "README.md:3"]);
    }

    #[test]
    fn words_are_cut_at_capitals_and_signs() {
        assert_eq!(empty_word("date_utils.ts"), Some("utils"));
        assert_eq!(empty_word("AccountManager"), Some("manager"));
        assert_eq!(empty_word("commonest"), None);
    }
}
