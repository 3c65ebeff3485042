//! The members of a brand: what they become, and who may let them go.

use db_test::db_test;
use domain::identity::Role;
use serde_json::{Value, json};
use testkit::{Client, PASSWORD, TestApp, token_of};

async fn id_of(client: &mut Client) -> String {
    client.get("/session").await.json()["user"]["id"].as_str().unwrap().to_owned()
}

async fn member(owner: &mut Client, user: &str) -> Value {
    let members = owner.get("/members").await.json()["items"].as_array().unwrap().clone();
    members.into_iter().find(|member| member["user"]["id"] == *user).unwrap()
}

#[db_test]
async fn an_owner_sees_the_members_and_changes_what_they_are(test: TestApp) {
    let mut owner = test.owner().await;
    let mut operator = test.member(Role::Operator).await;
    let user = id_of(&mut operator).await;
    let seen = member(&mut owner, &user).await;
    assert_eq!((&seen["role"], &seen["visibility"]), (&json!("operator"), &json!("all")));
    assert_eq!(
        seen["can"],
        json!({ "change": true, "change_role": true, "remove": true, "reset_password": true })
    );

    let change = json!({ "role": "auditor", "visibility": "stores", "regions": ["华东"] });
    let changed = owner.patch(&format!("/members/{user}"), change).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    assert_eq!(member(&mut owner, &user).await["regions"], json!(["华东"]));
    let me = operator.get("/session").await.json();
    assert_eq!((&me["brand"]["role"], &me["visibility"]), (&json!("auditor"), &json!("stores")));
    let can = operator.get("/members").await.json()["items"][0]["can"].clone();
    assert!(can["change"].is_string() && can["remove"].is_string(), "why not: {can}");
}

#[db_test]
async fn a_standing_that_makes_no_sense_says_which_field(test: TestApp) {
    let mut owner = test.owner().await;
    let user = id_of(&mut test.member(Role::Operator).await).await;
    let nowhere = "store_00000000000000000000000000000001";
    let nobody = "employee_00000000000000000000000000000001";
    for (change, field) in [
        (json!({ "role": "owner", "visibility": "own" }), "visibility"),
        (json!({ "role": "operator", "visibility": "stores" }), "stores"),
        (json!({ "role": "operator", "visibility": "stores", "stores": [nowhere] }), "stores"),
        (json!({ "role": "operator", "visibility": "stores", "regions": [" "] }), "regions"),
        (json!({ "role": "employee", "visibility": "own", "employee": nobody }), "employee"),
    ] {
        let answer = owner.patch(&format!("/members/{user}"), change.clone()).await;
        assert_eq!(answer.status, 422, "{change} {answer:?}");
        assert!(answer.json()["fields"][field].is_string(), "{answer:?}");
    }
    let members = owner.get("/members?limit=1").await.json();
    let next = members["next_cursor"].as_str().unwrap();
    let rest = owner.get(&format!("/members?limit=1&cursor={next}")).await.json();
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next_cursor"]), (1, &Value::Null));
}

#[db_test]
async fn the_last_owner_stays_and_nobody_changes_their_own_role(test: TestApp) {
    let mut owner = test.owner().await;
    let me = id_of(&mut owner).await;
    let demotion = json!({ "role": "operator", "visibility": "all" });
    let can = member(&mut owner, &me).await["can"].clone();
    assert_eq!(can["remove"], "品牌至少要有一位负责人；请先把另一位成员设为负责人。");
    assert_eq!(owner.delete(&format!("/members/{me}")).await.status, 409);
    assert_eq!(owner.patch(&format!("/members/{me}"), demotion.clone()).await.status, 409);

    let mut second = test.member(Role::Owner).await;
    let own = owner.patch(&format!("/members/{me}"), demotion.clone()).await;
    assert_eq!(own.status, 409, "one's own role, even with another owner");
    assert_eq!(second.patch(&format!("/members/{me}"), demotion).await.status, 200);
    assert_eq!(owner.get("/invitations").await.status, 200, "an operator still sees them");
    assert_eq!(owner.post("/invitations", json!({})).await.status, 403);
    let other = id_of(&mut second).await;
    assert_eq!(second.delete(&format!("/members/{other}")).await.status, 409, "now the last one");
}

#[db_test]
async fn a_removed_member_sees_nothing_more(test: TestApp) {
    let mut owner = test.owner().await;
    let mut auditor = test.member(Role::Auditor).await;
    let user = id_of(&mut auditor).await;
    assert_eq!(auditor.get("/members").await.status, 200);
    assert_eq!(owner.delete(&format!("/members/{user}")).await.status, 204);
    assert_eq!(auditor.get("/members").await.status, 404);
    assert_eq!(auditor.get("/session").await.json()["brand"], Value::Null);
    assert_eq!(owner.delete(&format!("/members/{user}")).await.status, 404);
}

#[db_test]
async fn an_owner_offers_a_link_that_sets_a_password_once(test: TestApp) {
    let mut owner = test.owner().await;
    let mut operator = test.member(Role::Operator).await;
    let user = id_of(&mut operator).await;
    let offer = owner.post(&format!("/members/{user}/password-reset"), json!(null)).await;
    assert_eq!(offer.status, 201, "{offer:?}");
    let token = token_of(offer.json()["link"].as_str().unwrap());

    let mut stranger = test.stranger();
    let weak = stranger.post("/password-resets", json!({ "token": token, "password": "1234567890" })).await;
    assert_eq!(weak.status, 422, "{weak:?}");
    let next = json!({ "token": token, "password": "新的密码要让人想不到才行" });
    assert_eq!(stranger.post("/password-resets", next.clone()).await.status, 204);
    assert_eq!(operator.get("/session").await.status, 401, "every session has ended");
    let again = stranger.post("/password-resets", next).await;
    assert_eq!((again.status, again.code().as_str()), (410, "link_unusable"));
    let email = member(&mut owner, &user).await["user"]["email"].clone();
    let old = json!({ "email": email, "password": PASSWORD });
    assert_eq!(stranger.post("/session", old).await.status, 401);
    let new = json!({ "email": email, "password": "新的密码要让人想不到才行" });
    assert_eq!(stranger.post("/session", new).await.status, 201);
}

#[db_test]
async fn a_reset_link_grows_old(test: TestApp) {
    let mut owner = test.owner().await;
    let user = id_of(&mut test.member(Role::Operator).await).await;
    let offer = owner.post(&format!("/members/{user}/password-reset"), json!(null)).await.json();
    test.clock.advance_ms(24 * 3_600_000);
    let token = token_of(offer["link"].as_str().unwrap());
    let late = json!({ "token": token, "password": "新的密码要让人想不到才行" });
    assert_eq!(test.stranger().post("/password-resets", late).await.status, 410);
}

#[db_test]
async fn a_password_is_not_reset_behind_the_back_of_another_brands_owner(test: TestApp) {
    let mut owner = test.owner().await;
    let me = id_of(&mut owner).await;
    assert_eq!(
        owner.post(&format!("/members/{me}/password-reset"), json!(null)).await.status,
        409,
        "oneself"
    );

    let mut foreign = test.foreign_owner().await;
    let email = foreign.get("/session").await.json()["user"]["email"].clone();
    let draft = json!({ "email": email, "role": "auditor", "visibility": "all" });
    let token = testkit::invited(&mut owner, draft).await;
    let joined =
        foreign.post("/invitation-acceptances", json!({ "token": token, "password": PASSWORD })).await;
    assert_eq!(joined.status, 201, "{joined:?}");
    let user = id_of(&mut foreign).await;
    assert!(member(&mut owner, &user).await["can"]["reset_password"].is_string());
    assert_eq!(owner.post(&format!("/members/{user}/password-reset"), json!(null)).await.status, 409);
}
