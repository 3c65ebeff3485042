//! Keys for programs.

use db_test::db_test;
use domain::identity::Action;
use serde_json::json;
use testkit::{NOW, TestApp};

#[db_test]
async fn a_program_does_what_its_key_may_and_nothing_else(test: TestApp) {
    let mut program = test.program(&[Action::ViewMembers]).await;
    assert_eq!(program.get("/members").await.status, 200);
    assert_eq!(program.get("/jobs").await.status, 403, "the key was not given it");
    assert_eq!(program.get("/brands").await.status, 401, "only people have brands");
    let mut owner = test.owner().await;
    let listed = owner.get("/api-keys").await.json();
    let key = &listed["items"][0];
    assert_eq!((&key["name"], &key["actions"]), (&json!("数据同步"), &json!(["view_members"])));
    assert_eq!(key["used_at"], json!(NOW));
    assert!(!listed["actions"].as_array().unwrap().contains(&json!("manage_members")));

    let path = format!("/api-keys/{}", key["id"].as_str().unwrap());
    assert_eq!(owner.delete(&path).await.status, 204);
    assert_eq!(program.get("/members").await.status, 401, "revoked at once");
    assert_eq!(owner.delete(&path).await.status, 404);
}

#[db_test]
async fn a_key_ends_when_it_was_to(test: TestApp) {
    let mut owner = test.owner().await;
    let soon = NOW.plus_ms(1_000);
    let draft = json!({ "name": "短期", "actions": ["view_jobs"], "expires_at": soon });
    let made = owner.post("/api-keys", draft).await.json();
    let token = made["token"].as_str().unwrap();
    assert!(token.starts_with("kosmos_") && token.ends_with(made["key"]["ending"].as_str().unwrap()));
    let mut program = test.stranger().with_header("authorization", &format!("Bearer {token}"));
    assert_eq!(program.get("/jobs").await.status, 200);
    test.clock.advance_ms(1_000);
    assert_eq!(program.get("/jobs").await.status, 401);
}

#[db_test]
async fn a_key_that_makes_no_sense_says_which_field(test: TestApp) {
    let mut owner = test.owner().await;
    for (draft, field) in [
        (json!({ "name": " ", "actions": ["view_jobs"] }), "name"),
        (json!({ "name": "密钥", "actions": [] }), "actions"),
        (json!({ "name": "密钥", "actions": ["manage_members"] }), "actions"),
        (json!({ "name": "密钥", "actions": ["view_jobs"], "expires_at": NOW }), "expires_at"),
    ] {
        let answer = owner.post("/api-keys", draft.clone()).await;
        assert_eq!(answer.status, 422, "{draft} {answer:?}");
        assert!(answer.json()["fields"][field].is_string(), "{answer:?}");
    }
    for nonsense in ["", "kosmos_", "kosmos_x_y", "kosmos_00000000000000000000000000000000_abc"] {
        let mut program = test.stranger().with_header("authorization", &format!("Bearer {nonsense}"));
        assert_eq!(program.get("/jobs").await.status, 401, "{nonsense}");
    }
}
