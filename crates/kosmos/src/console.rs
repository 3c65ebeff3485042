//! The console: the built pages, embedded in a release and read from `web/dist` in a debug build.
//!
//! Whatever has a file of that name is sent, smallest form first; whatever else looks like a page is the console's
//! own first page, which knows its routes; a name with an extension that is no file is not found.

use app::{http::ApiError, text::Text};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
struct Pages;

/// The first page.
const INDEX: &str = "index.html";
/// Files here have their content in their name.
const IMMUTABLE_FOLDER: &str = "assets/";
/// For files that never change under their name.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// For files that may change: kept, but asked for each time.
const ASK_EACH_TIME: &str = "no-cache";
/// Bytes of the digest that an entity tag shows.
const TAG_BYTES: usize = 16;
/// The compressed forms, smallest first: the coding and what the file's name ends with.
const CODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// Answers a request for anything that is not the API's.
pub async fn answer(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path == "api" || path.starts_with("api/") {
        return ApiError::not_found().into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    let name = if path.is_empty() { INDEX } else { path };
    let hidden = name.split('/').any(|part| part.starts_with('.'));
    let is_file = name.rsplit('/').next().is_some_and(|last| last.contains('.'));
    if !hidden && let Some(found) = Found::look_up(name, &headers) {
        return found.send(&headers);
    }
    match Found::look_up(INDEX, &headers) {
        Some(index) if !hidden && !is_file => index.send(&headers),
        _ => not_found(),
    }
}

fn not_found() -> Response {
    let text = Text::new("没有这个文件。\n", "There is no such file.\n");
    (StatusCode::NOT_FOUND, text.here().to_owned()).into_response()
}

/// A file in the form that the browser takes.
struct Found {
    name: String,
    coding: Option<&'static str>,
    file: EmbeddedFile,
}

impl Found {
    fn look_up(name: &str, headers: &HeaderMap) -> Option<Self> {
        let plain = Pages::get(name)?;
        let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
        let accepted = accepted.unwrap_or_default();
        let smaller = CODINGS
            .into_iter()
            .filter(|(coding, _)| accepts(accepted, coding))
            .find_map(|(coding, ending)| Pages::get(&format!("{name}{ending}")).map(|file| (coding, file)));
        let name = name.to_owned();
        Some(match smaller {
            Some((coding, file)) => Self { name, coding: Some(coding), file },
            None => Self { name, coding: None, file: plain },
        })
    }

    fn send(self, asked: &HeaderMap) -> Response {
        let Self { name, coding, file } = self;
        let cache = if name.starts_with(IMMUTABLE_FOLDER) { FOREVER } else { ASK_EACH_TIME };
        let tag = tag(&file);
        let known = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
        let is_known = known.is_some_and(|list| list.split(',').any(|one| one.trim() == tag));
        let (status, body) = if is_known {
            (StatusCode::NOT_MODIFIED, Body::empty())
        } else {
            (StatusCode::OK, Body::from(file.data))
        };
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(&name)));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        headers.extend(HeaderValue::from_str(&tag).ok().map(|value| (header::ETAG, value)));
        headers.extend(coding.map(|coding| (header::CONTENT_ENCODING, HeaderValue::from_static(coding))));
        response
    }
}

/// A weak tag, for a layer above may still compress what has no compressed form.
fn tag(file: &EmbeddedFile) -> String {
    use std::fmt::Write as _;
    let digest = file.metadata.sha256_hash();
    let mut tag = String::from("W/\"");
    for byte in digest.iter().take(TAG_BYTES) {
        // Writing to a String cannot fail.
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

/// Whether a list like `gzip, br;q=0.5` takes the coding.
fn accepts(list: &str, coding: &str) -> bool {
    list.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let weight = parts.find_map(|part| part.strip_prefix("q=")).and_then(|q| q.parse::<f32>().ok());
        named && weight.is_none_or(|weight| weight > 0.0)
    })
}

/// The kinds of file that the console's build makes.
fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coding_is_taken_when_it_is_named_and_not_refused() {
        for (list, coding, expected) in [
            ("gzip, deflate, br", "br", true),
            ("gzip;q=1.0, br;q=0", "br", false),
            ("gzip ; q=0.5", "gzip", true),
            ("", "gzip", false),
            ("brotli", "br", false),
        ] {
            assert_eq!(accepts(list, coding), expected, "{list} {coding}");
        }
    }
}
