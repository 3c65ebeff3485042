//! The console and the journeys: Node packages installed and pages built, only when something changed.

use std::path::Path;

use crate::call::Call;
use crate::failure::{Failure, Outcome};
use crate::place::Place;
use crate::stamp::{sources, when_changed};

const NODE_MAJOR_MIN: u32 = 20;

/// An npm script of a folder that has its packages installed.
pub fn npm(folder: &Path, words: &[&str]) -> Call {
    Call::new("npm").args(words).dir(folder).env("NO_COLOR", "1").env("NO_UPDATE_NOTIFIER", "1")
}

pub fn install(place: &Place, folder: &Path) -> Outcome {
    require_node()?;
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let inputs = [folder.join("package.json"), folder.join("package-lock.json")];
    let installed = folder.join("node_modules/.package-lock.json");
    when_changed(place, &format!("{name}-packages"), &inputs, &installed, || {
        npm(folder, &["ci", "--no-audit", "--no-fund", "--loglevel=error"]).run()
    })
}

/// Builds `web/dist`, which the server embeds. Where the console was never built, the server leaves a placeholder
/// page there; only `assets` tells the two apart.
pub fn build(place: &Place) -> Outcome {
    let web = place.web();
    install(place, &web)?;
    when_changed(place, "web-dist", &sources(&web)?, &web.join("dist/assets"), || {
        npm(&web, &["run", "build"]).run()
    })
}

fn require_node() -> Outcome {
    let version = Call::new("node").args(["--version"]).text().unwrap_or_default();
    match major(&version) {
        Some(found) if found >= NODE_MAJOR_MIN => Ok(()),
        Some(found) => Err(Failure::new(format!(
            "Node {found} is too old: the console is built with Node {NODE_MAJOR_MIN} or newer. \
             Install it from https://nodejs.org or your distribution."
        ))),
        None => Err(Failure::new(format!(
            "Node is missing: the console is built with Node {NODE_MAJOR_MIN} or newer and npm. \
             Install it from https://nodejs.org or your distribution."
        ))),
    }
}

fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn the_major_version_is_read_from_what_node_prints() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major(""), None);
        assert_eq!(major("not node"), None);
    }
}
