//! The API's own documentation: the OpenAPI document, and a page that shows it and tries it out.

use std::sync::Arc;

use app::{App, http::ApiError};
use axum::{
    Json, Router,
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use utoipa_swagger_ui::{Config, serve};

use crate::console::content_type;

const DOCUMENT: &str = "/api/openapi.json";
/// The address of the page ends with a slash, for its parts are named beside it.
const PAGE: &str = "/api/docs/";

/// The routes of the documentation.
pub fn routes() -> Router<App> {
    Router::new()
        .route(DOCUMENT, get(async || Json(app::http::openapi())))
        .route("/api/docs", get(async || Redirect::permanent(PAGE)))
        .route(PAGE, get(async || part("index.html")))
        .route("/api/docs/{*part}", get(async |Path(name): Path<String>| part(&name)))
}

/// One file of the page.
fn part(name: &str) -> Response {
    match serve(name, Arc::new(Config::from(DOCUMENT))) {
        Ok(Some(file)) => {
            let mut response = file.bytes.into_owned().into_response();
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(name)));
            if file.gzpipped {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            }
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            response
        }
        Ok(None) => ApiError::not_found().into_response(),
        Err(error) => {
            tracing::error!(%error, "the page of the API cannot be shown");
            ApiError::broken().into_response()
        }
    }
}
