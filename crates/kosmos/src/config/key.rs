//! The table of keys: name, default, shape, and what they mean.

use super::VARIABLE_PREFIX;

domain::names! {
    /// What can be set.
    Key {
        /// Where the server listens.
        Listen = "listen",
        /// Where browsers reach it.
        PublicUrl = "public_url",
        /// Where everything is kept.
        DataDir = "data_dir",
        /// Another database.
        DatabaseUrl = "database_url",
        /// Connections to PostgreSQL.
        DatabaseConnections = "database_connections",
        /// Whether a proxy is believed.
        TrustProxy = "trust_proxy",
        /// Patience with strangers.
        SignInAttemptsPerMinute = "sign_in_attempts_per_minute",
        /// Jobs at a time.
        Workers = "workers",
        /// The name of this node.
        Node = "node",
        /// Which log lines are written.
        Log = "log",
        /// How they are written.
        LogFormat = "log_format",
        /// Where the figures are.
        MetricsListen = "metrics_listen",
        /// Where robots are reached.
        RobotsUrl = "robots_url",
        /// How far ahead of the machine the clock runs.
        RehearsalDays = "rehearsal_days",
    }
}

/// How a value is written in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// In quotation marks.
    Text,
    /// As a whole number.
    Number,
    /// As `true` or `false`.
    Switch,
}

/// What a key is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spec {
    pub(super) default: &'static str,
    pub(super) shape: Shape,
    /// What it means, in lines that fit a comment; the first one is the help of the flag.
    pub(super) about: &'static str,
}

impl Key {
    pub(super) const fn spec(self) -> Spec {
        let (default, shape, about) = match self {
            Self::Listen => ("127.0.0.1:8080", Shape::Text, "Address and port of the server"),
            Self::PublicUrl => (
                "",
                Shape::Text,
                "The address that people type; links begin with it\n\
                With https:// the session cookie travels over HTTPS only. Empty: http:// and `listen`.",
            ),
            Self::DataDir => (
                "data",
                Shape::Text,
                "The folder of everything that is kept\n\
                The master key, uploaded files, and the database unless `database_url` names another one.",
            ),
            Self::DatabaseUrl => (
                "",
                Shape::Text,
                "A database of its own: postgres://USER:PASSWORD@HOST/NAME or sqlite:PATH\n\
                Empty: the file kosmos.db in `data_dir`. May hold a password, and is never printed or logged.",
            ),
            Self::DatabaseConnections => {
                ("12", Shape::Number, "Connections that this node holds to PostgreSQL, at the most")
            }
            Self::TrustProxy => (
                "false",
                Shape::Switch,
                "Believe the last address in X-Forwarded-For\n\
                Only behind a web server that sets it; otherwise strangers could choose their address.",
            ),
            Self::SignInAttemptsPerMinute => {
                ("20", Shape::Number, "Attempts to sign in or to use a link that one address has per minute")
            }
            Self::Workers => ("2", Shape::Number, "Jobs that run at the same time on this node"),
            Self::Node => (
                "",
                Shape::Text,
                "The name of this node, with which the jobs that it runs are marked\n\
                Empty: the name of the machine.",
            ),
            Self::Log => (
                "info",
                Shape::Text,
                "Which log lines are written: error, warn, info, debug or trace, also by part\n\
                Like `warn,app=debug`.",
            ),
            Self::LogFormat => ("text", Shape::Text, "How log lines are written: text or json"),
            Self::MetricsListen => (
                "",
                Shape::Text,
                "Another address for /metrics, which then answers anybody who reaches it\n\
                Empty: /metrics answers at `listen`, to this machine only and never through a proxy.",
            ),
            Self::RobotsUrl => (
                "",
                Shape::Text,
                "A gateway of the house for messages to robots of group chats\n\
                It gets the path that the official host would get. Empty: the hosts of WeCom, Feishu and DingTalk.",
            ),
            Self::RehearsalDays => (
                "0",
                Shape::Number,
                "Days that the clock runs ahead, to rehearse on a copy what falls due later\n\
                What is written meanwhile bears the later day; never on data that are worked with.",
            ),
        };
        Spec { default, shape, about }
    }

    /// The environment variable.
    pub(super) fn variable(self) -> String {
        format!("{VARIABLE_PREFIX}{}", self.name().to_uppercase())
    }

    /// The flag, without its dashes.
    pub(super) fn flag(self) -> String {
        self.name().replace('_', "-")
    }
}
