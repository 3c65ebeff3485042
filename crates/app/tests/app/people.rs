//! Stores and the roster.

use db::params;
use db_test::db_test;
use serde_json::json;
use testkit::TestApp;

use crate::accounts_seed::{Brand, Sight, each, uuid_of};

#[db_test]
async fn a_store_is_added_once_found_again_and_renamed(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let store = brand.store(" 静安店 ", "华东").await;
    brand.store("天河店", "华南").await;
    let again = brand.owner.post("/stores", json!({ "name": "静安店" })).await;
    assert_eq!((again.status, again.code().as_str()), (409, "conflict"));

    let all = brand.owner.get("/stores").await.json();
    assert_eq!(each(&all, "/name").len(), 2);
    let found = brand.owner.get("/stores?q=%E5%8D%8E%E4%B8%9C").await.json();
    assert_eq!(each(&found, "/name"), ["静安店"]);

    let path = format!("/stores/{store}");
    let taken = brand.owner.patch(&path, json!({ "name": "天河店" })).await;
    assert_eq!(taken.status, 409);
    let changed = brand.owner.patch(&path, json!({ "region": "上海" })).await.json();
    assert_eq!((&changed["name"], &changed["region"]), (&json!("静安店"), &json!("上海")));
    let events =
        "select count(*) as n from events where tenant_id = $1 and subject = $2 and kind = 'store_changed'
        and after_json like '%上海%' and before_json like '%华东%'";
    assert_eq!(brand.number(events, params![brand.tenant.uuid(), store.clone()]).await, 1);
    brand.owner.patch(&path, json!({ "region": "上海" })).await;
    assert_eq!(brand.number(events, params![brand.tenant.uuid(), store]).await, 1, "nothing changed");
}

#[db_test]
async fn a_phone_number_is_sealed_shown_masked_and_found_whole(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let body =
        json!({ "name": "王芳", "employee_no": "M001", "phone": "+86 138-0000-0000", "post": "设计师" });
    let id = brand.made("/employees", body).await;
    brand.employee("李雷", None).await;

    let shown = brand.owner.get(&format!("/employees/{id}")).await.json();
    assert_eq!(shown["phone"], "138****0000");
    for (q, expected) in [("13800000000", 1), ("138%200000%200000", 1), ("13800000001", 0), ("m00", 1)] {
        let found = brand.owner.get(&format!("/employees?q={q}")).await.json();
        assert_eq!(found["items"].as_array().unwrap().len(), expected, "{q}");
    }
    let leak = "select count(*) as n from employees where tenant_id = $1 and phone_sealed like '%138%'";
    assert_eq!(brand.number(leak, params![brand.tenant.uuid()]).await, 0);

    brand.owner.patch(&format!("/employees/{id}"), json!({ "phone": "13900000000", "name": "王小芳" })).await;
    let told = "select count(*) as n from events where tenant_id = $1 and kind = 'employee_changed'
        and after_json like '%phone%' and after_json like '%王%'";
    assert_eq!(brand.number(told, params![brand.tenant.uuid()]).await, 1);
    let leak = "select count(*) as n from events where tenant_id = $1
        and (after_json like '%1390000%' or before_json like '%1380000%' or after_json like '%王小芳%')";
    assert_eq!(brand.number(leak, params![brand.tenant.uuid()]).await, 0, "no personal data in the log");
}

#[db_test]
async fn what_a_change_leaves_out_stays_and_null_empties(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let store = brand.store("静安店", "华东").await;
    let body = json!({
        "name": "王芳", "employee_no": "M001", "post": "设计师", "store": store, "hired_on": "2024-03-01"
    });
    let id = brand.made("/employees", body).await;
    let path = format!("/employees/{id}");
    let changed = brand.owner.patch(&path, json!({ "post": null, "store": null })).await.json();
    assert_eq!((&changed["post"], &changed["store"]), (&json!(null), &json!(null)));
    assert_eq!((&changed["employee_no"], &changed["hired_on"]), (&json!("M001"), &json!("2024-03-01")));

    brand.made("/employees", json!({ "name": "李雷", "employee_no": "M002" })).await;
    for (change, status, field) in [
        (json!({ "employee_no": "M002" }), 409, ""),
        (json!({ "left_on": "2024-02-29" }), 422, "left_on"),
        (json!({ "name": " " }), 422, "name"),
        (json!({ "phone": "call me" }), 422, "phone"),
        (json!({ "store": "store_00000000000000000000000000000001" }), 422, "store"),
        (json!({ "salary": 1 }), 400, ""),
    ] {
        let answer = brand.owner.patch(&path, change.clone()).await;
        assert_eq!(answer.status, status, "{change} {answer:?}");
        assert!(field.is_empty() || answer.json()["fields"][field].is_string(), "{change} {answer:?}");
    }
}

#[db_test]
async fn a_member_sees_the_people_of_their_stores_and_puts_nobody_elsewhere(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (east, south) = (brand.store("静安店", "华东").await, brand.store("天河店", "华南").await);
    let wang = brand.employee("王芳", Some(&east)).await;
    let li = brand.employee("李雷", Some(&south)).await;
    brand.employee("赵云", None).await;
    for (sight, people, stores) in [
        (Sight::All, vec!["李雷", "王芳", "赵云"], 2),
        (Sight::Stores(vec![east.clone()], vec![]), vec!["王芳"], 1),
        (Sight::Stores(vec![], vec!["华南"]), vec!["李雷"], 1),
        (Sight::Stores(vec![east.clone()], vec!["华南"]), vec!["李雷", "王芳"], 2),
        (Sight::Stores(vec![], vec![]), vec![], 0),
        (Sight::Own(Some(wang.clone())), vec!["王芳"], 1),
        (Sight::Own(None), vec![], 0),
    ] {
        brand.become_member("operator", &sight).await;
        let mut seen = each(&brand.owner.get("/employees").await.json(), "/name");
        seen.sort();
        assert_eq!(seen, people);
        let shown = brand.owner.get("/stores").await.json();
        assert_eq!(each(&shown, "/name").len(), stores);
        let counted =
            shown["items"].as_array().unwrap().iter().map(|store| store["employees"].as_i64().unwrap());
        let in_stores = people.iter().filter(|name| **name != "赵云").count();
        assert_eq!(
            usize::try_from(counted.sum::<i64>()).unwrap(),
            in_stores,
            "the counts agree with the list"
        );
        let hidden = brand.owner.get(&format!("/employees/{li}")).await.status;
        assert_eq!(hidden == 200, people.contains(&"李雷"));
    }
    brand.become_member("operator", &Sight::Stores(vec![east.clone()], vec![])).await;
    let outside = [
        ("/employees".to_owned(), json!({ "name": "韩梅", "store": south })),
        ("/employees".to_owned(), json!({ "name": "韩梅" })),
    ];
    for (path, body) in outside {
        assert_eq!(brand.owner.post(&path, body).await.status, 422);
    }
    let away = brand.owner.patch(&format!("/employees/{wang}"), json!({ "store": south })).await;
    assert_eq!(away.status, 422, "nobody is moved out of sight");
    assert_eq!(brand.owner.patch(&format!("/employees/{li}"), json!({ "post": "x" })).await.status, 404);
    assert_eq!(brand.owner.patch(&format!("/stores/{south}"), json!({ "name": "x" })).await.status, 404);
    assert_eq!(brand.owner.post("/stores", json!({ "name": "浦东店", "region": "华东" })).await.status, 403);
    brand.become_member("operator", &Sight::Stores(vec![], vec!["华东"])).await;
    assert_eq!(brand.owner.post("/stores", json!({ "name": "浦东店", "region": "华东" })).await.status, 201);
}

#[db_test]
async fn accounts_go_with_a_holder_who_changes_stores_unless_put_elsewhere(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let (east, south) = (brand.store("静安店", "华东").await, brand.store("天河店", "华南").await);
    let wang = brand.employee("王芳", Some(&east)).await;
    let follows = brand.account("小木", None).await;
    let stays = brand.account("旗舰店", Some(&south)).await;
    brand.hold(&follows, &wang).await;
    brand.hold(&stays, &wang).await;
    let north = brand.store("朝阳店", "华北").await;
    brand.owner.patch(&format!("/employees/{wang}"), json!({ "store": north })).await;
    let store_of = async |brand: &mut Brand<'_>, account: &str| {
        brand.owner.get(&format!("/accounts/{account}")).await.json()["store"]["name"].clone()
    };
    assert_eq!(store_of(&mut brand, &follows).await, "朝阳店");
    assert_eq!(store_of(&mut brand, &stays).await, "天河店");
    let employees = brand.owner.get("/employees").await.json();
    assert_eq!(employees["items"][0]["accounts"], 2);
    let told = "select count(*) as n from events where tenant_id = $1 and kind = 'account_changed'";
    assert_eq!(brand.number(told, params![brand.tenant.uuid()]).await, 1);
    let moved = "select count(*) as n from accounts where tenant_id = $1 and id = $2 and store_id = $3";
    let values = params![brand.tenant.uuid(), uuid_of(&follows), uuid_of(&north)];
    assert_eq!(brand.number(moved, values).await, 1);
}

#[db_test]
async fn roles_without_people_do_not_see_the_roster(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    for (role, seen, added) in [("auditor", 200, 403), ("employee", 403, 403), ("operator", 200, 201)] {
        brand.become_member(role, &Sight::All).await;
        assert_eq!(brand.owner.get("/employees").await.status, seen, "{role}");
        let added_as = brand.owner.post("/employees", json!({ "name": "王芳" })).await.status;
        assert_eq!(added_as, added, "{role}");
    }
    brand.become_member("auditor", &Sight::All).await;
    let shown = brand.owner.get("/employees").await.json();
    assert!(shown["items"][0]["can"]["change"].is_string(), "{shown}");
}
