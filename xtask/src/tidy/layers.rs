//! The arrows between the crates, and the order of the migrations.

use std::collections::BTreeMap;

use super::{Finding, Source, Tree, pattern};

/// What each crate may build upon. Tests may reach further; a crate that is not here has no place yet.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("sheets", &[]),
    ("text", &[]),
    ("db", &["domain"]),
    ("db-test", &[]),
    ("jobs", &["domain", "db"]),
    ("app", &["domain", "sheets", "text", "db", "jobs"]),
    ("simulator", &["domain", "sheets"]),
    ("kosmos", &["domain", "sheets", "text", "db", "jobs", "app", "simulator"]),
    ("testkit", &["domain", "sheets", "db", "jobs", "app", "simulator"]),
];

/// Crates that stay pure, and what would end that.
const PURE: &[&str] = &["domain", "sheets", "text"];
const IMPURE: &[&str] =
    &["tokio", "async-trait", "futures", "axum", "hyper", "reqwest", "sea-orm", "sqlx", "rusqlite", "rand"];

pub fn arrows(tree: &Tree) -> Vec<Finding> {
    let crates: Vec<(&str, &Source)> = tree
        .sources
        .iter()
        .filter_map(|source| {
            let name = source.path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")?;
            (!name.contains('/')).then_some((name, source))
        })
        .collect();
    let ours: Vec<&str> = crates.iter().map(|(name, _)| *name).collect();
    crates.iter().flat_map(|(name, manifest)| arrows_of(name, manifest, &ours)).collect()
}

fn arrows_of(name: &str, manifest: &Source, ours: &[&str]) -> Vec<Finding> {
    let Some((_, allowed)) = ARROWS.iter().find(|(crate_name, _)| *crate_name == name) else {
        let says =
            format!("the crate `{name}` has no place among the arrows: give it one in tidy/layers.rs.");
        return vec![manifest.finding(0, says)];
    };
    let mut found = Vec::new();
    for (number, needed) in dependencies(manifest) {
        if ours.contains(&needed) && !allowed.contains(&needed) {
            let says = format!("`{name}` may not build upon `{needed}`: the arrows point one way.");
            found.push(manifest.finding(number, says));
        }
        if PURE.contains(&name) && IMPURE.contains(&needed) {
            found.push(manifest.finding(number, format!("`{name}` is pure and has no use for `{needed}`.")));
        }
    }
    found
}

/// Names under `[dependencies]`, with their lines; what tests and build scripts need is not counted.
fn dependencies(manifest: &Source) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut counts = false;
    for (number, line) in manifest.lines() {
        if let Some(section) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            let single = section.strip_prefix("dependencies.");
            found.extend(single.map(|name| (number, name)));
            counts = section == "dependencies"
                || (section.starts_with("target.") && section.ends_with(".dependencies"));
        } else if counts {
            let name = line.split(['.', '=', ' ']).next().unwrap_or_default();
            if !name.is_empty() && !name.starts_with('#') {
                found.push((number, name));
            }
        }
    }
    found
}

/// Migrations are numbered from 1 in steps of 1: a gap is a lost file, a pair is two authors.
pub fn migrations(tree: &Tree) -> Vec<Finding> {
    let numbered = pattern(r"^(?<folder>.*/migrations?)/m?(?<number>\d+)_\w+\.(?:rs|sql)$");
    let mut folders: BTreeMap<String, Vec<(usize, &Source)>> = BTreeMap::new();
    for source in &tree.sources {
        let Some(parts) = numbered.captures(&source.path) else { continue };
        let number = parts.name("number").and_then(|digits| digits.as_str().parse().ok()).unwrap_or_default();
        let folder = parts.name("folder").map_or("", |folder| folder.as_str());
        folders.entry(folder.to_owned()).or_default().push((number, source));
    }
    folders.into_values().flat_map(misnumbered).collect()
}

fn misnumbered(mut files: Vec<(usize, &Source)>) -> Vec<Finding> {
    files.sort_by_key(|(number, source)| (*number, source.path.clone()));
    files
        .iter()
        .enumerate()
        .filter(|(index, (number, _))| *number != index + 1)
        .take(1)
        .map(|(index, (number, source))| {
            source.finding(
                0,
                format!("is migration {number} where {} is due: number them without gaps.", index + 1),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn arrows_point_one_way() {
        let tree = Tree::of(&[
            ("crates/domain/Cargo.toml", "[dependencies]\nserde.workspace = true\ntokio = \"1\"\n"),
            (
                "crates/db/Cargo.toml",
                "[dependencies]\ndomain = { path = \"../domain\" }\napp.workspace = true\n",
            ),
            (
                "crates/app/Cargo.toml",
                "[dependencies]\ndb.workspace = true\n[dev-dependencies]\ntestkit.workspace = true\n",
            ),
            ("crates/testkit/Cargo.toml", "[dependencies.app]\npath = \"../app\"\n"),
            ("crates/wild/Cargo.toml", ""),
        ]);
        let expected = ["crates/domain/Cargo.toml:3", "crates/db/Cargo.toml:3", "crates/wild/Cargo.toml:0"];
        assert_eq!(places(&arrows(&tree)), expected);
    }

    #[test]
    fn what_only_tests_need_is_no_arrow() {
        let manifest = "[package]\nname = \"a\"\n\n[dependencies]\n# why\nb = \"1\"\n\n[target.'cfg(unix)'.dependencies]\n\
                        c = \"1\"\n[build-dependencies]\nd = \"1\"\n";
        let tree = Tree::of(&[("Cargo.toml", manifest)]);
        let found: Vec<&str> =
            dependencies(tree.sources.first().unwrap()).into_iter().map(|(_, name)| name).collect();
        assert_eq!(found, ["b", "c"]);
    }

    #[test]
    fn migrations_are_numbered_without_gaps_and_pairs() {
        let cases: [(&[&str], bool); 4] = [
            (&["m0001_seats.rs", "m0002_people.rs", "mod.rs"], true),
            (&["m0001_seats.rs", "m0003_people.rs"], false),
            (&["m0001_seats.rs", "m0001_people.rs"], false),
            (&["m0002_people.rs"], false),
        ];
        for (names, in_order) in cases {
            let paths: Vec<String> =
                names.iter().map(|name| format!("crates/db/src/migrations/{name}")).collect();
            let sources: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), "")).collect();
            assert_eq!(migrations(&Tree::of(&sources)).is_empty(), in_order, "{names:?}");
        }
    }
}
