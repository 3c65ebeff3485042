//! Packs of rules that a brand exchanges while the program runs.

use db_test::db_test;
use domain::content::OWN_PACKS_MAX;
use serde_json::{Value, json};
use testkit::{Client, TestApp};

use crate::content_rules::judged;

/// A pack with one rule: nobody says 小户型.
fn house(id: &str, version: &str) -> String {
    let rules = format!(
        "
[category.hard_ad]
name = {{ zh = \"硬广\", en = \"hard selling\" }}
why = {{ zh = \"品牌不这样说。\", en = \"The brand does not say so.\" }}
suggestion = {{ zh = \"换一种说法。\", en = \"Say it differently.\" }}
basis = \"{id}_house\"

[basis.{id}_house]
text = {{ zh = \"家规\", en = \"House rules\" }}
source = \"own\"
grade = \"D\"
valid_from = \"2026-01-01\"

[[rule]]
id = \"{id}.small\"
version = 1
category = \"hard_ad\"
outcome = \"block\"
basis = \"{id}_house\"
when = [\"小户型\"]
yes = []
no = []
"
    );
    format!(
        "id = \"{id}\"\nversion = \"{version}\"\nname = {{ zh = \"家规\", en = \"House rules\" }}\n{rules}"
    )
}

async fn put(client: &mut Client, id: &str, body: &str) -> Value {
    let answer = client.put(&format!("/content-packs/{id}"), json!({ "body": body })).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// The packs of the list, each with its version and whether it is the brand's own.
async fn packs(client: &mut Client) -> Vec<(String, String, bool)> {
    let list = client.get("/content-packs").await.json();
    let told = |pack: &Value| {
        let text = |field: &str| pack[field].as_str().unwrap().to_owned();
        (text("id"), text("version"), pack["is_own"].as_bool().unwrap())
    };
    list["items"].as_array().unwrap().iter().map(told).collect()
}

#[db_test]
async fn a_pack_is_replaced_while_the_program_runs_and_taken_back(test: TestApp) {
    let mut owner = test.owner().await;
    let mut elsewhere = test.on_another_node(&owner);
    let before = packs(&mut owner).await;
    let text = "干杯，今晚不醉不归";
    assert_eq!(judged(&mut owner, text).await.0, "block");
    let built_in = owner.get("/content-packs/alcohol").await.json();
    assert!(built_in["body"].as_str().unwrap().contains("id = \"alcohol\""));
    assert_eq!((&built_in["is_own"], &built_in["changed_by"]), (&json!(false), &Value::Null));

    let made = put(&mut owner, "alcohol", &house("alcohol", "2026-06-22")).await;
    assert_eq!(
        (&made["version"], &made["rules"], &made["is_own"]),
        (&json!("2026-06-22"), &json!(1), &json!(true))
    );
    assert_eq!((&made["name"], &made["changed_by"]), (&json!("家规"), &json!("周敏")));
    for client in [&mut owner, &mut elsewhere] {
        assert_eq!(judged(client, text).await, ("pass".to_owned(), Some("1".to_owned())));
        assert_eq!(judged(client, "小户型收纳").await.0, "block");
    }
    let verdict = owner.post("/content-checks", json!({ "text": text })).await.json();
    assert!(verdict["packs"].as_array().unwrap().contains(&json!("alcohol@2026-06-22")), "{verdict}");
    let after = packs(&mut owner).await;
    assert_eq!(after.len(), before.len(), "in the place of the other");
    assert!(after.contains(&("alcohol".to_owned(), "2026-06-22".to_owned(), true)), "{after:?}");

    assert_eq!(elsewhere.delete("/content-packs/alcohol").await.status, 204);
    assert_eq!(judged(&mut owner, text).await, ("block".to_owned(), None));
    assert_eq!(packs(&mut owner).await, before);
    assert_eq!(owner.delete("/content-packs/alcohol").await.status, 404, "nothing of the brand is there");
}

#[db_test]
async fn every_built_in_pack_can_be_the_beginning_of_an_own_one(test: TestApp) {
    let mut owner = test.owner().await;
    let text = "我们的沙发最好";
    let expected = judged(&mut owner, text).await.0;
    for (id, _, is_own) in packs(&mut owner).await {
        assert!(!is_own);
        let path = format!("/content-packs/{id}");
        let body = owner.get(&path).await.json()["body"].clone();
        let answer = owner.put(&path, json!({ "body": body })).await;
        assert_eq!(answer.status, 200, "{id}: {}", answer.text());
    }
    assert_eq!(judged(&mut owner, text).await.0, expected);
    assert!(packs(&mut owner).await.iter().all(|(.., is_own)| *is_own));
}

#[db_test]
async fn a_broken_pack_is_refused_with_one_sentence_and_nothing_changes(test: TestApp) {
    let mut owner = test.owner().await;
    let good = house("alcohol", "1");
    for (id, body, place) in [
        ("alcohol", "id = [".to_owned(), "line 1"),
        ("alcohol", good.replace("version = 1", "version = \"x\""), "line 19"),
        ("alcohol", good.replace("[\"小户型\"]", "[\"<nothing>\"]"), "alcohol.small"),
        ("alcohol", good.replace("basis = \"alcohol_house\"", "basis = \"no_law\""), "no_law"),
        ("contact", good.clone(), "alcohol"),
        ("own", good.replace("id = \"alcohol\"", "id = \"own\""), "id"),
        ("a-b", good.replace("id = \"alcohol\"", "id = \"a-b\""), "id"),
        ("alcohol", house("alcohol", "1 2"), "版本"),
        ("alcohol", format!("{good}#{}", "长".repeat(180_000)), "512 KB"),
        // The others need its words.
        ("base", house("base", "1"), "rule"),
    ] {
        let refused = owner.put(&format!("/content-packs/{id}"), json!({ "body": body })).await;
        assert_eq!(refused.status, 422, "{place}: {}", refused.text());
        let sentence = refused.json()["fields"]["body"].as_str().unwrap_or_default().to_owned();
        assert!(sentence.contains(place) && !sentence.contains('\n'), "{place}: {sentence}");
    }
    assert_eq!(judged(&mut owner, "干杯，今晚不醉不归").await, ("block".to_owned(), None));
    assert!(packs(&mut owner).await.iter().all(|(.., is_own)| !is_own));
    let log = owner.get("/audit?kind=content_pack_changed").await.json();
    assert_eq!(log["items"], json!([]));
}

#[db_test]
async fn a_pack_that_another_needs_stays(test: TestApp) {
    let mut owner = test.owner().await;
    put(&mut owner, "first", &format!("{}[stems]\nours = \"家规词\"\n", house("first", "1"))).await;
    put(&mut owner, "second", &house("second", "1").replace("[\"小户型\"]", "[\"<ours>\"]")).await;
    assert_eq!(judged(&mut owner, "家规词").await.0, "block");
    let refused = owner.delete("/content-packs/first").await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    assert!(refused.json()["message"].as_str().unwrap().contains("second.small"), "{}", refused.text());
    assert_eq!(judged(&mut owner, "家规词").await.0, "block");
    assert_eq!(owner.delete("/content-packs/second").await.status, 204);
    assert_eq!(owner.delete("/content-packs/first").await.status, 204);
    assert_eq!(judged(&mut owner, "家规词").await, ("pass".to_owned(), None));
}

#[db_test]
async fn a_change_of_a_pack_is_in_the_log_and_the_same_text_is_none(test: TestApp) {
    let mut owner = test.owner().await;
    let (first, second) = (house("house", "1"), format!("{}# more\n", house("house", "2")));
    put(&mut owner, "house", &first).await;
    put(&mut owner, "house", &second).await;
    put(&mut owner, "house", &second).await;
    assert_eq!(judged(&mut owner, "小户型").await, ("block".to_owned(), Some("2".to_owned())), "two changes");
    assert_eq!(owner.delete("/content-packs/house").await.status, 204);
    let log = owner.get("/audit?kind=content_pack_changed").await.json()["items"].clone();
    let told: Vec<_> = log.as_array().unwrap().iter().map(|line| (&line["before"], &line["after"])).collect();
    let one = json!({ "version": "1", "bytes": first.len() });
    let two = json!({ "version": "2", "bytes": second.len() });
    assert_eq!(told, [(&two, &Value::Null), (&one, &two), (&Value::Null, &one)]);
    assert!(log.as_array().unwrap().iter().all(|line| line["subject"] == "house"));
}

#[db_test]
async fn a_brand_has_so_many_packs_and_another_has_none_of_them(test: TestApp) {
    let mut owner = test.owner().await;
    let plain =
        |id: &str| format!("id = \"{id}\"\nversion = \"1\"\nname = {{ zh = \"空\", en = \"Empty\" }}\n");
    for number in 0..OWN_PACKS_MAX {
        let id = format!("house_{number}");
        put(&mut owner, &id, &plain(&id)).await;
    }
    let refused = owner.put("/content-packs/more", json!({ "body": plain("more") })).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    put(&mut owner, "house_0", &house("house_0", "2")).await;
    assert_eq!(judged(&mut owner, "小户型").await.0, "block", "those that are there can change");
    let mut foreign = test.foreign_owner().await;
    assert_eq!(judged(&mut foreign, "小户型").await, ("pass".to_owned(), None));
    assert_eq!(foreign.get("/content-packs/house_0").await.status, 404);
}
