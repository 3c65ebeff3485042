//! What comes with the seats: held against what was seen, by whoever may look.

use db::params;
use db_test::db_test;
use domain::identity::Role;
use serde_json::{Value, json};
use testkit::{NOW, TestApp};

use crate::{
    accounts_seed::{Brand, Sight, each, uuid_of},
    evidence::keep,
};

/// The day on which the tests are: 2026-06-22.
const TODAY: &str = "2026-06-22";

/// Puts an account on a seat of a company whose back office shows this edition.
pub async fn seat(brand: &Brand<'_>, account: &str, edition: &str) {
    let ids = brand.test.app.ids();
    let (tenant, entity) = (brand.tenant.uuid(), ids.uuid(NOW));
    let sql = "insert into legal_entities (tenant_id, id, name, credit_code, industry, note, version, created_at, created_by)
        values ($1, $2, '木里家居', '91310000MA1K35XB0U', null, '', 1, $3, '周敏')";
    brand.sql(sql, params![tenant, entity, NOW.ms()]).await;
    let sql =
        "insert into entity_editions (tenant_id, id, entity_id, edition, since, note, stated_at, stated_by)
        values ($1, $2, $3, $4, 20260101, '', $5, '周敏')";
    brand.sql(sql, params![tenant, ids.uuid(NOW), entity, edition, NOW.ms()]).await;
    let sql = "insert into seats (tenant_id, id, entity_id, ownership, phase, account_id, planned_for, requested_by,
            version, created_at, changed_at)
        values ($1, $2, $3, 'enterprise_created', 'certified', $4, '门店顾问', '周敏', 1, $5, $5)";
    brand.sql(sql, params![tenant, ids.uuid(NOW), entity, uuid_of(account), NOW.ms()]).await;
}

fn item<'v>(standing: &'v Value, entitlement: &str) -> &'v Value {
    let items = standing["items"].as_array().unwrap();
    items.iter().find(|item| item["entitlement"] == entitlement).unwrap()
}

#[db_test]
async fn what_was_promised_is_held_against_what_was_seen(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let account = brand.account("木里设计师小王", None).await;
    let path = format!("/accounts/{account}/entitlements");
    let before = brand.owner.get(&path).await.json();
    assert_eq!(before["standing"]["edition"], Value::Null, "no seat, no promise");
    assert_eq!(item(&before["standing"], "lead_card")["promised"], Value::Null);
    seat(&brand, &account, "grey_test").await;
    let promised = brand.owner.get(&path).await.json();
    assert_eq!(promised["standing"]["edition"], "grey_test");
    let lead_card = item(&promised["standing"], "lead_card").clone();
    assert_eq!((&lead_card["promised"], &lead_card["state"]), (&json!(true), &json!("unseen")));
    assert_eq!(lead_card["is_due"], true, "nobody has looked");

    let source = keep(&mut brand, "rule_source", None).await;
    let amendment = brand
        .made(
            "/rule-amendments",
            json!({
                "edition": "grey_test", "key": "entitlement_lead_card", "value": 0, "scope": "seat",
                "valid_from": TODAY, "source": "后台公告", "grade": "official", "evidence": source,
            }),
        )
        .await;
    let mut officer = test.member(Role::ComplianceOfficer).await;
    let adoption = officer.post(&format!("/rule-amendments/{amendment}/adoption"), json!({})).await;
    assert!(adoption.status < 300, "{}", adoption.text());
    test.clock.advance_ms(24 * 3_600_000);
    let adopted = brand.owner.get(&path).await.json();
    assert_eq!(item(&adopted["standing"], "lead_card")["promised"], false, "what the brand adopted counts");
    assert_eq!(item(&adopted["standing"], "name_card")["promised"], true);
}

#[db_test]
async fn since_when_it_is_so_follows_from_what_was_seen(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let account = brand.account("木里设计师小王", None).await;
    seat(&brand, &account, "grey_test").await;
    let path = format!("/accounts/{account}/entitlements");
    let proof = keep(&mut brand, "entitlement", None).await;
    let sightings = format!("/accounts/{account}/entitlement-sightings");
    for (body, state, since) in [
        (
            json!({ "entitlement": "lead_card", "sighting": "limited", "seen_on": "2026-05-01" }),
            "withheld",
            "2026-05-01",
        ),
        (
            json!({ "entitlement": "lead_card", "sighting": "present", "seen_on": "2026-06-01" }),
            "present",
            "2026-06-01",
        ),
        (
            json!({ "entitlement": "lead_card", "sighting": "present", "remark": "可发送", "file": proof }),
            "present",
            "2026-06-01",
        ),
    ] {
        let seen = brand.owner.post(&sightings, body).await;
        assert_eq!(seen.status, 201, "{}", seen.text());
        let standing = &seen.json()["standing"];
        let lead_card = item(standing, "lead_card");
        assert_eq!((&lead_card["state"], &lead_card["since"]), (&json!(state), &json!(since)));
    }
    let file = brand.owner.get(&path).await.json();
    assert_eq!(item(&file["standing"], "lead_card")["checked_on"], TODAY);
    assert_eq!(each(&json!({ "items": file["sightings"] }), "/sighting"), ["present", "present", "limited"]);
    assert_eq!(
        (&file["sightings"][0]["seen_by"], &file["sightings"][0]["file"]),
        (&json!("周敏"), &json!(proof))
    );
}

#[db_test]
async fn a_seat_is_whole_without_a_yuan_of_advertising(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let account = brand.account("木里设计师小王", None).await;
    seat(&brand, &account, "grey_test").await;
    let sightings = format!("/accounts/{account}/entitlement-sightings");
    let all = [
        "identity_label",
        "lead_card",
        "name_card",
        "welcome_message",
        "quick_menu",
        "message_desk",
        "shop",
        "promotion",
    ];
    for entitlement in all {
        let listed = brand.owner.get("/entitlements").await.json();
        assert_eq!(listed["items"][0]["complete_without_ads"], false, "before {entitlement}");
        let body = json!({ "entitlement": entitlement, "sighting": "present" });
        assert_eq!(brand.owner.post(&sightings, body).await.status, 201);
    }
    let listed = brand.owner.get("/entitlements").await.json();
    assert_eq!(
        (&listed["items"][0]["complete_without_ads"], &listed["items"][0]["spent_fen"]),
        (&json!(true), &json!(0))
    );
    let import = brand.import("线索.xlsx").await;
    let sql = "insert into account_periods (tenant_id, id, account_id, from_day, to_day, promoted_fee_fen, import_id, row_no)
        values ($1, $2, $3, 20260601, 20260607, 100, $4, 3)";
    let id = test.app.ids().uuid(NOW);
    brand.sql(sql, params![brand.tenant.uuid(), id, uuid_of(&account), import.uuid()]).await;
    let listed = brand.owner.get("/entitlements").await.json();
    assert_eq!(
        (&listed["items"][0]["complete_without_ads"], &listed["items"][0]["spent_fen"]),
        (&json!(false), &json!(100))
    );
}

#[db_test]
async fn a_day_to_come_and_a_strange_file_are_refused_and_nothing_is_kept(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let account = brand.account("木里设计师小王", None).await;
    let sightings = format!("/accounts/{account}/entitlement-sightings");
    for (field, extra) in [
        ("seen_on", json!({ "seen_on": "2026-06-23" })),
        ("file", json!({ "file": "file_0192f0c1000070008000000000000000" })),
        ("remark", json!({ "remark": "长".repeat(201) })),
    ] {
        let mut body = json!({ "entitlement": "shop", "sighting": "present" });
        body.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        let refused = brand.owner.post(&sightings, body).await;
        assert_eq!(refused.status, 422, "{field}: {}", refused.text());
        assert!(refused.json()["fields"][field].is_string(), "{}", refused.text());
    }
    let kept = "select count(*) as n from entitlement_sightings where tenant_id = $1";
    assert_eq!(brand.number(kept, params![brand.tenant.uuid()]).await, 0);
}

#[db_test]
async fn an_employee_sees_the_entitlements_of_their_own_account_and_changes_none(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (wang, _) = (brand.employee("王芳", None).await, brand.account("别人的号", None).await);
    let account = brand.account("木里设计师小王", None).await;
    brand.hold(&account, &wang).await;
    let own = json!({ "role": Role::Employee, "visibility": "own", "employee": wang });
    let mut employee = test.guest(&mut brand.owner, own).await;
    let listed = employee.get("/entitlements").await.json();
    assert_eq!(each(&listed, "/nickname"), ["木里设计师小王"]);
    assert!(listed["items"][0]["can"]["see"].is_string(), "the reason why not");
    let body = json!({ "entitlement": "shop", "sighting": "present" });
    let sightings = format!("/accounts/{account}/entitlement-sightings");
    assert_eq!(employee.post(&sightings, body).await.status, 403);
}

/// Writes a welcome message and returns the card and its version.
async fn drafted(brand: &mut Brand<'_>, title: &str, body: &str) -> (String, String) {
    let answer = brand
        .owner
        .post("/card-texts", json!({ "kind": "welcome_message", "title": title, "body": body }))
        .await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let card = answer.json();
    (card["id"].as_str().unwrap().to_owned(), card["versions"][0]["id"].as_str().unwrap().to_owned())
}

#[db_test]
async fn a_text_is_approved_then_rolled_out_then_put_in_place_by_whoever_runs_the_account(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let wang = brand.employee("王芳", None).await;
    let account = brand.account("木里设计师小王", None).await;
    brand.hold(&account, &wang).await;
    let (card, first) = drafted(&mut brand, "到店欢迎语", "你好，我是小王，想先看户型还是先看预算？").await;
    let accounts = json!({ "accounts": [account] });
    let rollouts = |version: &str| format!("/card-versions/{version}/rollouts");
    let early = brand.owner.post(&rollouts(&first), accounts.clone()).await;
    assert_eq!(early.status, 409, "nobody approved it: {}", early.text());
    let approval = format!("/card-versions/{first}/approval");
    assert_eq!(brand.owner.post(&approval, json!({})).await.status, 200);
    assert_eq!(brand.owner.post(&approval, json!({})).await.status, 409, "a version is decided upon once");
    let rolled = brand.owner.post(&rollouts(&first), accounts.clone()).await;
    assert_eq!((rolled.status, &rolled.json()["versions"][0]["open"]), (201, &json!(1)));

    let own = json!({ "role": Role::Employee, "visibility": "own", "employee": wang });
    let mut employee = test.guest(&mut brand.owner, own).await;
    let open = employee.get("/card-rollouts?open=true").await.json();
    assert_eq!(open["items"][0]["body"], "你好，我是小王，想先看户型还是先看预算？");
    let receipt = format!("/card-rollouts/{}/receipt", open["items"][0]["id"].as_str().unwrap());
    let carried = employee.post(&receipt, json!({})).await;
    assert_eq!((carried.status, carried.json()["carried_by"].is_string()), (200, true), "{}", carried.text());
    assert_eq!(employee.post(&receipt, json!({})).await.status, 200, "again does no harm");
    assert_eq!(employee.get("/card-rollouts?open=true").await.json()["items"], json!([]));

    let body = json!({ "body": "你好，我是小王。发我户型图，帮你看看收纳怎么排。" });
    let next = brand.owner.post(&format!("/card-texts/{card}/versions"), body).await.json();
    assert_eq!((&next["versions"][0]["number"], &next["versions"][1]["number"]), (&json!(2), &json!(1)));
    let second = next["versions"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(brand.owner.post(&format!("/card-versions/{second}/approval"), json!({})).await.status, 200);
    assert_eq!(brand.owner.post(&rollouts(&second), accounts.clone()).await.status, 201);
    let again = brand.owner.post(&rollouts(&second), accounts).await.json();
    let counts =
        |at: usize| (again["versions"][at]["carried"].clone(), again["versions"][at]["open"].clone());
    assert_eq!(
        (counts(0), counts(1)),
        ((json!(0), json!(1)), (json!(0), json!(0))),
        "one task, and the old one ended"
    );
    assert_eq!(employee.get("/card-rollouts").await.json()["items"][0]["number"], 2);
}

#[db_test]
async fn contact_data_in_a_message_is_blocked_whoever_approves(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (card, version) = drafted(&mut brand, "加我", "加我微信 muli_8899 领资料").await;
    let shown = brand.owner.get(&format!("/card-texts/{card}")).await.json();
    assert_eq!(shown["versions"][0]["outcome"], "block");
    assert!(shown["versions"][0]["findings"][0].as_str().unwrap().contains("muli_8899"), "{shown}");
    let refused = brand.owner.post(&format!("/card-versions/{version}/approval"), json!({})).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    let turned_down = format!("/card-versions/{version}/refusal");
    assert_eq!(brand.owner.post(&turned_down, json!({ "reason": " " })).await.status, 422);
    let down = brand.owner.post(&turned_down, json!({ "reason": "请改用官方名片" })).await.json();
    assert_eq!(
        (&down["versions"][0]["state"], &down["versions"][0]["reason"]),
        (&json!("refused"), &json!("请改用官方名片"))
    );
}

#[db_test]
async fn a_doubtful_text_is_reviewed_by_somebody_else_than_its_writer(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (_, version) = drafted(&mut brand, "实力", "我们家沙发好评率98%").await;
    let approval = format!("/card-versions/{version}/approval");
    let own = brand.owner.post(&approval, json!({})).await;
    assert_eq!(own.status, 409, "{}", own.text());
    let mut officer = test.member(Role::ComplianceOfficer).await;
    assert_eq!(officer.post(&approval, json!({})).await.status, 200);
    brand.become_member("operator", &Sight::All).await;
    assert_eq!(brand.owner.post(&approval, json!({})).await.status, 403, "an operator decides upon nothing");
}

#[db_test]
async fn a_title_is_taken_once_for_each_kind(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    drafted(&mut brand, "到店", "你好").await;
    let same = json!({ "kind": "welcome_message", "title": "到店", "body": "您好" });
    assert_eq!(brand.owner.post("/card-texts", same).await.status, 409);
    let other = json!({ "kind": "quick_menu", "title": "到店", "body": "看户型\n看预算" });
    let answer = brand.owner.post("/card-texts", other).await;
    assert_eq!((answer.status, &answer.json()["versions"][0]["body"]), (201, &json!("看户型\n看预算")));
}
