//! A browser or program that talks to the router directly.

use axum::{
    Router,
    body::Body,
    http::{Method, Request, header},
    response::Response,
};
use http_body_util::BodyExt as _;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tower::ServiceExt as _;

/// Somebody who sends requests, with the cookie they were given.
#[derive(Debug, Clone)]
pub struct Client {
    router: Router,
    headers: Vec<(String, String)>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The headers, names in small letters.
    pub headers: Vec<(String, String)>,
    /// The body as it came.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The body as JSON; `null` when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }

    /// The body as a value.
    pub fn value<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.bytes).unwrap()
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The code of an error.
    pub fn code(&self) -> String {
        self.json().get("code").and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// A header by its name in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl Client {
    pub(crate) const fn new(router: Router) -> Self {
        Self { router, headers: Vec::new() }
    }

    /// The same client before another door.
    pub(crate) fn at(&self, router: Router) -> Self {
        Self { router, headers: self.headers.clone() }
    }

    /// The same client with one more header on every request.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.set_header(name, value);
        self
    }

    fn set_header(&mut self, name: &str, value: &str) {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    /// Sends `GET /api/v1{path}`.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    /// Sends `POST /api/v1{path}`.
    pub async fn post(&mut self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await
    }

    /// Sends `PUT /api/v1{path}`.
    pub async fn put(&mut self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(body)).await
    }

    /// Sends `PATCH /api/v1{path}`.
    pub async fn patch(&mut self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, Some(body)).await
    }

    /// Sends `DELETE /api/v1{path}`.
    pub async fn delete(&mut self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None).await
    }

    /// Sends a request with or without a JSON body.
    pub async fn send(&mut self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let (kind, body) = match body {
            Some(body) => (Some("application/json".to_owned()), Body::from(body.to_string())),
            None => (None, Body::empty()),
        };
        self.send_body(method, path, kind, body).await
    }

    /// Uploads one file as the form field `file`.
    pub async fn upload(&mut self, path: &str, file_name: &str, content: &[u8]) -> Answer {
        let boundary = "kosmos-test-boundary";
        let mut body = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{file_name}\"\r\n\
            content-type: application/octet-stream\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(content);
        body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={boundary}");
        self.send_body(Method::POST, path, Some(kind), Body::from(body)).await
    }

    /// Sends a request with a JSON text as its body, right or wrong, and returns the status without waiting for the
    /// rest of the answer, which may be a stream that never ends.
    pub async fn status(&self, method: Method, path: &str, body: Option<&str>) -> u16 {
        let kind = body.map(|_| "application/json".to_owned());
        let body = body.map_or_else(Body::empty, |text| Body::from(text.to_owned()));
        self.respond(method, path, kind, body).await.status().as_u16()
    }

    async fn respond(&self, method: Method, path: &str, kind: Option<String>, body: Body) -> Response {
        let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap()
    }

    async fn send_body(&mut self, method: Method, path: &str, kind: Option<String>, body: Body) -> Answer {
        let (parts, body) = self.respond(method, path, kind, body).await.into_parts();
        let text = |value: &axum::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers: Vec<_> =
            parts.headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
        let answer = Answer {
            status: parts.status.as_u16(),
            headers,
            bytes: body.collect().await.unwrap().to_bytes().to_vec(),
        };
        if let Some(cookie) = answer.header("set-cookie") {
            let pair = cookie.split(';').next().unwrap_or_default().to_owned();
            self.set_header("cookie", &pair);
        }
        answer
    }
}
