//! Judged notes and near-copies where people look: on the board, with the rows behind the numbers, and in Today.

use db_test::db_test;
use serde_json::{Value, json};
use testkit::{Client, TestApp};

use crate::judging::bring_in;

const BOARD: &str = "from=2026-06-15&to=2026-06-21";
const PLAIN: &str = "玄关鞋柜下面留出十五公分放拖鞋";
const LEADING_AWAY: &str = "想看户型图的加我V❤️13912345678";

/// Three accounts: one writes first, one copies it and leads away, one writes something of its own.
async fn matrix(test: &TestApp) -> Client {
    let mut owner = test.owner().await;
    let rows = [
        ("小张", PLAIN, "2026-06-18 09:00:00"),
        ("老王", "玄关鞋柜下面留出十五公分放拖鞋🌿！！", "2026-06-19 12:00:00"),
        ("老王", LEADING_AWAY, "2026-06-20 19:30:00"),
        ("小李", "小户型阳台的量房记录", "2026-06-20 20:00:00"),
    ];
    bring_in(&mut owner, test, "员工笔记.csv", &rows).await;
    owner
}

fn account<'a>(board: &'a Value, nickname: &str) -> &'a Value {
    let mut rows = board["items"].as_array().unwrap().iter();
    rows.find(|row| row["nickname"] == nickname).unwrap_or_else(|| panic!("{nickname} in {board:#}"))
}

/// The numbers of flagged notes and near-copies of an account.
async fn found(owner: &mut Client, nickname: &str) -> [Option<i64>; 2] {
    let board = owner.get(&format!("/board?{BOARD}")).await.json();
    let row = account(&board, nickname);
    ["notes_flagged", "notes_copied"].map(|metric| row["cells"][metric]["value"].as_i64())
}

/// What Today says of the wording of an account: the rule and the number of notes.
async fn work(client: &mut Client, nickname: &str) -> Vec<(String, i64)> {
    let today = client.get("/today").await.json();
    let items = today["items"].as_array().unwrap().iter();
    let of_account = items.filter(|item| item["title"].as_str().unwrap().starts_with(nickname));
    let told =
        |item: &Value| Some((item["rule"].as_str()?.to_owned(), item["evidence"][0]["number"].as_i64()?));
    let is_wording =
        |(rule, _): &(String, i64)| ["blocked_wording", "risky_wording", "near_copies"].contains(&&**rule);
    of_account.filter_map(told).filter(is_wording).collect()
}

fn one(rule: &str) -> (String, i64) {
    (rule.to_owned(), 1)
}

#[db_test]
async fn the_board_counts_them_and_leads_to_the_rows_of_the_files(test: TestApp) {
    let mut owner = matrix(&test).await;
    assert_eq!(found(&mut owner, "老王").await, [Some(1), Some(1)]);
    assert_eq!(found(&mut owner, "小张").await, [Some(0), Some(0)], "known, judged, and nothing found");
    let board = owner.get(&format!("/board?{BOARD}")).await.json();
    assert_eq!(board["total"]["notes_flagged"]["value"], 1, "{:#}", board["total"]);
    let id = account(&board, "老王")["id"].as_str().unwrap().to_owned();
    for (metric, row, title) in
        [("notes_flagged", 4, LEADING_AWAY), ("notes_copied", 3, "玄关鞋柜下面留出十五公分放拖鞋🌿！！")]
    {
        let sources = owner.get(&format!("/board/sources?account={id}&metric={metric}&{BOARD}")).await.json();
        assert_eq!(sources["rows"], 1, "{sources:#}");
        let source = &sources["items"][0];
        assert_eq!(
            (&source["row"], &source["value"], &source["title"]),
            (&json!(row), &json!(1), &json!(title))
        );
        assert!(source["note"].as_str().unwrap().starts_with("note_"));
    }
    let before = owner.get("/board?from=2026-06-08&to=2026-06-14").await.json();
    let cells = &account(&before, "老王")["cells"];
    assert_eq!(cells["notes_flagged"]["value"], 0, "published on another day: {cells:#}");
}

#[db_test]
async fn today_tells_of_them_until_the_note_or_the_rule_changes(test: TestApp) {
    let mut owner = matrix(&test).await;
    assert_eq!(work(&mut owner, "老王").await, [one("blocked_wording"), one("near_copies")]);
    assert_eq!(work(&mut owner, "小李").await, []);
    let rule = json!({ "kind": "forbidden", "words": "小户型", "outcome": "review" });
    let rule = owner.post("/content-rules", rule).await.json();
    test.run_jobs().await;
    assert_eq!(work(&mut owner, "小李").await, [one("risky_wording")]);
    assert_eq!(found(&mut owner, "小李").await, [Some(1), Some(0)]);
    let shared = json!({ "kind": "shared", "words": PLAIN });
    assert_eq!(owner.post("/content-rules", shared).await.status, 201);
    owner.delete(&format!("/content-rules/{}", rule["id"].as_str().unwrap())).await;
    test.run_jobs().await;
    assert_eq!(work(&mut owner, "小李").await, [], "the rule is gone");
    assert_eq!(work(&mut owner, "老王").await, [one("blocked_wording")], "the passage may be shared");
    test.clock.advance_ms(40 * 86_400_000);
    assert_eq!(work(&mut test.owner().await, "老王").await, [], "it has had its readers");
}

#[db_test]
async fn nobody_is_told_of_notes_outside_of_their_sight(test: TestApp) {
    let mut owner = matrix(&test).await;
    let nobody = json!({ "role": "employee", "visibility": "own" });
    let mut guest = test.guest(&mut owner, nobody).await;
    assert_eq!(work(&mut guest, "老王").await, []);
    assert_eq!(guest.get(&format!("/board?{BOARD}")).await.json()["items"], json!([]));
}

#[db_test]
async fn before_anything_was_judged_nothing_is_known(test: TestApp) {
    let mut owner = test.owner().await;
    let mut seed = crate::board_seed::Seed::of(&test, &mut owner).await;
    let account = seed.account("小张", "kos", None, None).await;
    let list = seed.import("note_list", "a.csv", 0, None).await;
    seed.note(account, crate::board_seed::From(list, 2), 20_260_618, LEADING_AWAY, [None; 6]).await;
    seed.commit().await;
    assert_eq!(found(&mut owner, "小张").await, [None, None]);
    assert_eq!(
        owner.post("/content-rules", json!({ "kind": "allowed", "words": "第一居" })).await.status,
        201
    );
    test.run_jobs().await;
    assert_eq!(found(&mut owner, "小张").await, [Some(1), Some(0)]);
}
