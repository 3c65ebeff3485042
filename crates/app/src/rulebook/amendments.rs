//! The amendments of a brand, what each does, and taking one back.

use axum::{extract::State, http::StatusCode};
use domain::{
    id::{EvidenceFileId, LegalEntityId, RuleAmendmentId},
    identity::{Action, Scope},
    rulebook::{
        EditionId, RuleKey, RuleRow, RuleScope, RuleUnit, SourceGrade,
        amend::{AmendmentKind, AmendmentState, DecisionError, judge_decision, judge_withdrawal},
        effect::EntityEffect,
    },
    time::{Day, Instant},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    book_of, effects, refusals,
    store::{self, Amendment, Decision, Subject},
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    http::{
        ApiError, ErrorBody, Json, Path, Permitted, Query,
        can::Can,
        page::{Page, PageQuery},
        permit::{PermittedPerson, ProposeRules, ViewRules},
    },
};

/// Which amendments are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AmendmentFilter {
    /// Only those of this state.
    state: Option<AmendmentState>,
}

/// A row, as it was proposed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProposedRow {
    key: RuleKey,
    unit: RuleUnit,
    value: i64,
    scope: RuleScope,
    industry: Option<String>,
    valid_from: Option<Day>,
    valid_to: Option<Day>,
    source: String,
    link: Option<String>,
    grade: SourceGrade,
}

/// A legal entity that goes over to another edition.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProposedChange {
    entity: LegalEntityId,
    entity_name: String,
    /// The day on which the back office was seen to show it.
    seen_on: Day,
}

/// How an amendment ended.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AmendmentDecision {
    by: String,
    at: Instant,
    note: String,
    /// The first day on which it counts; absent where it was not adopted.
    counts_from: Option<Day>,
}

/// What the asker may do with an amendment.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AmendmentCan {
    /// Adopt or refuse it.
    decide: Can,
    /// Take it back.
    withdraw: Can,
}

/// Something that the brand changes of its rules.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AmendmentView {
    id: RuleAmendmentId,
    kind: AmendmentKind,
    /// The edition that is amended, or that a legal entity goes over to.
    edition: EditionId,
    state: AmendmentState,
    /// The row, where one is changed.
    row: Option<ProposedRow>,
    /// The legal entity, where its edition is changed.
    change: Option<ProposedChange>,
    note: String,
    evidence: EvidenceFileId,
    proposed_by: String,
    proposed_at: Instant,
    decision: Option<AmendmentDecision>,
    can: AmendmentCan,
}

/// An amendment, and what it does: as it would be now, or as it was decided by.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AmendmentDetail {
    amendment: AmendmentView,
    /// The legal entities for which something changes.
    effects: Vec<EntityEffect>,
}

/// Lists what the brand changed and proposes to change, the newest first.
#[utoipa::path(
    get, path = "/rule-amendments", tag = "rules", params(AmendmentFilter, PageQuery),
    responses(
        (status = 200, body = Page<AmendmentView>)
    ),
    security(("session" = ["view_rules"]), ("api_key" = ["view_rules"]))
)]
pub(super) async fn list_rule_amendments(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewRules>,
    Query(filter): Query<AmendmentFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<AmendmentView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let rows = store::list(&mut tx, &scope, filter.state, &page).await?;
    let page = Page::of(rows, &page, |row| (row.proposed_at.ms(), row.id.uuid()));
    Ok(Json(page.map(|row| view(&scope, row))))
}

/// Shows an amendment with its effect on each legal entity.
#[utoipa::path(
    get, path = "/rule-amendments/{amendment}", tag = "rules", params(("amendment" = RuleAmendmentId, Path)),
    responses(
        (status = 200, body = AmendmentDetail)
    ),
    security(("session" = ["view_rules"]), ("api_key" = ["view_rules"]))
)]
pub(super) async fn show_rule_amendment(
    State(app): State<App>,
    Permitted(scope, _): Permitted<ViewRules>,
    Path(id): Path<RuleAmendmentId>,
) -> Result<Json<AmendmentDetail>, ApiError> {
    let now = app.now();
    let mut tx = app.db().read().await?;
    let amendment = store::find(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    let effects = if let Some(decision) = &amendment.decision {
        decision.effects.clone()
    } else {
        let today = now.day(&crate::identity::zone(&mut tx, scope.tenant).await?);
        let book = book_of(&mut tx, &scope).await?;
        effects::of(&mut tx, &scope, &book, &amendment, (today, now)).await?
    };
    Ok(Json(AmendmentDetail { amendment: view(&scope, amendment), effects }))
}

/// Takes a proposal back. Only whoever made it may, until somebody decides.
#[utoipa::path(
    delete, path = "/rule-amendments/{amendment}", tag = "rules", params(("amendment" = RuleAmendmentId, Path)),
    responses(
        (status = 204),
        (status = 409, body = ErrorBody, description = "it was decided already")
    ),
    security(("session" = ["propose_rules"]))
)]
pub(super) async fn delete_rule_amendment(
    State(app): State<App>,
    PermittedPerson(scope, user, _): PermittedPerson<ProposeRules>,
    Path(id): Path<RuleAmendmentId>,
) -> Result<StatusCode, ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let amendment = store::hold(&mut tx, &scope, id).await?.ok_or_else(ApiError::not_found)?;
    judge_withdrawal(amendment.state, amendment.proposed_by, user).map_err(refusals::decision)?;
    let decision = Decision {
        by: name_of(&scope.actor),
        at: now,
        note: String::new(),
        counts_from: None,
        effects: vec![],
    };
    store::decide(&mut tx, &scope, id, AmendmentState::Withdrawn, &decision).await?;
    record(&mut tx, &scope, Change::happened(EventKind::RuleWithdrawn, &id), now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) fn view(scope: &Scope, amendment: Amendment) -> AmendmentView {
    let can = can(scope, &amendment);
    let Amendment {
        id,
        subject,
        note,
        evidence,
        state,
        proposed_by: _,
        proposer_name,
        proposed_at,
        decision,
    } = amendment;
    let (kind, edition, row, change) = match subject {
        Subject::Row(row) => (AmendmentKind::Row, row.edition.clone(), Some(proposed_row(row)), None),
        Subject::Edition { entity, entity_name, edition, seen_on } => {
            (AmendmentKind::Edition, edition, None, Some(ProposedChange { entity, entity_name, seen_on }))
        }
    };
    let decision = decision.map(|Decision { by, at, note, counts_from, effects: _ }| AmendmentDecision {
        by,
        at,
        note,
        counts_from,
    });
    let proposed_by = proposer_name;
    AmendmentView {
        id,
        kind,
        edition,
        state,
        row,
        change,
        note,
        evidence,
        proposed_by,
        proposed_at,
        decision,
        can,
    }
}

fn proposed_row(row: RuleRow) -> ProposedRow {
    let unit = row.unit();
    let RuleRow {
        edition: _,
        key,
        value,
        scope,
        industry,
        valid_from,
        valid_to,
        source,
        grade,
        note: _,
        origin: _,
    } = row;
    ProposedRow {
        key,
        unit,
        value,
        scope,
        industry,
        valid_from,
        valid_to,
        source: source.name.zh,
        link: source.link,
        grade,
    }
}

fn can(scope: &Scope, amendment: &Amendment) -> AmendmentCan {
    let Some(user) = scope.user() else {
        return AmendmentCan {
            decide: Can::No(refusals::not_a_decider()),
            withdraw: Can::No(refusals::not_the_proposer()),
        };
    };
    let said = |judged: Result<(), DecisionError>| match judged {
        Ok(()) => Can::Yes,
        Err(DecisionError::OwnProposal) => Can::No(refusals::own_proposal()),
        Err(DecisionError::NotTheProposer) => Can::No(refusals::not_the_proposer()),
        Err(DecisionError::Decided(state)) => Can::No(refusals::decided(state)),
    };
    let decide = if scope.may(Action::AdoptRules) {
        said(judge_decision(amendment.state, amendment.proposed_by, user))
    } else {
        Can::No(refusals::not_a_decider())
    };
    AmendmentCan { decide, withdraw: said(judge_withdrawal(amendment.state, amendment.proposed_by, user)) }
}
