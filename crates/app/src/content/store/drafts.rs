//! The texts of drafts, as they are compared: each draft with the words that count now.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{id::DraftId, identity::Scope, studio::DraftStage};
use uuid::Uuid;

use super::notes::{IDS_AT_ONCE_MAX, among};
use crate::matrix::conditions::Conditions;

/// A draft, as far as its words are concerned.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::content) struct DraftWords {
    pub id: Uuid,
    pub account_id: Uuid,
    pub title: String,
    pub body: String,
    pub stage: String,
    /// Always 0: a draft has no day of publication.
    pub written_day: i32,
}

impl DraftWords {
    pub fn is_dropped(&self) -> bool {
        self.stage == DraftStage::Dropped.name()
    }

    pub fn whole(&self) -> String {
        format!("{}\n{}", self.title, self.body)
    }
}

const SELECT: &str = "
    select d.id, d.account_id, t.title, t.body, d.stage, cast(0 as integer) as written_day
    from drafts d
    join draft_texts t on t.tenant_id = d.tenant_id and t.draft_id = d.id and t.text_no = d.text_no";

/// Drafts that are not dropped, in the order of their ids.
pub(in crate::content) async fn after(
    tx: &mut Tx,
    scope: &Scope,
    last: Option<Uuid>,
    count: i64,
) -> Result<Vec<DraftWords>, DbError> {
    let sql = format!(
        "{SELECT} where d.tenant_id = $1 and d.id > $2 and d.stage <> 'dropped' order by d.id limit $3"
    );
    tx.all(&sql, params![scope.tenant.uuid(), last.unwrap_or(Uuid::nil()), count]).await
}

/// Those of these drafts in which something is written.
pub(in crate::content) async fn with_ids(
    tx: &mut Tx,
    scope: &Scope,
    ids: &[Uuid],
) -> Result<Vec<DraftWords>, DbError> {
    let mut drafts = Vec::with_capacity(ids.len());
    for ids in ids.chunks(IDS_AT_ONCE_MAX) {
        let (wanted, values) = among(tx, scope, "d.tenant_id", "d.id", ids);
        drafts.append(&mut tx.all(&format!("{SELECT} where {wanted}"), values).await?);
    }
    Ok(drafts)
}

#[derive(FromQueryResult)]
struct Subject {
    subject: String,
}

/// Drafts whose words changed after an event, or that came to nothing.
pub(in crate::content) async fn changed_since(
    tx: &mut Tx,
    scope: &Scope,
    seq: i64,
    count: i64,
) -> Result<Vec<Uuid>, DbError> {
    let sql = "
        select distinct subject from events
        where tenant_id = $1 and seq > $2 and kind in ('draft_written', 'draft_dropped') limit $3";
    let rows: Vec<Subject> = tx.all(sql, params![scope.tenant.uuid(), seq, count]).await?;
    Ok(rows
        .iter()
        .filter_map(|Subject { subject }| subject.parse::<DraftId>().ok())
        .map(DraftId::uuid)
        .collect())
}

/// A draft with its account, for people.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::content) struct NamedDraft {
    pub id: Uuid,
    pub account_id: Uuid,
    pub nickname: String,
    pub title: String,
    pub body: String,
}

/// Those of these drafts that stand on accounts that the actor sees.
pub(in crate::content) async fn seen(
    tx: &mut Tx,
    scope: &Scope,
    ids: &[Uuid],
) -> Result<Vec<NamedDraft>, DbError> {
    let wanted = Conditions::of(scope, "d")
        .and_in("d.id", ids.iter().map(|id| (*id).into()))
        .and_seen_accounts(scope, "a");
    let sql = format!(
        "select d.id, d.account_id, a.nickname, t.title, t.body
        from drafts d join accounts a on a.tenant_id = d.tenant_id and a.id = d.account_id
        join draft_texts t on t.tenant_id = d.tenant_id and t.draft_id = d.id and t.text_no = d.text_no where {}",
        wanted.text()
    );
    tx.all(&sql, wanted.into_values()).await
}
