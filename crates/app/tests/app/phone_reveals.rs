//! A phone number shown whole: to whom, for what, and what stays written down of it.

use db::params;
use db_test::db_test;
use serde_json::json;
use testkit::TestApp;

use crate::accounts_seed::{Brand, Sight};

const PHONE: &str = "13800000000";

async fn person(brand: &mut Brand<'_>, store: Option<&str>) -> String {
    let draft = json!({ "name": "王芳", "phone": PHONE, "store": store });
    brand.made("/employees", draft).await
}

#[db_test]
async fn a_number_is_shown_for_a_reason_that_the_log_keeps_without_the_number(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let wang = person(&mut brand, None).await;
    let path = format!("/employees/{wang}");
    let reveals = format!("{path}/phone-reveals");
    for reason in ["", "看看", "   看   "] {
        let refused = brand.owner.post(&reveals, json!({ "reason": reason })).await;
        assert_eq!(refused.status, 422, "{reason:?}");
        assert!(refused.json()["fields"]["reason"].is_string(), "{}", refused.text());
        assert!(!refused.text().contains(PHONE));
    }
    assert_eq!(brand.owner.post(&reveals, json!({})).await.status, 400);
    let told = "select count(*) as n from events where tenant_id = $1 and kind = 'personal_revealed'
        and subject = $2 and after_json like '%核对年审联系人%'";
    let values = || params![brand.tenant.uuid(), wang.clone()];
    assert_eq!(brand.number(told, values()).await, 0, "what was refused was not revealed");

    let revealed = brand.owner.post(&reveals, json!({ "reason": " 核对年审联系人 " })).await;
    assert_eq!((revealed.status, revealed.json()), (201, json!({ "phone": PHONE })));
    assert_eq!(revealed.header("cache-control"), Some("no-store"), "no cache keeps it");
    let shown = brand.owner.get(&path).await.json();
    assert_eq!((&shown["phone"], &shown["can"]["reveal_phone"]), (&json!("138****0000"), &json!(true)));
    assert_eq!(brand.number(told, values()).await, 1);
    let leak = "select count(*) as n from events where tenant_id = $1
        and (after_json like '%13800000000%' or before_json like '%13800000000%')";
    assert_eq!(brand.number(leak, params![brand.tenant.uuid()]).await, 0, "the log has the reason only");
}

#[db_test]
async fn a_number_is_hidden_from_who_may_not_and_from_who_does_not_see_the_person(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (east, south) = (brand.store("静安店", "华东").await, brand.store("天河店", "华南").await);
    let wang = person(&mut brand, Some(&east)).await;
    let unnumbered = brand.employee("李雷", Some(&south)).await;
    let reason = json!({ "reason": "核对年审联系人" });
    let of = |employee: &str| format!("/employees/{employee}/phone-reveals");
    for (role, sight, status) in [
        ("auditor", Sight::All, 403),
        ("service_agent", Sight::All, 403),
        ("employee", Sight::Own(Some(wang.clone())), 403),
        ("operator", Sight::Stores(vec![south.clone()], vec![]), 404),
        ("operator", Sight::Stores(vec![east.clone()], vec![]), 201),
        ("compliance_officer", Sight::All, 201),
    ] {
        brand.become_member(role, &sight).await;
        let answer = brand.owner.post(&of(&wang), reason.clone()).await;
        assert_eq!(answer.status, status, "{role}");
        assert_eq!(answer.text().contains(PHONE), status == 201, "{role}");
    }
    brand.become_member("auditor", &Sight::All).await;
    let shown = brand.owner.get(&format!("/employees/{wang}")).await.json();
    assert!(shown["can"]["reveal_phone"].as_str().unwrap().contains("角色"), "{shown}");
    brand.become_member("owner", &Sight::All).await;
    let refused = brand.owner.post(&of(&unnumbered), reason).await;
    assert_eq!(refused.status, 409, "there is nothing to show");
    let told = "select count(*) as n from events where tenant_id = $1 and kind = 'personal_revealed'";
    assert_eq!(brand.number(told, params![brand.tenant.uuid()]).await, 2, "only what was shown");
}

#[db_test]
async fn whose_number_was_seen_reads_by_whom_and_why(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let wang = person(&mut brand, None).await;
    let li = brand.made("/employees", json!({ "name": "李雷", "phone": "13900000000" })).await;
    for (employee, reason) in [(&wang, "核对年审联系人"), (&li, "通知领取设备"), (&wang, "邮寄协议原件")]
    {
        test.clock.advance_ms(1_000);
        let path = format!("/employees/{employee}/phone-reveals");
        assert_eq!(brand.owner.post(&path, json!({ "reason": reason })).await.status, 201);
    }
    let standing = json!({ "role": "employee", "visibility": "own", "employee": wang });
    let mut phone = test.guest(&mut brand.owner, standing).await;
    let own = phone.get("/own-file").await.json();
    let looks = own["looks"].as_array().unwrap();
    let said = |what: &str| looks.iter().map(|look| look[what].as_str().unwrap()).collect::<Vec<_>>();
    assert_eq!(said("reason"), ["邮寄协议原件", "核对年审联系人"]);
    assert_eq!((said("what"), said("by")), (vec!["phone"; 2], vec!["周敏"; 2]));
}
