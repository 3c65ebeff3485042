//! Notes of the matrix through the front door: judged by the rules, compared with each other, told to who may see.

use db::{FromQueryResult, params};
use db_test::db_test;
use serde_json::{Value, json};
use testkit::{Client, TestApp};

use crate::{
    accounts_seed::{Brand, Sight, each},
    board_seed::tenant_of,
};

/// Who published which title when.
pub type Row<'a> = (&'a str, &'a str, &'a str);

const MORNING: &str = "2026-06-18 09:00:00";
const NOON: &str = "2026-06-19 12:00:00";
const EVENING: &str = "2026-06-20 19:30:00";

/// A title that nobody objects to, and the same with other decoration.
const PLAIN: &str = "玄关鞋柜下面留出十五公分放拖鞋";
const DECORATED: &str = "玄关鞋柜下面留出十五公分放拖鞋🌿！！";
/// The same in another order.
const REWRITTEN: &str = "十五公分放拖鞋！玄关鞋柜下面留出来";
/// A title that leads away from the platform, and one that claims too much.
const LEADING_AWAY: &str = "想看户型图的加我V❤️13912345678";
const CLAIMING: &str = "全国第一的全屋定制品牌";

/// A list of notes of many accounts, brought in and judged.
pub async fn bring_in(owner: &mut Client, test: &TestApp, file: &str, rows: &[Row<'_>]) -> String {
    let lines = rows.iter().map(|(nickname, title, at)| format!("{title},{nickname},{at},5"));
    let header = "笔记标题,创作者,发布时间,观看量".to_owned();
    let content = std::iter::once(header).chain(lines).collect::<Vec<_>>().join("\n");
    let import = owner.upload("/imports", file, content.as_bytes()).await;
    assert_eq!(import.status, 201, "{}", import.text());
    let id = import.json()["id"].as_str().unwrap().to_owned();
    let started = owner.post(&format!("/imports/{id}/run"), json!({})).await;
    assert_eq!(started.status, 202, "{}", started.text());
    test.run_jobs().await;
    let done = owner.get(&format!("/imports/{id}")).await.json();
    assert_eq!(done["state"], "done", "{done}");
    id
}

async fn take_back(owner: &mut Client, test: &TestApp, import: &str) {
    assert_eq!(owner.post(&format!("/imports/{import}/reversal"), json!({})).await.status, 202);
    test.run_jobs().await;
}

async fn list(client: &mut Client, path: &str) -> Value {
    let answer = client.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()
}

/// The titles of a list.
async fn titles(client: &mut Client, path: &str) -> Vec<String> {
    each(&list(client, path).await, "/note/title")
}

async fn similar(client: &mut Client, question: Value) -> Value {
    let answer = client.post("/similar-checks", question).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// The cells of a span, cut out of a text.
fn part(text: &str, span: &Value) -> String {
    let place = |at: usize| usize::try_from(span[at].as_u64().unwrap()).unwrap();
    text.chars().skip(place(0)).take(place(1) - place(0)).collect()
}

#[db_test]
async fn imported_notes_are_judged_and_compared(test: TestApp) {
    let mut owner = test.owner().await;
    let rows = [
        ("设计师小张", PLAIN, MORNING),
        ("顾问老王", DECORATED, NOON),
        ("顾问老王", "今天陪客户量了两处阳台", EVENING),
        ("顾问老王", LEADING_AWAY, "2026-06-20 20:00:00"),
        ("设计师小张", CLAIMING, "2026-06-21 08:00:00"),
    ];
    bring_in(&mut owner, &test, "员工笔记.csv", &rows).await;

    let found = list(&mut owner, "/note-findings").await;
    assert_eq!(each(&found, "/note/title"), [CLAIMING, LEADING_AWAY], "the newest first, and no plain title");
    assert_eq!(each(&found, "/account/nickname"), ["设计师小张", "顾问老王"]);
    let flagged = &found["items"][1];
    assert_eq!(
        (&flagged["outcome"], &flagged["note"]["published_day"]),
        (&json!("block"), &json!("2026-06-20"))
    );
    assert_eq!(flagged["findings"][0]["category"], "offplatform_lead", "{flagged}");
    assert!(!flagged["findings"][0]["why"].as_str().unwrap().is_empty());
    let packs: Vec<&str> = flagged["packs"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(packs.iter().any(|pack| pack.starts_with("base@")), "{packs:?}");

    let copies = list(&mut owner, "/note-copies").await;
    assert_eq!(each(&copies, "/note/title"), [DECORATED]);
    let copy = &copies["items"][0];
    assert_eq!((&copy["kind"], &copy["account"]["nickname"]), (&json!("copy"), &json!("顾问老王")));
    assert_eq!(copy["original"]["account"]["nickname"], "设计师小张");
    assert!(copy["score"].as_i64().is_some_and(|score| (50..=100).contains(&score)), "{copy}");
    let span = &copy["spans"][0];
    assert_eq!(part(DECORATED, &span["note"]), PLAIN);
    assert_eq!(part(PLAIN, &span["original"]), PLAIN);
}

#[db_test]
async fn a_near_copy_is_named_after_what_was_done_to_the_title(test: TestApp) {
    let mut owner = test.owner().await;
    let rows = [
        ("小张", PLAIN, MORNING),
        ("小张", "我的玄关鞋柜下面也留出十五公分放拖鞋", "2026-06-20 09:00:00"),
        ("小张", "阳台洗衣机上方加一块板放洗衣液", MORNING),
        ("小张", "儿童房书桌靠窗还要留一盏壁灯", MORNING),
        ("小张", "餐厅收纳的3个思路", MORNING),
        ("小李", DECORATED, "2026-06-19 09:00:00"),
        ("小李", "加一块板放洗衣液，阳台洗衣机上方", "2026-06-19 10:00:00"),
        ("小李", "搬来半年才懂，儿童房书桌靠窗还要留一盏壁灯有多好用", "2026-06-19 11:00:00"),
        ("小李", "餐厅收纳的5个思路", NOON),
    ];
    bring_in(&mut owner, &test, "a.csv", &rows).await;
    let copies = list(&mut owner, "/note-copies?to=2026-06-19").await;
    assert_eq!(
        each(&copies, "/kind"),
        ["quotes", "rewrite", "copy"],
        "numbers make two titles of one formula"
    );
    assert_eq!(each(&copies, "/account/nickname"), ["小李"; 3]);
    let own = list(&mut owner, "/note-copies?from=2026-06-20").await;
    assert_eq!(
        each(&own, "/original/account/nickname"),
        ["小李"],
        "what was copied meanwhile, not one's own"
    );
}

#[db_test]
async fn an_earlier_note_that_comes_later_makes_copies_of_those_that_are_there(test: TestApp) {
    let mut owner = test.owner().await;
    bring_in(&mut owner, &test, "a.csv", &[("小李", DECORATED, NOON)]).await;
    assert!(titles(&mut owner, "/note-copies").await.is_empty());
    bring_in(&mut owner, &test, "b.csv", &[("小张", PLAIN, MORNING)]).await;
    assert_eq!(titles(&mut owner, "/note-copies").await, [DECORATED]);
}

#[db_test]
async fn a_title_that_was_edited_is_judged_as_it_is_now(test: TestApp) {
    let mut owner = test.owner().await;
    let before = [("小张", CLAIMING, MORNING), ("小李", PLAIN, MORNING), ("小赵", DECORATED, NOON)];
    bring_in(&mut owner, &test, "a.csv", &before).await;
    assert_eq!(titles(&mut owner, "/note-findings").await, [CLAIMING]);
    assert_eq!(titles(&mut owner, "/note-copies").await, [DECORATED]);
    let after = [("小张", "我们做全屋定制的第十年", MORNING), ("小李", "量了一天的房", MORNING)];
    let second = bring_in(&mut owner, &test, "b.csv", &after).await;
    assert!(titles(&mut owner, "/note-findings").await.is_empty());
    assert!(titles(&mut owner, "/note-copies").await.is_empty(), "the original was edited away");
    assert_eq!(similar(&mut owner, json!({ "text": PLAIN })).await["matches"][0]["text"], DECORATED);

    take_back(&mut owner, &test, &second).await;
    assert_eq!(titles(&mut owner, "/note-findings").await, [CLAIMING]);
    assert_eq!(titles(&mut owner, "/note-copies").await, [DECORATED]);
}

#[db_test]
async fn a_reversal_takes_findings_and_copies_back_and_finds_the_next_original(test: TestApp) {
    let mut owner = test.owner().await;
    let first = bring_in(&mut owner, &test, "a.csv", &[("小张", PLAIN, MORNING)]).await;
    bring_in(&mut owner, &test, "b.csv", &[("小李", REWRITTEN, NOON)]).await;
    let third = [("小赵", DECORATED, EVENING), ("小赵", LEADING_AWAY, "2026-06-21 10:00:00")];
    let third = bring_in(&mut owner, &test, "c.csv", &third).await;
    let copies = list(&mut owner, "/note-copies").await;
    assert_eq!(each(&copies, "/original/note/title"), [PLAIN, PLAIN]);

    take_back(&mut owner, &test, &first).await;
    let copies = list(&mut owner, "/note-copies").await;
    assert_eq!(each(&copies, "/note/title"), [DECORATED]);
    assert_eq!(each(&copies, "/original/note/title"), [REWRITTEN]);
    let verdict = similar(&mut owner, json!({ "text": PLAIN })).await;
    assert_eq!(verdict["notes"], 3, "what was taken back is compared with no more: {verdict}");

    take_back(&mut owner, &test, &third).await;
    assert!(titles(&mut owner, "/note-findings").await.is_empty());
    assert!(titles(&mut owner, "/note-copies").await.is_empty());
}

#[db_test]
async fn a_draft_is_compared_with_the_matrix_and_with_what_comes_with_it(test: TestApp) {
    let mut owner = test.owner().await;
    let old = ("小李", DECORATED, "2026-05-01 10:00:00");
    bring_in(&mut owner, &test, "a.csv", &[("小张", PLAIN, MORNING), old]).await;
    let verdict = similar(&mut owner, json!({ "text": PLAIN })).await;
    assert_eq!((&verdict["verdict"], &verdict["notes"]), (&json!("copy"), &json!(2)));
    let matches = verdict["matches"].as_array().unwrap();
    let found = matches.iter().find(|found| found["text"] == PLAIN).unwrap();
    assert_eq!((&found["hidden"], &found["account"]["nickname"]), (&json!(false), &json!("小张")));
    assert_eq!(found["published_day"], "2026-06-18");
    assert_eq!(part(PLAIN, &found["spans"][0]["note"]), PLAIN);

    let texts = |verdict: &Value| -> Vec<String> {
        let matches = verdict["matches"].as_array().unwrap();
        matches.iter().map(|found| found["text"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let (note, account) = (found["note"].clone(), found["account"]["id"].clone());
    for (narrowed, expected) in [
        (json!({ "text": PLAIN, "not_note": note }), [DECORATED]),
        (json!({ "text": PLAIN, "account": account }), [PLAIN]),
        (json!({ "text": PLAIN, "days": 30 }), [PLAIN]),
    ] {
        assert_eq!(texts(&similar(&mut owner, narrowed.clone()).await), expected, "{narrowed}");
    }
    let own = "阳台洗衣机上方加一块板，放洗衣液刚好";
    let others =
        json!([{ "name": "一稿", "text": "今天休息" }, { "name": "二稿", "text": format!("{own}！") }]);
    let verdict = similar(&mut owner, json!({ "text": own, "others": others })).await;
    let found = &verdict["matches"][0];
    assert_eq!((&verdict["verdict"], &found["other"]), (&json!("copy"), &json!(1)), "{verdict}");
    assert_eq!((&found["name"], &found["note"]), (&json!("二稿"), &Value::Null));
    let innocent = similar(&mut owner, json!({ "text": "周末去苏州看了三个园子" })).await;
    assert_eq!((&innocent["verdict"], &innocent["matches"]), (&json!("clear"), &json!([])));
}

#[db_test]
async fn what_cannot_be_compared_is_refused_in_a_sentence(test: TestApp) {
    let mut owner = test.owner().await;
    let other = |name: &str| json!({ "name": name, "text": "好" });
    for (asked, field) in [
        (json!({ "text": "长".repeat(20_001) }), "text"),
        (json!({ "text": "好", "others": vec![other("稿"); 21] }), "others"),
        (json!({ "text": "好", "others": [other(&"长".repeat(81))] }), "others"),
        (json!({ "text": "好", "days": 0 }), "days"),
    ] {
        let refused = owner.post("/similar-checks", asked).await;
        assert_eq!(refused.status, 422);
        assert!(refused.json()["fields"][field].is_string(), "{}", refused.text());
    }
    let account = "account_0000000000000000000000000000dead";
    assert_eq!(owner.post("/similar-checks", json!({ "text": "好", "account": account })).await.status, 404);
}

#[db_test]
async fn who_sees_one_store_learns_of_other_notes_only_that_there_is_one(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let store = brand.store("徐汇店", "华东").await;
    brand.account("小李", Some(&store)).await;
    let rows = [("小张", PLAIN, MORNING), ("小李", DECORATED, NOON), ("小张", CLAIMING, EVENING)];
    bring_in(&mut brand.owner, &test, "a.csv", &rows).await;
    let stranger = each(&brand.owner.get("/accounts?q=%E5%B0%8F%E5%BC%A0").await.json(), "/id")[0].clone();
    brand.become_member("operator", &Sight::Stores(vec![store], vec![])).await;

    assert!(titles(&mut brand.owner, "/note-findings").await.is_empty());
    let copies = list(&mut brand.owner, "/note-copies").await;
    assert_eq!(each(&copies, "/note/title"), [DECORATED]);
    assert_eq!(copies["items"][0]["original"], Value::Null);
    assert_eq!(copies["items"][0]["spans"][0]["original"], Value::Null);
    assert!(!copies.to_string().contains("小张"));

    let verdict = similar(&mut brand.owner, json!({ "text": PLAIN })).await;
    assert!(!verdict.to_string().contains("小张") && !verdict.to_string().contains(&stranger));
    let matches = verdict["matches"].as_array().unwrap();
    let hidden: Vec<&Value> = matches.iter().filter(|found| found["hidden"] == true).collect();
    assert_eq!((matches.len(), hidden.len()), (2, 1), "{verdict}");
    let expected = json!({
        "note": null, "other": null, "name": null, "account": null, "text": null, "published_day": null,
        "kind": "copy", "score": hidden[0]["score"], "hidden": true,
        "spans": [{ "draft": [0, PLAIN.chars().count()], "note": null }],
    });
    assert_eq!(hidden[0], &expected);
    let asked = json!({ "text": PLAIN, "account": stranger });
    assert_eq!(brand.owner.post("/similar-checks", asked).await.status, 404);
}

#[db_test]
async fn notes_of_another_brand_are_never_compared(test: TestApp) {
    let mut owner = test.owner().await;
    let mut foreign = test.foreign_owner().await;
    bring_in(&mut owner, &test, "a.csv", &[("小张", PLAIN, MORNING), ("小张", CLAIMING, NOON)]).await;
    bring_in(&mut foreign, &test, "b.csv", &[("小李", DECORATED, NOON)]).await;
    for path in ["/note-findings", "/note-copies"] {
        assert!(titles(&mut foreign, path).await.is_empty(), "{path}");
    }
    assert!(titles(&mut owner, "/note-copies").await.is_empty());
    let verdict = similar(&mut foreign, json!({ "text": PLAIN })).await;
    assert_eq!((&verdict["notes"], &verdict["matches"][0]["text"]), (&json!(1), &json!(DECORATED)));
}

#[db_test]
async fn another_node_knows_an_import_at_its_next_question(test: TestApp) {
    let mut owner = test.owner().await;
    let mut elsewhere = test.on_another_node(&owner);
    let question = json!({ "text": PLAIN });
    assert_eq!(similar(&mut elsewhere, question.clone()).await["notes"], 0);
    let import = bring_in(&mut owner, &test, "a.csv", &[("小张", PLAIN, MORNING)]).await;
    assert_eq!(similar(&mut elsewhere, question.clone()).await["verdict"], "copy");
    take_back(&mut owner, &test, &import).await;
    assert_eq!(similar(&mut elsewhere, question).await["notes"], 0);
}

#[db_test]
async fn a_shelf_that_nobody_asks_is_let_go_and_comes_back(test: TestApp) {
    let mut owner = test.owner().await;
    bring_in(&mut owner, &test, "a.csv", &[("小张", PLAIN, MORNING)]).await;
    let shelves = |minutes: i64| test.app.shelves().let_idle_go(testkit::NOW.plus_ms(minutes * 60_000));
    assert_eq!((shelves(9), shelves(10)), (1, 0));
    assert_eq!(similar(&mut owner, json!({ "text": PLAIN })).await["verdict"], "copy");
    assert_eq!(shelves(0), 1);
}

#[db_test]
async fn a_passage_that_all_may_use_makes_no_copy_until_it_is_taken_back(test: TestApp) {
    let mut owner = test.owner().await;
    let rows = [("小张", PLAIN, MORNING), ("小李", DECORATED, NOON)];
    bring_in(&mut owner, &test, "a.csv", &rows).await;
    assert_eq!(titles(&mut owner, "/note-copies").await, [DECORATED]);
    let rule = owner.post("/content-rules", json!({ "kind": "shared", "words": PLAIN })).await;
    assert_eq!(rule.status, 201, "{}", rule.text());
    assert_eq!(similar(&mut owner, json!({ "text": PLAIN })).await["verdict"], "clear", "at once");
    test.run_jobs().await;
    assert!(titles(&mut owner, "/note-copies").await.is_empty());

    let path = format!("/content-rules/{}", rule.json()["id"].as_str().unwrap());
    assert_eq!(owner.delete(&path).await.status, 204);
    test.run_jobs().await;
    assert_eq!(titles(&mut owner, "/note-copies").await, [DECORATED]);
    assert_eq!(similar(&mut owner, json!({ "text": PLAIN })).await["verdict"], "copy");
}

#[db_test]
async fn a_changed_rule_judges_all_notes_again(test: TestApp) {
    let mut owner = test.owner().await;
    bring_in(&mut owner, &test, "a.csv", &[("小张", PLAIN, MORNING), ("小李", CLAIMING, NOON)]).await;
    assert_eq!(titles(&mut owner, "/note-findings").await, [CLAIMING]);
    let word = json!({ "kind": "forbidden", "words": "十五公分", "outcome": "review", "reason": "写毫米" });
    let word = owner.post("/content-rules", word).await;
    assert_eq!(word.status, 201, "{}", word.text());
    let allowed = json!({ "kind": "allowed", "words": CLAIMING });
    assert_eq!(owner.post("/content-rules", allowed).await.status, 201);
    // The first change's pass is overtaken by the second one's.
    assert_eq!(test.run_jobs().await, 2);
    let found = list(&mut owner, "/note-findings").await;
    assert_eq!(each(&found, "/note/title"), [PLAIN]);
    let flagged = &found["items"][0];
    assert_eq!(
        (&flagged["outcome"], &flagged["findings"][0]["matched"]),
        (&json!("review"), &json!("十五公分"))
    );
    assert!(flagged["packs"].as_array().unwrap().contains(&json!("own@2")), "{flagged}");
}

#[db_test]
async fn a_proof_that_ends_has_the_notes_judged_again_in_the_night(test: TestApp) {
    let mut owner = test.owner().await;
    let claim = "这款衣柜好评率98%";
    bring_in(&mut owner, &test, "a.csv", &[("小张", claim, MORNING)]).await;
    assert_eq!(titles(&mut owner, "/note-findings").await, [claim]);
    let proof = json!({
        "kind": "proven", "words": "好评率98%", "reason": "2025 年报告", "valid_until": "2026-06-23",
    });
    let proof = owner.post("/content-rules", proof).await;
    assert_eq!(proof.status, 201, "{}", proof.text());
    test.run_jobs().await;
    assert!(titles(&mut owner, "/note-findings").await.is_empty());
    for (days, expected) in [(1, 0), (2, 1)] {
        test.clock.advance_ms(86_400_000);
        test.run_jobs().await;
        assert_eq!(titles(&mut owner, "/note-findings").await.len(), expected, "after {days} days");
    }
}

#[derive(Debug, PartialEq, FromQueryResult)]
struct Kept {
    note_id: uuid::Uuid,
    about: String,
}

async fn kept(test: &TestApp) -> Vec<Kept> {
    let sql = "
        select note_id, findings as about from note_findings
        union all select note_id, spans as about from note_copies order by note_id, about";
    test.db.db.read().await.unwrap().all(sql, params![]).await.unwrap()
}

#[db_test]
async fn a_batch_that_was_cut_off_is_done_again_and_nothing_is_lost_or_doubled(test: TestApp) {
    let mut owner = test.owner().await;
    let tenant = tenant_of(&mut owner).await;
    let named: Vec<_> = (0..2_300).map(|number| format!("第{number}天的工地记录")).collect();
    let times: Vec<_> = (0..2_302)
        .map(|number| {
            format!("2026-06-{:02} {:02}:{:02}:00", 1 + number / 720, number % 720 / 60, number % 60)
        })
        .collect();
    let mut rows: Vec<Row<'_>> = vec![("小李", PLAIN, &times[0]), ("小张", CLAIMING, &times[1])];
    rows.extend(named.iter().zip(&times[2..]).map(|(title, at)| ("小张", title.as_str(), at.as_str())));
    rows.extend([("小张", DECORATED, EVENING), ("小张", LEADING_AWAY, "2026-06-21 10:00:00")]);
    bring_in(&mut owner, &test, "a.csv", &rows).await;
    let before = kept(&test).await;
    assert_eq!(before.len(), 3, "{before:?}");

    // Every job of the import's judging was running when its node went down; the last one had written nothing.
    let mut tx = test.db.db.write().await.unwrap();
    let sql = "delete from note_copies where tenant_id = $1";
    assert_eq!(tx.execute(sql, params![tenant]).await.unwrap(), 1);
    let sql = "
        update jobs set state = 'running', leased_by = 'gone', lease_until = 0, finished_at = null
        where tenant_id = $1 and kind = 'judge_notes'";
    assert_eq!(tx.execute(sql, params![tenant]).await.unwrap(), 2, "two batches");
    tx.commit().await.unwrap();
    // The first of them puts the second one off once more.
    assert_eq!(test.run_jobs().await, 3);
    assert_eq!(kept(&test).await, before);
}

#[db_test]
async fn the_lists_are_paged_and_narrowed(test: TestApp) {
    let mut owner = test.owner().await;
    let rows = [
        ("小张", PLAIN, MORNING),
        ("小李", DECORATED, NOON),
        ("小赵", REWRITTEN, EVENING),
        ("小张", CLAIMING, NOON),
        ("小李", LEADING_AWAY, EVENING),
    ];
    bring_in(&mut owner, &test, "a.csv", &rows).await;
    for (path, all) in
        [("/note-findings", vec![LEADING_AWAY, CLAIMING]), ("/note-copies", vec![REWRITTEN, DECORATED])]
    {
        assert_eq!(titles(&mut owner, path).await, all);
        let first = list(&mut owner, &format!("{path}?limit=1")).await;
        let cursor = first["next_cursor"].as_str().unwrap();
        let second = list(&mut owner, &format!("{path}?limit=1&cursor={cursor}")).await;
        assert_eq!([each(&first, "/note/title"), each(&second, "/note/title")].concat(), all);
        assert_eq!(second["next_cursor"], Value::Null);
        let account = first["items"][0]["account"]["id"].as_str().unwrap();
        assert_eq!(titles(&mut owner, &format!("{path}?account={account}")).await, all[..1]);
        assert_eq!(titles(&mut owner, &format!("{path}?from=2026-06-20")).await, all[..1]);
        assert_eq!(titles(&mut owner, &format!("{path}?to=2026-06-19")).await, all[1..]);
    }
    assert_eq!(titles(&mut owner, "/note-findings?outcome=block").await, [LEADING_AWAY]);
    assert_eq!(titles(&mut owner, "/note-copies?kind=copy").await, [DECORATED]);
    assert_eq!(owner.get("/note-copies?kind=unknown").await.status, 400);
}
