//! Row-level sight: what a member does not see does not exist for them, in lists, counts and single look-ups.

use db_test::db_test;
use serde_json::json;
use testkit::TestApp;

use crate::accounts_seed::{Brand, Note, Sight, each};

/// Two stores in two regions with an account each, one account nowhere, one held; each with a note named like it.
struct Matrix {
    east: String,
    wang: String,
    accounts: Vec<(&'static str, String)>,
}

async fn matrix(brand: &mut Brand<'_>) -> Matrix {
    let (east, south) = (brand.store("静安店", "华东").await, brand.store("天河店", "华南").await);
    let wang = brand.employee("王芳", None).await;
    let mut accounts = Vec::new();
    for (nickname, store) in [("东", Some(&east)), ("南", Some(&south)), ("无", None), ("芳", None)] {
        accounts.push((nickname, brand.account(nickname, store.map(String::as_str)).await));
    }
    let held = accounts.last().unwrap().1.clone();
    brand.hold(&held, &wang).await;
    let import = brand.import("笔记列表明细表.xlsx").await;
    for (nickname, account) in &accounts {
        brand.note(import, account, Note { title: nickname, ..Note::default() }).await;
    }
    Matrix { east, wang, accounts }
}

#[db_test]
async fn every_list_and_count_shows_the_same_part_of_the_brand(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let Matrix { east, wang, accounts } = matrix(&mut brand).await;
    for (sight, expected) in [
        (Sight::All, vec!["东", "南", "无", "芳"]),
        (Sight::Stores(vec![east.clone()], vec![]), vec!["东"]),
        (Sight::Stores(vec![], vec!["华南"]), vec!["南"]),
        (Sight::Stores(vec![east.clone()], vec!["华南"]), vec!["东", "南"]),
        (Sight::Stores(vec![], vec!["华北"]), vec![]),
        (Sight::Stores(vec![], vec![]), vec![]),
        (Sight::Own(Some(wang.clone())), vec!["芳"]),
        (Sight::Own(None), vec![]),
    ] {
        brand.become_member("operator", &sight).await;
        let list = brand.owner.get("/accounts").await.json();
        let mut seen = each(&list, "/nickname");
        seen.sort();
        assert_eq!(seen, expected);
        assert_eq!(list["total"], expected.len());
        let unclaimed = expected.iter().filter(|nickname| **nickname != "芳").count();
        assert_eq!(list["unclaimed"], unclaimed);
        let mut notes = each(&brand.owner.get("/notes").await.json(), "/title");
        notes.sort();
        assert_eq!(notes, expected);
        for (nickname, account) in &accounts {
            let (seen, path) = (expected.contains(nickname), format!("/accounts/{account}"));
            let found = brand.owner.get(&format!("/notes?account={account}")).await.json();
            assert_eq!(each(&found, "/title").len(), usize::from(seen));
            for part in ["", "/history", "/notes", "/periods", "/service", "/leads"] {
                let status = brand.owner.get(&format!("{path}{part}")).await.status;
                assert_eq!(status, if seen { 200 } else { 404 }, "{nickname}{part}");
            }
            if !seen {
                assert_eq!(brand.owner.patch(&path, json!({ "nickname": "x" })).await.status, 404);
                let put = brand.owner.put(&format!("{path}/holder"), json!({ "employee": wang })).await;
                assert_eq!(put.status, 404);
                assert_eq!(brand.owner.delete(&format!("{path}/holder")).await.status, 404);
            }
        }
    }
}

#[db_test]
async fn a_member_of_a_store_puts_and_gives_accounts_within_it_only(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let Matrix { east, wang, accounts } = matrix(&mut brand).await;
    let li = brand.employee("李雷", Some(&east)).await;
    let south = brand.owner.get("/stores?q=%E5%A4%A9%E6%B2%B3").await.json()["items"][0]["id"].clone();
    brand.become_member("operator", &Sight::Stores(vec![east.clone()], vec![])).await;
    let (_, own) = &accounts[0];
    for (store, status) in [(json!(east), 201), (south.clone(), 422), (json!(null), 422)] {
        let body = json!({ "kind": "kos", "nickname": "新", "store": store });
        assert_eq!(brand.owner.post("/accounts", body).await.status, status, "{store}");
    }
    assert_eq!(brand.owner.patch(&format!("/accounts/{own}"), json!({ "store": south })).await.status, 422);
    assert_eq!(brand.owner.patch(&format!("/accounts/{own}"), json!({ "store": null })).await.status, 422);
    let path = format!("/accounts/{own}/holder");
    assert_eq!(brand.owner.put(&path, json!({ "employee": wang })).await.status, 422, "not one of theirs");
    assert_eq!(brand.owner.put(&path, json!({ "employee": li })).await.status, 200);
}

#[db_test]
async fn a_proposal_shows_only_to_who_sees_both_sides(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (east, south) = (brand.store("静安店", "华东").await, brand.store("天河店", "华南").await);
    brand.employee("小木", Some(&east)).await;
    brand.employee("小林", Some(&south)).await;
    brand.account("小木", Some(&east)).await;
    brand.account("小林", Some(&east)).await;
    let mut tx = test.db.db.write().await.unwrap();
    app::matrix::match_accounts(&mut tx, &test.app, &brand.scope(), testkit::NOW).await.unwrap();
    tx.commit().await.unwrap();
    let all = brand.owner.get("/holder-proposals").await.json();
    assert_eq!(each(&all, "/id").len(), 2);
    brand.become_member("operator", &Sight::Stores(vec![east], vec![])).await;
    let seen = brand.owner.get("/holder-proposals").await.json();
    assert_eq!(each(&seen, "/account/nickname"), ["小木"]);
    for proposal in each(&all, "/id").iter().filter(|id| !each(&seen, "/id").contains(id)) {
        assert_eq!(brand.owner.delete(&format!("/holder-proposals/{proposal}")).await.status, 404);
    }
}

#[db_test]
async fn nothing_of_another_brand_is_there(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let Matrix { accounts, .. } = matrix(&mut brand).await;
    let (tenant, user) = (test.app.ids().uuid(testkit::NOW), "select user_id from memberships limit 1");
    let sql = "
        insert into brands (id, organisation_id, name, zone, language, created_at)
        select $1, organisation_id, '别的品牌', zone, language, created_at from brands limit 1";
    brand.sql(sql, db::params![tenant]).await;
    let sql = format!(
        "insert into memberships (tenant_id, user_id, role, visibility, created_at)
        values ($1, ({user}), 'owner', 'all', 9000000000000)"
    );
    brand.sql(&sql, db::params![tenant]).await;
    let other = format!("brand_{}", tenant.simple());
    let mut stranger = brand.owner.clone().with_header("kosmos-brand", &other);
    assert_eq!(stranger.get("/accounts").await.json()["total"], 0);
    for path in ["/notes", "/stores", "/employees", "/holder-proposals"] {
        assert!(each(&stranger.get(path).await.json(), "/id").is_empty(), "{path}");
    }
    for part in ["", "/history", "/notes", "/periods", "/service", "/leads"] {
        let path = format!("/accounts/{}{part}", accounts[0].1);
        assert_eq!(stranger.get(&path).await.status, 404, "{path}");
        assert_eq!(brand.owner.get(&path).await.status, 200, "{path}");
    }
}
