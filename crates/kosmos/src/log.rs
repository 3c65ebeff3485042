//! The log: lines on the standard error, for people or as JSON.
//!
//! A request is logged by its id, route, status and duration; no line holds an address of the web with its query, a
//! body, an e-mail address, a phone number or a password.

use tracing::level_filters::LevelFilter;
use tracing_subscriber::{Layer as _, filter::Targets, fmt, layer::SubscriberExt as _};

use crate::config::{Config, LogFormat};

/// Parts that write more than anyone reads when all of them are at one level.
const QUIETER: [(&str, LevelFilter); 3] =
    [("hyper", LevelFilter::WARN), ("hyper_util", LevelFilter::WARN), ("sqlx", LevelFilter::WARN)];

/// Begins to log as the configuration says. A second call changes nothing.
pub fn begin(config: &Config) {
    let wanted: Targets = config.log.parse().unwrap_or_default();
    let named: Vec<String> = wanted.iter().map(|(part, _)| part.to_owned()).collect();
    let quieter = QUIETER.into_iter().filter(|(part, _)| !named.iter().any(|known| known == part));
    let filter = wanted.with_targets(quieter);
    let writer = fmt::layer().with_writer(std::io::stderr).with_ansi(false);
    let layer = match config.log_format {
        LogFormat::Text => writer.boxed(),
        LogFormat::Json => writer.json().flatten_event(true).boxed(),
    };
    let subscriber = tracing_subscriber::registry().with(layer.with_filter(filter));
    // The first one stays.
    let _ = tracing::subscriber::set_global_default(subscriber);
}
