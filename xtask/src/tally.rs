//! How many tests passed and failed, read from what the test programs print.
//!
//! Understood: `cargo test`, Vitest, and Playwright's line reporter. A line that is none of theirs counts nothing.

use std::ops::AddAssign;
use std::sync::LazyLock;

use regex_lite::Regex;

static CARGO: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^test result: \w+\. (?<passed>\d+) passed; (?<failed>\d+) failed;").ok());
static VITEST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*Tests\s+(?:(?<failed>\d+) failed)?(?: \| )?(?:(?<passed>\d+) passed)?.* \(\d+\)$").ok()
});
static PLAYWRIGHT_PASSED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s+(?<passed>\d+) passed \([\d.]+m?s?\)$").ok());
static PLAYWRIGHT_FAILED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s+(?<failed>\d+) (?:failed|flaky)$").ok());

/// A count of tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// What one line of output adds.
    pub fn of_line(line: &str) -> Self {
        let plain = without_colours(line);
        [&CARGO, &VITEST, &PLAYWRIGHT_PASSED, &PLAYWRIGHT_FAILED]
            .into_iter()
            .find_map(|shape| LazyLock::force(shape).as_ref()?.captures(&plain))
            .map(|found| Self { passed: number(&found, "passed"), failed: number(&found, "failed") })
            .unwrap_or_default()
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

fn number(found: &regex_lite::Captures<'_>, name: &str) -> u64 {
    found.name(name).and_then(|digits| digits.as_str().parse().ok()).unwrap_or_default()
}

fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut in_escape = false;
    for letter in line.chars() {
        match (in_escape, letter) {
            (false, '\u{1b}') => in_escape = true,
            (false, _) => plain.push(letter),
            (true, _) => in_escape = !letter.is_ascii_alphabetic(),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_program_is_counted_by_its_own_closing_lines() {
        let cases = [
            ("test result: ok. 12 passed; 0 failed; 3 ignored; 0 measured; 0 filtered out", 12, 0),
            ("test result: FAILED. 7 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out", 7, 2),
            ("      Tests  41 passed (41)", 41, 0),
            ("      Tests  1 failed | 40 passed (41)", 40, 1),
            ("      Tests  2 failed (2)", 0, 2),
            ("      Tests  5 passed | 1 skipped (6)", 5, 0),
            ("\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m9 passed\u{1b}[39m\u{1b}[22m (9)", 9, 0),
            (" Test Files  3 passed (3)", 0, 0),
            ("  16 passed (12.3s)", 16, 0),
            ("  16 passed (1.2m)", 16, 0),
            ("  2 failed", 0, 2),
            ("  1 flaky", 0, 1),
            ("  4 skipped", 0, 0),
            ("running 12 tests", 0, 0),
            ("the import says: 3 failed rows", 0, 0),
        ];
        for (line, passed, failed) in cases {
            assert_eq!(Tally::of_line(line), Tally { passed, failed }, "{line}");
        }
    }
}
