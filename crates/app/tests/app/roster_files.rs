//! Rosters as files: what is previewed, what is taken, and what is told of cells that are wrong.

use db::params;
use db_test::db_test;
use serde_json::{Value, json};
use testkit::{Client, TestApp};

use crate::accounts_seed::{Brand, each};

const HEAD: &str = "姓名,工号,手机号,门店,大区,岗位,直属上级,入职日期,离职日期\n";

async fn upload(owner: &mut Client, name: &str, content: &[u8]) -> Value {
    let answer = owner.upload("/imports", name, content).await;
    assert_eq!(answer.status, 201, "{name}: {}", answer.text());
    answer.json()
}

fn path(import: &Value) -> String {
    format!("/imports/{}", import["id"].as_str().unwrap())
}

async fn run(owner: &mut Client, test: &TestApp, import: &Value) -> Value {
    let started = owner.post(&format!("{}/run", path(import)), json!({})).await;
    assert_eq!(started.status, 202, "{}", started.text());
    test.run_jobs().await;
    owner.get(&path(import)).await.json()
}

fn counts(import: &Value) -> [i64; 4] {
    ["rows_new", "rows_changed", "rows_unchanged", "rows_rejected"].map(|name| import[name].as_i64().unwrap())
}

/// What is told of the rejected rows: the row, the column, and the cell.
async fn told(owner: &mut Client, import: &Value) -> Vec<(i64, String, String)> {
    let rejected = owner.get(&format!("{}/rejections", path(import))).await.json();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut told = Vec::new();
    for row in rejected.as_array().unwrap() {
        for problem in row["problems"].as_array().unwrap() {
            assert!(!text(&problem["message"]).is_empty(), "it says what to do: {problem}");
            told.push((row["row"].as_i64().unwrap(), text(&problem["column"]), text(&problem["value"])));
        }
    }
    told
}

#[db_test]
async fn a_roster_says_where_people_work_whom_they_report_to_and_since_when(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let rows = "王芳,M001,13800000000,静安店,华东,设计师,周敏,2024-03-01,\n\
        李雷,M002,,静安店,,搭配师,王芳,2023/7/9,2026-06-30\n";
    let import = upload(&mut brand.owner, "花名册.csv", format!("{HEAD}{rows}").as_bytes()).await;
    assert_eq!(import["kind"], "roster", "it is known by its columns: {import}");
    assert_eq!(import["proposal"]["needs_period"], json!(false));
    let preview = import.to_string();
    assert!(preview.contains("静安店") && preview.contains("周敏"), "the first rows are shown");
    assert!(!preview.contains("13800000000"), "a phone number is shown masked before anything is written");
    let people = brand.owner.get("/employees").await.json();
    assert_eq!(people["items"], json!([]), "nothing is written by looking");

    let done = run(&mut brand.owner, &test, &import).await;
    assert_eq!(counts(&done), [2, 0, 0, 0], "{done}");
    let people = brand.owner.get("/employees").await.json();
    let mut said: Vec<_> = people["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|person| {
            let field = |name: &str| person[name].as_str().unwrap_or_default().to_owned();
            let store = person["store"]["name"].as_str().unwrap_or_default().to_owned();
            [field("name"), store, field("post"), field("manager"), field("hired_on"), field("left_on")]
        })
        .collect();
    said.sort();
    assert_eq!(
        said,
        [
            ["李雷", "静安店", "搭配师", "王芳", "2023-07-09", "2026-06-30"].map(str::to_owned),
            ["王芳", "静安店", "设计师", "周敏", "2024-03-01", ""].map(str::to_owned),
        ]
    );
    let stores = brand.owner.get("/stores").await.json();
    assert_eq!(
        (each(&stores, "/name"), each(&stores, "/region")),
        (vec!["静安店".into()], vec!["华东".into()])
    );

    let moved = format!("{HEAD}王芳,M001,,静安店,,设计师,李雷,,\n");
    let import = upload(&mut brand.owner, "花名册二.csv", moved.as_bytes()).await;
    let done = run(&mut brand.owner, &test, &import).await;
    assert_eq!(counts(&done), [0, 1, 0, 0], "{done}");
    let found = brand.owner.get("/employees?q=M001").await.json();
    assert_eq!(found["items"][0]["manager"], "李雷");
    assert_eq!(found["items"][0]["hired_on"], "2024-03-01", "an empty cell erases nothing");
}

#[db_test]
async fn what_is_wrong_in_a_roster_is_told_by_row_and_the_rest_is_taken(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let rows = "王芳,M001,13800000000,静安店,华东,设计师,周敏,2024-03-01,\n\
        李雷,M002,打他微信,静安店,华东,设计师,周敏,2024-03-01,\n\
        韩梅,M003,13900000000,静安店,华东,设计师,周敏,2024-02-30,\n\
        ,M004,13900000001,静安店,华东,设计师,周敏,2024-03-01,\n\
        赵云,M005,13900000002,静安店,华东,设计师,周敏,2024-03-01,2024-02-01\n\
        钱多,M001,13900000003,静安店,华东,设计师,周敏,2024-03-01,\n\
        孙权,M006,13900000004,静安店,华东,设计师,周敏,去年春天,\n\
        周瑜,M007,13900000005,静安店,华东,设计师,周敏,2024-03-01,在职\n";
    let import = upload(&mut brand.owner, "花名册.csv", format!("{HEAD}{rows}").as_bytes()).await;
    let done = run(&mut brand.owner, &test, &import).await;
    let told = told(&mut brand.owner, &import).await;
    let places: Vec<(i64, &str)> = told.iter().map(|(row, column, _)| (*row, column.as_str())).collect();
    for place in [
        (3, "手机号"),
        (4, "入职日期"),
        (5, "姓名"),
        (6, "离职日期"),
        (7, "工号"),
        (8, "入职日期"),
        (9, "离职日期"),
    ] {
        assert!(places.contains(&place), "{place:?}: {told:?}");
    }
    assert_eq!(counts(&done), [1, 0, 0, 7], "{done}");
    let cells: Vec<(i64, &str)> = told.iter().map(|(row, _, cell)| (*row, cell.as_str())).collect();
    for cell in [(4, "2024-02-30"), (6, "2024-02-01"), (7, "M001"), (8, "去年春天")] {
        assert!(cells.contains(&cell), "what stands there is said: {cell:?} {told:?}");
    }
    let people = brand.owner.get("/employees").await.json();
    assert_eq!(each(&people, "/name"), ["王芳"], "and nothing of a bad row");
    let file = brand.owner.get(&format!("{}/rejections/file", path(&import))).await;
    assert!(file.text().contains("去年春天") && !file.text().contains("王芳"), "{}", file.text());
    let refused = "赵云,M005,13900000002,静安店,华东,设计师,周敏,2024-03-01,2024-02-01";
    assert!(file.text().contains(refused), "to be corrected and brought in again: {}", file.text());
    let leak = "select count(*) as n from rejections where tenant_id = $1 and problems like '%1390000%'";
    assert_eq!(brand.number(leak, params![brand.tenant.uuid()]).await, 0);
}

#[db_test]
async fn a_file_that_is_no_roster_gets_a_sentence_and_leaves_nobody(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    for (name, content) in [
        ("花名册.xlsx", b"PK\x03\x04 not a workbook".as_slice()),
        ("花名册.csv", b""),
        ("照片.png", b"\x89PNG\r\n\x1a\n...."),
    ] {
        let answer = brand.owner.upload("/imports", name, content).await;
        assert_eq!(answer.status, 422, "{name}: {}", answer.text());
        assert!(!answer.json()["message"].as_str().unwrap().is_empty(), "{name}");
    }
    assert_eq!(brand.owner.get("/employees").await.json()["items"], json!([]));
}
