//! Today: what arises, for whom, with which evidence, and what people decide about it.

use db_test::db_test;
use domain::identity::Role;
use serde_json::{Value, json};
use testkit::{Client, TestApp};
use uuid::Uuid;

use crate::board_seed::{From, Seed};

const WEEK: (i32, i32) = (20_260_615, 20_260_621);
const DAY_MS: i64 = 86_400_000;

/// One quiet account and one that replies slowly, both of one employee; one that nobody holds; an old export.
struct Brand {
    owner: Client,
    quiet: Uuid,
    slow: Uuid,
    unclaimed: Uuid,
    holder: Uuid,
    leads: Uuid,
    lists: Uuid,
}

async fn brand(test: &TestApp) -> Brand {
    let mut owner = test.owner().await;
    let mut seed = Seed::of(test, &mut owner).await;
    let store = seed.store("徐汇店", "华东").await;
    let holder = seed.employee("周敏", Some(store)).await;
    let quiet = seed.account("安静的", "kos", Some(store), Some(holder)).await;
    let slow = seed.account("慢吞吞", "kos", Some(store), Some(holder)).await;
    let unclaimed = seed.account("没人管", "kos", None, None).await;
    let lists = seed.import("note_list", "笔记列表明细表.xlsx", 0, None).await;
    let leads = seed.import("employee_leads", "线索.csv", 0, None).await;
    let service = seed.import("service_quality", "分析.csv", 20, None).await;
    seed.note(quiet, From(lists, 3), 20_260_601, "很久以前", [None; 6]).await;
    seed.note(slow, From(lists, 4), 20_260_620, "前天", [None; 6]).await;
    seed.leads(slow, From(leads, 2), WEEK, [Some(31), None, None, None, None, None]).await;
    seed.service(slow, From(service, 2), (20_260_525, 20_260_531), [Some(500_000), Some(750_000)]).await;
    seed.commit().await;
    Brand { owner, quiet, slow, unclaimed, holder, leads, lists }
}

fn keys(items: &Value) -> Vec<String> {
    items.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

fn find<'a>(items: &'a Value, key: &str) -> &'a Value {
    let found = items.as_array().unwrap().iter().find(|item| item["id"] == key);
    found.unwrap_or_else(|| panic!("{key} in {:?}", keys(items)))
}

fn account_key(rule: &str, account: Uuid) -> String {
    format!("{rule}:account_{}", account.simple())
}

#[db_test]
async fn a_new_brand_is_told_to_bring_in_its_first_files(test: TestApp) {
    let today = test.owner().await.get("/today").await.json();
    assert_eq!(keys(&today["items"]), ["first_import:brand"]);
    assert_eq!(today["items"][0]["button"]["href"], "/imports");
    assert_eq!((&today["loaded_until"], &today["counts"]["must"]), (&Value::Null, &json!(1)));
}

#[db_test]
async fn work_arises_with_its_reason_its_evidence_and_its_points(test: TestApp) {
    let Brand { mut owner, quiet, slow, .. } = brand(&test).await;
    let answer = owner.get("/today").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let today = answer.json();
    let items = &today["items"];
    let mut found = keys(items);
    found.sort();
    let (quiet, slow) = (account_key("quiet_account", quiet), account_key("slow_replies", slow));
    assert_eq!(found, ["export_overdue:service_quality", &quiet, &slow, "unclaimed_accounts:all"]);
    let item = find(items, &quiet);
    assert_eq!(item["title"], "安静的已 21 天没发笔记");
    assert_eq!(item["evidence"][0], json!({ "label": "最后发布", "day": "2026-06-01" }));
    assert_eq!(item["evidence"][2], json!({ "label": "负责人", "name": "周敏" }));
    assert_eq!(item["severity"], "watch");
    let points: i64 =
        item["parts"].as_array().unwrap().iter().map(|part| part["points"].as_i64().unwrap()).sum();
    assert_eq!(item["score"], points);
    let item = find(items, &slow);
    assert_eq!(item["reason"], "2026-05-25 – 2026-05-31：平均回复时长不超过 5.0 分钟，实际 12.5 分钟。");
    assert_eq!(
        (&item["evidence"][0]["number"], &item["evidence"][0]["unit"]),
        (&json!(750_000), &json!("ms"))
    );
    assert_eq!(item["severity"], "must", "missed by more than its own size");
    let scores: Vec<_> =
        items.as_array().unwrap().iter().map(|item| -item["score"].as_i64().unwrap()).collect();
    assert!(scores.is_sorted(), "{scores:?}");
    assert_eq!(today["loaded_until"], "2026-06-21");
    let english = owner.with_header("accept-language", "en").get("/today").await.json();
    assert_eq!(find(&english["items"], &quiet)["title"], "安静的 has published nothing for 21 days");
}

#[db_test]
async fn imports_that_left_rows_out_or_disagree_and_dead_jobs_are_work_too(test: TestApp) {
    let Brand { mut owner, slow, leads, quiet, unclaimed, holder, .. } = brand(&test).await;
    let mut seed = Seed::of(&test, &mut owner).await;
    let newer = seed.import("employee_leads", "线索 (1).csv", 0, None).await;
    let period = seed.leads(quiet, From(newer, 2), WEEK, [Some(12), None, None, None, None, None]).await;
    seed.observation(From(leads, 7), period, json!({ "message_consult": 10, "nickname": "甲", "click": 5 }))
        .await;
    seed.observation(From(newer, 2), period, json!({ "message_consult": 12, "nickname": "乙", "click": 5 }))
        .await;
    let sql = "update imports set rows_total = 9, rows_rejected = 2 where tenant_id = $1 and id = $2";
    seed.tx.execute(sql, db::params![seed.tenant, leads]).await.unwrap();
    let sql = "
        insert into holder_proposals (tenant_id, id, account_id, employee_id, reason, created_at)
        values ($1, $2, $3, $4, 'same_name', $5)";
    let values = db::params![seed.tenant, seed.id(), unclaimed, holder, seed.now.ms()];
    seed.tx.execute(sql, values).await.unwrap();
    seed.commit().await;
    test.dead_job().await;
    let items = owner.get("/today").await.json()["items"].clone();
    let rejected = find(&items, &format!("rejected_rows:import_{}", leads.simple()));
    assert_eq!(rejected["title"], "“线索.csv”有 2 行未导入");
    let conflict = find(&items, &format!("conflicting_rows:import_{}", newer.simple()));
    assert_eq!(conflict["evidence"].as_array().unwrap().len(), 1, "{conflict:#}");
    assert!(conflict["reason"].as_str().unwrap().contains("安静的 进线 10 → 12"), "{conflict:#}");
    assert_eq!(find(&items, "holder_proposals:all")["evidence"][0]["name"], "没人管");
    assert!(!keys(&items).contains(&"unclaimed_accounts:all".to_owned()), "it waits for a decision already");
    assert_eq!(find(&items, "dead_jobs:tidy_up")["severity"], "must");
    let _ = slow;
}

#[db_test]
async fn everybody_sees_the_work_of_their_role_and_sight(test: TestApp) {
    let Brand { mut owner, quiet, slow, holder, .. } = brand(&test).await;
    let employee = json!(format!("employee_{}", holder.simple()));
    let standing = json!({ "role": "employee", "visibility": "own", "employee": employee });
    let mut guest = test.guest(&mut owner, standing).await;
    let today = guest.get("/today").await.json();
    let mut found = keys(&today["items"]);
    found.sort();
    assert_eq!(found, [account_key("quiet_account", quiet), account_key("slow_replies", slow)]);
    assert_eq!(today["members"].as_array().unwrap().len(), 1, "an employee does not see the members");
    let nobody = json!({ "role": "employee", "visibility": "own" });
    assert_eq!(test.guest(&mut owner, nobody).await.get("/today").await.json()["items"], json!([]));
    assert_eq!(test.member(Role::Auditor).await.get("/today").await.status, 403);
    let mut foreign = test.foreign_owner().await;
    assert_eq!(keys(&foreign.get("/today").await.json()["items"]), ["first_import:brand"]);
}

#[db_test]
async fn a_snoozed_item_rests_and_comes_back_when_its_time_has_come(test: TestApp) {
    let Brand { mut owner, quiet, .. } = brand(&test).await;
    let key = account_key("quiet_account", quiet);
    let until = test.clock.now().plus_ms(2 * DAY_MS);
    let path = format!("/today/{key}/snooze");
    let answer = owner.put(&path, json!({ "until": until, "reason": "  在休产假 " })).await;
    assert_eq!((answer.status, &answer.json()["snooze_reason"]), (200, &json!("在休产假")), "{answer:?}");
    let today = owner.get("/today").await.json();
    assert!(!keys(&today["items"]).contains(&key));
    assert_eq!(find(&today["snoozed"], &key)["snoozed_until"], json!(until));
    test.clock.advance_ms(2 * DAY_MS);
    let today = owner.get("/today").await.json();
    assert_eq!(find(&today["items"], &key)["snoozed_until"], Value::Null, "its time has come");
    owner.put(&path, json!({ "until": test.clock.now().plus_ms(DAY_MS) })).await;
    assert_eq!(owner.delete(&path).await.status, 204);
    assert!(keys(&owner.get("/today").await.json()["items"]).contains(&key), "woken by hand");
    let audit = owner.get("/audit?kind=today_marked").await.json();
    assert_eq!(audit["items"].as_array().unwrap().len(), 3, "{audit:#}");
}

#[db_test]
async fn a_snooze_has_bounds_and_an_item_must_be_there(test: TestApp) {
    let Brand { mut owner, quiet, .. } = brand(&test).await;
    let path = format!("/today/{}/snooze", account_key("quiet_account", quiet));
    let now = test.clock.now();
    for (until, reason, field) in [
        (now, "", "until"),
        (now.plus_ms(91 * DAY_MS), "", "until"),
        (now.plus_ms(DAY_MS), &*"长".repeat(201), "reason"),
    ] {
        let answer = owner.put(&path, json!({ "until": until, "reason": reason })).await;
        assert_eq!(answer.status, 422, "{answer:?}");
        assert!(answer.json()["fields"][field].is_string(), "{answer:?}");
    }
    let body = json!({ "until": now.plus_ms(DAY_MS) });
    for key in ["quiet_account:account_00000000000000000000000000000007", "nonsense", "first_import:brand"] {
        assert_eq!(owner.put(&format!("/today/{key}/snooze"), body.clone()).await.status, 404, "{key}");
        assert_eq!(owner.delete(&format!("/today/{key}/owner")).await.status, 404, "{key}");
    }
    assert_eq!(test.foreign_owner().await.put(&path, body.clone()).await.status, 404);
    let mut program = test.program(&[domain::identity::Action::UseToday]).await;
    assert_eq!(program.get("/today").await.status, 200);
    assert_eq!(program.put(&path, body).await.status, 403, "a program decides nothing");
}

#[db_test]
async fn an_item_gets_an_owner_who_works_on_today(test: TestApp) {
    let Brand { mut owner, slow, .. } = brand(&test).await;
    let mut operator = test.member(Role::Operator).await;
    let mut auditor = test.member(Role::Auditor).await;
    let key = account_key("slow_replies", slow);
    let path = format!("/today/{key}/owner");
    let colleague = operator.get("/session").await.json()["user"].clone();
    let answer = owner.put(&path, json!({ "user": colleague["id"] })).await;
    assert_eq!((answer.status, &answer.json()["owner"]["name"]), (200, &colleague["name"]), "{answer:?}");
    let item = find(&operator.get("/today").await.json()["items"], &key).clone();
    assert_eq!(item["owner"]["id"], colleague["id"]);
    let cannot = auditor.get("/session").await.json()["user"]["id"].clone();
    assert_eq!(owner.put(&path, json!({ "user": cannot })).await.status, 422, "an auditor works on nothing");
    assert_eq!(operator.delete(&path).await.status, 204);
    assert_eq!(find(&owner.get("/today").await.json()["items"], &key)["owner"], Value::Null);
}

#[db_test]
async fn a_brand_sets_its_own_targets(test: TestApp) {
    let Brand { mut owner, quiet, slow, .. } = brand(&test).await;
    let targets = owner.get("/targets").await.json();
    let of = |targets: &Value, id: &str| {
        targets.as_array().unwrap().iter().find(|target| target["id"] == id).unwrap().clone()
    };
    let before = of(&targets, "quiet_days_kos");
    assert_eq!(
        (&before["value"], &before["own"], &before["grade"]),
        (&json!(14), &json!(false), &json!("D"))
    );
    assert_eq!(of(&targets, "reply_1min")["value"], Value::Null, "off until it is set");
    let body = json!({ "targets": { "quiet_days_kos": 30, "reply_1min": 800_000, "mean_reply": 900_000 } });
    let answer = owner.put("/targets", body).await;
    assert_eq!(
        (answer.status, &of(&answer.json(), "quiet_days_kos")["value"]),
        (200, &json!(30)),
        "{answer:?}"
    );
    let items = owner.get("/today").await.json()["items"].clone();
    assert!(!keys(&items).contains(&account_key("quiet_account", quiet)));
    let slow = find(&items, &account_key("slow_replies", slow));
    assert_eq!(slow["reason"], "2026-05-25 – 2026-05-31：1 分钟回复率不低于 80.0%，实际 50.0%。");
    let board = owner.get("/board?state=quiet").await.json();
    assert_eq!(board["items"], json!([]), "the board knows the same target");
    owner.put("/targets", json!({ "targets": { "quiet_days_kos": null } })).await;
    let items = owner.get("/today").await.json()["items"].clone();
    assert!(keys(&items).contains(&account_key("quiet_account", quiet)), "back to the default");
    for (id, value) in [("rating", 501), ("mean_reply", -1)] {
        let answer = owner.put("/targets", json!({ "targets": { id: value } })).await;
        assert_eq!(answer.status, 422);
        assert!(answer.json()["fields"][format!("targets.{id}")].is_string(), "{answer:?}");
    }
    assert_eq!(owner.put("/targets", json!({ "targets": { "luck": 7 } })).await.status, 400);
    let mut operator = test.member(Role::Operator).await;
    assert_eq!(operator.get("/targets").await.status, 200);
    assert_eq!(operator.put("/targets", json!({ "targets": {} })).await.status, 403);
}

#[db_test]
async fn days_that_no_list_covers_are_not_held_against_an_account(test: TestApp) {
    let Brand { mut owner, quiet, lists, .. } = brand(&test).await;
    let mut seed = Seed::of(&test, &mut owner).await;
    let ten_days_ago = seed.now.ms() - 10 * DAY_MS;
    let sql = "update imports set created_at = $3 where tenant_id = $1 and id = $2";
    seed.tx.execute(sql, db::params![seed.tenant, lists, ten_days_ago]).await.unwrap();
    seed.commit().await;
    let items = owner.get("/today").await.json()["items"].clone();
    assert!(!keys(&items).contains(&account_key("quiet_account", quiet)), "it was 11 days when last seen");
    let overdue = find(&items, "export_overdue:note_list");
    assert_eq!(overdue["reason"], "笔记列表明细最近只到 2026-06-12，已过去 10 天，你们约定每 7 天导入一次。");
}
