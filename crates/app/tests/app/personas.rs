//! Personas: drafted, held against the roster and the proofs, approved, retired, and not passed on.

use db_test::db_test;
use domain::identity::Role;
use serde_json::{Value, json};
use testkit::TestApp;

use crate::{
    accounts_seed::{Brand, each},
    evidence::keep,
};

/// A card of 张伟, a designer, that nothing speaks against.
pub fn card() -> Value {
    json!({
        "shown_name": "设计师小张", "post": "设计师", "employer_shown": true, "years_in_trade": null, "place": null,
        "introduction": "在店里帮人画图，下班聊聊收纳。", "topics": ["小户型收纳", "玄关"],
        "audience": "刚买房的年轻人", "tone": ["实在"], "sample_lines": ["先量后买，别急。"], "do_not_say": [],
        "certificates": [], "stories": [], "product_lines": [], "reply_style": "", "face_used": false,
        "voice_used": false, "ai_use": "none",
    })
}

fn with(field: &str, value: Value) -> Value {
    let mut card = card();
    card[field] = value;
    card
}

async fn designer(brand: &mut Brand<'_>, name: &str) -> String {
    brand.made("/employees", json!({ "name": name, "post": "室内设计师", "hired_on": "2021-06-22" })).await
}

async fn draft(brand: &mut Brand<'_>, account: &str, employee: &str, card: Value) -> Value {
    let body = json!({ "account": account, "employee": employee, "card": card });
    let answer = brand.owner.post("/personas", body).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

fn path(persona: &Value, what: &str) -> String {
    format!("/personas/{}/{what}", persona["persona"]["id"].as_str().unwrap())
}

#[db_test]
async fn a_claim_that_nothing_proves_stands_in_the_way_until_it_is_proven(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let zhang = designer(&mut brand, "张伟").await;
    let account = brand.account("设计师小张", None).await;
    let bold = with("introduction", json!("95后，入行八年，持证设计师"));
    let drafted = draft(&mut brand, &account, &zhang, bold).await;
    assert_eq!(drafted["check"]["open"], 3, "{drafted}");
    let approval = json!({ "revision": 1 });
    let refused = brand.owner.post(&path(&drafted, "approval"), approval.clone()).await;
    assert!(refused.status == 409 && refused.text().contains("3 处"), "{}", refused.text());

    let file = keep(&mut brand, "certificate", Some(&zhang)).await;
    let proof = json!({
        "employee": zhang, "kind": "certificate", "title": "室内设计师证书", "file": file, "issued_on": "2022-01-01",
    });
    let proof = brand.made("/employee-proofs", proof).await;
    let mut honest = with("introduction", json!("入行五年，持证设计师"));
    honest["certificates"] = json!([{ "title": "室内设计师证书", "proof": proof }]);
    let body = json!({ "card": honest, "revision": 1 });
    let persona = drafted["persona"]["id"].as_str().unwrap().to_owned();
    let written = brand.owner.put(&format!("/personas/{persona}"), body.clone()).await.json();
    assert_eq!(written["check"]["open"], 2, "nobody accepted the certificate yet: {written}");
    let review = format!("/employee-proofs/{proof}/review");
    assert_eq!(brand.owner.put(&review, json!({ "verdict": "accepted" })).await.status, 200);
    let stale = brand.owner.put(&format!("/personas/{persona}"), body).await;
    assert!(stale.status == 409 && stale.text().contains("第 1 稿"), "both are told: {}", stale.text());

    let mut operator = test.member(Role::Operator).await;
    assert_eq!(operator.post(&path(&drafted, "approval"), approval.clone()).await.status, 403);
    let mut officer = test.member(Role::ComplianceOfficer).await;
    assert_eq!(officer.post(&path(&drafted, "approval"), approval).await.status, 409, "another was read");
    let approved = officer.post(&path(&drafted, "approval"), json!({ "revision": 2 })).await;
    assert_eq!(approved.status, 201, "{}", approved.text());
    assert_eq!(approved.json()["persona"]["state"], "approved");
    let sources: Vec<Value> = approved.json()["check"]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["source"].clone())
        .collect();
    assert!(sources.contains(&json!("roster_hired_on")) && sources.contains(&json!("proof")), "{sources:?}");
}

#[db_test]
async fn a_draft_is_sent_back_mended_and_approved_and_the_version_before_retires(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let zhang = designer(&mut brand, "张伟").await;
    let account = brand.account("设计师小张", None).await;
    let first = draft(&mut brand, &account, &zhang, card()).await;
    let refusal = json!({ "revision": 1, "reason": "语气太像广告" });
    assert_eq!(brand.owner.post(&path(&first, "refusal"), refusal).await.status, 201);
    assert_eq!(brand.owner.post(&path(&first, "approval"), json!({ "revision": 1 })).await.status, 409);
    let id = first["persona"]["id"].as_str().unwrap().to_owned();
    let body = json!({ "card": with("tone", json!(["平实"])), "revision": 1 });
    assert_eq!(brand.owner.put(&format!("/personas/{id}"), body).await.json()["persona"]["state"], "draft");
    assert_eq!(brand.owner.post(&path(&first, "approval"), json!({ "revision": 2 })).await.status, 201);
    let second = draft(&mut brand, &account, &zhang, with("audience", json!("旧房改造的业主"))).await;
    assert_eq!(second["persona"]["version"], 2);
    assert_eq!(brand.owner.post(&path(&second, "approval"), json!({ "revision": 1 })).await.status, 201);
    let listed = brand.owner.get(&format!("/personas?account={account}")).await.json();
    assert_eq!(each(&listed, "/state"), ["approved", "retired"]);
    let late = brand.owner.put(&format!("/personas/{id}"), json!({ "card": card(), "revision": 2 })).await;
    assert_eq!(late.status, 409, "what was approved does not change");
}

#[db_test]
async fn a_successor_gets_a_persona_of_their_own(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (zhang, lin) = (designer(&mut brand, "张伟").await, designer(&mut brand, "林悦").await);
    let account = brand.account("设计师小张", None).await;
    let before = draft(&mut brand, &account, &zhang, card()).await;
    assert_eq!(brand.owner.post(&path(&before, "approval"), json!({ "revision": 1 })).await.status, 201);
    let same = draft(&mut brand, &account, &lin, with("shown_name", json!("设计师小林"))).await;
    let approve = json!({ "revision": 1 });
    let waits = brand.owner.post(&path(&same, "approval"), approve.clone()).await;
    assert!(waits.status == 409 && waits.text().contains("张伟"), "{}", waits.text());
    let reason = json!({ "reason": "张伟离职" });
    assert_eq!(brand.owner.post(&path(&before, "retirement"), reason.clone()).await.status, 201);
    assert_eq!(brand.owner.post(&path(&before, "retirement"), reason).await.status, 409);
    let kept = brand.owner.post(&path(&same, "approval"), approve.clone()).await;
    assert!(kept.status == 409 && kept.text().contains("简介"), "{}", kept.text());
    let mut own = with("shown_name", json!("设计师小林"));
    own["introduction"] = json!("画了几年办公室，现在只画家。");
    own["sample_lines"] = json!(["图纸里先放人，再放柜子。"]);
    let body = json!({ "card": own, "revision": 1 });
    let id = same["persona"]["id"].as_str().unwrap();
    assert_eq!(brand.owner.put(&format!("/personas/{id}"), body).await.status, 200);
    let approved = brand.owner.post(&path(&same, "approval"), json!({ "revision": 2 })).await;
    assert_eq!(approved.status, 201, "{}", approved.text());
}

#[db_test]
async fn two_accounts_for_one_persona_are_pointed_out_and_a_check_keeps_nothing(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (zhang, lin) = (designer(&mut brand, "张伟").await, designer(&mut brand, "林悦").await);
    let (first, second) = (brand.account("设计师小张", None).await, brand.account("设计师小林", None).await);
    draft(&mut brand, &first, &zhang, card()).await;
    let body = json!({ "account": second, "employee": lin, "card": with("shown_name", json!("小张")) });
    let check = brand.owner.post("/persona-checks", body).await.json();
    assert_eq!(check["rivals"][0]["nickname"], "设计师小张", "{check}");
    assert_eq!(check["rivals"][0]["topics"], json!(["小户型收纳", "玄关"]));
    let open = check["findings"].as_array().unwrap().iter().find(|one| one["verdict"] != "proven").unwrap();
    assert_eq!((&open["kind"], &open["instead"]), (&json!("name"), &json!("林悦")));
    let listed = brand.owner.get("/personas").await.json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1, "nothing was kept");
    for (field, value) in [("topics", json!([])), ("shown_name", json!("长".repeat(25)))] {
        let body = json!({ "account": second, "employee": lin, "card": with(field, value) });
        let refused = brand.owner.post("/personas", body).await;
        assert!(refused.status == 422 && refused.json()["fields"][field].is_string(), "{}", refused.text());
    }
}
