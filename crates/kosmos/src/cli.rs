//! The tasks of the command line.

use std::{io, io::Write as _};

use clap::{Parser, Subcommand};

use crate::{
    config::{Config, DataFlags, Flags, HealthFlags, ServerFlags, default_file},
    failure::{Failure, Outcome},
    health,
    installation::Place,
    log, serve,
};

/// Threads that wait for files and passwords, at the most.
const BLOCKING_THREADS_MAX: usize = 16;
/// Threads that answer requests, on a small machine and on a large one.
const WORKER_THREADS: std::ops::RangeInclusive<usize> = 2..=8;

const EXITS: &str = "Exit codes: 0 done; 1 failed; 2 the command line or the configuration is not understood; \
    3 refused before anything was touched.";

#[derive(Parser)]
#[command(name = "kosmos", version, about = "The KOS matrix operating system", after_help = EXITS)]
pub struct Command {
    #[command(subcommand)]
    pub task: Task,
}

#[derive(Subcommand)]
pub enum Task {
    /// Serve the console, the API and the jobs.
    Serve {
        #[command(flatten)]
        flags: ServerFlags,
        /// Print a configuration file with every key at its default, and end.
        #[arg(long)]
        print_default: bool,
    },
    /// Check the configuration, or print the default one.
    Config {
        #[command(flatten)]
        flags: ServerFlags,
        /// Print a configuration file with every key at its default.
        #[arg(long)]
        print_default: bool,
    },
    /// Bring the database to the schema of this version; `serve` does the same.
    Migrate {
        #[command(flatten)]
        flags: DataFlags,
    },
    /// Ask a running server whether it is ready.
    Health {
        #[command(flatten)]
        flags: HealthFlags,
    },
    /// Print the OpenAPI document of the API.
    Openapi,
}

/// Does what was asked for.
pub fn run(task: Task) -> Outcome {
    match task {
        Task::Serve { print_default: true, .. } | Task::Config { print_default: true, .. } => {
            print(&default_file())
        }
        Task::Serve { flags, .. } => {
            let config = load(flags.0)?;
            log::begin(&config);
            wait_for(serve::serve(config, |_| Ok(())))
        }
        Task::Config { flags, .. } => load(flags.0).map(drop),
        Task::Migrate { flags } => {
            let config = load(flags.0)?;
            log::begin(&config);
            wait_for(migrate(config))
        }
        Task::Health { flags } => health::ask(load(flags.0)?.listen),
        Task::Openapi => {
            let document = serde_json::to_string_pretty(&app::http::openapi()).map_err(io::Error::from);
            print(&format!("{}\n", document.map_err(|error| unprintable(&error))?))
        }
    }
}

fn load(flags: Flags) -> Outcome<Config> {
    Config::load(flags, std::env::vars_os())
}

async fn migrate(config: Config) -> Outcome {
    let place = Place::of(&config);
    place.make_folder()?;
    let db = place.connect().await?;
    db.migrate().await?;
    Ok(db.close().await?)
}

/// Prints what a task was asked for.
pub fn print(text: &str) -> Outcome {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| unprintable(&error))
}

fn unprintable(error: &io::Error) -> Failure {
    Failure::failed(format!("无法输出：{error}。"), format!("The output cannot be written: {error}."))
}

/// Runs a task that waits for other things.
fn wait_for(task: impl Future<Output = Outcome>) -> Outcome {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores.clamp(*WORKER_THREADS.start(), *WORKER_THREADS.end()))
        .max_blocking_threads(BLOCKING_THREADS_MAX)
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| {
        Failure::failed(format!("无法启动线程：{error}。"), format!("Threads cannot be started: {error}."))
    })?;
    runtime.block_on(task)
}
