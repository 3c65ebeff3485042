//! My day on the phone: what is mine to publish, my rests, my place on the board; and what the product refuses to know.

use db_test::db_test;
use domain::identity::Role;
use serde_json::{Value, json};
use testkit::{Client, TestApp};

use crate::drafts::Studio;

const TITLE: &str = "玄关收纳的三步";
const BODY: &str = "上周去量房，鞋柜下面留了十五厘米，扫地机能进去，换鞋也不用弯腰找。";
const LINK: &str = "https://www.xiaohongshu.com/explore/66f0";

async fn day(client: &mut Client) -> Value {
    let answer = client.get("/own-day").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

#[db_test]
async fn a_day_holds_what_is_mine_to_publish_with_its_text(test: TestApp) {
    let mut studio = Studio::of(&test).await;
    assert_eq!(day(&mut studio.writer).await["ready"], json!([]));
    let path = studio.approved("鞋柜留空", TITLE, BODY).await;
    studio.planned("另一个角度").await;
    let mine = day(&mut studio.writer).await;
    assert_eq!(
        (&mine["ready"][0]["text"]["body"], &mine["ready"][0]["can"]["hand_over"]),
        (&json!(BODY), &json!(true))
    );
    assert_eq!(mine["others"][0]["stage"], "writing");
    assert_eq!(day(&mut studio.operator).await["ready"], json!([]), "an operator has no notes of their own");

    studio.writer.post(&format!("{path}/handover"), json!({ "text_no": 1 })).await;
    studio.writer.post(&format!("{path}/receipt"), json!({ "link": LINK })).await;
    let mine = day(&mut studio.writer).await;
    assert_eq!((&mine["ready"][0]["draft"]["stage"], &mine["published"]), (&json!("confirmed"), &json!(1)));
    test.clock.advance_ms(4 * 86_400_000);
    assert_eq!(day(&mut studio.writer).await["ready"], json!([]), "what is out is done");
}

#[db_test]
async fn whoever_rests_a_week_says_so_and_asks_nobody(test: TestApp) {
    let mut studio = Studio::of(&test).await;
    let rest = |day: &str| json!({ "day": day, "reason": "孩子生病" });
    for (day, status) in [("2026-06-24", 204), ("2026-06-26", 204), ("2026-06-21", 422), ("2027-01-04", 422)]
    {
        let answer = studio.writer.put("/own-rests", rest(day)).await;
        assert_eq!(answer.status, status, "{day}: {}", answer.text());
    }
    assert_eq!(
        day(&mut studio.writer).await["rests"],
        json!([{ "week": "2026-06-22", "reason": "孩子生病" }])
    );
    let said = studio.brand.owner.get("/audit?kind=rest_said").await.json();
    assert_eq!(said["items"].as_array().unwrap().len(), 1, "the same again is no news: {said}");
    assert_eq!(studio.writer.delete("/own-rests?day=2026-06-25").await.status, 204);
    assert_eq!(studio.writer.delete("/own-rests?day=2026-06-25").await.status, 404);
    assert_eq!(
        studio.operator.put("/own-rests", rest("2026-06-24")).await.status,
        409,
        "nobody on the roster"
    );
}

#[db_test]
async fn nobody_stands_on_the_board_or_sees_it_who_did_not_say_so(test: TestApp) {
    let mut studio = Studio::of(&test).await;
    let colleague = studio.brand.employee("王芳", None).await;
    let standing = json!({ "role": "employee", "visibility": "own", "employee": colleague });
    let mut colleague = test.guest(&mut studio.brand.owner, standing).await;
    let path = studio.approved("鞋柜留空", TITLE, BODY).await;
    studio.writer.post(&format!("{path}/handover"), json!({ "text_no": 1 })).await;
    studio.writer.post(&format!("{path}/receipt"), json!({ "link": LINK })).await;

    assert_eq!(colleague.put("/leaderboard/own-place", json!({ "on_board": true })).await.status, 204);
    let seen = colleague.get("/leaderboard").await.json();
    assert_eq!(
        seen["items"],
        json!([{ "name": "王芳", "notes": 0, "is_me": true }]),
        "others did not say so"
    );
    assert_eq!(studio.writer.get("/leaderboard").await.json()["items"], json!([]));
    assert_eq!(studio.writer.put("/leaderboard/own-place", json!({ "on_board": true })).await.status, 204);
    let seen = colleague.get("/leaderboard").await.json();
    assert_eq!(seen["items"][0], json!({ "name": "沈佳", "notes": 1, "is_me": false }));
    assert_eq!(studio.writer.put("/leaderboard/own-place", json!({ "on_board": false })).await.status, 204);
    assert_eq!(colleague.get("/leaderboard").await.json()["items"].as_array().unwrap().len(), 1);
    assert_eq!(test.member(Role::Auditor).await.get("/leaderboard").await.status, 403);
}
