//! Texts judged through the front door.

use db_test::db_test;
use serde_json::json;
use testkit::TestApp;

#[db_test]
async fn a_text_is_judged_with_the_place_the_reason_and_what_would_make_it_right(test: TestApp) {
    let mut owner = test.owner().await;
    let verdict = owner.post("/content-checks", json!({ "text": "想了解加我V❤️信 13912345678" })).await;
    assert_eq!(verdict.status, 200, "{}", verdict.text());
    let verdict = verdict.json();
    assert_eq!(verdict["outcome"], "block", "{verdict}");
    let finding = &verdict["findings"][0];
    assert_eq!(finding["category"], "offplatform_lead", "{verdict}");
    assert!(finding["start"].as_u64() < finding["end"].as_u64());
    for told in ["why", "suggestion", "rule"] {
        assert!(!finding[told].as_str().unwrap().is_empty(), "{told}");
    }
    assert!(
        verdict["packs"].as_array().unwrap().iter().any(|pack| pack.as_str().unwrap().starts_with("base@"))
    );

    let innocent = json!({ "text": "上周陪客户量房，厨房转角留了六十公分，洗碗机刚好放下。" });
    assert_eq!(owner.post("/content-checks", innocent).await.json()["outcome"], "pass");
}

#[db_test]
async fn what_cannot_be_judged_is_refused_in_a_sentence(test: TestApp) {
    let mut owner = test.owner().await;
    for (asked, field) in [
        (json!({ "text": "长".repeat(20_001) }), "text"),
        (json!({ "text": "好", "evidence": vec!["x"; 51] }), "licences"),
        (json!({ "text": "好", "licences": ["长".repeat(81)] }), "licences"),
    ] {
        let refused = owner.post("/content-checks", asked).await;
        assert_eq!(refused.status, 422);
        assert!(refused.json()["fields"][field].is_string(), "{}", refused.text());
    }
}
