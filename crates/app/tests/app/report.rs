//! The weekly report: the board's numbers, told for one week.

use db_test::db_test;
use domain::identity::Role;
use serde_json::{Value, json};
use testkit::TestApp;

use crate::{
    board_export::cells,
    board_seed::{From, Seed},
};

const WEEK: (i32, i32) = (20_260_615, 20_260_621);

async fn matrix(test: &TestApp) -> testkit::Client {
    let mut owner = test.owner().await;
    let mut seed = Seed::of(test, &mut owner).await;
    let east = seed.store("徐汇店", "华东").await;
    let lively = seed.account("热闹", "kos", Some(east), None).await;
    let quiet = seed.account("安静", "kos", None, None).await;
    let lists = seed.import("note_list", "笔记.xlsx", 0, None).await;
    let leads = seed.import("employee_leads", "线索.csv", 0, None).await;
    let service = seed.import("service_quality", "分析.csv", 0, None).await;
    for (row, title, likes) in [(3, "一般", 2), (4, "爆款", 900), (5, "不错", 40)] {
        let figures = [Some(10_000), Some(1_000), Some(likes), None, None, None];
        seed.note(lively, From(lists, row), 20_260_617, title, figures).await;
    }
    seed.note(quiet, From(lists, 9), 20_260_501, "旧的", [None; 6]).await;
    seed.leads(lively, From(leads, 2), WEEK, [Some(20), Some(10), Some(5), Some(1), Some(60_000), None])
        .await;
    seed.leads(
        quiet,
        From(leads, 3),
        (20_260_615, 20_260_618),
        [Some(4), Some(2), Some(0), None, None, None],
    )
    .await;
    seed.service(lively, From(service, 2), WEEK, [Some(300_000), Some(900_000)]).await;
    seed.commit().await;
    owner
}

#[db_test]
async fn the_report_says_what_the_board_says(test: TestApp) {
    let mut owner = matrix(&test).await;
    let answer = owner.get("/reports/weekly?week=2026-06-17").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let report = answer.json();
    assert_eq!(report["period"], json!({ "from": "2026-06-15", "to": "2026-06-21" }));
    assert_eq!(report["brand"], "木里全屋定制");
    let board = owner.get("/board?from=2026-06-15&to=2026-06-21&group_by=store").await.json();
    assert_eq!(report["headline"], board["total"]);
    assert_eq!(report["stores"], board["groups"]);
    let id = |nickname: &str| {
        board["items"].as_array().unwrap().iter().find(|row| row["nickname"] == nickname).unwrap()["id"]
            .clone()
    };
    assert_eq!(report["top"], json!([id("热闹")]));
    assert_eq!(report["quiet"], json!([id("安静")]));
    let titles: Vec<_> = report["notes"].as_array().unwrap().iter().map(|note| &note["title"]).collect();
    assert_eq!(titles, ["爆款", "不错", "一般"]);
    assert_eq!(report["slow"][0]["account"], id("热闹"));
    assert!(!report["work"].as_array().unwrap().is_empty());
    assert_eq!(owner.get("/reports/weekly").await.json()["period"], report["period"], "the last full week");
}

#[db_test]
async fn a_week_that_is_not_whole_says_so(test: TestApp) {
    let mut owner = matrix(&test).await;
    let report = owner.get("/reports/weekly?week=2026-06-21").await.json();
    assert_eq!(report["whole"], false);
    let remarks: Vec<_> = report["remarks"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(remarks.iter().any(|remark| remark.starts_with("1 个账号没有员工号分析")), "{remarks:?}");
    let report = owner.get("/reports/weekly?week=2026-05-20").await.json();
    let remarks: Vec<_> = report["remarks"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(remarks[0].contains("专业号线索明细没有覆盖这些日子：2026-05-18 – 2026-05-24"), "{remarks:?}");
}

#[db_test]
async fn the_report_leaves_as_a_workbook_of_several_sheets(test: TestApp) {
    let mut owner = matrix(&test).await;
    let answer = owner.get("/reports/weekly/file?week=2026-06-17").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let headlines = cells(&answer, 0);
    let leads = headlines.iter().find(|row| row[0] == "留资").unwrap();
    assert_eq!(leads[1], "6");
    assert_eq!(cells(&answer, 2)[2][0], "热闹");
    assert_eq!(cells(&answer, 3)[1][0], "爆款");
    let sources = cells(&answer, 6);
    assert!(sources.iter().any(|row| row[0] == "开口率" && row[1].contains("分子之和")), "{sources:?}");
    let audit = owner.get("/audit?kind=figures_exported").await.json();
    assert_eq!(audit["items"][0]["after"]["what"], "weekly_report", "{audit:#}");
    let mut auditor = test.member(Role::Auditor).await;
    assert_eq!(auditor.get("/reports/weekly/file").await.status, 403);
    let report = auditor.get("/reports/weekly").await;
    assert_eq!(
        (report.status, &report.json()["work"]),
        (200, &json!([])),
        "an auditor reads, and has no work"
    );
}
