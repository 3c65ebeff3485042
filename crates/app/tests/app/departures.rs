//! An employee's last day, from the lock to the signed sheet.

use db::params;
use db_test::db_test;
use serde_json::{Value, json};
use testkit::{Client, TestApp};

use crate::{
    accounts_seed::{Brand, Note, each},
    papers::employee,
};

/// 王芳 with an account, two notes, a lead and an item of Today; and 李雷 who stays and can sign in.
struct Leaving<'a> {
    brand: Brand<'a>,
    wang: String,
    li: String,
    phone: Client,
    account: String,
}

const WANG: &str = "王芳";

async fn leaving(test: &TestApp) -> Leaving<'_> {
    let mut brand = Brand::of(test).await;
    let (wang, phone) = employee(test, &mut brand, WANG).await;
    let (li, _) = employee(test, &mut brand, "李雷").await;
    let account = brand.account("设计师小王", None).await;
    brand.hold(&account, &wang).await;
    let import = brand.import("笔记.csv").await;
    for (title, at) in [("设计师小王的一天", 1_781_000_000_000), ("量房的三个细节", 1_781_100_000_000)]
    {
        let note =
            Note { title, published_at: at, day: "2026-06-10", read: None, follows: None, older_cells: None };
        brand.note(import, &account, note).await;
    }
    let user = brand.owner.get("/members").await.json()["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|member| member["employee"]["id"] == wang.as_str())
        .unwrap()["user"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let sql = "
        insert into today_marks (tenant_id, item, owner_id, marked_by, marked_at) values ($1, 'quiet:x', $2, $2, $3)";
    let now = test.clock.now().ms();
    brand.sql(sql, params![brand.tenant.uuid(), crate::accounts_seed::uuid_of(&user), now]).await;
    Leaving { brand, wang, li, phone, account }
}

async fn begin(leaving: &mut Leaving<'_>) -> Value {
    let path = format!("/employees/{}/departure", leaving.wang);
    let answer =
        leaving.brand.owner.post(&path, json!({ "last_day": "2026-06-30", "reason": "回老家" })).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

fn is_done(view: &Value, step: &str) -> bool {
    view["steps"].as_array().unwrap().iter().any(|one| one["step"] == step && one["is_done"] == true)
}

#[db_test]
async fn the_first_hour_locks_the_person_out_and_lists_what_is_theirs(test: TestApp) {
    let mut leaving = leaving(&test).await;
    assert_eq!(leaving.phone.get("/own-file").await.status, 200);
    let view = begin(&mut leaving).await;
    assert!(is_done(&view, "lock") && !is_done(&view, "unbind"), "{view}");
    assert_eq!(leaving.phone.get("/own-file").await.status, 401, "every device is signed out");
    assert_eq!(each(&json!({ "items": view["accounts"] }), "/nickname"), ["设计师小王"]);
    let account = &view["accounts"][0];
    assert_eq!(
        account["exits"],
        json!(["stays", "leaves_with_person"]),
        "without a seat either may: {account}"
    );
    assert_eq!((&account["exit"], &account["why"]), (&Value::Null, &Value::Null));
    let shown = view["takedowns"].as_array().unwrap();
    assert_eq!(shown.len(), 2, "nobody said whether the notes show them, so all are looked at: {view}");
    assert!(shown.iter().any(|note| note["reasons"] == json!(["name", "unchecked"])), "{view}");
    assert_eq!(view["items_open"], 1);
    let path = format!("/employees/{}", leaving.wang);
    let owner = &mut leaving.brand.owner;
    assert_eq!(owner.get(&path).await.json()["left_on"], "2026-06-30");
    let again = owner.post(&format!("{path}/departure"), json!({ "last_day": "2026-06-30" })).await;
    assert_eq!(again.status, 409);
    let gaps = owner.get(&format!("{path}/readiness")).await.json()["gaps"][0].clone();
    assert_eq!(gaps, "leaving", "no account is bound to them any more");
    let lines = owner.get(&format!("/departures?open=true&employee={}", leaving.wang)).await.json();
    assert_eq!(each(&lines, "/employee_name"), [WANG]);
}

#[db_test]
async fn nothing_is_left_without_somebody_before_the_sheet_is_signed(test: TestApp) {
    let mut leaving = leaving(&test).await;
    let sql = "
        insert into leads (tenant_id, id, account_id, created_at, created_day, contact_hash, import_id, row_no)
        values ($1, $2, $3, 1, 20260610, $4, $2, 2)";
    let (id, account) =
        (test.app.ids().uuid(test.clock.now()), crate::accounts_seed::uuid_of(&leaving.account));
    leaving.brand.sql(sql, params![leaving.brand.tenant.uuid(), id, account, vec![1_u8]]).await;
    let view = begin(&mut leaving).await;
    let Leaving { mut brand, wang, li, account, .. } = leaving;
    let departure = format!("/departures/{}", view["id"].as_str().unwrap());
    let to = |what: &str| format!("{departure}/{what}");

    let open = brand.owner.post(&to("closure"), json!(null)).await;
    assert!(open.status == 409 && open.text().contains('步'), "{}", open.text());
    assert_eq!(brand.owner.post(&to("unbinding"), json!(null)).await.status, 409, "no exit was said");
    let path = to(&format!("accounts/{account}"));
    let to_self = brand.owner.put(&path, json!({ "exit": "stays", "successor": wang })).await;
    assert!(to_self.status == 422 && to_self.json()["fields"]["successor"].is_string(), "{}", to_self.text());
    let named = brand.owner.put(&path, json!({ "exit": "stays", "successor": li })).await.json();
    assert!(is_done(&named, "leads") && named["accounts"][0]["successor_name"] == "李雷", "{named}");
    let unbound = brand.owner.post(&to("unbinding"), json!(null)).await;
    assert!(unbound.status == 201 && is_done(&unbound.json(), "unbind"), "{}", unbound.text());
    let holder = brand.owner.get(&format!("/accounts/{account}")).await.json()["holder"].clone();
    assert_eq!(holder, json!(null), "it waits for somebody with a persona of their own");
    let history = brand.owner.get(&format!("/accounts/{account}/holders")).await.json();
    assert_eq!(
        (&history["items"][0]["reason"], history["items"][0]["to"].is_string()),
        (&json!("离职"), true)
    );

    let handed = brand.owner.post(&to("item-transfer"), json!({ "successor": li })).await;
    assert!(handed.status == 201 && handed.json()["items_open"] == 0, "{}", handed.text());
    assert_eq!(brand.owner.post(&to("persona-end"), json!(null)).await.status, 201);
    let notes: Vec<Value> =
        view["takedowns"].as_array().unwrap().iter().map(|note| note["note"].clone()).collect();
    let taken =
        brand.owner.put(&to("takedowns"), json!({ "notes": [notes[0]], "outcome": "taken_down" })).await;
    assert!(taken.status == 200 && !is_done(&taken.json(), "takedown"), "{}", taken.text());
    let shown = json!({ "notes": [notes[1]], "outcome": "not_shown" });
    assert!(is_done(&brand.owner.put(&to("takedowns"), shown).await.json(), "takedown"));
    let ticked = brand.owner.put(&to("steps/takedown"), json!({ "note": "看过了" })).await;
    assert_eq!(ticked.status, 409, "what follows from facts is not ticked");
    for step in ["device", "sim", "settlement"] {
        let marked = brand.owner.put(&to(&format!("steps/{step}")), json!({ "note": "收据 0012" })).await;
        assert_eq!(marked.status, 200, "{}", marked.text());
    }
    let closed = brand.owner.post(&to("closure"), json!(null)).await;
    assert_eq!(closed.status, 201, "{}", closed.text());
    assert_eq!(closed.json()["closure"]["sheet_sha256"].as_str().unwrap().len(), 64);
    assert_eq!(
        brand.owner.put(&path, json!({ "exit": "stays" })).await.status,
        409,
        "nothing changes any more"
    );
    let sheet = brand.owner.get(&to("sheet")).await;
    assert_eq!(sheet.header("content-type"), Some("text/csv; charset=utf-8"));
    for words in [WANG, "设计师小王", "李雷", "收据 0012", "taken_down"] {
        assert!(sheet.text().contains(words), "{words}: {}", sheet.text());
    }
    let told = "select count(*) as n from events where tenant_id = $1 and kind in
        ('departure_opened', 'departure_step_done', 'departure_closed')";
    assert_eq!(brand.number(told, params![brand.tenant.uuid()]).await, 11);
}

#[db_test]
async fn the_last_owner_does_not_leave_and_a_persona_ends_with_the_person(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let zhou = brand.employee("周敏", None).await;
    let sql = "update memberships set employee_id = $2 where tenant_id = $1 and role = 'owner'";
    brand.sql(sql, params![brand.tenant.uuid(), crate::accounts_seed::uuid_of(&zhou)]).await;
    let path = format!("/employees/{zhou}/departure");
    let last = brand.owner.post(&path, json!({ "last_day": "2026-06-30" })).await;
    assert!(last.status == 409 && last.text().contains("最后一位"), "{}", last.text());

    let zhang = brand.made("/employees", json!({ "name": "张伟", "post": "设计师" })).await;
    let account = brand.account("设计师小张", None).await;
    brand.hold(&account, &zhang).await;
    let body = json!({ "account": account, "employee": zhang, "card": crate::personas::card() });
    let persona = brand.owner.post("/personas", body).await.json()["persona"]["id"].clone();
    let persona = persona.as_str().unwrap();
    let approval = format!("/personas/{persona}/approval");
    assert_eq!(brand.owner.post(&approval, json!({ "revision": 1 })).await.status, 201);
    let import = brand.import("笔记.csv").await;
    for title in ["量房的三个细节", "设计师小张的一天"] {
        let published_at = i64::try_from(title.len()).unwrap();
        let note =
            Note { title, published_at, day: "2026-06-10", read: None, follows: None, older_cells: None };
        brand.note(import, &account, note).await;
    }
    let path = format!("/employees/{zhang}/departure");
    let view = brand.owner.post(&path, json!({ "last_day": "2026-06-30" })).await.json();
    let reasons: Vec<Value> =
        view["takedowns"].as_array().unwrap().iter().map(|note| note["reasons"].clone()).collect();
    assert_eq!(reasons, [json!(["name"])], "the card says that neither face nor voice is shown");
    let end = format!("/departures/{}/persona-end", view["id"].as_str().unwrap());
    assert_eq!(brand.owner.post(&end, json!(null)).await.status, 201);
    let shown = brand.owner.get(&format!("/personas/{persona}")).await.json();
    assert_eq!(shown["persona"]["state"], "retired");
}
