//! Notices: news for the person who looks.

use db_test::db_test;
use domain::identity::Role;
use serde_json::json;
use testkit::TestApp;

use crate::drafts::Studio;

#[db_test]
async fn news_is_what_others_did_and_is_seen_once(test: TestApp) {
    let mut owner = test.owner().await;
    assert_eq!(owner.get("/notices").await.json(), json!({ "items": [], "unread": 0, "jobs_dead": 0 }));
    test.member(Role::Operator).await;
    let notices = owner.get("/notices").await.json();
    assert_eq!(notices["unread"], 1);
    let notice = notices["items"][0].clone();
    assert_eq!((&notice["kind"], &notice["seen"]), (&json!("member_joined"), &json!(false)));
    assert_eq!(notice["after"]["role"], "operator");

    let seq = notice["seq"].as_i64().unwrap();
    let beyond = json!({ "up_to": seq + 1_000 });
    assert_eq!(owner.put("/notices/seen", beyond).await.status, 204);
    assert_eq!(owner.get("/notices").await.json()["unread"], 1, "nobody sees what has not happened");
    assert_eq!(owner.put("/notices/seen", json!({ "up_to": seq })).await.status, 204);
    assert_eq!(owner.put("/notices/seen", json!({ "up_to": 0 })).await.status, 204);
    let notices = owner.get("/notices").await.json();
    assert_eq!((&notices["unread"], &notices["items"][0]["seen"]), (&json!(0), &json!(true)));
}

#[db_test]
async fn a_member_hears_of_what_concerns_them_and_what_they_may_see(test: TestApp) {
    let mut owner = test.owner().await;
    let mut employee = test.member(Role::Employee).await;
    test.member(Role::Auditor).await;
    test.dead_job().await;
    let notices = employee.get("/notices").await.json();
    assert_eq!(notices, json!({ "items": [], "unread": 0, "jobs_dead": 0 }), "neither members nor jobs");
    assert_eq!(owner.get("/notices").await.json()["jobs_dead"], 1);

    let me = employee.get("/session").await.json()["user"]["id"].as_str().unwrap().to_owned();
    let change = json!({ "role": "employee", "visibility": "own" });
    owner.patch(&format!("/members/{me}"), change).await;
    let notice = employee.get("/notices").await.json()["items"][0].clone();
    assert_eq!((&notice["kind"], &notice["subject"]), (&json!("member_changed"), &json!(me)));

    let mut newcomer = test.member(Role::Operator).await;
    assert_eq!(newcomer.get("/notices").await.json()["unread"], 0, "what was before is no news");
}

#[db_test]
async fn reviewers_hear_of_drafts_and_writers_of_pauses(test: TestApp) {
    let mut studio = Studio::of(&test).await;
    studio.submitted("鞋柜留空", "玄关收纳的三步", "上周去量房，鞋柜下面留了十五厘米。").await;
    let told = studio.officer.get("/notices").await.json();
    assert_eq!(told["items"][0]["kind"], "draft_submitted");
    assert_eq!(
        studio.writer.get("/notices").await.json()["unread"],
        0,
        "nobody hears of what they did themselves"
    );
    let paused = studio.operator.post("/studio-pauses", json!({ "reason": "等品牌通知" })).await;
    assert_eq!(paused.status, 201, "{paused:?}");
    assert_eq!(studio.writer.get("/notices").await.json()["items"][0]["kind"], "publishing_paused");
}
