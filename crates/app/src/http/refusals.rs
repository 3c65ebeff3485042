//! The refusals that an operation owes to its shape, written into the OpenAPI document in one place.
//!
//! Whatever needs a session can answer 401; whatever needs an action 403, and 404 for a brand that is not the
//! asker's; a path names things that may not exist; a body or query may be unreadable or wrong. An operation
//! documents by itself only what its own story adds, like a conflict.

use utoipa::openapi::{
    Content, OpenApi, Ref, RefOr, Response, ResponseBuilder,
    path::{Operation, Parameter, ParameterIn},
};

const NOT_SIGNED_IN: (&str, &str) = ("401", "nobody is signed in");
const NOT_PERMITTED: (&str, &str) = ("403", "the role does not permit this, or another site asked");
const NOT_FOUND: (&str, &str) = ("404", "there is no such thing, or it is not yours to see");
const UNREADABLE: (&str, &str) = ("400", "the request cannot be read");
const CONFLICT: (&str, &str) = ("409", "the change collides with what is there");
const TOO_LARGE: (&str, &str) = ("413", "the body is too large");
const INVALID: (&str, &str) = ("422", "one or more fields cannot be taken as they are");
const BROKEN: (&str, &str) = ("500", "the program has a defect");
const BUSY: (&str, &str) = ("503", "the database is busy; try again");

pub(super) fn add_to(document: &mut OpenApi) {
    for path in document.paths.paths.values_mut() {
        let reading = [&mut path.get].into_iter().flatten().map(|operation| (operation, false));
        let changing = [&mut path.post, &mut path.put, &mut path.patch, &mut path.delete];
        let changing = changing.into_iter().flatten().map(|operation| (operation, true));
        for (operation, changes) in reading.chain(changing) {
            for (status, description) in refusals_of(operation, changes) {
                let response = || RefOr::T(refusal(description));
                operation.responses.responses.entry(status.to_owned()).or_insert_with(response);
            }
        }
    }
}

fn refusals_of(operation: &Operation, changes: bool) -> Vec<(&'static str, &'static str)> {
    let schemes = serde_json::to_value(&operation.security).unwrap_or_default();
    let schemes = schemes.as_array().cloned().unwrap_or_default();
    let is_public = schemes.iter().any(|scheme| scheme.as_object().is_none_or(serde_json::Map::is_empty));
    let asks_action = schemes
        .iter()
        .filter_map(|scheme| scheme.get("session"))
        .any(|actions| actions.as_array().is_some_and(|actions| !actions.is_empty()));
    let has_body = operation.request_body.is_some();
    let has = |place: ParameterIn| {
        let stands_there = |parameter: &RefOr<Parameter>| matches!(parameter, RefOr::T(parameter) if parameter.parameter_in == place);
        operation.parameters.iter().flatten().any(stands_there)
    };
    let owed = [
        (!is_public, vec![NOT_SIGNED_IN]),
        (asks_action, vec![NOT_PERMITTED, NOT_FOUND]),
        (!is_public && changes, vec![NOT_PERMITTED]),
        (changes, vec![CONFLICT]),
        (has(ParameterIn::Path), vec![NOT_FOUND]),
        (has_body, vec![UNREADABLE, TOO_LARGE, INVALID]),
        (has(ParameterIn::Query), vec![UNREADABLE, INVALID]),
        (true, vec![BROKEN, BUSY]),
    ];
    owed.into_iter().filter(|(owes, _)| *owes).flat_map(|(_, refusals)| refusals).collect()
}

fn refusal(description: &str) -> Response {
    let schema = RefOr::Ref(Ref::from_schema_name("ErrorBody"));
    ResponseBuilder::new()
        .description(description)
        .content("application/json", Content::new(Some(schema)))
        .build()
}
