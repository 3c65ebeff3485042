//! What stands beside a text while it is written, the labels without which it is not handed in, and how far reviewers
//! agree.

use db_test::db_test;
use serde_json::{Value, json};
use testkit::TestApp;

use crate::drafts::{Studio, say};

const TITLE: &str = "玄关收纳的三步";
const BODY: &str = "上周去量房，鞋柜下面留了十五厘米，扫地机能进去，换鞋也不用弯腰找。";

fn text(title: &str, body: &str, labels: &[&str]) -> Value {
    json!({ "title": title, "body": body, "hard_ad": "none", "labels": labels })
}

#[db_test]
async fn a_judgement_hears_the_voice_and_tells_advertising_by_its_words(test: TestApp) {
    let mut studio = Studio::of(&test).await;
    let path = studio.planned("报价").await;
    let body = "我司秉承匠心。全屋 699 元一平，现在下单。";
    let asked = json!({ "text": text(TITLE, body, &[]) });
    let judged = studio.writer.post(&format!("{path}/judgement"), asked).await.json();
    let heard: Vec<&str> =
        judged["voice"].as_array().unwrap().iter().map(|hint| hint["words"].as_str().unwrap()).collect();
    assert_eq!(heard, ["我司", "秉承", "匠心"], "{judged}");
    assert!(judged["voice"][0]["question"].as_str().unwrap().ends_with('？'), "{judged}");
    assert_eq!(judged["hard_ad"]["kind"], "promotion", "{judged}");
    assert_eq!(judged["hard_ad"]["reasons"][0]["words"], "699 元", "{judged}");
    let needs = &judged["labels"][0];
    assert_eq!((&needs["label"], &needs["is_set"]), (&json!("ad"), &json!(false)), "{judged}");
    assert_eq!(judged["ads"]["days_then"], json!({ "ads": 1, "notes": 1 }), "{judged}");
    assert_eq!(judged["ads"]["limit"]["percent"], 20, "{judged}");
    assert_eq!(judged["ads"]["is_beyond"], false, "one note of one says nothing yet: {judged}");
}

#[db_test]
async fn a_text_without_a_label_that_it_needs_is_not_handed_in(test: TestApp) {
    let mut studio = Studio::of(&test).await;
    let path = studio.planned("报价").await;
    let body = format!("{BODY}这套到手 2999 元。");
    let put = json!({ "version": 1, "text": text(TITLE, &body, &[]) });
    let kept = studio.writer.put(&format!("{path}/text"), put).await.json();
    assert_eq!(kept["text"]["hard_ad"], "price", "its words show it: {kept}");
    let refused = studio.writer.post(&format!("{path}/submission"), json!({ "text_no": 1 })).await;
    assert_eq!(refused.status, 409);
    assert!(refused.text().contains("广告"), "{}", refused.text());
    let put = json!({ "version": 2, "text": text(TITLE, &body, &["ad"]) });
    assert_eq!(studio.writer.put(&format!("{path}/text"), put).await.status, 200);
    let taken = studio.writer.post(&format!("{path}/submission"), json!({ "text_no": 2 })).await;
    assert_eq!((taken.status, &taken.json()["draft"]["risk"]), (200, &json!("amber")), "{}", taken.text());
}

#[db_test]
async fn what_was_handed_over_counts_in_the_share_and_once(test: TestApp) {
    let mut studio = Studio::of(&test).await;
    let path = studio.approved("鞋柜留空", TITLE, BODY).await;
    let handed = studio.writer.post(&format!("{path}/handover"), json!({ "text_no": 1 })).await;
    assert_eq!(handed.status, 200, "{}", handed.text());
    let next = studio.planned("报价").await;
    let asked = json!({ "text": text("到手 2999 元", BODY, &["ad"]) });
    let judged = studio.writer.post(&format!("{next}/judgement"), asked).await.json();
    assert_eq!(judged["ads"]["notes"], json!({ "ads": 0, "notes": 1 }), "{judged}");
    assert_eq!(judged["ads"]["notes_then"], json!({ "ads": 1, "notes": 2 }), "{judged}");
}

#[db_test]
async fn agreement_between_two_reviewers_is_told_with_its_number_and_no_score(test: TestApp) {
    let mut studio = Studio::of(&test).await;
    let empty = studio.operator.get("/rubric").await.json();
    assert_eq!(empty["measures"][0]["agreement"]["pairs"], 0, "{empty}");
    assert_eq!(empty["measures"][0]["levels"].as_array().unwrap().len(), 5, "{empty}");
    let path = studio.planned("报价").await;
    let put = json!({ "version": 1, "text": text("到手 2999 元", BODY, &["ad"]) });
    studio.writer.put(&format!("{path}/text"), put).await;
    studio.writer.post(&format!("{path}/submission"), json!({ "text_no": 1 })).await;
    let scores = |truth: i64| json!({ "scores": { "truth": truth, "useful": 3, "warm": 2 } });
    let first = say(&mut studio.operator, &path, 1, "review", scores(4)).await;
    assert_eq!(first.status, 200, "{}", first.text());
    let before = studio.officer.get(&path).await.json();
    assert!(before["decisions"][0]["scores"].is_null(), "whoever is to score sees no score: {before}");
    let second = say(&mut studio.officer, &path, 1, "second_review", scores(5)).await;
    assert_eq!(second.json()["decisions"][0]["scores"]["truth"], 4, "{}", second.text());
    let rubric = studio.operator.get("/rubric").await.json();
    let agreement = &rubric["measures"][0]["agreement"];
    assert_eq!(agreement, &json!({ "pairs": 1, "exact": 0, "adjacent": 1, "kappa_ppm": null }), "{rubric}");
    assert_eq!(rubric["measures"][1]["agreement"]["exact"], 1, "{rubric}");
}
