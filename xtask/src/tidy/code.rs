//! What may be written where: the clock, the database, the components, the platform's numbers.

use super::{Finding, Source, Tree, pattern};

/// One place may ask the system for the time; everyone else is told.
const CLOCK_FILE: &str = "/clock.rs";
/// The chores measure their own steps.
const CHORES: &[&str] = &["xtask/", "bench-text/"];
/// The folders that know the component libraries, of the desk and of the phone.
const COMPONENTS: &[&str] = &["web/src/ui/", "web/src/phone/ui/"];

pub fn clocks(tree: &Tree) -> Vec<Finding> {
    let asked = pattern(r"\b(?:SystemTime|Instant|Timestamp|Zoned|Utc|Local)::now\(");
    let may_ask = |source: &Source| {
        source.path.ends_with(CLOCK_FILE) || CHORES.iter().any(|folder| source.path.starts_with(folder))
    };
    tree.sources
        .iter()
        .filter(|source| source.is_rust() && !source.is_test() && !may_ask(source))
        .flat_map(|source| {
            matching(
                source,
                &asked,
                "time is an argument: take it from the caller, who has it from the clock.",
            )
        })
        .collect()
}

pub fn components(tree: &Tree) -> Vec<Finding> {
    let imported =
        pattern(r#"(?:from|import|import\() ?["'](?:antd|antd-mobile|@ant-design/[\w-]+)(?:/[^"']*)?["']"#);
    tree.code()
        .filter(|source| {
            source.path.starts_with("web/") && !COMPONENTS.iter().any(|home| source.path.starts_with(home))
        })
        .flat_map(|source| {
            matching(source, &imported, "component libraries are imported in the folders ui only.")
        })
        .collect()
}

pub fn silenced_lints(tree: &Tree) -> Vec<Finding> {
    let silenced = pattern(r"^\s*#!?\[(?:allow|cfg_attr\([^\]]*allow)\(");
    let expected = pattern(r"^\s*#!?\[expect\(");
    let mut found = Vec::new();
    for source in tree.code() {
        if source.is_typescript() {
            found.extend(silenced_in_typescript(source));
            continue;
        }
        found.extend(matching(
            source,
            &silenced,
            "write #[expect(lint, reason = \"…\")]: it goes when it is not needed.",
        ));
        for (number, line) in source.lines().filter(|(_, line)| expected.is_match(line)) {
            let closed = line.contains(")]");
            if closed && !line.contains("reason =") {
                found.push(source.finding(number, "an expected lint has a reason."));
            }
        }
    }
    found
}

/// ESLint takes a reason behind two dashes.
fn silenced_in_typescript(source: &Source) -> Vec<Finding> {
    source
        .lines()
        .filter(|(_, line)| line.contains("eslint-disable") && !line.contains(" -- "))
        .map(|(number, _)| source.finding(number, "a silenced lint has a reason behind ` -- `."))
        .collect()
}

/// Where the product reckons with what the platform asks: there, no such number is given by name at all. What writes
/// or reads export files speaks of ad spend that was, not of what is asked.
const RECKONS: &[&str] = &["crates/domain/src/", "crates/app/src/", "crates/kosmos/src/", "web/src/"];

/// A number of the platform is a row of the rules with a source and dates. Found by its value beside its name, and,
/// where the product reckons, by a name that only the platform's numbers have.
pub fn platform_numbers(tree: &Tree) -> Vec<Finding> {
    let fee =
        pattern(r"(?i)\b(?:60_?000|600_00)\b.*(?:fee|fen|seat)|(?:fee|seat)\w*\b.*\b(?:60_?000|600_00)\b");
    let quota = pattern(r"(?i)quota\w*(?::\s*\w+)?\s*[:=]\s*(?:Some\()?(?:30|100)\b");
    let named = pattern(concat!(
        r"(?i)\b(?<name>\w*(?:fee|quota|top_?up|deposit|seat_?spend|seat_?term|grace_?days|protection_?days)\w*)",
        r"(?::\s*\w+)?\s*[:=]\s*(?:Some\(|Fen\()?\s*[1-9][\d_]*\b"
    ));
    let says = "a number of the platform's: it belongs in the rules, with its source and dates.";
    let mut found = Vec::new();
    for source in tree.code().filter(|source| !source.is_rulebook() && !source.is_test()) {
        let reckons = RECKONS.iter().any(|home| source.path.starts_with(home));
        let is_named = |line: &str| {
            let name = named.captures(line).and_then(|found| found.name("name"));
            // What our own fields take at the most is a limit of ours.
            name.is_some_and(|name| !name.as_str().to_lowercase().ends_with("_max"))
        };
        let is_platform =
            |line: &str| fee.is_match(line) || quota.is_match(line) || (reckons && is_named(line));
        let lines = source.body().filter(|(_, line)| is_platform(line));
        found.extend(lines.map(|(number, _)| source.finding(number, says)));
    }
    found
}

/// A scope says who asks; only the edges that know it may make one.
const SCOPE_MAKERS: &[&str] = &[
    "crates/domain/src/identity/scope.rs",
    "crates/app/src/http/",
    "crates/app/src/identity/",
    "crates/jobs/src/",
    "crates/kosmos/src/",
    "crates/testkit/",
];

pub fn scopes(tree: &Tree) -> Vec<Finding> {
    tree.code()
        .filter(|source| source.is_rust() && !source.is_test() && !source.is_rulebook())
        .filter(|source| !SCOPE_MAKERS.iter().any(|maker| source.path.starts_with(maker)))
        .flat_map(|source| {
            source.body().filter(|(_, line)| makes_scope(line)).map(|(number, _)| {
                source.finding(number, "a scope is made at the edges only: take it as an argument.")
            })
        })
        .collect()
}

/// Whether a line holds `Scope { …` as a value: not where the type is declared, returned or taken apart.
fn makes_scope(line: &str) -> bool {
    const NO_VALUE_AFTER: &[&str] = &["->", "let", "impl", "struct", "for", "&"];
    line.match_indices("Scope {").any(|(at, _)| {
        let before = line.get(..at).unwrap_or_default();
        let continues_a_word = before.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_');
        let before = before.trim_end();
        !continues_a_word && !NO_VALUE_AFTER.iter().any(|word| before.ends_with(word))
    })
}

/// The object mapper stays in `db` and in stores; the driver below it in `db` alone.
pub fn databases(tree: &Tree) -> Vec<Finding> {
    let mapper = pattern(r"\bsea_orm(?:_migration)?::");
    let driver = pattern(r"\bsqlx::");
    let in_database_crate =
        |source: &Source| ["crates/db/", "crates/testkit/"].iter().any(|home| source.path.starts_with(home));
    let is_store = |source: &Source| {
        source.path.starts_with("crates/jobs/")
            || source.path.ends_with("/store.rs")
            || source.path.contains("/store/")
    };
    let mut found = Vec::new();
    for source in
        tree.code().filter(|source| source.is_rust() && !source.is_rulebook() && !in_database_crate(source))
    {
        found.extend(matching(source, &driver, "the driver is named in the crate `db` only."));
        if !is_store(source) {
            found.extend(matching(source, &mapper, "entities and statements stay in `db` and in store.rs."));
        }
    }
    found
}

fn matching(source: &Source, pattern: &regex_lite::Regex, says: &str) -> Vec<Finding> {
    source
        .body()
        .filter(|(_, line)| pattern.is_match(line))
        .map(|(number, _)| source.finding(number, says))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn only_the_clock_asks_for_the_time() {
        let text = "let now = SystemTime::now();\nlet t = Instant::now();\nlet t: Instant = later;\n";
        let tree = Tree::of(&[
            ("crates/app/src/clock.rs", text),
            ("crates/app/src/people/api.rs", text),
            ("crates/app/tests/people.rs", text),
            ("xtask/src/verify.rs", text),
        ]);
        assert_eq!(
            places(&clocks(&tree)),
            ["crates/app/src/people/api.rs:1", "crates/app/src/people/api.rs:2"]
        );
    }

    #[test]
    fn component_libraries_are_imported_in_one_folder() {
        let text = "import { Table } from \"antd\";\nimport x from 'antd/es/table';\nimport \"@ant-design/icons\";\n\
                    import { Table } from \"../ui/table\";\n";
        let tree = Tree::of(&[
            ("web/src/ui/table.tsx", text),
            ("web/src/phone/ui/list.tsx", text),
            ("web/src/pages/board.tsx", text),
        ]);
        let found = places(&components(&tree));
        assert_eq!(
            found,
            ["web/src/pages/board.tsx:1", "web/src/pages/board.tsx:2", "web/src/pages/board.tsx:3"]
        );
    }

    #[test]
    fn a_lint_is_silenced_with_a_reason_or_not_at_all() {
        let rust =
            "#[allow(dead_code)]\n#![allow(x)]\n#[expect(a)]\n#[expect(a, reason = \"b\")]\n#[expect(\n";
        let typescript = "// eslint-disable-next-line x\n// eslint-disable-next-line x -- measured\n";
        let tree = Tree::of(&[("crates/a/src/lib.rs", rust), ("web/src/a.ts", typescript)]);
        let found = places(&silenced_lints(&tree));
        let expected =
            ["crates/a/src/lib.rs:1", "crates/a/src/lib.rs:2", "crates/a/src/lib.rs:3", "web/src/a.ts:1"];
        assert_eq!(found, expected);
    }

    #[test]
    fn numbers_of_the_platform_are_data() {
        let text = "const FEE_FEN: i64 = 600_00;\nlet seat_fee = 60_000;\nconst SEAT_QUOTA: u32 = 100;\n\
                    quota: Some(30),\nconst PAGE: u32 = 100;\nlet wait_ms = 60_000;\n";
        let tree = Tree::of(&[("crates/domain/src/seats.rs", text), ("crates/app/tests/seats.rs", text)]);
        let found: Vec<usize> = platform_numbers(&tree).into_iter().map(|finding| finding.line).collect();
        assert_eq!(found, [1, 2, 3, 4]);
    }

    #[test]
    fn where_the_product_reckons_no_such_number_has_a_name() {
        let text = "const CERTIFICATION_FEE: i64 = 59_900;\nlet top_up = 8_000;\nseat_term: 12,\n\
                    const SPEND_GRACE_DAYS: i32 = Some(14);\nlet fee_fen = 0;\nconst FEE_FEN_MAX: i64 = 1_000_000_000;\n\
                    const QUOTA_MAX: i64 = 100;\nlet coffee_cups = row.value;\nlet quota = row.value;\n";
        let tree = Tree::of(&[
            ("crates/domain/src/plan/money.rs", text),
            ("crates/simulator/src/grow.rs", "let fee = 1_234;\n"),
            ("rules/platform/grey_test.toml", "seat_fee = 60_000\n"),
            ("web/src/pages/planner/input.ts", "const seatFee = 599;\n"),
        ]);
        let expected = [1, 2, 3, 4, 7].map(|line| format!("crates/domain/src/plan/money.rs:{line}"));
        let mut found = places(&platform_numbers(&tree));
        assert_eq!(found.pop().as_deref(), Some("web/src/pages/planner/input.ts:1"));
        assert_eq!(found, expected);
    }

    #[test]
    fn a_scope_is_made_at_the_edges_only() {
        let text = "let scope = Scope { tenant, actor };\nstruct Scope {\nfn scope() -> Scope {\n\
                    let Scope { tenant, .. } = scope;\nUserScope { a }\nrun(Scope { tenant })\nimpl Scope {\n";
        let tree = Tree::of(&[("crates/app/src/http/auth.rs", text), ("crates/app/src/people/api.rs", text)]);
        assert_eq!(
            places(&scopes(&tree)),
            ["crates/app/src/people/api.rs:1", "crates/app/src/people/api.rs:6"]
        );
    }

    #[test]
    fn the_object_mapper_stays_in_stores() {
        let text = "use sea_orm::Statement;\nuse sqlx::Row;\n";
        let tree = Tree::of(&[
            ("crates/db/src/lib.rs", text),
            ("crates/app/src/people/store.rs", text),
            ("crates/app/src/people/api.rs", text),
        ]);
        let found = places(&databases(&tree));
        let expected = [
            "crates/app/src/people/store.rs:2",
            "crates/app/src/people/api.rs:2",
            "crates/app/src/people/api.rs:1",
        ];
        assert_eq!(found, expected);
    }
}
