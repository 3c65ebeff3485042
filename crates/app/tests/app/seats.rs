//! Seats through the front door: their steps, the quota, and the gate that puts content first.

use db_test::db_test;
use domain::identity::{Action, Role};
use futures_util::future::join_all;
use serde_json::{Value, json};
use testkit::TestApp;

use crate::seats_seed::{
    CODES, OVERRIDE, asked, company, grant, granted, id, made, payment, request, step, today,
};

/// How many ask at the same time.
const AT_ONCE: usize = 200;

#[db_test]
async fn a_seat_goes_from_the_request_to_the_term_in_the_order_of_the_platform(test: TestApp) {
    let mut owner = test.owner().await;
    let entity = company(&mut owner, "木里家居（苏州）有限公司", CODES[0], Some("grey_test")).await;
    let seat = asked(&mut owner, &entity, 1).await.remove(0);
    assert_eq!((&seat["state"], &seat["gate_override"]), (&json!("requested"), &json!(OVERRIDE)));
    let early = owner.post(&format!("/seats/{}/submission", id(&seat)), json!({ "version": 1 })).await;
    assert_eq!((early.status, early.code().as_str()), (409, "conflict"));
    assert!(early.text().contains("待批准"), "{}", early.text());

    let seat = step(&mut owner, &seat, "approval", json!({})).await;
    assert_eq!(seat["approved_by"], "周敏");
    let seat = step(&mut owner, &seat, "payment", payment(&test, 600)).await;
    let seat = step(&mut owner, &seat, "submission", json!({})).await;
    let seat = step(&mut owner, &seat, "rejection", json!({ "reason": "在职证明看不清" })).await;
    assert_eq!((&seat["state"], &seat["remark"]), (&json!("paid"), &json!("在职证明看不清")));
    let seat = step(&mut owner, &seat, "submission", json!({})).await;
    let seat = step(&mut owner, &seat, "certification", json!({ "from": today(&test) })).await;
    assert_eq!(seat["state"], "certified");
    assert_eq!(seat["term"]["until"], today(&test).plus_days(364).to_string(), "a year by the rules");
    assert_eq!((&seat["can"]["bind"], &seat["can"]["release"]), (&json!(true), &json!(true)));
    assert!(seat["can"]["approve"].is_string(), "{seat}");

    let log = owner.get("/audit?kind=seat_moved").await.json();
    let steps: Vec<_> = log["items"].as_array().unwrap().iter().map(|line| &line["after"]["step"]).collect();
    assert_eq!(steps, ["certify", "submit", "reject", "submit", "pay", "approve"]);
}

#[db_test]
async fn the_quota_is_a_hard_stop_that_says_the_rule_and_the_way_out(test: TestApp) {
    let mut owner = test.owner().await;
    let entity = company(&mut owner, "木里", CODES[0], Some("grey_test")).await;
    made(&mut owner, "/seats", request(&entity, 99)).await;
    let refused = owner.post("/seats", request(&entity, 2)).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    let message = refused.json()["message"].as_str().unwrap().to_owned();
    for part in ["上限 100 个", "已占 99 个", "还剩 1 个", "来源", "释放"] {
        assert!(message.contains(part), "{part}: {message}");
    }
    let last = made(&mut owner, "/seats", request(&entity, 1)).await;
    assert_eq!(last["left"], 0);
    assert_eq!(owner.post("/seats", request(&entity, 1)).await.status, 409);

    let seat = &last["items"][0];
    step(&mut owner, seat, "release", json!({ "reason": "人手不够" })).await;
    assert_eq!(
        owner.post("/seats", request(&entity, 1)).await.status,
        201,
        "a released seat frees its place"
    );
    let view = owner.get(&format!("/legal-entities/{entity}")).await.json();
    assert_eq!(
        (&view["occupied"], &view["quota"]["most"], &view["quota"]["left"]),
        (&json!(100), &json!(100), &json!(0))
    );
}

#[db_test]
async fn two_hundred_who_ask_at_once_get_what_the_quota_grants_and_no_more(test: TestApp) {
    let mut owner = test.owner().await;
    let entity = company(&mut owner, "木里", CODES[0], Some("grey_test")).await;
    let asking = (0..AT_ONCE).map(|_| {
        let mut client = owner.clone();
        let draft = request(&entity, 1);
        async move {
            // A busy database says so and is asked again; only the quota says no.
            loop {
                let answer = client.post("/seats", draft.clone()).await;
                if answer.status != 503 {
                    return answer.status;
                }
            }
        }
    });
    let answers = join_all(asking).await;
    let granted = answers.iter().filter(|status| **status == 201).count();
    let refused = answers.iter().filter(|status| **status == 409).count();
    assert_eq!((granted, refused), (100, 100), "{answers:?}");
    let view = owner.get(&format!("/legal-entities/{entity}")).await.json();
    assert_eq!(view["occupied"], 100);
}

#[db_test]
async fn the_quota_is_that_of_the_edition_that_the_company_stated(test: TestApp) {
    let mut owner = test.owner().await;
    let entity = company(&mut owner, "木里", CODES[0], Some("spend_2025")).await;
    let enterprise = |name: &str| json!({ "name": name });
    assert_eq!(owner.post("/seats", request(&entity, 31)).await.status, 409, "30 for its enterprise account");
    let path = format!("/legal-entities/{entity}/enterprise-accounts");
    made(&mut owner, &path, enterprise("木里家居")).await;
    made(&mut owner, &path, enterprise("木里全屋定制")).await;
    assert_eq!(owner.post("/seats", request(&entity, 60)).await.status, 201, "and 30 for each more");
    assert_eq!(owner.post("/seats", request(&entity, 1)).await.status, 409);

    let silent = company(&mut owner, "没说过的公司", CODES[1], None).await;
    let refused = owner.post("/seats", request(&silent, 1)).await;
    assert_eq!(refused.status, 409);
    assert!(refused.text().contains("规则版本"), "{}", refused.text());
}

#[db_test]
async fn content_comes_first_and_only_an_owner_lets_seats_through(test: TestApp) {
    let mut owner = test.owner().await;
    let entity = company(&mut owner, "木里", CODES[0], Some("grey_test")).await;
    let mut without = request(&entity, 2);
    without.as_object_mut().unwrap().remove("override_reason");
    let refused = owner.post("/seats", without).await;
    assert_eq!(refused.status, 409);
    let message = refused.json()["message"].as_str().unwrap().to_owned();
    assert!(message.contains("已通过的草稿要 24") && message.contains("还没有记录"), "{message}");
    let mut operator = test.member(Role::Operator).await;
    let refused = operator.post("/seats", request(&entity, 2)).await;
    assert_eq!((refused.status, refused.code().as_str()), (403, "not_permitted"));
    assert_eq!(owner.post("/seats", request(&entity, 2)).await.status, 201);
}

#[db_test]
async fn an_operator_keeps_seats_and_an_owner_alone_approves_them(test: TestApp) {
    let mut owner = test.owner().await;
    let entity = company(&mut owner, "木里", CODES[0], Some("grey_test")).await;
    let seat = asked(&mut owner, &entity, 1).await.remove(0);
    let mut operator = test.member(Role::Operator).await;
    let path = format!("/seats/{}/approval", id(&seat));
    assert_eq!(operator.post(&path, json!({ "version": 1 })).await.status, 403);
    let seen = operator.get(&format!("/seats/{}", id(&seat))).await.json();
    assert!(seen["can"]["approve"].as_str().unwrap().contains("负责人"), "{seen}");
    let seat = step(&mut owner, &seat, "approval", json!({})).await;
    let seat = step(&mut operator, &seat, "payment", payment(&test, 600)).await;
    assert_eq!(seat["state"], "paid");
    let mut auditor = test.member(Role::Auditor).await;
    assert_eq!(auditor.get("/seats").await.json()["items"].as_array().unwrap().len(), 1);
    let notices = owner.get("/notices").await.json();
    assert_eq!(notices["items"][0]["kind"], "member_joined", "what one did oneself is no news: {notices}");
    let program = test.program(&[Action::ManageSeats]).await.post("/seats", request(&entity, 1)).await;
    assert_eq!(program.status, 403, "a program lets nothing through the gate: {}", program.text());
}

#[db_test]
async fn who_saw_an_older_version_overwrites_nothing(test: TestApp) {
    let mut owner = test.owner().await;
    let entity = company(&mut owner, "木里", CODES[0], Some("grey_test")).await;
    let seat = asked(&mut owner, &entity, 1).await.remove(0);
    step(&mut owner, &seat, "approval", json!({})).await;
    let late =
        owner.post(&format!("/seats/{}/release", id(&seat)), json!({ "version": 1, "reason": "算了" })).await;
    assert_eq!(late.status, 409);
    assert!(late.text().contains("第 1 版") && late.text().contains("第 2 版"), "{}", late.text());

    let path = format!("/seats/{}/payment", id(&seat));
    let mut body = payment(&test, 600);
    body["version"] = json!(2);
    let paying = (0..8).map(|_| {
        let (mut client, path, body) = (owner.clone(), path.clone(), body.clone());
        async move { client.post(&path, body).await.status }
    });
    let paid = join_all(paying).await;
    assert_eq!(paid.iter().filter(|status| **status == 201).count(), 1, "{paid:?}");
    let lines = owner.get(&format!("/seat-fees?seat={}", id(&seat))).await.json();
    assert_eq!(lines["items"].as_array().unwrap().len(), 1, "a payment is written once");
}

#[db_test]
async fn a_frozen_seat_rests_until_it_is_thawed(test: TestApp) {
    let mut owner = test.owner().await;
    let entity = company(&mut owner, "木里", CODES[0], Some("grey_test")).await;
    let seat = asked(&mut owner, &entity, 1).await.remove(0);
    let path = format!("/seats/{}/freeze", id(&seat));
    let frozen = owner.put(&path, json!({ "version": 1, "reason": "等合规看完" })).await;
    assert_eq!(frozen.status, 200, "{}", frozen.text());
    assert_eq!(frozen.json()["frozen"]["reason"], "等合规看完");
    let refused = owner.post(&format!("/seats/{}/approval", id(&seat)), json!({ "version": 2 })).await;
    assert_eq!(refused.status, 409);
    assert_eq!(owner.delete(&format!("{path}?version=2")).await.json()["frozen"], Value::Null);
    assert_eq!(owner.delete(&format!("{path}?version=3")).await.status, 409, "it is not frozen");
}

#[db_test]
async fn seats_are_listed_by_what_they_are_called_and_counted_alike(test: TestApp) {
    let mut owner = test.owner().await;
    let entity = company(&mut owner, "木里", CODES[0], Some("grey_test")).await;
    let other = company(&mut owner, "木里二", CODES[1], Some("grey_test")).await;
    let seats = asked(&mut owner, &entity, 4).await;
    asked(&mut owner, &other, 2).await;
    step(&mut owner, &seats[0], "approval", json!({})).await;
    grant(&test, &mut owner, &seats[1]).await;
    step(&mut owner, &seats[2], "release", json!({ "reason": "不需要" })).await;
    let list = owner.get("/seats").await.json();
    let counts = json!({ "approved": 1, "certified": 1, "released": 1, "requested": 3 });
    assert_eq!((&list["counts"], list["items"].as_array().unwrap().len()), (&counts, 5));
    for (state, expected) in
        [("requested", 3), ("approved", 1), ("certified", 1), ("released", 1), ("bound", 0)]
    {
        let found = owner.get(&format!("/seats?state={state}")).await.json();
        let states: Vec<_> = found["items"].as_array().unwrap().iter().map(|seat| &seat["state"]).collect();
        assert_eq!(states, vec![&json!(state); expected], "{state}");
    }
    let of_other = owner.get(&format!("/seats?entity={other}")).await.json();
    assert_eq!(
        (&of_other["counts"], of_other["items"].as_array().unwrap().len()),
        (&json!({ "requested": 2 }), 2)
    );
    let page = owner.get("/seats?limit=2").await.json();
    let next =
        owner.get(&format!("/seats?limit=4&cursor={}", page["next_cursor"].as_str().unwrap())).await.json();
    assert_eq!((next["items"].as_array().unwrap().len(), &next["next_cursor"]), (3, &Value::Null));
}

#[db_test]
async fn what_the_database_calls_a_seat_is_what_the_rules_call_it(test: TestApp) {
    let mut owner = test.owner().await;
    let entity = company(&mut owner, "木里", CODES[0], Some("grey_test")).await;
    let seat = granted(&test, &mut owner, &entity).await;
    for days in [0, 303, 304, 364, 365] {
        let path = format!("/seats/{}", id(&seat));
        let at = test.clock.now();
        test.clock.advance_ms(i64::from(days) * 86_400_000);
        let mut owner = test.owner().await;
        let state = owner.get(&path).await.json()["state"].clone();
        let name = state.as_str().unwrap();
        assert_eq!(owner.get("/seats").await.json()["counts"], json!({ name: 1 }), "{days}");
        let found = owner.get(&format!("/seats?state={name}")).await.json();
        assert_eq!(found["items"][0]["id"], seat["id"], "{days} {name}");
        test.clock.advance_ms(at.ms() - test.clock.now().ms());
    }
}
