//! Setting up, signing in and out.

use db_test::db_test;
use serde_json::json;
use testkit::{PASSWORD, TestApp, founder};

const EMAIL: &str = "zhou.min@muli.example";

fn sign_in(password: &str) -> serde_json::Value {
    json!({ "email": EMAIL, "password": password })
}

#[db_test]
async fn the_first_run_makes_an_owner_and_happens_once(test: TestApp) {
    let mut stranger = test.stranger();
    assert_eq!(stranger.get("/setup").await.json(), json!({ "needed": true }));
    let mut owner = test.owner().await;
    let me = owner.get("/session").await.json();
    assert_eq!(me["user"]["name"], "周敏");
    assert_eq!(me["brand"]["name"], "木里全屋定制");
    assert_eq!(me["brand"]["role"], "owner");
    assert_eq!(me["can"]["manage_members"], true);

    assert_eq!(stranger.get("/setup").await.json(), json!({ "needed": false }));
    let again = stranger.post("/setup", founder()).await;
    assert_eq!((again.status, again.code().as_str()), (409, "already_set_up"));
}

#[db_test]
async fn a_first_run_with_a_wrong_field_says_which_and_changes_nothing(test: TestApp) {
    for (pointer, value, field) in [
        ("/owner/email", "nobody", "owner.email"),
        ("/owner/name", "  ", "owner.name"),
        ("/owner/password", "123456", "password"),
        ("/zone", "Mars/Olympus", "zone"),
        ("/brand", "", "brand"),
    ] {
        let mut wrong = founder();
        *wrong.pointer_mut(pointer).unwrap() = json!(value);
        let answer = test.stranger().post("/setup", wrong).await;
        assert_eq!(answer.status, 422, "{answer:?}");
        assert!(answer.json()["fields"][field].is_string(), "{answer:?}");
    }
    assert_eq!(test.stranger().get("/setup").await.json(), json!({ "needed": true }));
}

#[db_test]
async fn a_session_lasts_until_it_is_ended_or_forgotten(test: TestApp) {
    test.owner().await;
    let mut browser = test.stranger();
    assert_eq!(browser.get("/session").await.status, 401);
    assert_eq!(browser.post("/session", sign_in(PASSWORD)).await.status, 201);
    test.clock.advance_ms(13 * 24 * 3_600_000);
    assert_eq!(browser.get("/session").await.status, 200, "used within its time");
    test.clock.advance_ms(13 * 24 * 3_600_000);
    assert_eq!(browser.get("/session").await.status, 200, "use made it last");
    test.clock.advance_ms(14 * 24 * 3_600_000);
    assert_eq!(browser.get("/session").await.status, 401, "forgotten");

    assert_eq!(browser.post("/session", sign_in(PASSWORD)).await.status, 201);
    let mut copy = browser.clone();
    assert_eq!(browser.delete("/session").await.status, 204);
    assert_eq!(copy.get("/session").await.status, 401, "the old cookie is worth nothing");
}

#[db_test]
async fn another_browser_can_be_signed_out(test: TestApp) {
    let mut owner = test.owner().await;
    let mut other = test.stranger();
    other.post("/session", sign_in(PASSWORD)).await;
    let sessions = owner.get("/sessions").await.json();
    assert_eq!(sessions.as_array().unwrap().len(), 2);
    let id = sessions.as_array().unwrap().iter().find(|s| s["current"] == false).unwrap()["id"].clone();
    assert_eq!(owner.delete(&format!("/sessions/{}", id.as_str().unwrap())).await.status, 204);
    assert_eq!(other.get("/session").await.status, 401);
    assert_eq!(owner.get("/session").await.status, 200);
}

#[db_test]
async fn guessing_a_password_locks_the_user_for_a_while(test: TestApp) {
    test.owner().await;
    let mut guesser = test.stranger();
    for _ in 0..7 {
        assert_eq!(guesser.post("/session", sign_in("wrong")).await.status, 401);
    }
    let eighth = guesser.post("/session", sign_in("wrong")).await;
    assert_eq!((eighth.status, eighth.code().as_str()), (429, "locked"));
    let right = guesser.post("/session", sign_in(PASSWORD)).await;
    assert_eq!(right.code(), "locked", "even the right password waits");
    test.clock.advance_ms(60_000);
    assert_eq!(guesser.post("/session", sign_in(PASSWORD)).await.status, 201);
}

#[db_test]
async fn an_unknown_address_and_a_wrong_password_look_the_same(test: TestApp) {
    test.owner().await;
    let unknown = json!({ "email": "nobody@muli.example", "password": PASSWORD });
    let unknown = test.stranger().post("/session", unknown).await;
    let wrong = test.stranger().post("/session", sign_in("wrong")).await;
    assert_eq!((unknown.status, unknown.text()), (wrong.status, wrong.text()));
}

#[db_test]
async fn a_request_of_another_site_changes_nothing(test: TestApp) {
    let owner = test.owner().await;
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let mut lured = owner.clone().with_header("host", "kosmos.test").with_header(name, value);
        let answer = lured.delete("/session").await;
        assert_eq!((answer.status, answer.code().as_str()), (403, "cross_site"), "{name}");
    }
    let mut own = owner.with_header("host", "kosmos.test").with_header("origin", "http://kosmos.test");
    assert_eq!(own.delete("/session").await.status, 204);
}

#[db_test]
async fn an_error_speaks_the_language_of_the_request(test: TestApp) {
    let english = test.stranger().with_header("accept-language", "en-GB").get("/session").await;
    assert_eq!(english.json()["message"], "Please sign in first.");
    assert_eq!(test.stranger().get("/session").await.json()["message"], "请先登录。");
    assert_eq!(test.stranger().get("/no-such-thing").await.code(), "not_found");
}
