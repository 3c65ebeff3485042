//! The notes that did best.

use db::{DbError, FromQueryResult, Tx};
use domain::{
    id::{AccountId, NoteId},
    identity::Scope,
    time::{Day, Period},
};
use uuid::Uuid;

use crate::matrix::conditions::Conditions;

/// A note that did well.
#[derive(Debug)]
pub(in crate::insight) struct BestNote {
    pub id: NoteId,
    pub title: String,
    pub account: AccountId,
    pub nickname: String,
    pub published_day: Option<Day>,
    pub impression: Option<i64>,
    pub read: Option<i64>,
    pub interaction: i64,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    title: String,
    account_id: Uuid,
    nickname: String,
    published_day: i32,
    impression: Option<i64>,
    read: Option<i64>,
    interaction: i64,
}

/// The notes published in the period that people interacted with most.
pub(in crate::insight) async fn best(
    tx: &mut Tx,
    scope: &Scope,
    period: Period,
    count: i64,
) -> Result<Vec<BestNote>, DbError> {
    let mut wanted = Conditions::of(scope, "n")
        .and_published("n", Some(period.from()), Some(period.to()))
        .and("coalesce(n.likes, n.comments, n.collects, n.shares) is not null", vec![])
        .and_seen_accounts(scope, "a");
    let limit = wanted.parameter(count);
    let sql = format!(
        "select n.id, n.title, n.account_id, a.nickname, n.published_day, n.impression, n.read,
            coalesce(n.likes, 0) + coalesce(n.comments, 0) + coalesce(n.collects, 0) + coalesce(n.shares, 0)
                as interaction
        from notes n join accounts a on a.tenant_id = n.tenant_id and a.id = n.account_id
        where {} order by interaction desc, n.id limit {limit}",
        wanted.text()
    );
    let rows: Vec<Row> = tx.all(&sql, wanted.into_values()).await?;
    let note = |row: Row| {
        let Row { id, title, account_id, nickname, published_day, impression, read, interaction } = row;
        BestNote {
            id: NoteId::from_uuid(id),
            title,
            account: AccountId::from_uuid(account_id),
            nickname,
            published_day: Day::from_yyyymmdd(published_day).ok(),
            impression,
            read,
            interaction,
        }
    };
    Ok(rows.into_iter().map(note).collect())
}
