//! The rows of leads. Contact data is sealed here and stays sealed.

use db::{FromQueryResult, Tx, params};
use domain::{id::AccountId, identity::Scope};
use uuid::Uuid;

use crate::{
    http::{ApiError, page::PageQuery},
    matrix::{
        conditions::{Conditions, Direction},
        sight,
    },
};

/// A lead.
#[derive(Debug, FromQueryResult)]
pub(in crate::matrix) struct LeadRow {
    pub id: Uuid,
    pub created_at: i64,
    pub phone_sealed: Option<String>,
    pub wechat_sealed: Option<String>,
    pub nickname_sealed: Option<String>,
    pub traffic: Option<String>,
    pub conversion: Option<String>,
    pub source_note: Option<String>,
    pub creative: Option<String>,
    pub region: Option<String>,
    pub import_id: Uuid,
    pub row_no: i64,
    pub older_cells: Option<String>,
}

/// Leads of an account, the newest first.
pub(in crate::matrix) async fn list(
    tx: &mut Tx,
    scope: &Scope,
    account: AccountId,
    page: &PageQuery,
) -> Result<Vec<LeadRow>, ApiError> {
    let mut list = Conditions::of(scope, "l")
        .and("l.account_id = ?", params![account.uuid()])
        .and_seen(sight::of_belongings, scope, "l")
        .and_after("l.created_at", "l.id", Direction::Down, page.start()?);
    let limit = list.parameter(page.rows());
    let sql = format!(
        "select l.id, l.created_at, l.phone_sealed, l.wechat_sealed, l.nickname_sealed, l.traffic, l.conversion,
            l.source_note, l.creative, l.region, l.import_id, l.row_no, l.older_cells
        from leads l where {} order by l.created_at desc, l.id desc limit {limit}",
        list.text()
    );
    Ok(tx.all(&sql, list.into_values()).await?)
}
