//! What every operation demands of a request, whatever it is about.

use db_test::db_test;
use serde_json::json;
use testkit::TestApp;

#[db_test]
async fn what_the_document_bounds_is_refused_beyond_its_bounds(test: TestApp) {
    let mut owner = test.owner().await;
    let letters = |count: usize| "x".repeat(count);
    for (path, status) in [
        ("/stores?limit=0".to_owned(), 400),
        ("/stores?limit=1".to_owned(), 200),
        ("/stores?limit=200".to_owned(), 200),
        ("/stores?limit=201".to_owned(), 400),
        ("/stores?limit=many".to_owned(), 400),
        (format!("/stores?q={}", letters(80)), 200),
        (format!("/stores?q={}", letters(81)), 400),
        (format!("/stores?q={}", "%E6%9C%A8".repeat(80)), 200),
        (format!("/audit?q={}", letters(201)), 400),
        (format!("/views?page={}", letters(41)), 400),
    ] {
        assert_eq!(owner.get(&path).await.status, status, "{path}");
    }
}

#[db_test]
async fn a_body_is_an_object_and_not_the_list_of_its_fields(test: TestApp) {
    let mut owner = test.owner().await;
    for (body, status) in [
        (json!(["静安店", "华东"]), 400),
        (json!([]), 400),
        (json!("静安店"), 400),
        (json!({ "name": "静安店", "region": "华东" }), 201),
    ] {
        let answer = owner.post("/stores", body.clone()).await;
        assert_eq!(answer.status, status, "{body}: {}", answer.text());
    }
}
