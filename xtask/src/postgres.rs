//! A PostgreSQL server for the length of one test run.
//!
//! It listens on a free port of the loopback interface, with a password made for this run, and writes no
//! faster than memory: nothing in it outlives the run. PostgreSQL refuses to run as root, so root hands it to
//! the user `postgres`, or `nobody`.
//!
//! Invariants: only the server started here is ever stopped, and it is stopped when this process ends in any
//! way: on return by [`Server`]'s drop, on a signal by the kernel (`setpriv --pdeathsig`).

use std::fs::{self, DirBuilder, File};
use std::io::Read;
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::call::{Call, which};
use crate::failure::{Failure, Outcome, While};
use crate::place::Place;

const START_TIMEOUT: Duration = Duration::from_secs(30);
const START_POLL: Duration = Duration::from_millis(50);
const PASSWORD_BYTES: usize = 16;
const ADMIN: &str = "kosmos";
/// Users that root may hand the server to, the better first.
const UNPRIVILEGED: &[&str] = &["postgres", "nobody"];
/// Speed over safety: the data is thrown away. Connections are many because tests run side by side.
const SETTINGS: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_connections=300",
    "shared_buffers=128MB",
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "timezone=UTC",
    "log_timezone=UTC",
];

/// A running server. Dropping it stops the server and removes its data.
pub struct Server {
    child: Child,
    data: PathBuf,
    user: Option<&'static str>,
    binaries: PathBuf,
    url: String,
}

impl Server {
    pub fn start(place: &Place) -> Outcome<Self> {
        let binaries = binaries().ok_or_else(|| Failure::new("PostgreSQL is not installed."))?;
        let user = if is_root() { Some(unprivileged_user()?) } else { None };
        let data = data_folder(place, user);
        clear(&data)?;
        let password = password()?;
        create_cluster(&binaries, &data, user, &password)?;
        let port = free_port()?;
        let child = spawn(&binaries, &data, user, port)?;
        let url = format!("postgres://{ADMIN}:{password}@127.0.0.1:{port}/postgres");
        let mut server = Self { child, data, user, binaries, url };
        server.wait_until_ready(port)?;
        Ok(server)
    }

    /// Where tests connect as an administrator, to create databases of their own.
    pub fn url(&self) -> &str {
        &self.url
    }

    fn wait_until_ready(&mut self, port: u16) -> Outcome {
        let started = Instant::now();
        let is_ready = self.binaries.join("pg_isready");
        loop {
            if Call::new(&is_ready).args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()]).succeeds() {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait().doing("look at PostgreSQL")? {
                return Err(Failure::new(format!("PostgreSQL ended with {status}: {}", self.complaint())));
            }
            if started.elapsed() > START_TIMEOUT {
                return Err(Failure::new(format!(
                    "PostgreSQL did not answer on port {port} within {} s: {}",
                    START_TIMEOUT.as_secs(),
                    self.complaint()
                )));
            }
            thread::sleep(START_POLL);
        }
    }

    fn complaint(&self) -> String {
        fs::read_to_string(log_file(&self.data)).unwrap_or_default().trim().to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let stopped = as_user(self.user, &self.binaries.join("pg_ctl"))
            .args(["stop", "-m", "immediate", "-w", "-D"])
            .args([cluster(&self.data)])
            .dir(Path::new("/"))
            .succeeds();
        if !stopped {
            self.child.kill().ok();
        }
        self.child.wait().ok();
        clear(&self.data).ok();
    }
}

/// The folder with `initdb` and `postgres`: from `PATH`, else the newest that Debian installed.
pub fn binaries() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    versions.sort_unstable_by(|a, b| b.cmp(a));
    let further: Vec<PathBuf> = versions.into_iter().map(|(_, folder)| folder).collect();
    let found = which("initdb", &further)?.canonicalize().ok()?;
    let folder = found.parent()?;
    let complete = ["postgres", "pg_ctl", "pg_isready"].iter().all(|name| folder.join(name).is_file());
    complete.then(|| folder.to_path_buf())
}

pub fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

fn unprivileged_user() -> Outcome<&'static str> {
    UNPRIVILEGED.iter().copied().find(|user| Call::new("id").args(["-u", user]).succeeds()).ok_or_else(|| {
        Failure::new(
            "PostgreSQL refuses to run as root, and there is no user `postgres` or `nobody` to run it.",
        )
    })
}

/// A program that runs as `user`, or as whoever we are, and ends when we end.
fn as_user(user: Option<&str>, program: &Path) -> Call {
    let call = Call::new("setpriv").args(["--pdeathsig", "INT"]);
    let call = match user {
        Some(user) => {
            call.args([&format!("--reuid={user}"), &format!("--regid={}", group_of(user)), "--clear-groups"])
        }
        None => call,
    };
    call.args([program])
}

fn group_of(user: &str) -> String {
    let group = Call::new("id").args(["-g", user]).text().unwrap_or_default();
    group.trim().to_owned()
}

/// In the target folder, where it can be seen and cleaned; in the folder for temporary files where the
/// server's user may not enter the former (a clone in `/root`, say).
fn data_folder(place: &Place, user: Option<&str>) -> PathBuf {
    let beside_the_build = place.target.join("pg");
    fs::create_dir_all(&place.target).ok();
    let may_enter = as_user(user, Path::new("test")).args(["-x"]).args([&place.target]).succeeds();
    if may_enter {
        return beside_the_build;
    }
    let clone: String = place.root.to_string_lossy().replace('/', "-");
    std::env::temp_dir().join(format!("kosmos-pg{clone}"))
}

/// Removes what an earlier run left, unless that run still goes on.
fn clear(data: &Path) -> Outcome {
    if !data.exists() {
        return Ok(());
    }
    if let Some(process) = running_server(data) {
        return Err(Failure::new(format!(
            "Another test run of this clone is going on (PostgreSQL is process {process}). Wait for it to end, \
             or give this one a target folder of its own: CARGO_TARGET_DIR=target/second make test."
        )));
    }
    fs::remove_dir_all(data).doing(format!("remove {}", data.display()))
}

fn running_server(data: &Path) -> Option<u32> {
    let lock = fs::read_to_string(cluster(data).join("postmaster.pid")).ok()?;
    let process: u32 = lock.lines().next()?.trim().parse().ok()?;
    let name = fs::read_to_string(format!("/proc/{process}/comm")).ok()?;
    name.starts_with("postgres").then_some(process)
}

fn create_cluster(binaries: &Path, data: &Path, user: Option<&str>, password: &str) -> Outcome {
    DirBuilder::new().recursive(true).mode(0o700).create(data).doing(format!("create {}", data.display()))?;
    let password_file = data.join("password");
    fs::write(&password_file, password).doing("write the password of the test server")?;
    if let Some(user) = user {
        Call::new("chown").args(["-R", user]).args([data]).run()?;
    }
    as_user(user, &binaries.join("initdb"))
        .args([
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            "--username",
            ADMIN,
        ])
        .args(["--pwfile"])
        .args([&password_file])
        .args(["-D"])
        .args([cluster(data)])
        .dir(Path::new("/"))
        .text()
        .map(drop)
}

fn spawn(binaries: &Path, data: &Path, user: Option<&str>, port: u16) -> Outcome<Child> {
    let log = File::create(log_file(data)).doing("create the log of PostgreSQL")?;
    let errors = log.try_clone().doing("open the log of PostgreSQL")?;
    let mut call = as_user(user, &binaries.join("postgres"))
        .args(["-D"])
        .args([cluster(data)])
        .args(["-p", &port.to_string()])
        .dir(Path::new("/"));
    for setting in SETTINGS {
        call = call.args(["-c", setting]);
    }
    call.into_command().stdin(Stdio::null()).stdout(log).stderr(errors).spawn().doing("start PostgreSQL")
}

fn cluster(data: &Path) -> PathBuf {
    data.join("cluster")
}

fn log_file(data: &Path) -> PathBuf {
    data.join("log")
}

/// The port is free now; whoever takes it in the milliseconds until PostgreSQL does makes the start fail loudly.
fn free_port() -> Outcome<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).doing("find a free port")?;
    Ok(listener.local_addr().doing("find a free port")?.port())
}

fn password() -> Outcome<String> {
    let mut bytes = [0_u8; PASSWORD_BYTES];
    let mut source = File::open("/dev/urandom").doing("open /dev/urandom")?;
    source.read_exact(&mut bytes).doing("read /dev/urandom")?;
    Ok(format!("{:032x}", u128::from_ne_bytes(bytes)))
}
