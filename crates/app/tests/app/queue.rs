//! The page of jobs.

use db_test::db_test;
use domain::identity::Role;
use serde_json::{Value, json};
use testkit::TestApp;

#[db_test]
async fn a_job_that_was_given_up_is_tried_again(test: TestApp) {
    let mut operator = test.member(Role::Operator).await;
    let id = test.dead_job().await;
    let page = operator.get("/jobs?state=dead").await.json();
    assert_eq!((&page["counts"]["dead"], &page["counts"]["done"]), (&json!(1), &json!(0)));
    let job = &page["items"][0];
    assert_eq!((&job["id"], &job["error"]), (&json!(id), &json!("磁盘已满")));
    assert_eq!(job["can"], json!({ "retry": true, "remove": true }));

    let path = format!("/jobs/{id}/attempts");
    let again = operator.post(&path, Value::Null).await;
    assert_eq!(again.status, 201, "{again:?}");
    assert_eq!((&again.json()["state"], &again.json()["attempts"]), (&json!("waiting"), &json!(0)));
    assert_eq!(operator.post(&path, Value::Null).await.status, 409);
    assert_eq!(test.run_jobs().await, 1);
    let done = operator.get("/jobs").await.json()["items"][0].clone();
    assert_eq!(done["state"], "done");
    assert!(done["can"]["retry"].is_string() && done["can"]["remove"].is_string(), "{done}");
    assert_eq!(operator.delete(&format!("/jobs/{id}")).await.status, 409);
}

#[db_test]
async fn a_job_that_was_given_up_is_removed(test: TestApp) {
    let id = test.dead_job().await;
    let mut auditor = test.member(Role::Auditor).await;
    let seen = auditor.get("/jobs").await.json()["items"][0]["can"].clone();
    assert!(seen["retry"].is_string(), "an auditor only looks: {seen}");
    let mut owner = test.owner().await;
    assert_eq!(owner.delete(&format!("/jobs/{id}")).await.status, 204);
    assert_eq!(owner.delete(&format!("/jobs/{id}")).await.status, 404);
    assert_eq!(owner.get("/audit?limit=1").await.json()["items"][0]["kind"], "job_removed");
}
