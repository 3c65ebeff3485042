//! Saved views.

use db_test::db_test;
use domain::identity::Role;
use serde_json::json;
use testkit::TestApp;

#[db_test]
async fn a_view_is_saved_listed_and_removed_by_its_owner_alone(test: TestApp) {
    let mut owner = test.owner().await;
    let mut operator = test.member(Role::Operator).await;
    let view = json!({ "page": "board", "name": " 华东周报 ", "query": "region=华东&sort=-leads" });
    let answer = owner.post("/views", view.clone()).await;
    assert_eq!((answer.status, &answer.json()["name"]), (201, &json!("华东周报")), "{answer:?}");
    let path = format!("/views/{}", answer.json()["id"].as_str().unwrap());
    assert_eq!(owner.post("/views", view.clone()).await.status, 409, "the name is taken");
    assert_eq!(operator.post("/views", view).await.status, 201, "by this user, not by everybody");
    assert_eq!(owner.get("/views?page=board").await.json().as_array().unwrap().len(), 1);
    assert_eq!(owner.get("/views?page=today").await.json(), json!([]));
    assert_eq!(operator.delete(&path).await.status, 404);
    assert_eq!(owner.delete(&path).await.status, 204);
    assert_eq!(owner.delete(&path).await.status, 404);
}

#[db_test]
async fn a_view_has_bounds(test: TestApp) {
    let mut owner = test.owner().await;
    for (page, name, query, field) in [
        ("", "a", "", "page"),
        ("Board!", "a", "", "page"),
        ("board", "  ", "", "name"),
        ("board", &*"名".repeat(61), "", "name"),
        ("board", "a", &*"x".repeat(2_001), "query"),
    ] {
        let answer = owner.post("/views", json!({ "page": page, "name": name, "query": query })).await;
        assert_eq!(answer.status, 422, "{answer:?}");
        assert!(answer.json()["fields"][field].is_string(), "{answer:?}");
    }
    for number in 0..50 {
        let view = json!({ "page": "board", "name": format!("视图{number}"), "query": "" });
        assert_eq!(owner.post("/views", view).await.status, 201);
    }
    let more = owner.post("/views", json!({ "page": "board", "name": "再来", "query": "" })).await;
    assert_eq!(more.status, 422, "{more:?}");
}
