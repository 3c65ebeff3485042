//! The HTTP edge that every capability shares: routes, who is asking, errors, pages, limits, live updates.

pub mod auth;
pub mod bounds;
pub mod can;
pub(crate) mod download;
pub mod edit;
pub mod error;
pub mod field;
mod layers;
pub mod limits;
mod live;
mod notices;
pub mod page;
pub mod permit;
mod refusals;
pub(crate) mod upload;

use axum::{
    Router,
    extract::{FromRequest, FromRequestParts, rejection::JsonRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::App;
pub use error::{ApiError, ErrorBody, ErrorCode};
pub use permit::Permitted;

/// Bytes that the body of a request may have, uploads apart.
pub const BODY_BYTES_MAX: usize = 256 * 1024;

#[derive(OpenApi)]
#[openapi(
    info(title = "Kosmos", description = "The KOS matrix operating system"),
    components(schemas(ErrorBody)),
    modifiers(&SecuritySchemes)
)]
struct Document;

struct SecuritySchemes;

impl utoipa::Modify for SecuritySchemes {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
        let components = openapi.components.get_or_insert_default();
        let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("kosmos")));
        components.add_security_scheme("session", cookie);
        let bearer = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
        components.add_security_scheme("api_key", bearer);
    }
}

fn api() -> OpenApiRouter<App> {
    let v1 = OpenApiRouter::new()
        .merge(crate::identity::routes())
        .merge(crate::imports::routes())
        .merge(crate::content::routes())
        .merge(crate::entitlements::routes())
        .merge(crate::selling::routes())
        .merge(crate::studio::routes())
        .merge(crate::planning::routes())
        .merge(crate::rulebook::routes())
        .merge(crate::insight::routes())
        .merge(crate::queue::routes())
        .routes(routes!(live::follow_events))
        .routes(routes!(notices::list_notices))
        .routes(routes!(notices::change_notices_seen))
        .merge(crate::people::routes())
        .merge(crate::evidence::routes())
        .merge(crate::personas::routes())
        .merge(crate::departures::routes())
        .merge(crate::matrix::routes())
        .merge(crate::seats::routes());
    OpenApiRouter::with_openapi(Document::openapi()).nest("/api/v1", v1)
}

/// The OpenAPI document of every operation.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let mut document = api().into_openapi();
    env!("CARGO_PKG_VERSION").clone_into(&mut document.info.version);
    refusals::add_to(&mut document);
    document
}

/// Everything under `/api` and `/health`; `rest` answers whatever else is asked for.
pub fn router(app: &App, rest: Router<App>) -> Router {
    let (api, _) = api().split_for_parts();
    let api = api.layer(axum::extract::DefaultBodyLimit::max(BODY_BYTES_MAX));
    let health = Router::new()
        .route("/health/live", axum::routing::get(|| async { "ok\n" }))
        .route("/health/ready", axum::routing::get(ready));
    let unknown = Router::new().route("/api/{*path}", axum::routing::any(|| async { ApiError::not_found() }));
    layers::around(app, api.merge(health).merge(unknown).merge(rest)).with_state(app.clone())
}

async fn ready(axum::extract::State(app): axum::extract::State<App>) -> Response {
    match app.db().is_migrated().await {
        Ok(true) => "ok\n".into_response(),
        Ok(false) => (StatusCode::SERVICE_UNAVAILABLE, "the schema is of another version\n").into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database cannot be reached\n").into_response()
        }
    }
}

/// The bytes of a file that is taken out, for the document only.
#[derive(Debug, utoipa::ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "describes an answer; the answer itself is bytes")]
pub struct FileBytes(Vec<u8>);

/// A JSON body. What cannot be read is refused with a sentence instead of a bare status.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T, S> FromRequest<S> for Json<T>
where
    T: serde::de::DeserializeOwned,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request(request: axum::extract::Request, state: &S) -> Result<Self, ApiError> {
        match axum::Json::<Object<T>>::from_request(request, state).await {
            Ok(axum::Json(Object(body))) => Ok(Self(body)),
            Err(JsonRejection::BytesRejection(error)) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(ApiError::too_large(BODY_BYTES_MAX as u64))
            }
            Err(error) => Err(ApiError::unreadable(&error.body_text())),
        }
    }
}

/// A value that stands in the request as an object. Without this, a list of its fields in their order would do too,
/// which nobody documents.
struct Object<T>(T);

impl<'de, T: serde::de::DeserializeOwned> serde::Deserialize<'de> for Object<T> {
    fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        use serde::de::{MapAccess, Visitor, value::MapAccessDeserializer};
        struct Reader<T>(std::marker::PhantomData<T>);
        impl<'de, T: serde::de::DeserializeOwned> Visitor<'de> for Reader<T> {
            type Value = T;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map))
            }
        }
        source.deserialize_map(Reader(std::marker::PhantomData)).map(Self)
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

/// Parts of the path. An id that is none names nothing, so the answer is "not found".
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T, S> FromRequestParts<S> for Path<T>
where
    T: serde::de::DeserializeOwned + Send,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, state: &S) -> Result<Self, ApiError> {
        let path = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        path.map(|axum::extract::Path(value)| Self(value)).map_err(|_| ApiError::not_found())
    }
}

/// The query of the address. What cannot be read is refused with a sentence.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T, S> FromRequestParts<S> for Query<T>
where
    T: serde::de::DeserializeOwned,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, state: &S) -> Result<Self, ApiError> {
        let query = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        query
            .map(|axum::extract::Query(value)| Self(value))
            .map_err(|error| ApiError::unreadable(&error.body_text()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    fn references(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| references(item, found)),
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
                fields.values().for_each(|field| references(field, found));
            }
            _ => {}
        }
    }

    #[test]
    fn every_schema_that_the_document_refers_to_is_in_it() {
        let document = serde_json::to_value(super::openapi()).unwrap();
        let mut found = Vec::new();
        references(&document, &mut found);
        assert!(found.len() > 100);
        for reference in found {
            let place = reference.trim_start_matches('#');
            assert!(document.pointer(place).is_some(), "{reference} leads nowhere");
        }
    }
}
