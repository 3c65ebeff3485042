//! Inviting and being invited.

use db_test::db_test;
use domain::identity::Role;
use serde_json::{Value, json};
use testkit::{PASSWORD, TestApp, invited};

fn draft(role: Role) -> Value {
    json!({ "email": "lin.yue@muli.example", "role": role, "visibility": "all" })
}

#[db_test]
async fn a_newcomer_chooses_a_name_and_a_password(test: TestApp) {
    let mut owner = test.owner().await;
    let token = invited(&mut owner, draft(Role::ServiceAgent)).await;
    let mut guest = test.stranger();
    let found = guest.post("/invitation-lookups", json!({ "token": token })).await.json();
    assert_eq!((&found["brand"], &found["known"]), (&json!("木里全屋定制"), &json!(false)));
    assert_eq!((&found["role"], &found["by"]), (&json!("service_agent"), &json!("周敏")));

    for (acceptance, field) in [
        (json!({ "token": token, "password": PASSWORD }), "name"),
        (json!({ "token": token, "name": "林悦", "password": "short" }), "password"),
    ] {
        let answer = guest.post("/invitation-acceptances", acceptance).await;
        assert_eq!(answer.status, 422, "{answer:?}");
        assert!(answer.json()["fields"][field].is_string(), "{answer:?}");
    }
    let acceptance = json!({ "token": token, "name": "林悦", "password": PASSWORD });
    let joined = guest.post("/invitation-acceptances", acceptance.clone()).await;
    assert_eq!(joined.status, 201, "{joined:?}");
    assert_eq!(guest.get("/session").await.json()["brand"]["role"], "service_agent");
    assert_eq!(guest.post("/invitation-acceptances", acceptance).await.code(), "link_unusable", "once only");
    assert_eq!(owner.get("/invitations").await.json()["items"][0]["state"], "accepted");
}

#[db_test]
async fn a_known_user_joins_with_their_own_password_and_second_factor(test: TestApp) {
    let foreign = test.foreign_owner().await;
    let email = foreign.clone().get("/session").await.json()["user"]["email"].clone();
    let mut owner = test.owner().await;
    let mut wanted = draft(Role::Auditor);
    wanted["email"] = email;
    let token = invited(&mut owner, wanted.clone()).await;
    let mut guest = test.stranger();
    assert_eq!(guest.post("/invitation-lookups", json!({ "token": token })).await.json()["known"], true);
    let wrong = json!({ "token": token, "name": "别人", "password": "别人的密码不会是这一个" });
    assert_eq!(guest.post("/invitation-acceptances", wrong).await.status, 401);
    let right = json!({ "token": token, "password": PASSWORD });
    let joined = guest.post("/invitation-acceptances", right).await.json();
    assert_eq!(joined["brands"].as_array().unwrap().len(), 2);
    assert_eq!(joined["brand"]["role"], "auditor", "the answer is about the brand that was joined");
    let again = owner.post("/invitations", wanted).await;
    assert_eq!((again.status, again.code().as_str()), (409, "conflict"), "a member is not invited again");
}

#[db_test]
async fn a_link_that_was_taken_back_replaced_or_forgotten_is_worth_nothing(test: TestApp) {
    let mut owner = test.owner().await;
    let mut stranger = test.stranger();
    let first = invited(&mut owner, draft(Role::Auditor)).await;
    let second = invited(&mut owner, draft(Role::Auditor)).await;
    let state = async |client: &mut testkit::Client, token: &str| {
        client.post("/invitation-lookups", json!({ "token": token })).await.status
    };
    assert_eq!(state(&mut stranger, &first).await, 410, "the newest link counts");
    assert_eq!(state(&mut stranger, &second).await, 200);
    let id = owner.get("/invitations").await.json()["items"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(owner.delete(&format!("/invitations/{id}")).await.status, 204);
    assert_eq!(owner.delete(&format!("/invitations/{id}")).await.status, 409);
    assert_eq!(state(&mut stranger, &second).await, 410, "taken back");
    let third = invited(&mut owner, draft(Role::Auditor)).await;
    test.clock.advance_ms(7 * 24 * 3_600_000);
    assert_eq!(state(&mut stranger, &third).await, 410, "too old");
    let mut owner = test.owner().await;
    assert_eq!(owner.get("/invitations").await.json()["items"][0]["state"], "expired");
    for nonsense in ["", "x", "x.y", "00000000000000000000000000000000.abc"] {
        let status = state(&mut stranger, nonsense).await;
        assert!([410, 422].contains(&status), "{nonsense}: {status}");
    }
}

struct Guarded(TestApp);

impl Guarded {
    async fn of(dialect: db::Dialect) -> Self {
        Self(TestApp::with_attempts(dialect, 3).await)
    }
}

#[db_test]
async fn strangers_knock_only_so_often(test: Guarded) {
    let Guarded(test) = test;
    let mut stranger = test.stranger();
    for _ in 0..3 {
        assert_eq!(stranger.post("/invitation-lookups", json!({ "token": "x" })).await.status, 410);
    }
    for (path, body) in [
        ("/invitation-lookups", json!({ "token": "x" })),
        ("/invitation-acceptances", json!({ "token": "x", "password": PASSWORD })),
        ("/password-resets", json!({ "token": "x", "password": PASSWORD })),
        ("/session", json!({ "email": "a@b.example", "password": PASSWORD })),
        ("/setup", testkit::founder()),
    ] {
        let answer = stranger.post(path, body).await;
        assert_eq!((answer.status, answer.code().as_str()), (429, "too_many_attempts"), "{path}");
        assert!(answer.header("retry-after").is_some());
    }
}
