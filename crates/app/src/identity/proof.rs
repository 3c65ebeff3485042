//! Proving who one is: the password, and the second factor where it is switched on.
//!
//! Every failure counts, wherever the password was asked for, and too many in a row lock the user for a while.

use domain::{
    id::UserId,
    identity::{Lock, after_failure, lock_state},
    time::Instant,
};
use serde_json::json;

use super::{
    home::{Person, tell_and_commit},
    password, second_factor,
    store::{self, Credentials},
};
use crate::{
    App,
    events::{Change, EventKind},
    http::{
        ApiError, ErrorCode,
        auth::{Origin, SignedIn},
    },
    text::Text,
};

/// Makes sure that this is the user whose credentials are given. An unknown user takes as long as a wrong password
/// and looks the same.
pub(super) async fn prove(
    app: &App,
    origin: &Origin,
    known: Option<Credentials>,
    password: String,
    code: Option<&str>,
) -> Result<UserId, ApiError> {
    refuse_locked(app, known.as_ref())?;
    let stored = known.as_ref().map(|user| user.password_hash.clone());
    let right = password::is_right(password, stored).await?;
    let Some(user) = known else { return Err(wrong_credentials()) };
    if !right {
        return Err(fail(app, &user, origin).await?.unwrap_or_else(wrong_credentials));
    }
    if user.totp_enabled_at.is_some() {
        let Some(code) = code else { return Err(second_factor_needed()) };
        if !second_factor::take_code(app, &user, code.trim()).await? {
            return Err(fail(app, &user, origin).await?.unwrap_or_else(wrong_credentials));
        }
    }
    Ok(UserId::from_uuid(user.id))
}

/// Makes sure that the signed-in person knows their password; a wrong one is a mistake in `field`.
pub(super) async fn confirm_password(
    app: &App,
    person: &SignedIn,
    field: &str,
    password: String,
) -> Result<Credentials, ApiError> {
    let mut tx = app.db().read().await?;
    let known = store::credentials_of(&mut tx, person.user).await?;
    drop(tx);
    refuse_locked(app, known.as_ref())?;
    let user = known.ok_or_else(ApiError::not_signed_in)?;
    if password::is_right(password, Some(user.password_hash.clone())).await? {
        return Ok(user);
    }
    let wrong = || ApiError::invalid(field, Text::new("密码不正确。", "This is not the password."));
    Err(fail(app, &user, &person.origin).await?.unwrap_or_else(wrong))
}

fn refuse_locked(app: &App, user: Option<&Credentials>) -> Result<(), ApiError> {
    let now = app.now();
    let until = user.and_then(|user| user.locked_until).map(Instant::from_ms);
    match lock_state(until, now) {
        Lock::Open => Ok(()),
        Lock::Until(until) => Err(locked(until, now)),
    }
}

/// Counts the failure and locks when there were too many, in which case it says what to answer.
async fn fail(app: &App, user: &Credentials, origin: &Origin) -> Result<Option<ApiError>, ApiError> {
    let (id, now) = (UserId::from_uuid(user.id), app.now());
    let mut tx = app.db().write().await?;
    let failures = store::own::count_failure(&mut tx, id).await?;
    let until = after_failure(failures, now);
    if let Some(until) = until {
        store::own::lock_user(&mut tx, id, until).await?;
    }
    let change = until.map(|until| {
        let after = json!({ "failures": failures, "until": until });
        Change::made(EventKind::UserLocked, &id, after)
    });
    tell_and_commit(app, tx, Person { id, name: &user.name, origin }, change).await?;
    Ok(until.map(|until| locked(until, now)))
}

fn wrong_credentials() -> ApiError {
    let text = Text::new("邮箱、密码或验证码不正确。", "E-mail, password or code is not right.");
    ApiError::new(axum::http::StatusCode::UNAUTHORIZED, ErrorCode::WrongCredentials, text)
}

fn second_factor_needed() -> ApiError {
    let text = Text::new("请输入验证器上的六位数字。", "Enter the six digits that your authenticator shows.");
    ApiError::new(axum::http::StatusCode::UNAUTHORIZED, ErrorCode::SecondFactorNeeded, text)
}

fn locked(until: Instant, now: Instant) -> ApiError {
    let seconds = (until.ms() - now.ms()).div_euclid(1_000) + 1;
    let text = Text::new(
        format!("失败次数过多，为保护账号已暂时锁定；请 {seconds} 秒后再试。"),
        format!("Too many failures; this user is locked for its protection. Try again in {seconds} seconds."),
    );
    ApiError::new(axum::http::StatusCode::TOO_MANY_REQUESTS, ErrorCode::Locked, text).retry_after(seconds)
}
