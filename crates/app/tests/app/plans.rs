//! The cost lens through the front door: the cases of the press, and what cannot be planned.

use db_test::db_test;
use domain::identity::Role;
use serde_json::{Value, json};
use testkit::{Client, TestApp};

async fn planned(client: &mut Client, input: Value) -> Value {
    let answer = client.post("/seat-plans", input).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

#[db_test]
async fn the_cases_of_the_press_come_with_the_sums_that_it_tells(test: TestApp) {
    let mut owner = test.owner().await;
    let beginnings = owner.get("/plan-cases").await.json();
    let ids: Vec<&str> =
        beginnings["editions"].as_array().unwrap().iter().filter_map(|one| one["id"].as_str()).collect();
    assert_eq!(ids, ["bundled", "spend_2025", "grey_test"]);
    assert!(beginnings["industries"].as_array().unwrap().iter().any(|one| one["name"]["zh"] == "家居"));
    let cases = beginnings["cases"].as_array().unwrap();
    for (id, edition, kind, fen) in [
        ("home_top_up", 0, "forced_spend", 500_000),
        ("medical_beauty_spend", 0, "forced_spend", 20_000_000),
        ("autumn_2025", 1, "forced_spend", 216_000_000),
        ("labour", 2, "writing", 23_400_000),
        ("agent_extension", 2, "seat_fees", 6_000_000),
    ] {
        let case = cases.iter().find(|case| case["id"] == id).unwrap();
        let plan = planned(&mut owner, case["input"].clone()).await;
        let lines = plan["scenarios"][edition]["lines"].as_array().unwrap();
        let line = lines.iter().find(|line| line["kind"] == kind).unwrap();
        assert_eq!(line["amount"], json!({ "fen": fen, "bound": "exact" }), "{id}");
        assert_eq!(plan["agent"].is_null(), id != "agent_extension", "{id}");
    }
}

#[db_test]
async fn a_plan_quotes_the_rows_it_rests_on_on_the_brand_s_day(test: TestApp) {
    let mut auditor = test.member(Role::Auditor).await;
    let plan = planned(&mut auditor, json!({ "seats": 30 })).await;
    assert_eq!(plan["on"], "2026-06-22");
    let fees = &plan["scenarios"][2]["lines"][1];
    assert_eq!((&fees["kind"], &fees["amount"]["fen"]), (&json!("seat_fees"), &json!(1_800_000)));
    let cited = &fees["cites"][0];
    assert_eq!(
        (&cited["key"], &cited["grade"], &cited["amendment"]),
        (&json!("seat_fee"), &json!("reported"), &Value::Null)
    );
    assert!(cited["source"]["zh"].as_str().unwrap().contains("KOS"), "{cited}");
}

#[db_test]
async fn what_cannot_be_planned_is_refused_with_its_field(test: TestApp) {
    let mut owner = test.owner().await;
    for (input, field) in [
        (json!({ "seats": 0 }), "seats"),
        (json!({ "seats": 1_001 }), "seats"),
        (json!({ "worth_ppm": 1_000_001 }), "worth_ppm"),
        (json!({ "top_up_fen": -1 }), "top_up_fen"),
        (json!({ "industry": "space" }), "industry"),
        (json!({ "reference": "nobody" }), "reference"),
    ] {
        let refused = owner.post("/seat-plans", input.clone()).await;
        assert_eq!(refused.status, 422, "{input}: {}", refused.text());
        assert!(refused.json()["fields"][field].is_string(), "{input}: {}", refused.text());
    }
    for unread in [json!({ "seat": 1 }), json!({ "seats": 1.5 }), json!({ "reference": "No Edition" })] {
        assert_eq!(owner.post("/seat-plans", unread.clone()).await.status, 400, "{unread}");
    }
}
