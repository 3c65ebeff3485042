//! Calling other programs: to the terminal, for their text, or into a log.
//!
//! Invariant: a cargo called from here sees the same environment as one called from a shell. Otherwise
//! build scripts that watch cargo's own variables would run again after every change of caller.

use std::env;
use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::failure::{Failure, Outcome, While};

const CARGO_RUN_VARIABLES: &[&str] = &["CARGO_MANIFEST_", "CARGO_PKG_", "CARGO_BIN_", "CARGO_CRATE_"];

/// One program with its arguments, ready to be called.
pub struct Call {
    command: Command,
    shown: String,
}

impl Call {
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        let program = program.as_ref();
        let mut command = Command::new(program);
        for (name, _) in env::vars_os() {
            let inherited_from_cargo = name
                .to_str()
                .is_some_and(|name| CARGO_RUN_VARIABLES.iter().any(|prefix| name.starts_with(prefix)));
            if inherited_from_cargo {
                command.env_remove(&name);
            }
        }
        Self { command, shown: program.to_string_lossy().into_owned() }
    }

    pub fn cargo() -> Self {
        Self::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into())).shown_as("cargo")
    }

    fn shown_as(mut self, name: &str) -> Self {
        name.clone_into(&mut self.shown);
        self
    }

    pub fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        for arg in args {
            self.shown.push(' ');
            self.shown.push_str(&arg.as_ref().to_string_lossy());
            self.command.arg(arg);
        }
        self
    }

    pub fn dir(mut self, dir: &Path) -> Self {
        self.command.current_dir(dir);
        self
    }

    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs to the end with the terminal's own input and output.
    pub fn run(mut self) -> Outcome {
        let status = self.command.status().doing(format!("start `{}`", self.shown))?;
        if status.success() {
            Ok(())
        } else {
            Err(Failure::new(format!("`{}` ended with {status}.", self.shown)))
        }
    }

    /// What the program says on its standard output. Its complaints become part of the failure.
    pub fn text(self) -> Outcome<String> {
        let shown = self.shown.clone();
        let output = self.output()?;
        if output.status.success() {
            return String::from_utf8(output.stdout).doing(format!("read what `{shown}` printed"));
        }
        let complaint = String::from_utf8_lossy(&output.stderr);
        Err(Failure::new(format!("`{shown}` ended with {}: {}", output.status, complaint.trim())))
    }

    /// Whether the program exists and ends well. What it prints is dropped.
    pub fn succeeds(self) -> bool {
        self.output().is_ok_and(|output| output.status.success())
    }

    /// Hands every line of output and errors, in order of arrival and without colours, to `line`.
    pub fn each_line(mut self, mut line: impl FnMut(&str)) -> Outcome {
        let (reader, writer) = io::pipe().doing("open a pipe")?;
        let errors = writer.try_clone().doing("open a pipe")?;
        let mut child = self
            .command
            .env("CARGO_TERM_COLOR", "never")
            .env("NO_COLOR", "1")
            .env("TERM", "dumb")
            .stdin(Stdio::null())
            .stdout(writer)
            .stderr(errors)
            .spawn()
            .doing(format!("start `{}`", self.shown))?;
        // The command holds the pipe's writing ends; the reader sees the end only when they are gone.
        drop(self.command);
        for bytes in BufReader::new(reader).split(b'\n') {
            let bytes = bytes.doing(format!("read what `{}` prints", self.shown))?;
            line(String::from_utf8_lossy(&bytes).trim_end_matches('\r'));
        }
        let status = child.wait().doing(format!("wait for `{}`", self.shown))?;
        if status.success() {
            Ok(())
        } else {
            Err(Failure::new(format!("`{}` ended with {status}.", self.shown)))
        }
    }

    /// Becomes the program; returns only when it could not be started.
    pub fn replace(mut self) -> Failure {
        let cause = self.command.exec();
        Failure::new(format!("Could not start `{}`: {cause}.", self.shown))
    }

    pub fn into_command(self) -> Command {
        self.command
    }

    fn output(mut self) -> Outcome<Output> {
        self.command.stdin(Stdio::null()).output().doing(format!("start `{}`", self.shown))
    }
}

/// The first folder of `PATH`, or of the further folders, that holds the program.
pub fn which(program: &str, further: &[std::path::PathBuf]) -> Option<std::path::PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .chain(further.iter().cloned())
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
}
