//! What can be set, where, and what is refused.

use std::path::Path;

use domain::identity::Language;

use super::*;

fn environment(pairs: &[(&str, &str)]) -> impl Iterator<Item = (OsString, OsString)> {
    let pairs: Vec<_> =
        pairs.iter().map(|(name, value)| (OsString::from(name), OsString::from(value))).collect();
    pairs.into_iter()
}

fn flags(pairs: &[(Key, &str)]) -> Flags {
    let values = pairs.iter().map(|(key, text)| (*key, (*text).to_owned())).collect();
    Flags { values, ..Flags::default() }
}

fn default_config() -> Config {
    Config::load(Flags::default(), environment(&[])).unwrap()
}

fn refusal(flags: Flags, pairs: &[(&str, &str)]) -> String {
    Config::load(flags, environment(pairs)).unwrap_err().text.get(Language::En).to_owned()
}

#[test]
fn the_printed_default_file_reads_back_as_the_default() {
    let found = file::parse(&default_file(), Path::new("kosmos.toml")).unwrap();
    assert_eq!(found.len(), Key::ALL.len());
    let values = found.into_iter().map(|(key, text)| (key, (text, Origin::Flag))).collect();
    assert_eq!(value::check(&values).unwrap(), default_config());
}

#[test]
fn the_command_line_comes_before_the_environment_before_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.toml");
    std::fs::write(&path, "workers = 3\nnode = \"file\"\nlog = \"warn\"\n").unwrap();
    let pairs = [("KOSMOS_CONFIG", path.to_str().unwrap()), ("KOSMOS_WORKERS", "4"), ("KOSMOS_NODE", "env")];
    let config = Config::load(flags(&[(Key::Workers, "5")]), environment(&pairs)).unwrap();
    assert_eq!((config.workers, config.node.as_deref(), config.log.as_str()), (5, Some("env"), "warn"));
    let expected = Config { workers: 5, node: Some("env".into()), log: "warn".into(), ..default_config() };
    assert_eq!(config, expected);
}

#[test]
fn an_unknown_variable_is_refused_with_the_nearest_known_one() {
    for (name, expected) in [
        (
            "KOSMOS_DATADIR",
            "The environment variable KOSMOS_DATADIR is not known. Did you mean KOSMOS_DATA_DIR?",
        ),
        ("KOSMOS_LISTN", "The environment variable KOSMOS_LISTN is not known. Did you mean KOSMOS_LISTEN?"),
        (
            "KOSMOS_COLOUR",
            "The environment variable KOSMOS_COLOUR is not known. `kosmos config --print-default` lists what can be set.",
        ),
    ] {
        assert_eq!(refusal(Flags::default(), &[(name, "x")]), expected);
    }
    let neighbours = [("KOSMOS_PORT_8080_TCP", "tcp://10.0.0.1:8080"), ("KOSMOS_SERVICE_HOST", "10.0.0.1")];
    assert_eq!(Config::load(Flags::default(), environment(&neighbours)).unwrap(), default_config());
}

#[test]
fn an_unknown_key_of_the_file_is_refused_with_the_nearest_known_one() {
    let read = |text: &str| {
        let failure = file::parse(text, Path::new("kosmos.toml")).unwrap_err();
        failure.text.get(Language::En).to_owned()
    };
    let front = "The key databse_url of the configuration file kosmos.toml";
    assert_eq!(read("databse_url = ''"), format!("{front} is not known. Did you mean database_url?"));
    let front = "The key workers of the configuration file kosmos.toml";
    assert_eq!(read("workers = '2'"), format!("{front} has to be a whole number."));
    assert_eq!(
        read("node = 'a'\ndatabase_url = 'postgres://me:secret@host/x"),
        "Line 2 of the configuration file kosmos.toml is not TOML."
    );
}

#[test]
fn a_value_that_cannot_be_is_refused_by_its_place_and_never_repeated() {
    let number = "has to be a whole number from 1 to 64.";
    for (key, value, expected) in [
        (Key::Workers, "0", format!("The flag --workers {number}")),
        (Key::Workers, "two", format!("The flag --workers {number}")),
        (Key::Listen, "8080", "The flag --listen has to be an address and port like 127.0.0.1:8080.".into()),
        (
            Key::DatabaseUrl,
            "mysql://me:secret@host/x",
            "The flag --database-url has to be sqlite:PATH or postgres://….".into(),
        ),
        (
            Key::PublicUrl,
            "https://host/path",
            "The flag --public-url has to be an address that begins with http:// or https://, without a path.".into(),
        ),
        (Key::LogFormat, "xml", "The flag --log-format has to be text or json.".into()),
        (Key::TrustProxy, "yes", "The flag --trust-proxy has to be true or false.".into()),
    ] {
        assert_eq!(refusal(flags(&[(key, value)]), &[]), expected);
    }
    let from_variable = "The environment variable KOSMOS_WORKERS has to be a whole number from 1 to 64.";
    assert_eq!(refusal(Flags::default(), &[("KOSMOS_WORKERS", "65")]), from_variable);
}

#[test]
fn a_password_in_the_configuration_is_not_shown() {
    let url = "postgres://me:secret@host/x";
    let config = Config::load(flags(&[(Key::DatabaseUrl, url)]), environment(&[])).unwrap();
    assert!(!format!("{config:?}").contains("secret"));
    assert_eq!(config.database_url.unwrap().expose(), url);
}
