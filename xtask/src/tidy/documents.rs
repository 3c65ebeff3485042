//! Links lead somewhere, and the commands that the READMEs show exist.

use super::{Finding, Source, Tree, pattern};
use crate::codegen::fenced_lines;

pub fn links(tree: &Tree) -> Vec<Finding> {
    let link = pattern(r"\]\((?<target>[^)\s]+)\)");
    let mut found = Vec::new();
    for source in tree.sources.iter().filter(|source| source.is_markdown()) {
        for (number, line) in prose(source) {
            let targets = link.captures_iter(line).filter_map(|parts| Some(parts.name("target")?.as_str()));
            for target in targets.filter(|target| !leads(tree, source, target)) {
                found.push(source.finding(number, format!("the link to {target} leads nowhere.")));
            }
        }
    }
    found
}

/// The lines outside fenced blocks.
fn prose(source: &Source) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    source.lines().filter(move |(_, line)| {
        let mark = line.trim_start().starts_with("```");
        fenced ^= mark;
        !fenced && !mark
    })
}

fn leads(tree: &Tree, from: &Source, target: &str) -> bool {
    if target.contains("://") || target.starts_with("mailto:") {
        return true;
    }
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    let path = if path.is_empty() { from.path.clone() } else { resolve(&from.path, path) };
    match tree.get(&path) {
        Some(page) if page.is_markdown() && !anchor.is_empty() => has_heading(page, anchor),
        Some(_) => true,
        None => tree.has_folder(&path),
    }
}

/// A relative link, as a path from the root.
fn resolve(from: &str, target: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

fn has_heading(page: &Source, anchor: &str) -> bool {
    prose(page).filter(|(_, line)| line.starts_with('#')).any(|(_, line)| {
        let heading = line.trim_start_matches('#').trim().to_lowercase();
        let kept = heading.chars().filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
        kept.map(|letter| if letter == ' ' { '-' } else { letter }).collect::<String>() == anchor
    })
}

pub fn commands(tree: &Tree) -> Vec<Finding> {
    let targets = tree.get("Makefile").map(make_targets).unwrap_or_default();
    let mut found = Vec::new();
    for source in
        tree.sources.iter().filter(|source| source.path.starts_with("README") && source.is_markdown())
    {
        for line in fenced_lines(&source.text) {
            if let Some(says) = unknown_command(line, &targets) {
                found.push(source.finding(0, says));
            }
        }
    }
    found
}

fn unknown_command(line: &str, targets: &[&str]) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        ["make", target, ..] if !targets.contains(target) => {
            Some(format!("shows `make {target}`, which the Makefile does not know."))
        }
        ["cargo", "xtask", chore, ..] if !crate::CHORES.iter().any(|known| known.name == *chore) => {
            Some(format!("shows `cargo xtask {chore}`, which is no chore."))
        }
        _ => None,
    }
}

fn make_targets(makefile: &Source) -> Vec<&str> {
    makefile
        .lines()
        .filter(|(_, line)| !line.starts_with(['\t', '#', '.']))
        .filter_map(|(_, line)| line.split_once(':'))
        .flat_map(|(names, _)| names.split_whitespace())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn a_link_leads_to_a_file_a_folder_or_a_heading() {
        let readme = "[a](docs/guide.md) [b](docs) [c](https://example.com) [d](#two-commands)\n\
                      [gone](docs/gone.md)\n[gone](#three)\n```\n[code](nowhere)\n```\n## Two commands\n";
        let guide =
            "[back](../README.md#two-commands) [中文](#数据在哪里)\n[gone](README.md)\n## 数据在哪里\n";
        let tree = Tree::of(&[("README.md", readme), ("docs/guide.md", guide)]);
        assert_eq!(places(&links(&tree)), ["README.md:2", "README.md:3", "docs/guide.md:2"]);
    }

    #[test]
    fn a_command_in_a_readme_exists() {
        let readme =
            "```sh\nmake run\nmake coffee\ncargo xtask tidy\ncargo xtask coffee\n```\nmake nothing\n";
        let tree = Tree::of(&[("Makefile", ".PHONY: run\nrun:\n\tcargo xtask run\n"), ("README.md", readme)]);
        let found: Vec<String> = commands(&tree).into_iter().map(|finding| finding.says).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().all(|says| says.contains("coffee")), "{found:?}");
    }
}
