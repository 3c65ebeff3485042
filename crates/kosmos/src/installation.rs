//! The data of an installation: its folder, its database, its keys, and the right to be the one who serves it.
//!
//! Invariants: the folder is made for its owner alone; an SQLite file is served by one process at a time, which holds
//! a lock beside it. Other tasks may open the same file while it is served: SQLite lets them read at any time and
//! write one after the other. PostgreSQL has any number of nodes.

use std::{
    fs::{self, DirBuilder, File, TryLockError},
    os::unix::fs::{DirBuilderExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use app::{App, Settings, Vault};
use db::{Db, DbOptions};
use jobs::{Clock, Ids};

use crate::{
    archive::{DATABASE_FILE, KEY, Kind},
    config::{Config, Secret},
    failure::{Failure, Outcome},
};

/// The file in the data folder that says that a restore is under way.
pub const RESTORE_MARK: &str = "restore.unfinished";
/// The folder is for its owner alone.
const FOLDER_MODE: u32 = 0o700;

/// Milliseconds of a day on the clock.
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Where the data are.
#[derive(Debug, Clone)]
pub struct Place {
    /// The data folder.
    pub folder: PathBuf,
    url: Option<Secret>,
    connections_max: u32,
}

/// The right to serve an SQLite file, for as long as the value lives.
#[derive(Debug)]
pub struct Tenure(#[expect(dead_code, reason = "held for its lock")] File);

impl Place {
    /// The place that the configuration names.
    pub fn of(config: &Config) -> Self {
        Self {
            folder: config.data_dir.clone(),
            url: config.database_url.clone(),
            connections_max: config.database_connections,
        }
    }

    /// The file of the database, when it is SQLite.
    pub fn database_file(&self) -> Option<PathBuf> {
        match &self.url {
            None => Some(self.folder.join(DATABASE_FILE)),
            Some(url) => url.expose().strip_prefix("sqlite:").map(|path| {
                let rooted = path.strip_prefix("//").unwrap_or(path);
                PathBuf::from(rooted)
            }),
        }
    }

    /// Makes the folder when it is missing.
    pub fn make_folder(&self) -> Outcome {
        let folder = &self.folder;
        let made = DirBuilder::new().recursive(true).mode(FOLDER_MODE).create(folder);
        made.map_err(|error| Failure::file(folder, &error))?;
        let mode = fs::metadata(folder).map_err(|error| Failure::file(folder, &error))?.permissions().mode();
        if mode & 0o077 != 0 {
            tracing::warn!(folder = %folder.display(), "other users of this machine can look into the data folder");
        }
        Ok(())
    }

    /// Which database it is.
    pub fn kind(&self) -> Kind {
        if self.database_file().is_some() { Kind::Sqlite } else { Kind::Postgres }
    }

    /// Whether data are there, as far as one can know without opening them.
    pub fn is_installation(&self) -> bool {
        self.folder.join(KEY).exists() && self.database_file().is_none_or(|path| path.exists())
    }

    /// Refuses data that a restore has left half done.
    pub fn refuse_unfinished(&self) -> Outcome {
        if !self.folder.join(RESTORE_MARK).exists() {
            return Ok(());
        }
        let folder = self.folder.display();
        Err(Failure::refused(
            format!("{folder} 的上一次恢复没有完成；请重新运行 `kosmos restore`。"),
            format!("The last restore of {folder} was cut off; run `kosmos restore` again."),
        ))
    }

    /// Takes the right to serve: refused while another process holds it. PostgreSQL needs none.
    pub fn take(&self) -> Outcome<Option<Tenure>> {
        self.refuse_unfinished()?;
        self.take_even_if_unfinished()
    }

    /// Takes the right to serve, to finish a restore that was cut off.
    pub fn take_even_if_unfinished(&self) -> Outcome<Option<Tenure>> {
        let Some(database) = self.database_file() else { return Ok(None) };
        let path = lock_path(&database);
        let file = File::options().create(true).append(true).open(&path);
        let file = file.map_err(|error| Failure::file(&path, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Tenure(file))),
            Err(TryLockError::WouldBlock) => Err(in_use(&database)),
            Err(TryLockError::Error(error)) => Err(Failure::file(&path, &error)),
        }
    }

    /// Opens the database as it is. An SQLite file that is missing is made.
    pub async fn connect(&self) -> Outcome<Db> {
        let options = DbOptions { connections_max: Some(self.connections_max) };
        let db = match (&self.url, self.database_file()) {
            (_, Some(path)) => Db::open_file(&path).await,
            (Some(url), None) => Db::connect(url.expose(), &options).await,
            (None, None) => Err(db::DbError::Unreachable("no database is named".into())),
        };
        Ok(db?)
    }
}

/// The lock beside the database file.
fn lock_path(database: &Path) -> PathBuf {
    let mut name = database.file_name().unwrap_or_default().to_owned();
    name.push(".lock");
    database.with_file_name(name)
}

fn in_use(database: &Path) -> Failure {
    let path = database.display();
    Failure::refused(
        format!("{path} 正由另一个 kosmos 进程使用；请先停止它。"),
        format!("{path} is served by another kosmos process; stop that one first."),
    )
}

/// Opens everything and brings the schema to the version of this program.
pub async fn open(config: &Config, public_url: String) -> Outcome<App> {
    let place = Place::of(config);
    let ids = Ids::random();
    let vault = Vault::open(&place.folder, ids.clone())?;
    let db = place.connect().await?;
    db.migrate().await?;
    let settings = Settings {
        public_url,
        data_dir: place.folder,
        trust_proxy: config.trust_proxy,
        sign_in_attempts_per_minute: config.sign_in_attempts_per_minute,
        node: config.node.clone().unwrap_or_else(machine_name),
        workers: config.workers,
        robots_url: config.robots_url.clone(),
    };
    Ok(App::new(db, clock(config), ids, vault, settings))
}

fn clock(config: &Config) -> Clock {
    let days = config.rehearsal_days;
    if days > 0 {
        tracing::warn!(days, "a rehearsal: the clock runs days ahead of the machine");
    }
    Clock::machine_ahead(i64::from(days) * DAY_MS)
}

fn machine_name() -> String {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    if name.trim().is_empty() { "node".to_owned() } else { name.trim().to_owned() }
}
