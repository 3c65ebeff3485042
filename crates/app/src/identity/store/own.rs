//! The rows of a person's own affairs: failures, locks, password, second factor, reset links.

use db::{DbError, FromQueryResult, Tx, params};
use domain::{
    id::{SessionId, UserId},
    identity::{Language, PASSWORD_RESET_MS},
    time::Instant,
};
use uuid::Uuid;

/// Counts one more failure and returns how many there are in a row now. Counted in the database, so that attempts
/// at the same time cannot share one number.
pub(in crate::identity) async fn count_failure(tx: &mut Tx, user: UserId) -> Result<i64, DbError> {
    let sql =
        "update users set failed_sign_ins = failed_sign_ins + 1 where id = $1 returning failed_sign_ins as n";
    tx.number(sql, params![user.uuid()]).await
}

pub(in crate::identity) async fn lock_user(tx: &mut Tx, user: UserId, until: Instant) -> Result<(), DbError> {
    tx.execute("update users set locked_until = $2 where id = $1", params![user.uuid(), until.ms()]).await?;
    Ok(())
}

pub(in crate::identity) async fn forget_failures(tx: &mut Tx, user: UserId) -> Result<(), DbError> {
    let sql = "update users set failed_sign_ins = 0, locked_until = null where id = $1";
    tx.execute(sql, params![user.uuid()]).await?;
    Ok(())
}

/// Takes the time step of a one-time code; `false` when this or a later one was taken before.
pub(in crate::identity) async fn take_totp_step(
    tx: &mut Tx,
    user: UserId,
    step: i64,
) -> Result<bool, DbError> {
    let sql = "
        update users set totp_last_step = $2
        where id = $1 and (totp_last_step is null or totp_last_step < $2)";
    Ok(tx.execute(sql, params![user.uuid(), step]).await? > 0)
}

/// Takes a recovery code; `false` when it is none or was taken before.
pub(in crate::identity) async fn take_recovery_code(
    tx: &mut Tx,
    user: UserId,
    hash: &[u8],
    now: Instant,
) -> Result<bool, DbError> {
    let sql =
        "update recovery_codes set used_at = $3 where user_id = $1 and code_hash = $2 and used_at is null";
    Ok(tx.execute(sql, params![user.uuid(), hash.to_vec(), now.ms()]).await? > 0)
}

pub(in crate::identity) async fn set_profile(
    tx: &mut Tx,
    user: UserId,
    name: &str,
    language: Language,
) -> Result<(), DbError> {
    let sql = "update users set name = $2, language = $3 where id = $1";
    tx.execute(sql, params![user.uuid(), name, language.name()]).await?;
    Ok(())
}

/// Sets the password, opens the user's lock, and makes every reset link of theirs useless.
pub(in crate::identity) async fn set_password(
    tx: &mut Tx,
    user: UserId,
    password_hash: String,
    now: Instant,
) -> Result<(), DbError> {
    let sql = "update users set password_hash = $2, failed_sign_ins = 0, locked_until = null where id = $1";
    tx.execute(sql, params![user.uuid(), password_hash]).await?;
    let sql = "update password_resets set used_at = $2 where user_id = $1 and used_at is null";
    tx.execute(sql, params![user.uuid(), now.ms()]).await?;
    Ok(())
}

/// Ends every session of the user but the one to keep; returns how many.
pub(in crate::identity) async fn revoke_sessions(
    tx: &mut Tx,
    user: UserId,
    keep: Option<SessionId>,
    now: Instant,
) -> Result<u64, DbError> {
    let sql = "update sessions set revoked_at = $3 where user_id = $1 and id <> $2 and revoked_at is null";
    let keep = keep.map_or(Uuid::nil(), SessionId::uuid);
    tx.execute(sql, params![user.uuid(), keep, now.ms()]).await
}

/// Puts a secret down that is not yet in use; `false` when a second factor is already switched on.
pub(in crate::identity) async fn offer_totp_secret(
    tx: &mut Tx,
    user: UserId,
    sealed: String,
) -> Result<bool, DbError> {
    let sql =
        "update users set totp_secret = $2, totp_last_step = null where id = $1 and totp_enabled_at is null";
    Ok(tx.execute(sql, params![user.uuid(), sealed]).await? > 0)
}

/// Switches the second factor on with these recovery codes; `false` when it already was.
pub(in crate::identity) async fn enable_totp(
    tx: &mut Tx,
    user: UserId,
    code_hashes: Vec<Vec<u8>>,
    now: Instant,
) -> Result<bool, DbError> {
    let sql = "update users set totp_enabled_at = $2 where id = $1 and totp_enabled_at is null";
    if tx.execute(sql, params![user.uuid(), now.ms()]).await? == 0 {
        return Ok(false);
    }
    let head = "insert into recovery_codes (user_id, code_hash)";
    let rows = code_hashes.into_iter().flat_map(|hash| params![user.uuid(), hash]).collect();
    tx.insert_rows(head, 2, "", rows).await?;
    Ok(true)
}

/// Switches the second factor off and forgets its secret and recovery codes; `false` when it was off.
pub(in crate::identity) async fn disable_totp(tx: &mut Tx, user: UserId) -> Result<bool, DbError> {
    tx.execute("delete from recovery_codes where user_id = $1", params![user.uuid()]).await?;
    let sql = "
        update users set totp_secret = null, totp_enabled_at = null, totp_last_step = null
        where id = $1 and totp_enabled_at is not null";
    Ok(tx.execute(sql, params![user.uuid()]).await? > 0)
}

pub(in crate::identity) async fn insert_password_reset(
    tx: &mut Tx,
    user: UserId,
    by: UserId,
    token_hash: Vec<u8>,
    now: Instant,
) -> Result<(), DbError> {
    let sql = "
        insert into password_resets (token_hash, user_id, created_by, created_at, expires_at)
        values ($1, $2, $3, $4, $5)";
    let expires_at = now.plus_ms(PASSWORD_RESET_MS).ms();
    tx.execute(sql, params![token_hash, user.uuid(), by.uuid(), now.ms(), expires_at]).await?;
    Ok(())
}

/// A link to set a new password, with the user it is for.
#[derive(Debug, FromQueryResult)]
pub(in crate::identity) struct PasswordResetRow {
    pub user_id: Uuid,
    pub expires_at: i64,
    pub used_at: Option<i64>,
}

pub(in crate::identity) async fn password_reset(
    tx: &mut Tx,
    token_hash: &[u8],
) -> Result<Option<PasswordResetRow>, DbError> {
    let sql = "select user_id, expires_at, used_at from password_resets where token_hash = $1";
    tx.one(sql, params![token_hash.to_vec()]).await
}

/// Takes the link; `false` when it was taken before.
pub(in crate::identity) async fn take_password_reset(
    tx: &mut Tx,
    token_hash: &[u8],
    now: Instant,
) -> Result<bool, DbError> {
    let sql = "update password_resets set used_at = $2 where token_hash = $1 and used_at is null";
    Ok(tx.execute(sql, params![token_hash.to_vec(), now.ms()]).await? > 0)
}
