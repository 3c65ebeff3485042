//! Companies and seats through the front door, for the tests of seats.

use domain::time::Day;
use serde_json::{Value, json};
use testkit::{Client, TestApp};

/// Credit codes with a right check digit.
pub const CODES: [&str; 4] =
    ["91350100M000100Y43", "91310115MA1K3XQ2PD", "91320594MA1MUL1A00", "91440101MA59ABCD70"];
/// Why an owner lets seats through while content is missing.
pub const OVERRIDE: &str = "先用三个号试人设";

/// The day on which every test starts, in the zone of the brand.
pub fn today(test: &TestApp) -> Day {
    test.clock.now().day(&domain::time::Zone::named("Asia/Shanghai").unwrap())
}

pub fn id(thing: &Value) -> String {
    thing["id"].as_str().unwrap_or_else(|| panic!("no id: {thing}")).to_owned()
}

pub async fn made(client: &mut Client, path: &str, draft: Value) -> Value {
    let answer = client.post(path, draft).await;
    assert_eq!(answer.status, 201, "{path}: {}", answer.text());
    answer.json()
}

/// A company under the grey test, or under no edition that anybody stated.
pub async fn company(client: &mut Client, name: &str, code: &str, edition: Option<&str>) -> String {
    let mut draft = json!({ "name": name, "credit_code": code });
    if let Some(edition) = edition {
        draft["edition"] = json!(edition);
        draft["edition_since"] = json!("2026-01-01");
    }
    id(&made(client, "/legal-entities", draft).await)
}

/// Seats that were asked for and let through.
pub async fn asked(client: &mut Client, entity: &str, count: i64) -> Vec<Value> {
    let draft = request(entity, count);
    made(client, "/seats", draft).await["items"].as_array().unwrap().clone()
}

pub fn request(entity: &str, count: i64) -> Value {
    json!({
        "entity": entity, "count": count, "ownership": "enterprise_created", "planned_for": "苏州一店导购",
        "override_reason": OVERRIDE
    })
}

/// Takes one step of a seat and returns the seat after it.
pub async fn step(client: &mut Client, seat: &Value, noun: &str, mut body: Value) -> Value {
    body["version"] = seat["version"].clone();
    let path = format!("/seats/{}/{noun}", id(seat));
    made(client, &path, body).await
}

pub fn payment(test: &TestApp, yuan: i64) -> Value {
    json!({
        "amount_fen": yuan * 100, "paid_on": today(test), "payer": "木里家居", "invoice_no": "INV-2026-001"
    })
}

/// A seat that was asked for, approved, paid, handed in and granted today for a year.
pub async fn granted(test: &TestApp, client: &mut Client, entity: &str) -> Value {
    let seat = asked(client, entity, 1).await.remove(0);
    grant(test, client, &seat).await
}

/// The same from a seat that was asked for.
pub async fn grant(test: &TestApp, client: &mut Client, seat: &Value) -> Value {
    let seat = step(client, seat, "approval", json!({})).await;
    let seat = step(client, &seat, "payment", payment(test, 600)).await;
    let seat = step(client, &seat, "submission", json!({})).await;
    let seat = step(client, &seat, "certification", json!({ "from": today(test) })).await;
    assert_eq!(seat["state"], "certified");
    seat
}
