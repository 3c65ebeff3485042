//! What Today makes of live sessions and promotions.

use db::params;
use db_test::db_test;
use domain::identity::Role;
use serde_json::json;
use testkit::TestApp;

use crate::{
    accounts_seed::{Brand, Sight, uuid_of},
    selling_live::{plan, planned},
    selling_promotions::asked,
    today_seats::items,
};

#[db_test]
async fn requests_wait_for_whoever_may_grant_them_and_did_not_ask(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let account = brand.account("木里设计师小王", None).await;
    let mut operator = test.member(Role::Operator).await;
    assert_eq!(items(&mut brand.owner).await, [], "without a promotion nothing is asked of anybody");
    assert_eq!(brand.owner.post("/promotions", asked(&account, None)).await.status, 201);
    assert_eq!(items(&mut brand.owner).await, [], "one's own request waits for somebody else");
    let mut paths = Vec::new();
    for _ in 0..2 {
        let file = operator.post("/promotions", asked(&account, None)).await.json();
        paths.push(format!("/promotions/{}", file["promotion"]["id"].as_str().unwrap()));
    }
    assert_eq!(items(&mut brand.owner).await, [("promotions_waiting".to_owned(), 2)]);
    assert_eq!(items(&mut operator).await, [], "an operator grants no money");
    for (path, left) in paths.iter().zip([1, 0]) {
        assert_eq!(brand.owner.post(&format!("{path}/approval"), json!({})).await.status, 200);
        let found = items(&mut brand.owner).await;
        assert_eq!(found.first().map_or(0, |(_, count)| *count), left);
    }
}

#[db_test]
async fn a_live_session_that_is_over_waits_for_its_results(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let wang = brand.employee("王芳", None).await;
    let account = brand.account("小王", None).await;
    brand.hold(&account, &wang).await;
    planned(&mut brand, &account, plan(&wang, "2026-06-22T00:30:00Z", 60)).await;
    assert_eq!(items(&mut brand.owner).await, [], "it is on");
    let over = planned(&mut brand, &account, plan(&wang, "2026-06-21T23:00:00Z", 60)).await;
    let off = planned(&mut brand, &account, plan(&wang, "2026-06-20T23:00:00Z", 60)).await;
    let uncounted = |count| [("live_uncounted".to_owned(), count)];
    assert_eq!(items(&mut brand.owner).await, uncounted(2));
    let reason = json!({ "version": 1, "reason": "没播" });
    assert_eq!(brand.owner.post(&format!("{off}/cancellation"), reason).await.status, 200);
    assert_eq!(items(&mut brand.owner).await, uncounted(1), "what was called off has none");
    let mut auditor = test.member(Role::ServiceAgent).await;
    assert_eq!(items(&mut auditor).await, [], "it is for those who enter results");
    assert_eq!(brand.owner.post(&format!("{over}/holding"), json!({ "version": 1 })).await.status, 200);
    assert_eq!(items(&mut brand.owner).await, uncounted(1), "held, and still without results");
    let results = json!({ "revision": 0, "viewers": 1 });
    assert_eq!(brand.owner.post(&format!("{over}/results"), results).await.status, 201);
    assert_eq!(items(&mut brand.owner).await, []);
}

#[db_test]
async fn a_live_session_whose_host_leaves_before_must_be_staffed_again(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (wang, li) = (brand.employee("王芳", None).await, brand.employee("李雷", None).await);
    let account = brand.account("小王", None).await;
    brand.hold(&account, &wang).await;
    let path = planned(&mut brand, &account, plan(&li, "2026-06-25T12:00:00Z", 60)).await;
    let leave = "update employees set left_on = $3 where tenant_id = $1 and id = $2";
    brand.sql(leave, params![brand.tenant.uuid(), uuid_of(&li), 20_260_625]).await;
    assert_eq!(items(&mut brand.owner).await, [], "their last day is the day itself");
    brand.sql(leave, params![brand.tenant.uuid(), uuid_of(&li), 20_260_624]).await;
    assert_eq!(items(&mut brand.owner).await, [("live_without_host".to_owned(), 1)]);
    let staffed = json!({ "version": 1, "plan": plan(&wang, "2026-06-25T12:00:00Z", 60) });
    assert_eq!(brand.owner.put(&format!("{path}/plan"), staffed).await.status, 200);
    assert_eq!(items(&mut brand.owner).await, []);
    brand.sql(leave, params![brand.tenant.uuid(), uuid_of(&wang), 20_260_624]).await;
    brand.become_member("operator", &Sight::Own(None)).await;
    assert_eq!(items(&mut brand.owner).await, [], "what one does not see is no work");
}
