//! The audit log: searched and taken out.

use db_test::db_test;
use domain::identity::Role;
use serde_json::{Value, json};
use testkit::{Client, TestApp};

async fn kinds(client: &mut Client, query: &str) -> Vec<String> {
    let found = client.get(&format!("/audit?{query}")).await.json();
    let kind = |line: &Value| line["kind"].as_str().unwrap().to_owned();
    found["items"].as_array().unwrap_or_else(|| panic!("{found}")).iter().map(kind).collect()
}

#[db_test]
async fn every_change_says_who_when_from_where_before_and_after(test: TestApp) {
    let mut owner = test.owner().await;
    owner.patch("/me", json!({ "name": "周小敏" })).await;
    let line = owner.get("/audit?limit=1").await.json()["items"][0].clone();
    assert_eq!(line["kind"], "user_changed");
    assert_eq!((&line["actor"]["kind"], &line["actor"]["name"]), (&json!("user"), &json!("周敏")));
    assert_eq!((&line["at"], &line["source"]), (&json!(testkit::NOW), &json!("127.0.0.1")));
    assert_eq!((&line["before"]["name"], &line["after"]["name"]), (&json!("周敏"), &json!("周小敏")));
}

#[db_test]
async fn the_log_is_searched_by_words_kind_person_and_day(test: TestApp) {
    let mut owner = test.owner().await;
    test.clock.advance_ms(24 * 3_600_000);
    let mut auditor = test.member(Role::Auditor).await;
    let me = owner.get("/session").await.json()["user"]["id"].as_str().unwrap().to_owned();
    for (query, expected) in [
        ("kind=member_joined", vec!["member_joined"]),
        ("q=MEMBER_INV", vec!["member_invited"]),
        ("q=100%25", vec![]),
        ("q=member%25joined", vec![]),
        ("to=2026-06-22", vec!["signed_in", "brand_added"]),
        ("to=2026-06-22&kind=signed_in", vec!["signed_in"]),
        ("from=2026-06-23&q=%E5%91%A8%E6%95%8F", vec!["member_invited", "signed_in"]),
        (&format!("actor={me}&kind=member_joined"), vec![]),
    ] {
        assert_eq!(kinds(&mut auditor, query).await, expected, "{query}");
    }
    for query in ["from=yesterday", "to=2026-02-30"] {
        assert_eq!(auditor.get(&format!("/audit?{query}")).await.status, 422, "{query}");
    }
    assert_eq!(auditor.get("/audit?kind=nonsense").await.status, 400);
}

#[db_test]
async fn pages_of_the_log_meet_without_a_gap(test: TestApp) {
    let mut owner = test.owner().await;
    test.member(Role::Auditor).await;
    let all = owner.get("/audit").await.json()["items"].as_array().unwrap().clone();
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = owner.get(&format!("/audit?limit=2{cursor}")).await.json();
        found.extend(page["items"].as_array().unwrap().clone());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert!(all.len() >= 5);
    assert_eq!(found, all);
}

#[db_test]
async fn the_log_is_taken_out_without_formulas_and_says_so_itself(test: TestApp) {
    let mut owner = test.owner().await;
    owner.patch("/me", json!({ "name": "=1+1" })).await;
    test.owner().await;
    let answer = owner.get("/audit/export?format=csv").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
    assert_eq!(answer.header("kosmos-next-cursor"), None);
    let text = answer.text();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("\u{feff}编号,时间,操作"), "{text}");
    assert_eq!(lines.len(), 1 + 4, "a header and a line per change: {text}");
    assert!(lines[1].contains(",'=1+1,"), "a name that looks like a formula stays a text: {text}");
    assert_eq!(kinds(&mut owner, "limit=1").await, ["audit_exported"]);
    let narrow = owner.get("/audit/export?kind=brand_added").await.text();
    assert_eq!(narrow.lines().count(), 2, "{narrow}");
    assert_eq!(owner.get("/audit/export?format=xlsx").await.status, 400);
}
