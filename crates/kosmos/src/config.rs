//! What can be set from outside, and where it is set: the command line before the environment before a file before
//! the default.
//!
//! Words: a *key* is one thing that can be set; its *variable* is `KOSMOS_` and the key in capitals; its *flag* is
//! `--` and the key with dashes.
//!
//! Invariants: one table of keys makes flags, variables, the file and its printed default; an unknown key or variable
//! is refused, so that a typing mistake is not silent; a value that may hold a secret is never shown.

mod file;
mod flags;
mod key;
#[cfg(test)]
mod tests;
mod value;

use std::{collections::BTreeMap, ffi::OsString, net::SocketAddr, path::PathBuf};

pub use file::default_file;
pub use flags::{DataFlags, Flags, HealthFlags, ServerFlags};
use key::Key;
pub use value::{LogFormat, Secret};

use crate::failure::{Failure, Outcome};

/// The configuration file that is read when none is named and this one is there.
const FILE: &str = "kosmos.toml";
/// The variable that names another configuration file.
const FILE_VARIABLE: &str = "KOSMOS_CONFIG";
/// What the variables of this program start with.
const VARIABLE_PREFIX: &str = "KOSMOS_";
/// Variables that the chores and tests of the source tree read; the program passes over them.
const CHORE_VARIABLES: &[&str] = &[
    "KOSMOS_BIN",
    "KOSMOS_BLESS",
    "KOSMOS_CHROMIUM",
    "KOSMOS_SERVER",
    "KOSMOS_SOAK_KILLS",
    "KOSMOS_SOAK_SEED",
    "KOSMOS_TEST_POSTGRES",
];
/// What Kubernetes sets in every container beside a service that is called `kosmos`.
const NEIGHBOUR_PREFIXES: &[&str] = &["KOSMOS_PORT", "KOSMOS_SERVICE_"];
/// How alike two names must be, of 1, for one to be taken as a slip of the other.
const ALIKE_MIN: f64 = 0.7;

/// Everything that can be set from outside, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Where the server listens.
    pub listen: SocketAddr,
    /// Where browsers reach the console, without a slash at the end; follows from `listen` when not set.
    pub public_url: Option<String>,
    /// The folder of everything that is kept.
    pub data_dir: PathBuf,
    /// Another database than the file in the data folder.
    pub database_url: Option<Secret>,
    /// Connections that this node holds to PostgreSQL.
    pub database_connections: u32,
    /// Whether `X-Forwarded-For` of a proxy in front is believed.
    pub trust_proxy: bool,
    /// Attempts to sign in that one address has per minute.
    pub sign_in_attempts_per_minute: u32,
    /// Jobs that run at the same time on this node.
    pub workers: usize,
    /// The name of this node; that of the machine when not set.
    pub node: Option<String>,
    /// Which log lines are written, like `info,app=debug`.
    pub log: String,
    /// How they are written.
    pub log_format: LogFormat,
    /// Another address for the figures than that of the server.
    pub metrics_listen: Option<SocketAddr>,
    /// A gateway of the house, without a slash at the end, for messages to robots of group chats.
    pub robots_url: Option<String>,
    /// Days that the clock runs ahead of the machine.
    pub rehearsal_days: u32,
}

/// Where a value was set, for the sentence that refuses it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Origin {
    Default,
    File(PathBuf),
    Variable,
    Flag,
}

/// The values as texts, the strongest origin of each.
type Values = BTreeMap<Key, (String, Origin)>;

impl Config {
    /// Puts the configuration together from these flags, this environment and the file that they name.
    pub fn load(flags: Flags, environment: impl Iterator<Item = (OsString, OsString)>) -> Outcome<Self> {
        let mut values: Values =
            Key::ALL.iter().map(|key| (*key, (key.spec().default.to_owned(), Origin::Default))).collect();
        let Flags { config, values: set, usual_data_dir } = flags;
        let usual = usual_data_dir.map(|path| (Key::DataDir, (path.to_owned(), Origin::Default)));
        values.extend(usual);
        let variables = variables(environment)?;
        if let Some(path) = file::path(config, variables.file, FILE) {
            let found = file::read(&path)?;
            let origin = Origin::File(path);
            values.extend(found.into_iter().map(|(key, text)| (key, (text, origin.clone()))));
        }
        values.extend(variables.values.into_iter().map(|(key, text)| (key, (text, Origin::Variable))));
        values.extend(set.into_iter().map(|(key, text)| (key, (text, Origin::Flag))));
        value::check(&values)
    }
}

/// What the environment sets.
struct Variables {
    values: Vec<(Key, String)>,
    file: Option<PathBuf>,
}

fn variables(environment: impl Iterator<Item = (OsString, OsString)>) -> Outcome<Variables> {
    let (mut values, mut file) = (Vec::new(), None);
    for (name, value) in environment {
        let Some(name) = name.to_str().filter(|name| name.starts_with(VARIABLE_PREFIX)) else { continue };
        let passed_over = CHORE_VARIABLES.contains(&name)
            || NEIGHBOUR_PREFIXES.iter().any(|prefix| name.starts_with(prefix));
        match Key::ALL.iter().find(|key| key.variable() == name) {
            Some(key) => values.push((*key, text_of(name, value)?)),
            None if name == FILE_VARIABLE => file = Some(PathBuf::from(value)),
            None if passed_over => {}
            None => return Err(unknown_variable(name)),
        }
    }
    Ok(Variables { values, file })
}

fn text_of(name: &str, value: OsString) -> Outcome<String> {
    value.into_string().map_err(|_| {
        Failure::usage(
            format!("环境变量 {name} 不是 UTF-8 文本。"),
            format!("The variable {name} is not UTF-8."),
        )
    })
}

fn unknown_variable(name: &str) -> Failure {
    let key = name.trim_start_matches(VARIABLE_PREFIX).to_lowercase();
    let (zh, en) = nearest(&key).map_or_else(
        || (format!("运行 `{LIST}` 查看可用的设置。"), format!("`{LIST}` lists what can be set.")),
        |key| (format!("是想写 {} 吗？", key.variable()), format!("Did you mean {}?", key.variable())),
    );
    Failure::usage(
        format!("不认识环境变量 {name}。{zh}"),
        format!("The environment variable {name} is not known. {en}"),
    )
}

/// The command that lists what can be set.
const LIST: &str = "kosmos config --print-default";

/// The key that somebody probably meant.
fn nearest(found: &str) -> Option<Key> {
    let alike = |key: &&Key| strsim::normalized_damerau_levenshtein(key.name(), found);
    let best = Key::ALL.iter().max_by(|a, b| alike(a).total_cmp(&alike(b)))?;
    (alike(&best) >= ALIKE_MIN).then_some(*best)
}
