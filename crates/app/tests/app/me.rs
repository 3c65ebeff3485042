//! What a person changes about themselves.

use axum::http::Method;
use db_test::db_test;
use serde_json::{Value, json};
use testkit::{Client, FOUNDER, PASSWORD, TestApp};
use totp_rs::{Builder, Secret};

const NEXT: &str = "换一句谁也想不到的长话";

fn sign_in(password: &str, code: Option<&str>) -> Value {
    json!({ "email": FOUNDER, "password": password, "code": code })
}

/// What the authenticator shows at the moment of the test's clock.
fn code(test: &TestApp, secret: &str) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let totp = Builder::new().with_secret(secret).with_account_name("me").build().unwrap();
    totp.generate(test.clock.now().ms().unsigned_abs() / 1_000).to_string()
}

async fn switch_on(test: &TestApp, client: &mut Client) -> (String, Vec<String>) {
    let offer = client.post("/me/second-factor", json!(null)).await;
    assert_eq!(offer.status, 201, "{offer:?}");
    let secret = offer.json()["secret"].as_str().unwrap().to_owned();
    let answer = client.put("/me/second-factor", json!({ "code": code(test, &secret) })).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    (secret, serde_json::from_value(answer.json()["recovery_codes"].clone()).unwrap())
}

#[db_test]
async fn a_person_changes_their_name_and_language(test: TestApp) {
    let mut owner = test.owner().await;
    let me = owner.patch("/me", json!({ "name": "周小敏" })).await.json();
    assert_eq!((&me["name"], &me["language"]), (&json!("周小敏"), &json!("zh")));
    let me = owner.patch("/me", json!({ "language": "en" })).await.json();
    assert_eq!((&me["name"], &me["language"]), (&json!("周小敏"), &json!("en")));
    assert_eq!(owner.patch("/me", json!({ "name": "" })).await.status, 422);
    assert_eq!(
        owner.patch("/me", json!({ "role": "owner" })).await.status,
        400,
        "an unknown field is refused"
    );
}

#[db_test]
async fn a_new_password_ends_the_other_sessions(test: TestApp) {
    let mut owner = test.owner().await;
    let mut other = test.stranger();
    other.post("/session", sign_in(PASSWORD, None)).await;
    for (change, field) in [
        (json!({ "current": "不是这个密码", "next": NEXT }), "current"),
        (json!({ "current": PASSWORD, "next": "短" }), "next"),
    ] {
        let answer = owner.put("/me/password", change).await;
        assert_eq!(answer.status, 422, "{answer:?}");
        assert!(answer.json()["fields"][field].is_string(), "{answer:?}");
    }
    let change = json!({ "current": PASSWORD, "next": NEXT });
    assert_eq!(owner.put("/me/password", change).await.status, 204);
    assert_eq!(owner.get("/session").await.status, 200);
    assert_eq!(other.get("/session").await.status, 401);
    assert_eq!(other.post("/session", sign_in(PASSWORD, None)).await.status, 401);
    assert_eq!(other.post("/session", sign_in(NEXT, None)).await.status, 201);
}

#[db_test]
async fn a_stolen_session_cannot_guess_the_password(test: TestApp) {
    let mut owner = test.owner().await;
    let guess = json!({ "current": "wrong", "next": NEXT });
    for _ in 0..7 {
        assert_eq!(owner.put("/me/password", guess.clone()).await.status, 422);
    }
    assert_eq!(owner.put("/me/password", guess).await.code(), "locked");
    let right = json!({ "password": PASSWORD });
    assert_eq!(owner.send(Method::DELETE, "/me/second-factor", Some(right)).await.code(), "locked");
}

#[db_test]
async fn a_second_factor_is_asked_for_once_it_is_on_and_each_code_works_once(test: TestApp) {
    let mut owner = test.owner().await;
    let offer = owner.post("/me/second-factor", json!(null)).await.json();
    assert!(offer["qr_svg"].as_str().unwrap().contains("<svg"));
    assert!(offer["otpauth_url"].as_str().unwrap().starts_with("otpauth://totp/Kosmos"));
    let mut browser = test.stranger();
    assert_eq!(browser.post("/session", sign_in(PASSWORD, None)).await.status, 201, "offered, not yet on");
    assert_eq!(owner.put("/me/second-factor", json!({ "code": "000000" })).await.status, 422);

    let (secret, _) = switch_on(&test, &mut owner).await;
    assert_eq!(owner.get("/session").await.json()["user"]["second_factor"], true);
    assert_eq!(owner.post("/me/second-factor", json!(null)).await.status, 409);
    let asked = browser.post("/session", sign_in(PASSWORD, None)).await;
    assert_eq!((asked.status, asked.code().as_str()), (401, "second_factor_needed"));
    let first = code(&test, &secret);
    let used = browser.post("/session", sign_in(PASSWORD, Some(&first))).await;
    assert_eq!(used.status, 401, "the code that switched it on was used by that");
    test.clock.advance_ms(30_000);
    let next = code(&test, &secret);
    assert_eq!(browser.post("/session", sign_in(PASSWORD, Some(&next))).await.status, 201);
    assert_eq!(browser.post("/session", sign_in(PASSWORD, Some(&next))).await.status, 401, "used");
}

#[db_test]
async fn a_recovery_code_works_once_and_however_it_is_written(test: TestApp) {
    let mut owner = test.owner().await;
    let (_, codes) = switch_on(&test, &mut owner).await;
    assert_eq!(codes.len(), 10);
    let mut browser = test.stranger();
    let sloppy = codes[0].to_uppercase().replace('-', " ");
    assert_eq!(browser.post("/session", sign_in(PASSWORD, Some(&sloppy))).await.status, 201);
    assert_eq!(browser.post("/session", sign_in(PASSWORD, Some(&codes[0]))).await.status, 401);
    assert_eq!(browser.post("/session", sign_in(PASSWORD, Some(&codes[1]))).await.status, 201);
}

#[db_test]
async fn the_second_factor_is_switched_off_with_the_password(test: TestApp) {
    let mut owner = test.owner().await;
    let off = |password: &str| Some(json!({ "password": password }));
    let early = owner.send(Method::DELETE, "/me/second-factor", off(PASSWORD)).await;
    assert_eq!(early.status, 409, "it is not on");
    switch_on(&test, &mut owner).await;
    assert_eq!(owner.send(Method::DELETE, "/me/second-factor", off("wrong")).await.status, 422);
    assert_eq!(owner.send(Method::DELETE, "/me/second-factor", off(PASSWORD)).await.status, 204);
    let mut browser = test.stranger();
    assert_eq!(browser.post("/session", sign_in(PASSWORD, None)).await.status, 201);
    switch_on(&test, &mut owner).await;
}
