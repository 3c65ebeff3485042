//! The evidence vault: what is put in, who may look, and how it goes.

use db::params;
use db_test::db_test;
use domain::{evidence::EVIDENCE_BYTES_MAX, identity::Role};
use serde_json::json;
use testkit::TestApp;

use crate::accounts_seed::{Brand, Sight, each};

const DAY_MS: i64 = 24 * 3_600_000;
/// A small PDF with something personal in it.
pub const PROOF: &[u8] =
    b"%PDF-1.7 this is to certify that Wang Fang, 310101199003070000, works for us %%EOF";

/// Puts a file in and returns its id.
pub async fn keep(brand: &mut Brand<'_>, purpose: &str, employee: Option<&str>) -> String {
    let about = employee.map(|employee| format!("&employee={employee}")).unwrap_or_default();
    let path = format!("/evidence-files?purpose={purpose}{about}");
    let answer = brand.owner.upload(&path, "王芳 在职证明.pdf", PROOF).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.json()["id"].as_str().unwrap().to_owned()
}

/// Everything below the data folder, as bytes.
pub fn on_the_disk(folder: &std::path::Path) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(on_the_disk(&path));
        } else {
            found.push(std::fs::read(path).unwrap());
        }
    }
    found
}

#[db_test]
async fn a_file_lies_sealed_and_is_opened_for_a_reason_that_everybody_reads(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let wang = brand.employee("王芳", None).await;
    let file = keep(&mut brand, "employment_proof", Some(&wang)).await;
    let shown = brand.owner.get(&format!("/evidence-files/{file}")).await.json();
    assert_eq!((&shown["name"], &shown["media"]), (&json!("王芳 在职证明.pdf"), &json!("pdf")));
    assert_eq!(shown["retain_until"], "2028-06-21", "two years are kept when nobody says otherwise");
    assert_eq!((&shown["openings"], &shown["bytes"]), (&json!(0), &json!(PROOF.len())));
    let readable = |bytes: &[u8]| bytes.windows(9).any(|window| window == b"Wang Fang");
    let files = on_the_disk(&test.data_dir().join("files"));
    assert!(!files.is_empty() && !files.iter().any(|bytes| readable(bytes)), "it lies sealed");
    let named = "select count(*) as n from evidence_files where tenant_id = $1 and name_sealed like '%王芳%'";
    assert_eq!(brand.number(named, params![brand.tenant.uuid()]).await, 0, "and so does its name");

    let openings = format!("/evidence-files/{file}/openings");
    for reason in ["", "看看", "  看  "] {
        let refused = brand.owner.post(&openings, json!({ "reason": reason })).await;
        assert_eq!(refused.status, 422, "{reason:?}");
        assert!(refused.json()["fields"]["reason"].is_string(), "{}", refused.text());
    }
    let opened = brand.owner.post(&openings, json!({ "reason": "年审核对在职证明" })).await;
    assert_eq!((opened.status, opened.bytes.as_slice()), (201, PROOF));
    assert_eq!(opened.header("content-type"), Some("application/pdf"));
    assert!(opened.header("content-disposition").unwrap().contains("attachment"), "{opened:?}");
    let looked = brand.owner.get(&openings).await.json();
    assert_eq!(each(&looked, "/reason"), ["年审核对在职证明"]);
    assert_eq!(looked["items"][0]["opened_by"], "周敏");
    assert_eq!(brand.owner.get(&format!("/evidence-files/{file}")).await.json()["openings"], 1);
    let told = "select count(*) as n from events where tenant_id = $1 and kind = 'evidence_opened'
        and after_json like '%年审核对在职证明%'";
    assert_eq!(brand.number(told, params![brand.tenant.uuid()]).await, 1);
}

#[db_test]
async fn what_is_no_evidence_is_not_kept(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let most = usize::try_from(EVIDENCE_BYTES_MAX).unwrap();
    let mut large = b"%PDF-1.7".to_vec();
    large.resize(most + 1, b' ');
    let path = "/evidence-files?purpose=licence";
    for (name, content, status) in [
        ("营业执照.pdf", b"PK\x03\x04 a workbook".as_slice(), 422),
        ("营业执照.png", b"<svg onload=alert(1)>", 422),
        ("营业执照.pdf", b"", 422),
        ("营业执照.pdf", &large, 413),
    ] {
        let refused = brand.owner.upload(path, name, content).await;
        assert_eq!(refused.status, status, "{name}: {}", refused.text());
    }
    for (query, status) in [
        ("", 400),
        ("?purpose=selfie", 400),
        ("?purpose=licence&retain_until=2026-06-21", 422),
        ("?purpose=licence&retain_until=2066-06-22", 422),
        ("?purpose=licence&employee=employee_00000000000000000000000000000001", 422),
    ] {
        let refused = brand.owner.upload(&format!("/evidence-files{query}"), "a.pdf", PROOF).await;
        assert_eq!(refused.status, status, "{query}: {}", refused.text());
    }
    let listed = brand.owner.get("/evidence-files").await.json();
    assert_eq!(listed["items"], json!([]), "nothing was kept");
    assert!(!test.data_dir().join("files").exists(), "nor does anything lie on the disk");
    large.truncate(most);
    assert_eq!(brand.owner.upload(path, "营业执照.pdf", &large).await.status, 201, "the largest is taken");
}

#[db_test]
async fn a_file_about_a_person_is_seen_by_those_who_see_the_person(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (east, south) = (brand.store("静安店", "华东").await, brand.store("天河店", "华南").await);
    let wang = brand.employee("王芳", Some(&east)).await;
    let li = brand.employee("李雷", Some(&south)).await;
    let (of_wang, of_li) = (
        keep(&mut brand, "employment_proof", Some(&wang)).await,
        keep(&mut brand, "employment_proof", Some(&li)).await,
    );
    let of_nobody = keep(&mut brand, "licence", None).await;
    brand.become_member("operator", &Sight::Stores(vec![east], vec![])).await;
    let seen = each(&brand.owner.get("/evidence-files").await.json(), "/id");
    assert_eq!(seen, [of_nobody, of_wang.clone()]);
    let reason = json!({ "reason": "年审核对在职证明" });
    assert_eq!(
        brand.owner.post(&format!("/evidence-files/{of_li}/openings"), reason.clone()).await.status,
        404
    );
    assert_eq!(
        brand.owner.post(&format!("/evidence-files/{of_wang}/openings"), reason.clone()).await.status,
        201
    );
    brand.become_member("auditor", &Sight::All).await;
    let shown = brand.owner.get(&format!("/evidence-files/{of_li}")).await.json();
    assert!(shown["can"]["open"].is_string(), "an auditor sees that it is there, and who looked: {shown}");
    assert_eq!(brand.owner.post(&format!("/evidence-files/{of_li}/openings"), reason).await.status, 403);
}

#[db_test]
async fn the_vault_is_looked_through_by_purpose_person_and_last_day_page_by_page(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (wang, li) = (brand.employee("王芳", None).await, brand.employee("李雷", None).await);
    let mut put_in = async |query: &str| {
        test.clock.advance_ms(1_000);
        let answer = brand.owner.upload(&format!("/evidence-files?{query}"), "a.pdf", PROOF).await;
        answer.json()["id"].as_str().unwrap().to_owned()
    };
    let of_wang = put_in(&format!("purpose=employment_proof&employee={wang}")).await;
    let of_li = put_in(&format!("purpose=certificate&employee={li}&retain_until=2026-07-20")).await;
    let offer = put_in("purpose=agent_offer&retain_until=2026-06-30").await;
    let mistake = put_in("purpose=agent_offer&retain_until=2026-06-29").await;
    assert_eq!(brand.owner.delete(&format!("/evidence-files/{mistake}")).await.status, 204);
    for (query, expected) in [
        ("", vec![&mistake, &offer, &of_li, &of_wang]),
        ("purpose=agent_offer", vec![&mistake, &offer]),
        ("q=%E7%8E%8B", vec![&of_wang]),
        ("q=%E5%91%A8%E6%95%8F&there=true", vec![&offer, &of_li, &of_wang]),
        ("q=nobody", vec![]),
        ("there=false", vec![&mistake]),
        ("there=true&purpose=agent_offer", vec![&offer]),
        ("ends_by=2026-06-30", vec![&offer]),
        ("ends_by=2026-07-20", vec![&offer, &of_li]),
    ] {
        let found = brand.owner.get(&format!("/evidence-files?{query}")).await.json();
        assert_eq!(each(&found, "/id").iter().collect::<Vec<_>>(), expected, "{query}");
    }
    let first = brand.owner.get("/evidence-files?limit=3").await.json();
    assert_eq!(each(&first, "/employee_name"), ["", "", "李雷"], "about whom it is");
    let rest = format!("/evidence-files?limit=3&cursor={}", first["next_cursor"].as_str().unwrap());
    let rest = brand.owner.get(&rest).await.json();
    assert_eq!((each(&rest, "/id"), &rest["next_cursor"]), (vec![of_wang], &json!(null)));
}

#[db_test]
async fn what_something_rests_on_is_no_mistake(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let company = crate::seats_seed::CODES[0];
    let entity = crate::seats_seed::company(&mut brand.owner, "木里家居", company, None).await;
    let account = brand.account("设计师小王", None).await;
    let uses = [
        (
            "licence",
            format!("/legal-entities/{entity}/licences"),
            json!({ "kind": "business", "name": "营业执照" }),
            "evidence",
        ),
        (
            "back_office",
            format!("/legal-entities/{entity}/editions"),
            json!({ "edition": "grey_test", "since": "2026-06-01", "note": "" }),
            "evidence",
        ),
        (
            "rule_source",
            "/rule-amendments".to_owned(),
            json!({
                "edition": "grey_test", "key": "seat_fee", "value": 66_000, "scope": "seat",
                "valid_from": "2026-06-22", "source": "后台公告", "grade": "official"
            }),
            "evidence",
        ),
        (
            "entitlement",
            format!("/accounts/{account}/entitlement-sightings"),
            json!({ "entitlement": "identity_label", "sighting": "present" }),
            "file",
        ),
    ];
    for (purpose, path, mut draft, field) in uses {
        let file = keep(&mut brand, purpose, None).await;
        draft[field] = json!(file);
        let made = brand.owner.post(&path, draft).await;
        assert_eq!(made.status, 201, "{path}: {}", made.text());
        let refused = brand.owner.delete(&format!("/evidence-files/{file}")).await;
        assert_eq!(refused.status, 409, "{path}");
        assert_eq!(brand.owner.get(&format!("/evidence-files/{file}")).await.json()["disposal"], json!(null));
    }
}

#[db_test]
async fn a_file_goes_after_its_last_day_and_the_line_that_says_so_stays(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let path = "/evidence-files?purpose=agent_offer&retain_until=2026-06-23";
    let short = brand.owner.upload(path, "报价.pdf", PROOF).await.json()["id"].as_str().unwrap().to_owned();
    let long = keep(&mut brand, "agent_offer", None).await;
    let files = || on_the_disk(&test.data_dir().join("files")).len();
    assert_eq!(files(), 2);
    for (night, expected, left) in
        [(1, json!(null), 2), (2, json!("retention"), 2), (3, json!("retention"), 1)]
    {
        test.clock.advance_ms(DAY_MS);
        test.run_jobs().await;
        let shown = brand.owner.get(&format!("/evidence-files/{short}")).await.json();
        assert_eq!(shown["disposal"]["why"], expected, "night {night}: {shown}");
        assert_eq!(files(), left, "night {night}");
    }
    let shown = brand.owner.get(&format!("/evidence-files/{short}")).await.json();
    assert_eq!((&shown["name"], &shown["bytes"]), (&json!(null), &json!(PROOF.len())));
    let look = json!({ "reason": "再看一眼报价" });
    let opened = brand.owner.post(&format!("/evidence-files/{short}/openings"), look.clone()).await;
    assert_eq!(opened.status, 410);
    let told = "select count(*) as n from events where tenant_id = $1 and kind = 'evidence_disposed'
        and actor_kind = 'job' and after_json like '%retention%'";
    assert_eq!(brand.number(told, params![brand.tenant.uuid()]).await, 1);
    assert_eq!(brand.owner.post(&format!("/evidence-files/{long}/openings"), look).await.bytes, PROOF);
}

#[db_test]
async fn a_mistake_is_taken_out_at_once_and_what_nothing_knows_of_goes_by_night(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let file = keep(&mut brand, "licence", None).await;
    let mut officer = test.member(Role::ComplianceOfficer).await;
    assert_eq!(officer.delete(&format!("/evidence-files/{file}")).await.status, 204);
    assert_eq!(officer.delete(&format!("/evidence-files/{file}")).await.status, 409, "once is enough");
    let folder = test.data_dir().join("files");
    assert!(on_the_disk(&folder).is_empty(), "its bytes are gone");
    keep(&mut brand, "licence", None).await;
    brand.sql("delete from evidence_files where tenant_id = $1", params![brand.tenant.uuid()]).await;
    test.run_jobs().await;
    assert_eq!(on_the_disk(&folder).len(), 1, "it may be on its way into the table");
    test.clock.advance_ms(2 * DAY_MS);
    test.run_jobs().await;
    assert!(on_the_disk(&folder).is_empty());
}
