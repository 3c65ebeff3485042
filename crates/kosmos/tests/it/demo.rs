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
    the_life_of_the_accounts_is_there(&server, &people, &password);
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

/// How many items of a list say this.
fn count(list: &Value, name: &str, text: &str) -> usize {
    found(list, name).into_iter().filter(|said| *said == text).count()
}

/// Companies, seats in every phase, papers, personas, entitlements, texts, somebody who leaves, and a proposal.
fn the_life_of_the_accounts_is_there(server: &Server, people: &[String], password: &str) {
    let signed_in = server.sign_in_as(&people[0], password);
    assert!(signed_in.status < 300, "{}", signed_in.body);
    let ask =
        |path: &str| server.get_with(&format!("/api/v1{path}"), &[("cookie", signed_in.cookie())]).json();
    let companies = ask("/legal-entities");
    let editions: Vec<&Value> =
        companies["items"].as_array().unwrap().iter().map(|company| &company["edition"]["id"]).collect();
    assert_eq!(editions.iter().filter(|edition| **edition == "grey_test").count(), 1);
    assert!(editions.contains(&&Value::Null), "one has stated nothing yet: {companies}");

    let seats = ask("/seats?limit=100");
    assert!((20..=30).contains(&seats["items"].as_array().unwrap().len()), "{seats}");
    for (state, least) in [
        ("requested", 2),
        ("approved", 1),
        ("paid", 2),
        ("under_review", 1),
        ("certified", 1),
        ("bound", 8),
        ("unbound", 1),
        ("expiring", 3),
        ("renewed", 1),
    ] {
        assert!(count(&seats, "state", state) >= least, "{state}: {seats}");
    }
    let due = |days: i64| {
        let renewals = ask("/seat-renewals?limit=200");
        let left = renewals["items"].as_array().unwrap().iter().map(|due| due["days_left"].as_i64().unwrap());
        left.filter(|left| *left <= days).count()
    };
    assert!(due(7) >= 1 && due(60) > due(7), "something ends within a week, and more within two months");
    assert!(ask("/seat-fees?limit=200")["items"].as_array().unwrap().len() > 15);
    assert!(!ask("/agent-offers")["items"].as_array().unwrap().is_empty());

    let proofs = ask("/employee-proofs?limit=200");
    for standing in ["waiting", "valid", "refused"] {
        assert!(count(&proofs, "standing", standing) > 0, "{standing}: {proofs}");
    }
    let signatures = ask("/agreement-signatures?limit=200");
    assert!(count(&signatures, "kind", "account_agreement") > 10, "{signatures}");
    assert!(signatures["items"].as_array().unwrap().iter().any(|one| !one["withdrawal"].is_null()));
    let personas = ask("/personas");
    assert_eq!((count(&personas, "state", "approved"), count(&personas, "state", "draft")), (1, 3));
    let of = |persona: &Value| ask(&format!("/personas/{}", persona["id"].as_str().unwrap()));
    let cards: Vec<Value> = personas["items"].as_array().unwrap().iter().map(of).collect();
    let unproven = cards.iter().filter(|card| card["check"]["open"].as_i64().unwrap() > 0);
    assert_eq!(unproven.count(), 1, "one claims what nothing proves");
    let fights = |card: &&Value| !card["check"]["rivals"].as_array().unwrap().is_empty();
    assert_eq!(cards.iter().filter(fights).count(), 2, "two fight for one voice");

    let rollouts = ask("/card-rollouts?limit=100");
    let open = rollouts["items"].as_array().unwrap().iter().filter(|rollout| rollout["carried_at"].is_null());
    assert!((1..20).contains(&open.count()), "a text is being rolled out: {rollouts}");
    assert_eq!(count(&ask("/rule-amendments"), "state", "proposed"), 1);
    let departures = ask("/departures?open=true");
    assert_eq!(departures["items"].as_array().unwrap().len(), 1, "{departures}");
    let looked = ask("/evidence-files?limit=200");
    let looks = looked["items"].as_array().unwrap().iter().map(|file| file["openings"].as_i64().unwrap());
    assert_eq!(looks.sum::<i64>(), 1, "somebody looked, and said why");
}
