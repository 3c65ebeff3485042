//! A desk inside the program: asks the API what a browser would ask, without a network.
//!
//! What the command line does is therefore what the console does: the same rules, the same log, the same sentences.

use std::{io, path::Path};

use app::{App, text::Text};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderValue, Method, Request, StatusCode, header},
    response::Response,
};
use domain::identity::{Language, Scope};
use futures_util::{StreamExt as _, stream};
use serde_json::Value;
use tokio_util::io::ReaderStream;
use tower::ServiceExt as _;

use crate::failure::{self, Failure, Outcome};

/// Bytes of an answer that are taken.
const ANSWER_BYTES_MAX: usize = 16 * 1024 * 1024;
/// What separates the parts of an uploaded form.
const BOUNDARY: &str = "kosmos-desk-7f3c1f4e5a2b4d0c";

/// Who asks.
#[derive(Debug, Clone)]
enum Asker {
    /// Somebody at the machine.
    AtTheMachine(Box<Scope>),
    /// Somebody who signs in like everybody else.
    Person { cookie: Option<HeaderValue> },
}

/// Asks the API.
#[derive(Debug, Clone)]
pub struct Desk {
    router: Router,
    asker: Asker,
}

impl Desk {
    /// Asks on behalf of somebody at the machine.
    pub fn at_the_machine(app: &App, scope: Scope) -> Self {
        let router = app::http::router(app, Router::new());
        Self { router, asker: Asker::AtTheMachine(Box::new(scope)) }
    }

    /// Asks as a person who has yet to sign in.
    pub fn for_a_person(app: &App) -> Self {
        let router = app::http::router(app, Router::new());
        Self { router, asker: Asker::Person { cookie: None } }
    }

    /// Asks for something.
    pub async fn get(&mut self, path: &str) -> Outcome<Value> {
        self.send(Method::GET, path, None, Body::empty()).await
    }

    /// Asks for something to be made.
    pub async fn post(&mut self, path: &str, body: &Value) -> Outcome<Value> {
        self.send(Method::POST, path, Some("application/json"), Body::from(body.to_string())).await
    }

    /// Asks for something to be set.
    pub async fn put(&mut self, path: &str, body: &Value) -> Outcome<Value> {
        self.send(Method::PUT, path, Some("application/json"), Body::from(body.to_string())).await
    }

    /// Asks for something to be removed.
    pub async fn delete(&mut self, path: &str) -> Outcome<Value> {
        self.send(Method::DELETE, path, None, Body::empty()).await
    }

    /// Uploads a file, piece by piece.
    pub async fn upload(&mut self, path: &str, file: &Path) -> Outcome<Value> {
        let opened = tokio::fs::File::open(file).await.map_err(|error| Failure::file(file, &error))?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let name: String = name.chars().filter(|c| !c.is_control()).collect::<String>().replace('"', "%22");
        let head = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
            content-type: application/octet-stream\r\n\r\n"
        );
        let piece = |text: String| stream::once(async move { io::Result::Ok(text.into()) });
        let tail = piece(format!("\r\n--{BOUNDARY}--\r\n"));
        let body = Body::from_stream(piece(head).chain(ReaderStream::new(opened)).chain(tail));
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send(Method::POST, path, Some(&kind), body).await
    }

    async fn send(&mut self, method: Method, path: &str, kind: Option<&str>, body: Body) -> Outcome<Value> {
        let language = match failure::here() {
            Language::Zh => "zh",
            Language::En => "en",
        };
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header(header::ACCEPT_LANGUAGE, language);
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        match &self.asker {
            Asker::AtTheMachine(scope) => request = request.extension(Scope::clone(scope)),
            Asker::Person { cookie: Some(cookie) } => request = request.header(header::COOKIE, cookie),
            Asker::Person { cookie: None } => {}
        }
        let request = request.body(body).map_err(|error| Failure::defect(&error))?;
        let Ok(response) = self.router.clone().oneshot(request).await;
        self.keep_cookie(&response);
        let status = response.status();
        let bytes = to_bytes(response.into_body(), ANSWER_BYTES_MAX).await;
        let bytes = bytes.map_err(|error| Failure::defect(&error))?;
        let answer: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        if status.is_success() { Ok(answer) } else { Err(refusal(status, &answer)) }
    }

    fn keep_cookie(&mut self, response: &Response) {
        let Asker::Person { cookie } = &mut self.asker else { return };
        let set = response.headers().get(header::SET_COOKIE).and_then(|value| value.to_str().ok());
        let pair =
            set.and_then(|set| set.split(';').next()).and_then(|pair| HeaderValue::from_str(pair).ok());
        *cookie = pair.or(cookie.take());
    }
}

/// The API's own sentence, with those of single fields behind it.
fn refusal(status: StatusCode, answer: &Value) -> Failure {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let message = answer.get("message").and_then(text).unwrap_or_else(|| status.to_string());
    let fields = answer.get("fields").and_then(Value::as_object);
    let fields = fields.into_iter().flatten().filter_map(|(_, sentence)| text(sentence));
    let whole: Vec<String> = std::iter::once(message).chain(fields).collect();
    let whole = whole.join(" ");
    Failure { exit: failure::Exit::Failed, text: Text::new(whole.clone(), whole) }
}
