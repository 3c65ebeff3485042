//! What a brand adds to the rules, through the front door: it counts at the next check, on every node.

use db::params;
use db_test::db_test;
use domain::{content::CONTENT_RULES_MAX, identity::Role};
use serde_json::{Value, json};
use testkit::{Client, TestApp};

use crate::board_seed::tenant_of;

const DAY_MS: i64 = 86_400_000;

/// How a text is judged: the outcome, and what stands behind `own@` in the names of those who judged.
pub async fn judged(client: &mut Client, text: &str) -> (String, Option<String>) {
    let answer = client.post("/content-checks", json!({ "text": text })).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let verdict = answer.json();
    let packs = verdict["packs"].as_array().unwrap().iter().filter_map(Value::as_str);
    let own = packs.filter_map(|pack| pack.strip_prefix("own@")).map(str::to_owned).next();
    (verdict["outcome"].as_str().unwrap().to_owned(), own)
}

async fn outcome(client: &mut Client, text: &str) -> String {
    judged(client, text).await.0
}

async fn add(client: &mut Client, rule: Value) -> Value {
    let answer = client.post("/content-rules", rule).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

async fn remove(client: &mut Client, rule: &Value) {
    let path = format!("/content-rules/{}", rule["id"].as_str().unwrap());
    assert_eq!(client.delete(&path).await.status, 204);
}

#[db_test]
async fn a_word_and_an_exception_change_the_next_verdict_and_their_removal_does_too(test: TestApp) {
    let mut owner = test.owner().await;
    let cases = [
        (
            json!({ "kind": "forbidden", "words": "隔壁 Oak Home", "outcome": "block" }),
            "隔壁 Oak Home 的柜子",
            "pass",
            "block",
        ),
        (
            json!({ "kind": "forbidden", "words": "小户型", "outcome": "hint", "reason": "不做" }),
            "小户型收纳",
            "pass",
            "hint",
        ),
        (json!({ "kind": "allowed", "words": "最好家" }), "我们家最好家沙发", "review", "pass"),
    ];
    for (rule, text, before, after) in cases {
        assert_eq!(outcome(&mut owner, text).await, before, "{rule}");
        let rule = add(&mut owner, rule).await;
        assert_eq!(outcome(&mut owner, text).await, after, "{rule}");
        remove(&mut owner, &rule).await;
        assert_eq!(judged(&mut owner, text).await, (before.to_owned(), None), "{rule}");
    }
}

#[db_test]
async fn a_proof_counts_until_it_ends_and_the_verdict_says_by_which_rules(test: TestApp) {
    let mut owner = test.owner().await;
    let text = "这款刀具好评率98%";
    assert_eq!(judged(&mut owner, text).await, ("evidence".to_owned(), None));
    let reason = "2026 年 6 月评价统计，存于法务共享盘";
    add(
        &mut owner,
        json!({ "kind": "proven", "words": "好评率98%", "reason": reason, "valid_until": "2026-06-23" }),
    )
    .await;
    add(&mut owner, json!({ "kind": "allowed", "words": "第一居" })).await;
    assert_eq!(judged(&mut owner, text).await, ("hint".to_owned(), Some("2".to_owned())));
    test.clock.advance_ms(DAY_MS);
    assert_eq!(outcome(&mut owner, text).await, "hint", "its last day");
    test.clock.advance_ms(DAY_MS);
    let ended = judged(&mut owner, text).await;
    assert_eq!(ended, ("evidence".to_owned(), Some("2.1".to_owned())), "one proof has ended since");
    let rules = owner.get("/content-rules").await.json();
    let counts: Vec<_> = rules["items"].as_array().unwrap().iter().map(|rule| &rule["counts"]).collect();
    assert_eq!(counts, [true, false], "the newest first");
}

#[db_test]
async fn another_node_judges_by_a_change_at_its_next_check(test: TestApp) {
    let mut owner = test.owner().await;
    let mut elsewhere = test.on_another_node(&owner);
    let text = "小户型收纳";
    assert_eq!(outcome(&mut elsewhere, text).await, "pass");
    let rule = add(&mut owner, json!({ "kind": "forbidden", "words": "小户型", "outcome": "review" })).await;
    assert_eq!(judged(&mut elsewhere, text).await, ("review".to_owned(), Some("1".to_owned())));
    assert_eq!(judged(&mut owner, text).await, ("review".to_owned(), Some("1".to_owned())));
    remove(&mut elsewhere, &rule).await;
    assert_eq!(outcome(&mut owner, text).await, "pass");
}

#[db_test]
async fn many_who_ask_at_once_after_a_change_are_judged_by_it(test: TestApp) {
    let mut owner = test.owner().await;
    add(&mut owner, json!({ "kind": "forbidden", "words": "小户型", "outcome": "review" })).await;
    let asking = (0..12).map(|_| {
        let mut client = owner.clone();
        async move { outcome(&mut client, "小户型收纳").await }
    });
    assert_eq!(futures_util::future::join_all(asking).await, ["review"; 12]);
}

#[db_test]
async fn the_rules_of_one_brand_are_nothing_to_another(test: TestApp) {
    let mut owner = test.owner().await;
    let mut foreign = test.foreign_owner().await;
    add(&mut owner, json!({ "kind": "forbidden", "words": "小户型", "outcome": "block" })).await;
    assert_eq!(outcome(&mut owner, "小户型收纳").await, "block");
    assert_eq!(judged(&mut foreign, "小户型收纳").await, ("pass".to_owned(), None));
    add(&mut foreign, json!({ "kind": "forbidden", "words": "小户型", "outcome": "hint" })).await;
    assert_eq!(outcome(&mut foreign, "小户型收纳").await, "hint", "the same words, a rule of its own");
    assert_eq!(outcome(&mut owner, "小户型收纳").await, "block");
    assert_eq!(foreign.get("/content-rules").await.json()["items"].as_array().unwrap().len(), 1);
}

#[db_test]
async fn a_change_is_in_the_log_and_has_the_notes_judged_again(test: TestApp) {
    let mut owner = test.owner().await;
    test.run_jobs().await;
    let rule = add(&mut owner, json!({ "kind": "shared", "words": "全屋定制\n699 元一平起" })).await;
    assert_eq!(rule["words"], "全屋定制 699 元一平起");
    assert_eq!((&rule["created_by"], &rule["can"]["remove"]), (&json!("周敏"), &json!(true)));
    assert_eq!(test.run_jobs().await, 1, "the notes are judged again");
    remove(&mut owner, &rule).await;
    assert_eq!(test.run_jobs().await, 1);
    let log = owner.get("/audit?limit=2").await.json()["items"].clone();
    let (gone, made) = (&log[0], &log[1]);
    assert_eq!((&made["kind"], &made["subject"]), (&json!("content_rule_added"), &rule["id"]));
    assert_eq!((&made["after"]["words"], &made["before"]), (&rule["words"], &Value::Null));
    assert_eq!((&gone["kind"], &gone["subject"]), (&json!("content_rule_removed"), &rule["id"]));
    assert_eq!((&gone["before"]["kind"], &gone["after"]), (&json!("shared"), &Value::Null));
    assert_eq!(judged(&mut owner, "小户型").await.1, None, "a shared passage makes no text lawful");
}

#[db_test]
async fn what_cannot_be_a_rule_is_refused_with_its_field(test: TestApp) {
    let mut owner = test.owner().await;
    for (rule, field) in [
        (json!({ "kind": "forbidden", "words": "小户型" }), "outcome"),
        (json!({ "kind": "forbidden", "words": " ", "outcome": "hint" }), "words"),
        (json!({ "kind": "forbidden", "words": "甲", "outcome": "hint" }), "words"),
        (json!({ "kind": "forbidden", "words": "小户型，大户型", "outcome": "hint" }), "words"),
        (json!({ "kind": "allowed", "words": "第一\n居" }), "words"),
        (json!({ "kind": "allowed", "words": "长".repeat(61) }), "words"),
        (json!({ "kind": "shared", "words": "五个字的价" }), "words"),
        (json!({ "kind": "shared", "words": "长".repeat(1_001) }), "words"),
        (json!({ "kind": "proven", "words": "销量第一" }), "reason"),
        (
            json!({ "kind": "proven", "words": "销量第一", "reason": "报告", "valid_until": "2026-06-21" }),
            "valid_until",
        ),
        (json!({ "kind": "allowed", "words": "第一居", "reason": "长".repeat(201) }), "reason"),
    ] {
        let refused = owner.post("/content-rules", rule.clone()).await;
        assert_eq!(refused.status, 422, "{rule}: {}", refused.text());
        assert!(refused.json()["fields"][field].is_string(), "{rule}: {}", refused.text());
    }
    for unread in [
        json!({ "kind": "secret", "words": "小户型" }),
        json!({ "kind": "allowed", "words": "第一居", "x": 1 }),
    ] {
        assert_eq!(owner.post("/content-rules", unread).await.status, 400);
    }
    assert_eq!(judged(&mut owner, "小户型").await, ("pass".to_owned(), None), "nothing was kept");
    let rule = add(&mut owner, json!({ "kind": "allowed", "words": "第一居" })).await;
    assert_eq!(
        owner.post("/content-rules", json!({ "kind": "allowed", "words": " 第一居 " })).await.status,
        409
    );
    remove(&mut owner, &rule).await;
    let path = format!("/content-rules/{}", rule["id"].as_str().unwrap());
    assert_eq!(owner.delete(&path).await.status, 404, "it is gone already");
}

#[db_test]
async fn a_brand_has_so_many_rules_and_no_more(test: TestApp) {
    let mut owner = test.owner().await;
    let tenant = tenant_of(&mut owner).await;
    let now = test.clock.now();
    let row = |number: i64| {
        let words = format!("词{number}号");
        params![tenant, test.app.ids().uuid(now), "allowed", words, "", now.ms(), "test"]
    };
    let rows = (1..CONTENT_RULES_MAX).flat_map(row).collect();
    let head = "insert into content_rules (tenant_id, id, kind, words, reason, created_at, created_by)";
    let mut tx = test.app.db().write().await.unwrap();
    tx.insert_rows(head, 7, "", rows).await.unwrap();
    tx.commit().await.unwrap();
    add(&mut owner, json!({ "kind": "forbidden", "words": "小户型", "outcome": "block" })).await;
    let beyond = json!({ "kind": "forbidden", "words": "大户型", "outcome": "block" });
    let refused = owner.post("/content-rules", beyond).await;
    assert_eq!((refused.status, refused.code().as_str()), (409, "conflict"), "{}", refused.text());
    assert!(
        refused.json()["message"].as_str().unwrap().contains(&CONTENT_RULES_MAX.to_string()),
        "{}",
        refused.text()
    );
    assert_eq!(outcome(&mut owner, "小户型收纳").await, "block", "so many still count");
    let listed = owner.get("/content-rules").await.json()["items"].as_array().unwrap().len();
    assert_eq!(i64::try_from(listed), Ok(CONTENT_RULES_MAX));
}

#[db_test]
async fn an_operator_reads_the_rules_and_a_compliance_officer_changes_them(test: TestApp) {
    let mut officer = test.member(Role::ComplianceOfficer).await;
    let rule = add(&mut officer, json!({ "kind": "allowed", "words": "第一居" })).await;
    let mut operator = test.member(Role::Operator).await;
    let seen = operator.get("/content-rules").await.json()["items"][0].clone();
    assert_eq!((&seen["id"], &seen["words"]), (&rule["id"], &rule["words"]));
    assert!(seen["can"]["remove"].as_str().is_some_and(|why| why.contains("合规")), "{seen}");
    assert_eq!(
        operator.post("/content-rules", json!({ "kind": "allowed", "words": "第二居" })).await.status,
        403
    );
    let pack = operator.get("/content-packs").await.json()["items"][0].clone();
    assert!(pack["can"]["change"].is_string(), "{pack}");
}
