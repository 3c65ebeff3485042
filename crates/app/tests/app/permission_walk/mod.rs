//! The permission walk: for every operation of the OpenAPI document, anonymous is 401, another tenant 404, too weak a
//! role 403, and who may is let through.
//!
//! Permission is judged before anything else: a body that cannot be read and a thing that does not exist are never
//! mentioned to who may not. So the walk by roles sends nonsense about nothing: 403 means "not you", whatever else
//! comes means "let through". The walk of the other tenant sends what can be read about what is really there.

mod document;

use std::collections::HashMap;

use axum::http::Method;
use db_test::db_test;
use document::{Door, Operation, operations, unknown_id};
use domain::identity::{Action, Role, key_may_hold, may};
use serde_json::{Value, json};
use testkit::{Client, TestApp};

use crate::seats_seed;

/// A body that nobody can read.
const NONSENSE: &str = "{";

#[test]
fn only_these_operations_are_for_everybody() {
    let public = operations().into_iter().filter(Operation::is_public);
    let titles: Vec<String> = public.map(|operation| operation.title()).collect();
    let expected = [
        "POST /invitation-acceptances",
        "POST /invitation-lookups",
        "POST /password-resets",
        "POST /session",
        "GET /setup",
        "POST /setup",
    ];
    assert_eq!(titles, expected);
}

#[test]
fn a_program_is_asked_for_what_a_person_is_asked_for_or_kept_out() {
    for operation in operations() {
        let title = operation.title();
        match operation.api_key {
            Door::None => {}
            Door::Anyone => panic!("{title} asks a program for nothing"),
            Door::For(action) => {
                assert_eq!(operation.session, Door::For(action), "{title}");
                assert!(key_may_hold(action), "{title} is for people only");
            }
        }
    }
}

#[db_test]
async fn nobody_is_told_anything_without_signing_in(test: TestApp) {
    let stranger = test.stranger();
    test.owner().await;
    for operation in operations().into_iter().filter(|operation| !operation.is_public()) {
        let body = operation.body.as_ref().map(|_| NONSENSE);
        let status = stranger.status(operation.method.clone(), &operation.at(unknown_id), body).await;
        assert_eq!(status, 401, "{}", operation.title());
    }
}

#[db_test]
async fn a_role_is_let_through_where_the_table_says_so_and_refused_before_all_else(test: TestApp) {
    for role in Role::ALL {
        let member = test.member(*role).await;
        for operation in operations() {
            let Some(action) = operation.action() else { continue };
            let body = operation.body.as_ref().map(|_| NONSENSE);
            let status = member.status(operation.method.clone(), &operation.at(unknown_id), body).await;
            let title = operation.title();
            if may(*role, action) {
                assert!(![401, 403].contains(&status), "{role} may {action}, yet {title} says {status}");
            } else {
                assert_eq!(status, 403, "{role} may not {action}: {title}");
            }
        }
    }
}

#[db_test]
async fn a_program_is_let_through_where_its_key_says_so(test: TestApp) {
    let all: Vec<Action> = Action::ALL.iter().copied().filter(|action| key_may_hold(*action)).collect();
    let strong = test.program(&all).await;
    for held in all {
        let weak = test.program(&[held]).await;
        for operation in operations().into_iter().filter(|operation| !operation.is_public()) {
            let body = operation.body.as_ref().map(|_| NONSENSE);
            let path = operation.at(unknown_id);
            let status = weak.status(operation.method.clone(), &path, body).await;
            let title = operation.title();
            match operation.api_key {
                Door::For(action) if action == held => {
                    assert!(![401, 403].contains(&status), "a key for {held}: {title} says {status}");
                    let status = strong.status(operation.method.clone(), &path, body).await;
                    assert!(![401, 403].contains(&status), "a key for everything: {title} says {status}");
                }
                Door::For(_) => assert_eq!(status, 403, "a key for {held}: {title}"),
                Door::None | Door::Anyone => {
                    assert!([401, 403].contains(&status), "{title} is for people only, yet says {status}")
                }
            }
        }
    }
}

#[db_test]
async fn a_brand_that_one_is_no_member_of_does_not_exist(test: TestApp) {
    let brand = Things::make(&test).await.id_of("brand");
    let foreign = test.foreign_owner().await.with_header("kosmos-brand", &brand);
    for operation in operations().into_iter().filter(|operation| operation.action().is_some()) {
        let body = operation.body.as_ref().map(|_| NONSENSE);
        let status = foreign.status(operation.method.clone(), &operation.at(unknown_id), body).await;
        assert_eq!(status, 404, "{}", operation.title());
    }
}

#[db_test]
async fn the_things_of_another_brand_do_not_exist(test: TestApp) {
    let things = Things::make(&test).await;
    let foreign = test.foreign_owner().await;
    for operation in operations() {
        if operation.names().is_empty() {
            continue;
        }
        let path = operation.at(|name| things.id_of(name));
        let title = operation.title();
        // What a brand calls its own pack, another may call its own: putting one is making it.
        if title == "PUT /content-packs/{pack}" {
            continue;
        }
        let status = foreign.status(operation.method.clone(), &path, operation.body_text().as_deref()).await;
        assert_eq!(status, 404, "{title}: {path}");
        if operation.method == Method::GET {
            assert_eq!(things.owner.status(Method::GET, &path, None).await, 200, "{title}: {path} is there");
        }
    }
}

/// One of each thing that a path can name, in a brand of its own.
struct Things {
    owner: Client,
    ids: HashMap<&'static str, String>,
}

impl Things {
    async fn make(test: &TestApp) -> Self {
        let mut owner = test.owner().await;
        let draft = json!({ "email": "lin.yue@muli.example", "role": "auditor", "visibility": "all" });
        let invitation = made(&mut owner, "/invitations", draft).await["invitation"].clone();
        let key = json!({ "name": "数据同步", "actions": ["view_jobs"] });
        let key = made(&mut owner, "/api-keys", key).await["key"].clone();
        let member = test.member(Role::Operator).await.get("/session").await.json();
        let session = owner.get("/sessions").await.json()[0].clone();
        let import = import(&mut owner).await;
        let store = made(&mut owner, "/stores", json!({ "name": "二店", "region": "华东" })).await;
        let employee = made(&mut owner, "/employees", json!({ "name": "沈佳" })).await;
        let evidence = evidence(&mut owner, &employee).await;
        let account = json!({ "kind": "kos", "nickname": "设计师小许" });
        let account = made(&mut owner, "/accounts", account).await;
        let seats = Seats::make(&mut owner).await;
        let card = rolled_out(&mut owner, &account).await;
        let selling = Selling::make(&mut owner, &account, &employee).await;
        let ids = HashMap::from([
            ("file", evidence.clone()),
            ("proof", proof(&mut owner, &employee, &evidence).await),
            ("signature", signature(test, &mut owner, &employee).await),
            ("persona", persona(&mut owner, &account, &employee).await),
            ("amendment", amendment(&mut owner, &evidence).await),
            ("entity", seats.entity),
            ("other", seats.other),
            ("licence", seats.licence),
            ("enterprise", seats.enterprise),
            ("seat", seats.seat),
            ("fee", seats.fee),
            ("offer", seats.offer),
            ("year", "2026".to_owned()),
            ("departure", departure(&mut owner).await),
            ("step", "device".to_owned()),
            ("card", card.card),
            ("version", card.version),
            ("rollout", card.rollout),
            ("goods", selling.goods),
            ("hanging", selling.hanging),
            ("live", selling.live),
            ("promotion", selling.promotion),
            ("channel", channel(&mut owner).await),
            ("draft", written_draft(&mut owner, &account, &employee).await),
            ("pause", id(&made(&mut owner, "/studio-pauses", json!({ "reason": "等通知" })).await)),
            ("idea", id(&made(&mut owner, "/topic-ideas", crate::planning_ideas::idea("玄关")).await)),
            ("store", id(&store)),
            ("employee", id(&employee)),
            ("account", id(&account)),
            ("view", id(&made(&mut owner, "/views", board_view()).await)),
            ("rule", id(&made(&mut owner, "/content-rules", allowed_words()).await)),
            ("pack", pack(&mut owner).await),
            ("item", item(test, &mut owner).await),
            ("proposal", proposal(test, &mut owner).await),
            ("brand", id(&member["brand"])),
            ("user", id(&member["user"])),
            ("session", id(&session)),
            ("invitation", id(&invitation)),
            ("key", id(&key)),
            ("job", test.dead_job().await.to_string()),
            ("import", id(&import)),
            ("row", "2".to_owned()),
        ]);
        Self { owner, ids }
    }

    fn id_of(&self, name: &str) -> String {
        let id = self.ids.get(name);
        id.unwrap_or_else(|| panic!("the walk has no {name}: make one in Things::make")).clone()
    }
}

fn board_view() -> Value {
    json!({ "page": "board", "name": "华东", "query": "" })
}

fn allowed_words() -> Value {
    json!({ "kind": "allowed", "words": "第一居" })
}

/// A card text, its version, and that it was rolled out to an account.
struct RolledOut {
    card: String,
    version: String,
    rollout: String,
}

async fn rolled_out(owner: &mut Client, account: &Value) -> RolledOut {
    let draft = json!({ "kind": "welcome_message", "title": "到店", "body": "你好" });
    let card = made(owner, "/card-texts", draft).await;
    let version = id(&card["versions"][0]);
    let approved = owner.post(&format!("/card-versions/{version}/approval"), json!({})).await;
    assert_eq!(approved.status, 200, "{approved:?}");
    let accounts = json!({ "accounts": [id(account)] });
    made(owner, &format!("/card-versions/{version}/rollouts"), accounts).await;
    let rollouts = owner.get("/card-rollouts").await.json();
    RolledOut { card: id(&card), version, rollout: id(&rollouts["items"][0]) }
}

/// Goods, that they hang on an account, a live session of it, and money asked for it.
struct Selling {
    goods: String,
    hanging: String,
    live: String,
    promotion: String,
}

impl Selling {
    async fn make(owner: &mut Client, account: &Value, employee: &Value) -> Self {
        let (account, host) = (id(account), &employee["id"]);
        let draft =
            json!({ "name": "布艺沙发", "article_no": "SF-001", "shop": "木里旗舰店", "price_fen": 1 });
        let goods = id(&made(owner, "/goods", draft).await);
        let seen = json!({ "entitlement": "shop", "sighting": "present" });
        made(owner, &format!("/accounts/{account}/entitlement-sightings"), seen).await;
        let draft = json!({ "goods": goods, "account": account });
        let hanging = id(&made(owner, "/goods-hangings", draft).await);
        let plan = json!({
            "host": host, "topic": "新品专场", "starts_at": "2026-06-23T12:00:00Z", "minutes": 60,
        });
        let live = made(owner, "/live-sessions", json!({ "account": account, "plan": plan })).await;
        let draft = json!({ "account": account, "budget_fen": 50_000, "days": 7, "why": "新品" });
        let promotion = made(owner, "/promotions", draft).await;
        Self { goods, hanging, live: id(&live["session"]), promotion: id(&promotion["promotion"]) }
    }
}

/// A draft of which something is written.
async fn written_draft(owner: &mut Client, account: &Value, employee: &Value) -> String {
    let plan = json!({ "writer": employee["id"], "angle": "玄关", "form": "image", "minutes": 40 });
    let draft = made(owner, "/drafts", json!({ "account": account["id"], "plan": plan })).await;
    let path = format!("/drafts/{}/text", id(&draft["draft"]));
    let text = json!({ "title": "玄关收纳", "body": "鞋柜下面留空。", "hard_ad": "none" });
    assert_eq!(owner.put(&path, json!({ "version": 1, "text": text })).await.status, 200);
    id(&draft["draft"])
}

/// A change of the rule book that waits for a second person.
async fn amendment(owner: &mut Client, evidence: &str) -> String {
    let draft = json!({
        "edition": "grey_test", "key": "seat_fee", "value": 66_000, "scope": "seat", "valid_from": "2026-06-22",
        "source": "后台公告", "grade": "official", "evidence": evidence,
    });
    id(&made(owner, "/rule-amendments", draft).await)
}

/// A file of evidence about somebody.
async fn evidence(owner: &mut Client, employee: &Value) -> String {
    let path = format!("/evidence-files?purpose=employment_proof&employee={}", id(employee));
    let answer = owner.upload(&path, "在职证明.pdf", b"%PDF-1.7 to certify").await;
    assert_eq!(answer.status, 201, "{answer:?}");
    id(&answer.json())
}

/// A proof that rests on it.
async fn proof(owner: &mut Client, employee: &Value, file: &str) -> String {
    let draft = json!({
        "employee": employee["id"], "kind": "employment", "title": "在职证明", "file": file,
        "issued_on": "2026-06-01", "valid_until": "2027-05-31",
    });
    id(&made(owner, "/employee-proofs", draft).await)
}

/// What the employee signed on their phone.
async fn signature(test: &TestApp, owner: &mut Client, employee: &Value) -> String {
    let draft = json!({
        "kind": "account_agreement", "title": "员工号使用协议", "body": "本人发布", "on_leaving": "当天解绑",
        "after_version": 0,
    });
    made(owner, "/agreement-texts", draft).await;
    let standing = json!({ "role": "employee", "visibility": "own", "employee": employee["id"] });
    let mut phone = test.guest(owner, standing).await;
    let agreement = phone.get("/own-file").await.json()["agreements"][0].clone();
    let draft = json!({ "text": agreement["text"], "sha256": agreement["sha256"], "name": employee["name"] });
    id(&made(&mut phone, "/own-signatures", draft).await["signatures"][0])
}

/// The leaving of somebody who held nothing.
async fn departure(owner: &mut Client) -> String {
    let leaver = made(owner, "/employees", json!({ "name": "韩梅" })).await;
    let path = format!("/employees/{}/departure", id(&leaver));
    id(&made(owner, &path, json!({ "last_day": "2026-06-30" })).await)
}

/// The draft of a persona.
/// A file of people that waits for a decision.
async fn import(owner: &mut Client) -> Value {
    let file = "姓名,工号,手机号,门店\n王磊,A001,13800000000,一店\n";
    let import = owner.upload("/imports", "花名册.csv", file.as_bytes()).await;
    assert_eq!(import.status, 201, "{import:?}");
    import.json()
}

/// A robot of a group chat.
async fn channel(owner: &mut Client) -> String {
    let draft = json!({
        "kind": "wecom", "name": "运营群", "language": "zh", "topics": ["imports"],
        "hook": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abcd-1234",
    });
    id(&made(owner, "/channels", draft).await)
}

async fn persona(owner: &mut Client, account: &Value, employee: &Value) -> String {
    let draft =
        json!({ "account": account["id"], "employee": employee["id"], "card": crate::personas::card() });
    id(&made(owner, "/personas", draft).await["persona"])
}

/// What belongs to companies and seats.
struct Seats {
    entity: String,
    other: String,
    licence: String,
    enterprise: String,
    seat: String,
    fee: String,
    offer: String,
}

impl Seats {
    async fn make(owner: &mut Client) -> Self {
        let entity = seats_seed::company(owner, "木里家居", seats_seed::CODES[0], Some("grey_test")).await;
        let other = seats_seed::company(owner, "木里设计", seats_seed::CODES[1], None).await;
        let path = format!("/legal-entities/{entity}");
        let licence = json!({ "kind": "business", "name": "营业执照" });
        let licence = id(&made(owner, &format!("{path}/licences"), licence).await);
        let account = json!({ "name": "木里" });
        let enterprise = id(&made(owner, &format!("{path}/enterprise-accounts"), account).await);
        let seat = id(&seats_seed::asked(owner, &entity, 1).await[0]);
        let fee = json!({
            "entity": entity, "kind": "certification", "amount_fen": 60_000, "from": "2026-06-01",
            "to": "2027-05-31", "paid_on": "2026-06-01", "payer": "木里", "invoice_no": "C-1"
        });
        let fee = id(&made(owner, "/seat-fees", fee).await);
        let offer = json!({ "agent": "某代理", "offered_on": "2026-06-01", "promises": [] });
        let offer = id(&made(owner, "/agent-offers", offer).await);
        Self { entity, other, licence, enterprise, seat, fee, offer }
    }
}

/// A pack of rules that no other brand has.
async fn pack(owner: &mut Client) -> String {
    let body = "id = \"house\"\nversion = \"1\"\nname = { zh = \"家规\", en = \"House rules\" }\n";
    let answer = owner.put("/content-packs/house", json!({ "body": body })).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    id(&answer.json())
}

/// A piece of work about one thing of this brand: an import with a row that was not taken.
async fn item(test: &TestApp, owner: &mut Client) -> String {
    let leads = "员工名称,小红书昵称,账号ID,总互动数\n林一,小林,6650000000000000000000a2,5\n张伟,小张,6650000000000000000000a1,三百\n";
    let import = id(&owner.upload("/imports", "线索明细.csv", leads.as_bytes()).await.json());
    let plan = json!({ "period": { "from": "2026-06-08", "to": "2026-06-14" } });
    assert_eq!(owner.put(&format!("/imports/{import}/plan"), plan).await.status, 200);
    assert_eq!(owner.post(&format!("/imports/{import}/run"), json!({})).await.status, 202);
    test.run_jobs().await;
    let today = owner.get("/today").await.json();
    let mut items = today["items"].as_array().unwrap().iter().map(id);
    items.find(|item| item.contains(&import)).unwrap_or_else(|| panic!("no such work: {today}"))
}

/// A proposal that a roster makes by naming an account that is there.
async fn proposal(test: &TestApp, owner: &mut Client) -> String {
    let roster = "姓名,工号,小红书昵称\n许诺,A002,设计师小许\n";
    let import = owner.upload("/imports", "花名册二.csv", roster.as_bytes()).await.json();
    assert_eq!(owner.post(&format!("/imports/{}/run", id(&import)), json!({})).await.status, 202);
    test.run_jobs().await;
    id(&owner.get("/holder-proposals").await.json()["items"][0])
}

async fn made(owner: &mut Client, path: &str, draft: Value) -> Value {
    let answer = owner.post(path, draft).await;
    assert_eq!(answer.status, 201, "{path}: {answer:?}");
    answer.json()
}

fn id(thing: &Value) -> String {
    thing["id"].as_str().unwrap_or_else(|| panic!("no id: {thing}")).to_owned()
}
