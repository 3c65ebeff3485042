//! The rows of identity.

pub(in crate::identity) mod audit;
pub(in crate::identity) mod brands;
pub(in crate::identity) mod invitations;
pub(in crate::identity) mod keys;
pub(in crate::identity) mod members;
pub(in crate::identity) mod own;

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{EmployeeId, OrganisationId, SessionId, StoreId, TenantId, UserId},
    identity::{Language, Role, SESSION_MS, Sight, Visibility},
    time::Instant,
};
use uuid::Uuid;

/// A session with its user.
#[derive(Debug)]
pub(in crate::identity) struct SessionRow {
    pub id: SessionId,
    pub user: UserId,
    pub name: String,
    pub language: Language,
    pub seen_at: Instant,
    pub expires_at: Instant,
    pub revoked_at: Option<Instant>,
}

#[derive(FromQueryResult)]
struct RawSession {
    id: Uuid,
    user_id: Uuid,
    name: String,
    language: String,
    seen_at: i64,
    expires_at: i64,
    revoked_at: Option<i64>,
}

pub(in crate::identity) async fn session_by_token(
    tx: &mut Tx,
    hash: &[u8],
) -> Result<Option<SessionRow>, DbError> {
    let sql = "
        select s.id, s.user_id, u.name, u.language, s.seen_at, s.expires_at, s.revoked_at
        from sessions s join users u on u.id = s.user_id where s.token_hash = $1";
    let row: Option<RawSession> = tx.one(sql, params![hash.to_vec()]).await?;
    Ok(row.map(|RawSession { id, user_id, name, language, seen_at, expires_at, revoked_at }| SessionRow {
        id: SessionId::from_uuid(id),
        user: UserId::from_uuid(user_id),
        name,
        language: language_of(&language),
        seen_at: Instant::from_ms(seen_at),
        expires_at: Instant::from_ms(expires_at),
        revoked_at: revoked_at.map(Instant::from_ms),
    }))
}

fn language_of(text: &str) -> Language {
    Language::named(text).unwrap_or(Language::Zh)
}

pub(in crate::identity) struct NewSession {
    pub id: SessionId,
    pub user: UserId,
    pub token_hash: Vec<u8>,
    pub source: String,
    pub agent: String,
}

pub(in crate::identity) async fn insert_session(
    tx: &mut Tx,
    session: NewSession,
    now: Instant,
) -> Result<(), DbError> {
    let NewSession { id, user, token_hash, source, agent } = session;
    let sql = "
        insert into sessions (id, user_id, token_hash, source, agent, created_at, seen_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $6, $7)";
    let expires_at = now.plus_ms(SESSION_MS).ms();
    tx.execute(sql, params![id.uuid(), user.uuid(), token_hash, source, agent, now.ms(), expires_at]).await?;
    Ok(())
}

pub(in crate::identity) async fn touch_session(
    tx: &mut Tx,
    id: SessionId,
    now: Instant,
) -> Result<(), DbError> {
    let sql = "update sessions set seen_at = $2, expires_at = $3 where id = $1 and revoked_at is null";
    tx.execute(sql, params![id.uuid(), now.ms(), now.plus_ms(SESSION_MS).ms()]).await?;
    Ok(())
}

/// Ends a session of the user; `false` when it is not one of theirs or has ended already.
pub(in crate::identity) async fn revoke_session(
    tx: &mut Tx,
    user: UserId,
    id: SessionId,
    now: Instant,
) -> Result<bool, DbError> {
    let sql = "update sessions set revoked_at = $3 where id = $2 and user_id = $1 and revoked_at is null";
    Ok(tx.execute(sql, params![user.uuid(), id.uuid(), now.ms()]).await? > 0)
}

/// One line of the list of sessions.
#[derive(Debug, FromQueryResult)]
pub(in crate::identity) struct SessionLine {
    pub id: Uuid,
    pub source: String,
    pub agent: String,
    pub created_at: i64,
    pub seen_at: i64,
}

/// Live sessions that a user sees at the most.
const SESSIONS_LISTED_MAX: i64 = 100;

pub(in crate::identity) async fn live_sessions(
    tx: &mut Tx,
    user: UserId,
    now: Instant,
) -> Result<Vec<SessionLine>, DbError> {
    let sql = "
        select id, source, agent, created_at, seen_at from sessions
        where user_id = $1 and revoked_at is null and expires_at > $2
        order by created_at desc limit $3";
    tx.all(sql, params![user.uuid(), now.ms(), SESSIONS_LISTED_MAX]).await
}

/// What a user is in a brand.
#[derive(Debug)]
pub(in crate::identity) struct Membership {
    pub tenant: TenantId,
    pub user: UserId,
    pub role: Role,
    pub visibility: Visibility,
    pub employee: Option<EmployeeId>,
}

#[derive(FromQueryResult)]
struct RawMembership {
    tenant_id: Uuid,
    user_id: Uuid,
    role: String,
    visibility: String,
    employee_id: Option<Uuid>,
}

impl From<RawMembership> for Membership {
    fn from(raw: RawMembership) -> Self {
        let RawMembership { tenant_id, user_id, role, visibility, employee_id } = raw;
        Self {
            tenant: TenantId::from_uuid(tenant_id),
            user: UserId::from_uuid(user_id),
            // A role or visibility that this version does not know sees and does the least.
            role: Role::named(&role).unwrap_or(Role::Employee),
            visibility: Visibility::named(&visibility).unwrap_or(Visibility::Own),
            employee: employee_id.map(EmployeeId::from_uuid),
        }
    }
}

/// The user's membership in the named brand, or in the first one they joined.
pub(in crate::identity) async fn membership(
    tx: &mut Tx,
    user: UserId,
    brand: Option<TenantId>,
) -> Result<Option<Membership>, DbError> {
    let columns = "select tenant_id, user_id, role, visibility, employee_id from memberships";
    let row: Option<RawMembership> = if let Some(tenant) = brand {
        let sql = format!("{columns} where tenant_id = $1 and user_id = $2 and suspended_at is null");
        tx.one(&sql, params![tenant.uuid(), user.uuid()]).await?
    } else {
        let sql = format!(
            "{columns} where user_id = $1 and suspended_at is null order by created_at, tenant_id limit 1"
        );
        tx.one(&sql, params![user.uuid()]).await?
    };
    Ok(row.map(Membership::from))
}

#[derive(FromQueryResult)]
struct StoreRow {
    store_id: Uuid,
}

#[derive(FromQueryResult)]
struct RegionRow {
    region: String,
}

pub(in crate::identity) async fn sight(tx: &mut Tx, membership: &Membership) -> Result<Sight, DbError> {
    match membership.visibility {
        Visibility::All => Ok(Sight::All),
        Visibility::Own => Ok(Sight::Own(membership.employee)),
        Visibility::Stores => {
            let key = || params![membership.tenant.uuid(), membership.user.uuid()];
            let sql = "select store_id from membership_stores where tenant_id = $1 and user_id = $2";
            let stores: Vec<StoreRow> = tx.all(sql, key()).await?;
            let sql = "select region from membership_regions where tenant_id = $1 and user_id = $2";
            let regions: Vec<RegionRow> = tx.all(sql, key()).await?;
            Ok(Sight::Stores {
                stores: stores.into_iter().map(|row| StoreId::from_uuid(row.store_id)).collect(),
                regions: regions.into_iter().map(|row| row.region).collect(),
            })
        }
    }
}

/// What signing in needs to know of a user.
#[derive(Debug, FromQueryResult)]
pub(in crate::identity) struct Credentials {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    pub password_hash: String,
    pub locked_until: Option<i64>,
    pub totp_secret: Option<String>,
    pub totp_enabled_at: Option<i64>,
}

const CREDENTIALS: &str =
    "select id, name, email, password_hash, locked_until, totp_secret, totp_enabled_at from users";

pub(in crate::identity) async fn credentials(
    tx: &mut Tx,
    email: &str,
) -> Result<Option<Credentials>, DbError> {
    tx.one(&format!("{CREDENTIALS} where email = $1"), params![email]).await
}

pub(in crate::identity) async fn credentials_of(
    tx: &mut Tx,
    user: UserId,
) -> Result<Option<Credentials>, DbError> {
    tx.one(&format!("{CREDENTIALS} where id = $1"), params![user.uuid()]).await
}

/// Who a signed-in user is.
#[derive(Debug, FromQueryResult)]
pub(in crate::identity) struct UserRow {
    pub name: String,
    pub email: String,
    pub language: String,
    pub totp_enabled_at: Option<i64>,
}

pub(in crate::identity) async fn user(tx: &mut Tx, user: UserId) -> Result<Option<UserRow>, DbError> {
    let sql = "select name, email, language, totp_enabled_at from users where id = $1";
    tx.one(sql, params![user.uuid()]).await
}

/// A brand that a user is a member of.
#[derive(Debug, FromQueryResult)]
pub(in crate::identity) struct BrandRow {
    pub id: Uuid,
    pub name: String,
    pub zone: String,
    pub language: String,
    pub role: String,
    pub organisation: String,
}

/// Brands that one user sees in the switcher at the most.
const BRANDS_LISTED_MAX: i64 = 2_000;

pub(in crate::identity) async fn brands_of(tx: &mut Tx, user: UserId) -> Result<Vec<BrandRow>, DbError> {
    let sql = "
        select b.id, b.name, b.zone, b.language, m.role, o.name as organisation
        from memberships m join brands b on b.id = m.tenant_id join organisations o on o.id = b.organisation_id
        where m.user_id = $1 and m.suspended_at is null order by m.created_at, b.id limit $2";
    tx.all(sql, params![user.uuid(), BRANDS_LISTED_MAX]).await
}

pub(in crate::identity) async fn is_set_up(tx: &mut Tx) -> Result<bool, DbError> {
    let sql = "select count(*) as n from (select 1 from users limit 1) first";
    Ok(tx.number(sql, params![]).await? > 0)
}

pub(in crate::identity) async fn insert_organisation(
    tx: &mut Tx,
    id: OrganisationId,
    name: &str,
    now: Instant,
) -> Result<(), DbError> {
    let sql = "insert into organisations (id, name, created_at) values ($1, $2, $3)";
    tx.execute(sql, params![id.uuid(), name, now.ms()]).await?;
    Ok(())
}

pub(in crate::identity) struct NewBrand<'a> {
    pub id: TenantId,
    pub organisation: OrganisationId,
    pub name: &'a str,
    pub zone: &'a str,
    pub language: Language,
}

pub(in crate::identity) async fn insert_brand(
    tx: &mut Tx,
    brand: NewBrand<'_>,
    now: Instant,
) -> Result<(), DbError> {
    let NewBrand { id, organisation, name, zone, language } = brand;
    let sql = "
        insert into brands (id, organisation_id, name, zone, language, created_at) values ($1, $2, $3, $4, $5, $6)";
    let values = params![id.uuid(), organisation.uuid(), name, zone, language.name(), now.ms()];
    tx.execute(sql, values).await?;
    Ok(())
}

pub(in crate::identity) struct NewUser<'a> {
    pub id: UserId,
    pub email: &'a str,
    pub name: &'a str,
    pub language: Language,
    pub password_hash: String,
}

pub(in crate::identity) async fn insert_user(
    tx: &mut Tx,
    user: NewUser<'_>,
    now: Instant,
) -> Result<(), DbError> {
    let NewUser { id, email, name, language, password_hash } = user;
    let sql = "
        insert into users (id, email, name, language, password_hash, created_at) values ($1, $2, $3, $4, $5, $6)";
    let values = params![id.uuid(), email, name, language.name(), password_hash, now.ms()];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Removes sessions, reset links and invitations that ended before `before`; returns how many.
pub(in crate::identity) async fn forget_ended(tx: &mut Tx, before: Instant) -> Result<u64, DbError> {
    let mut gone = 0;
    for sql in [
        "delete from sessions where expires_at < $1 or revoked_at < $1",
        "delete from password_resets where expires_at < $1",
        "delete from invitations where expires_at < $1",
    ] {
        gone += tx.execute(sql, params![before.ms()]).await?;
    }
    Ok(gone)
}
