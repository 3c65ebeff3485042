//! What the tests need from the distribution: PostgreSQL, Chromium, a font with Chinese characters, and Python.
//!
//! As root the missing ones are installed with apt-get; anyone else is told the exact command. Nothing is
//! downloaded from anywhere else, and nothing that is present is touched.

use std::fs;
use std::path::PathBuf;

use crate::call::{Call, which};
use crate::failure::{Failure, Outcome};
use crate::postgres;

/// Something outside the tree that a step of the tests cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    Postgres,
    Browser,
    ChineseFont,
    Python,
}

const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

impl Need {
    fn is_met(self) -> bool {
        match self {
            Self::Postgres => postgres::binaries().is_some(),
            Self::Browser => browser().is_some(),
            Self::ChineseFont => has_chinese_font(),
            Self::Python => has_python(),
        }
    }

    /// The Debian package; Ubuntu calls its browser package differently.
    fn package(self, distribution: &str) -> &'static str {
        match self {
            Self::Postgres => "postgresql",
            Self::Browser if distribution == "ubuntu" => "chromium-browser",
            Self::Browser => "chromium",
            Self::ChineseFont => "fonts-noto-cjk",
            Self::Python => "python3-venv",
        }
    }
}

/// Makes sure that every need is met, or says what to install.
pub fn provide(needs: &[Need]) -> Outcome {
    let missing: Vec<Need> = needs.iter().copied().filter(|need| !need.is_met()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|need| need.package(&distribution())).collect();
    if which("apt-get", &[]).is_none() {
        return Err(Failure::new(without_apt(&packages)));
    }
    if !postgres::is_root() {
        return Err(Failure::new(refusal(&packages)));
    }
    println!("Installing {} with apt-get.", packages.join(", "));
    install(&packages)?;
    match missing.iter().find(|need| !need.is_met()) {
        None => Ok(()),
        Some(need) => Err(Failure::new(format!(
            "The package {} was installed, and yet what it brings was not found.",
            need.package(&distribution())
        ))),
    }
}

/// The browser for the journeys: `KOSMOS_CHROMIUM`, or the first that `PATH` knows.
pub fn browser() -> Option<PathBuf> {
    match std::env::var_os("KOSMOS_CHROMIUM") {
        Some(chosen) => Some(PathBuf::from(chosen)).filter(|path| path.is_file()),
        None => BROWSERS.iter().find_map(|name| which(name, &[])),
    }
}

fn has_chinese_font() -> bool {
    Call::new("fc-list").args([":lang=zh-cn", "family"]).text().is_ok_and(|fonts| !fonts.trim().is_empty())
}

/// Debian keeps the part that makes environments in a package of its own.
fn has_python() -> bool {
    Call::new("python3").args(["-c", "import ensurepip, venv"]).succeeds()
}

/// The package lists may be missing or old: they are fetched when the first attempt fails, not before.
fn install(packages: &[&str]) -> Outcome {
    if apt_get(&["install", "--yes", "--no-install-recommends"]).args(packages).run().is_ok() {
        return Ok(());
    }
    println!("Refreshing the package lists.");
    apt_get(&["update", "--quiet"]).run()?;
    apt_get(&["install", "--yes", "--no-install-recommends"]).args(packages).run()
}

fn apt_get(words: &[&str]) -> Call {
    Call::new("apt-get").args(words).env("DEBIAN_FRONTEND", "noninteractive")
}

fn refusal(packages: &[&str]) -> String {
    format!(
        "The tests need packages that are not installed: {}.\n\
         Install them with\n\n    sudo apt-get install --yes --no-install-recommends {}\n\n\
         and start again. Run as root, the tests install them themselves.",
        packages.join(", "),
        packages.join(" ")
    )
}

fn without_apt(packages: &[&str]) -> String {
    format!(
        "The tests need what Debian calls {}. This system has no apt-get: install them its own way and start \
         again. A browser elsewhere is named by KOSMOS_CHROMIUM.",
        packages.join(", ")
    )
}

fn distribution() -> String {
    let text = fs::read_to_string("/etc/os-release").unwrap_or_default();
    distribution_named_in(&text).to_owned()
}

fn distribution_named_in(os_release: &str) -> &str {
    os_release.lines().find_map(|line| line.strip_prefix("ID=")).unwrap_or_default().trim_matches('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distribution_decides_the_name_of_the_browser_package() {
        let ubuntu = distribution_named_in("NAME=\"Ubuntu\"\nVERSION_ID=\"24.04\"\nID=ubuntu\n");
        assert_eq!(Need::Browser.package(ubuntu), "chromium-browser");
        assert_eq!(Need::Browser.package(distribution_named_in("ID=\"debian\"\n")), "chromium");
    }

    #[test]
    fn a_refusal_holds_the_exact_command() {
        let sentence = refusal(&["postgresql", "fonts-noto-cjk"]);
        let command = "sudo apt-get install --yes --no-install-recommends postgresql fonts-noto-cjk";
        assert!(sentence.contains(command), "{sentence}");
    }
}
