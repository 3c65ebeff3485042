//! Proposing a row of the rule book, or that a legal entity goes over to another edition.

use axum::{extract::State, http::StatusCode};
use domain::{
    id::{EvidenceFileId, LegalEntityId, UserId},
    identity::Scope,
    insight::Say,
    rulebook::{
        EditionId, Origin, RuleKey, RuleRow, RuleScope, Source, SourceGrade,
        amend::{
            ADOPTED_MAX, AmendmentState, LINK_CHARS_MAX, NOTE_CHARS_MAX, SOURCE_CHARS_MAX, WAITING_MAX,
            check_edition, check_row,
        },
    },
    time::{Day, Instant},
};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{
    amendments::{AmendmentView, view},
    book_of, refusals,
    store::{self, Amendment, Subject},
};
use crate::{
    App,
    events::{Change, EventKind, name_of, record},
    evidence,
    http::{
        ApiError, ErrorBody, Json,
        field::{optional_text, required_text},
        permit::{PermittedPerson, ProposeRules},
    },
    seats,
    text::Text,
};

/// A row to be added to an edition.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRuleAmendment {
    edition: EditionId,
    key: RuleKey,
    /// The number in the unit of its key: money in fen, a flag as 0 or 1.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    value: i64,
    scope: RuleScope,
    /// In which industry only.
    #[schema(max_length = 40)]
    industry: Option<String>,
    /// The first day on which it counts, today at the earliest.
    valid_from: Day,
    /// The last day, where there is one.
    valid_to: Option<Day>,
    /// Who says so: a page of the back office, a notice, a letter.
    #[schema(min_length = 1, max_length = 200)]
    source: String,
    /// Where it stands.
    #[schema(max_length = 500)]
    link: Option<String>,
    grade: SourceGrade,
    /// How it is to be read.
    #[serde(default)]
    #[schema(max_length = 500)]
    note: String,
    /// The screenshot or document in the vault that shows it.
    evidence: EvidenceFileId,
}

/// Another edition that the back office of a legal entity shows.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewEditionChange {
    entity: LegalEntityId,
    edition: EditionId,
    /// The day on which the back office was seen to show it.
    seen_on: Day,
    #[serde(default)]
    #[schema(max_length = 500)]
    note: String,
    /// The screenshot in the vault.
    evidence: EvidenceFileId,
}

/// Proposes a row of the rule book. It counts once a second person adopts it.
#[utoipa::path(
    post, path = "/rule-amendments", tag = "rules", request_body = NewRuleAmendment,
    responses(
        (status = 201, body = AmendmentView),
        (status = 409, body = ErrorBody, description = "too many wait or were adopted")
    ),
    security(("session" = ["propose_rules"]))
)]
pub(super) async fn create_rule_amendment(
    State(app): State<App>,
    PermittedPerson(scope, user, _): PermittedPerson<ProposeRules>,
    Json(new): Json<NewRuleAmendment>,
) -> Result<(StatusCode, Json<AmendmentView>), ApiError> {
    let now = app.now();
    let mut tx = app.db().write().await?;
    let today = now.day(&crate::identity::zone(&mut tx, scope.tenant).await?);
    let (row, note, file) = new.row(today)?;
    check_row(&book_of(&mut tx, &scope).await?, &row, today)
        .map_err(|error| refusals::proposal(error, "valid_from"))?;
    evidence::must_exist(&mut tx, &scope, "evidence", file).await?;
    let amendment = proposed(&app, &scope, user, (Subject::Row(row), note, file), now);
    keep(&app, tx, &scope, amendment, now).await
}

/// Proposes that a legal entity goes over to another edition. It counts once a second person adopts it.
#[utoipa::path(
    post, path = "/edition-changes", tag = "rules", request_body = NewEditionChange,
    responses(
        (status = 201, body = AmendmentView),
        (status = 409, body = ErrorBody, description = "too many wait")
    ),
    security(("session" = ["propose_rules"]))
)]
pub(super) async fn create_edition_change(
    State(app): State<App>,
    PermittedPerson(scope, user, _): PermittedPerson<ProposeRules>,
    Json(new): Json<NewEditionChange>,
) -> Result<(StatusCode, Json<AmendmentView>), ApiError> {
    let NewEditionChange { entity, edition, seen_on, note, evidence: file } = new;
    let note = optional_text("note", &note, NOTE_CHARS_MAX)?.unwrap_or_default();
    let now = app.now();
    let mut tx = app.db().write().await?;
    let today = now.day(&crate::identity::zone(&mut tx, scope.tenant).await?);
    let entities = seats::rule_facts(&mut tx, &scope, today).await?;
    let (facts, current) =
        entities.into_iter().find(|(facts, _)| facts.id == entity).ok_or_else(unknown_entity)?;
    let book = book_of(&mut tx, &scope).await?;
    check_edition(&book, current.as_ref(), &edition, (seen_on, today))
        .map_err(|error| refusals::proposal(error, "seen_on"))?;
    evidence::must_exist(&mut tx, &scope, "evidence", file).await?;
    let subject = Subject::Edition { entity, entity_name: facts.name, edition, seen_on };
    let amendment = proposed(&app, &scope, user, (subject, note, file), now);
    keep(&app, tx, &scope, amendment, now).await
}

impl NewRuleAmendment {
    /// The row, the note and the file, as far as they can be read.
    fn row(self, today: Day) -> Result<(RuleRow, String, EvidenceFileId), ApiError> {
        let Self {
            edition,
            key,
            value,
            scope,
            industry,
            valid_from,
            valid_to,
            source,
            link,
            grade,
            note,
            evidence,
        } = self;
        let note = optional_text("note", &note, NOTE_CHARS_MAX)?.unwrap_or_default();
        let name = Say::same(required_text("source", &source, SOURCE_CHARS_MAX)?);
        let link = link.map(|link| optional_text("link", &link, LINK_CHARS_MAX)).transpose()?.flatten();
        if link.as_deref().is_some_and(|link| !link.starts_with("https://") && !link.starts_with("http://")) {
            let text = Text::new("链接以 https:// 开头。", "A link begins with https://.");
            return Err(ApiError::invalid("link", text));
        }
        let row = RuleRow {
            edition,
            key,
            value,
            scope,
            industry: industry.filter(|id| !id.is_empty()),
            valid_from: Some(valid_from),
            valid_to,
            source: Source { name, published: None, checked_on: today, link },
            grade,
            note: Some(note.as_str()).filter(|note| !note.is_empty()).map(Say::same),
            origin: Origin::Builtin,
        };
        Ok((row, note, evidence))
    }
}

fn proposed(
    app: &App,
    scope: &Scope,
    user: UserId,
    (subject, note, evidence): (Subject, String, EvidenceFileId),
    now: Instant,
) -> Amendment {
    Amendment {
        id: app.id(),
        subject,
        note,
        evidence,
        state: AmendmentState::Proposed,
        proposed_by: user,
        proposer_name: name_of(&scope.actor),
        proposed_at: now,
        decision: None,
    }
}

async fn keep(
    app: &App,
    mut tx: db::Tx,
    scope: &Scope,
    amendment: Amendment,
    now: Instant,
) -> Result<(StatusCode, Json<AmendmentView>), ApiError> {
    let (waiting, adopted) = store::counts(&mut tx, scope).await?;
    if waiting >= WAITING_MAX || adopted + waiting >= ADOPTED_MAX {
        return Err(refusals::too_many());
    }
    store::insert(&mut tx, scope, &amendment).await?;
    let change = Change::made(EventKind::RuleProposed, &amendment.id, told(&amendment));
    record(&mut tx, scope, change, now).await?;
    app.commit(tx, scope.tenant).await?;
    Ok((StatusCode::CREATED, Json(view(scope, amendment))))
}

/// An amendment as the log keeps it.
pub(super) fn told(amendment: &Amendment) -> Value {
    match &amendment.subject {
        Subject::Row(row) => json!({
            "edition": row.edition, "key": row.key, "value": row.value, "scope": row.scope, "industry": row.industry,
            "valid_from": row.valid_from, "valid_to": row.valid_to, "source": row.source.name.zh, "grade": row.grade,
        }),
        Subject::Edition { entity, edition, seen_on, entity_name: _ } => {
            json!({ "entity": entity, "edition": edition, "seen_on": seen_on })
        }
    }
}

fn unknown_entity() -> ApiError {
    let text = Text::new("请从登记的企业主体里选一个。", "Choose one of the legal entities of the register.");
    ApiError::invalid("entity", text)
}
