//! The figures of accounts: notes, periods, reply measures, leads.

use db::params;
use db_test::db_test;
use serde_json::{Value, json};
use testkit::{Client, NOW, TestApp};

use crate::accounts_seed::{Brand, Note, each, uuid_of};

async fn walk(client: &mut Client, path: &str) -> Vec<String> {
    let mut walked = Vec::new();
    let mut next = path.to_owned();
    loop {
        let page = client.get(&next).await;
        assert_eq!(page.status, 200, "{page:?}");
        let page = page.json();
        walked.append(&mut each(&page, "/title"));
        let Some(cursor) = page["next_cursor"].as_str() else { return walked };
        next = format!("{path}&cursor={cursor}");
    }
}

#[db_test]
async fn notes_come_in_any_order_page_by_page_and_unknown_figures_last(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let account = brand.account("小木", None).await;
    let import = brand.import("笔记列表明细表.xlsx").await;
    for (place, title, read, follows) in [
        (0, "a", Some(5), Some(-3)),
        (1, "b", Some(50), None),
        (2, "c", None, Some(0)),
        (3, "d", Some(7), Some(9)),
    ] {
        let note = Note { title, published_at: NOW.ms() + place, read, follows, ..Note::default() };
        brand.note(import, &account, note).await;
    }
    for (order, expected) in [
        ("", "dcba"),
        ("&sort=published_at&order=asc", "abcd"),
        ("&sort=read", "bdac"),
        ("&sort=read&order=asc", "adbc"),
        ("&sort=follows", "dcab"),
        ("&sort=follows&order=asc", "acdb"),
    ] {
        for list in [format!("/accounts/{account}/notes?limit=1{order}"), format!("/notes?limit=2{order}")] {
            assert_eq!(walk(&mut brand.owner, &list).await.concat(), expected, "{list}");
        }
    }
    for sort in
        ["impression", "cover_ctr_ppm", "likes", "comments", "collects", "shares", "watch_ms", "danmaku"]
    {
        let list = walk(&mut brand.owner, &format!("/notes?limit=1&sort={sort}")).await;
        assert_eq!(list.len(), 4, "{sort}");
    }
    assert_eq!(brand.owner.get("/notes?sort=title").await.status, 400);
}

#[db_test]
async fn notes_are_found_by_day_and_title_and_name_the_row_of_each_figure(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let account = brand.account("小木", None).await;
    let (old, new) = (brand.import("旧.xlsx").await, brand.import("新.xlsx").await);
    let older = json!({ "follow": [old.to_string(), 7], "made_up": [old.to_string(), 8] }).to_string();
    let note = Note { title: "Oak 100% 橡木", read: Some(50), older_cells: Some(older), ..Note::default() };
    brand.note(new, &account, note).await;
    let note = Note { title: "胡桃木", day: "2026-06-01", published_at: 1, ..Note::default() };
    brand.note(new, &account, note).await;
    for (query, expected) in [
        ("?from=2026-06-22", vec!["Oak 100% 橡木"]),
        ("?to=2026-06-21", vec!["胡桃木"]),
        ("?from=2026-06-01&to=2026-06-22&q=oak", vec!["Oak 100% 橡木"]),
        ("?q=100%25", vec!["Oak 100% 橡木"]),
        ("?q=0%25%25", vec![]),
        ("?q=%E6%9C%A8", vec!["Oak 100% 橡木", "胡桃木"]),
    ] {
        let found = brand.owner.get(&format!("/notes{query}")).await.json();
        assert_eq!(each(&found, "/title"), expected, "{query}");
    }
    let shown = brand.owner.get("/notes?q=oak").await.json()["items"][0].clone();
    assert_eq!((&shown["figures"]["read"], &shown["figures"]["likes"]), (&json!(50), &Value::Null));
    assert_eq!(shown["source"], json!({ "import": new.to_string(), "row": 3 }));
    assert_eq!(shown["older"], json!({ "follows": { "import": old.to_string(), "row": 7 } }));
    assert_eq!((&shown["published_on"], &shown["format"]), (&json!("2026-06-22"), &json!("image")));
    assert_eq!(brand.owner.get("/notes?from=yesterday").await.status, 400);
}

#[db_test]
async fn periods_and_reply_measures_come_latest_first(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let account = brand.account("小木", None).await;
    let import = brand.import("专业号-线索明细.csv").await;
    for (from, to) in [(20_260_601, 20_260_607), (20_260_608, 20_260_614), (20_260_615, 20_260_621)] {
        for (table, column) in [("account_periods", "message_consult"), ("service_periods", "reply_1min_ppm")]
        {
            let sql = format!(
                "insert into {table} (tenant_id, id, account_id, from_day, to_day, {column}, import_id, row_no)
                values ($1, $2, $3, $4, $5, $6, $7, 2)"
            );
            let id = test.app.ids().uuid(NOW);
            let (tenant, account) = (brand.tenant.uuid(), uuid_of(&account));
            let values = params![tenant, id, account, from, to, i64::from(to), import.uuid()];
            brand.sql(&sql, values).await;
        }
    }
    for (part, figure) in [("periods", "/message_consult"), ("service", "/reply_1min_ppm")] {
        let path = format!("/accounts/{account}/{part}?limit=2");
        let first = brand.owner.get(&path).await.json();
        assert_eq!(each(&first, "/to"), ["2026-06-21", "2026-06-14"]);
        assert_eq!(first["items"][0].pointer(figure), Some(&json!(20_260_621)));
        assert_eq!(first["items"][0]["source"], json!({ "import": import.to_string(), "row": 2 }));
        let cursor = first["next_cursor"].as_str().unwrap();
        let rest = brand.owner.get(&format!("{path}&cursor={cursor}")).await.json();
        assert_eq!(each(&rest, "/from"), ["2026-06-01"]);
    }
}

#[db_test]
async fn a_lead_shows_its_contact_masked(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let account = brand.account("小木", None).await;
    let import = brand.import("线索列表.xlsx").await;
    let vault = test.app.vault();
    let seal = |text| vault.seal(brand.tenant, text);
    let sql = "
        insert into leads (tenant_id, id, account_id, created_at, created_day, contact_hash, phone_sealed,
            wechat_sealed, nickname_sealed, traffic, conversion, import_id, row_no)
        values ($1, $2, $3, $4, 20260622, $5, $6, $7, $8, 'natural', 'form', $9, 2)";
    let values = params![
        brand.tenant.uuid(),
        test.app.ids().uuid(NOW),
        uuid_of(&account),
        NOW.ms(),
        vec![1_u8],
        seal("13800000000"),
        seal("muli_home"),
        seal("小红"),
        import.uuid(),
    ];
    brand.sql(sql, values).await;
    let answer = brand.owner.get(&format!("/accounts/{account}/leads")).await;
    let lead = answer.json()["items"][0].clone();
    assert_eq!((&lead["phone"], &lead["nickname"]), (&json!("138****0000"), &json!("小*")));
    assert_eq!((&lead["traffic"], &lead["conversion"]), (&json!("natural"), &json!("form")));
    for secret in ["13800000000", "muli_home", "小红"] {
        assert!(!answer.text().contains(secret), "{secret}");
    }
}
