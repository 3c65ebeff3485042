//! The matrix board: sums, changes, gaps, filters, and who sees what.

use db_test::db_test;
use serde_json::{Value, json};
use testkit::TestApp;

use crate::board_seed::{From, Seed};

/// The week before the tests' today, which is Monday 22 June 2026, and the week before that.
const WEEK: (i32, i32) = (20_260_615, 20_260_621);
const BEFORE: (i32, i32) = (20_260_608, 20_260_614);
const BOARD: &str = "/board?from=2026-06-15&to=2026-06-21";

/// Two stores with an account each, an account without a store; two weeks of everything.
async fn matrix(test: &TestApp) -> testkit::Client {
    let mut owner = test.owner().await;
    let mut seed = Seed::of(test, &mut owner).await;
    let east = seed.store("徐汇店", "华东").await;
    let south = seed.store("天河店", "华南").await;
    let zhou = seed.employee("周敏", Some(east)).await;
    let a = seed.account("阿木", "kos", Some(east), Some(zhou)).await;
    let b = seed.account("贝壳", "kos", Some(south), None).await;
    let c = seed.account("全屋定制官方", "enterprise", None, None).await;
    let lists = seed.import("note_list", "笔记列表明细表.xlsx", 0, None).await;
    let leads = seed.import("employee_leads", "专业号-线索明细-20260622.csv", 0, None).await;
    let service = seed.import("service_quality", "员工号分析20260622.csv", 0, None).await;
    let ads = seed.import("juguang_report", "聚光.xlsx", 0, None).await;
    let some = |list: [i64; 6]| list.map(Some);
    seed.note(a, From(lists, 3), 20_260_616, "门板怎么选", some([1_000, 100, 5, 1, 3, 1])).await;
    seed.note(a, From(lists, 4), 20_260_618, "封边的坑", [Some(500), Some(50), Some(5), None, None, None])
        .await;
    seed.note(a, From(lists, 5), 20_260_610, "上周的", some([10, 1, 0, 0, 0, 0])).await;
    seed.note(b, From(lists, 6), 20_260_601, "很久以前", some([10, 1, 0, 0, 0, 0])).await;
    seed.leads(a, From(leads, 2), WEEK, some([10, 8, 4, 1, 50_000, 200])).await;
    seed.leads(b, From(leads, 3), WEEK, some([30, 6, 1, 0, 10_000, 300])).await;
    seed.leads(a, From(leads, 4), BEFORE, some([20, 8, 2, 0, 50_000, 100])).await;
    seed.service(a, From(service, 2), WEEK, [Some(1_000_000), Some(60_000)]).await;
    seed.service(b, From(service, 3), WEEK, [Some(500_000), Some(180_000)]).await;
    seed.juguang(a, From(ads, 2), (20_260_616, 20_260_616), ("creativity_id", 1), [Some(30_000), Some(2)])
        .await;
    seed.juguang(a, From(ads, 3), (20_260_616, 20_260_616), ("creativity_id", 2), [Some(10_000), Some(0)])
        .await;
    seed.juguang(a, From(ads, 4), (20_260_617, 20_260_617), ("creativity_id", 1), [Some(5_000), Some(1)])
        .await;
    let sql = "update accounts set fans = 1200, fans_day = 20260621 where tenant_id = $1 and id <> $2";
    seed.tx.execute(sql, db::params![seed.tenant, c]).await.unwrap();
    seed.commit().await;
    owner
}

fn row<'a>(board: &'a Value, nickname: &str) -> &'a Value {
    let rows = board["items"].as_array().unwrap();
    rows.iter().find(|row| row["nickname"] == nickname).unwrap_or_else(|| panic!("{nickname} in {board:#}"))
}

#[db_test]
async fn every_account_stands_on_the_board_with_its_figures(test: TestApp) {
    let mut owner = matrix(&test).await;
    let answer = owner.get(BOARD).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let board = answer.json();
    let a = row(&board, "阿木");
    assert_eq!(
        (&a["holder"]["name"], &a["store"]["name"], &a["region"]),
        (&json!("周敏"), &json!("徐汇店"), &json!("华东"))
    );
    assert_eq!((&a["last_note_day"], &a["days_since_last_note"]), (&json!("2026-06-18"), &json!(4)));
    for (metric, value) in [
        ("notes", 2),
        ("cadence", 200),
        ("note_impression", 1_500),
        ("note_read", 150),
        ("note_interaction", 15),
        ("note_interaction_rate", 100_000),
        ("fans", 1_200),
        ("message_consult", 10),
        ("initiative_message", 8),
        ("leads", 5),
        ("open_rate", 800_000),
        ("lead_rate", 500_000),
        ("cpl", 10_000),
        ("reply_1min", 1_000_000),
        ("mean_reply", 60_000),
        ("promoted_fee", 50_000),
        ("spend", 45_000),
        ("spend_cpl", 15_000),
    ] {
        assert_eq!(a["cells"][metric]["value"], value, "{metric}");
    }
    assert_eq!(row(&board, "贝壳")["cells"]["notes"]["value"], 0, "its list is loaded and holds none");
    assert_eq!(row(&board, "贝壳")["cells"]["spend"]["value"], 0, "reports are loaded and hold none");
    let c = &row(&board, "全屋定制官方")["cells"];
    assert_eq!((&c["leads"]["value"], &c["leads"]["absence"]), (&Value::Null, &json!("not_loaded")));
}

#[db_test]
async fn a_total_is_recomputed_and_never_an_average(test: TestApp) {
    let mut owner = matrix(&test).await;
    let board = owner.get(&format!("{BOARD}&group_by=region")).await.json();
    for (metric, value) in [
        ("message_consult", 40),
        ("leads", 6),
        ("open_rate", 350_000),
        ("lead_rate", 357_143),
        // 10 conversations at 100 % and 30 at 50 %.
        ("reply_1min", 625_000),
        ("mean_reply", 150_000),
        ("fans", 2_400),
        ("cadence", 67),
    ] {
        assert_eq!(board["total"][metric]["value"], value, "{metric}");
    }
    let groups: Vec<_> = board["groups"].as_array().unwrap().iter().collect();
    let labels: Vec<_> =
        groups.iter().map(|group| (group["label"].as_str().unwrap(), &group["accounts"])).collect();
    assert_eq!(labels, [("华东", &json!(1)), ("华南", &json!(1)), ("未分配区域", &json!(1))]);
    assert_eq!(groups[1]["cells"]["reply_1min"]["value"], 500_000);
    let order: Vec<_> = board["items"].as_array().unwrap().iter().map(|row| &row["group"]).collect();
    assert_eq!(order, ["华东", "华南", "none"]);
}

#[db_test]
async fn a_rate_without_its_weight_is_absent_with_a_reason(test: TestApp) {
    let mut owner = matrix(&test).await;
    let sql = "update account_periods set message_consult = null where message_consult = 30";
    let mut tx = test.app.db().write().await.unwrap();
    assert_eq!(tx.execute(sql, vec![]).await.unwrap(), 1);
    tx.commit().await.unwrap();
    let board = owner.get(BOARD).await.json();
    assert_eq!(row(&board, "贝壳")["cells"]["reply_1min"]["value"], 500_000, "one account needs no weight");
    let total = &board["total"]["reply_1min"];
    assert_eq!((&total["value"], &total["absence"]), (&Value::Null, &json!("weight_missing")));
}

#[db_test]
async fn a_number_stands_beside_that_of_the_period_before(test: TestApp) {
    let mut owner = matrix(&test).await;
    let board = owner.get(BOARD).await.json();
    let cells = &row(&board, "阿木")["cells"];
    let entered = &cells["message_consult"];
    assert_eq!(
        (&entered["previous"], &entered["change"], &entered["change_ppm"]),
        (&json!(20), &json!(-10), &json!(-500_000))
    );
    assert_eq!(cells["open_rate"]["change"], 400_000, "points, not percent");
    assert_eq!(cells["fans"]["previous"], Value::Null, "a stock has no past");
    assert_eq!(board["previous"], json!({ "from": "2026-06-08", "to": "2026-06-14" }));
    let alone = owner.get(&format!("{BOARD}&compare=none")).await.json();
    assert_eq!(alone["previous"], Value::Null);
    assert_eq!(row(&alone, "阿木")["cells"]["message_consult"]["previous"], Value::Null);
}

#[db_test]
async fn overlapping_files_are_counted_once_and_gaps_are_said(test: TestApp) {
    let mut owner = matrix(&test).await;
    let mut seed = Seed::of(&test, &mut owner).await;
    let account = seed.account("重叠", "kos", None, None).await;
    let file = seed.import("employee_leads", "六月.csv", 1, None).await;
    let consult = |n| [Some(n), None, None, None, None, None];
    seed.leads(account, From(file, 2), (20_260_601, 20_260_630), consult(400)).await;
    seed.leads(account, From(file, 3), (20_260_601, 20_260_607), consult(70)).await;
    seed.leads(account, From(file, 4), (20_260_605, 20_260_614), consult(99)).await;
    seed.commit().await;
    for (days, value, incomplete) in [
        ("from=2026-06-01&to=2026-06-30", json!(400), false),
        ("from=2026-06-01&to=2026-06-14", json!(99), true),
        ("from=2026-06-01&to=2026-06-07", json!(70), false),
        ("from=2026-06-05&to=2026-06-06", Value::Null, true),
    ] {
        let board = owner.get(&format!("/board?{days}")).await.json();
        let row = row(&board, "重叠");
        assert_eq!(row["cells"]["message_consult"]["value"], value, "{days}");
        let open = row["incomplete"].as_array().unwrap().contains(&json!("employee_leads"));
        assert_eq!(open, incomplete, "{days}");
    }
    let board = owner.get("/board?from=2026-06-01&to=2026-06-21").await.json();
    let coverage = board["coverage"].as_array().unwrap();
    let leads = coverage.iter().find(|coverage| coverage["kind"] == "employee_leads").unwrap();
    assert_eq!(leads["gaps"], json!([]));
    assert_eq!(leads["left_out"].as_array().unwrap().len(), 2, "{leads:#}");
}

#[db_test]
async fn two_levels_of_a_report_are_not_added_up(test: TestApp) {
    let mut owner = matrix(&test).await;
    let board = owner.get(BOARD).await.json();
    let account = row(&board, "阿木")["id"].as_str().unwrap().to_owned();
    let mut seed = Seed::of(&test, &mut owner).await;
    let file = seed.import("juguang_report", "聚光-计划报表.xlsx", 0, None).await;
    let id = uuid::Uuid::try_parse(account.strip_prefix("account_").unwrap()).unwrap();
    seed.juguang(id, From(file, 2), (20_260_616, 20_260_616), ("campaign_name", 7), [Some(40_000), Some(2)])
        .await;
    seed.commit().await;
    let board = owner.get(BOARD).await.json();
    assert_eq!(row(&board, "阿木")["cells"]["spend"]["value"], 45_000);
}

#[db_test]
async fn spend_of_no_account_is_in_the_total_and_nobody_is_said_to_have_spent_nothing(test: TestApp) {
    let mut owner = matrix(&test).await;
    let mut seed = Seed::of(&test, &mut owner).await;
    let file = seed.import("juguang_report", "聚光-创意报表.xlsx", 0, None).await;
    let days = (20_260_618, 20_260_618);
    seed.juguang(None, From(file, 2), days, ("creativity_id", 3), [Some(123_400), Some(1)]).await;
    seed.commit().await;
    let board = owner.get(&format!("{BOARD}&group_by=store")).await.json();
    assert_eq!(row(&board, "阿木")["cells"]["spend"]["value"], 45_000);
    let b = &row(&board, "贝壳")["cells"]["spend"];
    assert_eq!((&b["value"], &b["absence"]), (&Value::Null, &json!("not_counted")));
    assert_eq!(board["unassigned"]["spend"]["value"], 123_400);
    assert_eq!(
        (&board["total"]["spend"]["value"], &board["total"]["spend_cpl"]["value"]),
        (&json!(168_400), &json!(42_100))
    );
    let narrowed = owner.get(&format!("{BOARD}&kind=kos")).await.json();
    assert_eq!(
        (&narrowed["unassigned"], &narrowed["total"]["spend"]["value"]),
        (&Value::Null, &json!(45_000))
    );

    let mut owner = owner.with_header("accept-language", "en");
    let export = BOARD.replace("/board?", "/board/export?format=csv&columns=spend&compare=none&");
    let text = owner.get(&export).await.text();
    assert!(text.contains("Of no account,,,,,,,1234.00"), "{text}");
    let report = owner.get("/reports/weekly?week=2026-06-15").await.json();
    assert_eq!(report["headline"]["spend"]["value"], 168_400);
    let remarks = report["remarks"].to_string();
    assert!(remarks.contains("¥1,234.00 of the Juguang reports name no account"), "{remarks}");
}

#[db_test]
async fn the_board_can_be_narrowed_and_sorted(test: TestApp) {
    let mut owner = matrix(&test).await;
    let board = owner.get(BOARD).await.json();
    assert_eq!(board["regions"], json!(["华东", "华南"]));
    let store = board["stores"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(board["stores"][0]["name"], "天河店");
    for (query, expected) in [
        ("sort=-leads", vec!["阿木", "贝壳", "全屋定制官方"]),
        ("sort=leads", vec!["贝壳", "阿木", "全屋定制官方"]),
        ("sort=-last_note", vec!["阿木", "贝壳", "全屋定制官方"]),
        ("kind=enterprise", vec!["全屋定制官方"]),
        (&format!("store={store}"), vec!["贝壳"]),
        ("region=%E5%8D%8E%E4%B8%9C", vec!["阿木"]),
        ("q=%E5%91%A8", vec!["阿木"]),
        ("q=%25", vec![]),
        ("state=quiet", vec!["贝壳"]),
        ("state=no_notes", vec!["全屋定制官方"]),
        ("state=unclaimed&sort=-nickname", vec!["贝壳", "全屋定制官方"]),
    ] {
        let board = owner.get(&format!("{BOARD}&{query}")).await.json();
        let names: Vec<_> =
            board["items"].as_array().unwrap().iter().map(|row| row["nickname"].as_str().unwrap()).collect();
        if query.starts_with("state=unclaimed") {
            assert_eq!(names.len(), 2, "{query}: {names:?}");
        } else {
            assert_eq!(names, expected, "{query}");
        }
    }
    let few = owner.get(&format!("{BOARD}&columns=leads,notes")).await.json();
    assert_eq!(few["total"].as_object().unwrap().len(), 2);
}

#[db_test]
async fn a_wrong_query_is_told_what_is_wrong(test: TestApp) {
    let mut owner = test.owner().await;
    for (query, status, field) in [
        ("from=2026-06-21&to=2026-06-15", 422, "to"),
        ("from=2020-01-01&to=2026-06-15", 422, "to"),
        ("sort=beauty", 422, "sort"),
        ("columns=beauty", 422, "columns"),
        ("from=yesterday", 400, ""),
        ("group_by=mood", 400, ""),
        ("store=account_00000000000000000000000000000007", 400, ""),
    ] {
        let answer = owner.get(&format!("/board?{query}")).await;
        assert_eq!(answer.status, status, "{query}: {answer:?}");
        assert!(field.is_empty() || answer.json()["fields"][field].is_string(), "{query}: {answer:?}");
    }
    let empty = owner.get("/board").await.json();
    assert_eq!(empty["period"], json!({ "from": "2026-06-15", "to": "2026-06-21" }), "the last full week");
    assert_eq!(empty["items"], json!([]));
}

#[db_test]
async fn nobody_sees_or_sums_an_account_outside_of_their_sight(test: TestApp) {
    let mut owner = matrix(&test).await;
    let board = owner.get(BOARD).await.json();
    let other = row(&board, "贝壳")["id"].as_str().unwrap().to_owned();
    let (holder, store) =
        (row(&board, "阿木")["holder"]["id"].clone(), row(&board, "阿木")["store"]["id"].clone());
    let own = json!({ "role": "employee", "visibility": "own", "employee": holder });
    let stores = json!({ "role": "operator", "visibility": "stores", "stores": [store] });
    let regions = json!({ "role": "operator", "visibility": "stores", "regions": ["华东"] });
    for standing in [own, stores, regions] {
        let mut guest = test.guest(&mut owner, standing.clone()).await;
        let board = guest.get(BOARD).await.json();
        let names: Vec<_> = board["items"].as_array().unwrap().iter().map(|row| &row["nickname"]).collect();
        assert_eq!(names, ["阿木"], "{standing}");
        assert_eq!(board["total"]["leads"]["value"], 5, "{standing}");
        assert_eq!(board["regions"], json!(["华东"]), "{standing}");
        let sources = guest.get(&format!("/board/sources?account={other}&metric=leads")).await;
        assert_eq!(sources.status, 404, "{standing}");
    }
    let mut foreign = test.foreign_owner().await;
    assert_eq!(foreign.get(BOARD).await.json()["items"], json!([]));
}

#[db_test]
async fn the_periods_that_are_loaded_can_be_picked(test: TestApp) {
    let mut owner = matrix(&test).await;
    let kinds = owner.get("/periods").await.json();
    let leads = kinds.as_array().unwrap().iter().find(|kind| kind["kind"] == "employee_leads").unwrap();
    let periods: Vec<_> =
        leads["periods"].as_array().unwrap().iter().map(|p| (&p["from"], &p["to"], &p["rows"])).collect();
    assert_eq!(
        periods,
        [
            (&json!("2026-06-15"), &json!("2026-06-21"), &json!(2)),
            (&json!("2026-06-08"), &json!("2026-06-14"), &json!(1)),
        ]
    );
    assert_eq!(leads["periods"][0]["loaded_at"], json!(test.clock.now()));
}

#[db_test]
async fn the_table_of_metrics_tells_what_each_is_made_of(test: TestApp) {
    let metrics = test.owner().await.get("/metrics").await.json();
    let of = |id: &str| metrics.as_array().unwrap().iter().find(|metric| metric["id"] == id).unwrap().clone();
    let rate = of("open_rate");
    assert_eq!((&rate["nature"], &rate["unit"]), (&json!("rate"), &json!("ppm")));
    assert_eq!(
        (&rate["columns"], &rate["over"]),
        (&json!(["initiative_message"]), &json!(["message_consult"]))
    );
    assert_eq!(of("fans")["sums_over_periods"], false);
    assert_eq!(of("mean_reply")["over"], json!(["message_consult"]));
}
