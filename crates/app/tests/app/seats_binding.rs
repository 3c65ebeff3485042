//! Who holds a seat: the papers that binding asks for, the persona of whoever follows, and who ran an account when.

use db_test::db_test;
use futures_util::future::join_all;
use serde_json::{Value, json};
use testkit::{Client, TestApp};

use crate::{
    accounts_seed::Brand,
    evidence::keep,
    papers::{employee, publish, sign},
    personas::card,
    seats_seed::{CODES, company, grant, granted, id, made, request},
};

const DAY_MS: i64 = 86_400_000;

/// Has a proof about an employee accepted.
pub async fn prove(brand: &mut Brand<'_>, employee: &str, kind: &str, account: Option<&str>) {
    let purpose = if kind == "account" { "account_ownership" } else { "employment_proof" };
    let file = keep(brand, purpose, Some(employee)).await;
    let mut draft = json!({
        "employee": employee, "kind": kind, "title": "证明", "file": file, "issued_on": "2026-06-01",
        "valid_until": "2027-05-31"
    });
    if let Some(account) = account {
        draft["account"] = json!(account);
    }
    let proof = brand.made("/employee-proofs", draft).await;
    let accepted =
        brand.owner.put(&format!("/employee-proofs/{proof}/review"), json!({ "verdict": "accepted" })).await;
    assert_eq!(accepted.status, 200, "{}", accepted.text());
}

/// Somebody with an accepted proof of employment who signed the agreement on their phone.
pub async fn ready(test: &TestApp, brand: &mut Brand<'_>, name: &str) -> (String, Client) {
    let (id, mut phone) = employee(test, brand, name).await;
    prove(brand, &id, "employment", None).await;
    let signed = sign(&mut phone, name).await;
    assert_eq!(signed.status, 201, "{}", signed.text());
    (id, phone)
}

/// A card by which an account is to speak as a designer, under a name, about a topic.
pub async fn drafted(
    brand: &mut Brand<'_>,
    account: &str,
    employee: &str,
    (name, topic): (&str, &str),
) -> String {
    let post = brand.owner.patch(&format!("/employees/{employee}"), json!({ "post": "室内设计师" })).await;
    assert_eq!(post.status, 200, "{}", post.text());
    let mut card = card();
    card["shown_name"] = json!(name);
    card["introduction"] = json!(format!("{name}在店里帮人看{topic}。"));
    card["topics"] = json!([topic]);
    card["sample_lines"] = json!([]);
    let body = json!({ "account": account, "employee": employee, "card": card });
    let drafted = made(&mut brand.owner, "/personas", body).await;
    id(&drafted["persona"])
}

/// The same, approved.
pub async fn speaks(brand: &mut Brand<'_>, account: &str, employee: &str, as_whom: (&str, &str)) -> String {
    let persona = drafted(brand, account, employee, as_whom).await;
    made(&mut brand.owner, &format!("/personas/{persona}/approval"), json!({ "revision": 1 })).await;
    persona
}

async fn retire(owner: &mut Client, persona: &str) {
    made(owner, &format!("/personas/{persona}/retirement"), json!({ "reason": "转岗" })).await;
}

pub fn binding(seat: &Value, employee: &str, account: &str, persona: Option<&str>) -> Value {
    json!({ "version": seat["version"], "employee": employee, "account": account, "persona": persona })
}

pub async fn bind(owner: &mut Client, seat: &Value, body: Value) -> testkit::Answer {
    owner.put(&format!("/seats/{}/binding", id(seat)), body).await
}

async fn unbind(owner: &mut Client, seat: &Value, reason: &str) -> Value {
    let path = format!("/seats/{}/binding?version={}&reason={reason}", id(seat), seat["version"]);
    let answer = owner.delete(&path).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// The sentence of the field for which a binding is refused.
pub fn refused(answer: &testkit::Answer, field: &str) -> String {
    assert_eq!(answer.status, 422, "{}", answer.text());
    answer.json()["fields"][field].as_str().unwrap_or_else(|| panic!("{}", answer.text())).to_owned()
}

#[db_test]
async fn binding_asks_for_the_proof_and_the_signature_and_hands_the_account_over(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let entity = company(&mut brand.owner, "木里", CODES[0], Some("grey_test")).await;
    publish(&mut brand.owner, "account_agreement", 0, true).await;
    let seat = granted(&test, &mut brand.owner, &entity).await;
    let account = brand.account("设计师小许", None).await;
    let (xu, mut phone) = employee(&test, &mut brand, "许诺").await;
    let persona = speaks(&mut brand, &account, &xu, ("设计师小许", "玄关")).await;
    let body = binding(&seat, &xu, &account, Some(&persona));
    let answer = bind(&mut brand.owner, &seat, body.clone()).await;
    assert!(refused(&answer, "employee").contains("在职证明"));
    prove(&mut brand, &xu, "employment", None).await;
    let answer = bind(&mut brand.owner, &seat, body.clone()).await;
    assert!(refused(&answer, "employee").contains("签署"));
    assert_eq!(sign(&mut phone, "许诺").await.status, 201);
    let brands_own =
        id(&made(&mut brand.owner, "/accounts", json!({ "kind": "enterprise", "nickname": "木里" })).await);
    let answer = bind(&mut brand.owner, &seat, binding(&seat, &xu, &brands_own, None)).await;
    assert!(refused(&answer, "account").contains("员工号"));

    let bound = bind(&mut brand.owner, &seat, body).await.json();
    assert_eq!((&bound["state"], &bound["holder"]["name"]), (&json!("bound"), &json!("许诺")), "{bound}");
    assert_eq!(
        (&bound["account"]["nickname"], &bound["employer"]["id"]),
        (&json!("设计师小许"), &json!(entity))
    );
    assert_eq!(bound["persona"], json!({ "id": persona, "name": "设计师小许", "state": "approved" }));
    let shown = brand.owner.get(&format!("/accounts/{account}")).await.json();
    assert_eq!(shown["holder"]["id"], json!(xu));
    assert_eq!(
        phone.get("/accounts").await.json()["items"].as_array().unwrap().len(),
        1,
        "they see it on their phone"
    );
    let elsewhere = brand.owner.delete(&format!("/accounts/{account}/holder")).await;
    assert_eq!(elsewhere.status, 409, "{}", elsewhere.text());
    assert!(elsewhere.text().contains("名额"), "{}", elsewhere.text());
    let log = brand.owner.get("/audit?kind=seat_bound").await.json();
    assert_eq!(log["items"][0]["subject"], seat["id"]);
}

#[db_test]
async fn whoever_follows_needs_a_persona_of_their_own_and_the_history_says_who_it_was(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let entity = company(&mut brand.owner, "木里", CODES[0], Some("grey_test")).await;
    publish(&mut brand.owner, "account_agreement", 0, true).await;
    let seat = granted(&test, &mut brand.owner, &entity).await;
    let account = brand.account("设计师小许", None).await;
    let (xu, _) = ready(&test, &mut brand, "许诺").await;
    let (lin, _) = ready(&test, &mut brand, "林月").await;
    let before = speaks(&mut brand, &account, &xu, ("设计师小许", "玄关")).await;
    let bound = bind(&mut brand.owner, &seat, binding(&seat, &xu, &account, Some(&before))).await.json();
    test.clock.advance_ms(3 * DAY_MS);
    let free = unbind(&mut brand.owner, &bound, "转岗").await;
    assert_eq!(
        (&free["state"], &free["former_holders"], &free["holder"], &free["persona"]),
        (&json!("unbound"), &json!(1), &Value::Null, &Value::Null)
    );
    let shown = brand.owner.get(&format!("/accounts/{account}")).await.json();
    assert_eq!(shown["holder"], Value::Null);
    let own = drafted(&mut brand, &account, &lin, ("设计师小林", "窗帘")).await;
    for (persona, part) in [(None, "换人必须换人设"), (Some(&before), "别人的"), (Some(&own), "审批")]
    {
        let answer =
            bind(&mut brand.owner, &free, binding(&free, &lin, &account, persona.map(String::as_str))).await;
        let said = refused(&answer, "persona");
        assert!(said.contains(part) && said.contains("社区公约2.0"), "{persona:?} {said}");
    }
    retire(&mut brand.owner, &before).await;
    made(&mut brand.owner, &format!("/personas/{own}/approval"), json!({ "revision": 1 })).await;
    test.clock.advance_ms(2 * DAY_MS);
    let next = bind(&mut brand.owner, &free, binding(&free, &lin, &account, Some(&own))).await.json();
    assert_eq!((&next["holder"]["name"], &next["persona"]["name"]), (&json!("林月"), &json!("设计师小林")));

    for (day, expected) in [
        ("2026-06-21", vec![]),
        ("2026-06-22", vec!["许诺"]),
        ("2026-06-25", vec!["许诺"]),
        ("2026-06-26", vec![]),
        ("2026-06-27", vec!["林月"]),
        ("2027-03-03", vec!["林月"]),
    ] {
        let found = brand.owner.get(&format!("/accounts/{account}/holders?on={day}")).await.json();
        let names: Vec<_> =
            found["items"].as_array().unwrap().iter().map(|one| &one["employee"]["name"]).collect();
        assert_eq!(names, expected, "{day}");
    }
    let all = brand.owner.get(&format!("/accounts/{account}/holders")).await.json();
    assert_eq!((&all["items"][1]["reason"], &all["items"][1]["seat"]), (&json!("转岗"), &seat["id"]));
    let as_whom: Vec<_> = all["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["persona"]["id"], &one["persona"]["state"]))
        .collect();
    assert_eq!(
        as_whom,
        [(&json!(own), &json!("approved")), (&json!(before), &json!("retired"))],
        "the history names the card of each"
    );
}

#[db_test]
async fn a_persona_is_the_holders_own_for_this_account_and_nobody_elses(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let entity = company(&mut brand.owner, "木里", CODES[0], Some("grey_test")).await;
    publish(&mut brand.owner, "account_agreement", 0, true).await;
    let seat = granted(&test, &mut brand.owner, &entity).await;
    let (one, other) = (brand.account("设计师小许", None).await, brand.account("许工日记", None).await);
    let (xu, _) = ready(&test, &mut brand, "许诺").await;
    let (lin, _) = ready(&test, &mut brand, "林月").await;
    let elsewhere = speaks(&mut brand, &other, &xu, ("许工", "阳台")).await;
    let retired = speaks(&mut brand, &one, &xu, ("小许设计", "飘窗")).await;
    retire(&mut brand.owner, &retired).await;
    let rivalled = speaks(&mut brand, &one, &xu, ("设计师小许", "阳台")).await;
    let nobodys = "persona_01926f5e7c0070008000000000000000";
    for (persona, part) in [
        (elsewhere.as_str(), "另一个账号写的"),
        (retired.as_str(), "已停用"),
        (rivalled.as_str(), "阳台"),
        (nobodys, "找不到"),
    ] {
        let answer = bind(&mut brand.owner, &seat, binding(&seat, &xu, &one, Some(persona))).await;
        assert!(refused(&answer, "persona").contains(part), "{part}: {}", answer.text());
    }
    let answer = bind(&mut brand.owner, &seat, binding(&seat, &lin, &one, None)).await;
    assert!(refused(&answer, "persona").contains("换人必须换人设"), "the account speaks as 许诺 still");
    retire(&mut brand.owner, &elsewhere).await;
    let bound = bind(&mut brand.owner, &seat, binding(&seat, &xu, &one, Some(&rivalled))).await;
    assert_eq!(bound.status, 200, "nobody else speaks so any more: {}", bound.text());
}

#[db_test]
async fn a_seat_shows_the_card_by_which_its_holder_speaks_now(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let entity = company(&mut brand.owner, "木里", CODES[0], Some("grey_test")).await;
    publish(&mut brand.owner, "account_agreement", 0, true).await;
    let seat = granted(&test, &mut brand.owner, &entity).await;
    let account = brand.account("设计师小许", None).await;
    let (xu, _) = ready(&test, &mut brand, "许诺").await;
    let bound = bind(&mut brand.owner, &seat, binding(&seat, &xu, &account, None)).await.json();
    assert_eq!(bound["persona"], Value::Null, "the first holder may be bound before their card is written");
    let path = format!("/seats/{}", id(&seat));
    let first = speaks(&mut brand, &account, &xu, ("设计师小许", "玄关")).await;
    assert_eq!(brand.owner.get(&path).await.json()["persona"]["id"], json!(first));
    let second = speaks(&mut brand, &account, &xu, ("小许设计", "玄关")).await;
    let listed = brand.owner.get(&format!("/seats?employee={xu}")).await.json();
    assert_eq!(
        (&listed["items"][0]["persona"]["id"], &listed["items"][0]["persona"]["name"]),
        (&json!(second), &json!("小许设计"))
    );
}

#[db_test]
async fn a_person_holds_as_many_seats_as_the_rules_say_and_an_account_one(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let entity = company(&mut brand.owner, "木里", CODES[0], Some("grey_test")).await;
    publish(&mut brand.owner, "account_agreement", 0, true).await;
    let first = granted(&test, &mut brand.owner, &entity).await;
    let second = granted(&test, &mut brand.owner, &entity).await;
    let (one, other) = (brand.account("设计师小许", None).await, brand.account("许工日记", None).await);
    let (xu, _) = ready(&test, &mut brand, "许诺").await;
    let (lin, _) = ready(&test, &mut brand, "林月").await;
    assert_eq!(bind(&mut brand.owner, &first, binding(&first, &xu, &one, None)).await.status, 200);
    let answer = bind(&mut brand.owner, &second, binding(&second, &xu, &other, None)).await;
    let said = refused(&answer, "employee");
    assert!(said.contains("每人最多 1 个") && said.contains("来源"), "{said}");
    let answer = bind(&mut brand.owner, &second, binding(&second, &lin, &one, None)).await;
    assert!(refused(&answer, "account").contains("另一个名额"));
    assert_eq!(bind(&mut brand.owner, &second, binding(&second, &lin, &other, None)).await.status, 200);
    let theirs = brand.owner.get(&format!("/seats?employee={lin}")).await.json();
    assert_eq!(theirs["items"][0]["id"], second["id"]);
}

/// Sends all at once; a busy database says so and is asked again. Answers what each came to.
async fn at_once(owner: &Client, asked: Vec<(Value, Value)>) -> Vec<u16> {
    join_all(asked.into_iter().map(|(seat, body)| {
        let mut client = owner.clone();
        async move {
            loop {
                let answer = bind(&mut client, &seat, body.clone()).await;
                if answer.status != 503 {
                    return answer.status;
                }
            }
        }
    }))
    .await
}

/// How many were bound, and how many heard why not: what stands in the way, or that somebody was faster.
fn won_and_refused(answers: &[u16]) -> (usize, usize) {
    let count = |wanted: &[u16]| answers.iter().filter(|status| wanted.contains(status)).count();
    (count(&[200]), count(&[409, 422]))
}

#[db_test]
async fn of_those_who_bind_at_once_one_gets_the_person_the_account_and_the_seat(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let entity = company(&mut brand.owner, "木里", CODES[0], Some("grey_test")).await;
    publish(&mut brand.owner, "account_agreement", 0, true).await;
    let mut seats = Vec::new();
    let mut accounts = Vec::new();
    for nickname in ["设计师小许", "许工日记", "木里许诺", "许诺在门店"] {
        seats.push(granted(&test, &mut brand.owner, &entity).await);
        accounts.push(brand.account(nickname, None).await);
    }
    let (xu, _) = ready(&test, &mut brand, "许诺").await;
    let (lin, _) = ready(&test, &mut brand, "林月").await;
    let one_person =
        seats.iter().zip(&accounts).map(|(seat, account)| (seat.clone(), binding(seat, &xu, account, None)));
    let answers = at_once(&brand.owner, one_person.collect()).await;
    assert_eq!(won_and_refused(&answers), (1, 3), "one person, four seats: {answers:?}");

    let free = brand.owner.get("/seats?state=certified").await.json()["items"].clone();
    let free = free.as_array().unwrap();
    assert_eq!(free.len(), 3);
    let (gu, _) = ready(&test, &mut brand, "顾远").await;
    let account = brand.account("顾远与林月", None).await;
    let one_account = [&lin, &gu].into_iter().zip(free);
    let one_account = one_account.map(|(person, seat)| (seat.clone(), binding(seat, person, &account, None)));
    let answers = at_once(&brand.owner, one_account.collect()).await;
    assert_eq!(won_and_refused(&answers), (1, 1), "one account, two seats: {answers:?}");
}

#[db_test]
async fn a_lent_account_is_proven_to_be_theirs_and_goes_to_nobody_else(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let entity = company(&mut brand.owner, "木里", CODES[0], Some("grey_test")).await;
    publish(&mut brand.owner, "account_agreement", 0, true).await;
    let mut draft = request(&entity, 1);
    draft["ownership"] = json!("personal_authorized");
    let asked = made(&mut brand.owner, "/seats", draft).await["items"][0].clone();
    let seat = grant(&test, &mut brand.owner, &asked).await;
    let account = brand.account("许诺的家", None).await;
    let (xu, _) = ready(&test, &mut brand, "许诺").await;
    let (lin, _) = ready(&test, &mut brand, "林月").await;
    let answer = bind(&mut brand.owner, &seat, binding(&seat, &xu, &account, None)).await;
    assert!(refused(&answer, "account").contains("属于本人"));
    prove(&mut brand, &xu, "account", Some(&account)).await;
    let bound = bind(&mut brand.owner, &seat, binding(&seat, &xu, &account, None)).await.json();
    let free = unbind(&mut brand.owner, &bound, "本人收回授权").await;
    prove(&mut brand, &lin, "account", Some(&account)).await;
    let answer = bind(&mut brand.owner, &free, binding(&free, &lin, &account, None)).await;
    assert!(refused(&answer, "account").contains("随人走"));
    let companys = granted(&test, &mut brand.owner, &entity).await;
    let answer = bind(&mut brand.owner, &companys, binding(&companys, &lin, &account, None)).await;
    assert!(refused(&answer, "account").contains("随人走"), "nor by another seat");
    let theirs = brand.account("林月的家", None).await;
    prove(&mut brand, &lin, "account", Some(&theirs)).await;
    let answer = bind(&mut brand.owner, &free, binding(&free, &lin, &theirs, None)).await;
    assert!(refused(&answer, "employee").contains("随人走"), "the seat was lent for somebody's own account");
    let again = bind(&mut brand.owner, &free, binding(&free, &xu, &account, None)).await;
    assert_eq!(again.status, 200, "its owner may lend it again: {}", again.text());
}

#[db_test]
async fn a_seat_that_lapses_lets_its_account_go(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let entity = company(&mut brand.owner, "木里", CODES[0], Some("grey_test")).await;
    publish(&mut brand.owner, "account_agreement", 0, true).await;
    let seat = granted(&test, &mut brand.owner, &entity).await;
    let account = brand.account("设计师小许", None).await;
    let (xu, _) = ready(&test, &mut brand, "许诺").await;
    assert_eq!(bind(&mut brand.owner, &seat, binding(&seat, &xu, &account, None)).await.status, 200);
    test.run_jobs().await;
    test.clock.advance_ms(366 * DAY_MS);
    test.run_jobs().await;
    brand.owner = test.owner().await;
    let lapsed = brand.owner.get(&format!("/seats/{}", id(&seat))).await.json();
    assert_eq!((&lapsed["state"], &lapsed["holder"]), (&json!("lapsed"), &Value::Null));
    let history = brand.owner.get(&format!("/accounts/{account}/holders")).await.json();
    assert!(history["items"][0]["to"].is_string(), "{history}");
    let handed = brand.owner.put(&format!("/accounts/{account}/holder"), json!({ "employee": xu })).await;
    assert_eq!(handed.status, 200, "it is an account like any other again");
}
