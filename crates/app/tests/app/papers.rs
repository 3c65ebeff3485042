//! Proofs about employees, agreements with them, and the page of one's own.

use db::params;
use db_test::db_test;
use domain::identity::Role;
use serde_json::{Value, json};
use testkit::{Client, TestApp};

use crate::{
    accounts_seed::{Brand, Sight, each},
    evidence::keep,
};

/// What is handed in for a person, from 1 June on.
fn proof(employee: &str, kind: &str, file: &str) -> Value {
    json!({
        "employee": employee, "kind": kind, "title": "在职证明 2026", "file": file, "issued_on": "2026-06-01",
        "valid_until": "2027-05-31",
    })
}

async fn hand_in(brand: &mut Brand<'_>, employee: &str) -> String {
    let file = keep(brand, "employment_proof", Some(employee)).await;
    brand.made("/employee-proofs", proof(employee, "employment", &file)).await
}

/// Publishes the next version of an agreement and returns it.
pub async fn publish(owner: &mut Client, kind: &str, after: i64, must_sign_again: bool) -> Value {
    let text = json!({
        "kind": kind, "title": "员工号使用协议", "body": "一、账号归公司。\n二、本人发布。",
        "on_leaving": "离职当天解绑。", "must_sign_again": must_sign_again, "after_version": after,
    });
    let answer = owner.post("/agreement-texts", text).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.json()
}

/// Somebody on the roster, who signs in on a phone.
pub async fn employee(test: &TestApp, brand: &mut Brand<'_>, name: &str) -> (String, Client) {
    let id = brand.employee(name, None).await;
    let standing = json!({ "role": "employee", "visibility": "own", "employee": id });
    let phone = "Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile";
    let client = test.guest(&mut brand.owner, standing).await.with_header("user-agent", phone);
    (id, client)
}

/// Signs the latest text of the first agreement.
pub async fn sign(phone: &mut Client, name: &str) -> testkit::Answer {
    let agreement = phone.get("/own-file").await.json()["agreements"][0].clone();
    let body = json!({ "text": agreement["text"], "sha256": agreement["sha256"], "name": name });
    phone.post("/own-signatures", body).await
}

#[db_test]
async fn a_proof_proves_nothing_until_somebody_accepts_it(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let wang = brand.employee("王芳", None).await;
    let (first, second) = (hand_in(&mut brand, &wang).await, hand_in(&mut brand, &wang).await);
    let listed = brand.owner.get("/employee-proofs?standing=waiting").await.json();
    assert_eq!(each(&listed, "/id"), [second.clone(), first.clone()]);

    let mut operator = test.member(Role::Operator).await;
    let seen = operator.get("/employee-proofs").await.json()["items"][0].clone();
    assert!(seen["can"]["review"].as_str().is_some_and(|why| why.contains("合规")), "{seen}");
    let review = |proof: &str| format!("/employee-proofs/{proof}/review");
    assert_eq!(operator.put(&review(&first), json!({ "verdict": "accepted" })).await.status, 403);

    let mut officer = test.member(Role::ComplianceOfficer).await;
    let bare = officer.put(&review(&second), json!({ "verdict": "refused" })).await;
    assert!(bare.status == 422 && bare.json()["fields"]["reason"].is_string(), "{}", bare.text());
    let refusal = json!({ "verdict": "refused", "reason": "没有公章" });
    let refused = officer.put(&review(&second), refusal).await.json();
    assert_eq!((&refused["standing"], &refused["review"]["reason"]), (&json!("refused"), &json!("没有公章")));
    let accepted = officer.put(&review(&first), json!({ "verdict": "accepted" })).await.json();
    assert_eq!(accepted["standing"], "valid");
    let again = officer.put(&review(&first), json!({ "verdict": "refused", "reason": "看错了" })).await;
    assert_eq!((again.status, again.code().as_str()), (409, "conflict"), "a review is said once");
    assert_eq!(brand.owner.delete(&format!("/employee-proofs/{first}")).await.status, 409);

    for (filter, expected) in [
        ("standing=valid", vec![first.clone()]),
        ("standing=refused", vec![second]),
        ("standing=waiting", vec![]),
        ("standing=ended", vec![]),
        ("standing=valid&ends_by=2027-05-31", vec![first.clone()]),
        ("standing=valid&ends_by=2027-05-30", vec![]),
    ] {
        let found = brand.owner.get(&format!("/employee-proofs?{filter}")).await.json();
        assert_eq!(each(&found, "/id"), expected, "{filter}");
    }
    test.clock.advance_ms(344 * 24 * 3_600_000);
    brand.owner = test.owner().await;
    let ended = brand.owner.get("/employee-proofs?standing=ended").await.json();
    assert_eq!(each(&ended, "/id"), [first], "a year later it is over");
}

#[db_test]
async fn a_proof_that_cannot_be_is_not_taken(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (wang, li) = (brand.employee("王芳", None).await, brand.employee("李雷", None).await);
    let account = brand.account("设计师小王", None).await;
    let file = keep(&mut brand, "employment_proof", Some(&wang)).await;
    let of_li = keep(&mut brand, "employment_proof", Some(&li)).await;
    let ownership = keep(&mut brand, "account_ownership", Some(&wang)).await;
    let good = proof(&wang, "employment", &file);
    let with = |field: &str, value: Value| {
        let mut body = good.clone();
        body[field] = value;
        body
    };
    for (body, field) in [
        (with("issued_on", json!("2026-06-23")), "issued_on"),
        (with("valid_until", json!("2026-05-31")), "valid_until"),
        (with("valid_until", json!(null)), "valid_until"),
        (with("title", json!("  ")), "title"),
        (with("file", json!(of_li)), "file"),
        (with("file", json!(ownership)), "file"),
        (with("file", json!("file_00000000000000000000000000000001")), "file"),
        (with("employee", json!("employee_00000000000000000000000000000001")), "employee"),
        (with("account", json!(account)), "account"),
    ] {
        let refused = brand.owner.post("/employee-proofs", body.clone()).await;
        assert_eq!(refused.status, 422, "{body}: {}", refused.text());
        assert!(refused.json()["fields"][field].is_string(), "{body}: {}", refused.text());
    }
    let mut body = proof(&wang, "account", &ownership);
    body["account"] = json!(account);
    assert_eq!(brand.owner.post("/employee-proofs", body).await.status, 201);
    let used = brand.owner.delete(&format!("/evidence-files/{ownership}")).await;
    assert_eq!(used.status, 409, "a proof rests on it");
}

#[db_test]
async fn an_employee_signs_what_they_read_and_withdraws_as_easily(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (wang, mut phone) = employee(&test, &mut brand, "王芳").await;
    let before = phone.get("/own-file").await.json();
    assert_eq!((&before["record"]["name"], &before["agreements"]), (&json!("王芳"), &json!([])));
    publish(&mut brand.owner, "account_agreement", 0, false).await;
    let agreement = phone.get("/own-file").await.json()["agreements"][0].clone();
    assert_eq!((&agreement["standing"], &agreement["version"]), (&json!("unsigned"), &json!(1)));
    let signed =
        |name: &str, sha256: &str| json!({ "text": agreement["text"], "sha256": sha256, "name": name });
    let hash = agreement["sha256"].as_str().unwrap();
    let other = phone.post("/own-signatures", signed("李雷", hash)).await;
    assert!(other.status == 422 && other.json()["fields"]["name"].is_string(), "{}", other.text());
    assert_eq!(phone.post("/own-signatures", signed("王芳", &"0".repeat(64))).await.status, 409);
    let answer = phone.post("/own-signatures", signed("王芳", hash)).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let standing = answer.json()["agreements"][0].clone();
    assert_eq!(standing["standing"], "signed");
    assert!(standing["signature"]["device"].as_str().unwrap().contains("Android"), "{standing}");
    assert_eq!(phone.post("/own-signatures", signed("王芳", hash)).await.status, 409, "once is enough");

    let path = format!("/agreement-signatures?employee={wang}&kind=account_agreement");
    let listed = brand.owner.get(&path).await.json();
    assert_eq!(listed["items"][0]["text_sha256"], hash);
    let leak =
        "select count(*) as n from agreement_signatures where tenant_id = $1 and name_sealed like '%王芳%'";
    assert_eq!(brand.number(leak, params![brand.tenant.uuid()]).await, 0, "the name is sealed");

    let withdrawal = format!("/own-signatures/{}/withdrawal", standing["signature"]["id"].as_str().unwrap());
    let (_, mut other) = employee(&test, &mut brand, "李雷").await;
    assert_eq!(other.post(&withdrawal, json!({})).await.status, 404, "nobody withdraws for somebody else");
    let withdrawn = phone.post(&withdrawal, json!({})).await;
    assert_eq!(withdrawn.status, 201, "no reason is asked for: {}", withdrawn.text());
    assert_eq!(withdrawn.json()["agreements"][0]["standing"], "withdrawn");
    assert_eq!(phone.post(&withdrawal, json!({})).await.status, 409);
    assert_eq!(sign(&mut phone, "王芳").await.status, 201, "and may sign again");
    let told = "select count(*) as n from events where tenant_id = $1
        and kind in ('agreement_signed', 'agreement_withdrawn') and actor_kind = 'user'";
    assert_eq!(brand.number(told, params![brand.tenant.uuid()]).await, 3);
}

#[db_test]
async fn whoever_is_to_be_bound_needs_a_proof_and_both_signatures(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (wang, mut phone) = employee(&test, &mut brand, "王芳").await;
    let path = format!("/employees/{wang}/readiness");
    let gaps = async |brand: &mut Brand<'_>| brand.owner.get(&path).await.json()["gaps"].clone();
    assert_eq!(gaps(&mut brand).await, json!(["no_employment_proof", "no_agreement", "no_likeness"]));
    let proof = hand_in(&mut brand, &wang).await;
    assert_eq!(gaps(&mut brand).await[0], "no_employment_proof", "nobody accepted it yet");
    let path_of_review = format!("/employee-proofs/{proof}/review");
    assert_eq!(brand.owner.put(&path_of_review, json!({ "verdict": "accepted" })).await.status, 200);
    assert_eq!(gaps(&mut brand).await, json!(["no_agreement", "no_likeness"]));
    publish(&mut brand.owner, "account_agreement", 0, false).await;
    assert_eq!(sign(&mut phone, "王芳").await.status, 201);
    assert_eq!(gaps(&mut brand).await, json!(["no_likeness"]));
    publish(&mut brand.owner, "likeness_voice_consent", 0, false).await;
    let consent = phone.get("/own-file").await.json()["agreements"][1].clone();
    let body = json!({ "text": consent["text"], "sha256": consent["sha256"], "name": "王芳" });
    assert_eq!(phone.post("/own-signatures", body).await.status, 201);
    let ready = brand.owner.get(&path).await.json();
    assert_eq!((&ready["gaps"], &ready["proof_valid_until"]), (&json!([]), &json!("2027-05-31")));
    brand.owner.patch(&format!("/employees/{wang}"), json!({ "left_on": "2026-07-31" })).await;
    assert_eq!(gaps(&mut brand).await, json!(["leaving"]));
}

#[db_test]
async fn a_published_text_never_changes_and_an_old_signature_counts_until_it_must_be_renewed(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (_, mut phone) = employee(&test, &mut brand, "王芳").await;
    publish(&mut brand.owner, "account_agreement", 0, false).await;
    assert_eq!(sign(&mut phone, "王芳").await.status, 201);
    let text = json!({
        "kind": "account_agreement", "title": "员工号使用协议", "body": "改过", "on_leaving": "同前",
        "after_version": 0,
    });
    let passed_over = brand.owner.post("/agreement-texts", text).await;
    assert_eq!(passed_over.status, 409, "{}", passed_over.text());
    for (after, must_sign_again, standing) in
        [(1, false, "signed"), (2, true, "outdated"), (3, false, "outdated")]
    {
        publish(&mut brand.owner, "account_agreement", after, must_sign_again).await;
        let agreement = phone.get("/own-file").await.json()["agreements"][0].clone();
        assert_eq!((&agreement["standing"], &agreement["version"]), (&json!(standing), &json!(after + 1)));
    }
    let texts = brand.owner.get("/agreement-texts").await.json();
    let counts: Vec<bool> = texts["items"].as_array().unwrap().iter().map(|t| t["counts"] == true).collect();
    assert_eq!(counts, [true, true, false, false], "from the one that must be signed again on");
    assert_eq!(texts["items"][3]["signatures"], 1);
    assert_eq!(texts["templates"].as_array().unwrap().len(), 2);
    assert_eq!(sign(&mut phone, "王芳").await.json()["agreements"][0]["standing"], "signed");
}

#[db_test]
async fn ones_own_page_shows_ones_own_file_and_who_looked_at_it(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (wang, mut phone) = employee(&test, &mut brand, "王芳").await;
    let account = brand.account("设计师小王", None).await;
    brand.hold(&account, &wang).await;
    hand_in(&mut brand, &wang).await;
    let li = brand.employee("李雷", None).await;
    hand_in(&mut brand, &li).await;
    let file =
        brand.owner.get(&format!("/evidence-files?employee={wang}")).await.json()["items"][0]["id"].clone();
    let path = format!("/evidence-files/{}/openings", file.as_str().unwrap());
    assert_eq!(brand.owner.post(&path, json!({ "reason": "年审核对在职证明" })).await.status, 201);

    let own = phone.get("/own-file").await.json();
    assert_eq!(own["record"]["accounts"][0]["nickname"], "设计师小王");
    assert_eq!(own["proofs"].as_array().unwrap().len(), 1, "nobody else's: {own}");
    assert_eq!(
        (&own["looks"][0]["reason"], &own["looks"][0]["by"]),
        (&json!("年审核对在职证明"), &json!("周敏"))
    );
    for path in ["/employees", "/employee-proofs", "/evidence-files", "/agreement-texts"] {
        assert_eq!(phone.get(path).await.status, 403, "{path}");
    }
    let unnamed = brand.owner.get("/own-file").await.json();
    assert_eq!(unnamed["record"], json!(null), "nobody said who the owner is on the roster");
    publish(&mut brand.owner, "account_agreement", 0, false).await;
    let text = brand.owner.get("/agreement-texts").await.json()["items"][0]["id"].clone();
    let body = json!({ "text": text, "sha256": "0".repeat(64), "name": "周敏" });
    let refused = brand.owner.post("/own-signatures", body).await;
    assert!(refused.status == 409 && refused.text().contains("花名册"), "{}", refused.text());
    brand.become_member("auditor", &Sight::All).await;
    assert_eq!(brand.owner.get("/own-file").await.status, 403);
}
