//! Robots of group chats: what they are told, when, and what becomes of messages that do not arrive.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    sync::{Arc, Mutex},
    thread,
};

use db::params;
use db_test::db_test;
use domain::identity::Role;
use serde_json::{Value, json};
use testkit::{Client, TestApp};

const HOOK: &str = "https://open.feishu.cn/open-apis/bot/v2/hook/0f2c-77aa";
const MINUTE_MS: i64 = 60_000;

/// A robot on this machine: keeps what it was told and answers as it was taught.
struct Robot {
    url: String,
    heard: Arc<Mutex<Vec<(String, Value)>>>,
}

impl Robot {
    fn answering(answer: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let heard = Arc::new(Mutex::new(Vec::new()));
        let kept = heard.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut reader = BufReader::new(stream.unwrap());
                let (mut first, mut length) = (String::new(), 0);
                reader.read_line(&mut first).unwrap();
                loop {
                    let mut line = String::new();
                    reader.read_line(&mut line).unwrap();
                    let line = line.trim().to_lowercase();
                    if let Some(bytes) = line.strip_prefix("content-length:") {
                        length = bytes.trim().parse().unwrap();
                    }
                    if line.is_empty() {
                        break;
                    }
                }
                let mut body = vec![0; length];
                reader.read_exact(&mut body).unwrap();
                let path = first.split(' ').nth(1).unwrap().to_owned();
                kept.lock().unwrap().push((path, serde_json::from_slice(&body).unwrap()));
                let head = format!(
                    "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                    answer.len()
                );
                reader.get_mut().write_all(format!("{head}{answer}").as_bytes()).unwrap();
            }
        });
        Self { url, heard }
    }

    fn texts(&self) -> Vec<String> {
        let heard = self.heard.lock().unwrap();
        heard.iter().map(|(_, body)| body["content"]["text"].as_str().unwrap().to_owned()).collect()
    }
}

fn draft() -> Value {
    json!({
        "kind": "feishu", "name": "运营群", "hook": HOOK, "signing_secret": "s3cret", "language": "zh",
        "topics": ["seats", "imports"], "quiet": null,
    })
}

async fn added(owner: &mut Client, draft: Value) -> String {
    let answer = owner.post("/channels", draft).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.json()["id"].as_str().unwrap().to_owned()
}

/// Something that is news to the topic `imports`.
async fn news(owner: &mut Client, test: &TestApp, name: &str) {
    let file = format!("姓名,工号,手机号,门店\n{name},{name},,\n");
    let import = owner.upload("/imports", &format!("{name}.csv"), file.as_bytes()).await.json();
    let id = import["id"].as_str().unwrap().to_owned();
    let started = owner.post(&format!("/imports/{id}/run"), json!({})).await;
    assert!(started.status < 300, "{started:?}");
    test.run_jobs_with_robots_at("http://127.0.0.1:9").await;
}

#[db_test]
async fn a_group_is_told_once_what_is_new_without_names_and_with_a_link(test: TestApp) {
    let mut owner = test.owner().await;
    let robot = Robot::answering(r#"{"code":0,"msg":"success"}"#);
    let id = added(&mut owner, draft()).await;
    test.run_jobs_with_robots_at(&robot.url).await;
    assert!(robot.texts().is_empty(), "what was before is no news");

    news(&mut owner, &test, "王磊").await;
    for _ in 0..3 {
        test.clock.advance_ms(MINUTE_MS);
        test.run_jobs_with_robots_at(&robot.url).await;
    }
    let texts = robot.texts();
    assert_eq!(texts, ["【Kosmos】木里全屋定制\n· 1 份文件已导入\nhttp://kosmos.test/"]);
    let (path, body) = robot.heard.lock().unwrap()[0].clone();
    assert_eq!(path, "/open-apis/bot/v2/hook/0f2c-77aa");
    assert!(body["sign"].is_string() && body["timestamp"].is_string(), "{body}");
    let shown = owner.get("/channels").await.json()["items"][0].clone();
    assert_eq!((&shown["id"], shown["told_at"].is_string()), (&json!(id), true));
}

#[db_test]
async fn what_goes_in_as_a_secret_never_comes_out(test: TestApp) {
    let mut owner = test.owner().await;
    added(&mut owner, draft()).await;
    for path in ["/channels", "/audit", "/notices"] {
        let text = owner.get(path).await.text();
        assert!(!text.contains("0f2c-77aa") && !text.contains("s3cret"), "{path}: {text}");
    }
    let shown = owner.get("/channels").await.json()["items"][0].clone();
    assert_eq!((&shown["hook_ending"], &shown["is_signed"]), (&json!("77aa"), &json!(true)));
    let sql =
        "select count(*) as n from channels where hook_sealed like '%0f2c%' or secret_sealed like '%s3cret%'";
    assert_eq!(test.db.db.read().await.unwrap().number(sql, params![]).await.unwrap(), 0);
}

#[db_test]
async fn only_official_addresses_of_robots_are_taken(test: TestApp) {
    let mut owner = test.owner().await;
    for (field, value) in [
        ("hook", json!("https://169.254.169.254/latest/meta-data")),
        ("hook", json!("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=aa")),
        ("hook", json!("https://open.feishu.cn.evil.example/open-apis/bot/v2/hook/aa")),
        ("hook", json!("")),
        ("topics", json!([])),
        ("quiet", json!({ "from_minute": 60, "to_minute": 60 })),
        ("name", json!(" ")),
    ] {
        let mut wrong = draft();
        wrong[field] = value;
        let answer = owner.post("/channels", wrong).await;
        assert_eq!((answer.status, answer.json()["fields"][field].is_null()), (422, false), "{answer:?}");
    }
    assert_eq!(test.member(Role::Employee).await.get("/channels").await.status, 403);
    assert_eq!(test.member(Role::Operator).await.get("/channels").await.status, 200);
}

#[db_test]
async fn what_does_not_arrive_is_tried_again_and_what_is_refused_is_said(test: TestApp) {
    let mut owner = test.owner().await;
    let id = added(&mut owner, draft()).await;
    news(&mut owner, &test, "王磊").await;
    test.clock.advance_ms(MINUTE_MS);
    test.run_jobs().await;
    let failure = owner.get("/channels").await.json()["items"][0]["failure"].clone();
    assert_eq!(failure, "the robot cannot be reached");

    let robot = Robot::answering(r#"{"code":0,"msg":"success"}"#);
    test.clock.advance_ms(MINUTE_MS);
    test.run_jobs_with_robots_at(&robot.url).await;
    assert_eq!(robot.texts().len(), 1, "nothing is lost");
    assert!(owner.get("/channels").await.json()["items"][0]["failure"].is_null());

    let refusing = Robot::answering(r#"{"code":19021,"msg":"sign match fail"}"#);
    assert_eq!(owner.post(&format!("/channels/{id}/trial"), json!({})).await.status, 202);
    test.run_jobs_with_robots_at(&refusing.url).await;
    let failure = owner.get("/channels").await.json()["items"][0]["failure"].clone();
    assert_eq!(failure, "the robot refused: 19021 sign match fail");
    assert_eq!(
        refusing.texts(),
        ["【Kosmos】木里全屋定制\n这是一条试发消息：机器人可以用了。\nhttp://kosmos.test"]
    );
}

#[db_test]
async fn a_group_is_left_alone_at_its_quiet_time_and_when_it_is_stopped(test: TestApp) {
    let mut owner = test.owner().await;
    let robot = Robot::answering(r#"{"code":0}"#);
    // Every test begins in the morning: until noon it is quiet.
    let mut quiet = draft();
    quiet["quiet"] = json!({ "from_minute": 0, "to_minute": 720 });
    let id = added(&mut owner, quiet).await;
    news(&mut owner, &test, "王磊").await;
    test.clock.advance_ms(MINUTE_MS);
    test.run_jobs_with_robots_at(&robot.url).await;
    assert!(robot.texts().is_empty());
    test.clock.advance_ms(6 * 60 * MINUTE_MS);
    test.run_jobs_with_robots_at(&robot.url).await;
    assert_eq!(robot.texts().len(), 1, "in the afternoon it hears what came meanwhile");

    let change = json!({
        "version": 1, "name": "运营群", "language": "en", "topics": ["imports"], "quiet": null, "stopped": true,
    });
    let path = format!("/channels/{id}");
    assert_eq!(owner.patch(&path, change.clone()).await.status, 200);
    assert_eq!(owner.patch(&path, change).await.status, 409);
    news(&mut owner, &test, "李雷").await;
    test.clock.advance_ms(MINUTE_MS);
    test.run_jobs_with_robots_at(&robot.url).await;
    assert_eq!(robot.texts().len(), 1, "a stopped robot tells nothing");
    assert_eq!(owner.delete(&path).await.status, 204);
    assert_eq!(owner.get("/channels").await.json()["items"], json!([]));
}
