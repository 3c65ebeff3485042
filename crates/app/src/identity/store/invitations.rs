//! The rows of invitations.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{EmployeeId, InvitationId, TenantId, UserId},
    identity::{INVITATION_MS, Role, Scope, Standing, Visibility},
    time::Instant,
};
use uuid::Uuid;

/// An invitation with the name of who invited.
#[derive(Debug)]
pub(in crate::identity) struct InvitationRow {
    pub id: InvitationId,
    pub email: String,
    pub standing: Standing,
    pub by: String,
    pub created_at: Instant,
    pub expires_at: Instant,
    pub accepted_at: Option<Instant>,
    pub revoked_at: Option<Instant>,
}

#[derive(FromQueryResult)]
struct RawInvitation {
    id: Uuid,
    email: String,
    role: String,
    visibility: String,
    stores_json: String,
    regions_json: String,
    employee_id: Option<Uuid>,
    inviter: String,
    created_at: i64,
    expires_at: i64,
    accepted_at: Option<i64>,
    revoked_at: Option<i64>,
}

impl From<RawInvitation> for InvitationRow {
    fn from(raw: RawInvitation) -> Self {
        let RawInvitation { id, email, role, visibility, stores_json, regions_json, employee_id, .. } = raw;
        let RawInvitation { inviter, created_at, expires_at, accepted_at, revoked_at, .. } = raw;
        let standing = Standing {
            role: Role::named(&role).unwrap_or(Role::Employee),
            visibility: Visibility::named(&visibility).unwrap_or(Visibility::Own),
            stores: serde_json::from_str(&stores_json).unwrap_or_default(),
            regions: serde_json::from_str(&regions_json).unwrap_or_default(),
            employee: employee_id.map(EmployeeId::from_uuid),
        };
        Self {
            id: InvitationId::from_uuid(id),
            email,
            standing,
            by: inviter,
            created_at: Instant::from_ms(created_at),
            expires_at: Instant::from_ms(expires_at),
            accepted_at: accepted_at.map(Instant::from_ms),
            revoked_at: revoked_at.map(Instant::from_ms),
        }
    }
}

const INVITATIONS: &str = "
    select i.id, i.email, i.role, i.visibility, i.stores_json, i.regions_json, i.employee_id, u.name as inviter,
        i.created_at, i.expires_at, i.accepted_at, i.revoked_at
    from invitations i join users u on u.id = i.invited_by where i.tenant_id = $1";

pub(in crate::identity) async fn page(
    tx: &mut Tx,
    scope: &Scope,
    start: (i64, Uuid),
    rows: i64,
) -> Result<Vec<InvitationRow>, DbError> {
    let sql = format!(
        "{INVITATIONS} and (i.created_at, i.id) < ($2, $3) order by i.created_at desc, i.id desc limit $4"
    );
    let found: Vec<RawInvitation> =
        tx.all(&sql, params![scope.tenant.uuid(), start.0, start.1, rows]).await?;
    Ok(found.into_iter().map(InvitationRow::from).collect())
}

pub(in crate::identity) async fn find(
    tx: &mut Tx,
    scope: &Scope,
    id: InvitationId,
) -> Result<Option<InvitationRow>, DbError> {
    let sql = format!("{INVITATIONS} and i.id = $2");
    let row: Option<RawInvitation> = tx.one(&sql, params![scope.tenant.uuid(), id.uuid()]).await?;
    Ok(row.map(InvitationRow::from))
}

pub(in crate::identity) async fn by_token(
    tx: &mut Tx,
    tenant: TenantId,
    token_hash: &[u8],
) -> Result<Option<InvitationRow>, DbError> {
    let sql = format!("{INVITATIONS} and i.token_hash = $2");
    let row: Option<RawInvitation> = tx.one(&sql, params![tenant.uuid(), token_hash.to_vec()]).await?;
    Ok(row.map(InvitationRow::from))
}

/// How many invitations of the brand are open.
pub(in crate::identity) async fn open(tx: &mut Tx, scope: &Scope, now: Instant) -> Result<i64, DbError> {
    let sql = "
        select count(*) as n from invitations
        where tenant_id = $1 and accepted_at is null and revoked_at is null and expires_at > $2";
    tx.number(sql, params![scope.tenant.uuid(), now.ms()]).await
}

/// Whether the address belongs to a member of the brand.
pub(in crate::identity) async fn is_member(tx: &mut Tx, scope: &Scope, email: &str) -> Result<bool, DbError> {
    let sql = "
        select count(*) as n from memberships m join users u on u.id = m.user_id
        where m.tenant_id = $1 and u.email = $2";
    Ok(tx.number(sql, params![scope.tenant.uuid(), email]).await? > 0)
}

pub(in crate::identity) struct NewInvitation<'a> {
    pub id: InvitationId,
    pub email: &'a str,
    pub token_hash: Vec<u8>,
    pub standing: &'a Standing,
    pub by: UserId,
}

pub(in crate::identity) async fn insert(
    tx: &mut Tx,
    scope: &Scope,
    invitation: NewInvitation<'_>,
    now: Instant,
) -> Result<(), DbError> {
    let NewInvitation { id, email, token_hash, standing, by } = invitation;
    let Standing { role, visibility, stores, regions, employee } = standing;
    let list = |ids: Vec<String>| serde_json::Value::from(ids).to_string();
    let sql = "
        insert into invitations (tenant_id, id, token_hash, email, role, visibility, stores_json, regions_json,
            employee_id, invited_by, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let values = params![
        scope.tenant.uuid(),
        id.uuid(),
        token_hash,
        email,
        role.name(),
        visibility.name(),
        list(stores.iter().map(ToString::to_string).collect()),
        list(regions.clone()),
        employee.map(EmployeeId::uuid),
        by.uuid(),
        now.ms(),
        now.plus_ms(INVITATION_MS).ms(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Takes back what is still open for this address: only the newest link counts.
pub(in crate::identity) async fn withdraw_earlier(
    tx: &mut Tx,
    scope: &Scope,
    email: &str,
    now: Instant,
) -> Result<(), DbError> {
    let sql = "
        update invitations set revoked_at = $3
        where tenant_id = $1 and email = $2 and accepted_at is null and revoked_at is null";
    tx.execute(sql, params![scope.tenant.uuid(), email, now.ms()]).await?;
    Ok(())
}

/// Takes one back; `false` when it is too late.
pub(in crate::identity) async fn withdraw(
    tx: &mut Tx,
    scope: &Scope,
    id: InvitationId,
    now: Instant,
) -> Result<bool, DbError> {
    let sql = "
        update invitations set revoked_at = $3
        where tenant_id = $1 and id = $2 and accepted_at is null and revoked_at is null";
    Ok(tx.execute(sql, params![scope.tenant.uuid(), id.uuid(), now.ms()]).await? > 0)
}

/// Marks one as accepted; `false` when somebody was first.
pub(in crate::identity) async fn accept(
    tx: &mut Tx,
    tenant: TenantId,
    id: InvitationId,
    now: Instant,
) -> Result<bool, DbError> {
    let sql = "
        update invitations set accepted_at = $3
        where tenant_id = $1 and id = $2 and accepted_at is null and revoked_at is null and expires_at > $3";
    Ok(tx.execute(sql, params![tenant.uuid(), id.uuid(), now.ms()]).await? > 0)
}

/// The brand that an invitation is for.
#[derive(Debug, FromQueryResult)]
pub(in crate::identity) struct InvitingBrand {
    pub name: String,
    pub organisation: String,
}

pub(in crate::identity) async fn brand(
    tx: &mut Tx,
    tenant: TenantId,
) -> Result<Option<InvitingBrand>, DbError> {
    let sql = "
        select b.name, o.name as organisation from brands b join organisations o on o.id = b.organisation_id
        where b.id = $1";
    tx.one(sql, params![tenant.uuid()]).await
}
