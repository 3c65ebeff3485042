//! From texts to checked values.

use std::{fmt, net::SocketAddr, ops::RangeInclusive, path::PathBuf, str::FromStr};

use tracing_subscriber::filter::Targets;

use super::{Config, Origin, Values, key::Key};
use crate::failure::{Failure, Outcome};

const DATABASE_CONNECTIONS: RangeInclusive<u32> = 2..=1_000;
const SIGN_IN_ATTEMPTS_PER_MINUTE: RangeInclusive<u32> = 1..=100_000;
const WORKERS: RangeInclusive<usize> = 1..=64;
/// Ten years and their leap days.
const REHEARSAL_DAYS: RangeInclusive<u32> = 0..=3_653;
/// Characters that the name of a node may have.
const NODE_CHARS_MAX: usize = 64;

/// A text that may hold a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text, for whoever needs it to open something.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

domain::names! {
    /// How log lines are written.
    LogFormat {
        /// For people.
        Text = "text",
        /// For programs: one JSON object a line.
        Json = "json",
    }
}

pub(super) fn check(values: &Values) -> Outcome<Config> {
    let given = Given(values);
    Ok(Config {
        listen: given.required(Key::Listen, address, ADDRESS)?,
        public_url: given.optional(Key::PublicUrl, url, URL)?,
        data_dir: given.required(Key::DataDir, folder, ("文件夹的路径", "the path of a folder"))?,
        database_url: given.optional(Key::DatabaseUrl, database, DATABASE)?,
        database_connections: given.number(Key::DatabaseConnections, DATABASE_CONNECTIONS)?,
        trust_proxy: given.required(Key::TrustProxy, |text| text.parse().ok(), SWITCH)?,
        sign_in_attempts_per_minute: given
            .number(Key::SignInAttemptsPerMinute, SIGN_IN_ATTEMPTS_PER_MINUTE)?,
        workers: given.number(Key::Workers, WORKERS)?,
        node: given.optional(Key::Node, node, NODE)?,
        log: given.required(Key::Log, filter, FILTER)?,
        log_format: given.required(Key::LogFormat, LogFormat::named, ("text 或 json", "text or json"))?,
        metrics_listen: given.optional(Key::MetricsListen, address, ADDRESS)?,
        robots_url: given.optional(Key::RobotsUrl, url, URL)?,
        rehearsal_days: given.number(Key::RehearsalDays, REHEARSAL_DAYS)?,
    })
}

/// What is expected, in both languages.
type Expected = (&'static str, &'static str);

const ADDRESS: Expected = ("地址和端口，如 127.0.0.1:8080", "an address and port like 127.0.0.1:8080");
const URL: Expected = (
    "以 http:// 或 https:// 开头的地址，不含路径",
    "an address that begins with http:// or https://, without a path",
);
const DATABASE: Expected = ("sqlite:路径 或 postgres://…", "sqlite:PATH or postgres://…");
const SWITCH: Expected = ("true 或 false", "true or false");
const NODE: Expected =
    ("最多 64 个字母、数字、点、横线或下划线", "at most 64 letters, digits, dots, dashes or underscores");
const FILTER: Expected =
    ("日志级别，如 info 或 warn,app=debug", "a level like info, or levels by part like warn,app=debug");

/// The texts, taken out one by one.
struct Given<'a>(&'a Values);

impl Given<'_> {
    fn text(&self, key: Key) -> (&str, &Origin) {
        self.0.get(&key).map_or(("", &Origin::Default), |(text, origin)| (text.as_str(), origin))
    }

    fn required<T>(&self, key: Key, read: impl Fn(&str) -> Option<T>, expected: Expected) -> Outcome<T> {
        let (text, origin) = self.text(key);
        read(text).ok_or_else(|| refused(key, origin, expected.0, expected.1))
    }

    fn optional<T>(
        &self,
        key: Key,
        read: impl Fn(&str) -> Option<T>,
        expected: Expected,
    ) -> Outcome<Option<T>> {
        let (text, _) = self.text(key);
        if text.is_empty() { Ok(None) } else { self.required(key, read, expected).map(Some) }
    }

    fn number<T>(&self, key: Key, range: RangeInclusive<T>) -> Outcome<T>
    where
        T: FromStr + PartialOrd + fmt::Display,
    {
        let (text, origin) = self.text(key);
        text.parse().ok().filter(|number| range.contains(number)).ok_or_else(|| {
            let (from, to) = (range.start(), range.end());
            let en = format!("a whole number from {from} to {to}");
            refused(key, origin, &format!("{from} 到 {to} 的整数"), &en)
        })
    }
}

/// The value itself is not repeated: it may be a secret.
fn refused(key: Key, origin: &Origin, zh: &str, en: &str) -> Failure {
    let (where_zh, where_en) = match origin {
        Origin::Default => (format!("默认的 {key}"), format!("The default of {key}")),
        Origin::File(path) => {
            let path = path.display();
            (format!("配置文件 {path} 里的 {key}"), format!("The key {key} of the configuration file {path}"))
        }
        Origin::Variable => {
            let name = key.variable();
            (format!("环境变量 {name}"), format!("The environment variable {name}"))
        }
        Origin::Flag => (format!("--{}", key.flag()), format!("The flag --{}", key.flag())),
    };
    Failure::usage(format!("{where_zh} 应为{zh}。"), format!("{where_en} has to be {en}."))
}

fn address(text: &str) -> Option<SocketAddr> {
    text.parse().ok()
}

fn url(text: &str) -> Option<String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let host = host.strip_suffix('/').unwrap_or(host);
    let clean =
        !host.is_empty() && !host.contains(['/', '?', '#', '@']) && !host.contains(char::is_whitespace);
    clean.then(|| text.trim_end_matches('/').to_owned())
}

fn folder(text: &str) -> Option<PathBuf> {
    (!text.is_empty()).then(|| PathBuf::from(text))
}

fn database(text: &str) -> Option<Secret> {
    let known = ["sqlite:", "postgres://", "postgresql://"]
        .iter()
        .any(|scheme| text.strip_prefix(scheme).is_some_and(|rest| !rest.trim_start_matches('/').is_empty()));
    known.then(|| Secret(text.to_owned()))
}

fn node(text: &str) -> Option<String> {
    let clean = text.chars().all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c));
    (clean && text.len() <= NODE_CHARS_MAX).then(|| text.to_owned())
}

fn filter(text: &str) -> Option<String> {
    let known = !text.is_empty() && text.parse::<Targets>().is_ok();
    known.then(|| text.to_owned())
}
