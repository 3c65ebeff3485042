//! Goods and the accounts that carry them.

use db::params;
use db_test::db_test;
use domain::identity::Role;
use serde_json::{Value, json};
use testkit::TestApp;

use crate::accounts_seed::{Brand, Note, Sight, each};

/// Goods as somebody writes them down.
pub fn sofa(article_no: &str) -> Value {
    json!({
        "name": "三人位布艺沙发", "article_no": article_no, "shop": "木里旗舰店",
        "link": "https://www.xiaohongshu.com/goods-detail/66f0", "price_fen": 359_900
    })
}

/// Notes that somebody looked whether the account inherits the shop.
pub async fn look(brand: &mut Brand<'_>, account: &str, sighting: &str) {
    let seen = json!({ "entitlement": "shop", "sighting": sighting });
    let path = format!("/accounts/{account}/entitlement-sightings");
    let answer = brand.owner.post(&path, seen).await;
    assert_eq!(answer.status, 201, "{answer:?}");
}

#[db_test]
async fn goods_are_known_by_their_article_number_and_changed_by_whoever_saw_the_last_version(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let made = brand.owner.post("/goods", sofa("SF-001")).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let goods = made.json();
    let path = format!("/goods/{}", goods["id"].as_str().unwrap());
    let again = brand.owner.post("/goods", sofa("ｓｆ 001")).await;
    assert_eq!(again.status, 409, "the same number otherwise written: {}", again.text());
    assert!(again.text().contains("三人位布艺沙发"), "{}", again.text());

    let change = |version: i64, price: i64| json!({ "version": version, "name": "三人位布艺沙发", "shop": "木里旗舰店", "link": null, "price_fen": price });
    let changed = brand.owner.patch(&path, change(1, 299_900)).await;
    assert_eq!((changed.status, &changed.json()["version"]), (200, &json!(2)), "{}", changed.text());
    assert_eq!(brand.owner.patch(&path, change(1, 1)).await.status, 409, "somebody else changed it");
    let shown = brand.owner.get(&path).await.json();
    assert_eq!((&shown["price_fen"], &shown["link"]), (&json!(299_900), &Value::Null));
    assert_eq!(each(&brand.owner.get("/goods?q=sf-0").await.json(), "/article_no"), ["SF-001"]);
    assert_eq!(each(&brand.owner.get("/goods?q=灯").await.json(), "/article_no"), [""; 0]);
}

#[db_test]
async fn every_field_of_goods_is_bounded_and_a_link_leads_nowhere_else(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    for (field, value) in [
        ("name", json!(" ")),
        ("name", json!("长".repeat(81))),
        ("article_no", json!("--")),
        ("article_no", json!("9".repeat(41))),
        ("shop", json!("店".repeat(41))),
        ("link", json!("https://item.taobao.example/1")),
        ("link", json!(format!("https://www.xiaohongshu.com/{}", "a".repeat(300)))),
        ("price_fen", json!(-1)),
        ("price_fen", json!(100_000_001)),
    ] {
        let mut goods = sofa("SF-001");
        goods[field] = value.clone();
        let refused = brand.owner.post("/goods", goods).await;
        assert_eq!(refused.status, 422, "{field} {value}: {}", refused.text());
        assert!(refused.json()["fields"][field].is_string(), "{field}: {}", refused.text());
    }
    assert_eq!(brand.owner.get("/goods").await.json()["items"], json!([]), "nothing was kept");
}

#[db_test]
async fn goods_hang_only_where_the_shop_was_seen_and_once_at_a_time(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let account = brand.account("木里设计师小王", None).await;
    let goods = brand.made("/goods", sofa("SF-001")).await;
    let hanging = json!({ "goods": goods, "account": account });
    let unseen = brand.owner.post("/goods-hangings", hanging.clone()).await;
    assert_eq!(unseen.status, 409, "{}", unseen.text());
    assert!(unseen.text().contains("权益"), "the way out: {}", unseen.text());
    look(&mut brand, &account, "missing").await;
    assert_eq!(brand.owner.post("/goods-hangings", hanging.clone()).await.status, 409, "it was missing");
    look(&mut brand, &account, "limited").await;
    let hung = brand.owner.post("/goods-hangings", hanging.clone()).await;
    assert_eq!(hung.status, 201, "{}", hung.text());
    let hung = hung.json();
    assert!(hung["warning"].is_string(), "the back office asks for something: {hung}");
    let twice = brand.owner.post("/goods-hangings", hanging.clone()).await;
    assert_eq!(twice.status, 409, "{}", twice.text());

    look(&mut brand, &account, "present").await;
    let list = "/goods-hangings?open=true";
    assert_eq!(brand.owner.get(list).await.json()["items"][0]["warning"], Value::Null);
    look(&mut brand, &account, "missing").await;
    let warned = brand.owner.get(list).await.json();
    assert!(warned["items"][0]["warning"].as_str().unwrap().contains("2026-06-22"), "{warned}");
    look(&mut brand, &account, "present").await;

    let removal = format!("/goods-hangings/{}/removal", hung["id"].as_str().unwrap());
    for (on, status) in [("2026-06-21", 422), ("2026-06-23", 422), ("2026-06-22", 200), ("2026-06-22", 409)] {
        let answer = brand.owner.post(&removal, json!({ "on": on })).await;
        assert_eq!(answer.status, status, "{on}: {}", answer.text());
    }
    assert_eq!(brand.owner.post("/goods-hangings", hanging).await.status, 201, "it may hang again");
    let history = brand.owner.get(&format!("/goods-hangings?account={account}")).await.json();
    assert_eq!(each(&history, "/until"), ["", "2026-06-22"]);
    assert_eq!(history["items"][1]["taken_down_by"], "周敏");
}

#[db_test]
async fn the_enterprise_account_has_the_shop_itself(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let draft = json!({ "kind": "enterprise", "nickname": "木里家居" });
    let account = brand.made("/accounts", draft).await;
    let goods = brand.made("/goods", sofa("SF-001")).await;
    let answer = brand.owner.post("/goods-hangings", json!({ "goods": goods, "account": account })).await;
    assert_eq!((answer.status, &answer.json()["warning"]), (201, &Value::Null), "{}", answer.text());
}

#[db_test]
async fn a_note_that_carries_goods_is_one_of_the_account(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (account, other) = (brand.account("小王", None).await, brand.account("小李", None).await);
    let import = brand.import("笔记.xlsx").await;
    brand.note(import, &account, Note::default()).await;
    let notes = brand.owner.get("/notes").await.json();
    let note = notes["items"][0]["id"].clone();
    let goods = brand.made("/goods", sofa("SF-001")).await;
    for (account, status) in [(&other, 422), (&account, 201)] {
        look(&mut brand, account, "present").await;
        let draft = json!({ "goods": goods, "account": account, "note": note, "since": "2026-06-20" });
        let answer = brand.owner.post("/goods-hangings", draft).await;
        assert_eq!(answer.status, status, "{}", answer.text());
    }
    let hung = brand.owner.get("/goods-hangings").await.json();
    let first = &hung["items"][0];
    assert_eq!((&first["note_title"], &first["since"]), (&json!("小户型"), &json!("2026-06-20")));
}

#[db_test]
async fn who_carries_goods_is_told_within_sight_and_pages(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let store = brand.store("一店", "华东").await;
    let (seen, hidden) = (brand.account("看得到", Some(&store)).await, brand.account("看不到", None).await);
    let goods = brand.made("/goods", sofa("SF-001")).await;
    for account in [&seen, &hidden] {
        look(&mut brand, account, "present").await;
        brand.made("/goods-hangings", json!({ "goods": goods, "account": account })).await;
    }
    let carriers = format!("/goods-hangings?goods={goods}&open=true");
    assert_eq!(each(&brand.owner.get(&carriers).await.json(), "/nickname"), ["看不到", "看得到"]);
    let first = brand.owner.get(&format!("{carriers}&limit=1")).await.json();
    let cursor = first["next_cursor"].as_str().unwrap().to_owned();
    let second = brand.owner.get(&format!("{carriers}&limit=1&cursor={cursor}")).await.json();
    assert_eq!(each(&second, "/nickname"), ["看得到"]);
    let shown = format!("/goods/{goods}");
    assert_eq!(brand.owner.get(&shown).await.json()["carried"], 2);

    brand.become_member("operator", &Sight::Stores(vec![store], vec![])).await;
    assert_eq!(each(&brand.owner.get(&carriers).await.json(), "/nickname"), ["看得到"]);
    assert_eq!(brand.owner.get(&shown).await.json()["carried"], 1, "counts are within sight as well");
    let draft = json!({ "goods": goods, "account": hidden });
    assert_eq!(brand.owner.post("/goods-hangings", draft).await.status, 422, "not one that they see");
}

#[db_test]
async fn an_employee_sees_what_hangs_on_their_account_and_changes_nothing(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let wang = brand.employee("王芳", None).await;
    let (own, other) = (brand.account("我的号", None).await, brand.account("别人的号", None).await);
    brand.hold(&own, &wang).await;
    let goods = brand.made("/goods", sofa("SF-001")).await;
    for account in [&own, &other] {
        look(&mut brand, account, "present").await;
        brand.made("/goods-hangings", json!({ "goods": goods, "account": account })).await;
    }
    let standing = json!({ "role": Role::Employee, "visibility": "own", "employee": wang });
    let mut employee = test.guest(&mut brand.owner, standing).await;
    let listed = employee.get("/goods-hangings").await.json();
    assert_eq!(each(&listed, "/nickname"), ["我的号"]);
    assert!(listed["items"][0]["can"]["take_down"].is_string(), "the reason why not");
    let draft = json!({ "goods": goods, "account": own });
    assert_eq!(employee.post("/goods-hangings", draft).await.status, 403);
    assert_eq!(employee.post("/goods", sofa("SF-002")).await.status, 403);
}

#[db_test]
async fn every_change_of_goods_is_in_the_log(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let account = brand.account("木里设计师小王", None).await;
    let goods = brand.made("/goods", sofa("SF-001")).await;
    look(&mut brand, &account, "present").await;
    let hanging = brand.made("/goods-hangings", json!({ "goods": goods, "account": account })).await;
    let change = json!({ "version": 1, "name": "沙发", "shop": "木里旗舰店", "price_fen": 1 });
    assert_eq!(brand.owner.patch(&format!("/goods/{goods}"), change.clone()).await.status, 200);
    let same = json!({ "version": 2, "name": "沙发", "shop": "木里旗舰店", "price_fen": 1 });
    assert_eq!(brand.owner.patch(&format!("/goods/{goods}"), same).await.status, 200, "nothing changed");
    let removal = format!("/goods-hangings/{hanging}/removal");
    assert_eq!(brand.owner.post(&removal, json!({})).await.status, 200);
    for kind in ["goods_added", "goods_hung", "goods_changed", "goods_taken_down"] {
        let sql = "select count(*) as n from events where tenant_id = $1 and kind = $2";
        assert_eq!(brand.number(sql, params![brand.tenant.uuid(), kind]).await, 1, "{kind}");
    }
}
