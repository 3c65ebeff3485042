//! The tasks of the command line.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use app::text::Text;
use clap::{Parser, Subcommand};
use jobs::Clock;

use crate::{
    archive::Kind,
    backup::{self, Taken},
    check,
    config::{Config, DataFlags, Flags, HealthFlags, ServerFlags, default_file},
    demo,
    failure::{Failure, Outcome},
    health,
    import::{self, Order},
    installation::Place,
    log, plan, restore, serve,
    similar::{self, Comparison},
    terminal::{print, say, unprintable},
};

/// Threads that wait for files and passwords, at the most.
const BLOCKING_THREADS_MAX: usize = 16;
/// How long threads that are busy with a file may keep the program from ending.
const THREADS_CLOSING_MAX: Duration = Duration::from_secs(2);
/// Threads that answer requests, on a small machine and on a large one.
const WORKER_THREADS: std::ops::RangeInclusive<usize> = 2..=8;

/// Bytes of a megabyte, as sizes are shown.
const MIB: u64 = 1024 * 1024;

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
    /// Serve a demo: a made-up brand with a matrix, imported from export files. Prints how to sign in.
    Demo {
        #[command(flatten)]
        flags: ServerFlags,
        /// Throw the demo away first, and grow it anew.
        #[arg(long)]
        reset: bool,
    },
    /// Check the configuration, or print the default one.
    Config {
        #[command(flatten)]
        flags: ServerFlags,
        /// Print a configuration file with every key at its default.
        #[arg(long)]
        print_default: bool,
    },
    /// Import files that were downloaded from the platform, or a roster.
    Import {
        #[command(flatten)]
        flags: DataFlags,
        #[command(flatten)]
        order: Order,
    },
    /// Judge texts: is a note lawful? Reads a file of notes, or JSON lines from the standard input.
    Check {
        #[command(flatten)]
        order: check::Order,
    },
    /// Say what a number of seats costs under each edition of the platform's rules.
    Plan {
        #[command(flatten)]
        order: plan::Order,
    },
    /// Bring the database to the schema of this version; `serve` does the same.
    Migrate {
        #[command(flatten)]
        flags: DataFlags,
    },
    /// Write a backup of data, keys and files, also while the server runs. Keep it safe: the key is inside.
    Backup {
        #[command(flatten)]
        flags: DataFlags,
        /// The file to write.
        file: PathBuf,
    },
    /// Bring a backup back into an empty data folder.
    Restore {
        #[command(flatten)]
        flags: DataFlags,
        /// The file to read.
        file: PathBuf,
        /// Move what is in the data folder aside first.
        #[arg(long)]
        replace: bool,
    },
    /// Ask a running server whether it is ready.
    Health {
        #[command(flatten)]
        flags: HealthFlags,
    },
    /// Say which notes of a corpus each draft copies, rewrites or quotes, and where.
    Similar {
        #[command(flatten)]
        comparison: Comparison,
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
            let config = begin(flags.0)?;
            wait_for(serve::serve(config, |_| Ok(())))
        }
        Task::Demo { flags, reset } => {
            let config = begin(flags.0.with_usual_data_dir(demo::USUAL_DATA_DIR))?;
            wait_for(demo::demo(config, reset))
        }
        Task::Config { flags, .. } => load(flags.0).map(drop),
        Task::Import { flags, order } => wait_for(import::import(begin(flags.0)?, order)),
        Task::Check { order } => check::check(&order),
        Task::Plan { order } => plan::plan_seats(&order),
        Task::Migrate { flags } => wait_for(migrate(begin(flags.0)?)),
        Task::Backup { flags, file } => wait_for(back_up(begin(flags.0)?, file)),
        Task::Restore { flags, file, replace } => restore(&begin(flags.0)?, &file, replace),
        Task::Health { flags } => health::ask(load(flags.0)?.listen),
        Task::Similar { comparison } => similar::compare(&comparison),
        Task::Openapi => {
            let document = serde_json::to_string_pretty(&app::http::openapi()).map_err(io::Error::from);
            print(&format!("{}\n", document.map_err(|error| unprintable(&error))?))
        }
    }
}

fn load(flags: Flags) -> Outcome<Config> {
    Config::load(flags, std::env::vars_os())
}

/// The configuration, and the log as it says.
fn begin(flags: Flags) -> Outcome<Config> {
    let config = load(flags)?;
    log::begin(&config);
    Ok(config)
}

async fn migrate(config: Config) -> Outcome {
    let place = Place::of(&config);
    place.refuse_unfinished()?;
    place.make_folder()?;
    let db = place.connect().await?;
    db.migrate().await?;
    Ok(db.close().await?)
}

async fn back_up(config: Config, file: PathBuf) -> Outcome {
    let place = Place::of(&config);
    let Taken { kind, entries, bytes } = backup::take(&place, &file, Clock::machine().now()).await?;
    let (path, mib) = (file.display(), bytes.div_ceil(MIB));
    say(&Text::new(
        format!("已备份到 {path}（{entries} 个文件，{mib} MB）。其中含有密钥，请妥善保管。"),
        format!("Backed up to {path} ({entries} files, {mib} MB). The key is inside: keep it safe."),
    ))?;
    if kind == Kind::Postgres {
        say(&Text::new(
            "数据库不在其中；请用 `pg_dump --format=custom --file=kosmos.dump 数据库地址` 另行备份。",
            "The database is not inside; save it with `pg_dump --format=custom --file=kosmos.dump DATABASE_URL`.",
        ))?;
    }
    Ok(())
}

fn restore(config: &Config, file: &Path, replace: bool) -> Outcome {
    let place = Place::of(config);
    let manifest = restore::restore(&place, file, replace, Clock::machine().now())?;
    let (folder, moment) = (place.folder.display(), manifest.created_at);
    say(&Text::new(
        format!("已把 {moment} 的备份恢复到 {folder}。"),
        format!("Restored the backup of {moment} into {folder}."),
    ))?;
    if manifest.database == Kind::Postgres {
        say(&Text::new(
            "数据库不在其中；请用 `pg_restore --clean --if-exists --dbname=数据库地址 kosmos.dump` 恢复。",
            "The database is not inside; restore it with `pg_restore --clean --if-exists --dbname=DATABASE_URL kosmos.dump`.",
        ))?;
    }
    Ok(())
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
    let outcome = runtime.block_on(task);
    runtime.shutdown_timeout(THREADS_CLOSING_MAX);
    outcome
}
