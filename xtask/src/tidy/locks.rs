//! What the lock files say: one generation of each foundation, no long C builds, no addresses of registries.

use std::collections::BTreeMap;

use super::{Finding, Source, Tree};

/// Foundations of which a second generation would be compiled, linked, and reasoned about beside the first.
const ONE_GENERATION: &[&str] = &[
    "aes",
    "aes-gcm",
    "argon2",
    "axum",
    "cbc",
    "cipher",
    "digest",
    "hkdf",
    "hmac",
    "hyper",
    "md-5",
    "rustls",
    "sea-orm",
    "sha1",
    "sha2",
    "sqlx",
    "sqlx-core",
    "tokio",
    "tower-http",
];

/// Second generations that we cannot end: crate, its older generation, reason.
const SECOND_FOR_A_REASON: &[(&str, &str, &str)] = &[
    ("sha2", "0.10", "sqlx-core 0.9 names its statements with it"),
    ("digest", "0.10", "below that sha2"),
    ("tower-http", "0.6", "reqwest 0.13 follows redirects with it"),
];

/// Long C builds, second engines, and copyleft.
const BANNED: &[(&str, &str)] = &[
    ("aws-lc-rs", "a long C build; TLS uses ring"),
    ("aws-lc-sys", "a long C build; TLS uses ring"),
    ("openssl-sys", "binds to the system's library; TLS uses rustls with ring"),
    ("native-tls", "binds to the system's library; TLS uses rustls with ring"),
    ("zstd-sys", "a long C build"),
    ("libduckdb-sys", "a second database engine"),
    ("duckdb", "a second database engine"),
    ("rusqlite", "cannot share a binary with the driver of the object mapper"),
    ("chrono-tz", "time is jiff's"),
    ("zhconv", "its licence is GPL"),
];

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// One `[[package]]` of a `Cargo.lock`.
struct Package<'a> {
    line: usize,
    name: &'a str,
    version: &'a str,
}

pub fn generations(tree: &Tree) -> Vec<Finding> {
    let Some(lock) = tree.get("Cargo.lock") else { return Vec::new() };
    let mut by_name: BTreeMap<&str, Vec<Package<'_>>> = BTreeMap::new();
    for package in packages(lock).into_iter().filter(|package| ONE_GENERATION.contains(&package.name)) {
        let has_reason = SECOND_FOR_A_REASON
            .iter()
            .any(|(name, older, _)| *name == package.name && *older == generation(package.version));
        if !has_reason {
            by_name.entry(package.name).or_default().push(package);
        }
    }
    by_name
        .into_iter()
        .filter(|(_, packages)| packages.len() > 1)
        .flat_map(|(name, packages)| packages.into_iter().skip(1).map(move |second| (name, second)))
        .map(|(name, second)| {
            lock.finding(second.line, format!("a second {name} ({}): keep one.", second.version))
        })
        .collect()
}

pub fn banned_crates(tree: &Tree) -> Vec<Finding> {
    let Some(lock) = tree.get("Cargo.lock") else { return Vec::new() };
    packages(lock)
        .into_iter()
        .filter_map(|package| {
            let (name, reason) = BANNED.iter().find(|(name, _)| *name == package.name)?;
            Some(lock.finding(package.line, format!("`{name}` is not used here: {reason}.")))
        })
        .collect()
}

/// A lock file pins versions and checksums; where they are fetched from is the business of whoever builds.
pub fn registries(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for lock in tree.sources.iter().filter(|source| source.is_lock()) {
        for (number, line) in lock.lines() {
            let line = line.trim();
            let foreign_crate =
                line.strip_prefix("source = ").is_some_and(|source| source.trim_matches('"') != CRATES_IO);
            if foreign_crate {
                found.push(lock.finding(number, "crates come from crates.io only."));
            } else if line.starts_with("\"resolved\": \"http") {
                let says = "an address of a registry: set omit-lockfile-registry-resolved=true in .npmrc.";
                found.push(lock.finding(number, says));
                break;
            }
        }
    }
    found
}

fn packages(lock: &Source) -> Vec<Package<'_>> {
    let mut found: Vec<Package<'_>> = Vec::new();
    for (line, text) in lock.lines() {
        if let Some(name) = quoted(text, "name") {
            found.push(Package { line, name, version: "" });
        } else if let (Some(version), Some(last)) = (quoted(text, "version"), found.last_mut()) {
            last.version = version;
        }
    }
    found
}

fn quoted<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"')
}

/// What Cargo holds to be incompatible with the next: `1`, `0.10`.
fn generation(version: &str) -> &str {
    let numbers = if version.starts_with("0.") { 2 } else { 1 };
    let end = version.match_indices('.').nth(numbers - 1).map_or(version.len(), |(at, _)| at);
    version.get(..end).unwrap_or(version)
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    fn lock(packages: &[(&str, &str)]) -> String {
        let entries: Vec<String> = packages
            .iter()
            .map(|(name, version)| format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n"))
            .collect();
        format!("version = 4\n\n{}", entries.join("\n"))
    }

    #[test]
    fn a_second_generation_is_found_and_a_known_one_is_not() {
        let cases: [(&[(&str, &str)], usize); 4] = [
            (&[("hmac", "0.12.1"), ("hmac", "0.13.0")], 1),
            (&[("sha2", "0.10.9"), ("sha2", "0.11.1")], 0),
            (&[("rustls", "0.23.1"), ("rustls", "0.23.4"), ("rustls", "0.24.0")], 2),
            (&[("itoa", "0.4.8"), ("itoa", "1.0.0")], 0),
        ];
        for (packages, expected) in cases {
            let text = lock(packages);
            assert_eq!(generations(&Tree::of(&[("Cargo.lock", &text)])).len(), expected, "{packages:?}");
        }
    }

    #[test]
    fn long_c_builds_are_refused() {
        let text = lock(&[("ring", "0.17.14"), ("aws-lc-sys", "0.30.0")]);
        assert_eq!(places(&banned_crates(&Tree::of(&[("Cargo.lock", &text)]))), ["Cargo.lock:8"]);
    }

    #[test]
    fn lock_files_do_not_say_where_to_fetch_from() {
        let crates = format!("source = \"{CRATES_IO}\"\nsource = \"sparse+https://mirror.example/index\"\n");
        let packages = "{\n  \"resolved\": \"https://mirror.example/a.tgz\",\n";
        let linked = "{\n  \"resolved\": \"../web\",\n";
        let tree = Tree::of(&[
            ("Cargo.lock", &crates),
            ("web/package-lock.json", packages),
            ("e2e/package-lock.json", linked),
        ]);
        assert_eq!(places(&registries(&tree)), ["Cargo.lock:2", "web/package-lock.json:2"]);
    }

    #[test]
    fn a_generation_is_what_cargo_holds_compatible() {
        assert_eq!(generation("0.10.9"), "0.10");
        assert_eq!(generation("2.0.4"), "2");
        assert_eq!(generation("1.0.0-rc.1"), "1");
    }
}
