//! The rows of brands.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{OrganisationId, TenantId},
    identity::{Language, Scope},
    time::Zone,
};
use uuid::Uuid;

#[derive(FromQueryResult)]
struct OrganisationOfBrand {
    organisation_id: Uuid,
}

/// The organisation that a brand belongs to.
pub(in crate::identity) async fn organisation(
    tx: &mut Tx,
    tenant: TenantId,
) -> Result<Option<OrganisationId>, DbError> {
    let sql = "select organisation_id from brands where id = $1";
    let row: Option<OrganisationOfBrand> = tx.one(sql, params![tenant.uuid()]).await?;
    Ok(row.map(|row| OrganisationId::from_uuid(row.organisation_id)))
}

/// Changes the brand; its schedules follow its zone from their next run on.
pub(in crate::identity) async fn change(
    tx: &mut Tx,
    scope: &Scope,
    name: &str,
    zone: &str,
    language: Language,
) -> Result<(), DbError> {
    let tenant = scope.tenant.uuid();
    let sql = "update brands set name = $2, zone = $3, language = $4 where id = $1";
    tx.execute(sql, params![tenant, name, zone, language.name()]).await?;
    tx.execute("update schedules set zone = $2 where tenant_id = $1", params![tenant, zone]).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct ZoneOfBrand {
    zone: String,
}

/// The zone in which the days of the brand begin and end.
pub(crate) async fn zone(tx: &mut Tx, tenant: TenantId) -> Result<Zone, DbError> {
    let row: Option<ZoneOfBrand> =
        tx.one("select zone from brands where id = $1", params![tenant.uuid()]).await?;
    // The name was checked when it was stored.
    Ok(row.and_then(|row| Zone::named(&row.zone).ok()).unwrap_or_else(Zone::utc))
}

#[derive(FromQueryResult)]
struct NameOfBrand {
    name: String,
}

/// What the brand is called.
pub(crate) async fn brand_name(tx: &mut Tx, tenant: TenantId) -> Result<String, DbError> {
    let row: Option<NameOfBrand> =
        tx.one("select name from brands where id = $1", params![tenant.uuid()]).await?;
    Ok(row.map(|row| row.name).unwrap_or_default())
}
