//! What is kept goes in time: the files of proofs, and whoever left long ago, with the clock moved on.

use db::params;
use db_test::db_test;
use serde_json::{Value, json};
use testkit::TestApp;

use crate::{
    accounts_seed::{Brand, uuid_of},
    evidence::keep,
    papers::{employee, publish, sign},
};

const DAY_MS: i64 = 24 * 3_600_000;

/// Lets days go by, and what runs by night run; everybody has to sign in again.
async fn days_go_by(brand: &mut Brand<'_>, days: i64) {
    brand.test.clock.advance_ms(days * DAY_MS);
    brand.test.run_jobs().await;
    brand.owner = brand.test.owner().await;
}

/// Hands a proof in about somebody and returns its id and that of its file.
async fn proof(brand: &mut Brand<'_>, of: &str, kind: &str, valid_until: Option<&str>) -> (String, String) {
    let purpose = if kind == "employment" { "employment_proof" } else { "certificate" };
    let file = keep(brand, purpose, Some(of)).await;
    let draft = json!({
        "employee": of, "kind": kind, "title": "王芳的证书", "file": file, "issued_on": "2026-06-01",
        "valid_until": valid_until,
    });
    (brand.made("/employee-proofs", draft).await, file)
}

async fn accept(brand: &mut Brand<'_>, proof: &str) {
    let accepted =
        brand.owner.put(&format!("/employee-proofs/{proof}/review"), json!({ "verdict": "accepted" })).await;
    assert_eq!(accepted.status, 200, "{accepted:?}");
}

async fn file(brand: &mut Brand<'_>, id: &str) -> Value {
    brand.owner.get(&format!("/evidence-files/{id}")).await.json()
}

#[db_test]
async fn the_file_of_a_proof_is_there_for_as_long_as_it_proves(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let wang = brand.employee("王芳", None).await;
    let (endless, of_endless) = proof(&mut brand, &wang, "certificate", None).await;
    let (long, of_long) = proof(&mut brand, &wang, "employment", Some("2029-05-31")).await;
    let (_, of_nothing) = proof(&mut brand, &wang, "certificate", None).await;
    assert_eq!(file(&mut brand, &of_endless).await["retain_until"], "2028-06-21");
    accept(&mut brand, &endless).await;
    accept(&mut brand, &long).await;
    assert_eq!(
        file(&mut brand, &of_long).await["retain_until"],
        "2030-05-31",
        "a year longer than it counts"
    );
    for (days, gone) in [(730, [false, false, false]), (1, [false, false, true]), (740, [false, true, true])]
    {
        days_go_by(&mut brand, days).await;
        for (id, gone) in [&of_endless, &of_long, &of_nothing].into_iter().zip(gone) {
            let shown = file(&mut brand, id).await;
            assert_eq!(shown["disposal"]["why"] == "retention", gone, "after {days} more days: {shown}");
        }
    }
    let standing = brand.owner.get(&format!("/employee-proofs?employee={wang}&standing=valid")).await.json();
    assert_eq!(standing["items"][0]["file"], json!(of_endless), "what proves is there to be looked at");
    assert_eq!(standing["items"].as_array().unwrap().len(), 1, "and what is not there proves nothing");
}

#[db_test]
async fn who_left_two_years_ago_is_forgotten_with_their_papers(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    publish(&mut brand.owner, "account_agreement", 0, false).await;
    let (wang, mut phone) = employee(&test, &mut brand, "王芳").await;
    let path = format!("/employees/{wang}");
    let known = json!({ "phone": "13800000000", "employee_no": "M001", "hired_on": "2024-03-01" });
    assert_eq!(brand.owner.patch(&path, known).await.status, 200);
    assert_eq!(sign(&mut phone, "王芳").await.status, 201);
    let (certificate, of_certificate) = proof(&mut brand, &wang, "certificate", None).await;
    accept(&mut brand, &certificate).await;
    let account = brand.account("设计师小王", None).await;
    let draft = json!({ "account": account, "employee": wang, "card": crate::personas::card() });
    assert_eq!(brand.owner.post("/personas", draft).await.status, 201);
    assert_eq!(brand.owner.patch(&path, json!({ "left_on": "2026-06-20" })).await.status, 200);

    days_go_by(&mut brand, 728).await;
    let shown = brand.owner.get(&path).await.json();
    assert_eq!((&shown["name"], &shown["phone"]), (&json!("王芳"), &json!("138****0000")), "the last day");
    days_go_by(&mut brand, 1).await;
    let shown = brand.owner.get(&path).await.json();
    assert_eq!((&shown["name"], &shown["phone"]), (&json!("已删除"), &json!(null)), "{shown}");
    assert_eq!((&shown["employee_no"], &shown["hired_on"]), (&json!(null), &json!("2024-03-01")));
    assert_eq!(file(&mut brand, &of_certificate).await["disposal"]["why"], "retention");
    for (what, left) in [
        ("employees where tenant_id = $1 and (name like '%王芳%' or phone_sealed is not null)", 0),
        ("employee_proofs where tenant_id = $1 and title like '%王芳%'", 0),
        (
            "agreement_signatures where tenant_id = $1 and (name_sealed <> '' or device <> '' or source <> '')",
            0,
        ),
        ("personas where tenant_id = $1 and (card like '%小王%' or state <> 'retired')", 0),
        ("evidence_files where tenant_id = $1 and name_sealed is not null", 0),
        ("agreement_signatures where tenant_id = $1", 1),
        (
            "events where tenant_id = $1 and kind = 'person_erased' and actor_kind = 'job'
            and after_json like '%retention%'",
            1,
        ),
    ] {
        let found = format!("select count(*) as n from {what}");
        assert_eq!(brand.number(&found, params![brand.tenant.uuid()]).await, left, "{what}");
    }
    days_go_by(&mut brand, 2).await;
    let folder = test.data_dir().join("files");
    assert!(crate::evidence::on_the_disk(&folder).is_empty(), "and the bytes are gone from the disk");
    let told = "select count(*) as n from events where tenant_id = $1 and kind = 'person_erased'";
    assert_eq!(brand.number(told, params![brand.tenant.uuid()]).await, 1, "once is enough");
}

#[db_test]
async fn who_still_holds_something_or_works_here_is_not_forgotten(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let account = brand.account("设计师小王", None).await;
    let (holder, leaving, works) = (
        brand.employee("王芳", None).await,
        brand.employee("李雷", None).await,
        brand.employee("赵云", None).await,
    );
    brand.hold(&account, &holder).await;
    let begun = json!({ "last_day": "2026-06-20" });
    assert_eq!(brand.owner.post(&format!("/employees/{leaving}/departure"), begun).await.status, 201);
    let left = "update employees set left_on = 20260601 where tenant_id = $1 and id <> $2";
    brand.sql(left, params![brand.tenant.uuid(), uuid_of(&works)]).await;
    days_go_by(&mut brand, 1_000).await;
    for (id, name) in [(&holder, "王芳"), (&leaving, "李雷"), (&works, "赵云")] {
        assert_eq!(brand.owner.get(&format!("/employees/{id}")).await.json()["name"], name);
    }
    assert_eq!(brand.owner.delete(&format!("/accounts/{account}/holder")).await.status, 204);
    days_go_by(&mut brand, 1).await;
    let shown = brand.owner.get(&format!("/employees/{holder}")).await.json();
    assert_eq!(shown["name"], "已删除", "the account went to nobody: nothing holds them");
}
