//! The register of companies: codes, papers, editions, relations, and the multi-licence detector.

use db_test::db_test;
use serde_json::{Value, json};
use testkit::TestApp;

use crate::seats_seed::{CODES, asked, company, id, made};

#[db_test]
async fn a_company_is_known_by_a_credit_code_that_adds_up(test: TestApp) {
    let mut owner = test.owner().await;
    for (code, part) in [
        ("91350100M000100Y44", "校验位"),
        ("91350100M000100YI3", "不含 I"),
        ("9135010AM000100Y43", "行政区划"),
        ("91350100M000100Y433", "19 位"),
    ] {
        let answer = owner.post("/legal-entities", json!({ "name": "木里", "credit_code": code })).await;
        assert_eq!(answer.status, 422, "{code}");
        let said = answer.json()["fields"]["credit_code"].as_str().unwrap().to_owned();
        assert!(said.contains(part), "{code}: {said}");
    }
    let draft = json!({ "name": "木里家居（苏州）有限公司", "credit_code": "9135 0100 m000 100y 43", "note": "直营" });
    let entity = made(&mut owner, "/legal-entities", draft).await;
    assert_eq!((&entity["credit_code"], &entity["edition"]), (&json!(CODES[0]), &Value::Null));
    let again = owner.post("/legal-entities", json!({ "name": "另一家", "credit_code": CODES[0] })).await;
    assert_eq!(again.status, 409);
    let mut foreign = test.foreign_owner().await;
    company(&mut foreign, "木里", CODES[0], None).await;
    assert_eq!(foreign.get("/legal-entities").await.json()["items"].as_array().unwrap().len(), 1);
    assert_eq!(foreign.get(&format!("/legal-entities/{}", id(&entity))).await.status, 404);
}

#[db_test]
async fn a_company_is_changed_on_the_version_that_was_seen(test: TestApp) {
    let mut owner = test.owner().await;
    let entity = company(&mut owner, "木里", CODES[0], None).await;
    let path = format!("/legal-entities/{entity}");
    let unknown = owner.patch(&path, json!({ "version": 1, "industry": "摆摊" })).await;
    assert_eq!((unknown.status, unknown.json()["fields"]["industry"].is_string()), (422, true));
    let changed = owner.patch(&path, json!({ "version": 1, "name": "木里家居" })).await;
    assert_eq!((changed.status, &changed.json()["version"]), (200, &json!(2)));
    let late = owner.patch(&path, json!({ "version": 1, "name": "慢了一步" })).await;
    assert_eq!(late.status, 409);
    assert!(late.text().contains("第 1 版") && late.text().contains("第 2 版"), "{}", late.text());
    let same = owner.patch(&path, json!({ "version": 2, "name": "木里家居" })).await;
    assert_eq!(
        (same.status, &same.json()["version"]),
        (200, &json!(2)),
        "nothing changed, nothing is written"
    );
}

#[db_test]
async fn an_edition_is_stated_once_and_changed_elsewhere(test: TestApp) {
    let mut owner = test.owner().await;
    let entity = company(&mut owner, "木里", CODES[0], None).await;
    let path = format!("/legal-entities/{entity}/editions");
    for (draft, field) in [
        (json!({ "edition": "invented", "since": "2026-01-01" }), "edition"),
        (json!({ "edition": "grey_test", "since": "2026-12-01" }), "since"),
    ] {
        let answer = owner.post(&path, draft).await;
        assert_eq!(
            (answer.status, answer.json()["fields"][field].is_string()),
            (422, true),
            "{}",
            answer.text()
        );
    }
    let stated = made(
        &mut owner,
        &path,
        json!({ "edition": "grey_test", "since": "2026-03-01", "note": "截图 3 月" }),
    )
    .await;
    assert_eq!((&stated["edition"], &stated["stated_by"]), (&json!("grey_test"), &json!("周敏")));
    let again = owner.post(&path, json!({ "edition": "bundled", "since": "2026-04-01" })).await;
    assert_eq!(again.status, 409);
    assert!(again.text().contains("第二人"), "{}", again.text());
    let entity = owner.get(&format!("/legal-entities/{entity}")).await.json();
    assert_eq!(
        (&entity["edition"]["id"], &entity["edition"]["since"]),
        (&json!("grey_test"), &json!("2026-03-01"))
    );
}

#[db_test]
async fn papers_and_accounts_are_kept_with_their_ends(test: TestApp) {
    let mut owner = test.owner().await;
    let entity = company(&mut owner, "木里", CODES[0], None).await;
    let path = format!("/legal-entities/{entity}");
    let draft = json!({ "kind": "industry", "name": "医疗器械经营许可", "number": "苏 2026-7", "valid_until": "2026-07-30" });
    let licence = made(&mut owner, &format!("{path}/licences"), draft).await;
    assert_eq!(licence["validity"], "expiring");
    made(&mut owner, &format!("{path}/licences"), json!({ "kind": "business", "name": "营业执照" })).await;
    let draft = json!({ "kind": "enterprise", "nickname": "木里家居" });
    let brand = id(&made(&mut owner, "/accounts", draft).await);
    let staff = id(&made(&mut owner, "/accounts", json!({ "kind": "kos", "nickname": "小许" })).await);
    let accounts = format!("{path}/enterprise-accounts");
    let refused = owner.post(&accounts, json!({ "name": "木里", "account": staff })).await;
    assert_eq!((refused.status, refused.json()["fields"]["account"].is_string()), (422, true));
    let draft = json!({ "name": "木里", "account": brand, "certified_until": "2026-06-01" });
    let account = made(&mut owner, &accounts, draft).await;
    assert_eq!(account["validity"], "expired");
    let change = json!({ "version": 1, "certified_until": "2027-06-01" });
    let renewed = owner.patch(&format!("{accounts}/{}", id(&account)), change.clone()).await;
    assert_eq!((renewed.status, &renewed.json()["validity"]), (200, &json!("valid")));
    assert_eq!(owner.patch(&format!("{accounts}/{}", id(&account)), change).await.status, 409);

    let detail = owner.get(&path).await.json();
    let names: Vec<_> = detail["licences"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["医疗器械经营许可", "营业执照"], "the one that ends first");
    assert_eq!((&detail["paper_until"], &detail["paper"]), (&json!("2026-07-30"), &json!("expiring")));
    assert_eq!(owner.delete(&format!("{path}/licences/{}", id(&licence))).await.status, 204);
    assert_eq!(owner.delete(&format!("{path}/licences/{}", id(&licence))).await.status, 404);
    assert_eq!(owner.delete(&format!("{accounts}/{}", id(&account))).await.status, 204);
    assert_eq!(owner.get(&path).await.json()["accounts"], json!([]));
}

#[db_test]
async fn seats_under_several_licences_are_pointed_out_until_the_companies_are_one_group(test: TestApp) {
    let mut owner = test.owner().await;
    let first = company(&mut owner, "木里家居", CODES[0], Some("grey_test")).await;
    let second = company(&mut owner, "借来的执照", CODES[1], Some("grey_test")).await;
    asked(&mut owner, &first, 2).await;
    assert_eq!(owner.get("/legal-entity-spread").await.json()["items"], json!([]));
    asked(&mut owner, &second, 1).await;
    let found = owner.get("/legal-entity-spread").await.json();
    assert_eq!(
        (&found["items"][0]["kind"], &found["items"][0]["severity"]),
        (&json!("unrelated_entities"), &json!("must"))
    );
    let path = format!("/legal-entities/{first}/relations/{second}");
    assert_eq!(owner.put(&path, json!({ "kind": "parent", "note": "持股 100%" })).await.status, 204);
    let found = owner.get("/legal-entity-spread").await.json();
    assert_eq!(found["items"][0]["kind"], "related_entities");
    let detail = owner.get(&format!("/legal-entities/{first}")).await.json();
    assert_eq!(detail["relations"][0]["other"]["name"], "借来的执照");
    assert_eq!(owner.delete(&path).await.status, 204);
    assert_eq!(owner.delete(&path).await.status, 404);
    let own = format!("/legal-entities/{first}/relations/{first}");
    assert_eq!(owner.put(&own, json!({ "kind": "sister" })).await.status, 409);
}
