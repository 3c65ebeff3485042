//! The KOS matrix operating system: one binary, one task per command.
//!
//! A task answers with its exit code: 0 done, 1 failed, 2 the command line or the configuration is not understood,
//! 3 refused before anything was touched. What went wrong is one sentence on the standard error, in Chinese where
//! the environment (`LC_ALL`, `LC_MESSAGES`, `LANG`) speaks Chinese and in English elsewhere.
//!
//! Only what a task was asked for goes to the standard output; the log goes to the standard error.

mod archive;
mod backup;
mod check;
mod cli;
mod config;
mod console;
mod demo;
mod desk;
mod docs;
mod doors;
mod failure;
mod health;
mod import;
mod installation;
mod log;
mod measures;
mod news;
mod plan;
mod restore;
mod serve;
mod shown;
mod similar;
mod terminal;

use std::{io::Write as _, process::ExitCode};

use clap::Parser as _;

fn main() -> ExitCode {
    match cli::run(cli::Command::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Nobody is left to tell when the standard error is closed.
            let _ = writeln!(std::io::stderr(), "kosmos: {}", failure.text.get(failure::here()));
            ExitCode::from(failure.exit as u8)
        }
    }
}
