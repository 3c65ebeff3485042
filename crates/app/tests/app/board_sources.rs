//! From a number back to the rows of the files: what the rows give adds up to the number.

use db_test::db_test;
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use serde_json::{Value, json};
use testkit::{Client, TestApp};
use uuid::Uuid;

use crate::board_seed::{From, Seed};

fn maybe(chance: &mut StdRng, max: i64) -> Option<i64> {
    chance.random_bool(0.85).then(|| chance.random_range(0..max))
}

fn day(number: i32) -> i32 {
    20_260_601 + number
}

/// A random matrix: notes, weeks that overlap, reply measures with and without weights, reports of two levels, and
/// cells that an older file filled.
async fn random_matrix(test: &TestApp, chance: &mut StdRng) -> (Client, Vec<Uuid>) {
    let mut owner = test.owner().await;
    let mut seed = Seed::of(test, &mut owner).await;
    let mut files = Vec::new();
    for number in 0..4 {
        files.push(seed.import("employee_leads", &format!("文件{number}.csv"), number, None).await);
    }
    let mut accounts = Vec::new();
    for number in 0..5 {
        let account = seed.account(&format!("号{number}"), "kos", None, None).await;
        accounts.push(account);
        for note in 0..chance.random_range(0..6) {
            let from = From(files[chance.random_range(0..4)], note + 2);
            let figures = std::array::from_fn(|_| maybe(chance, 500));
            let id = seed
                .note(account, from, day(chance.random_range(0..20)), &format!("笔记{note}"), figures)
                .await;
            let older = json!({ "like": [format!("import_{}", files[0].simple()), 77] }).to_string();
            if chance.random_bool(0.3) {
                let sql = "update notes set older_cells = $3 where tenant_id = $1 and id = $2";
                seed.tx.execute(sql, db::params![seed.tenant, id, older]).await.unwrap();
            }
        }
        let mut spans: Vec<(i32, i32)> = Vec::new();
        for row in 0..6 {
            let first = chance.random_range(0..18);
            let span = (day(first), day(first + chance.random_range(0..5)));
            if spans.contains(&span) {
                continue;
            }
            spans.push(span);
            let from = From(files[chance.random_range(0..4)], row + 20);
            seed.leads(account, from, span, std::array::from_fn(|_| maybe(chance, 90))).await;
            if chance.random_bool(0.7) {
                seed.service(
                    account,
                    From(files[1], row + 40),
                    span,
                    [maybe(chance, 1_000_000), maybe(chance, 90_000)],
                )
                .await;
            }
        }
        for creative in (0..8).map(|creative| creative + 100 * number) {
            let at = day(chance.random_range(0..10));
            let (file, level) = if chance.random_bool(0.7) {
                (files[0], "creativity_id")
            } else {
                (files[2], "campaign_name")
            };
            let figures = [maybe(chance, 9_000), maybe(chance, 9)];
            seed.juguang(account, From(file, creative + 60), (at, at), (level, creative), figures).await;
        }
    }
    seed.commit().await;
    (owner, accounts)
}

/// The number that the rows give, by the nature that the table of metrics says.
fn put_together(metric: &Value, sources: &[Value], days: i64) -> Option<i64> {
    let sum = |of: &dyn Fn(&Value) -> Option<i64>| sources.iter().filter_map(of).sum::<i64>();
    let value = |row: &Value| row["value"].as_i64();
    let over = |row: &Value| row["over"].as_i64();
    let divided = |above: i64, below: i64| (below > 0).then(|| (above + below / 2) / below);
    let scale = match metric["unit"].as_str().unwrap() {
        "ppm" => 1_000_000,
        _ => 1,
    };
    if sources.is_empty() {
        return None;
    }
    match (metric["nature"].as_str().unwrap(), metric["id"].as_str().unwrap()) {
        (_, "cadence") => divided(sum(&value) * 700, days),
        ("flow", _) => Some(sum(&value)),
        ("rate", _) => divided(sum(&value) * scale, sum(&over)),
        ("mean", _) if sources.len() == 1 => value(&sources[0]),
        ("mean", _) if sources.iter().any(|row| row["over"].is_null()) => None,
        ("mean", _) => divided(sum(&|row| Some(value(row)? * over(row)?)), sum(&over)),
        other => panic!("{other:?}"),
    }
}

async fn all_sources(owner: &mut Client, path: &str) -> (Value, Vec<Value>) {
    let (mut sources, mut cursor) = (Vec::new(), String::new());
    loop {
        let answer = owner.get(&format!("{path}&limit=3{cursor}")).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let page = answer.json();
        sources.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return (page["cell"].clone(), sources),
        }
    }
}

#[db_test]
async fn the_sources_of_a_number_add_up_to_it(test: TestApp) {
    let mut chance = StdRng::seed_from_u64(7);
    let (mut owner, accounts) = random_matrix(&test, &mut chance).await;
    let metrics = owner.get("/metrics").await.json();
    let (from, to, days) = ("2026-06-02", "2026-06-18", 17);
    let board = owner.get(&format!("/board?from={from}&to={to}")).await.json();
    let mut told = 0;
    for account in accounts {
        let id = format!("account_{}", account.simple());
        let row = board["items"].as_array().unwrap().iter().find(|row| row["id"] == id.as_str()).unwrap();
        for metric in metrics.as_array().unwrap().iter().filter(|metric| metric["id"] != "fans") {
            let name = metric["id"].as_str().unwrap();
            let path = format!("/board/sources?account={id}&metric={name}&from={from}&to={to}");
            let (cell, sources) = all_sources(&mut owner, &path).await;
            let shown = row["cells"][name]["value"].as_i64();
            assert_eq!(cell["value"].as_i64(), shown, "{name}");
            let found = put_together(metric, &sources, days);
            // What a loaded list or report does not hold is nothing, and has no row.
            let expected = if sources.is_empty() { shown.filter(|n| *n != 0) } else { shown };
            assert_eq!(found, expected, "{name} of {}: {sources:#?}", row["nickname"]);
            told += usize::from(shown.is_some());
        }
    }
    assert!(told > 80, "the random matrix says too little: {told}");
}

#[db_test]
async fn a_source_names_the_file_and_row_of_each_cell(test: TestApp) {
    let mut owner = test.owner().await;
    let mut seed = Seed::of(&test, &mut owner).await;
    let account = seed.account("阿木", "kos", None, None).await;
    let old = seed.import("note_list", "笔记列表明细表.xlsx", 7, Some(account)).await;
    let new = seed.import("note_list", "笔记列表明细表 (1).xlsx", 0, Some(account)).await;
    let figures = [Some(100), Some(10), Some(4), Some(3), Some(2), Some(1)];
    let note = seed.note(account, From(new, 3), 20_260_616, "门板怎么选", figures).await;
    let older = json!({ "share": [format!("import_{}", old.simple()), 9] }).to_string();
    let sql = "update notes set older_cells = $3 where tenant_id = $1 and id = $2";
    seed.tx.execute(sql, db::params![seed.tenant, note, older]).await.unwrap();
    seed.commit().await;
    let path = format!("/board/sources?account=account_{}&metric=note_interaction", account.simple());
    let sources = owner.get(&path).await.json();
    assert_eq!(sources["cell"]["value"], 10);
    let rows: Vec<_> = sources["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| (&s["file_name"], &s["row"], &s["value"]))
        .collect();
    assert_eq!(
        rows,
        [
            (&json!("笔记列表明细表.xlsx"), &json!(9), &json!(1)),
            (&json!("笔记列表明细表 (1).xlsx"), &json!(3), &json!(9)),
        ]
    );
    assert_eq!(sources["items"][0]["title"], "门板怎么选");
    assert_eq!(sources["items"][0]["note"], format!("note_{}", note.simple()));
}

#[db_test]
async fn the_weight_of_a_mean_and_the_day_of_a_stock_have_their_source_too(test: TestApp) {
    let mut owner = test.owner().await;
    let mut seed = Seed::of(&test, &mut owner).await;
    let account = seed.account("阿木", "kos", None, None).await;
    let leads = seed.import("employee_leads", "线索.csv", 0, None).await;
    let service = seed.import("service_quality", "分析.csv", 0, None).await;
    let week = (20_260_615, 20_260_621);
    let period = seed.leads(account, From(leads, 5), week, [Some(12), None, None, None, None, None]).await;
    seed.observation(From(leads, 5), period, json!({ "message_consult": 12, "fans": 880 })).await;
    seed.service(account, From(service, 8), week, [Some(400_000), None]).await;
    let sql = "update accounts set fans = 880, fans_day = 20260621 where tenant_id = $1 and id = $2";
    seed.tx.execute(sql, db::params![seed.tenant, account]).await.unwrap();
    seed.commit().await;
    let path = format!("/board/sources?account=account_{}&metric=", account.simple());
    let source = owner.get(&format!("{path}reply_1min")).await.json()["items"][0].clone();
    assert_eq!(
        (&source["file_name"], &source["value"], &source["over"]),
        (&json!("分析.csv"), &json!(400_000), &json!(12))
    );
    assert_eq!((&source["weight"]["file_name"], &source["weight"]["row"]), (&json!("线索.csv"), &json!(5)));
    let fans = owner.get(&format!("{path}fans")).await.json();
    let source = &fans["items"][0];
    assert_eq!(
        (&source["file_name"], &source["row"], &source["value"]),
        (&json!("线索.csv"), &json!(5), &json!(880))
    );
    assert_eq!(source["day"], "2026-06-21");
}
