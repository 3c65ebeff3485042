//! What surrounds every request: its id, its language, its log line and figures, and headers that protect the page.

use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, Method, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};

use super::{ApiError, auth::REQUEST_ID_HEADER};
use crate::{App, text};

const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; \
    style-src 'self' 'unsafe-inline'; font-src 'self' data:; object-src 'none'; base-uri 'self'; \
    form-action 'self'; frame-ancestors 'none'";

pub(super) fn around(app: &App, router: Router<App>) -> Router<App> {
    router
        .layer(CatchPanicLayer::custom(|_| ApiError::broken().into_response()))
        .layer(CompressionLayer::new().no_br().no_deflate().no_zstd())
        .layer(middleware::from_fn_with_state(app.clone(), accompany))
}

async fn accompany(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let request_id = app.ids().uuid(app.now()).simple().to_string();
    let id_value = HeaderValue::from_str(&request_id).unwrap_or(HeaderValue::from_static(""));
    request.headers_mut().insert(REQUEST_ID_HEADER, id_value.clone());
    let wanted = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let language = text::accepted_language(wanted);
    let method = known_method(request.method());
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let started = app.now();

    let mut response = text::speaking(language, next.run(request)).await;

    let took_ms = app.now().ms() - started.ms();
    let status = response.status().as_u16();
    tracing::info!(request_id, method, route, status, took_ms, "answered");
    let labels = [("method", method.to_owned()), ("route", route), ("status", status.to_string())];
    metrics::counter!("kosmos_requests_total", &labels).increment(1);
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of one request are far below 2^52")]
    metrics::histogram!("kosmos_request_seconds", &labels[..2]).record(took_ms as f64 / 1_000.0);
    let headers = response.headers_mut();
    headers.insert(REQUEST_ID_HEADER, id_value);
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    headers.insert("referrer-policy", HeaderValue::from_static("same-origin"));
    headers.insert("content-security-policy", HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// A method that a stranger made up must not become a label of its own.
fn known_method(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}
