//! Accounts and their holders.

use app::matrix::MatchCounts;
use axum::http::Method;
use db::params;
use db_test::db_test;
use serde_json::{Value, json};
use testkit::{NOW, TestApp};

use crate::accounts_seed::{Brand, Sight, each, uuid_of};

pub async fn match_accounts(brand: &Brand<'_>) -> MatchCounts {
    let mut tx = brand.test.db.db.write().await.unwrap();
    let counts = app::matrix::match_accounts(&mut tx, &brand.test.app, &brand.scope(), NOW).await.unwrap();
    tx.commit().await.unwrap();
    counts
}

/// Says that the roster gives an account to an employee.
async fn declare(brand: &Brand<'_>, employee: &str, uid: Option<&str>, nickname: Option<&str>) {
    let sql = "
        insert into roster_accounts (tenant_id, id, employee_id, xhs_uid, nickname) values ($1, $2, $3, $4, $5)";
    let id = brand.test.app.ids().uuid(NOW);
    let (uid, nickname) = (uid.map(str::to_owned), nickname.map(str::to_owned));
    brand.sql(sql, params![brand.tenant.uuid(), id, uuid_of(employee), uid, nickname]).await;
}

async fn holder_of(brand: &mut Brand<'_>, account: &str) -> Value {
    brand.owner.get(&format!("/accounts/{account}")).await.json()["holder"]["name"].clone()
}

const UID: &str = "5f8a1b2c3d4e5f6071829304";

#[db_test]
async fn an_account_is_entered_once_and_its_changes_are_told(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let store = brand.store("静安店", "华东").await;
    let body =
        json!({ "kind": "kos", "nickname": " 小木 ", "xhs_uid": UID.to_uppercase(), "xhs_no": "4931" });
    let id = brand.made("/accounts", body).await;
    for (twin, status) in [
        (json!({ "kind": "kos", "nickname": "x", "xhs_uid": UID }), 409),
        (json!({ "kind": "kos", "nickname": "x", "xhs_no": "4931" }), 409),
        (json!({ "kind": "kos", "nickname": "x", "xhs_uid": "123" }), 422),
        (json!({ "kind": "kos", "nickname": "x", "xhs_no": "木" }), 422),
        (json!({ "kind": "kos", "nickname": " " }), 422),
        (json!({ "kind": "influencer", "nickname": "x" }), 400),
        (json!({ "kind": "kos", "nickname": "小木" }), 201),
    ] {
        assert_eq!(brand.owner.post("/accounts", twin.clone()).await.status, status, "{twin}");
    }
    let path = format!("/accounts/{id}");
    let shown = brand.owner.get(&path).await.json();
    assert_eq!((&shown["nickname"], &shown["xhs_uid"]), (&json!("小木"), &json!(UID)));
    let changed = brand.owner.patch(&path, json!({ "kind": "creator", "store": store })).await.json();
    assert_eq!((&changed["kind"], &changed["store"]["region"]), (&json!("creator"), &json!("华东")));
    assert_eq!(brand.owner.patch(&path, json!({ "store": null })).await.json()["store"], json!(null));
    brand.owner.patch(&path, json!({ "kind": "creator" })).await;

    let history = brand.owner.get(&format!("{path}/history")).await.json();
    assert_eq!(each(&history, "/kind"), ["account_changed", "account_changed", "account_added"]);
    let change = json!([
        { "field": "kind", "before": "kos", "after": "creator" },
        { "field": "store", "before": null, "after": "静安店" }
    ]);
    assert_eq!((&history["items"][1]["changes"], &history["items"][1]["actor"]), (&change, &json!("周敏")));
    let rest = format!("{path}/history?limit=2&cursor={}", {
        let first = brand.owner.get(&format!("{path}/history?limit=2")).await.json();
        first["next_cursor"].as_str().unwrap().to_owned()
    });
    assert_eq!(each(&brand.owner.get(&rest).await.json(), "/kind"), ["account_added"]);
}

#[db_test]
async fn an_account_whose_kind_nobody_said_stays_so_until_somebody_does(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let id = brand.made("/accounts", json!({ "kind": "unknown", "nickname": "小木" })).await;
    let path = format!("/accounts/{id}");
    let renamed = brand.owner.patch(&path, json!({ "nickname": "木木" })).await.json();
    assert_eq!((&renamed["kind"], &renamed["nickname"]), (&json!("unknown"), &json!("木木")));
    assert_eq!(brand.owner.get("/accounts?kind=kos").await.json()["total"], 0);
    assert_eq!(brand.owner.patch(&path, json!({ "kind": "kos" })).await.json()["kind"], "kos");
}

#[db_test]
async fn an_account_changes_hands_and_keeps_its_history(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (wang, li) = (brand.employee("王芳", None).await, brand.employee("李雷", None).await);
    let account = brand.account("小木", None).await;
    let path = format!("/accounts/{account}");
    let free = brand.owner.get(&path).await.json();
    assert_eq!(
        (&free["can"]["claim"], &free["can"]["release"]),
        (&json!(true), &json!("这个账号还没有持有人。"))
    );
    assert_eq!(brand.owner.delete(&format!("{path}/holder")).await.status, 404);
    brand.hold(&account, &wang).await;
    brand.hold(&account, &wang).await;
    brand.hold(&account, &li).await;
    assert_eq!(holder_of(&mut brand, &account).await, "李雷");
    assert_eq!(brand.owner.delete(&format!("{path}/holder")).await.status, 204);

    let history = brand.owner.get(&format!("{path}/history")).await.json();
    assert_eq!(each(&history, "/kind").len(), 4, "to give it to its holder is no change");
    assert_eq!(each(&history, "/changes/0/before"), ["李雷", "王芳", "", ""]);
    assert_eq!(each(&history, "/changes/0/after"), ["", "李雷", "王芳", "kos"]);
    let leak = "select count(*) as n from events where tenant_id = $1 and kind = 'holder_changed'
        and (before_json like '%王芳%' or after_json like '%王芳%')";
    assert_eq!(brand.number(leak, params![brand.tenant.uuid()]).await, 0);
}

#[db_test]
async fn nobody_gets_an_account_after_leaving_nor_one_of_a_customer(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let gone = brand.made("/employees", json!({ "name": "王芳", "left_on": "2026-05-31" })).await;
    let li = brand.employee("李雷", None).await;
    let account = brand.account("小木", None).await;
    let customer = brand.made("/accounts", json!({ "kind": "koc", "nickname": "路人" })).await;
    for (account, employee) in [
        (&account, gone.as_str()),
        (&customer, li.as_str()),
        (&account, "employee_00000000000000000000000000000001"),
    ] {
        let path = format!("/accounts/{account}/holder");
        let answer = brand.owner.put(&path, json!({ "employee": employee })).await;
        assert_eq!(answer.status, 422, "{answer:?}");
        assert!(answer.json()["fields"]["employee"].is_string());
    }
    brand.hold(&account, &li).await;
    let answer = brand.owner.patch(&format!("/accounts/{account}"), json!({ "kind": "koc" })).await;
    assert_eq!(answer.status, 422, "{answer:?}");
}

#[db_test]
async fn an_id_claims_at_once_and_a_nickname_of_two_people_proposes_both(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let store = brand.store("静安店", "华东").await;
    let wang = brand.employee("王芳", Some(&store)).await;
    let (li, han) = (brand.employee("李雷", None).await, brand.employee("韩梅", None).await);
    declare(&brand, &wang, Some(UID), None).await;
    declare(&brand, &li, None, Some("小木")).await;
    declare(&brand, &han, None, Some("小木")).await;
    let body = json!({ "kind": "kos", "nickname": "随便", "xhs_uid": UID });
    let by_id = brand.made("/accounts", body).await;
    let by_name = brand.account("小木", None).await;
    let stranger = brand.account("木里", None).await;
    assert_eq!(match_accounts(&brand).await, MatchCounts { claimed: 1, proposed: 2, unclaimed: 2 });
    assert_eq!(match_accounts(&brand).await, MatchCounts { claimed: 0, proposed: 0, unclaimed: 2 });

    let claimed = brand.owner.get(&format!("/accounts/{by_id}")).await.json();
    assert_eq!((&claimed["holder"]["name"], &claimed["store"]["name"]), (&json!("王芳"), &json!("静安店")));
    let history = brand.owner.get(&format!("/accounts/{by_id}/history")).await.json();
    assert_eq!(each(&history, "/kind"), ["holder_changed", "account_added"]);
    let proposals = brand.owner.get("/holder-proposals").await.json();
    let mut names = each(&proposals, "/employee/name");
    names.sort();
    assert_eq!(names, ["李雷", "韩梅"]);
    assert!(each(&proposals, "/sentence").iter().all(|sentence| sentence.contains("小木")));
    assert_eq!(each(&proposals, "/account/id"), [by_name.clone(), by_name.clone()]);
    let of_other = brand.owner.get(&format!("/holder-proposals?account={stranger}")).await.json();
    assert!(each(&of_other, "/id").is_empty());
    assert_eq!(holder_of(&mut brand, &by_name).await, Value::Null, "never merged by a guess");
}

async fn proposal_of(brand: &mut Brand<'_>, name: &str) -> String {
    let list = brand.owner.get("/holder-proposals").await.json();
    let place = each(&list, "/employee/name").iter().position(|found| found == name).unwrap();
    each(&list, "/id")[place].clone()
}

#[db_test]
async fn a_declined_pair_is_not_proposed_again_and_a_confirmed_one_holds(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (li, han) = (brand.employee("李雷", None).await, brand.employee("韩梅", None).await);
    declare(&brand, &li, None, Some("小木")).await;
    declare(&brand, &han, None, Some("小木")).await;
    let account = brand.account("小木", None).await;
    match_accounts(&brand).await;
    let declined = format!("/holder-proposals/{}", proposal_of(&mut brand, "李雷").await);
    assert_eq!(brand.owner.delete(&declined).await.status, 204);
    assert_eq!(brand.owner.delete(&declined).await.status, 404, "it does not wait any more");
    assert_eq!(match_accounts(&brand).await.proposed, 0);
    assert_eq!(each(&brand.owner.get("/holder-proposals").await.json(), "/employee/name"), ["韩梅"]);

    let confirmation = format!("/holder-proposals/{}/confirmation", proposal_of(&mut brand, "韩梅").await);
    let confirmed = brand.owner.send(Method::POST, &confirmation, None).await;
    assert_eq!((confirmed.status, &confirmed.json()["holder"]["name"]), (201, &json!("韩梅")));
    assert_eq!(brand.owner.send(Method::POST, &confirmation, None).await.status, 404);
    let history = brand.owner.get(&format!("/accounts/{account}/history")).await.json();
    let kinds = ["holder_changed", "proposal_decided", "proposal_decided", "account_added"];
    assert_eq!(each(&history, "/kind"), kinds);
}

#[db_test]
async fn what_a_person_took_away_no_roster_gives_back(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (wang, li) = (brand.employee("王芳", None).await, brand.employee("李雷", None).await);
    declare(&brand, &wang, Some(UID), None).await;
    let account = brand.made("/accounts", json!({ "kind": "kos", "nickname": "小木", "xhs_uid": UID })).await;
    assert_eq!(match_accounts(&brand).await.claimed, 1);
    let path = format!("/accounts/{account}/holder");
    assert_eq!(brand.owner.delete(&path).await.status, 204);
    assert_eq!(match_accounts(&brand).await.claimed, 0, "released by a person");
    brand.hold(&account, &wang).await;
    brand.hold(&account, &li).await;
    assert_eq!(brand.owner.delete(&path).await.status, 204);
    assert_eq!(match_accounts(&brand).await.claimed, 0, "replaced by a person");
    brand.hold(&account, &wang).await;
    assert_eq!(holder_of(&mut brand, &account).await, "王芳");
}

#[db_test]
async fn who_left_is_neither_given_nor_proposed_an_account(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let gone = brand.made("/employees", json!({ "name": "王芳", "left_on": "2026-05-31" })).await;
    declare(&brand, &gone, Some(UID), Some("小木")).await;
    brand.made("/accounts", json!({ "kind": "kos", "nickname": "小木", "xhs_uid": UID })).await;
    brand.made("/accounts", json!({ "kind": "koc", "nickname": "小木" })).await;
    assert_eq!(match_accounts(&brand).await, MatchCounts { claimed: 0, proposed: 0, unclaimed: 1 });
}

#[db_test]
async fn the_list_is_narrowed_by_kind_store_region_holder_and_text(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (east, south) = (brand.store("静安店", "华东").await, brand.store("天河店", "华南").await);
    let wang = brand.employee("王芳", None).await;
    let held = brand.account("小木_A", Some(&east)).await;
    brand.hold(&held, &wang).await;
    brand.account("小木B", Some(&south)).await;
    brand.made("/accounts", json!({ "kind": "enterprise", "nickname": "木里", "xhs_no": "muli.home" })).await;
    for (query, expected) in [
        ("", vec!["小木B", "小木_A", "木里"]),
        ("?kind=enterprise", vec!["木里"]),
        (&format!("?store={east}"), vec!["小木_A"]),
        ("?region=%E5%8D%8E%E5%8D%97", vec!["小木B"]),
        ("?holder=claimed", vec!["小木_A"]),
        ("?holder=unclaimed", vec!["小木B", "木里"]),
        ("?q=MULI", vec!["木里"]),
        ("?q=%E7%8E%8B%E8%8A%B3", vec!["小木_A"]),
        ("?q=_", vec!["小木_A"]),
        ("?q=%25", vec![]),
    ] {
        let list = brand.owner.get(&format!("/accounts{query}")).await.json();
        let mut found = each(&list, "/nickname");
        found.sort();
        assert_eq!(found, expected, "{query}");
        assert_eq!(list["total"], expected.len(), "{query}");
    }
    let mut path = "/accounts?limit=1".to_owned();
    let mut walked = Vec::new();
    loop {
        let page = brand.owner.get(&path).await.json();
        walked.append(&mut each(&page, "/nickname"));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/accounts?limit=1&cursor={cursor}");
    }
    assert_eq!(walked.len(), 3, "{walked:?}");
    assert_eq!(brand.owner.get("/accounts?cursor=x").await.status, 422);
    assert_eq!(brand.owner.get("/accounts?kind=x").await.status, 400);
}

#[db_test]
async fn an_import_that_showed_an_account_first_opens_its_history(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let import = brand.import("专业号-线索明细.csv").await;
    let id = test.app.ids().uuid(NOW);
    let sql = "
        insert into accounts (tenant_id, id, kind, nickname, import_id, created_at) values ($1, $2, 'kos', '小木', $3, $4)";
    brand.sql(sql, params![brand.tenant.uuid(), id, import.uuid(), NOW.ms()]).await;
    let account = format!("account_{}", id.simple());
    let wang = brand.employee("王芳", None).await;
    brand.hold(&account, &wang).await;
    let history = brand.owner.get(&format!("/accounts/{account}/history")).await.json();
    assert_eq!(each(&history, "/kind"), ["holder_changed", "account_added"]);
    assert_eq!(each(&history, "/import/file_name"), ["", "专业号-线索明细.csv"]);
    let shown = brand.owner.get(&format!("/accounts/{account}")).await.json();
    assert_eq!(shown["first_import"]["import"], import.to_string());
}

#[db_test]
async fn only_who_manages_accounts_changes_them_and_the_others_are_told_why_not(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let account = brand.account("小木", None).await;
    let path = format!("/accounts/{account}");
    for role in ["employee", "service_agent", "compliance_officer", "auditor"] {
        brand.become_member(role, &Sight::All).await;
        let can = brand.owner.get(&path).await.json()["can"].clone();
        assert!(can["change"].is_string() && can["claim"].is_string(), "{role} {can}");
        assert_eq!(can["see_leads"] == true, role != "employee", "{role}");
        assert_eq!(brand.owner.patch(&path, json!({ "nickname": "x" })).await.status, 403, "{role}");
        assert_eq!(brand.owner.delete(&format!("{path}/holder")).await.status, 403, "{role}");
        let leads = brand.owner.get(&format!("{path}/leads")).await.status;
        assert_eq!(leads, if role == "employee" { 403 } else { 200 }, "{role}");
    }
}
