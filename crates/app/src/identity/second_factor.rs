//! The second factor: time-based one-time codes and recovery codes.

use domain::id::{TenantId, UserId};
use totp_rs::{Builder, Secret, Totp};

use crate::{App, http::ApiError};

/// The name that authenticators show beside the user.
const ISSUER: &str = "Kosmos";
/// How long one code is shown, in seconds.
const STEP_SECONDS: u64 = 30;

/// The step whose code this is, at most one step off; `None` when it is none.
pub(super) fn matching_step(
    app: &App,
    user: UserId,
    sealed: &str,
    code: &str,
) -> Result<Option<i64>, ApiError> {
    let secret = app.vault().open_text(seal_place(user), sealed)?;
    let totp = totp_of(&secret, "user")?;
    let now_seconds = app.now().ms().unsigned_abs() / 1_000;
    Ok(totp.check(code, now_seconds).and_then(|step| i64::try_from(step).ok()))
}

/// Secrets of users are sealed for the user, who belongs to no single tenant.
fn seal_place(user: UserId) -> TenantId {
    TenantId::from_uuid(user.uuid())
}

fn totp_of(secret: &str, account: &str) -> Result<Totp, ApiError> {
    let broken = |error: &dyn std::fmt::Display| {
        tracing::error!(%error, "a second factor cannot be used");
        ApiError::broken()
    };
    let secret = Secret::try_from_base32(secret).map_err(|error| broken(&error))?;
    Builder::new()
        .with_secret(secret)
        .with_step_duration(STEP_SECONDS)
        .with_issuer(Some(ISSUER))
        .with_account_name(account)
        .build()
        .map_err(|error| broken(&error))
}
