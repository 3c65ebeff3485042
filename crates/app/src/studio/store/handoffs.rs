//! How texts left the house.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{AccountId, DraftId, EmployeeId, NoteId},
    identity::Scope,
    time::{Day, Instant},
};
use uuid::Uuid;

/// How a text left the house.
#[derive(Debug, Clone)]
pub(in crate::studio) struct HandoffRow {
    pub text_no: i64,
    pub employee: EmployeeId,
    pub handed_over_at: Instant,
    pub confirmed_at: Option<Instant>,
    pub link: Option<String>,
    pub note: Option<NoteId>,
    pub seen_at: Option<Instant>,
    /// Who said that the note is the draft's; absent where it could be no other.
    pub seen_by: Option<String>,
}

#[derive(FromQueryResult)]
struct RawHandoff {
    text_no: i64,
    employee_id: Uuid,
    handed_over_at: i64,
    confirmed_at: Option<i64>,
    link: Option<String>,
    note_id: Option<Uuid>,
    seen_at: Option<i64>,
    seen_by: Option<String>,
}

/// How the text of a draft left, if it did.
pub(in crate::studio) async fn find(
    tx: &mut Tx,
    scope: &Scope,
    draft: DraftId,
) -> Result<Option<HandoffRow>, DbError> {
    let sql = "
        select text_no, employee_id, handed_over_at, confirmed_at, link, note_id, seen_at, seen_by
        from handoffs where tenant_id = $1 and draft_id = $2";
    let raw: Option<RawHandoff> = tx.one(sql, params![scope.tenant.uuid(), draft.uuid()]).await?;
    Ok(raw.map(|raw| {
        let RawHandoff {
            text_no,
            employee_id,
            handed_over_at,
            confirmed_at,
            link,
            note_id,
            seen_at,
            seen_by,
        } = raw;
        HandoffRow {
            text_no,
            employee: EmployeeId::from_uuid(employee_id),
            handed_over_at: Instant::from_ms(handed_over_at),
            confirmed_at: confirmed_at.map(Instant::from_ms),
            link,
            note: note_id.map(NoteId::from_uuid),
            seen_at: seen_at.map(Instant::from_ms),
            seen_by,
        }
    }))
}

/// A text that is given to somebody.
#[derive(Debug, Clone, Copy)]
pub(in crate::studio) struct NewHandoff {
    pub draft: DraftId,
    pub text_no: i64,
    pub account: AccountId,
    pub employee: EmployeeId,
    pub at: Instant,
    pub day: Day,
}

/// Writes down that a text was given to somebody; one that was taken back and is given again begins anew.
pub(in crate::studio) async fn put(tx: &mut Tx, scope: &Scope, handoff: &NewHandoff) -> Result<(), DbError> {
    let NewHandoff { draft, text_no, account, employee, at, day } = *handoff;
    let sql = "
        insert into handoffs (tenant_id, draft_id, text_no, account_id, employee_id, handed_over_at, handed_over_day)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (tenant_id, draft_id) do update set text_no = excluded.text_no,
            employee_id = excluded.employee_id, handed_over_at = excluded.handed_over_at,
            handed_over_day = excluded.handed_over_day, confirmed_at = null, link = null, note_id = null,
            seen_at = null, seen_by = null";
    let values = params![
        scope.tenant.uuid(),
        draft.uuid(),
        text_no,
        account.uuid(),
        employee.uuid(),
        at.ms(),
        day.yyyymmdd(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Forgets that a text was given to somebody who did not publish it.
pub(in crate::studio) async fn take_back(tx: &mut Tx, scope: &Scope, draft: DraftId) -> Result<(), DbError> {
    let sql = "delete from handoffs where tenant_id = $1 and draft_id = $2";
    tx.execute(sql, params![scope.tenant.uuid(), draft.uuid()]).await?;
    Ok(())
}

/// Writes down the link that somebody brought.
pub(in crate::studio) async fn confirm(
    tx: &mut Tx,
    scope: &Scope,
    draft: DraftId,
    link: &str,
    now: Instant,
) -> Result<(), DbError> {
    let sql = "update handoffs set link = $3, confirmed_at = $4 where tenant_id = $1 and draft_id = $2";
    tx.execute(sql, params![scope.tenant.uuid(), draft.uuid(), link, now.ms()]).await?;
    Ok(())
}

/// How many texts of other drafts an account was given on a day.
pub(in crate::studio) async fn handed_over_on(
    tx: &mut Tx,
    scope: &Scope,
    (account, draft): (AccountId, DraftId),
    day: Day,
) -> Result<i64, DbError> {
    let sql = "
        select count(*) as n from handoffs
        where tenant_id = $1 and account_id = $2 and handed_over_day = $3 and draft_id <> $4";
    tx.number(sql, params![scope.tenant.uuid(), account.uuid(), day.yyyymmdd(), draft.uuid()]).await
}

#[derive(FromQueryResult)]
struct Holder {
    holder_id: Option<Uuid>,
}

/// Who holds an account now.
pub(in crate::studio) async fn holder(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
) -> Result<Option<EmployeeId>, DbError> {
    let sql = "select holder_id from accounts where tenant_id = $1 and id = $2";
    let row: Option<Holder> = tx.one(sql, params![scope.tenant.uuid(), account.uuid()]).await?;
    Ok(row.and_then(|Holder { holder_id }| holder_id).map(EmployeeId::from_uuid))
}
