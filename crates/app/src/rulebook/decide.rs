//! Adopting or refusing what somebody else proposed.

use axum::extract::State;
use db::Tx;
use domain::{
    id::{RuleAmendmentId, UserId},
    identity::Scope,
    rulebook::{
        Rulebook,
        amend::{AmendmentState, NOTE_CHARS_MAX, check_edition, check_row, counts_from, judge_decision},
    },
    time::{Day, Instant},
};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{
    amendments::{AmendmentView, view},
    book_of, effects,
    propose::told,
    refusals,
    store::{self, Amendment, Decision, Subject},
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, ErrorBody, Json, Path,
        field::{optional_text, required_text},
        permit::{AdoptRules, PermittedPerson},
    },
    seats::{self, NewEdition},
};

/// What a second person says when they adopt.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewAdoption {
    /// What the decision rests on; may be empty.
    #[serde(default)]
    #[schema(max_length = 500)]
    note: String,
}

/// What a second person says when they refuse.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRefusal {
    /// Why.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Adopts what somebody else proposed. It counts from the day it names, today at the earliest.
#[utoipa::path(
    post, path = "/rule-amendments/{amendment}/adoption", tag = "rules",
    params(("amendment" = RuleAmendmentId, Path)), request_body = NewAdoption,
    responses(
        (status = 200, body = AmendmentView),
        (status = 409, body = ErrorBody, description = "it was decided already")
    ),
    security(("session" = ["adopt_rules"]))
)]
pub(super) async fn create_adoption(
    State(app): State<App>,
    PermittedPerson(scope, user, _): PermittedPerson<AdoptRules>,
    Path(id): Path<RuleAmendmentId>,
    Json(NewAdoption { note }): Json<NewAdoption>,
) -> Result<Json<AmendmentView>, ApiError> {
    let note = optional_text("note", &note, NOTE_CHARS_MAX)?.unwrap_or_default();
    let now = app.now();
    let mut tx = app.db().write().await?;
    let amendment = open(&mut tx, &scope, id, user).await?;
    let today = now.day(&crate::identity::zone(&mut tx, scope.tenant).await?);
    let book = book_of(&mut tx, &scope).await?;
    let effects = effects::of(&mut tx, &scope, &book, &amendment, (today, now)).await?;
    let first = first_day(&mut tx, &scope, &book, &amendment, today).await?;
    let by = name_of(&scope.actor);
    let decision = Decision { by, at: now, note, counts_from: Some(first), effects };
    let adopted = decided(&mut tx, &scope, amendment, AmendmentState::Adopted, decision).await?;
    if let Subject::Edition { entity, edition, .. } = &adopted.subject {
        let stated = NewEdition {
            id: app.id(),
            entity: *entity,
            edition,
            since: first,
            evidence: Some(adopted.evidence),
            note: &adopted.note,
            by: &adopted.proposer_name,
        };
        seats::state_edition(&mut tx, &scope, stated, now).await?;
    }
    tell(&mut tx, &scope, &adopted, EventKind::RuleAdopted, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view(&scope, adopted)))
}

/// Refuses what somebody else proposed.
#[utoipa::path(
    post, path = "/rule-amendments/{amendment}/refusal", tag = "rules",
    params(("amendment" = RuleAmendmentId, Path)), request_body = NewRefusal,
    responses(
        (status = 200, body = AmendmentView),
        (status = 409, body = ErrorBody, description = "it was decided already")
    ),
    security(("session" = ["adopt_rules"]))
)]
pub(super) async fn create_refusal(
    State(app): State<App>,
    PermittedPerson(scope, user, _): PermittedPerson<AdoptRules>,
    Path(id): Path<RuleAmendmentId>,
    Json(NewRefusal { reason }): Json<NewRefusal>,
) -> Result<Json<AmendmentView>, ApiError> {
    let note = required_text("reason", &reason, NOTE_CHARS_MAX)?;
    let now = app.now();
    let mut tx = app.db().write().await?;
    let amendment = open(&mut tx, &scope, id, user).await?;
    let decision = Decision { by: name_of(&scope.actor), at: now, note, counts_from: None, effects: vec![] };
    let refused = decided(&mut tx, &scope, amendment, AmendmentState::Refused, decision).await?;
    tell(&mut tx, &scope, &refused, EventKind::RuleRefused, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(Json(view(&scope, refused)))
}

/// The amendment, if this person may decide on it.
async fn open(tx: &mut Tx, scope: &Scope, id: RuleAmendmentId, user: UserId) -> Result<Amendment, ApiError> {
    let amendment = store::hold(tx, scope, id).await?.ok_or_else(ApiError::not_found)?;
    judge_decision(amendment.state, amendment.proposed_by, user).map_err(refusals::decision)?;
    Ok(amendment)
}

/// The first day on which it counts. What was proposed is looked at again: meanwhile the book or the entity may have
/// become another one.
async fn first_day(
    tx: &mut Tx,
    scope: &Scope,
    book: &Rulebook,
    amendment: &Amendment,
    today: Day,
) -> Result<Day, ApiError> {
    match &amendment.subject {
        Subject::Row(row) => {
            let first = counts_from(row.valid_from, today);
            let row = domain::rulebook::RuleRow { valid_from: Some(first), ..row.clone() };
            check_row(book, &row, today).map_err(|error| refusals::proposal(error, "valid_from"))?;
            Ok(first)
        }
        Subject::Edition { entity, edition, seen_on, .. } => {
            let stated = seats::current_editions(tx, scope, today).await?;
            let current = stated.into_iter().find(|(id, _, _)| id == entity).map(|(_, edition, _)| edition);
            check_edition(book, current.as_ref(), edition, (*seen_on, today))
                .map_err(|error| refusals::proposal(error, "seen_on"))?;
            Ok(today)
        }
    }
}

/// Writes the decision down.
async fn decided(
    tx: &mut Tx,
    scope: &Scope,
    amendment: Amendment,
    state: AmendmentState,
    decision: Decision,
) -> Result<Amendment, ApiError> {
    store::decide(tx, scope, amendment.id, state, &decision).await?;
    Ok(Amendment { state, decision: Some(decision), ..amendment })
}

async fn tell(
    tx: &mut Tx,
    scope: &Scope,
    amendment: &Amendment,
    kind: EventKind,
    now: Instant,
) -> Result<(), ApiError> {
    let mut after = told(amendment);
    if let (Some(fields), Some(decision)) = (after.as_object_mut(), &amendment.decision) {
        fields.insert("note".to_owned(), json!(decision.note));
        fields.insert("counts_from".to_owned(), json!(decision.counts_from));
    }
    record(tx, scope, Change::made(kind, &amendment.id, after), now).await?;
    Ok(())
}
