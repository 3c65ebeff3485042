//! Files through the front door: proposed, run, counted, taken back.

use std::{collections::BTreeMap, path::Path};

use db::{FromQueryResult, params};
use db_test::db_test;
use domain::time::Day;
use serde_json::{Value, json};
use simulator::{ExportFile, ExportKind, Shape, write_matrix};
use testkit::{Answer, Client, TestApp};

/// The last day of the grown matrix: the day of the standing clock.
const TODAY: i32 = 20_260_622;

const NOTES: &str =
    "笔记标题,首次发布时间,体裁,曝光,观看量,封面点击率,点赞,评论,收藏,涨粉,分享,人均观看时长,弹幕\n";

fn notes(rows: &[&str]) -> String {
    format!("{NOTES}{}\n", rows.join("\n"))
}

fn leads(rows: &[&str]) -> String {
    format!(
        "员工名称,小红书账号id,小红书昵称,账号ID,总互动数,总私信进线数,总私信留资数\n{}\n",
        rows.join("\n")
    )
}

/// An account to hang note lists on, made by a file of the platform.
async fn account(owner: &mut Client, test: &TestApp) -> String {
    let file = leads(&["张伟,94210001,设计师小张,6650000000000000000000a1,10,5,2"]);
    let import = upload(owner, "专业号-线索明细.csv", file.as_bytes()).await;
    run(owner, test, &import, json!({ "period": { "from": "2026-06-01", "to": "2026-06-07" } })).await;
    let sql = "select id from accounts where xhs_uid is not null";
    let id: IdRow = test.db.db.read().await.unwrap().one(sql, params![]).await.unwrap().unwrap();
    format!("account_{}", id.id.simple())
}

#[derive(Debug, FromQueryResult)]
struct IdRow {
    id: uuid::Uuid,
}

async fn upload(client: &mut Client, name: &str, content: &[u8]) -> Value {
    let answer = client.upload("/imports", name, content).await;
    assert_eq!(answer.status, 201, "{name}: {}", answer.text());
    answer.json()
}

/// Decides, starts, does the jobs, and returns how the import stands then.
async fn run(client: &mut Client, test: &TestApp, import: &Value, plan: Value) -> Value {
    let path = format!("/imports/{}", import["id"].as_str().unwrap());
    let planned = client.put(&format!("{path}/plan"), plan).await;
    assert_eq!(planned.status, 200, "{}", planned.text());
    let started = client.post(&format!("{path}/run"), json!({})).await;
    assert_eq!(started.status, 202, "{}", started.text());
    test.run_jobs().await;
    client.get(&path).await.json()
}

fn counts(import: &Value) -> [i64; 4] {
    ["rows_new", "rows_changed", "rows_unchanged", "rows_rejected"].map(|name| import[name].as_i64().unwrap())
}

async fn number(test: &TestApp, sql: &str) -> i64 {
    test.db.db.read().await.unwrap().number(sql, params![]).await.unwrap()
}

#[db_test]
async fn a_note_list_needs_its_account_and_then_fills_the_matrix(test: TestApp) {
    let mut owner = test.owner().await;
    let account = account(&mut owner, &test).await;
    let file = notes(&[
        "3个判断板材环保性的小技巧,2026年06月20日18时01分32秒,图文,\"1,317\",226,6.50%,12,3,8,2,1,12.3,0",
        "工地巡检避坑,2026年06月21日09时00分00秒,视频,1.2万,900,0.05,40,5,21,6,3,33,2",
    ]);
    let import = upload(&mut owner, "笔记列表明细表 (1).csv", file.as_bytes()).await;
    assert_eq!(import["kind"], "note_list");
    assert_eq!(import["proposal"]["needs_account"], true);
    let refused = owner.post(&format!("/imports/{}/run", import["id"].as_str().unwrap()), json!({})).await;
    assert_eq!((refused.status, refused.json()["fields"]["account"].is_string()), (422, true));

    let done = run(&mut owner, &test, &import, json!({ "account": account })).await;
    assert_eq!((&done["state"], counts(&done)), (&json!("done"), [2, 0, 0, 0]));
    assert_eq!(number(&test, "select cast(sum(impression) as bigint) as n from notes").await, 1_317 + 12_000);
    assert_eq!(
        number(&test, "select cast(sum(cover_ctr_ppm) as bigint) as n from notes").await,
        65_000 + 50_000
    );
}

#[db_test]
async fn the_same_file_twice_changes_nothing_and_a_newer_one_updates_cell_by_cell(test: TestApp) {
    let mut owner = test.owner().await;
    let plan = json!({ "account": account(&mut owner, &test).await });
    let row = "旧房翻新,2026-06-20 18:01:32,图文,1000,200,5%,10,1,5,1,1,10,0";
    let first = upload(&mut owner, "a.csv", notes(&[row]).as_bytes()).await;
    let first = run(&mut owner, &test, &first, plan.clone()).await;
    assert_eq!(counts(&first), [1, 0, 0, 0]);

    let again = upload(&mut owner, "b.csv", notes(&[row]).as_bytes()).await;
    assert_eq!(again["same_file"]["import"], first["id"]);
    assert_eq!(counts(&run(&mut owner, &test, &again, plan.clone()).await), [0, 0, 1, 0]);

    // The older shape of the list has fewer columns and an empty cell: both leave alone what they do not say.
    let older_shape =
        "笔记标题,首次发布时间,体裁,曝光,观看量,点赞\n旧房翻新,2026-06-20 18:01:32,图文,1500,,11\n";
    let newer = upload(&mut owner, "c.csv", older_shape.as_bytes()).await;
    assert_eq!(counts(&run(&mut owner, &test, &newer, plan).await), [0, 1, 0, 0]);
    assert_eq!(
        number(&test, "select impression * 100000 + read * 100 + likes as n from notes").await,
        150_020_011
    );
    assert_eq!(number(&test, "select count(*) as n from notes where older_cells like '%collect%'").await, 1);
}

#[db_test]
async fn taking_an_import_back_restores_what_the_others_said(test: TestApp) {
    let mut owner = test.owner().await;
    let plan = json!({ "account": account(&mut owner, &test).await });
    let before = "旧房翻新,2026-06-20 18:01:32,图文,1000,200,5%,10,1,5,1,1,10,0";
    let after = "旧房翻新,2026-06-20 18:01:32,图文,3000,600,5%,30,2,9,3,2,11,1";
    let other = "新房入住,2026-06-21 08:00:00,图文,70,7,5%,1,0,0,0,0,9,0";
    let first = upload(&mut owner, "a.csv", notes(&[before]).as_bytes()).await;
    run(&mut owner, &test, &first, plan.clone()).await;
    let second = upload(&mut owner, "b.csv", notes(&[after, other]).as_bytes()).await;
    let second = run(&mut owner, &test, &second, plan).await;
    assert_eq!(counts(&second), [1, 1, 0, 0]);
    assert_eq!(number(&test, "select cast(sum(read) as bigint) as n from notes").await, 607);

    let path = format!("/imports/{}", second["id"].as_str().unwrap());
    assert_eq!(owner.post(&format!("{path}/reversal"), json!({})).await.status, 202);
    test.run_jobs().await;
    assert_eq!(owner.get(&path).await.json()["state"], "reversed");
    assert_eq!(number(&test, "select cast(sum(read) as bigint) as n from notes").await, 200);
    assert_eq!(number(&test, "select count(*) as n from notes").await, 1);
    assert_eq!(owner.post(&format!("{path}/reversal"), json!({})).await.status, 409, "only once");
}

#[db_test]
async fn taking_an_import_back_leaves_the_accounts_that_somebody_worked_with(test: TestApp) {
    let mut owner = test.owner().await;
    let file = leads(&[
        "张伟,94210001,设计师小张,6650000000000000000000a1,10,5,2",
        "李娜,94210002,设计师小李,6650000000000000000000a2,10,5,2",
    ]);
    let import = upload(&mut owner, "专业号-线索明细.csv", file.as_bytes()).await;
    run(&mut owner, &test, &import, json!({ "period": { "from": "2026-06-01", "to": "2026-06-07" } })).await;
    let accounts = owner.get("/accounts").await.json();
    let looked_at = accounts["items"][0]["id"].as_str().unwrap();
    let seen = json!({ "entitlement": "lead_card", "sighting": "present", "remark": "" });
    let seen = owner.post(&format!("/accounts/{looked_at}/entitlement-sightings"), seen).await;
    assert_eq!(seen.status, 201, "{}", seen.text());

    let path = format!("/imports/{}", import["id"].as_str().unwrap());
    assert_eq!(owner.post(&format!("{path}/reversal"), json!({})).await.status, 202);
    test.run_jobs().await;
    assert_eq!(owner.get(&path).await.json()["state"], "reversed");
    let left = owner.get("/accounts").await.json();
    assert_eq!(left["items"].as_array().unwrap().len(), 1);
    assert_eq!(left["items"][0]["id"], looked_at);
}

#[db_test]
async fn a_bad_row_is_reported_with_its_cell_and_never_stops_the_good_ones(test: TestApp) {
    let mut owner = test.owner().await;
    let plan = json!({ "account": account(&mut owner, &test).await });
    let file = notes(&[
        "好的一行,2026-06-20 18:01:32,图文,1000,200,5%,10,1,5,1,1,10,0",
        "日期不对,2026-02-30 18:01:32,图文,1000,三百多,5%,10,1,5,1,1,10,0",
        "也是好的,2026-06-21 18:01:32,图文,1000,200,5%,10,1,5,1,1,10,0",
    ]);
    let import = upload(&mut owner, "a.csv", file.as_bytes()).await;
    let done = run(&mut owner, &test, &import, plan).await;
    assert_eq!(counts(&done), [2, 0, 0, 1]);
    let path = format!("/imports/{}/rejections", done["id"].as_str().unwrap());
    let rejected = owner.get(&path).await.json();
    assert_eq!(rejected[0]["row"], 3);
    let problems = rejected[0]["problems"].as_array().unwrap();
    let told: Vec<_> =
        problems.iter().map(|p| (p["column"].as_str().unwrap(), p["value"].as_str().unwrap())).collect();
    assert!(told.contains(&("观看量", "三百多")), "{told:?}");
    let file = owner.get(&format!("{path}/file")).await;
    assert!(file.text().contains("日期不对") && file.text().contains("三百多"), "{}", file.text());
    assert!(!file.text().contains("好的一行"));
}

#[db_test]
async fn a_file_that_is_no_such_file_gets_one_sentence_and_leaves_nothing(test: TestApp) {
    let mut owner = test.owner().await;
    for (name, content) in [
        ("菜单.csv", "菜名,价格\n红烧肉,38\n".as_bytes()),
        ("空的.csv", b""),
        ("图片.xlsx", b"\x89PNG\r\n\x1a\n0000000000"),
        ("坏的.xlsx", b"PK\x03\x04broken"),
    ] {
        let answer: Answer = owner.upload("/imports", name, content).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (422, "unreadable_file"),
            "{name}: {}",
            answer.text()
        );
        assert!(answer.json()["message"].as_str().unwrap().chars().count() > 5);
    }
    assert_eq!(number(&test, "select count(*) as n from imports").await, 0);
    assert_eq!(number(&test, "select count(*) as n from files").await, 0);
}

#[db_test]
async fn a_nickname_of_two_accounts_is_never_given_to_one_of_them(test: TestApp) {
    let mut owner = test.owner().await;
    let file = leads(&[
        "林一,94210001,软装搭配师小林,6650000000000000000000a1,10,5,2",
        "林二,94210002,软装搭配师小林,6650000000000000000000a2,10,5,2",
    ]);
    let import = upload(&mut owner, "a.csv", file.as_bytes()).await;
    run(&mut owner, &test, &import, json!({ "period": { "from": "2026-06-01", "to": "2026-06-07" } })).await;
    assert_eq!(number(&test, "select count(*) as n from accounts").await, 2);
    let file = "笔记标题,创作者,发布时间,观看量\n收纳,软装搭配师小林,2026-06-02 10:00:00,5\n";
    let import = upload(&mut owner, "员工笔记.csv", file.as_bytes()).await;
    let done = run(&mut owner, &test, &import, json!({})).await;
    assert_eq!(counts(&done), [0, 0, 0, 1]);
    let path = format!("/imports/{}/rejections", done["id"].as_str().unwrap());
    assert_eq!(owner.get(&path).await.json()[0]["problems"][0]["code"], "account_ambiguous");
}

#[db_test]
async fn a_file_that_knows_what_an_account_is_tells_it_and_never_overrules_a_person(test: TestApp) {
    let mut owner = test.owner().await;
    let file = "笔记标题,创作者,发布时间,观看量\n收纳,设计师小张,2026-06-02 10:00:00,5\n";
    let import = upload(&mut owner, "员工笔记.csv", file.as_bytes()).await;
    run(&mut owner, &test, &import, json!({})).await;
    let account = &owner.get("/accounts").await.json()["items"][0];
    assert_eq!(account["kind"], "unknown");
    let path = format!("/accounts/{}", account["id"].as_str().unwrap());

    let leads = leads(&["张伟,94210001,设计师小张,6650000000000000000000a1,10,5,2"]);
    let week = |day: u32| json!({ "period": { "from": format!("2026-06-{day:02}"), "to": format!("2026-06-{:02}", day + 6) } });
    let import = upload(&mut owner, "a.csv", leads.as_bytes()).await;
    run(&mut owner, &test, &import, week(1)).await;
    assert_eq!(owner.get(&path).await.json()["kind"], "kos");

    assert_eq!(owner.patch(&path, json!({ "kind": "kob" })).await.status, 200);
    let import = upload(&mut owner, "b.csv", leads.as_bytes()).await;
    run(&mut owner, &test, &import, week(8)).await;
    assert_eq!(owner.get(&path).await.json()["kind"], "kob");
}

#[db_test]
async fn columns_of_secrets_are_dropped_and_said_so(test: TestApp) {
    let mut owner = test.owner().await;
    let file = "员工名称,小红书昵称,账号ID,总互动数,登录Cookie\n\
        张伟,设计师小张,6650000000000000000000a1,10,web_session=040069b2deadbeef\n";
    let import = upload(&mut owner, "a.csv", file.as_bytes()).await;
    let columns = import["proposal"]["columns"].as_array().unwrap();
    assert!(columns.iter().any(|column| column["header"] == "登录Cookie" && column["role"] == "secret"));
    assert!(!import.to_string().contains("deadbeef"));
    let plan = json!({ "period": { "from": "2026-06-01", "to": "2026-06-07" } });
    let done = run(&mut owner, &test, &import, plan).await;
    assert_eq!(done["remarks"]["secret_columns"], json!(["登录Cookie"]));
    assert_eq!(
        number(&test, "select count(*) as n from observations where cells like '%deadbeef%'").await,
        0
    );
    let row = owner.get(&format!("/imports/{}/rows/2", done["id"].as_str().unwrap())).await;
    assert_eq!(row.status, 200);
    assert!(!row.text().contains("deadbeef") && row.text().contains("设计师小张"), "{}", row.text());
}

#[db_test]
async fn an_overlap_is_pointed_out_before_anything_is_written(test: TestApp) {
    let mut owner = test.owner().await;
    let file = leads(&["张伟,94210001,设计师小张,6650000000000000000000a1,10,5,2"]);
    let first = upload(&mut owner, "a.csv", file.as_bytes()).await;
    run(&mut owner, &test, &first, json!({ "period": { "from": "2026-06-01", "to": "2026-06-07" } })).await;
    let second = upload(&mut owner, "b.csv", file.replace(",10,", ",12,").as_bytes()).await;
    let plan = json!({ "period": { "from": "2026-06-05", "to": "2026-06-11" } });
    let planned = owner.put(&format!("/imports/{}/plan", second["id"].as_str().unwrap()), plan).await.json();
    assert_eq!(planned["overlaps"][0]["import"], first["id"]);
    assert_eq!(planned["overlaps"][0]["same_days"], false);
    assert_eq!(planned["state"], "proposed");
}

#[db_test]
async fn leads_are_sealed_and_masked_everywhere(test: TestApp) {
    let mut owner = test.owner().await;
    let file = "线索生成时间,归属账号,流量类型,手机号,微信号,转化方式\n\
        2026-06-20 10:00:00,设计师小张,自然流量,13912345678,zhang_home_88,私信留资\n";
    let import = upload(&mut owner, "线索列表.csv", file.as_bytes()).await;
    assert!(!import.to_string().contains("13912345678"));
    let done = run(&mut owner, &test, &import, json!({})).await;
    assert_eq!(counts(&done), [1, 0, 0, 0]);
    for table in ["leads where phone_sealed", "observations where cells", "rejections where row_sealed"] {
        let sql = format!("select count(*) as n from {table} like '%13912345678%'");
        assert_eq!(number(&test, &sql).await, 0, "{table}");
    }
    assert_eq!(number(&test, "select count(*) as n from leads where phone_index is not null").await, 1);
    let again = upload(&mut owner, "线索列表 (1).csv", file.as_bytes()).await;
    assert_eq!(counts(&run(&mut owner, &test, &again, json!({})).await), [0, 0, 1, 0]);
    let row = owner.get(&format!("/imports/{}/rows/2", done["id"].as_str().unwrap())).await;
    assert!(!row.text().contains("13912345678") && row.text().contains("139****5678"), "{}", row.text());
}

fn plan_of(file: &ExportFile, accounts: &BTreeMap<String, String>) -> Value {
    let mut plan = json!({});
    if let (ExportKind::EmployeeLeads | ExportKind::ServiceQuality, Some(period)) = (file.kind, file.period) {
        plan["period"] = json!({ "from": period.from(), "to": period.to() });
    }
    if let (ExportKind::NoteList, Some(account)) = (file.kind, &file.account) {
        plan["account"] =
            accounts.get(&account.user_id).or_else(|| accounts.get(&account.nickname)).cloned().into();
    }
    plan
}

#[derive(Debug, FromQueryResult)]
struct AccountNames {
    id: uuid::Uuid,
    xhs_uid: Option<String>,
    nickname: String,
}

async fn accounts_by_name(test: &TestApp) -> BTreeMap<String, String> {
    let mut tx = test.db.db.read().await.unwrap();
    let rows: Vec<AccountNames> =
        tx.all("select id, xhs_uid, nickname from accounts", params![]).await.unwrap();
    let mut names = BTreeMap::new();
    for AccountNames { id, xhs_uid, nickname } in rows {
        let id = format!("account_{}", id.simple());
        names.insert(nickname, id.clone());
        names.extend(xhs_uid.map(|uid| (uid, id)));
    }
    names
}

/// The whole demo through the front door; its sums must be those that the simulator took from its own model.
#[db_test]
async fn a_grown_matrix_sums_up_to_the_truth(test: TestApp) {
    let folder = tempfile::tempdir().unwrap();
    let today = Day::from_yyyymmdd(TODAY).unwrap();
    let shape = Shape { stores: 2, accounts: 8, weeks: 4, pace_percent: 60 };
    let files = write_matrix(11, today, &shape, folder.path()).unwrap();
    let mut owner = test.owner().await;
    for file in files {
        let content = std::fs::read(folder.path().join(&file.path)).unwrap();
        let name = file.path.file_name().unwrap().to_string_lossy().into_owned();
        let plan = plan_of(&file, &accounts_by_name(&test).await);
        if plan.get("account").is_some_and(Value::is_null) {
            continue;
        }
        let import = upload(&mut owner, &name, &content).await;
        let done = run(&mut owner, &test, &import, plan).await;
        assert_eq!(done["state"], "done", "{name}: {done}");
    }
    let truth = truth(folder.path());
    for (metric, column) in [
        ("总私信进线数", "message_consult"),
        ("总私信开口数", "initiative_message"),
        ("总私信留资数", "message_leads"),
        ("笔记曝光量", "impression"),
        ("总互动数", "interaction"),
    ] {
        let sql = format!("select coalesce(cast(sum({column}) as bigint), 0) as n from account_periods");
        assert_eq!(number(&test, &sql).await, truth[metric], "{metric}");
    }
}

/// The totals over all weeks of the leads files, as the simulator knows them.
fn truth(folder: &Path) -> BTreeMap<String, i64> {
    let manifest: Value =
        serde_json::from_slice(&std::fs::read(folder.join(simulator::MANIFEST)).unwrap()).unwrap();
    let mut sums = BTreeMap::new();
    for entry in manifest["truth"].as_array().unwrap() {
        if entry["kind"] == "employee_leads" && entry["account"].is_null() && !entry["period"].is_null() {
            for (metric, value) in entry["metrics"].as_object().unwrap() {
                *sums.entry(metric.clone()).or_insert(0) += value.as_i64().unwrap_or(0);
            }
        }
    }
    sums
}
