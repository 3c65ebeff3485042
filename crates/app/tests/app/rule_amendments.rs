//! Changes of the rule book through the front door: proposed with evidence, seen in their effect, adopted by a second
//! person, and never into the past.

use db_test::db_test;
use domain::identity::Role;
use serde_json::{Value, json};
use testkit::{Client, TestApp};

use crate::{
    evidence::PROOF,
    seats_seed::{CODES, company, granted, id, made},
};

const DAY_MS: i64 = 24 * 3_600_000;

async fn screenshot(client: &mut Client) -> String {
    let answer = client.upload("/evidence-files?purpose=back_office", "后台截图.pdf", PROOF).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    id(&answer.json())
}

/// The grey test's fee of a seat as the back office shows it.
fn fee(value: i64, valid_from: &str, evidence: &str) -> Value {
    json!({
        "edition": "grey_test", "key": "seat_fee", "value": value, "scope": "seat", "valid_from": valid_from,
        "source": "专业号后台公告", "link": "https://example.com/notice", "grade": "official", "note": "涨价通知",
        "evidence": evidence
    })
}

async fn detail(client: &mut Client, amendment: &Value) -> Value {
    let answer = client.get(&format!("/rule-amendments/{}", id(amendment))).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

async fn adopted(client: &mut Client, amendment: &Value) -> Value {
    let path = format!("/rule-amendments/{}/adoption", id(amendment));
    let answer = client.post(&path, json!({ "note": "已核对截图" })).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// What stands for the fee of a seat in the grey test on a day: the chosen number, those that say otherwise, and those
/// to come.
async fn standing(client: &mut Client, on: &str) -> (i64, Vec<i64>, Vec<i64>) {
    let editions = client.get(&format!("/rule-editions?on={on}")).await.json();
    let grey_test =
        editions["editions"].as_array().unwrap().iter().find(|one| one["id"] == "grey_test").unwrap();
    let rule = grey_test["rules"].as_array().unwrap().iter().find(|rule| rule["key"] == "seat_fee").unwrap();
    let values =
        |rows: &Value| rows.as_array().unwrap().iter().map(|row| row["value"].as_i64().unwrap()).collect();
    (rule["chosen"]["value"].as_i64().unwrap(), values(&rule["contradicting"]), values(&rule["coming"]))
}

async fn planned_fee(client: &mut Client) -> Value {
    let plan = client.post("/seat-plans", json!({ "seats": 10 })).await.json();
    plan["scenarios"][2]["lines"][1].clone()
}

#[db_test]
async fn a_row_counts_once_a_second_person_adopts_it_and_never_for_the_past(test: TestApp) {
    let (mut owner, mut officer) = (test.owner().await, test.member(Role::ComplianceOfficer).await);
    let entity = company(&mut owner, "木里家居", CODES[0], Some("grey_test")).await;
    company(&mut owner, "木里软装", CODES[1], Some("spend_2025")).await;
    granted(&test, &mut owner, &entity).await;
    granted(&test, &mut owner, &entity).await;
    let evidence = screenshot(&mut owner).await;
    let amendment = made(&mut owner, "/rule-amendments", fee(80_000, "2026-07-01", &evidence)).await;
    assert_eq!((&amendment["state"], &amendment["kind"]), (&json!("proposed"), &json!("row")));
    assert!(amendment["can"]["decide"].as_str().is_some_and(|why| why.contains("另一位")), "{amendment}");

    let seen = detail(&mut officer, &amendment).await;
    assert_eq!(seen["amendment"]["can"]["decide"], true);
    assert!(seen["amendment"]["can"]["withdraw"].is_string());
    let effects = seen["effects"].as_array().unwrap();
    assert_eq!(effects.len(), 1, "the other company has another edition: {seen}");
    let effect = &effects[0];
    assert_eq!((&effect["name"], &effect["seats"]), (&json!("木里家居"), &json!(2)));
    assert_eq!(
        (&effect["before"]["fees_fen"], &effect["after"]["fees_fen"]),
        (&json!(120_000), &json!(160_000))
    );
    assert_eq!(effect["changes"].as_array().unwrap().len(), 1);
    let due = &effect["due"][0];
    assert_eq!((&due["seats"], &due["fen"]), (&json!(2), &json!(160_000)), "both terms end on one day");
    assert!(due["on"].as_str().unwrap() > "2027-06-01", "what is paid is kept: {due}");

    let path = format!("/rule-amendments/{}/adoption", id(&amendment));
    let own = owner.post(&path, json!({})).await;
    assert_eq!(own.status, 403, "{}", own.text());
    assert!(own.json()["message"].as_str().unwrap().contains("另一位"), "{}", own.text());
    assert_eq!(standing(&mut owner, "2026-07-01").await, (60_000, vec![], vec![]), "nothing counts yet");

    let done = adopted(&mut officer, &amendment).await;
    assert_eq!((&done["state"], &done["decision"]["counts_from"]), (&json!("adopted"), &json!("2026-07-01")));
    assert_eq!(standing(&mut owner, "2026-06-30").await, (60_000, vec![], vec![80_000]), "the past stays");
    assert_eq!(standing(&mut owner, "2026-07-01").await, (80_000, vec![60_000], vec![]));
    assert_eq!(planned_fee(&mut owner).await["amount"]["fen"], 600_000, "until its day");
    test.clock.advance_ms(9 * DAY_MS);
    let line = planned_fee(&mut owner).await;
    assert_eq!((&line["amount"]["fen"], &line["cites"][0]["amendment"]), (&json!(800_000), &amendment["id"]));
    assert_eq!(
        (&line["cites"][0]["grade"], &line["cites"][0]["source"]["zh"]),
        (&json!("official"), &json!("专业号后台公告"))
    );
    assert_eq!(detail(&mut owner, &amendment).await["effects"], seen["effects"], "as it was decided by");

    assert_eq!(officer.post(&path, json!({})).await.status, 409);
    assert_eq!(owner.delete(&format!("/rule-amendments/{}", id(&amendment))).await.status, 409);
    let log = owner.get("/audit?limit=1").await.json()["items"][0].clone();
    assert_eq!((&log["kind"], &log["after"]["counts_from"]), (&json!("rule_adopted"), &json!("2026-07-01")));
    let mut foreign = test.foreign_owner().await;
    assert_eq!(
        planned_fee(&mut foreign).await["amount"]["fen"],
        600_000,
        "another brand knows nothing of it"
    );
}

#[db_test]
async fn what_is_adopted_after_its_day_counts_from_its_adoption(test: TestApp) {
    let (mut owner, mut officer) = (test.owner().await, test.member(Role::ComplianceOfficer).await);
    let evidence = screenshot(&mut owner).await;
    let amendment = made(&mut owner, "/rule-amendments", fee(80_000, "2026-06-22", &evidence)).await;
    test.clock.advance_ms(3 * DAY_MS);
    let done = adopted(&mut officer, &amendment).await;
    assert_eq!(done["decision"]["counts_from"], "2026-06-25");
    assert_eq!(standing(&mut owner, "2026-06-24").await, (60_000, vec![], vec![80_000]));
    assert_eq!(standing(&mut owner, "2026-06-25").await.0, 80_000);
}

#[db_test]
async fn a_company_goes_over_to_another_edition_with_a_screenshot_and_a_second_person(test: TestApp) {
    let (mut owner, mut officer) = (test.owner().await, test.member(Role::ComplianceOfficer).await);
    let entity = company(&mut owner, "木里家居", CODES[0], Some("spend_2025")).await;
    let evidence = screenshot(&mut owner).await;
    let change = |edition: &str, seen_on: &str| json!({ "entity": entity, "edition": edition, "seen_on": seen_on, "note": "收到灰度通知", "evidence": evidence });
    let amendment = made(&mut owner, "/edition-changes", change("grey_test", "2026-06-20")).await;
    assert_eq!(amendment["change"]["entity_name"], "木里家居");
    let seen = detail(&mut officer, &amendment).await;
    let effect = &seen["effects"][0];
    assert_eq!(effect["gained"].as_array().unwrap().len(), 5, "{effect}");
    assert_eq!((&effect["lost"], &effect["quota"]), (&json!([]), &json!(100)));
    let shown = |list: Value| -> Vec<(String, String)> {
        let text = |row: &Value, field: &str| row[field].as_str().unwrap().to_owned();
        list["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (text(row, "edition"), text(row, "since")))
            .collect()
    };
    let path = format!("/legal-entities/{entity}/editions");
    assert_eq!(shown(owner.get(&path).await.json()), [("spend_2025".to_owned(), "2026-01-01".to_owned())]);
    let done = adopted(&mut officer, &amendment).await;
    assert_eq!(
        done["decision"]["counts_from"], "2026-06-22",
        "not from the day it was seen: what was decided stays"
    );
    let expected = [("grey_test", "2026-06-22"), ("spend_2025", "2026-01-01")];
    let expected = expected.map(|(edition, since)| (edition.to_owned(), since.to_owned()));
    assert_eq!(shown(owner.get(&path).await.json()), expected);
    let editions = owner.get("/rule-editions").await.json();
    assert_eq!(editions["editions"][2]["entities"], 1);

    for (draft, field) in [
        (change("grey_test", "2026-06-22"), "edition"),
        (change("nowhere", "2026-06-22"), "edition"),
        (change("bundled", "2026-06-23"), "seen_on"),
    ] {
        let refused = owner.post("/edition-changes", draft.clone()).await;
        assert_eq!(refused.status, 422, "{draft}: {}", refused.text());
        assert!(refused.json()["fields"][field].is_string(), "{draft}: {}", refused.text());
    }
}

#[db_test]
async fn a_proposal_is_refused_with_a_reason_or_taken_back_by_whoever_made_it(test: TestApp) {
    let (mut owner, mut officer) = (test.owner().await, test.member(Role::ComplianceOfficer).await);
    let mut operator = test.member(Role::Operator).await;
    let evidence = screenshot(&mut operator).await;
    let one = made(&mut operator, "/rule-amendments", fee(80_000, "2026-06-22", &evidence)).await;
    let other = made(&mut operator, "/rule-amendments", fee(70_000, "2026-06-22", &evidence)).await;
    let refusal = format!("/rule-amendments/{}/refusal", id(&one));
    assert_eq!(
        operator.post(&refusal, json!({ "reason": "不对" })).await.status,
        403,
        "an operator proposes only"
    );
    let without = officer.post(&refusal, json!({ "reason": "  " })).await;
    assert_eq!(without.status, 422, "{}", without.text());
    let refused = officer.post(&refusal, json!({ "reason": "截图看不清金额" })).await.json();
    assert_eq!(
        (&refused["state"], &refused["decision"]["note"]),
        (&json!("refused"), &json!("截图看不清金额"))
    );
    let path = format!("/rule-amendments/{}", id(&other));
    assert_eq!(owner.delete(&path).await.status, 403, "not theirs");
    assert_eq!(operator.delete(&path).await.status, 204);
    let list = owner.get("/rule-amendments").await.json();
    let states: Vec<&Value> = list["items"].as_array().unwrap().iter().map(|one| &one["state"]).collect();
    assert_eq!(states, [&json!("withdrawn"), &json!("refused")]);
    assert_eq!(owner.get("/rule-amendments?state=proposed").await.json()["items"], json!([]));
    assert_eq!(standing(&mut owner, "2026-07-01").await.0, 60_000);
}

#[db_test]
async fn of_two_who_decide_at_once_one_does(test: TestApp) {
    let mut owner = test.owner().await;
    let officers = [test.member(Role::ComplianceOfficer).await, test.member(Role::ComplianceOfficer).await];
    let evidence = screenshot(&mut owner).await;
    let amendment = made(&mut owner, "/rule-amendments", fee(80_000, "2026-06-22", &evidence)).await;
    let path = format!("/rule-amendments/{}/adoption", id(&amendment));
    let deciding = officers.into_iter().map(|mut officer| {
        let path = path.clone();
        async move { officer.post(&path, json!({})).await.status }
    });
    let mut statuses = futures_util::future::join_all(deciding).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
}

#[db_test]
async fn what_cannot_be_proposed_is_refused_with_its_field(test: TestApp) {
    let mut owner = test.owner().await;
    let evidence = screenshot(&mut owner).await;
    let with = |field: &str, value: Value| {
        let mut draft = fee(80_000, "2026-06-22", &evidence);
        draft[field] = value;
        draft
    };
    for (draft, field) in [
        (with("valid_from", json!("2026-06-21")), "valid_from"),
        (with("valid_from", json!("2027-12-01")), "valid_from"),
        (with("valid_to", json!("2026-06-21")), "valid_to"),
        (with("value", json!(-1)), "value"),
        (with("edition", json!("nowhere")), "edition"),
        (with("industry", json!("space")), "industry"),
        (with("source", json!(" ")), "source"),
        (with("link", json!("javascript:alert(1)")), "link"),
        (with("evidence", json!("file_00000000000000000000000000000001")), "evidence"),
    ] {
        let refused = owner.post("/rule-amendments", draft.clone()).await;
        assert_eq!(refused.status, 422, "{draft}: {}", refused.text());
        assert!(refused.json()["fields"][field].is_string(), "{draft}: {}", refused.text());
    }
    assert_eq!(owner.post("/rule-amendments", with("key", json!("price"))).await.status, 400);
    assert_eq!(owner.get("/rule-amendments").await.json()["items"], json!([]), "nothing was kept");
}

#[db_test]
async fn the_editions_stand_side_by_side_with_what_contradicts_them(test: TestApp) {
    let mut auditor = test.member(Role::Auditor).await;
    let shown = auditor.get("/rule-editions").await.json();
    assert_eq!(shown["on"], "2026-06-22");
    let editions = shown["editions"].as_array().unwrap();
    let rule = |edition: usize, key: &str| {
        editions[edition]["rules"].as_array().unwrap().iter().find(|rule| rule["key"] == key).cloned()
    };
    let quota = rule(2, "seat_quota").unwrap();
    assert_eq!((&quota["chosen"]["value"], &quota["chosen"]["scope"]), (&json!(100), &json!("legal_entity")));
    assert_eq!(quota["contradicting"][0]["value"], 30);
    assert!(
        rule(2, "seat_spend").is_none() && rule(0, "seat_fee").is_none(),
        "what is not known is not there"
    );
    let top_up = rule(0, "opening_top_up").unwrap();
    assert_eq!((&top_up["chosen"], &top_up["of_industries"][0]["value"]), (&Value::Null, &json!(500_000)));
    let asked = auditor.get("/rule-editions?industry=home_furnishing").await.json();
    let rules = asked["editions"][0]["rules"].as_array().unwrap();
    let top_up = rules.iter().find(|rule| rule["key"] == "opening_top_up").unwrap();
    assert_eq!(top_up["chosen"]["value"], 500_000);
    assert_eq!(auditor.get("/rule-editions?industry=space").await.status, 422);
}
