//! Taking a roster in, and back.

use app::people::{Absorbed, ForgottenRoster, RosterEffect, RosterRow, absorb_roster, forget_roster};
use db::params;
use db_test::db_test;
use domain::{id::ImportId, imports::contact};
use serde_json::json;
use testkit::{NOW, TestApp};

use crate::accounts_seed::{Brand, each};

fn row(number: &str, name: &str, store: &str) -> RosterRow {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    RosterRow { name: name.into(), employee_no: text(number), store: text(store), ..RosterRow::default() }
}

async fn absorb(brand: &Brand<'_>, rows: &[RosterRow], import: ImportId) -> Vec<Absorbed> {
    let mut tx = brand.test.db.db.write().await.unwrap();
    let outcomes = absorb_roster(&mut tx, &brand.test.app, &brand.scope(), rows, import).await.unwrap();
    tx.commit().await.unwrap();
    outcomes
}

async fn forget(brand: &Brand<'_>, import: ImportId) -> ForgottenRoster {
    let mut tx = brand.test.db.db.write().await.unwrap();
    let forgotten = forget_roster(&mut tx, &brand.scope(), import, NOW).await.unwrap();
    tx.commit().await.unwrap();
    forgotten
}

fn effects(outcomes: &[Absorbed]) -> Vec<&'static str> {
    let word = |outcome: &Absorbed| match outcome {
        Absorbed::Taken { effect: RosterEffect::New, .. } => "new",
        Absorbed::Taken { effect: RosterEffect::Changed, .. } => "changed",
        Absorbed::Taken { effect: RosterEffect::Unchanged, .. } => "unchanged",
        Absorbed::Refused { field, .. } => field,
    };
    outcomes.iter().map(word).collect()
}

#[db_test]
async fn a_roster_taken_twice_changes_nothing_and_a_newer_one_updates(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let first = brand.import("员工花名册.xlsx").await;
    let full = RosterRow {
        phone: contact::phone("13800000000").ok(),
        region: Some("华东".into()),
        post: Some("设计师".into()),
        hired_on: "2024-03-01".parse().ok(),
        xhs_uid: Some("5F8A1B2C3D4E5F6071829304".into()),
        nickname: Some("小木".into()),
        ..row("M001", "王芳", "静安店")
    };
    let rows = [full.clone(), row("", "李雷", "静安店"), row("", "李雷", "天河店")];
    assert_eq!(effects(&absorb(&brand, &rows, first).await), ["new", "new", "new"]);
    assert_eq!(effects(&absorb(&brand, &rows, first).await), ["unchanged", "unchanged", "unchanged"]);
    let stores = brand.owner.get("/stores").await.json();
    assert_eq!(each(&stores, "/name").len(), 2, "stores are made on first sight");

    let second = brand.import("员工花名册 (1).xlsx").await;
    let moved = RosterRow { region: Some("华南".into()), ..row("M001", "王芳", "天河店") };
    let gone = RosterRow { left_on: "2026-05-31".parse().ok(), ..row("", "李雷", "静安店") };
    let with_account = RosterRow { xhs_no: Some("4931".into()), ..row("", "李雷", "天河店") };
    let effects_of_second = effects(&absorb(&brand, &[moved, gone, with_account], second).await);
    assert_eq!(effects_of_second, ["changed", "changed", "changed"]);
    let wang = brand.owner.get("/employees?q=M001").await.json()["items"][0].clone();
    assert_eq!(
        (&wang["post"], &wang["phone"]),
        (&json!("设计师"), &json!("138****0000")),
        "nothing was erased"
    );
    assert_eq!(wang["store"], json!({ "id": wang["store"]["id"], "name": "天河店", "region": "华南" }));
    let east = brand.owner.get("/stores?q=%E9%9D%99%E5%AE%89").await.json();
    assert_eq!(east["items"][0]["region"], "华东", "a file does not move a store between regions");
    assert_eq!(east["items"][0]["employees"], 0, "who left is not counted");
}

#[db_test]
async fn a_row_that_could_mean_two_people_is_refused_and_the_others_are_taken(test: TestApp) {
    let brand = Brand::of(&test).await;
    let import = brand.import("员工花名册.xlsx").await;
    let rows = [row("M001", "王芳", "静安店"), row("M002", "王芳", "静安店"), row("", "王芳", "静安店")];
    let outcomes = absorb(&brand, &rows, import).await;
    assert_eq!(effects(&outcomes), ["new", "new", "name"]);
    let Some(Absorbed::Refused { problem, .. }) = outcomes.last() else { panic!("{outcomes:?}") };
    assert!(problem.zh.contains("2 位同名员工"), "{problem:?}");

    let backwards = RosterRow {
        hired_on: "2024-03-01".parse().ok(),
        left_on: "2024-02-01".parse().ok(),
        ..row("M003", "赵云", "浦东店")
    };
    let rows = [backwards, row("M004", "韩梅", ""), row("M004", "孙权", ""), row("M004", "韩梅", "")];
    let outcomes = absorb(&brand, &rows, import).await;
    assert_eq!(effects(&outcomes), ["left_on", "new", "employee_number", "unchanged"]);
    let stores = "select count(*) as n from stores where tenant_id = $1 and name = '浦东店'";
    assert_eq!(brand.number(stores, params![brand.tenant.uuid()]).await, 0, "a refused row writes nothing");
}

#[db_test]
async fn several_rows_give_one_person_several_accounts(test: TestApp) {
    let brand = Brand::of(&test).await;
    let import = brand.import("员工花名册.xlsx").await;
    let with = |uid: &str, nickname: &str| RosterRow {
        xhs_uid: (!uid.is_empty()).then(|| uid.to_owned()),
        nickname: Some(nickname.into()),
        ..row("M001", "王芳", "")
    };
    let rows = [with("", "小木"), with("u1", "小木"), with("u2", "小木"), with("u2", "小木头")];
    assert_eq!(effects(&absorb(&brand, &rows, import).await), ["new", "changed", "changed", "changed"]);
    let declared = "select count(*) as n from roster_accounts where tenant_id = $1";
    assert_eq!(brand.number(declared, params![brand.tenant.uuid()]).await, 2);
    let renamed = "select count(*) as n from roster_accounts where tenant_id = $1 and xhs_uid = 'u2' and nickname = '小木头'";
    assert_eq!(brand.number(renamed, params![brand.tenant.uuid()]).await, 1);
}

#[db_test]
async fn undoing_a_roster_takes_back_whoever_nothing_else_refers_to(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let before = brand.employee("钱多", None).await;
    let import = brand.import("员工花名册.xlsx").await;
    let claimed = RosterRow { xhs_no: Some("4931".into()), ..row("M001", "王芳", "") };
    let rows = [claimed, row("M002", "李雷", ""), row("M003", "赵云", ""), row("", "钱多", "静安店")];
    assert_eq!(effects(&absorb(&brand, &rows, import).await), ["new", "new", "new", "changed"]);
    let body = json!({ "kind": "kos", "nickname": "小木", "xhs_no": "4931" });
    let by_roster = brand.made("/accounts", body).await;
    let by_hand = brand.account("小林", None).await;
    let mut tx = test.db.db.write().await.unwrap();
    let counts = app::matrix::match_accounts(&mut tx, &test.app, &brand.scope(), NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((counts.claimed, counts.unclaimed), (1, 1));
    let zhao = brand.owner.get("/employees?q=M003").await.json()["items"][0]["id"].clone();
    brand.hold(&by_hand, zhao.as_str().unwrap()).await;

    assert_eq!(forget(&brand, import).await, ForgottenRoster { employees: 2, accounts: 1 });
    let mut left = each(&brand.owner.get("/employees").await.json(), "/name");
    left.sort();
    assert_eq!(left, ["赵云", "钱多"], "one holds an account by hand, one was there before");
    let account = brand.owner.get(&format!("/accounts/{by_roster}")).await.json();
    assert_eq!(account["holder"], json!(null), "what only the roster had claimed is unclaimed");
    let kept = brand.owner.get(&format!("/employees/{before}")).await.json();
    assert_eq!(kept["store"]["name"], "静安店", "what it changed stays changed");
    assert_eq!(effects(&absorb(&brand, &rows, import).await), ["new", "new", "unchanged", "unchanged"]);
}
