//! The rows that insight reads, and the few that it writes.

pub(super) mod accounts;
pub(super) mod amounts;
pub(super) mod loaded;
pub(super) mod marks;
pub(super) mod notes;
pub(super) mod selling;
pub(super) mod sources;
pub(super) mod targets;
pub(super) mod today;
pub(super) mod views;
pub(super) mod waiting;
pub(super) mod wording;

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    identity::Scope,
    insight::today::Moment,
    time::{Instant, Zone},
};

#[derive(FromQueryResult)]
struct BrandRow {
    name: String,
    zone: String,
    created_at: i64,
}

/// What insight needs to know of the brand.
#[derive(Debug, Clone)]
pub(super) struct Brand {
    pub name: String,
    pub zone: Zone,
    pub created_at: Instant,
}

impl Brand {
    /// The instant `now` where the brand is.
    pub fn moment(&self, now: Instant) -> Moment {
        Moment { now, zone: self.zone.clone() }
    }
}

pub(super) async fn brand(tx: &mut Tx, scope: &Scope) -> Result<Brand, DbError> {
    let sql = "select name, zone, created_at from brands where id = $1";
    let row: Option<BrandRow> = tx.one(sql, params![scope.tenant.uuid()]).await?;
    let gone = || DbError::Refused("the brand of this scope is gone".into());
    let BrandRow { name, zone, created_at } = row.ok_or_else(gone)?;
    let zone = Zone::named(&zone).unwrap_or_else(|_| Zone::utc());
    Ok(Brand { name, zone, created_at: Instant::from_ms(created_at) })
}
