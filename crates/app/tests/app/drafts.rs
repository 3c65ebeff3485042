//! Drafts: from a plan to the hand of the person who publishes them.

use db_test::db_test;
use domain::identity::Role;
use serde_json::{Value, json};
use testkit::{Answer, Client, TestApp};

use crate::accounts_seed::Brand;

/// A brand with an account, the employee who holds it, and the people who look at texts.
pub struct Studio<'a> {
    pub brand: Brand<'a>,
    pub account: String,
    pub employee: String,
    /// The employee on their phone.
    pub writer: Client,
    pub operator: Client,
    pub officer: Client,
}

impl<'a> Studio<'a> {
    pub async fn of(test: &'a TestApp) -> Self {
        let mut brand = Brand::of(test).await;
        let employee = brand.employee("沈佳", None).await;
        let account = brand.account("设计师小沈", None).await;
        brand.hold(&account, &employee).await;
        let standing = json!({ "role": "employee", "visibility": "own", "employee": employee });
        let writer = test.guest(&mut brand.owner, standing).await;
        let (operator, officer) =
            (test.member(Role::Operator).await, test.member(Role::ComplianceOfficer).await);
        Self { brand, account, employee, writer, operator, officer }
    }

    /// Plans a draft for the account, and returns its path.
    pub async fn planned(&mut self, angle: &str) -> String {
        let (account, employee) = (self.account.clone(), self.employee.clone());
        self.planned_for(&account, &employee, angle).await
    }

    pub async fn planned_for(&mut self, account: &str, writer: &str, angle: &str) -> String {
        let plan = json!({ "writer": writer, "angle": angle, "form": "image", "minutes": 40 });
        let answer = self.operator.post("/drafts", json!({ "account": account, "plan": plan })).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        format!("/drafts/{}", answer.json()["draft"]["id"].as_str().unwrap())
    }

    /// Plans, writes and hands in.
    pub async fn submitted(&mut self, angle: &str, title: &str, body: &str) -> String {
        let path = self.planned(angle).await;
        assert_eq!(write(&mut self.writer, &path, title, body).await.status, 200);
        let answer = self.writer.post(&format!("{path}/submission"), json!({ "text_no": 1 })).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        path
    }

    /// The same, and the operator approves.
    pub async fn approved(&mut self, angle: &str, title: &str, body: &str) -> String {
        let path = self.submitted(angle, title, body).await;
        let answer = say(&mut self.operator, &path, 1, "review", json!({ "leeway_chars": 10 })).await;
        assert_eq!(answer.json()["draft"]["stage"], "approved", "{}", answer.text());
        path
    }
}

pub async fn write(client: &mut Client, path: &str, title: &str, body: &str) -> Answer {
    let version = client.get(path).await.json()["draft"]["version"].clone();
    let text = json!({ "title": title, "body": body, "hard_ad": "none" });
    client.put(&format!("{path}/text"), json!({ "version": version, "text": text })).await
}

/// Says yes to a text at a step, or what `more` says.
pub async fn say(client: &mut Client, path: &str, text_no: i64, step: &str, more: Value) -> Answer {
    let mut saying = json!({ "text_no": text_no, "step": step, "says": "approved" });
    saying.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    client.post(&format!("{path}/decision"), saying).await
}

async fn stage(client: &mut Client, path: &str) -> String {
    client.get(path).await.json()["draft"]["stage"].as_str().unwrap().to_owned()
}

const TITLE: &str = "玄关收纳的三步";
const BODY: &str = "上周去量房，鞋柜下面留了十五厘米，扫地机能进去，换鞋也不用弯腰找。";

#[db_test]
async fn a_note_gets_from_a_plan_to_the_hand_that_publishes_it(test: TestApp) {
    let mut studio = Studio::of(&test).await;
    let path = studio.approved("鞋柜留空", TITLE, BODY).await;
    let handed = studio.writer.post(&format!("{path}/handover"), json!({ "text_no": 1 })).await;
    assert_eq!((handed.status, &handed.json()["draft"]["stage"]), (200, &json!("handed_over")), "{handed:?}");
    let again = studio.writer.post(&format!("{path}/handover"), json!({ "text_no": 1 })).await;
    assert_eq!(
        again.json()["draft"]["version"],
        handed.json()["draft"]["version"],
        "asking again changes nothing"
    );
    for (link, status) in [
        ("https://item.example/1", 422),
        ("xiaohongshu.com/1", 422),
        ("https://www.xiaohongshu.com/explore/66f0", 200),
        ("https://www.xiaohongshu.com/explore/66f0", 200),
        ("https://www.xiaohongshu.com/explore/77a1", 409),
    ] {
        let answer = studio.writer.post(&format!("{path}/receipt"), json!({ "link": link })).await;
        assert_eq!(answer.status, status, "{link}: {}", answer.text());
    }
    let file = studio.operator.get(&path).await.json();
    assert_eq!(file["draft"]["stage"], "confirmed");
    assert_eq!(file["handoff"]["link"], "https://www.xiaohongshu.com/explore/66f0");
    assert!(file["handoff"]["note"].is_null(), "no export has shown it yet");
}

#[db_test]
async fn a_later_edit_voids_what_was_said_and_own_words_do_not(test: TestApp) {
    let mut studio = Studio::of(&test).await;
    let path = studio.approved("鞋柜留空", TITLE, BODY).await;
    let own = write(&mut studio.writer, &path, TITLE, &BODY.replace("上周", "上周三")).await;
    let file = own.json();
    assert_eq!(
        (&file["draft"]["stage"], &file["draft"]["text_no"]),
        (&json!("approved"), &json!(2)),
        "{file}"
    );
    let carried = &file["decisions"][1];
    assert_eq!((&carried["decision"], &carried["carried_from"]), (&json!("carried"), &json!(1)), "{file}");
    let old = studio.writer.post(&format!("{path}/handover"), json!({ "text_no": 1 })).await;
    assert_eq!(old.status, 409, "the text before their eyes is an old one: {}", old.text());

    let more = format!("{}还顺手装了感应灯。", BODY.replace("上周", "上周三"));
    let further = write(&mut studio.writer, &path, TITLE, &more).await.json();
    assert_eq!(
        further["draft"]["stage"], "approved",
        "one and nine characters: within ten from what was approved"
    );
    let beyond = write(&mut studio.writer, &path, TITLE, &format!("{more}好用。")).await.json();
    assert_eq!(beyond["draft"]["stage"], "writing", "counted from what a person approved");
    let answer = studio.writer.post(&format!("{path}/handover"), json!({ "text_no": 4 })).await;
    assert_eq!(answer.status, 409, "{}", answer.text());
}

#[db_test]
async fn own_words_that_break_a_rule_are_looked_at_again_or_not_taken_at_all(test: TestApp) {
    let mut studio = Studio::of(&test).await;
    let path = studio.approved("鞋柜留空", TITLE, BODY).await;
    let file = write(&mut studio.writer, &path, TITLE, &format!("{BODY}全国第一。")).await.json();
    assert_eq!(file["draft"]["stage"], "writing", "within ten characters, and yet: {file}");
    let red = studio.writer.post(&format!("{path}/submission"), json!({ "text_no": 2 })).await.json();
    assert_eq!(
        (&red["draft"]["risk"], &red["verdict"]["steps"][1]),
        (&json!("red"), &json!("compliance")),
        "{red}"
    );
    assert_eq!(say(&mut studio.operator, &path, 2, "review", json!({})).await.status, 200);
    let by_operator = say(&mut studio.operator, &path, 2, "compliance", json!({})).await;
    assert_eq!(by_operator.status, 403, "{}", by_operator.text());

    write(&mut studio.writer, &path, TITLE, &format!("{BODY}想要图纸加我微信 shenjia88。")).await;
    let blocked = studio.writer.post(&format!("{path}/submission"), json!({ "text_no": 3 })).await;
    assert_eq!(blocked.status, 409, "{}", blocked.text());
    assert!(blocked.text().contains("标出的地方"), "{}", blocked.text());
}

#[db_test]
async fn nobody_approves_what_they_wrote_and_nobody_looks_twice(test: TestApp) {
    let mut studio = Studio::of(&test).await;
    let path = studio.planned("自己写").await;
    write(&mut studio.operator, &path, TITLE, BODY).await;
    let submitted = studio.operator.post(&format!("{path}/submission"), json!({ "text_no": 1 })).await;
    assert_eq!(submitted.status, 200, "{}", submitted.text());
    let own = say(&mut studio.operator, &path, 1, "review", json!({})).await;
    assert_eq!(own.status, 409, "{}", own.text());
    let wrong_step = say(&mut studio.officer, &path, 1, "compliance", json!({})).await;
    assert_eq!(wrong_step.status, 409, "{}", wrong_step.text());
    let yes = say(&mut studio.officer, &path, 1, "review", json!({})).await;
    assert_eq!(yes.json()["draft"]["stage"], "approved", "{}", yes.text());
    let employee = say(&mut studio.writer, &path, 1, "review", json!({})).await;
    assert_eq!(employee.status, 403, "an employee looks at nothing");
}

#[db_test]
async fn an_advertisement_is_looked_at_by_two(test: TestApp) {
    let mut studio = Studio::of(&test).await;
    let path = studio.planned("报价").await;
    let text = json!({ "title": TITLE, "body": BODY, "hard_ad": "price", "labels": ["ad"] });
    studio.writer.put(&format!("{path}/text"), json!({ "version": 1, "text": text })).await;
    let file = studio.writer.post(&format!("{path}/submission"), json!({ "text_no": 1 })).await.json();
    assert_eq!((&file["draft"]["risk"], &file["due_step"]), (&json!("amber"), &json!("review")), "{file}");
    let first = say(&mut studio.operator, &path, 1, "review", json!({})).await.json();
    assert_eq!(
        (&first["draft"]["stage"], &first["due_step"]),
        (&json!("submitted"), &json!("second_review"))
    );
    let twice = say(&mut studio.operator, &path, 1, "second_review", json!({})).await;
    assert_eq!(twice.status, 409, "{}", twice.text());
    let second = say(&mut studio.officer, &path, 1, "second_review", json!({})).await;
    assert_eq!(second.json()["draft"]["stage"], "approved", "{}", second.text());
}

#[db_test]
async fn a_text_goes_back_with_the_sentence_marked(test: TestApp) {
    let mut studio = Studio::of(&test).await;
    let path = studio.submitted("鞋柜留空", TITLE, BODY).await;
    let silent = say(&mut studio.operator, &path, 1, "review", json!({ "says": "returned" })).await;
    assert_eq!(silent.status, 422, "without a reason: {}", silent.text());
    let mark = json!({ "start": 8, "end": 20, "remark": "哪个小区？" });
    let back = json!({ "says": "returned", "reason": "写出具体的场景", "marks": [mark] });
    let file = say(&mut studio.operator, &path, 1, "review", back).await.json();
    assert_eq!(file["draft"]["stage"], "writing", "{file}");
    assert_eq!(file["decisions"][0]["marks"][0]["remark"], "哪个小区？");
    let answer = studio.writer.post(&format!("{path}/handover"), json!({ "text_no": 1 })).await;
    assert_eq!(answer.status, 409);
}

#[db_test]
async fn a_copy_of_another_draft_is_not_handed_in_and_its_sentences_are_shown(test: TestApp) {
    let mut studio = Studio::of(&test).await;
    studio.approved("鞋柜留空", TITLE, BODY).await;
    let (other, li) =
        (studio.brand.account("设计师小李", None).await, studio.brand.employee("李雷", None).await);
    let copy = studio.planned_for(&other, &li, "换鞋").await;
    write(&mut studio.operator, &copy, "玄关这样收纳，三步就够", BODY).await;
    let text = json!({ "title": "玄关这样收纳，三步就够", "body": BODY, "hard_ad": "none" });
    let judged = studio.operator.post(&format!("{copy}/judgement"), json!({ "text": text })).await.json();
    let near = &judged["copies"]["matches"][0];
    assert!(near["draft"].is_string() && near["spans"][0]["there"].is_array(), "{judged}");
    assert!(judged["stopped"].is_string(), "{judged}");
    let answer = studio.operator.post(&format!("{copy}/submission"), json!({ "text_no": 1 })).await;
    assert!(answer.status == 409 || answer.json()["draft"]["risk"] != "green", "{}", answer.text());
    let yes = say(&mut studio.officer, &copy, 1, "review", json!({})).await;
    assert_ne!(yes.json()["draft"]["stage"], "approved", "{}", yes.text());
    let seen_by_writer = studio.writer.get(&copy).await;
    assert_eq!(seen_by_writer.status, 404, "a draft of an account outside one's sight does not exist");
}

#[db_test]
async fn while_a_pause_lasts_nothing_goes_out(test: TestApp) {
    let mut studio = Studio::of(&test).await;
    let path = studio.approved("鞋柜留空", TITLE, BODY).await;
    let account = studio.account.clone();
    for of in [json!({}), json!({ "account": account })] {
        let mut draft = json!({ "reason": "等平台通知" });
        draft.as_object_mut().unwrap().extend(of.as_object().unwrap().clone());
        let pause = studio.officer.post("/studio-pauses", draft).await;
        assert_eq!(pause.status, 201, "{}", pause.text());
        let stopped = studio.writer.post(&format!("{path}/handover"), json!({ "text_no": 1 })).await;
        assert_eq!(stopped.status, 409, "{}", stopped.text());
        assert_eq!(studio.writer.get(&path).await.json()["paused"], "等平台通知");
        let end = format!("/studio-pauses/{}/end", pause.json()["id"].as_str().unwrap());
        assert_eq!(studio.officer.post(&end, json!({})).await.status, 200);
        assert_eq!(studio.officer.post(&end, json!({})).await.status, 409, "once");
    }
    let handed = studio.writer.post(&format!("{path}/handover"), json!({ "text_no": 1 })).await;
    assert_eq!(handed.status, 200, "{}", handed.text());
}

#[db_test]
async fn only_the_holder_who_is_to_publish_it_takes_a_text_and_one_a_day(test: TestApp) {
    let mut studio = Studio::of(&test).await;
    let path = studio.approved("鞋柜留空", TITLE, BODY).await;
    let by_operator = studio.operator.post(&format!("{path}/handover"), json!({ "text_no": 1 })).await;
    assert_eq!(by_operator.status, 409, "{}", by_operator.text());
    let other = studio
        .approved("餐边柜", "餐边柜别做满", "客户家两个孩子，台面留出来放早餐机，抽屉给孩子自己拿碗筷。")
        .await;
    assert_eq!(studio.writer.post(&format!("{path}/handover"), json!({ "text_no": 1 })).await.status, 200);
    let second = studio.writer.post(&format!("{other}/handover"), json!({ "text_no": 1 })).await;
    assert_eq!(second.status, 409, "one a day: {}", second.text());
    let account = studio.account.clone();
    let li = studio.brand.employee("李雷", None).await;
    studio.brand.hold(&account, &li).await;
    test.clock.advance_ms(24 * 3_600_000);
    let gone = studio.writer.post(&format!("{other}/handover"), json!({ "text_no": 1 })).await;
    assert_eq!(gone.status, 409, "no longer the holder: {}", gone.text());
    assert_eq!(stage(&mut studio.operator, &other).await, "approved");
}

#[db_test]
async fn one_theme_is_told_from_one_angle_once(test: TestApp) {
    let mut studio = Studio::of(&test).await;
    let idea = "insert into topic_ideas (tenant_id, id, title, scene, promise, source, version, created_at, created_by)
        values ($1, $2, '玄关', '回家', '不乱', 'own', 1, 0, '')";
    let id = uuid::Uuid::from_u128(7);
    studio.brand.sql(idea, db::params![studio.brand.tenant.uuid(), id]).await;
    let idea = format!("idea_{}", id.simple());
    let (account, writer) = (studio.account.clone(), studio.employee.clone());
    for (angle, status) in [("鞋柜留空", 201), ("鞋柜 留空！", 409), ("换鞋凳", 201)] {
        let plan = json!({ "writer": writer, "idea": idea, "angle": angle, "form": "image", "minutes": 40 });
        let answer = studio.operator.post("/drafts", json!({ "account": account, "plan": plan })).await;
        assert_eq!(answer.status, status, "{angle}: {}", answer.text());
    }
}

#[db_test]
async fn somebody_else_s_change_is_not_overwritten(test: TestApp) {
    let mut studio = Studio::of(&test).await;
    let path = studio.planned("鞋柜留空").await;
    assert_eq!(write(&mut studio.writer, &path, TITLE, BODY).await.status, 200);
    let text = json!({ "title": "旧的", "body": BODY, "hard_ad": "none" });
    let late = studio.operator.put(&format!("{path}/text"), json!({ "version": 1, "text": text })).await;
    assert_eq!(late.status, 409, "{}", late.text());
    let texts = studio.operator.get(&format!("{path}/texts")).await.json();
    assert_eq!(texts["items"].as_array().unwrap().len(), 1, "{texts}");
}

/// The note list of the account as the platform exports it: title and day of publication.
async fn export(studio: &mut Studio<'_>, notes: &[(&str, &str)]) -> String {
    let header = "笔记标题,首次发布时间,体裁,曝光,观看量,点赞,评论,收藏,涨粉,分享".to_owned();
    let row = |(title, day): &(&str, &str)| format!("{title},{day}12时00分00秒,图文,1000,300,20,5,30,2,4");
    let file = [vec![header], notes.iter().map(row).collect()].concat().join("\n");
    let answer = studio.brand.owner.upload("/imports", "笔记列表明细表.csv", file.as_bytes()).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let import = answer.json()["id"].as_str().unwrap().to_owned();
    let mut plan = answer.json()["plan"].clone();
    plan["account"] = json!(studio.account);
    let planned = studio.brand.owner.put(&format!("/imports/{import}/plan"), plan).await;
    assert_eq!(planned.status, 200, "{}", planned.text());
    let run = studio.brand.owner.post(&format!("/imports/{import}/run"), json!({})).await;
    assert!(run.status < 300, "{}", run.text());
    studio.brand.test.run_jobs().await;
    import
}

#[db_test]
async fn a_note_of_the_export_is_a_draft_s_where_it_could_be_no_other(test: TestApp) {
    let mut studio = Studio::of(&test).await;
    let path = studio.approved("鞋柜留空", TITLE, BODY).await;
    studio.writer.post(&format!("{path}/handover"), json!({ "text_no": 1 })).await;
    assert_eq!(
        studio.operator.get(&format!("{path}/results")).await.json()["results"],
        Value::Null,
        "nothing was seen yet"
    );
    test.clock.advance_ms(3 * 86_400_000);
    let import = export(&mut studio, &[(TITLE, "2026年06月23日"), ("别的", "2026年06月24日")]).await;
    let file = studio.operator.get(&path).await.json();
    assert_eq!(file["draft"]["stage"], "seen", "{file}");
    assert!(file["handoff"]["seen_by"].is_null(), "it could be no other");
    let results = studio.operator.get(&format!("{path}/results")).await.json()["results"].clone();
    assert_eq!(results["figures"][1], json!({ "figure": "read", "value": 300, "own": null }), "{results}");

    let back = studio.brand.owner.post(&format!("/imports/{import}/reversal"), json!({})).await;
    assert!(back.status < 300, "{}", back.text());
    test.run_jobs().await;
    assert_eq!(stage(&mut studio.operator, &path).await, "handed_over", "the note is gone with its import");
}

#[db_test]
async fn a_doubtful_note_is_proposed_and_a_person_decides(test: TestApp) {
    let mut studio = Studio::of(&test).await;
    let path = studio.approved("鞋柜留空", TITLE, BODY).await;
    studio.writer.post(&format!("{path}/handover"), json!({ "text_no": 1 })).await;
    test.clock.advance_ms(3 * 86_400_000);
    export(&mut studio, &[("玄关这三步", "2026年06月23日"), ("之前的", "2026年06月20日")]).await;
    assert_eq!(stage(&mut studio.operator, &path).await, "handed_over", "never by a guess");
    let matches = studio.operator.get("/draft-matches").await.json();
    let notes = matches["items"][0]["notes"].as_array().unwrap().clone();
    assert_eq!((notes.len(), &notes[0]["title"]), (1, &json!("玄关这三步")), "{matches}");
    let note = json!({ "note": notes[0]["id"] });
    for (status, what) in [(200, "a person says so"), (409, "once")] {
        let answer = studio.operator.post(&format!("{path}/note"), note.clone()).await;
        assert_eq!(answer.status, status, "{what}: {}", answer.text());
    }
    assert_eq!(studio.operator.get(&path).await.json()["handoff"]["seen_by"], "同事2");
}
