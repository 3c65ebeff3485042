//! The flags of the command line, made from the table of keys.

use std::path::PathBuf;

use clap::{
    Arg, ArgMatches, Args, Command, Error, FromArgMatches, ValueHint, parser::ValueSource, value_parser,
};

use super::key::{Key, Shape};

/// The name of the flag that names the configuration file.
const CONFIG: &str = "config";

/// What the command line sets.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// The configuration file that it names.
    pub(super) config: Option<PathBuf>,
    /// The keys that it sets.
    pub(super) values: Vec<(Key, String)>,
}

impl Flags {
    fn arguments(command: Command, keys: &[Key]) -> Command {
        let config = Arg::new(CONFIG)
            .long(CONFIG)
            .value_name("FILE")
            .value_hint(ValueHint::FilePath)
            .value_parser(value_parser!(PathBuf))
            .help("The configuration file; ./kosmos.toml when it is there");
        keys.iter().fold(command.arg(config), |command, key| command.arg(argument(*key)))
    }

    fn collect(matches: &ArgMatches, keys: &[Key]) -> Self {
        let set = |key: &Key| {
            let given = matches.value_source(key.name()) == Some(ValueSource::CommandLine);
            given.then(|| matches.get_one::<String>(key.name()).cloned().map(|text| (*key, text))).flatten()
        };
        Self { config: matches.get_one(CONFIG).cloned(), values: keys.iter().filter_map(set).collect() }
    }
}

fn argument(key: Key) -> Arg {
    let spec = key.spec();
    let help = spec.about.lines().next().unwrap_or_default();
    let shown = if spec.default.is_empty() { String::new() } else { format!(" [default: {}]", spec.default) };
    let argument = Arg::new(key.name()).long(key.flag()).value_name("VALUE").help(format!("{help}{shown}"));
    match spec.shape {
        Shape::Switch => argument.num_args(0..=1).require_equals(true).default_missing_value("true"),
        Shape::Text | Shape::Number => argument,
    }
}

macro_rules! flags {
    ($($(#[$doc:meta])* $name:ident: $keys:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default)]
        pub struct $name(pub Flags);

        impl FromArgMatches for $name {
            fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
                Ok(Self(Flags::collect(matches, $keys)))
            }

            fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
                *self = Self::from_arg_matches(matches)?;
                Ok(())
            }
        }

        impl Args for $name {
            fn augment_args(command: Command) -> Command {
                Flags::arguments(command, $keys)
            }

            fn augment_args_for_update(command: Command) -> Command {
                Self::augment_args(command)
            }
        }
    )*};
}

flags! {
    /// Flags of a task that serves: every key.
    ServerFlags: Key::ALL;
    /// Flags of a task that works on the data and then ends.
    DataFlags: &[Key::DataDir, Key::DatabaseUrl, Key::Log, Key::LogFormat];
    /// Flags of a task that asks a running server.
    HealthFlags: &[Key::Listen];
}
