//! Somebody at the machine itself, who owns the data anyway: which brands there are, and a scope within one.

use db::{DbError, FromQueryResult, params};
use domain::{
    id::TenantId,
    identity::{Actor, Role, Scope, Sight},
    time::Instant,
};
use uuid::Uuid;

use crate::App;

/// Brands that one installation lists at the machine.
const BRANDS_MAX: i64 = 1_000;

/// A brand as it is named at the machine.
#[derive(Debug, Clone)]
pub struct BrandHere {
    /// The brand.
    pub id: TenantId,
    /// Its name.
    pub name: String,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    name: String,
}

/// The brands of this installation, oldest first.
pub async fn brands_here(app: &App) -> Result<Vec<BrandHere>, DbError> {
    let sql = "select id, name from brands order by created_at, id limit $1";
    let rows: Vec<Row> = app.db().read().await?.all(sql, params![BRANDS_MAX]).await?;
    Ok(rows.into_iter().map(|Row { id, name }| BrandHere { id: TenantId::from_uuid(id), name }).collect())
}

/// A scope for somebody at the machine.
pub fn command_line_scope(tenant: TenantId, now: Instant) -> Scope {
    Scope {
        tenant,
        actor: Actor::CommandLine,
        role: Role::Owner,
        sight: Sight::All,
        source: "command line".to_owned(),
        request_id: format!("command-line-{}", now.ms()),
    }
}
