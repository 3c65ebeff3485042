//! The demo: grown once, complete or not there, thrown away only when told.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use serde_json::Value;

use crate::kit::{Server, complaint, kosmos};

/// The addresses with their roles, and the password.
fn sign_in(folder: &Path) -> (Vec<String>, String) {
    let text = fs::read_to_string(folder.join("sign-in.txt")).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let password = lines.pop().unwrap();
    (lines.into_iter().map(|line| line.split(' ').next().unwrap().to_owned()).collect(), password)
}

fn asked(server: &Server, email: &str, password: &str, path: &str) -> Value {
    let signed_in = server.sign_in_as(email, password);
    assert!(signed_in.status < 300, "{email}: {}", signed_in.body);
    server.get_with(&format!("/api/v1{path}"), &[("cookie", signed_in.cookie())]).json()
}

/// What every item of a list says.
fn found<'a>(list: &'a Value, name: &str) -> Vec<&'a str> {
    list["items"].as_array().unwrap().iter().filter_map(|item| item[name].as_str()).collect()
}

#[test]
fn everybody_of_the_demo_signs_in_and_sees_what_their_role_sees() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::demo(folder.path(), &[]);
    let file = folder.path().join("sign-in.txt");
    assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    let (people, password) = sign_in(folder.path());
    assert_eq!(people.len(), 6);
    let accounts =
        |email: &str| asked(&server, email, &password, "/accounts?limit=1")["total"].as_i64().unwrap();
    for email in &people {
        let seen = accounts(email);
        match email.split('@').next().unwrap() {
            "employee" => assert_eq!(seen, 1),
            "service" => assert!((2..24).contains(&seen), "{seen}"),
            _ => assert_eq!(seen, 24, "{email}"),
        }
    }
    let stores = asked(&server, &people[0], &password, "/stores");
    assert_eq!(stores["items"].as_array().unwrap().len(), 3);
    let imports = asked(&server, &people[0], &password, "/imports?limit=100");
    let states = imports["items"].as_array().unwrap().iter().map(|import| import["state"].as_str().unwrap());
    assert!(states.clone().count() > 40 && states.clone().all(|state| state == "done"), "{imports}");
    let findings = asked(&server, &people[0], &password, "/note-findings?limit=100");
    let outcomes = found(&findings, "outcome");
    assert!((5..60).contains(&outcomes.len()) && outcomes.contains(&"block"), "{outcomes:?}");
    let copies = asked(&server, &people[0], &password, "/note-copies?limit=100");
    let kinds = found(&copies, "kind");
    assert!(
        (5..80).contains(&kinds.len()) && kinds.contains(&"rewrite") && kinds.contains(&"copy"),
        "{kinds:?}"
    );
    server.stop();

    let again = Server::demo(folder.path(), &[]);
    assert_eq!(sign_in(folder.path()), (people.clone(), password.clone()));
    assert_eq!(asked(&again, &people[0], &password, "/accounts?limit=1")["total"], 24);
    again.stop();
}

#[test]
fn a_demo_that_was_cut_off_or_is_to_be_reset_grows_anew_and_other_data_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let demo = folder.path().join("demo");
    fs::create_dir_all(demo.join(".growing/files")).unwrap();
    fs::write(demo.join("kosmos.db"), "half of a database").unwrap();
    Server::demo(&demo, &[]).stop();
    let (_, first) = sign_in(&demo);
    assert!(!demo.join(".growing").exists());
    Server::demo(&demo, &["--reset"]).stop();
    assert_ne!(sign_in(&demo).1, first);

    let own = folder.path().join("own");
    Server::of(&own).stop();
    let before = fs::read(own.join("master.key")).unwrap();
    for flags in [&[][..], &["--reset"]] {
        let refused =
            kosmos(["demo", "--listen", "127.0.0.1:0", "--data-dir"]).arg(&own).args(flags).output().unwrap();
        let own = own.display();
        let sentence =
            format!("kosmos: {own} holds data that are no demo; choose another folder with --data-dir.");
        assert_eq!(complaint(&refused), (3, sentence));
    }
    assert_eq!(fs::read(own.join("master.key")).unwrap(), before);
}
