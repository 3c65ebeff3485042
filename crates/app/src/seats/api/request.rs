//! Asking for seats: the quota is a hard stop, and content comes first.

use axum::{extract::State, http::StatusCode};
use domain::{
    id::{LegalEntityId, SeatId},
    identity::Action,
    seats::{Condition, Override, Ownership, RequestFacts, SEATS_ASKED_MAX, admit_request},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{
    super::{
        refusals,
        rules::{book_of, rules_of},
        store::{
            accounts, entities,
            seats::{self, NewSeats},
        },
    },
    Clocked, REASON_CHARS_MAX,
    seats::SeatView,
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, ErrorBody, Json, Permitted,
        field::{NAME_CHARS_MAX, optional_text, required_text},
        permit::ManageSeats,
    },
};

/// Seats that are asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::seats) struct SeatRequest {
    entity: LegalEntityId,
    /// How many, from 1 to 100.
    #[schema(minimum = 1, maximum = 100)]
    count: i64,
    ownership: Ownership,
    /// What they are for: a store, a persona, a product line.
    #[schema(min_length = 1, max_length = 80)]
    planned_for: String,
    /// Why an owner lets them through while content is missing.
    #[schema(max_length = 200)]
    override_reason: Option<String>,
}

/// Seats that were asked for.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::seats) struct RequestedSeats {
    items: Vec<SeatView>,
    /// Places of the quota that are left.
    left: i64,
}

/// Asks for seats under a company: all of them, or none where the quota does not reach.
#[utoipa::path(
    post, path = "/seats", tag = "seats", request_body = SeatRequest,
    responses(
        (status = 201, body = RequestedSeats),
        (status = 409, body = ErrorBody, description = "the quota does not reach, or content is missing")
    ),
    security(("session" = ["manage_seats"]), ("api_key" = ["manage_seats"]))
)]
pub(in crate::seats) async fn request_seats(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ManageSeats>,
    Json(asked): Json<SeatRequest>,
) -> Result<(StatusCode, Json<RequestedSeats>), ApiError> {
    let SeatRequest { entity, count, ownership, planned_for, override_reason } = asked;
    let planned_for = required_text("planned_for", &planned_for, NAME_CHARS_MAX)?;
    let reason = override_reason
        .map_or(Ok(None), |reason| optional_text("override_reason", &reason, REASON_CHARS_MAX))?;
    let mut tx = app.db().write().await?;
    let Clocked { now, today, .. } = Clocked::of(&mut tx, &app, &scope).await?;
    if !entities::hold(&mut tx, &scope, entity).await? {
        return Err(ApiError::not_found());
    }

    let book = book_of(&mut tx, &scope).await?;
    let rules = rules_of(&mut tx, &scope, &book, entity, today).await?;
    let quota = rules.quota(accounts::count(&mut tx, &scope, entity).await?);
    let occupied = seats::occupied(&mut tx, &scope, entity).await?;
    let over =
        reason.clone().map(|reason| Override { is_permitted: scope.may(Action::ApproveSeats), reason });
    let facts = RequestFacts {
        asked: count,
        occupied,
        has_edition: rules.has_edition(),
        quota: quota.clone(),
        gate: Condition::for_seats(count, None, None).to_vec(),
        over,
    };
    admit_request(&facts).map_err(refusals::request)?;

    let ids: Vec<SeatId> = (0..count.min(SEATS_ASKED_MAX)).map(|_| app.id()).collect();
    let by = name_of(&scope.actor);
    let new = NewSeats {
        ids: ids.clone(),
        entity,
        ownership,
        planned_for: &planned_for,
        gate_override: reason.as_deref(),
        by: &by,
    };
    seats::insert(&mut tx, &scope, &new, now).await?;
    let mut items = Vec::with_capacity(ids.len());
    for id in &ids {
        let row = seats::find(&mut tx, &scope, *id).await?.ok_or_else(ApiError::broken)?;
        items.push(SeatView::of(&scope, row, today));
    }

    let after = json!({
        "count": count, "ownership": ownership, "planned_for": planned_for, "override": reason,
        "quota": quota.as_ref().map(|limit| limit.most), "occupied": occupied, "seats": ids
    });
    record(&mut tx, &scope, Change::made(EventKind::SeatsRequested, &entity, after), now).await?;
    app.commit(tx, scope.tenant).await?;
    let left = quota.map_or(0, |limit| limit.most.saturating_sub(occupied).saturating_sub(count));
    Ok((StatusCode::CREATED, Json(RequestedSeats { items, left })))
}
