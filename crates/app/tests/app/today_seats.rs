//! What Today makes of seats, the people on them and the texts of their cards.

use db::params;
use db_test::db_test;
use domain::identity::Role;
use serde_json::{Value, json};
use testkit::{Client, NOW, TestApp};

use crate::accounts_seed::{Brand, Sight, uuid_of};

/// A seat of a company, certified until a day, with whoever runs it on whichever account.
struct Seat<'s> {
    until: i32,
    employee: Option<&'s str>,
    account: Option<&'s str>,
}

async fn company(brand: &Brand<'_>) -> uuid::Uuid {
    let id = brand.test.app.ids().uuid(NOW);
    let sql =
        "insert into legal_entities (tenant_id, id, name, credit_code, note, version, created_at, created_by)
        values ($1, $2, '木里家居', '91310000MA1K35XB0U', '', 1, $3, '周敏')";
    brand.sql(sql, params![brand.tenant.uuid(), id, NOW.ms()]).await;
    id
}

async fn seat(brand: &Brand<'_>, company: uuid::Uuid, seat: Seat<'_>) {
    let sql = "insert into seats (tenant_id, id, entity_id, ownership, phase, term_from, term_until, employee_id,
            account_id, bound_at, planned_for, requested_by, version, created_at, changed_at)
        values ($1, $2, $3, 'enterprise_created', 'certified', 20250701, $4, $5, $6, $7, '门店顾问', '周敏', 1, $7, $7)";
    let id = brand.test.app.ids().uuid(NOW);
    let (employee, account) = (seat.employee.map(uuid_of), seat.account.map(uuid_of));
    let values = params![brand.tenant.uuid(), id, company, seat.until, employee, account, NOW.ms()];
    brand.sql(sql, values).await;
}

/// The items of Today by their rule, with what they count: the first number of their titles.
pub async fn items(client: &mut Client) -> Vec<(String, i64)> {
    let today = client.get("/today").await;
    assert_eq!(today.status, 200, "{}", today.text());
    let list = today.json()["items"].as_array().unwrap().clone();
    let told = |item: &Value| {
        let rule = item["rule"].as_str().unwrap().to_owned();
        let title = item["title"].as_str().unwrap();
        let from_number = title.trim_start_matches(|char: char| !char.is_ascii_digit());
        let number: String = from_number.chars().take_while(char::is_ascii_digit).collect();
        (rule, number.parse().unwrap())
    };
    list.iter().filter(|item| item["rule"] != "first_import").map(told).collect()
}

#[db_test]
async fn seats_their_people_and_their_entitlements_are_work(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    assert_eq!(items(&mut brand.owner).await, [], "nothing yet");
    let company = company(&brand).await;
    let (wang, li) = (brand.employee("王芳", None).await, brand.employee("李雷", None).await);
    let account = brand.account("木里设计师小王", None).await;
    // Today is 2026-06-22.
    let of = |until, employee, account| Seat { until, employee, account };
    seat(&brand, company, of(20_260_629, Some(&wang), Some(&account))).await;
    seat(&brand, company, of(20_260_630, Some(&li), None)).await;
    seat(&brand, company, of(20_260_821, None, None)).await;
    seat(&brand, company, of(20_260_822, None, None)).await;
    let mut found = items(&mut brand.owner).await;
    found.sort_unstable();
    let expected = [
        ("agreements_unsigned", 2),
        ("entitlements_unseen", 1),
        ("proofs_ending", 2),
        ("seats_due", 1),
        ("seats_ending", 2),
        ("seats_unbound", 2),
    ];
    assert_eq!(found, expected.map(|(rule, count)| (rule.to_owned(), count)));
    let today = brand.owner.get("/today").await.json();
    let due = today["items"].as_array().unwrap().iter().find(|item| item["rule"] == "seats_due").unwrap();
    assert_eq!(due["severity"], "must");
    assert!(due["reason"].as_str().unwrap().starts_with("木里设计师小王"), "{due}");
    assert!(due["due"].as_str().unwrap().starts_with("2026-06-28T16:00"), "when its last day begins: {due}");
}

#[db_test]
async fn a_proof_an_agreement_and_a_look_take_the_work_away(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let company = company(&brand).await;
    let wang = brand.employee("王芳", None).await;
    let account = brand.account("木里设计师小王", None).await;
    let of = Seat { until: 20_270_301, employee: Some(&wang), account: Some(&account) };
    seat(&brand, company, of).await;
    let (tenant, ids) = (brand.tenant.uuid(), brand.test.app.ids());
    let file = ids.uuid(NOW);
    let sql = "insert into evidence_files (tenant_id, id, purpose, media, bytes, sha256, kept_by, kept_at, retain_until)
        values ($1, $2, 'employment_proof', 'pdf', 1, $3, '周敏', $4, 20280101)";
    brand.sql(sql, params![tenant, file, vec![0_u8; 32], NOW.ms()]).await;
    for (until, verdict, left) in [
        (20_270_101, None, vec!["proofs_ending", "proofs_waiting"]),
        (20_260_722, Some("accepted"), vec!["proofs_ending"]),
        (20_260_723, Some("accepted"), vec![]),
    ] {
        brand.sql("delete from employee_proofs where tenant_id = $1", params![tenant]).await;
        let sql = "insert into employee_proofs (tenant_id, id, employee_id, kind, title, file_id, issued_on, valid_until,
                added_by, added_at, verdict)
            values ($1, $2, $3, 'employment', '在职证明', $4, 20260101, $5, '周敏', $6, $7)";
        let values = params![tenant, ids.uuid(NOW), uuid_of(&wang), file, until, NOW.ms(), verdict];
        brand.sql(sql, values).await;
        let found = items(&mut brand.owner).await;
        let proofs: Vec<&str> =
            found.iter().map(|(rule, _)| rule.as_str()).filter(|rule| rule.starts_with("proofs")).collect();
        let mut proofs = proofs;
        proofs.sort_unstable();
        assert_eq!(proofs, left, "{until} {verdict:?}");
    }
    let seen = json!({ "entitlement": "shop", "sighting": "present" });
    let sightings = format!("/accounts/{account}/entitlement-sightings");
    assert_eq!(brand.owner.post(&sightings, seen).await.status, 201);
    let text = ids.uuid(NOW);
    let sql =
        "insert into agreement_texts (tenant_id, id, kind, version, title, body, on_leaving, must_sign_again,
            published_by, published_at)
        values ($1, $2, 'account_agreement', 1, '账号协议', '正文', '离职后归还', false, '周敏', $3)";
    brand.sql(sql, params![tenant, text, NOW.ms()]).await;
    let sql = "insert into agreement_signatures (tenant_id, id, text_id, employee_id, user_id, name_sealed, text_sha256,
            device, source, signed_at)
        values ($1, $2, $3, $4, $5, 'v1.x', $6, 'phone', '127.0.0.1', $7)";
    let signed = ids.uuid(NOW);
    let values = params![tenant, signed, text, uuid_of(&wang), ids.uuid(NOW), vec![0_u8; 32], NOW.ms()];
    brand.sql(sql, values).await;
    assert_eq!(items(&mut brand.owner).await, []);
    let publish =
        "insert into agreement_texts (tenant_id, id, kind, version, title, body, on_leaving, must_sign_again,
            published_by, published_at)
        values ($1, $2, 'account_agreement', $3, '账号协议', '正文', '离职后归还', $4, '周敏', $5)";
    for (version, again, left) in [(2, false, 0), (3, true, 1)] {
        brand.sql(publish, params![tenant, ids.uuid(NOW), version, again, NOW.ms()]).await;
        assert_eq!(items(&mut brand.owner).await.len(), left, "version {version}");
    }
    brand.sql("delete from agreement_texts where tenant_id = $1 and version > 1", params![tenant]).await;
    let sql = "update agreement_signatures set withdrawn_at = $2 where tenant_id = $1";
    brand.sql(sql, params![tenant, NOW.ms()]).await;
    assert_eq!(items(&mut brand.owner).await, [("agreements_unsigned".to_owned(), 1)], "it was withdrawn");
}

#[db_test]
async fn the_employee_hears_of_a_text_to_set_until_it_is_set_and_of_nothing_else(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let company = company(&brand).await;
    let wang = brand.employee("王芳", None).await;
    let (account, other) =
        (brand.account("木里设计师小王", None).await, brand.account("别人的号", None).await);
    brand.hold(&account, &wang).await;
    let of = Seat { until: 20_260_624, employee: Some(&wang), account: Some(&account) };
    seat(&brand, company, of).await;
    let card = json!({ "kind": "welcome_message", "title": "到店欢迎语", "body": "你好，我是小王" });
    let card = brand.owner.post("/card-texts", card).await.json();
    let version = card["versions"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(brand.owner.post(&format!("/card-versions/{version}/approval"), json!({})).await.status, 200);
    let accounts = json!({ "accounts": [account, other] });
    let rolled = brand.owner.post(&format!("/card-versions/{version}/rollouts"), accounts).await;
    assert_eq!(rolled.status, 201, "{}", rolled.text());

    let own = json!({ "role": Role::Employee, "visibility": "own", "employee": wang });
    let mut employee = test.guest(&mut brand.owner, own).await;
    assert_eq!(items(&mut employee).await, [("cards_to_set".to_owned(), 1)]);
    let today = employee.get("/today").await.json();
    assert!(today["items"][0]["title"].as_str().unwrap().contains("木里设计师小王"), "{today}");
    let rollout = employee.get("/card-rollouts?open=true").await.json()["items"][0]["id"].clone();
    let receipt = format!("/card-rollouts/{}/receipt", rollout.as_str().unwrap());
    assert_eq!(employee.post(&receipt, json!({})).await.status, 200);
    assert_eq!(items(&mut employee).await, []);
    let cards = items(&mut brand.owner).await.into_iter().filter(|(rule, _)| rule == "cards_to_set").count();
    assert_eq!(cards, 1, "the other account has not set it");
    brand.become_member("auditor", &Sight::All).await;
    assert_eq!(brand.owner.get("/today").await.status, 403, "an auditor has no work");
}

#[db_test]
async fn a_change_of_the_rule_book_waits_for_a_second_person_and_not_for_its_first(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let file = crate::evidence::keep(&mut brand, "rule_source", None).await;
    let draft = json!({
        "edition": "grey_test", "key": "seat_fee", "value": 66_000, "scope": "seat", "valid_from": "2026-06-22",
        "source": "后台公告", "grade": "official", "evidence": file,
    });
    let proposed = brand.owner.post("/rule-amendments", draft).await;
    assert_eq!(proposed.status, 201, "{}", proposed.text());
    assert_eq!(items(&mut brand.owner).await, [], "whoever proposed it does not decide");
    let mut officer = test.member(Role::ComplianceOfficer).await;
    assert_eq!(items(&mut officer).await, [("rule_proposals".to_owned(), 1)]);
}
