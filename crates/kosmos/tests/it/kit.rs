//! The binary as a process, a server of one's own, and a client that speaks plain HTTP.

use std::{
    ffi::OsStr,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Child, Command, ExitStatus, Output, Stdio},
    thread::JoinHandle,
    time::Duration,
};

use serde_json::{Value, json};

/// How long one answer may take.
const ANSWER_WAIT_MAX: Duration = Duration::from_secs(30);

pub const EMAIL: &str = "zhou.min@muli.example";
pub const PASSWORD: &str = "四块板材怎么选才放心";

/// The binary, in an environment that sets nothing.
pub fn kosmos<S: AsRef<OsStr>>(words: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kosmos"));
    command.args(words).env_clear().env("LANG", "C.UTF-8");
    command
}

/// Runs the binary to its end.
pub fn run<S: AsRef<OsStr>>(words: impl IntoIterator<Item = S>) -> Output {
    kosmos(words).output().unwrap()
}

/// The exit code and the one sentence on the standard error.
pub fn complaint(output: &Output) -> (i32, String) {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code().unwrap_or(-1), text.trim_end().to_owned())
}

/// A server that ends with the test.
pub struct Server {
    pub address: SocketAddr,
    child: Child,
    log: Option<JoinHandle<Vec<String>>>,
}

impl Server {
    /// Serves the folder on a free port.
    pub fn of(folder: &Path) -> Self {
        Self::with(folder, &[])
    }

    /// Serves the folder with more flags.
    pub fn with(folder: &Path, flags: &[&str]) -> Self {
        Self::start("serve", folder, flags)
    }

    /// Serves a demo that is kept in the folder.
    pub fn demo(folder: &Path, flags: &[&str]) -> Self {
        Self::start("demo", folder, flags)
    }

    fn start(task: &str, folder: &Path, flags: &[&str]) -> Self {
        let mut command = kosmos([task, "--listen", "127.0.0.1:0", "--log-format", "json", "--data-dir"]);
        command.arg(folder).args(flags).stderr(Stdio::piped()).stdout(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut seen = Vec::new();
        let address = loop {
            let line = lines.next().unwrap_or_else(|| panic!("the server ended: {seen:?}")).unwrap();
            let event: Value = serde_json::from_str(&line).unwrap_or_default();
            seen.push(line);
            if event["message"] == "listening" {
                break event["address"].as_str().unwrap().parse().unwrap();
            }
        };
        let log = std::thread::spawn(move || {
            seen.extend(lines.map_while(Result::ok));
            seen
        });
        Self { address, child, log: Some(log) }
    }

    /// The id of the process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal by its name.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.pid().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits for the end; the exit and the log.
    pub fn wait(mut self) -> (ExitStatus, Vec<String>) {
        let status = self.child.wait().unwrap();
        (status, self.log.take().unwrap().join().unwrap())
    }

    /// Ends it politely.
    pub fn stop(self) -> (ExitStatus, Vec<String>) {
        self.signal("TERM");
        self.wait()
    }

    pub fn get(&self, path: &str) -> Answer {
        request(self.address, "GET", path, &[], None)
    }

    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        request(self.address, "GET", path, headers, None)
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        request(self.address, "POST", path, &[], Some(body))
    }

    /// Waits until the door is closed to newcomers.
    pub fn wait_until_closed(&self) {
        while TcpStream::connect(self.address).is_ok() {
            std::thread::yield_now();
        }
    }

    /// Sets the installation up.
    pub fn set_up(&self) -> Answer {
        let owner = json!({ "name": "周敏", "email": EMAIL, "password": PASSWORD });
        let answer = self.post(
            "/api/v1/setup",
            &json!({
                "owner": owner, "organisation": "木里家居", "brand": "木里全屋定制", "zone": "Asia/Shanghai", "language": "zh"
            }),
        );
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer
    }

    /// Signs in once more.
    pub fn sign_in(&self) -> Answer {
        self.sign_in_as(EMAIL, PASSWORD)
    }

    /// Signs in as somebody.
    pub fn sign_in_as(&self, email: &str, password: &str) -> Answer {
        self.post("/api/v1/session", &json!({ "email": email, "password": password }))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    /// A header by its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (known, value) = line.split_once(": ")?;
            known.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    /// The cookie that was given, as it is sent back.
    pub fn cookie(&self) -> &str {
        self.header("set-cookie").and_then(|cookie| cookie.split(';').next()).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

/// Opens a connection and sends a request; the answer is the caller's to read.
pub fn ask(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<&Value>,
) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(ANSWER_WAIT_MAX)).unwrap();
    let body = body.map(ToString::to_string).unwrap_or_default();
    write!(stream, "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n").unwrap();
    for (name, value) in headers {
        write!(stream, "{name}: {value}\r\n").unwrap();
    }
    let length = body.len();
    write!(stream, "content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}").unwrap();
    stream
}

pub fn request(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<&Value>,
) -> Answer {
    let mut bytes = Vec::new();
    ask(address, method, path, headers, body).read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    Answer { status, head: head.to_owned(), body: body.to_owned() }
}
