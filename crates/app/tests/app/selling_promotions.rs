//! Requests for promotion money: asked, decided upon by somebody else, spent and counted.

use db::params;
use db_test::db_test;
use domain::identity::Role;
use serde_json::{Value, json};
use testkit::{NOW, TestApp};

use crate::accounts_seed::{Brand, Note, each, uuid_of};

/// Money for an account, or a note of it.
pub fn asked(account: &str, note: Option<&str>) -> Value {
    json!({ "account": account, "note": note, "budget_fen": 50_000, "days": 7, "why": "新品上市第一周" })
}

/// A note of an account with this title; returns its id.
async fn note(brand: &mut Brand<'_>, account: &str, title: &str) -> String {
    let import = brand.import(&format!("{title}.xlsx")).await;
    brand.note(import, account, Note { title, ..Note::default() }).await;
    let notes = brand.owner.get(&format!("/accounts/{account}/notes")).await.json();
    let found = notes["items"].as_array().unwrap().iter().find(|note| note["title"] == title);
    found.unwrap()["id"].as_str().unwrap().to_owned()
}

fn path_of(file: &Value) -> String {
    format!("/promotions/{}", file["promotion"]["id"].as_str().unwrap())
}

#[db_test]
async fn somebody_else_with_the_right_grants_the_money(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let account = brand.account("木里设计师小王", None).await;
    let mut operator = test.member(Role::Operator).await;
    let own = brand.owner.post("/promotions", asked(&account, None)).await;
    assert_eq!(own.status, 201, "{}", own.text());
    let own = own.json();
    assert!(own["promotion"]["can"]["decide"].is_string(), "not on one's own: {own}");
    for step in ["approval", "refusal"] {
        let decision = json!({ "reason": "可以" });
        let refused = brand.owner.post(&format!("{}/{step}", path_of(&own)), decision.clone()).await;
        assert_eq!(refused.status, 409, "an owner neither: {}", refused.text());
        let weak = operator.post(&format!("{}/{step}", path_of(&own)), decision).await;
        assert_eq!(weak.status, 403, "an operator grants no money");
    }
    let file = operator.post("/promotions", asked(&account, None)).await.json();
    let path = path_of(&file);
    let none = brand.owner.post(&format!("{path}/refusal"), json!({ "reason": " " })).await;
    assert_eq!(none.status, 422, "a refusal has a reason");
    let granted = brand.owner.post(&format!("{path}/approval"), json!({ "reason": "只投一周" })).await;
    assert_eq!(granted.status, 200, "{}", granted.text());
    let promotion = granted.json()["promotion"].clone();
    assert_eq!(
        (&promotion["state"], &promotion["decided_by"], &promotion["reason"]),
        (&json!("approved"), &json!("周敏"), &json!("只投一周"))
    );
    let again = brand.owner.post(&format!("{path}/refusal"), json!({ "reason": "不投了" })).await;
    assert_eq!(again.status, 409, "it is decided upon once");
}

#[db_test]
async fn a_note_that_the_content_check_blocks_is_not_promoted(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let account = brand.account("木里设计师小王", None).await;
    let mut operator = test.member(Role::Operator).await;
    let bad = note(&mut brand, &account, "加我微信 muli_8899 领资料").await;
    let refused = operator.post("/promotions", asked(&account, Some(&bad))).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    let good = note(&mut brand, &account, "小户型收纳这样做").await;
    let file = operator.post("/promotions", asked(&account, Some(&good))).await.json();
    assert_eq!(
        (&file["promotion"]["note_title"], &file["promotion"]["outcome"]),
        (&json!("小户型收纳这样做"), &json!("pass"))
    );
    let rule =
        json!({ "kind": "forbidden", "words": "小户型收纳", "outcome": "block", "reason": "本月不推" });
    assert_eq!(brand.owner.post("/content-rules", rule).await.status, 201);
    let late = brand.owner.post(&format!("{}/approval", path_of(&file)), json!({})).await;
    assert_eq!(late.status, 409, "the rules of the day of the decision count: {}", late.text());
    let down =
        brand.owner.post(&format!("{}/refusal", path_of(&file)), json!({ "reason": "先改标题" })).await;
    assert_eq!(down.json()["promotion"]["state"], "refused");
    let other = brand.account("别的号", None).await;
    let strange = operator.post("/promotions", asked(&other, Some(&good))).await;
    assert_eq!(strange.status, 422, "a note of another account: {}", strange.text());
}

#[db_test]
async fn money_is_bounded_and_not_asked_for_where_promotion_is_missing(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let account = brand.account("木里设计师小王", None).await;
    for (field, value) in [
        ("budget_fen", json!(0)),
        ("budget_fen", json!(100_000_001)),
        ("days", json!(0)),
        ("days", json!(93)),
        ("why", json!(" ")),
        ("why", json!("长".repeat(301))),
        ("account", json!("account_0192f0c1000070008000000000000000")),
    ] {
        let mut draft = asked(&account, None);
        draft[field] = value;
        let refused = brand.owner.post("/promotions", draft).await;
        assert_eq!(refused.status, 422, "{field}: {}", refused.text());
        assert!(refused.json()["fields"][field].is_string(), "{field}: {}", refused.text());
    }
    let sightings = format!("/accounts/{account}/entitlement-sightings");
    let missing = json!({ "entitlement": "promotion", "sighting": "missing" });
    assert_eq!(brand.owner.post(&sightings, missing).await.status, 201);
    let refused = brand.owner.post("/promotions", asked(&account, None)).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    assert_eq!(brand.owner.get("/promotions").await.json()["items"], json!([]), "nothing was kept");
}

#[db_test]
async fn spend_beyond_the_budget_is_never_entered_in_silence(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let account = brand.account("木里设计师小王", None).await;
    let mut operator = test.member(Role::Operator).await;
    let file = operator.post("/promotions", asked(&account, None)).await.json();
    let (path, results) = (path_of(&file), format!("{}/results", path_of(&file)));
    let spent = |revision: i64, fen: i64| json!({ "revision": revision, "spend_fen": fen, "leads": 4 });
    assert_eq!(operator.post(&results, spent(0, 40_000)).await.status, 409, "it was not granted");
    assert_eq!(brand.owner.post(&format!("{path}/approval"), json!({})).await.status, 200);
    let within = operator.post(&results, spent(0, 50_000)).await;
    assert_eq!(within.status, 201, "{}", within.text());
    let promotion = within.json()["promotion"].clone();
    assert_eq!(
        (&promotion["cost_per_lead_fen"], &promotion["over_budget_fen"]),
        (&json!(12_500), &Value::Null)
    );
    let mut over = spent(1, 50_001);
    over["reason"] = json!("对账后更正");
    let silent = operator.post(&results, over.clone()).await;
    assert_eq!((silent.status, silent.json()["fields"]["overspend_reason"].is_string()), (422, true));
    over["overspend_reason"] = json!("平台日预算有浮动");
    let said = operator.post(&results, over.clone()).await;
    assert_eq!(said.status, 201, "{}", said.text());
    assert_eq!(said.json()["promotion"]["over_budget_fen"], 1);
    assert_eq!(operator.post(&results, over).await.status, 409, "somebody entered numbers meanwhile");
    let file = brand.owner.get(&path).await.json();
    assert_eq!(file["results"].as_array().unwrap().len(), 2, "what was entered before stays: {file}");
    for (field, value) in [("spend_fen", json!(-1)), ("leads", json!(-1))] {
        let mut wrong = json!({ "revision": 2, "spend_fen": 1, "reason": "更正" });
        wrong[field] = value;
        assert_eq!(operator.post(&results, wrong).await.status, 422, "{field}");
    }
}

#[db_test]
async fn what_the_report_says_stands_beside_what_was_entered(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let account = brand.account("木里设计师小王", None).await;
    let mut operator = test.member(Role::Operator).await;
    let path = path_of(&operator.post("/promotions", asked(&account, None)).await.json());
    assert_eq!(brand.owner.post(&format!("{path}/approval"), json!({})).await.status, 200);
    assert_eq!(brand.owner.get(&path).await.json()["reported"], Value::Null, "no file says anything");
    let import = brand.import("聚光.xlsx").await;
    for (from, to, fee) in [
        (20_260_622, 20_260_622, 10_000),
        (20_260_629, 20_260_629, 5_000),
        (20_260_621, 20_260_622, 7),
        (20_260_629, 20_260_630, 70),
        (20_260_630, 20_260_630, 700),
    ] {
        let sql = "insert into juguang_figures (tenant_id, id, from_day, to_day, dimensions_hash, dimensions, account_id,
                fee_fen, message_leads, import_id, row_no)
            values ($1, $2, $3, $4, $5, '{}', $6, $7, 2, $8, 3)";
        let id = test.app.ids().uuid(NOW);
        let (tenant, account) = (brand.tenant.uuid(), uuid_of(&account));
        let values = params![tenant, id, from, to, id.as_bytes().to_vec(), account, fee, import.uuid()];
        brand.sql(sql, values).await;
    }
    let reported = brand.owner.get(&path).await.json()["reported"].clone();
    assert_eq!((&reported["spend_fen"], &reported["leads"]), (&json!(15_000), &json!(4)), "{reported}");
    assert_eq!((&reported["from"], &reported["to"]), (&json!("2026-06-22"), &json!("2026-06-29")));
}

#[db_test]
async fn an_employee_asks_for_their_own_account_and_takes_it_back(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let wang = brand.employee("王芳", None).await;
    let (own, other) = (brand.account("我的号", None).await, brand.account("别人的号", None).await);
    brand.hold(&own, &wang).await;
    let standing = json!({ "role": Role::Employee, "visibility": "own", "employee": wang });
    let mut employee = test.guest(&mut brand.owner, standing).await;
    assert_eq!(employee.post("/promotions", asked(&other, None)).await.status, 422, "not theirs");
    let first = employee.post("/promotions", asked(&own, None)).await.json();
    let second = employee.post("/promotions", asked(&own, None)).await.json();
    let theirs = brand.owner.post("/promotions", asked(&other, None)).await.json();
    let listed = employee.get("/promotions").await.json();
    assert_eq!(each(&listed, "/nickname"), ["我的号", "我的号"]);
    assert_eq!(employee.get(&path_of(&theirs)).await.status, 404);
    let withdrawal = |file: &Value| format!("{}/withdrawal", path_of(file));
    assert_eq!(brand.owner.post(&withdrawal(&first), json!({})).await.status, 409, "only the asker");
    let back = employee.post(&withdrawal(&first), json!({})).await;
    assert_eq!(back.json()["promotion"]["state"], "withdrawn", "{}", back.text());
    let late = brand.owner.post(&format!("{}/approval", path_of(&first)), json!({})).await;
    assert_eq!(late.status, 409, "what was taken back is not granted");
    let results = format!("{}/results", path_of(&second));
    let entered = employee.post(&results, json!({ "revision": 0, "spend_fen": 1 })).await;
    assert_eq!(entered.status, 403, "an employee enters no spend");
    let asked = brand.owner.get("/promotions?state=asked").await.json();
    assert_eq!(each(&asked, "/nickname"), ["别人的号", "我的号"]);
}

#[db_test]
async fn the_terms_of_the_platform_come_from_the_rule_book(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let account = brand.account("木里设计师小王", None).await;
    let path = format!("/accounts/{account}/promotion-terms");
    let before = brand.owner.get(&path).await.json();
    assert_eq!((&before["edition"], &before["terms"]), (&Value::Null, &json!([])), "no seat, no terms");
    crate::entitlements::seat(&brand, &account, "spend_2025").await;
    let terms = brand.owner.get(&path).await.json();
    assert_eq!(terms["edition"], "spend_2025");
    let keys = each(&json!({ "items": terms["terms"] }), "/key");
    assert!(keys.contains(&"entitlement_promotion".to_owned()) && keys.contains(&"seat_spend".to_owned()));
    for term in terms["terms"].as_array().unwrap() {
        assert!(!term["source"].as_str().unwrap().is_empty(), "{term}");
    }
    let sightings = format!("/accounts/{account}/entitlement-sightings");
    let seen = json!({ "entitlement": "promotion", "sighting": "limited" });
    assert_eq!(brand.owner.post(&sightings, seen).await.status, 201);
    let terms = brand.owner.get(&path).await.json();
    assert_eq!((&terms["seen"], &terms["seen_on"]), (&json!("limited"), &json!("2026-06-22")));
}

#[db_test]
async fn every_step_of_a_request_is_in_the_log(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let account = brand.account("木里设计师小王", None).await;
    let mut operator = test.member(Role::Operator).await;
    let path = path_of(&operator.post("/promotions", asked(&account, None)).await.json());
    assert_eq!(brand.owner.post(&format!("{path}/approval"), json!({})).await.status, 200);
    let results = json!({ "revision": 0, "spend_fen": 1 });
    assert_eq!(operator.post(&format!("{path}/results"), results).await.status, 201);
    let other = path_of(&operator.post("/promotions", asked(&account, None)).await.json());
    assert_eq!(operator.post(&format!("{other}/withdrawal"), json!({})).await.status, 200);
    for (kind, count) in [
        ("promotion_asked", 2),
        ("promotion_decided", 1),
        ("promotion_counted", 1),
        ("promotion_withdrawn", 1),
    ] {
        let sql = "select count(*) as n from events where tenant_id = $1 and kind = $2";
        assert_eq!(brand.number(sql, params![brand.tenant.uuid(), kind]).await, count, "{kind}");
    }
}
