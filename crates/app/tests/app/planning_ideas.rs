//! Topic ideas and which accounts they suit.

use db::params;
use db_test::db_test;
use domain::identity::Role;
use serde_json::{Value, json};
use testkit::TestApp;

use crate::accounts_seed::{Brand, Sight, each, uuid_of};

/// An idea as somebody writes it down.
pub fn idea(title: &str) -> Value {
    json!({
        "title": title, "scene": "老小区交房，玄关只有一米宽", "promise": "照着量三个尺寸就能定柜子",
        "audience": "刚交房的年轻人", "product_line": "全屋定制", "season": "三月交房季",
        "source": "customer_question", "source_note": "六月到店的客户问的"
    })
}

/// An account whose persona stands for these topics and product lines.
async fn speaking(brand: &mut Brand<'_>, name: &str, store: Option<&str>, card: Value) -> String {
    let employee = brand.employee(name, store).await;
    let account = brand.account(&format!("{name}的号"), store).await;
    brand.hold(&account, &employee).await;
    let mut full = crate::personas::card();
    for (field, value) in card.as_object().unwrap() {
        full[field] = value.clone();
    }
    let sql = "
        insert into personas (tenant_id, id, account_id, employee_id, version, revision, state, card, drafted_by,
            drafted_at)
        values ($1, $2, $3, $4, 1, 1, 'approved', $5, 'test', 1)";
    let id = brand.test.app.ids().uuid(testkit::NOW);
    let values = params![brand.tenant.uuid(), id, uuid_of(&account), uuid_of(&employee), full.to_string()];
    brand.sql(sql, values).await;
    account
}

#[db_test]
async fn an_idea_is_written_down_changed_put_away_and_brought_back(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let id = brand.made("/topic-ideas", idea("小户型玄关怎么收纳")).await;
    let path = format!("/topic-ideas/{id}");
    let change = |version: i64, title: &str| json!({ "version": version, "idea": idea(title) });
    let changed = brand.owner.patch(&path, change(1, "一米宽玄关收纳")).await;
    assert_eq!((changed.status, &changed.json()["version"]), (200, &json!(2)), "{}", changed.text());
    let late = brand.owner.patch(&path, change(1, "别的")).await;
    assert_eq!(late.status, 409, "somebody else changed it");
    assert!(late.text().contains("第 1 版") && late.text().contains("第 2 版"), "{}", late.text());

    let retirement = format!("{path}/retirement");
    assert_eq!(brand.owner.delete(&retirement).await.status, 409, "it is in use");
    assert_eq!(brand.owner.post(&retirement, json!({})).await.status, 200);
    assert_eq!(brand.owner.post(&retirement, json!({})).await.status, 409, "twice");
    assert_eq!(brand.owner.patch(&path, change(3, "别的")).await.status, 409, "it was put away");
    assert_eq!(each(&brand.owner.get("/topic-ideas").await.json(), "/title"), [""; 0]);
    assert_eq!(
        each(&brand.owner.get("/topic-ideas?retired=true").await.json(), "/title"),
        ["一米宽玄关收纳"]
    );
    assert_eq!(brand.owner.delete(&retirement).await.status, 200);
    for (query, found) in [("q=玄关", 1), ("q=沙发", 0), ("source=customer_question", 1), ("source=own", 0)]
    {
        let list = brand.owner.get(&format!("/topic-ideas?{query}")).await.json();
        assert_eq!(list["items"].as_array().unwrap().len(), found, "{query}");
    }
    for kind in ["topic_idea_added", "topic_idea_changed", "topic_idea_retired", "topic_idea_restored"] {
        let sql = "select count(*) as n from events where tenant_id = $1 and kind = $2";
        assert_eq!(brand.number(sql, params![brand.tenant.uuid(), kind]).await, 1, "{kind}");
    }
}

#[db_test]
async fn every_field_of_an_idea_is_bounded(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    for (field, value) in [
        ("title", json!(" ")),
        ("title", json!("长".repeat(61))),
        ("scene", json!("")),
        ("promise", json!("长".repeat(301))),
        ("audience", json!("长".repeat(41))),
        ("product_line", json!("长".repeat(41))),
        ("season", json!("长".repeat(41))),
        ("source_note", json!("长".repeat(301))),
    ] {
        let mut draft = idea("玄关");
        draft[field] = value.clone();
        let refused = brand.owner.post("/topic-ideas", draft).await;
        assert_eq!(refused.status, 422, "{field} {value}: {}", refused.text());
        assert!(refused.json()["fields"][field].is_string(), "{field}: {}", refused.text());
    }
}

#[db_test]
async fn an_idea_suits_accounts_that_stand_for_it_and_says_why(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let store = brand.store("一店", "华东").await;
    let lines =
        json!({ "topics": ["小户型收纳"], "product_lines": ["全屋定制"], "audience": "刚交房的年轻人" });
    speaking(&mut brand, "王芳", Some(&store), lines).await;
    speaking(&mut brand, "李强", None, json!({ "topics": ["灯光"], "product_lines": [] })).await;
    let sofas = json!({ "topics": ["收纳"], "product_lines": ["沙发"] });
    speaking(&mut brand, "赵敏", None, sofas).await;
    brand.account("没人设的号", None).await;
    let id = brand.made("/topic-ideas", idea("小户型玄关怎么收纳")).await;
    let path = format!("/topic-ideas/{id}/fits");
    let fits = brand.owner.get(&path).await.json();
    assert_eq!(each(&fits, "/nickname"), ["王芳的号", "李强的号", "赵敏的号"], "{fits}");
    assert_eq!(each(&fits, "/fit"), ["suits", "open", "against"], "{fits}");
    assert_eq!(fits["without_persona"], 1);
    let reasons = fits["items"][0]["reasons"].to_string();
    assert!(reasons.contains("小户型") && reasons.contains("全屋定制"), "{reasons}");
    assert!(fits["items"][2]["reasons"].to_string().contains("沙发"), "{fits}");

    brand.become_member("operator", &Sight::Stores(vec![store], vec![])).await;
    let fits = brand.owner.get(&path).await.json();
    assert_eq!((each(&fits, "/nickname"), &fits["without_persona"]), (vec!["王芳的号".into()], &json!(0)));
}

#[db_test]
async fn an_employee_reads_ideas_and_changes_none(test: TestApp) {
    let mut brand = Brand::of(&test).await;
    let wang = brand.employee("王芳", None).await;
    let id = brand.made("/topic-ideas", idea("玄关")).await;
    let standing = json!({ "role": Role::Employee, "visibility": "own", "employee": wang });
    let mut employee = test.guest(&mut brand.owner, standing).await;
    let shown = employee.get(&format!("/topic-ideas/{id}")).await.json();
    assert!(shown["can"]["change"].is_string(), "the reason why not: {shown}");
    assert_eq!(employee.post("/topic-ideas", idea("别的")).await.status, 403);
}
