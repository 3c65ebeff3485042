//! The binary as a process that is killed, and a client that knows when its answer was cut off.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    thread::JoinHandle,
    time::Duration,
};

use serde_json::{Value, json};

/// How long one answer may take: longer than an import that is at work before it.
const ANSWER_WAIT_MAX: Duration = Duration::from_secs(40);
const BOUNDARY: &str = "kosmos-soak-boundary";
const EMAIL: &str = "zhou.min@muli.example";
const PASSWORD: &str = "四块板材怎么选才放心";

/// A server; a child of this process that never outlives the value.
pub struct Server {
    pub address: SocketAddr,
    child: Child,
    log: Option<JoinHandle<Vec<String>>>,
}

impl Server {
    /// Serves the folder on a free port, with PostgreSQL when its URL is given.
    pub fn start(folder: &Path, database_url: Option<&str>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kosmos"));
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--log-format", "json", "--log", "warn,kosmos=info"])
            .args(["--sign-in-attempts-per-minute", "100000", "--data-dir"])
            .arg(folder)
            .args(database_url.iter().flat_map(|url| ["--database-url", url]))
            .env_clear()
            .env("LANG", "C.UTF-8")
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut server = Self { address: ([127, 0, 0, 1], 0).into(), child, log: None };
        let mut seen = Vec::new();
        server.address = loop {
            let line = lines.next().unwrap_or_else(|| panic!("the server did not start: {seen:?}")).unwrap();
            let event: Value = serde_json::from_str(&line).unwrap_or_default();
            seen.push(line);
            if event["message"] == "listening" {
                break event["address"].as_str().unwrap().parse().unwrap();
            }
        };
        server.log = Some(std::thread::spawn(move || {
            seen.extend(lines.map_while(Result::ok));
            seen
        }));
        server
    }

    /// Ends it with SIGKILL; its log.
    pub fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.log.take().unwrap().join().unwrap()
    }

    /// Ends it politely.
    pub fn stop(mut self) -> ExitStatus {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", "TERM", &pid]).status().unwrap().success());
        self.child.wait().unwrap()
    }

    /// Sets the installation up; the owner, signed in.
    pub fn set_up(&self) -> Client {
        let owner = json!({ "name": "周敏", "email": EMAIL, "password": PASSWORD });
        let founder = json!({
            "owner": owner, "organisation": "木里家居", "brand": "木里全屋定制", "zone": "Asia/Shanghai",
            "language": "zh"
        });
        let stranger = Client { address: self.address, cookie: String::new() };
        let answer = stranger.send("POST", "/setup", &founder).unwrap().of(201);
        Client { cookie: answer.cookie.unwrap(), ..stranger }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The server was gone before its answer was whole.
#[derive(Debug)]
pub struct Cut;

/// Somebody who is signed in; the cookie holds from one server to the next.
#[derive(Debug, Clone)]
pub struct Client {
    pub address: SocketAddr,
    cookie: String,
}

/// A whole answer.
#[derive(Debug)]
pub struct Answer {
    what: String,
    status: u16,
    cookie: Option<String>,
    pub json: Value,
}

impl Answer {
    /// Demands this status; any other whole answer is a failure of the server.
    pub fn of(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{} answers {}", self.what, self.json);
        self
    }

    /// The id of what was made.
    pub fn id(&self) -> &str {
        self.json["id"].as_str().unwrap()
    }
}

impl Client {
    pub fn send(&self, method: &str, path: &str, body: &Value) -> Result<Answer, Cut> {
        self.ask(method, path, "application/json", body.to_string().as_bytes())
    }

    /// Hands a file in.
    pub fn upload(&self, name: &str, content: &[u8]) -> Result<Answer, Cut> {
        let head = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
            content-type: application/octet-stream\r\n\r\n"
        );
        let body = [head.as_bytes(), content, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat();
        self.ask("POST", "/imports", &format!("multipart/form-data; boundary={BOUNDARY}"), &body)
    }

    fn ask(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> Result<Answer, Cut> {
        let bytes = self.exchange(method, path, kind, body).map_err(|error| {
            assert_ne!(error.kind(), std::io::ErrorKind::WouldBlock, "{method} {path} was not answered");
            Cut
        })?;
        let text = String::from_utf8_lossy(&bytes);
        let (head, body) = text.split_once("\r\n\r\n").ok_or(Cut)?;
        let header = |name: &str| {
            head.lines().find_map(|line| {
                line.split_once(": ")
                    .filter(|(known, _)| known.eq_ignore_ascii_case(name))
                    .map(|(_, value)| value)
            })
        };
        if header("content-length")
            .and_then(|length| length.parse().ok())
            .is_some_and(|length: usize| length > body.len())
        {
            return Err(Cut);
        }
        Ok(Answer {
            what: format!("{method} {path}"),
            status: head.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or(Cut)?,
            cookie: header("set-cookie").and_then(|cookie| cookie.split(';').next()).map(str::to_owned),
            json: if body.is_empty() { Value::Null } else { serde_json::from_str(body).map_err(|_| Cut)? },
        })
    }

    fn exchange(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> std::io::Result<Vec<u8>> {
        let Self { address, cookie } = self;
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(ANSWER_WAIT_MAX))?;
        let length = body.len();
        write!(
            stream,
            "{method} /api/v1{path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncookie: {cookie}\r\n\
            content-type: {kind}\r\ncontent-length: {length}\r\n\r\n"
        )?;
        stream.write_all(body)?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}
