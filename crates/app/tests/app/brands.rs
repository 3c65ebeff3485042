//! Several brands in one installation.

use db_test::db_test;
use serde_json::json;
use testkit::TestApp;

#[db_test]
async fn an_owner_adds_a_brand_and_works_in_either(test: TestApp) {
    let mut owner = test.owner().await;
    test.clock.advance_ms(1);
    let draft = json!({ "name": "云上家居", "zone": "Asia/Shanghai", "language": "en" });
    let made = owner.post("/brands", draft).await;
    assert_eq!(made.status, 201, "{made:?}");
    let made = made.json();
    assert_eq!((&made["role"], &made["organisation"]), (&json!("owner"), &json!("木里家居")));
    let brands = owner.get("/brands").await.json();
    assert_eq!(brands["items"].as_array().unwrap().len(), 2);
    let mut there = owner.clone().with_header("kosmos-brand", made["id"].as_str().unwrap());
    assert_eq!(there.get("/session").await.json()["brand"]["name"], "云上家居");
    assert_eq!(owner.get("/session").await.json()["brand"]["name"], "木里全屋定制");
}

#[db_test]
async fn a_brand_is_changed_from_within_itself(test: TestApp) {
    let mut owner = test.owner().await;
    test.clock.advance_ms(1);
    let brand = owner.get("/session").await.json()["brand"]["id"].as_str().unwrap().to_owned();
    let path = format!("/brands/{brand}");
    let changed = owner.patch(&path, json!({ "name": "木里", "zone": "Asia/Tokyo" })).await.json();
    assert_eq!((&changed["name"], &changed["zone"]), (&json!("木里"), &json!("Asia/Tokyo")));
    assert_eq!(changed["language"], "zh", "what is absent stays");
    for (change, field) in [(json!({ "name": " " }), "name"), (json!({ "zone": "Mars" }), "zone")] {
        let answer = owner.patch(&path, change).await;
        assert!(answer.json()["fields"][field].is_string(), "{answer:?}");
    }
    let draft = json!({ "name": "云上家居", "zone": "Asia/Shanghai", "language": "zh" });
    let other = owner.post("/brands", draft).await.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(owner.patch(&format!("/brands/{other}"), json!({ "name": "云" })).await.status, 404);
}
