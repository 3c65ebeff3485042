//! The last day of somebody who runs an account on a seat: what becomes of the account, and who may follow.

use db::params;
use db_test::db_test;
use serde_json::{Value, json};
use testkit::TestApp;

use crate::{
    accounts_seed::{Brand, uuid_of},
    papers::{employee, publish},
    seats_binding::{bind, binding, drafted, prove, ready, refused, speaks},
    seats_seed::{CODES, company, grant, granted, id, made, request},
};

const WITH_SEATS: &str = "grey_test";

async fn leave(brand: &mut Brand<'_>, employee: &str) -> Value {
    made(&mut brand.owner, &format!("/employees/{employee}/departure"), json!({ "last_day": "2026-06-30" }))
        .await
}

fn to(departure: &Value, what: &str) -> String {
    format!("/departures/{}/{what}", id(departure))
}

#[db_test]
async fn what_the_company_applied_for_stays_and_waits_for_somebody_with_a_new_card(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let entity = company(&mut brand.owner, "木里", CODES[0], Some(WITH_SEATS)).await;
    publish(&mut brand.owner, "account_agreement", 0, true).await;
    let seat = granted(&test, &mut brand.owner, &entity).await;
    let account = brand.account("设计师小许", None).await;
    let (xu, _) = ready(&test, &mut brand, "许诺").await;
    let (lin, _) = ready(&test, &mut brand, "林月").await;
    let card = speaks(&mut brand, &account, &xu, ("设计师小许", "玄关")).await;
    let bound = bind(&mut brand.owner, &seat, binding(&seat, &xu, &account, Some(&card))).await;
    assert_eq!(bound.status, 200, "{}", bound.text());

    let view = leave(&mut brand, &xu).await;
    let leaving = &view["accounts"][0];
    assert_eq!((&leaving["exit"], &leaving["exits"]), (&json!("stays"), &json!(["stays"])), "{leaving}");
    assert!(leaving["why"].as_str().is_some_and(|why| why.contains("归企业")), "{leaving}");
    let path = to(&view, &format!("accounts/{account}"));
    let other = brand.owner.put(&path, json!({ "exit": "leaves_with_person", "successor": lin })).await;
    assert!(refused(&other, "exit").contains("留在公司"));
    let later = drafted(&mut brand, &account, &xu, ("小许设计", "飘窗")).await;
    let approval = brand.owner.post(&format!("/personas/{later}/approval"), json!({ "revision": 1 })).await;
    assert!(approval.status == 409 && approval.text().contains("离职"), "{}", approval.text());
    made(&mut brand.owner, &to(&view, "unbinding"), json!(null)).await;
    made(&mut brand.owner, &to(&view, "persona-end"), json!(null)).await;

    let free = brand.owner.get(&format!("/seats/{}", id(&seat))).await.json();
    assert_eq!((&free["state"], &free["holder"]), (&json!("unbound"), &Value::Null));
    let history = brand.owner.get(&format!("/accounts/{account}/holders")).await.json();
    let last = &history["items"][0];
    assert_eq!((&last["reason"], &last["persona"]["state"]), (&json!("离职"), &json!("retired")), "{last}");
    for persona in [None, Some(card.as_str())] {
        let answer = bind(&mut brand.owner, &free, binding(&free, &lin, &account, persona)).await;
        refused(&answer, "persona");
    }
    let own = speaks(&mut brand, &account, &lin, ("设计师小林", "窗帘")).await;
    let next = bind(&mut brand.owner, &free, binding(&free, &lin, &account, Some(&own))).await;
    assert_eq!(next.status, 200, "{}", next.text());
}

#[db_test]
async fn what_an_employee_lent_goes_with_them_and_to_nobody_else(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let entity = company(&mut brand.owner, "木里", CODES[0], Some(WITH_SEATS)).await;
    publish(&mut brand.owner, "account_agreement", 0, true).await;
    let mut draft = request(&entity, 1);
    draft["ownership"] = json!("personal_authorized");
    let asked = made(&mut brand.owner, "/seats", draft).await["items"][0].clone();
    let seat = grant(&test, &mut brand.owner, &asked).await;
    let account = brand.account("许诺的家", None).await;
    let (xu, _) = ready(&test, &mut brand, "许诺").await;
    prove(&mut brand, &xu, "account", Some(&account)).await;
    assert_eq!(bind(&mut brand.owner, &seat, binding(&seat, &xu, &account, None)).await.status, 200);

    let view = leave(&mut brand, &xu).await;
    assert_eq!(view["accounts"][0]["exit"], json!("leaves_with_person"));
    let path = to(&view, &format!("accounts/{account}"));
    let kept = brand.owner.put(&path, json!({ "exit": "stays" })).await;
    assert!(refused(&kept, "exit").contains("随人走"));
    made(&mut brand.owner, &to(&view, "unbinding"), json!(null)).await;
    let free = brand.owner.get(&format!("/seats/{}", id(&seat))).await.json();
    assert_eq!(free["holder"], Value::Null);
    let sheet = brand.owner.get(&to(&view, "sheet")).await;
    assert!(sheet.text().contains("leaves_with_person"), "{}", sheet.text());
}

#[db_test]
async fn the_roster_says_who_is_leaving_or_locked_out(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (wang, _) = employee(&test, &mut brand, "王芳").await;
    let (li, _) = employee(&test, &mut brand, "李雷").await;
    let locked = "update memberships set suspended_at = 1 where tenant_id = $1 and employee_id = $2";
    assert_eq!(brand.sql(locked, params![brand.tenant.uuid(), uuid_of(&li)]).await, 1);
    leave(&mut brand, &wang).await;
    let stands = async |brand: &mut Brand<'_>| {
        let listed = brand.owner.get("/employees").await.json();
        let of = |id: &str| {
            let one = listed["items"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap();
            one["standing"].as_str().unwrap().to_owned()
        };
        (of(&wang), of(&li))
    };
    assert_eq!(stands(&mut brand).await, ("leaving".into(), "suspended".into()));
    test.clock.advance_ms(9 * 86_400_000);
    brand.owner = test.owner().await;
    assert_eq!(stands(&mut brand).await, ("left".into(), "suspended".into()));
}

/// Puts a lead of an account into the books.
async fn bring_lead(brand: &Brand<'_>, account: &str, row: i32) {
    let sql = "
        insert into leads (tenant_id, id, account_id, created_at, created_day, contact_hash, import_id, row_no)
        values ($1, $2, $3, $4, 20260610, $5, $2, $4)";
    let id = brand.test.app.ids().uuid(brand.test.clock.now());
    let hash = vec![u8::try_from(row).unwrap()];
    brand.sql(sql, params![brand.tenant.uuid(), id, uuid_of(account), i64::from(row), hash]).await;
}

/// Does whatever a departure asks for besides its accounts.
async fn finish(brand: &mut Brand<'_>, departure: &Value) -> testkit::Answer {
    made(&mut brand.owner, &to(departure, "unbinding"), json!(null)).await;
    made(&mut brand.owner, &to(departure, "persona-end"), json!(null)).await;
    for step in ["device", "sim", "settlement"] {
        let path = to(departure, &format!("steps/{step}"));
        assert_eq!(brand.owner.put(&path, json!({ "note": "收据 0012" })).await.status, 200);
    }
    brand.test.clock.advance_ms(1_000);
    brand.owner.post(&to(departure, "closure"), json!(null)).await
}

#[db_test]
async fn whoever_followed_up_for_a_leaver_hands_that_on_when_they_leave(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let wang = brand.employee("王芳", None).await;
    let li = brand.employee("李雷", None).await;
    let mei = brand.employee("韩梅", None).await;
    let account = brand.account("设计师小王", None).await;
    brand.hold(&account, &wang).await;
    let first = leave(&mut brand, &wang).await;
    assert_eq!(first["accounts"][0]["leads"], 0);
    bring_lead(&brand, &account, 1).await;
    let path = to(&first, &format!("accounts/{account}"));
    assert_eq!(brand.owner.put(&path, json!({ "exit": "stays" })).await.status, 200);
    let open = finish(&mut brand, &first).await;
    assert!(open.status == 409, "a lead that came after it began is asked for as well: {}", open.text());
    assert_eq!(brand.owner.put(&path, json!({ "exit": "stays", "successor": li })).await.status, 200);
    assert_eq!(brand.owner.post(&to(&first, "closure"), json!(null)).await.status, 201);
    bring_lead(&brand, &account, 2).await;
    let signed = brand.owner.get(&format!("/departures/{}", id(&first))).await.json();
    assert_eq!(signed["accounts"][0]["leads"], 1, "what was signed does not change");

    let second = leave(&mut brand, &li).await;
    let followed = &second["accounts"][0];
    assert_eq!(
        (&followed["account"], &followed["leads"], &followed["exit"]),
        (&json!(account), &json!(2), &json!("stays"))
    );
    assert!(followed["unbound_at"].is_string() && followed["successor"].is_null(), "{followed}");
    let open = finish(&mut brand, &second).await;
    assert!(open.status == 409, "the leads are in nobody's hands: {}", open.text());
    let path = to(&second, &format!("accounts/{account}"));
    assert_eq!(brand.owner.put(&path, json!({ "exit": "stays", "successor": mei })).await.status, 200);
    assert_eq!(brand.owner.post(&to(&second, "closure"), json!(null)).await.status, 201);
    brand.hold(&account, &mei).await;
    let third = leave(&mut brand, &mei).await;
    assert_eq!(third["accounts"].as_array().unwrap().len(), 1, "held and followed up is told once: {third}");
}

#[db_test]
async fn somebody_who_leaves_is_named_no_more_where_a_departure_is_open(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let wang = brand.employee("王芳", None).await;
    let li = brand.employee("李雷", None).await;
    let account = brand.account("设计师小王", None).await;
    brand.hold(&account, &wang).await;
    bring_lead(&brand, &account, 1).await;
    let first = leave(&mut brand, &wang).await;
    let path = to(&first, &format!("accounts/{account}"));
    let named = brand.owner.put(&path, json!({ "exit": "stays", "successor": li })).await.json();
    assert_eq!(named["accounts"][0]["successor"], json!(li));
    let second = leave(&mut brand, &li).await;
    assert_eq!(second["accounts"], json!([]), "it is asked of the departure that is open");
    let now = brand.owner.get(&format!("/departures/{}", id(&first))).await.json();
    assert_eq!(now["accounts"][0]["successor"], Value::Null);
}
