//! The texts of drafts: written once, never changed.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{DraftId, UserId},
    identity::Scope,
    studio::{HardAd, wording::Wording},
    time::Instant,
};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::http::ApiError;

/// Texts of one draft that are listed.
const TEXTS_MAX: i64 = 500;

/// A text, and who wrote it when.
#[derive(Debug, Clone)]
pub(in crate::studio) struct TextRow {
    pub text_no: i64,
    pub wording: Wording,
    pub written_by: String,
    pub written_at: Instant,
}

#[derive(FromQueryResult)]
struct RawText {
    text_no: i64,
    title: String,
    body: String,
    topics_json: String,
    mentions_json: String,
    components_json: String,
    labels_json: String,
    hard_ad: String,
    written_by: String,
    written_at: i64,
}

const SELECT: &str = "
    select text_no, title, body, topics_json, mentions_json, components_json, labels_json, hard_ad, written_by,
        written_at
    from draft_texts where tenant_id = $1 and draft_id = $2";

fn row(raw: RawText) -> Result<TextRow, ApiError> {
    let RawText { text_no, title, body, topics_json, mentions_json, components_json, labels_json, .. } = raw;
    let RawText { hard_ad, written_by, written_at, .. } = raw;
    let wording = Wording {
        title,
        body,
        topics: list(&topics_json)?,
        mentions: list(&mentions_json)?,
        components: list(&components_json)?,
        labels: list(&labels_json)?,
        hard_ad: HardAd::named(&hard_ad).ok_or_else(ApiError::broken)?,
    };
    Ok(TextRow { text_no, wording, written_by, written_at: Instant::from_ms(written_at) })
}

fn list<T: DeserializeOwned>(json: &str) -> Result<Vec<T>, ApiError> {
    serde_json::from_str(json).map_err(|_| ApiError::broken())
}

/// One text of a draft.
pub(in crate::studio) async fn find(
    tx: &mut Tx,
    scope: &Scope,
    draft: DraftId,
    text_no: i64,
) -> Result<Option<TextRow>, ApiError> {
    let sql = format!("{SELECT} and text_no = $3");
    let raw: Option<RawText> = tx.one(&sql, params![scope.tenant.uuid(), draft.uuid(), text_no]).await?;
    raw.map(row).transpose()
}

/// Every text of a draft, the newest first.
pub(in crate::studio) async fn of_draft(
    tx: &mut Tx,
    scope: &Scope,
    draft: DraftId,
) -> Result<Vec<TextRow>, ApiError> {
    let sql = format!("{SELECT} order by text_no desc limit $3");
    let rows: Vec<RawText> = tx.all(&sql, params![scope.tenant.uuid(), draft.uuid(), TEXTS_MAX]).await?;
    rows.into_iter().map(row).collect()
}

/// Who wrote a text of a draft, or handed one in.
pub(in crate::studio) async fn authors(
    tx: &mut Tx,
    scope: &Scope,
    draft: DraftId,
) -> Result<Vec<UserId>, DbError> {
    #[derive(FromQueryResult)]
    struct Author {
        author: Uuid,
    }
    let sql = "
        select written_by_user as author from draft_texts
        where tenant_id = $1 and draft_id = $2 and written_by_user is not null
        union
        select submitted_by_user as author from draft_verdicts
        where tenant_id = $1 and draft_id = $2 and submitted_by_user is not null";
    let rows: Vec<Author> = tx.all(sql, params![scope.tenant.uuid(), draft.uuid()]).await?;
    Ok(rows.into_iter().map(|Author { author }| UserId::from_uuid(author)).collect())
}

/// Writes a text down.
pub(in crate::studio) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    (draft, text_no): (DraftId, i64),
    wording: &Wording,
    (by, now): (&str, Instant),
) -> Result<(), DbError> {
    let Wording { title, body, topics, mentions, components, labels, hard_ad } = wording;
    let sql = "
        insert into draft_texts (tenant_id, draft_id, text_no, title, body, topics_json, mentions_json,
            components_json, labels_json, hard_ad, written_by_user, written_by, written_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let values = params![
        scope.tenant.uuid(),
        draft.uuid(),
        text_no,
        title.as_str(),
        body.as_str(),
        serde_json::json!(topics).to_string(),
        serde_json::json!(mentions).to_string(),
        serde_json::json!(components).to_string(),
        serde_json::json!(labels).to_string(),
        hard_ad.name(),
        scope.user().map(UserId::uuid),
        by,
        now.ms(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}
