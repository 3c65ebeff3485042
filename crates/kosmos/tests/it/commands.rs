//! Commands that only print, and commands that are not understood.

use std::fs;

use crate::kit::{Server, complaint, kosmos, run};

#[test]
fn the_default_configuration_is_printed_and_accepted() {
    let printed = run(["serve", "--print-default"]);
    assert!(printed.status.success());
    assert_eq!(printed.stdout, run(["config", "--print-default"]).stdout);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("kosmos.toml"), &printed.stdout).unwrap();
    let checked = kosmos(["config"]).current_dir(folder.path()).output().unwrap();
    assert_eq!(complaint(&checked), (0, String::new()));
}

#[test]
fn what_is_not_understood_ends_with_2_and_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.toml");
    fs::write(&path, "lissten = '127.0.0.1:1'\n").unwrap();
    let expected = format!(
        "kosmos: The key lissten of the configuration file {} is not known. Did you mean listen?",
        path.display()
    );
    let refused = kosmos(["serve", "--config"]).arg(&path).output().unwrap();
    assert_eq!(complaint(&refused), (2, expected));

    let refused = kosmos(["config"]).env("KOSMOS_DATA_DIRR", "x").output().unwrap();
    let expected =
        "kosmos: The environment variable KOSMOS_DATA_DIRR is not known. Did you mean KOSMOS_DATA_DIR?";
    assert_eq!(complaint(&refused), (2, expected.to_owned()));

    let refused = kosmos(["config", "--workers", "0"]).env("LANG", "zh_CN.UTF-8").output().unwrap();
    assert_eq!(complaint(&refused), (2, "kosmos: --workers 应为1 到 64 的整数。".to_owned()));
    assert_eq!(run(["fly"]).status.code(), Some(2));
}

#[test]
fn a_secret_of_the_configuration_is_never_shown() {
    // A server that hangs up is no database, and is found out at once.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgres://me:swordfish@{}/none", listener.local_addr().unwrap());
    std::thread::spawn(move || listener.incoming().for_each(drop));
    let url = url.as_str();
    for words in [
        ["migrate", "--database-url", url, "--log", "trace", "--data-dir"],
        ["backup", "--database-url", url, "--log", "trace", "--data-dir"],
    ] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("master.key"), "x").unwrap();
        let mut command = kosmos(words);
        command.arg(folder.path());
        if words[0] == "backup" {
            command.arg(folder.path().join("out"));
        }
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        assert!(!format!("{output:?}").contains("swordfish"));
    }
}

#[test]
fn health_tells_a_ready_server_from_none() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::of(folder.path());
    let address = server.address.to_string();
    assert!(run(["health", "--listen", &address]).status.success());
    server.stop();
    let (code, sentence) = complaint(&run(["health", "--listen", &address]));
    assert_eq!(code, 1);
    assert!(sentence.starts_with(&format!("kosmos: The server at {address} does not answer")), "{sentence}");
}
