//! The board as a file.

use calamine::{Data, Reader as _, Xlsx};
use db_test::db_test;
use domain::identity::Role;
use testkit::{Answer, TestApp};

use crate::board_seed::{From, Seed};

const WEEK: (i32, i32) = (20_260_615, 20_260_621);
const EXPORT: &str = "/board/export?from=2026-06-15&to=2026-06-21";

async fn matrix(test: &TestApp) -> testkit::Client {
    let mut owner = test.owner().await;
    let mut seed = Seed::of(test, &mut owner).await;
    let store = seed.store("=cmd|'/c calc'!A1", "华东").await;
    let account = seed.account("=HYPERLINK(\"http://evil.example\")", "kos", Some(store), None).await;
    let file = seed.import("employee_leads", "线索.csv", 0, None).await;
    let service = seed.import("service_quality", "分析.csv", 0, None).await;
    let figures = [Some(1_234), Some(617), Some(5), Some(0), Some(131_701), None];
    seed.leads(account, From(file, 2), WEEK, figures).await;
    seed.service(account, From(service, 2), WEEK, [Some(375_000), Some(750_000)]).await;
    seed.commit().await;
    owner
}

pub fn cells(answer: &Answer, sheet: usize) -> Vec<Vec<String>> {
    let mut book = Xlsx::new(std::io::Cursor::new(answer.bytes.clone())).unwrap();
    let range = book.worksheet_range_at(sheet).unwrap().unwrap();
    assert!(book.worksheet_formula(&book.sheet_names()[sheet].clone()).unwrap().is_empty(), "no formula");
    let text = |cell: &Data| cell.to_string();
    range.rows().map(|row| row.iter().map(text).collect()).collect()
}

#[db_test]
async fn the_board_leaves_as_a_workbook_without_a_formula(test: TestApp) {
    let mut owner = matrix(&test).await;
    let answer = owner
        .get(&format!(
            "{EXPORT}&format=xlsx&compare=none&columns=message_consult,open_rate,promoted_fee,mean_reply"
        ))
        .await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let disposition = answer.header("content-disposition").unwrap();
    assert_eq!(disposition, "attachment; filename=\"kosmos-board-20260615-20260621.xlsx\"");
    let rows = cells(&answer, 0);
    assert_eq!(rows[0][7..], ["进线", "开口率", "投流消耗（元）", "平均回复时长（分钟）"]);
    assert_eq!(rows[1][0], "=HYPERLINK(\"http://evil.example\")", "a text stays what it is");
    assert_eq!(rows[1][7..], ["1234", "0.5", "1317.01", "12.5"]);
    assert_eq!((rows[2][0].as_str(), rows[2][1].as_str(), rows[2][7].as_str()), ("合计", "1 个账号", "1234"));
}

#[db_test]
async fn the_board_leaves_as_text_that_no_spreadsheet_runs(test: TestApp) {
    let mut owner = matrix(&test).await.with_header("accept-language", "en");
    let answer = owner.get(&format!("{EXPORT}&format=csv&columns=open_rate,promoted_fee")).await;
    assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
    let text = answer.text();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert!(lines[0].ends_with(
        "Open rate,\"Open rate, before\",Promotion spend (CNY),\"Promotion spend (CNY), before\""
    ));
    assert!(lines[1].starts_with("\"'=HYPERLINK("), "{}", lines[1]);
    assert!(lines[1].contains("'=cmd|"), "{}", lines[1]);
    assert!(lines[1].ends_with(",50.00%,,1317.01,"), "{}", lines[1]);
    assert_eq!(lines.len(), 3);
}

#[db_test]
async fn taking_figures_out_is_written_down_and_permitted_to_few(test: TestApp) {
    let mut owner = matrix(&test).await;
    owner.get(&format!("{EXPORT}&format=csv")).await;
    let audit = owner.get("/audit?kind=figures_exported").await.json();
    assert_eq!(audit["items"].as_array().unwrap().len(), 1, "{audit:#}");
    for (role, status) in
        [(Role::Operator, 200), (Role::ComplianceOfficer, 200), (Role::Auditor, 403), (Role::Employee, 403)]
    {
        let answer = test.member(role).await.get(&format!("{EXPORT}&format=csv")).await;
        assert_eq!(answer.status, status, "{role}");
    }
    assert_eq!(owner.get(EXPORT).await.status, 400, "which sort of file?");
    assert_eq!(owner.get(&format!("{EXPORT}&format=pdf")).await.status, 400);
}
