//! Where things are: the root of the tree, and the target folder that cargo writes to.

use std::env;
use std::path::{Path, PathBuf};

/// The paths that the chores share. All are absolute.
pub struct Place {
    pub root: PathBuf,
    pub target: PathBuf,
}

impl Place {
    pub fn find() -> Self {
        let manifest = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&manifest).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf);
        let target =
            env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |chosen| root.join(chosen));
        Self { root, target }
    }

    pub fn web(&self) -> PathBuf {
        self.root.join("web")
    }

    pub fn journeys(&self) -> PathBuf {
        self.root.join("e2e")
    }

    pub fn logs(&self) -> PathBuf {
        self.target.join("test-logs")
    }

    /// The server as cargo leaves it for a profile's folder (`debug`, `run`, `release`).
    pub fn server(&self, profile_folder: &str) -> PathBuf {
        self.target.join(profile_folder).join("kosmos")
    }
}
