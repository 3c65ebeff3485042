//! Live sessions: planned, held, called off, and what they brought.

use db::params;
use db_test::db_test;
use domain::identity::Role;
use serde_json::{Value, json};
use testkit::TestApp;

use crate::{
    accounts_seed::{Brand, Sight, each, uuid_of},
    selling_goods::{look, sofa},
};

/// A live session of an account as somebody plans it. The tests are on 2026-06-22, 09:00 in Shanghai.
pub fn plan(host: &str, starts_at: &str, minutes: i64) -> Value {
    json!({ "host": host, "topic": "新品专场", "starts_at": starts_at, "minutes": minutes })
}

/// Plans a live session, and returns its path.
pub async fn planned(brand: &mut Brand<'_>, account: &str, plan: Value) -> String {
    let answer = brand.owner.post("/live-sessions", json!({ "account": account, "plan": plan })).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    format!("/live-sessions/{}", answer.json()["session"]["id"].as_str().unwrap())
}

#[db_test]
async fn neither_an_account_nor_a_host_is_in_two_live_sessions_at_once(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (wang, li) = (brand.employee("王芳", None).await, brand.employee("李雷", None).await);
    let (own, other) = (brand.account("小王", None).await, brand.account("小李", None).await);
    let first = planned(&mut brand, &own, plan(&wang, "2026-06-23T12:00:00Z", 60)).await;
    for (account, host, starts_at, status, field) in [
        (&own, &li, "2026-06-23T12:59:00Z", 409, "starts_at"),
        (&own, &li, "2026-06-23T11:01:00Z", 409, "starts_at"),
        (&other, &wang, "2026-06-23T12:30:00Z", 409, "host"),
        (&other, &li, "2026-06-23T12:30:00Z", 201, ""),
        (&own, &wang, "2026-06-23T13:00:00Z", 201, ""),
    ] {
        let draft = json!({ "account": account, "plan": plan(host, starts_at, 60) });
        let answer = brand.owner.post("/live-sessions", draft).await;
        assert_eq!(answer.status, status, "{starts_at}: {}", answer.text());
        if status == 409 {
            assert!(answer.json()["fields"][field].is_string(), "{field}: {}", answer.text());
            assert!(answer.text().contains("2026-06-23 20:00"), "the clock of the brand: {}", answer.text());
        }
    }
    let moved = json!({ "version": 1, "plan": plan(&wang, "2026-06-23T12:30:00Z", 60) });
    let into_own_next = brand.owner.put(&format!("{first}/plan"), moved).await;
    assert_eq!(into_own_next.status, 409, "{}", into_own_next.text());
    let within_itself = json!({ "version": 1, "plan": plan(&wang, "2026-06-23T11:30:00Z", 90) });
    let answer = brand.owner.put(&format!("{first}/plan"), within_itself).await;
    assert_eq!((answer.status, &answer.json()["session"]["minutes"]), (200, &json!(90)), "{}", answer.text());
    let off = json!({ "version": 2, "reason": "场地没空出来" });
    assert_eq!(brand.owner.post(&format!("{first}/cancellation"), off).await.status, 200);
    let draft = json!({ "account": own, "plan": plan(&wang, "2026-06-23T12:00:00Z", 60) });
    assert_eq!(brand.owner.post("/live-sessions", draft).await.status, 201, "what was called off frees them");
}

#[db_test]
async fn of_many_who_plan_the_same_hour_at_once_one_gets_it(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let wang = brand.employee("王芳", None).await;
    let mut accounts = Vec::new();
    for number in 0..8 {
        accounts.push(brand.account(&format!("账号 {number}"), None).await);
    }
    let asks = accounts.iter().map(|account| {
        let mut owner = brand.owner.clone();
        let draft = json!({ "account": account, "plan": plan(&wang, "2026-06-23T12:00:00Z", 60) });
        async move {
            // A busy database says so and is asked again; only the clash says no.
            loop {
                let answer = owner.post("/live-sessions", draft.clone()).await;
                if answer.status != 503 {
                    return answer.status;
                }
            }
        }
    });
    let mut statuses = futures_util::future::join_all(asks).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409, 409, 409, 409, 409]);
}

#[db_test]
async fn a_plan_names_people_and_goods_that_are_there(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (wang, left) = (brand.employee("王芳", None).await, brand.employee("韩梅", None).await);
    let account = brand.account("小王", None).await;
    let goods = brand.made("/goods", sofa("SF-001")).await;
    let sql = "update employees set left_on = 20260622 where tenant_id = $1 and id = $2";
    brand.sql(sql, params![brand.tenant.uuid(), uuid_of(&left)]).await;
    let (today, tomorrow) = ("2026-06-22T12:00:00Z", "2026-06-23T12:00:00Z");
    for (field, plan) in [
        ("host", plan("employee_0192f0c1000070008000000000000000", tomorrow, 60)),
        ("host", plan(&left, tomorrow, 60)),
        ("minutes", plan(&wang, tomorrow, 4)),
        ("minutes", plan(&wang, tomorrow, 1_441)),
        ("starts_at", plan(&wang, "2027-07-01T12:00:00Z", 60)),
        ("starts_at", plan(&wang, "2026-03-01T12:00:00Z", 60)),
        ("topic", json!({ "host": wang, "topic": " ", "starts_at": tomorrow, "minutes": 60 })),
        (
            "replier",
            json!({ "host": wang, "replier": left, "topic": "新品", "starts_at": tomorrow, "minutes": 60 }),
        ),
        (
            "goods",
            json!({ "host": wang, "topic": "新品", "starts_at": tomorrow, "minutes": 60,
                "goods": ["goods_0192f0c1000070008000000000000000"] }),
        ),
    ] {
        let refused = brand.owner.post("/live-sessions", json!({ "account": account, "plan": plan })).await;
        assert_eq!(refused.status, 422, "{field}: {}", refused.text());
        assert!(refused.json()["fields"][field].is_string(), "{field}: {}", refused.text());
    }
    planned(&mut brand, &account, plan(&left, today, 60)).await;
    let whole = json!({ "host": wang, "replier": left, "topic": "新品", "starts_at": "2026-06-22T14:00:00Z",
        "minutes": 60, "goods": [goods, goods] });
    let path = planned(&mut brand, &account, whole).await;
    let shown = brand.owner.get(&path).await.json();
    assert_eq!(shown["session"]["goods"], json!([{ "id": goods, "name": "三人位布艺沙发" }]));
    assert_eq!(shown["session"]["replier"]["name"], "韩梅");
}

#[db_test]
async fn whoever_leaves_before_it_begins_is_pointed_out(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (wang, li) = (brand.employee("王芳", None).await, brand.employee("李雷", None).await);
    let account = brand.account("小王", None).await;
    look(&mut brand, &account, "present").await;
    let mut staffed = plan(&wang, "2026-06-25T12:00:00Z", 60);
    staffed["replier"] = json!(li);
    let path = planned(&mut brand, &account, staffed).await;
    let warnings = brand.owner.get(&path).await.json()["session"]["warnings"].clone();
    assert_eq!(warnings, json!([]));
    let sql = "update employees set left_on = $3 where tenant_id = $1 and id = $2";
    for (person, day) in [(&wang, 20_260_625), (&li, 20_260_624)] {
        brand.sql(sql, params![brand.tenant.uuid(), uuid_of(person), day]).await;
    }
    let warnings = brand.owner.get(&path).await.json()["session"]["warnings"].clone();
    let warnings = warnings.as_array().unwrap();
    assert_eq!(warnings.len(), 1, "the host is there on the day itself: {warnings:?}");
    assert!(warnings[0].as_str().unwrap().contains("李雷"), "{warnings:?}");
    brand.sql(sql, params![brand.tenant.uuid(), uuid_of(&wang), 20_260_624]).await;
    look(&mut brand, &account, "missing").await;
    let warnings = brand.owner.get(&path).await.json()["session"]["warnings"].clone();
    assert_eq!(warnings.as_array().unwrap().len(), 3, "host, replier and shop: {warnings}");
}

#[db_test]
async fn what_was_held_is_counted_and_corrected_with_its_history(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let wang = brand.employee("王芳", None).await;
    let account = brand.account("小王", None).await;
    let path = planned(&mut brand, &account, plan(&wang, "2026-06-21T12:00:00Z", 120)).await;
    let results = format!("{path}/results");
    let numbers = json!({
        "revision": 0, "viewers": 3_200, "viewers_peak": 180, "follows": 25, "leads": 12, "orders": 3,
        "sales_fen": 1_079_700
    });
    let early = brand.owner.post(&results, numbers.clone()).await;
    assert_eq!(early.status, 409, "nobody said that it was held: {}", early.text());
    assert_eq!(brand.owner.post(&format!("{path}/holding"), json!({ "version": 1 })).await.status, 200);
    assert_eq!(brand.owner.post(&format!("{path}/holding"), json!({ "version": 2 })).await.status, 409);
    let entered = brand.owner.post(&results, numbers.clone()).await;
    assert_eq!(entered.status, 201, "{}", entered.text());
    assert_eq!(brand.owner.post(&results, numbers).await.status, 409, "somebody entered results meanwhile");
    let without_reason = json!({ "revision": 1, "leads": 10 });
    let refused = brand.owner.post(&results, without_reason).await;
    assert_eq!((refused.status, refused.json()["fields"]["reason"].is_string()), (422, true));
    let corrected = json!({ "revision": 1, "viewers": 3_200, "leads": 10, "reason": "剔除重复线索" });
    let corrected = brand.owner.post(&results, corrected).await.json();
    assert_eq!(corrected["session"]["results"]["leads"], 10);
    let history = json!({ "items": corrected["results"] });
    assert_eq!(each(&history, "/reason"), ["剔除重复线索", ""]);
    assert_eq!(corrected["results"][1]["leads"], 12, "what was entered before stays");
    assert_eq!(corrected["results"][1]["entered_by"], "周敏");
}

#[db_test]
async fn numbers_that_cannot_be_are_refused_and_nothing_is_kept(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let wang = brand.employee("王芳", None).await;
    let account = brand.account("小王", None).await;
    let path = planned(&mut brand, &account, plan(&wang, "2026-06-21T12:00:00Z", 120)).await;
    assert_eq!(brand.owner.post(&format!("{path}/holding"), json!({ "version": 1 })).await.status, 200);
    for (field, numbers) in [
        ("viewers", json!({ "revision": 0 })),
        ("viewers", json!({ "revision": 0, "viewers": -1 })),
        ("follows", json!({ "revision": 0, "follows": 1_000_000_001 })),
        ("sales_fen", json!({ "revision": 0, "sales_fen": 10_000_000_001_i64 })),
        ("viewers_peak", json!({ "revision": 0, "viewers": 10, "viewers_peak": 11 })),
        ("sales_fen", json!({ "revision": 0, "orders": 0, "sales_fen": 1 })),
    ] {
        let refused = brand.owner.post(&format!("{path}/results"), numbers).await;
        assert_eq!(refused.status, 422, "{field}: {}", refused.text());
        assert!(refused.json()["fields"][field].is_string(), "{field}: {}", refused.text());
    }
    assert_eq!(brand.owner.get(&path).await.json()["results"], json!([]));
}

#[db_test]
async fn a_step_is_taken_on_the_version_that_was_seen(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let wang = brand.employee("王芳", None).await;
    let account = brand.account("小王", None).await;
    let path = planned(&mut brand, &account, plan(&wang, "2026-06-23T12:00:00Z", 60)).await;
    let early = brand.owner.post(&format!("{path}/holding"), json!({ "version": 1 })).await;
    assert_eq!(early.status, 409, "it has not begun: {}", early.text());
    let changed = json!({ "version": 1, "plan": plan(&wang, "2026-06-23T13:00:00Z", 60) });
    assert_eq!(brand.owner.put(&format!("{path}/plan"), changed.clone()).await.status, 200);
    assert_eq!(brand.owner.put(&format!("{path}/plan"), changed).await.status, 409);
    let stale = json!({ "version": 1, "reason": "不播了" });
    assert_eq!(brand.owner.post(&format!("{path}/cancellation"), stale).await.status, 409);
    let off = json!({ "version": 2, "reason": "不播了" });
    let off = brand.owner.post(&format!("{path}/cancellation"), off).await.json();
    assert_eq!(
        (&off["session"]["state"], &off["session"]["reason"]),
        (&json!("cancelled"), &json!("不播了"))
    );
    let later = json!({ "version": 3, "plan": plan(&wang, "2026-06-23T13:00:00Z", 60) });
    assert_eq!(brand.owner.put(&format!("{path}/plan"), later).await.status, 409, "what is over stays");
}

#[db_test]
async fn live_sessions_are_listed_within_sight_and_by_what_became_of_them(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (wang, li) = (brand.employee("王芳", None).await, brand.employee("李雷", None).await);
    let (own, other) = (brand.account("我的号", None).await, brand.account("别人的号", None).await);
    brand.hold(&own, &wang).await;
    planned(&mut brand, &own, plan(&li, "2026-06-25T12:00:00Z", 60)).await;
    let hosted = planned(&mut brand, &other, plan(&wang, "2026-06-24T12:00:00Z", 60)).await;
    planned(&mut brand, &other, plan(&li, "2026-06-23T12:00:00Z", 60)).await;
    let over = planned(&mut brand, &other, plan(&li, "2026-06-21T12:00:00Z", 60)).await;
    let standing = json!({ "role": Role::Employee, "visibility": "own", "employee": wang });
    let mut employee = test.guest(&mut brand.owner, standing).await;
    let listed = employee.get("/live-sessions").await.json();
    let starts = ["2026-06-25T12:00:00.000Z", "2026-06-24T12:00:00.000Z"];
    assert_eq!(each(&listed, "/starts_at"), starts, "of the own account, and what they host");
    assert_eq!(employee.get(&hosted).await.status, 200);
    assert_eq!(employee.get(&over).await.status, 404, "neither their account nor hosted by them");
    assert!(listed["items"][0]["can"]["cancel"].is_string(), "the reason why not");
    let off = json!({ "version": 1, "reason": "不想播" });
    assert_eq!(employee.post(&format!("{hosted}/cancellation"), off).await.status, 403);

    for (query, count) in [
        ("", 4),
        ("state=planned", 4),
        ("state=held", 0),
        ("state=uncounted", 1),
        (&*format!("account={own}"), 1),
        (&*format!("host={wang}"), 1),
    ] {
        let listed = brand.owner.get(&format!("/live-sessions?{query}")).await.json();
        assert_eq!(listed["items"].as_array().unwrap().len(), count, "{query}");
    }
    let first = brand.owner.get("/live-sessions?limit=3").await.json();
    let cursor = first["next_cursor"].as_str().unwrap().to_owned();
    let rest = brand.owner.get(&format!("/live-sessions?limit=3&cursor={cursor}")).await.json();
    assert_eq!(each(&rest, "/starts_at"), ["2026-06-21T12:00:00.000Z"]);
    brand.become_member("operator", &Sight::Own(None)).await;
    assert_eq!(brand.owner.get("/live-sessions").await.json()["items"], json!([]), "who sees nothing");
}
