//! The notes of an account, as far as its share of advertising is concerned.

use std::collections::BTreeSet;

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::AccountId,
    identity::Scope,
    studio::{
        HardAd,
        hard_ad::{self, SharedNote},
    },
    time::Day,
};

use crate::http::ApiError;

/// Notes of either sort that are looked at: more than an account publishes in thirty days.
const NOTES_MAX: i64 = 200;

#[derive(FromQueryResult)]
struct HandedOver {
    day: i32,
    title: String,
    hard_ad: String,
}

#[derive(FromQueryResult)]
struct Published {
    day: i32,
    title: String,
}

/// What was handed over, and what else stands in the platform's export, of which the title alone is known. A note under
/// the title of a text that was handed over is that text.
pub(in crate::studio) async fn notes_of(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
) -> Result<Vec<SharedNote>, ApiError> {
    let handed = handed_over(tx, scope, account).await?;
    let titles: BTreeSet<String> = handed.iter().map(|row| row.title.clone()).collect();
    let published = published(tx, scope, account).await?;
    let of_drafts = handed.into_iter().map(|row| (row.day, row.hard_ad != HardAd::None.name()));
    let of_notes = published
        .into_iter()
        .filter(|row| !titles.contains(&row.title))
        .map(|row| (row.day, hard_ad::judge(&row.title, "", &[]).kind != HardAd::None));
    of_drafts
        .chain(of_notes)
        .map(|(day, is_ad)| {
            let day = Day::from_yyyymmdd(day).map_err(|_| ApiError::broken())?;
            Ok(SharedNote { day, is_ad })
        })
        .collect()
}

async fn handed_over(tx: &mut Tx, scope: &Scope, account: AccountId) -> Result<Vec<HandedOver>, DbError> {
    let sql = "
        select h.handed_over_day as day, t.title, t.hard_ad
        from handoffs h
        join draft_texts t on t.tenant_id = h.tenant_id and t.draft_id = h.draft_id and t.text_no = h.text_no
        where h.tenant_id = $1 and h.account_id = $2
        order by h.handed_over_day desc limit $3";
    tx.all(sql, params![scope.tenant.uuid(), account.uuid(), NOTES_MAX]).await
}

async fn published(tx: &mut Tx, scope: &Scope, account: AccountId) -> Result<Vec<Published>, DbError> {
    let sql = "
        select published_day as day, title from notes where tenant_id = $1 and account_id = $2
        order by published_at desc limit $3";
    tx.all(sql, params![scope.tenant.uuid(), account.uuid(), NOTES_MAX]).await
}
