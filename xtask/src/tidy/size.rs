//! A function fits the screen, a file fits the head.
//!
//! Both languages are laid out by a formatter, so a function ends at the first line that closes at the
//! indentation it began with.

use regex_lite::Regex;

use super::{Finding, Source, Tree, pattern};

const FILE_LINES_MAX: usize = 600;
const FUNCTION_LINES_MAX: usize = 70;

/// Files that are longer for a reason: path and reason.
const LONG_FOR_A_REASON: &[(&str, &str)] = &[];

const RUST_FUNCTION: &str = r#"^(?<indent>\s*)(?:pub(?:\([a-z: ]+\))? )?(?:default |const |async |unsafe |extern "C" )*fn (?<name>\w+)"#;
const TYPESCRIPT_FUNCTION: &str = concat!(
    r"^(?<indent>\s*)(?:export )?(?:default )?(?:(?:async )?function\*? (?<name>\w+)",
    r"|const (?<bound>\w+) = (?:async )?\(.*=> \{$)"
);

pub fn long_files(tree: &Tree) -> Vec<Finding> {
    let has_reason = |source: &&Source| !LONG_FOR_A_REASON.iter().any(|(path, _)| *path == source.path);
    tree.code()
        .filter(has_reason)
        .filter_map(|source| {
            let lines = source.body().count();
            let says = format!("{lines} lines; {FILE_LINES_MAX} is the wall. Cut it by concern.");
            (lines > FILE_LINES_MAX).then(|| source.finding(0, says))
        })
        .collect()
}

/// A reason that no file needs any more goes.
pub fn stale_reasons(tree: &Tree) -> Vec<Finding> {
    let is_long = |path: &str| tree.get(path).is_some_and(|source| source.body().count() > FILE_LINES_MAX);
    LONG_FOR_A_REASON
        .iter()
        .filter(|(path, _)| !is_long(path))
        .map(|(path, reason)| Finding {
            path: (*path).to_owned(),
            line: 0,
            says: format!("is not long any more; its reason ({reason}) can go from tidy/size.rs."),
        })
        .collect()
}

pub fn long_functions(tree: &Tree) -> Vec<Finding> {
    let (rust, typescript) = (pattern(RUST_FUNCTION), pattern(TYPESCRIPT_FUNCTION));
    tree.code()
        .filter(|source| !source.is_test())
        .flat_map(|source| functions(source, if source.is_rust() { &rust } else { &typescript }))
        .collect()
}

fn functions(source: &Source, opening: &Regex) -> Vec<Finding> {
    let lines: Vec<(usize, &str)> = source.body().collect();
    let mut found = Vec::new();
    for (position, (number, line)) in lines.iter().enumerate() {
        let Some(opened) = opening.captures(line) else { continue };
        let indent = opened.name("indent").map_or("", |indent| indent.as_str());
        let name = opened.name("name").or_else(|| opened.name("bound")).map_or("", |name| name.as_str());
        let length = length(lines.iter().skip(position).map(|(_, line)| *line), indent);
        if length > FUNCTION_LINES_MAX {
            let says = format!(
                "`{name}` has {length} lines; {FUNCTION_LINES_MAX} is the wall. Give its parts names."
            );
            found.push(source.finding(*number, says));
        }
    }
    found
}

/// Lines from the opening one to the one that closes, both counted; 1 for a function without a body of its own.
fn length<'a>(lines: impl Iterator<Item = &'a str>, indent: &str) -> usize {
    for (index, line) in lines.enumerate() {
        let Some(rest) = line.strip_prefix(indent) else { continue };
        let closes = rest.starts_with('}') || (index == 0 && (rest.ends_with('}') || rest.ends_with(';')));
        if closes {
            return index + 1;
        }
    }
    1
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    fn rust_function(body_lines: usize) -> String {
        format!("/// Says.\npub async fn told(a: u8) -> u8 {{\n{}}}\n", "    a;\n".repeat(body_lines))
    }

    #[test]
    fn a_function_of_71_lines_is_one_too_long() {
        let (fits, long) = (rust_function(68), rust_function(69));
        let tree = Tree::of(&[("crates/a/src/fits.rs", &fits), ("crates/a/src/long.rs", &long)]);
        let found = long_functions(&tree);
        assert_eq!(places(&found), ["crates/a/src/long.rs:2"]);
        assert!(found.first().unwrap().says.contains("`told` has 71 lines"));
    }

    #[test]
    fn components_are_functions_too_and_one_liners_end_where_they_began() {
        let rows = "  row();\n".repeat(80);
        let page = format!("const one = () => 1;\nexport default function Page() {{\n{rows}}}\n");
        let bound = format!("export const Board = (props: Props) => {{\n{rows}}};\n");
        let tree = Tree::of(&[("web/src/a.tsx", &page), ("web/src/b.tsx", &bound)]);
        assert_eq!(places(&long_functions(&tree)), ["web/src/a.tsx:2", "web/src/b.tsx:1"]);
    }

    #[test]
    fn tests_may_be_long() {
        let inside = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", rust_function(90));
        let outside = rust_function(90);
        let tree = Tree::of(&[("crates/a/src/lib.rs", &inside), ("crates/a/tests/it.rs", &outside)]);
        assert_eq!(long_functions(&tree), []);
    }

    #[test]
    fn a_file_of_601_lines_is_one_too_long_and_generated_ones_are_nobody_s() {
        let (fits, long) = ("a\n".repeat(600), "a\n".repeat(601));
        let tree = Tree::of(&[
            ("crates/a/src/fits.rs", &fits),
            ("crates/a/src/long.rs", &long),
            ("web/src/api/schema.d.ts", &long),
        ]);
        assert_eq!(places(&long_files(&tree)), ["crates/a/src/long.rs:0"]);
    }
}
