//! What seats cost: the ledger, the sums, the plan, the renewals, and offers of agents.

use db_test::db_test;
use domain::identity::{Action, Role};
use serde_json::{Value, json};
use testkit::TestApp;

use crate::{
    accounts_seed::{Brand, each},
    evidence::keep,
    seats_seed::{CODES, asked, company, granted, id, made, payment, step, today},
};

const DAY_MS: i64 = 86_400_000;

#[db_test]
async fn a_line_of_the_ledger_is_taken_back_by_another_and_never_changed(test: TestApp) {
    let mut owner = test.owner().await;
    let entity = company(&mut owner, "木里", CODES[0], Some("grey_test")).await;
    let seat = granted(&test, &mut owner, &entity).await;
    let lines = owner.get(&format!("/seat-fees?seat={}", id(&seat))).await.json();
    let line = lines["items"][0].clone();
    assert_eq!(
        (&line["amount"], &line["kind"], &line["invoice_no"]),
        (&json!(60_000), &json!("seat"), &json!("INV-2026-001"))
    );
    assert_eq!(line["to"], today(&test).plus_days(364).to_string());
    let path = format!("/seat-fees/{}/reversal", id(&line));
    let back = made(&mut owner, &path, json!({ "reason": "付错主体" })).await;
    assert_eq!(
        (&back["amount"], &back["reverses"], &back["note"]),
        (&json!(-60_000), &line["id"], &json!("付错主体"))
    );
    assert_eq!(owner.post(&path, json!({ "reason": "再来" })).await.status, 409, "once");
    let of_reversal = format!("/seat-fees/{}/reversal", id(&back));
    assert_eq!(owner.post(&of_reversal, json!({ "reason": "冲正冲正" })).await.status, 409);
    let costs = owner.get("/seat-costs").await.json();
    assert_eq!((&costs["items"][0]["paid"], &costs["items"][0]["running"]), (&json!(0), &json!(0)));
}

#[db_test]
async fn a_line_carries_its_invoice_and_so_does_the_one_that_takes_it_back(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let entity = company(&mut brand.owner, "木里", CODES[0], Some("grey_test")).await;
    let invoice = keep(&mut brand, "invoice", None).await;
    let seat = asked(&mut brand.owner, &entity, 1).await.remove(0);
    let seat = step(&mut brand.owner, &seat, "approval", json!({})).await;
    let mut paid = payment(&test, 600);
    paid["version"] = seat["version"].clone();
    paid["evidence"] = json!("file_01926f5e7c0070008000000000000000");
    let path = format!("/seats/{}/payment", id(&seat));
    let nobodys = brand.owner.post(&path, paid.clone()).await;
    assert!(nobodys.status == 422 && nobodys.json()["fields"]["evidence"].is_string(), "{}", nobodys.text());
    paid["evidence"] = json!(invoice);
    made(&mut brand.owner, &path, paid).await;
    let other = json!({
        "entity": entity, "kind": "certification", "amount_fen": 1, "from": today(&test), "to": today(&test),
        "paid_on": today(&test), "payer": "木里家居", "invoice_no": "INV-2", "evidence": invoice,
    });
    let line = made(&mut brand.owner, "/seat-fees", other).await;
    made(&mut brand.owner, &format!("/seat-fees/{}/reversal", id(&line)), json!({ "reason": "重复" })).await;
    let lines = brand.owner.get("/seat-fees").await.json();
    assert_eq!(each(&lines, "/evidence"), [invoice.clone(), invoice.clone(), invoice]);
}

#[db_test]
async fn costs_are_told_by_active_seat_and_held_against_the_plan(test: TestApp) {
    let mut owner = test.owner().await;
    let entity = company(&mut owner, "木里", CODES[0], Some("grey_test")).await;
    for _ in 0..2 {
        granted(&test, &mut owner, &entity).await;
    }
    let certification = json!({
        "entity": entity, "kind": "certification", "amount_fen": 60_000, "from": "2026-06-01", "to": "2027-05-31",
        "paid_on": "2026-06-01", "payer": "木里家居", "invoice_no": "C-1"
    });
    made(&mut owner, "/seat-fees", certification.clone()).await;
    let mut of_seat = certification.clone();
    of_seat["kind"] = json!("seat");
    assert_eq!(owner.post("/seat-fees", of_seat).await.status, 422, "a seat is paid where it stands");
    let mut to_come = certification;
    to_come["paid_on"] = json!("2026-12-01");
    assert_eq!(owner.post("/seat-fees", to_come).await.json()["fields"]["paid_on"].is_string(), true);

    let plan = format!("/legal-entities/{entity}/seat-budgets/2026");
    assert_eq!(owner.put(&plan, json!({ "version": 0, "planned_fen": 150_000 })).await.status, 204);
    let again = owner.put(&plan, json!({ "version": 0, "planned_fen": 999 })).await;
    assert_eq!(again.status, 409, "somebody planned meanwhile: {}", again.text());
    assert_eq!(owner.put(&plan, json!({ "version": 1, "planned_fen": 160_000 })).await.status, 204);
    let costs = owner.get("/seat-costs?year=2026").await.json();
    let of = &costs["items"][0];
    for (field, expected) in [
        ("granted", json!(2)),
        ("active", json!(0)),
        ("per_active_seat", Value::Null),
        ("running", json!(180_000)),
        ("paid", json!(180_000)),
        ("of_seats", json!(120_000)),
        ("to_renew", json!(0)),
        ("to_come", json!(0)),
        ("planned", json!(160_000)),
        ("left", json!(-20_000)),
        ("plan_version", json!(2)),
    ] {
        assert_eq!(of[field], expected, "{field}: {of}");
    }
    let next = owner.get("/seat-costs?year=2027").await.json();
    assert_eq!((&next["items"][0]["to_renew"], &next["items"][0]["to_come"]), (&json!(2), &json!(120_000)));
}

#[db_test]
async fn a_renewal_is_paid_in_its_window_and_begins_where_the_term_ends(test: TestApp) {
    let mut owner = test.owner().await;
    let entity = company(&mut owner, "木里", CODES[0], Some("grey_test")).await;
    let seat = granted(&test, &mut owner, &entity).await;
    let path = format!("/seats/{}/renewal", id(&seat));
    let mut body = payment(&test, 600);
    body["version"] = seat["version"].clone();
    let early = owner.post(&path, body).await;
    assert_eq!(early.status, 409);
    assert!(early.text().contains("起才能续费"), "{}", early.text());
    assert_eq!(
        owner.get(&format!("/seat-fees?seat={}", id(&seat))).await.json()["items"].as_array().unwrap().len(),
        1
    );

    test.clock.advance_ms(330 * DAY_MS);
    let mut owner = test.owner().await;
    let expiring = owner.get(&format!("/seats/{}", id(&seat))).await.json();
    assert_eq!((&expiring["state"], &expiring["term"]["days_left"]), (&json!("expiring"), &json!(34)));
    let renewed = step(&mut owner, &expiring, "renewal", payment(&test, 600)).await;
    assert_eq!((&renewed["state"], &renewed["term"]["days_left"]), (&json!("renewed"), &json!(34 + 366)));
    let lines = owner.get(&format!("/seat-fees?seat={}", id(&seat))).await.json();
    assert_eq!(lines["items"][0]["from"], renewed["term"]["from"]);
}

#[db_test]
async fn each_reminder_goes_out_once_and_a_term_that_is_over_lapses(test: TestApp) {
    let mut owner = test.owner().await;
    let mut operator = test.member(Role::Operator).await;
    let entity = company(&mut owner, "木里", CODES[0], Some("grey_test")).await;
    let seat = granted(&test, &mut owner, &entity).await;
    test.run_jobs().await;
    let told = |notices: &Value| {
        let of = |notice: &&Value| notice["kind"] == "renewals_due";
        let days = |notice: &Value| notice["after"]["days"].as_i64().unwrap();
        notices["items"].as_array().unwrap().iter().filter(of).map(days).collect::<Vec<_>>()
    };
    for (days, expected) in
        [(300, vec![]), (5, vec![60]), (30, vec![30, 60]), (22, vec![7, 30, 60]), (7, vec![1, 7, 30, 60])]
    {
        test.clock.advance_ms(days * DAY_MS);
        test.run_jobs().await;
        operator = signed_in_again(&test, operator).await;
        assert_eq!(told(&operator.get("/notices").await.json()), expected, "{days} days later");
    }
    test.run_jobs().await;
    test.clock.advance_ms(2 * DAY_MS);
    test.run_jobs().await;
    let mut owner = test.owner().await;
    let lapsed = owner.get(&format!("/seats/{}", id(&seat))).await.json();
    assert_eq!(
        (&lapsed["state"], &lapsed["version"]),
        (&json!("lapsed"), &json!(6)),
        "written down by the job"
    );
    assert_eq!(told(&operator.get("/notices").await.json()), [1, 7, 30, 60]);
    let view = owner.get(&format!("/legal-entities/{entity}")).await.json();
    assert_eq!(view["occupied"], 1, "until it is released");
}

/// Sessions end in the months that the clock is moved by.
async fn signed_in_again(test: &TestApp, client: testkit::Client) -> testkit::Client {
    let mut client = client;
    if client.get("/notices").await.status == 401 {
        let draft = json!({ "email": "guest1@muli.example", "password": testkit::PASSWORD });
        let answer = client.post("/session", draft).await;
        assert_eq!(answer.status, 201, "{} {}", answer.text(), test.clock.now());
    }
    client
}

#[db_test]
async fn what_ends_is_listed_and_can_be_subscribed_to_with_a_key_that_sees_nothing_else(test: TestApp) {
    let mut owner = test.owner().await;
    let entity = company(&mut owner, "木里", CODES[0], Some("grey_test")).await;
    let licence = json!({ "kind": "industry", "name": "医疗器械经营许可", "valid_until": "2026-06-30" });
    made(&mut owner, &format!("/legal-entities/{entity}/licences"), licence).await;
    let account = json!({ "name": "木里家居", "certified_until": "2026-06-25" });
    made(&mut owner, &format!("/legal-entities/{entity}/enterprise-accounts"), account).await;
    granted(&test, &mut owner, &entity).await;
    let near = owner.get("/seat-renewals").await.json();
    let kinds: Vec<_> =
        near["items"].as_array().unwrap().iter().map(|due| (&due["kind"], &due["reminder"])).collect();
    assert_eq!(kinds, [(&json!("enterprise_account"), &json!(7)), (&json!("licence"), &json!(30))]);
    let far = owner.get("/seat-renewals?days=400&limit=2").await.json();
    let rest = owner
        .get(&format!("/seat-renewals?days=400&cursor={}", far["next_cursor"].as_str().unwrap()))
        .await
        .json();
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["items"][0]["kind"]), (1, &json!("seat")));

    let key = |actions: Vec<Action>| json!({ "name": "日历", "actions": actions });
    let weak = made(&mut owner, "/api-keys", key(vec![Action::ViewSeats])).await["token"]
        .as_str()
        .unwrap()
        .to_owned();
    let strong = made(&mut owner, "/api-keys", key(vec![Action::ViewSeats, Action::ManageSeats])).await;
    let strong = strong["token"].as_str().unwrap().to_owned();
    let mut calendar = test.stranger();
    let answer = calendar.get(&format!("/seat-renewals.ics?key={weak}")).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/calendar; charset=utf-8")));
    let text = answer.text();
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 3, "{text}");
    assert!(text.contains("DTSTART;VALUE=DATE:20260630\r\n") && text.contains("20260622T01"), "{text}");
    assert_eq!(calendar.get(&format!("/seat-renewals.ics?key={strong}")).await.status, 403);
    assert_eq!(calendar.get("/seat-renewals.ics?key=kosmos_nonsense").await.status, 401);
    assert_eq!(calendar.get("/seat-renewals.ics").await.status, 401);
    assert_eq!(owner.get("/seat-renewals.ics").await.status, 200);
}

#[db_test]
async fn advice_says_why_not_to_buy_more_seats_yet(test: TestApp) {
    let mut owner = test.owner().await;
    let entity = company(&mut owner, "木里", CODES[0], Some("grey_test")).await;
    asked(&mut owner, &entity, 1).await;
    granted(&test, &mut owner, &entity).await;
    company(&mut owner, "没说过的公司", CODES[1], None).await;
    test.clock.advance_ms(20 * DAY_MS);
    let mut owner = test.owner().await;
    let advice = owner.get("/seat-advice").await.json();
    let kinds: Vec<_> = advice["items"].as_array().unwrap().iter().map(|item| &item["kind"]).collect();
    assert_eq!(kinds, ["empty_seats", "seats_under_way"]);
    assert_eq!(advice["may_grow"], false);
    assert_eq!(
        (&advice["idle"][0]["days"], &advice["idle"][0]["cost"]),
        (&json!(20), &json!(60_000 * 20 / 365))
    );
    assert_eq!(advice["norms"]["notes_a_week"], 3);
    let other = owner.get("/seat-advice?notes_a_week=5&reviewers=2").await.json();
    assert_eq!((&other["norms"]["notes_a_week"], &other["norms"]["reviewers"]), (&json!(5), &json!(2)));
    assert_eq!(owner.get("/seat-advice?reviewers=900").await.status, 400);
}

#[db_test]
async fn an_offer_is_checked_filed_decided_once_and_taken_out(test: TestApp) {
    let mut owner = test.owner().await;
    let entity = company(&mut owner, "木里", CODES[0], Some("grey_test")).await;
    let form = json!({
        "agent": "某代理", "payer": "木里家居", "offered_on": "2026-06-20", "price_fen": 3_000_000, "seats": 30,
        "entity": entity, "promises": ["other_licence", "no_refund"], "words": "三万包三十个号"
    });
    let check = owner.post("/agent-offer-checks", form.clone()).await.json();
    assert_eq!((&check["verdict"], check["findings"].as_array().unwrap().len()), (&json!("refuse"), 3));
    assert!(check["findings"][2]["says"]["zh"].as_str().unwrap().contains("¥18000"), "{check}");
    assert_eq!(owner.get("/agent-offers").await.json()["items"], json!([]), "a check files nothing");

    let offer = made(&mut owner, "/agent-offers", form).await;
    let path = format!("/agent-offers/{}/decision", id(&offer));
    let taken = owner.post(&path, json!({ "decision": "accepted" })).await;
    assert_eq!((taken.status, taken.json()["fields"]["note"].is_string()), (422, true));
    let declined = made(&mut owner, &path, json!({ "decision": "reported", "note": "已在平台举报" })).await;
    assert_eq!(
        (&declined["decision"]["decision"], &declined["decision"]["by"]),
        (&json!("reported"), &json!("周敏"))
    );
    assert_eq!(owner.post(&path, json!({ "decision": "accepted", "note": "反悔" })).await.status, 409);

    let file = owner.get(&format!("/agent-offers/{}/file", id(&offer))).await;
    assert!(file.header("content-disposition").unwrap().contains("attachment"));
    assert_eq!(file.json()["offer"]["decision"]["note"], "已在平台举报");
    let log = owner.get("/audit?limit=1").await.json();
    assert_eq!(log["items"][0]["kind"], "agent_offer_exported");
}

#[db_test]
async fn an_offer_beyond_all_bounds_is_refused_in_a_sentence_and_not_kept(test: TestApp) {
    let mut owner = test.owner().await;
    for (field, wrong) in [
        ("seats", json!({ "seats": -1 })),
        ("seats", json!({ "seats": 100_001 })),
        ("price_fen", json!({ "price_fen": -1 })),
        ("words", json!({ "words": "长".repeat(501) })),
        ("agent", json!({ "agent": " " })),
        ("promises", json!({ "promises": vec!["no_refund"; 13] })),
    ] {
        let mut offer = json!({ "agent": "某代理", "offered_on": "2026-06-20", "promises": [] });
        offer.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        for path in ["/agent-offers", "/agent-offer-checks"] {
            let refused = owner.post(path, offer.clone()).await;
            assert_eq!(refused.status, 422, "{path} {field}: {}", refused.text());
            assert!(refused.json()["fields"][field].is_string(), "{}", refused.text());
        }
    }
    assert_eq!(owner.get("/agent-offers").await.json()["items"], json!([]));
}
