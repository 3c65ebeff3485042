//! A server from its start to its end.

use std::{
    fs,
    io::{Read as _, Write as _},
    os::unix::fs::PermissionsExt as _,
    time::{Duration, Instant},
};

use crate::kit::{EMAIL, PASSWORD, Server, ask, complaint, kosmos};

#[test]
fn the_console_answers_every_page_and_no_missing_file() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::of(folder.path());
    let page = server.get("/");
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert_eq!(page.header("cache-control"), Some("no-cache"));
    assert!(page.header("content-security-policy").is_some());
    assert_eq!(server.get("/board/accounts?from=2026-06-01").body, page.body);
    for (path, status) in
        [("/assets/none.js", 404), ("/.vite/manifest.json", 404), ("/api/none", 404), ("/api", 404)]
    {
        assert_eq!(server.get(path).status, status, "{path}");
    }
    let again = server.get_with("/", &[("if-none-match", page.header("etag").unwrap())]);
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    let document = server.get("/api/openapi.json").json();
    assert!(document["paths"]["/api/v1/setup"].is_object());
}

#[test]
fn figures_are_shown_to_this_machine_and_to_no_proxy() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::with(folder.path(), &["--metrics-listen", ""]);
    assert_eq!(server.get("/health/ready").status, 200);
    let figures = server.get("/metrics");
    assert_eq!(figures.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    for line in [
        "kosmos_requests_total{method=\"GET\",route=\"/health/ready\",status=\"200\"} 1",
        "kosmos_request_seconds_bucket{method=\"GET\",route=\"/health/ready\",le=\"+Inf\"} 1",
        "kosmos_queue_jobs{state=\"waiting\"} 0",
        "kosmos_queue_jobs{state=\"dead\"} 0",
        "kosmos_version{version=\"0.1.0\"} 1",
    ] {
        assert!(figures.body.lines().any(|found| found == line), "{line} in\n{}", figures.body);
    }
    for name in ["kosmos_database_connections", "process_resident_memory_bytes", "kosmos_up_seconds"] {
        assert!(figures.body.contains(&format!("# TYPE {name} gauge")), "{name}");
    }
    assert_eq!(server.get_with("/metrics", &[("x-forwarded-for", "203.0.113.7")]).status, 404);
}

#[test]
fn one_sqlite_file_is_served_by_one_process() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = Server::of(&data);
    assert_eq!(fs::metadata(&data).unwrap().permissions().mode() & 0o777, 0o700);
    let second = kosmos(["serve", "--listen", "127.0.0.1:0", "--data-dir"]).arg(&data).output().unwrap();
    let path = data.join("kosmos.db");
    let sentence =
        format!("kosmos: {} is served by another kosmos process; stop that one first.", path.display());
    assert_eq!(complaint(&second), (3, sentence));
    server.stop();
    Server::of(&data).stop();
}

#[test]
fn the_log_names_no_person() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::with(folder.path(), &["--log", "debug"]);
    server.set_up();
    server.sign_in();
    server.get("/api/v1/session?email=zhou.min@muli.example");
    let (_, log) = server.stop();
    let log = log.join("\n");
    assert!(log.contains("/api/v1/setup"));
    for word in [EMAIL, PASSWORD, "周敏", "木里", "email="] {
        assert!(!log.contains(word), "{word} in\n{log}");
    }
}

#[test]
fn a_request_at_hand_is_answered_and_a_stream_ends_at_closing_time() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::of(folder.path());
    let cookie = server.set_up().cookie().to_owned();
    let mut stream = ask(server.address, "GET", "/api/v1/events", &[("cookie", &cookie)], None);
    let mut head = [0; 12];
    stream.read_exact(&mut head).unwrap();
    assert_eq!(&head, b"HTTP/1.1 200");

    let mut slow = std::net::TcpStream::connect(server.address).unwrap();
    let body = format!("{{\"email\":\"{EMAIL}\",\"password\":\"{PASSWORD}\"}}");
    let head = format!(
        "POST /api/v1/session HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    slow.write_all(head.as_bytes()).unwrap();
    // The server asks for the body once the request is in its hands.
    let mut go_on = [0; 25];
    slow.read_exact(&mut go_on).unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");

    let told = Instant::now();
    server.signal("TERM");
    stream.read_to_end(&mut Vec::new()).unwrap();
    assert!(told.elapsed() < Duration::from_secs(5));
    slow.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201") || answer.starts_with("HTTP/1.1 200"), "{answer}");
    let (status, log) = server.wait();
    assert_eq!(status.code(), Some(0));
    assert!(log.last().unwrap().contains("closed"));
    assert!(!folder.path().join("kosmos.db-wal").exists());
}

#[test]
fn a_second_signal_ends_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::of(folder.path());
    let mut slow = std::net::TcpStream::connect(server.address).unwrap();
    slow.write_all(b"POST /api/v1/session HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n").unwrap();
    slow.read_exact(&mut [0; 25]).unwrap();
    server.signal("INT");
    server.wait_until_closed();
    server.signal("INT");
    let (status, _) = server.wait();
    assert_eq!(status.code(), Some(130));
}
