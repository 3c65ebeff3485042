//! What the brand set for itself.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    identity::Scope,
    insight::targets::{TargetId, Targets},
    time::Instant,
};

#[derive(FromQueryResult)]
struct Row {
    target: String,
    value: i64,
}

/// The values that the brand set itself.
pub(in crate::insight) async fn own(tx: &mut Tx, scope: &Scope) -> Result<Vec<(TargetId, i64)>, DbError> {
    let sql = "select target, value from brand_targets where tenant_id = $1";
    let rows: Vec<Row> = tx.all(sql, params![scope.tenant.uuid()]).await?;
    Ok(rows.into_iter().filter_map(|row| Some((TargetId::named(&row.target)?, row.value))).collect())
}

/// The targets of the brand.
pub(in crate::insight) async fn targets(tx: &mut Tx, scope: &Scope) -> Result<Targets, DbError> {
    Ok(Targets::with(own(tx, scope).await?))
}

/// Sets a target, or takes the brand's own value back.
pub(in crate::insight) async fn set(
    tx: &mut Tx,
    scope: &Scope,
    target: TargetId,
    value: Option<i64>,
    now: Instant,
) -> Result<(), DbError> {
    let tenant = scope.tenant.uuid();
    let Some(value) = value else {
        let sql = "delete from brand_targets where tenant_id = $1 and target = $2";
        tx.execute(sql, params![tenant, target.name()]).await?;
        return Ok(());
    };
    let sql = "
        insert into brand_targets (tenant_id, target, value, set_at) values ($1, $2, $3, $4)
        on conflict (tenant_id, target) do update set value = excluded.value, set_at = excluded.set_at";
    tx.execute(sql, params![tenant, target.name(), value, now.ms()]).await?;
    Ok(())
}
